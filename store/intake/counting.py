"""Counts of one row's product, in its units: what cells of quantities add up to, and which unit a word means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from store.intake.figures import Figures
from store.intake.gathering import Taken
from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import plain, read_number
from store.notation.quantities import Measure, Quantity
from store.notation.units import CASES, unit_named
from store.notation.words import fold
from store.records import Product

CASE, BASE = "case", "base"
"""What ``--unit`` says beside a unit's name: the largest unit of each product, or its smallest."""
_BELOW_ZERO = re.compile(r"-\s*(.+)|\((.+)\)|[负負](.+)|(.+)-", re.DOTALL)

Units = Sequence[tuple[str, int]]


@dataclass(slots=True)
class Sum:
    """What the cells of a quantity add up to."""

    parts: list[tuple[Decimal, str]] = field(default_factory=list)
    free: list[tuple[Decimal, str]] = field(default_factory=list)


class Counting:
    """Units and quantities of one row's product."""

    def __init__(self, taken: Taken, product: Product, units: Units, figures: Figures) -> None:
        self.taken, self.product, self.figures = taken, product, figures
        self.units = units

    @property
    def smallest(self) -> str:
        return self.units[-1][0] if self.units else ""

    @property
    def case(self) -> tuple[str, int]:
        return self.units[0] if self.units else ("", 1)

    def factor(self, unit: str | None) -> int:
        return next((factor for name, factor in self.units if name == (unit or self.smallest)), 1)

    def pieces(self, parts: Sequence[tuple[Decimal, str]]) -> Decimal:
        return sum((count * self.factor(unit) for count, unit in parts), Decimal(0))

    def unit(self, word: str, field: str) -> str:
        """The product's unit that a word means; "" with an error noted where it has none."""
        try:
            return unit_named(self.units if self.product.units else (), word)
        except BadNumberError:
            self._no_such_unit(field, word)
            return ""

    def loose(self, word: str) -> str:
        """What a column of single pieces counts, whatever word its header has for them; "" where nothing says it."""
        try:
            return unit_named(self.units, word)
        except BadNumberError:
            return self.smallest if len(self.units) > 1 or fold(self.smallest) not in CASES else ""

    def _no_such_unit(self, field: str, word: str) -> None:
        if not self.product.units:
            self.taken.error(field, word, "no_units", product=self.product.name)
            return
        names = [name for name, _ in self.units if name]
        self.taken.error(field, word, "no_such_unit", product=self.product.name, units=names)

    def add(self, total: Sum, field: str, text: str, default: str | None, column: str = "") -> None:
        """A cell of a quantity: ``3``, ``3箱``, ``2箱5瓶``, ``10+1``, ``-2``, ``(2)``. Errors are noted."""
        if text.isdecimal() and text.isascii():
            unit = default if default is not None else self._unit_of(field, text, column, Decimal(text))
            if unit is not None:
                total.parts.append((Decimal(text), unit))
            return
        column = column or self.figures.cells.columns.get(field, "")
        below = _BELOW_ZERO.fullmatch(plain(text))
        said = self.figures.quantity(self.taken, field, next(filter(None, below.groups())) if below else text, column)
        if said is None:
            return
        if default is None and said.times is None and not said.parts[0].unit:
            default = self._unit_of(field, text, column, said.parts[0].count)
            if default is None:
                return
        try:
            parts, free = self._measured(said, default, column)
        except TwoReadingsError as asked:
            if asked.about == "on_top":
                self.figures.ask_on_top(self.taken, field, text, column, asked)
                return
            one, other = asked.readings[:2]
            self.taken.error(field, text, "quantity_unclear", one=one, other=other)
        except BadNumberError as fault:
            if fault.code == "no_such_unit":
                self._no_such_unit(field, fault.text)
            else:
                self.taken.error(field, text, "not_a_quantity")
        else:
            sign = -1 if below else 1
            total.parts += [(part.count * sign, part.unit) for part in parts]
            total.free += [(part.count * sign, part.unit) for part in free]

    def _measured(
        self, said: Quantity, default: str | None, column: str
    ) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
        """In units of the product; ``10箱+1件``, of one unit as the product has it, by what was answered."""
        try:
            return said.measured(self, default)
        except TwoReadingsError as asked:
            answered = self.figures.on_top(asked, column)
            if answered is None:
                raise
            return answered.measured(self, default)

    def _unit_of(self, field: str, text: str, column: str, count: Decimal) -> str | None:
        """The unit of a number without one; None where that is asked, or answered with one it does not have."""
        if len(self.units) <= 1:
            return self.smallest
        if (answered := self.answered(field, column)) is not None:
            return None if self.taken.errors else answered
        whole = [name for name, factor in self.units if (count * factor) % 1 == 0]
        if len(whole) == 1:  # half a bottle is none
            return whole[0]
        readings = {CASE: f"{text} {self.units[0][0]}", BASE: f"{text} {self.smallest}"}
        self.taken.ask(field, text, "unit", column, readings)
        return None

    def answered(self, field: str, column: str) -> str | None:
        """The unit that was answered for a column; None where none was, "" with the error noted for one it lacks."""
        answer = self.figures.cells.answers.to("unit", column)
        if answer in (CASE, BASE):
            return self.units[0][0] if answer == CASE else self.smallest
        return self.unit(answer, field) if answer else None

    def agreeing(self, text: str, added: Sum) -> str | None:
        """The unit in which a bare number comes to what other columns say."""
        try:
            count = read_number(text, self.figures.signs("quantity"))
        except BadNumberError:
            return None
        whole = self.pieces(added.parts)
        found = [name for name, factor in self.units if count * factor == whole]
        return found[0] if found else None


def said_as(pieces: Decimal, units: Units) -> tuple[Decimal, str | None]:
    """Pieces in the largest unit that they fill, without a rest."""
    for name, factor in units:
        if name and pieces % factor == 0:
            return pieces / factor, name
    return pieces, None


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def shown(parts: Sequence[tuple[Decimal, str]]) -> str:
    return "+".join(f"{count:f}{unit}" for count, unit in parts)
