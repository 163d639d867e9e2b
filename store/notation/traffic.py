"""Slow hours: when, and how many times as long driving takes by class of road."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from store.notation.errors import NotationError
from store.notation.hours import read_hours, write_hours
from store.notation.words import fold

_CLASSES = {
    "motorway": ("motorway", "高速"),
    "main": ("main", "主路", "主干道"),
    "street": ("street", "街道", "支路"),
    "ferry": ("ferry", "轮渡"),
}
_ALL = ("all", "全部", "所有")
_RATE = re.compile(r"([a-z]+|[一-龥]+)?\s*[x×*]\s*(\d+(?:\.\d+)?)")


def read_traffic(text: str) -> list[dict[str, Any]]:
    """Spans with factors: ``mon-fri 07:30-09:00 main ×1.6 street ×1.3; 17:00-19:00 ×1.4`` (no class: all roads)."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"[;；\n]+", text):
        folded = fold(part)
        rates = list(_RATE.finditer(folded))
        if not folded:
            continue
        if not rates:
            raise NotationError("bad_traffic", part)
        slower: dict[str, float] = {}
        for rate in rates:
            name, factor = rate[1] or "all", float(rate[2])
            known = [road for road, names in _CLASSES.items() if name in names]
            if not known and name not in _ALL:
                raise NotationError("bad_traffic", name)
            slower |= dict.fromkeys(known or [road for road in _CLASSES if road != "ferry"], factor)
        for window in read_hours(folded[: rates[0].start()]) or _nothing(part):
            found.append(
                {"days": window.get("days", []), "start": window["open"], "end": window["close"], "slower": slower}
            )
    return found


def _nothing(part: str) -> list[dict[str, Any]]:
    raise NotationError("bad_traffic", part)


def write_traffic(traffic: Iterable[Mapping[str, Any]], language: str) -> str:
    chinese = language == "zh"
    parts = []
    for each in traffic:
        hours = write_hours([{"days": each.get("days", []), "open": each["start"], "close": each["end"]}], language)
        rates = " ".join(f"{_CLASSES[road][chinese]}×{factor:g}" for road, factor in each["slower"].items())
        parts.append(f"{hours} {rates}")
    return ("；" if chinese else "; ").join(parts)
