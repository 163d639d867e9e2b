"""Opening hours by date: rules against a slow model of our own, the round trip, and what two readers must agree on."""

from __future__ import annotations

import calendar
import datetime as dt
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from store.notation.opening import check, hours_on, told_of, week_of
from store.notation.opening.rules import DAYS, MONTHS, rules_of, write_rules

H = 3600
DATES = st.dates(dt.date(2027, 1, 1), dt.date(2028, 12, 31)) | st.sampled_from(
    [
        dt.date(2026, 12, 28), dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2027, 1, 3), dt.date(2028, 2, 29),
        dt.date(2028, 3, 1), dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2028, 12, 31),
    ]
)  # fmt: skip
"""Two years with a leap day, week 53, the days on which clocks change."""

CLOCKS = st.integers(0, 95).map(lambda quarter: quarter * 900)


def _clock(second: int) -> str:
    return f"{second // H:02d}:{second // 60 % 60:02d}"


@st.composite
def selectors(draw: st.DrawFn) -> tuple[str, Any]:
    """A kind of days, as a text and as a test of a date."""
    kind = draw(st.sampled_from(["days", "months", "dates", "weeks", "nth", "ph"]))
    if kind == "ph":
        return "PH", lambda date, holiday: holiday
    if kind == "days":
        first, last = draw(st.integers(0, 6)), draw(st.integers(0, 6))
        wanted = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        text = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
        return text, lambda date, holiday: date.weekday() in wanted
    if kind == "months":
        first, last = draw(st.integers(1, 12)), draw(st.integers(1, 12))
        months = {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}
        text = MONTHS[first - 1] if first == last else f"{MONTHS[first - 1]}-{MONTHS[last - 1]}"
        return text, lambda date, holiday: date.month in months
    if kind == "dates":
        date_ = draw(DATES)
        until = date_ + dt.timedelta(draw(st.integers(1, 40)))
        text = f"{date_.year} {MONTHS[date_.month - 1]} {date_.day:02d}"
        text += f"-{until.year} {MONTHS[until.month - 1]} {until.day:02d}"
        return text, lambda date, holiday: date_ <= date <= until
    if kind == "weeks":
        first = draw(st.integers(1, 53))
        last, step = draw(st.integers(first, 53)), draw(st.integers(1, 4))
        return (
            f"week {first:02d}-{last:02d}/{step}",
            lambda date, holiday: date.isocalendar().week in range(first, last + 1, step),
        )
    day, number = draw(st.integers(0, 6)), draw(st.sampled_from([1, 2, 3, 4, -1]))

    def counted(date: dt.date, holiday: bool) -> bool:
        days = [
            each for each in range(1, calendar.monthrange(date.year, date.month)[1] + 1)
            if dt.date(date.year, date.month, each).weekday() == day
        ]  # fmt: skip
        return date.day == days[number - 1 if number > 0 else number]

    return f"{DAYS[day]}[{number}]", counted


def _special(text: str) -> tuple[int, int]:
    (rule,) = rules_of(f"{text} 08:00-09:00")
    return rule.special, -len(rule.days)


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int]]:
    points = sorted(draw(st.sets(CLOCKS, min_size=2, max_size=4)))
    found = list(zip(points[::2], points[1::2], strict=False))
    if found[0][0] and draw(st.booleans()):
        found[-1] = (found[-1][0], draw(st.integers(1, found[0][0] // 900)) * 900 + 86400)
    return found


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, Any]:
    """One general rule and exceptions behind it, with the slow model of the same."""
    general = draw(spans())
    exceptions = draw(st.lists(st.tuples(selectors(), st.none() | spans()), max_size=3, unique_by=lambda e: e[0][0]))
    # written as the document reads them anyway: the special ones last
    exceptions.sort(key=lambda each: _special(each[0][0]))
    written = ",".join(f"{_clock(a)}-{_clock(b % 86400)}" for a, b in general)
    for (text, _), hours in exceptions:
        said = "off" if hours is None else ",".join(f"{_clock(a)}-{_clock(b % 86400)}" for a, b in hours)
        written += f"; {text} {said}".replace("  ", " ")

    def model(date: dt.date, holiday: bool) -> set[int]:
        hours = general
        for (_, on), own in exceptions:
            if on(date, holiday):
                hours = own or []
        return {minute for a, b in hours for minute in range(a // 60, b // 60)}

    return written, model


@settings(max_examples=400, deadline=None)
@given(text=texts(), date=DATES, holiday=st.booleans())
def test_rules_of_a_date_are_those_of_a_slow_model_or_told(
    text: tuple[str, Any], date: dt.date, holiday: bool
) -> None:
    written, model = text
    read = hours_on(written, date, holiday)
    if read.told:
        return  # nothing is believed that was told: two readings, or two readers that differ
    assert read.spans is not None
    assert {minute for a, b in read.spans for minute in range(a // 60, b // 60)} == model(date, holiday)


@settings(max_examples=200, deadline=None)
@given(text=texts())
def test_rules_are_written_as_they_are_read(text: tuple[str, Any]) -> None:
    rules = rules_of(text[0])
    assert rules_of(write_rules(rules)) == rules


def test_the_model_is_met_and_not_only_told() -> None:
    told = 0
    every = [
        ("08:00-12:00,13:00-17:00; PH off", True), ("08:00-18:00; Sa[1] off", False), ("22:00-06:00; We off", False),
        ("08:00-18:00; week 01-53/2 09:00-10:00", False), ("08:00-18:00; 2028 Feb 28-2028 Mar 02 off", False),
    ]  # fmt: skip
    for text, holiday in every:
        for number in range(731):
            told += bool(hours_on(text, dt.date(2027, 1, 1) + dt.timedelta(number), holiday).told)
    assert told == 0


def test_what_another_reader_says_otherwise_is_told_and_not_believed(monkeypatch: Any) -> None:
    date = dt.date(2026, 12, 1)
    monkeypatch.setattr(check, "agreed", lambda *_, **__: False)
    hours_on.cache_clear()
    read = hours_on("Mo-Fr 08:00-17:00", date)
    hours_on.cache_clear()
    assert (read.spans, [each.code for each in read.told]) == (None, ["readers"])


def test_days_behind_a_fallback_are_not_dropped() -> None:
    for day in range(5):
        read = hours_on('Mo-Fr 8:00-17:00 || "call first"', dt.date(2026, 11, 30) + dt.timedelta(day))
        assert read.spans == ((8 * H, 17 * H),)
        assert [each.text for each in read.told] == ["call first"]


def test_holidays_are_told_only_where_they_matter() -> None:
    date = dt.date(2026, 12, 6)
    assert [each.code for each in hours_on("Mo-Su 08:00-20:00; PH off", date).told] == ["holidays_unknown"]
    assert hours_on("Mo-Sa 08:00-20:00; PH off", date).told == ()
    assert hours_on("Mo-Su,PH 08:00-20:00", date).told == ()


def test_the_sun_needs_a_position_and_rises_where_it_rises() -> None:
    date = dt.date(2026, 12, 1)
    assert [each.code for each in hours_on("sunrise-sunset", date).told] == ["no_sun"]
    assert [each.code for each in hours_on("sunrise-sunset", date, None, (78.0, 15.4)).told] == ["no_sun"]
    read = hours_on("(sunrise+01:00)-sunset", date, None, (31.2, 121.5))
    assert read.spans is not None
    assert 7 * H < read.spans[0][0] < 8 * H < 16 * H < read.spans[0][1] < 17 * H


def test_only_hours_of_every_week_are_a_week() -> None:
    assert week_of("Mo-Fr 08:00-17:00") == (((8 * H, 17 * H),),) * 5 + ((),) * 2
    for text in ("May-Aug 07:00-22:00", "08:00-20:00; PH off", "week 1-53/2 08:00-09:00", "Sa[1] 08:00-09:00",
                 "sunrise-sunset", "08:00+", '08:00-09:00 "call"', "8:00-9:00 春节休息", "夏季8:00-9:00"):  # fmt: skip
        assert week_of(text) is None, text


def test_few_texts_in_many_outlets_are_read_once() -> None:
    texts_ = [f"Mo-Fr {hour:02d}:00-20:00; Sa 09:00-12:00; PH off" for hour in range(20)]
    begin = time.perf_counter()
    for number in range(20_000):
        hours_on(texts_[number % 20], dt.date(2026, 12, 1), holiday=False)
        told_of(texts_[number % 20])
    assert time.perf_counter() - begin < 1


WORDS = (
    "Mo Tu-Fr Sa[1] Su[-1] PH SH Dec Dec-Feb 24 24-26 week 1-53/2 2026 24/7 off closed unknown open || ; , - + / ( ) [ ] "
    '" "call" 08:00 8:00-17:00 18:00-03:00 8-17 9am-5pm 800-1700 sunrise sunset (sunset+01:00) 周一 周一至周五 周末 节假日 '
    "休息 每天 早8点 晚10点 次日2:00 上午 下午 中午 12月25日 5月-9月 夏季 单周 单日 每月第一个周六 除周日外 except and to x 四 "
    "\n － ： （ ） ～ 、 。 < > 99 25:00 8:70 Feb 30 13月 春节 电话预约"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=500, deadline=None)
@given(pieces=st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=12), date=DATES)
def test_any_text_is_read_or_told(pieces: list[tuple[str, str]], date: dt.date) -> None:
    text = "".join(piece + blank for piece, blank in pieces)
    read = hours_on(text, date, None, (31.2, 121.5))
    assert read.spans is not None or read.told
    for begin, end in read.spans or ():
        assert 0 <= begin < end <= 48 * H
    week_of(text)
