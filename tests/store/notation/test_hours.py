"""Hours and weekdays as people write them."""

from __future__ import annotations

import pytest

from store.notation.days import days_of, weekdays_of
from store.notation.errors import HoursError, NotationError
from store.notation.hours import windows_of

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
    ("text", "days"),
    [
        ("周一、三、五", "mon wed fri"),
        ("周一,三", "mon wed"),
        ("周一、二、三、四、五", "mon tue wed thu fri"),
        ("星期一/三/五", "mon wed fri"),
        ("周一至三、五", "mon tue wed fri"),
        ("周一、三至五", "mon wed thu fri"),
        ("星期二四", "tue thu"),
        ("二四六", "tue thu sat"),
        ("一、三、五", "mon wed fri"),
        ("一二三四五", "mon tue wed thu fri"),
        ("每周二", "tue"),
        ("每逢周五", "fri"),
        ("周日休息", "sun"),
        ("工作日", "mon tue wed thu fri"),
        ("weekdays", "mon tue wed thu fri"),
        ("Weekdays, Sat", "mon tue wed thu fri sat"),
        ("双休日", "sat sun"),
        ("weekends", "sat sun"),
        ("Mondays and Thursdays", "mon thu"),
        ("135", "mon wed fri"),
        ("", ""),
    ],
)
def test_days_and_nothing_else(text: str, days: str) -> None:
    assert [day.value for day in days_of(text)] == days.split()


@pytest.mark.parametrize(
    "text",
    [
        "逢五",
        "每月5号",
        "周一、初五",
        "隔周三",
        "周一、三次",
        "六日",
        "三天",
        "五三",
        "周一上午",
        "Mon or so",
        "随时",
    ],
)
def test_days_that_are_not_understood_wholly_are_not_read_in_part(text: str) -> None:
    with pytest.raises(NotationError) as error:
        days_of(text)
    assert error.value.code == "bad_days"
