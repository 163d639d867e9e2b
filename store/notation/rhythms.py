"""Visit rhythms as people write them: 每周2次, 两周1次, 隔周, 2/week, every 2 weeks, weekly on Tue/Fri."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from store.notation.days import weekdays_of, write_days
from store.notation.errors import NotationError
from store.notation.weekdays import Weekday
from store.notation.words import NUMERAL, fold, small_number

_MONTH_WEEKS = 4
_MOST_DAYS = 365
"""The longest a rhythm may leave between two visits."""

_CHINESE_UNIT = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "个月": "month",
}
_UNIT = "天|日|周|星期|礼拜|个月|月"
_PER_UNIT = re.compile(rf"^每?(?:({NUMERAL})个?)?({_UNIT})(?:拜访|走访)?({NUMERAL})[次访]$")
_TIMES_FIRST = re.compile(rf"^({NUMERAL})次?[/每](?:({NUMERAL})个?)?({_UNIT})$")
_EVERY = re.compile(rf"^每({NUMERAL})?个?({_UNIT})(?:一?次)?$")
_ENGLISH = (
    re.compile(
        r"^(?P<n>\d+)\s*(?:x|times?|visits?|calls?)?\s*(?:/|per|a|every|in|each)\s*"
        r"(?P<k>\d+)?\s*(?P<u>day|week|month|wk|mo|w|m|d)s?$"
    ),
    re.compile(r"^every\s*(?P<k>\d+)?\s*(?P<u>day|week|month)s?$"),
)  # fmt: skip
_RANGE = re.compile(rf"^(?:every|每)?\s*({NUMERAL})\s*(?:-|~|至|到|to)\s*({NUMERAL})\s*(?:days?|天)(?:一次|1次)?$")
_WORDS = {
    "daily": (6, 1), "每天": (6, 1), "每日": (6, 1), "weekly": (1, 1), "每周": (1, 1), "once a week": (1, 1),
    "twice a week": (2, 1), "twice weekly": (2, 1), "biweekly": (1, 2), "bi-weekly": (1, 2), "fortnightly": (1, 2),
    "隔周": (1, 2), "双周": (1, 2), "半月": (1, 2), "半个月": (1, 2), "每半月": (1, 2), "monthly": (1, _MONTH_WEEKS),
    "每月": (1, _MONTH_WEEKS), "once a month": (1, _MONTH_WEEKS), "twice a month": (2, _MONTH_WEEKS),
    "隔月": (1, 2 * _MONTH_WEEKS), "双月": (1, 2 * _MONTH_WEEKS), "每季": (1, 13), "季度": (1, 13),
    "quarterly": (1, 13),
}  # fmt: skip


def rhythm_of(text: str, header: str = "", days: str = "") -> dict[str, Any] | None:
    """The rhythm a cell says, None where it says none. A bare number counts per the period its header names.

    `days` is the cell of a column of visit days. A month counts four weeks.
    """
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .。")
    on = weekdays_of(days) or (weekdays_of(folded) if not folded.isdecimal() else [])
    if not folded:
        return _rhythm(visits=len(on), weeks=1, days=on) if on else None
    plain = re.sub(r"\s*(?:on )?[(（,，:：]?\s*(?:周|星期|礼拜)[一二三四五六日天](?![次访]).*$", "", folded)
    plain = re.sub(r"\s*\bon\b.*$", "", plain) or folded
    if (match := _RANGE.match(plain)) is not None:
        low, high = sorted((small_number(match[1]), small_number(match[2])))
        return _rhythm(min_days=low, max_days=high, days=on) if low >= 1 and high <= _MOST_DAYS else None
    found = _count(plain, header)
    if found is None:
        return _rhythm(visits=len(on), weeks=1, days=on) if on else None
    visits, weeks = found
    return _rhythm(visits=visits, weeks=weeks, days=on)


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


def _count(text: str, header: str) -> tuple[int, int] | None:
    if text in _WORDS:
        return _WORDS[text]
    bare = text.replace(" ", "")
    if text.isdecimal():
        name = fold(header)
        per_month = "月" in name or "month" in name
        return _bounded(int(text), 1, "month" if per_month else "week")
    if (match := _PER_UNIT.match(bare)) is not None:
        return _bounded(small_number(match[3]), small_number(match[1] or "1"), _CHINESE_UNIT[match[2]])
    if (match := _TIMES_FIRST.match(bare)) is not None:
        return _bounded(small_number(match[1]), small_number(match[2] or "1"), _CHINESE_UNIT[match[3]])
    if (match := _EVERY.match(bare)) is not None:
        return _bounded(1, small_number(match[1] or "1"), _CHINESE_UNIT[match[2]])
    for pattern in _ENGLISH:
        if (match := pattern.match(text)) is not None:
            named = match.groupdict()
            unit = {"d": "day", "w": "week", "wk": "week", "m": "month", "mo": "month"}.get(named["u"], named["u"])
            return _bounded(int(named.get("n") or 1), int(named["k"] or 1), unit)
    return None


def _bounded(visits: int, count: int, unit: str) -> tuple[int, int] | None:
    """Visits in so many weeks, within what a rhythm may say."""
    if visits < 1 or count < 1:
        return None
    if unit == "day":
        # every n days: as visits in whole weeks, near enough and kept exact by min and max days elsewhere
        visits, weeks = (round(visits * 7 / count), 1) if count <= 7 else (visits, round(count / 7))
        visits = min(max(1, visits), 6)
    else:
        weeks = count * (_MONTH_WEEKS if unit == "month" else 1)
    return (visits, weeks) if visits <= 14 and weeks <= 52 else None


def read_rhythm(text: str) -> dict[str, Any] | None:
    """How often: ``2 per 4 weeks on tue,fri``, ``每周2次 周二、周五``, ``10-18 days``. None where nothing is said."""
    if not text.strip():
        return None
    found = rhythm_of(text)
    if found is None:
        raise NotationError("bad_rhythm", text)
    return found


def write_rhythm(rhythm: Mapping[str, Any] | None, language: str) -> str:
    if rhythm is None:
        return ""
    visits, weeks, chinese = rhythm.get("visits", 1), rhythm.get("weeks", 1), language == "zh"
    if (most := rhythm.get("max_days")) is not None:
        least = rhythm.get("min_days") or most
        said = f"每{least}-{most}天" if chinese else f"every {least}-{most} days"
    elif chinese:
        said = f"每周{visits}次" if weeks == 1 else f"每{weeks}周{visits}次"
    else:
        said = f"{visits} per week" if weeks == 1 else f"{visits} per {weeks} weeks"
    if not rhythm.get("days"):
        return said
    return f"{said}{' ' if chinese else ' on '}{write_days(rhythm['days'], language)}"
