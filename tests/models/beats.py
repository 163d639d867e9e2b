"""A second model of docs/importing.md, "Beats", slow and plain, written from its words alone.

A page is a sheet's name, its headers and its rows of texts. A beat is ``{"rep", "days", "every", "outlets"}``: the
days as numbers from Monday 1, ``every`` 2 for every second week, the outlets in their order. What is held back has no
beat: of it stand the codes of `HELD` only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.models.notation import fold

Page = tuple[str, list[str], list[list[str]]]
Beat = dict[str, Any]
DAYS = ("一", "二", "三", "四", "五", "六", "日")
ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS = {
    "outlet": ("客户名称", "网点名称", "outlet", "customer"),
    "code": ("客户编码", "网点编码", "outlet code"),
    "rep": ("业务员", "业务代表", "rep"),
    "route": ("线路", "路线", "线路名称", "route", "beat"),
    "day": ("星期", "拜访日", "weekday", "day"),
    "order": ("顺序", "序号", "拜访顺序", "order", "sequence"),
}
NO_TICKS = ("", "否", "0", "无", "休息", "-")
TICKS = ("√", "是", "x", "✓", "v", "y")
LAST = 10**6
"""The place of an outlet that has none: behind those that have one, in the order of the rows."""


def day_of(text: str, *, numbers: bool = False) -> int | None:
    """The weekday that a header, a cell or a sheet's name is."""
    text = fold(text).casefold().replace(" ", "")
    if numbers and text in tuple("1234567"):
        return int(text)
    for ending in ("路线", "线路", "线", "route", "beat"):
        text = text.removesuffix(ending)
    for number, sign in enumerate(DAYS, 1):
        if text in (f"周{sign}", f"星期{sign}", f"礼拜{sign}", f"每周{sign}"):
            return number
    if text in ("周天", "星期天", "礼拜天"):
        return 7
    for number, word in enumerate(ENGLISH, 1):
        if text in (word, word[:3]):
            return number
    return None


def days_of(text: str) -> tuple[tuple[int, ...], int] | None:
    """The days that a cell names, and 2 where it is of every second week."""
    text, every = fold(text), 1
    for word in ("单周", "双周", "隔周"):
        if word in text:
            text, every = text.replace(word, ""), 2
    if not text.strip():
        return (), every
    one = day_of(text)
    if one:
        return (one,), every
    text = re.sub(r"^(每?周|星期|礼拜)", "", text.strip())
    parts = [part for part in re.split(r"[、,/;\s]+", text) if part]
    if len(parts) == 1:
        parts = list(parts[0].replace("周", ""))
    found = [day_of(part) or (DAYS.index(part[-1]) + 1 if part[-1] in DAYS else None) for part in parts]
    if None in found:
        return None
    return tuple(sorted({each for each in found if each})), every


def field_of(header: str) -> str | None:
    header = fold(header).casefold()
    for field, words in COLUMNS.items():
        if header in words:
            return field
    return None


class Outlets:
    """What is on file: codes and names."""

    def __init__(self, known: Sequence[tuple[str, str]]) -> None:
        self.known = list(known)

    def find(self, text: str) -> str | None:
        """The code of the outlet that a text names, None where nobody has it or several do."""
        text = fold(text)
        for code, _ in self.known:
            if code == text:
                return code
        alike = [c for c, _ in self.known if c.casefold().lstrip("0") == text.casefold().lstrip("0") and text]
        if alike:
            return alike[0] if len(alike) == 1 else None
        named = [code for code, name in self.known if fold(name).casefold() == text.casefold()]
        return named[0] if len(named) == 1 else None

    def several(self, text: str) -> list[str | None]:
        """What is found whole is one outlet; else what stands between the signs."""
        if self.find(text):
            return [self.find(text)]
        return [self.find(part) for part in re.split(r"[、,，;；/|\n]", text) if part.strip()]


def beats(pages: Sequence[Page], known: Sequence[tuple[str, str]]) -> list[Beat]:
    """All beats of a table of one or several sheets, but those that are held back."""
    outlets, found = Outlets(known), []
    for name, headers, rows in pages:
        fields = {field: place for place, header in enumerate(headers) if (field := field_of(header))}
        numbers = all(fold(header) in tuple("1234567") for header in headers if fold(header))
        columns = {place: day for place, header in enumerate(headers) if (day := day_of(header, numbers=numbers))}
        if columns and ("outlet" in fields or "code" in fields):
            found += ticked(fields, columns, rows, outlets)
        elif columns:
            found += in_columns(fields, columns, rows, outlets)
        else:
            found += in_rows(fields, rows, outlets, day_of(name))
    return found


def cell(row: list[str], fields: dict[str, int], field: str) -> str:
    return fold(row[fields[field]]) if field in fields else ""


def made(rep: str, days: Sequence[int], every: int, outlets: Sequence[str | None]) -> Beat | None:
    """A beat, each outlet once; None where one of them is not known or there is none."""
    once: list[str] = []
    for each in outlets:
        if each is None:
            return None
        if each not in once:
            once.append(each)
    return {"rep": rep, "days": tuple(days), "every": every, "outlets": tuple(once)} if once else None


def in_columns(
    fields: dict[str, int], columns: dict[int, int], rows: list[list[str]], outlets: Outlets
) -> list[Beat]:
    """A column for each day; with a rep or a route beside them a beat for each of those and day."""
    beside = [field for field in ("rep", "route") if field in fields]
    gathered: dict[tuple[Any, ...], list[str | None]] = {}
    above = ""
    for row in rows:
        rep = cell(row, fields, "rep") or above
        above = rep
        key = (rep, cell(row, fields, "route")) if beside else ()
        for place, day in columns.items():
            if fold(row[place]):
                gathered.setdefault((*key, day), []).extend(outlets.several(row[place]))
    found = [made(key[0] if beside else "", (key[-1],), 1, named) for key, named in gathered.items()]
    return [each for each in found if each]


def ticked(fields: dict[str, int], columns: dict[int, int], rows: list[list[str]], outlets: Outlets) -> list[Beat]:
    """Outlets down the side, days across, ticks or the place in the order where they meet."""
    gathered: dict[tuple[Any, ...], list[tuple[int, int, str | None]]] = {}
    above = ""
    for line, row in enumerate(rows):
        rep = cell(row, fields, "rep") or above
        above = rep
        code = named(row, fields, outlets)
        for place, day in columns.items():
            tick = fold(row[place])
            if tick.casefold() in NO_TICKS:
                continue
            number = int(tick) if tick.isdigit() else LAST
            gathered.setdefault((rep, cell(row, fields, "route"), day), []).append((number, line, code))
    found = []
    for (rep, _, day), ticks in gathered.items():
        ticks.sort(key=lambda each: each[:2])
        found.append(made(rep, (day,), 1, [code for _, _, code in ticks]))
    return [each for each in found if each]


def named(row: list[str], fields: dict[str, int], outlets: Outlets) -> str | None:
    """The outlet of a row, by code, else by name; none where they are of two outlets."""
    code, name = cell(row, fields, "code"), cell(row, fields, "outlet")
    by_code, by_name = outlets.find(code) if code else None, outlets.find(name) if name else None
    if by_code and by_name and by_code != by_name:
        return None
    return by_code or by_name


def in_rows(fields: dict[str, int], rows: list[list[str]], outlets: Outlets, sheet: int | None) -> list[Beat]:
    """A row for each outlet; rows without a beat of their own belong to the one above them."""
    gathered: dict[tuple[Any, ...], list[tuple[int, int, str | None]]] = {}
    reps: dict[tuple[Any, ...], set[str]] = {}
    last: tuple[str, str, Any] = ("", "", ((sheet,), 1) if sheet else None)
    last_odd = ""
    for line, row in enumerate(rows):
        rep, route, day = (cell(row, fields, field) for field in ("rep", "route", "day"))
        if not rep and not day and route in ("", last[1]):
            rep, route, days = last
        else:
            days = days_of(day) if day else ((), 1)
            if sheet and not day:
                days = ((sheet,), 1)
            if not day and not sheet and day_of(route):
                days = ((day_of(route),), 1)
            rep = rep or last[0]
            last = (rep, route, days)
        number = cell(row, fields, "order")
        odd = next((word for word in ("单周", "双周", "隔周") if word in fold(day)), "") if day else last_odd
        last_odd = odd
        own = not route or day_of(route)  # each rep has a 周一线
        key = (rep if own else "", route, odd, days)
        reps.setdefault(key, set()).add(rep)
        gathered.setdefault(key, []).append(
            (int(number) if number.isdigit() else LAST, line, named(row, fields, outlets))
        )
    found = []
    for key, lines in gathered.items():
        days = key[-1]
        if days is None or len(reps[key]) > 1:
            continue
        lines.sort(key=lambda each: each[:2])
        found.append(made(next(iter(reps[key])), days[0], days[1], [code for _, _, code in lines]))
    return [each for each in found if each]
