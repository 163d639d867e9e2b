"""The readers beside a second model of their document, over texts made by the grammar of real spellings (seeded)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from store.notation.clock import read_clock
from store.notation.codes import code_key, loose_code_key, read_code
from store.notation.dates import DateOrder, read_date
from store.notation.errors import NotationError, TwoReadingsError
from store.notation.money import read_money
from store.notation.numbers import Signs, read_count, read_number, read_percent
from store.notation.phones import read_phones
from store.notation.quantities import read_quantity
from store.notation.rhythms import read_rhythm
from tests.models import notation, notation_days

CASES = 1500
SIGNS = {"point": Signs.POINT, "comma": Signs.COMMA, "": Signs.UNKNOWN}
NAMES = tuple(SIGNS)
MINUTE = 60
HOUR = 3600


@dataclass(frozen=True)
class Product:
    units: tuple[tuple[str, int], ...]

    @property
    def case(self) -> tuple[str, int]:
        return self.units[0]

    def factor(self, unit: str | None) -> int:
        return dict(self.units).get(unit or "", 1)


PRODUCTS = (
    Product((("箱", 24), ("瓶", 1))),
    Product((("Case", 24), ("Bottle", 1))),
    Product((("箱", 12), ("罐", 1))),
    Product((("箱", 24), ("提", 6), ("瓶", 1))),
    Product((("ctn", 6), ("bag", 1))),
)


def read(of: Callable[[str], Any], reader: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What a reader says, in the model's words; `of` turns a reading that is asked for into a value."""
    try:
        return reader(*given, **named)
    except TwoReadingsError as asked:
        return ("asked", frozenset(of(each) for each in asked.readings))
    except NotationError:
        return None


def agree(differing: list[tuple[Any, ...]]) -> None:
    assert not differing, "\n".join(
        f"{context}: read {got!r}, the document says {right!r}" for context, got, right in differing[:40]
    )


def wide(chance: random.Random, text: str) -> str:
    """Now and then in full-width forms, or with blanks around."""
    if chance.random() < 0.08:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return f" {text}\u00a0" if chance.random() < 0.05 else text


def figures(chance: random.Random, most: int = 4) -> str:
    return str(chance.randrange(10 ** chance.randint(1, most)))


def plain(chance: random.Random) -> str:
    """A number in figures and signs, of which some are none."""
    kind = chance.randrange(6)
    if kind == 0:
        return "0" * chance.choice((0, 0, 0, 2)) + figures(chance)
    if kind == 1:
        return (
            chance.choice(("", figures(chance)))
            + chance.choice(".,")
            + f"{chance.randrange(10**4):04}"[: chance.randint(1, 4)]
        )
    groups = [figures(chance, 3), *(f"{chance.randrange(1000):03}" for _ in range(chance.randint(1, 3)))]
    if chance.random() < 0.1:
        groups[-1] = groups[-1][:2]
    sign = chance.choice(",. '’\u00a0")
    rest = (
        chance.choice(".,") + f"{chance.randrange(1000):03}"[: chance.randint(1, 3)] if chance.random() < 0.5 else ""
    )
    return sign.join(groups) + rest


def spoken(chance: random.Random) -> str:
    number = chance.randrange(10 ** chance.randint(1, 4))
    text = notation.section(number, chance.choice("二两"), chance.choice(("十", "一十"))) or "零"
    kind = chance.randrange(6)
    if kind == 0 and number:
        below = chance.randrange(10 ** chance.randint(1, 4))
        return text + "万" + ("零" if 0 < below < 1000 else "") + notation.section(below)
    if kind == 1:
        return text + "点" + "".join(chance.choice(notation.FIGURES) for _ in range(chance.randint(1, 2)))
    if kind == 2:
        return "".join(chance.choice(notation.FIGURES[1:]) for _ in range(chance.randint(2, 4)))
    if kind == 3:
        return chance.choice("一二两三四五六七八九") + chance.choice("百千万") + chance.choice(notation.FIGURES[1:])
    return text


def mixed(chance: random.Random) -> str:
    number = str(chance.randint(1, 99)) + (
        chance.choice(".,") + str(chance.randint(1, 9)) if chance.random() < 0.4 else ""
    )
    return (
        number + chance.choice("百千万亿")
        if chance.random() < 0.6
        else str(chance.randint(1, 9)) + chance.choice(("万", "千")) + str(chance.randint(1, 9))
    )


def numbers(chance: random.Random) -> str:
    text = chance.choice((plain, plain, plain, spoken, mixed))(chance)
    return chance.choice((text,) * 12 + (f"-{text}", f"({text})", f"{text}-", f"负{text}", f"+{text}", f"−{text}"))


def test_numbers() -> None:
    chance = random.Random(1)
    differing = []
    for _ in range(2 * CASES):
        text, signs = wide(chance, numbers(chance)), chance.choice(NAMES)
        got = read(Decimal, read_number, text, SIGNS[signs])
        right = notation.number(text, signs)
        if got != right:
            differing.append(((text, signs), got, right))
    agree(differing)


def test_counts_and_percents() -> None:
    chance = random.Random(2)
    differing = []
    for _ in range(CASES):
        text, signs = numbers(chance), chance.choice(NAMES)
        right = notation.number(text, signs)
        if not isinstance(right, tuple):
            got, right = read(int, read_count, text, SIGNS[signs]), notation.count(text, signs)
            if got != right:
                differing.append((("count", text, signs), got, right))
        text += chance.choice(("%", " %", "％"))
        got, right = read(Decimal, read_percent, text, SIGNS[signs]), notation.percent(text, signs)
        if got != right:
            differing.append((("percent", text, signs), got, right))
    agree(differing)


def amounts(chance: random.Random) -> str:
    kind = chance.randrange(5)
    if kind == 0:
        yuan = (
            str(chance.randint(1, 999))
            if chance.random() < 0.7
            else notation.section(chance.randint(1, 99), ten="十")
        )
        jiao, fen = chance.randint(1, 9), chance.randint(1, 9)
        name = chance.choice("元块")
        return (
            yuan
            + name
            + chance.choice(
                (
                    f"{jiao}",
                    f"{jiao}角",
                    f"{jiao}毛",
                    f"{jiao}角{fen}分",
                    f"{fen}分",
                    f"{jiao}{fen}",
                    f"{jiao}毛{fen}分",
                    f"{jiao}毛{fen}",
                    f"{jiao}{fen}{jiao}",
                )
            )
        )
    if kind == 1:
        one = chance.choice((str(chance.randint(1, 9)), chance.choice("两" + notation.FIGURES[1:])))
        return one + chance.choice(("角", "毛", "分", f"毛{chance.choice(notation.FIGURES[1:])}"))
    text = numbers(chance)
    if kind == 2:
        return chance.choice(("¥", "￥", "RMB ", "$", "€ ", "£", "-¥", "¥-")) + text.strip("-−+()负")
    if kind == 3:
        return text + chance.choice((" €", "元", " CNY", " kr", "块", "块钱", "元整", "USD"))
    return text


@pytest.mark.parametrize("rounded", [False, True])
def test_money(rounded: bool) -> None:
    chance = random.Random(3)
    differing = []
    for _ in range(CASES):
        text, signs = wide(chance, amounts(chance)), chance.choice(NAMES)
        got = read(Decimal, read_money, text, SIGNS[signs], rounded=rounded)
        right = notation.money(text, signs, rounded=rounded)
        if got != right:
            differing.append(((text, signs), got, right))
    agree(differing)


WORDS = (
    "箱",
    "件",
    "大件",
    "瓶",
    "支",
    "个",
    "提",
    "听",
    "盒",
    "罐",
    " ctn",
    " case",
    " cases",
    " bottles",
    " btl",
    " pcs",
    "cs",
    " bags",
    " Case",
    " pallets",
    " each",
)


def amount(chance: random.Random) -> str:
    return chance.choice(
        (
            str(chance.randint(0, 60)),
            str(chance.randint(1, 20)),
            notation.section(chance.randint(1, 120), "两", "十"),
            f"{chance.randint(1, 9)}.5",
            "半",
        )
    )


def quantities(chance: random.Random) -> str:
    one, two = amount(chance) + chance.choice(WORDS), amount(chance) + chance.choice(WORDS)
    return chance.choice(
        (
            one, one, one, one + two.replace("半", "七"), f"{one} {two}", f"{one}+{two}", f"{one}，{two}", amount(chance), f"{one}半", f"-{one}",
            f"{chance.randint(1, 30)}+{chance.randint(1, 3)}", f"{chance.randint(1, 30)}送{chance.randint(1, 3)}", f"{chance.randint(1, 30)}搭{chance.randint(1, 3)}",
            f"{one}送{two}", f"{one}+{two}赠", f"{chance.randint(1, 30)}{chance.choice('x*×')}{chance.choice((24, 12, 6))}", f"{one}{chance.randint(1, 9)}",
        )
    )  # fmt: skip


def pieces(text: str, signs: str, product: Product, default: str | None) -> tuple[int, int]:
    counted = read_quantity(text, SIGNS[signs]).of(product, default)
    return (counted.pieces, counted.free)


def test_quantities() -> None:
    chance = random.Random(4)
    differing = []
    for _ in range(2 * CASES):
        text, signs, product = wide(chance, quantities(chance)), chance.choice(NAMES), chance.choice(PRODUCTS)
        default = chance.choice((None, product.units[0][0], product.units[-1][0]))

        got = read(str, pieces, text, signs, product, default)
        right = notation.quantity(text, product.units, default, signs)
        if isinstance(got, tuple) and got[0] == "asked":
            got = ("asked", None)
        if got != right:
            differing.append(((text, signs, product.units, default), got, right))
    agree(differing)


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
        got, right = read(str, read_code, text), notation_days.code(text)
        if got != right:
            differing.append(((text,), got, right))
        if right:
            keys = (code_key(right), loose_code_key(right))
            if keys != (notation_days.code_key(right), notation_days.loose_code_key(right)):
                differing.append(
                    (("keys", right), keys, (notation_days.code_key(right), notation_days.loose_code_key(right)))
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
        got, right = read(str, read_phones, text), notation_days.phones(text)
        if got != right:
            differing.append(((text,), got, right))
    agree(differing)
