"""Seasons that say which months they are (``夏季(5月至9月) 8:00-21:00``), and those that are the rest of the year."""

from __future__ import annotations

import re

from store.notation.opening.rules import MONTHS

_SEASON = (
    r"(?:(?:夏|冬)(?:季|天|令时?|时制?)|(?:春|秋)(?:季|天)|旺季|淡季|\b(?:summer|winter)(?:\s*time|\s*season)?\b|"
    r"\b(?:high|low|peak|off)\s*season\b)"
)
_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DASH = r"\s*(?:[-~～—–－―‐‑−]+|至|到|\bto\b|\buntil\b|\bthrough\b)\s*"
_SPAN = (
    rf"(?:\d{{1,2}}月份?(?:\d{{1,2}}[日号]?)?{_DASH}\d{{1,2}}月份?(?:\d{{1,2}}(?:[日号]|(?![\d:：点时.])))?|"
    rf"\d{{1,2}}{_DASH}\d{{1,2}}月份?|"
    rf"{_NAME}(?:\s+\d{{1,2}}(?![\d:.]))?{_DASH}{_NAME}(?:\s+\d{{1,2}}(?![\d:.]))?)"
)
_NUMBERS = rf"(\d{{1,2}})[./](\d{{1,2}}){_DASH}(\d{{1,2}})[./](\d{{1,2}})"
_OPPOSITES = (("夏", "冬"), ("旺", "淡"), ("summer", "winter"), ("high", "low"), ("peak", "off"))
_NEXT_YEAR = re.compile(r"(?:次年|翌年|第二年|来年|明年|隔年)的?(?=\s*\d{1,2}\s*[月./])")
_DATES = re.compile(rf"({_SEASON}\s*[:：]?\s*\(?\s*){_NUMBERS}")
_BEFORE = re.compile(rf"({_SEASON})\s*[:：]?\s*\(?\s*({_SPAN})\s*\)?\s*[:：]?")
_BEHIND = re.compile(rf"({_SPAN})\s*\(?\s*({_SEASON})\s*\)?\s*[:：]?")
_AFTER_HOURS = re.compile(rf"({_SEASON})\s*[:：]?\s*([^();；]*?)\s*\(\s*({_SPAN})\s*\)")
_WITHOUT = re.compile(rf"({_SEASON})\s*[:：]?")
_COLON = re.compile(rf"({_SPAN})\s*:\s*(?=\d)")
_BETWEEN = re.compile(rf"(?<=\d)\s+(?={_SEASON})")


def with_months(text: str) -> str:
    """A folded text with the months of its seasons in place of their names.

    A season without months, beside its opposite that has them, is the rest of the year. Others stay as they are.
    """
    text = _COLON.sub(r"\1 : ", _NEXT_YEAR.sub("", text))
    if re.search(_SEASON, text) is None:
        return text
    found: list[tuple[str, str]] = []

    def said(season: str, span: str, hours: str = "") -> str:
        found.append((season, span))
        return f"{span} : {hours}"  # so that no hour behind it is taken for a day of the month

    text = _BETWEEN.sub("; ", text)
    text = _DATES.sub(lambda m: f"{m[1]}{m[2]}月{m[3]}日-{m[4]}月{m[5]}日", text)
    text = _BEFORE.sub(lambda m: said(m[1], m[2]), text)
    text = _BEHIND.sub(lambda m: said(m[2], m[1]), text)
    text = _AFTER_HOURS.sub(lambda m: said(m[1], m[3], m[2]), text)
    left = _WITHOUT.findall(text)
    if len(left) == len(found) == 1 and _opposite(left[0], found[0][0]) and (rest := _rest_of(found[0][1])):
        text = _WITHOUT.sub(f"{rest} : ", text)
    return text


def _opposite(one: str, other: str) -> bool:
    return any(
        (one.startswith(a) and other.startswith(b)) or (one.startswith(b) and other.startswith(a))
        for a, b in _OPPOSITES
    )


def _rest_of(span: str) -> str:
    """The months that a span of whole months leaves; nothing for one of days."""
    if re.search(r"月\s*\d|[日号]|[a-z.]\s+\d", span):
        return ""
    begin, end = (_month(part) for part in re.split(_DASH, span.replace("月份", "月"), maxsplit=1))
    if not begin or not end:
        return ""
    return f"{end % 12 + 1}月-{(begin - 2) % 12 + 1}月"


def _month(text: str) -> int:
    if number := re.match(r"\d+", text.strip()):
        return int(number[0]) if 1 <= int(number[0]) <= 12 else 0
    return next((at for at, name in enumerate(MONTHS, 1) if text.strip().startswith(name.lower())), 0)
