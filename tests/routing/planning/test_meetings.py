"""A joint visit at an agreed time: both people are there then, on rounds of their own; without a time that is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from routing.planning.due import due_on
from routing.planning.knowledge import Knowledge
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.planning.world import World
from store.records import Day, Deal, Route, Stop, clock_seconds
from tests.routing.planning.towns import MONDAY, outlet, rep, town


def met(people: list[str], time: str | None = "10:00", **more: Any) -> World:
    visit = {"date": str(MONDAY), "people": people} | ({"time": time} if time else {})
    deal = Deal.model_validate(
        {
            "id": "DEAL-1", "outlet": "C1", "customer": "学校[/b]", "owner": "R1", "opened": "2026-11-01",
            "stage": "negotiation", "negotiations": [visit],
        }
    )  # fmt: skip
    shops = [outlet(f"C{n}", n, grade="A", call_minutes=90, rep="R2" if n == 1 else None) for n in range(1, 5)]
    reps = more.pop("reps", [rep("R1"), rep("R2"), rep("R3")])
    return town(
        shops,
        reps,
        known=Knowledge(deals={"DEAL-1": deal}),
        last=dict.fromkeys(["C1"], MONDAY - dt.timedelta(1)),
        **more,
    )


def test_both_are_there_at_the_time_agreed() -> None:
    world = met(["R1", "R2"])
    due = next(due for due in due_on(world) if due.outlet.id == "C1")
    assert (due.at, due.reps, due.required) == (clock_seconds("10:00"), ("R2",), True)
    assert due.reasons[0].code == "deal_meeting_at"
    day = Day(
        date=MONDAY,
        routes=[
            Route(rep="R1", stops=[Stop(outlet="C3"), Stop(outlet="C4")]),
            Route(rep="R2", stops=[Stop(outlet="C1"), Stop(outlet="C2")]),
        ],
    )
    day = timed(model_of(world, day), day)
    stop = day.routes[1].stops[0]
    [joint] = day.routes[0].pauses
    assert stop.begin == joint.begin == clock_seconds("10:00")
    assert (joint.kind, joint.outlet, joint.name) == ("joint", "C1", "C1")
    assert joint.end - joint.begin == 20 * 60
    assert day.routes[0].distance_m > 0
    assert not [v for route in day.routes for s in route.stops for v in s.violations]
    assert not any(message.code == "joint_without_time" for message in world.assumed)
    assert not [message for route in day.routes for message in route.violations]
    over = day.model_copy(update={"routes": [day.routes[0].model_copy(update={"stops": []}), day.routes[1]]})
    told = timed(model_of(world, over), over).routes[0].violations
    assert [message.code for message in told] == ["joint_missed"]


@pytest.mark.parametrize(
    ("people", "reps", "told"),
    [
        (["R1", "R2"], None, True),
        (["R1"], None, False),
        (["R1", "R9"], None, False),
        (["R1", "S"], [rep("R1"), rep("S", role="supervisor")], False),
        (["R1", "R2"], [rep("R1"), rep("R2", active=False)], False),
    ],
)
def test_people_on_rounds_of_their_own_without_a_time_are_told(people: list[str], reps: Any, told: bool) -> None:
    world = met(people, None, **({"reps": reps} if reps else {}))
    assert any(message.code == "joint_without_time" for message in world.assumed) == told
    due = next(due for due in due_on(world) if due.outlet.id == "C1")
    assert due.at is None
    assert set(due.reps) <= set(people)


def test_one_who_rides_along_needs_no_way_of_his_own() -> None:
    from store.records import Arrangement

    world = met(["R1", "R2"], day=Arrangement.model_validate({"id": str(MONDAY), "ride_along": {"R1": "R2"}}))
    model = model_of(world, None)
    assert all(not vehicle.breaks for vehicle in model.problem.vehicles)
