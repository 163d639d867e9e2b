"""Hours, rhythms, positions and addresses as people write them."""

from __future__ import annotations

import pytest

from store.intake.meanings import channel_of, grade_of, tier_of
from store.intake.placing import Neighbours, where_of
from store.notation.hours import HoursError, weekdays_of, windows_of
from store.notation.positions import PositionError, from_text, number
from store.notation.rhythms import rhythm_of
from store.records import Grade, Tier

WORKDAYS = ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-Fr 08:00-18:00", [(WORKDAYS, "08:00", "18:00")]),
        ("08:00-21:30", [([], "08:00", "21:30")]),
        ("8:00~11:30，14:00~17:00", [([], "08:00", "11:30"), ([], "14:00", "17:00")]),
        ("周一至周五 8:00-18:00", [(WORKDAYS, "08:00", "18:00")]),
        ("周一到周五 8点-17点半", [(WORKDAYS, "08:00", "17:30")]),
        ("工作日 9:00—12:00", [(WORKDAYS, "09:00", "12:00")]),
        ("每天 7：00－22：00", [([], "07:00", "22:00")]),
        ("Mon-Fri 8:00-17:00", [(WORKDAYS, "08:00", "17:00")]),
        ("Tu,Th 2pm-5:30pm", [(["tue", "thu"], "14:00", "17:30")]),
        ("Sa 22:00-04:00", [(["sat"], "22:00", "28:00")]),
        ("Su-Mo 20:00-02:00", [(["mon", "sun"], "20:00", "26:00")]),
    ],
)
def test_hours(text: str, expected: list[tuple[list[str], str, str]]) -> None:
    found = [window.to_json() for window in windows_of(text)]
    assert [(window["days"], window["open"], window["close"]) for window in found] == expected


@pytest.mark.parametrize("text", ["24/7", "全天", "24小时营业", "Mo-Su 00:00-24:00"])
def test_always_open_is_no_window(text: str) -> None:
    assert windows_of(text) == ()


@pytest.mark.parametrize("text", ["看情况", "closed", "25:00", "[/b]", "，"])
def test_what_says_no_hours(text: str) -> None:
    with pytest.raises(HoursError):
        windows_of(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周二/周五", ["tue", "fri"]),
        ("周一三五", ["mon", "wed", "fri"]),
        ("星期日", ["sun"]),
        ("2,5", ["tue", "fri"]),
        ("Tue & Fri", ["tue", "fri"]),
        ("Sa-Mo", ["mon", "sat", "sun"]),
        ("随时", []),
    ],
)
def test_weekdays(text: str, days: list[str]) -> None:
    assert weekdays_of(text) == days


@pytest.mark.parametrize(
    ("text", "header", "expected"),
    [
        ("每周2次", "", (2, 1)), ("1周2次", "", (2, 1)), ("两周1次", "", (1, 2)), ("2周一次", "", (1, 2)),
        ("隔周", "", (1, 2)), ("每月1次", "", (1, 4)), ("每月两次", "", (2, 4)), ("1次/周", "", (1, 1)),
        ("2/week", "", (2, 1)), ("every 2 weeks", "", (1, 2)), ("2 in 4 weeks", "", (2, 4)), ("weekly", "", (1, 1)),
        ("twice a month", "", (2, 4)), ("2", "拜访频次", (2, 1)), ("2", "月拜访次数", (2, 4)), ("3", "visits per month", (3, 4)),
        ("每两周一次", "", (1, 2)),
    ],
)  # fmt: skip
def test_rhythms(text: str, header: str, expected: tuple[int, int]) -> None:
    rhythm = rhythm_of(text, header)
    assert rhythm is not None
    assert (rhythm["visits"], rhythm["weeks"]) == expected


def test_rhythms_with_days_and_ranges() -> None:
    on_days = rhythm_of("weekly on Tue/Fri")
    assert on_days is not None
    assert on_days["days"] == ["tue", "fri"]
    fixed = rhythm_of("", days="周二、周五")
    assert fixed is not None
    assert (fixed["visits"], fixed["days"]) == (2, ["tue", "fri"])
    between = rhythm_of("every 10-18 days")
    assert between is not None
    assert (between["min_days"], between["max_days"]) == (10, 18)
    assert rhythm_of("有空就去") is None
    assert rhythm_of("0次/周") is None


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


@pytest.mark.parametrize(
    ("text", "grade"), [("A", Grade.A), ("b级", Grade.B), ("Ｃ类客户", Grade.C), ("E", None), ("优", None)]
)
def test_grades(text: str, grade: Grade | None) -> None:
    assert grade_of(text) is grade


def test_tiers_and_channels() -> None:
    assert tier_of("二批") is Tier.WHOLESALER
    assert tier_of("三批商") is Tier.SUB_WHOLESALER
    assert tier_of("餐饮") is None
    assert channel_of("连锁便利店") == "convenience"
    assert channel_of("fast_food") == "restaurant"
    assert channel_of("直播间") is None


def test_neighbours_by_street_village_and_town() -> None:
    known = Neighbours()
    for house, lat in ((2, 30.0), (4, 30.1), (60, 31.0), (62, 31.1)):
        known.add(where_of(f"塘栖镇广济路{house}号"), lat, 120.0)
    known.add(where_of("塘栖镇丁河村5组"), 29.0, 119.0)
    known.add(where_of("Mikonkatu 18", "Helsinki"), 60.0, 25.0)
    street = known.place(where_of("塘栖镇广济路3号"))
    assert street is not None
    assert (street[0], street[1] < 30.5) == ("street", True)
    assert known.place(where_of("塘栖镇丁河村9组")) == ("village", 29.0, 119.0)
    assert (known.place(where_of("塘栖镇某处")) or ("",))[0] == "town"
    assert known.place(where_of("Mikonkatu 20", "Helsinki")) == ("street", 60.0, 25.0)
    assert known.place(where_of("别的镇广济路3号")) is None
