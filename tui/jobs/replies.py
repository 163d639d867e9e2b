"""A pasted text: whose days it speaks of, what it says of them, and what of it is given back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routing.sheets.form import Forms
from routing.sheets.reply import Heading, Piece, Section, read_lines, sections_of, write_result
from routing.sheets.reply.times import TOUCHING, seconds
from store.errors import UnknownRecordError
from store.notation.dates import date_readings
from tui.jobs.calls import at_home
from tui.jobs.forms import forms_of
from tui.jobs.recording import Problem, Recorded
from tui.jobs.returned import Returned

if TYPE_CHECKING:
    from store.records import Call
    from tui.jobs.office import Office


_FAR = dt.timedelta(days=31)
"""A line with a date alone that is further from the command's date is asked about: it may be something else."""


@dataclass(frozen=True, slots=True)
class _Whose:
    """The rep and day that a section is of, with the revision that numbered its stops; or why it is nobody's."""

    date: dt.date
    rep: str
    revision: int | None = None
    code: str = ""
    params: Mapping[str, Any] | None = None


def read_text(office: Office, date: dt.date, rep: str, text: str) -> list[Returned]:
    """A pasted reply, a part for each heading; stops are numbered as on the revision that a heading names.

    `date` and `rep` are whose it is where it does not say so itself.
    """
    plan = office.books.days.plan(date)
    stops = [stop.name for route in plan.routes for stop in route.stops] if plan else []
    parts: list[Returned] = []
    whose = _Whose(date, rep)
    for section in sections_of(text, _people(office, date), stops):
        heading = section.heading
        if heading is not None:
            same = (
                heading.spoken
                and not heading.day
                and not heading.word
                and heading.weekday is None
                and not whose.code
                and heading.reps
                and whose.rep in heading.reps[0]
            )
            known = whose.rep if heading.spoken and heading.day and not whose.code else rep
            whose = _sent(heading, whose) if same else _whose(office, heading, date, known)
        if any(line.strip() for _, line in section.lines) or (
            heading is not None and whose.code and not heading.spoken
        ):
            parts.append(_refused(section, whose) if whose.code else _read(office, section, whose, date, rep))
    return parts


def _people(office: Office, date: dt.date) -> Iterable[tuple[str, str]]:
    """Every rep by id and name, also those that only a plan knows."""
    yield from ((each.id, each.name) for each in office.books.reps.all().values())
    plan = office.books.days.plan(date)
    yield from ((route.rep, route.name) for route in plan.routes) if plan else ()


def _whose(office: Office, heading: Heading, date: dt.date, rep: str) -> _Whose:
    """Checks a heading against the books; what it does not say is as the command has it."""

    def refused(code: str, **params: Any) -> _Whose:
        return _Whose(date, rep, None, code, params)

    if heading.unknown:
        return refused("heading_unknown_rep", value=heading.unknown)
    if heading.word and not (heading.today and date == office.today()):
        return refused("which_day", value=heading.line.strip())
    ids = frozenset.intersection(*heading.reps) if heading.reps else frozenset({rep})
    if not ids:
        return refused("heading_rep_disagrees", value=heading.line.strip())
    if len(ids) > 1 and rep not in ids:
        return refused("heading_rep_ambiguous", value=heading.line.strip(), reps=", ".join(sorted(ids)))
    who = rep if rep in ids else next(iter(ids))
    days = _days(heading.day, date) if heading.day else [date]
    if len(days) != 1 or (heading.spoken and abs(days[0] - date) > _FAR):
        return refused("bad_heading_date", value=heading.line.strip())
    day = days[0]
    if heading.weekday is not None and heading.weekday != day.weekday():
        return refused("which_day", value=heading.line.strip())
    if day > office.today():
        return refused("not_yet_driven", date=day.isoformat())
    if heading.revision is not None and not _was(office, day, heading.revision):
        return refused("no_such_revision", revision=heading.revision, date=day.isoformat())
    return _sent(heading, _Whose(day, who, heading.revision))


def _sent(heading: Heading, whose: _Whose) -> _Whose:
    """Whose it is, unless it was sent before that day."""
    sent = _days(heading.sent, whose.date) if heading.sent else []
    if not sent or max(sent) >= whose.date:
        return whose
    params = {"value": heading.line.strip(), "date": whose.date.isoformat()}
    return _Whose(whose.date, whose.rep, None, "sent_before", params)


def _days(text: str, date: dt.date) -> list[dt.date]:
    """The dates that a text may mean; without a year the month comes first, the year is the one nearest to `date`."""
    if not re.search(r"\d{4}", text):
        text = re.sub(r"^(\d{1,2})[-/.](\d{1,2})[日号]?$", r"\1月\2日", text)
    return date_readings(text, date)


def _was(office: Office, date: dt.date, revision: int) -> bool:
    """Whether a date was ever planned as that revision; 0 stands for a day that was not planned."""
    plan = office.books.days.plan(date)
    if plan is None or revision == plan.revision:
        return plan is not None or revision == 0
    try:
        office.books.days.revision(date, revision)
    except UnknownRecordError:
        return False
    return True


def _refused(section: Section, whose: _Whose) -> Returned:
    heading = section.heading
    assert heading is not None
    line = heading.line.strip()
    problem = Problem(heading.row, "heading", line, whose.code, {"value": line, **(whose.params or {})})
    lines = [line, *(each.strip() for _, each in section.lines if each.strip())]
    return Returned(whose.date, whose.rep, [], [problem], Forms(()), text=True, refused=lines)


def _read(office: Office, section: Section, whose: _Whose, date: dt.date, rep: str) -> Returned:
    forms = forms_of(office, whose.date, whose.rep, whose.revision)
    reply = read_lines(section.lines, forms)
    problems = [Problem(u.row, u.field, u.value, u.code, u.params) for u in reply.unusable]
    notes = [Problem(t.row, t.field, None, t.code, t.params) for t in reply.told]
    heading = section.heading
    if heading is not None and ((whose.date, whose.rep) != (date, rep) or heading.spoken):
        name = next((name for known, name in _people(office, whose.date) if known == whose.rep), "")
        params = {"rep": whose.rep, "name": name, "date": whose.date.isoformat()}
        notes.insert(0, Problem(heading.row, "heading", heading.line.strip(), "goes_to", params))
    part = Returned(whose.date, whose.rep, list(reply.results), problems, forms, notes, reply.pieces, text=True)
    part.heading = heading.line.strip() if heading is not None else ""
    _apart(office, part, reply.sure)
    return part


def _apart(office: Office, part: Returned, sure: set[int]) -> None:
    """Keeps calls out that would be made while another was."""
    names = {form.outlet: form.name for form in part.forms.stops}
    mine = {(result["outlet"], result["stop_kind"]) for _, result in part.results}
    made = [
        (call.outlet, names.get(call.outlet, call.outlet), span)
        for call in office.books.days.calls(part.date, part.rep).all().values()
        if (call.outlet, call.stop_kind) not in mine and (span := _span_of(office, call))
    ]
    kept: list[tuple[int, Mapping[str, Any]]] = []
    for row, result in part.results:
        span = _told_span(result)
        other = None
        if span is not None:
            both = [
                (min(span[1], there[1]) - max(span[0], there[0]), name)
                for outlet, name, there in made
                if outlet != result["outlet"]
            ]
            other = max(both, default=None)
        if other is not None and other[0] > 0:
            params = {
                "value": f"{result['check_in']}-{result['check_out']}",
                "outlet": result["outlet"],
                "other": other[1],
            }
            if other[0] > TOUCHING and row not in sure:
                part.problems.append(Problem(row, "check_in", params["value"], "overlaps", params))
                part.held.append((row, result))
                continue
            part.notes.append(Problem(row, "check_in", params["value"], "overlaps_little", params))
        if span is not None:
            made.append((result["outlet"], names.get(result["outlet"], result["outlet"]), span))
        kept.append((row, result))
    part.results[:] = kept


def _told_span(result: Mapping[str, Any]) -> tuple[int, int] | None:
    begun, ended = result.get("check_in"), result.get("check_out")
    return (seconds(begun), seconds(ended)) if begun and ended else None


def _span_of(office: Office, call: Call) -> tuple[int, int] | None:
    if call.check_in is None or call.check_out is None:
        return None
    midnight = at_home(office, dt.datetime.combine(call.date, dt.time()))
    return (
        round((call.check_in - midnight).total_seconds()),
        round((call.check_out - midnight).total_seconds()),
    )


def given_back(office: Office, parts: Sequence[Returned], recorded: Recorded) -> str:
    """What of a pasted text did not go in, as text to be put right and pasted again; empty for other returns."""
    lines: list[str] = []
    for part in parts:
        if part.text:
            found = part.refused or _left(office, part, recorded)
            lines += [part.heading, *found] if part.heading and found else found
    return "\n".join(lines)


def _left(office: Office, part: Returned, recorded: Recorded) -> list[str]:
    """The lines of one part: those that were not read, and results that the books did not take."""
    chinese = office.language == "zh"
    rejected = list(part.held)
    for row, result in part.results:
        if names := recorded.rejected.get((part.date, part.rep, row)):
            kept = ("outlet", "stop_kind", "instead", *names)
            rejected.append((row, {name: value for name, value in result.items() if name in kept}))
    pieces = [Piece(piece.form, list(piece.lines), piece.row, piece.whole) for piece in part.pieces]
    for row, result in rejected:
        form = part.forms.of(result["outlet"], result.get("stop_kind"))
        if form is None:
            continue
        block = write_result(result, form, chinese=chinese)
        if result.get("instead"):
            block[0] = f"{'更正' if chinese else 'correction'} {block[0]}"
        same = next((piece for piece in pieces if piece.form == form and not piece.whole), None)
        if same is None:
            pieces.append(Piece(form, block, row))
        else:
            same.lines[:] = block + same.lines[1:]
    pieces.sort(key=lambda piece: piece.row)
    return [line for piece in pieces for line in piece.lines]
