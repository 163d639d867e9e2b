"""Times, dates, rhythms, codes and phones beside a second model of their document, over texts made by a grammar."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from store.notation.clock import read_clock
from store.notation.codes import code_key, loose_code_key, read_code
from store.notation.dates import DateOrder, order_of, read_date
from store.notation.phones import read_phones
from store.notation.rhythms import read_rhythm
from tests.models import notation, notation_days, notation_names
from tests.models.comparing import CASES, agree, read, wide

MINUTE = 60
HOUR = 3600


def seconds_of(text: str) -> int:
    hours, minutes = text.split(":")[:2]
    return int(hours) * HOUR + int(minutes) * MINUTE


def spans(chance: random.Random) -> tuple[int, int] | None:
    if chance.random() < 0.4:
        return None
    start = chance.choice((4, 6, 8, 9, 13, 18, 20, 22)) * HOUR
    return start, start + chance.choice((2, 4, 8, 11)) * HOUR + 30 * MINUTE


def test_times() -> None:
    chance = random.Random(5)
    texts = sorted(notation_days.clock_texts())
    wrong = (
        "9:75",
        "0",
        "25",
        "早上12点",
        "9:5:",
        "早上",
        "九",
        "0.4",
        "99999",
        "-9:00",
        "49:00",
        "9点60",
        "13:00am",
        "9:05:75",
        "下午",
        "点半",
    )
    differing = []
    for _ in range(3 * CASES):
        text, within = wide(chance, chance.choice(wrong if chance.random() < 0.02 else texts)), spans(chance)
        got = read(seconds_of, read_clock, text, within)
        right = notation_days.clock(text, within)
        if got != right:
            differing.append(((text, within), got, right))
    agree(differing)


def dates(chance: random.Random) -> str:
    day = dt.date(2000, 1, 1) + dt.timedelta(chance.randrange(28000))
    year, short, month, number = day.year, f"{day.year % 100:02}", day.month, day.day
    if chance.random() < 0.05:
        month, number = chance.randint(1, 14), chance.randint(28, 33)
    mark, full = chance.choice("-/."), chance.random() < 0.5
    m, d = (f"{month:02}", f"{number:02}") if full else (str(month), str(number))
    name = notation_days.MONTHS[(month - 1) % 12].title()
    name = chance.choice((name, name[:3]))
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in (11, 12, 13) else 0, "th")
    years = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(year))
    spoken_day = notation.section(number, ten="十")
    return chance.choice(
        (
            f"{year}{mark}{m}{mark}{d}", f"{year}-{m}-{d} 08:30", f"{year}-{m}-{d}T08:30:00Z", f"{year}/{m}/{d} 星期二", f"{year}年{m}月{d}日", f"{short}年{m}月{d}号",
            f"{years}年{notation.section(month, ten='十')}月{spoken_day}日", f"{year}{month:02}{number:02}", f"{d}{mark}{m}{mark}{year}", f"{d}{mark}{m}{mark}{year}",
            f"{m}{chance.choice('-/')}{d}{mark}{year}" if mark != "." else f"{m}/{d}/{year}", f"{m}/{d}/{year}", f"{short}{mark}{m}{mark}{d}", f"{d}{mark}{m}{mark}{short}",
            f"{m}/{d}/{short}", f"{number}-{name}-{year}", f"{number} {name} {year}", f"{name} {number} {year}", f"{name} {number}, {year}", f"{number}{ending} {name} {year}", f"{number}{ending} of {name} {year}",
            f"{number}-{name}-{short}", f"Tue, {number} {name} {year}", f"{m}月{d}日", f"{m}月{d}号", f"{number} {name}", f"{name} {number}", f"{m}-{d}", f"{m}/{d}", f"{d}/{m}",
            str(chance.randint(36526, 73050)), f"{chance.randint(36526, 73050)}.375",
        )
    )  # fmt: skip


def test_dates() -> None:
    chance = random.Random(6)
    orders = {"": DateOrder.UNKNOWN, "ymd": DateOrder.YMD, "dmy": DateOrder.DMY, "mdy": DateOrder.MDY}
    differing = []
    for _ in range(3 * CASES):
        text, order, serial = wide(chance, dates(chance)), chance.choice(("", "", *orders)), chance.random() < 0.3
        near = dt.date(2026, 12, 1) + dt.timedelta(chance.randrange(400)) if chance.random() < 0.6 else None
        got = read(dt.date.fromisoformat, read_date, text, orders[order], near, serial=serial)
        right = notation_days.date(text, order, near, serial=serial)
        if got != right:
            differing.append(((text, order, near, serial), got, right))
    agree(differing)


HEADERS = (
    "",
    "",
    "拜访周期(天)",
    "Visit cycle (days)",
    "周期/天",
    "拜访周期(周)",
    "拜访频次",
    "拜访次数",
    "visit frequency",
    "月拜访次数",
    "visits per month",
    "拜访周期",
)


def rhythm(text: str, header: str) -> tuple[Any, ...] | None:
    found = read_rhythm(text, header)
    if found is None:
        return None
    if "max_days" in found:
        return ("days", found["min_days"], found["max_days"])
    return ("times", found["visits"], found["weeks"])


def test_rhythms() -> None:
    chance = random.Random(7)
    texts = sorted(notation_days.rhythm_texts())
    wrong = ("often", "有空就去", "0次/周", "0", "20次/周", "300-400天", "3天2次", "单周周二", "odd weeks Tue")
    differing = []
    for _ in range(3 * CASES):
        text = wide(
            chance,
            chance.choice(wrong if chance.random() < 0.02 else texts)
            if chance.random() < 0.8
            else str(chance.randint(0, 60)),
        )
        header = chance.choice(HEADERS)

        got, right = read(str, rhythm, text, header), notation_days.rhythm(text, header)
        if got is not None and got[0] == "asked":
            got = ("asked", None)
        if got != right:
            differing.append(((text, header), got, right))
    agree(differing)


def codes(chance: random.Random) -> str:
    bare = chance.choice(("", "0", "00")) + str(chance.randrange(10 ** chance.randint(1, 17)))
    text = chance.choice(
        (
            bare,
            bare,
            f"A-{bare}",
            f"a/b {bare}",
            f"{bare}.0",
            f"{bare}.00",
            f"{bare[0]}.{bare}1",
            f"SH{bare}",
            f"{bare[:2]}E{chance.randint(1, 9)}",
        )
    )
    if chance.random() < 0.1:
        text = f"{chance.randint(1, 9)}.{chance.randint(1, 99)}E+{chance.randint(6, 17)}"
    return chance.choice(
        (text,) * 8 + (f'="{text}"', f'=""{text}""', f'="{text}', f"'{text}", f"\u200b{text}\t", f" {text}\u3000")
    )


def test_codes() -> None:
    chance = random.Random(8)
    differing = []
    for _ in range(CASES):
        text = wide(chance, codes(chance))
        got, right = read(str, read_code, text), notation_names.code(text)
        if got != right:
            differing.append(((text,), got, right))
        if right:
            keys = (code_key(right), loose_code_key(right))
            if keys != (notation_names.code_key(right), notation_names.loose_code_key(right)):
                differing.append(
                    (("keys", right), keys, (notation_names.code_key(right), notation_names.loose_code_key(right)))
                )
    agree(differing)


def phone(chance: random.Random) -> str:
    last = f"{chance.randrange(10**8):08}"
    mobile, desk = f"1{chance.choice('3578')}8{last}", f"0571{chance.choice('68')}{last[:7]}"
    return chance.choice(
        (
            mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", f"+86 {mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"+86{mobile}",
            f"0086 {mobile}", f"({desk[:4]}) {desk[4:8]} {desk[8:]}", f"{desk[:4]}-{desk[4:]}", f"{desk[:4]} {desk[4:]}", f"（{desk[:4]}）{desk[4:]}", f"{desk[:4]}-{desk[4:]}转801",
            f"{desk[:4]}-{desk[4:]}-801", f"{desk} ext. 801", f"{desk} x801", f"tel: {mobile}", f"电话：{mobile}", f"{mobile}(王姐)", f"王姐 {mobile}", f"+44 20 7946 {last[:4]}", f"+49 (0)30 {last}",
            "110", desk[4:], "12", "1" + last * 2,
        )
    )  # fmt: skip


def test_phones() -> None:
    chance = random.Random(9)
    differing = []
    for _ in range(CASES):
        text = chance.choice(("/", "、", ";", "，", "\n", " / ")).join(
            phone(chance) for _ in range(chance.choice((1, 1, 1, 2, 3)))
        )
        if chance.random() < 0.1:
            text = f"138{chance.randrange(10**8):08} 139{chance.randrange(10**8):08}"
        text = wide(chance, text)
        got, right = read(str, read_phones, text), notation_names.phones(text)
        if got != right:
            differing.append(((text,), got, right))
    agree(differing)


def test_order_of_a_column() -> None:
    chance = random.Random(11)
    differing = []
    for _ in range(CASES):
        cells = [text for text in (dates(chance) for _ in range(chance.randint(1, 4))) if len(text) > 5]
        said = {notation_days.order_said(text) for text in cells} - {""}
        got, right = order_of(cells).value, said.pop() if len(said) == 1 else ""
        if got != right:
            differing.append(((cells,), got, right))
    agree(differing)
