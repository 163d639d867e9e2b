"""Which rule stands back behind which: what people mean where they write the exception first, or a day twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from store.notation.opening.rules import DAY, Rule, Times


@dataclass(frozen=True, slots=True)
class Group:
    """Rules up to a ``||``."""

    rules: tuple[Rule, ...]


def groups_of(rules: Sequence[Rule]) -> tuple[tuple[Group, ...], bool]:
    """The rules in the order they are meant, and whether they can be read in two ways.

    An exception holds wherever it is written: a rule that the next one would leave nothing of is meant as one.
    Two rules of the same days with hours that do not meet both hold.
    """
    groups: list[list[Rule]] = []
    for rule in rules:
        if rule.separator == " || " or not groups:
            groups.append([])
        groups[-1].append(replace(rule, separator="; ") if not groups[-1] else rule)
    found: list[Group] = []
    doubtful = False
    for group in groups:
        spread, doubt = _spread(group)
        if not found and all(rule.state == "off" and _selector(rule) != _selector(Rule()) for rule in spread):
            spread = [Rule(), *spread]  # where nothing but days off is said the others are open
        ordered = _exceptions_last(spread)
        joined, doubt_too = _joined(ordered)
        doubtful = doubtful or doubt or doubt_too
        found.append(Group(tuple(joined)))
    return tuple(found), doubtful


def _spread(rules: list[Rule]) -> tuple[list[Rule], bool]:
    """The rules, hours without a day behind others that have one being of those days, and whether any are.

    ``Mo-Fr 08:00-12:00; 14:00-18:00`` says 14:00-18:00 of every day where it is read to the letter.
    """
    found: list[Rule] = []
    for rule in rules:
        before = found[-1] if found else rule
        named = _selector(before) != _selector(Rule()) and before.state != "off"
        bare = _selector(rule) == _selector(Rule()) and rule.times and rule.state != "off"
        if named and bare and rule.separator == "; " and _apart(rule.times, before.times):
            found.append(replace(before, separator=", ", times=rule.times, state=rule.state, comment=rule.comment))
            continue
        found.append(rule)
    return found, found != rules


def _exceptions_last(rules: list[Rule]) -> list[Rule]:
    ordered = list(rules)
    moved = True
    while moved:
        moved = False
        for at in range(len(ordered) - 1):
            first, second = ordered[at], ordered[at + 1]
            if _excepted(first, second):
                ordered[at], ordered[at + 1] = second, replace(first, separator="; ")
                moved = True
    ordered[0] = replace(ordered[0], separator="; ")
    return ordered


def _excepted(first: Rule, second: Rule) -> bool:
    """Whether the first of two is an exception from the second, which would leave nothing of it."""
    if second.separator == ", " and first.state != "off":
        return False
    if second.state == "off" and second.times:
        return False
    if first.special == 2:
        return second.special < 2
    if first.special > second.special:
        return (first.state == "off" and not first.times) or len(_days(second)) == 7
    return first.special == second.special == 0 and _days(first) < _days(second)


def _joined(rules: list[Rule]) -> tuple[list[Rule], bool]:
    """The rules, those that only seem to take the place of others added to them; whether any is in doubt."""
    found: list[Rule] = []
    doubtful = False
    for rule in rules:
        joined = rule
        for other in found:
            if "off" in {rule.state, other.state}:
                continue
            if rule.separator == ", ":
                doubtful = doubtful or _adds_nothing(other, rule)
                continue
            same = _selector(rule) == _selector(other)
            # of days that overlap only in part, or of a season before days of the week, either may be meant
            across = rule.special == other.special == 0 and not (
                _days(rule) <= _days(other) or _days(rule).isdisjoint(_days(other))
            )
            if same or across:
                apart = _apart(rule.times, other.times)
                doubtful = doubtful or across or not (apart or rule.times == other.times)
                joined = replace(rule, separator=", ") if apart else joined
            elif other.special == 1 and rule.special == 0:
                doubtful = True
        found.append(joined)
    return found, doubtful


def _days(rule: Rule) -> frozenset[int]:
    return rule.days or frozenset(range(7))


def _selector(rule: Rule) -> tuple[object, ...]:
    return rule.years, rule.dates, rule.weeks, rule.days, rule.nth, rule.holidays


def _clock(times: Times) -> tuple[int, int] | None:
    """A span of the clock; None where it goes by the sun."""
    if times.begin.event or (times.end is not None and times.end.event):
        return None
    begin, end = times.begin.seconds, DAY if times.end is None else times.end.seconds
    return begin, end + DAY if end <= begin else end


def _apart(some: Sequence[Times], others: Sequence[Times]) -> bool:
    """Whether no span of the one meets one of the other."""
    spans = [[_clock(each) for each in times] for times in (some, others)]
    if not all(spans) or None in spans[0] or None in spans[1]:
        return False
    return all(a[1] <= b[0] or b[1] <= a[0] for a in spans[0] for b in spans[1] if a and b)


def _adds_nothing(before: Rule, rule: Rule) -> bool:
    """Whether hours that are added lie within those of the day anyway: rather they were to take their place."""
    if rule.special or before.special or not _days(rule) <= _days(before):
        return False
    within = [_clock(each) for each in before.times]
    spans = [_clock(each) for each in rule.times]
    return bool(spans) and all(a and any(b and b[0] <= a[0] and a[1] <= b[1] for b in within) for a in spans)
