"""The pieces of a text of hours, its words replaced already, put together to rules of the syntax.

A day behind hours begins a new rule, and so do hours behind hours that have a day of their own. What is left over is
told; where it stands beside hours that depend on it nothing is read at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from store.notation.opening.rules import SUN, RulesError, rules_of

_EVENT = "|".join(SUN)
_MOMENT = rf"(?:\d{{1,2}}:\d{{2}}|\((?:{_EVENT})[+-]\d{{1,2}}:\d{{2}}\)|(?:{_EVENT})(?![a-z]))"
_TOKEN = re.compile(
    r"(?P<comment>\"[^\"]*\")|(?P<or>\|\|)|(?P<stop>[;,。\n])|(?P<rule><[^<>]*>)|"
    rf"(?P<time>{_MOMENT}-{_MOMENT}\+?|{_MOMENT}\+)|"
    r"(?P<off>\boff\b)|(?P<unknown>\bunknown\b)|"
    r"(?P<space>[^\S\n]+)|(?P<word>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the syntax, and what stands in it besides."""

    syntax: str
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Built:
    """A rule as it grows: what it is of, when, in which state."""

    separator: str = "; "
    selectors: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    state: str = ""
    comment: str = ""
    others: bool = False
    """Whether it is of all days that have no rule of their own."""

    @property
    def whole(self) -> bool:
        return bool(self.times or self.state)

    def syntax(self) -> str:
        dates = ",".join(each[1:] for each in self.selectors if each[0] == "D")
        weeks = " ".join(each[1:] for each in self.selectors if each[0] == "W")
        days = ",".join(each[1:] for each in self.selectors if each[0] == "S")
        parts = [dates, weeks, days, ",".join(self.times), self.state, f'"{self.comment}"' if self.comment else ""]
        return " ".join(part for part in parts if part)


def built(text: str, folded: str, comments: list[str]) -> Words:
    """The rules of a text. Raises `RulesError` where it makes none."""
    segments = _segments(folded)
    remarks: list[str] = []
    good: list[list[tuple[str, str]]] = []
    for segment in segments:
        left = "".join(value for kind, value in segment if kind in {"word", "space"}).strip(" :.-!")
        if not left:
            good.append(segment)
        elif any(kind == "time" for kind, _ in segment) or re.search(r"\d", left):
            raise RulesError(text)
        else:
            said = "".join(
                {"off": "休息" if re.search(r"[一-龥]", left) else " closed"}.get(kind, value)
                for kind, value in segment
            )
            said = re.sub(r'"(\d+)"', lambda match: comments[int(match[1])], said)
            said = re.sub(r"<[DWSO]?|>", "", said)
            remarks.append(re.sub(r"(?<=[一-龥])\s+(?=[一-龥])", "", re.sub(r"\s+", " ", said)).strip(" ,;"))
    tokens = _turned([token for segment in good for token in _breaks(segment)])
    rules = _grown(tokens, comments)
    if not rules:
        raise RulesError(text)
    syntax = "".join((rule.separator if at else "") + rule.syntax() for at, rule in enumerate(rules))
    rules_of(syntax)
    return Words(syntax, tuple(remarks))


def _segments(text: str) -> list[list[tuple[str, str]]]:
    """The tokens between two marks, the mark at the end of each."""
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(text):
        kind, value = str(match.lastgroup), match[0]
        if kind == "rule" and value[1] not in "DWSO":
            raise RulesError(text)
        kinds = [each for each, _ in found[-1][-2:]]
        if (kind, kinds) == ("word", ["time", "space"]) or (
            (kind, kinds) == ("time", ["off", "space"]) and any(each == "word" for each, _ in found[-1])
        ):
            found.append([])  # words behind hours, and before them, say something of their own
        found[-1].append((kind, value))
        if kind in {"stop", "or"}:
            found.append([])
    return [segment for segment in found if segment]


def _breaks(segment: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tokens that say something; hours that are nothing but closed as one of them."""
    said = [token for token in segment if token[0] not in {"space", "word"}]
    kinds = [kind for kind, _ in said if kind != "stop"]
    if set(kinds) == {"time", "off"} and kinds.count("off") == 1:
        times = ",".join(value for kind, value in said if kind == "time")
        return [("break", times), *(token for token in said if token[0] == "stop")]
    return said


def _turned(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tokens with days before their hours; days that are closed stand last, being exceptions.

    ``closed Sundays`` is ``Sundays closed``, and ``9-17 Mon-Fri`` is ``Mon-Fri 9-17`` where days come behind.
    """
    rest: list[tuple[str, str]] = []
    closed: list[tuple[str, str]] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end][0] == "rule" and tokens[end][1] != "<O>":
            end += 1
        before = not rest or rest[-1][0] in {"stop", "time", "break"}
        if end > at and end < len(tokens) and tokens[end][0] == "off":
            closed += [("stop", ";"), *tokens[at : end + 1]]
            at = end + 1
        elif tokens[at][0] == "off" and before and tokens[at + 1 : at + 2] and tokens[at + 1][0] == "rule":
            end = at + 1
            while end < len(tokens) and tokens[end][0] == "rule":
                end += 1
            closed += [("stop", ";"), *tokens[at + 1 : end], tokens[at]]
            at = end
        elif end > at:
            rest += tokens[at:end]
            at = end
        else:
            rest.append(tokens[at])
            at += 1
    while rest and rest[-1][0] == "stop":
        rest.pop()
    hours = [kind for kind, _ in rest if kind in {"time", "rule"}]
    behind = hours[:1] == ["time"] and rest[-1][0] == "rule" and _last_hours_behind(rest)
    return [*(_days_first(rest) if behind else rest), *closed]


def _last_hours_behind(tokens: list[tuple[str, str]]) -> bool:
    """Whether every list of days follows hours."""
    seen = ""
    for kind, _ in tokens:
        if kind == "rule" and seen not in {"time", "rule"}:
            return False
        if kind != "stop" or seen != "time":
            seen = kind
    return True


def _days_first(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    times: list[tuple[str, str]] = []
    days: list[tuple[str, str]] = []
    for kind, value in [*tokens, ("time", "")]:
        if kind == "time" and days:
            found += [*days, *times, ("stop", ";")]
            times, days = [], []
        if kind == "time":
            times.append((kind, value))
        elif kind == "rule":
            days.append((kind, value))
        elif kind != "stop":
            times.append((kind, value))
    return found[:-1]


def _grown(tokens: list[tuple[str, str]], comments: list[str]) -> list[_Built]:
    rules = [_Built()]
    parted = ""  # the mark that has just parted what came before
    for kind, value in tokens:
        rule = rules[-1]
        if kind == "or":
            rules.append(_Built(" || "))
        elif kind == "stop":
            parted = value
            continue
        elif kind == "rule":
            if rule.whole or rule.comment:
                rules.append(rule := _Built())
            elif parted and rule.selectors:
                raise RulesError(value)  # days, a mark, and other days: both at once, or one and the other
            if value == "<O>":
                rule.others = True
            else:
                rule.selectors.append(value[1:-1])
        elif kind == "time":
            more = rule.times and rule.selectors and parted and (parted == ";" or _meet(rule.times, value))
            if rule.state or more:
                rules.append(rule := _Built())
            rule.times.append(value)
        elif kind == "break":
            if not any(each.times for each in rules):
                raise RulesError(value)  # hours that are closed, of none that are open
            rules.append(_Built(times=[value], state="off"))
        elif kind == "comment":
            rule.comment = comments[int(value[1:-1])]
        elif rule.times and (parted or not any(each.times for each in rules[:-1])):
            raise RulesError(value)  # hours, and then "closed" of nothing
        else:
            rule.state = value
        parted = ""
    rules = [rule for rule in rules if not (rule.others and rule.state == "off")]
    rules = [rule for rule in rules if rule.whole or rule.selectors or rule.comment]
    if len(rules) > 1 and any(rule.selectors and not (rule.whole or rule.comment) for rule in rules):
        raise RulesError(rules[0].syntax())  # days beside other rules, of which nothing is said
    return rules


def _meet(times: list[str], other: str) -> bool:
    """Whether hours overlap others, whose second part they can't be then: ``周日9:00-12:00，8:00-20:00``."""
    spans = [re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", each) for each in (*times, other)]
    if not all(spans):
        return False
    *before, last = [(span[1], span[2]) for span in spans if span]
    return any(begin < last[1] and last[0] < end for begin, end in before if begin < end and last[0] < last[1])
