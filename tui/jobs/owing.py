"""What is owed either way: goods to outlets (欠货), money by them, and an outlet's statement (对账单)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.records import Outlet, money_text
from store.service.deliveries import Short, shorts
from store.service.receivables import BALANCE, Account, account, statement
from tui.jobs.office import JobError
from tui.jobs.review import person
from tui.jobs.spreadsheets import save_table
from tui.jobs.tracing import Line

if TYPE_CHECKING:
    from tui.jobs.office import Office

STATEMENT_COLUMNS = ("date", "kind", "id", "amount", "paid", "rest", "due", "balance")
"""Of a statement's lines; headers are translated."""
OWED_COLUMNS = (
    "outlet",
    "name",
    "rep",
    "order",
    "product",
    "ordered",
    "delivered",
    "refused",
    "owed",
    "since",
    "days",
)
"""Of the list of goods owed; headers are translated."""
_LATEST = 8
"""Documents and payments on an outlet's page; `roundsman statement` has them all."""
_MONEY = frozenset({"amount", "paid", "rest", "balance"})


def outlet_of(office: Office, outlet_id: str) -> Outlet:
    """Raises `JobError` ``no_such_outlet``."""
    outlet: Outlet | None = office.books.outlets.find(outlet_id)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=outlet_id)
    return outlet


def goods_owed(office: Office, outlet_id: str | None = None) -> list[dict[str, Any]]:
    """Goods owed to one outlet or to all, in pieces, those owed longest first."""
    only = None if outlet_id is None else outlet_of(office, outlet_id).id
    return [_owed_document(office, each) for each in shorts(office.books, office.today(), only)]


def _owed_document(office: Office, short: Short) -> dict[str, Any]:
    outlet = office.books.outlets.find(short.outlet)
    product = office.books.products.find(short.product)
    return {
        "outlet": short.outlet,
        "name": outlet.name if outlet else short.outlet,
        "rep": outlet.rep if outlet else None,
        "order": short.order,
        "product": short.product,
        "product_name": product.name if product else short.product,
        "ordered": short.ordered,
        "delivered": short.delivered,
        "refused": short.refused,
        "owed": short.owed,
        "since": short.since.isoformat(),
        "days": max(0, (office.today() - short.since).days),
    }


def owed_rows(office: Office, found: list[dict[str, Any]]) -> tuple[list[str], list[list[str]]]:
    """The header and the lines of the list of goods owed, quantities as the trade says them."""
    rows = []
    for each in found:
        shown = each | {
            name: said(office, each["product"], each[name]) for name in ("ordered", "delivered", "refused", "owed")
        }
        shown |= {"product": each["product_name"], "rep": person(office, each["rep"] or "")}
        rows.append([str(shown[name]) for name in OWED_COLUMNS])
    return [office.t(f"owing.column.{name}") for name in OWED_COLUMNS], rows


def said(office: Office, product_id: str, pieces: int) -> str:
    """So many pieces of a product as the trade says it; a plain number where its units are not known."""
    product = office.books.products.find(product_id)
    if product is None or not pieces:
        return str(pieces)
    return " ".join(f"{count} {unit}".strip() for count, unit in product.in_units(pieces))


def statement_document(
    office: Office, outlet_id: str, first: dt.date | None = None, last: dt.date | None = None
) -> dict[str, Any]:
    """The statement of a period, both dates included; from the beginning, to today where no dates are given.

    Raises `JobError` ``no_such_outlet``, ``dates_reversed``, and ``statement_too_early`` for a period that ends
    before the balance on file.
    """
    outlet, today = outlet_of(office, outlet_id), office.today()
    last = last or today
    if first is not None and first > last:
        raise JobError("dates_reversed", first=first.isoformat(), last=last.isoformat())
    as_of = outlet.credit.as_of if outlet.credit else None
    if as_of is not None and last < as_of:
        raise JobError("statement_too_early", outlet=outlet.name, as_of=as_of.isoformat())
    found = account(office.books, outlet, until=last)
    opening, entries, closing = statement(found, first or dt.date.min + dt.timedelta(1), last)
    documents = {(each.kind, each.id): each for each in found.documents}
    lines = []
    for entry in entries:
        document = documents.get((entry.kind, entry.id))
        kind = "payment" if entry.kind == "paid" else "delivery" if entry.amount >= 0 else "return"
        line: dict[str, str | None] = {
            "date": entry.date.isoformat(),
            "kind": kind,
            "id": entry.id,
            "amount": money_text(entry.amount),
        }
        if document is not None:
            line |= {"paid": money_text(document.paid), "rest": money_text(document.open), "due": _day(document.due)}
        lines.append(line | {"balance": money_text(entry.owed)})
    begins = max(filter(None, (first, as_of)), default=None)
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "from": _day(begins),
        "to": last.isoformat(),
        "balance_known": found.stated,
        "opening": money_text(opening),
        "lines": lines,
        "closing": money_text(closing),
        "overdue": money_text(found.overdue(last)),
        "overdue_since": _day(found.overdue_since(last)),
        "open": _open(found),
        "credit": money_text(found.credit),
        "unpriced": list(found.unpriced),
        "goods": goods_owed(office, outlet.id),
    }


def _open(found: Account) -> list[dict[str, Any]]:
    """What is unpaid, document by document, what falls due first at the head."""
    there = [each for each in found.documents if each.open > 0]
    there.sort(key=lambda each: (each.due or dt.date.max, each.date))
    return [
        {
            "kind": "balance" if each.kind == BALANCE else "delivery",
            "id": each.id or None,
            "date": None if each.date == dt.date.min else each.date.isoformat(),
            "amount": money_text(each.amount),
            "paid": money_text(each.paid),
            "rest": money_text(each.open),
            "due": _day(each.due),
        }
        for each in there
    ]


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def statement_rows(office: Office, found: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The header and the lines of a statement, its opening and closing balance included."""

    def row(**cells: str) -> list[str]:
        return [cells.get(name, "") for name in STATEMENT_COLUMNS]

    t = office.t
    rows = [row(date=found["from"] or "", kind=t("owing.kind.opening"), balance=found["opening"])]
    for line in found["lines"]:
        cells = {name: line.get(name) or "" for name in STATEMENT_COLUMNS}
        rows.append(row(**cells | {"kind": t(f"owing.kind.{line['kind']}")}))
    rows.append(row(date=found["to"], kind=t("owing.kind.closing"), balance=found["closing"]))
    return [t(f"owing.column.{name}") for name in STATEMENT_COLUMNS], rows


def open_lines(office: Office, found: dict[str, Any]) -> list[str]:
    """What a statement says below its lines: what is unpaid and when it is due, what is not known, goods owed."""
    t, said_of = office.t, []
    for each in found["open"]:
        what = t("owing.kind.balance") if each["id"] is None else each["id"]
        key = "owing.rest" if each["due"] else "owing.rest_undated"
        said_of.append(t(key, what=what, rest=each["rest"], due=each["due"] or ""))
    if found["overdue_since"]:
        said_of.append(t("owing.overdue", amount=found["overdue"], since=found["overdue_since"]))
    if found["credit"] != money_text(0):
        said_of.append(t("owing.in_favour", amount=found["credit"]))
    if not found["balance_known"]:
        said_of.append(t("owing.balance_unknown"))
    if found["unpriced"]:
        names = [
            product.name if (product := office.books.products.find(each)) else each for each in found["unpriced"]
        ]
        said_of.append(t("owing.unpriced", products=t("plan.comma").join(names)))
    return said_of + [goods_line(office, each) for each in found["goods"]]


def owing_lines(office: Office, outlet: Outlet) -> list[Line]:
    """For the outlet's page: goods owed to it, its latest documents and payments, what is unpaid and since when."""
    found = statement_document(office, outlet.id)
    made: list[Line] = [[(goods_line(office, each), "warning")] for each in found["goods"]]
    if not found["lines"] and not found["open"]:
        return made
    shown = found["lines"][-_LATEST:]
    for line in shown:
        what = office.t(f"owing.kind.{line['kind']}")
        made.append(
            [(f"{line['date']} ", "dim"), (f"{what} {line['id']} ", ""), (line["amount"], "strong"),
             (f" → {line['balance']}", "dim")]
        )  # fmt: skip
    late = found["overdue_since"] is not None
    made += [[(text, "error" if late else "")] for text in open_lines(office, found | {"goods": []})]
    return made


def goods_line(office: Office, each: dict[str, Any]) -> str:
    """One product owed, in a sentence."""
    amounts = {name: said(office, each["product"], each[name]) for name in ("owed", "ordered", "delivered")}
    return office.t("owing.goods", order=each["order"], product=each["product_name"], since=each["since"], **amounts)


def save_statement(office: Office, found: dict[str, Any], path: Path) -> None:
    """Writes a statement's lines as XLSX or, by its name, CSV."""
    header, rows = statement_rows(office, found)
    columns = {STATEMENT_COLUMNS.index(name) for name in _MONEY}
    title = [office.t("owing.title", name=found["name"], outlet=found["outlet"])]
    empty = [""] * (len(header) - 1)
    below = [[line, *empty] for line in open_lines(office, found)]
    save_table(path, [[*title, *empty], header, *rows, *below], money=columns)
