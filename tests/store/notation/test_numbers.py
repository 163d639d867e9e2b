"""Numbers, amounts, counts and quantities as people and accounting programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from store.notation.errors import BadNumberError
from store.notation.money import amount_of, money
from store.notation.numbers import number
from store.notation.periods import days_of
from store.notation.quantities import count_of, quantity


@dataclass(frozen=True)
class Product:
    units: Sequence[tuple[str, int]]

    @property
    def case(self) -> tuple[str, int]:
        return self.units[0]

    def factor(self, unit: str | None) -> int:
        return dict(self.units).get(unit or "", 1)


WATER = Product((("箱", 24), ("瓶", 1)))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("¥1,234.5", "1234.50"), ("５００元", "500.00"), ("1.2万", "12000.00"), ("三百", "300.00"), ("0", "0.00")],
)
def test_amounts(text: str, amount: str) -> None:
    assert money(text) == amount


@pytest.mark.parametrize("text", ["-5", "1.234", "很多", "9" * 14, "1..2", "一百二"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(BadNumberError):
        money(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("2箱5瓶", 53),
        ("2 箱", 48),
        ("两箱", 48),
        ("半箱", 12),
        ("1件", 24),
        ("2 cases 3 bottles", 51),
        ("7", 7),
        ("十二瓶", 12),
    ],
)
def test_quantities(text: str, pieces: int) -> None:
    assert quantity(WATER, text, "瓶")[0] == pieces


def test_chinese_numbers() -> None:
    assert [int(number(text)) for text in ("十", "十二", "二十", "二十五", "一百零五", "三百", "一千二百", "一〇五")] == [
        10, 12, 20, 25, 105, 300, 1200, 105,
    ]  # fmt: skip


def test_amounts_counts_and_spans() -> None:
    assert [amount_of(text) for text in ("¥1,234.50", "12元", "-3", "x", "")] == ["1234.50", "12", "-3", None, None]
    assert [count_of(text) for text in ("3箱", "1,200", "2.5", "三", "")] == [
        (3, "箱"),
        (1200, ""),
        (2.5, ""),
        None,
        None,
    ]
    assert [days_of(text) for text in ("365", "12个月", "1年", "18 months", "2周", "x")] == [
        365,
        365,
        365,
        548,
        14,
        None,
    ]
