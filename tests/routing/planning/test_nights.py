"""Planning by the words of opening hours: the date decides, the night goes on behind 24:00, what is unread is told."""

from __future__ import annotations

import datetime as dt

from routing.planning.due import due_on
from store.records import Arrangement, Settings
from tests.routing.planning.towns import MONDAY, outlet, rep, town

H = 3600


def test_the_date_decides_which_hours_hold() -> None:
    shop = outlet("C1", grade="A", opening_hours="May-Aug 07:00-22:00; Sep-Apr 09:00-17:00")
    assert town([shop]).hours_of(shop) == [(9 * H, 17 * H)]
    assert town([shop], date=dt.date(2026, 7, 15)).hours_of(shop) == [(7 * H, 22 * H)]


def test_a_shop_that_is_closed_on_the_date_is_not_due() -> None:
    shops = [
        outlet("C1", grade="A", opening_hours="Su 08:00-18:00"),
        outlet("C2", grade="A", opening_hours="8:00-18:00"),
    ]
    assert [due.outlet.id for due in due_on(town(shops))] == ["C2"]
    bar = outlet("C3", grade="A", opening_hours="Su 18:00-03:00")
    assert due_on(town([bar])) == [], "of last night there is nothing left by day"
    night = rep("R1", shifts=[{"start": "00:00", "end": "08:00"}])
    assert [due.outlet.id for due in due_on(town([bar], [night]))] == ["C3"]


def test_a_night_shift_calls_behind_midnight() -> None:
    night = rep("R1", shifts=[{"start": "22:00", "end": "30:00"}])
    bar, market = outlet("C1", opening_hours="18:00-03:00"), outlet("C2", opening_hours="05:00-09:00")
    world = town([bar, market], [night])
    assert world.worked == (22 * H, 30 * H)
    assert world.hours_of(bar) == [(18 * H, 27 * H)]
    assert world.hours_of(market) == [(5 * H, 9 * H), (29 * H, 33 * H)]


def test_what_the_hours_say_besides_stands_among_the_reasons() -> None:
    shop = outlet("C1", grade="A", opening_hours='Mo-Fr 8:00-17:00 || "call first"')
    odd = outlet("C2", grade="A", opening_hours="单日营业 8:00-18:00")
    said = {due.outlet.id: [(m.code, m.params.get("text")) for m in due.reasons] for due in due_on(town([shop, odd]))}
    assert said["C1"][-1] == ("hours_comment", "call first")
    assert said["C2"][-1] == ("hours_unread", "单日营业 8:00-18:00")
    day = Arrangement.model_validate(
        {"id": MONDAY.isoformat(), "hours": {"C2": [{"days": [], "open": "08:00", "close": "09:00"}]}}
    )
    arranged = {due.outlet.id: [m.code for m in due.reasons] for due in due_on(town([odd], day=day))}
    assert "hours_unread" not in arranged["C2"], "the day has hours of its own"


def test_holidays_are_those_of_the_settings() -> None:
    closed = Settings.model_validate({"calendar": [{"first": "2026-01-01", "last": "2026-01-03"}]})
    shop = outlet("C1", grade="A", opening_hours="08:00-20:00; PH off")
    assert town([shop], settings=closed).told_of(shop) == []
    assert [each.code for each in town([shop]).told_of(shop)] == ["hours_holidays_unknown"]
    holiday = town([shop], settings=closed, date=dt.date(2026, 1, 2))
    assert holiday.hours_of(shop) is None
