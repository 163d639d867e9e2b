"""Numbers, amounts and dates of a table, read by what its own cells say of how they are written."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from store.intake.gathering import Cells, Taken
from store.notation.dates import date_of
from store.notation.money import amount_of
from store.notation.quantities import count_of
from store.notation.words import fold

_PER = re.compile(r"\s*(?:/|每|\bper\b)\s*([^\d\s/]+)\s*$")


class Figures:
    """Reads the fields of a row; what cannot be read is noted as its error, and nothing stands in for it."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells

    def date(self, taken: Taken, field: str) -> dt.date | None:
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        if (found := date_of(text)) is None:
            taken.error(field, text, "not_a_date")
        return found

    def money(self, taken: Taken, field: str) -> tuple[Decimal, str] | None:
        """An amount, and the unit behind it where one stands there: ``2.5元/瓶``."""
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        match = _PER.search(fold(text))
        amount = amount_of(fold(text)[: match.start()] if match else text)
        if amount is None:
            taken.error(field, text, "not_an_amount")
            return None
        return Decimal(amount), match[1] if match else ""

    def number(self, taken: Taken, field: str) -> tuple[Decimal, str] | None:
        """A number, and the word behind it."""
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        found = count_of(text)
        if found is None:
            taken.error(field, text, "not_a_number")
            return None
        return Decimal(str(found[0])), found[1]
