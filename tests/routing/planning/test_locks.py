"""Locks hold what they were put on: a place, a time; what stands against them is named with its amount."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.planning import edits
from routing.planning.request import model_of, request
from routing.planning.timing import day_of, timed
from store.records import Day, Lock, Route, Stop, StopKind
from tests.routing.planning.towns import MONDAY, outlet, rep, town

VISIT = StopKind.VISIT
HOUR = 3600


def laid(world: object, stops: list[str]) -> Day:
    day = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet=name) for name in stops]), Route(rep="R2")])
    return timed(model_of(world, day), day)  # type: ignore[arg-type]


def codes(day: Day, name: str) -> list[str]:
    route, index = edits.find(day, (name, VISIT))  # type: ignore[misc]
    return [message.code for message in route.stops[index].violations]


WORLD = town(
    [outlet(f"C{n}", north=n, windows=[{"open": "08:00", "close": "12:00"}]) for n in range(1, 5)],
    [rep("R1"), rep("R2")],
)


def again(day: Day) -> Day:
    return timed(model_of(WORLD, day), day)


def test_a_locked_time_stays_what_it_was_whatever_else_changes() -> None:
    day = laid(WORLD, ["C1", "C2", "C3"])
    day = again(edits.lock(day, ("C3", VISIT), Lock.TIME, 10 * HOUR))
    assert day.routes[0].stops[2].begin == 10 * HOUR
    assert codes(day, "C3") == []
    day = again(edits.drop(day, ("C1", VISIT)))
    assert day.routes[0].stops[1].begin == 10 * HOUR
    asked = request(WORLD, day)
    found = solve_blocking(asked.model.problem, seconds=None, iterations=60, workers=1, start=asked.start)
    planned = day_of(asked.model, found.routes, asked.base)
    route, index = edits.find(planned, ("C3", VISIT))  # type: ignore[misc]
    assert (route.rep, route.stops[index].begin) == ("R1", 10 * HOUR)


def test_a_lock_against_the_hours_is_named_by_how_much() -> None:
    day = again(edits.lock(laid(WORLD, ["C1", "C2"]), ("C2", VISIT), Lock.TIME, 12 * HOUR + 1800))
    [message] = day.routes[0].stops[1].violations
    assert (message.code, message.amount) == ("lock_hours", 1800)
    asked = request(WORLD, day)
    planned = day_of(asked.model, asked.start, asked.base)
    assert codes(planned, "C2") == ["lock_hours"]


def test_a_time_that_cannot_be_reached_is_named_by_how_much() -> None:
    day = again(edits.lock(laid(WORLD, ["C1", "C2"]), ("C2", VISIT), Lock.TIME, 8 * HOUR))
    [message] = day.routes[0].stops[1].violations
    assert message.code == "lock_begin"
    assert message.amount == day.routes[0].stops[1].begin - 8 * HOUR


def test_a_locked_position_is_kept_or_its_loss_is_named() -> None:
    day = again(edits.lock(laid(WORLD, ["C1", "C2", "C3"]), ("C2", VISIT), Lock.POSITION))
    pushed = again(edits.move(day, ("C3", VISIT), "R1", 1))
    assert codes(pushed, "C2") == ["lock_position"]
    moved = again(edits.move(day, ("C2", VISIT), "R1", 1))
    assert codes(moved, "C2") == []
    assert moved.routes[0].stops[0].lock_position == 1


def test_a_lock_on_a_rep_who_lacks_the_skill_holds_and_is_named() -> None:
    world = town([outlet("C1", 1, skills=["cold"]), outlet("C2", 2)], [rep("R1"), rep("R2", skills={"cold": 1})])
    day = edits.lock(laid(world, ["C1", "C2"]), ("C1", VISIT), Lock.REP)
    asked = request(world, day)
    found = solve_blocking(asked.model.problem, seconds=None, iterations=60, workers=1)
    planned = day_of(asked.model, found.routes, asked.base)
    route, index = edits.find(planned, ("C1", VISIT))  # type: ignore[misc]
    assert route.rep == "R1"
    assert [message.code for message in route.stops[index].violations] == ["lacks_skill"]


@settings(max_examples=15, deadline=None)
@given(st.permutations(["C1", "C2", "C3", "C4"]), st.sampled_from([1, 2, 3]), st.sampled_from(list(Lock)))
def test_planning_keeps_every_lock(order: list[str], number: int, kind: Lock) -> None:
    key = (order[number - 1], VISIT)
    day = again(edits.lock(laid(WORLD, order), key, kind))
    asked = request(WORLD, day)
    found = solve_blocking(asked.model.problem, seconds=None, iterations=40, workers=1, start=asked.start)
    planned = day_of(asked.model, found.routes, asked.base)
    route, index = edits.find(planned, key)  # type: ignore[misc]
    stop = route.stops[index]
    assert route.rep == "R1"
    assert stop.lock is kind
    if kind is Lock.POSITION:
        assert index == number - 1
    if kind is Lock.TIME:
        assert stop.begin == day.routes[0].stops[number - 1].begin
    assert codes(planned, key[0]) == []


def test_unlocking_lets_go_of_everything() -> None:
    day = edits.lock(edits.lock(laid(WORLD, ["C1"]), ("C1", VISIT), Lock.TIME), ("C1", VISIT), None)
    stop = day.routes[0].stops[0]
    assert (stop.lock, stop.lock_begin, stop.lock_position) == (None, None, None)


@pytest.mark.parametrize("kind", list(Lock))
def test_a_lock_travels_with_its_stop(kind: Lock) -> None:
    day = edits.move(edits.lock(laid(WORLD, ["C1", "C2"]), ("C1", VISIT), kind), ("C1", VISIT), "R2")
    assert day.routes[1].stops[0].lock is kind
