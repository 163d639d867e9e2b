"""The estimate of travel times fitted to how long ways took: by the office's own calls, or by a table of trips."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from routing.travel import Estimate, Point
from routing.travel.calibration import LEAST, Fit, Trip, fitted
from routing.travel.estimate import TOP_SPEED
from store.intake import TRIP_COLUMNS, read_table
from store.intake.gathering import Cells
from store.notation.durations import read_minutes
from store.notation.errors import BadNumberError, PositionError
from store.notation.numbers import read_number
from store.notation.positions import from_text
from store.notation.words import fold
from store.records import Calibration, Outlet
from tui.jobs.calls import at_home
from tui.jobs.office import JobError
from tui.jobs.travelling import estimate_of

if TYPE_CHECKING:
    from store.books import Books
    from store.records import Call
    from tui.jobs.office import Office

DAYS = 90
"""Days before today whose calls are looked at where no dates are given."""
_WAITED = 180
"""Seconds after an outlet opens within which a call that begins is taken to have waited for it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of a table that says nothing: its number as a spreadsheet shows it, a code, what it said."""

    row: int
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was found. `skipped`: ways between calls that could not count, by reason; `kept`: the settings have it."""

    fit: Fit
    base: Estimate
    skipped: Mapping[str, int]
    wrong: tuple[Wrong, ...]
    kept: bool

    @property
    def better(self) -> bool:
        return self.fit.after < self.fit.before


def calibrate(
    office: Office,
    path: Path | None = None,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    dry_run: bool = False,
) -> Calibrated:
    """Fits the estimate to a table of trips, or to the calls from `first` to `last`, and keeps it if it is better.

    Raises `JobError` ``no_calls_to_calibrate`` and ``no_trips_in_table``, `TravelError` ``no_trips`` where all say
    nothing, and `IntakeError` for a table that cannot be read.
    """
    base = estimate_of(office.books.settings)
    skipped: Counter[str] = Counter()
    wrong: list[Wrong] = []
    if path is None:
        last = last or office.today()
        first = first or last - dt.timedelta(days=DAYS)
        trips = _of_drivers(office, first, last, skipped)
        if not trips:
            raise JobError("no_calls_to_calibrate", first=first.isoformat(), last=last.isoformat())
    else:
        trips, wrong = trips_in(office, path)
        if not trips:
            raise JobError("no_trips_in_table", where=str(path), path=str(path), n=len(wrong))
    found = Calibrated(fitted(trips, base), base, dict(skipped), tuple(wrong), kept=False)
    if dry_run or not found.better:
        return found
    _keep(office, found.fit)
    return replace(found, kept=True)


def _keep(office: Office, fit: Fit) -> None:
    settings = office.books.settings
    made = Calibration(date=office.today(), trips=fit.trips, before=fit.before, after=fit.after)
    travel = settings.travel.model_copy(
        update={
            "factor": fit.estimate.factor,
            "power": fit.estimate.power,
            "detour": fit.estimate.detour,
            "calibration": made,
        }
    )
    office.books.save_settings(settings.model_copy(update={"travel": travel}))


def _of_drivers(office: Office, first: dt.date, last: dt.date, skipped: Counter[str]) -> list[Trip]:
    """The trips of who drives; of those too who walk or ride where there are too few others."""
    books = office.books
    slow = {vehicle.id for vehicle in books.vehicles.all().values() if vehicle.kind.value in TOP_SPEED}
    riders = {rep.id for rep in books.reps.all().values() if rep.vehicle in slow}
    driven: list[Trip] = []
    ridden: list[Trip] = []
    for rep, trip in _between_calls(office, first, last, skipped):
        (ridden if rep in riders else driven).append(trip)
    if len(driven) >= LEAST or not ridden:
        if ridden:
            skipped["slow_kind"] = len(ridden)
        return driven
    return driven + ridden


def _between_calls(
    office: Office, first: dt.date, last: dt.date, skipped: Counter[str]
) -> Iterator[tuple[str, Trip]]:
    """The ways between one call and the next of the same rep on the same day, each with its rep."""
    outlets = office.books.outlets.all()
    for date in office.books.days.dates():
        if not first <= date <= last:
            continue
        rounds: dict[str, list[tuple[dt.datetime, Call]]] = {}
        for call in office.books.days.calls_on(date):
            if call.check_in is not None and not call.left:
                rounds.setdefault(call.rep, []).append((call.check_in, call))
        for rep, calls in rounds.items():
            calls.sort(key=lambda each: each[0])
            for (_, before), (begun, after) in pairwise(calls):
                reason = _unfit(office, before, after, outlets)
                if reason:
                    skipped[reason] += 1
                elif before.check_out is not None:
                    seconds = (begun - before.check_out).total_seconds()
                    yield rep, Trip(_point(outlets[before.outlet]), _point(outlets[after.outlet]), seconds)


def _unfit(office: Office, before: Call, after: Call, outlets: Mapping[str, Outlet]) -> str:
    """Why the time between two calls says nothing of the way; empty where it does."""
    if before.backfilled or after.backfilled:
        return "backfilled"
    here, there = outlets.get(before.outlet), outlets.get(after.outlet)
    if not all(each is not None and each.located and not each.approximate for each in (here, there)):
        return "no_position"
    if before.check_out is None or after.check_in is None or after.check_in < before.check_out:
        return "overlap"
    midnight = at_home(office, dt.datetime.combine(after.date, dt.time()))
    begun = (after.check_in - midnight).total_seconds()
    assert there is not None
    windows = there.windows_on(after.date, office.books.settings.calendar) or []
    return "waited" if any(0 <= begun - window.open <= _WAITED for window in windows) else ""


def _point(outlet: Outlet) -> Point:
    return outlet.lat or 0.0, outlet.lon or 0.0


def trips_in(office: Office, path: Path) -> tuple[list[Trip], list[Wrong]]:
    """The trips of a table with columns from, to and minutes (and km, where known), and the rows that say nothing.

    Places are outlets or depots by id or name, or ``latitude, longitude``. Raises `IntakeError`.
    """
    table = read_table(path, vocabulary=TRIP_COLUMNS)
    cells = Cells(table, TRIP_COLUMNS, None, ("from",))
    for column in ("to", "minutes"):
        Cells(table, TRIP_COLUMNS, None, (column,))
    places = _places(office.books)
    trips: list[Trip] = []
    wrong: list[Wrong] = []
    for row in table.rows:
        ends: list[Point] = []
        for column in ("from", "to"):
            text = cells.cell(row, column)
            found = places.get(fold(text)) or _position(text)
            if found is None:
                wrong.append(Wrong(row.number, "unknown_place", text))
                break
            ends.append(found)
        minutes, km = _read(read_minutes, cells.cell(row, "minutes")), _read(_km, cells.cell(row, "km"))
        if len(ends) < 2:
            continue
        if minutes is None or not 0 < minutes <= 1440:
            wrong.append(Wrong(row.number, "no_minutes", cells.cell(row, "minutes")))
            continue
        trips.append(Trip(ends[0], ends[1], minutes * 60, km * 1000 if km and km > 0 else None))
    return trips, wrong


def _read(reader: Callable[[str], float], text: str) -> float | None:
    try:
        return reader(text)
    except BadNumberError:
        return None


def _km(text: str) -> float:
    return float(read_number(re.sub(r"\s*(?:公里|千米|km)$", "", fold(text))))


def _places(books: Books) -> dict[str, Point]:
    """Places by id and by name; a name that two places bear stands for neither."""
    found: dict[str, Point] = {}
    names: dict[str, Point | None] = {}
    known = [*books.depots.all().values(), *(o for o in books.outlets.all().values() if o.located)]
    for each in known:
        at = (each.lat or 0.0, each.lon or 0.0)
        found[fold(each.id)] = at
        names[fold(each.name)] = None if fold(each.name) in names else at
    return {name: at for name, at in names.items() if at is not None} | found


def _position(text: str) -> Point | None:
    try:
        found = from_text(text)
    except (PositionError, ValueError):
        return None
    return None if found is None else (found.lat, found.lon)
