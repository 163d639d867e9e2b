"""Selling units of a product: how many of the smallest each holds, what it weighs, the room it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from store.notation.errors import NotationError

_PARTS = re.compile(r"[,，、;；\n]+")
_UNIT = re.compile(
    r"^(?P<name>.+?)(?:\s*[=×*]\s*(?P<times>\d+)|(?<=[^\d\s])(?P<joined>\d+)|\s+(?P<apart>\d+))?"
    r"(?:\s+(?P<kg>\d+(?:\.\d+)?)\s*(?:kg|公斤|千克))?(?:\s+(?P<m3>\d+(?:\.\d+)?)\s*(?:m3|m³|立方米?|方))?$",
    re.IGNORECASE,
)


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
