"""Words, skills with their levels, digits of plates by weekday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from store.notation.days import read_days, write_days
from store.notation.errors import NotationError
from store.notation.words import fold

_PARTS = re.compile(r"\s*[,，、;；\n]+\s*")
_LEVEL = re.compile(r"^(.+?)\s*[:：≥>=]+\s*([1-5])级?$")


def read_words(text: str) -> list[str]:
    """Words and ids with commas between them, each once."""
    return list(dict.fromkeys(part for part in _PARTS.split(text.strip()) if part))


def write_words(words: Iterable[str], language: str) -> str:
    return _comma(language).join(words)


def read_levels(text: str) -> dict[str, int]:
    """Skills with levels from 1 to 5: ``冷链:3、大客户`` (1 where none is given)."""
    found = {}
    for part in read_words(text):
        match = _LEVEL.match(part)
        found[match[1] if match else part] = int(match[2]) if match else 1
    return found


def write_levels(levels: Mapping[str, int], language: str) -> str:
    return _comma(language).join(f"{skill}:{level}" if level > 1 else skill for skill, level in levels.items())


def read_digits(text: str) -> dict[str, str]:
    """Last digits of plates by weekday: ``mon 1 6, tue 2 7``, ``周一:1和6``."""
    found: dict[str, str] = {}
    for part in _PARTS.split(fold(text)):
        match = re.fullmatch(r"(\D+?)[\s:]*((?:\d[\s和/]*)+)", part)
        if match is None:
            if part:
                raise NotationError("bad_digits", part)
            continue
        digits = "".join(dict.fromkeys(re.findall(r"\d", match[2])))
        found |= dict.fromkeys(read_days(match[1]), digits)
    return found


def write_digits(digits: Mapping[str, str], language: str) -> str:
    return _comma(language).join(f"{write_days([day], language)} {' '.join(each)}" for day, each in digits.items())


def _comma(language: str) -> str:
    return "、" if language == "zh" else ", "
