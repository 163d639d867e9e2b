"""Rules of opening hours: the part of OpenStreetMap's syntax that is understood, as it holds on a date.

Source of the syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import Literal

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 24 * 3600
SUN = ("dawn", "sunrise", "sunset", "dusk")

State = Literal["open", "off", "unknown"]
Separator = Literal["; ", ", ", " || "]


class RulesError(ValueError):
    """A text that is no rules, or rules of a kind that is not understood."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of day: seconds after midnight, or after an event of the sun's."""

    seconds: int
    event: str = ""

    def __str__(self) -> str:
        minutes = abs(self.seconds) // 60
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
        if not self.event:
            return clock
        return f"({self.event}{'-' if self.seconds < 0 else '+'}{clock})" if self.seconds else self.event


@dataclass(frozen=True, slots=True)
class Times:
    """From one moment to another; `more`: how long after it is not said."""

    begin: Moment
    end: Moment | None
    more: bool = False

    def __str__(self) -> str:
        return f"{self.begin}{'' if self.end is None else f'-{self.end}'}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class Dates:
    """Days of the year from one to another, both included; without a day whole months. A year holds for once."""

    first: tuple[int, int | None]
    last: tuple[int, int | None]
    year: int | None = None
    last_year: int | None = None

    def on(self, date: dt.date) -> bool:
        first = (self.first[0], self.first[1] or 1)
        last = (self.last[0], self.last[1] or 31)
        here = (date.month, date.day)
        if self.year is None:
            return first <= here <= last if first <= last else here >= first or here <= last
        until = self.last_year or (self.year if first <= last else self.year + 1)
        return (self.year, *first) <= (date.year, *here) <= (until, *last)

    def __str__(self) -> str:
        def text(year: int | None, month: int, day: int | None) -> str:
            return f"{f'{year} ' if year else ''}{MONTHS[month - 1]}{f' {day:02d}' if day else ''}"

        begin = text(self.year, *self.first)
        if self.first == self.last and self.last_year in {None, self.year}:
            return begin
        if self.last_year is None and self.first[0] == self.last[0] and self.last[1] and self.first <= self.last:
            return f"{begin}-{self.last[1]:02d}"
        return f"{begin}-{text(self.last_year, *self.last)}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: on which days, at which times (none: all day), in which state.

    `separator` stands before it: ``; `` takes the place of what earlier rules say of its days, ``, `` adds to it,
    `` || `` holds where they say nothing.
    """

    separator: Separator = "; "
    years: tuple[tuple[int, int], ...] = ()
    dates: tuple[Dates, ...] = ()
    weeks: tuple[tuple[int, int, int], ...] = ()
    days: frozenset[int] = frozenset()
    nth: tuple[tuple[int, frozenset[int]], ...] = ()
    holidays: bool = False
    times: tuple[Times, ...] = ()
    state: State = "open"
    comment: str = ""

    @property
    def special(self) -> int:
        """How special the days are: 2 single dates, holidays and counted weekdays; 1 seasons and weeks; 0 others."""
        if self.holidays and not self.days:
            return 2
        if any(each.first[1] for each in self.dates) or (self.nth and not self.days):
            return 2
        return int(bool(self.dates or self.weeks or self.years or self.nth))

    def on(self, date: dt.date, *, holiday: bool) -> bool:
        """Whether it says anything of a date."""
        if self.years and not any(first <= date.year <= last for first, last in self.years):
            return False
        if self.dates and not any(each.on(date) for each in self.dates):
            return False
        if self.weeks:
            week = date.isocalendar().week
            if not any(first <= week <= last and (week - first) % step == 0 for first, last, step in self.weeks):
                return False
        if not (self.days or self.nth or self.holidays):
            return True
        return date.weekday() in self.days or self._counted(date) or (self.holidays and holiday)

    def _counted(self, date: dt.date) -> bool:
        length = calendar.monthrange(date.year, date.month)[1]
        numbers = {(date.day - 1) // 7 + 1, -((length - date.day) // 7 + 1)}
        return any(day == date.weekday() and bool(which & numbers) for day, which in self.nth)

    def __str__(self) -> str:
        parts = []
        if self.years:
            parts.append(",".join(str(a) if a == b else f"{a}-{b}" for a, b in self.years))
        if self.dates:
            parts.append(",".join(map(str, self.dates)))
        if self.weeks:
            parts.append("week " + ",".join(_week_text(*each) for each in self.weeks))
        days = _runs(self.days)
        days += [f"{DAYS[day]}[{','.join(map(str, sorted(which)))}]" for day, which in self.nth]
        if self.holidays:
            days.append("PH")
        if days:
            parts.append(",".join(days))
        if self.times:
            parts.append(",".join(map(str, self.times)))
        if self.state != "open":
            parts.append(self.state)
        elif not parts:
            parts.append("24/7")
        if self.comment:
            parts.append(f'"{self.comment}"')
        return " ".join(parts)


def _week_text(first: int, last: int, step: int) -> str:
    return f"{first:02d}{'' if first == last and step == 1 else f'-{last:02d}'}{f'/{step}' if step > 1 else ''}"


def _runs(days: frozenset[int]) -> list[str]:
    found: list[list[int]] = []
    for day in sorted(days):
        if found and found[-1][-1] == day - 1:
            found[-1].append(day)
        else:
            found.append([day])
    return [DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in found]


def write_rules(rules: tuple[Rule, ...]) -> str:
    """The rules in the syntax again, each in its usual form."""
    return "".join(f"{rule.separator if number else ''}{rule}" for number, rule in enumerate(rules))


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_SUN_TIME = re.compile(rf"\(({'|'.join(SUN)})\s*([+-])\s*(\d{{1,2}}):(\d{{2}})\)|({'|'.join(SUN)})\b")
_MONTH = "|".join(MONTHS)
_DATE = re.compile(rf"(?:(\d{{4}})\s+)?({_MONTH})\b(?:\s+(\d{{1,2}})(?![\d:]))?")
_YEARS = re.compile(r"((?:19|20)\d{2})(?:-((?:19|20)\d{2}))?(?![\d:])")
_WEEKS = re.compile(r"(\d{1,2})(?:-(\d{1,2})(?:/(\d{1,2}))?)?(?![\d:])")
_DAY_NAMES = re.compile(rf"({'|'.join(DAYS)})\b(?:-({'|'.join(DAYS)})\b|\[(-?\d(?:[,-]-?\d)*)\])?|PH\b")


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    found: list[Rule] = field(default_factory=list)

    def rules(self) -> tuple[Rule, ...]:
        separator: Separator = "; "
        while True:
            self.found.append(self._rule(separator))
            if self.at >= len(self.text):
                return tuple(self.found)
            match = self._take(re.compile(r"\s*(\|\||;|,)\s*"))
            if match is None:
                raise RulesError(self.text)
            separator = " || " if match[1] == "||" else "; " if match[1] == ";" else ", "
            if separator == "; " and self.at >= len(self.text):
                return tuple(self.found)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def _space(self) -> None:
        self._take(re.compile(r"\s*"))

    def _comma(self, follows: re.Pattern[str]) -> bool:
        """Whether the list goes on: a comma, and behind it more of the same."""
        match = re.compile(r"\s*,\s*").match(self.text, self.at)
        if match is None or follows.match(self.text, match.end()) is None:
            return False
        self.at = match.end()
        return True

    def _rule(self, separator: Separator) -> Rule:
        begin = self.at
        times: tuple[Times, ...] = ()
        if self._take(re.compile(r"24/7(?![\d/])")):
            plain = Rule(separator)
        else:
            years, dates, weeks = self._years(), self._dates(), self._weeks()
            days, nth, holidays = self._days()
            plain = Rule(separator, years, dates, weeks, days, nth, holidays)
            if self.at > begin:
                self._take(re.compile(r":\s*(?!\d)|:\s+"))
            times = self._times()
        selected = self.at > begin and not times
        word = self._take(re.compile(r"\s*\b(open|off|closed|unknown)\b"))
        quoted = self._take(re.compile(r'\s*"([^"]*)"'))
        self._space()
        comment = quoted[1].strip() if quoted else ""
        if not (selected or times or word or comment):
            raise RulesError(self.text)
        if plain.years and plain == Rule(separator, plain.years) and not (times or word):
            raise RulesError(self.text)  # 2000-2030 alone is rather hours
        always = self.text[begin : begin + 4] == "24/7"
        state: State = "unknown" if comment and not times and not always else "open"
        if word is not None:
            state = "off" if word[1] == "closed" else word[1]  # type: ignore[assignment]
        return replace(plain, times=times, state=state, comment=comment)

    def _years(self) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        while (match := _YEARS.match(self.text, self.at)) is not None:
            if match[2] is None and _DATE.match(self.text, self.at):
                break
            self.at = match.end()
            found.append((int(match[1]), int(match[2] or match[1])))
            if not self._comma(_YEARS):
                break
        self._space()
        return tuple(found)

    def _dates(self) -> tuple[Dates, ...]:
        found: list[Dates] = []
        more = re.compile(rf"{_DATE.pattern}|\d{{1,2}}(?![\d:])")
        while True:
            one = self._date(found[-1] if found else None)
            if one is None:
                break
            found.append(one)
            if not self._comma(more if one.first[1] else _DATE):
                break
        self._space()
        return tuple(found)

    def _date(self, before: Dates | None) -> Dates | None:
        match = self._take(_DATE)
        if match is not None:
            year = int(match[1]) if match[1] else None
            first = (MONTHS.index(match[2]) + 1, int(match[3]) if match[3] else None)
        elif before is not None and (number := self._take(re.compile(r"(\d{1,2})(?![\d:])"))):
            year, first = before.year, (before.last[0], int(number[1]))
        else:
            return None
        last, last_year = first, None
        if self._take(re.compile(r"\s*-\s*")):
            end = self._take(_DATE)
            if end is not None:
                last = (MONTHS.index(end[2]) + 1, int(end[3]) if end[3] else None)
                last_year = int(end[1]) if end[1] else None
            elif first[1] is not None and (number := self._take(re.compile(r"(\d{1,2})(?![\d:])"))):
                last = (first[0], int(number[1]))
            else:
                raise RulesError(self.text)
        for month, day in (first, last):
            if day is not None and not 1 <= day <= calendar.monthrange(2024, month)[1]:
                raise RulesError(self.text)
        if (first[1] is None) != (last[1] is None) or (last_year and not year) or (last_year and not last[1]):
            raise RulesError(self.text)
        return Dates(first, last, year, last_year)

    def _weeks(self) -> tuple[tuple[int, int, int], ...]:
        found: list[tuple[int, int, int]] = []
        if self._take(re.compile(r"week\s*")):
            while (match := self._take(_WEEKS)) is not None:
                first, last, step = int(match[1]), int(match[2] or match[1]), int(match[3] or 1)
                if not (1 <= first <= last <= 53 and step):
                    raise RulesError(self.text)
                found.append((first, last, step))
                if not self._comma(_WEEKS):
                    break
            if not found:
                raise RulesError(self.text)
        self._space()
        return tuple(found)

    def _days(self) -> tuple[frozenset[int], tuple[tuple[int, frozenset[int]], ...], bool]:
        days: set[int] = set()
        nth: list[tuple[int, frozenset[int]]] = []
        holidays = False
        while (match := self._take(_DAY_NAMES)) is not None:
            if match[1] is None:
                holidays = True
            elif match[3]:
                nth.append((DAYS.index(match[1]), _numbers(match[3])))
            else:
                begin = DAYS.index(match[1])
                end = DAYS.index(match[2]) if match[2] else begin
                days |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
            if not self._comma(_DAY_NAMES):
                break
        self._space()
        return frozenset(days), tuple(nth), holidays

    def _times(self) -> tuple[Times, ...]:
        found: list[Times] = []
        point = re.compile(rf"{_CLOCK.pattern}|{_SUN_TIME.pattern}")
        while (begin := self._moment()) is not None:
            end = None
            if self._take(re.compile(r"\s*-\s*")) and (end := self._moment()) is None:
                raise RulesError(self.text)
            more = self._take(re.compile(r"\+")) is not None
            if end is None and not more:
                raise RulesError(self.text)
            found.append(Times(begin, end, more))
            if not self._comma(point):
                break
        return tuple(found)

    def _moment(self) -> Moment | None:
        clock = self._take(_CLOCK)
        if clock is not None:
            seconds = int(clock[1]) * 3600 + int(clock[2]) * 60
            if int(clock[2]) > 59 or seconds > 2 * DAY:
                raise RulesError(self.text)
            return Moment(seconds)
        sun = self._take(_SUN_TIME)
        if sun is None:
            return None
        if sun[5]:
            return Moment(0, sun[5])
        shift = int(sun[3]) * 3600 + int(sun[4]) * 60
        return Moment(-shift if sun[2] == "-" else shift, sun[1])


def _numbers(text: str) -> frozenset[int]:
    """``1,3``, ``1-2``, ``-1``: which of a weekday in its month."""
    found: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"(\d)-(\d)|(-?\d)", part)
        if match is None:
            raise RulesError(text)
        found |= {int(match[3])} if match[3] else set(range(int(match[1]), int(match[2]) + 1))
    if not found <= {-5, -4, -3, -2, -1, 1, 2, 3, 4, 5}:
        raise RulesError(text)
    return frozenset(found)


def rules_of(syntax: str) -> tuple[Rule, ...]:
    """The rules of a text in the syntax. Raises `RulesError` for what is none, or not understood."""
    return _Reader(syntax.strip()).rules()
