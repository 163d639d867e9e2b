"""Rows of outlets: cells to fields of a record, one row at a time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from store.intake import meanings
from store.intake.credit import credit_of
from store.intake.figures import Figures
from store.intake.gathering import Cells, tell_unreadable
from store.intake.grids import Row
from store.intake.known import phone_keys
from store.intake.locating import Placed, read_position
from store.intake.measured import minutes
from store.intake.placing import where_of
from store.intake.serving import serving
from store.notation.days import read_off
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.opening import told_of
from store.notation.rhythms import read_rhythm
from store.notation.words import fold, key
from store.records import Outlet

Cell = Callable[[str], str]
"""The text of a field in the row at hand; empty where it has none."""
_TEXTS = ("name", "contact", "phone", "address", "notes", "supplier")
_WORDS: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("grade", meanings.grade_of, "unknown_grade"),
    ("tier", meanings.tier_of, "unknown_tier"),
    ("status", meanings.status_of, "unknown_status"),
    ("key_account", meanings.yes_or_no, "not_yes_or_no"),
)
"""Fields of one word out of a few: who reads it, and what is told of one that nobody knows."""
_MOST_MINUTES = 600
_MOST_WEEKS = 13
"""A quarter: a number beyond is neither weeks between two visits nor visits a week."""
_EVERY_WEEKS = re.compile(r"^1 per \d+ weeks")
_LEAST_DIGITS = 3
_MONTH_WEEKS = 4
_IN_A_MONTH = re.compile(r"^\d+ per 4 weeks")
_TIMES = re.compile(r"\d+\s*(?:[次访趟回]|[tvc])")


class OutletRows:
    """Cells of a row to fields of a record."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.figures = Figures(cells)
        self.columns = cells.columns

    def take(self, row: Row) -> Placed:
        taken = Placed(row)
        cell = self.cells.said(row)
        tell_unreadable(taken, self.cells)
        fields = taken.fields
        for name in _TEXTS:
            if text := cell(name):
                fields[name] = text
        self._phones(taken, cell)
        self._identity(taken, cell)
        for name in ("city", "district", "province", "postcode"):
            if text := cell(name):
                fields[name] = text
        taken.where = where_of(fields.get("address", ""), fields.get("city", ""), fields.get("district", ""))
        self._words(taken, cell)
        self._times(taken, cell)
        read_position(taken, cell, self.columns)
        if terms := credit_of(taken, self.figures):
            fields["credit"] = terms
        serving(taken, cell, self.figures)
        for name in ("rep", "rep_code"):
            if text := cell(name):
                fields[f"_{name}"] = text
        fields |= self.cells.rest(row, Outlet.model_fields)
        return taken

    def _phones(self, taken: Placed, cell: Cell) -> None:
        """The number of the outlet; of a second column of numbers too, where it says another."""
        text, more = taken.fields.get("phone", ""), cell("mobile")
        if more and text and not set(phone_keys(more)) <= set(phone_keys(text)):
            text = f"{text} / {more}"
        text = text or more
        if text and sum(sign.isdigit() for sign in text) < _LEAST_DIGITS:
            taken.warn("phone", text, "no_phone")
            text = ""
        if text:
            taken.fields["phone"] = text
        else:
            taken.fields.pop("phone", None)

    def _identity(self, taken: Placed, cell: Cell) -> None:
        given, name = cell("id"), taken.fields.get("name", "")
        if given:
            if len(given) > 64:
                taken.error("id", given, "id_too_long")
            taken.fields["id"], taken.coded = given, True
        elif name:
            # the same name at the same address is the same outlet, whenever the file comes again
            text = f"{key(name)}|{key(taken.fields.get('address', ''))}"
            taken.fields["id"] = "N" + hashlib.sha256(text.encode()).hexdigest()[:8].upper()
        else:
            taken.error(None, None, "no_id_no_name")

    def _words(self, taken: Placed, cell: Cell) -> None:
        for name, read, code in _WORDS:
            if not (text := cell(name)):
                continue
            if (found := read(text)) is not None:
                taken.fields[name] = getattr(found, "value", found)
            elif name == "grade":
                taken.error(name, text, code)
            else:
                taken.warn(name, text, code)
        if text := cell("channel"):
            self._channel(taken, text)

    def _channel(self, taken: Placed, text: str) -> None:
        fields = taken.fields
        if (named := meanings.tier_of(text)) is not None:
            fields.setdefault("tier", named.value)
        elif (channel := meanings.channel_of(text)) is not None:
            fields["channel"] = channel
        else:
            fields["channel"] = text
            taken.warn("channel", text, "unknown_channel")

    def _rhythm(self, taken: Placed, cell: Cell) -> None:
        text, days = cell("rhythm"), cell("visit_days")
        header = self.columns.get("rhythm", "")
        try:
            try:
                rhythm = _rhythm(text, header, days)
            except NotationError as fault:
                if fault.code != "bad_days":
                    raise
                taken.warn("visit_days", days, "unknown_days")
                days = ""
                rhythm = _rhythm(text, header, days)
        except TwoReadingsError as asked:
            often = _TIMES.match(fold(text)) is not None
            readings = {_answer(reading, often): reading for reading in asked.readings}
            answer = self._cycle or self.cells.answers.to("cycle", header)
            if answer not in readings:
                taken.ask("rhythm", text, "cycle", header, readings)
                return
            rhythm = _rhythm(readings[answer], "", days)
        except NotationError as fault:
            code = fault.code if fault.code == "week_parity" else "unknown_rhythm"
            taken.warn("rhythm", text or days, code)
            rhythm = _days_alone(days) if text else None
        if rhythm is not None:
            taken.fields["rhythm"] = rhythm

    @cached_property
    def _cycle(self) -> str | None:
        """What the bare numbers of a column of cycles are by the other cells: days, weeks, times a week."""
        header, said = self.columns.get("rhythm", ""), set()
        for text in set(self.cells.texts("rhythm")):
            if text.isdecimal():
                if int(text) > _MOST_WEEKS:
                    return "days"
                continue
            try:
                rhythm = _rhythm(text, header, "")
            except NotationError:
                continue
            if rhythm is not None:
                said.add(_told(rhythm))
        return said.pop() if len(said) == 1 else None

    def _times(self, taken: Placed, cell: Cell) -> None:
        fields = taken.fields
        if (took := minutes(taken, self.figures, "call_minutes", _MOST_MINUTES)) is not None:
            if took:
                fields["call_minutes"] = took
            else:
                taken.error("call_minutes", cell("call_minutes"), "not_minutes")
        self._rhythm(taken, cell)
        for column, name in (("opening_hours", "opening_hours"), ("windows", "receiving_hours")):
            if text := cell(column):
                fields[name] = text
                for told in told_of(text):
                    taken.warn(column, told.text, f"hours_{told.code}")
        if text := cell("closed"):
            try:
                fields["closed"] = read_off(text)
            except NotationError:
                if meanings.yes_or_no(text) is not False:
                    taken.warn("closed", text, "unknown_days")


@lru_cache(maxsize=8192)
def _days_alone(days: str) -> dict[str, Any] | None:
    """The rhythm that visit days give by themselves: what is said beside them was not read, and told."""
    try:
        return read_rhythm("", "", days) if days else None
    except NotationError:
        return None


def _rhythm(text: str, header: str, days: str) -> dict[str, Any] | None:
    return read_rhythm(text, header, days)


def _told(rhythm: Mapping[str, Any]) -> str:
    """What a rhythm in words says of the bare numbers beside it."""
    if rhythm.get("max_days"):
        return "days"
    if rhythm["visits"] == 1 and rhythm["weeks"] > 1:
        return "weeks"
    return "monthly" if rhythm["weeks"] == _MONTH_WEEKS else "times"


def _answer(reading: str, often: bool) -> str:
    """Which answer about a cycle a reading is; `often`: of a number of visits, not a bare one."""
    if often:
        return "monthly" if _IN_A_MONTH.match(reading) else "times"
    return "days" if reading.startswith("every") else "weeks" if _EVERY_WEEKS.match(reading) else "times"
