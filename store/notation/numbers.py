"""Numbers as people type them on a phone: full-width, Chinese, in digits."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from store.notation.errors import BadNumberError

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDE |= {ord("\u3000"): " ", ord("、"): ",", ord("。"): ".", ord("【"): "[", ord("】"): "]", ord("\t"): " "}
_WIDE |= {ord("－"): "-", ord("—"): "-", ord("–"): "-", ord("−"): "-", ord("～"): "-", ord("~"): "-"}
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两俩三四五六七八九十百千半"
"""What numbers in Chinese are written with."""
NUMBER = rf"(?:-?\d+(?:\.\d+)?|[{CHINESE}]+)"
"""A number in digits or in Chinese, as a pattern."""
MOST = 1_000_000
"""The largest count that is believed."""


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as ASCII, character by character: places stay what they are."""
    return text.translate(_WIDE)


def number(text: str) -> Decimal:
    """A number in digits or Chinese; `BadNumberError` for a negative one too."""
    text = narrow(text).strip().replace(",", "").replace(" ", "")
    if re.fullmatch(r"-\d+(\.\d+)?", text):
        raise BadNumberError("negative_number")
    if re.fullmatch(r"\d{1,15}(\.\d{1,9})?|\.\d{1,9}", text):
        try:
            return Decimal(text)
        except InvalidOperation:
            raise BadNumberError from None
    return Decimal(_chinese(text))


def _chinese(text: str) -> str:
    """``二十五`` as 25, ``半`` as a half, ``一千二`` not guessed at."""
    if not text or any(char not in CHINESE for char in text):
        raise BadNumberError
    if text == "半":
        return "0.5"
    if "半" in text:
        raise BadNumberError
    if not any(char in _PLACES for char in text):
        return "".join(str(_DIGITS[char]) for char in text)
    total = digit = 0
    seen_zero = False
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
            seen_zero = seen_zero or digit == 0
    if digit and text[-2:-1] in ("百", "千") and not seen_zero:
        raise BadNumberError  # 一百二 may be 120 or 102
    return str(total + digit)


def whole(text: str) -> int:
    """A count."""
    found = number(text)
    if found != found.to_integral_value() or found > MOST:
        raise BadNumberError
    return int(found)
