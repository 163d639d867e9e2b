"""A second model of docs/notation.md, slow and plain, written from its words alone: numbers and money.

It tries every part that each sign may play and keeps what is a number. A reading is a value, ``("asked", {values})``
where there are several, or None where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

POINT, COMMA, UNKNOWN = "point", "comma", ""
DIGITS = "0123456789"
FIGURES = "零一二三四五六七八九"
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬〇兩", "一二三四五六七八九十百千万零两")
ABOUT = {FIGURES[first : first + 2] for first in range(1, 9)} | {"三五", "两三"}
LARGEST = Decimal(10) ** 15
CURRENCIES = ("块钱", "元整", "RMB", "CNY", "USD", "EUR", "kr", "¥", "$", "€", "£", "元", "圆", "块")


def fold(text: str) -> str:
    """Narrow forms, one kind of blank, one minus, one apostrophe."""
    folded = ""
    for sign in text:
        if "！" <= sign <= "～":
            folded += chr(ord(sign) - 0xFEE0)
        elif sign in "\u3000\u00a0\u202f\u2009\t":
            folded += " "
        elif sign in "—–−":
            folded += "-"
        else:
            folded += {"’": "'", "￥": "¥"}.get(sign, sign)
    return folded.strip()


def settled(values: Iterable[Any]) -> Any:
    found = frozenset(values)
    if len(found) > 1:
        return ("asked", found)
    return next(iter(found), None)


def of_each(found: Any, change: Any) -> Any:
    """The same reading, or readings, of other values."""
    if found is None:
        return None
    if isinstance(found, tuple):
        return ("asked", frozenset(change(value) for value in found[1]))
    return change(found)


def parts_played(text: str) -> list[tuple[Decimal, str, str]]:
    """Each way in which a text of digits and signs is a number: its value, its decimal sign, what parts its groups."""
    found = []
    for decimal in ("", ".", ","):
        for group in ("", ".", ",", " ", "'"):
            if group == decimal != "" or (decimal and text.count(decimal) != 1) or (group and group not in text):
                continue
            whole, _, rest = text.partition(decimal) if decimal else (text, "", "")
            if decimal and not rest:
                continue
            groups = whole.split(group) if group else [whole]
            if group and (
                len(groups) < 2
                or not 1 <= len(groups[0]) <= 3
                or groups[0][0] == "0"
                or any(len(each) != 3 for each in groups[1:])
            ):
                continue
            figures = "".join(groups)
            if (not figures and not decimal) or any(sign not in DIGITS for sign in figures + rest):
                continue
            found.append((Decimal(f"{figures or '0'}.{rest or '0'}"), decimal, group))
    return found


def written(text: str, signs: str) -> set[Decimal]:
    """What a text of digits and signs may be under a sign."""
    every = parts_played(text)
    if signs == UNKNOWN:
        return {value for value, _, _ in every}
    own, other = (".", ",") if signs == POINT else (",", ".")
    fitting = {value for value, decimal, group in every if decimal in ("", own) and group != own}
    if fitting:
        return fitting
    values = {value for value, _, _ in every}
    for value, decimal, group in every:
        # the sign that this table does not have as its decimal one may also part what is run together
        if decimal == other and (not group or (group in " '" and len(text) - text.index(other) == 4)):
            values |= {value, Decimal("".join(sign for sign in text if sign in DIGITS))}
    return values


def section(number: int, two: str = "二", ten: str = "一十") -> str:
    """A number of one to four figures as it is said."""
    said, gap = "", False
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        figure = number // 10**power % 10
        if not figure:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + (two if figure == 2 and power >= 2 else FIGURES[figure]) + unit
        gap = False
    return ten + said[2:] if said.startswith("一十") else said


@cache
def sections() -> dict[str, set[int]]:
    """What each text of a Chinese number below 10,000 may be: every number is said in all ways."""
    meant: dict[str, set[int]] = {}
    for number in range(1, 10000):
        for two in "二两":
            for ten in ("一十", "十"):
                meant.setdefault(section(number, two, ten), set()).add(number)
        if number < 100:
            meant.setdefault(section(number).replace("二十", "廿"), set()).add(number)
        rest = number % 1000 if number >= 1000 else number % 100
        unit = 100 if number >= 1000 else 10
        if number >= 100 and rest and rest % unit == 0:  # 一百二 is 120, or 102 said in a hurry
            for two in "二两":
                short = section(number - rest, two) + FIGURES[rest // unit]
                meant.setdefault(short, set()).update((number, number - rest + rest // unit))
    meant["零"], meant["两"] = {0}, {2}
    return meant


def said(text: str) -> set[Decimal]:
    """What a text in Chinese figures may be."""
    text = text.translate(FORMAL)
    if text == "半":
        return {Decimal("0.5")}
    whole, point, rest = text.partition("点")
    if point:
        if not rest or any(sign not in FIGURES for sign in rest):
            return set()
        return {Decimal(f"{value}.{''.join(str(FIGURES.index(sign)) for sign in rest)}") for value in said(whole)}
    if text in ABOUT:
        return set()
    if len(text) > 1 and all(sign in FIGURES for sign in text):
        return {Decimal("".join(str(FIGURES.index(sign)) for sign in text))}
    if "万" in text:
        above, _, below = text.partition("万")
        few: set[int] = {0} if not below else set()
        if below.startswith("零"):
            few = {value for value in sections().get(below[1:], ()) if value < 1000}
        elif below in sections():
            few = {value for value in sections()[below] if value >= 1000} or {
                value * 1000 for value in sections()[below] if value < 10
            }
        return {Decimal(upper * 10000 + lower) for upper in sections().get(above, ()) for lower in few}
    return {Decimal(value) for value in sections().get(text, ())}


def mixed(text: str, signs: str) -> set[Decimal]:
    """``1.2万`` ``1万2`` ``1万2千`` ``3千``: figures with the words of powers of ten."""
    for unit, power in (("亿", 8), ("万", 4), ("千", 3), ("百", 2)):
        above, found, below = text.partition(unit)
        if not found:
            continue
        upper = {value * 10**power for value in written(above.strip(), signs)}
        if not below:
            return upper
        if len(below) == 1 and below in DIGITS[1:]:
            return {value + int(below) * 10 ** (power - 1) for value in upper if value == int(value)}
        return {value + lower for value in upper for lower in mixed(below, signs) if lower < 10**power}
    return set()


def unsigned(text: str, signs: str) -> set[Decimal]:
    mantissa, sign, power = text.replace("e", "E").partition("E")
    if sign and mantissa and power.lstrip("+-") and all(each in DIGITS for each in power.lstrip("+-")):
        return {value * Decimal(10) ** int(power) for value in written(mantissa, signs)}
    return written(text, signs) or mixed(text, signs) or said(text)


def number(text: str, signs: str = UNKNOWN) -> Any:
    text, factor = sign_off(fold(text))
    return settled(value * factor for value in unsigned(text, signs) if value <= LARGEST)


def sign_off(text: str) -> tuple[str, int]:
    """The text without its sign, and 1 or -1."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), -1
    for minus in ("-", "负"):
        if text.startswith(minus):
            return text[1:].strip(), -1
    if text.endswith("-"):
        return text[:-1].strip(), -1
    return text.removeprefix("+"), 1


def count(text: str, signs: str = UNKNOWN) -> Any:
    found = number(text, signs)
    values = found[1] if isinstance(found, tuple) else {found} - {None}
    return settled(int(value) for value in values if value == int(value) and 0 <= value <= 1000000)


def percent(text: str, signs: str = UNKNOWN) -> Any:
    text = fold(text)
    if text.endswith("%"):
        return number(text[:-1].strip(), signs)
    found = number(text, signs)
    if isinstance(found, Decimal) and 0 < found < 1:
        return ("asked", frozenset({found, found * 100}))
    return found


def money(text: str, signs: str = UNKNOWN, *, rounded: bool = False) -> Any:
    """Minor units; of what is asked, the numbers."""
    text, factor = sign_off(fold(text))
    for _ in range(2):
        for currency in CURRENCIES:
            if text.startswith(currency):
                text = text.removeprefix(currency).strip()
            elif text.endswith(currency) and not text.endswith("角" + currency):
                text = text.removesuffix(currency).strip()
        if factor == 1:
            text, factor = sign_off(text)
    coins = in_coins(text, signs)
    found = coins if coins is not None else settled(unsigned(text, signs))
    if found is None:
        return None
    if isinstance(found, tuple):
        return ("asked", frozenset(value * factor for value in found[1]))
    minor = found * 100
    if minor != int(minor):
        if not rounded:
            return None
        minor = Decimal(int(minor + Decimal("0.5")))
    return int(minor) * factor if minor <= 10**12 else None


def in_coins(text: str, signs: str) -> Decimal | None:
    """``12元5角6分`` ``3块5`` ``12元35`` ``5毛``; None for what names no coins."""
    for name in "圆块":
        text = text.replace(name, "元")
    text = text.replace("毛", "角")
    whole, yuan, rest = text.partition("元")
    if not yuan:
        whole, rest = "0", text
    elif not rest:
        return None
    value = settled(unsigned(whole, signs))
    if not isinstance(value, Decimal):
        return None
    if yuan and rest and all(sign in DIGITS for sign in rest):
        return value + Decimal(rest) / 10 ** len(rest) if len(rest) <= 2 else None
    cents = Decimal(0)
    for coin, worth in (("角", 10), ("分", 1)):
        few, stands, after = rest.partition(coin)
        if stands:
            figure = settled(unsigned(few, signs))
            if not isinstance(figure, Decimal) or not 0 < figure < 10 or figure != int(figure):
                return None
            cents, rest = cents + figure * worth, after
    if len(rest) == 1 and "角" in text and "分" not in text:
        few = settled(unsigned(rest, signs))
        cents, rest = cents + (few or 0), "" if few else rest
    return value + cents / 100 if cents and not rest else None


def speaks(cell: str) -> str:
    """The sign that a cell can only be read with, "" where it can be read with either or with none."""
    every = parts_played(sign_off(fold(cell))[0])
    if every and all(decimal == "," or group == "." for _, decimal, group in every):
        return COMMA
    if every and all(decimal == "." or group == "," for _, decimal, group in every):
        return POINT
    return UNKNOWN


def signs_of(cells: list[str], separator: str | None) -> str:
    said = {speaks(cell) for cell in cells} - {UNKNOWN}
    if len(said) == 1:
        return said.pop()
    figures = [cell for cell in cells if parts_played(sign_off(fold(cell))[0])]
    if (
        not said
        and separator == ";"
        and any("," in cell for cell in figures)
        and not any("." in cell for cell in figures)
    ):
        return COMMA
    return POINT if not said and any("一" <= sign <= "鿿" for cell in cells for sign in cell) else UNKNOWN
