"""How to get there, in words and on the sheets that are asked to say so."""

from __future__ import annotations

import csv
import io
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from routing.planning.driven import Driven
from routing.sheets import write_sheet
from routing.sheets.breaking import breaking_point
from routing.sheets.content import Content, build_content
from routing.sheets.directions import directions_text, wind_of
from routing.travel import Leg, Step
from store.records import Day, Route, Stop, StopKind
from tests.routing.planning.towns import MONDAY
from tui.locale import translator

ZH, EN = translator("zh"), translator("en")
CORNER = ((31.0, 121.0), (31.002, 121.0), (31.002, 121.003))


def leg(*steps: tuple[str, str, int], points: tuple[tuple[float, float], ...] = CORNER) -> Leg:
    made = tuple(Step(*step) for step in steps)
    return Leg(60, sum(step.metres for step in made), points, made)


def test_directions_are_said_as_a_navigator_says_them() -> None:
    way = leg(
        ("depart", "南京东路", 222),
        ("straight", "南京东路", 15),
        ("left", "", 1234),
        ("u_turn", "中山路", 4),
        ("roundabout", "解放路", 80),
        ("sharp_right", "人民路", 60),
    )
    assert directions_text(way, ZH) == (
        "沿南京东路向北出发，行驶 240 米；左转进入无名道路，行驶 1.2 公里；在中山路掉头，行驶 10 米；"
        "进入环岛，驶出到解放路，行驶 80 米；向右后方转弯进入人民路，行驶 60 米"
    )
    assert directions_text(way, EN).startswith(
        "head north on 南京东路, 240 m; left into a road without a name, 1.2 km"
    )
    assert directions_text(leg(("depart", "", 9)), ZH) == "就在北边不远，10 米"
    assert directions_text(leg(), ZH) == ""


@pytest.mark.parametrize(
    ("north", "east", "wind"), [(1, 0, "n"), (1, 1, "ne"), (0, 1, "e"), (-1, 0, "s"), (0, -1, "w"), (-1, -1, "sw")]
)
def test_the_wind_is_that_of_the_first_steps(north: int, east: int, wind: str) -> None:
    """At 60° north a degree of longitude is half as long."""
    there = (60 + north / 1000, 20 + 2 * east / 1000)
    assert wind_of([(60, 20), there, (61, 25)]) == wind
    assert wind_of([(60, 20), (60, 20)]) == "n"


@given(st.text(st.sampled_from("abc 路街，；12é"), min_size=3, max_size=40), st.data())
def test_lines_end_where_they_may(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(2, len(text) - 1))
    at = breaking_point(text, end)
    assert end // 2 < at <= end
    if at < end:
        assert text[at] not in "，；"
        assert not (text[at - 1] in "abc12é" and text[at] in "abc12é")


def content(*, directions: bool) -> Content:
    places = {"C1": (31.002, 121.003), "C2": (31.004, 121.003)}
    stops = [Stop(outlet=name, name=name, lat=lat, lon=lon) for name, (lat, lon) in places.items()]
    route = Route(rep="R1", name="张三", stops=stops, start=CORNER[0], end=CORNER[0])
    day = Day(date=MONDAY, routes=[route], estimate=False)
    on = leg(("depart", "南京东路", 222), ("right", "人民路", 300))
    way = Driven({("C1", StopKind.VISIT): on, ("C2", StopKind.VISIT): leg()}, leg(("depart", "回家路", 500)))
    return build_content(
        day, [route], outlets={}, reps={}, agreed={}, distributor="", language="zh", t=ZH,
        link=lambda *_: "", ways={"R1": way}, directions=directions,
        streets=[("main", [(31.0, 120.999), (31.005, 121.004)]), ("street", [(31.003, 121.0), (31.003, 121.01)])],
    )  # fmt: skip


def test_tables_say_the_way_where_asked_and_are_read_back_as_ever() -> None:
    plain, asked = (
        list(csv.reader(io.StringIO(write_sheet(content(directions=asked), "csv").decode("utf-8-sig"))))
        for asked in (False, True)
    )
    assert "走法" not in plain[0]
    column = asked[0].index("走法")
    assert asked[1][column] == "沿南京东路向北出发，行驶 220 米；右转进入人民路，行驶 300 米"
    assert asked[2][column] == ""
    assert [cell for n, cell in enumerate(asked[1]) if n != column] == plain[1]
    assert len(write_sheet(content(directions=True), "xlsx")) > len(write_sheet(content(directions=False), "xlsx"))


def test_maps_and_tracks_follow_the_streets() -> None:
    said = write_sheet(content(directions=False), "text").decode()
    assert "返程：沿回家路向北出发，行驶 500 米" in said
    page = write_sheet(content(directions=False), "html").decode()
    assert "沿南京东路向北出发" in page
    track = fromstring(write_sheet(content(directions=False), "gpx"))
    assert len(track.findall(".//{*}trkpt")) == 9
    along = Image.open(io.BytesIO(write_sheet(content(directions=False), "png")))
    assert along.width == 1080
    assert along.height < Image.open(io.BytesIO(write_sheet(content(directions=True), "png"))).height
    colours = {colour for _, colour in along.getcolors(2**24) or []}
    assert (0x7F, 0xA8, 0xCF) in colours
    assert (0xCB, 0xD3, 0xDB) in colours
