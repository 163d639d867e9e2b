"""Route sheets of a day, as bytes with a name to write them under."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import quote

from routing.sheets import BOOKS, build_content, write_sheet
from store.notation.datum import from_wgs84, in_china
from tui.jobs.driving import ways_and_streets
from tui.jobs.explaining import why_not
from tui.jobs.forms import route_forms
from tui.jobs.loading import loading_lists
from tui.jobs.notes import note_texts
from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    from store.records import Day, Route

TEXT_FORMATS = ("csv", "text", "gpx", "kml", "geojson", "ics", "html", "loading")
"""Formats that go to stdout when no file is named."""

_WIDE = 3.2
"""How many times as wide as high the map of a sheet is."""
_SUFFIX = {"text": "txt", "loading": "txt"}


def make_sheet(
    office: Office, date: dt.date, rep: str | None, kind: str, *, directions: bool = False, workbook: bool = False
) -> tuple[str, bytes]:
    """File name and contents of the sheets of one rep, or of every rep who has stops that day.

    With `directions` tables and pictures too say how to get from stop to stop, where roads were looked at; with
    `workbook` a loading list is one.

    Raises `JobError` for a date without a plan or a rep without a route, `SheetError` for an unknown format.
    """
    day = office.books.days.plan(date)
    if day is None:
        raise JobError("no_plan", date=date.isoformat())
    routes = _routes(day, rep)
    name = f"roundsman-{date.isoformat()}" + (f"-{_plain(rep)}" if rep else "")
    name += "-loading" if kind == "loading" else ""
    trips = loading_lists(office, date, routes) if kind == "loading" else []
    forms = {route.rep: route_forms(office, date, route) for route in routes}
    ways, streets = ways_and_streets(office, day, [route.rep for route in routes], _WIDE)
    content = build_content(
        day,
        routes,
        outlets=office.books.outlets.all(),
        reps=office.books.reps.all(),
        agreed={form.outlet: form.action for each in forms.values() for form in each if form.action},
        distributor=office.books.settings.name,
        language=office.language,
        t=office.t,
        link=navigation_link,
        forms=forms,
        unserved=[(stop.outlet, stop.name, why_not(office, stop)) for stop in day.unserved] if rep is None else [],
        ways=ways,
        streets=streets,
        directions=directions and any(ways.values()),
        notes=lambda rep, outlet: note_texts(office, date, rep, outlet),
        trips=trips,
        products=office.books.products.all(),
    )
    suffix = "xlsx" if workbook and kind in BOOKS else _SUFFIX.get(kind, kind)
    return f"{name}.{suffix}", write_sheet(content, kind, workbook=workbook)


def navigation_link(name: str, lat: float, lon: float) -> str:
    """An address that a phone opens in its map: Amap in China, where positions are GCJ-02, else a plain one."""
    if in_china(lat, lon):
        there = from_wgs84(lat, lon, "gcj02")
        return f"https://uri.amap.com/navigation?to={there[1]:.6f},{there[0]:.6f},{quote(name[:20])}&coordinate=gaode"
    return f"https://www.google.com/maps/dir/?api=1&destination={lat:.6f},{lon:.6f}"


def _plain(rep: str) -> str:
    """A rep's id as part of a file name."""
    return "".join(char if char.isalnum() or char in "-_" else "_" for char in rep)


def _routes(day: Day, rep: str | None) -> list[Route]:
    if rep is None:
        return [route for route in day.routes if route.stops]
    route = day.route_of(rep)
    if route is None:
        raise JobError("no_route_for", rep=rep, date=day.date.isoformat())
    return [route]
