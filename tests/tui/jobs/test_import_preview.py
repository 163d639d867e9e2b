"""The report of an import and its preview: questions and faults first, what comes by the dozen counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.books import Books
from store.intake.questions import Answers
from tests.tui.town import Clock, office
from tui.jobs.import_preview import items_of, questions_in
from tui.jobs.import_report import report_lines
from tui.jobs.importing import import_table
from tui.jobs.office import Office

ROWS = [
    "客户编码,客户名称,渠道类型,客户等级,坐标,片区,",
    *(f'K{n},店{n},直播间,A,"24.9{n % 10}, 60.1{n % 10}",东,x' for n in range(1, 31)),
    'K31,店31,便利店,优秀,"24.9, 60.1",,',
]


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(Books(tmp_path / "books"), Clock())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "客户.csv"
    found.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return found


def test_questions_and_faults_stand_first_and_dozens_are_counted(at: Office, path: Path) -> None:
    report = import_table(at, "outlets", path, dry_run=True)
    assert [(each["question"], each["column"], len(each["rows"])) for each in report["asked"]] == [
        ("order", "坐标", 31)
    ]
    items = items_of(at, report)
    assert [item.mark for item in items] == ["question", "error", "unused", "column"]
    answers = Answers(columns={("order", "坐标"): "lonlat"})
    report = import_table(at, "outlets", path, answers=answers, dry_run=True)
    assert (report["added"], report["rejected"], report["asked"]) == (30, 1, [])
    items = items_of(at, report)
    assert [(item.mark, item.count) for item in items[:2]] == [("error", 1), ("warning", 30)]
    opened = items_of(at, report, {items[1].key})
    assert (len(opened), opened[2].depth) == (len(items) + 30, 1)
    assert "row 2" in opened[2].text


def test_columns_that_nothing_used_are_named(at: Office, path: Path) -> None:
    report = import_table(at, "outlets", path, answers=Answers({"order": "lonlat"}))
    assert report["unused_columns"] == [
        {"column": "片区", "kept": True, "cells": 30},
        {"column": "(G)", "kept": False, "cells": 30},
    ]
    assert at.books.outlets.get("K1").model_extra == {"片区": "东"}
    assert any("片区" in line for line in report_lines(at, report))


def test_the_lines_of_the_report_tell_few_of_many(at: Office, path: Path) -> None:
    lines = report_lines(at, import_table(at, "outlets", path, answers=Answers({"order": "lonlat"}), dry_run=True))
    assert sum("直播间" in line for line in lines) == 3
    assert any("27 more" in line for line in lines)
    assert "优秀" in lines[0]
    lines = report_lines(at, import_table(at, "outlets", path, dry_run=True))
    assert any("--order latlon|lonlat" in line for line in lines)


def test_a_question_that_is_answered_stays_to_be_answered_otherwise(at: Office, path: Path) -> None:
    [question] = questions_in(import_table(at, "outlets", path, dry_run=True))
    assert question.readings == {"latlon": "24.91N 60.11E", "lonlat": "60.11N 24.91E"}
    report = import_table(at, "outlets", path, answers=Answers(columns={question.key: "lonlat"}), dry_run=True)
    assert items_of(at, report, answered=[question])[0].mark == "answered"
