"""Pictures, tracks and calendars of a day, read by what reads such files."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from routing.sheets import write_sheet
from routing.sheets.calendar import escaped, folded
from tests.routing.sheets.test_sheets import NAMES, content

GPX = {"g": "http://www.topografix.com/GPX/1/1"}
KML = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.mark.parametrize(("stops", "routes"), [(6, 1), (6, 2), (25, 1), (1, 1), (0, 1), (0, 0)])
def test_a_picture_is_as_wide_as_a_phone_and_as_long_as_the_day(stops: int, routes: int) -> None:
    image = Image.open(io.BytesIO(write_sheet(content(stops, routes), "png")))
    assert image.width == 1080
    assert image.height > 120 * stops * routes
    assert stops * routes == 0 or min(image.convert("L").tobytes()) < 64


def test_every_name_goes_into_gpx_and_kml_as_it_is() -> None:
    made = content(routes=1)
    gpx = ET.fromstring(write_sheet(made, "gpx"))
    names = [node.text or "" for node in gpx.iterfind("g:wpt/g:name", GPX)]
    assert [name.partition(" ")[2].partition(" ")[2] for name in names] == list(NAMES)
    first = gpx.find("g:wpt", GPX)
    assert first is not None
    assert (first.get("lat"), first.get("lon")) == ("30.000000", "120.000000")
    assert len(gpx.findall("g:rte/g:rtept", GPX)) == len(NAMES) + 2
    kml = ET.fromstring(write_sheet(made, "kml"))
    points = [node.text for node in kml.iterfind(".//k:Point/k:coordinates", KML)]
    assert points[0] == "120.000000,30.000000"
    assert len(points) == len(NAMES)


def test_geojson_is_longitude_first() -> None:
    document = json.loads(write_sheet(content(routes=1), "geojson"))
    kinds = [feature["geometry"]["type"] for feature in document["features"]]
    assert kinds == ["LineString", *["Point"] * len(NAMES)]
    assert document["features"][1]["geometry"]["coordinates"] == [120.0, 30.0]
    assert [feature["properties"]["name"] for feature in document["features"][1:]] == list(NAMES)


def test_a_calendar_keeps_to_its_standard() -> None:
    raw = write_sheet(content(routes=1), "ics")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    whole = raw.decode().replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == len(NAMES)
    assert "DTSTART:20261123T080000" in whole
    assert "SUMMARY:1. 老王烟酒店" in whole
    assert len({line for line in whole.splitlines() if line.startswith("UID:")}) == len(NAMES)


def test_calendar_text_is_escaped_and_folded() -> None:
    assert escaped("a;b,c\\d\ne\x07") == "a\\;b\\,c\\\\d\\ne"
    pieces = list(folded("SUMMARY:" + "很" * 60))
    assert (
        "".join(piece.removeprefix(" ") if number else piece for number, piece in enumerate(pieces))
        == "SUMMARY:" + "很" * 60
    )
