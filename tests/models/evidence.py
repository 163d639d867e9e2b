"""What cells of a column settle about each other, by plain loops over the rules of `docs/importing.md`."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

ASKED = "asked"
REFUSED = "refused"
SIGNS = ("point", "comma")
_PATTERNS = {
    "point": re.compile(r"(?:\d+|[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+|(?:'\d{3})+))(?:\.\d+)?"),
    "comma": re.compile(r"(?:\d+|[1-9]\d{0,2}(?:(?:\.\d{3})+|(?: \d{3})+|(?:'\d{3})+))(?:,\d+)?"),
}


def readings(text: str) -> dict[str, Decimal]:
    """What a number may be, by the decimal sign under which it can be read."""
    bare = re.sub(r"[¥€元]", "", text).strip()
    found = {}
    for sign in SIGNS:
        if _PATTERNS[sign].fullmatch(bare.removeprefix("-")):
            plain = bare.replace(" ", "").replace("'", "")
            plain = plain.replace(",", "") if sign == "point" else plain.replace(".", "").replace(",", ".")
            found[sign] = Decimal(plain)
    return found


def spoken(cells: list[str]) -> set[str]:
    """The signs that some cell can only be read by."""
    return {next(iter(found)) for found in map(readings, cells) if len(found) == 1}


def sign_of(column: list[str], table: list[str], *, chinese: bool, semicolons: bool) -> str | None:
    """The decimal sign of a column whose table has these number cells, None where nothing settles it."""
    for said in (spoken(column), spoken(table)):
        if said:
            return said.pop() if len(said) == 1 else None
    if semicolons and any("," in cell for cell in table) and not any("." in cell for cell in table):
        return None if chinese else "comma"
    return "point" if chinese else None


def number(text: str, sign: str | None) -> Decimal | str:
    """The number, or that it is asked."""
    found = readings(text)
    if sign is None:
        return ASKED if len(set(found.values())) != 1 else next(iter(found.values()))
    return found.get(sign, ASKED)


def money(text: str, sign: str | None) -> Decimal | str:
    """An amount; one with a part of a hundredth cannot be."""
    value = number(text, sign)
    return value if isinstance(value, str) or value * 100 == int(value * 100) else REFUSED


def days(text: str) -> dict[str, dt.date]:
    """What a date may be, by the order of its parts."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) == 1:
        return {"ymd": dt.datetime.strptime(text, "%Y%m%d").date()}  # noqa: DTZ007
    if parts[0] > 31:
        return {"ymd": dt.date(*parts)}
    found = {}
    for order in ["dmy"] if "." in text else ["dmy", "mdy"]:
        day, month = (parts[0], parts[1]) if order == "dmy" else (parts[1], parts[0])
        if month <= 12:
            found[order] = dt.date(parts[2], month, day)
    return found


def order_of(column: list[str]) -> str | None:
    """The order in which the dates of a column that have one reading agree."""
    said = {next(iter(found)) for found in map(days, column) if len(found) == 1} - {"ymd"}
    return said.pop() if len(said) == 1 else None


def date(text: str, order: str | None) -> dt.date | str:
    """The date, or that it is asked."""
    found = days(text)
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    return found.get(order or "", ASKED)
