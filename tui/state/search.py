"""Finding outlets as one types: by name, id, address, channel, tier, and by pinyin, whole or initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import Outlet

_VARIANTS = 8
"""Readings kept of a name whose characters have several."""


class OutletIndex:
    """Texts to look into, one for each outlet; made once (in a thread: 20,000 names take about half a second)."""

    def __init__(self, outlets: Iterable[Outlet], words: Callable[[Outlet], str] = lambda _: "") -> None:
        """`words` adds what an outlet is also known by: its channel and tier in the language in use."""
        self._texts: list[tuple[str, str, str]] = []
        for outlet in outlets:
            initials, whole = pinyin_of(outlet.name)
            fields = (outlet.name, outlet.id, outlet.address or "", outlet.phone or "", outlet.contact or "")
            text = "\n".join((*fields, outlet.channel or "", outlet.tier.value, outlet.rep or "", words(outlet)))
            self._texts.append((outlet.id, f"{folded(text)}\n{whole}\n{initials}", initials))

    def find(self, text: str) -> list[str]:
        """Ids of the outlets that hold every word of `text`, in the books' order; all of them for none.

        Where no outlet does, letters may also be initials with others left out between them.
        """
        words = folded(text).split()
        if not words:
            return [found for found, _, _ in self._texts]
        first, *others = words
        hits = [(found, long) for found, long, _ in self._texts if first in long]
        for word in others:
            hits = [(found, long) for found, long in hits if word in long]
        if hits or len(words) > 1 or not first.isascii() or not first.isalpha() or len(first) < 2:
            return [found for found, _ in hits]
        return [found for found, _, initials in self._texts if any(_within(first, name) for name in initials.split())]


def folded(text: str) -> str:
    """A text as it is compared: full-width letters made narrow, capitals made small."""
    return unicodedata.normalize("NFKC", text).casefold()


def pinyin_of(name: str) -> tuple[str, str]:
    """Initials (every reading of characters that have several, space between) and whole pinyin of a name."""
    if name.isascii():
        return "", ""
    letters: list[tuple[str, ...]] = []
    whole: list[str] = []
    for char in name:
        readings = _readings(char)
        if readings:
            letters.append(tuple(dict.fromkeys(reading[0] for reading in readings)))
            whole.append(readings[0])
    if not letters:
        return "", ""
    variants = 1
    for number, choices in enumerate(letters):
        if variants * len(choices) > _VARIANTS:
            letters[number] = choices[:1]
        variants *= len(letters[number])
    return " ".join("".join(each) for each in product(*letters)), "".join(whole)


@cache
def _readings(char: str) -> tuple[str, ...]:
    """How a character is read, without tones; itself for a letter or digit, nothing for a sign."""
    if char.isascii():
        return (char.lower(),) if char.isalnum() else ()
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(reading for reading in found[0] if reading)) if found else ()


def _within(letters: str, name: str) -> bool:
    """Whether the letters stand in the name in this order."""
    rest = iter(name)
    return all(letter in rest for letter in letters)
