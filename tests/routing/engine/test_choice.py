"""Choosing among routes by CP-SAT."""

from __future__ import annotations

from typing import Any

import pytest

from routing.engine.choice import Column, choose

COLUMNS = [
    Column(0, frozenset(stops), cost)
    for stops, cost in (((0,), 40), ((1,), 40), ((2,), 40), ((0, 1), 50), ((1, 2), 45), ((0, 2), 60))
]


def chosen(**options: Any) -> list[int] | None:
    asked: dict[str, Any] = {"prizes": [None] * 3, "vehicles": [3], "held": [0, 1, 2], "seconds": None} | options
    return choose(COLUMNS, **asked, seed=1, workers=1)


def test_the_cheapest_plan_is_chosen() -> None:
    assert chosen() == [0, 4]
    assert chosen(vehicles=[2], held=[2, 3]) == [0, 4]


def test_a_stop_is_left_out_where_that_is_cheaper() -> None:
    assert chosen(prizes=[5, None, None]) == [4]


def test_nothing_is_chosen_where_nothing_is_better() -> None:
    assert chosen(held=[0, 4]) is None


@pytest.mark.parametrize("looks", [0, 1, 7])
def test_who_is_stopped_ends(looks: int) -> None:
    """Whether before the models, between them or while they are made."""
    left = iter(range(looks))
    assert chosen(stopped=lambda: next(left, None) is None) is None
