"""What is written in one line: read back as it was in both languages, and told where it says nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import notation
from store.notation import NotationError
from store.records import Arrangement, Outlet, Pause, Rep, Restriction, Rhythm, Settings, Weekday, clock_text

LANGUAGES = st.sampled_from(["zh", "en"])
DAYS = st.lists(st.sampled_from([day.value for day in Weekday]), unique=True).map(
    lambda days: [day.value for day in Weekday if day.value in days]
)
DATES = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
SPANS = st.tuples(st.integers(0, 1439), st.integers(1, 1439)).filter(lambda span: span[0] + span[1] <= 1440)


def hours(span: tuple[int, int]) -> tuple[str, str]:
    return clock_text(span[0] * 60), clock_text((span[0] + span[1]) * 60)


WINDOWS = st.lists(
    st.tuples(DAYS, SPANS.map(hours)).map(lambda w: {"days": w[0], "open": w[1][0], "close": w[1][1]}), max_size=4
)


def on_weekdays(windows: list[dict[str, Any]]) -> dict[str, list[tuple[int, int]]]:
    """The minutes open on each weekday, whatever windows they come from."""
    outlet = Outlet.model_validate({"id": "x", "name": "x", "windows": windows})
    monday = dt.date(2026, 11, 23)
    found = {}
    for number, day in enumerate(Weekday):
        minutes: set[int] = set()
        for window in outlet.windows_on(monday + dt.timedelta(number)) or []:
            minutes |= set(range(window.open // 60, window.close // 60))
        found[day.value] = sorted(minutes)
    return found


@given(windows=WINDOWS, language=LANGUAGES)
def test_hours_come_back_as_they_were(windows: list[dict[str, Any]], language: str) -> None:
    text = notation.write_hours(windows, language)
    assert on_weekdays(notation.read_hours(text)) == on_weekdays(windows), text


@given(shifts=WINDOWS, language=LANGUAGES)
def test_shifts_come_back_as_they_were(shifts: list[dict[str, Any]], language: str) -> None:
    documents = [{"days": s["days"], "start": s["open"], "end": s["close"]} for s in shifts]
    text = notation.write_shifts(documents, language)
    reps = [
        Rep.model_validate({"id": "x", "name": "x", "working_days": list(Weekday), "shifts": each})
        for each in (documents, notation.read_shifts(text))
    ]
    for number in range(7):
        before, after = (
            [(s.start, s.end) for s in rep.shifts_on(dt.date(2026, 11, 23) + dt.timedelta(number))] for rep in reps
        )
        assert before == after, text


@given(
    spans=st.lists(st.tuples(DATES, st.integers(0, 40)), max_size=4).map(
        lambda spans: [{"first": str(a), "last": str(a + dt.timedelta(n))} for a, n in spans]
    ),
    language=LANGUAGES,
)
def test_dates_come_back_as_they_were(spans: list[dict[str, str]], language: str) -> None:
    assert notation.read_spans(notation.write_spans(spans, language)) == spans


@given(
    days=st.lists(
        st.builds(
            lambda first, length, name, work, like: {
                "first": str(first),
                "last": str(first + dt.timedelta(length)),
                "name": name,
                "work": work,
                **({"like": like} if work and like else {}),
            },
            DATES,
            st.integers(0, 40),
            st.sampled_from(["", "春节", "Spring Festival", "[/b]", "1 May", "5.1"]),
            st.booleans(),
            st.sampled_from(["", *(day.value for day in Weekday)]),
        ),
        max_size=4,
    ),
    language=LANGUAGES,
)
def test_a_calendar_comes_back_as_it_was(days: list[dict[str, Any]], language: str) -> None:
    assert notation.read_calendar(notation.write_calendar(days, language)) == days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2027-02-05至02-11 春节", [("2027-02-05", "2027-02-11", "春节", False, None)]),
        ("2027年10月1日到7日 国庆节", [("2027-10-01", "2027-10-07", "国庆节", False, None)]),
        ("2027-05-01-2027-05-05 放假", [("2027-05-01", "2027-05-05", "", False, None)]),
        ("2027-02-14 上班（按星期五）补班", [("2027-02-14", "2027-02-14", "补班", True, "fri")]),
        (
            "20270102, 2027-02-14 work like Fri",
            [("2027-01-02",) * 2 + ("", False, None), ("2027-02-14",) * 2 + ("", True, "fri")],
        ),
    ],
)
def test_calendars_are_read_as_people_write_them(text: str, found: list[tuple[Any, ...]]) -> None:
    read = notation.read_calendar(text)
    assert [(d["first"], d["last"], d["name"], d["work"], d.get("like")) for d in read] == found


@pytest.mark.parametrize(
    ("text", "code"),
    [("春节", "bad_calendar"), ("2027-13-01 x", "bad_dates"), ("2027-02-05..2027-02-01", "dates_order")],
)
def test_what_is_no_day_of_a_calendar_is_told(text: str, code: str) -> None:
    with pytest.raises(NotationError) as fault:
        notation.read_calendar(text)
    assert fault.value.code == code


@given(
    units=st.lists(
        st.builds(
            lambda name, factor, kg, m3: {
                "name": name,
                "factor": factor,
                **({"kg": kg} if kg else {}),
                **({"m3": m3} if m3 else {}),
            },
            st.sampled_from(["瓶", "箱", "Case", "6-Pack", "1.5L瓶", "half case", "[/b]"]),
            st.integers(1, 500),
            st.sampled_from([None, 0.5, 12.5]),
            st.sampled_from([None, 0.03]),
        ),
        max_size=4,
    ),
    language=LANGUAGES,
)
def test_units_come_back_as_they_were(units: list[dict[str, Any]], language: str) -> None:
    text = notation.write_units(units, language)
    assert notation.read_units(text) == units, text


@pytest.mark.parametrize("text", ["瓶、提6、箱24 12.5公斤", "瓶,提=6,箱*24 12.5kg", "瓶；提 6；箱×24　12.5 KG"])
def test_units_are_read_as_people_write_them(text: str) -> None:
    sizes = [("瓶", 1, None), ("提", 6, None), ("箱", 24, 12.5)]
    assert [(u["name"], u["factor"], u.get("kg")) for u in notation.read_units(text)] == sizes


@given(days=DAYS, dates=st.lists(DATES.map(str), unique=True, max_size=3), language=LANGUAGES)
def test_days_off_come_back_as_they_were(days: list[str], dates: list[str], language: str) -> None:
    assert notation.read_off(notation.write_off([*days, *dates], language)) == [*days, *dates]


RHYTHMS = st.one_of(
    st.builds(Rhythm, visits=st.integers(1, 14), weeks=st.integers(1, 52), days=DAYS),
    st.tuples(st.integers(1, 365), st.integers(1, 365), DAYS).map(
        lambda r: Rhythm(min_days=min(r[:2]), max_days=max(r[:2]), days=r[2])
    ),
).map(lambda rhythm: rhythm.to_json())


@given(rhythm=RHYTHMS, language=LANGUAGES)
def test_rhythms_come_back_as_they_were(rhythm: dict[str, Any], language: str) -> None:
    assert notation.read_rhythm(notation.write_rhythm(rhythm, language)) == rhythm


PAUSES = st.lists(
    st.fixed_dictionaries(
        {"minutes": st.integers(1, 480).map(float)},
        optional={
            "hours": SPANS.map(hours),
            "after_minutes": st.integers(1, 1440).map(float),
            "depot": st.sampled_from(["D1", "仓库2", "x-[/b]"]),
        },
    ).map(
        lambda p: (
            {k: v for k, v in p.items() if k != "hours"}
            | dict(zip(("earliest", "latest"), p.get("hours", ()), strict=False))
        )
    ),
    max_size=3,
)


@given(pauses=PAUSES, language=LANGUAGES)
def test_breaks_come_back_as_they_were(pauses: list[dict[str, Any]], language: str) -> None:
    documents = [Pause.model_validate(pause).to_json() for pause in pauses]
    found = [
        Pause.model_validate(p).to_json() for p in notation.read_pauses(notation.write_pauses(documents, language))
    ]
    assert found == documents


NAMES = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Z"], blacklist_characters=",，、;；:：≥>="), min_size=1
)


@given(levels=st.dictionaries(NAMES, st.integers(1, 5), max_size=4), language=LANGUAGES)
def test_skills_come_back_as_they_were(levels: dict[str, int], language: str) -> None:
    assert notation.read_levels(notation.write_levels(levels, language)) == levels


@given(
    digits=st.dictionaries(
        st.sampled_from([d.value for d in Weekday]), st.permutations("0123456789").map(lambda p: "".join(p[:3]))
    ),
    language=LANGUAGES,
)
def test_digits_come_back_as_they_were(digits: dict[str, str], language: str) -> None:
    found = notation.read_digits(notation.write_digits(digits, language))
    assert found == digits
    Restriction.model_validate({"id": "x", "name": "x", "digits": found})


TRAFFIC = st.lists(
    st.tuples(
        DAYS.filter(lambda days: len(days) < 7),
        SPANS.map(hours),
        st.dictionaries(
            st.sampled_from(["motorway", "main", "street", "ferry"]), st.sampled_from([0.5, 1.3, 2.0]), min_size=1
        ),
    ).map(lambda t: {"days": t[0], "start": t[1][0], "end": t[1][1], "slower": t[2]}),
    max_size=3,
)


@given(traffic=TRAFFIC, language=LANGUAGES)
def test_slow_hours_come_back_as_they_were(traffic: list[dict[str, Any]], language: str) -> None:
    found = notation.read_traffic(notation.write_traffic(traffic, language))
    assert found == traffic
    Settings.model_validate({"traffic": found})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8-12, 14-18", [("08:00", "12:00"), ("14:00", "18:00")]),
        ("08:00-12:00 14:00-18:00", [("08:00", "12:00"), ("14:00", "18:00")]),
        ("08:00—12:00、14:00至18:00", [("08:00", "12:00"), ("14:00", "18:00")]),
        ("8点到12点", [("08:00", "12:00")]),
        ("", []),
        ("24/7", []),
    ],
)
def test_hours_as_people_write_them(text: str, found: list[tuple[str, str]]) -> None:
    assert [(w["open"], w["close"]) for w in notation.read_hours(text)] == found


def test_nothing_said_and_nothing_open_are_told_apart() -> None:
    assert notation.read_shifts("休息") == notation.read_day_hours("closed") == []
    assert notation.write_shifts([], "zh") == "休息"
    assert notation.write_day_hours([], "en") == "closed"
    open_all_day = notation.read_day_hours("24/7")
    Arrangement.model_validate({"id": "2026-11-24", "hours": {"C1": open_all_day}})
    assert open_all_day != []


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (notation.read_hours, "8 to lunch", "bad_hours"),
        (notation.read_shifts, "[/b]", "bad_hours"),
        (notation.read_days, "someday", "bad_days"),
        (notation.read_off, "sun, neverday", "bad_days"),
        (notation.read_spans, "2026-13-01", "bad_dates"),
        (notation.read_spans, "2026-12-03..2026-12-01", "dates_order"),
        (notation.read_rhythm, "often", "bad_rhythm"),
        (notation.read_pauses, "lunch", "bad_pause"),
        (notation.read_pauses, "13:00-12:00", "hours_order"),
        (notation.read_pauses, "30 min 11:30-99:99", "bad_pause"),
        (notation.read_digits, "mon", "bad_digits"),
        (notation.read_digits, "someday 1", "bad_days"),
        (notation.read_traffic, "mon-fri 07:30-09:00", "bad_traffic"),
        (notation.read_traffic, "07:30-09:00 moon ×2", "bad_traffic"),
        (notation.read_traffic, "main ×2", "bad_traffic"),
    ],
)
def test_a_text_that_says_nothing_is_told(read: Callable[[str], object], text: str, code: str) -> None:
    with pytest.raises(NotationError) as raised:
        read(text)
    assert raised.value.code == code


def position(text: str) -> tuple[float, float]:
    lat, lon = text.split(",")
    return float(lat), float(lon)


def test_places_and_areas() -> None:
    assert notation.read_place("@D1", position) == {"depot": "D1"}
    assert notation.read_place("不返回", position) == {"open": True}
    for place in ({"depot": "D1"}, {"open": True}, {"lat": 31.2, "lon": 121.4}, {}):
        assert notation.read_place(notation.write_place(place, "zh"), position) == place
    circle = {"lat": 31.2, "lon": 121.4, "radius_m": 1200.0}
    ring = {"points": [[31.1, 121.1], [31.2, 121.1], [31.2, 121.3]]}
    for zone in (circle, ring):
        assert notation.read_zone(notation.write_zone(zone, "en"), position) == zone
    assert notation.read_zone("31.2, 121.4 半径1.2公里", position) == circle
    with pytest.raises(NotationError):
        notation.read_zone("31.2, 121.4", position)
