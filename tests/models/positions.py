"""A second model of docs/importing.md, "Positions", slow and plain, written from its words alone.

A cell is ``("at", latitude, longitude)``, ``("asked", latitude first, longitude first)``, or why there is none:
``wrong`` (an error), ``zero``, ``told`` (known for what it is, and not read), ``none`` (no position in it).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from tests.models import map_links
from tests.models.notation import fold

Place = tuple[float, float]
LETTERS = {"N": ("lat", 1), "S": ("lat", -1), "E": ("lon", 1), "W": ("lon", -1)}
WORDS = {"北纬": "N", "南纬": "S", "东经": "E", "西经": "W"}
NAMES = {"lat": ("latitude", "lat", "纬度"), "lon": ("longitude", "long", "lng", "lon", "经度")}
NUMBER = r"[+-]?\d+(?:[.,]\d+)?|[+-]?\.\d+"
WHOLE = r"[+-]?\d+"
FRACTION = r"\d+(?:[.,]\d+)?"
BODIES = (
    rf"(?P<d>{NUMBER})\s*°?",
    rf"(?P<d>{WHOLE})\s*(?:°|\s)\s*(?P<m>{FRACTION})\s*'?",
    rf"(?P<d>{WHOLE})\s*(?:°|\s)\s*(?P<m>\d+)\s*(?:'|\s)\s*(?P<s>{FRACTION})\s*\"?",
)
CHINA = ((18.0, 53.6), (73.5, 135.1))


def plain(text: str) -> str:
    """One sign each for degrees, minutes and seconds; letters for the words of directions."""
    text = fold(text)
    for word, letter in WORDS.items():
        text = text.replace(word, letter)
    text = text.replace("纬度", "lat").replace("经度", "lng")
    text = re.sub(r"(?<=\d)d(?=[\d ])", "°", text)
    text = re.sub(r"(?<=\d)m(?![a-z])", "'", text)
    text = re.sub(r"(?<=\d)s(?![a-z])", '"', text)
    for signs, one in (("º˚度", "°"), ("′‘´`分", "'"), ("″”“秒", '"')):
        for sign in signs:
            text = text.replace(sign, one)
    return text.replace("''", '"')


def number(text: str) -> float:
    return float(text.replace(",", "."))


def coordinate(text: str) -> tuple[float, str | None] | None:
    """One half of a position, in degrees, with its axis where a letter or a name tells it."""
    text, axis, letters = text.strip(), None, ""
    for name, words in NAMES.items():
        found = re.fullmatch(rf"(?:{'|'.join(words)})\s*[:=]?\s*(.+)", text, re.IGNORECASE)
        if found:
            text, axis = found[1], name
    found = re.fullmatch(r"([NSEW]?)\s*(.*?)\s*([NSEW]?)", text, re.IGNORECASE)
    if found is None or (found[1] and found[3]):
        return None
    letters, body = (found[1] or found[3]).upper(), found[2]
    for pattern in BODIES:
        parts = re.fullmatch(pattern, body)
        if not parts:
            continue
        given = parts.groupdict()
        degrees, minutes, seconds = number(given["d"]), number(given.get("m") or "0"), number(given.get("s") or "0")
        if given.get("m") and not given.get("s") and re.fullmatch(r"[+-]?\d+ \d+", text):
            continue  # 60 10 without any sign is two numbers
        if minutes >= 60 or seconds >= 60 or (given.get("m") and len(given["d"].lstrip("+-")) > 3):
            continue
        value = abs(degrees) + minutes / 60 + seconds / 3600
        if given["d"].startswith("-"):
            if letters:
                return None
            value = -value
        if letters:
            own, factor = LETTERS[letters]
            if axis not in (None, own):
                return None
            axis, value = own, value * factor
        return value, axis
    return None


def halves(text: str) -> list[tuple[tuple[float, str | None], tuple[float, str | None]]]:
    """Every way to cut a text into two coordinates; signs that part outdo commas, commas outdo blanks."""
    decimal = len(re.findall(r"\d,\d", text)) == text.count(",") == 2
    for separators in (";", "/", ", ", *(() if decimal else (",",)), " ", None):
        cuts = []
        for place in range(1, len(text)):
            if separators is None:  # N60.17E24.94
                left, right = text[:place], text[place:]
                if not re.fullmatch(r"[NSEW].*", right) and not re.fullmatch(r".*[NSEW]", left):
                    continue
            elif text.startswith(separators, place):
                left, right = text[:place], text[place + len(separators) :]
            else:
                continue
            one, two = coordinate(left), coordinate(right)
            in_front = [bool(re.match(r"\s*[NSEW]", half, re.IGNORECASE)) for half in (left, right)]
            if one and two and (one[1] is None) == (two[1] is None) and in_front[0] == in_front[1]:
                cuts.append((one, two))
        if cuts:
            return cuts
    return []


def in_china(latitude: float, longitude: float) -> bool:
    return CHINA[0][0] <= latitude <= CHINA[0][1] and CHINA[1][0] <= longitude <= CHINA[1][1]


def at(latitude: float, longitude: float) -> Any:
    if latitude == 0 and longitude == 0:
        return "zero"
    if abs(latitude) > 90 or abs(longitude) > 180 or in_china(longitude, latitude):
        return "wrong"  # China's latitudes end where its longitudes begin: no place is both
    return ("at", latitude, longitude)


def header_order(header: str) -> str | None:
    """Which number a header says comes first."""
    places = {}
    for axis, words in (("lat", ("lat", "纬")), ("lon", ("lng", "lon", "经"))):
        found = [header.casefold().find(word) for word in words if word in header.casefold()]
        if found:
            places[axis] = min(found)
    return min(places, key=places.__getitem__) if len(places) == 2 else None


def bare(first: float, second: float, header: str) -> Any:
    """A pair of which neither number says what it is."""
    said = header_order(header)
    if said:
        return at(first, second) if said == "lat" else at(second, first)
    if first == second == 0:
        return "zero"
    if abs(first) > 180 or abs(second) > 180 or (abs(first) > 90 and abs(second) > 90):
        return "wrong"
    if abs(first) > 90:
        return at(second, first)
    if abs(second) > 90:
        return at(first, second)
    for one, two in ((first, second), (second, first)):
        if in_china(one, two):
            return at(one, two)
    return at(first, second) if first == second else ("asked", (first, second), (second, first))


def cell(text: str, header: str = "") -> Any:
    """A position written in one cell."""
    text = fold(text)
    if not text:
        return "none"
    if re.match(r"(?:https?:|geo:|www\.)", text, re.IGNORECASE):
        found_there = map_links.link(text)
        return at(*found_there) if found_there else "told"
    named = re.fullmatch(r"(?:SRID=(\d+);)?\s*POINT\s*Z?\s*\(\s*(\S+)\s+(\S+)(?:\s+\S+)?\s*\)", text, re.IGNORECASE)
    if named:
        if named[1] not in (None, "4326"):
            return "told"
        return at(float(named[3]), float(named[2]))
    if text[0] in "[{":
        return geojson(text, header)
    if re.fullmatch(r"[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,7}", text.upper()):
        return at(*map_links.plus(text.upper()))
    if re.match(r"[23456789CFGHJMPQRVWX]{2,8}0*\+", text.upper()):
        return "told"
    if re.match(r"\d{1,2}\s?[C-HJ-NP-X]\s?(?:\d{6}|[A-Z]{2}\s?\d)", text):
        return "told"
    text = plain(text).strip("()").strip()
    found = set()
    for one, two in halves(text):
        if one[1] is None:
            found.add(bare(one[0], two[0], header))
        elif one[1] != two[1]:
            latitude, longitude = (one, two) if one[1] == "lat" else (two, one)
            found.add(at(latitude[0], longitude[0]))
    metres = re.fullmatch(rf"({NUMBER})[ ,;/]+({NUMBER})", text)
    if metres and min(abs(number(metres[1])), abs(number(metres[2]))) > 1000:
        return "told"
    return found.pop() if len(found) == 1 else "none"


def two_cells(latitude: str, longitude: str) -> Any:
    """A position in two columns."""
    if not latitude.strip() and not longitude.strip():
        return "none"
    found = []
    for axis, text in (("lat", latitude), ("lon", longitude)):
        read = coordinate(plain(text))
        if read is None or read[1] not in (None, axis):
            return "wrong"
        found.append(read[0])
    return at(*found)


def geojson(text: str, header: str) -> Any:
    try:
        given = json.loads(text)
    except ValueError:
        return "none"
    if isinstance(given, dict) and "coordinates" in given:
        given, header = given["coordinates"], ""
    if isinstance(given, list):
        first, second = float(given[0]), float(given[1])
        return at(first, second) if header_order(header) == "lat" else at(second, first)
    axes = {}
    for axis, words in NAMES.items():
        for key, value in given.items():
            if key.casefold() in words:
                axes[axis] = float(value)
    return at(axes["lat"], axes["lon"]) if len(axes) == 2 else "none"


def apart(one: Place, two: Place) -> float:
    """Kilometres between two places on a globe."""
    a, b, c, d = (math.radians(each) for each in (*one, *two))
    return 6371 * math.acos(min(1, math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)))


def column(texts: Sequence[str], header: str, known: Sequence[Place], answer: str | None = None) -> list[Any]:
    """All cells of one column together: the open ones by what is certain."""
    cells = [cell(text, header) for text in texts]
    order = {order for order in map(order_beyond, texts, cells) if order}
    if not order:
        certain = [(each[1], each[2]) for each in cells if each[0] == "at"] + list(known)
        for each in cells:
            if each[0] != "asked":
                continue
            near = [any(apart(way, place) <= 500 for place in certain) for way in each[1:]]
            if near[0] != near[1]:
                order.add("lat" if near[0] else "lon")
    first = order.pop() if len(order) == 1 else {"latlon": "lat", "lonlat": "lon"}.get(answer or "")
    if first is None:
        return cells
    return [at(*each[1 if first == "lat" else 2]) if each[0] == "asked" else each for each in cells]


def order_beyond(text: str, read: Any) -> str | None:
    """The order that a bare pair with a number beyond 90 shows."""
    pairs = [(one, two) for one, two in halves(plain(text)) if one[1] is None]
    if read[0] != "at" or not pairs:
        return None
    (first, _), (second, _) = pairs[0]
    return "lon" if abs(first) > 90 else "lat" if abs(second) > 90 else None
