"""Ways in and reasons beside brute force: tiny days, every place tried anew without the code under test."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.explain import explained
from routing.planning.insertion import sequences_of
from routing.planning.model import COST_UNIT, Model
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.planning.whyhere import why_here, with_each
from routing.schedule import PlanJudgement, judge, probes, telling
from store.records import Day, Route, Stop, StopKind, Unserved, UnservedClass
from tests.routing.planning.towns import MONDAY, outlet, rep, town

VISIT = StopKind.VISIT
GROUP = {
    "late": "late", "lock_begin": "late", "break_late": "break_late", "break_missed": "break_late",
    "vehicle_not_allowed": "forbidden", "lock_vehicle": "forbidden", "late_others": "late",
}  # fmt: skip


@st.composite
def days(draw: Any) -> tuple[Model, Day]:
    """Six outlets, some with tight hours or a skill; two reps, some with limits; the last outlet stands nowhere."""
    hour = st.sampled_from([8, 9, 10, 12])
    shops = []
    for number in range(6):
        fields: dict[str, Any] = {
            "call_minutes": draw(st.sampled_from([10, 60, 150])),
            "grade": draw(st.sampled_from("AD")),
        }
        if draw(st.booleans()):
            begin = draw(hour)
            fields["windows"] = [
                {"open": f"{begin:02d}:00", "close": f"{begin:02d}:{draw(st.sampled_from([10, 40]))}"}
            ]
        if draw(st.integers(0, 5)) == 0:
            fields["skills"] = ["cold"]
        if draw(st.integers(0, 3)) == 0:
            tie = draw(st.sampled_from(["together", "apart", "before"]))
            fields[tie] = [f"C{draw(st.integers(0, 5))}"]
        shops.append(outlet(f"C{number}", north=draw(st.integers(-9, 9)), east=draw(st.integers(-9, 9)), **fields))
    people = []
    for number in (1, 2):
        more: dict[str, Any] = {
            "overtime_minutes": draw(st.sampled_from([0, 30])),
            "skills": {"cold": 1} if number == 1 else {},
        }
        if draw(st.booleans()):
            more["limits"] = {"stops": draw(st.integers(1, 3))}
        if draw(st.booleans()):
            more["limits"] = {"work_minutes": draw(st.sampled_from([120, 300]))}
        if draw(st.booleans()):
            more["pauses"] = [{"earliest": "12:00", "latest": "12:30", "minutes": 45}]
        more["shifts"] = [{"start": "08:00", "end": draw(st.sampled_from(["12:00", "18:00"]))}]
        people.append(rep(f"R{number}", **more))
    world = town(shops, people)
    routes = [Route(rep="R1"), Route(rep="R2")]
    for number in range(5):
        routes[draw(st.integers(0, 1))].stops.append(Stop(outlet=f"C{number}"))
    day = Day(date=MONDAY, routes=routes, unserved=[Unserved(outlet="C5", worth=5000)])
    model = model_of(world, day)
    return model, timed(model, day)


def broken(judged: PlanJudgement) -> dict[tuple[int, str], int]:
    """Every kind of rule broken, route by route."""
    found: dict[tuple[int, str], int] = {}
    for route in judged.routes:
        for violation in route.violations:
            key = route.vehicle, GROUP.get(violation.code, violation.code)
            found[key] = found.get(key, 0) + violation.amount
    # a tie to a stop that stands nowhere is not broken by a place
    ties = [
        amount
        for stops, code, amount in judged.violations
        if code.startswith("relation_") and not {*stops} & {*judged.unserved}
    ]
    return found | ({(-1, "relation"): sum(ties)} if ties else {})


def _grouped(code: str) -> str:
    return "relation" if code.startswith("relation_") else GROUP.get(code, code)


def everywhere(model: Model, routes: list[list[int]], index: int) -> list[tuple[int, int, int, dict[str, int]]]:
    """Every place of a stop: vehicle, position, what the plan costs more, and what it breaks anew."""
    before = judge(model.problem, routes)
    known = broken(before)
    found = []
    for vehicle, route in enumerate(routes):
        for position in range(len(route) + 1):
            tried = [list(each) for each in routes]
            tried[vehicle].insert(position, index)
            after = judge(model.problem, tried)
            new = {k: a - known.get(k, 0) for k, a in broken(after).items() if a > known.get(k, 0)}
            cost = sum(r.cost for r in after.routes) - sum(r.cost for r in before.routes)
            found.append((vehicle, position, cost, {kind: amount for (_, kind), amount in new.items()}))
    return found


def reckoned(model: Model, place: tuple[int, int, int, dict[str, int]]) -> float:
    vehicle, _, cost, new = place
    rates, settings_ = model.reps[vehicle].costs, model.world.settings
    price = cost / COST_UNIT
    for kind, amount in new.items():
        if kind in ("late", "break_late"):
            price += settings_.promise_cost * amount / 60
        elif kind == "over_work" or (kind == "shift_overrun" and model.problem.vehicles[vehicle].shift_end is None):
            price += (rates.overtime_hour - rates.hour) * amount / 3600
        elif kind != "shift_overrun":
            price += settings_.change_cost
    return price


@settings(max_examples=60, deadline=None)
@given(days())
def test_the_way_in_is_the_cheapest_that_breaks_one_rule_at_most(found: tuple[Model, Day]) -> None:
    model, day = found
    key = ("C5", VISIT)
    index, routes = model.index[key], sequences_of(model, day)
    every = everywhere(model, routes, index)
    allowed = model.problem.stops[index].allowed
    every = [place for place in every if allowed is None or place[0] in allowed] or every
    whole = [place for place in every if not place[3]]
    single = whole or [place for place in every if len(place[3]) == 1]
    told = next(stop for stop in explained(model, day).unserved if stop.key == key)
    if not single:
        assert told.unserved_class is UnservedClass.BLOCKED
        assert told.cheapest is None
        assert len(told.reasons) == max(1, min(len(place[3]) for place in every))
        return
    best = min(reckoned(model, place) for place in single)
    way = told.cheapest
    assert way is not None
    place = next(
        place for place in every
        if (model.reps[place[0]].id, place[1] + 1) == (way.rep, way.params["position"])
    )  # fmt: skip
    assert place in single
    assert reckoned(model, place) == pytest.approx(best)
    if whole:
        assert way.code == "insert"
        assert way.cost == max(0, round(best))
        worth = told.worth * COST_UNIT
        assert (told.unserved_class is UnservedClass.FITS_NOT_PLACED) == (min(p[2] for p in whole) <= worth)
    else:
        assert {_grouped(way.code): way.amount} == place[3]
        assert told.unserved_class is UnservedClass.BLOCKED
    # what the engine would tell of the stop leads to the same way
    probed = telling(probes(model.problem, routes, index))
    assert {p.vehicle for p in probed} <= {0, 1}
    handed = {index: [(p.vehicle, p.position, p.cost, p.breaches) for p in probed]}
    again = next(stop for stop in explained(model, day, handed).unserved if stop.key == key)
    assert again.cheapest is not None
    assert (again.cheapest.code, again.cheapest.cost) == (way.code, way.cost)


@settings(max_examples=60, deadline=None)
@given(days(), st.integers(0, 4))
def test_the_next_best_rep_and_place_are_the_best_of_all_others(found: tuple[Model, Day], number: int) -> None:
    model, day = found
    key = (f"C{number}", VISIT)
    index, routes = model.index[key], sequences_of(model, day)
    vehicle = next(v for v, route in enumerate(routes) if index in route)
    at = routes[vehicle].index(index)
    whole = sum(r.cost for r in judge(model.problem, routes).routes)
    routes[vehicle].remove(index)
    without = sum(r.cost for r in judge(model.problem, routes).routes)
    every = everywhere(model, routes, index)
    why = why_here(model, day, key)
    for told, others in (
        (why.other_rep, [p for p in every if p[0] != vehicle]),
        (why.other_place, [p for p in every if p[0] == vehicle and p[1] != at]),
    ):
        if not others:
            assert told is None
            continue
        assert told is not None
        fitting = [place for place in others if not place[3]]
        assert bool(told.broken) == (not fitting)
        if fitting:
            assert told.cost == round((min(p[2] for p in fitting) + without - whole) / COST_UNIT)


@settings(max_examples=60, deadline=None)
@given(days(), st.integers(0, 5))
def test_what_a_stop_costs_with_each_rep_is_the_best_of_his_places(found: tuple[Model, Day], number: int) -> None:
    model, day = found
    key = (f"C{number}", VISIT)
    index, routes = model.index[key], sequences_of(model, day)
    whole = sum(r.cost for r in judge(model.problem, routes).routes)
    routes = [[each for each in route if each != index] for route in routes]
    without = sum(r.cost for r in judge(model.problem, routes).routes)
    every = everywhere(model, routes, index)
    told = with_each(model, day, key)
    assert set(told) == {"R1", "R2"}
    for vehicle, rep_id in enumerate(("R1", "R2")):
        fitting = [place for place in every if place[0] == vehicle and not place[3]]
        assert bool(told[rep_id].broken) == (not fitting)
        if fitting:
            assert told[rep_id].cost == round((min(p[2] for p in fitting) + without - whole) / COST_UNIT)


def test_why_then_says_what_the_time_follows_from() -> None:
    shops = [
        outlet("C1", 1), outlet("C2", 2, windows=[{"open": "10:00", "close": "11:00"}]), outlet("C3", 3),
        outlet("C4", 4), outlet("C5", 5),
    ]  # fmt: skip
    world = town(shops, [rep("R1", pauses=[{"earliest": "10:20", "latest": "10:40", "minutes": 30}])])
    day = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet=f"C{n}") for n in range(1, 6)])])
    model = model_of(world, day)
    day = timed(model, day)
    codes = [why_here(model, day, stop.key).time.code for stop in day.routes[0].stops]
    assert codes[0] == "first"
    assert codes[3:] == ["after_break", "follows"] or codes[2:] == ["after_break", "follows", "follows"]
    assert why_here(model, day, ("C1", VISIT)).other_rep is None


def test_a_break_on_time_is_not_told_as_late() -> None:
    """The rep waits for the break: it begins when it may, and nothing is broken."""
    early = outlet("C0", call_minutes=10, windows=[{"open": "08:00", "close": "08:10"}])
    shops = [early, *(outlet(f"C{n}", call_minutes=150) for n in (1, 2))]
    world = town(shops, [rep("R1", pauses=[{"earliest": "12:00", "latest": "12:30", "minutes": 45}])])
    day = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet=f"C{n}") for n in range(3)])])
    route = timed(model_of(world, day), day).routes[0]
    assert [(pause.begin, pause.end) for pause in route.pauses] == [(12 * 3600, 12 * 3600 + 2700)]
    assert [message.code for stop in route.stops for message in stop.violations] == []
