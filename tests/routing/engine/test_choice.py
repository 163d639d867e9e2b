"""Choosing among routes by CP-SAT."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine import choice
from routing.engine.choice import Column, choose

COLUMNS = [
    Column(0, frozenset(stops), cost)
    for stops, cost in (((0,), 40), ((1,), 40), ((2,), 40), ((0, 1), 50), ((1, 2), 45), ((0, 2), 60))
]


def chosen(**options: Any) -> list[int] | None:
    asked: dict[str, Any] = {"prizes": [None] * 3, "vehicles": [3], "held": [0, 1, 2], "seconds": None} | options
    return choose(COLUMNS, **asked, seed=1, workers=1).columns


def test_the_cheapest_plan_is_chosen() -> None:
    assert chosen() == [0, 4]
    assert chosen(vehicles=[2], held=[2, 3]) == [0, 4]


def test_a_stop_is_left_out_where_that_is_cheaper() -> None:
    assert chosen(prizes=[5, None, None]) == [4]


def test_nothing_is_chosen_where_nothing_is_better() -> None:
    assert chosen(held=[0, 4]) is None
    assert choose([], [5, 7], [1], [], seconds=None, seed=1, workers=1).columns is None


@pytest.mark.parametrize("looks", [0, 1, 7])
def test_who_is_stopped_ends(looks: int) -> None:
    """Whether before the models, between them or while they are made."""
    left = iter(range(looks))
    assert chosen(stopped=lambda: next(left, None) is None) is None


def least(columns: list[Column], prizes: list[int | None], left: frozenset[int]) -> float:
    """The least cost of serving or leaving out what is left, by trying everything for its first stop."""
    if not left:
        return 0
    first = min(left)
    prize = prizes[first]
    found = float("inf") if prize is None else prize + least(columns, prizes, left - {first})
    for column in columns:
        if first in column.stops and column.stops <= left:
            found = min(found, column.cost + least(columns, prizes, left - column.stops))
    return found


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), optional=st.booleans())
def test_the_best_of_all_choices_is_found_a_few_columns_at_a_time(seed: int, optional: bool) -> None:
    luck = random.Random(seed)
    stops = 6
    sets = {frozenset([i]) for i in range(stops)} | {
        frozenset(luck.sample(range(stops), luck.randint(2, 4))) for _ in range(25)
    }
    columns = [Column(0, found, luck.randint(20, 50) * len(found)) for found in sorted(sets, key=sorted)]
    prizes = [luck.randint(10, 80) if optional else None for _ in range(stops)]
    held = [c for c, column in enumerate(columns) if len(column.stops) == 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "FIRST", 3)
        patch.setattr(choice, "MORE", 2)
        done = choose(columns, prizes, [stops], held, seconds=None, seed=1, workers=1)
    chosen = held if done.columns is None else done.columns
    served = [stop for c in chosen for stop in columns[c].stops]
    assert len(set(served)) == len(served)
    cost = sum(columns[c].cost for c in chosen) + sum(prizes[i] or 0 for i in range(stops) if i not in served)
    best = least(columns, prizes, frozenset(range(stops)))
    assert cost == best
    assert done.gap >= sum(columns[c].cost for c in held) - best - 1e-6
