"""The same hours by a maintained reader of the syntax: what two readers differ about is not believed.

That reader leaves out days behind ``||`` and knows no holidays but its own, so it is asked group by group, with the
company's holidays as dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from store.notation.opening.order import Group
from store.notation.opening.rules import DAY, SUN, Dates, Rule, write_rules

if TYPE_CHECKING:
    from opening_hours import OpeningHours


def agreed(
    groups: Sequence[Group], date: dt.date, spans: Sequence[tuple[int, int]], *, after: int, holiday: bool
) -> bool:
    """Whether the other reader has the same hours on a date, `after` what any night runs on to, until midnight."""
    theirs: list[tuple[int, int]] = []
    for number, group in enumerate(groups):
        rules = tuple(each for rule in group.rules for each in _without_holidays(rule, date, holiday=holiday))
        if not rules:
            continue
        found = _intervals(write_rules(rules), date)
        if found is None:
            return False
        theirs += [(a, b) for a, b, unknown in found if not (number and unknown)]
    return _minutes(spans, after) == _minutes(theirs, after)


def _without_holidays(rule: Rule, date: dt.date, *, holiday: bool) -> list[Rule]:
    """A rule for the other reader: the date itself in place of public holidays."""
    if rule.state == "unknown" and not rule.times:
        rule = replace(rule, state="off")
    if not rule.holidays:
        return [rule]
    found = []
    if rule.days or rule.nth:
        found.append(replace(rule, holidays=False))
    if holiday and rule.on(date, holiday=True):
        here = (date.month, date.day)
        found.append(
            replace(
                rule, holidays=False, days=frozenset(), nth=(), weeks=(), years=(),
                dates=(Dates(here, here, date.year),),
            )
        )  # fmt: skip
    return found


@lru_cache(maxsize=8192)
def _reader(syntax: str) -> OpeningHours | None:
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

    try:
        return OpeningHours(syntax)
    except ParserError:
        return None


def _intervals(syntax: str, date: dt.date) -> list[tuple[int, int, bool]] | None:
    """When it is open or may be, cut at the midnights of the date."""
    from opening_hours import State

    reader = _reader(syntax)
    if reader is None:
        return None
    begin = dt.datetime.combine(date, dt.time())
    found = []
    for first, last, state, _ in reader.intervals(begin, begin + dt.timedelta(1)):
        if state != State.CLOSED:
            span = int((first - begin).total_seconds()), int((last - begin).total_seconds())
            found.append((max(0, span[0]), min(DAY, span[1]), state != State.OPEN))
    return found


def _minutes(spans: Sequence[tuple[int, int]], after: int) -> set[int]:
    return {minute for begin, end in spans for minute in range(max(begin, after) // 60, min(end, DAY) // 60)}


@lru_cache(maxsize=8192)
def sun_on(date: dt.date, place: tuple[float, float]) -> dict[str, int]:
    """When the sun rises and sets at a latitude and longitude, in seconds of the clock there.

    What does not happen on that date is missing, and so is all of it where the order is not a day's.
    """
    from opening_hours import OpeningHours, State

    found = {}
    begin = dt.datetime.combine(date, dt.time())
    for event in SUN:
        reader = OpeningHours(f"{event}-23:59", coords=place)
        for first, _, state, _ in reader.intervals(begin, begin + dt.timedelta(1)):
            moment = first.replace(tzinfo=None)
            if state == State.OPEN and moment > begin:
                found[event] = int((moment - begin).total_seconds())
    known = [found[event] for event in SUN if event in found]
    return found if known == sorted(known) else {}
