"""Orders to be delivered and past sales out of a table: a row for each line, or for a whole document."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from store.intake.gathering import Cells, Intake, Judge, Taken, gathered
from store.intake.known import KnownOutlets, KnownProducts, KnownReps
from store.intake.tables import Table
from store.intake.vocabularies import ORDER_COLUMNS
from store.notation.dates import date_of
from store.notation.money import amount_of
from store.notation.quantities import count_of
from store.notation.words import fold
from store.records import Order, OrderStatus, Outlet, Product, Rep, Sale

D = TypeVar("D", Order, Sale)

_STATUSES = {
    word: status
    for status, words in {
        OrderStatus.OPEN: "open 未送 未发货 待送 待发货 待配送 未完成 已审核 已确认 新建 confirmed pending new",
        OrderStatus.DELIVERED: "delivered 已送 已发货 已送达 已完成 完成 已签收 已出库 done closed shipped completed",
        OrderStatus.CANCELLED: "cancelled canceled 取消 已取消 作废 已作废 红冲 void",
    }.items()
    for word in words.split()
}


def take_orders(
    table: Table,
    *,
    existing: Mapping[str, Order],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    products: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
    judge: Judge[Order] | None = None,
) -> Intake[Order]:
    """Orders of a table against those on file. Rows of one number, or of one outlet and date, are one order.

    `judge` may refuse one, for its prices or its buyer's debts. Raises
    `IntakeError` ``column_wanted``, ``unknown_field``, ``unknown_column``.
    """
    reader = _Reader(table, mapping, outlets, reps, products)
    groups = reader.groups(_order)
    for group in groups:
        _summed(group)
    on_file = lambda ids: {each: existing[each] for each in ids if each in existing}  # noqa: E731
    return reader.gathered(groups, Order, on_file, judge)


def take_sales(
    table: Table,
    *,
    existing: Callable[[Mapping[str, list[str]]], Mapping[str, Sale]],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    products: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
) -> Intake[Sale]:
    """Past sales of a table; `existing` gives those on file of some ids by month. Raises as `take_orders` does."""
    reader = _Reader(table, mapping, outlets, reps, products)
    groups = reader.groups(_sale)
    months: dict[str, list[str]] = {}
    for group in groups:
        _summed(group)
        fields = group[0].fields
        if "date" in fields:
            months.setdefault(str(fields["date"])[:7], []).append(str(fields.get("id", "")))
    return reader.gathered(groups, Sale, lambda _: existing(months))


def _order(taken: Taken, cells: Cells) -> dt.date | None:
    """Dates, terms and status of an order; gives the date that stands in for a missing number."""
    fields, row = taken.fields, taken.row
    dates = {}
    for name, field in (("date", "ordered"), ("promised", "promised")):
        if text := cells.cell(row, name):
            if (found := date_of(text)) is None:
                taken.error(name, text, "not_a_date")
            else:
                fields[field] = found.isoformat()
                dates[field] = found
    for name in ("terms", "notes"):
        if text := cells.cell(row, name):
            fields[name] = text
    if text := cells.cell(row, "status"):
        if (status := _STATUSES.get(fold(text))) is None:
            taken.warn("status", text, "unknown_order_status")
        else:
            fields["status"] = status.value
    return dates.get("ordered") or dates.get("promised")


def _sale(taken: Taken, cells: Cells) -> dt.date | None:
    text = cells.cell(taken.row, "date")
    found = date_of(text)
    if found is None:
        taken.error("date", text or None, "not_a_date" if text else "date_missing")
    else:
        taken.fields["date"] = found.isoformat()
    return found


class _Reader:
    """Rows of documents to groups of lines."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping[str, str] | None,
        outlets: Mapping[str, Outlet],
        reps: Mapping[str, Rep],
        products: Mapping[str, Product],
    ) -> None:
        self.table = table
        self.cells = Cells(table, ORDER_COLUMNS, mapping, ("outlet", "outlet_name", "outlet_phone"))
        self.outlets, self.staff, self.products = KnownOutlets(outlets), KnownReps(reps), KnownProducts(products)

    def groups(self, read: Callable[[Taken, Cells], dt.date | None]) -> list[list[Taken]]:
        groups: dict[tuple[str, ...], list[Taken]] = {}
        for row in self.table.rows:
            taken = Taken(row)
            number = self.cells.cell(row, "id")
            outlet = self.outlets.find(
                taken, *(self.cells.cell(row, name) for name in ("outlet", "outlet_name", "outlet_phone"))
            )
            if outlet:
                taken.fields["outlet"] = outlet
            day = read(taken, self.cells)
            if rep := self.staff.find(taken, self.cells.cell(row, "rep")):
                taken.fields["rep"] = rep
            self._line(taken)
            if number:
                taken.fields["id"] = number
                group: tuple[str, ...] = (number,)
            elif outlet and day:
                group = (outlet, day.isoformat())
                digest = hashlib.sha256("|".join(group).encode()).hexdigest()[:8].upper()
                taken.fields["id"] = f"{day:%Y%m%d}-{digest}"
            else:
                group = ("", str(row.number))
            groups.setdefault(group, []).append(taken)
        for rows in groups.values():
            for each in rows[1:]:
                if each.fields.get("outlet") != rows[0].fields.get("outlet") and not each.errors:
                    each.error("outlet", each.fields.get("outlet"), "other_outlet", first=rows[0].row.number)
        return list(groups.values())

    def _line(self, taken: Taken) -> None:
        cells, row = self.cells, taken.row
        product = self.products.find(
            taken, *(cells.cell(row, name) for name in ("product", "product_name", "barcode"))
        )
        line: dict[str, Any] = {}
        if text := cells.cell(row, "quantity"):
            found = count_of(text)
            if found is None:
                taken.error("quantity", text, "not_a_number")
            else:
                line["quantity"], line["unit"] = found[0], found[1] or cells.cell(row, "unit") or None
        for name in ("price", "value"):
            if text := cells.cell(row, name):
                amount = amount_of(text)
                if amount is None:
                    taken.error(name, text, "not_an_amount")
                else:
                    line[name] = amount
        if product is None:
            if "value" in line:
                taken.fields["_value"] = line["value"]
        elif "quantity" not in line:
            if not cells.cell(row, "quantity"):
                taken.error("quantity", None, "quantity_missing")
        else:
            taken.fields["_line"] = {"product": product, **line}

    def gathered(
        self,
        groups: list[list[Taken]],
        model: type[D],
        existing: Callable[[list[str]], Mapping[str, D]],
        judge: Judge[D] | None = None,
    ) -> Intake[D]:
        intake: Intake[D] = gathered(self.cells, groups, model, existing, judge)
        named = {record.rep for record in intake.records}
        used = {line.product for record in intake.records for line in record.lines}
        intake.reps.extend(rep for rep in self.staff.stubs.values() if rep.id in named)
        intake.products.extend(product for product in self.products.stubs.values() if product.id in used)
        return intake


def _summed(group: list[Taken]) -> None:
    """All lines into the first row's fields; a document without lines keeps the value it names."""
    lines = [each.fields.pop("_line") for each in group if "_line" in each.fields]
    values = [each.fields.pop("_value") for each in group if "_value" in each.fields]
    if lines:
        group[0].fields["lines"] = lines
    if values and not lines:
        group[0].fields["value"] = values[0]
