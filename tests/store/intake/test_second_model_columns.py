"""Columns of positions beside a second model of docs/importing.md, "Which number comes first"."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

from store.intake import read_table, take_outlets
from store.intake.questions import Answers
from store.records import Outlet
from tests.models import positions
from tests.models.comparing import agree, many, seeded

MANY = many(250)
TOWNS = (
    (60.2, 24.9),
    (24.9, 60.2),
    (5.0, 5.2),
    (43.7, 7.3),
    (7.3, 43.7),
    (40.7, -74.0),
    (-33.9, 151.2),
    (51.5, -0.1),
)
HEADERS = ("坐标", "坐标", "位置", "GPS", "经纬度", "lat,lon")


def cell(chance: random.Random, town: tuple[float, float], order: str) -> str:
    """A place in or near a town; some say by themselves which number is which."""
    latitude, longitude = (round(each + chance.uniform(-0.3, 0.3), 4) for each in town)
    if chance.random() < 0.12:
        return chance.choice(
            (
                f"POINT ({longitude} {latitude})",
                f"{abs(latitude)}{'N' if latitude >= 0 else 'S'} {abs(longitude)}{'E' if longitude >= 0 else 'W'}",
                f"[{longitude}, {latitude}]",
            )
        )
    first, second = (latitude, longitude) if order == "lat" else (longitude, latitude)
    return f"{first}, {second}"


def test_an_order_is_settled_as_the_document_says(tmp_path: Path) -> None:
    chance = seeded(41)
    differing: list[tuple[Any, ...]] = []
    path = tmp_path / "a.csv"
    for _ in range(MANY):
        town, order = chance.choice(TOWNS), chance.choice(("lat", "lon"))
        texts = []
        for _ in range(chance.randint(1, 5)):
            there = town if chance.random() < 0.85 else chance.choice(TOWNS)
            texts.append(cell(chance, there, order if chance.random() < 0.9 else chance.choice(("lat", "lon"))))
        known = [chance.choice((town, chance.choice(TOWNS)))] if chance.random() < 0.4 else []
        header, answer = chance.choice(HEADERS), chance.choice((None, None, "latlon", "lonlat"))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                [
                    ("客户编码", "客户名称", header),
                    *((f"K{number}", f"店{number}", text) for number, text in enumerate(texts)),
                ]
            )
        on_file = {
            f"F{place}": Outlet.model_validate({"id": f"F{place}", "name": "旧", "lat": lat, "lon": lon})
            for place, (lat, lon) in enumerate(known)
        }
        found = take_outlets(
            read_table(path), existing=on_file, reps={}, answers=Answers({"order": answer} if answer else {})
        )
        records = {each.id: each for each in found.records}
        errors = {each.row: each.code for each in found.errors}
        got, right = [], []
        for number, read in enumerate(positions.column(texts, header, known, answer)):
            each = records.get(f"K{number}")
            got.append((each.lat, each.lon) if each else "asked" if errors[number + 2] == "two_readings" else "wrong")
            right.append(
                read
                if isinstance(read, str)
                else "asked"
                if read[0] == "asked"
                else (round(read[1], 7), round(read[2], 7))
            )
        if got != right:
            differing.append(((header, texts, known, answer), got, right))
    agree(differing[:12])
