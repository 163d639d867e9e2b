"""What the sample distributor sells, and the standards it works by."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from store.records import (
    CallProcedure,
    CoachingTopic,
    DisplayStandard,
    Product,
    Promotion,
    Tier,
    Unit,
)
from tui.jobs.demo.scene import Scene
from tui.jobs.standards import usual

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(ml|L|g)\b")


def products(scene: Scene) -> list[Product]:
    return [
        Product(
            id=item["id"],
            name=item["name"],
            brand=item["brand"],
            category=item["category"],
            units=[Unit(name=item["unit"][0]), _case(item)],
            prices=dict(zip((Tier.WHOLESALER, Tier.SUB_WHOLESALER, Tier.RETAILER), item["price"], strict=True)),
            floor_price=round(item["price"][0] * 0.92),
            cost=round(item["price"][0] * 0.86),
            support_price=round(item["price"][0] * 0.97),
            shelf_life_days=item["shelf_life_days"],
        )
        for item in scene.words["products"]
    ]


def _case(item: dict[str, Any]) -> Unit:
    """The case with its weight and room, as the name tells the size of what is in it."""
    match = _SIZE.search(item["name"])
    litres = float(match[1]) / (1 if match[2] == "L" else 1000) if match else 0.4
    weight = litres * item["per_case"] * 1.06 + 0.4
    room = round(weight * 0.0017, 4)
    return Unit(name=item["unit"][1], factor=item["per_case"], kg=round(weight, 1), m3=room)


def standards(scene: Scene) -> list[CallProcedure | DisplayStandard | CoachingTopic | Promotion]:
    made = usual("beverages", scene.language, scene.words["must_stock"])
    return [*made, _promotion(scene)]


def _promotion(scene: Scene) -> Promotion:
    words = scene.words["promotion"]
    month = dt.timedelta(days=30)
    return Promotion(
        id=words["id"],
        name=words["name"],
        tiers=[Tier.RETAILER],
        products=words["products"],
        first=scene.today - month / 2,
        last=scene.today + month,
    )
