"""The company's calendar: closed days wait with nobody and count for nobody, worked days off go as they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from routing.planning import PlanningError, World, due_on
from routing.planning.request import request
from store.records import Arrangement, Beat, Settings, Weekday
from tests.routing.planning.towns import MONDAY, order, orders, outlet, rep, town

DAY = dt.timedelta(1)
SUNDAY = MONDAY - DAY


def closed(first: dt.date, last: dt.date, **fields: Any) -> dict[str, Any]:
    return {"first": first, "last": last, "name": "国庆[/b]", **fields}


def calendar(*days: dict[str, Any]) -> Settings:
    return Settings.model_validate({"calendar": days})


def due(world: World) -> dict[str, list[str]]:
    return {each.outlet.id: [reason.code for reason in each.reasons] for each in due_on(world)}


def test_on_a_closed_day_visits_wait_and_promised_deliveries_are_told() -> None:
    world = town(
        [outlet("C1"), outlet("C2")], settings=calendar(closed(MONDAY, MONDAY)), known=orders(order("S1", "C2"))
    )
    [found] = due_on(world)
    assert found.outlet.id == "C2"
    assert found.blocked is not None
    assert found.blocked.code == "day_closed"
    assert [told.code for told in world.assumed][:1] == ["day_closed"]
    assert world.assumed[0].params["name"] == "国庆[/b]"
    with pytest.raises(PlanningError) as fault:
        request(world, None)
    assert fault.value.code == "company_closed"


def test_hours_arranged_for_a_closed_day_open_it_for_that_rep_alone() -> None:
    shifts = {"R1": [{"start": "09:00", "end": "12:00"}]}
    day = Arrangement.model_validate({"id": MONDAY.isoformat(), "shifts": shifts})
    world = town([outlet("C1")], settings=calendar(closed(MONDAY, MONDAY)), day=day)
    assert due(world) == {"C1": ["no_rhythm"]}
    assert list(world.on_duty()) == ["R1"]
    assert world.assumed[0].code == "day_closed_some_work"


@pytest.mark.parametrize(("days", "is_due"), [(13, False), (14, True)])
def test_closed_days_do_not_count_towards_a_rhythm(days: int, is_due: bool) -> None:
    """Wanted weekly, a whole week closed in between: due after two, and not late."""
    week = closed(MONDAY - 8 * DAY, MONDAY - 2 * DAY)
    shop = outlet("C1", rhythm={"visits": 1, "weeks": 1})
    world = town([shop], settings=calendar(week), last={"C1": MONDAY - days * DAY})
    assert due(world) == ({"C1": ["rhythm"]} if is_due else {})
    if is_due:
        [reason] = due_on(world)[0].reasons
        assert (reason.params["days"], reason.params["closed"]) == (14, 7)


def test_a_beat_missed_on_a_closed_day_is_not_caught_up_before_its_next_day() -> None:
    shops, beats = [outlet("C1")], {"B1": Beat(id="B1", name="周五线", days=[Weekday.FRI], outlets=["C1"])}
    last = {"C1": MONDAY - 10 * DAY}
    assert due(town(shops, last=last, beats=beats)) == {"C1": ["overdue"]}
    away = calendar(closed(MONDAY - 4 * DAY, MONDAY - 2 * DAY))
    assert due(town(shops, last=last, beats=beats, settings=away)) == {}


def test_a_worked_sunday_goes_as_the_weekday_it_is_told_to() -> None:
    beats = {"B1": Beat(id="B1", name="周五线", days=[Weekday.FRI], rep="R1", outlets=["C1"])}
    reps = [
        rep("R1", shifts=[{"days": ["fri"], "start": "07:00", "end": "11:00"}, {"start": "08:00", "end": "17:00"}])
    ]
    last = {"C1": SUNDAY - 2 * DAY}
    usual = town([outlet("C1")], reps, date=SUNDAY, beats=beats, last=last)
    assert (due(usual), usual.on_duty()) == ({}, {})
    worked = calendar(closed(SUNDAY, SUNDAY, work=True, like="fri"))
    world = town([outlet("C1")], reps, date=SUNDAY, beats=beats, last=last, settings=worked)
    assert due(world) == {"C1": ["beat"]}
    [(_, shift)] = world.on_duty().values()
    assert (shift.start, shift.end) == (7 * 3600, 11 * 3600)


def test_a_worked_day_without_a_weekday_is_worked_by_everybody_but_those_on_leave() -> None:
    away = {"first": SUNDAY, "last": SUNDAY}
    named = [{"days": ["mon", "tue"], "start": "09:00", "end": "15:00"}]
    reps = [rep("R1"), rep("R2", leave=[away]), rep("R3", working_days=["mon", "tue"], shifts=named)]
    settings = calendar(closed(SUNDAY - DAY, SUNDAY + DAY), closed(SUNDAY, SUNDAY, work=True))
    world = town([outlet("C1")], reps, date=SUNDAY, settings=settings)
    assert {lead: shift.start // 3600 for lead, (_, shift) in world.on_duty().items()} == {"R1": 8, "R3": 9}
