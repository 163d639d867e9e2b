"""Which rows of a table are one document, and what must be the same in all of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from store.intake.gathering import Cells, Taken
from store.intake.lines import Line

SALE, RETURN = "sale", "return"
PARENTS = ("id", "outlet", "outlet_name", "outlet_phone", "date", "promised")
"""Fields that say whose document a row is, and from when; a row with none of them continues the one above."""
_SAME = ("date", "ordered", "promised", "rep", "status", "terms", "document")
"""Fields that all rows of a document agree in, where they have them."""


@dataclass(slots=True)
class Entry:
    """One row of a document."""

    taken: Taken
    line: Line | None = None
    value: Decimal | None = None
    """An amount of a row that names no product."""
    total: Decimal | None = None
    """What the row says the whole document comes to."""


@dataclass(slots=True)
class Document:
    """Rows of one document, in their order; the first one's fields become the record's."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def first(self) -> Taken:
        return self.entries[0].taken

    @property
    def rows(self) -> list[Taken]:
        return [entry.taken for entry in self.entries]


def grouped(
    cells: Cells, rows: Iterable[Taken], has_line: Callable[[Taken], bool], parent: Callable[[Taken], dt.date | None]
) -> list[Document]:
    """Documents out of rows. `parent` reads what a row says of its document and gives the date it goes by."""
    documents: dict[tuple[str, ...], Document] = {}
    above: Document | None = None
    sheet: str | None = None
    head: dict[str, str] = {}
    numbered = "id" in cells.columns
    for taken in rows:
        said = {name: text for name in PARENTS if (text := cells.cell(taken.row, name))}
        if taken.row.sheet != sheet:
            above, sheet = None, taken.row.sheet
        if not said and not has_line(taken):
            taken.error(None, None, "no_document")
            documents[("", str(taken.row.place))] = Document([Entry(taken)])
            continue
        continues = not said or (
            numbered
            and "id" not in said
            and "id" in head
            and all(head.get(name) == text for name, text in said.items())
        )
        if continues and (above is not None or not said):
            if above is None:
                taken.error(None, None, "nothing_above")
                documents[("", str(taken.row.place))] = Document([Entry(taken)])
                continue
            above.entries.append(Entry(taken))
            parent(taken) if said else None
            continue
        head = said
        group = _identity(taken, said.get("id", ""), parent(taken))
        above = documents.setdefault(group, Document())
        above.entries.append(Entry(taken))
    return list(documents.values())


def _identity(taken: Taken, number: str, day: dt.date | None) -> tuple[str, ...]:
    outlet = taken.fields.get("outlet")
    if number:
        taken.fields["id"] = number
        return (number,)
    if outlet and day:
        digest = hashlib.sha256(f"{outlet}|{day.isoformat()}".encode()).hexdigest()[:8].upper()
        taken.fields["id"] = f"{day:%Y%m%d}-{digest}"
        return outlet, day.isoformat()
    if outlet and not day and not taken.errors:
        taken.error("id", None, "no_number_no_date")
    return "", str(taken.row.place)


def agreed(document: Document) -> None:
    """Notes where rows of one document say different things of it, and brings what they say together."""
    first = document.first
    said = {name: (first, first.fields[name]) for name in _SAME if name in first.fields}
    for taken in document.rows[1:]:
        fields = taken.fields
        if "outlet" in fields and fields["outlet"] != first.fields.get("outlet") and not first.errors:
            taken.error("outlet", fields["outlet"], "other_outlet", first=first.row.place)
        for name in _SAME:
            if name not in fields:
                continue
            row, value = said.setdefault(name, (taken, fields[name]))
            if value != fields[name]:
                taken.error(name, str(fields[name]), "other_in_document", first=row.row.place, other=str(value))
            first.fields.setdefault(name, value)
    notes = [taken.fields["notes"] for taken in document.rows if taken.fields.get("notes")]
    if notes:
        first.fields["notes"] = "\n".join(dict.fromkeys(notes))


def summed(document: Document) -> None:
    """All lines into the first row's fields. Without lines a document keeps the value it names."""
    first = document.first
    total = _total(document)
    lines = [entry.line for entry in document.entries if entry.line is not None]
    if first.fields.pop("document", None) == RETURN:
        for line in lines:
            line.negated()
        total = None if total is None else -abs(total)
    priced = {line.product for line in lines if not line.gift and (line.price or line.value)}
    for entry in document.entries:
        own = entry.line
        if own is not None and (own.gift or own.free) and own.floor and own.product not in priced:
            entry.taken.warn("free", None, "free_goods", product=own.product)
    if lines:
        first.fields["lines"] = [each for line in lines for each in line.documents(priced=line.product in priced)]
    values = [entry.value for entry in document.entries if entry.value is not None]
    if total is not None:
        _compared(first, lines, total)
        first.fields["value"] = str(total)
    elif values and not lines:
        first.fields["value"] = str(sum(values, Decimal(0)))
    if not lines and "value" not in first.fields:
        first.warn("lines", None, "no_goods")


def _compared(first: Taken, lines: list[Line], total: Decimal) -> None:
    worths = [worth for line in lines if (worth := _worth(line)) is not None]
    if lines and len(worths) == len(lines):
        whole = sum(worths, Decimal(0))
        if abs(whole - total) > Decimal("0.01") * len(lines):
            first.warn("total", f"{total:f}", "total_differs", lines=f"{whole:.2f}")


def _total(document: Document) -> Decimal | None:
    """What the document comes to as a whole: said once, or the same in each row.

    Amounts that differ from row to row, or that each are what the row's own line comes to, are the lines'.
    """
    told = [(entry, entry.total) for entry in document.entries if entry.total is not None]
    if not told:
        return None
    own = len(told) > 1 and all(
        entry.line is not None and entry.line.price is not None and _worth(entry.line) == total
        for entry, total in told
    )
    if len({total for _, total in told}) == 1 and not own:
        return told[0][1]
    for entry, total in told:
        if entry.line is None:
            entry.value = total
        elif entry.line.value is None:
            entry.line.value = total
    return None


def _worth(line: Line) -> Decimal | None:
    if line.gift:
        return Decimal(0)
    if line.value is not None:
        return line.value
    return None if line.price is None else line.price * line.count
