"""Latitudes and longitudes as people write them: decimal, in minutes, in seconds, with letters, words or a sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from store.notation.errors import PositionError
from store.notation.words import fold

Axis = Literal["lat", "lon"]

# Before folding, which would make an "o" of º and two signs of ″.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("°º˚∘", "°"),
        **dict.fromkeys("′’‘ʹ´`＇", "'"),
        **dict.fromkeys("″”“ʺ＂", '"'),
        **dict.fromkeys("−–—－", "-"),
        "度": "°",
        "分": "'",
        "秒": '"',
    }
)
_NAMES: dict[str, Axis] = {
    "lat": "lat", "latitude": "lat", "纬": "lat", "lon": "lon", "lng": "lon", "long": "lon", "longitude": "lon",
    "经": "lon",
}  # fmt: skip
_SIDES: dict[str, tuple[Axis, int]] = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "北纬": ("lat", 1), "南纬": ("lat", -1), "东经": ("lon", 1), "西经": ("lon", -1),
    "北": ("lat", 1), "南": ("lat", -1), "东": ("lon", 1), "西": ("lon", -1),
}  # fmt: skip
_SIDE = "北纬|南纬|东经|西经|[北南东西]|(?<![a-z])[nsew](?![a-z])"
_NAME = r"(?<![a-z])(?:latitude|longitude|lat|long|lng|lon)(?![a-z])|[经纬]°?"
_DEGREES = r"(?P<sign{0}>[-+])?\s*(?<![\d.])(?P<deg{0}>\d+(?:\.\d+)?)"
_NUMBER = r"\d+(?:\.\d+)?"
_MINUTES = rf"(?P<min{{0}}>{_NUMBER})\s*(?:'(?!')|min|m(?![a-z]))"
_SECONDS = rf"(?P<sec{{0}}>{_NUMBER})\s*(?:\"|''|sec)"
_MARKED = rf"(?:\s*(?:°|deg|d(?![a-z]))(?:\s*{_MINUTES}(?:\s*{_SECONDS})?)?)"
_SPACED = r"(?:\s*°?\s+(?P<min{0}>\d+(?:\.\d+)?)(?:\s+(?P<sec{0}>\d+(?:\.\d+)?))?)"


def _with(number: int, parts: str) -> str:
    return _DEGREES.format(number) + parts.format(number)


_ANGLE = re.compile(
    rf"(?:(?P<name>{_NAME})\s*[:=]?\s*)?"
    rf"(?:(?P<pre0>{_SIDE})\s*{_with(0, _MARKED)}(?![\d.])"
    rf"|(?P<pre1>{_SIDE})\s*{_with(1, _SPACED)}(?![\d.'°])"
    rf"|(?P<pre2>{_SIDE})\s*{_with(2, '')}(?![\d.])"
    rf"|{_with(3, _MARKED)}(?![\d.])\s*(?P<post3>{_SIDE})?"
    rf"|{_with(4, _SPACED)}\s*(?P<post4>{_SIDE})"
    rf"|{_with(5, '')}(?![\d.])\s*(?P<post5>{_SIDE})?)"
)
_DECIMAL = re.compile(r"^[-+]?[0-9]{1,3}(?:\.[0-9]+)?$")
_BLANKS = re.compile(r"\s+")
_LETTERED = re.compile(
    r"(?<![\d.])(\d{1,3})\s?d\s?(?:(\d{1,2})\s?m\s?(\d{1,2}(?:[.,]\d+)?)s|(\d{1,2}(?:[.,]\d+)?)m)(?=\s?[nsew]?(?![a-z]))"
)
"""``60d10m12sN``: behind minutes and degrees by their letters s is seconds, whatever side follows."""
_ALONE = re.compile(rf"^\s*{_with(0, _SPACED)}\s*$")
_LONGEST = 100
_PLACES = 8
"""Decimals kept of minutes and seconds: a millimetre."""
_BETWEEN = re.compile(r"^[\s,;|/()\[\]{}:=]*$")
_STRAY = re.compile(r"(?<![a-z])[nsew](?![a-z])|北纬|南纬|东经|西经")
"""A side that belongs to no number: what it would turn is not known."""


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees, with the axis its letters or words tell."""

    degrees: float
    axis: Axis | None = None


def plain(text: str) -> str:
    """A text about positions in one form: one sign each for degrees, minutes, seconds, minus and decimals."""
    folded = _LETTERED.sub(_marked, _BLANKS.sub(" ", fold(text.translate(_SIGNS))))
    if "." in folded or "," not in folded:
        return folded
    if (four := re.fullmatch(r"\s*([-+]?\d+),(\d+),([-+]?\d+),(\d+)\s*", folded)) is not None:
        return f"{four[1]}.{four[2]}, {four[3]}.{four[4]}"
    if folded.count(",") == 1 and re.fullmatch(r"\s*[-+]?\d+,\d+\s*", folded):
        return folded  # one decimal number or a pair: the caller knows
    return re.sub(r"(\d),(?=\d)", r"\1.", folded)


def _marked(match: re.Match[str]) -> str:
    degrees, minutes, seconds, alone = match.groups()
    return f"{degrees}°{alone}'" if alone else f"{degrees}°{minutes}'{seconds}\""


def angle(text: str) -> Angle:
    """One angle alone in a text. `ValueError` for what is none."""
    if _DECIMAL.match(text):
        return Angle(float(text))
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    folded = plain(text)
    if "." not in folded:
        folded = folded.replace(",", ".")
    if (match := _ALONE.match(folded)) is not None and (match["sec0"] or "." in match["min0"]):
        return _value(match, 0, None, text)
    found = angles(folded)
    if found is None or len(found) != 1:
        raise ValueError(text)
    return found[0]


def angles(folded: str) -> list[Angle] | None:
    """The angles of a `plain` text; None where there is anything else in it but words before the first and behind."""
    found: list[Angle] = []
    at = 0
    for match in _ANGLE.finditer(folded):
        between = folded[at : match.start()]
        if not _BETWEEN.match(between) and (found or re.search(r"\d", between) or _STRAY.search(between)):
            return None
        number = next(n for n in range(6) if match[f"deg{n}"] is not None)
        name = (match["name"] or "").rstrip("°")
        side = match[f"pre{number}"] if number < 3 else match[f"post{number}"]
        found.append(_value(match, number, side, folded, _NAMES.get(name)))
        at = match.end()
    behind = folded[at:]
    return None if re.search(r"^[a-z]|\d", behind) or _STRAY.search(behind) else found


def _value(match: re.Match[str], number: int, side: str | None, text: str, named: Axis | None = None) -> Angle:
    groups = match.groupdict()
    degrees = float(groups[f"deg{number}"])
    minutes, seconds = groups.get(f"min{number}"), groups.get(f"sec{number}")
    finest = [part for part in (groups[f"deg{number}"], minutes, seconds) if part is not None]
    if any("." in part for part in finest[:-1]) or max(map(float, finest[1:]), default=0.0) >= 60:
        raise PositionError("not_a_position", named or "position", text)
    value = degrees
    if minutes is not None:
        value = round(degrees + float(minutes) / 60 + float(seconds or 0) / 3600, _PLACES)
    sign = groups[f"sign{number}"]
    axis, way = _SIDES[side] if side else (named, 1)
    if (side and sign) or (named and axis != named):
        raise PositionError("not_a_position", named or "position", text)
    return Angle(-value if sign == "-" or way < 0 else value, axis)
