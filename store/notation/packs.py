"""What a case holds, as price lists write it: ``24``, ``1*24``, ``500ml*15``, ``24瓶/箱``, ``1箱=4提=24瓶``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from store.notation.errors import NotationError
from store.notation.words import fold

_MOST = 10_000
_MEASURE = re.compile(
    r"(?:\d+(?:[.,]\d+)?|(?<!\d)\.\d+)\s*(?:ml|毫升|cl|dl|ltrs?|lt|liters?|litres?|l|升|kg|千克|公斤|mg|grams?|gr|g|克|斤|两|oz|盎司|lbs?|磅|度|°)(?![a-wyz]|x(?!\s*\d))"
)
_LENGTH = re.compile(r"\d\s*(?:mm|cm|毫米|厘米|米|m|寸|inch|in)(?![a-z])")
_TIMES = re.compile(r"\s*(?:[*×✕✖∗·]|(?<=[\d#\u4e00-\u9fff\s])x(?=\s*[\d#]))\s*")
_ASIDE = re.compile(r"[(\[【][^()\[\]【】\d#]*[)\]】]")
_PART = re.compile(r"(\d+)?\s*([^\d\s]*(?:\s[^\d\s]+)*)")
_OF_PIECE = re.compile(r"#\s*/\s*([^\W\d_]{1,6})(?=\s*(?:\*|$))")
_FILLING = re.compile(r"^(?:入|装|个装|pk|s|'s)$")
_PER = re.compile(r"\s*(?:/|per\b|每(?=[箱件提盒包条])|a(?=\s+case))\s*")
_UNIT = re.compile(r"(?!x$)[^\W\d_]{1,12}(?: [^\W\d_]{1,12})?")
_EACH = re.compile(r"^(?:每|一|1)?([^\W\d_]{1,6}?)\s*(?:内含|内装|含|装|有|of)?\s*:?\s*(\d+)\s*([^\W\d_]{0,6})$")


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
    return "" if _FILLING.match(word) else re.sub(r"(?<=[瓶罐包袋盒支听个])装$", "", word)


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
    if not _PER.search(text):
        return None
    factors: dict[str, float] = {}
    held = 1
    for item in filter(None, re.split(r"[,;、]", text)):
        pieces = [piece for piece in item.split("*") if piece.strip(" #")]
        pending = 1
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
                factors[_word(sides[1])] = held
                pending = 1
        if pending != 1:
            return None
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
    measured = "#" in text
    parts = [part.strip(" #()") for part in text.split("*")]
    matches = [_PART.fullmatch(part) for part in parts if part]
    if not matches or any(match is None or not match[1] for match in matches):
        return None
    found = [(int(match[1]), _word(match[2])) for match in matches if match]
    if len(found) > 1 and found[0][0] == 1:
        case, rest = found[0][1], found[1:]
    else:
        case, rest = "", found
        if len(found) > 1 and not measured and not all(word for _, word in found):
            return None
    between = []
    for at in range(len(rest) - 1):
        factor = prod(count for count, _ in rest[at + 1 :])
        if rest[at][1] and rest[at][1] != rest[-1][1]:
            between.append((rest[at][1], factor))
    return Pack(prod(count for count, _ in rest), rest[-1][1], case, tuple(reversed(between)))


def _pack_of(factors: dict[str, float]) -> Pack | None:
    ordered = sorted(factors.items(), key=lambda item: item[1])
    if len(ordered) < 2 or any(factor != int(factor) for _, factor in ordered) or ordered[0][1] != 1:
        return None
    (base, _), *between, (case, size) = ordered
    return Pack(int(size), base, case, tuple((name, int(factor)) for name, factor in between if name))
