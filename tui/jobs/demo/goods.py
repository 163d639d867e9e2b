"""What the sample distributor sells, and the standards it works by."""

from __future__ import annotations

from store.records import (
    CallProcedure,
    CallStep,
    CoachingTopic,
    DisplayPoint,
    DisplayStandard,
    Product,
    StepKind,
    Tier,
    Unit,
)
from tui.jobs.demo.scene import Scene


def products(scene: Scene) -> list[Product]:
    return [
        Product(
            id=item["id"],
            name=item["name"],
            brand=item["brand"],
            category=item["category"],
            units=[Unit(name=item["unit"][0]), Unit(name=item["unit"][1], factor=item["per_case"])],
            prices=dict(zip((Tier.WHOLESALER, Tier.SUB_WHOLESALER, Tier.RETAILER), item["price"], strict=True)),
            floor_price=round(item["price"][0] * 0.92),
            cost=round(item["price"][0] * 0.86),
            support_price=round(item["price"][0] * 0.97),
            shelf_life_days=item["shelf_life_days"],
        )
        for item in scene.words["products"]
    ]


def standards(scene: Scene) -> list[CallProcedure | DisplayStandard | CoachingTopic]:
    words = scene.words
    return [
        _procedure("CP-RETAIL", words["procedure"], [Tier.RETAILER]),
        _procedure("CP-WHOLESALE", words["procedure_wholesale"], [Tier.WHOLESALER, Tier.SUB_WHOLESALER]),
        *(
            DisplayStandard(
                id=item["id"],
                name=item["name"],
                channels=item["channels"],
                must_stock=item["must_stock"],
                points=[DisplayPoint(id=id_, name=name, weight=weight) for id_, name, weight in item["points"]],
            )
            for item in words["displays"]
        ),
        *(CoachingTopic(id=item["id"], name=item["name"], script=item["script"]) for item in words["topics"]),
    ]


def _procedure(id_: str, words: dict[str, object], tiers: list[Tier]) -> CallProcedure:
    steps = [
        CallStep(id=step, name=name, kind=StepKind(kind), required=required)
        for step, name, kind, required in words["steps"]  # type: ignore[attr-defined]
    ]
    return CallProcedure(id=id_, name=str(words["name"]), tiers=tiers, steps=steps)
