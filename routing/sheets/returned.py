"""A sheet in table form as the rep returned it, read back as call results."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.sheets.columns import FILLED_IN

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("日期", "date"),
    "rep": ("业务代表", "业务代表编码", "rep"),
    "outlet": ("编码", "网点编码", "客户编码", "id", "outlet"),
    "check_in": ("到店", "到店时间", "in", "check-in", "check in"),
    "check_out": ("离店", "离店时间", "out", "check-out", "check out"),
    "order_value": ("订单额", "订单", "order", "order value"),
    "display": ("陈列分", "陈列", "display", "display score"),
    "note": ("备注", "note", "notes"),
    "left_reason": ("未访原因", "未拜访原因", "why not visited", "left out because"),
}
"""What the columns that matter are called, in both languages."""


@dataclasses.dataclass(frozen=True, slots=True)
class Unusable:
    """A row that could not be used, and why. `row` counts as a spreadsheet shows it."""

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def results_of(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[tuple[int, dict[str, Any]]], list[Unusable]]:
    """Call results with their rows; a row in which nothing was filled in is none.

    The display score, in per cent, is kept as a note of the call's own (`display_percent`): which points were met
    is not on the sheet.
    """
    at = {name: index for name, words in HEADINGS.items() if (index := _column(header, words)) is not None}
    if "outlet" not in at or not set(at) & set(FILLED_IN):
        return [], [Unusable(1, None, None, "no_result_columns")]
    results: list[tuple[int, dict[str, Any]]] = []
    unusable: list[Unusable] = []
    for number, cells in rows:
        found = {name: cells[index].strip().lstrip("'") for name, index in at.items() if index < len(cells)}
        filled = {name: found[name] for name in FILLED_IN if found.get(name)}
        if not filled:
            continue
        result: dict[str, Any] = {name: found[name] for name in ("outlet", "rep", "date") if found.get(name)}
        wrong = _filled(filled, result)
        if wrong is not None:
            unusable.append(Unusable(number, wrong, filled[wrong], "bad_number", {"value": filled[wrong]}))
        else:
            results.append((number, result))
    return results, unusable


def _filled(filled: Mapping[str, str], result: dict[str, Any]) -> str | None:
    """Puts what was filled in into the result; the name of the first cell that makes no sense."""
    for name, text in filled.items():
        if name in ("check_in", "check_out"):
            result[name] = clock(text)
        elif name == "order_value":
            amount = re.sub(r"[¥￥$€,，\s元]", "", text)
            if not re.fullmatch(r"\d+(\.\d+)?", amount):
                return name
            result[name] = amount
        elif name == "display":
            score = text.rstrip("%％分 ")
            if not re.fullmatch(r"\d+(\.\d+)?", score) or float(score) > 100:
                return name
            result["display_percent"] = float(score)
        else:
            result[name] = text
    return None


def clock(text: str) -> str:
    """A time as people write it: ``9:5`` and ``0905`` as ``09:05``; what is none stays as it is."""
    plain = text.strip().replace("：", ":").replace(".", ":").replace("点", ":").rstrip("分:")
    if match := re.fullmatch(r"(\d{1,2}):(\d{1,2})(?::\d{1,2})?", plain):
        return f"{int(match[1]):02d}:{int(match[2]):02d}"
    if match := re.fullmatch(r"(\d{1,2})(\d{2})", plain):
        return f"{int(match[1]):02d}:{int(match[2]):02d}"
    if match := re.search(r"\b(\d{1,2}:\d{2})(?::\d{2})?$", text):  # a date before it
        return match[1]
    return text


def _column(header: Sequence[str], words: Sequence[str]) -> int | None:
    names = [name.strip().casefold() for name in header]
    return next((names.index(word) for word in words if word in names), None)
