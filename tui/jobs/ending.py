"""Records that have had their time: closed, not deleted. Plans leave them out, what they were part of stays told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.records import OrderStatus, Outlet, Status
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from tui.jobs.office import Office

ENDABLE = ("outlets", "reps", "vehicles", "depots", "products", "beats", "restrictions")
"""Kinds whose records can be ended, and taken up again."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What still names a record that has ended: `code` says what, `names` which."""

    code: str
    names: tuple[str, ...]


def is_ended(record: Any) -> bool:
    """Whether a record has had its time: an outlet lost, anything else not in use."""
    if isinstance(record, Outlet):
        return record.status is Status.LOST
    return not getattr(record, "active", True)


def end(office: Office, kind: str, record_id: str, *, to: str | None = None) -> list[Hanging]:
    """Ends a record and tells what still names it. A rep's outlets and beats go `to` another one.

    Raises `JobError` ``cannot_end``, ``ended_already``, ``only_reps_hand_over``, ``cannot_take_over``, and
    `UnknownRecordError`.
    """
    book = office.books.book(checked(kind))
    record = book.get(record_id)
    if is_ended(record):
        raise JobError("ended_already", name=name_of(record), where=record_id)
    with office.books.transaction():
        if to is not None:
            _handed_over(office, kind, record_id, to)
        _put(office, kind, record, {"status": Status.LOST.value} if kind == "outlets" else {"active": False})
    return hanging(office, kind, record_id)


def resume(office: Office, kind: str, record_id: str) -> None:
    """Takes a record up again. Raises `JobError` ``cannot_end``, ``not_ended``, and `UnknownRecordError`."""
    record = office.books.book(checked(kind)).get(record_id)
    if not is_ended(record):
        raise JobError("not_ended", name=name_of(record), where=record_id)
    _put(office, kind, record, {"status": Status.ACTIVE.value} if kind == "outlets" else {"active": True})


def name_of(record: Any) -> str:
    """What people call a record."""
    return str(getattr(record, "name", None) or getattr(record, "plate", None) or record.id)


def hanging(office: Office, kind: str, record_id: str) -> list[Hanging]:
    """What names a record: what there is to settle when it ends."""
    found: dict[str, list[str]] = {}
    for code, name in _named_by(office, kind, record_id):
        found.setdefault(code, []).append(name)
    return [Hanging(code, tuple(names)) for code, names in found.items()]


def told(office: Office, each: Hanging) -> str:
    """A thing that still names it, in a sentence."""
    some = office.t("plan.comma").join(each.names[:3]) + (" …" if len(each.names) > 3 else "")
    return office.t(f"ending.hanging.{each.code}", n=len(each.names), some=some)


def checked(kind: str) -> str:
    """The kind, if its records can be ended; else `JobError` ``cannot_end``."""
    if kind not in ENDABLE:
        raise JobError("cannot_end", kind=kind, kinds=", ".join(ENDABLE), where=kind)
    return kind


def _put(office: Office, kind: str, record: Any, fields: dict[str, Any]) -> None:
    office.books.book(kind).put([record.to_json() | fields])


def _handed_over(office: Office, kind: str, record_id: str, to: str) -> None:
    books = office.books
    if kind != "reps":
        raise JobError("only_reps_hand_over", kind=kind, where=kind)
    heir = books.reps.find(to)
    if heir is None or is_ended(heir) or to == record_id:
        raise JobError("cannot_take_over", rep=to, where=to)
    for book in (books.outlets, books.beats):
        book.put([each.to_json() | {"rep": to} for each in book.all().values() if each.rep == record_id])


def _named_by(office: Office, kind: str, record_id: str) -> Iterator[tuple[str, str]]:
    books = office.books
    match kind:
        case "reps":
            served = (o for o in books.outlets.all().values() if not is_ended(o))
            yield from (("outlets", o.name) for o in served if o.rep == record_id)
            yield from (("beats", b.name) for b in books.beats.all().values() if b.rep == record_id and b.active)
        case "outlets":
            orders = books.orders.all().values()
            yield from (("orders", o.id) for o in orders if o.outlet == record_id and o.status is OrderStatus.OPEN)
            yield from (("beats", b.name) for b in books.beats.all().values() if record_id in b.outlets and b.active)
            below = (o for o in books.outlets.all().values() if record_id in o.suppliers and not is_ended(o))
            yield from (("supplied", o.name) for o in below)
        case "vehicles":
            yield from (("drivers", r.name) for r in books.reps.all().values() if r.vehicle == record_id and r.active)
        case "depots":
            places = ((r, (r.start.depot, r.end.depot)) for r in books.reps.all().values() if r.active)
            yield from (("starts", r.name) for r, depots in places if record_id in depots)
        case "products":
            for order in books.orders.all().values():
                if order.status is OrderStatus.OPEN and any(line.product == record_id for line in order.lines):
                    yield "orders", order.id
            for standard in books.standards.all().values():
                if record_id in getattr(standard, "must_stock", ()) or record_id in getattr(standard, "products", ()):
                    yield "standards", getattr(standard, "name", None) or standard.id
    yield from _planned(office, kind, record_id)


def _planned(office: Office, kind: str, record_id: str) -> Iterator[tuple[str, str]]:
    """Days from today on whose plans have it."""
    days, today = office.books.days, office.today()
    for date in days.dates():
        plan = days.plan(date) if date >= today and kind in ("reps", "outlets", "vehicles") else None
        for route in plan.routes if plan else ():
            if not route.stops:
                continue
            has = {
                "reps": route.rep == record_id,
                "vehicles": route.vehicle == record_id,
                "outlets": any(stop.outlet == record_id and not stop.driven for stop in route.stops),
            }
            if has[kind]:
                yield "planned", date.isoformat()
                break
