"""What a row says of a product's prices, its cost and its floor, brought to the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from store.intake.counting import BASE, CASE, cents
from store.intake.figures import Figures
from store.intake.gathering import Cells, Taken
from store.intake.plain import price
from store.notation.errors import NotationError
from store.notation.units import CASES, DOZEN, WHOLE, unit_named, unit_said
from store.notation.words import bare, fold
from store.records import Product, Tier

_PRICES = (
    ("price", Tier.RETAILER), ("wholesale_price", Tier.WHOLESALER), ("sub_wholesale_price", Tier.SUB_WHOLESALER),
    ("cost", "cost"), ("floor_price", "floor_price"),
)  # fmt: skip
_PLAIN_UNITS = frozenset(map(bare, ("单位", "计量单位", "销售单位", "uom", "unit", "sales uom", "unit of measure")))
"""Columns that say in which unit a row is, and not which unit is the smallest."""
_RETAILERS = ("终端", "零售", "供", "trade", "retail")
"""Words in a header that give a price to retailers alone."""

Scale = tuple[tuple[str, int], ...]


def find_others(cells: Cells) -> None:
    """Second prices, 批发价(瓶) beside 批发价(箱): read where the first is empty, else compared with it."""
    for name, _ in _PRICES:
        for at, header in enumerate(cells.table.header):
            if name not in cells.columns or at in cells.index.values() or f"other_{name}" in cells.columns:
                continue
            units = {unit_said(header), unit_said(cells.columns[name])}
            if cells.field_of(header) == name and None not in units and len(units) > 1:
                cells.columns[f"other_{name}"], cells.index[f"other_{name}"] = header, at
                cells.use(at)


def fill_prices(taken: Taken, figures: Figures, units: Sequence[Mapping[str, Any]], before: Product | None) -> None:
    """Prices by tier, cost and floor of a row, into its fields; a price that may be of two units is asked."""
    fields, cells = taken.fields, figures.cells
    scale = tuple((unit["name"], unit.get("factor", 1)) for unit in units)
    prices: dict[str, str] = {}
    unsaid, beside = False, None
    for first, of in _PRICES:
        name, found = first, price(taken, figures, first)
        other = price(taken, figures, f"other_{first}")
        if found is None:
            name, found, other = f"other_{first}", other, None
        if found is None:
            continue
        if not found[0] and of != "floor_price":
            taken.warn(name, cells.cell(taken.row, name), "price_of_nothing")
            continue
        unit = _unit_of(taken, cells, name, found[1])
        if of is Tier.RETAILER and not unit and _said_beside(taken, cells):
            beside = found[0]
            continue
        if not unit and len(scale) > 1:
            if not _of_row_unit(taken, cells, scale):
                unsaid = True
            elif not (unit := _as_on_file(before, of, found[0], scale)):
                _ask(taken, cells, name, found[0], scale)
                continue
        amount = _by_case(taken, name, found[0], unit or CASE, scale)
        if amount is None:
            continue
        if other is not None:
            _agree(taken, cells, f"other_{first}", other, amount, scale)
        if isinstance(of, Tier):
            prices[of.value] = amount
        else:
            fields[of] = amount
    _retail(taken, figures, prices, scale)
    _compared(taken, beside, prices, scale)
    _of_all_tiers(cells, prices, before)
    if prices:
        fields["prices"] = prices
    if unsaid:
        taken.warn("price", None, "prices_by_case", unit=max(scale, key=lambda each: each[1])[0])
    if text := cells.cell(taken.row, "consumer_price"):
        fields[cells.columns["consumer_price"]] = text
        taken.warn("consumer_price", text, "consumer_price")


def _agree(taken: Taken, cells: Cells, name: str, other: tuple[Decimal, str], case: str, scale: Scale) -> None:
    """Tells a second price of another unit that does not come to the first one's case."""
    factor = _factor(taken, name, other[1] or unit_said(cells.columns[name]) or CASE, scale)
    if factor is not None and abs(Decimal(case) - other[0] * factor) > Decimal("0.005") * (factor + 1):
        taken.warn(name, str(other[0]), "price_beside", case=case)


def _unit_of(taken: Taken, cells: Cells, name: str, said: str) -> str:
    """The unit of a price: of its cell, its header, its row, or as answered; "" where nothing says it."""
    column = cells.columns[name]
    header, of_row = unit_said(column), cells.cell(taken.row, "price_unit")
    beside = header or of_row
    if said and beside and fold(said) != fold(beside):
        named = column if header else cells.columns["price_unit"]
        taken.warn(name, cells.cell(taken.row, name), "units_differ", header=named, unit=beside)
    return said or beside or _own_unit(taken, cells) or cells.answers.to("unit", column) or ""


def _own_unit(taken: Taken, cells: Cells) -> str:
    """The unit column where it names a case: what a price beside it is of."""
    unit = cells.cell(taken.row, "unit")
    return unit if fold(unit) in CASES else ""


def _of_row_unit(taken: Taken, cells: Cells, scale: Scale) -> bool:
    """Whether the row stands in a unit below the case, which its price may be of as well."""
    unit = cells.cell(taken.row, "unit")
    if not unit or bare(cells.columns["unit"]) not in _PLAIN_UNITS or cells.cell(taken.row, "case_unit"):
        return False
    try:
        return unit_named(scale, unit) != max(scale, key=lambda each: each[1])[0]
    except NotationError:
        return False


def _as_on_file(before: Product | None, of: Tier | str, amount: Decimal, scale: Scale) -> str:
    """The one of the two readings that says what is on file already; "" where neither or both do."""
    if before is None:
        return ""
    known = before.prices.get(of) if isinstance(of, Tier) else getattr(before, of)
    largest = max(factor for _, factor in scale)
    fits = [unit for unit, factor in ((CASE, 1), (BASE, largest)) if cents(amount * factor) * 100 == known]
    return fits[0] if len(fits) == 1 else ""


def _ask(taken: Taken, cells: Cells, name: str, amount: Decimal, scale: Scale) -> None:
    text = cells.cell(taken.row, name)
    ordered = sorted(scale, key=lambda each: each[1])
    readings = {CASE: f"{amount:f}/{ordered[-1][0]}", BASE: f"{amount:f}/{ordered[0][0]}"}
    taken.ask(name, text, "unit", cells.columns[name], readings)


def _by_case(taken: Taken, name: str, amount: Decimal, unit: str, scale: Scale) -> str | None:
    """An amount per `unit` as that of a case; what is finer than a cent is rounded, and told."""
    factor = _factor(taken, name, unit, scale)
    if factor is None:
        return None
    exact = amount * factor
    rounded = cents(exact)
    if rounded != exact:
        taken.warn(name, str(amount), "money_rounded", amount=str(rounded))
    return str(rounded)


def _retail(taken: Taken, figures: Figures, prices: dict[str, str], scale: Scale) -> None:
    """What retailers pay by the columns that say of what: the case's counts, and others that differ are told."""
    name = Tier.RETAILER.value
    case = price(taken, figures, "case_price")
    if case is not None and not case[0]:
        taken.warn("case_price", "0", "price_of_nothing")
    elif case is not None and (amount := _by_case(taken, "case_price", case[0], case[1] or CASE, scale)) is not None:
        said = prices.get(name)
        prices[name] = amount
        if said is not None and Decimal(said) != Decimal(amount):
            taken.warn("price", said, "price_beside", case=amount)
    piece = price(taken, figures, "piece_price")
    if piece is None or not piece[0] or (factor := _factor(taken, "piece_price", BASE, scale)) is None:
        return
    if name not in prices:
        prices[name] = _by_case(taken, "piece_price", piece[0], BASE, scale) or ""
    elif abs(Decimal(prices[name]) - piece[0] * factor) > Decimal("0.005") * factor + Decimal("0.005"):
        taken.warn("piece_price", str(piece[0]), "prices_disagree", case=prices[name], pieces=str(factor))


def _compared(taken: Taken, beside: Decimal | None, prices: Mapping[str, str], scale: Scale) -> None:
    """A price that names no unit, beside those that do: told where it is none of them."""
    retail = Decimal(prices.get(Tier.RETAILER.value, "0"))
    if beside is None or not retail:
        return
    if not any(_comes_to(beside, factor, retail) for _, factor in scale or (("", 1),)):
        taken.warn("price", str(beside), "price_beside", case=f"{retail:f}")


def _of_all_tiers(cells: Cells, prices: dict[str, str], before: Product | None) -> None:
    """A list with one price is for whoever buys: for the tiers as well of which nothing says another price."""
    retail = prices.get(Tier.RETAILER.value)
    columns = [cells.columns[name] for name in ("price", "case_price", "piece_price") if name in cells.columns]
    if (
        retail is None
        or cells.columns.keys() & {"wholesale_price", "sub_wholesale_price"}
        or any(word in fold(column) for column in columns for word in _RETAILERS)
    ):
        return
    known = before.prices if before is not None else {}
    own = known.get(Tier.RETAILER)
    for tier in (Tier.WHOLESALER, Tier.SUB_WHOLESALER):
        if known.get(tier) in (None, own):
            prices[tier.value] = retail
        else:
            prices[tier.value] = f"{Decimal(known[tier]) / 100:f}"


def _said_beside(taken: Taken, cells: Cells) -> bool:
    """Whether another column gives the price of a case or a piece: one that names no unit is not needed then."""
    return any(cells.cell(taken.row, name) for name in ("case_price", "piece_price"))


def _comes_to(amount: Decimal, factor: int, case: Decimal) -> bool:
    """Whether a price is that of a case, or of one of `factor` pieces."""
    return abs(amount - case) < Decimal("0.01") or abs(amount * factor - case) <= Decimal("0.005") * factor


def _factor(taken: Taken, name: str, unit: str, scale: Scale) -> Decimal | None:
    """How many of a unit are a case; None, and told, where the product does not have it."""
    if not scale:
        return Decimal(1)
    largest, case = max(scale, key=lambda each: each[1])
    if fold(unit) in DOZEN and unit not in dict(scale):
        return Decimal(case) / 12
    if unit == BASE:
        return Decimal(case)
    whole = fold(unit) in WHOLE
    if unit == CASE or whole:
        if not (name == "case_price" or whole) or case > 1 or fold(largest) in CASES:
            return Decimal(1)
        taken.warn(name, None, "price_of_no_case", unit=largest)
        return None
    try:
        named = unit_named(scale, unit)
    except NotationError:
        taken.error(
            name, unit, "no_such_unit", product=taken.fields.get("name", ""), units=[each for each, _ in scale]
        )
        return None
    return Decimal(case) / dict(scale)[named]
