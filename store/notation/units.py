"""Selling units of a product: how many of the smallest each holds, what it weighs, the room it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.notation.errors import BadNumberError, NotationError
from store.notation.words import fold

_PARTS = re.compile(r"[,，、;；\n]+")
_UNIT = re.compile(
    r"^(?P<name>.+?)(?:\s*[=×*]\s*(?P<times>\d+)|(?<=[^\d\s])(?P<joined>\d+)|\s+(?P<apart>\d+))?"
    r"(?:\s+(?P<kg>\d+(?:\.\d+)?)\s*(?:kg|公斤|千克))?(?:\s+(?P<m3>\d+(?:\.\d+)?)\s*(?:m3|m³|立方米?|方))?$",
    re.IGNORECASE,
)

CASES = frozenset(
    "箱 件 整箱 整件 大箱 大件 c cs ctn ctns case cases carton cartons crate crates kiste karton laatikko ltk".split()
)
"""Words for the largest unit, whatever a product calls it."""
PIECES = frozenset("个 只 单品 单只 散 零 零散 pc pcs piece pieces ea each unit units stk kpl".split())
"""Words for the smallest unit, whatever a product calls it."""
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "瓶 支 樽 bottle bottles btl btls bt bot 瓶子",
        "罐 听 can cans tin tins",
        "包 袋 bag bags pouch sachet",
        "盒 box boxes",
        "提 排 板 组 pack packs pk six-pack sixpack tray trays",
        "条 bar bars",
        "桶 barrel bucket drum keg",
    )
)
"""Words for the same container."""
_SAID_OF_CASES = frozenset({"大单位", "辅助单位", "整", "整数", "large unit", "case unit"})
_SAID_OF_PIECES = frozenset({"小单位", "基本单位", "最小单位", "base", "base unit", "small unit"})


def unit_named(units: Sequence[tuple[str, int]], word: str) -> str:
    """The unit of a product that a word means: its own name first, then a word for the same thing.

    ``件`` is the case of a product in 箱 and 瓶, ``pcs`` its 瓶; a product that comes in one unit only has no case
    besides. `BadNumberError` ``no_such_unit`` where it has none such.
    """
    meant = _plain(word)
    for name, _ in units:
        if _plain(name) == meant:
            return name
    same = [name for name, _ in units if any({meant, _plain(name)} <= alike for alike in _ALIKE)]
    if len(same) == 1:
        return same[0]
    if not same and units:
        largest, smallest = (choose(units, key=lambda unit: unit[1]) for choose in (max, min))
        packed = largest[1] > 1 or _plain(largest[0]) in CASES
        if meant in CASES | _SAID_OF_CASES and packed:
            return largest[0]
        if meant in PIECES | _SAID_OF_PIECES and smallest[1] == 1 and _plain(smallest[0]) not in CASES:
            return smallest[0]
    raise BadNumberError("no_such_unit", word)


def _plain(word: str) -> str:
    """A unit's name as it is compared: a singular in small letters, without a full stop."""
    plain = fold(word).rstrip(".")
    if plain.isascii() and len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-2] if plain.endswith(("xes", "ches")) else plain[:-1]
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
