"""Orders to be delivered and past sales out of a table: a row for each line, or for a whole document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from store.intake.counting import cents
from store.intake.documents import RETURN, Document, agreed, grouped, summed
from store.intake.figures import Figures
from store.intake.findings import IntakeError
from store.intake.gathering import Cells, Intake, Judge, Taken, gathered
from store.intake.goods import KnownProducts
from store.intake.known import KnownOutlets, KnownReps
from store.intake.lines import Lines
from store.intake.order_words import OTHER, STATUSES, is_red, kind_of
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import ORDER_COLUMNS
from store.notation.words import fold, key
from store.records import Order, OrderStatus, Outlet, Product, Rep, Sale

D = TypeVar("D", Order, Sale)
_MONTH = re.compile(
    r"(?:(?:19|20)?\d{2}\s*[年./-]\s*)?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月份?(?:销量|销售额|数量|金额|合计)?|"
    r"(?:19|20)\d{2}\s*[-./]?\s*(?:1[0-2]|0[1-9])|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s'-]*(?:(?:19|20)?\d{2})?"
)
"""What stands over a column of a month, as `fold` writes it."""
_GOODS = frozenset(("product", "product_name", "barcode", "value", "total"))
"""Fields one of which a table of documents has: goods, or what they come to."""


def take_orders(
    table: Table,
    *,
    existing: Mapping[str, Order],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    products: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
    make_products: bool = False,
    judge: Judge[Order] | None = None,
) -> Intake[Order]:
    """Orders of a table against those on file. Rows of one number, or of one outlet and date, are one order.

    `answers` settle cells with two readings, and say in which unit quantities without one are: ``case``,
    ``base`` or a name. With `make_products` products that nobody knows are made, else they keep their order out.
    `judge` may refuse an order, for its prices or its buyer's debts. Raises `IntakeError` ``column_wanted``,
    ``unknown_field``, ``unknown_column``, ``goods_in_columns``, ``months_in_columns``, ``goods_wanted``.
    """
    reader = _Reader(table, mapping, outlets, reps, KnownProducts(products, make=make_products), answers)
    documents = reader.documents(reader.order)
    on_file = lambda ids: {each: existing[each] for each in ids if each in existing}  # noqa: E731
    return reader.gathered(documents, Order, on_file, judge)


def take_sales(
    table: Table,
    *,
    existing: Callable[[Mapping[str, list[str]]], Mapping[str, Sale]],
    outlets: Mapping[str, Outlet],
    reps: Mapping[str, Rep],
    products: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
    make_products: bool = False,
) -> Intake[Sale]:
    """Past sales of a table; `existing` gives those on file of some ids by month. Raises as `take_orders` does."""
    reader = _Reader(table, mapping, outlets, reps, KnownProducts(products, make=make_products), answers)
    documents = reader.documents(reader.sale)
    months: dict[str, list[str]] = {}
    for each in documents:
        fields = each.first.fields
        if "date" in fields:
            months.setdefault(str(fields["date"])[:7], []).append(str(fields.get("id", "")))
    return reader.gathered(documents, Sale, lambda _: existing(months))


class _Reader:
    """Rows of documents to groups of lines."""

    def __init__(
        self,
        table: Table,
        mapping: Mapping[str, str] | None,
        outlets: Mapping[str, Outlet],
        reps: Mapping[str, Rep],
        products: KnownProducts,
        answers: Answers,
    ) -> None:
        self.table = table
        self.cells = Cells(table, ORDER_COLUMNS, mapping, ("outlet", "outlet_name", "outlet_phone"), answers)
        self.outlets, self.staff, self.products = KnownOutlets(outlets), KnownReps(reps), products
        columns = products.named(name for name in table.header if self.cells.field_of(name) is None)
        if columns and not self.cells.columns.keys() & {"product", "product_name", "barcode"}:
            raise IntakeError("goods_in_columns", path=str(table.path), columns=", ".join(columns[:5]))
        months = [name for name in table.header if _MONTH.fullmatch(fold(name))]
        if len(months) > 1 and not self.cells.columns.keys() & {"date", "promised"}:
            raise IntakeError("months_in_columns", path=str(table.path), columns=", ".join(months[:5]))
        if not self.cells.columns.keys() & _GOODS:
            raise IntakeError("goods_wanted", path=str(table.path), known=", ".join(table.header))
        self.figures = Figures(self.cells)
        self.lines = Lines(self.cells, self.figures, products)

    def documents(self, read: Callable[[Taken], dt.date | None]) -> list[Document]:
        """The documents of the table, read whole; `read` gives the date one goes by that has no number."""

        def parent(taken: Taken) -> dt.date | None:
            self._outlet(taken)
            return read(taken)

        rows = [Taken(row) for row in self.table.rows]
        documents = grouped(self.cells, rows, self.lines.says_anything, parent)
        for document in documents:
            for entry in document.entries:
                taken = entry.taken
                self._beside(taken)
                entry.line = self.lines.line(taken)
                entry.total = self._amount(taken, "total")
                if entry.line is None and not any(
                    self.cells.cell(taken.row, name) for name in ("product", "product_name", "barcode")
                ):
                    entry.value = self._amount(taken, "value")
                    self._goods_of_nothing(taken)
            agreed(document)
            if not any(taken.errors for taken in document.rows):
                summed(document)
        return documents

    def _goods_of_nothing(self, taken: Taken) -> None:
        for name in ("quantity", "case_count", "middle_count", "piece_count", "in_all", "price"):
            if (text := self.cells.cell(taken.row, name)) and self.cells.columns.keys() & {
                "product",
                "product_name",
                "barcode",
            }:
                taken.error(name, text, "no_product")
                return

    def _amount(self, taken: Taken, field: str) -> Decimal | None:
        found = self.figures.money(taken, field)
        return None if found is None else cents(found[0])

    def _outlet(self, taken: Taken) -> None:
        said = [self.cells.cell(taken.row, name) for name in ("outlet", "outlet_name", "outlet_phone")]
        if (outlet := self.outlets.find(taken, *said)) is not None:
            taken.fields["outlet"] = outlet

    def _beside(self, taken: Taken) -> None:
        """What any row of a document may say of it."""
        fields, cells, row = taken.fields, self.cells, taken.row
        named = cells.cell(row, "rep"), cells.cell(row, "rep_code")
        if rep := self.staff.find(taken, *named) or self.staff.of_sheet(taken, cells):
            fields["rep"] = rep
        if text := cells.cell(row, "document"):
            kind = kind_of(text)
            if kind is None:
                taken.error("document", text, "unknown_document_kind")
            elif kind == OTHER:
                taken.error("document", text, "not_a_sale")
            else:
                fields["document"] = kind
        if text := cells.cell(row, "red"):
            red = is_red(text)
            if red is None:
                taken.error("red", text, "unknown_document_kind")
            elif red:
                fields["document"] = RETURN
        if text := cells.cell(row, "notes"):
            fields["notes"] = text

    def order(self, taken: Taken) -> dt.date | None:
        """Dates, terms and status of an order; gives the date that stands in for a missing number."""
        fields, cells, row = taken.fields, self.cells, taken.row
        dates = {}
        for name, field in (("date", "ordered"), ("promised", "promised")):
            if (found := self.figures.date(taken, name)) is not None:
                fields[field] = found.isoformat()
                dates[field] = found
        if len(dates) > 1 and dates["promised"] < dates["ordered"]:
            taken.warn("promised", fields["promised"], "promised_before_order", ordered=fields["ordered"])
        if text := cells.cell(row, "terms"):
            fields["terms"] = text
        if text := cells.cell(row, "status"):
            if (status := STATUSES.get(key(text))) is None:
                taken.warn("status", text, "unknown_order_status")
            else:
                fields["status"] = status.value
        return dates.get("ordered") or dates.get("promised")

    def sale(self, taken: Taken) -> dt.date | None:
        field = "date" if self.cells.cell(taken.row, "date") or "promised" not in self.cells.columns else "promised"
        found = self.figures.date(taken, field)
        if found is not None:
            taken.fields["date"] = found.isoformat()
        elif not self.cells.cell(taken.row, field):
            taken.error("date", None, "date_missing")
        text = self.cells.cell(taken.row, "status")
        if STATUSES.get(key(text)) is OrderStatus.CANCELLED:
            taken.error("status", text, "not_a_sale")
        return found

    def gathered(
        self,
        documents: list[Document],
        model: type[D],
        existing: Callable[[list[str]], Mapping[str, D]],
        judge: Judge[D] | None = None,
    ) -> Intake[D]:
        groups = [document.rows for document in documents]
        intake: Intake[D] = gathered(self.cells, groups, model, existing, judge)
        named = {record.rep for record in intake.records}
        used = {line.product for record in intake.records for line in record.lines}
        intake.reps.extend(rep for rep in self.staff.stubs.values() if rep.id in named)
        intake.products.extend(product for product in self.products.stubs.values() if product.id in used)
        return intake
