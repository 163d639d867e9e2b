"""The data doctor: what is damaged, missing, double or points to nothing, and what can be mended without loss."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from store.books import KINDS, Books
from store.books.archive import files_of
from store.books.bounds import beyond
from store.books.standards import PAST
from store.errors import BooksError, DamagedFileError, NewerSchemaError
from store.files import platform
from store.files.lock import REDO_NAME
from store.files.places import risk_of
from store.files.schema import META
from store.files.storage import decode, encode
from store.intake.twins import Twins
from store.notation.opening import by_holidays, by_sun, told_of
from store.records import Outlet, Rep, Shift, SpecialDays, Weekday, holiday_on
from store.service.matching import params_of, unmatched
from store.service.rules import broken

_LINE = re.compile(rb'^"(\d+)":(\{.*\})[,}]*\s*$')
_DAMAGE = frozenset(
    {"file_damaged", "file_empty", "file_not_books", "record_unfit", "record_damaged", "file_unreadable"}
)
_WEEK = [dt.date(2025, 3, 3) + dt.timedelta(day) for day in range(7)]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing the doctor found. `level` is error (damage), warning or note; `fixed` what `fix` has mended."""

    code: str
    level: str
    where: str
    params: Mapping[str, Any] = field(default_factory=dict)
    fixed: bool = False


def examine(books: Books, *, fix: bool = False) -> list[Trouble]:
    """Looks the whole folder over. With `fix` mends what can be mended without losing anything:

    sweeps what crashes left, makes the index of past calls anew, sets a redo record aside that cannot be
    read, and saves every readable document of a damaged file, whose original is kept beside it.
    """
    found = list(_files(books, fix=fix))
    readable = not any(trouble.level == "error" and not trouble.fixed for trouble in found)
    if readable:
        found += _records(books)
        found += list(_amounts(books))
        found += [
            Trouble("delivery_unmatched", "warning", each.outlet, params_of(books, each)) for each in unmatched(books)
        ]
        found += [Trouble(each.code, "warning", f"{each.kind}.json", each.params) for each in broken(books)]
        if fix:
            found.append(Trouble("index_rebuilt", "note", ".cache", {"n": books.history.rebuild()}, fixed=True))
    if (risk := risk_of(books.folder)) is not None:
        found.append(Trouble(f"place.{risk.kind}", "warning", str(books.folder), {"name": risk.name}))
    return found


def _files(books: Books, *, fix: bool) -> Iterator[Trouble]:
    root = books.folder
    try:
        with books.snapshot():
            pass
    except DamagedFileError as error:
        if fix:
            with books.lock.unfinished():
                aside = _set_aside(root / REDO_NAME)
            yield Trouble(error.code, "error", REDO_NAME, {"aside": aside.name}, fixed=True)
        else:
            yield Trouble(error.code, "error", REDO_NAME)
            return
    litter = sum(1 for _ in root.rglob(f".*{platform.TEMPORARY_SUFFIX}"))
    if litter:
        if fix:
            books.lock.sweep()
        yield Trouble("litter", "note", str(root), {"n": litter}, fixed=fix)
    for path in files_of(root):
        if path.suffix == ".json":
            yield from _file(books, path, fix=fix)
    for path in books.journal.files():
        bad = sum(not _is_line(raw) for raw in path.read_bytes().splitlines())
        if bad:
            yield Trouble("journal_lines", "warning", f"journal/{path.name}", {"n": bad})


def _is_line(raw: bytes) -> bool:
    try:
        return isinstance(orjson.loads(raw), dict)
    except orjson.JSONDecodeError:
        return False


def _file(books: Books, path: Path, *, fix: bool) -> Iterator[Trouble]:
    where = path.relative_to(books.folder).as_posix()
    try:
        decode(path.read_bytes(), path)
    except NewerSchemaError as error:
        yield Trouble(error.code, "error", where, error.params)
    except DamagedFileError as error:
        if fix and (saved := _salvage(books, path)) is not None:
            count, lost, aside = saved
            params = {**error.params, "saved": count, "lost": lost, "aside": aside.name}
            yield Trouble("salvaged", "error", where, params, fixed=True)
        else:
            yield Trouble(error.code, "error", where, error.params)
    except OSError as error:
        yield Trouble("file_unreadable", "error", where, {"path": str(path), "why": error.strerror or ""})
    else:
        yield from _unfit(books, path, where)


def _unfit(books: Books, path: Path, where: str) -> Iterator[Trouble]:
    """A book's records that do not fit; other files are read by those who need them."""
    parts = path.relative_to(books.folder).parts
    try:
        if len(parts) == 1 and path.stem in KINDS:
            book: Any = books.book(path.stem)
            book.all()
            seen: dict[str, int] = {}
            for document in book.documents().values():
                seen[document["id"]] = seen.get(document["id"], 0) + 1
            for record_id, count in seen.items():
                if count > 1:
                    yield Trouble("id_twice_on_file", "error", where, {"id": record_id, "n": count})
        elif parts == (f"{PAST}.json",):
            books.standards.past.all()
        elif parts[0] == "sales":
            books.sales.month(path.stem).all()
        elif len(parts) == 4 and parts[2] == "calls":
            books.days.calls_file(dt.date.fromisoformat(parts[1]), path.stem).all()
        elif len(parts) == 3 and parts[2] == "settlements.json":
            books.days.settlements(dt.date.fromisoformat(parts[1])).all()
        elif len(parts) == 3 and parts[2] == "plan.json":
            books.days.plan(dt.date.fromisoformat(parts[1]))
    except BooksError as error:
        yield Trouble(error.code, "error", where, error.params)
    except ValueError as error:
        yield Trouble("record_unfit", "error", where, {"path": str(path), "line": None, "id": "", "why": str(error)})


def _salvage(books: Books, path: Path) -> tuple[int, int, Path] | None:
    """Every document that stands whole on its line; the original goes aside. None where there is none at all.

    Returns how many were saved, how many lines were lost, and where the original is.
    """
    parts = path.relative_to(books.folder).parts
    if len(parts) == 1:
        table = path.stem
    elif "calls" in parts:
        table = "calls"
    elif parts[0] == "sales":
        table = "sales"
    elif parts[-1] == "settlements.json":
        table = "settlements"
    else:
        return None  # a plan is one whole, and its revisions stand beside it
    saved: dict[str, Any] = {}
    lost = 0
    inside = False
    for raw in path.read_bytes().splitlines():
        if raw.startswith(b'"' + table.encode() + b'":'):
            inside = True
            continue
        match = _LINE.match(raw)
        document = _document(match[2]) if match else None
        if match and document is not None and "id" in document:
            saved[match[1].decode()] = document
            inside = True
        elif inside and raw.strip(b"{}, \t\0"):
            lost += 1
    if not saved:
        return None
    with books.snapshot():
        aside = _set_aside(path, keep=True)
        tables = {META: {"1": {"schema": 1}}, table: saved}
        from store.files.schema import migrated

        platform.replace_atomically(path, encode(migrated(tables, path)))
        books.journal.note({"kind": table, "do": "salvaged", "file": "/".join(parts), "lost": lost})
    return len(saved), lost, aside


def _document(raw: bytes) -> dict[str, Any] | None:
    for end in range(3):
        try:
            found = orjson.loads(raw[: len(raw) - end])
        except orjson.JSONDecodeError:
            continue
        return found if isinstance(found, dict) else None
    return None


def _set_aside(path: Path, *, keep: bool = False) -> Path:
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in range(1, 10_000))
    aside = next(name for name in names if not name.exists())
    if keep:
        platform.replace_atomically(aside, path.read_bytes())
    else:
        platform.replace(path, aside)
        platform.flush_folder(path.parent)
    return aside


def _records(books: Books) -> Iterator[Trouble]:
    outlets, reps = books.outlets.all(), books.reps.all()
    yield from _positions(outlets.values())
    yield from _twins(outlets.values())
    yield from _windows(outlets.values(), list(reps.values()))
    yield from _hours(outlets.values(), books.settings.calendar)
    for where, name, wanted, kind in _references(books):
        known = {"outlets": outlets, "reps": reps}.get(kind) or books.book(kind).all()
        if wanted not in known:
            yield Trouble("broken_reference", "warning", where, {"field": name, "id": wanted, "kind": kind})
    yield from _circles(outlets)


def _amounts(books: Books) -> Iterator[Trouble]:
    """Amounts that no money can be, in files that were written before these were refused."""
    for kind in KINDS:
        for document in books.book(kind).documents().values():
            for name, value in beyond(document):
                yield _amount(f"{kind}.json", str(document.get("id")), name, value)
    for day in books.days.dates():
        for stem in books.days.calls_files(day):
            for document in books.days.documents(day, stem).values():
                for name, value in beyond(document):
                    yield _amount(f"days/{day}/calls/{stem}.json", str(document.get("id")), name, value)


def _amount(where: str, record: str, name: str, value: str) -> Trouble:
    return Trouble("amount_too_large", "error", where, {"id": record, "field": name, "value": value})


def _positions(outlets: Iterable[Outlet]) -> Iterator[Trouble]:
    for outlet in outlets:
        if not outlet.located:
            yield Trouble("no_position", "warning", outlet.id, {"name": outlet.name})
    guessed = sum(outlet.approximate for outlet in outlets)
    if guessed:
        yield Trouble("approximate_positions", "note", "outlets", {"n": guessed})


def _twins(outlets: Iterable[Outlet]) -> Iterator[Trouble]:
    twins = Twins(())
    for outlet in outlets:
        for code, value, other in twins.of(outlet):
            yield Trouble(code, "warning", outlet.id, {"value": value, "other": other, "name": outlet.name})


def _windows(outlets: Iterable[Outlet], reps: list[Rep]) -> Iterator[Trouble]:
    """Outlets that are never open while any rep works, in a usual week or, where their hours change, in a year."""
    shifts = {
        day: [shift for rep in reps if (shift := rep.shift_on(date)) is not None]
        for day, date in zip(Weekday, _WEEK, strict=True)
    }
    if not any(shifts.values()):
        return
    first = dt.date.today()  # noqa: DTZ011 - hours by date from now on, to the day
    for outlet in outlets:
        by_date = bool(outlet.opening_hours or outlet.receiving_hours)
        days = (first + dt.timedelta(number) for number in range(366)) if by_date else _WEEK
        if not any(_met(outlet, date, shifts[Weekday.of(date)]) for date in days):
            yield Trouble("window_unmet", "warning", outlet.id, {"name": outlet.name})


def _met(outlet: Outlet, date: dt.date, shifts: Iterable[Shift]) -> bool:
    """Whether a call can begin while somebody works."""
    hours, late = outlet.hours_on(date), outlet.late_minutes * 60
    return hours is not None and any(
        not hours or any(begin <= shift.end and shift.start <= end + late for begin, end in hours) for shift in shifts
    )


def _hours(outlets: Iterable[Outlet], calendar: Sequence[SpecialDays]) -> Iterator[Trouble]:
    """What the texts of hours say that is not understood, or that no hours can say."""
    by_holiday = 0
    for outlet in outlets:
        for text in (outlet.opening_hours, outlet.receiving_hours):
            if text is None:
                continue
            by_holiday += by_holidays(text)
            for told in told_of(text):
                level = "warning" if told.code in {"unread", "two_readings"} else "note"
                yield Trouble(f"hours_{told.code}", level, outlet.id, {"name": outlet.name, "text": told.text})
            if by_sun(text) and not outlet.located:
                yield Trouble("hours_no_sun", "warning", outlet.id, {"name": outlet.name, "text": text})
    if by_holiday and holiday_on(calendar, dt.date.today()) is None:  # noqa: DTZ011 - the year is what matters
        yield Trouble("hours_holidays_unknown", "warning", "settings", {"n": by_holiday})


def _references(books: Books) -> Iterator[tuple[str, str, str, str]]:
    """Every reference that a record makes: where, field, id, kind."""
    for outlet in books.outlets.all().values():
        if outlet.rep:
            yield f"outlets {outlet.id}", "rep", outlet.rep, "reps"
        if outlet.supplier:
            yield f"outlets {outlet.id}", "supplier", outlet.supplier, "outlets"
        for other in outlet.other_suppliers:
            yield f"outlets {outlet.id}", "other_suppliers", other, "outlets"
    for rep in books.reps.all().values():
        if rep.vehicle and books.vehicles.all():
            yield f"reps {rep.id}", "vehicle", rep.vehicle, "vehicles"
        for name, place in (("start", rep.start), ("end", rep.end)):
            if place.depot:
                yield f"reps {rep.id}", name, place.depot, "depots"
    for beat in books.beats.all().values():
        if beat.rep:
            yield f"beats {beat.id}", "rep", beat.rep, "reps"
        for outlet_id in beat.outlets:
            yield f"beats {beat.id}", "outlets", outlet_id, "outlets"
    for order in books.orders.all().values():
        yield f"orders {order.id}", "outlet", order.outlet, "outlets"
        for line in order.lines:
            yield f"orders {order.id}", "product", line.product, "products"
    for kind in ("issues", "deals", "agreements", "exceptions", "signals", "standing", "handovers"):
        for record in books.book(kind).all().values():
            if record.outlet is not None:
                yield f"{kind} {record.id}", "outlet", record.outlet, "outlets"
    for standard in books.standards.all().values():
        for name in ("must_stock", "products"):
            for product in getattr(standard, name, ()):
                yield f"standards {standard.id}", name, product, "products"


def _circles(outlets: Mapping[str, Outlet]) -> Iterator[Trouble]:
    """Outlets that supply each other in a circle, told once for each circle."""
    settled: set[str] = set()
    for start in outlets:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here in outlets and here not in settled and here not in path:
            path[here] = None
            here = outlets[here].supplier
        if here in path:
            members = list(path)[list(path).index(str(here)) :]
            yield Trouble("supplier_circle", "warning", members[0], {"ids": " → ".join([*members, members[0]])})
        settled.update(path)
