"""Positions as people write and paste them."""

from __future__ import annotations

import pytest

from store.notation.errors import PositionError
from store.notation.positions import from_text, number


@pytest.mark.parametrize(
    ("text", "header", "expected"),
    [
        ("120.19,30.48", "经纬度", (30.48, 120.19)),
        ("30.48,120.19", "纬经度", (30.48, 120.19)),
        ("120.19,30.48", "坐标", (30.48, 120.19)),
        ("60.17 24.95", "position", (60.17, 24.95)),
        ("https://uri.amap.com/marker?position=120.19,30.48&name=x", "", (30.48, 120.19)),
        ("https://www.google.com/maps/@60.17,24.95,15z", "", (60.17, 24.95)),
        ("https://www.openstreetmap.org/?mlat=60.17&mlon=24.95#map=15/60.17/24.95", "", (60.17, 24.95)),
        ("geo:60.17,24.95?z=12", "", (60.17, 24.95)),
    ],
)
def test_pasted_positions(text: str, header: str, expected: tuple[float, float]) -> None:
    found = from_text(text, header)
    assert found is not None
    assert (found.lat, found.lon) == expected


def test_links_tell_their_datum() -> None:
    for text, datum in (
        ("https://uri.amap.com/marker?position=120.19,30.48", "gcj02"),
        ("https://api.map.baidu.com/marker?location=30.48,120.19&title=x", "bd09"),
        ("https://apis.map.qq.com/uri/v1/marker?marker=coord:30.48,120.19;title:x", "gcj02"),
    ):
        found = from_text(text)
        assert found is not None
        assert found.datum == datum


def test_impossible_positions() -> None:
    for text in ("120.19, 200.5", "95.1,100.2", "30.48;200"):
        with pytest.raises(PositionError):
            from_text(text, "纬度经度")
    assert from_text("塘栖镇") is None
    assert number("30°28'48\"N") == pytest.approx(30.48)
    assert number("-33.5") == -33.5
