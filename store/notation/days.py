"""Weekdays, and the days on which something is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from store.notation.dates import read_date
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.weekdays import Weekday
from store.notation.words import fold

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CHINESE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_ENGLISH_DAYS = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?\b\.?", re.IGNORECASE)
DASH = re.compile(r"[~～—–－至到]")
_PARTS = re.compile(r"[,，、;；\n]+")
_DAY = "[一二三四五六日天]"
_AGAIN = re.compile(
    rf"((?:周|星期|礼拜){_DAY}+)((?:\s*[,，、/;；&+和及与]\s*{_DAY}+(?:-{_DAY})?)+)(?![一二三四五六日天次访趟回个月周年])"
)
"""A day named whole, and those behind it that leave its 周 out: 周一、三、五."""
_DIGITS = re.compile(r"[1-7](?:[\s,、/;.]*[1-7])*")
_BARE = re.compile(r"[一二三四五六日天](?:[\s,、/;.]*[一二三四五六日天])+")
_TOKEN = re.compile(r"\b(Mo|Tu|We|Th|Fr|Sa|Su)\b(?:\s*-\s*(Mo|Tu|We|Th|Fr|Sa|Su)\b)?")
_BESIDE = re.compile(
    r"和|及|与|休息|公休|轮?休|上班|工作|出勤|拜访|各[一1]次|\b(?:on|and|every|each|off|closed|only)\b|"
    r"[\s,;、/&+|.()]+"
)
"""What may stand beside the names of days without saying anything else."""
_WRITTEN = dict(zip(Weekday, "一二三四五六日", strict=True))


def weekdays_of(text: str) -> list[Weekday]:
    """Weekdays named in a text (``周二/周五``, ``Tue, Fri``, ``1,4``), in order; none where it names none.

    The text may be about other things too (the name of a beat): `days_of` reads what says days and nothing else.
    """
    return list(_weekdays(text))


@lru_cache(maxsize=8192)
def days_of(text: str) -> tuple[Weekday, ...]:
    """The weekdays of a text that says nothing else: ``周一、三、五``, ``二四六``, ``Mon-Fri``; none of an empty one.

    `NotationError` ``bad_days`` where anything in it is not understood: no part of it is read then.
    """
    folded = re.sub(r"(?:每逢|[每逢])(?=周|星期|礼拜)", " ", fold(text)).strip()
    if _BARE.fullmatch(folded):
        days = [_CHINESE_DAYS[sign] for sign in folded if sign in _CHINESE_DAYS]
        if days == sorted(set(days)) and not re.fullmatch(r".[日天]", folded):  # 六日 may be six days
            return tuple(tuple(Weekday)[day] for day in days)
    found = _weekdays(folded)
    if not found and not folded:
        return ()
    if not found or (not _DIGITS.fullmatch(folded) and _BESIDE.sub("", _TOKEN.sub("", _syntax(folded)))):
        raise NotationError("bad_days", text)
    return found


@lru_cache(maxsize=8192)
def _weekdays(text: str) -> tuple[Weekday, ...]:
    folded = fold(text)
    found: set[int] = set()
    if _DIGITS.fullmatch(folded):
        found = {int(digit) - 1 for digit in re.findall(r"[1-7]", folded)}
    else:
        for first, last in _TOKEN.findall(_syntax(folded)):
            begin = _DAYS.index(first)
            end = _DAYS.index(last) if last else begin
            found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return tuple(tuple(Weekday)[day] for day in sorted(found))


def _syntax(folded: str) -> str:
    return day_names(DASH.sub("-", folded))


def day_names(text: str) -> str:
    """Chinese and long English weekdays as the syntax names them."""
    text = text.replace("工作日", "周一-周五").replace("周末", "周六-周日").replace("双休日", "周六-周日")
    text = re.sub(r"\bweekends?\b", "sat-sun", re.sub(r"\b(?:weekdays?|working days?)\b", "mon-fri", text))
    text = re.sub(r"周([一二三四五六日天])\s*-\s*([一二三四五六日天])(?![一-龥])", r"周\1-周\2", text)
    text = _AGAIN.sub(lambda m: m[1] + re.sub(rf"(?<!{_DAY}){_DAY}", r"周\g<0>", m[2]), text)
    text = re.sub(
        r"(?:周|星期|礼拜)([一二三四五六日天]+)(?![一二三四五六日天次访])",
        lambda m: ",".join(_DAYS[_CHINESE_DAYS[day]] for day in m[1]) + " ",
        text,
    )
    text = _ENGLISH_DAYS.sub(lambda m: m[1][:2].title(), text)
    text = re.sub(r"\b(mo|tu|we|th|fr|sa|su)\b", lambda m: m[1].title(), text)
    text = re.sub(r"\s*-\s*", "-", re.sub(r"\s+", " ", text))
    return re.sub(r"\s+([,;])", r"\1", text)


def read_days(text: str) -> list[str]:
    """Weekdays: ``mon-fri``, ``周一、周三``."""
    return [day.value for day in days_of(text)]


def write_days(days: Iterable[str], language: str) -> str:
    """Weekdays in order, three and more in a row as a span."""
    order = list(Weekday)
    numbers = sorted({order.index(Weekday(day)) for day in days})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [f"周{_WRITTEN[day]}" if language == "zh" else day.value for day in order]
    to = "至" if language == "zh" else "-"
    parts = [
        f"{names[run[0]]}{to}{names[run[-1]]}" if len(run) > 2 else _between(language).join(names[n] for n in run)
        for run in runs
    ]
    return _between(language).join(parts)


def _between(language: str) -> str:
    return "、" if language == "zh" else ","


def read_off(text: str) -> list[str]:
    """Weekdays and dates on which something is closed: ``sun, 2026-12-25``."""
    days: list[str] = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        try:
            days.append(read_date(part, serial=True).isoformat())
        except TwoReadingsError:
            raise
        except NotationError:
            days += read_days(part)
    return list(dict.fromkeys(days))


def write_off(days: Iterable[str], language: str) -> str:
    known = set(Weekday)
    listed = list(days)
    week = write_days([day for day in listed if day in known], language)
    return (", " if language == "en" else "、").join(
        [*([week] if week else []), *(d for d in listed if d not in known)]
    )
