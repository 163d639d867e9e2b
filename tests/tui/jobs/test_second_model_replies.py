"""Pasted replies beside a second model of docs/returning.md, over texts composed by chance."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

from tests.models.comparing import many, seeded
from tests.models.replies.reading import read_text
from tests.models.replies.rows import COLUMNS, read_rows
from tests.models.replies.town import town
from tests.models.replies.writing import reply, table
from tests.tui.jobs.second_town import office_of, on_file, planned
from tui.jobs.office import Office
from tui.jobs.recording import Recorded, record_results
from tui.jobs.replies import given_back
from tui.jobs.replies import read_text as taken
from tui.jobs.returns import read_results, record_returned

MANY = many(150)
PLAN = town()


def fresh(folder: Path) -> Office:
    """The day before anything came back."""
    if not (folder / "whole").exists():
        planned(folder / "whole", PLAN)
    shutil.rmtree(folder / "books", ignore_errors=True)
    shutil.copytree(folder / "whole", folder / "books")
    return office_of(folder / "books", PLAN)


def pasted(office: Office, text: str) -> tuple[Recorded, str]:
    """What became of a text, and what of it is given back."""
    parts = taken(office, dt.date.fromisoformat(PLAN.date), PLAN.rep, text)
    report = record_returned(office, parts)
    return report, given_back(office, parts, report)


def test_a_reply_puts_on_file_what_the_document_says(tmp_path: Path) -> None:
    chance = seeded(61)
    differing: list[tuple[Any, ...]] = []
    for _ in range(MANY):
        text = reply(chance, PLAN)
        right = read_text(text, PLAN)
        office = fresh(tmp_path)
        report, _ = pasted(office, text)
        got = on_file(office, PLAN)
        told = {problem.row for problem in report.problems}
        if (got, told) != (right.facts, right.told):
            differing.append((text, got, told, right.facts, right.told, [p.code for p in report.problems]))
    assert not differing, shown(differing)


def test_a_reply_that_comes_again_and_what_is_given_back_change_nothing(tmp_path: Path) -> None:
    chance = seeded(62)
    differing = []
    for _ in range(MANY // 2):
        text = reply(chance, PLAN)
        office = fresh(tmp_path)
        _, left = pasted(office, text)
        before = on_file(office, PLAN)
        _, left_again = pasted(office, text)
        after = on_file(office, PLAN)
        _, left_of_left = pasted(office, left) if left else (None, left)
        if (before, left, bool(left)) != (after, left_again, bool(left_of_left)) or on_file(office, PLAN) != before:
            differing.append(
                f"---- {text}\n== {left}\n== {left_again}\n== {left_of_left}\n{before}\n{after}\n{on_file(office, PLAN)}"
            )
    assert not differing, f"{len(differing)} differ\n" + "\n".join(differing[:12])


def test_a_returned_table_puts_on_file_what_the_document_says(tmp_path: Path) -> None:
    chance = seeded(63)
    date = dt.date.fromisoformat(PLAN.date)
    differing: list[tuple[Any, ...]] = []
    for _ in range(MANY // 2):
        rows = [
            {"日期": PLAN.date, "业务员": PLAN.rep}
            | which
            | {head: cells.get(blank, "") for blank, head in COLUMNS.items()}
            for which, cells in table(chance, PLAN)
        ]
        right = read_rows(rows, PLAN)
        office = fresh(tmp_path)
        path = tmp_path / "sheet.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        [came] = read_results(office, date, PLAN.rep, str(path))
        report = record_results(office, date, PLAN.rep, came.results, problems=came.problems, forms=came.forms)
        got = on_file(office, PLAN)
        told = {problem.row for problem in report.problems}
        if (got, told) != (right.facts, right.told):
            lines = [
                ",".join(f"{head}={cell}" for head, cell in row.items() if cell and head not in ("日期", "业务员"))
                for row in rows
            ]
            codes = [(p.row, p.field, p.code) for p in report.problems]
            differing.append(("\n".join(["", *lines]), got, told, right.facts, right.told, codes))
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
