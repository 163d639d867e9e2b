"""Whose day a pasted text speaks of: its headings, and the lines below each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from routing.sheets.reply.blanks import is_blank_name
from store.notation.numbers import narrow
from store.notation.words import key

_HEADING = re.compile(r"^\s*\[?\s*(回填|回执|回复|REPLY|RESULTS?)\s*\]?\s*[:：]?", re.IGNORECASE)
_DATE = re.compile(r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?![\d:])")
_REVISION = re.compile(r"(?:^|\s)(?:v|版本?)\s*(\d+)(?=\s|$)", re.IGNORECASE)
_SENT = re.compile(
    r"[\[(]?\s*(?:(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)?\s*(?:[上下]午|am|pm)?\s*"
    r"(?:\d{1,2}:\d{2}(?::\d{2})?)?\s*(?:am|pm)?\s*[\])]?\s*[:,]?",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"^\s*[\[(]?\s*(?:(?P<year>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})|(?P<month>\d{1,2})[-/月](?P<day>\d{1,2}))[日号]?"
    r"\s*[\])]?\s*(?:(?:周|星期)[一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun)?\s*[:,]?\s*$",
    re.IGNORECASE,
)
"""A line with a date alone."""
_HASHED = re.compile(r"^\s*#\s*\d")
"""No list that is sent out has it."""
_NAME_ALONE = re.compile(r"^\s*(?:[\u3400-\u9fff·]{2,4}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})\s*:\s*$")
_NAME_SENT = re.compile(
    r"^\s*(?:[\u3400-\u9fff·]{2,4}|[A-Za-z][\w.'’ -]{0,30}?)\s*:?\s+(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
    r"\s+(?:[上下]午)?\d{1,2}:\d{2}(?::\d{2})?\s*$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: each part is None where it says nothing of it.

    `spoken`: it is a line of a chat with a name alone. `unknown`: the words that say none of these, and a name that
    is nobody's.
    """

    row: int
    line: str
    day: tuple[int | None, int, int] | None = None
    revision: int | None = None
    reps: tuple[frozenset[str], ...] = ()
    """For each word that names somebody, the ids of those it may be."""
    unknown: str = ""
    spoken: bool = False


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
        plain = narrow(line)
        if _HEADING.match(plain):
            if not proper:
                sections, proper = [kept for each in sections if (kept := _of_stops(each)) is not None], True
            sections.append(Section(_heading(row, line, plain, people)))
            passing = False
        elif _is_title(plain, people):
            passing = proper
        elif passing:
            continue
        elif (spoken := _spoken(row, line, plain, people, taken)) is not None:
            sections.append(Section(spoken))
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
    day = None
    if dated := _DATE.search(rest):
        day = (int(dated["year"]) if dated["year"] else None, int(dated["month"]), int(dated["day"]))
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
    return bool(_named(plain[: dated.start()].strip("[] "), people)[0])


def _spoken(
    row: int, line: str, plain: str, people: Mapping[str, frozenset[str]], stops: Collection[str]
) -> Heading | None:
    """A chat's line with the name of who speaks, a rep's or that of somebody unknown."""
    if (day := _day_alone(plain)) is not None:
        return Heading(row, line, day=day, spoken=True)
    for name in _names_in(plain):
        ids = people.get(key(name))
        if ids and key(name) not in stops and (day := _day_alone(plain.strip()[len(name) :].strip(" :"))) is not None:
            return Heading(row, line, day=day, reps=(ids,), spoken=True)
        if ids and key(name) not in stops and _SENT.fullmatch(plain.strip()[len(name) :].strip(" :")):
            return Heading(row, line, reps=(ids,), spoken=True)
    if not (_NAME_ALONE.match(plain) or _NAME_SENT.match(plain)):
        return None
    word = plain.split(":", maxsplit=1)[0].strip()
    if is_blank_name(word) or key(word) in stops:
        return None
    return Heading(row, line, unknown=re.split(r"\s+\d|:", plain.strip())[0].strip(), spoken=True)


def _day_alone(plain: str) -> tuple[int | None, int, int] | None:
    match = _DAY_ALONE.match(plain)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    return year, int(match["m"] or match["month"]), int(match["d"] or match["day"])


def _names_in(plain: str) -> list[str]:
    """What may be the name that a line begins with: up to each space, colon or bracket, and all of it."""
    text = plain.strip()
    return [text[: match.start()] for match in re.finditer(r"[\s:(\[]|$", text) if match.start()][:6]
