"""How late a round runs: when each stop can still be reached, and the note that tells the dispatcher."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Department, HandOver
from tui.jobs.calls import Round, RoundStop, StopState, at_home
from tui.jobs.documents import hour_minute
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office

WORTH_TELLING = 10 * 60
"""Seconds behind the plan from which on the dispatcher is offered a note."""
_ANSWER = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a round stands at a moment.

    `behind_s` is how much later than planned the next call begins, or the one under way ends. `expected` are
    the seconds after midnight at which each stop that is left can begin; `missed` those that would begin after
    their hours.
    """

    behind_s: int
    expected: Mapping[tuple[str, str], int]
    missed: tuple[RoundStop, ...]

    @property
    def worth_telling(self) -> bool:
        return self.behind_s >= WORTH_TELLING or bool(self.missed)


def lateness(office: Office, found: Round) -> Lateness | None:
    """How late a round of today runs; None on other days and where nothing is left.

    The way and the call at each stop take what the plan says; time spent waiting before opening hours is won
    back.
    """
    left = [stop for stop in found.stops if stop.state in (StopState.HERE, StopState.NEXT, StopState.OPEN)]
    if found.date != office.today() or not left:
        return None
    midnight = at_home(office, dt.datetime.combine(found.date, dt.time()))
    now = round((office.now() - midnight).total_seconds())
    here = next((stop for stop in left if stop.state is StopState.HERE), None)
    ahead = [stop for stop in left if stop is not here]
    if here is not None and here.call is not None and here.call.check_in is not None:
        began = round((here.call.check_in - midnight).total_seconds())
        free = max(now, began + here.stop.leave - here.stop.begin)
        behind = free - here.stop.leave
    else:
        free = 0
        behind = now - ahead[0].stop.begin
    expected: dict[tuple[str, str], int] = {}
    missed = []
    for number, each in enumerate(ahead):
        stop = each.stop
        reach = max(now, stop.arrive) if here is None and number == 0 else free + stop.travel_s
        begin = _opening(stop.windows, reach)
        if here is None and number == 0:
            begin = max(begin, stop.begin)
        expected[stop.outlet, stop.kind.value] = begin
        if stop.windows and begin > max(close for _, close in stop.windows):
            missed.append(each)
        free = begin + stop.leave - stop.begin
    return Lateness(max(0, behind), expected, tuple(missed))


def _opening(windows: list[tuple[int, int]], reach: int) -> int:
    """When a call can begin that is reached at a moment: at once, or when the outlet opens next."""
    for first, last in sorted(windows):
        if reach <= last:
            return max(reach, first)
    return reach


def note_id(found: Round) -> str:
    return f"LATE-{found.date:%Y%m%d}-{found.rep}"


def tell_dispatcher(office: Office, found: Round) -> HandOver:
    """Leaves the dispatcher a note of how late the round runs; a later one takes its place."""
    late = lateness(office, found)
    if late is None:
        raise JobError("not_late", rep=found.rep)
    rep = office.books.reps.find(found.rep)
    name = rep.name if rep else found.rep
    next_stop = next(iter(late.expected.values()), None)
    text = office.t(
        "stops.late_note",
        rep=name,
        n=round(late.behind_s / 60),
        left=len(late.expected),
        next="" if next_stop is None else hour_minute(next_stop),
    )
    if late.missed:
        names = office.t("plan.comma").join(_name(stop) for stop in late.missed)
        text += office.t("stops.late_missed", names=names)
    now = office.now().replace(microsecond=0)
    note = HandOver(
        id=note_id(found),
        from_department=Department.SALES,
        to_department=Department.OFFICE,
        text=text,
        written=now,
        by=name,
        owner=office.t("stops.dispatcher"),
        due=now + _ANSWER,
        date=found.date,
        rep=found.rep,
    )
    office.books.handovers.put([note])
    return note


def late_notes(office: Office, date: dt.date) -> dict[str, HandOver]:
    """Notes of late rounds of a date by rep, those that nobody has dealt with yet."""
    prefix = f"LATE-{date:%Y%m%d}-"
    notes = office.books.handovers.all()
    return {
        note.rep: note for key, note in notes.items() if key.startswith(prefix) and note.rep and note.done is None
    }


def _name(stop: RoundStop) -> str:
    return stop.outlet.name if stop.outlet else stop.stop.name or stop.stop.outlet
