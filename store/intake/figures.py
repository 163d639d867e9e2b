"""Numbers, amounts and dates of a table, read by what its own cells say of how they are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar

from store.intake.gathering import Cells, Taken
from store.intake.grids import Mark
from store.intake.measured import in_yuan
from store.intake.questions import OPTIONS
from store.notation.dates import DateOrder, date_readings, order_of, read_date
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.measures import LENGTH, MASS, SPAN, VOLUME, size_of
from store.notation.money import money_text, read_money
from store.notation.numbers import COMMA, POINT, UNKNOWN, Signs, read_number, signs_of, write_number
from store.notation.quantities import Quantity, read_quantity
from store.notation.words import fold

_PER = re.compile(r"\s*(?:/|每|\bper\b)\s*([^\d\s/]+)\s*$")
_OWED = re.compile(r"^\s*(?:还|尚|已|共|总)?欠款?\s*[:：]?\s*(?=[\d¥￥])")
"""Says of an amount that is owed just that."""
_AROUND = re.compile(r"[^\d.,'’ +-]+$|^[^\d.,+(-]+")
_UNIT = re.compile(r"^(.*?[\d半一二两三四五六七八九十百千万])\s*(m3|[^\d\s,.，。()+*/-]{1,12})$")
_NUMERALS = "零半一二两三四五六七八九十百千万亿"
_ANY_YEAR = dt.date(2024, 7, 1)
_ANSWERS = {"point": POINT, "comma": COMMA}
PLUS = OPTIONS["plus"]
"""What ``10箱+1箱`` may be, in the order of its readings: eleven to be paid for, or ten and one free."""
FIGURES = (
    "quantity", "case_count", "middle_count", "piece_count", "in_all", "free", "price", "other_price", "value",
    "total", "piece_price", "case_price",
    "other_wholesale_price", "other_sub_wholesale_price", "other_cost", "other_floor_price",
    "wholesale_price", "sub_wholesale_price", "consumer_price", "cost", "floor_price", "credit_limit", "balance",
    "kg", "tonnes", "m3", "cash", "km", "max_hours", "overtime", "width_m", "height_m", "weight_t",
)  # fmt: skip
"""Fields that hold numbers or amounts: what one column says of the decimal sign holds for the others."""
DATES = ("date", "promised", "oldest_overdue", "as_of")
"""Fields that hold dates."""
T = TypeVar("T")


class Figures:
    """Reads the fields of a row; what cannot be read is noted as its error, and nothing stands in for it.

    A column's decimal sign is what its own cells are evidence of, else those of the other columns, else what
    was answered; what is left open then is asked.
    """

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._signs: dict[str, Signs] = {}
        self._orders: dict[str, DateOrder] = {}
        self._years: dict[str, set[int]] = {}

    @cached_property
    def _of_table(self) -> Signs:
        texts = [*self.cells.table.header]
        for field in FIGURES:
            texts += self._texts(field)
        return signs_of(texts, self.cells.table.separator)

    def _texts(self, field: str) -> list[str]:
        """Cells of a column without currencies and units; those that were numbers in a workbook say nothing."""
        cells = self.cells
        if field not in cells.index:
            return []
        found = set()
        for row in cells.table.rows:
            if (text := cells.cell(row, field)) and cells.mark(row, field) is not Mark.NUMBER:
                found.add(text)
        return [_AROUND.sub("", text).strip() for text in found]

    def signs(self, field: str) -> Signs:
        """The decimal sign of a field's column."""
        if field not in self._signs:
            own = signs_of(self._texts(field))
            answer = _ANSWERS.get(self.cells.answers.to("decimal", self.cells.columns.get(field, "")) or "", UNKNOWN)
            self._signs[field] = own or self._of_table or answer
        return self._signs[field]

    def order(self, field: str) -> DateOrder:
        """In which order a field's column has day, month and year: by its own cells, else by what was answered."""
        if field not in self._orders:
            own = order_of(set(self.cells.texts(field)))
            answer = self.cells.answers.to("dates", self.cells.columns.get(field, ""))
            self._orders[field] = own or DateOrder(answer or "")
        return self._orders[field]

    def date(self, taken: Taken, field: str) -> dt.date | None:
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        try:
            return _date(text, self.order(field))
        except TwoReadingsError:
            self._ask_dates(taken, field, text, None)
        except NotationError:
            return self._without_year(taken, field, text)
        return None

    def _without_year(self, taken: Taken, field: str, text: str) -> dt.date | None:
        """A date that names no year, in the one year of its column."""
        if not date_readings(text, _ANY_YEAR):
            taken.error(field, text, "not_a_date")
            return None
        years = self._years_of(field)
        if len(years) != 1:
            taken.error(field, text, "no_year")
            return None
        middle = dt.date(next(iter(years)), 7, 1)
        try:
            found = _in_year(text, self.order(field), middle)
        except TwoReadingsError:
            self._ask_dates(taken, field, text, middle)
            return None
        except NotationError:
            taken.error(field, text, "not_a_date")
            return None
        taken.warn(field, text, "year_of_others", year=middle.year)
        return found

    def _ask_dates(self, taken: Taken, field: str, text: str, near: dt.date | None) -> None:
        readings: dict[str, str] = {}
        for order in (each for each in DateOrder if each):
            try:
                found = _date(text, order) if near is None else _in_year(text, order, near)
            except NotationError:
                continue
            if found.isoformat() not in readings.values():
                readings[order.value] = found.isoformat()
        taken.ask(field, text, "dates", self.cells.columns.get(field, ""), readings)

    def _years_of(self, field: str) -> set[int]:
        """The years that a field's column names."""
        if field not in self._years:
            found = self._years[field] = set()
            for text in set(self.cells.texts(field)):
                found |= {each.year for each in date_readings(text, serial=True)}
        return self._years[field]

    def money(self, taken: Taken, field: str) -> tuple[Decimal, str] | None:
        """An amount, in yuan, and what it is per: ``2.5元/瓶``. Prices may be finer than cents."""
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        if field == "balance":
            text = _OWED.sub("", text)
        match = _PER.search(fold(text))
        bare = fold(text)[: match.start()] if match else text
        found = self._read(taken, field, lambda signs: _amount(bare, signs), "not_an_amount")
        if found is None:
            return None
        before = len(taken.errors)
        amount = in_yuan(taken, self, field, found, bare)
        return None if len(taken.errors) > before else (amount, match[1] if match else "")

    def number(self, taken: Taken, field: str) -> tuple[Decimal, str] | None:
        """A number, and the word behind it."""
        text = self.cells.cell(taken.row, field)
        if not text:
            return None
        bare, word = _parted(fold(text))
        found = self._read(taken, field, lambda signs: _number(bare, signs), "not_a_number")
        return None if found is None else (found, word)

    def quantity(self, taken: Taken, field: str, text: str, column: str) -> Quantity | None:
        """The counts of a cell, by the signs of its column; ``10箱+1箱`` by what was answered."""

        def read(signs: Signs) -> Quantity:
            try:
                return _quantity(text, signs)
            except TwoReadingsError as asked:
                answered = self.on_top(asked, column)
                if answered is None:
                    raise
                return answered

        return self._read(taken, field, read, "not_a_quantity", column)

    def on_top(self, asked: TwoReadingsError, column: str) -> Quantity | None:
        """What goods behind a plus are by what was answered: paid for, or free; None where nothing was."""
        answer = self.cells.answers.to("plus", column)
        if asked.about != "on_top" or answer not in PLUS:
            return None
        return _quantity(asked.readings[PLUS.index(answer)], POINT)

    def ask_on_top(self, taken: Taken, field: str, text: str, column: str, asked: TwoReadingsError) -> None:
        taken.ask(field, text, "plus", column, dict(zip(PLUS, asked.readings, strict=True)))

    def _read(
        self, taken: Taken, field: str, read: Callable[[Signs], T], code: str, column: str | None = None
    ) -> T | None:
        column = self.cells.columns.get(field, "") if column is None else column
        exact = self.cells.mark(taken.row, field) is Mark.NUMBER
        try:
            return read(POINT if exact else self.signs(field))
        except TwoReadingsError as asked:
            shown = self.cells.cell(taken.row, field) or asked.text
            if asked.about == "on_top":
                self.ask_on_top(taken, field, shown, column, asked)
                return None
            readings = {}
            for answer, signs in _ANSWERS.items():
                try:
                    said = read(signs)
                except NotationError:
                    continue
                readings[answer] = write_number(said) if isinstance(said, Decimal) else str(said)
            if len(readings) < 2:
                readings = dict(zip(_ANSWERS, reversed(asked.readings), strict=False))
            taken.ask(field, shown, "decimal", column, readings)
        except NotationError:
            taken.error(field, self.cells.cell(taken.row, field), code)
        return None


@lru_cache(maxsize=16384)
def _parted(text: str) -> tuple[str, str]:
    """A number and the word behind it: ``300 / 千克``, ``4百 / 箱``, ``4百`` and no word."""
    match = _UNIT.match(text)
    if match is None:
        return text, ""
    word = match[2]
    if word[0] in _NUMERALS and all(size_of(word, kind) is None for kind in (MASS, VOLUME, LENGTH, SPAN)):
        rest = word.lstrip(_NUMERALS)
        return text[: len(text) - len(rest)].strip(), rest
    return match[1], word


_number = lru_cache(maxsize=16384)(read_number)
_quantity = lru_cache(maxsize=16384)(read_quantity)


@lru_cache(maxsize=16384)
def _date(text: str, order: DateOrder) -> dt.date:
    return read_date(text, order, serial=True)


def _in_year(text: str, order: DateOrder, middle: dt.date) -> dt.date:
    """A date without a year in that of `middle`, the first of its July."""
    found = read_date(text, order, middle)
    try:
        return found.replace(year=middle.year)
    except ValueError:  # 29 February of another year
        raise NotationError("bad_date", text) from None


@lru_cache(maxsize=16384)
def _amount(text: str, signs: Signs) -> Decimal:
    """An amount to the last decimal: prices of single bottles are often finer than a cent."""
    try:
        return Decimal(money_text(read_money(text, signs)))
    except NotationError as error:
        if error.code != "too_many_decimals":
            raise
    return read_number(re.sub(r"[¥￥$€£]|元|块|rmb|cny", "", fold(text)).strip(), signs)
