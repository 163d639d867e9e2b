"""Call results as they come back: a pasted text, a returned table, the file of an HTML sheet, JSON documents."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson

from store.intake.encoding import decode
from tui.jobs.forms import forms_of
from tui.jobs.reading import InputError, read_bytes, values_in
from tui.jobs.recording import Problem, Recorded, Rejected, record_results
from tui.jobs.replies import read_text
from tui.jobs.result_shapes import sound_results
from tui.jobs.returned import Returned
from tui.jobs.returned_pages import pages_of, returned_row

if TYPE_CHECKING:
    from routing.sheets.reply import Unusable
    from store.records import Call
    from tui.jobs.office import Office

_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et")
_PAGES = (".html", ".htm")
_EMBEDDED = re.compile(
    rb'<script[^>]*\bid="?roundsman-results"?[^>]*>(?P<json>.*?)</script>', re.DOTALL | re.IGNORECASE
)

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{\]])")
"""How JSON documents begin; ``[REPLY]`` begins a text."""


def read_results(
    office: Office, date: dt.date, rep: str, name: str, stdin: IO[bytes] | None = None
) -> list[Returned]:
    """Results of a rep from a file, or from standard input where `stdin` is given.

    A text may speak of several reps and days, each of which is a part of its own.
    """
    suffix = "" if stdin is not None else Path(name).suffix.lower()
    if suffix in _TABLES:
        return [_table(office, date, rep, Path(name))]
    raw = read_bytes(name, stdin)
    if suffix in _PAGES or _EMBEDDED.search(raw):
        embedded = _EMBEDDED.search(raw)
        if embedded is None:
            return [_table(office, date, rep, Path(name))]
        return [_documents(office, date, rep, _loaded(name, embedded["json"]))]
    if suffix in (".json", ".jsonl") or _JSON.match(raw):
        return [_documents(office, date, rep, values_in(name, _Bytes(raw)))]  # type: ignore[arg-type]
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("not_results", where=name, path=name)
    text = decode(raw, path=name)[0]
    if suffix == ".txt" and "\t" in text.partition("\n")[0]:
        return [_table(office, date, rep, Path(name))]
    return read_text(office, date, rep, text)


class _Bytes:
    """Bytes that are asked for as from a file."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def read(self) -> bytes:
        return self._raw


def record_returned(office: Office, parts: Sequence[Returned]) -> Recorded:
    """Records what came back, each part to its own rep and day."""
    calls: list[Call] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    rejected: dict[Rejected, frozenset[str]] = {}
    for part in parts:
        if part.refused:
            problems += part.problems
            continue
        report = record_results(
            office, part.date, part.rep, part.results, problems=part.problems, notes=part.notes, forms=part.forms
        )
        calls += report.calls
        problems += report.problems
        notes += report.notes
        rejected |= report.rejected
    return Recorded(tuple(calls), tuple(problems), tuple(notes), rejected)


def _documents(office: Office, date: dt.date, rep: str, documents: list[Any]) -> Returned:
    """JSON documents; one that holds `results` is the file of an HTML sheet."""
    found: list[tuple[int, object]] = []
    revision = None
    for document in documents:
        if isinstance(document, dict) and "results" in document and "outlet" not in document:
            _same_sheet(office, date, rep, document.get("date"), document.get("rep"))
            revision = document.get("revision", revision)
            inside = document["results"]
            found += enumerate(inside if isinstance(inside, list) else [inside], len(found) + 1)
        else:
            found.append((len(found) + 1, document))
    results, problems = sound_results(found)
    forms = forms_of(office, date, rep, revision if isinstance(revision, int) else None)
    return Returned(date, rep, results, problems, forms)


def _loaded(name: str, raw: bytes) -> list[Any]:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise InputError("not_results", where=name, path=name) from None
    return [found] if isinstance(found, dict) else []


def _same_sheet(office: Office, date: dt.date, rep: str, of_date: object, of_rep: object) -> None:
    """Raises `InputError` where a reply says that it is of another date or another rep."""
    if isinstance(of_date, str) and of_date and of_date != date.isoformat():
        raise InputError("sheet_of_other_date", where="date", value=of_date, date=date.isoformat())
    if not isinstance(of_rep, str) or of_rep in ("", rep):
        return
    reps = office.books.reps.all()
    named = [each.id for each in reps.values() if of_rep in (each.id, each.name)]
    if of_rep.casefold() == rep.casefold() or rep in named or not named:
        return
    raise InputError("sheet_of_other_rep", where="rep", found=named[0], rep=rep)


def _table(office: Office, date: dt.date, rep: str, path: Path) -> Returned:
    """A sheet as the rep returned it; of a workbook the pages whose rows are his."""
    from routing.sheets.returned import Owner, results_of

    others = [each for each in office.books.reps.all().values() if each.id != rep]
    own = office.books.reps.find(rep)
    owner = Owner(rep, date, [own.name] if own else (), {each.id for each in others})
    table, rows, left = pages_of(path, owner)
    forms = forms_of(office, date, rep)
    found = results_of(table.header, [returned_row(row) for row in rows], forms, owner)
    notes = [_problem(each) for each in found.notes]
    if left:
        notes.append(Problem(0, None, None, "pages_left", {"pages": left}))
    return Returned(date, rep, list(found.results), [_problem(each) for each in found.unusable], forms, notes)


def _problem(found: Unusable) -> Problem:
    return Problem(found.row, found.field, found.value, found.code, found.params)
