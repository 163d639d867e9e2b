"""Packs and the units of headers beside second models of their document, over seeded texts."""

from __future__ import annotations

import random
from typing import Any

from store.notation.errors import NotationError
from store.notation.measures import unit_of_header
from store.notation.packs import read_pack
from tests.models import header_units, packs
from tests.models.comparing import CASES, agree, many, seeded, wide

MANY = many(CASES)


def packing(chance: random.Random) -> str:
    """A text of a price list's column of packs."""
    many, few = chance.choice((1, 4, 6, 10, 12, 15, 24, 48)), chance.choice((2, 4, 6))
    base = chance.choice(packs.SMALL[:8])
    case = chance.choice(("箱", "箱", "件"))
    middle = chance.choice(("提", "组"))
    times = chance.choice(("*", "x", "X", "×", " * ", " x "))
    measure = f"{chance.choice((1, 250, 330, 500, 550, '1.5', '2.25'))}{chance.choice(('ml', 'ML', 'L', 'g', '克', '升', '毫升', 'kg'))}"
    before = chance.choice(("", "", "", "52度", "果味", "青岛 "))
    english = chance.choice(("bottles", "cans"))
    return chance.choice((
        f"{many}", f"{many}.0", f"1{times}{many}", f"({1}{times}{many})", f"{many}入", f"{many}装", f"{many}'s", f"{many}pk",
        f"1:{many}", f"{before}{measure}{times}{many}", f"{before}{measure}{times}{many}{base}", f"{measure}{times}{many}(塑包)",
        f"{many}{times}{measure}", f"{many}{base}", f"{many}{base}装", f"1{times}{many}{base}", f"{many}{base}{times}{measure}",
        f"{many} {english}", f"{many}{base}/{case}", f"{measure}{times}{many}{base}/{case}", f"1{case}={many}{base}",
        f"1{case}{many}{base}", f"每{case}{many}{base}", f"{many} {english} per case", f"{many}/{case}", f"{case}={many}{base}",
        f"case of {many}", f"1{case}={few}{middle}={few * many}{base}", f"1{case}{times}{few}{middle}{times}{many}{base}",
        f"1{case}={few}{middle},1{middle}={many}{base}", f"{many}{base}/{middle}{times}{few}{middle}/{case}",
        f"1{times}{few}{times}{many}", f"{few}{times}{many}{times}{measure}", f"{measure}{times}{few}{times}{many}",
        f"{few}{times}{many}", "0", "2.5", f"{many}/{few}", f"{many}+{few}", measure, f"{before}{measure}", "散装", "瓶装", base,
        f"{few}{middle}{times}{many}{base}", f"{many}{base}{times}{few}{middle}", f"{measure}{times}{many}{base}{times}{few}{middle}",
        f"{many}{base}{times}{few}{middle}/{case}", f"{measure}{times}{few}{middle}{times}{many}{base}", f"约{many}{base}",
        f"{many}{base.replace('个', '瓶')}装{times}{few}{middle}", f"{many}{base}左右",
        f"1{case}={few}{middle}={few * many + 1}{base}", f"{measure}/{base}", f"{measure}/{base}{times}{many}",
    ))  # fmt: skip


def pack(text: str) -> Any:
    try:
        found = read_pack(text)
    except NotationError:
        return "bad"
    return "none" if found is None else (found.size, found.base, found.case, tuple(found.between))


def test_a_pack_is_what_the_document_says() -> None:
    chance = seeded(24)
    differing = []
    for _ in range(MANY * 2):
        text = wide(chance, packing(chance))
        got, right = pack(text), packs.pack(text)
        if got != right:
            differing.append((text, got, right))
    agree(differing)


ABOUT = (
    "信用额度",
    "欠款",
    "账期",
    "服务时长",
    "载重",
    "容积",
    "里程",
    "进价",
    "Payload",
    "Credit limit",
    "shelf life",
    "限额 ",
    "capacity",
)
BESIDE = ("", "", "", "必填", "2026", "新")


def header(chance: random.Random) -> str:
    kind = chance.choice(tuple(header_units.KINDS))
    word = chance.choice(tuple(header_units.units(kind)))
    word = chance.choice((word, word, word.upper()))
    about, beside = chance.choice(ABOUT), chance.choice(BESIDE)
    return chance.choice((
        f"{about}({word})", f"{about}（{word}）", f"{about} ({word})", f"{about}(单位：{word})", f"{about}[{word}]", f"{about}【{word}】",
        f"{about}({beside})", about, f"{about}({beside})({word})" if beside else about, f"{about} {word}", f"{about}_{word}",
        about if about.isascii() else f"{about}{word}",
    ))  # fmt: skip


def unit(text: str, kind: str) -> Any:
    try:
        found = unit_of_header(text, kind)
    except NotationError:
        return "refused"
    return None if found is None else float(found.size)


def test_the_unit_of_a_header_is_the_one_the_document_says() -> None:
    chance = seeded(5)
    differing = []
    for _ in range(MANY * 2):
        text, kind = header(chance), chance.choice(tuple(header_units.KINDS))
        word, fits = header_units.header_unit(text, kind)
        right = "refused" if not fits else None if word is None else float(header_units.units(kind)[word])
        got = unit(text, kind)
        if got != right:
            differing.append(((text, kind), got, right))
    agree(differing)
