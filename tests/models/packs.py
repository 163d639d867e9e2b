"""A second model of docs/notation.md, `read_pack`, slow and plain, written from its words alone: what a case holds.

A pack is ``(size, base, case, between)`` as the document's table has them, ``bad``, or ``none`` where no packing is
spoken of. Every pattern is tried; what fits none is bad where figures stand in it.
"""

from __future__ import annotations

import re
from typing import Any

from tests.models.notation import fold

CASES = ("箱", "件", "case", "ctn", "carton")
SMALL = ("瓶", "支", "听", "罐", "包", "袋", "盒", "个", "只", "桶", "条", "杯", "bottles", "cans", "bags", "pieces")
MIDDLE = ("提", "组", "盒", "包", "排", "trays", "packs")
MEASURE = r"\d+(?:\.\d+)?\s*(?:ml|毫升|l|升|kg|千克|公斤|g|克|斤|cl|°|度)"
TIMES = r"\s*[*x×]\s*"
N = r"([1-9]\d*)"
SMALLS, MIDDLES, CASEWORDS = "|".join(SMALL), "|".join(MIDDLE), "|".join(CASES)


RANKS = ("瓶支听罐杯块个只桶", "包袋", "盒", "提组联排扎板")
"""Words by what stands in what: those of a later group hold those of an earlier one."""


def pack(text: str) -> Any:
    text = fold(text).casefold()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    text = re.sub(r"\([^()]*\)$", "", text).strip()  # a note behind
    if not re.search(r"\d", text):
        return "none"
    if re.search("约|左右", text):
        return "bad"
    measured, text = measure_off(text)
    if not text:
        return "none"
    text = re.sub(r"(?<=\d)\.0+$", "", text)
    text = text.replace("个装", "装")
    for reading in (plain, of_units, by_case, nested, levels):
        found = reading(text, measured=measured)
        if found is not None:
            return found
    return "bad"


def measure_off(text: str) -> tuple[bool, str]:
    """The text without the measure of a piece and what stands before it, and whether there was one."""
    behind = re.fullmatch(rf"(.+?){TIMES}{MEASURE}", text)
    if behind and not re.search(MEASURE, behind[1]):
        return True, behind[1]
    last = None
    for last in re.finditer(rf"{MEASURE}(?![a-wyz])", text):  # noqa: B007 - the last measure counts
        pass
    if last is None:
        return False, text
    rest = text[last.end() :].strip()
    piece = re.match(rf"/({SMALLS})(?={TIMES}|$)", rest)
    if piece:  # 500ml/瓶 is what a 瓶 holds
        rest = rest[piece.end() :].strip()
        rest = rest and rest + (piece[1] if rest[-1].isdigit() else "")
    return True, re.sub(r"^(?:[*x×/:]|装)\s*", "", rest)


def plain(text: str, *, measured: bool) -> Any:
    """A number alone, or one of one: ``24`` ``1*24`` ``24入`` ``24's``; behind a measure also ``6*4``."""
    for pattern in (rf"{N}", rf"1{TIMES}{N}", rf"1:{N}", rf"{N}\s*(?:入|个?装|'s|pk)"):
        found = re.fullmatch(pattern, text)
        if found:
            return (int(found[1]), "", "", ())
    found = re.fullmatch(rf"{N}{TIMES}{N}", text)
    if found and measured:
        return (int(found[1]) * int(found[2]), "", "", ())
    found = re.fullmatch(rf"1{TIMES}{N}{TIMES}{N}", text)
    return (int(found[1]) * int(found[2]), "", "", ()) if found else None


def of_units(text: str, *, measured: bool) -> Any:
    """``24瓶`` ``24瓶装`` ``1*24瓶``: the word is the base."""
    del measured
    found = re.fullmatch(rf"(?:1{TIMES})?{N}\s*({SMALLS})装?", text)
    return (int(found[1]), found[2], "", ()) if found else None


def by_case(text: str, *, measured: bool) -> Any:
    """``24瓶/箱`` ``1箱=24瓶`` ``每箱24瓶`` ``24 bottles per case`` ``24/箱`` ``case of 24``."""
    del measured
    for pattern, order in (
        (rf"{N}\s*({SMALLS})?\s*(?:/|per\s+|a\s+|每)\s*({CASEWORDS})", (1, 2, 3)),
        (rf"(?:1\s*|每\s*)?({CASEWORDS})\s*(?:=|of\s+)?\s*{N}\s*({SMALLS})?", (2, 3, 1)),
    ):
        found = re.fullmatch(pattern, text)
        if found:
            size, base, case = (found[place] for place in order)
            return (int(size), base or "", case, ())
    return None


def nested(text: str, *, measured: bool) -> Any:
    """``1箱=4提=24瓶`` (each of a case) ``1箱*4提*6瓶`` (each of the one before) ``1箱=4提,1提=6瓶`` ``6瓶/提*4提/箱``."""
    del measured
    found = re.fullmatch(rf"1({CASEWORDS})={N}({MIDDLES})={N}({SMALLS})", text)
    if found:
        middles, size = int(found[2]), int(found[4])
        return "bad" if size % middles else (size, found[5], found[1], ((found[3], size // middles),))
    found = re.fullmatch(rf"1({CASEWORDS}){TIMES}{N}({MIDDLES}){TIMES}{N}({SMALLS})", text)
    if found:
        held = int(found[4])
        return (int(found[2]) * held, found[5], found[1], ((found[3], held),))
    found = re.fullmatch(rf"1({CASEWORDS})={N}({MIDDLES})[,;]\s*1({MIDDLES})={N}({SMALLS})", text)
    if found:
        held = int(found[5])
        return (int(found[2]) * held, found[6], found[1], ((found[3], held),)) if found[3] == found[4] else "bad"
    found = re.fullmatch(rf"{N}({SMALLS})/({MIDDLES}){TIMES}{N}({MIDDLES})/({CASEWORDS})", text)
    if found:
        held = int(found[1])
        return (held * int(found[4]), found[2], found[6], ((found[3], held),)) if found[3] == found[5] else "bad"
    return None


def levels(text: str, *, measured: bool) -> Any:
    """``6罐*4提`` and ``4提*6罐``, with or without ``/箱``: the words say which unit holds which."""
    del measured
    found = re.fullmatch(rf"{N}\s*(\w)装?{TIMES}{N}\s*(\w)(?:/({CASEWORDS}))?", text)
    if not found:
        return None
    one, other = ((int(found[at]), found[at + 1]) for at in (1, 3))
    ranks = [next((place for place, words in enumerate(RANKS) if word in words), None) for _, word in (one, other)]
    if None in ranks or ranks[0] == ranks[1]:
        return "bad"
    small, middle = (one, other) if ranks[0] < ranks[1] else (other, one)
    return (small[0] * middle[0], small[1], found[5] or "", ((middle[1], small[0]),))
