"""Numbers, money and quantities beside a second model of their document, over texts made by the grammar of spellings."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

import pytest

from store.notation.money import read_money
from store.notation.numbers import Signs, read_count, read_number, read_percent, signs_of
from store.notation.quantities import read_quantity
from tests.models import notation, notation_goods
from tests.models.comparing import CASES, agree, read, wide

SIGNS = {"point": Signs.POINT, "comma": Signs.COMMA, "": Signs.UNKNOWN}
NAMES = tuple(SIGNS)


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
        right = notation_goods.quantity(text, product.units, default, signs)
        if isinstance(got, tuple) and got[0] == "asked":
            got = ("asked", None)
        if got != right:
            differing.append(((text, signs, product.units, default), got, right))
    agree(differing)


def test_signs_of_a_table() -> None:
    chance = random.Random(10)
    differing = []
    for _ in range(CASES):
        cells = [plain(chance) for _ in range(chance.randint(1, 3))] + chance.choice(([], [], ["订单"], ["x", ""]))
        separator = ";" if "订单" not in cells and chance.random() < 0.3 else chance.choice((None, ",", "\t"))
        got, right = signs_of(cells, separator), notation.signs_of(cells, separator)
        if got is not SIGNS[right]:
            differing.append(((cells, separator), got, right))
    agree(differing)
