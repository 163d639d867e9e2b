"""Outlets out of real files: encodings, workbooks, datums, rows that are not as they should be."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from store.intake import Intake, IntakeError, describe, read_table, take_outlets, write_rejects
from store.notation.datum import from_wgs84, in_china, to_wgs84
from store.records import Outlet, Rep, Tier
from tui.locale import LANGUAGES, has, translator

HEADER = [
    "客户编码",
    "客户名称",
    "渠道类型",
    "客户等级",
    "联系人",
    "电话",
    "地址",
    "经度",
    "纬度",
    "拜访频次",
    "业务员",
]
# a county town: Tangqi near Hangzhou, positions as Amap gives them
ROWS = [
    ["KH001", "老王烟酒店", "烟酒店", "A", "王建国", "13800001111", "塘栖镇广济路18号", "120.1899", "30.4801", "每周2次", "张三"],
    ["KH002", "[/b]便利", "便利店", "b级", "李姐", "13800002222", "塘栖镇广济路20号", "120.1903", "30.4803", "两周1次", "张三"],
    ["KH003", "兴旺批发部", "二批", "A类", "", "0571-86371234", "塘栖镇人民路3号", "120.1850", "30.4790", "每周1次", "李四"],
    ["KH004", "丁河村小卖部", "小卖部", "C", "丁伯", "", "塘栖镇丁河村5组", "120.1700", "30.4600", "每月1次", "李四"],
    ["KH005", "丁河二店", "小卖部", "D", "", "", "塘栖镇丁河村8组", "", "", "隔周", "李四"],
]  # fmt: skip


def text_of(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def taken(path: Path, existing: dict[str, Outlet] | None = None, **options: object) -> Intake:
    reps: dict[str, Rep] = options.pop("reps", {})  # type: ignore[assignment]
    return take_outlets(read_table(path), existing=existing or {}, reps=reps, **options)  # type: ignore[arg-type]


def write(path: Path, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> Path:
    """A file of the kind its name says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in [header, *rows]:
            sheet.append([_number(cell) for cell in row])
        book.save(path)
    elif path.suffix == ".xls":
        old = xlwt.Workbook(encoding="utf-8")
        page = old.add_sheet("客户")
        for y, row in enumerate([header, *rows]):
            for x, cell in enumerate(row):
                page.write(y, x, _number(cell))
        old.save(str(path))
    else:
        path.write_bytes(text_of(rows, header).encode("gb18030" if "gb" in path.name else "utf-8-sig"))
    return path


def _number(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell or None


@pytest.mark.parametrize("name", ["客户.csv", "gb.csv", "客户.xlsx", "客户.xls"])
def test_a_chinese_sheet_goes_in_whole_whatever_saved_it(tmp_path: Path, name: str) -> None:
    found = taken(write(tmp_path / name), datum="gcj02")
    assert (found.read, found.added, found.rejected) == (5, 5, 0)
    outlets = {outlet.id: outlet for outlet in found.records}
    assert outlets["KH001"].phone == "13800001111"
    assert outlets["KH002"].name == "[/b]便利"
    assert outlets["KH003"].tier is Tier.WHOLESALER
    assert outlets["KH001"].rhythm is not None
    assert outlets["KH001"].rhythm.visits == 2
    assert [outlets[f"KH00{n}"].grade for n in range(1, 6)] == ["A", "B", "A", "C", "D"]
    assert sorted(rep.name for rep in found.reps) == ["张三", "李四"]
    assert all(rep.stub for rep in found.reps)
    assert outlets["KH001"].rep == outlets["KH002"].rep


def test_positions_become_wgs84(tmp_path: Path) -> None:
    outlet = taken(write(tmp_path / "a.csv"), datum="gcj02").records[0]
    assert outlet.lat is not None
    assert outlet.lon is not None
    back = from_wgs84(outlet.lat, outlet.lon, "gcj02")
    assert back == pytest.approx((30.4801, 120.1899), abs=1e-6)
    assert abs(outlet.lon - 120.1899) > 0.003, "the shift is some 400 m here"


def test_the_datum_in_china_is_asked_for_unless_something_tells_it(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as told:
        taken(write(tmp_path / "a.csv"))
    assert told.value.code == "datum_wanted"
    named = [name.replace("经度", "高德经度").replace("纬度", "高德纬度") for name in HEADER]
    assert taken(write(tmp_path / "b.csv", header=named)).datum == "gcj02"
    baidu = [name.replace("经度", "经度（百度）") for name in HEADER]
    assert taken(write(tmp_path / "c.csv", header=baidu)).datum == "bd09"


def test_an_outlet_without_a_position_is_placed_among_its_neighbours(tmp_path: Path) -> None:
    found = taken(write(tmp_path / "a.csv"), datum="gcj02")
    village = {outlet.id: outlet for outlet in found.records}
    assert village["KH005"].approximate
    assert (village["KH005"].lat, village["KH005"].lon) == pytest.approx(
        (village["KH004"].lat, village["KH004"].lon), abs=1e-6
    )
    assert [(w.row, w.params["by"]) for w in found.warnings if w.code == "placed"] == [(6, "village")]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv")
    first = taken(path, datum="gcj02")
    stored = {outlet.id: outlet.model_copy(update={"rev": 3}) for outlet in first.records}
    reps = {rep.id: rep for rep in first.reps}
    stored = {key: Outlet.model_validate(outlet.to_json()) for key, outlet in stored.items()}
    again = taken(path, stored, reps=reps, datum="gcj02")
    assert (again.added, again.updated, again.unchanged) == (0, 0, 5)
    assert again.records == []
    assert again.reps == []


def test_an_update_keeps_what_the_file_does_not_speak_of(tmp_path: Path) -> None:
    before = Outlet.model_validate({"id": "KH001", "name": "旧名", "notes": "后门进", "grade": "D", "片区": "东"})
    found = taken(write(tmp_path / "a.csv", ROWS[:1]), {"KH001": before}, datum="gcj02")
    [outlet] = found.records
    assert (found.updated, outlet.name, outlet.notes, outlet.grade) == (1, "老王烟酒店", "后门进", "A")
    assert outlet.model_extra == {"片区": "东"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({7: ""}, "half_position", "lon"),
        ({7: "30.48", 8: "120.19"}, "swapped", "lat"),
        ({7: "200", 8: "30"}, "out_of_range", "lon"),
        ({7: "12o.19"}, "not_a_position", "lon"),
        ({3: "优秀"}, "unknown_grade", "grade"),
        ({0: "", 1: ""}, "no_id_no_name", None),
    ],
)
def test_errors_reject_the_row_and_the_others_go_in(
    tmp_path: Path, change: dict[int, str], code: str, field: str | None
) -> None:
    bad = [change.get(x, cell) for x, cell in enumerate(ROWS[1])]
    found = taken(write(tmp_path / "a.csv", [ROWS[0], bad, ROWS[2]]), datum="gcj02")
    assert (found.added, found.rejected) == (2, 1)
    assert [(error.row, error.code, error.field) for error in found.errors] == [(3, code, field)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({2: "直播间"}, "unknown_channel"),
        ({9: "有空就去"}, "unknown_rhythm"),
        ({7: "0", 8: "0"}, "zero_position"),
        ({10: "王五"}, "unknown_rep"),
    ],
)
def test_warnings_let_the_row_in(tmp_path: Path, change: dict[int, str], code: str) -> None:
    row = [change.get(x, cell) for x, cell in enumerate(ROWS[0])]
    found = taken(write(tmp_path / "a.csv", [row]), datum="gcj02")
    assert found.added == 1
    assert code in [warning.code for warning in found.warnings]
    if code == "unknown_channel":
        assert found.records[0].channel == "直播间"


def test_an_id_twice_is_rejected_unless_the_rows_are_alike(tmp_path: Path) -> None:
    other = ["KH001", "别的店", *ROWS[0][2:]]
    found = taken(write(tmp_path / "a.csv", [ROWS[0], ROWS[0], other]), datum="gcj02")
    assert (found.added, found.unchanged, found.rejected) == (1, 1, 1)
    assert found.errors[0].params == {"first": 2}


def test_helsinki_goes_in_whole_with_its_hours(shared_data: Path) -> None:
    found = taken(shared_data / "outlets" / "helsinki.csv")
    assert (found.read, found.added, found.rejected, found.datum) == (486, 486, 0, "wgs84")
    by_name = {outlet.name: outlet for outlet in found.records}
    maya = by_name["Maya Bar & Grill"]
    monday = dt.date(2026, 11, 30)
    assert [maya.hours_on(monday + dt.timedelta(day)) for day in (0, 4, 5, 6)] == [
        [(11 * 3600, 23 * 3600), (35 * 3600, 47 * 3600)],
        [(11 * 3600, 24 * 3600), (36 * 3600, 48 * 3600)],
        [(12 * 3600, 24 * 3600), (37 * 3600, 47 * 3600)],
        [(13 * 3600, 23 * 3600), (35 * 3600, 47 * 3600)],
    ]
    assert not maya.windows
    assert sum(bool(outlet.opening_hours) for outlet in found.records) > 230


def test_rejected_rows_come_back_with_the_reason(tmp_path: Path) -> None:
    bad = ["KH9", "=cmd()", "便利店", "优秀", *ROWS[0][4:]]
    path = write(tmp_path / "a.csv", [ROWS[0], bad])
    table = read_table(path)
    found = take_outlets(table, existing={}, reps={}, datum="gcj02")
    for name in ("rejects.csv", "rejects.xlsx"):
        t = translator("zh")
        assert write_rejects(tmp_path / name, table, found, lambda finding, t=t: describe(finding, t), "原因") == 1
        back = read_table(tmp_path / name)
        assert back.header == ("原因", *HEADER)
        assert "优秀" in back.rows[0].cells[0]
        assert back.rows[0].cells[2].lstrip("'") == "=cmd()"
    assert (tmp_path / "rejects.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.csv", None, "file_missing"),
        ("empty.csv", b"", "file_empty"),
        ("header.csv", "客户编码,客户名称\n".encode(), "header_only"),
        ("other.csv", b"colour,weight\nred,3\n", "no_known_column"),
        ("broken.xlsx", b"PK\x03\x04 nothing more", "workbook_damaged"),
        ("broken.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 600, "workbook_damaged"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff\xfe", None),
    ],
)
def test_files_that_cannot_be_taken_in_are_told(
    tmp_path: Path, name: str, content: bytes | None, code: str | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IntakeError) as told:
        taken(path)
    assert code is None or told.value.code == code
    for language in LANGUAGES:
        assert has(language, f"intake.{told.value.code}")


def test_html_that_calls_itself_xls_goes_in(tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEADER, *ROWS])
    path = tmp_path / "导出.xls"
    path.write_bytes(f'<html><meta charset="gb2312"><table>{cells}</table></html>'.encode("gb18030"))
    assert taken(path, datum="gcj02").added == 5


words = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(words, min_size=11, max_size=11), min_size=1, max_size=8))
def test_no_row_is_ever_lost_whatever_stands_in_it(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(text_of(rows).encode())
    try:
        found = taken(path, datum="gcj02")
    except IntakeError:
        return
    assert found.read == found.added + found.updated + found.unchanged + found.rejected
    assert len(found.records) == found.added
    assert {error.row for error in found.errors} | {warning.row for warning in found.warnings} <= set(
        range(2, 2 + 40)
    )


@given(st.floats(18.5, 53), st.floats(74, 134), st.sampled_from(["gcj02", "bd09"]))
def test_datums_there_and_back_within_a_millimetre(lat: float, lon: float, datum: str) -> None:
    if not in_china(lat, lon):
        return
    there = from_wgs84(lat, lon, datum)  # type: ignore[arg-type]
    if in_china(*there):
        assert to_wgs84(*there, datum) == pytest.approx((lat, lon), abs=1e-8)  # type: ignore[arg-type]


def test_how_an_outlet_is_to_be_served(tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    path.write_text(
        "客户编码,客户名称,业务员,指定业务员,禁止业务员,所需技能,可进车型,步行分钟,停车点\n"
        "K1,甲,张伟,张伟、刘洋,,冷链:3、批发,电动车/步行,5,巷口\n"
        "K2,乙,张伟,,王芳,,飞机,,\n"
        "K3,丙,张伟,,,,,很远,\n",
        encoding="utf-8",
    )
    done = take_outlets(read_table(path), existing={}, reps={})
    first, second = done.records
    named = {rep.id: rep.name for rep in done.reps}
    assert [named[rep] for rep in first.only_reps] == ["张伟", "刘洋"]
    assert (first.skills, first.skill_levels) == (["冷链", "批发"], {"冷链": 3})
    assert first.access is not None
    assert (first.access.vehicles, first.access.walk_minutes, first.access.parking) == (
        ["e_bike", "on_foot"],
        5,
        "巷口",
    )
    assert [named[rep] for rep in second.forbidden_reps] == ["王芳"]
    assert [(error.row, error.field, error.code) for error in done.errors] == [(4, "walk_minutes", "not_minutes")]
    assert "unknown_kind" in [warning.code for warning in done.warnings]
