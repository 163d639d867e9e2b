"""Workbooks made at random, as three programs save them, against what was written into them."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from store.intake import read_table

COLUMNS = ("业务员", "客户编码", "客户名称", "电话", "欠款", "折扣", "建档日期", "备注")
PHONES = ((13800001111, "13800001111"), ("0571-1234567", "0571-1234567"), (None, ""))
SUMS = ((0, "0"), (12.5, "12.5"), (1234.56, "1234.56"), (-3, "-3"), (None, ""))
SHARES = ((0.8, "80%"), (0.95, "95%"), (None, ""))
DATES = ((dt.date(2026, 6, 20), "2026-06-20"), (None, ""))
NOTES = (("x", "x"), ("a\u00a0b", "a b"), ("'00042", "00042"), ("one\ntwo", "one\ntwo"), (None, ""))
SUM_FORMATS = ("General", "#,##0.00", '"¥"#,##0.00')
DATE_FORMATS = ("yyyy-mm-dd", "m/d/yyyy", 'yyyy"年"m"月"d"日"')


def head(sheet: Worksheet, rng: random.Random) -> int:
    """Writes a title or none, and a header over one row or two; gives the first row below."""
    row = 1
    if rng.random() < 0.5:
        sheet.cell(1, 1, "客户资料表")
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(COLUMNS))
        row = 2
    if rng.random() < 0.5:
        for column, name in enumerate(COLUMNS, 1):
            sheet.cell(row, column, name)
        return row + 1
    for column, name in enumerate(COLUMNS, 1):
        if name in ("电话", "欠款"):
            sheet.cell(row + 1, column, name)
        else:
            sheet.cell(row, column, name)
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    sheet.cell(row, 4, "联系与账款")
    sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=5)
    return row + 2


def made(path: Path, seed: int) -> list[list[str]]:
    """A workbook of this seed, and the rows that are in it for a person."""
    rng = random.Random(seed)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    row = head(sheet, rng)
    rows: list[list[str]] = []
    for rep in rng.choices(["甲一", "乙二", "丙三"], k=rng.randint(1, 4)):
        first = row
        sheet.cell(row, 1, rep)
        for _ in range(rng.randint(1, 4)):
            number = len(rows) + 1
            seen = [rep, f"{number:05d}", f"店{number}"]
            sheet.cell(row, 2, number).number_format = "00000"
            sheet.cell(row, 3, seen[2])
            for column, values, formats in (
                (4, PHONES, ("General",)),
                (5, SUMS, SUM_FORMATS),
                (6, SHARES, ("0%",)),
                (7, DATES, DATE_FORMATS),
                (8, NOTES, ("General",)),
            ):
                value: Any
                value, text = rng.choice(values)
                seen.append(text)
                if value is not None:
                    sheet.cell(row, column, value).number_format = rng.choice(formats)
            rows.append(seen)
            row += 1
        if row - first > 1:
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
        if rng.random() < 0.4:
            sheet.cell(row, 2, rng.choice(["小计", "本页小计"]))
            sheet.cell(row, 5, 100)
            row += 1
    if rng.random() < 0.6:
        sheet.cell(row, 1, "合计")
        sheet.cell(row, 5, 999.5)
        row += 1
    if rng.random() < 0.5:
        sheet.cell(row + 1, 1, "制表人：张三")
        sheet.cell(row + 1, 4, "审核：李四")
    book.save(path)
    return rows


def rows_of(path: Path) -> list[list[str]]:
    table = read_table(path)
    assert table.header == COLUMNS
    return [[row.cell(at) for at in range(len(COLUMNS))] for row in table.rows]


@pytest.mark.parametrize("seed", range(25))
def test_what_is_read_is_what_a_person_sees(tmp_path: Path, seed: int) -> None:
    assert made(tmp_path / "a.xlsx", seed) == rows_of(tmp_path / "a.xlsx")


@pytest.mark.tool("soffice")
@pytest.mark.parametrize(
    ("form", "suffix"), [("xls:MS Excel 97", "xls"), ("ods", "ods"), ("xlsx:Calc MS Excel 2007 XML", "xlsx")]
)
def test_and_so_it_is_where_another_program_saved_it(tmp_path: Path, form: str, suffix: str) -> None:
    wanted = {f"s{seed}": made(tmp_path / f"s{seed}.xlsx", seed) for seed in range(12)}
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(saved)]
    subprocess.run([*command, *(str(tmp_path / f"{name}.xlsx") for name in wanted)], check=True, capture_output=True)
    for name, rows in wanted.items():
        assert rows_of(saved / f"{name}.{suffix}") == rows, name
