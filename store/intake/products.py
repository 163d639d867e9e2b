"""Products out of a table: their units, and what they cost by the case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from store.intake.figures import Figures
from store.intake.gathering import Cells, Intake, Taken
from store.intake.goods import spec_of
from store.intake.grids import Mark
from store.intake.lines import BASE, CASE, cents
from store.intake.meanings import yes_or_no
from store.intake.measured import days
from store.intake.packing import units_of
from store.intake.plain import price, take_rows
from store.intake.questions import NO_ANSWERS, Answers
from store.intake.tables import Table
from store.intake.vocabularies import PRODUCT_COLUMNS
from store.notation.errors import NotationError
from store.notation.units import CASES, DOZEN, unit_named, unit_said
from store.notation.words import fold, key
from store.records import Product, Tier

_PRICES = (
    ("price", Tier.RETAILER), ("wholesale_price", Tier.WHOLESALER), ("sub_wholesale_price", Tier.SUB_WHOLESALER),
    ("cost", "cost"), ("floor_price", "floor_price"),
)  # fmt: skip
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
        if units:
            fields["units"] = units
        elif before is not None:
            units = before.to_json().get("units", [])
        _prices(taken, figures, units)
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


def _prices(taken: Taken, figures: Figures, units: list[dict[str, Any]]) -> None:
    """All prices brought to the case."""
    fields, cells = taken.fields, figures.cells
    scale = tuple((unit["name"], unit.get("factor", 1)) for unit in units)
    prices: dict[str, str] = {}
    unsaid, beside = False, None
    for name, of in _PRICES:
        found = price(taken, figures, name)
        if found is None:
            continue
        unit = (
            found[1]
            or unit_said(cells.columns[name])
            or cells.cell(taken.row, "price_unit")
            or _own_unit(taken, cells)
        )
        answer = cells.answers.to("unit", cells.columns[name])
        if of is Tier.RETAILER and not unit and not answer and _said_beside(taken, cells):
            beside = found[0]
            continue
        factor = _factor(taken, name, unit or answer or CASE, scale)
        unsaid = unsaid or (not unit and not answer and len(scale) > 1)
        if factor is not None:
            exact = found[0] * factor
            amount = str(cents(exact))
            if cents(exact) != exact:
                taken.warn(name, str(found[0]), "money_rounded", amount=amount)
            if isinstance(of, Tier):
                prices[of.value] = amount
            else:
                fields[of] = amount
    _retail(taken, figures, prices, scale)
    retail = Decimal(prices.get(Tier.RETAILER.value, "0"))
    if (
        beside is not None
        and retail
        and not any(_comes_to(beside, factor, retail) for _, factor in scale or (("", 1),))
    ):
        taken.warn("price", str(beside), "price_beside", case=f"{retail:f}")
    if prices:
        fields["prices"] = prices
    if unsaid:
        taken.warn("price", None, "prices_by_case", unit=max(scale, key=lambda each: each[1])[0])
    if text := cells.cell(taken.row, "consumer_price"):
        fields[cells.columns["consumer_price"]] = text
        taken.warn("consumer_price", text, "consumer_price")


def _retail(taken: Taken, figures: Figures, prices: dict[str, str], scale: tuple[tuple[str, int], ...]) -> None:
    """What retailers pay by the columns that say of what: the case's counts, and others that differ are told."""
    name = Tier.RETAILER.value
    case = price(taken, figures, "case_price")
    if case is not None:
        factor = _factor(taken, "case_price", case[1] or CASE, scale)
        if factor is not None:
            said = prices.get(name)
            prices[name] = str(cents(case[0] * factor))
            if said is not None and Decimal(said) != Decimal(prices[name]):
                taken.warn("price", said, "price_beside", case=prices[name])
    piece = price(taken, figures, "piece_price")
    if piece is not None and (factor := _factor(taken, "piece_price", BASE, scale)) is not None:
        by_case = cents(piece[0] * factor)
        counts = prices.setdefault(name, str(by_case))
        if abs(Decimal(counts) - by_case) > Decimal("0.005") * factor:
            taken.warn("piece_price", str(piece[0]), "prices_disagree", case=counts, pieces=str(factor))


def _said_beside(taken: Taken, cells: Cells) -> bool:
    """Whether another column gives the price of a case or a piece: one that names no unit is not needed then."""
    return any(cells.cell(taken.row, name) for name in ("case_price", "piece_price"))


def _comes_to(amount: Decimal, factor: int, case: Decimal) -> bool:
    """Whether a price is that of a case, or of one of `factor` pieces."""
    return abs(amount - case) < Decimal("0.01") or abs(amount * factor - case) <= Decimal("0.005") * factor


def _own_unit(taken: Taken, cells: Cells) -> str:
    """The unit column where it names a case: what a price beside it is of."""
    unit = cells.cell(taken.row, "unit")
    return unit if fold(unit) in CASES else ""


def _factor(taken: Taken, name: str, unit: str, scale: tuple[tuple[str, int], ...]) -> Decimal | None:
    """How many of a unit are a case."""
    if not scale:
        return Decimal(1)
    case = max(factor for _, factor in scale)
    if fold(unit) in DOZEN and unit not in dict(scale):
        return Decimal(case) / 12
    if unit in (CASE, BASE):
        return Decimal(1) if unit == CASE else Decimal(case)
    try:
        named = unit_named(scale, unit)
    except NotationError:
        taken.error(
            name, unit, "no_such_unit", product=taken.fields.get("name", ""), units=[each for each, _ in scale]
        )
        return None
    return Decimal(case) / dict(scale)[named]


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
