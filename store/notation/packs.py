"""What a case holds, as price lists write it: ``24``, ``1*24``, ``500ml*15``, ``24瓶/箱``, ``1箱=4提=24瓶``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import prod

from store.notation.errors import NotationError
from store.notation.units import CASES
from store.notation.words import fold

_MOST = 10_000
_MEASURE = re.compile(
    r"(?:\d+(?:[.,]\d+)?|(?<!\d)\.\d+)\s*(?:ml|毫升|cl|dl|ltrs?|lt|liters?|litres?|l|升|kg|千克|公斤|mg|grams?|gr|g|克|斤|两|oz|盎司|lbs?|磅|度|°|抽|层)(?![a-wyz]|x(?!\s*\d))"
)
_LENGTH = re.compile(r"\d\s*(?:mm|cm|毫米|厘米|米|m|寸|inch|in)(?![a-z])")
_TIMES = re.compile(r"\s*(?:[*×✕✖∗·]|(?<=[\d#\u4e00-\u9fff\s])x(?=\s*[\d#]))\s*")
_ASIDE = re.compile(r"[(\[【][^()\[\]【】\d#]*[)\]】]")
_PART = re.compile(r"(\d+)?\s*([^\d\s]*(?:\s[^\d\s]+)*)")
_OF_PIECE = re.compile(r"#\s*/\s*([^\W\d_]{1,6})(?=\s*(?:\*|$))")
_FILLING = re.compile(r"^(?:入|装|个装|pk|s|'s)$")
_PER = re.compile(r"\s*(?:/|per\b|每(?=[箱件提盒包条])|a(?=\s+case))\s*")
_UNIT = re.compile(r"(?!x$)[^\W\d_]{1,12}(?: [^\W\d_]{1,12})?")
_EACH = re.compile(
    r"^(?:每|一|1)?([^\W\d_]{1,6}?)\s*(?:内含|内装|含|装|有|of)?\s*:?\s*\(?(\d+)\s*([^\W\d_]{0,6})\)?$"
)
_ABOUT = re.compile(r"约|左右|上下|大概|[~≈±]|\b(?:about|approx)")
_RANKS = {
    word: rank
    for rank, words in enumerate(
        ("瓶 支 听 罐 杯 块 枚 粒 片 个 只 桶 bottle can", "包 袋 pouch bag", "盒 box", "提 组 联 排 扎 板 tray")
    )
    for word in words.split()
}
"""What stands within what: a word of a higher rank holds those of lower ones."""
_HOLDS = 3
"""The rank from which a word is never the smallest unit beside another count."""


@dataclass(frozen=True, slots=True)
class Pack:
    """How many of the smallest unit a case holds, and what is between. Names are "" where none is written."""

    size: int
    base: str = ""
    case: str = ""
    between: tuple[tuple[str, int], ...] = ()


@lru_cache(maxsize=4096)
def read_pack(text: str) -> Pack | None:
    """None for a text that speaks of no packing (``500ml``); raises ``bad_pack`` for one that cannot be read.

    The sizes of what is in it (ml, g) are passed over, so ``500ml*15`` is 15 and so is ``15 x 500ml``. Of numbers
    alone a leading 1 is the case; without it several numbers can mean anything (``24*2``).
    """
    plain = re.sub(r"^[(\[【]([^()\[\]【】]*)[)\]】]$", r"\1", fold(text).replace("，", ",")).strip()
    plain = re.sub(r"^(?:规格|箱规|包装)\s*:?\s*", "", plain)
    if not plain or _LENGTH.search(plain):
        return None
    if _ABOUT.search(plain) and re.search(r"\d", plain):
        raise NotationError("bad_pack", text)
    bare = _TIMES.sub("*", _MEASURE.sub("#", re.sub(r"(?<![.\d])(\d+)\.0+(?![\d])(?!\s*[a-z升克])", r"\1", plain)))
    bare = _ASIDE.sub("", re.sub(r"^[^*=/]*#(?=\*)", "#", bare)).strip()
    bare, piece = _piece_off(bare)
    pack = _equal(bare) or _ratios(bare) or _each(bare) or _product(bare)
    if pack is None:
        if re.search(r"\d", bare.replace("#", "")):
            raise NotationError("bad_pack", text)
        return None
    words = [word for word in (pack.base, pack.case, *(word for word, _ in pack.between)) if word]
    if not 1 <= pack.size <= _MOST or len(set(words)) < len(words) or not all(map(_UNIT.fullmatch, words)):
        raise NotationError("bad_pack", text)
    return pack if pack.base or not piece else replace(pack, base=piece)


def _piece_off(text: str) -> tuple[str, str]:
    """``500ml/瓶`` says what a 瓶 holds, and nothing of a case: the text without it, and the word."""
    match = _OF_PIECE.search(text)
    return (text, "") if match is None else (_OF_PIECE.sub("#", text), _word(match[1]))


def _word(text: str) -> str:
    word = text.strip(" .()#")
    return (
        ""
        if _FILLING.match(word) or (len(word) == 1 and word.isascii() and word.isalpha())
        else re.sub(r"(?<=[瓶罐包袋盒支听个])装$", "", word)
    )


def _equal(text: str) -> Pack | None:
    """``1箱=24瓶``, ``1箱=4提=24瓶``, ``1箱=4提,1提=6瓶``."""
    if "=" not in text:
        return None
    factors: dict[str, float] = {}
    whole = [_parts(side) for side in re.split(r"[,;、]", text) if "=" in side]
    for sides in reversed(whole):
        found = [_count(side) for side in sides]
        if (
            len(found) < 2
            or any(each is None for each in found)
            or not all(re.search(r"\d", side) for side in sides[1:])
        ):
            return None
        counts = [each for each in found if each is not None]
        last, name = counts[-1]
        each_of = factors.setdefault(name, 1)
        for count, word in reversed(counts[:-1]):
            factors[word] = last * each_of / count
    return _pack_of(factors)


def _parts(text: str) -> list[str]:
    return [side for side in re.split(r"\s*=\s*", text.strip()) if side]


def _count(side: str) -> tuple[int, str] | None:
    """The number and unit of one side, a product as what it comes to in its last unit."""
    parts = [part for part in side.split("*") if part and part != "#"]
    matches = [_PART.fullmatch(part.strip()) for part in parts]
    if not matches or any(match is None for match in matches):
        return None
    numbers = [int(match[1] or 1) for match in matches if match]
    last = matches[-1]
    return (prod(numbers), _word(last[2]).removeprefix("每")) if last and prod(numbers) else None


def _ratios(text: str) -> Pack | None:
    """``24瓶/箱``, ``24/箱``, ``#*24瓶/箱``, ``6瓶/提*4提/箱``, ``24 pcs per case``."""
    found = _PER.split(text)
    if len(found) < 2:
        return None
    if len(found) == 2 and "*" in found[0] and re.fullmatch(r"[^\d*]+", found[1]):
        pack = _product(f"#*{found[0]}")
        return None if pack is None or pack.case else replace(pack, case=_word(found[1]))
    factors: dict[str, float] = {}
    held = 1
    for item in filter(None, re.split(r"[,;、]", text)):
        pieces = [piece for piece in item.split("*") if piece.strip(" #")]
        pending, holder = 1, ""
        for piece in pieces:
            sides = [side for side in _PER.split(piece) if side.strip()]
            match = _PART.fullmatch(sides[0].strip(" #")) if sides else None
            if (
                match is None
                or not match[1]
                or len(sides) > 2
                or (len(sides) == 2 and not re.fullmatch(r"[^\d]+", sides[1]))
            ):
                return None
            pending *= int(match[1])
            if len(sides) == 2:
                if not factors:
                    factors[_word(match[2])] = 1
                held *= pending
                holder = _word(sides[1])
                factors[holder] = held
                pending = 1
            elif holder and _word(match[2]) != holder:
                return None
        if pending != 1 and not holder:
            return None
        if pending != 1:  # 6瓶/提*4提: of a case that is not named
            factors[""] = held * pending
    return _pack_of(factors)


def _each(text: str) -> Pack | None:
    """``每箱24瓶``, ``1箱24瓶``, ``箱24``, ``case of 24``."""
    match = _EACH.match(text)
    if match is None or _word(match[1]) in ("", "约", "共", "每"):
        return None
    return Pack(int(match[2]), _word(match[3]), _word(match[1]))


def _product(text: str) -> Pack | None:
    """``24``, ``24瓶``, ``1*24``, ``#*15``, ``24*#``, ``1箱*4提*6瓶``, ``1:24``."""
    if match := re.fullmatch(r"1\s*:\s*(\d+)|(\d+)\s*:\s*1", text):
        return Pack(int(match[1] or match[2]))
    parts = [part.strip(" #()") for part in text.split("*")]
    matches = [_PART.fullmatch(part) for part in parts if part]
    if not matches or any(match is None or not match[1] for match in matches):
        return None
    found = [(int(match[1]), _word(match[2])) for match in matches if match]
    case, upward = "", not text.endswith("#") if "#" in text else None
    if len(found) > 1 and found[0][0] == 1 and _RANKS.get(found[0][1], _HOLDS) >= _RANKS.get(found[1][1], 0):
        case, found, upward = found[0][1], found[1:], False
    elif len(found) > 1 and found[-1][0] == 1 and found[-1][1] in CASES:
        case, found, upward = found[-1][1], found[:-1], True
    elif len(found) > 1 and upward is None and not all(word for _, word in found):
        return None
    pack = _levels(found, upward=upward)
    return pack and replace(pack, case=case)


def _levels(counts: list[tuple[int, str]], *, upward: bool | None) -> Pack | None:
    """``6罐*4提`` and ``4提*6罐``: six 罐 in a 提, four 提 in a case; the words say which way, else `upward`."""
    size = prod(count for count, _ in counts)
    named = [word for _, word in counts if word]
    if len(counts) == 1 or not named:
        return Pack(size, named[0] if named else "")
    if any(word in CASES for word in named):
        return None
    if len(named) == 1 and len(counts) == 2:
        other = next(count for count, word in counts if not word)
        holds = _RANKS.get(named[0], 0) >= _HOLDS
        return Pack(size, between=((named[0], other),)) if holds else Pack(size, named[0])
    if len(named) < len(counts):
        return None
    ranks = [_RANKS[word] for word in named if word in _RANKS]
    ways = {one < other for one, other in pairwise(ranks) if one != other}
    if len(ways) > 1 or (not ways and upward is None):
        return None
    if not (ways.pop() if ways else upward):
        counts.reverse()
    between, held = [], 1
    for (count, _), (_, holder) in pairwise(counts):
        held *= count
        between.append((holder, held))
    return Pack(size, counts[0][1], between=tuple(between))


def _pack_of(factors: dict[str, float]) -> Pack | None:
    ordered = sorted(factors.items(), key=lambda item: item[1])
    if len(ordered) < 2 or any(factor != int(factor) for _, factor in ordered) or ordered[0][1] != 1:
        return None
    (base, _), *between, (case, size) = ordered
    return Pack(int(size), base, case, tuple((name, int(factor)) for name, factor in between if name))
