"""Hand-over notes that travel with a round: a route's own, and those for its stops."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from store.records import Department, HandOver
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office


def notes_of(office: Office, date: dt.date, rep: str, outlet: str | None = None) -> list[HandOver]:
    """Notes for a route of a date, or with `outlet` for that stop of it, oldest first.

    A stop's notes are those of its date, and those of no date that nobody has dealt with.
    """
    found = [
        note
        for note in office.books.handovers.all().values()
        if note.outlet == outlet
        and note.rep in (rep, None)
        and (note.rep is not None or outlet is not None)
        and (note.date == date or (note.date is None and note.done is None))
    ]
    return sorted(found, key=lambda note: note.written)


def note_text(office: Office, note: HandOver) -> str:
    """A note with who wrote it, of which department: ``Warehouse, 李四: …``."""
    who = office.t(f"desk.department.{note.from_department.value}")
    if note.by:
        who += office.t("plan.aside") + note.by
    return office.t("desk.note.line", who=who, text=note.text)


def note_texts(office: Office, date: dt.date, rep: str, outlet: str | None = None) -> list[str]:
    return [note_text(office, note) for note in notes_of(office, date, rep, outlet)]


def note_texts_by_outlet(office: Office, date: dt.date, rep: str) -> dict[str, list[str]]:
    """The notes for the stops of a route, by outlet."""
    outlets = {note.outlet for note in office.books.handovers.all().values() if note.outlet is not None}
    return {outlet: texts for outlet in outlets if (texts := note_texts(office, date, rep, outlet))}


def leave_note(office: Office, date: dt.date, rep: str, text: str, outlet: str | None = None) -> HandOver:
    """Leaves a note from the office on a route of a date, or on one of its stops."""
    if not text.strip():
        raise JobError("note_empty")
    found = office.books.reps.find(rep)
    stem = f"NOTE-{date:%Y%m%d}-"
    known = [
        int(key.removeprefix(stem)) for key in office.books.handovers.all() if key.removeprefix(stem).isdecimal()
    ]
    note = HandOver(
        id=f"{stem}{max(known, default=0) + 1:03d}",
        from_department=Department.OFFICE,
        to_department=Department.SALES,
        text=text.strip(),
        written=office.now().replace(microsecond=0),
        by=office.user,
        owner=found.name if found else rep,
        date=date,
        rep=rep,
        outlet=outlet,
    )
    office.books.handovers.put([note])
    return note
