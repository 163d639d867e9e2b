"""Numbers written with Chinese characters, and numbers in circles."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

CHINESE = "零〇一二两俩三四五六七八九十百千半"
"""What numbers in Chinese are written with in a text that also holds other words."""

_FORMAL = str.maketrans(
    "壹贰貳弐叁參叄肆伍陆陸柒捌玖拾佰仟萬億两兩俩", "一二二二三三三四五六六七八九十百千万亿二二二"
)
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_ALL = re.compile(r"[零〇一二两兩俩三四五六七八九十百千万亿壹贰貳弐叁參叄肆伍陆陸柒捌玖拾佰仟萬億廿卅点點]+")
_BELOW = re.compile(r"(?:([1-9])千)?(?:(0)?([1-9])百)?(?:(0)?([1-9])?十)?(?:(0)?([1-9]))?")
_LONGEST = 24

_RINGS = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")
_KEYCAPS = re.compile("([0-9])\ufe0f?\u20e3")


def unringed(text: str) -> str:
    """Numbers in circles, in brackets of one character and on keys as digits: ``②`` ``⑴`` ``1️⃣`` ``🔟``."""
    text = _KEYCAPS.sub(r"\1", text).replace("\U0001f51f", "10")
    return _RINGS.sub(lambda match: f"{unicodedata.numeric(match[0]):.0f}", text)


def numerals(text: str) -> tuple[Decimal, ...]:
    """What a number in Chinese says: none, one reading, or the two of ``一百二``."""
    if text == "半":
        return (Decimal("0.5"),)
    if len(text) > _LONGEST or not _ALL.fullmatch(text):
        return ()
    if len(text) > 1 and not re.search("[十百千万亿拾佰仟萬億廿卅点點]", text) and re.search("[两兩俩]", text):
        return ()  # 两三箱 is two or three
    plain = text.translate(_FORMAL).replace("點", "点").replace("廿", "二十").replace("卅", "三十")
    plain = "".join(_DIGITS.get(char, char) for char in plain)
    whole, point, part = plain.partition("点")
    if point and not part.isdecimal():
        return ()
    if whole.isdecimal():
        if len(whole) == 2 and int(whole[1]) == int(whole[0]) + 1 and whole[0] != "0" and not point:
            return ()  # 三四箱 is three or four
        if whole == "35" and not point:
            return ()  # and 三五箱 a few
        found: tuple[int, ...] = (int(whole),)
    else:
        found = _large(whole)
    return tuple(Decimal(f"{each}.{part}" if point else each) for each in found)


def _large(text: str) -> tuple[int, ...]:
    """A number with units: of 亿, then of 万, then below."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit not in text:
            continue
        many, _, rest = text.partition(unit)
        ahead = _large(many) if unit in many or "万" in many else _below(many)
        if re.fullmatch("[1-9]", rest):  # 一万二 is twelve thousand
            behind: tuple[int, ...] = (int(rest) * size // 10,)
        else:
            behind = _large(rest) if rest else (0,)
        return tuple(a * size + b for a in ahead for b in behind)
    return _below(text)


def _below(text: str) -> tuple[int, ...]:
    """A number below ten thousand; ``一百二`` has two readings, ``一百零二`` one."""
    match = _BELOW.fullmatch(text)
    if match is None or not text:
        return ()
    thousands, _, hundreds, _, tens, zero, ones = match.groups()
    has_ten = "十" in text
    found = 1000 * int(thousands or 0) + 100 * int(hundreds or 0)
    found += 10 * int(tens or 1) if has_ten else 0
    if ones and not zero and not has_ten and (hundreds or thousands):
        return found + int(ones) * (10 if hundreds else 100), found + int(ones)
    return (found + int(ones or 0),)
