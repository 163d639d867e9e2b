"""Tables as people keep them: merged cells, headers over two rows, totals below, several sheets, hidden ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt

from store.intake import ORDER_COLUMNS, OUTLET_COLUMNS, IntakeError, Mark, Table, Vocabulary, read_table
from store.intake.footers import is_total


def told(table: Table) -> dict[str, dict[str, Any]]:
    return {remark.code: dict(remark.params) for remark in table.remarks}


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(
    path: Path, rows: Sequence[Sequence[Any]], *merges: str, vocabulary: Vocabulary = OUTLET_COLUMNS
) -> Table:
    """A table read back of a workbook of one sheet with these rows and merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return read_table(path, vocabulary=vocabulary)


def test_a_cell_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    rows = [
        ("业务员", "客户编码", "客户名称"),
        ("甲一", "A1", "东门"),
        ("", "A2", "西门"),
        ("", "A3", "南门"),
        ("乙二", "A4", "北门"),
    ]
    table = workbook(tmp_path / "a.xlsx", rows, "A2:A4")
    assert [row.cells[0] for row in table.rows] == ["甲一", "甲一", "甲一", "乙二"]
    assert told(table) == {"filled_down": {"columns": ["业务员"], "n": 2}}


def test_a_cell_that_is_only_empty_is_not_filled(tmp_path: Path) -> None:
    rows = [("业务员", "客户编码", "客户名称"), ("甲一", "A1", "东门"), ("", "A2", "西门")]
    assert [row.cells[0] for row in workbook(tmp_path / "a.xlsx", rows).rows] == ["甲一", ""]


def test_cells_merged_over_columns_keep_their_value_in_the_first(tmp_path: Path) -> None:
    rows = [("客户编码", "客户名称", "电话", "地址"), ("A1", "东门", "待补", ""), ("A2", "西门", "1", "x")]
    assert workbook(tmp_path / "a.xlsx", rows, "C2:D2").rows[0].cells[:4] == ("A1", "东门", "待补", "")


def test_merged_cells_of_old_workbooks(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for column, name in enumerate(("订单号", "客户编码", "商品编码", "数量")):
        sheet.write(0, column, name)
    for column, text in ((0, "O1"), (1, "A1")):
        sheet.write_merge(1, 2, column, column, text)
    for row, (product, quantity) in enumerate((("P1", 3), ("P2", 5)), 1):
        sheet.write(row, 2, product)
        sheet.write(row, 3, quantity)
    book.save(str(tmp_path / "a.xls"))
    table = read_table(tmp_path / "a.xls", vocabulary=ORDER_COLUMNS)
    assert cells_of(table) == [("O1", "A1", "P1", "3"), ("O1", "A1", "P2", "5")]


def test_cells_of_a_page_that_span_rows(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(
        "<html><table><tr><th>业务员<th>客户编码<th>客户名称<th>片区<th>电话"
        "<tr><td rowspan=3>甲一<td>A1<td>东门<td rowspan='2'>城东<td>0571"
        "<tr><td>A2<td>西门<td>0572<tr><td>A3<td>南门<td>城西<td>0573<tr><td>乙二<td>A4<td>北门<td><td>0574</table>",
        encoding="utf-8",
    )
    assert cells_of(read_table(tmp_path / "a.xls")) == [
        ("甲一", "A1", "东门", "城东", "0571"),
        ("甲一", "A2", "西门", "城东", "0572"),
        ("甲一", "A3", "南门", "城西", "0573"),
        ("乙二", "A4", "北门", "", "0574"),
    ]


def test_merged_cells_and_hidden_sheets_of_an_xml_spreadsheet(tmp_path: Path) -> None:
    row = '<Row><Cell><Data ss:Type="String">{}</Data></Cell><Cell><Data ss:Type="String">{}</Data></Cell></Row>'
    sheet = f'<Worksheet ss:Name="{{}}"><Table>{row.format("客户编码", "客户名称")}{{}}</Table>{{}}</Worksheet>'
    body = (
        '<Row ss:Index="3"><Cell><Data ss:Type="Number">7</Data></Cell>'
        '<Cell ss:MergeDown="1"><Data ss:Type="String">甲&amp;乙</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="Number">8</Data></Cell></Row>'
    )
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    text = sheet.format("客户", body, "") + sheet.format("旧", row.format("X", "Y"), hidden)
    (tmp_path / "a.xls").write_text(f'<?xml version="1.0"?><Workbook>{text}</Workbook>', encoding="utf-8")
    table = read_table(tmp_path / "a.xls")
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("7", "甲&乙")), (4, ("8", "甲&乙"))]
    assert table.rows[0].mark(0) is Mark.NUMBER
    assert told(table)["hidden_sheets"] == {"sheets": ["旧"]}
    assert cells_of(read_table(tmp_path / "a.xls", sheet="旧")) == [("X", "Y")]


TWO_ROWS: list[tuple[str, list[Sequence[Any]], tuple[str, ...], tuple[str, ...]]] = [
    (
        "groups over every name",
        [("客户信息", "", "联系方式", ""), ("编码", "名称", "电话", "地址"), ("A1", "东门", "1", "x")],
        ("A1:B1", "C1:D1"),
        ("编码", "名称", "电话", "地址"),
    ),
    (
        "a group over some, the others over both rows",
        [("编码", "名称", "联系方式", ""), ("", "", "电话", "地址"), ("A1", "东门", "1", "x")],
        ("A1:A2", "B1:B2", "C1:D1"),
        ("编码", "名称", "电话", "地址"),
    ),
    (
        "one name twice, told apart by what stands above it",
        [
            ("编码", "名称", "上月", "", "本月", ""),
            ("", "", "数量", "金额", "数量", "金额"),
            ("A1", "东门", 1, 2, 3, 4),
        ],
        ("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
        ("编码", "名称", "上月 数量", "上月 金额", "本月 数量", "本月 金额"),
    ),
    (
        "units below a stock",
        [("编码", "名称", "库存", ""), ("", "", "箱", "瓶"), ("A1", "东门", 1, 2)],
        ("A1:A2", "B1:B2", "C1:D1"),
        ("编码", "名称", "库存 箱", "库存 瓶"),
    ),
    (
        "a title over all of it",
        [("客户资料表", "", "", ""), ("编码", "名称", "电话", "地址"), ("A1", "东门", "1", "x")],
        ("A1:D1",),
        ("编码", "名称", "电话", "地址"),
    ),
    (
        "a title that is itself a known name, and headers of which one is known",
        [("客户", "", ""), ("名称", "甲", "乙"), ("东门", "1", "x")],
        ("A1:C1",),
        ("名称", "甲", "乙"),
    ),
]


@pytest.mark.parametrize(("rows", "merges", "header"), [case[1:] for case in TWO_ROWS], ids=[c[0] for c in TWO_ROWS])
def test_headers_over_two_rows(
    tmp_path: Path, rows: list[Sequence[Any]], merges: tuple[str, ...], header: tuple[str, ...]
) -> None:
    table = workbook(tmp_path / "a.xlsx", rows, *merges)
    assert table.header == header
    assert [row.number for row in table.rows] == [len(rows)]


def test_a_header_over_two_rows_of_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编码,名称,联系方式,\n,,电话,地址\nA1,东门,1,x\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert table.header == ("编码", "名称", "电话", "地址")
    assert cells_of(table) == [("A1", "东门", "1", "x")]


def test_a_row_of_data_is_no_second_row_of_a_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编码,名称,,电话\nA1,地址,名称,1\n", encoding="utf-8")
    assert cells_of(read_table(tmp_path / "a.csv")) == [("A1", "地址", "名称", "1")]


TOTALS = [
    "合计", "小计", "总计：", "合 计", "本页小计", "小计（3家）", "合計", "合计金额", "累计", "Total", "Grand total:",
    "Sub-total", "TOTALS", "Итого", "Summe",
]  # fmt: skip
NO_TOTALS = [
    "合计超市",
    "总计便利店",
    "Total Garage",
    "Totalwine",
    "小计生活馆",
    "共和小店",
    "合",
    "小张",
    "Sum & Co",
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_total_is_no_record(tmp_path: Path, word: str) -> None:
    (tmp_path / "a.csv").write_text(
        f'编码,名称,欠款\nA1,东门,100\n,{word},"1,300.50"\n{word},,300\n{word},无,-\n{word},,300 €\n',
        encoding="utf-8",
    )
    table = read_table(tmp_path / "a.csv")
    assert [row.number for row in table.rows] == [2]
    assert told(table) == {"left_out_total": {"rows": [3, 4, 5, 6], "n": 4}}


@pytest.mark.parametrize("name", NO_TOTALS)
def test_an_outlet_whose_name_begins_like_a_total_is_one(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_text(f"编码,名称,欠款\nA1,东门,100\n,{name},300\n", encoding="utf-8")
    assert [row.cells[1] for row in read_table(tmp_path / "a.csv").rows] == ["东门", name]
    from store.notation.words import fold

    assert not is_total(fold(name))


def test_a_row_with_an_id_of_its_own_is_a_record_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编码,名称,欠款\nA1,合计,100\nA2,Total,5\n", encoding="utf-8")
    assert [row.cells[0] for row in read_table(tmp_path / "a.csv").rows] == ["A1", "A2"]


FOOTERS = [
    "制表人：张三", "审核：", "打印日期:2026-11-24", "共 5 条", "共3家客户", "共2种", "第1页 共3页", "备注：以上为全部客户",
    "合计（大写）：叁佰元整", "Printed by Ann", "Page 1 of 3", "5 records", "Prepared by: Bo",
]  # fmt: skip


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_no_record(tmp_path: Path, footer: str) -> None:
    (tmp_path / "a.csv").write_text(f"编码,名称,欠款\nA1,东门,100\n{footer},,\n", encoding="utf-8")
    table = read_table(tmp_path / "a.csv")
    assert [row.number for row in table.rows] == [2]
    assert told(table) == {"left_out_footer": {"rows": [3], "n": 1}}


def test_totals_of_orders_go_by_the_product_not_by_the_number_of_the_order(tmp_path: Path) -> None:
    rows = [
        ("序号", "订单号", "客户编码", "商品编码", "商品名称", "数量", "金额"),
        (1, "O1", "A1", "P1", "可乐", 3, 9),
        (2, "O1", "A1", "P2", "雪碧", 5, 10),
        (3, "O1", "A1", "", "小计", 8, 19),
        (4, "", "", "", "甲一 汇总", 8, 19),
        ("", "合计", "", "", "", 8, 19),
    ]
    table = workbook(tmp_path / "a.xlsx", rows, vocabulary=ORDER_COLUMNS)
    assert [row.number for row in table.rows] == [2, 3]
    assert told(table)["left_out_total"]["rows"] == [4, 5, 6]


def test_the_header_again_on_each_page_and_titles_above_it_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "客户一览,,\n,,\n编码,名称,电话\nA1,东门,1\n编码,名称,电话\nA2,西门,2\n", encoding="utf-8"
    )
    table = read_table(tmp_path / "a.csv")
    assert [row.number for row in table.rows] == [4, 6]
    assert told(table) == {
        "left_out_title": {"rows": [1], "n": 1},
        "left_out_header": {"rows": [5], "n": 1},
    }


def sheets(path: Path, *pages: tuple[str, list[Sequence[Any]], bool]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows, hidden in pages:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if hidden:
                sheet.hide()
    return path


HEADER = ("客户编码", "客户名称", "电话")
ONE = ("甲一", [HEADER, ("A1", "东门", "1")], False)
OTHER = ("乙二", [("名称", "编码", "自定义", "手机"), ("西门", "A2", "x", "2")], False)
LISTS = ("字典", [("渠道类型", "说明"), ("便利店", "小店")], False)
OLD = ("旧", [HEADER, ("Z9", "关门", "9")], True)


def test_a_sheet_for_each_salesman_is_read_whole(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", ONE, OTHER, LISTS, OLD)
    table = read_table(path, together=True)
    assert table.header == (*HEADER, "自定义")
    assert [(row.sheet, row.number, row.cells) for row in table.rows] == [
        ("甲一", 2, ("A1", "东门", "1")),
        ("乙二", 2, ("A2", "西门", "2", "x")),
    ]
    assert told(table) == {
        "sheets_read": {"sheets": ["甲一", "乙二"]},
        "sheets_left": {"sheets": ["字典"]},
        "hidden_sheets": {"sheets": ["旧"]},
    }


def test_one_sheet_is_read_where_one_is_wanted(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", ONE, OTHER, LISTS, OLD)
    table = read_table(path)
    assert (table.sheet, len(table.rows), table.rows[0].sheet) == ("甲一", 1, None)
    assert told(table)["sheets_left"] == {"sheets": ["乙二", "字典"]}
    asked = read_table(path, sheet="旧", together=True)
    assert cells_of(asked) == [("Z9", "关门", "9")]
    assert told(asked) == {"sheets_left": {"sheets": ["甲一", "乙二", "字典"]}}


def test_a_workbook_with_hidden_sheets_only_says_so(tmp_path: Path) -> None:
    path = sheets(tmp_path / "a.xlsx", ("空", [], False), OLD)
    with pytest.raises(IntakeError) as told:
        read_table(path)
    assert (told.value.code, told.value.params["sheets"]) == ("only_hidden", "旧")


def test_hidden_rows_are_taken_in_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, ("A1", "东门", "1"), ("A2", "西门", "2")]):
            sheet.write_row(number, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
    table = read_table(tmp_path / "a.xlsx")
    assert len(table.rows) == 2
    assert told(table) == {"hidden_rows": {"n": 1}}
