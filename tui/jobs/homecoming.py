"""Homecoming: who is back when, live from calls and plan; who is late, what to have ready; hours and fairness."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from routing.planning.underway import Fact
from store.notation.clock import LAST_CLOCK
from store.records import Call, Rep, Route, SpecialDays, Stop, StopKind, money_text, special_on
from tui.jobs.calls import at_home, facts_of
from tui.jobs.documents import hour_minute

if TYPE_CHECKING:
    from tui.jobs.office import Office

LATE = 15 * 60
"""Seconds behind the plan from which on somebody is late."""
MEAL_FROM = 18 * 3600 + 1800
"""Who comes home from this hour on finds a meal."""


class Where(StrEnum):
    """Where somebody is, as far as the calls tell: nobody is tracked."""

    NOT_OUT = "not_out"
    OUT = "out"
    COMING = "coming"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Coming:
    """One rep's evening. Times in seconds after midnight; `late_s` behind the plan, or past the shift's end."""

    rep: str
    name: str
    where: Where
    planned: int
    expected: int
    done: int
    stops: int
    late_s: int
    overtime_s: int
    meal: bool
    cash: int
    returned: int
    last: str | None = None

    @property
    def late(self) -> bool:
        return self.late_s >= LATE and self.where is not Where.HOME


@dataclass(slots=True)
class Hours:
    """Hours of one rep in a week, by date: as driven where calls tell it, else as planned."""

    rep: str
    name: str
    days: dict[dt.date, int] = field(default_factory=dict)
    driven: set[dt.date] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.days.values())


def homecoming(office: Office, date: dt.date) -> list[Coming]:
    """Everybody with a route on a date, who is back last first."""
    plan = office.books.days.plan(date)
    if plan is None:
        return []
    now = _second(office, date)
    facts = facts_of(office, date)
    calls: defaultdict[str, list[Call]] = defaultdict(list)
    for call in office.books.days.calls_on(date):
        calls[call.rep].append(call)
    reps = office.books.reps.all()
    special = special_on(office.books.settings.calendar, date)
    found = [
        _coming(route, facts.get(route.rep, {}), calls[route.rep], reps.get(route.rep), date, now, special)
        for route in plan.routes
        if route.stops
    ]
    return sorted(found, key=lambda each: (each.where is Where.HOME, -each.expected, each.rep))


def _second(office: Office, date: dt.date) -> int:
    """The present moment in seconds after the date's midnight: a day gone is over, one to come not begun."""
    midnight = at_home(office, dt.datetime.combine(date, dt.time()))
    return round((office.now() - midnight).total_seconds())


def _coming(
    route: Route,
    facts: dict[tuple[str, StopKind], Fact],
    calls: list[Call],
    rep: Rep | None,
    date: dt.date,
    now: int,
    special: SpecialDays | None,
) -> Coming:
    left = {call.outlet for call in calls if call.left}
    seen = [(stop, facts.get(stop.key)) for stop in route.stops]
    open_stops = [stop for stop, fact in seen if (fact is None or fact.end is None) and stop.outlet not in left]
    reached = [(number, stop, fact) for number, (stop, fact) in enumerate(seen) if fact is not None]
    home_leg = max(0, route.returns - route.stops[-1].leave)
    behind, last_end, last_name, furthest = 0, None, None, -1
    if reached:
        furthest = max(number for number, _, _ in reached)
        _, stop, fact = max(reached, key=lambda each: each[2].end or each[2].begin)
        last_name = stop.name or stop.outlet
        if fact.end is not None:
            behind, last_end = fact.end - stop.leave, fact.end
        else:
            behind = fact.begin - stop.begin
    # a day that is over keeps nobody out
    ahead = [] if now > LAST_CLOCK // 2 else open_stops
    if ahead:
        if now > ahead[0].leave:
            behind = max(behind, now - ahead[0].leave)
        expected = route.returns + (behind if reached or behind > 0 else 0)
        if any(number < furthest and stop in ahead for number, (stop, _) in enumerate(seen)):
            since = max(fact.end or fact.begin for _, _, fact in reached)
            expected = since + _left_to_do(ahead) + home_leg
        where = Where.OUT if reached else Where.NOT_OUT
    else:
        expected = (last_end if last_end is not None else route.stops[-1].leave) + home_leg
        where = Where.HOME if now >= expected else Where.COMING
    expected = max(expected, now) if where is not Where.HOME and reached else expected
    shift = rep.shift_on(date, special) if rep else None
    overtime = max(0, expected - shift.end) if shift else 0
    return Coming(
        rep=route.rep,
        name=route.name or (rep.name if rep else route.rep),
        where=where,
        planned=route.returns,
        expected=expected,
        done=len(seen) - len(open_stops),
        stops=len(seen),
        late_s=max(0, expected - route.returns),
        overtime_s=overtime,
        meal=expected >= MEAL_FROM,
        cash=sum(payment.amount for call in calls for payment in call.payments if payment.method.value == "cash"),
        returned=sum(line.returned + line.exchanged for call in calls for line in call.delivery),
        last=last_name,
    )


def _left_to_do(stops: list[Stop]) -> int:
    """Seconds of the calls left in the planned order and of the ways to them, each as long as it was planned."""
    return sum(stop.leave - stop.begin + stop.travel_s for stop in stops)


def week_of(date: dt.date) -> list[dt.date]:
    """Monday to Sunday of a date's week."""
    monday = date - dt.timedelta(days=date.weekday())
    return [monday + dt.timedelta(days=number) for number in range(7)]


def hours_of_week(office: Office, date: dt.date) -> list[Hours]:
    """What every rep works in the week of a date, from leaving to coming home; the most hours first."""
    found: dict[str, Hours] = {}
    for day in week_of(date):
        plan = office.books.days.plan(day)
        if plan is None:
            continue
        back = {each.rep: each for each in homecoming(office, day)}
        for route in plan.routes:
            if not route.stops:
                continue
            hours = found.setdefault(route.rep, Hours(route.rep, route.name or route.rep))
            coming = back[route.rep]
            hours.days[day] = max(0, coming.expected - route.depart)
            if coming.where is Where.HOME:
                hours.driven.add(day)
    return sorted(found.values(), key=lambda each: (-each.total, each.rep))


def fairness(hours: list[Hours]) -> tuple[float, float]:
    """Mean hours of the reps who worked (in seconds), and how far the most and the least are apart ÷ the mean."""
    totals = [each.total for each in hours if each.total]
    if not totals:
        return 0.0, 0.0
    mean = sum(totals) / len(totals)
    return mean, (max(totals) - min(totals)) / mean


def homecoming_document(office: Office, date: dt.date) -> dict[str, Any]:
    """The board as `homecoming` prints it."""
    hours = hours_of_week(office, date)
    mean, spread = fairness(hours)
    return {
        "date": date.isoformat(),
        "reps": [
            {
                "rep": each.rep, "name": each.name, "where": each.where.value, "planned": hour_minute(each.planned),
                "expected": hour_minute(each.expected), "done": each.done, "stops": each.stops,
                "late_s": each.late_s, "late": each.late, "overtime_s": each.overtime_s, "meal": each.meal,
                "cash": money_text(each.cash), "returned": each.returned,
            }
            for each in homecoming(office, date)
        ],
        "week": [
            {
                "rep": each.rep, "name": each.name, "seconds": each.total,
                "days": {day.isoformat(): seconds for day, seconds in each.days.items()},
            }
            for each in hours
        ],
        "mean_s": round(mean),
        "spread": round(spread, 3),
    }  # fmt: skip
