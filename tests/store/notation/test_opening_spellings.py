"""Real spellings of opening hours against the right hours on given dates: the table of docs/hours.md."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from store.notation.opening import hours_on, told_of

SHANGHAI = (31.2, 121.5)
TABLE = Path(__file__).parents[3] / "docs" / "hours.md"
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| *(\w*) *\|$")


def _rows() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").split("## Spellings")[1].splitlines()
    found = [ROW.match(line) for line in lines if line.startswith("| `")]
    assert all(found)
    return [(match[1].replace(r"\|", "|"), match[2], match[3]) for match in found if match]


def _text(spans: tuple[tuple[int, int], ...] | None) -> str:
    if spans is None:
        return "any"
    clocks = [[f"{second // 3600:02d}:{second // 60 % 60:02d}" for second in span] for span in spans]
    return ", ".join("-".join(clock) for clock in clocks) or "closed"


@pytest.mark.parametrize(("text", "hours", "told"), _rows())
def test_a_spelling_says_what_the_document_says(text: str, hours: str, told: str) -> None:
    for wanted in hours.split("; "):
        match = re.fullmatch(r"(PH )?(\d{4}-\d{2}-\d{2}) (.+)", wanted)
        assert match, wanted
        date = dt.date.fromisoformat(match[2])
        read = hours_on(text, date, match[1] is not None, SHANGHAI)
        assert _text(read.spans) == match[3], date
        if match[3] == "any":
            assert read.told
    assert {each.code for each in told_of(text)} == ({told} if told else set())


def test_the_table_is_long() -> None:
    assert len(_rows()) > 100
