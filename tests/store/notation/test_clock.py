"""Times of day as people type them: the table of docs/notation.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.clock import LAST_CLOCK, clock_of_cell, clock_readings, clock_text, read_clock
from store.notation.errors import BadNumberError, TwoReadingsError

DAY, NIGHT = (8 * 3600, 17 * 3600 + 1800), (20 * 3600, 28 * 3600)


@pytest.mark.parametrize(
    ("time", "texts"),
    [
        ("09:05", ("9:05", "09:05", "9：05", "９：０５", "9.05", "0905", "905", "9:5", "9h05", "9点5分", "9点零五", "九点零五分",
                   "9点05", "2026-11-24 09:05:00", "2026/11/24 9:05", "2026-11-24T09:05", "24.11.2026 9:05", "9:05 am",
                   "9.05am", "上午9:05", "9:05:00", "早上九点零五")),
        ("09:05:30", ("9:05:30",)),
        ("09:00", ("9点", "9点整", "9点钟", "9时", "9", "09", "9h", "九点", "9:00", "9am", "9 a.m.", "am 9", "上午9点", "0900", "900")),
        ("09:30", ("9点半", "九点半", "9点30", "9点30分", "9点三十", "9点两刻")),
        ("09:15", ("9点一刻", "9点1刻")), ("09:45", ("9点三刻",)),
        ("14:15", ("下午两点一刻", "下午2:15", "2:15pm", "2:15 p.m.", "PM 2:15", "14:15pm", "下午14:15", "1415", "14点15")),
        ("00:00", ("12am", "零点", "0:00", "00:00", "凌晨12点", "0点")), ("00:30", ("12:30am", "凌晨12点半", "零点三十", "0:30")),
        ("12:00", ("12pm", "noon", "正午", "中午12点", "12点", "12:00", "12", "十二点")), ("12:30", ("12:30 pm", "下午12点半")),
        ("13:00", ("中午1点", "1pm", "13")), ("11:30", ("中午11点半",)), ("02:00", ("凌晨2点", "凌晨两点")), ("08:00", ("早上8点", "8", "早8点")),
        ("18:00", ("傍晚6点", "晚上6点")), ("20:00", ("晚上8点",)), ("20:30", ("晚8点半",)), ("20:05", ("二十点零五分", "20:05")),
        ("24:00", ("24:00", "2400", "晚上12点", "半夜12点", "24点")), ("25:30", ("25:30",)), ("24:30", ("晚上12点半",)),
        ("26:00", ("次日2:00", "第二天2点", "02:00+1", "次日凌晨2点", "2:00 (+1)")), ("48:00", ("48:00",)),
    ],
)  # fmt: skip
def test_times(time: str, texts: tuple[str, ...]) -> None:
    assert {text: clock_text(read_clock(text)) for text in texts} == dict.fromkeys(texts, time)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("9.5", ("09:05", "09:30")), ("上午12点", ("00:00", "12:00")), ("midnight", ("00:00", "24:00")),
        ("午夜", ("00:00", "24:00")), ("晚上1点", ("01:00", "25:00")), ("晚上两点半", ("02:30", "26:30")),
    ],
)  # fmt: skip
def test_times_with_two_readings_are_asked(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_clock(text)
    assert raised.value.readings == readings


@pytest.mark.parametrize(
    "text",
    ["0", "0.4", "0.375", "0.40", "25", "9:75", "-9:00", "49:00", "48:01", "九", "99999", "soon", "早上", "早上12点", "", "9:05:75", "13am",
     "上午9点pm", "2570", "凌晨9点", "24.5.3", "9点半多", "中午5点", "下午0点", "12:30:", "٩:٠٠", "9:05 " * 40],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadNumberError) as raised:
        read_clock(text)
    assert raised.value.code == "bad_time"


@pytest.mark.parametrize(
    ("text", "within", "time"),
    [
        ("2:10", DAY, "14:10"), ("2点", DAY, "14:00"), ("1点半", DAY, "13:30"), ("0:30", DAY, "12:30"), ("12:30", DAY, "12:30"),
        ("02:10", DAY, "02:10"), ("0210", DAY, "02:10"), ("00:30", DAY, "00:30"), ("00:30", NIGHT, "24:30"),
        ("0:30", NIGHT, "24:30"), ("12:30", NIGHT, "24:30"), ("9:00", NIGHT, "21:00"), ("9:00", DAY, "09:00"),
        ("2:10", (4 * 3600, 9 * 3600), "02:10"), ("07:30", (6 * 3600, 20 * 3600), "07:30"), ("晚上1点", NIGHT, "25:00"),
        ("21:00", DAY, "21:00"), ("上午2点", DAY, "02:00"), ("2026-11-24 02:10", DAY, "02:10"),
    ],
)  # fmt: skip
def test_times_of_twelve_hours_by_the_span_they_are_expected_in(
    text: str, within: tuple[int, int], time: str
) -> None:
    assert clock_text(read_clock(text, within)) == time


def test_a_time_that_fits_twice_is_asked() -> None:
    with pytest.raises(TwoReadingsError) as raised:
        read_clock("7:30", (6 * 3600, 20 * 3600))
    assert raised.value.readings == ("07:30", "19:30")
    assert [clock_text(each) for each in clock_readings("7:30")] == ["07:30", "19:30", "31:30"]
    assert [clock_text(each) for each in clock_readings("19:30")] == ["19:30"]


def test_times_that_a_spreadsheet_holds_as_numbers() -> None:
    assert [clock_text(clock_of_cell(number)) for number in (0.375, 0, 1, 1.0625, 46350.375, 0.3784722222)] == [
        "09:00", "00:00", "24:00", "25:30", "09:00", "09:05",
    ]  # fmt: skip
    with pytest.raises(BadNumberError):
        clock_of_cell(-1)


@given(st.integers(0, LAST_CLOCK))
def test_times_written_are_read_again(seconds: int) -> None:
    assert read_clock(clock_text(seconds)) == seconds


@given(st.text(alphabet="0123456789:.点时半刻分上下午早晚中凌晨次日apm +一二两十零", max_size=20))
def test_any_text_is_a_time_asked_or_none(text: str) -> None:
    try:
        assert 0 <= read_clock(text) <= LAST_CLOCK
    except BadNumberError as error:
        assert error.code in {"bad_time", "two_readings"}
