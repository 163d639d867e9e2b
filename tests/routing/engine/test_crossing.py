"""Plans bred from two."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.engine.plain.crossing import MOST, Breed, crossed


@st.composite
def plans(draw: st.DrawFn) -> list[list[int]]:
    """Routes over some of twelve stops."""
    stops = draw(st.permutations(range(1, 13)))
    ends = sorted(draw(st.sets(st.integers(1, 12), max_size=5)))
    return [list(stops[a:b]) for a, b in zip([0, *ends], ends, strict=False)]


@given(plans(), plans(), st.integers(0, 2**32))
def test_a_child_serves_no_stop_twice_and_needs_no_more_routes(
    one: list[list[int]], other: list[list[int]], seed: int
) -> None:
    child = crossed(one, other, np.random.default_rng(seed))
    served = [stop for route in child for stop in route]
    assert len(served) == len(set(served))
    assert set(served) <= {stop for route in (*one, *other) for stop in route}
    assert all(child)
    assert len(child) <= (len(one) if one and other else max(len(one), len(other)))


@given(plans(), st.integers(0, 2**32))
def test_a_plan_crossed_with_itself_is_itself(plan: list[list[int]], seed: int) -> None:
    child = crossed(plan, plan, np.random.default_rng(seed))
    assert sorted(child) == sorted(plan)


def test_a_child_has_whole_routes_of_both() -> None:
    one = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
    other = [[3, 2, 1], [6, 5, 4], [9, 8, 7], [12, 11, 10]]
    child = crossed(one, other, np.random.default_rng(1))
    assert len(child) == 4
    assert any(route in one for route in child)
    assert any(route in other for route in child)


def test_breed_keeps_the_cheapest_that_differ() -> None:
    breed = Breed()
    luck = np.random.default_rng(1)
    assert breed.child(luck) is None
    for total in (30, 30, 20, 10, *range(100, 200)):
        breed.add((total, [[total]]))
    assert [total for total, _ in breed.plans[:3]] == [10, 20, 30]
    assert len(breed.plans) == MOST
    assert breed.child(luck) is not None
