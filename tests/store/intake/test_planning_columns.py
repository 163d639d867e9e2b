"""What planning uses, out of tables: breaks, leave, limits, workshop days, ties, hours for vehicles."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from store.books import Books
from tui.jobs.importing import import_table
from tui.jobs.office import Office

REPS = [["姓名", "班次", "午休", "请假", "加班上限", "工时上限", "里程上限", "现金上限", "日拜访上限"],
        ["张三", "周一至周五 8:00-17:30；周六 8:00-12:00", "30分钟 11:30-13:00", "2026-12-01至12-03、2026-12-24", "45分钟", "9小时",
         "120", "20,000元", "30"],
        ["李四", "", "想休就休", "下周", "", "", "", "", ""]]  # fmt: skip
VEHICLES = [["车牌", "停用", "趟数", "车宽", "总重", "现金上限"], ["浙A1", "2026-11-25至2026-11-27", "2", "1.9", "4.5", "5000"],
            ["浙A2", "坏了", "", "", "", ""]]  # fmt: skip
OUTLETS = [["客户编码", "客户名称", "休息日", "拜访价值", "到期必去", "可晚到分钟", "同一条线路", "不同线路", "先于", "车辆可进时段", "停车点"],
           ["K1", "老王[/b]", "周日、2026-12-25", "150", "是", "15", "老李超市", "", "K3、没有的店", "20:00-08:00", "菜场口"],
           ["K2", "老李超市", "", "", "", "", "", "K3", "", "", "菜场口"], ["K3", "小张", "", "多", "", "999", "", "", "", "", ""]]  # fmt: skip


@pytest.fixture
def office(books: Books) -> Office:
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_reps_with_breaks_leave_and_limits(office: Office, tmp_path: Path) -> None:
    report = import_table(office, "reps", write(tmp_path / "r.csv", REPS))
    assert [(w["row"], w["field"], w["code"]) for w in report["warnings"]] == [
        (3, "pauses", "unknown_breaks"),
        (3, "leave", "unknown_dates"),
    ]
    assert report["rejected"] == 0
    rep = next(rep for rep in office.books.reps.all().values() if rep.name == "张三")
    assert [(p.earliest, p.latest, p.minutes) for p in rep.pauses] == [(41400, 46800, 30)]
    assert not rep.shifts_on(dt.date(2026, 12, 2))
    assert not rep.shifts_on(dt.date(2026, 12, 24))
    saturday = rep.shift_on(dt.date(2026, 12, 5))
    assert saturday is not None
    assert saturday.end == 12 * 3600
    assert (rep.overtime_minutes, rep.limits.work_minutes, rep.limits.km, rep.limits.stops) == (45, 540, 120, 30)
    assert rep.limits.cash == 2_000_000


def test_a_column_that_is_not_there_leaves_its_part_of_a_field(office: Office, tmp_path: Path) -> None:
    import_table(office, "reps", write(tmp_path / "r.csv", REPS))
    import_table(office, "reps", write(tmp_path / "s.csv", [["姓名", "日拜访上限"], ["张三", "25"]]))
    rep = next(rep for rep in office.books.reps.all().values() if rep.name == "张三")
    assert (rep.limits.stops, rep.limits.km) == (25, 120)
    import_table(office, "outlets", write(tmp_path / "o.csv", OUTLETS))
    import_table(office, "outlets", write(tmp_path / "p.csv", [["客户编码", "停车后步行"], ["K1", "4"]]))
    access = office.books.outlets.get("K1").access
    assert access is not None
    assert (access.parking, access.walk_minutes, len(access.hours)) == ("菜场口", 4, 1)


def test_vehicles_in_the_workshop(office: Office, tmp_path: Path) -> None:
    report = import_table(office, "vehicles", write(tmp_path / "v.csv", VEHICLES))
    assert [(w["row"], w["code"]) for w in report["warnings"]] == [(3, "unknown_dates")]
    van = office.books.vehicles.get("浙A1")
    assert not van.works_on(dt.date(2026, 11, 26))
    assert van.works_on(dt.date(2026, 11, 28))
    assert (van.trips, van.width_m, van.weight_t, van.capacity) == (2, 1.9, 4.5, {"cash": 5000})


def test_outlets_with_ties_by_code_or_name(office: Office, tmp_path: Path) -> None:
    report = import_table(office, "outlets", write(tmp_path / "o.csv", OUTLETS))
    assert {(e["row"], e["field"], e["code"]) for e in report["errors"]} == {
        (4, "worth", "not_an_amount"),
        (4, "late_minutes", "not_minutes"),
    }
    assert ("before", "unknown_tie") in [(w["field"], w["code"]) for w in report["warnings"]]
    first, second = office.books.outlets.get("K1"), office.books.outlets.get("K2")
    assert (first.worth, first.must, first.late_minutes) == (15000, True, 15)
    assert (first.together, first.before, second.apart) == (["K2"], ["K3"], ["K3"])
    assert first.windows_on(dt.date(2026, 12, 25)) is None
    assert first.windows_on(dt.date(2026, 11, 29)) is None
    assert first.access is not None
    assert [(w.open, w.close) for w in first.access.hours] == [(20 * 3600, 32 * 3600)]


def test_hours_are_kept_in_their_words_and_what_is_not_understood_is_told(office: Office, tmp_path: Path) -> None:
    rows = [
        ["客户编码", "客户名称", "营业时间", "收货时间"],
        ["H1", "一", "May-Aug 07:00-22:00; Sep-Apr 09:00-17:00", "周二、周四 9:00-11:00"],
        ["H2", "二", "单日营业 8:00-18:00", ""],
        ["H3", "三", 'Mo-Fr 8:00-17:00 || "call first"', ""],
        ["H4", "四", "8:00-22:00 春节休息", "夏季7:00-9:00"],
    ]
    report = import_table(office, "outlets", write(tmp_path / "h.csv", rows))
    assert [(w["row"], w["field"], w["code"], w["value"]) for w in report["warnings"] if "hours" in w["code"]] == [
        (3, "opening_hours", "hours_unread", "单日营业 8:00-18:00"),
        (4, "opening_hours", "hours_comment", "call first"),
        (5, "opening_hours", "hours_remark", "春节休息"),
        (5, "windows", "hours_unread", "夏季7:00-9:00"),
    ]
    outlets = office.books.outlets.all()
    assert outlets["H1"].opening_hours == rows[1][2]
    assert outlets["H1"].receiving_hours == rows[1][3]
    assert not any(outlet.windows for outlet in outlets.values())
    summer, winter = dt.date(2026, 7, 14), dt.date(2026, 12, 1)
    spans = [outlets["H1"].hours_on(date, reach=(0, 86399)) for date in (summer, winter)]
    assert spans == [[(9 * 3600, 11 * 3600)]] * 2
    assert outlets["H1"].hours_on(dt.date(2026, 12, 2), reach=(0, 86399)) is None
    again = import_table(office, "outlets", tmp_path / "h.csv")
    assert (again["updated"], again["unchanged"]) == (0, 4)


def test_words_of_hours_take_the_place_of_the_week_they_once_were(office: Office, tmp_path: Path) -> None:
    week = [{"days": [], "open": "09:00", "close": "17:00"}]
    office.books.outlets.put([{"id": "H1", "name": "一", "windows": week}])
    rows = [["客户编码", "客户名称", "营业时间"], ["H1", "一", "May-Aug 07:00-22:00; Sep-Apr 09:00-17:00"]]
    import_table(office, "outlets", write(tmp_path / "h.csv", rows))
    outlet = office.books.outlets.get("H1")
    assert not outlet.windows, "an older import made them of the same words"
    office.books.outlets.put([{**outlet.to_json(), "windows": week}])
    import_table(office, "outlets", tmp_path / "h.csv")
    assert office.books.outlets.get("H1").windows, "typed by hand beside the words, they stay"
