"""Where outlets come to lie: positions in a column as a whole, and outlets placed among neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.intake import Intake, read_table, take_outlets
from store.intake.placing import FarApartError, Neighbours, where_of
from store.intake.questions import Answers, questions_of
from store.records import Outlet


def taken(folder: Path, text: str, **options: object) -> Intake[Outlet]:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    options.setdefault("existing", {})
    return take_outlets(read_table(path), reps={}, **options)  # type: ignore[arg-type]


def places(found: Intake[Outlet]) -> dict[str, tuple[float | None, float | None]]:
    return {outlet.id: (outlet.lat, outlet.lon) for outlet in found.records}


MIXED = """Customer code,Customer name,Location
W1,North,POINT (24.94 60.17)
W2,South,"SRID=4326;POINT(24.95 60.16)"
W3,Json,"[24.93, 60.15]"
W4,Gj,"{""type"":""Point"",""coordinates"":[24.92,60.14]}"
W5,latlon,"60.13, 24.91"
"""


def test_positions_of_every_kind_in_one_column(tmp_path: Path) -> None:
    found = taken(tmp_path, MIXED)
    assert places(found) == {
        "W1": (60.17, 24.94), "W2": (60.16, 24.95), "W3": (60.15, 24.93), "W4": (60.14, 24.92), "W5": (60.13, 24.91),
    }  # fmt: skip
    assert not found.warnings


BARE = """Customer code,Customer name,坐标
A,One,"24.94, 60.17"
B,Two,"24.95, 60.16"
"""


def test_a_bare_column_is_asked_about_and_the_answer_settles_it(tmp_path: Path) -> None:
    found = taken(tmp_path, BARE)
    assert (found.added, found.rejected) == (0, 2)
    [question] = questions_of(found.errors)
    assert (question.code, question.column, question.rows) == ("order", "坐标", (2, 3))
    assert question.readings == {"latlon": "24.94N 60.17E", "lonlat": "60.17N 24.94E"}
    for order, first in (("lonlat", (60.17, 24.94)), ("latlon", (24.94, 60.17))):
        assert places(taken(tmp_path, BARE, answers=Answers({"order": order})))["A"] == first
        assert places(taken(tmp_path, BARE, answers=Answers(columns={("order", "坐标"): order})))["A"] == first


def test_a_number_beyond_ninety_settles_its_column(tmp_path: Path) -> None:
    found = taken(tmp_path, BARE + 'C,Three,"101.5, 55.2"\n')
    assert places(found) == {"A": (60.17, 24.94), "B": (60.16, 24.95), "C": (55.2, 101.5)}


def test_what_is_on_file_settles_a_column(tmp_path: Path) -> None:
    near = Outlet.model_validate({"id": "X", "name": "x", "lat": 60.2, "lon": 25.0})
    assert places(taken(tmp_path, BARE, existing={"X": near}))["A"] == (60.17, 24.94)
    assert places(taken(tmp_path, BARE, depots=[(60.2, 25.0)]))["A"] == (60.17, 24.94)
    assert taken(tmp_path, BARE, depots=[(48.1, 11.5)]).rejected == 2, "near neither reading"
    guessed = near.model_copy(update={"approximate": True})
    assert taken(tmp_path, BARE, existing={"X": guessed}).rejected == 2


def test_rows_that_contradict_each_other_settle_nothing(tmp_path: Path) -> None:
    found = taken(tmp_path, BARE + 'C,Three,"60.15, 24.9"\n', depots=[(60.2, 25.0)])
    assert found.rejected == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5WCR+XF Helsinki", "short_plus_code"),
        ("35V 385000 6672000", "not_degrees"),
        ("https://maps.app.goo.gl/x", "short_link"),
        ("behind the church", "no_position_in_text"),
    ],
)
def test_what_gives_no_position_is_told_and_the_outlet_goes_in(tmp_path: Path, text: str, code: str) -> None:
    found = taken(tmp_path, f"code,name,location\nA,One,{text}\n")
    assert (found.added, found.records[0].lat) == (1, None)
    assert (code, text) in [(warning.code, warning.value) for warning in found.warnings]


def test_neighbours_far_apart_place_nothing(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        "客户编码,客户名称,纬度,经度,地址\n"
        "G1,a,30.4801,120.1899,人民路1号\nG2,b,31.2300,121.4700,人民路5号\nG3,c,,,人民路3号\n"
        "G4,d,60.17,24.94,Main Street 1\nG5,e,65.01,25.47,Main Street 5\nG6,f,,,Main Street 3\n",
        datum="wgs84",
    )
    assert places(found)["G3"] == places(found)["G6"] == (None, None)
    assert [(w.row, w.params["by"]) for w in found.warnings if w.code == "neighbours_apart"] == [
        (4, "street"),
        (7, "street"),
    ]


def test_between_neighbours_across_the_date_line(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        "code,name,lat,lon,address\nG1,a,-16.70,179.95,Wharf Rd 1\nG2,b,-16.72,-179.95,Wharf Rd 3\nG3,c,,,Wharf Rd 2\n",
    )
    assert places(found)["G3"] == (-16.71, 180.0)


@pytest.mark.parametrize(
    ("house", "lat"), [(10, 30.0), (15, 30.005), (20, 30.01), (18, 30.008), (35, 30.03), (2, 30.0), (90, 30.04)]
)
def test_house_numbers_are_reckoned_between_the_nearest(house: int, lat: float) -> None:
    known = Neighbours()
    for number, north in ((10, 30.0), (20, 30.01), (30, 30.02), (40, 30.04)):
        known.add(where_of(f"文三路{number}号"), north, 120.0)
    assert known.place(where_of(f"文三路{house}号")) == ("street", pytest.approx(lat), 120.0)


def test_streets_of_different_towns_are_not_mixed() -> None:
    known = Neighbours()
    known.add(where_of("余杭区人民路1号"), 30.4, 120.2)
    known.add(where_of("Main Street 1, Springfield"), 39.8, -89.6)
    known.add(where_of("1 Main Street", "Shelbyville"), 39.4, -88.8)
    assert known.place(where_of("静安区人民路3号")) is None
    assert known.place(where_of("Main Street 3, 62704 Springfield")) == ("street", 39.8, -89.6)
    assert known.place(where_of("Main Street 3", "Shelbyville")) == ("street", 39.4, -88.8)
    assert known.place(where_of("Main Street 3, Ogdenville")) is None


def test_a_village_and_a_town_in_two_places() -> None:
    known = Neighbours()
    known.add(where_of("石桥村1组"), 30.0, 120.0)
    known.add(where_of("石桥村2组"), 30.4, 120.0)
    with pytest.raises(FarApartError) as told:
        known.place(where_of("石桥村3组"))
    assert (told.value.by, told.value.km) == ("village", 44)


def test_a_position_that_would_be_among_the_others_the_other_way_round_is_told(tmp_path: Path) -> None:
    rows = ["F1,a,60.17,24.94", "F2,b,60.18,24.95", "F3,c,24.93,60.19", "F4,d,60.2,24.9", "F5,e,-33.9,151.2"]
    (tmp_path / "o.csv").write_text("编号,名称,纬度,经度\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = take_outlets(read_table(tmp_path / "o.csv"), existing={}, reps={})
    assert [(each.row, each.value) for each in done.warnings if each.code == "maybe_exchanged"] == [
        (4, "24.93, 60.19")
    ]
