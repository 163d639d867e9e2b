"""Numbers, money and times as they are typed at a call; full-width digits are as good as others."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from routing.sheets.form import FormProduct
from store.notation.clock import read_clock
from store.notation.dates import date_readings
from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.money import read_money
from store.notation.numbers import POINT, read_count, signs_typed
from store.notation.quantities import read_pieces
from tui.state.call_rows import Entry, Item, Kind

if TYPE_CHECKING:
    from store.records import Product
    from tui.jobs.office import Office

_MOST = 1_000_000
"""Pieces of one product that a count may reach."""
_DEAREST = 10**11
"""Minor currency units that one order may reach."""
_POINTED = re.compile(r"[0-9]{1,7}(?:\.[0-9]{0,7}){0,4}")
_DAY = 24 * 3600


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def typed_quantity(text: str) -> int | None:
    """A count in the smallest unit; None for nothing or for what is no count."""
    try:
        return read_count(text, POINT)
    except BadNumberError:
        return None


def typed_money(text: str, language: str) -> int | None:
    """An amount in minor currency units from ``86``, ``86.5``, ``1,200.00``; None for what is none or may be two."""
    try:
        minor = read_money(text, signs_typed(language), rounded=True)
    except BadNumberError:
        return None
    return minor if 0 <= minor <= _DEAREST else None


def typed_payment(text: str, language: str) -> tuple[int, str | None] | None:
    """An amount in minor units and what is written behind it, ``20 王总``; None for nothing or for what is none."""
    if (whole := typed_money(text, language)) is not None:  # 1 500 is one amount
        return whole, None
    amount, _, about = text.strip().partition(" ")
    minor = typed_money(amount, language)
    return None if minor is None else (minor, about.strip() or None)


def typed_clock(text: str) -> int | None:
    """Seconds after midnight from ``9:30``, ``0930``, ``9点半``; None for what is no time of this day."""
    try:
        found = read_clock(text)
    except BadNumberError:
        return None
    return found if found < _DAY else None


def typed_pieces(text: str, product: Product | None, *, cases: bool = False) -> int | None:
    """A quantity in a product's smallest unit; None for what is none.

    ``53`` are pieces, or with `cases` whole cases. A point stands between units: ``2.5`` are 2 cases and 5
    pieces, ``2.`` 2 cases, ``2.1.5`` 2 cases, 1 of the unit in between, 5 pieces. Units may be written out
    too: ``2箱5瓶``.
    """
    text = _narrow(text).replace("。", ".")
    scale = product.scale if product else []
    if not scale:
        return typed_quantity(text.removesuffix(".")) if cases or "." not in text else None
    if _POINTED.fullmatch(text):
        parts = [int(part or 0) for part in text.split(".")]
        factors = _factors(len(parts), [unit.factor for unit in scale], cases=cases)
        found = None if factors is None else sum(part * factor for part, factor in zip(parts, factors, strict=True))
    else:
        found = _written_out(text, product)
    return found if found is not None and found <= _MOST else None


def _factors(parts: int, scale: list[int], *, cases: bool) -> list[int] | None:
    """What each number between points counts, for so many numbers."""
    if parts == 1:
        return [scale[0] if cases else scale[-1]]
    if parts == 2:
        return [scale[0], scale[-1]]
    return scale if parts == len(scale) else None


def _written_out(text: str, product: Product | None) -> int | None:
    if product is None or not any(unit.name for unit in product.scale):
        return None
    packed = FormProduct("", "", tuple((unit.name, unit.factor) for unit in product.scale))
    try:
        return read_pieces(text, packed, None)
    except BadNumberError:
        return None


def typed_batches(text: str, product: Product | None, today: dt.date) -> list[tuple[dt.date, int]] | None:
    """Counts by production date, ``8-15 12, 9-1 2.``: each a date and a quantity; None for what is none.

    Dates are the latest such day that is not to come; each stands once.
    """
    found: dict[dt.date, int] = {}
    for part in re.split(r"[,;，；、\n]+", text.strip()):
        date_text, _, count_text = part.strip().partition(" ")
        day, count = typed_past(date_text, today), typed_pieces(count_text, product)
        if day is None or count is None or day in found:
            return None
        found[day] = count
    return sorted(found.items())


def typed_past(text: str, today: dt.date) -> dt.date | None:
    """A production date; without a year (``8-15``, ``8.15``, ``0815``) the latest such day up to today."""
    plain = _narrow(text)
    if match := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2})", plain):
        month, number = filter(None, match.groups())
        plain = f"{month}月{number}日"
    elif match := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", plain):
        plain = "20" + "-".join(match.groups())
    if dated := date_readings(plain):
        return dated[0] if len(dated) == 1 and dated[0] <= today else None
    nearest = (date_readings(plain, near=today - dt.timedelta(days=ago)) for ago in (0, 365))
    return max((day for days in nearest for day in days if len(days) == 1 and day <= today), default=None)


def typed_counts(text: str) -> list[tuple[str, int]] | None:
    """Names with how many, ``crate 3, bottle 24``; empty for nothing, None for what is none."""
    found = []
    for part in re.split(r"[,;，；、\n]+", _narrow(text)):
        if not part.strip():
            continue
        match = re.fullmatch(r"(.*\S)\s*?[\s×x*]\s*(\d{1,6})|(.*\D)(\d{1,6})", part.strip())
        if match is None:
            return None
        name, count = (match[1], match[2]) if match[1] else (match[3], match[4])
        found.append((name.strip(" ×*"), int(count)))
    return found


def entry_problem(item: Item, text: str, office: Office) -> str | None:
    """What is wrong with what was typed into a row, in words; None when it can stand."""
    if not text:
        return None
    wrong = {
        Entry.PIECES: lambda: typed_pieces(text, item.product) is None,
        Entry.CASES: lambda: typed_pieces(text, item.product, cases=True) is None,
        Entry.COUNT: lambda: typed_quantity(text) is None,
    }
    if item.entry in wrong:
        return office.t("call.bad.quantity", value=text) if wrong[item.entry]() else None
    if item.entry is Entry.MONEY:
        paid = item.kind is Kind.PAID
        if paid and typed_payment(text, office.language) is not None:
            return None
        return _money_problem(text.strip().partition(" ")[0] if paid else text, office)
    if item.kind is Kind.EMPTIES and typed_counts(text) is None:
        return office.t("calls.bad.counts", value=text)
    if item.kind is Kind.OLDEST:
        return None if typed_past(text, office.today()) else office.t("app.date.bad", value=text)
    if item.entry is Entry.DATE:
        from tui.dates import TwoDatesError, date_from

        try:
            if date_from(text, office.today(), office.language) is None:
                return office.t("app.date.bad", value=text)
        except TwoDatesError as two:
            return office.t("errors.two_dates", **two.params)
    return None


def _money_problem(text: str, office: Office) -> str | None:
    try:
        read_money(text, signs_typed(office.language), rounded=True)
    except TwoReadingsError as asked:
        return office.t("fields.wrong.two_readings", **asked.params)
    except BadNumberError:
        return office.t("call.bad.money", value=text)
    return office.t("call.bad.money", value=text) if typed_money(text, office.language) is None else None


__all__ = [
    "entry_problem",
    "typed_batches",
    "typed_clock",
    "typed_counts",
    "typed_money",
    "typed_past",
    "typed_payment",
    "typed_pieces",
    "typed_quantity",
]
