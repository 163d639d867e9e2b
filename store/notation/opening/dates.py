"""What a text of hours says of one date: the spans that open on it, and what must be told besides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from store.notation.opening.order import Group, groups_of
from store.notation.opening.rules import DAY, Moment, Rule, RulesError, Times, rules_of

Span = tuple[int, int]
Place = tuple[float, float]
"""Latitude and longitude: where the sun rises and sets."""

LAST = 2 * DAY
_MONDAY = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a text of hours says and that no span can: `text` are its words.

    Codes: ``unread`` (cannot be read, so that it is open at any hour), ``remark`` (words beside the hours),
    ``comment``, ``uncertain`` (hours that the text itself calls uncertain), ``open_end``, ``two_readings`` (rules
    that contradict each other), ``holidays_unknown``, ``no_sun`` (the sun's hours, without a position), ``readers``
    (two ways of reading differ).
    """

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a date in seconds after its midnight: `spans` that open on it, past 24:00 where they last longer.

    None: nothing can be said of it, a call may begin at any hour. None at all: closed.
    """

    spans: tuple[Span, ...] | None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    groups: tuple[Group, ...]
    told: tuple[Told, ...]

    @property
    def rules(self) -> Iterable[Rule]:
        return (rule for group in self.groups for rule in group.rules)


@lru_cache(maxsize=8192)
def _read(text: str) -> _Read:
    from store.notation.opening.words import syntax_of

    try:
        words = syntax_of(text)
        rules = rules_of(words.syntax)
    except RulesError:
        return _Read((), (Told("unread", text),))
    # words of the whole are no rule: "Mo-Fr 08:00-17:00; \"ring the bell\""
    words_only = [rule for rule in rules if rule == Rule(rule.separator, state="unknown", comment=rule.comment)]
    beside = [rule for rule in words_only if rule.separator != " || " and rule.comment]
    if len(beside) < len(rules):
        rules = tuple(rule for rule in rules if rule not in beside)
    groups, doubtful = groups_of(rules)
    if all(rule.state == "unknown" and not rule.times for group in groups for rule in group.rules):
        return _Read((), (Told("comment" if any(r.comment for g in groups for r in g.rules) else "unread", text),))
    told = [Told("remark", remark) for remark in words.remarks]
    told += [Told("comment", rule.comment) for rule in beside]
    if doubtful:
        told.append(Told("two_readings", text))
    return _Read(groups, tuple(told))


@lru_cache(maxsize=8192)
def told_of(text: str) -> tuple[Told, ...]:
    """What has to be told of a text whatever the date: empty where every word of it is hours and certain."""
    read = _read(text)
    told = list(read.told)
    for rule in read.rules:
        told += [Told("comment", rule.comment)] if rule.comment else []
        told += [Told("uncertain", text)] if rule.state == "unknown" and not rule.comment else []
        told += [Told("open_end", text)] if any(each.more for each in rule.times) else []
    return tuple(dict.fromkeys(told))


@lru_cache(maxsize=8192)
def by_holidays(text: str) -> bool:
    """Whether a text says anything of public holidays."""
    return any(rule.holidays for rule in _read(text).rules)


@lru_cache(maxsize=8192)
def by_sun(text: str) -> bool:
    """Whether a text goes by the sun, so that it takes a position to read."""
    return any(_events(each) for rule in _read(text).rules for each in rule.times)


def _events(times: Times) -> set[str]:
    """What of the sun's a span goes by."""
    return {moment.event for moment in (times.begin, times.end) if moment is not None and moment.event}


@lru_cache(maxsize=65536)
def hours_on(text: str, date: dt.date, holiday: bool | None = None, place: Place | None = None) -> Hours:
    """What a text says of a date. `holiday`: whether it is a public holiday, None where nobody knows.

    `place` is needed for hours by the sun alone.
    """
    from store.notation.opening import check

    read = _read(text)
    if not read.groups:
        return Hours(None, read.told)
    told = list(read.told)
    events = {event for rule in read.rules for each in rule.times for event in _events(each)}
    sun = check.sun_on(date, place) if events and place is not None else {}
    if not events <= sun.keys():
        return Hours(None, (*told, Told("no_sun", text)))
    day = _opened(read.groups, date, holiday=bool(holiday), sun=sun)
    told += day.told(text)
    spans = _merged(day.spans)
    if holiday is None and any(rule.holidays for rule in read.rules):
        other = _opened(read.groups, date, holiday=True, sun=sun)
        told += [Told("holidays_unknown", text)] if _merged(other.spans) != spans else []
    if not events:
        night = max((_span(each, sun)[1] - DAY for rule in read.rules for each in rule.times), default=0)
        if not check.agreed(read.groups, date, spans, after=max(0, night), holiday=bool(holiday)):
            return Hours(None, (*told, Told("readers", text)))
    return Hours(spans, tuple(dict.fromkeys(told)))


@lru_cache(maxsize=8192)
def week_of(text: str) -> tuple[tuple[Span, ...], ...] | None:
    """The spans that open on each weekday, Monday first; None where they change by date or are not certain."""
    read = _read(text)
    if not read.groups or len(read.groups) > 1 or told_of(text):
        return None
    plain = (Rule(rule.separator, days=rule.days, times=rule.times, state=rule.state) == rule for rule in read.rules)
    if not all(plain) or any(_events(each) for rule in read.rules for each in rule.times):
        return None
    found = [hours_on(text, _MONDAY + dt.timedelta(day)).spans for day in range(7)]
    week = tuple(spans for spans in found if spans is not None)
    return week if len(week) == 7 else None


@dataclass(slots=True)
class _Opened:
    """What the rules open on a date, with the rule each span is of."""

    pieces: list[tuple[int, int, Rule]]
    silent: list[Rule]
    """Rules of the date that open nothing by themselves."""
    more: bool = False

    @property
    def spans(self) -> list[Span]:
        return [(begin, end) for begin, end, _ in self.pieces]

    def told(self, text: str) -> list[Told]:
        told: list[Told] = []
        for rule in [*(rule for _, _, rule in self.pieces), *self.silent]:
            if rule.comment:
                told.append(Told("comment", rule.comment))
            elif rule.state == "unknown":
                told.append(Told("uncertain", text))
        return [*told, *([Told("open_end", text)] if self.more else [])]


def _opened(groups: tuple[Group, ...], date: dt.date, *, holiday: bool, sun: dict[str, int]) -> _Opened:
    """A slow reading of the rules, one after the other: later ones take the place of earlier ones or add to them."""
    whole = _Opened([], [])
    for number, group in enumerate(groups):
        pieces: list[tuple[int, int, Rule]] = []
        silent: list[Rule] = []
        for rule in group.rules:
            if not rule.on(date, holiday=holiday):
                continue
            spans = [_span(each, sun) for each in rule.times]
            if rule.state == "off":
                pieces = [left for piece in pieces for left in _without(piece, spans)] if spans else []
                silent = [rule] if rule.comment else []
                continue
            if rule.separator == "; ":
                pieces, silent = [], []
            if rule.state == "unknown" and (number or not rule.times):
                silent.append(rule)  # what somebody may be asked for besides the hours is no hours
                continue
            pieces += [(begin, end, rule) for begin, end in spans or [(0, DAY)]]
            whole.more = whole.more or any(each.more for each in rule.times)
        taken = [(begin, end) for begin, end, _ in whole.pieces]
        whole.pieces += [left for piece in pieces for left in _without(piece, taken)]
        whole.silent += silent
    return whole


def _span(times: Times, sun: dict[str, int]) -> Span:
    begin = _second(times.begin, sun)
    if times.end is None:
        return begin, max(DAY, begin + 1)
    end = _second(times.end, sun)
    return begin, min(end + DAY if end <= begin else end, LAST)


def _second(moment: Moment, sun: dict[str, int]) -> int:
    return moment.seconds + (sun[moment.event] if moment.event else 0)


def _without(piece: tuple[int, int, Rule], spans: Iterable[Span]) -> list[tuple[int, int, Rule]]:
    """What is left of a piece outside the spans."""
    left = [piece]
    for first, last in spans:
        rest: list[tuple[int, int, Rule]] = []
        for begin, end, rule in left:
            rest += [(a, b, rule) for a, b in ((begin, min(end, first)), (max(begin, last), end)) if a < b]
        left = rest
    return left


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)
