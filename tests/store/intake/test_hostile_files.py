"""Files that would take the process with them, or the memory: bounded, told, in a time that grows as they do."""

from __future__ import annotations

import csv
import io
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from store.intake import IntakeError, describe, read_table, take_outlets, write_rejects
from store.intake.rejects import check_rejects
from tui.locale import LANGUAGES, has, translator

HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c></row>'
ROWS = ROW.format(1, "客户编码", "客户名称") + ROW.format(2, "A1", "东门小店")


def package(path: Path, sheet: str, **parts: bytes | str) -> Path:
    """An XLSX whose sheet is this XML."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as made:
        found = {name: made.read(name) for name in made.namelist()}
    found["xl/worksheets/sheet1.xml"] = f"{HEAD}{sheet}</sheetData></worksheet>".encode()
    found |= {
        name.replace("__", "/"): part.encode() if isinstance(part, str) else part for name, part in parts.items()
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in found.items():
            made.writestr(name, part)
    return path


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"/></row>',
        "<row r='1048576'><c s='0' r = 'xfd1048576'><v>1</v></c></row>",
        '<row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
        '<row r="99999"><c r="XFD99999"><v>1</v></c></row>',
        '<row r="1048576"><c r="A1048576" t="e"><v>#N/A</v></c></row>',
    ],
)
def test_a_far_cell_does_not_take_the_process_with_it(tmp_path: Path, far: str) -> None:
    table = read_table(package(tmp_path / "a.xlsx", ROWS + far))
    done = take_outlets(table, existing={}, reps={})
    assert [(outlet.id, outlet.name) for outlet in done.records] == [("A1", "东门小店")]


def test_what_stands_far_from_the_table_is_told(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    table = read_table(package(tmp_path / "a.xlsx", ROWS + far))
    assert [(each.code, each.params["rows"]) for each in table.remarks] == [("left_out_beside", [1048576])]


@pytest.mark.parametrize("reference", ["XFE1", "A1048577", "ZZZZZZZ1", "A99999999999"])
def test_cells_outside_of_any_sheet_are_damage(tmp_path: Path, reference: str) -> None:
    path = package(tmp_path / "a.xlsx", f'{ROWS}<row r="3"><c r="{reference}"><v>1</v></c></row>')
    with pytest.raises(IntakeError) as told:
        read_table(path)
    assert told.value.code == "workbook_damaged"


def test_a_sheet_full_of_far_cells_is_refused_in_a_sentence(tmp_path: Path) -> None:
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 5000))
    with pytest.raises(IntakeError) as told:
        read_table(package(tmp_path / "a.xlsx", ROWS + far))
    assert told.value.code == "sheet_too_large"


def test_a_bomb_is_found_by_what_it_says_and_by_what_it_is(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", ROWS, xl__sharedStrings__xml="")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as made, made.open("xl/worksheets/big.xml", "w") as part:
        for _ in range(401):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(IntakeError) as told:
        read_table(path)
    assert told.value.code == "file_too_large"
    # the directory at the archive's end lies about the size: what is there is another matter
    raw = bytearray(path.read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    assert b"big.xml" in raw[at : at + 80]
    struct.pack_into("<I", raw, at + 24, 1000)
    path.write_bytes(raw)
    with pytest.raises(IntakeError) as told:
        read_table(path)
    assert told.value.code == "workbook_damaged"


def test_two_parts_of_one_name_are_damage(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", ROWS)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    with pytest.raises(IntakeError) as told:
        read_table(path)
    assert told.value.code == "workbook_damaged"


def _document(part: str, content: str = "x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(part, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_document("word/document.xml"), "not_a_table_word"),
        (_document("ppt/presentation.xml"), "not_a_table_slides"),
        (_document("Index/Document.iwa"), "not_a_table_numbers"),
        (_document("doc.kml"), "not_a_table_kml"),
        (_document("客户.csv"), "not_a_table_archive"),
        (_document("mimetype", "application/vnd.oasis.opendocument.text"), "not_a_table_word"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 2000 + "WordDocument".encode("utf-16-le"), "not_a_table_word"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_archives_are_called_by_their_names(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.xlsx")
    assert told.value.code == code
    assert all(has(language, f"intake.{code}") for language in LANGUAGES)


def test_entities_in_an_open_document_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>')
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.ods")
    assert told.value.code == "workbook_damaged"


def ods(path: Path, rows: str) -> Path:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" '
            f'xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


OPEN_ROW = "<table:table-row {}>{}</table:table-row>"


def open_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def test_an_open_document_says_what_is_seen_and_fills_what_is_merged(tmp_path: Path) -> None:
    number = '<table:table-cell office:value-type="float" office:value="{}"><text:p>{}</text:p></table:table-cell>'
    rows = (
        OPEN_ROW.format("", open_cell("业务员") + open_cell("客户编码") + open_cell("欠款"))
        + OPEN_ROW.format(
            "",
            open_cell("甲一", 'table:number-rows-spanned="2"')
            + number.format(42, "00042")
            + number.format(1234.5, "1,234.50"),
        )
        + OPEN_ROW.format("", "<table:covered-table-cell/>" + number.format(43, "00043") + number.format(5, "5"))
        + OPEN_ROW.format(
            'table:number-rows-repeated="1048000"', '<table:table-cell table:number-columns-repeated="16384"/>'
        )
    )
    table = read_table(ods(tmp_path / "a.ods", rows))
    assert [row.cells for row in table.rows] == [("甲一", "00042", "1234.5"), ("甲一", "00043", "5")]


def test_an_open_document_that_repeats_a_cell_for_ever_is_refused(tmp_path: Path) -> None:
    many = OPEN_ROW.format(
        'table:number-rows-repeated="1048576"', open_cell("x", 'table:number-columns-repeated="16384"')
    )
    with pytest.raises(IntakeError) as told:
        read_table(ods(tmp_path / "a.ods", OPEN_ROW.format("", open_cell("客户编码") + open_cell("客户名称")) + many))
    assert told.value.code == "table_too_large"


PAGES = {
    "tags of scripts": "<script " * 40_000,
    "scripts that do not end": "<table><tr><td>x<script>" * 20_000,
    "quotes that do not end": '<a "' * 40_000,
    "comments that do not end": "<!--" * 40_000,
    "brackets": "<" * 100_000,
    "cells over everything": "<table>" + "<tr><td colspan=1000000 rowspan=1000000>x" * 200,
    "cells that reach down": "<table>" + "<tr><td rowspan=1000000>x" * 20_000,
    "one long tag": "<table><tr><td " + "a" * 400_000 + ">x",
    "rows far apart": '<?xml version="1.0"?><Workbook><Row ss:Index="999999999"><Cell ss:Index="99999999"><Data>x',
    "numbers of characters": "<table><tr><td>&#" + "9" * 50_000 + ";<td>b<tr><td>x<td>y",
}
TEXTS = {
    "quotes": '"' * 200_000,
    "cells that open a quote": "编码,名称,电话\n" + '1,"x,y\n' * 50_000,
    "half quotes on one line": "编码,名称\n" + '"x"y,' * 40_000,
    "spaces": "编码,名称\n" + " " * 400_000 + "x,y\n",
    "escapes": "编码,名称\n1," + "\x1b]" * 100_000 + "\n",
    "more escapes": "编码,名称\n1," + "\x90" * 100_000 + "\n",
    "brackets": "编码,名称\n1," + "(" * 60_000 + "\n",
    "digits": "编码,名称\n1," + "9" * 60_000 + "\n",
    "many columns": "编码,名称\n" + ("," * 5000 + "\n") * 300,
}


@pytest.mark.parametrize("name", [*PAGES, *TEXTS])
def test_time_grows_as_the_file_does(tmp_path: Path, name: str) -> None:
    path = tmp_path / ("a.html" if name in PAGES else "a.csv")
    path.write_bytes((PAGES | TEXTS)[name].encode())
    begun = time.process_time()
    try:
        take_outlets(read_table(path), existing={}, reps={})
    except IntakeError as told:
        assert all(has(language, f"intake.{told.code}") for language in LANGUAGES)
    assert time.process_time() - begun < 10


def test_an_old_workbook_whose_sectors_run_in_a_circle_is_damaged(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for row in range(300):
        sheet.write(row, 0, f"A{row}")
    book.save(str(tmp_path / "a.xls"))
    raw = bytearray((tmp_path / "a.xls").read_bytes())
    table = 512 * (1 + struct.unpack_from("<I", raw, 76)[0])
    for start in range(128):
        struct.pack_into("<I", raw, table + 4 * start, max(start - 1, 0))
    (tmp_path / "a.xls").write_bytes(raw)
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.xls")
    assert told.value.code == "workbook_damaged"


def test_parts_with_the_separator_of_windows_and_a_book_that_lies_elsewhere(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", ROWS)
    for change in (lambda name: name.replace("/", "\\"), lambda name: name.removeprefix("xl/")):
        with zipfile.ZipFile(path) as made:
            parts = {change(name): made.read(name) for name in made.namelist()}
        for name, part in parts.items():
            if name == "_rels/.rels":
                parts[name] = part.replace(b"xl/", b"")
            if name == "_rels/workbook.xml.rels":
                parts[name] = part.replace(b"/xl/", b"/")
        other = tmp_path / "b.xlsx"
        with zipfile.ZipFile(other, "w") as made:
            for name, part in parts.items():
                made.writestr(name, part)
        assert read_table(other).rows[0].cells == ("A1", "东门小店")


def test_a_file_cut_anywhere_is_told(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", ROWS)
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(IntakeError):
            read_table(path)


def test_a_text_damaged_in_one_place_is_not_read_as_another_encoding(tmp_path: Path) -> None:
    raw = "编码,名称\nA1,东门小店\nA2,西门小店\n".encode()
    (tmp_path / "a.csv").write_bytes(raw[:-3])
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.csv")
    assert (told.value.code, told.value.params["line"]) == ("encoding_broken", 3)


QUOTES = [
    ("a stray quote before the end", 'Q2,"大" 南店,一路\nQ3,"半边店,二路\nQ4,丁店,三路\n', ["Q2", "Q3", "Q4"]),
    ("two of them", 'Q2,"大店,一路\nQ3,半边",二路\nQ4,"丁店,三路\nQ5,戊店,四路\n', ["Q2", "Q3", "Q4", "Q5"]),
    ("quotes in quotes", '"Q2","大"号"店","一路"\nQ3,丁店,三路\n', ["Q2", "Q3"]),
    ("an address over two lines", 'Q2,甲店,"一路\n2号, 后门"\nQ3,丁店,"a\n\nb"\n', ["Q2", "Q3"]),
]


@pytest.mark.parametrize(("rows", "ids"), [case[1:] for case in QUOTES], ids=[case[0] for case in QUOTES])
def test_a_stray_quote_swallows_nothing(tmp_path: Path, rows: str, ids: list[str]) -> None:
    (tmp_path / "a.csv").write_text(f"编码,名称,地址\nQ1,甲店,零路\n{rows}", encoding="utf-8")
    assert [row.cells[0] for row in read_table(tmp_path / "a.csv").rows] == ["Q1", *ids]


def test_a_quote_whose_end_cannot_be_told_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('编码,名称,地址\nQ1,甲店,零路\nQ2,"乙店 一路\n随便 写写\n', encoding="utf-8")
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.csv")
    assert (told.value.code, told.value.params["row"]) == ("quote_unclosed", 3)


def test_rejects_never_replace_their_source_nor_records(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("编码,名称,客户等级\nA1,东门,优秀\n", encoding="utf-8")
    before = source.read_bytes()
    table = read_table(source)
    done = take_outlets(table, existing={}, reps={})
    t = translator("zh")
    (tmp_path / "link.csv").symlink_to(source)
    for name in ("a.csv", "./x/../a.csv", "link.csv"):
        with pytest.raises(IntakeError) as told:
            write_rejects(tmp_path / name, table, done, lambda finding: describe(finding, t))
        assert told.value.code == "rejects_onto_source"
    assert source.read_bytes() == before
    with pytest.raises(IntakeError):
        check_rejects(tmp_path / "books" / "x.csv", source, tmp_path / "books")


def test_rejects_of_several_sheets_go_by_sheet_and_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, grade in (("甲", "A"), ("乙", "优秀")):
        sheet = book.create_sheet(name)
        sheet.append(["编码", "名称", "客户等级"])
        sheet.append([f"{name}1", "店", grade])
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx", together=True)
    done = take_outlets(table, existing={}, reps={})
    assert [(error.sheet, error.row) for error in done.errors] == [("乙", 2)]
    t = translator("zh")
    assert write_rejects(tmp_path / "r.csv", table, done, lambda finding: describe(finding, t)) == 1
    written = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert written[1][1:] == ["乙1", "店", "优秀"]


COLUMNS = (
    "客户编码", "客户名称", "渠道类型", "客户等级", "电话", "地址", "经度", "纬度", "拜访频次", "营业时间", "备注", "业务员",
    "拜访日", "所需技能", "可进车型", "状态",
)  # fmt: skip


@pytest.mark.parametrize(
    "piece", ["(", "9", " ", "一", ":", "[", "1号", "周一,", "09:00-", "POINT (", "., ", '{"a":']
)
def test_no_cell_is_read_for_ever(tmp_path: Path, piece: str) -> None:
    text = (piece * 40_000)[:32_000]
    begun = time.process_time()
    for at, column in enumerate(COLUMNS):
        row = ["A1", "东门", *[""] * (len(COLUMNS) - 2)]
        row[at] = text
        with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, row])
        done = take_outlets(read_table(tmp_path / "a.csv"), existing={}, reps={})
        told = {each.code for each in (*done.errors, *done.warnings)}
        assert column == "备注" or not text.strip() or "too_long" in told
    assert time.process_time() - begun < 10


def test_rows_that_end_in_thousands_of_empty_cells_cost_nothing(tmp_path: Path) -> None:
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    head = OPEN_ROW.format("", open_cell("客户编码") + open_cell("客户名称") + empty)
    rows = head + "".join(OPEN_ROW.format("", open_cell(f"A{n}") + open_cell("店") + empty) for n in range(3000))
    begun = time.process_time()
    assert len(read_table(ods(tmp_path / "a.ods", rows)).rows) == 3000
    assert time.process_time() - begun < 5


def test_a_text_is_measured_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("编码,名称\n" + "A1,店\n" * 1000, encoding="utf-8")
    monkeypatch.setattr("store.intake.tables.MOST_TEXT", 5000)
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.csv")
    assert told.value.code == "file_too_large"
    monkeypatch.setattr("store.intake.tables.MOST_TEXT", 50_000)
    monkeypatch.setattr("store.intake.delimited.MOST_CELLS", 1000)
    with pytest.raises(IntakeError) as told:
        read_table(tmp_path / "a.csv")
    assert told.value.code == "table_too_large"
