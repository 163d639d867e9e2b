"""Positions beside a second model of their document: cells in all spellings, and columns that settle an order."""

from __future__ import annotations

import random
from typing import Any

import pytest

from store.notation.errors import PositionError
from store.notation.positions import from_cells, from_text
from tests.models import positions
from tests.models.comparing import CASES, agree, many, seeded, wide

MANY = many(CASES)
TOLD = ("not_degrees", "short_plus_code", "coarse_plus_code", "short_link")
PLACES = ((30, 120), (39, 116), (43, 87), (60, 24), (-33, 151), (40, -74), (-23, -46), (5, 5), (51, 0), (0, 0))
HEADERS = ("", "", "位置", "经纬度", "纬经度", "lng,lat", "lat,lon", "坐标(经度,纬度)", "GPS", "Latitude/Longitude")


def amount(value: float) -> str:
    return str(round(value, 5))


def spelled(chance: random.Random, value: float, axis: str, decimal: str) -> str:
    """One half of a position, now and then one that cannot be."""
    size, kind = abs(value), chance.randrange(5)
    letter = ("N" if value >= 0 else "S") if axis == "lat" else ("E" if value >= 0 else "W")
    degrees = int(size)
    minutes = (size - degrees) * 60
    if chance.random() < 0.03:
        minutes += 60
    seconds = round((minutes - int(minutes)) * 60, chance.randint(0, 2))
    signs = chance.choice((("°", "'", '"'), ("º", "’", "’’"), ("°", "′", "″"), ("d", "m", "s"), ("度", "分", "秒")))
    blank = chance.choice(("", "", " "))
    if kind < 2:
        body = amount(size) + chance.choice(("", "°", "度") if kind else ("",))
    elif kind == 2:
        body = f"{degrees}{signs[0]}{blank}{amount(round(minutes, 3))}{signs[1]}"
    elif kind == 3:
        body = f"{degrees}{signs[0]}{blank}{int(minutes)}{signs[1]}{blank}{seconds}{signs[2]}"
    else:
        body = (
            f"{degrees} {int(minutes)} {seconds}"
            if chance.random() < 0.5
            else f"{degrees} {amount(round(minutes, 3))}"
        )
    body = body.replace(".", decimal)
    if kind == 0:
        return ("-" if value < 0 else "") + body
    word = {"N": "北纬", "S": "南纬", "E": "东经", "W": "西经"}[letter]
    return chance.choice(
        (f"{letter}{body}", f"{letter} {body}", f"{body}{letter}", f"{body} {letter}", f"{word}{body}")
    )


def pair(chance: random.Random) -> str:
    latitude, longitude = chance.choice(PLACES)
    if chance.random() < 0.95 or latitude:
        latitude, longitude = latitude + chance.random(), longitude + chance.random()
    if chance.random() < 0.04:
        latitude += chance.choice((60, 200))
    decimal = chance.choice("...,")
    state = chance.getstate()
    first = spelled(chance, latitude, "lat", decimal)
    chance.setstate(state)
    second = spelled(chance, longitude, "lon", decimal)
    if chance.random() < 0.3:
        first, second = second, first
    if chance.random() < 0.05:
        first = chance.choice(("", "x", "N", "Helsinki"))
    return (
        first
        + chance.choice((", ", ",", "; ", ";", " ", "/", " / ") if decimal == "." else ("; ", ";", " ", "/"))
        + second
    )


def named(chance: random.Random) -> str:
    latitude, longitude = (round(each + chance.random(), 6) for each in chance.choice(PLACES))
    return chance.choice((
        f"POINT ({longitude} {latitude})", f"POINT({longitude} {latitude})", f"point ( {longitude}  {latitude} )",
        f"SRID=4326;POINT({longitude} {latitude})", f"SRID=3857;POINT({longitude} {latitude})",
        f"POINT Z ({longitude} {latitude} 12)",
        f"[{longitude}, {latitude}]", f'{{"type": "Point", "coordinates": [{longitude}, {latitude}]}}',
        f'{{"lat": {latitude}, "lng": {longitude}}}', f'{{"longitude": {longitude}, "latitude": {latitude}}}',
        f"lat: {latitude}, lng: {longitude}", f"lng: {longitude}, lat: {latitude}", f"lat={latitude} lon={longitude}",
        f"纬度{latitude},经度{longitude}", f"经度:{longitude} 纬度:{latitude}", f"latitude {latitude} longitude {longitude}",
        f"https://uri.amap.com/marker?position={longitude},{latitude}&name=x",
        f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{latitude},{longitude};title:x&referer=y",
        f"http://api.map.baidu.com/marker?location={latitude},{longitude}&title=x&output=html",
        f"https://www.google.com/maps/@{latitude},{longitude},15z", f"https://maps.google.com/?q={latitude},{longitude}",
        f"https://www.google.com/maps/search/?api=1&query={latitude}%2C{longitude}",
        f"https://www.google.com/maps/place/X/@1.5,2.5,17z/data=!3m1!4b1!4m5!3m4!1s0x0:0x0!8m2!3d{latitude}!4d{longitude}",
        f"https://maps.apple.com/?ll={latitude},{longitude}&q=x",
        f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=15/1.5/2.5",
        f"https://www.openstreetmap.org/#map=15/{latitude}/{longitude}",
        f"geo:{latitude},{longitude}", f"geo:{latitude},{longitude};u=10",
        "https://maps.app.goo.gl/abcDEF", "https://surl.amap.com/abc", "385123, 6671234", "35V 385123 6671234",
        "35VLG8512371234", "",
    ))  # fmt: skip


def code(chance: random.Random) -> str:
    """A Plus code: up to 70° north, where people live."""
    signs = "23456789CFGHJMPQRVWX"
    figures = chance.choice(signs[:8]) + chance.choice(signs[:18]) + "".join(chance.choice(signs) for _ in range(6))
    behind = "".join(chance.choice(signs) for _ in range(chance.choice((2, 2, 2, 3, 4))))
    whole = f"{figures}+{behind}"
    return chance.choice(
        (whole, whole, whole.lower(), whole[4:], f"{whole[4:]} Helsinki", f"{figures[:6]}00+", f"{figures}+")
    )


def short(found: Any) -> Any:
    """Six decimals; what is asked by its readings."""
    if isinstance(found, tuple):
        return tuple(
            tuple(round(part, 5) for part in each)
            if isinstance(each, tuple)
            else round(each, 5)
            if isinstance(each, float | int)
            else each
            for each in found
        )
    return found


def read(text: str, header: str = "") -> Any:
    try:
        found = from_text(text, header)
    except PositionError as error:
        if error.code == "zero_position":
            return "zero"
        return "told" if error.code in TOLD else "none" if error.code == "not_a_position" else "wrong"
    if found is None:
        return "none"
    if found.either:
        return ("asked", (found.lat, found.lon), (found.lon, found.lat))
    return ("at", found.lat, found.lon)


@pytest.mark.parametrize("made", [pair, named, code], ids=["pairs", "named", "codes"])
def test_a_cell_is_the_position_the_document_says(made: Any) -> None:
    chance = seeded(17)
    differing = []
    for _ in range(MANY * 2):
        text = made(chance)
        header = chance.choice(HEADERS) if made is pair else ""
        text = wide(chance, text) if made is pair else text
        got, right = short(read(text, header)), short(positions.cell(text, header))
        if got != right and not close(got, right):
            differing.append(((text, header), got, right))
    agree(differing)


def close(one: Any, two: Any) -> bool:
    return (
        isinstance(one, tuple) and isinstance(two, tuple) and one[0] == two[0] == "at"
        and all(abs(a - b) < 2e-5 for a, b in zip(one[1:], two[1:], strict=True))
    )  # fmt: skip


def test_two_cells_are_the_position_the_document_says() -> None:
    chance = seeded(18)
    differing = []
    for _ in range(MANY * 2):
        latitude, longitude = (each + chance.random() for each in chance.choice(PLACES))
        decimal = chance.choice("..,")
        texts = [spelled(chance, latitude, "lat", decimal), spelled(chance, longitude, "lon", decimal)]
        if chance.random() < 0.1:
            texts[chance.randrange(2)] = chance.choice(("", "x", "60 10", "60.1.2", "200", "1e2", "N", "-"))
        if chance.random() < 0.1:
            texts.reverse()
        texts = [wide(chance, text) for text in texts]
        try:
            found = from_cells(*(text.strip() for text in texts))
            got = "none" if found is None else ("at", *found)
        except PositionError as error:
            got = "zero" if error.code == "zero_position" else "wrong"
        right = positions.two_cells(*texts)
        if short(got) != short(right) and not close(got, right):
            differing.append((texts, short(got), short(right)))
    agree(differing)
