"""Finding outlets as one types: by name, id, address, channel, tier, and by pinyin, whole or initials."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import Outlet

_END = "\0"
"""Stands after the text of each outlet; nothing that is looked for holds it."""
_GAP = f"[^ {_END}]*"
"""Initials left out between others."""
_VARIANTS = 8
"""Readings kept of a name whose characters have several."""


class OutletIndex:
    """Texts to look into, one for each outlet; made once (in a thread: 20,000 names take about half a second)."""

    def __init__(self, outlets: Iterable[Outlet], words: Callable[[Outlet], str] = lambda _: "") -> None:
        """`words` adds what an outlet is also known by: its channel and tier in the language in use."""
        self._ids: list[str] = []
        texts, all_initials = [], []
        for outlet in outlets:
            initials, whole = pinyin_of(outlet.name)
            fields = (outlet.name, outlet.id, outlet.address or "", outlet.phone or "", outlet.contact or "")
            text = "\n".join((*fields, outlet.channel or "", outlet.tier.value, outlet.rep or "", words(outlet)))
            self._ids.append(outlet.id)
            texts.append(f"{folded(text)}\n{whole}\n{initials}")
            all_initials.append(initials)
        self._texts = _Joined(texts)
        self._initials = _Joined(all_initials)

    def find(self, text: str) -> list[str]:
        """Ids of the outlets that hold every word of `text`, in the books' order; all of them for none.

        Where no outlet does, letters may also be initials with others left out between them.
        """
        words = folded(text).replace(_END, " ").split()
        if not words:
            return list(self._ids)
        rarest = max(words, key=len)
        hits = self._texts.matching(re.escape(rarest))
        for word in words:
            if word is not rarest:
                hits = [number for number in hits if self._texts.holds(number, word)]
        if not hits and len(words) == 1 and rarest.isascii() and rarest.isalpha() and len(rarest) > 1:
            hits = self._initials.matching(_GAP.join(rarest))
        return [self._ids[number] for number in hits]


class _Joined:
    """Many texts as one: looking through that once is quicker than looking into each."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = "".join(text.replace(_END, " ") + _END for text in texts)
        self._ends = list(accumulate(len(text) + 1 for text in texts))

    def matching(self, pattern: str) -> list[int]:
        """Which of them a pattern is found in."""
        search, ends, found = re.compile(pattern).search, self._ends, []
        number = 0
        match = search(self._text)
        while match is not None:
            number = bisect_right(ends, match.start(), number)
            found.append(number)
            match = search(self._text, ends[number])
        return found

    def holds(self, number: int, word: str) -> bool:
        """Whether a word stands in one of them."""
        return self._text.find(word, self._ends[number - 1] if number else 0, self._ends[number]) >= 0


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
