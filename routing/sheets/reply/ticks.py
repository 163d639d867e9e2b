"""Numbered things ticked off: ``134``, ``1√2×``, ``全``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from store.notation.errors import BadNumberError
from store.notation.numbers import NUMBER, POINT, narrow, read_number

MET = "√✓✔☑对是有ok达y"
NOT_MET = "×✗✘☒错否没缺xn"
_MARKED = re.compile(rf"\s*({NUMBER})\s*([{MET}{NOT_MET}]*)\s*[,;.)]?\s*", re.IGNORECASE)
ALL = ("全", "全部", "全对", "全有", "都有", "齐", "all", "ok")
NONE = ("无", "没有", "全无", "都没", "none", "0")


def ticked(text: str, ids: Sequence[str]) -> dict[str, bool]:
    """Which of some numbered things hold.

    ``134``: these do and the others do not; ``1√2×``: just these were looked at; ``全`` and ``无``: all, none.
    Where there are ten or more, numbers need a space or a comma between them, unless there is one way alone to
    read them as rising numbers: of ten, ``1210`` are 1, 2 and 10.
    """
    plain = narrow(text).strip().casefold()
    if plain in ALL:
        return dict.fromkeys(ids, True)
    if plain in NONE:
        return dict.fromkeys(ids, False)
    plain = re.sub(r"(\d+)\s*-\s*(\d+)", _span, plain)
    plain = re.sub(r"(?<![-\d])\d{2,}", lambda m: _apart_digits(m[0], len(ids)), plain)
    found = list(_MARKED.finditer(plain))
    if not found or "".join(match[0] for match in found) != plain:
        raise BadNumberError("negative_number" if "-" in plain else "bad_ticks")
    marked = any(match[2] for match in found)
    result: dict[str, bool] = {} if marked else dict.fromkeys(ids, False)
    for match in found:
        counted = read_number(match[1], POINT)
        if counted < 0:
            raise BadNumberError("negative_number")
        place = int(counted)
        if place != counted:  # 1.2 may be 1 and 2, or the number a spreadsheet made of something
            raise BadNumberError("bad_ticks")
        if not 1 <= place <= len(ids):
            raise BadNumberError("no_such_number")
        result[ids[place - 1]] = not match[2] or match[2][0] in MET
    return result


def _span(match: re.Match[str]) -> str:
    """``2-4`` as 2, 3 and 4; a span of more than a sheet can ask is left as it is, and told."""
    first, last = int(match[1][:4]), int(match[2][:4])
    return " ".join(map(str, range(first, last + 1))) if last < _MOST else match[0]


_MOST = 200
"""More numbered things than any sheet has."""


def _apart_digits(run: str, count: int) -> str:
    """Digits without a space between as numbers up to `count`; as they are where that cannot be told."""
    if count < 10:
        return " ".join(run)
    if int(run) <= count:
        return run
    ways = list(_rising(run, 0, count))[:2] if len(run) <= 2 * count else []
    return " ".join(map(str, ways[0])) if len(ways) == 1 else run


def _rising(run: str, above: int, count: int) -> Iterator[list[int]]:
    """Every way to cut digits into numbers that rise and do not pass `count`."""
    if not run:
        yield []
    for size in (1, 2):
        number = int(run[:size] or 0)
        if len(run) >= size and run[0] != "0" and above < number <= count:
            for rest in _rising(run[size:], number, count):
                yield [number, *rest]


def tick_text(found: Mapping[str, bool], ids: Sequence[str]) -> str:
    """The other way round: numbers alone where all were looked at, else each with its mark."""
    places = {each: place for place, each in enumerate(ids, 1)}
    known = {each: met for each, met in found.items() if each in places}
    between = "" if len(ids) < 10 else " "
    if len(known) == len(ids):
        if not any(known.values()):
            return "0"
        return between.join(str(places[each]) for each in ids if known[each])
    return between.join(f"{places[each]}{'√' if known[each] else '×'}" for each in ids if each in known)
