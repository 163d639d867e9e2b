"""Numbers as people write them: the table of docs/notation.md."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import (
    COMMA,
    POINT,
    UNKNOWN,
    Signs,
    read_count,
    read_number,
    read_percent,
    signs_of,
    write_number,
)

ANY = (POINT, COMMA, UNKNOWN)


@pytest.mark.parametrize(
    ("signs", "text", "value"),
    [
        *((signs, text, value) for signs in ANY for text, value in (
            ("12", "12"), ("007", "7"), ("+5", "5"), ("１２", "12"), ("1,234,567", "1234567"), ("1.234.567", "1234567"),
            ("1 234 567", "1234567"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50"), ("1 234,50", "1234.50"),
            ("1'234.50", "1234.50"), ("1’234,50", "1234.50"), ("1 234", "1234"), ("1'234", "1234"),
            ("1\u00a0234", "1234"), ("1\u202f234,5", "1234.5"), (" 12\u200b ", "12"),
            ("-5", "-5"), ("－5", "-5"), ("−5", "-5"), ("(5)", "-5"), ("（5）", "-5"), ("5-", "-5"), ("负5", "-5"),
            ("3千", "3000"), ("1亿", "100000000"), ("1万2", "12000"), ("1千5", "1500"), ("1万2千", "12000"), ("2百", "200"),
            ("1万2000", "12000"), ("3千500", "3500"), ("1万零5", "10005"),
            ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十五", "25"), ("两百", "200"), ("一百零五", "105"),
            ("一千二百", "1200"), ("一〇五", "105"), ("二〇二六", "2026"), ("三点五", "3.5"), ("一万二千", "12000"),
            ("一万二", "12000"), ("廿五", "25"), ("壹佰", "100"), ("贰拾伍", "25"), ("叁仟", "3000"), ("壹萬", "10000"),
            ("一万零二百", "10200"), ("一千零二十", "1020"), ("一亿三千万", "130000000"), ("半", "0.5"), ("零", "0"),
            ("1.38E+10", "13800000000"), ("1e3", "1000"), ("2.5E-1", "0.25"),
        )),
        *((signs, text, value) for signs in (POINT, UNKNOWN) for text, value in (
            ("12.5", "12.5"), (".5", "0.5"), ("0.123", "0.123"), ("1234.567", "1234.567"), ("1.2万", "12000"),
        )),
        *((signs, text, value) for signs in (COMMA, UNKNOWN) for text, value in (
            ("12,50", "12.50"), ("0,99", "0.99"), ("0,123", "0.123"), ("1234,567", "1234.567"), ("1,2万", "12000"),
            ("1 234,567", "1234.567"),
        )),
        (POINT, "1,234", "1234"), (COMMA, "1,234", "1.234"), (POINT, "1.234", "1.234"), (COMMA, "1.234", "1234"),
        (POINT, "１，２３４", "1234"),
    ],
)  # fmt: skip
def test_numbers(signs: Signs, text: str, value: str) -> None:
    assert read_number(text, signs) == Decimal(value)


@pytest.mark.parametrize(
    ("signs", "text", "both"),
    [
        (UNKNOWN, "1,234", ("1234", "1.234")), (UNKNOWN, "1.234", ("1.234", "1234")), (POINT, "12,50", ("12.5", "1250")),
        (COMMA, "12.5", ("12.5", "125")), (UNKNOWN, "一百二", ("120", "102")), (UNKNOWN, "一千二", ("1200", "1002")),
        (POINT, "1 234,567", ("1234.567", "1234567")), (UNKNOWN, "-1,234", ("-1234", "-1.234")),
        (UNKNOWN, "1,234万", ("12340000", "12340")), (POINT, "1万25", ("12500", "10025")), (POINT, "0,99", ("0.99", "99")),
    ],
)  # fmt: skip
def test_numbers_with_two_readings_are_asked(signs: Signs, text: str, both: tuple[str, ...]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_number(text, signs)
    assert raised.value.readings == both
    assert raised.value.code == "two_readings"
    assert {write_number(read_number(each, POINT)) for each in both} == set(both)


@pytest.mark.parametrize("signs", ANY)
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "1,23,4", "1,234,5", "1,23,456", "1 23", "12 34", "1..2", "1,,2", "1,234 567", "5²", "٣", "0x1F",
        "1_000", "nan", "inf", "Infinity", "约10", "10+", "80%", "--5", "(5", "5)", "1e400", "1e16", "两三", "三四", "很多",
        "9" * 16, "1" * 60, "②", "1,234.5.6", "万", "一百二三", "1.2万5",
    ],
)  # fmt: skip
def test_what_is_no_number(signs: Signs, text: str) -> None:
    with pytest.raises(BadNumberError) as raised:
        read_number(text, signs)
    assert raised.value.code == "bad_number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("②", 2), ("⑩", 10), ("⑴", 1), ("⒈", 1), ("❷", 2), ("1️⃣", 1), ("🔟", 10), ("㉑", 21), ("3.0", 3), ("十二", 12), ("0", 0),
        ("1 000", 1000), ("1️⃣2️⃣", 12),
    ],
)  # fmt: skip
def test_counts(text: str, value: int) -> None:
    assert read_count(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [("-3", "negative_number"), ("(3)", "negative_number"), ("2.5", "bad_number"), ("1000001", "bad_number")],
)
def test_what_is_no_count(text: str, code: str) -> None:
    with pytest.raises(BadNumberError) as raised:
        read_count(text)
    assert raised.value.code == code


def test_percentages() -> None:
    assert [read_percent(text) for text in ("80%", "80 %", "８０％", "80", "12,5%", "1", "0.8%")] == [
        80, 80, 80, 80, Decimal("12.5"), 1, Decimal("0.8"),
    ]  # fmt: skip
    with pytest.raises(TwoReadingsError):
        read_percent("0.8")


@pytest.mark.parametrize(
    ("cells", "separator", "signs"),
    [
        (["12,50", "7"], None, COMMA), (["0,99"], None, COMMA), (["1.234,50"], None, COMMA), (["1 234,50 €"], None, COMMA),
        (["1.234.567"], None, COMMA), (["12.5"], None, POINT), (["¥1,234.50"], None, POINT), (["1,234,567"], None, POINT),
        (["12,50", "12.5"], None, UNKNOWN), (["1,234"], None, UNKNOWN), (["1,234"], ";", COMMA), (["1,234"], ",", UNKNOWN),
        (["1,234", "1.234"], ";", UNKNOWN), (["1,234", "单价"], None, POINT), (["12,50", "单价"], None, COMMA),
        (["1,234"], "\t", UNKNOWN), (["7", "", "x"], None, UNKNOWN), (["1.234"], ";", UNKNOWN), (["2,5 cases"], None, COMMA),
        (["1,234", "12.5"], ";", POINT), (["1,234", "单价"], ";", UNKNOWN), (["24.11.2026", "1,2,3"], None, UNKNOWN),
    ],
)  # fmt: skip
def test_the_decimal_sign_of_a_table_is_what_its_cells_say(cells: list[str], separator: str, signs: Signs) -> None:
    assert signs_of(cells, separator) is signs


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4))
def test_numbers_written_are_read_again(value: Decimal) -> None:
    assert read_number(write_number(value), POINT) == value


@given(st.text(alphabet="0123456789.,' -()万千百十二一零负+eE%", max_size=60))
def test_any_text_is_a_number_asked_or_none(text: str) -> None:
    for signs in ANY:
        try:
            found = read_number(text, signs)
        except BadNumberError:
            continue
        assert abs(found) <= 10**15
        assert found.is_finite()


def test_long_texts_take_no_time() -> None:
    start = time.perf_counter()
    for text in ("1" * 100_000, "1 " * 50_000, "(" * 100_000, "十" * 100_000, "1," * 50_000, "1万" * 30_000):
        for signs in ANY:
            with pytest.raises(BadNumberError):
                read_number(text, signs)
        signs_of([text])
    assert time.perf_counter() - start < 2
