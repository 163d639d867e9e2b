"""Quantities as people write them: the table of docs/notation.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import COMMA, POINT, UNKNOWN, Signs
from store.notation.quantities import read_quantity, write_quantity


@dataclass(frozen=True)
class Product:
    units: Sequence[tuple[str, int]]

    @property
    def case(self) -> tuple[str, int]:
        return self.units[0]

    def factor(self, unit: str | None) -> int:
        return dict(self.units).get(unit or "", 1)


WATER = Product((("箱", 24), ("瓶", 1)))
LATIN = Product((("Case", 24), ("Bottle", 1)))
TRAYS = Product((("箱", 24), ("提", 6), ("瓶", 1)))
TWELVE = Product((("箱", 12), ("瓶", 1)))


@pytest.mark.parametrize(
    ("product", "default", "pieces", "texts"),
    [
        (WATER, "瓶", 53, ("2箱5瓶", "2 箱 5 瓶", "2箱+5瓶", "2箱，5瓶", "两箱五瓶", "２箱５瓶", "2箱5", "2箱、5瓶", "2箱 5瓶", "2件5个")),
        (LATIN, None, 53, ("2 cases 5 bottles", "2 cases and 5 bottles", "2 Case, 5 Bottle", "2 cases 5", "2ctn 5btl")),
        (WATER, "瓶", 48, ("2箱", "两箱", "２箱", "2件", "2大件", "2 ctn", "2.0箱")), (WATER, "瓶", 240, ("十箱", "10箱")),
        (WATER, "瓶", 2400, ("一百箱",)), (WATER, "瓶", 12, ("半箱", "十二瓶", "12支", "12个", "12")), (WATER, "瓶", 60, ("2箱半", "两箱半", "2.5箱")),
        (WATER, "箱", 168, ("7", "七")), (WATER, "箱", 74, ("3箱+2瓶",)), (WATER, "瓶", 0, ("0", "0箱", "零")), (TRAYS, "瓶", 65, ("2箱2提5瓶",)),
        (WATER, "箱", 240, ("10 x 24", "10*24", "24*10", "24×10", "10X24")), (LATIN, "Case", 60, ("2.5 cases",)),
    ],
)  # fmt: skip
def test_quantities(product: Product, default: str | None, pieces: int, texts: tuple[str, ...]) -> None:
    found = {text: read_quantity(text, POINT).of(product, default) for text in texts}
    assert {text: (each.pieces, each.free) for text, each in found.items()} == dict.fromkeys(texts, (pieces, 0))


@pytest.mark.parametrize(
    ("text", "pieces", "free"),
    [
        ("10+1", 240, 24), ("10+1箱", 240, 24), ("10送1", 240, 24), ("10搭1", 240, 24), ("10赠1", 240, 24), ("10箱送1箱", 240, 24),
        ("10箱（送1箱）", 240, 24), ("10箱（另送1箱）", 240, 24), ("10箱（1箱赠）", 240, 24), ("10 (1 free)", 240, 24), ("10箱(送5瓶)", 240, 5),
        ("10箱送5瓶", 240, 5), ("10箱+1箱赠", 240, 24), ("十送一", 240, 24), ("10箱搭赠1箱", 240, 24), ("10 + 1", 240, 24), ("2箱5瓶送1瓶", 53, 1),
        ("10箱+5瓶赠", 240, 5), ("10箱送1", 240, 24),
    ],
)  # fmt: skip
def test_what_is_given_on_top(text: str, pieces: int, free: int) -> None:
    found = read_quantity(text).of(WATER, "箱")
    assert (found.pieces, found.free) == (pieces, free)


def test_how_it_was_said() -> None:
    found = read_quantity("2.5箱").of(WATER, "瓶")
    assert (found.unit, found.number) == ("箱", 2.5)
    found = read_quantity("2箱5瓶").of(WATER, "瓶")
    assert (found.unit, found.number) == ("瓶", 53)
    found = read_quantity("10*24").of(WATER, "瓶")
    assert (found.unit, found.number) == ("箱", 10)
    assert read_quantity("2,5 cases", COMMA).of(LATIN, None).pieces == 60
    assert read_quantity("2,5 cases", UNKNOWN).of(LATIN, None).pieces == 60


@pytest.mark.parametrize(
    ("product", "text", "readings"),
    [
        (WATER, "10箱+1箱", ("11箱", "10箱送1箱")), (LATIN, "2,5 cases", ("2.5", "25")), (TWELVE, "24*2", ("24", "48")),
        (TRAYS, "2箱5", ("2箱5提", "2箱5瓶")), (WATER, "一百二箱", ("120", "102")),
    ],
)  # fmt: skip
def test_quantities_with_two_readings_are_asked(product: Product, text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_quantity(text, POINT).of(product, "箱")
    assert raised.value.readings == readings


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2提", "no_such_unit"), ("2盒", "no_such_unit"), ("2 pallets", "no_such_unit"), ("3吨", "no_such_unit"), ("-2", "negative_number"),
        ("-2箱", "negative_number"), ("－2", "negative_number"), ("(2)", "negative_number"), ("7", "no_unit"), ("2.5瓶", "bad_quantity"),
        ("0.01箱", "bad_quantity"), ("", "bad_quantity"), ("箱", "bad_quantity"), ("若干", "bad_quantity"), ("5 3箱", "bad_quantity"),
        ("2个半箱", "bad_quantity"), ("两三箱", "bad_quantity"), ("2000000瓶", "bad_quantity"), ("2箱*3", "bad_quantity"), ("5-7箱", "bad_quantity"),
        ("2箱以上" * 20, "bad_quantity"), ("2瓶5", "no_unit"),
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str, code: str) -> None:
    with pytest.raises(BadNumberError) as raised:
        read_quantity(text, POINT).of(WATER, None)
    assert raised.value.code == code


@given(st.integers(0, 1_000_000), st.sampled_from([WATER, LATIN, TRAYS, TWELVE]))
def test_quantities_written_are_read_again(pieces: int, product: Product) -> None:
    assert read_quantity(write_quantity(pieces, product.units)).of(product, product.units[-1][0]).pieces == pieces


@given(
    st.text(alphabet="0123456789.,+*x箱瓶提半送赠十两 -()c", max_size=70), st.sampled_from([POINT, COMMA, UNKNOWN])
)
def test_any_text_is_a_quantity_asked_or_none(text: str, signs: Signs) -> None:
    try:
        found = read_quantity(text, signs).of(TRAYS, "箱")
    except BadNumberError:
        return
    assert 0 <= found.pieces <= 1_000_000
