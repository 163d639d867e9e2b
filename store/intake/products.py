"""Products out of a table: their units, and what they cost by the case."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.intake.figures import Figures
from store.intake.gathering import Cells, Intake, Taken
from store.intake.goods import spec_of
from store.intake.grids import Mark
from store.intake.meanings import yes_or_no
from store.intake.measured import days
from store.intake.packing import units_of, weigh
from store.intake.plain import take_rows
from store.intake.prices import fill_prices, find_others
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import PRODUCT_COLUMNS
from store.notation.errors import NotationError
from store.notation.words import fold, key
from store.records import Product

_SOLD = frozenset(("启用", "正常", "在售", "上架", "active", "enabled"))
_NOT_SOLD = frozenset(("停用", "停售", "下架", "禁用", "停产", "inactive", "disabled", "discontinued"))


def take_products(
    table: Table,
    *,
    existing: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
    answers: Answers = NO_ANSWERS,
) -> Intake[Product]:
    """Products of a table; one without a code goes by its barcode, else by its name and specification."""
    cells = Cells(table, PRODUCT_COLUMNS, mapping, ("id", "name", "barcode"), answers)
    find_others(cells)
    return take_rows(cells, Product, existing, _Filling(existing), "P")


class _Filling:
    """Fills in one product after the other, and knows those before."""

    def __init__(self, existing: Mapping[str, Product]) -> None:
        self._existing = existing
        self._by_barcode: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for product in existing.values():
            self._known(product.id, product.barcode or "", product.name, spec_of(product))

    def _known(self, product_id: str, barcode: str, name: str, spec: str) -> None:
        if barcode:
            self._by_barcode.setdefault(fold(barcode), product_id)
        self._by_name.setdefault(key(name + spec), product_id)

    def __call__(self, taken: Taken, figures: Figures) -> None:
        fields, row, cells = taken.fields, taken.row, figures.cells
        spec = cells.cell(row, "spec")
        if spec and cells.mark(row, "spec") is Mark.DATE:
            taken.warn("spec", spec, "spec_is_date")
            spec = ""
        if spec:
            fields["spec"] = spec
        barcode = fields.get("barcode", "")
        fields.setdefault("name", fields.get("id") or barcode)
        self._identify(taken, barcode, spec)
        before = self._existing.get(fields.get("id", ""))
        units = units_of(taken, cells, before)
        on_file = [] if units or before is None else before.to_json().get("units", [])
        weighed = weigh(taken, figures, units or on_file)
        if units or weighed != on_file:
            fields["units"] = weighed
        units = weighed
        fill_prices(taken, figures, units, before)
        _others(taken, figures)

    def _identify(self, taken: Taken, barcode: str, spec: str) -> None:
        fields = taken.fields
        name = key(fields["name"] + spec)
        if not fields.get("id"):
            known = self._by_barcode.get(fold(barcode)) if barcode else self._by_name.get(name)
            if known is not None:
                fields["id"] = known
            elif not barcode and fields["name"] and spec:
                fields["id"] = f"{fields['name']} {spec}"[:64]
        own = fields.get("id") or barcode or fields["name"]
        if barcode:
            other = self._by_barcode.get(fold(barcode))
            if other is not None and other != own:
                taken.warn("barcode", barcode, "same_barcode", other=other)
            if not _checked(barcode):
                taken.warn("barcode", barcode, "barcode_check")
        other = self._by_name.get(name) if fields["name"] else None
        if other is not None and other != own:
            taken.warn("name", fields["name"], "same_product", other=other)
        self._known(own, barcode, fields["name"], spec)


def _checked(barcode: str) -> bool:
    """Whether the last digit of a barcode is the one that GS1 reckons from the others; other codes have none."""
    if not re.fullmatch(r"\d{8}|\d{12,14}", barcode):
        return True
    digits = [int(digit) for digit in reversed(barcode)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _others(taken: Taken, figures: Figures) -> None:
    fields, row, cells = taken.fields, taken.row, figures.cells
    if text := cells.cell(row, "shelf_life"):
        try:
            fields["shelf_life_days"] = days(taken, figures, "shelf_life")
        except NotationError:
            taken.warn("shelf_life", text, "not_days")
    if text := cells.cell(row, "own"):
        own = yes_or_no(text)
        if own is None:
            taken.warn("own", text, "not_yes_or_no")
        else:
            fields["own"] = own
    if text := cells.cell(row, "active"):
        said = yes_or_no(text)
        turned = any(word in fold(cells.columns["active"]) for word in ("停用", "disabled"))
        if fold(text) in _SOLD | _NOT_SOLD:
            fields["active"] = fold(text) in _SOLD
        elif said is None:
            taken.warn("active", text, "not_yes_or_no")
        else:
            fields["active"] = said != turned
