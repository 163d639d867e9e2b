"""Edits by hand: nothing lost, nothing doubled, whatever the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning import PlanningError, edits
from store.records import Day, Lock, Route, Stop, StopKind, Unserved
from tests.routing.planning.towns import MONDAY

KEYS = [(f"C{number}", StopKind.VISIT) for number in range(9)]
REPS = ["R1", "R2", "R3"]


def day() -> Day:
    routes = [Route(rep=REPS[r], stops=[Stop(outlet=f"C{3 * r + i}") for i in range(3)]) for r in range(2)]
    return Day(
        date=MONDAY,
        routes=[*routes, Route(rep="R3")],
        unserved=[Unserved(outlet=f"C{number}") for number in range(6, 9)],
    )


def everything(found: Day) -> list[tuple[str, StopKind]]:
    served = [stop.key for route in found.routes for stop in route.stops]
    return sorted(served + [stop.key for stop in found.unserved])


operations = st.lists(
    st.one_of(
        st.tuples(
            st.just("move"), st.sampled_from(KEYS), st.sampled_from(REPS), st.one_of(st.none(), st.integers(1, 12))
        ),
        st.tuples(st.just("drop"), st.sampled_from(KEYS)),
        st.tuples(st.just("lock"), st.sampled_from(KEYS), st.sampled_from([None, *Lock])),
        st.tuples(st.just("reverse"), st.sampled_from(REPS)),
    ),
    max_size=25,
)


@given(operations)
def test_no_edit_loses_or_doubles_a_stop(asked: list[tuple[object, ...]]) -> None:
    found = day()
    for name, *arguments in asked:
        try:
            found = getattr(edits, str(name))(found, *arguments)
        except PlanningError as told:
            assert told.code in ("not_on_a_route", "not_on_this_day")
        assert everything(found) == sorted(KEYS)


@given(st.sampled_from(KEYS), st.sampled_from(REPS), st.integers(1, 5))
def test_a_move_puts_the_stop_where_it_was_asked_to_be(key: tuple[str, StopKind], target: str, position: int) -> None:
    found = edits.move(day(), key, target, position)
    placed = edits.find(found, key)
    assert placed is not None
    route, index = placed
    assert route.rep == target
    assert index == min(position - 1, len(route.stops) - 1)
    assert route.stops[index].by_hand


def test_a_dropped_stop_is_told_as_dropped_and_can_come_back() -> None:
    found = edits.drop(day(), KEYS[0])
    [left_out] = [stop for stop in found.unserved if stop.key == KEYS[0]]
    assert left_out.dropped
    assert everything(edits.move(found, KEYS[0], "R3")) == sorted(KEYS)


def test_an_outlet_that_was_not_due_can_be_added_once() -> None:
    found = edits.add(edits.add(day(), "C99", "R1", 1), "C99", "R2")
    placed = [stop.outlet for route in found.routes for stop in route.stops if stop.outlet == "C99"]
    assert placed == ["C99"]
    assert edits.find(found, ("C99", StopKind.VISIT))[0].rep == "R2"  # type: ignore[index]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda: edits.move(day(), KEYS[0], "R9"), "no_such_route"),
        (lambda: edits.move(day(), KEYS[0], "R1", 0), "bad_position"),
        (lambda: edits.move(day(), ("C77", StopKind.VISIT), "R1"), "not_on_this_day"),
        (lambda: edits.drop(day(), KEYS[7]), "not_on_a_route"),
        (lambda: edits.lock(day(), KEYS[7], Lock.REP), "not_on_a_route"),
        (lambda: edits.key_of(day(), "C77"), "not_on_this_day"),
    ],
)
def test_what_cannot_be_done_is_told_by_code(edit: object, code: str) -> None:
    with pytest.raises(PlanningError) as told:
        edit()  # type: ignore[operator]
    assert told.value.code == code
