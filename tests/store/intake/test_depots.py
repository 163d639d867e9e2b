"""Depots out of tables: a code or a name, a position as an outlet's, hours of every day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.intake import IntakeError
from tui.jobs.importing import import_table
from tui.jobs.office import Office


@pytest.fixture
def office(books: Books) -> Office:
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def taken(office: Office, folder: Path, text: str, **options: Any) -> dict[str, Any]:
    path = folder / "depots.csv"
    path.write_text(text, encoding="utf-8")
    return import_table(office, "depots", path, **options)


def codes(report: dict[str, Any], level: str = "errors") -> list[tuple[int, str]]:
    return [(finding["row"], finding["code"]) for finding in report[level]]


def test_depots_with_code_name_place_address_and_hours(office: Office, tmp_path: Path) -> None:
    text = (
        "仓库编码,仓库名称,地址,纬度,经度,开放时间,状态,面积\n"
        "D1,中心仓,公园路1号,60.2,24.9,6:00-20:00,启用,800\nD2,[/b]东仓,,60.3,25.1,周一至周六 7:00-19:00,停用,\n"
        "D3,北仓,,60.1,24.8,8:00-12:00 13:00-17:00,,\n,没有地方的仓,某路,,,,,\nD5,半个,,60.1,,,,\n"
    )
    report = taken(office, tmp_path, text)
    assert (report["added"], report["rejected"], report["datum"]) == (3, 2, "wgs84")
    assert codes(report) == [(5, "depot_without_place"), (6, "half_position")]
    assert codes(report, "warnings") == [(3, "depot_days"), (4, "depot_hours")]
    first, second, third = (office.books.depots.get(f"D{n}") for n in (1, 2, 3))
    assert (first.name, first.address, first.lat, first.lon) == ("中心仓", "公园路1号", 60.2, 24.9)
    assert (first.open, first.close, first.active) == (6 * 3600, 20 * 3600, True)
    assert (first.model_extra or {})["面积"] == "800"
    assert (second.open, second.close, second.active) == (7 * 3600, 19 * 3600, False)
    assert (third.open, third.close) == (None, None)
    again = taken(office, tmp_path, text)
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 3)


def test_a_depot_on_file_is_known_by_its_name_and_keeps_its_place(office: Office, tmp_path: Path) -> None:
    office.books.depots.put([{"id": "D1", "name": "Main depot", "lat": 60.2, "lon": 24.9}])
    report = taken(office, tmp_path, "Depot,Opens,Closes\nmain depot,06:30,18:00\nOther,,\n")
    assert codes(report) == [(3, "depot_without_place")]
    depot = office.books.depots.get("D1")
    assert (depot.lat, depot.open, depot.close) == (60.2, 6.5 * 3600, 18 * 3600)


def test_a_position_in_china_is_asked_for_its_datum(office: Office, tmp_path: Path) -> None:
    text = '仓库,坐标\n中心仓,"120.15,30.27"\n'
    with pytest.raises(IntakeError) as asked:
        taken(office, tmp_path, text)
    assert asked.value.code == "datum_wanted"
    assert taken(office, tmp_path, text, datum="gcj02")["added"] == 1
    (depot,) = office.books.depots.all().values()
    assert (round(depot.lat, 3), round(depot.lon, 3)) == (30.272, 120.145)
