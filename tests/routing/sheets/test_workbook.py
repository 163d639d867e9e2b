"""The workbook a rep gets: a page for each, and blanks in which a spreadsheet keeps what is typed."""

from __future__ import annotations

import dataclasses
import io

import openpyxl
import pytest

from routing.sheets import write_sheet
from routing.sheets.form import FormProduct, StopForm
from routing.sheets.workbook import page_name
from tests.routing.sheets.test_sheets import content

LONG = "经销商华东大区青溪县城关片区业务代表编码二零二六年度第一批次"


def of_reps(*reps: str) -> list[str]:
    made = content(1, len(reps))
    routes = tuple(dataclasses.replace(route, rep=rep) for route, rep in zip(made.routes, reps, strict=True))
    return openpyxl.load_workbook(
        io.BytesIO(write_sheet(dataclasses.replace(made, routes=routes), "xlsx"))
    ).sheetnames


@pytest.mark.parametrize(
    "reps",
    [
        [LONG + str(n) for n in range(12)],
        ["r/1", "r:1", "R?1", "r_1"],
        ["当日一览", "R1"],
        ["history", "History", "'x'", "x"],
        ["𠮷" * 20 + "1", "𠮷" * 20 + "2"],
        ["a" * 29 + "'" + "b", "a" * 29 + "'" + "c"],
    ],
)
def test_every_rep_has_a_page_of_a_name_of_its_own(reps: list[str]) -> None:
    names = of_reps(*reps)[1:]
    assert len(names) == len(reps) == len({name.casefold() for name in names})
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(name.startswith("'") or name.endswith("'") or name.casefold() == "history" for name in names)


def test_the_first_page_of_a_name_has_it_as_it_is() -> None:
    assert page_name("R01") == "R01"
    assert page_name(LONG, [LONG[:31]]).endswith("~2")


def test_blanks_are_text_and_so_are_the_rows_below() -> None:
    made = content(2, 1)
    page = openpyxl.load_workbook(io.BytesIO(write_sheet(made, "xlsx")))["R0"]
    header = next(row for row in page.iter_rows() if any(cell.value == "到店" for cell in row))
    for cell in header:
        assert page.cell(cell.row + 1, cell.column).number_format == "@", cell.value
        spans = [each for each in page.column_dimensions.values() if each.min <= cell.column <= each.max]
        assert [each.number_format for each in spans] == ["@"], cell.value


def test_the_kind_of_a_stop_is_in_the_sheet_and_seen_where_it_matters() -> None:
    made = content(2, 1)
    for kinds, hidden in ((("visit", "visit"), True), (("visit", "delivery"), False)):
        stops = tuple(
            dataclasses.replace(stop, form=StopForm(stop.seq, stop.outlet, stop.name, kind))
            for stop, kind in zip(made.routes[0].stops, kinds, strict=True)
        )
        route = dataclasses.replace(made.routes[0], stops=stops)
        book = openpyxl.load_workbook(io.BytesIO(write_sheet(dataclasses.replace(made, routes=(route,)), "xlsx")))
        header = next(row for row in book["R0"].iter_rows() if any(cell.value == "类型" for cell in row))
        column = next(cell for cell in header if cell.value == "类型")
        words = [book["R0"].cell(column.row + n, column.column).value for n in (1, 2)]
        assert words == [{"visit": "拜访", "delivery": "送货"}[kind] for kind in kinds]
        assert book["R0"].column_dimensions[column.column_letter].hidden is hidden


@pytest.mark.parametrize(
    ("units", "pieces", "said"),
    [
        ((("箱", 24), ("", 1)), 29, "1箱5个"),
        ((("箱", 24), ("", 1)), 5, "5个"),
        ((("case", 24), ("", 1)), 5, "5pcs"),
        ((("箱", 24), ("瓶", 1)), 53, "2箱5瓶"),
        ((), 53, "53"),
        ((("箱", 24), ("瓶", 1)), 0, "0"),
    ],
)
def test_pieces_without_a_name_of_their_own_are_not_lost(
    units: tuple[tuple[str, int], ...], pieces: int, said: str
) -> None:
    assert FormProduct("P", "P", units).said(pieces) == said
