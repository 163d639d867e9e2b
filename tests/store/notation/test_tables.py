"""The tables of docs/notation.md, read from the document itself, so that neither goes its own way.

What stands there in words ("a count", "other bases") is left to the tests of each reader: here are the rows that give
a value, or one for each spelling.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from store.notation.clock import read_clock
from store.notation.dates import DateOrder, read_date
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.money import read_money
from store.notation.numbers import Signs, read_number
from store.notation.periods import read_period
from store.notation.phones import read_phones

DOCUMENT = Path(__file__).parents[3] / "docs" / "notation.md"
SIGNS = {"point": Signs.POINT, "comma": Signs.COMMA, "unknown": Signs.UNKNOWN}
ASKED = "asked"


def rows(section: str) -> Iterator[list[str]]:
    """The rows of the first table under a heading, cell by cell."""
    text = DOCUMENT.read_text("utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table is not None
    for line in table[0].splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def spellings(cell: str) -> list[str]:
    """What stands in back quotes; an empty pair of them is the empty text."""
    return re.findall(r"`([^`]+)`", re.sub(r"(?<![^ ])``(?![^ ])", "", cell))


def pairs(texts: list[str], said: str) -> list[tuple[str, str]]:
    """Each spelling with its value: one for all, or as many as there are; none where words explain them."""
    if said == "not read" or said.startswith(ASKED) or len(texts) == 1:
        return [(text, ASKED if said.startswith(ASKED) else said) for text in texts]
    values = re.split(r", ", re.sub(r" \(.*\)$", "", said))
    return (
        list(zip(texts, values * len(texts) if len(values) == 1 else values, strict=False))
        if len(values) in (1, len(texts))
        else []
    )


def signed(section: str) -> list[tuple[str, Signs, str]]:
    """Spelling, signs and value of each row of a table with a column for signs."""
    found = []
    for texts, context, said in rows(section):
        if "(" in re.sub(r"`[^`]*`", "", texts):
            continue
        names = {"any": list(SIGNS), "": ["unknown"]}.get(context, re.split(r" / |, ", context))
        if not set(names) <= set(SIGNS):
            continue
        each = re.split(r" / ", said) if " / " in context else [said] * len(names)
        for name, value in zip(names, each, strict=True):
            found += [(text, SIGNS[name], right) for text, right in pairs(spellings(texts), value)]
    return found


def outcome(read: Callable[..., Any], *given: Any) -> Any:
    try:
        return read(*given)
    except TwoReadingsError:
        return ASKED
    except NotationError:
        return None


def compare(found: list[tuple[Any, Any, Any]], least: int) -> None:
    assert len(found) >= least  # the document was read
    assert [each for each in found if each[1] != each[2]] == []


def value(said: str, of: Callable[[str], Any]) -> Any:
    return (
        said
        if said == ASKED
        else None
        if said == "not read" or said.startswith("`")
        else of(re.split(r" \(|: ", said)[0])
    )


def test_numbers() -> None:
    compare(
        [
            ((text, signs), outcome(read_number, text, signs), value(said, Decimal))
            for text, signs, said in signed("Numbers")
        ],
        120,
    )


def test_money() -> None:
    compare(
        [
            ((text, signs), outcome(read_money, text, signs), value(said, int))
            for text, signs, said in signed("Money")
        ],
        60,
    )


def seconds(said: str) -> int:
    hours, minutes, rest = (*map(int, said.split(":")), 0)[:3]
    return hours * 3600 + minutes * 60 + rest


def test_times() -> None:
    found = []
    for texts, said in rows("Clock times"):
        if "as written" in said or " / " in texts or said.endswith("outside") or "(" in said:
            continue
        span = re.search(r"within (\d+:\d+)–(\d+:\d+)", texts)
        within = (seconds(span[1]), seconds(span[2])) if span else None
        for text, right in pairs(spellings(texts), said):
            found.append(((text, within), outcome(read_clock, text, within), value(right, seconds)))
    compare(found, 90)


def day(said: str) -> dt.date:
    return dt.datetime.strptime(said, "%d %b %Y").replace(tzinfo=dt.UTC).date()


def test_dates() -> None:
    found = []
    for texts, said in rows("Dates"):
        if ";" in said or "serial" in texts:
            continue
        near = re.search(r"near (\d{4}-\d\d-\d\d)", texts)
        to = dt.date.fromisoformat(near[1]) if near else None
        for text, right in pairs(spellings(texts), said):
            found.append((text, outcome(read_date, text, DateOrder.UNKNOWN, to), value(right, day)))
    compare(found, 45)


def test_periods() -> None:
    found = []
    for texts, said in rows("Periods"):
        headers = spellings(texts.partition(" under ")[2]) or [""]
        for text, right in pairs(
            spellings(texts.partition(" under ")[0]), said.removesuffix(" under comma, unknown")
        ):
            found += [((text, header), outcome(read_period, text, header), value(right, int)) for header in headers]
    compare(found, 50)


def test_phones() -> None:
    found = []
    for texts, said in rows("Phones"):
        if "both" in said or "2222" in texts.partition("/")[2][:6]:
            continue
        for text, right in pairs(spellings(texts), said):
            numbers = outcome(read_phones, text)
            found.append((text, numbers, value(right, lambda number: [number])))
    compare(found, 25)
