"""Rate of sale, cover and suggested orders, by hand-checked cases and by what must always hold."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import Product, StockLine
from store.service.suggestion import Count, Receipt, freshness, rate_of_sale, stock_left, suggest

TODAY = dt.date(2026, 11, 24)
TEA = Product.model_validate(
    {
        "id": "P1",
        "name": "凉茶",
        "units": [{"name": "瓶"}, {"name": "提", "factor": 6}, {"name": "箱", "factor": 24}],
        "shelf_life_days": 180,
    }
)


def day(back: int) -> dt.date:
    return TODAY - dt.timedelta(days=back)


def test_between_two_counts_what_came_in_and_is_gone_was_sold() -> None:
    # 30 were there, 48 came, 22 are left after 14 days: 56 sold, 4 a day
    counts = [Count(day(14), 30), Count(TODAY, 22)]
    assert rate_of_sale(counts, [Receipt(day(7), 48), Receipt(day(20), 96)], TODAY) == pytest.approx(4.0)


def test_without_two_counts_what_was_received_stands_for_what_was_sold() -> None:
    # 96 pieces since the first receipt 32 days ago: 3 a day
    receipts = [Receipt(day(32), 48), Receipt(day(16), 48)]
    assert rate_of_sale([], receipts, TODAY) == pytest.approx(3.0)
    assert rate_of_sale([Count(TODAY, 5)], receipts, TODAY) == pytest.approx(3.0)
    assert rate_of_sale([Count(day(3), 5), Count(TODAY, 0)], receipts, TODAY) == pytest.approx(3.0)


def test_what_is_too_old_or_never_came_tells_nothing() -> None:
    assert rate_of_sale([], [Receipt(day(92), 240)], TODAY) is None
    assert rate_of_sale([Count(day(3), 5)], [], TODAY) is None
    assert rate_of_sale([], [Receipt(day(2), 14)], TODAY) == pytest.approx(2.0)  # a week at the least


def test_more_left_than_there_can_be_is_a_rate_of_nothing() -> None:
    assert rate_of_sale([Count(day(14), 3), Count(TODAY, 50)], [], TODAY) == 0.0


def test_a_suggestion_covers_the_days_in_whole_cases() -> None:
    # 4 a day for 7 + 3 days are 40; 22 are there: 18 wanted, one case of 24
    found = suggest(TEA, stock=22, rate=4.0, days=10)
    assert (found.cases, found.cover) == (1, 5.5)
    # 40 wanted more: two cases; with a case on its way one
    assert suggest(TEA, stock=0, rate=4.0, days=10).cases == 2
    assert suggest(TEA, stock=0, rate=4.0, days=10, on_way=24).cases == 1
    assert suggest(TEA, stock=16, rate=4.0, days=10).cases == 1  # 24 exactly
    assert suggest(TEA, stock=40, rate=4.0, days=10).cases == 0


def test_a_promotion_has_a_floor_and_a_missing_must_stock_product_gets_a_case() -> None:
    assert suggest(TEA, stock=400, rate=1.0, days=10, promotion_cases=3).cases == 3
    assert suggest(TEA, stock=0, rate=4.0, days=30, promotion_cases=3).cases == 5
    assert suggest(TEA, stock=0, rate=None, days=10, must_stock=True).cases == 1
    assert suggest(TEA, stock=0, rate=None, days=10, must_stock=True, on_way=24).cases == 0
    assert suggest(TEA, stock=3, rate=None, days=10, must_stock=True).cases == 0
    assert suggest(TEA, stock=None, rate=2.0, days=10).cases == 0


def test_stock_left_since_the_last_count() -> None:
    # 60 ten days ago, 24 came since, 4 a day sold: 44
    assert stock_left([Count(day(10), 60)], [Receipt(day(5), 24)], 4.0, TODAY) == 44
    assert stock_left([Count(day(10), 3)], [], 4.0, TODAY) == 0
    assert stock_left([], [], 4.0, TODAY) is None


@given(
    stock=st.integers(0, 10_000),
    rate=st.floats(0, 500),
    days=st.floats(1, 60),
    on_way=st.integers(0, 5_000),
    factor=st.integers(1, 48),
)
def test_a_suggestion_is_never_short_and_never_a_case_too_much(
    stock: int, rate: float, days: float, on_way: int, factor: int
) -> None:
    product = Product.model_validate({"id": "P", "name": "x", "units": [{"name": "箱", "factor": factor}]})
    cases = suggest(product, stock=stock, rate=rate, days=days, on_way=on_way).cases
    wanted = max(0.0, rate * days - stock - on_way)
    assert cases * factor >= wanted - 1e-3
    assert (cases - 1) * factor < max(wanted, 1e-9)
    assert cases == 0 or math.isfinite(cases)


def test_pieces_are_said_and_counted_in_every_unit() -> None:
    assert TEA.in_units(53) == [(2, "箱"), (5, "瓶")]
    assert TEA.in_units(36) == [(1, "箱"), (2, "提")]
    assert TEA.in_units(0) == [(0, "瓶")]
    assert TEA.pieces(1.5, "箱") == 36
    assert TEA.value(36, 4800) == 7200
    assert TEA.value(6, 1300, "提") == 1300


@given(st.integers(0, 10**6))
def test_units_add_up_to_the_pieces(pieces: int) -> None:
    assert sum(TEA.pieces(count, name) for count, name in TEA.in_units(pieces)) == pieces


def test_what_nears_its_end_by_production_date() -> None:
    # 180 days of shelf life: near from 60 days before the end
    lines = [
        StockLine(product="P1", quantity=5, produced=day(130)),
        StockLine(product="P1", quantity=6, produced=day(20)),
        StockLine(product="P1", quantity=7, produced=day(181)),
        StockLine(product="P1", quantity=8),
        StockLine(product="P2", quantity=9, produced=day(130)),
    ]
    found = freshness(TEA, lines, TODAY)
    assert [(each.line.quantity, each.days_left, each.near) for each in found] == [
        (7, -1, True),
        (5, 50, True),
        (6, 160, False),
    ]
    own = TEA.model_copy(update={"near_expiry_days": 45})
    assert [each.near for each in freshness(own, lines, TODAY)] == [True, False, False]
