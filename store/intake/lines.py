"""A line of a document: its product, how much of it in which unit, free goods, price and amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from store.intake.counting import BASE, CASE, Counting, Sum, Units, cents, said_as, shown
from store.intake.figures import Figures
from store.intake.gathering import Cells, Taken
from store.intake.goods import KnownProducts, Said
from store.intake.grids import Mark
from store.intake.meanings import yes_or_no
from store.notation.units import unit_said
from store.notation.words import fold
from store.records import Product

LINE_FIELDS = (
    "product", "product_name", "barcode", "quantity", "case_count", "middle_count", "piece_count", "in_all",
    "free", "gift", "price", "value",
)  # fmt: skip
"""Fields that only a line has."""
_COUNTS = ("case_count", "middle_count", "piece_count")
"""Columns that add up to a quantity."""
_USUAL = {"case_count": "箱", "middle_count": "中单位", "piece_count": "小单位"}
"""The unit of a column whose header does not name it, by what it was mapped to."""
_GIVEN = re.compile(r"^\s*(?:搭赠|加送|赠送|送|赠|搭)\s*(?=\d)")
_GIFTS = frozenset({"赠品", "赠送", "搭赠", "赠", "gift", "free", "foc"})


@dataclass(slots=True)
class Line:
    """What a row says of goods. `pieces` are in the smallest unit, as `free` is; `unit` None is that one."""

    product: str
    count: Decimal
    unit: str | None
    pieces: Decimal
    units: Units
    free: Decimal = Decimal(0)
    price: Decimal | None = None
    """Per `unit`."""
    value: Decimal | None = None
    gift: bool = False
    floor: bool = False
    """Whether the product has a price below which it may not be sold."""

    def negated(self) -> None:
        self.count, self.pieces = -abs(self.count), -abs(self.pieces)
        self.free = -abs(self.free)
        if self.value is not None:
            self.value = -abs(self.value)

    def documents(self, *, priced: bool) -> Iterator[dict[str, Any]]:
        """Lines as the books have them; free goods cost nothing, but beside a floor that no price here holds up."""
        nothing: dict[str, Any] = {"price": "0", "value": "0"} if priced or not self.floor else {}
        if self.gift:
            yield {"product": self.product, "quantity": float(self.count), "unit": self.unit, **nothing}
            return
        if self.count or not self.free:
            line: dict[str, Any] = {"product": self.product, "quantity": float(self.count), "unit": self.unit}
            if self.price is not None:
                line["price"] = str(cents(self.price))
                if cents(self.price) != self.price and self.value is None:
                    line["value"] = str(cents(self.price * self.count))
            if self.value is not None:
                line["value"] = str(self.value)
            yield line
        if self.free:
            count, unit = said_as(self.free, self.units)
            yield {"product": self.product, "quantity": float(count), "unit": unit, **nothing}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    at: int
    said: str | None
    header: str


class Lines:
    """Reads the lines of a table."""

    def __init__(self, cells: Cells, figures: Figures, products: KnownProducts) -> None:
        self.cells, self.figures, self.products = cells, figures, products
        self._scales: dict[str, Units] = {}
        header = cells.table.header
        found = {
            name: _Column(name, at, unit_said(header[at]) or _USUAL.get(name), header[at])
            for name, at in cells.index.items()
        }
        self._whole = found.get("quantity")
        self._parts = [found[name] for name in _COUNTS if name in found]
        more = [
            _Column("quantity", at, said, name)
            for at, name in enumerate(header)
            if at not in cells.index.values() and (said := unit_said(name)) and cells.field_of(name) == "quantity"
        ]
        if more and self._whole is not None and self._whole.said:
            self._parts += [self._whole, *more]
            self._whole = None
        elif more:
            self._parts += more
        elif (
            (whole := self._whole) is not None and whole.said
            and [(each.name, each.said != whole.said) for each in self._parts] == [("piece_count", True)]
        ):  # fmt: skip
            self._parts.insert(0, whole)
            self._whole = None
        for column in more:
            cells.use(column.at)
        self._price_said = found["price"].said if "price" in found else None
        self._other_price_said = self._other_price(cells)
        self._free_said = found["free"].said if "free" in found else None

    def _other_price(self, cells: Cells) -> str | None:
        """The unit of a second column of prices, 单价(元/瓶) beside 单价(元/箱): read where the first is empty."""
        for at, name in enumerate(cells.table.header):
            said = unit_said(name)
            if self._price_said and said not in (None, self._price_said) and cells.field_of(name) == "price":
                cells.columns["other_price"], cells.index["other_price"] = name, at
                cells.use(at)
                return said
        return None

    def says_anything(self, taken: Taken) -> bool:
        """Whether a row has anything that only a line has."""
        cells = taken.row.cells
        return any(self.cells.cell(taken.row, name) for name in LINE_FIELDS) or any(
            column.at < len(cells) and cells[column.at] for column in self._parts
        )

    def line(self, taken: Taken) -> Line | None:
        """The line of a row. None where it names no product, and where, with errors noted, it cannot be read."""
        cells, row = self.cells, taken.row
        said = Said(*(cells.cell(row, name) for name in ("product", "product_name", "barcode", "spec")))
        product_id = self.products.find(taken, said)
        if product_id is None:
            return None
        product = self.products[product_id]
        word = cells.cell(row, "unit")
        if not product.units and (given := word or self._only_unit(taken)):
            product = self.products.give_unit(product_id, given)
        reader = Counting(taken, product, self._scale(product), self.figures)
        line = self._quantities(reader, product_id, word)
        if line is None or taken.errors:
            return None
        self._prices(reader, line, word)
        return None if taken.errors else line

    def _only_unit(self, taken: Taken) -> str:
        """The unit of the one column of counts that a row fills; "" where it fills none or several."""
        filled = [each.said for each in self._parts if taken.row.cell(each.at) not in ("", "0") and each.said]
        return filled[0] if len(filled) == 1 else ""

    def _scale(self, product: Product) -> Units:
        """Its units, the largest first; found once for all of its lines."""
        known = self._scales.get(product.id)
        if known is None or len(known) != len(product.units):
            known = tuple((unit.name, unit.factor) for unit in product.scale)
            self._scales[product.id] = known
        return known

    def _quantities(self, reader: Counting, product_id: str, word: str) -> Line | None:
        taken, cells = reader.taken, self.cells
        row_unit = reader.unit(word, "unit") if word else None
        if taken.errors:
            return None
        added = Sum()
        for column in self._parts:
            text = taken.row.cell(column.at)
            if text and self._is_count(taken, column):
                unit = reader.loose(column.said or "") if column.name == "piece_count" else ""
                unit = unit or reader.unit(column.said or "", column.name)
                reader.add(added, column.name, text, unit)
                if len(self._parts) == 1 and self._whole is None and row_unit is not None and row_unit != unit:
                    taken.error(column.name, text, "units_disagree", column=column.header, unit=word)
        one, other = added.parts[:1], added.parts[1:]
        # 箱数 beside 瓶数 adds up, but is one quantity said twice, perhaps, where both come to the same
        if len(other) == 1 and one[0][0] and reader.pieces(one) == reader.pieces(other):
            taken.error("quantity", None, "quantities_alike", one=shown(one), other=shown(other))
            return None
        whole = Sum()
        if self._whole and (text := taken.row.cell(self._whole.at)) and self._is_count(taken, self._whole):
            default = row_unit
            if default is None and self._whole.said:
                default = reader.unit(self._whole.said, "quantity")
            if default is None and added.parts:
                default = reader.agreeing(text, added)
            reader.add(whole, "quantity", text, default, self._whole.header)
            beside = row_unit or (default if self._whole.said else None)
            if beside and whole.parts and beside not in {unit for _, unit in whole.parts}:
                taken.warn("quantity", text, "unit_of_cell", unit=beside)
        if text := cells.cell(taken.row, "in_all"):
            reader.add(whole if not whole.parts else Sum(), "in_all", text, row_unit, cells.columns["in_all"])
        gift = self._free(reader, whole, added, row_unit)
        if taken.errors:
            return None
        if whole.parts and added.parts and reader.pieces(whole.parts) != reader.pieces(added.parts):
            taken.error("quantity", None, "quantities_disagree", one=shown(whole.parts), other=shown(added.parts))
            return None
        # of two ways of saying the same the one that keeps to units is taken
        parts = [each for each in (added.parts or whole.parts) if each[0]] or (whole.parts or added.parts)[:1]
        free = reader.pieces(whole.free + added.free)
        if not parts and not free:
            taken.error("quantity", None, "quantity_missing")
            return None
        pieces = reader.pieces(parts)
        if any(each != each.to_integral_value() for each in (pieces, free)):
            taken.error("quantity", shown(parts), "not_whole_pieces")
            return None
        if not pieces and not free:
            taken.warn("quantity", "0", "nothing_ordered")
        count, unit = parts[0] if len(parts) == 1 else (pieces, reader.smallest)
        floor = reader.product.floor_price is not None or reader.product.support_price is not None
        return Line(product_id, count, unit or None, pieces, reader.units, free, gift=gift, floor=floor)

    def _is_count(self, taken: Taken, column: _Column) -> bool:
        """Whether a cell can be a count at all; a yes or no of a workbook is none, and told."""
        if taken.row.mark(column.at) is not Mark.YES_NO:
            return True
        taken.error(column.name, "TRUE" if taken.row.cell(column.at) == "1" else "FALSE", "not_a_quantity")
        return False

    def _free(self, reader: Counting, whole: Sum, added: Sum, row_unit: str | None) -> bool:
        """Free goods beside the others, into `added`; whether the line as a whole is free of charge."""
        taken = reader.taken
        if self._marked(taken):
            return True
        text = self.cells.cell(taken.row, "free")
        if not text:
            return False
        if not re.search(r"\d", text) or (self._free_said is None and "是否" in self.cells.columns["free"]):
            if fold(text) in _GIFTS or yes_or_no(text):
                return True
            if yes_or_no(text) is None:
                reader.taken.error("free", text, "not_yes_or_no")
            return False
        word = self.cells.cell(taken.row, "free_unit") or self._free_said
        unit: str | None = reader.unit(word, "free") if word else row_unit
        said = {name for _, name in (whole.parts or added.parts)}
        if unit is None and len(said) == 1:
            (unit,) = said
        found = Sum()
        text = _GIVEN.sub("", text)
        reader.add(found, "free", text, unit, self.cells.columns["free"])
        added.free += found.parts
        return False

    def _marked(self, taken: Taken) -> bool:
        """Whether a line is marked as a gift: in a column of its own, or by a remark where nothing is to be paid."""
        cells, row = self.cells, taken.row
        if text := cells.cell(row, "gift"):
            said = fold(text) in _GIFTS or yes_or_no(text)
            if said is None:
                taken.error("gift", text, "not_yes_or_no")
            return bool(said)
        return (
            fold(cells.cell(row, "notes")) in _GIFTS and not cells.cell(row, "price") and not cells.cell(row, "value")
        )

    def _prices(self, reader: Counting, line: Line, word: str) -> None:
        taken = reader.taken
        price, value = self.figures.money(taken, "price"), self.figures.money(taken, "value")
        price_said = self._price_said
        if price is None and self._other_price_said:
            price, price_said = self.figures.money(taken, "other_price"), self._other_price_said
        if value is not None:
            line.value = cents(value[0])
            if line.value != value[0]:
                taken.warn("value", str(value[0]), "money_rounded", amount=str(line.value))
            if line.pieces < 0 < line.value:
                line.value = -line.value
        if price is None or taken.errors:
            return
        amount, per = price
        said = per or price_said
        unit: str | None = reader.unit(said, "price") if said else None
        if taken.errors:
            return
        mixed = line.unit == (reader.smallest or None) and line.count != 0 and self._mixed(taken)
        if unit is None and not mixed:
            unit = line.unit or reader.smallest
        elif unit is None and word:
            unit = reader.unit(word, "unit")
        elif unit is None and mixed:
            unit = reader.answered("price", self.cells.columns["price"])
        candidates = [unit] if unit is not None else [name for name, _ in reader.units]
        fits = [name for name in candidates if _agrees(amount, reader.factor(name), line)]
        if line.value is not None and not fits:
            others = [name for name, _ in reader.units if _agrees(amount, reader.factor(name), line)]
            if not others and unit is not None:
                taken.warn(
                    "value",
                    str(line.value),
                    "amount_differs",
                    price=str(amount),
                    quantity=shown([(line.count, line.unit or "")]),
                )
            return
        if len(fits) != 1:
            readings = {CASE: f"{amount:f}/{reader.units[0][0]}", BASE: f"{amount:f}/{reader.smallest}"}
            taken.ask("price", str(amount), "unit", self.cells.columns["price"], readings)
            return
        line.price = amount * reader.factor(line.unit) / reader.factor(fits[0])

    def _mixed(self, taken: Taken) -> bool:
        """Whether the quantity was said in more than one unit."""
        filled = [column for column in self._parts if taken.row.cell(column.at) not in ("", "0")]
        return len(filled) > 1 or any(
            len(re.findall(r"\d+", self.cells.cell(taken.row, name))) > 1 for name in ("quantity", "in_all")
        )


def _agrees(price: Decimal, factor: int, line: Line) -> bool:
    """Whether a price per unit comes to the amount written; without an amount it does."""
    if line.value is None or not line.pieces:
        return True
    count = line.pieces / factor
    return abs(price * count - line.value) <= Decimal("0.005") * abs(count) + Decimal("0.01")
