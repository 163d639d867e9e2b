"""Explanations checked against brute force: every place of every route, asked of the judge alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from routing.planning.explain import explained
from routing.planning.insertion import sequences_of
from routing.planning.model import COST_UNIT, Model
from routing.planning.reloads import calls_before
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.schedule import judge_route
from store.records import Day, Route, Stop, StopKind, Unserved, UnservedClass
from tests.routing.planning.towns import MONDAY, order, orders, outlet, rep, town, van

SHOPS = [f"C{n}" for n in range(1, 7)]
windows = st.sampled_from([[], [{"open": "08:00", "close": "09:30"}], [{"open": "16:00", "close": "17:00"}]])
shops = st.lists(
    st.tuples(st.integers(1, 25), st.integers(-9, 9), windows, st.sampled_from([15.0, 60.0, 150.0]), st.booleans()),
    min_size=6,
    max_size=6,
)


def amounts(model: Model, vehicle: int, route: list[int]) -> tuple[dict[str, int], int]:
    """What a route breaks by rule, and what it costs."""
    judged = judge_route(model.problem, vehicle, route)
    found: dict[str, int] = {}
    for violation in judged.violations:
        found[violation.code] = found.get(violation.code, 0) + violation.amount
    return found, judged.cost


def everywhere(
    model: Model, routes: list[list[int]], stop: int
) -> dict[tuple[str, int], list[tuple[dict[str, int], int]]]:
    """For each rep and position (from 1) what is newly broken there, and what it costs more; before or after a
    reload are two places in one position.
    """
    found: dict[tuple[str, int], list[tuple[dict[str, int], int]]] = {}
    for vehicle, route in enumerate(routes):
        before, cost = amounts(model, vehicle, route)
        for place in range(len(route) + 1):
            after, dearer = amounts(model, vehicle, [*route[:place], stop, *route[place:]])
            new = {code: each - before.get(code, 0) for code, each in after.items() if each > before.get(code, 0)}
            found.setdefault((model.reps[vehicle].id, calls_before(route, place) + 1), []).append(
                (new, dearer - cost)
            )
    return found


def small_town(given_shops: list[tuple[Any, ...]], most: int) -> Any:
    made = [
        outlet(name, north, east, grade="B", windows=hours, call_minutes=minutes, skills=["冷链"] if skilled else [])
        for name, (north, east, hours, minutes, skilled) in zip(SHOPS, given_shops, strict=True)
    ]
    people = [
        rep("R1", skills={"冷链": 1}, limits={"stops": most}),
        rep("R2", vehicle="V"),
        rep("D", role="delivery"),
    ]
    known = orders(order("1", "C1", 4), order("2", "C2", 5), order("3", "C6", 3))
    last = dict.fromkeys(("C1", "C2"), MONDAY - dt.timedelta(1))
    return town(made, people, vehicles=[van("V", capacity={"cases": 6})], known=known, last=last)


@given(shops, st.permutations(SHOPS[2:]), st.integers(1, 4), st.integers(0, 4))
def test_the_way_in_is_the_one_that_trying_every_place_finds(
    given_shops: list[tuple[Any, ...]], order_of: list[str], most: int, cut: int
) -> None:
    world = small_town(given_shops, most)
    deliveries = [Stop(outlet=name, kind=StopKind.DELIVERY) for name in ("C1", "C2")]
    base = Day(
        date=MONDAY,
        routes=[
            Route(rep="R1", stops=[Stop(outlet=name) for name in order_of[:cut]]),
            Route(rep="R2", stops=deliveries),
            Route(rep="D", stops=[]),
        ],
    )
    model = model_of(world, base)
    day = timed(model, base)
    told = explained(model, day)
    routes = sequences_of(model, day)
    assert len(told.unserved) == len(day.unserved)
    for left_out in told.unserved:
        if left_out.key not in model.index:
            continue
        stop = model.index[left_out.key]
        places = everywhere(model, routes, stop)
        feasible = [cost for each in places.values() for new, cost in each if not new]
        assert (left_out.unserved_class is UnservedClass.BLOCKED) == (not feasible)
        way = left_out.cheapest
        able = model.problem.stops[stop].allowed
        may = {model.reps[vehicle].id for vehicle in able} if able is not None else {"R1", "R2", "D"}
        if way is None:
            alone = [new for (rep_id, _), each in places.items() if rep_id in may for new, _ in each if len(new) == 1]
            assert not feasible, "nothing lets it in only where every place breaks several rules"
            assert not alone
            continue
        there = places[str(way.rep), way.params["position"]]
        if feasible:
            cost = min(feasible)
            assert way.code == "insert"
            assert ({}, cost) in there
            assert way.cost == max(0, round(min(feasible) / COST_UNIT))
            worth = model.dues[stop].required or cost <= left_out.worth * COST_UNIT
            assert (left_out.unserved_class is UnservedClass.FITS_NOT_PLACED) == worth
        else:
            told_there = [new.get(way.code.removesuffix("_others")) for new, _ in there]
            assert way.amount in told_there, "the rule that is told is broken there, by as much"
            assert way.rep in may, "who may not go at all is no way in where somebody may"


def test_a_stop_that_nobody_on_duty_may_make_says_whose_work_it_is() -> None:
    world = town([outlet("C1", 1, grade="A")], [rep("D", role="delivery")])
    day = timed(model_of(world, None), Day(date=MONDAY, unserved=[Unserved(outlet="C1")]))
    [left_out] = day.unserved
    assert left_out.outlet == "C1"
    assert model_of(world, None).ignored["C1", StopKind.VISIT].code == "no_rep_for_visit"


def test_what_there_is_no_room_for_is_told_by_its_dimension_and_amount() -> None:
    known = orders(order("1", "C1", 4), order("2", "C2", 4.5))
    people, vans = [rep("D", role="delivery", vehicle="V")], [van("V", capacity={"cases": 6}, trips=1)]
    world = town([outlet("C1", 1), outlet("C2", 2)], people, vehicles=vans, known=known)
    day = Day(date=MONDAY, routes=[Route(rep="D", stops=[Stop(outlet="C1", kind=StopKind.DELIVERY)])])
    model = model_of(world, day)
    left_out = next(each for each in explained(model, timed(model, day)).unserved if each.outlet == "C2")
    assert [(reason.code, reason.params["amount"], reason.params["room"]) for reason in left_out.reasons] == [
        ("over_cases", "2.5", "6")
    ]
    assert left_out.cheapest is not None
    assert (left_out.cheapest.code, left_out.cheapest.params["amount"]) == ("over_cases", "2.5")
