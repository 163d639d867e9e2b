"""Reps, vehicles, products, beats, orders and past sales out of the files that programs export."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.errors import BooksError
from store.records import OrderStatus, Role, Tier, VehicleKind, Weekday
from tui.jobs.importing import VOCABULARIES, import_table
from tui.jobs.office import JobError, Office
from tui.jobs.placing import place_outlet, read_position
from tui.locale import LANGUAGES, has

OUTLETS = [
    {"id": "KH001", "name": "老王烟酒店", "phone": "13800001111"},
    {"id": "KH002", "name": "[/b]便利"},
    {"id": "KH003", "name": "小明超市"},
    {"id": "KH004", "name": "小明超市"},
]
REPS = [["工号", "姓名", "岗位", "手机", "工作日", "上班时间", "下班时间", "车牌", "日拜访上限", "片区"],
        ["YW01", "张三", "业务员", "13900000001", "周一至周六", "8:00", "17:30", "浙A12345", "40", "东"],
        ["YW02", "李四", "司机", "", "周一-周五", "07:30", "16:00", "", "abc", "西"],
        ["YW03", "王五", "主管", "", "", "", "", "", "", ""]]  # fmt: skip
VEHICLES = [["车牌号", "车型", "载重", "载箱数", "容积", "随车人数"],
            ["浙A12345", "面包车", "1.5吨", "200", "6.5", "2"], ["浙A67890", "电动三轮车", "300", "60", "", ""],
            ["", "货车", "", "", "", ""]]  # fmt: skip
PRODUCTS = [["商品编码", "商品名称", "规格", "条码", "箱规", "单位", "供价(瓶)", "批发价(瓶)", "底价(瓶)", "保质期", "品牌"],
            ["P01", "纯净水", "550ml*24", "6901234567892", "", "瓶", "¥1.20", "1.05", "1.00", "12个月", "清泉"],
            ["P02", "可乐[/b]", "", "", "12", "瓶", "2.5元", "", "", "270", ""],
            ["P03", "坏价", "", "", "", "", "abc", "", "", "", ""]]  # fmt: skip
BEATS = [["线路名称", "业务员", "客户编码", "客户名称", "顺序"],
         ["周一线", "张三", "KH002", "", "2"], ["周一线", "张三", "KH001", "", "1"], ["周二线", "李四", "", "老王烟酒店", ""],
         ["周三线", "李四", "KH404", "", ""]]  # fmt: skip
ORDERS = [["订单号", "订单日期", "送货日期", "客户编码", "商品编码", "商品名称", "数量", "单位", "单价", "金额"],
          ["SO1", "2026/11/23", "2026-11-24", "KH001", "P01", "纯净水", "3箱", "", "28.8", "86.40"],
          ["SO1", "2026/11/23", "2026-11-24", "KH001", "P02", "可乐", "5", "瓶", "2", "10"],
          ["SO2", "2026/11/23", "", "KH002", "P01", "纯净水", "很多", "箱", "", ""],
          ["SO2", "2026/11/23", "", "KH002", "P02", "可乐", "2", "箱", "", ""],
          ["", "45984", "", "KH002", "P01", "", "1", "箱", "", ""],
          ["SO4", "2026/13/45", "", "KH404", "", "", "", "", "", "9.9"]]  # fmt: skip


@pytest.fixture
def office(books: Books) -> Office:
    books.outlets.put(OUTLETS)
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def text_of(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A file of the kind its name says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in rows:
            book.active.append(list(row))
        book.save(path)
    elif path.suffix == ".xls" and "html" not in path.name:
        old = xlwt.Workbook(encoding="utf-8")
        page = old.add_sheet("表")
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                page.write(y, x, cell)
        old.save(str(path))
    elif path.suffix == ".xls":
        escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in rows]
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in escaped)
        path.write_bytes(f'<html><meta charset="gb2312"><table>{body}</table></html>'.encode("gb18030"))
    else:
        encoding = {"gb": "gb18030", "16": "utf-16", "u8": "utf-8-sig"}[path.stem[-2:]]
        path.write_bytes(text_of(rows).encode(encoding))
    return path


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("read", "added", "updated", "unchanged", "rejected"))


NAMES = ["a.gb.csv", "a.16.csv", "a.u8.csv", "a.xlsx", "a.xls", "a.html.xls"]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_comes_in_whatever_saved_it(office: Office, tmp_path: Path, name: str) -> None:
    name = name.replace("a.gb.csv", "gb.csv").replace("a.16.csv", "16.csv").replace("a.u8.csv", "u8.csv")
    for kind, rows, expected in (
        ("reps", REPS, (3, 3, 0, 0, 0)),
        ("vehicles", VEHICLES, (3, 2, 0, 0, 1)),
        ("products", PRODUCTS, (3, 2, 0, 0, 1)),
        ("beats", BEATS, (4, 3, 0, 0, 1)),
        ("orders", ORDERS, (6, 3, 0, 0, 3)),
    ):
        path = write(tmp_path / name, rows)
        report = import_table(office, kind, path)
        assert counts(report) == expected, (kind, report["errors"])
        again = import_table(office, kind, path)
        assert counts(again) == (expected[0], 0, 0, expected[1], expected[4]), kind


def test_reps_say_who_works_when(office: Office, tmp_path: Path) -> None:
    office.books.reps.put([{"id": "R01", "name": "张三", "stub": True}])
    report = import_table(office, "reps", write(tmp_path / "u8.csv", REPS))
    rep = office.books.reps.get("R01")
    assert (rep.role, rep.stub, rep.vehicle, rep.limits.stops) == (Role.PRESALES, False, "浙A12345", 40)
    assert rep.shifts[0].start == 8 * 3600
    assert rep.shifts[0].end == 17.5 * 3600
    assert (rep.model_extra or {})["片区"] == "东"
    assert office.books.reps.get("YW03").role is Role.SUPERVISOR
    assert not report["errors"]
    assert [(told["row"], told["field"], told["code"]) for told in report["warnings"]] == [
        (2, "id", "known_as"),
        (2, "vehicle", "unknown_vehicle"),
        (3, "stops", "not_a_number"),
    ]


def test_vehicles_and_products_in_their_units(office: Office, tmp_path: Path) -> None:
    import_table(office, "vehicles", write(tmp_path / "u8.csv", VEHICLES))
    van = office.books.vehicles.get("浙A12345")
    assert (van.kind, van.capacity, van.crew) == (VehicleKind.VAN, {"cases": 200, "kg": 1500, "m3": 6.5}, 2)
    import_table(office, "products", write(tmp_path / "u8.csv", PRODUCTS))
    water = office.books.products.get("P01")
    assert [(unit.name, unit.factor) for unit in water.units] == [("瓶", 1), ("箱", 24)]
    assert water.prices == {Tier.RETAILER: 2880, Tier.WHOLESALER: 2520}
    assert (water.floor_price, water.shelf_life_days, water.barcode) == (2400, 365, "6901234567892")
    assert [(unit.name, unit.factor) for unit in office.books.products.get("P02").units] == [("瓶", 1), ("箱", 12)]


def test_beats_in_rows_keep_their_order_and_name_their_day(office: Office, tmp_path: Path) -> None:
    report = import_table(office, "beats", write(tmp_path / "u8.csv", BEATS))
    beats = {beat.name: beat for beat in office.books.beats.all().values()}
    assert beats["周一线"].outlets == ["KH001", "KH002"]
    assert beats["周一线"].days == [Weekday.MON]
    assert beats["周二线"].outlets == ["KH001"]
    assert office.books.reps.get(str(beats["周一线"].rep)).name == "张三"
    assert [(error["row"], error["code"]) for error in report["errors"]] == [(5, "unknown_outlet")]


def test_beats_side_by_side(office: Office, tmp_path: Path) -> None:
    rows = [["周一线", "周二线", "周六线"], ["KH001", "[/b]便利", "KH003"], ["KH002", "", "小明超市"]]
    report = import_table(office, "beats", write(tmp_path / "u8.csv", rows))
    beats = {beat.name: beat for beat in office.books.beats.all().values()}
    assert beats["周一线"].outlets == ["KH001", "KH002"]
    assert beats["周二线"].outlets == ["KH002"]
    assert beats["周二线"].days == [Weekday.TUE]
    assert "周六线" not in beats, "an outlet that cannot be told from another keeps its beat out"
    assert {error["code"] for error in report["errors"]} == {"outlet_ambiguous", "with_others"}


def test_an_order_goes_in_whole_or_not_at_all(office: Office, tmp_path: Path) -> None:
    import_table(office, "products", write(tmp_path / "u8.csv", PRODUCTS))
    report = import_table(office, "orders", write(tmp_path / "u8.csv", ORDERS))
    orders = {order.id: order for order in office.books.orders.all().values()}
    assert set(orders) == {"SO1", next(key for key in orders if key.startswith("20251123-"))}
    order = orders["SO1"]
    assert (order.promised, order.status) == (dt.date(2026, 11, 24), OrderStatus.OPEN)
    assert [(line.product, line.quantity, line.unit, line.value) for line in order.lines] == [
        ("P01", 3, "箱", 8640),
        ("P02", 5, "瓶", 1000),
    ]
    found = {error["row"]: error["code"] for error in report["errors"]}
    assert found[4] == "not_a_quantity"
    assert found[5] == "with_others"
    assert {error["code"] for error in report["errors"] if error["row"] == 7} == {"not_a_date", "unknown_outlet"}


def test_past_sales_go_into_their_months(office: Office, tmp_path: Path) -> None:
    rows = [["单据日期", "客户名称", "商品名称", "数量", "金额"],
            ["2026-09-30", "老王烟酒店", "纯净水", "24", "28.80"], ["2026-10-01", "老王烟酒店", "纯净水", "-2", "-2.40"],
            ["2026-10-01", "老王烟酒店", "可乐", "6", "15"], ["", "老王烟酒店", "可乐", "6", "15"],
            ["2026-10-02", "小明超市", "可乐", "6", "15"]]  # fmt: skip
    path = write(tmp_path / "u8.csv", rows)
    assert counts(import_table(office, "history", path))[4] == 5, "products are never made on the way unless asked"
    report = import_table(office, "history", path, rejects=tmp_path / "rejects.csv", make_products=True)
    assert counts(report) == (5, 3, 0, 0, 2)
    assert office.books.sales.months() == ["2026-09", "2026-10"]
    (sale,) = office.books.sales.month("2026-10").all().values()
    assert [(line.quantity, line.value) for line in sale.lines] == [(-2, -240), (6, 1500)]
    assert counts(import_table(office, "history", path)) == (5, 0, 0, 3, 2)
    back = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(back) == 3
    assert "日期" in back[1]


def test_a_dry_run_tells_the_mapping_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    report = import_table(office, "orders", write(tmp_path / "u8.csv", ORDERS), dry_run=True)
    assert report["mapping"]["outlet"] == "客户编码"
    assert not office.books.orders.all()
    assert not office.books.products.all()
    mapped = import_table(
        office,
        "vehicles",
        write(tmp_path / "u8.csv", [["甲", "乙"], ["浙A1", "货车"]]),
        mapping={"plate": "甲", "kind": "乙"},
    )
    assert counts(mapped) == (1, 1, 0, 0, 0)


def test_all_or_nothing(office: Office, tmp_path: Path) -> None:
    import_table(office, "products", write(tmp_path / "u8.csv", PRODUCTS))
    report = import_table(office, "orders", write(tmp_path / "u8.csv", ORDERS), all_or_nothing=True)
    assert (report["added"], report["rejected"]) == (0, 3)
    assert not office.books.orders.all()


def test_rejects_go_beside_a_file_that_is_held(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "rejects.csv"
    held.write_text("open in WPS")

    def refuse(path: Path, raw: bytes) -> None:
        if path == held:
            raise PermissionError(13, "Permission denied", str(path))
        path.write_bytes(raw)

    source = write(tmp_path / "u8.csv", ORDERS)
    (tmp_path / "~$u8.csv").write_text("")
    monkeypatch.setattr("store.intake.rejects.replace_atomically", refuse)
    report = import_table(office, "orders", source, rejects=held)
    assert report["rejects"] == str(tmp_path / "rejects (2).csv")
    assert report["open_in"] == "WPS/Excel"
    assert held.read_text() == "open in WPS"


def test_outlets_that_may_be_one_are_told(office: Office, tmp_path: Path) -> None:
    rows = [["客户编码", "客户名称", "电话", "纬度(wgs84)", "经度(wgs84)"],
            ["A1", "老王副食店", "138-0000-1111", "", ""], ["A2", "兴旺超市", "", "30.5", "120.5"],
            ["A3", "兴旺便利店", "", "30.5001", "120.5001"], ["A4", "别家", "", "30.5", "120.5"]]  # fmt: skip
    report = import_table(office, "outlets", write(tmp_path / "u8.csv", rows))
    found = {
        (warning["row"], warning["code"]) for warning in report["warnings"] if warning["code"].startswith("same")
    }
    assert found == {(2, "same_phone"), (4, "same_place")}
    again = import_table(office, "outlets", write(tmp_path / "u8.csv", rows))
    assert not [warning for warning in again["warnings"] if warning["code"].startswith("same")]


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_field_of_a_table_has_a_name_in_both_languages(kind: str) -> None:
    for language in LANGUAGES:
        assert not [field for field in VOCABULARIES[kind].names if not has(language, f"intake.field.{field}")]


@given(
    rows=st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=9), min_size=1, max_size=6),
    kind=st.sampled_from([*VOCABULARIES]),
)
def test_no_table_makes_a_traceback_or_half_a_change(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], kind: str
) -> None:
    folder = tmp_path_factory.mktemp("books")
    office = Office(Books(folder / "books"), "zh")
    office.books.outlets.put(OUTLETS)
    header = [names[0] for names in VOCABULARIES[kind].names.values() if names][:9]
    path = folder / "x.csv"
    path.write_text(text_of([header, *rows]), encoding="utf-8-sig")
    try:
        report = import_table(office, kind, path)
    except BooksError:
        return
    assert report["read"] == sum(report[name] for name in ("added", "updated", "unchanged", "rejected"))
    assert {error["row"] for error in report["errors"]} <= set(range(2, report["read"] + 40))
    Books(folder / "books").outlets.all()


@pytest.mark.parametrize(
    ("link", "datum", "near"),
    [
        ("https://uri.amap.com/marker?position=120.1899,30.4801&name=x", None, (30.4825, 120.1852)),
        ("https://www.amap.com/?p=B0FFG9XX12,30.4801,120.1899,店,路", None, (30.4825, 120.1852)),
        (
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:30.4801,120.1899;title:店&referer=x",
            None,
            (30.4825, 120.1852),
        ),
        (
            "http://api.map.baidu.com/marker?location=30.48587,120.19647&title=店&output=html",
            None,
            (30.4825, 120.1852),
        ),
        ("https://maps.apple.com/?ll=30.4801,120.1899&q=x", None, (30.4825, 120.1852)),
        (
            "https://www.google.com/maps/place/X/@30.4,120.1,17z/data=!3m1!4b1!4m6!3d30.4825!4d120.1852",
            "wgs84",
            (30.4825, 120.1852),
        ),
        ("https://www.openstreetmap.org/?mlat=30.4825&mlon=120.1852#map=17/30.4/120.1", None, (30.4825, 120.1852)),
        ("geo:48.1371,11.5754", None, (48.1371, 11.5754)),
        ("120.1899,30.4801", "gcj02", (30.4825, 120.1852)),
        ("48.1371, 11.5754", None, (48.1371, 11.5754)),
    ],
)
def test_a_pasted_link_or_pair_fixes_a_position(
    office: Office, link: str, datum: str | None, near: tuple[float, float]
) -> None:
    placed = place_outlet(office, "KH001", link, datum)
    assert (placed.lat, placed.lon) == pytest.approx(near, abs=2e-3)
    assert office.books.outlets.get("KH001").approximate is False


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("120.1899,30.4801", "datum_needed"),
        ("https://www.google.com/maps/@30.4825,120.1852,17z", "datum_needed"),
        ("https://j.map.baidu.com/s/abc", "short_link"),
        ("老王烟酒店", "no_position_in_text"),
        ("95.0,200.0", "out_of_range"),
    ],
)
def test_what_fixes_no_position_is_told(text: str, code: str) -> None:
    with pytest.raises(JobError) as told:
        read_position(text)
    assert told.value.code == code
    assert any(has("en", f"{area}.{code}") for area in ("errors", "intake"))


def test_shifts_of_reps_are_read_as_times_of_day(office: Office, tmp_path: Path) -> None:
    table = [["工号", "姓名", "上班时间", "下班时间"], ["A", "甲", "八点半", "下午5点半"], ["B", "乙", "0800", "17.30"],
             ["C", "丙", "九点半钟前后", "18:00"]]  # fmt: skip
    made = openpyxl.Workbook()
    for row in (*table, ["D", "丁", 0.375, 0.75]):
        made.active.append(row)
    made.save(tmp_path / "a.xlsx")
    report = import_table(office, "reps", tmp_path / "a.xlsx")
    assert [(each["row"], each["code"]) for each in report["warnings"]] == [(4, "not_a_time")]
    assert (report["added"], report["errors"]) == (4, [])
    reps = office.books.reps.all()
    said = {each: [(shift.start, shift.end) for shift in reps[each].shifts] for each in reps if each in "ABD"}
    assert said == {"A": [(30600, 63000)], "B": [(28800, 63000)], "D": [(32400, 64800)]}
