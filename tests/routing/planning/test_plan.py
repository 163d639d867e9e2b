"""From records to a plan: what the problem says, what the judge makes of it, what is explained."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.engine.finish import filled_up
from routing.planning import PlanningError, edits
from routing.planning.explain import explained
from routing.planning.figures import totals_of, violations_of
from routing.planning.insertion import best_place, sequences_of
from routing.planning.model import COST_UNIT
from routing.planning.request import model_of, request
from routing.planning.timing import day_of, timed
from routing.schedule import judge_route
from store.records import Day, Lock, Message, Route, Stop, StopKind, Unserved, UnservedClass
from tests.routing.planning.towns import MONDAY, outlet, rep, town
from tui.locale import LANGUAGES, has, translate

VISIT = StopKind.VISIT


def plan(*routes: tuple[str, list[str]], unserved: list[str] | None = None) -> Day:
    return Day(
        date=MONDAY,
        routes=[Route(rep=name, stops=[Stop(outlet=shop) for shop in stops]) for name, stops in routes],
        unserved=[Unserved(outlet=shop) for shop in unserved or []],
    )


def test_a_timed_day_says_what_the_judge_says() -> None:
    world = town([outlet("C1", 1), outlet("C2", 2), outlet("C3", 3)])
    model = model_of(world, None)
    day = timed(model, plan(("R1", ["C3", "C1"]), ("R2", ["C2"])))
    judged = judge_route(model.problem, 0, [model.index["C3", VISIT], model.index["C1", VISIT]])
    route = day.routes[0]
    assert [stop.begin for stop in route.stops] == judged.begin
    assert (route.depart, route.returns, route.distance_m) == (judged.depart, judged.ret, judged.distance)
    assert route.cost == round(judged.cost / COST_UNIT)
    assert totals_of(day).stops == 3
    assert not day.unserved
    assert violations_of(day) == []


@given(st.permutations(["C1", "C2", "C3", "C4", "C5"]), st.integers(0, 5))
def test_every_stop_due_is_on_a_route_or_told_as_unserved(order: list[str], placed: int) -> None:
    world = town([outlet(f"C{n}", n, -n) for n in range(1, 6)])
    day = timed(model_of(world, None), plan(("R1", order[:placed]), ("R2", [])))
    told = [stop.outlet for stop in day.unserved]
    assert sorted([stop.outlet for route in day.routes for stop in route.stops] + told) == sorted(order)


def test_a_stop_after_hours_shows_the_violation_with_its_minutes() -> None:
    world = town([outlet("C1", 1, windows=[{"open": "08:00", "close": "08:05"}]), outlet("C2", 20)])
    day = timed(model_of(world, None), plan(("R1", ["C2", "C1"])))
    [(who, stop, message)] = violations_of(day)
    assert (who, stop and stop.outlet, message.code) == ("R1", "C1", "late")
    assert message.amount == day.routes[0].stops[1].begin - (8 * 3600 + 300)


def test_a_rep_off_duty_keeps_the_stops_and_is_told() -> None:
    world = town([outlet("C1", 1)], [rep("R1", working_days=["tue"]), rep("R2")])
    base = plan(("R1", ["C1"]), ("R2", []))
    day = timed(model_of(world, base), base)
    assert [message.code for message in day.routes[0].violations] == ["off_duty"]


def test_skills_and_preferred_reps_become_rules_and_costs() -> None:
    world = town(
        [outlet("C1", 1, skills=["冷链"]), outlet("C2", 1, rep="R2"), outlet("C3", 1, skills=["nobody"])],
        [rep("R1", skills={"冷链": 3}), rep("R2")],
    )
    model = model_of(world, None)
    assert model.problem.stops[model.index["C1", VISIT]].allowed == (0,)
    assert dict(model.problem.stops[model.index["C2", VISIT]].vehicle_cost) == {0: 3000 * COST_UNIT}
    assert model.ignored["C3", VISIT].code == "no_skill"


def test_nobody_on_duty_is_told() -> None:
    with pytest.raises(PlanningError) as told:
        model_of(town([outlet("C1", 1)], [rep("R1", working_days=["tue"])]), None)
    assert told.value.code == "nobody_on_duty"


@pytest.mark.parametrize("kind", list(Lock))
def test_locks_hold_in_the_problem(kind: Lock) -> None:
    world = town([outlet(f"C{n}", n) for n in (1, 2, 3)])
    day = timed(model_of(world, None), plan(("R1", ["C1", "C2"]), ("R2", ["C3"])))
    day = edits.lock(day, ("C2", VISIT), kind)
    asked = request(world, day)
    stop = asked.model.problem.stops[asked.model.index["C2", VISIT]]
    assert stop.prize is None
    assert stop.fixed_vehicle == 0
    assert (stop.fixed_position == 2) == (kind is Lock.POSITION)
    assert (stop.fixed_begin == day.routes[0].stops[1].begin) == (kind is Lock.TIME)


def test_hand_made_edits_are_kept_only_when_asked_for() -> None:
    world = town([outlet(f"C{n}", n) for n in (1, 2, 3)])
    day = timed(model_of(world, None), plan(("R1", ["C1", "C2"]), ("R2", ["C3"])))
    day = edits.drop(edits.move(day, ("C1", VISIT), "R2"), ("C3", VISIT))
    free = request(world, day)
    assert ("C3", VISIT) in free.model.index
    assert free.model.problem.stops[free.model.index["C1", VISIT]].fixed_vehicle is None
    kept = request(world, day, keep_edits=True)
    assert ("C3", VISIT) not in kept.model.index
    assert kept.model.problem.stops[kept.model.index["C1", VISIT]].fixed_vehicle == 1
    again = day_of(kept.model, [[kept.model.index["C2", VISIT]], [kept.model.index["C1", VISIT]]], kept.base)
    assert [(stop.outlet, stop.dropped) for stop in again.unserved] == [("C3", True)]


def test_order_only_keeps_every_stop_with_its_rep() -> None:
    world = town([outlet(f"C{n}", n) for n in (1, 2, 3, 4)])
    base = plan(("R1", ["C1", "C2"]), ("R2", ["C3"]))
    asked = request(world, timed(model_of(world, base), base), order_only=True)
    assert sorted(asked.model.index) == [("C1", VISIT), ("C2", VISIT), ("C3", VISIT)]
    assert [stop.fixed_vehicle for stop in asked.model.problem.stops] == [0, 0, 1]


def verdict(day: Day, shop: str) -> Unserved:
    return next(stop for stop in day.unserved if stop.outlet == shop)


def test_a_stop_kept_out_by_its_hours_is_blocked_with_the_cheapest_way_in() -> None:
    world = town(
        [outlet("C1", 1), outlet("far", 60, grade="A", windows=[{"open": "08:00", "close": "08:10"}])],
        [rep("R1")],
    )
    model = model_of(world, None)
    found = verdict(explained(model, timed(model, plan(("R1", ["C1"])))), "far")
    assert found.unserved_class is UnservedClass.BLOCKED
    assert [message.code for message in found.reasons] == ["late"]
    assert found.cheapest is not None
    assert (found.cheapest.code, found.cheapest.rep) == ("late", "R1")
    assert found.cheapest.amount > 0


def test_a_stop_dearer_than_its_worth_says_what_it_would_cost() -> None:
    world = town([outlet("C1", 1), outlet("far", 150, grade="D", rhythm={"visits": 1})], [rep("R1")])
    model = model_of(world, None)
    found = verdict(explained(model, timed(model, plan(("R1", ["C1"])))), "far")
    assert found.unserved_class is UnservedClass.NOT_WORTH
    assert found.reasons[0].code == "costs_more"
    assert found.cheapest is not None
    assert found.cheapest.code == "insert"
    assert found.cheapest.cost > found.worth


def test_what_fits_and_pays_is_said_to_fit() -> None:
    world = town([outlet("C1", 1, grade="A"), outlet("C2", 1.1, grade="A")], [rep("R1")])
    model = model_of(world, None)
    base = plan(("R1", ["C1"]))
    found = verdict(explained(model, timed(model, base)), "C2")
    assert found.unserved_class is UnservedClass.FITS_NOT_PLACED
    assert sorted(itertools.chain(*filled_up(model.problem, sequences_of(model, base)))) == [0, 1]
    places = {1: [(0, 1, 5 * COST_UNIT, ())]}
    told = verdict(explained(model, timed(model, base), places), "C2").cheapest
    assert told is not None
    assert told.cost == 5


def test_a_skill_nobody_has_and_a_place_unknown_are_said() -> None:
    world = town(
        [outlet("C1", 1), outlet("C2", skills=["x"]), outlet("C3").model_copy(update={"lat": None, "lon": None})]
    )
    model = model_of(world, None)
    day = explained(model, timed(model, plan(("R1", ["C1"]))))
    assert verdict(day, "C2").reasons[0].code == "no_skill"
    assert verdict(day, "C3").reasons[0].code == "no_position"
    assert {verdict(day, shop).unserved_class for shop in ("C2", "C3")} == {UnservedClass.BLOCKED}


def test_the_best_place_is_the_cheapest_of_all() -> None:
    world = town([outlet("N1", 5), outlet("N2", 10), outlet("S1", -5), outlet("S2", -10), outlet("new", 7.5)])
    base = plan(("R1", ["S1", "S2"]), ("R2", ["N1", "N2"]))
    model = model_of(world, base)
    assert best_place(model, base, ("new", VISIT)) in [("R2", 2), ("R2", 3), ("R2", 1)]
    with pytest.raises(PlanningError):
        locked = base.model_copy(
            update={"routes": [route.model_copy(update={"locked": True}) for route in base.routes]}
        )
        best_place(model, locked, ("new", VISIT))


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    world = town(
        [
            outlet("C1", 1, called="[/b] 老王"),
            outlet("C2", 50, windows=[{"open": "08:00", "close": "08:01"}]),
            outlet("C3", skills=["x"]),
            outlet("C4", 150, rhythm={"visits": 1}),
        ]
    )
    model = model_of(world, None)
    day = explained(model, timed(model, plan(("R1", ["C1"]), ("R2", ["C2"]))))
    said: list[tuple[str, Message]] = []
    for route in day.routes:
        said += [("violation", message) for stop in route.stops for message in stop.violations]
        said += [("reason", message) for stop in route.stops for message in stop.reasons]
    for stop in day.unserved:
        said += [("unserved", message) for message in stop.reasons]
        said += [("reason", message) for message in stop.due]
        if stop.cheapest:
            said.append(("cheapest", Message(code=stop.cheapest.code, params=stop.cheapest.params)))
    assert len(said) > 6
    for area, message in said:
        for language in LANGUAGES:
            key = f"plan.{area}.{message.code}"
            assert has(language, key)
            assert "{" not in translate(language, key, **message.params)
