"""Pasted replies beside a second model of docs/returning.md, over texts composed by chance."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from tests.models.comparing import many, seeded
from tests.models.replies.reading import read_text
from tests.models.replies.town import town
from tests.models.replies.writing import reply
from tests.tui.jobs.second_town import office_of, on_file, planned
from tui.jobs.replies import read_text as taken
from tui.jobs.returns import record_returned

MANY = many(150)
PLAN = town()


def test_a_reply_puts_on_file_what_the_document_says(tmp_path: Path) -> None:
    chance = seeded(61)
    differing: list[tuple[Any, ...]] = []
    whole = tmp_path / "whole"
    planned(whole, PLAN)
    for _ in range(MANY):
        text = reply(chance, PLAN)
        right = read_text(text, PLAN)
        shutil.rmtree(tmp_path / "books", ignore_errors=True)
        shutil.copytree(whole, tmp_path / "books")
        office = office_of(tmp_path / "books", PLAN)
        report = record_returned(office, taken(office, dt.date.fromisoformat(PLAN.date), PLAN.rep, text))
        got = on_file(office, PLAN)
        told = {problem.row for problem in report.problems}
        if (got, told) != (right.facts, right.told):
            differing.append((text, got, told, right.facts, right.told, [p.code for p in report.problems]))
    assert not differing, shown(differing)


def shown(differing: list[tuple[Any, ...]]) -> str:
    lines = []
    for text, got, told, right, lines_told, codes in differing[:25]:
        lines.append("---- " + "\n     ".join(f"{at} {line}" for at, line in enumerate(text.split("\n"), 1)))
        for key in sorted(set(got) | set(right)):
            one, other = got.get(key, {}), right.get(key, {})
            for name in sorted(set(one) | set(other)):
                if one.get(name) != other.get(name):
                    lines.append(f"  {key} {name}: on file {one.get(name)}, the document says {other.get(name)}")
        if told != lines_told:
            lines.append(f"  told of {sorted(told)} {codes}, the document says {sorted(lines_told)}")
    return f"{len(differing)} differ\n" + "\n".join(lines)
