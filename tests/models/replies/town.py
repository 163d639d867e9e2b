"""The day that the texts are about."""

from __future__ import annotations

from tests.models.notation_days import HOUR
from tests.models.replies.plan import Plan, Stop

PRODUCTS = {
    "P01": ("青溪矿泉水 550ml", (("箱", 24), ("瓶", 1))),
    "P02": ("冰红茶", (("箱", 15), ("瓶", 1))),
    "P03": ("锅巴", (("箱", 20), ("提", 5), ("袋", 1))),
}
STOPS = (
    ("C0003", "便民批发部", "visit"),
    ("C0296", "刘家小店（2店）", "visit"),
    ("C0165", "佳佳便利", "visit"),
    ("C0118", "福满小卖部", "visit"),
    ("C0371", "周家小店", "visit"),
    ("C0221", "百家连锁便利(滨河路店)", "delivery"),
    ("C0221", "百家连锁便利(滨河路店)", "visit"),
    ("C0342", "百家连锁便利(凤凰路店)", "visit"),
    ("C0011", "鑫源商贸行", "visit"),
    ("C0380", "青溪大道小学小卖部", "visit"),
)
GOODS = (("P02", 60, "箱"), ("P01", 48, "箱"))


def town() -> Plan:
    stops = tuple(
        Stop(place, outlet, name, kind, (8 * HOUR + place * 2700), GOODS if kind == "delivery" else ())
        for place, (outlet, name, kind) in enumerate(STOPS, 1)
    )
    return Plan(
        rep="R01",
        rep_name="王磊",
        date="2026-12-02",
        stops=stops,
        products=PRODUCTS,
        steps=("note", "display", "stock", "order", "coach", "note"),
        points=5,
        must=("P01", "P02", "P03"),
        topics=("先进先出", "大单技巧"),
        shift=(8 * HOUR, 17 * HOUR + 1800),
        elsewhere={"C0900": "张家超市"},
    )
