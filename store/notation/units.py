"""Selling units of a product: how many of the smallest each holds, what it weighs, the room it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from store.notation.errors import BadNumberError, NotationError
from store.notation.words import fold

_PARTS = re.compile(r"[,，、;；\n]+")
_UNIT = re.compile(
    r"^(?P<name>.+?)(?:\s*[=×*]\s*(?P<times>\d+)|(?<=[^\d\s])(?P<joined>\d+)|\s+(?P<apart>\d+))?"
    r"(?:\s+(?P<kg>\d+(?:\.\d+)?)\s*(?:kg|公斤|千克))?(?:\s+(?P<m3>\d+(?:\.\d+)?)\s*(?:m3|m³|立方米?|方))?$",
    re.IGNORECASE,
)

_CASES = "箱 件 大件 整箱 整件 大箱 c cs c/s ctn case carton crate outer kiste karton laatikko caja cartone caisse"
CASES = frozenset(_CASES.split())
"""Words for a case, whatever a product calls it."""
_SINGLE = "个 只 单只 pc piece each ea unit stk kpl"
_PIECES = frozenset(_SINGLE.split())
"""Words for the smallest unit, whatever a product calls it."""
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "瓶 支 bottle btl bt bot",
        "听 罐 can tin",
        "包 袋 bag pack pouch",
        "盒 box",
        "提 组 tray",
        "桶 barrel keg",
        "条 bar",
    )
)
"""Words for the same thing."""


def unit_named(units: Sequence[tuple[str, int]], word: str) -> str:
    """The unit of a product that a word means: its own name first, then a word for the same thing.

    ``件`` is the case of a product in 箱 and 瓶, ``pcs`` its 瓶; a product that comes in one unit only has no case
    besides. `BadNumberError` ``no_such_unit`` where it has none such.
    """
    found = _named(tuple(units), word)
    if found is None:
        raise BadNumberError("no_such_unit", word)
    return found


@lru_cache(maxsize=4096)
def _named(units: tuple[tuple[str, int], ...], word: str) -> str | None:
    meant = _plain(word)
    for name, _ in units:
        if _plain(name) == meant:
            return name
    if units and meant in WHOLE | _SMALL:
        largest, smallest = (choose(units, key=lambda unit: unit[1]) for choose in (max, min))
        return largest[0] if meant in WHOLE else smallest[0]
    if meant in MIDDLE:
        return sorted(units, key=lambda unit: unit[1])[1][0] if len(units) == _WITH_MIDDLE else None
    same = [name for name, _ in units if any({meant, _plain(name)} <= alike for alike in _ALIKE)]
    if len(same) == 1:
        return same[0]
    if not same and units:
        largest, smallest = (choose(units, key=lambda unit: unit[1]) for choose in (max, min))
        if meant in CASES and _plain(largest[0]) in CASES:
            return largest[0]
        if meant in _PIECES and smallest[1] == 1 and _plain(smallest[0]) not in CASES:
            return smallest[0]
    return None


WHOLE = frozenset(("大单位", "辅助单位", "辅单位", "整件单位", "large unit"))
_SMALL = frozenset(
    ("小单位", "基本单位", "最小单位", "基本", "散", "零", "零散", "零头", "散装", "loose", "small unit", "base unit")
)
MIDDLE = frozenset(("中单位",))
_WITH_MIDDLE = 3
DOZEN = frozenset(("打", "dozen", "doz"))
"""Twelve of the smallest; counts in it are told, since no product comes in it."""
WORDS = CASES | _PIECES | DOZEN | frozenset().union(*_ALIKE) | WHOLE | MIDDLE | _SMALL
"""Every word for a unit that is not a product's own name of it."""
_VAGUE = frozenset(("each", "unit", "pack", "can", "bar", "tin"))
"""Words that headers have for other things too."""
_IN_HEADER = re.compile(r"[(\[{【〔]([^()\[\]{}【】〔〕]*)[)\]}】〕]|(?:/|\bper\b|\bin\b|每)\s*([^\s()/]+)\s*$")
_PREFIXED = re.compile(
    r"(?:下单|订货|销售|出库|赠送|搭赠|赠品|含税|整|散|单|每)?([^\W\d_]{1,4}?)(?:的)?(?:数量|数|单价|售价|价格|价|进价|批发价|二批价|三批价|成本价|采购价|供价|最低价|底价|限价|零售价|终端价|标准价|含税价|条码)"
)
_CURRENCY = re.compile(
    r"^(?:[百千万]?元|[角毛分](?=/)|rmb|cny|eur|usd|€|\$|¥|￥|单位|unit|in|按|每|per)+"
    r"\s*[:/]?\s*(?:per\s+)?"
)


@lru_cache(maxsize=4096)
def unit_said(header: str) -> str | None:
    """The unit that a header names beside what it is about: ``数量(箱)``, ``箱数``, ``单价（元/瓶）``, ``cases``."""
    plain = fold(header)
    for match in _IN_HEADER.finditer(plain):
        word = _CURRENCY.sub("", (match[1] or match[2] or "").strip()).strip()
        if _plain(word) in WORDS and _plain(word) != "unit":
            return word
    bare = re.sub(r"[(\[{【〔].*?[)\]}】〕]", "", plain).strip()
    if (found := _PREFIXED.fullmatch(bare)) and _plain(found[1]) in WORDS:
        return found[1]
    if _plain(bare) in WORDS - _VAGUE:
        return bare
    words = re.findall(r"[a-z/]+", bare)
    return next((word for word in words if len(word) > 1 and _plain(word) in WORDS - _VAGUE), None)


def unit_word(word: str) -> bool:
    """Whether a word is one of those that units are called by."""
    return _plain(word) in WORDS


def _plain(word: str) -> str:
    """A unit's name as it is compared: a singular in small letters, without a full stop."""
    plain = fold(word).rstrip(".")
    if plain.isascii() and len(plain) > 2 and plain.endswith("s") and not plain.endswith("ss"):
        plain = (
            plain[:-2] if plain.endswith(("xes", "ches")) else plain.removesuffix("s") if plain != "c/s" else plain
        )
    return plain


def read_units(text: str) -> list[dict[str, Any]]:
    """``bottle, case ×24 12.5 kg 0.03 m3``; ``瓶、箱24 12.5公斤``: the smallest one has no number."""
    found = []
    for part in _PARTS.split(text):
        plain = unicodedata.normalize("NFKC", part).strip()
        if not plain:
            continue
        match = _UNIT.match(plain)
        factor = next(filter(None, (match[way] for way in ("times", "joined", "apart"))), "1") if match else "0"
        if match is None or int(factor) < 1:
            raise NotationError("bad_units", part.strip())
        unit: dict[str, Any] = {"name": match["name"].strip(), "factor": int(factor)}
        found.append(unit | {name: float(match[name]) for name in ("kg", "m3") if match[name]})
    return found


def write_units(units: Iterable[Mapping[str, Any]], language: str) -> str:
    chinese = language == "zh"
    parts = []
    for unit in units:
        factor = "" if unit.get("factor", 1) == 1 else f"×{unit['factor']}" if chinese else f" ×{unit['factor']}"
        said = f"{unit['name']}{factor}"
        said += "" if unit.get("kg") is None else f" {unit['kg']:g}{'公斤' if chinese else ' kg'}"
        said += "" if unit.get("m3") is None else f" {unit['m3']:g}{'立方' if chinese else ' m3'}"
        parts.append(said)
    return ("、" if chinese else ", ").join(parts)
