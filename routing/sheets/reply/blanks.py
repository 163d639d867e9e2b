"""A line cut into its blanks: ``到店 8:05 离店 8:20 备注 没货``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from routing.sheets.reply.fields import FIELDS, Field
from store.notation.numbers import narrow

_EMPTY = re.compile(r"[_\s.…]+")
_AROUND = " ,;|/：，；:、"


@dataclass(frozen=True, slots=True)
class Bit:
    """A part of a line: a blank with what is written in it, or (`field` None) words that stand behind no name."""

    field: Field | None
    value: str
    segment: str


def _keywords() -> re.Pattern[str]:
    """Every name of every blank: at the start of a line, or behind a space or comma."""
    words = sorted({word for each in FIELDS for word in (*each.zh, *each.en)}, key=len, reverse=True)
    parts = [re.escape(word) + (r"(?![a-z])" if word.isascii() else "") for word in words]
    return re.compile(rf"(?:(?<=^)|(?<=[\s,;|/]))({'|'.join(parts)})\s*[:=]?", re.IGNORECASE)


_KEYWORD = _keywords()
_FIELD_OF = {word.casefold(): each for each in FIELDS for word in (*each.zh, *each.en)}
_SHORT_ENDS = re.compile(r"[\s:=\d]|$|[a-z]|全|[上下中]午|早|晚", re.IGNORECASE)


def is_blank_name(word: str) -> bool:
    """Whether a word is the name of a blank."""
    return word.strip().casefold() in _FIELD_OF


def says_nothing(value: str) -> bool:
    """Whether a blank was left blank; lines to write on are no writing."""
    return not _EMPTY.sub("", value)


def bits_of(text: str, reads: Callable[[Field, str], bool]) -> Iterator[Bit]:
    """The bits of a line in their order. `reads` says whether a text can be the content of a blank."""
    plain = narrow(text)
    found = [match for match in _KEYWORD.finditer(plain) if _is_name(match, plain, text, reads)]
    first = found[0].start() if found else len(text)
    if not says_nothing(before := text[:first].strip(_AROUND)):
        yield Bit(None, before, before)
    end = 0
    for place, match in enumerate(found):
        if match.start() < end:
            continue
        each = _FIELD_OF[match[1].casefold()]
        end = len(text) if each.free else found[place + 1].start() if place + 1 < len(found) else len(text)
        yield Bit(each, text[match.end() : end].strip(_AROUND), text[match.start() : end].strip())


def _is_name(match: re.Match[str], plain: str, text: str, reads: Callable[[Field, str], bool]) -> bool:
    """Whether a blank's name stands there: one of a single character may be the beginning of any word."""
    if len(match[1]) > 1 or match[0] != match[1]:
        return True
    if _SHORT_ENDS.match(plain, match.end()):
        return True
    return reads(_FIELD_OF[match[1].casefold()], text[match.end() :].strip(_AROUND))


def first_blank(text: str, reads: Callable[[Field, str], bool]) -> int:
    """Where the first blank of a line stands; its end where it has none."""
    plain = narrow(text)
    return next(
        (match.start() for match in _KEYWORD.finditer(plain) if _is_name(match, plain, text, reads)), len(text)
    )
