"""Who works on a date, when and in what: as usual, or as arranged for that date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.planning.world import named_reps
from store.records import Arrangement, Rep, Shift, SpecialDays, Vehicle, joined_shifts, special_on
from tui.jobs.record_editor import RecordEditor, Row
from tui.jobs.record_shapes import shapes_of

if TYPE_CHECKING:
    from tui.jobs.office import Office


@dataclass(frozen=True, slots=True)
class Duty:
    """One rep on a date. `state`: works, arranged (other hours), off, leave, closed (everybody), inactive."""

    rep: Rep
    shifts: list[Shift]
    state: str
    vehicle: Vehicle | None
    vehicle_state: str
    """usual, arranged, or out where it stays in the workshop."""


def duty(office: Office, date: dt.date) -> list[Duty]:
    """Every rep that is on file as such, those who work first; where none is, those who were only named."""
    day = office.books.arrangements.find(date.isoformat())
    special = special_on(office.books.settings.calendar, date)
    found = []
    on_file = office.books.reps.all().values()
    reps = [rep for rep in on_file if not rep.stub] or named_reps(on_file, office.books.settings).values()
    for rep in reps:
        arranged = day is not None and rep.id in day.shifts
        shifts = joined_shifts(day.shifts[rep.id]) if day is not None and arranged else rep.shifts_on(date, special)
        chosen = day.vehicles.get(rep.id, rep.vehicle) if day else rep.vehicle
        vehicle = office.books.vehicles.find(chosen)
        out = vehicle is not None and (
            not vehicle.works_on(date) or (day is not None and vehicle.id in day.vehicles_out)
        )
        how = "out" if out else "arranged" if chosen != rep.vehicle else "usual"
        found.append(Duty(rep, shifts, _state(rep, shifts, date, arranged=arranged, special=special), vehicle, how))
    return sorted(found, key=lambda each: not each.shifts)


def _state(rep: Rep, shifts: list[Shift], date: dt.date, *, arranged: bool, special: SpecialDays | None) -> str:
    if not rep.active:
        return "inactive"
    if arranged:
        return "arranged" if shifts else "off"
    if any(leave.first <= date <= leave.last for leave in rep.leave):
        return "leave"
    if special is not None and special.closed:
        return "closed"
    return "works" if shifts else "off"


def arranged_field(office: Office, date: dt.date, name: str, rep: str) -> tuple[RecordEditor, Row]:
    """The field of the date's arrangement that holds a rep's ``shifts`` or ``vehicles``, to be set."""
    editor = RecordEditor(office, "arrangements", date.isoformat())
    path = (name, rep)
    inner = shapes_of(Arrangement)[name].inner
    assert inner is not None
    return editor, editor.row_at(path) or Row("field", path, (name,), inner, None, len(path))
