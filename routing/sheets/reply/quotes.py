"""Texts between 「 and 」 are what they are, whatever stands in them (docs/returning.md, Quoted text)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.notation.errors import BadNumberError
from store.notation.numbers import narrow

_QUOTED = re.compile("「((?:[^」]|」」)*)」(?!」)")
_HEAD = r"(?:\d{1,2}\s*[:,.)]?|(?:拜访)?[前后]\s*:?|(?:before|after)\s*:?)?\s*(?=「)"
"""What may stand before a quoted part of a list: the number of a step, the moment of a photo."""
_ITEM = re.compile(rf"(?:^|[;,(])\s*{_HEAD}", re.IGNORECASE)
_BASIC, _OTHER = 0xF0000, 0x100000
"""Where the private planes begin that stand for the first two planes of Unicode: no pattern finds anything there."""


def quoted(text: str) -> str:
    """A text as one line between the signs; closing signs within are doubled."""
    return f"「{' '.join(text.split()).replace('」', '」」')}」"


def is_quoted(text: str) -> bool:
    """Whether all of a text is one quoted text."""
    return _QUOTED.fullmatch(text) is not None


def unquoted(text: str) -> str:
    """What a text says that may be quoted as a whole; raises `BadNumberError` where its closing sign is missing."""
    if not text.startswith("「"):
        return text
    match = _QUOTED.match(text)
    if match is None:
        raise BadNumberError("quote_open", text)
    return match[1].replace("」」", "」") if match.end() == len(text) else text


class Names:
    """The names of blanks behind which a text may be quoted, and of all those that the page may not have read."""

    def __init__(self, words: Iterable[str], others: Iterable[str]) -> None:
        words = list(words)
        names, every = (
            "|".join(sorted(map(re.escape, each), key=len, reverse=True)) for each in (words, [*words, *others])
        )
        self._name = re.compile(rf"(?:(?<=^)|(?<=[\s,;|/」]))(?:{names})\s*[:=]?\s*{_HEAD}", re.IGNORECASE)
        self._any = re.compile(rf"(?:^|[\s,;|/])(?:{names})(?![a-z])", re.IGNORECASE)
        self._unread = re.compile(
            rf"\s*(?:{every})\s*[:=]\s*(?P<value>(?P<label>[^「]+)「(?:[^」]|」」)*」\?)\s*", re.IGNORECASE
        )
        """``收款：现金「12,50」?``: what the phone's page could not read."""
        self._every = re.compile(rf"(?:^|[\s,;|/])(?:{every})\s*[:=]", re.IGNORECASE)

    def covered(self, line: str) -> str:
        """A line with what is quoted covered, character by character: places stay what they are.

        Where a text begins directly behind its blank's name and does not end, all the rest is covered; so is what the
        page could not read, behind the name of its blank.
        """
        if "「" not in line:
            return line
        unread = self._unread.fullmatch(narrow(line))
        if unread is not None and not self._every.search(unread["label"]):
            return line[: unread.start("value")] + _cover(line[unread.start("value") :])
        if (named := self._any.search(narrow(line))) is None:
            return line
        place = named.start()
        while True:
            plain = narrow(line)
            begun = self._name.search(plain, place)
            item = _ITEM.search(plain, place)
            first = min((match for match in (begun, item) if match is not None), key=lambda m: m.end(), default=None)
            if first is None:
                return line
            match = _QUOTED.match(line, first.end())
            if match is not None:
                line = line[: match.start(1)] + _cover(match[1]) + line[match.end(1) :]
                place = match.end()
            elif begun is not None and begun.end() == first.end():
                return line[: first.end() + 1] + _cover(line[first.end() + 1 :])
            else:
                place = first.end() + 1


def covered_parts(text: str) -> str:
    """The content of a blank that lists things, with those that are quoted covered."""
    place = 0
    while (item := _ITEM.search(narrow(text), place)) is not None:
        match = _QUOTED.match(text, item.end())
        if match is not None:
            text = text[: match.start(1)] + _cover(match[1]) + text[match.end(1) :]
        place = match.end() if match is not None else item.end() + 1
    return text


def _cover(text: str) -> str:
    return "".join(
        chr(_BASIC + ord(char))
        if ord(char) < 0x10000
        else chr(_OTHER - 0x10000 + ord(char))
        if ord(char) < 0x20000
        else char
        for char in text
    )


def opened(text: str) -> str:
    """The other way round."""
    return "".join(
        chr(ord(char) - _BASIC)
        if _BASIC <= ord(char) < _OTHER
        else chr(ord(char) - _OTHER + 0x10000)
        if ord(char) >= _OTHER
        else char
        for char in text
    )
