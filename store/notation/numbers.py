"""Numbers as people write them: signs by evidence, full-width, Chinese, below zero. See docs/notation.md."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numerals import CHINESE, numerals, unringed
from store.notation.words import SIMPLIFIED

MOST = 1_000_000
"""The largest count that is believed."""
LARGEST = Decimal(10) ** 15
"""The largest number that is read."""
NUMBER = rf"(?:-?[0-9]+(?:\.[0-9]+)?|[{CHINESE}]+)"
"""A number in digits or in Chinese, as a pattern for texts that hold other words too."""

_LONGEST = 40
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_MINUS = {ord(char): "-" for char in "－—–−‐‑"}
_BLANKS = {ord(char): " " for char in "\u3000\u00a0\u202f\u2009\u2007\u2002\u2003\t"}
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"), "")
_PLAIN = _WIDE | _MINUS | _BLANKS | _NOTHING | {ord("’"): "'", ord("‘"): "'", ord("．"): "."}
_TYPED = _WIDE | _MINUS | {ord("\u3000"): " ", ord("\t"): " ", ord("～"): "-", ord("~"): "-"}
_TYPED |= SIMPLIFIED
_TYPED |= {ord("、"): ",", ord("。"): ".", ord("【"): "[", ord("】"): "]"}

_AS_POINT = re.compile(
    r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([,' ])[0-9]{3})(?:\1[0-9]{3})*)?(?:(?<=[0-9])|(?=\.))(?:\.[0-9]+)?"
)
_AS_COMMA = re.compile(
    r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([.' ])[0-9]{3})(?:\1[0-9]{3})*)?(?:(?<=[0-9])|(?=,))(?:,[0-9]+)?"
)
_POWER = re.compile(r"[0-9]{1,17}(?:[.,][0-9]{1,17})?e[+-]?[0-9]{1,2}", re.IGNORECASE)
_UNITS = {"百": 2, "千": 3, "万": 4, "亿": 8, "萬": 4, "億": 8}
_IN_UNITS = re.compile(r"([0-9][0-9., ']*)([百千万亿萬億])(.*)")
_SIGN = re.compile(r"[.,' ]")
_RUN = re.compile(r"[^0-9]{0,12}?((?:[.,](?=[0-9]))?[0-9](?:[0-9.,' ]*[0-9])?)[^0-9]{0,16}")
_CJK = re.compile(r"[\u3400-\u9fff]")


class Signs(StrEnum):
    """Which sign a table's numbers have before their decimals."""

    POINT = "."
    COMMA = ","
    UNKNOWN = ""


POINT, COMMA, UNKNOWN = Signs.POINT, Signs.COMMA, Signs.UNKNOWN


def narrow(text: str) -> str:
    """Full-width forms as ASCII and ideographs as simplified, character by character: places stay what they are."""
    return text.translate(_TYPED)


def plain(text: str) -> str:
    """A cell as numbers are read from it: half-width, every blank a space and none at the ends."""
    return text.translate(_PLAIN).strip()


def signs_typed(language: str) -> Signs:
    """The decimal sign of what is typed by somebody who uses the app in a language: a point in Chinese."""
    return POINT if language == "zh" else UNKNOWN


def signs_of(cells: Iterable[str], separator: str | None = None) -> Signs:
    """The decimal sign that the number cells of a table (and its Chinese headers) are evidence of.

    `separator` is the one between the columns of the file where it has one.
    """
    chinese = False
    sure, likely = set(), set()
    for cell in cells:
        if not cell or len(cell) > _LONGEST:
            continue
        chinese = chinese or _CJK.search(cell) is not None
        match = _RUN.fullmatch(cell.translate(_PLAIN).strip())
        if match is None or not _SIGN.search(match[1]):
            continue
        point, comma = _as(match[1], POINT), _as(match[1], COMMA)
        if point is not None and comma is None:
            sure.add(POINT)
        elif comma is not None and point is None:
            sure.add(COMMA)
        elif point != comma:
            likely.add("," if "," in match[1] else ".")
        if len(sure) == 2:
            return UNKNOWN
    if sure:
        return sure.pop()
    semicolons = separator == ";" and likely == {","}  # which Chinese text beside it speaks against
    if chinese:
        return UNKNOWN if semicolons else POINT
    return COMMA if semicolons else UNKNOWN


def readings(text: str, signs: Signs = UNKNOWN) -> tuple[Decimal, ...]:
    """What a text may say as a number: nothing, one, or several; below zero too."""
    return _signed(plain(text), signs)


def read_number(text: str, signs: Signs = UNKNOWN) -> Decimal:
    """A number. `TwoReadingsError` where it may be two, `BadNumberError` where it is none."""
    return one(readings(text, signs), text)


def read_count(text: str, signs: Signs = UNKNOWN) -> int:
    """A whole number from 0 to `MOST`; numbers in circles too. `BadNumberError` ``negative_number`` below 0."""
    found = read_number(unringed(text), signs)
    if found < 0:
        raise BadNumberError("negative_number", text)
    if found != found.to_integral_value() or found > MOST:
        raise BadNumberError("bad_number", text)
    return int(found)


def read_percent(text: str, signs: Signs = UNKNOWN) -> Decimal:
    """A number of hundredths: 80 for ``80%`` and ``80``; ``0.8`` has two readings."""
    bare = plain(text)
    if bare.endswith("%"):
        return read_number(bare[:-1], signs)
    found = read_number(bare, signs)
    if 0 < abs(found) <= 1 and found != found.to_integral_value():
        raise TwoReadingsError(text, (f"{write_number(found)}%", f"{write_number(found * 100)}%"))
    return found


def write_number(value: Decimal | float) -> str:
    """A number in digits with a decimal point, without an exponent and needless zeros."""
    found = Decimal(str(value))
    return "0" if not found else f"{found.normalize():f}"


def one(found: Iterable[Decimal], text: str, code: str = "bad_number") -> Decimal:
    """The only one of several readings; raises for none (`code`) and for more."""
    each = tuple(dict.fromkeys(found))
    if not each:
        raise BadNumberError(code, text)
    if len(each) > 1:
        raise TwoReadingsError(text, tuple(map(write_number, each)))
    return each[0]


def _signed(text: str, signs: Signs) -> tuple[Decimal, ...]:
    if not text or len(text) > _LONGEST:
        return ()
    negative = True
    if text[0] in "-负負":
        inner = text[1:]
    elif text[0] == "(" and text[-1] == ")":
        inner = text[1:-1]
    elif text[-1] == "-":
        inner = text[:-1]
    else:
        inner, negative = text.removeprefix("+"), False
    found = _unsigned(inner.strip(), signs)
    return tuple(-each for each in found) if negative else found


def _unsigned(text: str, signs: Signs) -> tuple[Decimal, ...]:
    if not text:
        return ()
    if match := _IN_UNITS.fullmatch(text):
        found = _in_units(match[1].strip(), match[2], match[3].strip(), signs)
    elif _POWER.fullmatch(text):
        found = (Decimal(text.replace(",", ".")),)
    elif text[0] in "0123456789.,":
        found = _digits(text, signs)
    else:
        found = numerals(text)
    return tuple(each for each in found if each <= LARGEST)


def _digits(text: str, signs: Signs) -> tuple[Decimal, ...]:
    point, comma = _as(text, POINT), _as(text, COMMA)
    both = tuple(dict.fromkeys(each for each in (point, comma) if each is not None))
    if signs is UNKNOWN or not both:
        return both
    wanted, other = (point, comma) if signs is POINT else (comma, point)
    if wanted is not None:
        return (wanted,)
    # only the other sign would do. Two signs leave no doubt; of one the rest of the table says otherwise
    marks = _SIGN.findall(text)
    if len(marks) > 1 and not (marks[0] in "' " and re.search(r"[.,][0-9]{3}$", text)):
        return both
    run = Decimal(_SIGN.sub("", text))
    return both if other is None else (other, run)


def _as(text: str, signs: Signs) -> Decimal | None:
    """The number a text is with that decimal sign, groups of three before it; None for none."""
    if (_AS_POINT if signs is POINT else _AS_COMMA).fullmatch(text) is None:
        return None
    whole, _, part = text.partition(signs.value)
    return Decimal(f"{_SIGN.sub('', whole) or '0'}.{part or '0'}" if part else _SIGN.sub("", whole))


def _in_units(many: str, unit: str, rest: str, signs: Signs) -> tuple[Decimal, ...]:
    """``1.2万``, ``1万2`` and ``1万2千``; what ``1万25`` is has two readings."""
    places = _UNITS[unit]
    size = Decimal(10) ** places
    ahead = _digits(many, signs)
    rest = f"0{rest[1:]}" if rest[:1] in ("零", "〇") else rest
    if not rest:
        behind: tuple[Decimal, ...] = (Decimal(0),)
    elif not many.isdecimal():
        return ()
    elif rest.isdecimal() and len(rest) <= places:
        shifted, straight = Decimal(rest) * size / 10 ** len(rest), Decimal(rest)
        behind = (shifted,) if len(rest) in {1, places} and rest[0] != "0" else (straight,) if rest[0] == "0" else ()
        behind = behind or (shifted, straight)
    else:
        behind = tuple(each for each in _unsigned(rest, signs) if each < size)
    return tuple(a * size + b for a in ahead for b in behind)
