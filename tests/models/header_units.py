"""A second model of docs/notation.md, "Units in headers", slow and plain, written from its words alone.

A field of a kind under a header: what a cell is in the kind's own unit (yuan, minutes, days, kilograms, cubic
metres, metres), exactly. The answer is ``(value, told)``; ``refused`` for a header whose unit the field cannot have;
``asked`` or ``none`` where the cell is no number.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from tests.models.notation import POINT, fold, number

KINDS: dict[str, dict[str, str]] = {
    "money": {
        "元 rmb cny": "1", "角": "0.1", "分": "0.01", "百元": "100", "千元 k": "1000", "万元 万 w": "10000",
        "十万元": "100000", "百万元": "1000000", "千万元": "10000000", "亿元": "100000000",
    },
    "span": {"分钟 分 min m": "1", "刻钟": "15", "小时 时 h hours": "60"},
    "period": {
        "天 日 days": "1", "周 weeks w": "7", "月 months": "30.4375", "季 quarters": "91.3125", "年 years": "365",
    },
    "mass": {"kg 公斤 千克": "1", "吨 t": "1000", "斤": "0.5", "lb lbs 磅": "0.45359237", "g 克": "0.001"},
    "volume": {"m³ 立方 方": "1", "升 l": "0.001", "ml 毫升": "0.000001"},
    "length": {
        "m 米": "1", "km 公里": "1000", "里": "500", "cm 厘米": "0.01", "mm": "0.001", "miles": "1609.344",
    },
}  # fmt: skip
GLUED = (
    *("千元", "百元", "万元", "十万元", "百万元", "千万元", "亿元"),
    *("分钟", "小时", "公斤", "千克", "吨", "立方", "公里"),
)
"""Behind a Chinese word without anything between stand only those that end no other word."""
GLUED_TO = {"期": ("天", "周", "月", "年"), "重量积": ("斤", "磅", "升", "毫升", "方")}


def units(kind: str) -> dict[str, Fraction]:
    return {word: Fraction(worth) for words, worth in KINDS[kind].items() for word in words.split()}


def header_unit(header: str, kind: str) -> tuple[str | None, bool]:
    """The unit that a header names, and whether it is one that the kind has; (None, True) where it names none."""
    header = fold(header).casefold().replace("【", "[").replace("】", "]")
    own, every = units(kind), {word for each in KINDS for word in units(each)}
    for bracketed in re.findall(r"[(\[]([^()\[\]]*)[)\]]", header):
        word = re.sub(r"^单位\s*[:]?\s*", "", bracketed).strip()
        if word in own:
            return word, True
        if word in every:
            return word, False
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", header).strip()
    behind = []
    for word in own:
        before = bare.removesuffix(word)
        if before in (bare, ""):
            continue
        glued = word in GLUED or any(before[-1] in about and word in words for about, words in GLUED_TO.items())
        latin = word[0].isascii() and not before[-1].isascii()
        if before[-1] in " _-/:" or latin or glued:
            behind.append(word)
    return (max(behind, key=len), True) if behind else (None, True)


def cell(header: str, kind: str, text: str) -> Any:
    """What a cell under a header comes to."""
    worths = units(kind)
    named, fits = header_unit(header, kind)
    text = fold(text).casefold()
    if not fits:
        return "refused"
    own = [word for word in worths if text.endswith(word)]
    if own:
        word = max(own, key=len)
        value = number(text.removesuffix(word).strip(), POINT)
        if value is None or isinstance(value, tuple):
            return "none"
        told = named is not None and worths[named] != worths[word] and (kind, worths[named]) != ("money", 1)
        return (Fraction(value) * worths[word], told)
    value = number(text, POINT)
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return "asked"
    return (Fraction(value) * (worths[named] if named else 1), False)
