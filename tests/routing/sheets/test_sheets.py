"""Sheets as files a rep gets: read back by other programs' eyes."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import openpyxl
import pypdf
import pytest

from routing.sheets import FORMATS, SheetError, build_content, write_sheet
from routing.sheets.cells import ReturnedRow
from routing.sheets.content import Content
from routing.sheets.form import FormItem, Forms, StopForm
from routing.sheets.pdf import known, lines, width, write_pdf
from routing.sheets.returned import Owner, results_of
from store.records import Day, Message, Outlet, Rep, Route, RoutePause, Stop, StopKind
from tests.routing.planning.towns import MONDAY
from tui.jobs.sheets import navigation_link
from tui.locale import translator

NAMES = ["老王烟酒店", "[/b] <b>&amp; {x}", "Kahvila Ääkkönen", "=cmd|' /C calc'!A0", "𠮷野家龘𠀋", "很长" * 40]


def content(stops: int = len(NAMES), routes: int = 2, language: str = "zh") -> Content:
    """Routes through a little town."""
    outlets = {
        f"C{n}": Outlet(
            id=f"C{n}", name=NAMES[n % len(NAMES)], address=f"广济路{n}号", phone="13800001111", contact="王"
        )
        for n in range(stops)
    }
    day = Day(
        date=MONDAY,
        revision=3,
        routes=[
            Route(
                rep=f"R{r}",
                name=f"张{r}",
                start=(30.0, 120.0),
                end=(30.0, 120.0),
                depart=8 * 3600,
                returns=17 * 3600,
                distance_m=12_345,
                pauses=[RoutePause(kind="break", begin=12 * 3600, end=12 * 3600 + 1800, position=1)],
                stops=[
                    Stop(
                        outlet=f"C{n}",
                        name=NAMES[n % len(NAMES)],
                        kind=StopKind.VISIT,
                        lat=30 + 0.01 * n,
                        lon=120 + 0.013 * (n % 3) + 0.1 * r,
                        begin=8 * 3600 + 900 * n,
                        leave=8 * 3600 + 900 * n + 600,
                        windows=[(8 * 3600, 26 * 3600)],
                        approximate=n == 1,
                        reasons=[Message(code="never_visited")],
                    )
                    for n in range(stops)
                ],
            )
            for r in range(routes)
        ],
    )
    return build_content(
        day,
        day.routes,
        outlets=outlets,
        reps={f"R{r}": Rep(id=f"R{r}", name=f"张{r}") for r in range(routes)},
        agreed={"C0": "下周补两个排面"},
        distributor="某某商贸",
        language=language,
        t=translator(language),
        link=navigation_link,
        unserved=[("C99", "[/b]远店", "太远")],
    )


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_says_everything_that_a_rep_needs(language: str) -> None:
    text = text_of(write_pdf(content(language=language)))
    for part in (
        "老王烟酒店",
        "[/b] <b>&amp; {x}",
        "Kahvila Ääkkönen",
        "08:15",
        "广济路2号",
        "下周补两个排面",
        "远店",
        "02:00+1",
    ):
        assert part in text, part
    assert "sheets." not in text


def test_the_font_is_embedded_and_a_lacking_character_shows() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(content())))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index,union-attr]
    used = [font for font in fonts if "RoundsmanSansSC" in font["/BaseFont"]]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)
    assert known("a𠀋b") == "a〓b"


def test_the_same_plan_gives_the_same_bytes() -> None:
    for kind in FORMATS:
        assert write_sheet(content(), kind) == write_sheet(content(), kind), kind


@pytest.mark.parametrize(("stops", "routes"), [(0, 0), (0, 1), (1, 1), (60, 3)])
def test_empty_and_long_routes(stops: int, routes: int) -> None:
    made = content(stops, routes)
    for kind in FORMATS:
        assert write_sheet(made, kind)
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(made)))
    assert len(reader.pages) >= 1


@pytest.mark.tool("pdftoppm")
def test_pages_render_with_ink_on_them(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(write_pdf(content()))
    done = subprocess.run(
        ["pdftoppm", "-gray", "-r", "40", str(path), str(tmp_path / "page")], capture_output=True, check=True
    )
    assert done.stderr == b""
    pages = sorted(tmp_path.glob("page*.pgm"))
    assert len(pages) == 3
    for page in pages:
        raw = page.read_bytes()
        assert min(raw[20:]) < 64, f"{page.name} is blank"


def test_lines_fit_and_lose_nothing_but_what_is_cut() -> None:
    text = "word " * 30 + "很长的地址" * 20
    broken = lines(text, 9, 200, 99)
    assert all(width(line, 9) <= 200 for line in broken)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert lines(text, 9, 200, 2)[-1].endswith("…")


def test_a_table_opens_in_a_spreadsheet_without_running_anything() -> None:
    raw = write_sheet(content(), "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == 1 + 2 * len(NAMES)
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_workbook_has_a_page_for_each_rep_and_an_overview() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(content(), "xlsx")))
    assert book.sheetnames == ["当日一览", "R0", "R1"]
    page = book["R0"]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert any("老王烟酒店" in row for row in cells)
    assert page.freeze_panes is not None
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_text_is_short_lines_for_a_chat() -> None:
    text = write_sheet(content(), "text").decode()
    assert text.splitlines()[0] == "张0 · 2026-11-23 周一"
    assert "1. 08:00 老王烟酒店" in text
    assert "\t" not in text


def test_an_unknown_format_is_told() -> None:
    with pytest.raises(SheetError):
        write_sheet(content(), "docx")


def test_links_lead_to_where_the_map_shows_the_place() -> None:
    china = navigation_link("老王&co", 30.0, 120.0)
    assert china.startswith("https://uri.amap.com/navigation?to=120.00")
    assert "coordinate=gaode" in china
    assert "to=120.000000," not in china, "the map's own datum, not WGS-84"
    assert "destination=60.170000,24.950000" in navigation_link("x", 60.17, 24.95)


def test_what_was_filled_in_comes_back() -> None:
    points = tuple(FormItem(f"p{n}", f"点{n}") for n in range(1, 4))
    forms = Forms([StopForm(n, f"C{n}", f"店{n}", standard="S", points=points) for n in range(1, 5)])
    header = ["日期", "编码", "名称", "到店", "离店", "订单额", "陈列", "备注", "未访原因"]
    rows = [
        ReturnedRow(2, ["", "C1", "店1", "9:5", "0930", "¥1,234.50", "80%", "换货", ""]),
        ReturnedRow(3, ["", "C2", "", "", "", "", "", "", "关门"]),
        ReturnedRow(4, ["", "C3", "店3", "", "", "", "", "", ""]),
        ReturnedRow(5, ["", "C4", "店4", "9:00", "9:10", "一百来块", "13", "", ""]),
    ]
    owner = Owner("R1", MONDAY)
    found = results_of(header, rows, forms, owner)
    assert found.results == [
        (2, {"outlet": "C1", "stop_kind": "visit", "check_in": "09:05", "check_out": "09:30", "order_value": "1234.50", "display_percent": 80.0, "note": "换货"}),
        (3, {"outlet": "C2", "stop_kind": "visit", "left_reason": "关门"}),
        (5, {"outlet": "C4", "stop_kind": "visit", "check_in": "09:00", "check_out": "09:10", "points": {"p1": True, "p2": False, "p3": True}}),
    ]  # fmt: skip
    assert [(u.row, u.field, u.code, u.params["column"]) for u in found.unusable] == [
        (5, "order_value", "bad_money", "订单额")
    ]
    assert results_of(["a", "b"], [], forms, owner).unusable[0].code == "no_result_columns"
