"""Amounts as people and accounting programs write them: the table of docs/notation.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.money import money_text, read_money
from store.notation.numbers import COMMA, POINT, UNKNOWN, Signs

ANY = (POINT, COMMA, UNKNOWN)


@pytest.mark.parametrize(
    ("signs", "text", "minor"),
    [
        *((signs, text, minor) for signs in ANY for text, minor in (
            ("¥1,234.50", 123450), ("￥1,234.50", 123450), ("RMB 1,234.50", 123450), ("1,234.50 CNY", 123450),
            ("1.234,50 €", 123450), ("€ 1.234,50", 123450), ("1 234,50 kr", 123450), ("$1'234.50", 123450),
            ("12", 1200), ("500元", 50000), ("５００元", 50000), ("500块", 50000), ("500块钱", 50000), ("五百元", 50000),
            ("三百", 30000), ("500元整", 50000), ("人民币500元", 50000), ("3块5", 350), ("3块5毛", 350), ("3元5角", 350),
            ("三块五", 350), ("12元5角", 1250), ("12元5角6分", 1256), ("12元5分", 1205), ("5角", 50), ("八毛", 80), ("8分", 8),
            ("3块5毛6", 356), ("3千", 300000), ("1万2", 1200000), ("十二块", 1200), ("-5", -500), ("(5)", -500),
            ("¥-5", -500), ("-¥5", -500), ("5-", -500), ("负5元", -500), ("0", 0), ("零", 0),
            ("12元3", 1230), ("12元35", 1235), ("¥3块5", 350), ("10000000000", 10**12), ("USD 12", 1200), ("1.5E+3", 150000),
        )),
        (POINT, "12.500", 1250), (POINT, "¥1,234.5", 123450), (POINT, "1,500", 150000), (COMMA, "1,500", 150),
        (POINT, "1.2万元", 1200000), (COMMA, "12,50", 1250), (UNKNOWN, "12,50", 1250), (UNKNOWN, "12.5元", 1250),
        (POINT, "1,200块", 120000), (POINT, "(¥5.00)", -500),
    ],
)  # fmt: skip
def test_amounts(signs: Signs, text: str, minor: int) -> None:
    assert read_money(text, signs) == minor


@pytest.mark.parametrize(
    ("signs", "text", "readings"),
    [
        (POINT, "12,50", ("12.5", "1250")), (POINT, "¥12,50", ("12.5", "1250")), (UNKNOWN, "1,500", ("1500", "1.5")),
        (UNKNOWN, "1.234 €", ("1.234", "1234")), (UNKNOWN, "一百二", ("120", "102")), (UNKNOWN, "-1,500", ("-1500", "-1.5")),
    ],
)  # fmt: skip
def test_amounts_with_two_readings_are_asked(signs: Signs, text: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_money(text, signs)
    assert raised.value.readings == readings


def test_more_decimals_than_money_has() -> None:
    with pytest.raises(BadNumberError, match="too_many_decimals"):
        read_money("12.345", POINT)
    assert read_money("12.345", POINT, rounded=True) == 1235
    assert read_money("-12.345", POINT, rounded=True) == -1235


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "元", "¥", "很多", "1..2", "12元345", "9" * 14, "5角5毛", "3块5元", "12 元 5 箱", "12 50", "1,23,4", "--5",
     "-(5)", "nan", "5角123", "500瓶", "3块分", "-" * 50, "1万元2万"],
)  # fmt: skip
@pytest.mark.parametrize("signs", ANY)
def test_what_is_no_amount(text: str, signs: Signs) -> None:
    with pytest.raises(BadNumberError) as raised:
        read_money(text, signs)
    assert raised.value.code == "bad_money"


@given(st.integers(-(10**12), 10**12))
def test_amounts_written_are_read_again(minor: int) -> None:
    for signs in (POINT, UNKNOWN):
        assert read_money(money_text(minor), signs) == minor


@given(st.text(alphabet="0123456789.,'-()¥元块角分毛万千百十二kr ", max_size=60))
def test_any_text_is_an_amount_asked_or_none(text: str) -> None:
    for signs in ANY:
        try:
            assert abs(read_money(text, signs, rounded=True)) <= 10**12
        except BadNumberError:
            continue
