"""What is due, by rhythm and last visit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from routing.planning import due_on, stop_by_hand
from routing.planning.sources.rhythm import MOST_URGENT
from store.records import Outlet, Status
from tests.routing.planning.towns import MONDAY, outlet, town


def due_codes(shop: Outlet, days_ago: int | None, date: dt.date = MONDAY) -> list[str]:
    last = {} if days_ago is None else {shop.id: date - dt.timedelta(days_ago)}
    found = due_on(town([shop, outlet("other", grade="A")], last={"other": date, **last}, date=date))
    return [message.code for due in found if due.outlet.id == shop.id for message in due.reasons]


@pytest.mark.parametrize(
    ("rhythm", "days_ago", "expected"),
    [
        ({"visits": 1, "weeks": 1}, 6, []),
        ({"visits": 1, "weeks": 1}, 7, ["rhythm"]),
        ({"visits": 1, "weeks": 1}, 9, ["overdue"]),
        ({"visits": 1, "weeks": 1}, None, ["never_visited"]),
        ({"visits": 2, "weeks": 4}, 13, []),
        ({"visits": 2, "weeks": 4}, 14, ["rhythm"]),
        ({"min_days": 10, "max_days": 18}, 9, []),
        ({"min_days": 10, "max_days": 18}, 10, ["rhythm"]),
        ({"min_days": 10, "max_days": 18}, 22, ["overdue"]),
        ({"days": ["mon"]}, 7, ["fixed_day"]),
        ({"days": ["mon"]}, 5, ["fixed_day"]),
        ({"days": ["mon"]}, 2, []),
        ({"days": ["tue"]}, 8, []),
        ({"days": ["tue"]}, 11, ["overdue"]),
    ],
)
def test_rhythms(rhythm: dict[str, Any], days_ago: int | None, expected: list[str]) -> None:
    assert due_codes(outlet("C1", rhythm=rhythm), days_ago) == expected


@pytest.mark.parametrize("status", [Status.PROSPECT, Status.DORMANT, Status.LOST])
def test_only_active_outlets_are_due(status: Status) -> None:
    assert due_codes(outlet("C1", grade="A", status=status), None) == []


def test_a_closed_day_is_no_day_for_a_visit() -> None:
    assert due_codes(outlet("C1", grade="A", closed=["mon"]), 30) == []
    assert due_codes(outlet("C1", grade="A", windows=[{"days": ["tue"], "open": "08:00", "close": "9:00"}]), 30) == []


def test_the_longer_overdue_the_more_it_is_worth_up_to_a_bound() -> None:
    worths = []
    for days_ago in (7, 10, 14, 21, 28, 300):
        last = {"C1": MONDAY - dt.timedelta(days_ago)}
        worths.append(due_on(town([outlet("C1", grade="A")], last=last))[0].worth)
    assert worths == sorted(worths)
    assert worths[-1] == MOST_URGENT * worths[0] == worths[-2]


def test_a_folder_without_rhythms_has_every_active_outlet_due_and_says_so() -> None:
    world = town([outlet("C1"), outlet("C2"), outlet("C3", status="lost")], last={"C1": MONDAY - dt.timedelta(1)})
    assert sorted(due.outlet.id for due in due_on(world)) == ["C1", "C2"]
    assert ("default_due", 2) in [(message.code, message.params["n"]) for message in world.assumed]


def test_an_outlet_without_a_position_is_due_but_blocked() -> None:
    [due] = due_on(town([Outlet(id="C1", name="x", grade="A")]))
    assert due.blocked is not None
    assert due.blocked.code == "no_position"


def test_a_stop_by_hand_needs_no_reason_but_keeps_one() -> None:
    shop = outlet("C1", grade="A")
    fresh = stop_by_hand(town([shop], last={"C1": MONDAY - dt.timedelta(1)}), shop)
    assert [message.code for message in fresh.reasons] == ["added_by_hand"]
    late = stop_by_hand(town([shop], last={"C1": MONDAY - dt.timedelta(30)}), shop)
    assert [message.code for message in late.reasons] == ["added_by_hand", "overdue"]
    assert late.by_hand


def test_defaults_are_stated() -> None:
    world = town([outlet(f"C{n}", grade="A") for n in range(81)], reps=[])
    assert len(world.on_duty()) == 3
    assert [message.code for message in world.assumed] == ["default_reps"]


@pytest.mark.parametrize(
    ("rhythm", "last", "first_due"),
    [
        ({"visits": 1, "weeks": 1, "days": ["mon"]}, -7, 0),
        ({"visits": 1, "weeks": 1, "days": ["mon"]}, -8, 0),
        ({"visits": 1, "weeks": 1, "days": ["mon"]}, -14, -7),
        ({"visits": 1, "weeks": 3, "days": ["mon"]}, -14, 7),
        ({"visits": 1, "weeks": 4, "days": ["mon"]}, -21, 7),
        ({"visits": 2, "weeks": 1, "days": ["mon", "thu"]}, -4, 0),
        ({"visits": 2, "weeks": 1, "days": ["mon", "thu"]}, -2, 3),
    ],
)
def test_a_fixed_day_comes_with_its_weeks_and_missed_it_comes_back_until_it_is_made(
    rhythm: dict[str, object], last: int, first_due: int
) -> None:
    visited = MONDAY + dt.timedelta(last)
    for ahead in range(-6, 10):
        date = MONDAY + dt.timedelta(ahead)
        if date > visited:
            world = town([outlet("C1", rhythm=rhythm)], date=date, last={"C1": visited})
            assert bool(due_on(world)) == (ahead >= first_due), ahead
