"""Whose day a pasted text speaks of: its headings, and the lines below each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from routing.sheets.reply.blanks import QUOTING, is_blank_name
from store.notation.numbers import narrow
from store.notation.words import key

_HEADING = re.compile(r"^\s*\[?\s*(回填|回执|回复|REPLY|RESULTS?)\s*\]?\s*[:：]?", re.IGNORECASE)
_DATE = re.compile(r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?![\d:])")
_REVISION = re.compile(r"(?:^|\s)(?:v|版本?)\s*(\d+)(?=\s|$)", re.IGNORECASE)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WRITTEN = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}[日号]?(?![\d:])|\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d)|"
    r"\d{1,2}[-/月]\d{1,2}[日号]?(?![\d:./点-])|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\.?,?(?: \d{{4}})?\b|{_MONTHS}\.? \d{{1,2}}(?:,? \d{{4}})?\b(?!:)",
    re.IGNORECASE,
)
"""A date in a line of a chat."""
_WEEKDAY = re.compile(r"(?:周|星期)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?\b", re.IGNORECASE)
_DAY_WORD = re.compile(
    r"(?P<today>今[天日]|today\b)|昨[天日晚]|前[天日]|yesterday\b|\d{1,2}[号日](?=[\s,:]|$)", re.IGNORECASE
)
"""A day said by a word, or by its number in the month alone."""
_TIME = re.compile(r"(?:[上下中]午|早上|晚上|凌晨)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?(?![\d:])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,:;|\[\]()~–—-]*")
_OTHER_DAY = re.compile(
    r"^\s*(?:补一?下?|补交|补发|以下是?|下面是?|这是|for )?\s*"
    r"(?:(?P<today>今[天日]|today)|昨[天日]|前[天日]|yesterday)(?:的|'s)?"
    r"(?:补[一下交发的]{0,3}|情况|回填|回复|拜访|结果|记录|漏的?|如下| results?| visits?| replies| reply)*"
    r"\s*(?:[:,.。]?\s*$|[:,]?\s*(?=#\s*\d|第?\d{1,2}\s*[.、号站家)]))",
    re.IGNORECASE,
)
"""A line that says the day by a word: ``昨天的：``."""
_HASHED = re.compile(r"^\s*#\s*\d")
"""No list that is sent out has it."""
_NAME = r"[\u3400-\u9fff·]{2,4}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}"
_NAME_ALONE = re.compile(rf"^\s*(?:{_NAME})\s*:\s*$")
_NAME_SENT = re.compile(rf"^\s*(?P<name>{_NAME}|[A-Za-z][\w.'’ -]{{0,30}}?)(?=[\s,:])(?P<stamp>.+)$")
_SENT_NAME = re.compile(rf"(?P<name>{_NAME})\s*:")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: each part is None where it says nothing of it.

    `spoken`: it is a line of a chat, with a name or a date alone. `unknown`: the words that say none of these, and a
    name that is nobody's. `sent`: the date on which a chat says that it was sent. `word`: the day is said by a word
    alone, ``昨天``; `today` where that word is today.
    """

    row: int
    line: str
    day: str = ""
    """As it is written."""
    revision: int | None = None
    reps: tuple[frozenset[str], ...] = ()
    """For each word that names somebody, the ids of those it may be."""
    unknown: str = ""
    spoken: bool = False
    sent: str = ""
    word: bool = False
    today: bool = False
    weekday: int | None = None
    """The weekday it names, Monday 0."""


@dataclass(slots=True)
class Section:
    """Lines under one heading, each with its number in the text; without heading where the text has none."""

    heading: Heading | None
    lines: list[tuple[int, str]] = field(default_factory=list)


def sections_of(text: str, reps: Iterable[tuple[str, str]], stops: Collection[str] = ()) -> list[Section]:
    """The sections of a text. `reps` are ids of reps with a name of theirs, `stops` names that are no rep's.

    Where there is a heading proper, what stands before the first one and is no stop (`#2`) is passed over; so is
    the list that is sent out above a form, which begins with a title that names a rep and a date.
    """
    people = _people(reps)
    taken = {key(stop) for stop in stops}
    sections = [Section(None)]
    passing = False
    proper = False
    for row, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        plain = narrow(QUOTING.covered(line))
        if _HEADING.match(plain):
            if not proper:
                sections, proper = [kept for each in sections if (kept := _of_stops(each)) is not None], True
            sections.append(Section(_heading(row, line, plain, people)))
            passing = False
        elif proper and _is_title(plain, people):
            passing = True
        elif passing:
            continue
        elif (spoken := _spoken(row, line, plain, people, taken)) is not None:
            heading, rest = spoken
            sections.append(Section(heading, [(row, rest)] if rest.strip() else []))
        else:
            sections[-1].lines.append((row, line))
    return [each for each in sections if each.heading is not None or any(line.strip() for _, line in each.lines)]


def _of_stops(section: Section) -> Section | None:
    """What stands before the first heading proper, from the first line that begins a stop as replies do."""
    for place, (_, line) in enumerate(section.lines):
        if _HASHED.match(narrow(line)):
            return Section(section.heading, section.lines[place:])
    return None


def _people(reps: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for rep, name in reps:
        for word in (rep, name):
            if key(word):
                found.setdefault(key(word), set()).add(rep)
    return {word: frozenset(ids) for word, ids in found.items()}


def _heading(row: int, line: str, plain: str, people: Mapping[str, frozenset[str]]) -> Heading:
    rest = _HEADING.sub("", plain, count=1)
    day = ""
    if dated := _DATE.search(rest):
        day = dated[0]
        rest = rest[: dated.start()] + " " + rest[dated.end() :]
    revision = None
    if version := _REVISION.search(rest):
        revision = int(version[1])
        rest = rest[: version.start()] + " " + rest[version.end() :]
    reps, unknown = _named(rest, people)
    return Heading(row, line, day, revision, reps, unknown)


def _named(text: str, people: Mapping[str, frozenset[str]]) -> tuple[tuple[frozenset[str], ...], str]:
    """The people that words name, each name as long as it goes, and the words that name nobody."""
    words = [word for word in re.split(r"[\s,:;|/]+", text) if key(word)]
    found, unknown, place = [], [], 0
    while place < len(words):
        for end in range(len(words), place, -1):
            if ids := people.get(key(" ".join(words[place:end]))):
                found.append(ids)
                place = end
                break
        else:
            unknown.append(words[place])
            place += 1
    return tuple(found), " ".join(unknown)


def _is_title(plain: str, people: Mapping[str, frozenset[str]]) -> bool:
    """Whether a line is the title of a list as it is sent out: ``王磊 2026-12-02 周三``."""
    dated = re.search(r"\d{4}-\d{2}-\d{2}", plain)
    if dated is None or not re.search(r"周[一二三四五六日]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", plain):
        return False
    reps, unknown = _named(plain[: dated.start()].strip("[] "), people)
    return bool(reps) and not unknown


@dataclass(slots=True)
class _Said:
    """What a line of a chat begins with: a date, a time of day, people, and where the rest begins."""

    day: str = ""
    timed: bool = False
    reps: tuple[frozenset[str], ...] = ()
    end: int = 0
    colon: bool = False
    """Whether a colon stands behind the name."""
    word: bool = False
    today: bool = False
    weekday: int | None = None


def _said(plain: str, people: Mapping[str, frozenset[str]]) -> _Said:
    found = _Said()
    while True:
        between = _BETWEEN.match(plain, found.end)
        assert between is not None
        if found.reps and ":" in between[0]:
            found.colon = True
            found.end = between.start() + between[0].index(":") + 1
            return found
        if (dated := _WRITTEN.match(plain, between.end())) and not found.day:
            found.day, found.end = dated[0], dated.end()
        elif (timed := _TIME.match(plain, between.end())) and not found.timed:
            found.timed, found.end = True, timed.end()
        elif week := _WEEKDAY.match(plain, between.end()):
            found.weekday, found.end = _weekday(week[0]), week.end()
        elif word := _DAY_WORD.match(plain, between.end()):
            found.word, found.today, found.end = True, bool(word["today"]), word.end()
        elif named := _person_at(plain, between.end(), people):
            found.reps, found.end = (*found.reps, named[0]), named[1]
        else:
            found.end = between.end() if between.end() == len(plain) else found.end
            return found


def _weekday(text: str) -> int:
    place = "一二三四五六日".find(text[-1].replace("天", "日"))
    return place if place >= 0 else ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(text[:3].casefold())


def _person_at(plain: str, place: int, people: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], int] | None:
    """The people that a name at a place may be, and where it ends: up to a space, a comma, a colon or a bracket."""
    ends = [match.start() for match in re.finditer(r"[\s,:()\[\]#|]|$", plain[place:]) if match.start()][:5]
    for end in reversed(ends):
        if ids := people.get(key(plain[place : place + end])):
            return ids, place + end
    return None


def _spoken(
    row: int, line: str, plain: str, people: Mapping[str, frozenset[str]], stops: Collection[str]
) -> tuple[Heading, str] | None:
    """A chat's line that says who speaks, a rep or somebody unknown, or of which day; and what follows in it."""
    if word := _OTHER_DAY.match(plain):
        head = line[: word.end()].strip()
        return Heading(row, head, spoken=True, word=True, today=bool(word["today"])), line[word.end() :].strip()
    said = _said(plain, people)
    rest = line[said.end :]
    if said.reps and key(plain) not in stops:
        if not rest.strip() or said.colon or rest.lstrip().startswith(("#", "＃")):
            day, sent = ("", said.day) if said.timed else (said.day, "")
            head = line[: said.end] if rest.strip() else line
            heading = Heading(
                row, head, day, reps=said.reps, spoken=True, sent=sent,
                word=said.word, today=said.today, weekday=None if sent else said.weekday,
            )  # fmt: skip
            return heading, rest.strip()
    elif not rest.strip() and not said.reps and _names_day(said, plain):
        return Heading(
            row, line, said.day, spoken=True, word=said.word, today=said.today, weekday=said.weekday
        ), ""  # fmt: skip
    return _stranger(row, line, plain, said, stops)


def _names_day(said: _Said, plain: str) -> bool:
    """Whether a line of no more than days and times is a heading: ``周二``, ``昨天 18:05``; ``2号`` is a stop."""
    if said.day:
        return not said.timed
    return said.weekday is not None or (said.word and not re.match(r"\s*\d", plain))


def _stranger(row: int, line: str, plain: str, said: _Said, stops: Collection[str]) -> tuple[Heading, str] | None:
    """A line with the name of somebody who is no rep, with a colon or with when it was sent."""
    if _NAME_ALONE.match(plain):
        name = plain.split(":", maxsplit=1)[0].strip()
    elif said.day and said.timed and (behind := _SENT_NAME.match(plain[said.end :].lstrip(" ]-~"))):
        name = behind["name"]
    elif (before := _NAME_SENT.match(plain)) and (stamp := _said(before["stamp"], {})).timed:
        name = before["name"].strip()
        if before["stamp"][stamp.end :].strip(" :") or not (stamp.day or re.fullmatch(_NAME, name)):
            return None
    else:
        return None
    if is_blank_name(name) or any(key(name) in stop for stop in stops):
        return None
    return Heading(row, line, unknown=name, spoken=True), ""
