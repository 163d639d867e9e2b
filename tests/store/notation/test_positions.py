"""Positions as people write and paste them."""

from __future__ import annotations

import pytest

from store.notation.angles import angle
from store.notation.errors import PositionError
from store.notation.positions import Pasted, from_cells, from_text

HERE = (60.17, 24.94)

CERTAIN = [
    ("120.19,30.48", "经纬度", (30.48, 120.19)),
    ("30.48,120.19", "纬经度", (30.48, 120.19)),
    ("120.19,30.48", "坐标", (30.48, 120.19)),
    ("30.48,120.19", "坐标", (30.48, 120.19)),
    ("120.19, 30.48", "", (30.48, 120.19)),
    ("-122.41, 37.77", "", (37.77, -122.41)),
    ("60.17, 24.94", "lat,lon", HERE),
    ("24.94 60.17", "Lng/Lat", HERE),
    ("24.94,60.17", "gps (lon,lat)", HERE),
    ("N60.17 E24.94", "", HERE),
    ("N 60.17 E 24.94", "", HERE),
    ("n60.17,e24.94", "", HERE),
    ("60d10.2mN 24d56.4mE", "", HERE),
    ("60d10m12sN, 24d56m24sE", "", HERE),
    ("geo:0,0?q=60.17,24.94(Shop)", "", HERE),
    ('{"coordinates": [24.94, 60.17]}', "", HERE),
    ("E24.94 N60.17", "", HERE),
    ("60.17N 24.94E", "", HERE),
    ("60.17 N, 24.94 E", "", HERE),
    ("60.17° N, 24.94° E", "", HERE),
    ("24.94E, 60.17N", "", HERE),
    ("60.17N, 24.94", "", HERE),
    ("33.86S 151.21E", "", (-33.86, 151.21)),
    ("S33.86 W70.5", "", (-33.86, -70.5)),
    ("60°10.2'N 24°56.4'E", "", HERE),
    ("60° 10,2' N, 24° 56,4' E", "", HERE),
    ("N 60° 10.2′, E 24° 56.4′", "", HERE),
    ("N60°10'12\" E24°56'24\"", "", HERE),
    ("60°10'12\"N, 24°56'24\"E", "", HERE),
    ("60º10’12’’N 24º56’24’’E", "", HERE),
    ("60°10′12″N 24°56′24″E", "", HERE),
    ("60 10 12 N 24 56 24 E", "", HERE),
    ("60 10 12N, 24 56 24E", "", HERE),
    ("N 60 10 12 E 24 56 24", "", HERE),
    ("60 10.2 N 24 56.4 E", "", HERE),
    ("60d10m12sec N 24d56m24sec E", "", HERE),
    ("北纬30°15′ 东经120°10′", "", (30.25, 120.166667)),
    ("东经120°10′，北纬30°15′", "", (30.25, 120.166667)),
    ("东经120度10分0秒 北纬30度15分0秒", "", (30.25, 120.166667)),
    ("北纬30.25，东经120.15", "", (30.25, 120.15)),
    ("经度:120.15 纬度:30.25", "", (30.25, 120.15)),
    ("经度120.15，纬度30.25", "坐标", (30.25, 120.15)),
    ("lat: 60.17, lng: 24.94", "", HERE),
    ("Longitude=24.94; Latitude=60.17", "", HERE),
    ("坐标：120.19,30.48", "", (30.48, 120.19)),
    ("６０．１７Ｎ　２４．９４Ｅ", "", HERE),
    ("POINT (24.94 60.17)", "Location", HERE),
    ("Point(24.94 60.17)", "lat lon", HERE),
    ("POINT Z (24.94 60.17 12.5)", "", HERE),
    ("SRID=4326;POINT(24.94 60.17)", "", HERE),
    ("[24.94, 60.17]", "Location", HERE),
    ("[24.94,60.17,0]", "", HERE),
    ("[60.17, 24.94]", "latlng", HERE),
    ('{"type":"Point","coordinates":[24.94,60.17]}', "", HERE),
    ('{"type":"Feature","geometry":{"type":"Point","coordinates":[24.94,60.17]},"properties":{}}', "", HERE),
    ("{'lat': 60.17, 'lng': 24.94}", "", HERE),
    ('{"longitude": "24.94", "latitude": "60.17"}', "", HERE),
    ("9GG65WCR+XF", "", (60.1724, 24.9412)),
    ("9gg65wcr+xf Helsinki", "", (60.1724, 24.9412)),
    ("-16.70 179.95", "", (-16.70, 179.95)),
    ("-16.72, -179.95", "", (-16.72, -179.95)),
    ("https://uri.amap.com/marker?position=120.19,30.48&name=x", "", (30.48, 120.19)),
    ("https://www.google.com/maps/@60.17,24.94,15z", "", HERE),
    ("https://www.openstreetmap.org/?mlat=60.17&mlon=24.94#map=15/60.17/24.94", "", HERE),
    ("geo:60.17,24.94?z=12", "", HERE),
]

EITHER = [
    "60.17, 24.94",
    "60.17 24.94",
    "60,17; 24,94",
    "60,17 24,94",
    "60,17, 24,94",
    "60,17,24,94",
    "(60.17/24.94)",
]


@pytest.mark.parametrize(("text", "header", "expected"), CERTAIN)
def test_a_position_written_in_any_usual_way(text: str, header: str, expected: tuple[float, float]) -> None:
    found = from_text(text, header)
    assert found is not None
    assert (found.lat, found.lon) == pytest.approx(expected, abs=1e-4)
    assert not found.either


@pytest.mark.parametrize("text", EITHER)
def test_a_bare_pair_has_two_readings_where_both_can_be(text: str) -> None:
    found = from_text(text, "位置")
    assert found == Pasted(60.17, 24.94, either=True)
    assert found.turned() == Pasted(24.94, 60.17, either=True)
    assert from_text(text, "lon lat") == Pasted(24.94, 60.17)


def test_links_and_reference_systems_tell_their_datum() -> None:
    for text, datum in (
        ("https://uri.amap.com/marker?position=120.19,30.48", "gcj02"),
        ("https://api.map.baidu.com/marker?location=30.48,120.19&title=x", "bd09"),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:30.48,120.19;title:x", "gcj02"),
        ("SRID=4326;POINT(120.19 30.48)", "wgs84"),
        ("POINT(120.19 30.48)", None),
    ):
        found = from_text(text)
        assert found is not None
        assert found.datum == datum


@pytest.mark.parametrize(
    ("text", "header", "code"),
    [
        ("120.19, 200.5", "纬度经度", "out_of_range"),
        ("95.1,100.2", "纬度经度", "out_of_range"),
        ("30.48;200", "纬度经度", "out_of_range"),
        ("120.19,30.48", "纬度,经度", "swapped"),
        ("[30.48, 120.19]", "", "swapped"),
        ("POINT (30.48 120.19)", "", "swapped"),
        ("60°75'N 24°56'E", "", "not_a_position"),
        ("60.5°10'N 24°56'E", "", "not_a_position"),
        ("N60.17 N24.94", "", "not_a_position"),
        ("-60.17N 24.94E", "", "not_a_position"),
        ("35V 385000 6672000", "", "not_degrees"),
        ("35VLG 85000 72000", "", "not_degrees"),
        ("385000 6672000", "", "not_degrees"),
        ("SRID=3857;POINT(2776308 8438345)", "", "not_degrees"),
        ("5WCR+XF Helsinki", "", "short_plus_code"),
        ("9GG60000+", "", "coarse_plus_code"),
        ("0,0", "", "zero_position"),
        ("https://maps.app.goo.gl/abcDEF", "", "short_link"),
    ],
)
def test_what_cannot_be_a_position_is_told(text: str, header: str, code: str) -> None:
    with pytest.raises(PositionError) as told:
        from_text(text, header)
    assert told.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "N;24d 36m 23.5sE", "51.39198 N, 0.65343x W", "60.165N;24.6914ES", '{"type": "Point" "coordinates": [24.94, 60.17]}',
        "POINT (24.94 60.17'", "https://www.openstreetmap.org/?mlat=60m.17&mlon=24.94#map=15/1.5/2.5",
        "geo:60m.17,24.94", "https://maps.apple.com/?ll=60.17,2)4.94", "https://[maps.google.com/?q=60.17,24.94",
    ],
)  # fmt: skip
def test_what_is_broken_is_not_read_in_another_way(text: str) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    "text", ["塘栖镇", "文三路12号 3幢", "60.17", "1.2.3", "POLYGON((1 2, 3 4, 5 6))", "{}", "[1]", "on foot"]
)
def test_what_speaks_of_no_position_gives_none(text: str) -> None:
    assert from_text(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30°28'48\"N", 30.48),
        ("-33.5", -33.5),
        ("33.5 S", -33.5),
        ("60,17", 60.17),
        ("60.17°", 60.17),
        ("60 10 12", 60.17),
        ("60 10.2", 60.17),
        ("60° 10.2'", 60.17),
        ("北纬30.25", 30.25),
        ("30度15分", 30.25),
        ("W 70.5", -70.5),
    ],
)
def test_one_angle_in_a_cell(text: str, expected: float) -> None:
    assert angle(text).degrees == pytest.approx(expected)


@pytest.mark.parametrize("text", ["12o.19", "60.17.3", "north", "1,234,5", "60 10"])
def test_what_is_no_angle(text: str) -> None:
    with pytest.raises(ValueError):
        angle(text)


def test_two_cells() -> None:
    assert from_cells("60,17", "24,94") == (60.17, 24.94)
    assert from_cells("N60.17", "E24.94") == (60.17, 24.94)
    assert from_cells("60°10'12\"N", "24°56'24\"E") == (60.17, 24.94)
    assert from_cells("", "") is None
    for lat, lon, code in (
        ("24.94E", "60.17N", "swapped"),
        ("60.17", "", "half_position"),
        ("6672000", "385000", "not_degrees"),
    ):
        with pytest.raises(PositionError) as told:
            from_cells(lat, lon)
        assert told.value.code == code


@pytest.mark.parametrize("text", ["1 " * 20_000, "1 1" + " " * 30_000 + "x", "[" * 1900, "1°" * 9_000, "N" * 20_000])
def test_what_is_far_too_long_is_no_position_and_takes_no_time(text: str) -> None:
    assert from_text(text) is None
    with pytest.raises(PositionError):
        from_cells(text, text)
