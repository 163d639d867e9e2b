"""The rest of a running day planned anew: what was driven stays, what was promised is kept, nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.planning import PlanningError, edits
from routing.planning.difference import difference
from routing.planning.request import model_of, replanned, request
from routing.planning.timing import day_of, timed
from routing.planning.underway import Fact
from store.records import Day, Message, StopKind, Unserved
from tests.routing.planning.towns import outlet, rep, town

HOUR = 3600
WORLD = town(
    [outlet(f"C{n}", north=(n % 4) - 1.5, east=(n // 4) - 1.0, rhythm={"visits": 1, "weeks": 1}) for n in range(12)],
    [rep("R1"), rep("R2"), rep("R3")],
)
PLANNED = request(WORLD, None)
MORNING = day_of(PLANNED.model, [[n for n in range(12) if n % 3 == vehicle] for vehicle in range(3)], PLANNED.base)
KEYS = {(f"C{n}", StopKind.VISIT) for n in range(12)}


def found(day: Day, now: int, facts: dict[str, dict[tuple[str, StopKind], Fact]], **options: object) -> Day:
    """The day replanned with few iterations."""
    asked = replanned(WORLD, day, now, facts, **options)  # type: ignore[arg-type]
    answer = solve_blocking(asked.model.problem, seconds=None, iterations=60, workers=1, start=asked.start)
    return day_of(asked.model, answer.routes, asked.base)


def everything(day: Day) -> list[tuple[str, StopKind]]:
    return sorted([s.key for route in day.routes for s in route.stops] + [s.key for s in day.unserved])


def called(day: Day, rep_id: str, many: int) -> dict[tuple[str, StopKind], Fact]:
    """The first stops of a route called on, each five minutes behind the plan."""
    route = day.route_of(rep_id)
    assert route is not None
    return {stop.key: Fact(stop.begin + 300, stop.leave + 300) for stop in route.stops[:many]}


@settings(max_examples=15)
@given(
    many=st.tuples(*[st.integers(0, 4)] * 3),
    now=st.integers(8 * HOUR, 15 * HOUR),
    out=st.sets(st.sampled_from(["R1", "R2"])),
    urgent=st.sets(st.sampled_from(sorted(key[0] for key in KEYS)), max_size=2),
)
def test_nothing_is_lost_or_doubled_and_the_past_stays(
    many: tuple[int, int, int], now: int, out: set[str], urgent: set[str]
) -> None:
    facts = {
        name: made
        for name, count in zip(("R1", "R2", "R3"), many, strict=True)
        if (made := called(MORNING, name, count))
    }
    day = found(MORNING, now, facts, without=out, urgent=urgent)
    assert everything(day) == sorted(KEYS)
    for route in day.routes:
        driven = [stop for stop in route.stops if stop.driven]
        assert route.stops[: len(driven)] == driven
        if route.rep in facts:
            assert {stop.key: (stop.begin, stop.leave) for stop in driven} == {
                key: (fact.begin, fact.end) for key, fact in facts[route.rep].items()
            }
        ahead = route.stops[len(driven) :]
        assert all(stop.begin >= now for stop in ahead)
        assert all(one.leave <= two.arrive + 1 for one, two in pairwise(route.stops) if not two.driven)
        assert not (route.out and ahead)
    placed = {stop.outlet for route in day.routes for stop in route.stops}
    assert urgent <= placed


def test_without_news_nothing_changes() -> None:
    facts = {
        name: {stop.key: Fact(stop.begin, stop.leave) for stop in MORNING.route_of(name).stops[:2]}
        for name in ("R1", "R2", "R3")
    }  # type: ignore[union-attr]
    now = max(fact.end or 0 for made in facts.values() for fact in made.values())
    asked = replanned(WORLD, MORNING, now, facts, published=MORNING)
    same = day_of(asked.model, asked.start, asked.base)
    change = difference(MORNING, same)
    assert (change.moved, change.added, change.dropped) == ((), (), ())


def test_a_rep_without_calls_is_where_the_plan_says() -> None:
    now = MORNING.routes[0].stops[1].begin
    asked = replanned(WORLD, MORNING, now, {})
    assert [stop.driven for stop in asked.base.routes[0].stops] == [True, True, False, False]


def test_a_call_that_runs_over_pushes_the_rest() -> None:
    first = MORNING.routes[0].stops[0]
    late = first.leave + 2 * HOUR
    day = found(MORNING, late, {"R1": {first.key: Fact(first.begin, None)}, "R2": called(MORNING, "R2", 1)})
    ahead = [stop for stop in day.route_of("R1").stops if not stop.driven]  # type: ignore[union-attr]
    assert all(stop.arrive >= late for stop in ahead)


def test_the_driven_cannot_be_moved_and_nothing_goes_before_it() -> None:
    facts = {"R1": called(MORNING, "R1", 2), "R2": called(MORNING, "R2", 1), "R3": called(MORNING, "R3", 1)}
    day = found(MORNING, 9 * HOUR, facts)
    done = MORNING.routes[0].stops[0].key
    with pytest.raises(PlanningError) as told:
        edits.move(day, done, "R2")
    assert told.value.code == "already_driven"
    other = next(stop.key for route in day.routes[1:] for stop in route.stops if not stop.driven)
    moved = edits.move(day, other, "R1", 1)
    route = moved.route_of("R1")
    assert route is not None
    assert [stop.driven for stop in route.stops[:3]] == [True, True, False]
    again = timed(model_of(WORLD, moved), moved)
    assert again.route_of("R1").stops[:2] == day.route_of("R1").stops[:2]  # type: ignore[union-attr]


def test_unknown_reps_and_outlets_are_told() -> None:
    for options, code in (({"without": ["R9"]}, "no_such_route"), ({"urgent": ["C99"]}, "no_such_outlet")):
        with pytest.raises(PlanningError) as told:
            replanned(WORLD, MORNING, 9 * HOUR, {}, **options)  # type: ignore[arg-type]
        assert told.value.code == code


def test_a_difference_names_every_stop_once() -> None:
    moved = edits.move(MORNING, ("C0", StopKind.VISIT), "R2")
    dropped = edits.drop(moved, ("C1", StopKind.VISIT))
    after = timed(model_of(WORLD, dropped), dropped)
    change = difference(MORNING, after)
    assert [each.key[0] for each in change.moved] == ["C0"]
    assert [each.key[0] for each in change.dropped] == ["C1"]
    assert not change.added
    back = difference(after, MORNING)
    assert (back.minutes, back.cost) == (-change.minutes, -change.cost)
    assert [each.key[0] for each in back.added] == ["C1"]
    assert difference(MORNING, MORNING).empty


def test_more_goods_for_a_stop_that_stays_are_told() -> None:
    route = MORNING.routes[0]
    stop = route.stops[0]
    more = [stop.model_copy(update={"load": {"cases": 10.0}}), *route.stops[1:]]
    after = MORNING.model_copy(update={"routes": [route.model_copy(update={"stops": more}), *MORNING.routes[1:]]})
    change = difference(MORNING, after)
    assert [each.key for each in change.fuller] == [stop.key]
    assert not change.empty
    assert difference(after, MORNING).empty, "less is brought where goods were called off: no news for anybody"


def test_an_order_for_a_delivery_that_was_left_out_already_is_told_where_it_stays_out() -> None:
    def left(*orders: str) -> Day:
        due = [Message(code="order_urgent", params={"order": order}) for order in orders]
        return MORNING.model_copy(update={"unserved": [Unserved(outlet="C99", kind=StopKind.DELIVERY, due=due)]})

    assert difference(left("A"), left("A")).empty
    assert [each.key[0] for each in difference(left("A"), left("A", "B")).unplaced] == ["C99"]


def test_after_the_last_rep_is_home_nothing_costs_more_and_an_urgent_call_is_told() -> None:
    night = 23 * HOUR
    asked = replanned(WORLD, MORNING, night, {})
    quiet = day_of(asked.model, asked.start, asked.base)
    change = difference(MORNING, quiet)
    assert (change.minutes, change.moved, change.retimed, change.dropped) == (0, (), (), ())
    assert abs(change.cost) <= 5  # whole minor units a route
    elsewhere = town(
        [*WORLD.outlets.values(), outlet("NEW", north=3, rhythm={"visits": 1, "weeks": 1})], list(WORLD.reps.values())
    )
    late = replanned(elsewhere, MORNING, night, {}, urgent=["NEW"])
    left = day_of(late.model, late.start, late.base)
    assert [each.key[0] for each in difference(MORNING, left).unplaced] == ["NEW"]
