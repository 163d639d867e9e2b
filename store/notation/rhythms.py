"""Visit rhythms as people write them: 每周2次, 半月一次, 每10天, F4, 2/week, every 2 weeks. See docs/notation.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from store.notation.days import days_of, write_days
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.numerals import numerals
from store.notation.weekdays import Weekday
from store.notation.words import fold, is_chinese

_MONTH_WEEKS = 4
_MOST_DAYS = 365
"""The longest a rhythm may leave between two visits."""
_MOST_VISITS, _MOST_WEEKS = 14, 52
_DAILY = (6, 1)

_UNITS = {
    word: unit
    for unit, words in {
        "day": "天 日 d day",
        "week": "周 星期 礼拜 w wk week",
        "half": "半月 半个月 fortnight",
        "month": "个月 月 m mo mth month",
        "quarter": "季度 季 q qtr quarter",
        "half-year": "半年",
        "year": "年 y yr year",
    }.items()
    for word in words.split()
}
_WEEKS = {"week": 1, "half": 2, "month": _MONTH_WEEKS, "quarter": 13, "half-year": 26, "year": 52}
_N = "[0-9]{1,3}|[一二两三四五六七八九十]{1,3}"
_UNIT = "天|日|周|星期|礼拜|半个月|半月|个月|月|季度|季|半年|年"
_LATIN = "(?:days?|d|weeks?|wks?|w|fortnights?|months?|mths?|mo|m|quarters?|qtr|q|years?|yrs?|y)"
_PATTERNS = (
    re.compile(rf"(?:每|平均)?(?P<k>{_N})?个?(?P<u>{_UNIT})(?:内)?(?P<n>{_N})[次访趟回]"),
    re.compile(rf"(?P<n>{_N})[次访趟回]?[/每](?P<k>{_N})?个?(?P<u>{_UNIT})"),
    re.compile(rf"每?(?P<k>{_N})?个?(?P<u>{_UNIT})(?:/[次访趟回])?"),
    re.compile(
        rf"(?P<n>[0-9]{{1,3}}|once|twice)\s*(?:x|times?|visits?|calls?)?\s*(?:/|per|a|every|in|each)\s*(?P<k>[0-9]{{1,3}})?"
        rf"\s*(?P<u>{_LATIN})"
    ),
    re.compile(rf"(?:(?:once )?(?:every|each)\s*)?(?P<k>[0-9]{{1,3}}|other|second|third)?\s*(?P<u>{_LATIN})"),
)
_RANGE = re.compile(
    rf"(?:every|每)?\s*({_N})\s*(?:days?|天)?\s*(?:-|~|—|–|至|到|to)\s*({_N})\s*(?:days?|天)(?:[一1]次|/次)?"
)
_ORDINALS = {"other": 2, "second": 2, "third": 3, "once": 1, "twice": 2}
_WORDS = {
    "daily": "1 per day", "every day": "1 per day", "weekly": "1 per week", "twice weekly": "2 per week",
    "biweekly": "1 per 2 weeks", "bi-weekly": "1 per 2 weeks", "fortnightly": "1 per 2 weeks",
    "monthly": "1 per month", "twice monthly": "2 per month", "quarterly": "1 per quarter", "yearly": "1 per year",
    "annually": "1 per year", "天天": "每天", "隔周": "2周1次", "双周": "2周1次", "隔周1次": "2周1次",
    "隔周一次": "2周1次", "隔月": "2月1次", "双月": "2月1次", "隔月一次": "2月1次", "隔天": "2天1次",
    "隔日": "2天1次", "隔天一次": "2天1次",
}  # fmt: skip
_TRADE = re.compile(r"f\s*([0-9]{1,2})")
"""Visits in four weeks, as route plans of the trade count them."""
_WEEK_NUMBER = re.compile(r"w\s*([0-9]{1,2})")
_PARITY = re.compile(
    r"[单双奇偶]数?周\s*[,，、:：的在逢]?\s*(?:周|星期|礼拜)?[一二三四五六日天]|[奇偶]数?周|单数?周|\b(?:odd|even)\s+weeks?\b"
)
_DAY_TAIL = re.compile(r"\s*(?:\bon\s+)?[(,:;]?\s*(?:周|星期|礼拜)[一二三四五六日天](?![次访趟回]).*$")
_LATIN_TAIL = re.compile(r"\s*(?:\bon\b|\()?\s*\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:days?)?\b.*$")
_OTHER_WEEK = re.compile(r"隔(?=(?:周|星期|礼拜)[一二三四五六日天](?![次访趟回]))")
_TIMES = re.compile(r"([0-9]{1,3})\s*(?:[次访趟回]|times?|visits?|calls?)")
"""A number of visits that does not say in what."""
_DAYS_ONLY = re.compile(
    r"[1-7](?:[,，、/;. ][1-7]){2,}|[1-7][、;][1-7]"
    r"|(?!(?:[六一二三四五][日天]|天天|日日)$)[一二三四五六日天][、,;]?(?:[一二三四五六日天][、,;]?)+"
)
_TWO_DAYS = re.compile(r"[1-7],[1-7]")
"""Two days, or a number with a decimal comma."""
_NOTHING_ELSE = re.compile(r"(?:每|每周|每个|每?逢|every|each|on|weekly on|every week on)?")
_ABOUT = re.compile(r"拜访|走访|巡访|巡店|跑店|到访|到店|大?约(?=[0-9每])|\s+")
_PERIOD = re.compile(r"周期|间隔|每隔|cycle|interval|period")
_HEADERS = (
    ("天/次|日/次|(?<!每)[天日](?!/?次)|days?(?! visits)", "day"),
    ("季|quarter", "quarter"),
    ("月|month", "month"),
    ("年|year", "year"),
    ("周|星期|week", "week"),
)
"""Units a header names, the first that fits."""
_OFTEN = re.compile(r"频|次|freq|visits?|times|calls?|rhythm|节奏")


def read_rhythm(text: str, header: str = "", days: str = "") -> dict[str, Any] | None:
    """How often: ``2 per 4 weeks on tue,fri``, ``每周2次 周二、周五``, ``10-18 days``. None where nothing is said.

    A bare number counts what its `header` names; `days` is the cell of a column of visit days. `TwoReadingsError`
    where neither tells, `NotationError` ``week_parity`` for odd and even weeks, ``bad_days`` for visit days that
    are not understood, ``bad_rhythm`` for what says none.
    """
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .。")
    if len(folded) > 80:
        raise NotationError("bad_rhythm", text)
    if _PARITY.search(folded) or _PARITY.search(fold(days)):
        raise NotationError("week_parity", text or days)
    on: Sequence[Weekday] = days_of(days)
    if not folded:
        return _rhythm(visits=len(on), weeks=1, days=on) if on else None
    if times := _TIMES.fullmatch(folded):
        return _times(times[1], fold(header), text) | {"days": [day.value for day in on]}
    if _TWO_DAYS.fullmatch(folded):
        raise NotationError("bad_rhythm", text)
    if number := re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{1,4})?", folded):
        found = _bare(number[0].replace(",", "."), fold(header), text)
        return found | {"days": [day.value for day in on]}
    if not on and _DAYS_ONLY.fullmatch(folded) and (alone := _alone(folded)):
        return _rhythm(visits=len(alone), weeks=1, days=alone)
    other = 2 if _OTHER_WEEK.match(folded) else 1
    folded = _OTHER_WEEK.sub("", folded)
    plain = _LATIN_TAIL.sub("", _DAY_TAIL.sub("", folded)).strip(" ,:;(")
    on = on or _alone(folded.removeprefix(plain) if plain else folded)
    if (match := _RANGE.fullmatch(plain)) is not None:
        return _between(_count(match[1]), _count(match[2]), on, text)
    if on and _NOTHING_ELSE.fullmatch(plain):
        return _rhythm(visits=len(on), weeks=other, days=on)
    return _said(plain, on, text)


def _alone(text: str) -> Sequence[Weekday]:
    """The weekdays that a text, or the end of one, says and nothing beside; `NotationError` ``bad_rhythm``."""
    try:
        return days_of(text.strip(" ,:;()"))
    except NotationError:
        raise NotationError("bad_rhythm", text) from None


def write_rhythm(rhythm: Mapping[str, Any] | None, language: str) -> str:
    if rhythm is None:
        return ""
    visits, weeks, chinese = rhythm.get("visits", 1), rhythm.get("weeks", 1), language == "zh"
    if (most := rhythm.get("max_days")) is not None:
        least = rhythm.get("min_days") or most
        span = f"{least}" if least == most > 1 else f"{least}-{most}"  # each day is another thing
        said = f"每{span}天一次" if chinese else f"every {span} days"
    elif chinese:
        said = f"每周{visits}次" if weeks == 1 else f"每{weeks}周{visits}次"
    else:
        said = f"{visits} per week" if weeks == 1 else f"{visits} per {weeks} weeks"
    if not rhythm.get("days"):
        return said
    return f"{said}{' ' if chinese else ' on '}{write_days(rhythm['days'], language)}"


def _rhythm(
    visits: int = 1,
    weeks: int = 1,
    days: Sequence[Weekday] = (),
    min_days: int | None = None,
    max_days: int | None = None,
) -> dict[str, Any]:
    """A rhythm as a record holds it."""
    between = {} if max_days is None else {"min_days": min_days, "max_days": max_days}
    return {"visits": visits, "weeks": weeks, "days": [day.value for day in days], **between}


def _said(plain: str, on: Sequence[Weekday], text: str) -> dict[str, Any]:
    plain = _WORDS.get(plain, plain)
    bare = _ABOUT.sub("", plain) if is_chinese(plain) else plain
    bare = _WORDS.get(bare, bare)
    if match := _TRADE.fullmatch(bare):
        often = Fraction(int(match[1]), 4)
        return _weekly(often.numerator, often.denominator, on, text)
    if match := _WEEK_NUMBER.fullmatch(bare):
        raise _asked(text, _rhythm(int(match[1])), _rhythm(weeks=int(match[1])))
    for pattern in _PATTERNS:
        if (match := pattern.fullmatch(bare)) is not None:
            named = match.groupdict()
            unit = named["u"] if named["u"] in _UNITS else named["u"].removesuffix("s")
            return _every(_count(named.get("n") or "1"), _count(named["k"] or "1"), _UNITS[unit], on, text)
    raise NotationError("bad_rhythm", text)


def _every(visits: int, count: int, unit: str, on: Sequence[Weekday], text: str) -> dict[str, Any]:
    """So many visits in so many units; of days each day is six a week, and every so many days is exact."""
    if unit != "day":
        return _weekly(visits, count * _WEEKS[unit], on, text)
    if count == 1:
        return _weekly(visits * _DAILY[0], _DAILY[1], on, text)
    if visits != 1:
        raise NotationError("bad_rhythm", text)
    return _between(count, count, on, text)


def _weekly(visits: int, weeks: int, on: Sequence[Weekday], text: str) -> dict[str, Any]:
    if not (1 <= visits <= _MOST_VISITS and 1 <= weeks <= _MOST_WEEKS):
        raise NotationError("bad_rhythm", text)
    return _rhythm(visits, weeks, on)


def _between(first: int, second: int, on: Sequence[Weekday], text: str) -> dict[str, Any]:
    low, high = sorted((first, second))
    if low < 1 or high > _MOST_DAYS:
        raise NotationError("bad_rhythm", text)
    return _rhythm(days=on, min_days=low, max_days=high)


def _bare(number: str, header: str, text: str) -> dict[str, Any]:
    """A number under a header: every so many of a unit under a period, so many in one under a frequency."""
    often = Fraction(number)
    whole = int(often) if often.denominator == 1 else 0
    if often <= 0 or often > _MOST_DAYS:
        raise NotationError("bad_rhythm", text)
    name = re.sub(r"周期", "期", header)
    unit = next((unit for pattern, unit in _HEADERS if re.search(pattern, name)), "")
    if _PERIOD.search(header) or (unit == "day" and _OFTEN.search(header)):
        if not whole:
            raise NotationError("bad_rhythm", text)
        if unit:
            return _between(whole, whole, (), text) if unit == "day" else _every(1, whole, unit, (), text)
        raise _asked(text, _rhythm(min_days=whole, max_days=whole), _rhythm(weeks=whole))
    if _OFTEN.search(header):
        weeks = _WEEKS[unit or "week"]
        if match := re.search(rf"({_N})\s*(?:个?周|weeks?)", name):
            weeks = _count(match[1])
        often /= 1 if whole else weeks
        return _weekly(whole, weeks, (), text) if whole else _weekly(often.numerator, often.denominator, (), text)
    if not whole:
        raise NotationError("bad_rhythm", text)
    raise _asked(text, _rhythm(whole), _rhythm(min_days=whole, max_days=whole))


def _times(number: str, header: str, text: str) -> dict[str, Any]:
    """So many visits in what the header says; where it says nothing, in a week or in a month."""
    count = int(number)
    unit = next((unit for pattern, unit in _HEADERS if re.search(pattern, header.replace("周期", "期"))), "")
    if _OFTEN.search(header) and not _PERIOD.search(header):
        return _bare(number, header, text)
    if _WEEKS.get(unit):
        return _weekly(count, _WEEKS[unit], (), text)
    readings = [_weekly(count, weeks, (), text) for weeks in (1, _MONTH_WEEKS)]
    raise _asked(text, *readings)


def _asked(text: str, *rhythms: Mapping[str, Any]) -> TwoReadingsError:
    return TwoReadingsError(text, tuple(write_rhythm(each, "en") for each in rhythms))


def _count(text: str) -> int:
    if text in _ORDINALS:
        return _ORDINALS[text]
    found = (int(text),) if text.isascii() else tuple(map(int, numerals(text)))
    return found[0] if len(found) == 1 else 0
