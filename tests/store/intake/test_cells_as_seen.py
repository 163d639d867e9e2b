"""What a person sees in a cell, and what the file says it is: codes with zeros, lost digits, errors, dates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

from store.intake import IntakeError, Mark, Row, read_table, take_outlets
from store.intake.formats import lost, plain, shown
from store.intake.texts import clean
from store.notation.codes import digits_lost

CLEAN = [
    ("  甲店 ", "甲店"),
    ('="00042"', "00042"),
    ('="a""b"', 'a"b'),
    ("'00043", "00043"),
    ("'=1+1", "=1+1"),
    ("'+86 571", "+86 571"),
    ("'t Hoekje", "'t Hoekje"),
    ("\x1f00044", "00044"),
    ("\t057188883333", "057188883333"),
    ("甲\x0b店", "甲店"),
    ("A\x1b[31mRED\x1b[2JB", "AREDB"),
    ("A\x1b]52;c;aGk=\x07B", "AB"),
    ("A\x9b31mB", "AB"),
    ("a\u202etxt\u202c", "atxt"),
    ("0\u200b42\ufeff", "042"),
    ("a\u00a0b\u3000c", "a b c"),
    ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
    ("👨\u200d👩", "👨\u200d👩"),
    ("甲\u200d店", "甲店"),
    ("\udc80x", "x"),
]


@pytest.mark.parametrize(("text", "seen"), CLEAN)
def test_nothing_unseen_stays_in_a_text(text: str, seen: str) -> None:
    assert clean(text) == seen
    assert clean(clean(text)) == seen


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("1.38E+10", True), ("6.90123E+12", True), ("6.90E+12", True), ("1,38E+10", True), ("1E+05", True),
        ("1.2E+02", True), ("12E3", False), ("E+10", False), ("1.234567E+06", False), ("3E5", False),
        ("2.5E-05", False), ("1.38E+10元", False),
    ],
)  # fmt: skip
def test_numbers_of_which_only_the_first_digits_are_left(text: str, gone: bool) -> None:
    assert digits_lost(text) is gone


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (42, "00000", ("00042", "t")),
        (42, "[$-804]00000;@", ("00042", "t")),
        (42, '"KH"000', ("KH042", "t")),
        (5551234, "000\\-0000", ("555-1234", "t")),
        (13800001111, "000 0000 0000", ("138 0000 1111", "t")),
        (3, '0"箱"', ("3箱", "t")),
        (3.5, 'G/通用格式"箱"', ("3.5箱", "t")),
        (0.8, "0%", ("80%", "p")),
        (0.125, "0.0%", ("12.5%", "p")),
        (0.07, "0%", ("7%", "p")),
        *((3, code, None) for code in ("0", "General", "0.00", "#,##0", '"¥"#,##0.00', '0.00"元"', "0.00E+00", "@")),
        (46000, 'yyyy"年"m"月"d"日"', None),
        (46000, "yyyy-mm-dd", None),
    ],
)
def test_what_a_number_format_shows(value: float, code: str, seen: tuple[str, str] | None) -> None:
    assert shown(value, code) == seen


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (12.299999999999999, "12.3"),
        (1e-7, "0.0000001"),
        (13800001111.0, "13800001111"),
        (-3.0, "-3"),
    ],
)
def test_numbers_as_a_spreadsheet_shows_them(value: float, text: str) -> None:
    assert plain(value) == text


def test_sixteen_digits_are_whole_where_a_program_kept_them_and_lost_where_a_spreadsheet_did_not() -> None:
    assert not lost(1234567890123456.0)
    assert not lost(123456789012345.0)
    assert lost(1234567890123450.0)
    assert lost(1.234567890123457e17)


def book(path: Path) -> Path:
    """A workbook with a cell of each kind in its second row."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    values: list[tuple[str, Any, str | None]] = [
        ("编码", 42, "00000"),
        ("名称", "'00043", None),
        ("number", 3, None),
        ("date", dt.date(2026, 6, 20), "m/d"),
        ("moment", dt.datetime(2026, 6, 20, 8, 30), None),  # noqa: DTZ001
        ("time", dt.time(8, 30), None),
        ("yes", True, None),
        ("percent", 0.8, "0%"),
        ("error", "#REF!", None),
        ("formula", "=A1*2", None),
        ("lost", 1.23456789012346e17, None),
        ("text", "1.5", "@"),
    ]
    for column, (name, value, form) in enumerate(values, 1):
        sheet.cell(1, column, name)
        cell = sheet.cell(2, column, value)
        if form:
            cell.number_format = form
    made.save(path)
    return path


def test_every_cell_says_what_it_was(tmp_path: Path) -> None:
    table = read_table(book(tmp_path / "a.xlsx"))
    row = table.rows[0]
    assert {name: (row.cells[at], row.mark(at).name) for at, name in enumerate(table.header)} == {
        "编码": ("00042", "TEXT"),
        "名称": ("00043", "TEXT"),
        "number": ("3", "NUMBER"),
        "date": ("2026-06-20", "DATE"),
        "moment": ("2026-06-20 08:30", "DATE"),
        "time": ("08:30", "TIME"),
        "yes": ("1", "YES_NO"),
        "percent": ("80%", "PERCENT"),
        "error": ("#REF!", "ERROR_CELL"),
        "formula": ("", "FORMULA_WITHOUT_VALUE"),
        "lost": ("1.23456789012346E+17", "DIGITS_LOST"),
        "text": ("1.5", "TEXT"),
    }
    assert [row.cell(table.header.index(name)) for name in ("error", "formula", "lost", "number")] == [
        "",
        "",
        "",
        "3",
    ]


def test_a_formula_that_gives_an_empty_text_is_empty_and_one_that_a_program_never_reckoned_is_missing(
    tmp_path: Path,
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["编码", "名称", "欠款"])
        sheet.write_row(1, 0, ["A1", "东门"])
        sheet.write_formula(1, 2, "=1+2")  # written with the value 0, to be reckoned when it is opened
    assert read_table(tmp_path / "a.xlsx").rows[0].mark(2) is Mark.FORMULA_WITHOUT_VALUE


def test_old_workbooks_say_as_much(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("x")
    for column, name in enumerate(("编码", "名称", "date", "time", "yes", "error", "number")):
        sheet.write(0, column, name)
    sheet.write(1, 0, 42, xlwt.easyxf(num_format_str="00000"))
    sheet.write(1, 1, "甲店")
    sheet.write(1, 2, dt.date(2026, 6, 20), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(1, 3, dt.time(8, 30), xlwt.easyxf(num_format_str="hh:mm"))
    sheet.write(1, 4, True)
    sheet.row(1).set_cell_error(5, 0x2A)
    sheet.write(1, 6, 1.5)
    made.save(str(tmp_path / "a.xls"))
    row = read_table(tmp_path / "a.xls").rows[0]
    assert row.cells == ("00042", "甲店", "2026-06-20", "08:30", "1", "#N/A", "1.5")
    assert row.kinds == "ttdcben"


def test_what_cannot_be_read_keeps_a_row_out_where_it_counts_and_is_told_where_it_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "编码,名称,电话,纬度,经度\n6.90123E+12,甲,1,,\nS2,乙,1.38E+10,,\nS3,丙,1,#REF!,#REF!\n", encoding="utf-8"
    )
    done = take_outlets(read_table(tmp_path / "a.csv"), existing={}, reps={})
    assert [outlet.id for outlet in done.records] == ["S2"]
    assert done.records[0].phone in (None, "")
    assert {(error.row, error.field, error.code) for error in done.errors} >= {
        (2, "id", "digits_lost"),
        (4, "lat", "error_cell"),
    }
    assert ("phone", "1.38E+10", "digits_lost") in [(each.field, each.value, each.code) for each in done.warnings]


def test_a_row_knows_its_columns() -> None:
    row = Row(5, ("a", "#N/A"), "te")
    assert (row.cell(0), row.cell(1), row.cell(7), row.cell(None), row.faults) == ("a", "", "", "", [1])


def test_a_cell_longer_than_any_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"编码,名称\nA1,{'甲' * 100_000}\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert table.rows[0].mark(1) is Mark.TOO_LONG
    errors = take_outlets(table, existing={}, reps={}).errors
    assert [error.code for error in errors] == ["too_long"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark/></kml>', "not_a_table_kml"),
        (b'{"type":"FeatureCollection","features":[]}', "not_a_table_geojson"),
        (b'[{"id": "A1"}]', "not_a_table_json"),
        (b'{"id": "A1"}\n{"id": "A2"}\n', "not_a_table_json"),
        (b"%PDF-1.7 ...", "not_a_table_pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_table_image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_a_table_image"),
        (b"SQLite format 3\x00", "not_a_table_database"),
        (b"\x1f\x8b\x08\x00", "not_a_table_archive"),
        (b"BEGIN:VCARD\nFN:x\nEND:VCARD\n", "not_a_table_card"),
        (b"<!DOCTYPE html><html><p>Please log in</p></html>", "not_a_table_page"),
        (b"<gpx version='1.1'></gpx>", "not_a_table_gpx"),
    ],
)
def test_files_of_other_kinds_are_called_by_their_names(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.csv")
    assert told.value.code == code


def test_a_table_may_begin_with_a_bracket(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("[编码],[名称]\nA1,[/b]店\n", encoding="utf-8")
    assert read_table(tmp_path / "a.csv").rows[0].cells == ("A1", "[/b]店")


EMPTY = [
    "NULL",
    "null",
    "None",
    "nan",
    "NaN",
    "N/A",
    "n/a",
    "NA",
    "#N/A",
    "无",
    "暂无",
    "-",
    "--",
    "——",
    "/",
    "\\N",
    "（无）",
    "\\",
]


@pytest.mark.parametrize("text", EMPTY)
def test_what_is_written_for_nothing_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"编码,名称,电话,客户等级,纬度,经度\nA1,东门,{text},{text},{text},{text}\n", encoding="utf-8"
    )
    done = take_outlets(read_table(tmp_path / "a.csv"), existing={}, reps={})
    assert not done.errors
    outlet = done.records[0]
    assert (outlet.phone, outlet.grade, outlet.lat) == (None, None, None)


def test_a_name_may_be_short_but_no_program_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编码,名称,备注\nA1,无,无\nA2,NULL,/\nA3,空,None\n", encoding="utf-8")
    found = {each.id: each for each in take_outlets(read_table(tmp_path / "a.csv"), existing={}, reps={}).records}
    assert [found[each].name for each in ("A1", "A2", "A3")] == ["无", "A2", "空"]
    assert [found[each].notes for each in ("A1", "A2", "A3")] == ["无", "/", None]


def test_zero_is_not_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编码,名称,电话\n0,东门,0\n", encoding="utf-8")
    assert take_outlets(read_table(tmp_path / "a.csv"), existing={}, reps={}).records[0].id == "0"


@pytest.mark.parametrize(
    ("value", "shown_as"), [(dt.date(2026, 5, 1), "m-d"), (True, "General"), (0.5, "0%"), (dt.time(9), "h:mm")]
)
def test_a_code_that_a_spreadsheet_made_something_of_is_none(tmp_path: Path, value: Any, shown_as: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["编号", "名称"])
    for code, name in (("A1", "甲"), (value, "乙"), (42, "丙")):
        page.append([code, name])
    page["A3"].number_format = shown_as
    book.save(tmp_path / "o.xlsx")
    intake = take_outlets(read_table(tmp_path / "o.xlsx"), existing={}, reps={})
    assert [each.id for each in intake.records] == ["A1", "42"]
    assert [(each.row, each.code) for each in intake.errors] == [(3, "cell_is_no_code")]
