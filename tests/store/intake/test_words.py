"""Grades, tiers, channels and addresses as people write them."""

from __future__ import annotations

import pytest

from store.intake.meanings import channel_of, grade_of, tier_of
from store.intake.placing import Neighbours, where_of
from store.records import Grade, Tier


@pytest.mark.parametrize(
    ("text", "grade"), [("A", Grade.A), ("b级", Grade.B), ("Ｃ类客户", Grade.C), ("E", None), ("优", None)]
)
def test_grades(text: str, grade: Grade | None) -> None:
    assert grade_of(text) is grade


def test_tiers_and_channels() -> None:
    assert tier_of("二批") is Tier.WHOLESALER
    assert tier_of("三批商") is Tier.SUB_WHOLESALER
    assert tier_of("餐饮") is None
    assert channel_of("连锁便利店") == "convenience"
    assert channel_of("fast_food") == "restaurant"
    assert channel_of("直播间") is None


def test_neighbours_by_street_village_and_town() -> None:
    known = Neighbours()
    for house, lat in ((2, 30.0), (4, 30.002), (60, 30.04), (62, 30.042)):
        known.add(where_of(f"塘栖镇广济路{house}号"), lat, 120.0)
    known.add(where_of("塘栖镇丁河村5组"), 30.1, 119.9)
    known.add(where_of("Mikonkatu 18", "Helsinki"), 60.0, 25.0)
    assert known.place(where_of("塘栖镇广济路3号")) == ("street", 30.001, 120.0)
    assert known.place(where_of("塘栖镇丁河村9组")) == ("village", 30.1, 119.9)
    assert (known.place(where_of("塘栖镇某处")) or ("",))[0] == "town"
    assert known.place(where_of("Mikonkatu 20", "Helsinki")) == ("street", 60.0, 25.0)
    assert known.place(where_of("别的镇广济路3号")) is None
