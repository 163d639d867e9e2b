"""Reps and vehicles: what is known of them is taken, what is not is told, and nothing is made up untold."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.intake.kinds import kind_of
from store.records import VehicleKind
from tui.jobs.importing import import_table
from tui.jobs.office import Office

HOUR = 3600


@pytest.fixture
def office(books: Books) -> Office:
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def imported(office: Office, folder: Path, kind: str, *rows: str) -> dict[str, Any]:
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row.split("|") for row in rows)
    return import_table(office, kind, path)


def told(report: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(each["row"], each["field"], each["code"]) for each in report["warnings"]]


def shift(office: Office, rep: str) -> tuple[float, float]:
    only = office.books.reps.get(rep).shifts[0]
    return only.start / HOUR, only.end / HOUR


def test_a_shift_of_one_end_has_the_other_of_the_books_else_the_usual_one_told(
    office: Office, tmp_path: Path
) -> None:
    office.books.reps.put([{"id": "R3", "name": "c", "shifts": [{"start": "06:00", "end": "15:00"}]}])
    report = imported(
        office,
        tmp_path,
        "reps",
        "工号|姓名|上班|下班",
        "R1|a|7:30|",
        "R2|b||16:00",
        "R3|c|7:00|",
        "R4|d|19:00|",
        "R5|e||",
    )
    assert report["rejected"] == 0
    assert told(report) == [
        (2, "start", "half_a_shift"),
        (3, "end", "half_a_shift"),
        (5, "start", "no_shift_of_half"),
    ]
    assert "07:30-18:00" in report["warnings"][0]["message"]
    assert [shift(office, rep) for rep in ("R1", "R2", "R3", "R4")] == [(7.5, 18), (8, 16), (7, 15), (8, 18)]


def test_a_limit_that_is_no_number_leaves_the_rep_in(office: Office, tmp_path: Path) -> None:
    report = imported(
        office, tmp_path, "reps", "Rep no|姓名|每天最多拜访(家)|工作日|午休|休息", "R1|a|约30|周一至周六|12:00-13:00|",
        "R2|b|25|||周日、周三", "R3|c||||12:30-13:00",
    )  # fmt: skip
    assert (report["rejected"], told(report)) == (0, [(2, "stops", "not_a_number")])
    first, second, third = (office.books.reps.get(f"R{n}") for n in (1, 2, 3))
    assert (first.limits.stops, len(first.working_days), first.pauses[0].minutes) == (None, 6, 60)
    assert (second.limits.stops, [day.value for day in second.working_days]) == (
        25,
        ["mon", "tue", "thu", "fri", "sat"],
    )
    assert [(pause.earliest / HOUR, pause.minutes) for pause in third.pauses] == [(12.5, 30)]


def test_a_break_in_two_columns(office: Office, tmp_path: Path) -> None:
    report = imported(office, tmp_path, "reps", "工号|姓名|午休开始|午休结束", "R1|a|12:00|12:45", "R2|b|12:00|")
    assert [pause.minutes for pause in office.books.reps.get("R1").pauses] == [45]
    assert told(report) == [(3, "pauses", "unknown_breaks")]


def test_a_reps_vehicle_is_found_by_number_plate_or_name_else_told(office: Office, tmp_path: Path) -> None:
    imported(office, tmp_path, "vehicles", "车辆编号|车牌|车型", "V1|浙A 12345|面包车")
    report = imported(office, tmp_path, "reps", "工号|姓名|车牌", "R1|a|浙a12345", "R2|b|V1", "R3|c|浙A999")
    assert [office.books.reps.get(f"R{n}").vehicle for n in (1, 2, 3)] == ["V1", "V1", "浙A999"]
    assert told(report) == [(4, "vehicle", "unknown_vehicle")]


KINDS = {
    VehicleKind.VAN: "van, Cargo van, 面包车, 金杯, 金杯面包, 依维柯, 依维柯得意, 五菱, 五菱宏光, 厢货, 2.7米厢货, 新能源面包车, 面包车(7座), IVECO Daily",
    VehicleKind.TRUCK: "truck, Box truck, lorry, 4.2米厢货, 4米2厢货, 4.2m厢式货车, 冷藏车, 4.2米冷藏车, 五菱小卡, 轻卡, 高栏, 9.6米高栏车, 货车, 1.5吨货车, 皮卡, 江铃皮卡, 4.2米, 6米8",
    VehicleKind.CAR: "car, 轿车, 小车, SUV",
    VehicleKind.THREE_WHEELER: "电动三轮, 电动三轮车, 三轮, 三轮车, Electric tricycle, 三轮摩托",
    VehicleKind.E_BIKE: "电瓶车, 电动车, 摩托, 摩托车, 电动摩托车, scooter, e-bike, Motorcycle",
    VehicleKind.ON_FOOT: "步行, on foot",
    None: "2米, 飞机, 船, 自备, oscar, 面包店用, 板车人力",
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, row in KINDS.items() for text in row.split(", ")])
def test_the_kinds_of_vehicle_that_people_write(text: str, kind: VehicleKind | None) -> None:
    assert kind_of(text) is kind


def test_what_is_not_known_of_a_vehicle_is_told_and_left_out(office: Office, tmp_path: Path) -> None:
    office.books.vehicles.put([{"id": "V2", "kind": "truck"}])
    report = imported(
        office,
        tmp_path,
        "vehicles",
        "车辆编号|车型|载重(吨)|可装箱数|趟数",
        "V1|自备|1.5|约600|",
        "V2|自备||300|2",
        "V3|货车|2|80|三四趟",
    )
    assert report["rejected"] == 0
    assert told(report) == [
        (2, "kind", "unknown_vehicle_kind"), (2, "cases", "not_a_number"), (3, "kind", "unknown_vehicle_kind"),
        (4, "trips", "not_a_number"),
    ]  # fmt: skip
    one, two, three = (office.books.vehicles.get(f"V{n}") for n in (1, 2, 3))
    assert (one.kind, one.capacity) == (VehicleKind.VAN, {"kg": 1500})
    assert (two.kind, two.capacity, two.trips) == (VehicleKind.TRUCK, {"cases": 300}, 2)
    assert (three.capacity, three.trips) == ({"kg": 2000, "cases": 80}, 3)


def test_plates_are_one_however_they_are_written(office: Office, tmp_path: Path) -> None:
    report = imported(office, tmp_path, "vehicles", "车牌|载重(吨)", "浙A12345|1.5", "浙a·12345|1.5", "浙A 12345|2")
    assert [(each["row"], each["code"]) for each in report["errors"]] == [(4, "id_twice")]
    assert [each.capacity for each in office.books.vehicles.all().values()] == [{"kg": 1500}]
    report = imported(office, tmp_path, "vehicles", "车牌|载箱数", "浙A-12345|80")
    assert told(report) == [(2, "plate", "written_as")]
    assert {each.id: each.capacity for each in office.books.vehicles.all().values()} == {
        "浙A12345": {"kg": 1500, "cases": 80}
    }


COUNTS = {
    "cases": "一千二百=1200 一千二百箱=1200 4百=400 3千=3000 1.2千=1200 0.5万=5000 二百=200 1千5=1500 80箱=80 1,200=1200 4百箱=400 20托= 300斤= 300kg= 30%= 约600=",
    "stops": "2百=200 40家=40 40=40 三十=30 2百家=200 30%= 20h= 12.5=",
    "trips": "2趟=2 3次=3 3=3 两趟=2 2百= 2h=",
    "crew": "2人=2 两人=2 3=3 2百= 1车=",
}  # fmt: skip
HEADERS = {"cases": "载箱数", "stops": "日拜访上限", "trips": "趟数", "crew": "随车人数"}


@pytest.mark.parametrize(("field", "said"), [(field, said) for field, row in COUNTS.items() for said in row.split()])
def test_counts_are_numbers_with_the_word_of_their_field_or_none(
    office: Office, tmp_path: Path, field: str, said: str
) -> None:
    cell, _, count = said.partition("=")
    kind = "reps" if field == "stops" else "vehicles"
    report = imported(office, tmp_path, kind, f"编号|名称|{HEADERS[field]}", f"A1|a|{cell}")
    record: Any = office.books.book(kind).all()["A1"]
    usual = {"cases": None, "stops": None, "trips": 3, "crew": 1}[field]
    found = {
        "cases": lambda: record.capacity.get("cases"), "stops": lambda: record.limits.stops,
        "trips": lambda: record.trips, "crew": lambda: record.crew,
    }[field]()  # fmt: skip
    assert found == (float(count) if count else usual)
    assert [each["code"] for each in report["warnings"]] == ([] if count else ["not_a_number"])
    assert report["errors"] == []


def test_a_row_that_says_the_same_but_for_unused_columns_is_one_of_the_same(office: Office, tmp_path: Path) -> None:
    report = imported(
        office,
        tmp_path,
        "vehicles",
        "车号|载重(吨)|年检日期",
        "A1|1.5|2027-01-01",
        "A1|1500kg|2027-02-01",
        "A1|1.6|2027-01-01",
    )
    assert (report["added"], report["unchanged"], report["rejected"]) == (1, 1, 1)
    assert (3, "id", "id_again") in told(report)
    assert (office.books.vehicles.get("A1").model_extra or {})["年检日期"] == "2027-01-01"
