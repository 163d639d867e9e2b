"""Route sheets of a day, as bytes with a name to write them under."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.jobs.history import calls_of
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from store.records import Day, Route

TEXT_FORMATS = ("csv", "text", "gpx", "kml", "geojson", "ics", "html")
"""Formats that go to stdout when no file is named."""

_SUFFIX = {"text": "txt", "loading": "pdf"}


def make_sheet(office: Office, date: dt.date, rep: str | None, kind: str) -> tuple[str, bytes]:
    """File name and contents of the sheets of one rep, or of every rep who has stops that day."""
    from routing.sheets import build_content, write_sheet

    day = office.books.days.plan(date)
    if day is None:
        raise JobError("no_plan", date=date.isoformat())
    routes = _routes(day, rep)
    outlets = office.books.outlets.all()
    contents = build_content(
        day,
        routes,
        outlets=outlets,
        reps=office.books.reps.all(),
        depots=office.books.depots.all(),
        agreed=_agreed(office, routes, date),
        t=office.t,
        language=office.language,
    )
    name = f"{date.isoformat()}" + (f"-{rep}" if rep else "")
    suffix = _SUFFIX.get(kind, kind)
    return f"roundsman-{name}.{suffix}", write_sheet(kind, contents)


def _routes(day: Day, rep: str | None) -> list[Route]:
    if rep is None:
        return [route for route in day.routes if route.stops]
    route = day.route_of(rep)
    if route is None:
        raise JobError("no_route_for", rep=rep, date=day.date.isoformat())
    return [route]


def _agreed(office: Office, routes: list[Route], date: dt.date) -> dict[str, str]:
    """What was agreed at each outlet's last call."""
    agreed = {}
    for outlet in {stop.outlet for route in routes for stop in route.stops}:
        for call in calls_of(office.books, outlet, before=date, limit=1):
            if call.coaching and call.coaching.action:
                agreed[outlet] = call.coaching.action
    return agreed
