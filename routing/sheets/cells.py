"""The cells of a returned table's blanks: what a spreadsheet made of them is taken back where that is certain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from routing.sheets.form import StopForm
from routing.sheets.reply.fields import Field, FieldError
from store.notation.dates import date_readings
from store.notation.numbers import narrow

_CLOCKS = ("check_in", "check_out")
_SHOWN_DATE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_WRITTEN_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[/.]\d{1,2}[/.]\d{4}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::\d{2})?")


class Was(Enum):
    """What a cell was in its file, as far as that matters here."""

    TEXT = auto()
    NUMBER = auto()
    DATE = auto()
    TIME = auto()
    YES_NO = auto()
    FAULT = auto()
    """An error, a formula without its value, a number whose digits are lost."""


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row with its number as a spreadsheet shows it; `was` is shorter where cells are plain text."""

    number: int
    cells: Sequence[str]
    was: Sequence[Was] = ()

    def text(self, at: int | None) -> str:
        return "" if at is None or at >= len(self.cells) else self.cells[at].strip()

    def kind(self, at: int | None) -> Was:
        return Was.TEXT if at is None or at >= len(self.was) else self.was[at]


def read_blank(field: Field, text: str, was: Was, form: StopForm, date: dt.date) -> tuple[dict[str, Any], str]:
    """What a blank says, and how it was read where it had become something else. Raises `FieldError`."""

    def refuse(code: str) -> FieldError:
        return FieldError(code, field.name, text)

    if was is Was.FAULT:
        raise refuse("cell_fault")
    if field.name in _CLOCKS:
        return field.parse(_clock(text, was, date, refuse), form), ""
    if was is Was.YES_NO:
        if field.name != "followed_up":
            raise refuse("cell_yes_no")
        return {"followed_up": text.casefold() in ("1", "true", "yes", "真", "是")}, ""
    if not field.free:
        text = text.lstrip("'‘’")
    dated = was is Was.DATE or _WRITTEN_DATE.fullmatch(narrow(text))
    days = date_readings(text, serial=True) if dated else []
    day = days[0] if len(days) == 1 else None
    shown = _SHOWN_DATE.fullmatch(narrow(text))
    if was is not Was.DATE and (field.free or (day is None and shown is None)):
        return field.parse(text, form), ""
    if field.name == "facings":
        own, every = _facings(int(shown[1]), int(shown[2])) if shown else _of_day(day, date)
        if own:
            return {"facings": [own, every]}, f"{own}/{every}"
    raise refuse("cell_is_date")


def _of_day(day: dt.date | None, today: dt.date) -> tuple[int, int]:
    """Own and all facings that were made a date, 0 and 0 where that is not certain.

    What cannot be a day, as 6/32, a spreadsheet takes for month and year.
    """
    if day is None:
        return 0, 0
    if day.day == 1 and abs(day.year - today.year) > 1:
        return _facings(day.month, day.year % 100)
    return _facings(day.month, day.day)


def _facings(month: int, day: int) -> tuple[int, int]:
    """Typed month first, as Chinese and American spreadsheets take it; own facings are not more than all."""
    return (month, day) if month <= day else (0, 0)


def _clock(text: str, was: Was, date: dt.date, refuse: Any) -> str:
    plain = narrow(text).strip().lstrip("'")
    if moment := _MOMENT.fullmatch(plain):
        if moment[1] not in (date.isoformat(), "1899-12-30", "1899-12-31", "1900-01-01"):
            raise refuse("cell_other_date")
        return moment[2]
    if was is Was.DATE:
        raise refuse("cell_is_date")
    if re.fullmatch(r"0\.\d{4,}", plain):
        minutes = float(plain) * 1440
        if abs(minutes - round(minutes)) > 0.02:
            raise refuse("bad_time")
        return f"{round(minutes) // 60:02d}:{round(minutes) % 60:02d}"
    if re.fullmatch(r"\d{1,2}\.\d", plain):
        raise refuse("cell_time_place")
    return plain
