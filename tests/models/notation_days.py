"""A second model of docs/notation.md, slow and plain, written from its words alone: times, dates, rhythms.

Times and rhythms are turned round: every one is written in all ways the document knows, and a text means those that
are written so. A reading is a value, ``("asked", {values})`` where there are several, or None where there is none.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import permutations
from typing import Any

from tests.models.notation import DIGITS, fold, said, section, settled

HOUR = 3600
DAY = 24 * HOUR
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def spoken(number: int) -> str:
    return section(number, ten="十")


def by_parts(hour: int) -> list[tuple[str, int]]:
    """The words for parts of the day with the hour of the twelve-hour clock: what stands behind them, and its hour."""
    shown = hour % 12 or 12
    meant = []
    if hour < 12:
        meant += [("凌晨", shown)] if hour < 6 else [("早上", shown), ("上午", shown)]
    if 11 <= hour <= 14:
        meant.append(("中午", shown))
    if 12 <= hour <= 18:
        meant.append(("下午", shown))
    if 17 <= hour <= 19:
        meant.append(("傍晚", shown))
    if 18 <= hour <= 23:
        meant += [("晚上", shown), ("晚", shown)]
    if hour == 24:
        meant += [("晚上", 12), ("半夜", 12)]
    if 13 <= hour < 24:
        meant.append(("下午" if hour < 19 else "晚上", hour))
    return meant


def hands(hour: int, minute: int) -> list[str]:
    """A time of the clock face with 点, in figures and said."""
    found = []
    for figures in (spoken(hour) or "零", str(hour), *(("两",) if hour == 2 else ())):
        for mark in ("点", "时"):
            start = figures + mark
            if minute == 0:
                found += [start, start + "整"] if mark == "点" else [start]
                continue
            found.append(f"{start}{minute:02}分" if minute > 9 else f"{start}{minute}分")
            if minute > 9:
                found += [f"{start}{minute}", f"{start}{spoken(minute)}"]
            else:
                found += [f"{start}零{spoken(minute)}", f"{start}零{spoken(minute)}分"]
            if mark == "点":
                found += {15: [start + "一刻"], 30: [start + "半"], 45: [start + "三刻"]}.get(minute, [])
    return found


def faces(hour: int, minute: int) -> list[str]:
    """A time in figures."""
    found = [f"{hour}:{minute:02}", f"{hour:02}:{minute:02}", f"{hour:02}{minute:02}", f"{hour}h{minute:02}"]
    if hour:  # 0.25 is a number
        found.append(f"{hour}.{minute:02}")
    if 0 < hour < 10:
        found.append(f"{hour}{minute:02}")
    if minute < 10:
        found.append(f"{hour}:{minute}")
    if minute == 0:
        found += [f"{hour}h"] + ([str(hour)] if hour else [])
    return found


@cache
def clock_texts() -> dict[str, set[tuple[int, bool]]]:
    """What each text means as a time, and whether it says itself which half of the day."""
    meant: dict[str, set[tuple[int, bool]]] = {}

    def write(text: str, seconds: int, *, sure: bool) -> None:
        meant.setdefault(text, set()).add((seconds, sure))

    for hour in range(25):
        for minute in range(60 if hour < 24 else 1):
            seconds = hour * HOUR + minute * 60
            for text in faces(hour, minute) + hands(hour, minute):
                write(text, seconds, sure=False)
                if hour < 6:
                    for tomorrow in ("次日", "第二天"):
                        write(tomorrow + text, seconds + DAY, sure=True)
            if minute and minute % 6 == 0 and hour:  # tenths of an hour
                write(f"{hour}.{minute // 6}", seconds, sure=False)
            if minute and minute < 10 and hour:
                write(f"{hour}.{minute}", seconds, sure=False)
        for minute in range(60):
            seconds = hour * HOUR + minute * 60
            for part, shown in by_parts(hour):
                for text in [f"{shown}:{minute:02}", *hands(shown, minute)]:
                    if (part, shown) != ("上午", 12):
                        write(part + text, seconds, sure=True)
            if hour < 24:
                half, shown = ("am", "pm")[hour // 12], hour % 12 or 12
                for text in [f"{shown}:{minute:02}", *((str(shown),) if minute == 0 else ())]:
                    for mark in (half, " " + half, half.upper(), f" {half[0]}.m."):
                        write(text + mark, seconds, sure=True)
            if hour in (1, 2):
                for text in [f"{hour}:{minute:02}", *hands(hour, minute)]:
                    write("晚上" + text, seconds, sure=True)
                    write("晚上" + text, seconds + DAY, sure=True)
    for text in ("midnight", "午夜", "12 midnight"):
        write(text, 0, sure=True)
        write(text, DAY, sure=True)
    for text in ("noon", "正午", "12 noon"):
        write(text, 12 * HOUR, sure=True)
    return meant


def clock(text: str, within: tuple[int, int] | None = None) -> Any:
    text = fold(text)
    meant = clock_texts().get(text, set())
    if within is None:
        return settled(seconds for seconds, _ in meant)
    wider = set()
    for seconds, sure in meant:
        wider.add(seconds)
        if not sure and seconds < 13 * HOUR:
            wider.add(seconds + DAY)
            if not (text.startswith("0") and text[1:2].isdigit()):
                wider.add(seconds + DAY // 2)
    inside = {seconds for seconds in wider if within[0] <= seconds <= within[1]}
    return settled(inside or {seconds for seconds, _ in meant})


def day(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def year_of(figures: str) -> int | None:
    if len(figures) == 4:
        return int(figures)
    return 2000 + int(figures) if len(figures) == 2 and int(figures) < 80 else None


def nearest(month: int, number: int, near: dt.date | None) -> dt.date | None:
    if near is None:
        return None
    found = [each for year in (near.year - 1, near.year, near.year + 1) if (each := day(year, month, number))]
    return min(found, key=lambda each: abs((each - near).days), default=None)


def month_named(word: str) -> int | None:
    word = word.casefold().strip(".")
    for place, name in enumerate(MONTHS, 1):
        if word in (name, name[:3]) or (word == "sept" and place == 9):
            return place
    return None


def date(text: str, order: str = "", near: dt.date | None = None, *, serial: bool = False) -> Any:
    text = fold(text)
    for mark in ("星期", "周"):
        text = text.partition(mark)[0].strip()
    if text[:4].isdigit():
        text = text.replace("T", " ")
    words = text.replace(",", " ").replace(" of ", " ").split()
    words = [word for word in words if ":" not in word]
    if (
        serial
        and len(words) == 1
        and words[0].replace(".", "", 1).isdigit()
        and 36526 <= int(words[0].partition(".")[0]) <= 73050
    ):
        return dt.date(1899, 12, 30) + dt.timedelta(int(words[0].partition(".")[0]))
    if len(words) == 1 and len(words[0]) == 8 and words[0].isdigit():
        return day(int(words[0][:4]), int(words[0][4:6]), int(words[0][6:]))
    text = " ".join(words)
    if "月" in text:
        return said_date(text, near)
    named = named_date(text, near)
    if named:
        return named
    return figured(text, order, near)


def said_date(text: str, near: dt.date | None) -> dt.date | None:
    above, _, rest = text.rpartition("月")
    year, stands, month = above.rpartition("年")
    number = rest.rstrip("日号")
    figures = []
    for each in (year, month, number):
        values = (
            {int(each)} if each and all(sign in DIGITS for sign in each) else {int(value) for value in said(each)}
        )
        figures.append(values.pop() if len(values) == 1 else 0)
    if not stands:
        return nearest(figures[1], figures[2], near)
    full = figures[0] if figures[0] >= 1000 else year_of(f"{figures[0]:02}")
    return day(full, figures[1], figures[2]) if full else None


def named_date(text: str, near: dt.date | None) -> dt.date | None:
    words = [
        word
        for word in text.replace("-", " ").replace("/", " ").split()
        if word.casefold()[:3] not in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ]
    months = [place for place, word in enumerate(words) if month_named(word)]
    if len(months) != 1 or len(words) not in (2, 3) or months[0] > 1:
        return None
    month = month_named(words.pop(months[0])) or 0
    number = words[0].casefold()
    for ending in ("st", "nd", "rd", "th"):
        number = number.removesuffix(ending)
    if not number.isdigit():
        return None
    if len(words) == 1:
        return nearest(month, int(number), near)
    year = year_of(words[1]) if words[1].isdigit() else None
    return day(year, month, int(number)) if year else None


def ways(figures: list[str], mark: str) -> dict[str, dt.date]:
    """Three figures in each order that can be."""
    found = {}
    for roles in permutations("ymd"):
        name = "".join(roles)
        if name not in ("ymd", "dmy", "mdy") or (mark == "." and name == "mdy"):
            continue
        parts = dict(zip(roles, figures, strict=True))
        if len(parts["m"]) > 2 or len(parts["d"]) > 2:
            continue
        year = year_of(parts["y"])
        if year and (each := day(year, int(parts["m"]), int(parts["d"]))):
            found[name] = each
    return found


def order_said(text: str) -> str:
    """The one order that a date in figures can be of, "" where there are several or none is in question."""
    for mark in "-/.":
        figures = fold(text).split(mark)
        if len(figures) == 3 and all(each.isdigit() and len(each) <= 4 for each in figures) and len(figures[0]) <= 2:
            found = list(ways(figures, mark))
            return found[0] if len(found) == 1 else ""
    return ""


def figured(text: str, order: str, near: dt.date | None) -> Any:
    """Figures parted by one sign: each order that can be."""
    for mark in "-/.":
        figures = text.split(mark)
        if len(figures) not in (2, 3) or not all(each.isdigit() and len(each) <= 4 for each in figures):
            continue
        found: dict[str, dt.date] = {}
        if len(figures) == 2:
            if mark == "." or any(len(each) > 2 for each in figures):
                return None
            for name, (month, number) in (("mdy", figures), ("dmy", figures[::-1])):
                each = nearest(int(month), int(number), near)
                if each:
                    found[name] = each
        else:
            found = ways(figures, mark)
        if order == "ymd" and "mdy" in found and len(figures) == 2:
            return found["mdy"]
        if len(figures) == 3 and order and order not in found and all(len(each) < 4 for each in figures):
            able = {
                "ymd": len(figures[0]) == 2,
                "dmy": len(figures[2]) == 2,
                "mdy": len(figures[2]) == 2 and mark != ".",
            }
            if able[order]:
                return None  # of the known order, and impossible
        return found.get(order) or settled(found.values())
    return None


@cache
def rhythm_texts() -> dict[str, set[tuple[str, int, int]]]:
    """What each text means as a rhythm: ("times", visits, weeks) or ("days", least, most)."""
    meant: dict[str, set[tuple[str, int, int]]] = {}

    def write(rhythm: tuple[str, int, int], *texts: str) -> None:
        for text in texts:
            meant.setdefault(text, set()).add(rhythm)

    for visits in range(1, 15):
        for each in {str(visits), spoken(visits), *(("两",) if visits == 2 else ())}:
            write(
                ("times", visits, 1),
                f"每周{each}次",
                f"1周{each}次",
                f"一周{each}次",
                f"{each}次/周",
                f"周{each}次",
                f"一周{each}访",
            )
            write(("times", visits, 4), f"每月{each}次", f"月{each}次", f"{each}次/月")
            write(("times", visits, 13), f"季度{each}次", f"每季度{each}次")
        write(("times", visits, 1), f"{visits}/week", f"{visits} per week", f"{visits}x/week", f"{visits}/W")
        for weeks in range(1, 53):
            write(("times", visits, weeks), f"{visits} in {weeks} weeks")
        if visits % 4 == 0:
            write(("times", visits // 4, 1), f"F{visits}")
        elif 4 % visits == 0:
            write(("times", 1, 4 // visits), f"F{visits}")
    for weeks in range(2, 53):
        for each in {str(weeks), spoken(weeks), *(("两",) if weeks == 2 else ())}:
            write(("times", 1, weeks), f"{each}周1次", f"{each}周一次", f"每{each}周一次")
        write(("times", 1, weeks), f"every {weeks} weeks", f"1/{weeks}W")
    for months in range(2, 14):
        for each in {spoken(months), *(("两",) if months == 2 else ())}:
            write(("times", 1, 4 * months), f"{each}月一次", f"{each}个月一次")
        write(("times", 1, 4 * months), f"every {months} months")
    for days in range(2, 366):
        write(
            ("days", days, days),
            f"每{days}天",
            f"{days}天一次",
            f"每{days}天1次",
            f"every {days} days",
            f"{days}天/次",
            f"{days} days",
        )
        for most in range(days + 1, 366, 7):
            write(("days", days, most), f"{days}-{most}天", f"every {days}-{most} days", f"每{days}至{most}天")
    write(("times", 1, 1), "每周", "weekly", "once a week", "1/W")
    write(("times", 2, 1), "twice a week")
    write(("times", 1, 2), "隔周", "双周", "biweekly", "fortnightly", "半月一次", "半个月一次", "半月", "每半月")
    write(("times", 1, 4), "monthly")
    write(("times", 2, 4), "twice a month")
    write(("times", 1, 8), "隔月", "双月")
    write(("times", 1, 13), "每季", "quarterly")
    write(("times", 6, 1), "每天", "每日", "daily", "天天")
    write(("days", 2, 2), "隔天")
    return meant


def rhythm(text: str, header: str = "") -> Any:
    text, header = fold(text), fold(header).casefold()
    if not text.isdigit():
        return settled(rhythm_texts().get(text, ()))
    bare = int(text)
    if not bare:
        return None
    unit = next((name for words, name in ((("季", "quarter"), "quarter"), (("月", "month"), "month"), (("周期",), ""), (("周", "week"), "week"), (("天", "日", "day"), "day"))
                 if any(word in header for word in words) and name), "")  # fmt: skip
    if any(word in header for word in ("周期", "cycle", "interval")):
        unit = next((name for words, name in ((("月", "month"), "month"), (("天", "日", "day"), "day"), (("周", "week"), "week"))
                     if any(word in header.replace("周期", "") for word in words)), "")  # fmt: skip
        if not unit:
            return ("asked", None)
        if unit == "day":
            return ("days", bare, bare) if 1 <= bare <= 365 else None
        weeks = bare * (4 if unit == "month" else 1)
        return ("times", 1, weeks) if 1 <= weeks <= 52 else None
    if any(word in header for word in ("频次", "次数", "频率", "frequency", "visits", "times")):
        return ("times", bare, {"month": 4, "quarter": 13}.get(unit, 1)) if 1 <= bare <= 14 else None
    return ("asked", None)
