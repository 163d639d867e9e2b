"""A visit and a delivery at one outlet are made one after another; a rep without a stop hears why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning import edits
from routing.planning.beats import told_of_beats
from routing.planning.errors import PlanningError
from routing.planning.idle import idle_told
from routing.planning.model import COST_UNIT
from routing.planning.pairs import adjoined
from routing.planning.request import model_of
from routing.planning.timing import day_of, timed
from routing.schedule import judge_route
from store.records import Beat, Day, Lock, Route, Stop, StopKind, Unserved, UnservedClass
from tests.routing.planning.towns import MONDAY, order, orders, outlet, rep, town

VISIT, DELIVERY = StopKind.VISIT, StopKind.DELIVERY
NAMES = ["C1", "C2", "C3"]
STOPS = [(name, kind) for name in NAMES for kind in (VISIT, DELIVERY)]
hours = st.sampled_from([[], [{"open": "08:00", "close": "08:40"}], [{"open": "10:00", "close": "11:00"}]])


@settings(max_examples=40, deadline=None)
@given(st.permutations(STOPS), st.lists(hours, min_size=3, max_size=3), st.sampled_from([None, *STOPS]))
def test_stops_at_one_outlet_come_together_unless_that_breaks_more(
    order_of: list[tuple[str, StopKind]], opened: list[list[dict[str, str]]], held: tuple[str, StopKind] | None
) -> None:
    shops = [
        outlet(name, n + 1, windows=windows) for n, (name, windows) in enumerate(zip(NAMES, opened, strict=True))
    ]
    world = town(shops, [rep("R1")], known=orders(*(order(name, name) for name in NAMES)))
    stops = [
        Stop(outlet=name, kind=kind, lock=Lock.POSITION if (name, kind) == held else None, lock_position=n)
        for n, (name, kind) in enumerate(order_of, 1)
    ]
    day = Day(date=MONDAY, routes=[Route(rep="R1", stops=stops)])
    model = model_of(world, day)
    before = [model.index[stop.key] for stop in stops]
    after = adjoined(model, [before])[0]
    assert sorted(after) == sorted(before), "no stop is lost or doubled"

    def breach(route: list[int]) -> int:
        return judge_route(model.problem, 0, route).broken

    assert breach(after) <= breach(before)
    if not any(opened) and held is None:
        at = {model.dues[index].key: place for place, index in enumerate(after)}
        assert all(abs(at[name, VISIT] - at[name, DELIVERY]) == 1 for name in NAMES)
    assert [s.key for s in day_of(model, [before], day).routes[0].stops] == [model.dues[n].key for n in after]


def idle(route: Route) -> list[str]:
    return [message.code for message in route.idle]


def test_a_rep_without_a_stop_hears_why() -> None:
    shops = [outlet("C1", 1, grade="A", skills=["冷链"]), outlet("C2", 2, grade="A")]
    people = [
        rep("R1", skills={"冷链": 1}),
        rep("R2"),
        rep("D", role="delivery"),
        rep("R3", shifts=[{"start": "17:50", "end": "18:00"}]),
    ]
    world = town(shops, people)
    day = Day(
        date=MONDAY,
        routes=[Route(rep="R1", stops=[Stop(outlet="C1"), Stop(outlet="C2")]), *map(_empty, ("R2", "D", "R3"))],
    )
    model = model_of(world, day)
    told = {route.rep: route for route in idle_told(model, timed(model, day)).routes}
    assert idle(told["R1"]) == []
    assert idle(told["R2"]) == ["costs_more"]
    assert told["R2"].idle[0].params["name"] == "C2"
    assert idle(told["D"]) == ["nothing", "no_visit"]
    assert idle(told["R3"]) == ["does_not_fit"]
    # brute force: what C2 costs more with R2 than with R1
    costs = {}
    for first, second in (([0, 1], []), ([0], [1])):
        costs[len(second)] = sum(judge_route(model.problem, v, route).cost for v, route in enumerate([first, second]))
    assert float(told["R2"].idle[0].params["cost"]) == pytest.approx(
        (costs[1] - costs[0]) / COST_UNIT / 100, abs=0.01
    )
    # a stop put on the route takes the reason away
    moved = timed(model, edits.move(idle_told(model, timed(model, day)), ("C2", VISIT), "R2"))
    assert all(route.idle == [] for route in moved.routes if route.stops)
    left_out = day.model_copy(
        update={"routes": [_empty("R1").model_copy(update={"locked": True}), *map(_empty, ("R2", "D", "R3"))]}
    )
    told = {route.rep: route for route in idle_told(model, timed(model, left_out)).routes}
    assert idle(told["R1"]) == ["locked"]
    assert idle(told["R2"]) == ["not_found"]


def _empty(rep_id: str) -> Route:
    return Route(rep=rep_id)


def test_which_stop_an_edit_means_is_told_apart_or_asked_for() -> None:
    day = Day(
        date=MONDAY,
        routes=[
            Route(rep="R1", stops=[Stop(outlet="C1"), Stop(outlet="C2")]),
            Route(rep="R2", stops=[Stop(outlet="C1", kind=DELIVERY, lock=Lock.REP)]),
        ],
        unserved=[
            Unserved(outlet="C2", kind=DELIVERY),
            Unserved(outlet="C3", kind=DELIVERY, dropped=True),
            Unserved(outlet="C3", kind=StopKind.AUDIT, unserved_class=UnservedClass.BLOCKED),
        ],
    )
    assert edits.key_of(day, "C2") == ("C2", VISIT), "what stands on a route is meant before what was left out"
    assert edits.key_of(day, "C2", kind=DELIVERY) == ("C2", DELIVERY)
    assert edits.key_of(day, "C1", among={("C1", DELIVERY)}) == ("C1", DELIVERY)
    for outlet_id, kind, code in (
        ("C1", None, "which_kind"),
        ("C3", VISIT, "no_such_kind"),
        ("C9", None, "not_on_this_day"),
    ):
        with pytest.raises(PlanningError) as raised:
            edits.key_of(day, outlet_id, kind=kind)
        assert raised.value.code == code
    assert edits.kind_to_add(day, "C3") is DELIVERY
    assert edits.kind_to_add(day, "C9") is VISIT


def test_a_beat_that_takes_the_outlets_of_another_rep_is_told() -> None:
    shops = [outlet("C1", 1, rep="R2"), outlet("C2", 2, rep="R1"), outlet("C3", 3)]
    beat = Beat(id="B", name="周一线", days=["mon"], rep="R1", outlets=["C1", "C2", "C3"])
    world = town(shops, [rep("R1", called="张三"), rep("R2", called="李四")], beats={"B": beat})
    told = [message for message in told_of_beats(world, ["C1"]) if message.code == "beat_other_rep"]
    assert [message.params for message in told] == [
        {"beat": "周一线", "rep": "张三", "n": 1, "outlets": "C1", "others": "李四"}
    ]
    assert not [
        m
        for m in told_of_beats(town(shops, date=MONDAY + dt.timedelta(1), beats={"B": beat}), [])
        if m.code == "beat_other_rep"
    ]
