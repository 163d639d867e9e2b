"""Beats out of tables: in rows, in columns, ticked, on sheets of their own; whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.books import Books
from tui.jobs.importing import import_table
from tui.jobs.office import Office


@pytest.fixture
def office(books: Books) -> Office:
    names = {"A1": "甲店", "A2": "乙店", "A3": "丙店", "A4": "丁、戊店", "A5": "同名", "A6": "同名"}
    books.outlets.put([{"id": code, "name": name} for code, name in names.items()])
    books.reps.put([{"id": "R1", "name": "张三"}, {"id": "R2", "name": "李四"}])
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def taken(office: Office, folder: Path, text: str) -> dict[str, Any]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_table(office, "beats", path)


def codes(report: dict[str, Any], level: str = "errors") -> list[tuple[int, str]]:
    return [(finding["row"], finding["code"]) for finding in report[level]]


def beats(office: Office) -> dict[tuple[str | None, str], tuple[str, list[str]]]:
    found = office.books.beats.all().values()
    return {(beat.rep, beat.name): (" ".join(beat.days), list(beat.outlets)) for beat in found}


TABLES = [
    ("周一线,周二线\nA1,乙店\nA3,\n", {(None, "周一线"): ("mon", ["A1", "A3"]), (None, "周二线"): ("tue", ["A2"])}),
    (
        "周一线,周六线\n甲店、乙店,丁、戊店\n",
        {(None, "周一线"): ("mon", ["A1", "A2"]), (None, "周六线"): ("sat", ["A4"])},
    ),
    ('Mon,Tue\n"A1, A2",a3\n', {(None, "Mon"): ("mon", ["A1", "A2"]), (None, "Tue"): ("tue", ["A3"])}),
    (
        '星期一,星期二\n"甲店\n乙店",丙店\n',
        {(None, "星期一"): ("mon", ["A1", "A2"]), (None, "星期二"): ("tue", ["A3"])},
    ),
    ("1,2,3\nA1,A2,A3\n", {(None, "1"): ("mon", ["A1"]), (None, "2"): ("tue", ["A2"]), (None, "3"): ("wed", ["A3"])}),
    (
        "业务员,周一,周二\n张三,甲店,乙店\n李四,丙店,\n",
        {("R1", "周一"): ("mon", ["A1"]), ("R1", "周二"): ("tue", ["A2"]), ("R2", "周一"): ("mon", ["A3"])},
    ),
    (
        "业务员,周一,周二\n张三,甲店,\n,乙店,A4\n李四,丙店,\n",
        {("R1", "周一"): ("mon", ["A1", "A2"]), ("R1", "周二"): ("tue", ["A4"]), ("R2", "周一"): ("mon", ["A3"])},
    ),
    (
        "客户编码,客户名称,业务员,周一,周二\nA1,甲店,张三,√,\nA2,乙店,张三,1,√\n",
        {("R1", "周一"): ("mon", ["A2", "A1"]), ("R1", "周二"): ("tue", ["A2"])},
    ),
    ("线路,业务员,客户编码,顺序\n周一线,张三,A2,2\n周一线,张三,A1,1\n", {("R1", "周一线"): ("mon", ["A1", "A2"])}),
    ("线路,业务员,客户编码\n周一线,张三,A2\n,,A1\n", {("R1", "周一线"): ("mon", ["A2", "A1"])}),
    ("线路,客户名称\n周一线,甲店、乙店\n", {(None, "周一线"): ("mon", ["A1", "A2"])}),
    ("星期,客户编码\n周一,A1\n周二,A2\n", {(None, "周一"): ("mon", ["A1"]), (None, "周二"): ("tue", ["A2"])}),
    (
        "线路,星期,客户编码\n东线,周一,A1\n东线,周二,A2\n",
        {(None, "东线 周一"): ("mon", ["A1"]), (None, "东线 周二"): ("tue", ["A2"])},
    ),
    (
        "线路,单双周,客户编码\n周一线,单周,A1\n周一线,双周,A2\n",
        {(None, "周一线 单周"): ("mon", ["A1"]), (None, "周一线 双周"): ("mon", ["A2"])},
    ),
    (
        "线路,业务员,拜访日,单双周,客户\nA线,张三,周一,单周,甲店\n,,,,乙店\nA线,,,,丙店\n",
        {("R1", "A线"): ("mon", ["A1", "A2", "A3"])},
    ),
    (
        "线路,业务员,拜访日,客户\nA线,张三,周一,甲店\nA线,,周一,乙店\nA线,李四,周二,丙店\n",
        {("R1", "A线"): ("mon", ["A1", "A2"]), ("R2", "A线"): ("tue", ["A3"])},
    ),
    (
        "客户编码,周一,周二\nA1,√,否\nA2,0,1\nA3,休息,√\n",
        {(None, "周一"): ("mon", ["A1"]), (None, "周二"): ("tue", ["A2", "A3"])},
    ),
    ("客户编码,Mon,Tue\nA1,x,closed\nA2,2,x\nA3,1,none\n", {(None, "Mon"): ("mon", ["A3", "A2", "A1"]), (None, "Tue"): ("tue", ["A2"])}),
    (
        "客户编码,业务员,周一,周二,单双周\nA1,张三,√,,\nA2,,√,√,\nA3,李四,√,,双周\nA4,,,√,\n",
        {
            ("R1", "周一"): ("mon", ["A1", "A2"]),
            ("R1", "周二"): ("tue", ["A2"]),
            ("R2", "周一"): ("mon", ["A3"]),
            ("R2", "周二"): ("tue", ["A4"]),
        },
    ),
    (
        "序号,线路名称,业务员,客户名称\n2,东线,张三,甲店\n1,东线,张三,乙店\n,东线,张三,丙店\n1,西线,李四,丁、戊店\n",
        {("R1", "东线"): ("", ["A2", "A1", "A3"]), ("R2", "西线"): ("", ["A4"])},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_beats_in_every_layout(office: Office, tmp_path: Path, text: str, expected: dict[Any, Any]) -> None:
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    assert beats(office) == expected
    assert taken(office, tmp_path, text)["updated"] == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("周一线,周二线\nA1,A2\nA9,\n", [(2, "with_others"), (3, "unknown_outlet")]),
        ("周一线,周二线\nA1、A9,A2\n", [(2, "unknown_outlet")]),
        ("线路,客户名称\n周一线,甲店\n周一线,同名\n", [(2, "with_others"), (3, "outlet_ambiguous")]),
        ("线路编码,业务员,客户编码\nL1,张三,A1\nL1,李四,A2\n", [(2, "with_others"), (3, "other_in_document")]),
        (
            "线路,业务员,拜访日,客户\n混线,李四,周四,A1\n混线,张三,周四,A2\n",
            [(2, "with_others"), (3, "other_in_document")],
        ),
        ("线路,客户编码\n,A1\n", [(2, "beat_missing")]),
        ("客户编码,周一,周二\nA1,√,随便\n", [(2, "not_yes_or_no")]),
    ],
)
def test_a_beat_goes_in_whole_or_not_at_all(
    office: Office, tmp_path: Path, text: str, told: list[tuple[int, str]]
) -> None:
    report = taken(office, tmp_path, text)
    assert codes(report) == told
    kept = {name for _, name in beats(office)}
    assert kept == ({"周二线"} if "周二线" in text else {"周一"} if "√" in text else set())


def test_what_is_told_of_beats_that_go_in(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "周一线,周二线,单周周三线\nA1,,A3\nA1,,\n")
    assert codes(report, "warnings") == [(3, "twice_in_beat"), (2, "which_weeks"), (1, "empty_beats")]
    weeks = {beat.name: beat.weeks for beat in office.books.beats.all().values()}
    assert weeks == {"周一线": 1, "单周周三线": 2}


def test_every_second_week_is_heard_before_the_day_too(office: Office, tmp_path: Path) -> None:
    report = taken(
        office,
        tmp_path,
        "线路名称,拜访日,客户编码\nA线,单周周二,A1\nB线,双周周三、周五,A2\nC线,隔周四,A3\nD线,周四,A4\n",
    )
    found = {beat.name: (" ".join(beat.days), beat.weeks) for beat in office.books.beats.all().values()}
    assert found == {"A线": ("tue", 2), "B线": ("wed fri", 2), "C线": ("thu", 2), "D线": ("thu", 1)}
    assert codes(report, "warnings") == [(2, "which_weeks"), (3, "which_weeks")]


@pytest.mark.parametrize("text", ["张三/李四", "张三、王五", "张三 李四", "张三和李四", "R1,R2"])
def test_a_cell_that_names_two_reps_names_none(office: Office, tmp_path: Path, text: str) -> None:
    report = taken(office, tmp_path, f'线路,业务员,客户编码\n东线,"{text}",A1\n')
    assert codes(report, "warnings") == [(2, "several_reps")]
    assert beats(office) == {(None, "东线"): ("", ["A1"])}
    assert len(office.books.reps.all()) == 2


def test_a_word_in_brackets_beside_a_reps_name_is_none_of_it(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "线路,业务员,客户编码\n东线,张三(兼),A1\n西线,王五（代）,A2\n")
    assert codes(report, "warnings") == [(2, "written_as"), (3, "unknown_rep")]
    assert set(beats(office)) == {("R1", "东线"), ("R01", "西线")}


def test_routes_below_a_rep_who_is_named_once_are_his(office: Office, tmp_path: Path) -> None:
    report = taken(
        office,
        tmp_path,
        "线路,业务员,拜访日,客户编码\nL1,张三,周一,A1\nL2,,周二,A2\nL2,,周二,A3\nL3,李四,周三,A4\nL4,,周四,A1\n",
    )
    assert beats(office) == {
        ("R1", "L1"): ("mon", ["A1"]),
        ("R1", "L2"): ("tue", ["A2", "A3"]),
        ("R2", "L3"): ("wed", ["A4"]),
        ("R2", "L4"): ("thu", ["A1"]),
    }
    assert {(row, code) for row, code in codes(report, "warnings")} >= {(3, "rep_above"), (6, "rep_above")}


@pytest.mark.parametrize(
    "title",
    [
        "业务员：李四,",
        "拜访计划  业务员：李四  制表日期：2026-11-24,",
        "业务员：,李四",
        "Sales rep: 李四,",
        "业务员:李四,打印:张三",
    ],
)
def test_a_title_that_names_the_rep_speaks_for_all_rows(office: Office, tmp_path: Path, title: str) -> None:
    report = taken(office, tmp_path, f"{title}\n线路,客户编码\n东线,A1\n西线,A2\n")
    assert beats(office) == {("R2", "东线"): ("", ["A1"]), ("R2", "西线"): ("", ["A2"])}
    assert "title_column" in {each["code"] for each in report["remarks"]}


@pytest.mark.parametrize("title", ["业务员：李四,业务员：张三", "主管：李四,", "日期：周一,", "业务员：,"])
def test_a_title_that_names_nobody_for_certain_speaks_for_none(office: Office, tmp_path: Path, title: str) -> None:
    report = taken(office, tmp_path, f"{title}\n线路,客户编码\n东线,A1\n西线,A2\n")
    assert set(beats(office)) == {(None, "东线"), (None, "西线")}
    assert "title_column" not in {each["code"] for each in report["remarks"]}


def test_each_sheet_has_the_rep_of_its_title(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rep, outlet in (("一组", "张三", "A1"), ("二组", "李四", "A2")):
        page = book.create_sheet(name)
        page.append([f"业务员：{rep}"])
        page.append(["线路", "客户编码"])
        page.append([f"{name}线", outlet])
    del book["Sheet"]
    book.save(tmp_path / "beats.xlsx")
    import_table(office, "beats", tmp_path / "beats.xlsx")
    assert beats(office) == {("R1", "一组线"): ("", ["A1"]), ("R2", "二组线"): ("", ["A2"])}


def test_a_sheet_of_a_reps_name_is_his(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, outlet in (("张三", "A1"), ("李四", "A2"), ("王五", "A3")):
        page = book.create_sheet(name)
        page.append(["客户编码", "客户名称", "地址"])
        page.append([outlet, f"店{outlet}", "某路"])
    del book["Sheet"]
    book.save(tmp_path / "outlets.xlsx")
    report = import_table(office, "outlets", tmp_path / "outlets.xlsx")
    assert [office.books.outlets.get(code).rep for code in ("A1", "A2", "A3")] == ["R1", "R2", None]
    assert [each["value"] for each in report["warnings"] if each["code"] == "rep_of_sheet"] == ["张三", "李四"]


def test_a_sheet_for_each_weekday(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, outlets in (("周一", ["A1", "A2"]), ("周二", ["A3"])):
        page = book.create_sheet(name)
        page.append(["客户编码", "客户名称"])
        for outlet in outlets:
            page.append([outlet])
    del book["Sheet"]
    book.save(tmp_path / "beats.xlsx")
    report = import_table(office, "beats", tmp_path / "beats.xlsx")
    assert beats(office) == {(None, "周一"): ("mon", ["A1", "A2"]), (None, "周二"): ("tue", ["A3"])}
    assert {code for _, code in codes(report, "warnings")} == {"day_of_sheet"}


def test_a_count_under_the_running_numbers_is_no_stop(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "线路,序号,客户名称\n东线,2,甲店\n,1,乙店\n,共2家,\n")
    assert report["errors"] == []
    assert beats(office) == {(None, "东线"): ("", ["A2", "A1"])}
