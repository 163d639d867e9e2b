"""Rhythms and spans of time as people write them: the tables of docs/notation.md."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.errors import NotationError, TwoReadingsError
from store.notation.numbers import COMMA
from store.notation.periods import read_period, write_period
from store.notation.rhythms import read_rhythm, write_rhythm


def rhythm(text: str, header: str = "", days: str = "") -> tuple[Any, ...]:
    found = read_rhythm(text, header, days)
    assert found is not None
    if "max_days" in found:
        return ("days", found["min_days"], found["max_days"])
    return (found["visits"], found["weeks"])


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ((2, 1), ("每周2次", "1周2次", "一周两次", "2次/周", "2/week", "2 per week", "2x/week", "twice a week", "周2次", "一周2访",
                  "每周拜访2次", "2 times a week", "每周二次", "２次／周", "F8", "twice weekly", "2/W", "每星期两次")),
        ((3, 1), ("一周三访", "一周三次", "3/W", "F12", "每周三访", "3 visits per week")),
        ((1, 1), ("每周", "每周一次", "weekly", "once a week", "1/W", "1次/周", "F4", "每周1次", "周1次", "every week", "Weekly.")),
        ((1, 2), ("两周1次", "2周一次", "隔周", "双周", "每两周一次", "biweekly", "fortnightly", "every 2 weeks", "F2", "1/2W",
                  "半月一次", "半个月一次", "半月", "每半月", "每半个月1次", "隔周一次", "every other week", "2周/次", "每2周")),
        ((1, 4), ("每月1次", "月1次", "monthly", "F1", "1次/月", "一月一次", "每月", "once a month", "4周1次", "every month", "一个月一次")),
        ((2, 4), ("每月两次", "月2次", "2次/月", "twice a month", "2 in 4 weeks", "每4周2次", "月拜访2次")),
        ((3, 4), ("F3", "每月三次")), ((1, 8), ("隔月", "双月", "两月一次", "every 2 months", "两个月一次")),
        ((1, 13), ("季度1次", "每季度一次", "每季", "quarterly", "1次/季度", "once a quarter")), ((1, 26), ("半年一次",)), ((1, 52), ("一年一次",)),
        ((6, 1), ("每天", "每日", "daily", "天天", "每天一次", "every day", "1次/天")),
        (("days", 10, 10), ("每10天", "10天一次", "每10天1次", "every 10 days", "10天/次", "10 days", "十天一次", "1次/10天", "10天1访")),
        (("days", 15, 15), ("15天/次", "15天一次")), (("days", 45, 45), ("every 45 days",)), (("days", 7, 7), ("每7天", "7天")),
        (("days", 3, 3), ("每3天一次", "三天一次")), (("days", 14, 14), ("every 14 days",)), (("days", 2, 2), ("隔天", "隔日", "every other day", "两天一次")),
        (("days", 10, 18), ("10-18天", "every 10-18 days", "每10至18天", "10~18天一次", "18-10 days")),
    ],
)  # fmt: skip
def test_rhythms(expected: tuple[Any, ...], texts: tuple[str, ...]) -> None:
    assert {text: rhythm(text) for text in texts} == dict.fromkeys(texts, expected)


@pytest.mark.parametrize(
    ("text", "header", "expected"),
    [
        ("7", "拜访周期(天)", ("days", 7, 7)), ("14", "Visit cycle (days)", ("days", 14, 14)), ("30", "周期/天", ("days", 30, 30)),
        ("3", "拜访间隔天数", ("days", 3, 3)), ("7.0", "拜访周期（日）", ("days", 7, 7)), ("2", "拜访周期(周)", (1, 2)), ("1", "拜访周期(月)", (1, 4)),
        ("2", "拜访频次", (2, 1)), ("2", "拜访次数", (2, 1)), ("2", "visit frequency", (2, 1)), ("2次", "拜访频次", (2, 1)),
        ("2", "月拜访次数", (2, 4)), ("3", "visits per month", (3, 4)), ("1", "季度拜访次数", (1, 13)), ("2", "周拜访频次", (2, 1)),
        ("2", "Visits per week", (2, 1)), ("0.5", "周频次", (1, 2)), ("2.0", "频率", (2, 1)), ("2", "每4周拜访次数", (2, 4)),
        ("10", "频率(天/次)", ("days", 10, 10)), ("7天", "拜访周期", ("days", 7, 7)), ("F4", "拜访周期", (1, 1)), ("每周2次", "拜访周期(天)", (2, 1)),
        ("2", "Calls per 2 weeks", (2, 2)), ("2次", "拜访周期(月)", (2, 4)), ("2次", "周期(周)", (2, 1)), ("2", "拜访频率(次/月)", (2, 4)),
        ("2", "每周拜访次数", (2, 1)), ("2", "每月拜访次数", (2, 4)), ("二四六", "拜访频次", (3, 1)), ("1,3,5", "拜访频次", (3, 1)),
        ("1、4", "拜访频次", (2, 1)), ("每逢周三", "拜访周期", (1, 1)), ("每周三次（周一三五）", "", (3, 1)),
    ],
)  # fmt: skip
def test_numbers_by_what_their_header_names(text: str, header: str, expected: tuple[Any, ...]) -> None:
    assert rhythm(text, header) == expected


@pytest.mark.parametrize(
    ("text", "header", "readings"),
    [
        ("7", "拜访周期", ("every 7 days", "1 per 7 weeks")), ("2", "", ("2 per week", "every 2 days")),
        ("2次", "", ("2 per week", "2 per 4 weeks")), ("W2", "", ("2 per week", "1 per 2 weeks")), ("2", "备注", ("2 per week", "every 2 days")),
    ],
)  # fmt: skip
def test_rhythms_with_two_readings_are_asked(text: str, header: str, readings: tuple[str, ...]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_rhythm(text, header)
    assert raised.value.readings == readings
    assert [write_rhythm(read_rhythm(each), "en") for each in readings] == list(readings)


@pytest.mark.parametrize(
    ("text", "days", "expected", "on"),
    [
        ("每周2次 周二、周五", "", (2, 1), ["tue", "fri"]), ("2 per week on tue,fri", "", (2, 1), ["tue", "fri"]),
        ("2 per week (Tue/Fri)", "", (2, 1), ["tue", "fri"]), ("周一三五", "", (3, 1), ["mon", "wed", "fri"]),
        ("周一、周三、周五", "", (3, 1), ["mon", "wed", "fri"]), ("Mon/Wed/Fri", "", (3, 1), ["mon", "wed", "fri"]),
        ("weekly on Tue/Fri", "", (1, 1), ["tue", "fri"]), ("每周二、周五", "", (2, 1), ["tue", "fri"]), ("每周一", "", (1, 1), ["mon"]),
        ("", "周二、周五", (2, 1), ["tue", "fri"]), ("每周2次", "1,4", (2, 1), ["mon", "thu"]), ("隔周二", "", (1, 2), ["tue"]),
        ("隔周 周二", "", (1, 2), ["tue"]), ("每10天 周二", "", ("days", 10, 10), ["tue"]), ("every Tuesday", "", (1, 1), ["tue"]),
        ("每周2次（周二、周五）", "", (2, 1), ["tue", "fri"]), ("Tue, Fri", "", (2, 1), ["tue", "fri"]),
    ],
)  # fmt: skip
def test_rhythms_on_weekdays(text: str, days: str, expected: tuple[Any, ...], on: list[str]) -> None:
    assert rhythm(text, "", days) == expected
    found = read_rhythm(text, "", days)
    assert found is not None
    assert found["days"] == on


@pytest.mark.parametrize("text", ["单周周二", "双周周二", "odd weeks Tue", "even week on Fri", "单周二", "奇数周"])
def test_odd_and_even_weeks_are_told(text: str) -> None:
    with pytest.raises(NotationError, match="week_parity"):
        read_rhythm(text)
    with pytest.raises(NotationError, match="week_parity"):
        read_rhythm("", days=text)


@pytest.mark.parametrize(
    "text",
    ["often", "有空就去", "0次/周", "20次/周", "300-400天", "3天2次", "every 0-5 days", "每月第一个周一", "每月1日、15日", "F0", "F99", "每周2次或3次",
     "每周2次 不含节假日", "A", "-", "每", "999", "100年一次", "first Monday of the month", "2" * 100, "每周二次五次"],
)  # fmt: skip
def test_what_says_no_rhythm(text: str) -> None:
    with pytest.raises(NotationError) as raised:
        read_rhythm(text, "拜访频次")
    assert raised.value.code == "bad_rhythm"


def test_nothing_says_nothing() -> None:
    assert read_rhythm("") is None
    assert read_rhythm(" ", "拜访频次", "") is None


@given(
    st.one_of(
        st.fixed_dictionaries({"visits": st.integers(1, 14), "weeks": st.integers(1, 52)}),
        st.tuples(st.integers(1, 365), st.integers(0, 300)).map(
            lambda span: {"visits": 1, "weeks": 1, "min_days": span[0], "max_days": min(365, sum(span))}
        ),
    ),
    st.lists(st.sampled_from(["mon", "wed", "sat", "sun"]), unique=True),
    st.sampled_from(["zh", "en"]),
)
def test_rhythms_written_are_read_again(rhythm: dict[str, Any], days: list[str], language: str) -> None:
    order = ["mon", "wed", "sat", "sun"]
    whole = rhythm | {"days": sorted(days, key=order.index)}
    assert read_rhythm(write_rhythm(whole, language)) == whole


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (365, ("365", "365天", "365日", "365 days", "365d", "12个月", "12月", "12 months", "12M", "十二个月", "1年", "一年", "1 year", "1y",
               "３６５天", "365天内")),
        (548, ("18 months", "18个月", "1.5年", "一年半", "1年半", "1年6个月", "1,5 years", "1 year 6 months")),
        (183, ("半年", "6个月", "6 months")), (14, ("两周", "2周", "2 weeks", "2w", "14天", "14", "14.0")), (15, ("半个月", "半月")),
        (30, ("一个月", "1 month", "30 days net", "net 30", "月结30天", "T+30")), (46, ("一个半月",)), (91, ("三个月", "3 months", "一季度")),
        (90, ("D+90", "T+90", "90天", "九十天")), (913, ("两年半",)), (1, ("1", "1天")),
    ],
)  # fmt: skip
def test_spans(days: int, texts: tuple[str, ...]) -> None:
    assert {text: read_period(text) for text in texts} == dict.fromkeys(texts, days)


def test_spans_in_what_their_header_names() -> None:
    assert [read_period(text, header) for text, header in (
        ("12", "保质期(月)"), ("12", "shelf life (months)"), ("2", "保质期(年)"), ("30", "月结天数"), ("30", "账期"), ("12个月", "保质期(天)"),
        ("2", "周期"), ("8", "保质期/周"),
    )] == [365, 365, 730, 30, 30, 365, 2, 56]  # fmt: skip
    assert read_period("1,5年", "", COMMA) == 548


@pytest.mark.parametrize(
    "text", ["0", "-5", "x", "", "很久", "200年", "12 13", "个月", "3-6个月", "年", "1年多", "12个", "1" * 90, "1年1"]
)
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(NotationError) as raised:
        read_period(text)
    assert raised.value.code == "bad_period"


@given(st.integers(1, 36500), st.sampled_from(["zh", "en"]))
def test_spans_written_are_read_again(days: int, language: str) -> None:
    assert read_period(write_period(days, language)) == days


@given(
    st.text(alphabet="0123456789每隔半天周月年季次访/-~ 一二两三个perwkdaysFW", max_size=20),
    st.sampled_from(["", "周期", "频次(天)", "月频次"]),
)
def test_any_text_is_a_rhythm_or_a_span_or_told(text: str, header: str) -> None:
    for read in (read_rhythm, read_period):
        try:
            read(text, header)
        except NotationError as error:
            assert error.code in {"bad_rhythm", "bad_period", "two_readings", "week_parity"}
