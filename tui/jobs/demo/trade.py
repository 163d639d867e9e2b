"""What the sample distributor has standing and promised: beats and orders."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from store.records import Beat, Grade, Order, OrderLine, Outlet, Product, Rep, Role, Status, Weekday
from tui.jobs.demo.scene import Scene

_ORDERS = 12


def beats(scene: Scene, outlets: Sequence[Outlet], reps: Sequence[Rep]) -> list[Beat]:
    """The six beats of the first rep who sells: the outlets around the centre, cut like a cake."""
    rep = next((rep for rep in reps if rep.role in (Role.PRESALES, Role.BOTH)), None)
    if rep is None:
        return []
    slices: list[list[Outlet]] = [[] for _ in scene.words["beats"]]
    for outlet in outlets:
        if outlet.rep == rep.id and outlet.status is Status.ACTIVE and outlet.lat is not None:
            east, north = scene.metres(outlet.lat, outlet.lon or 0)
            turn = math.atan2(north, east) / math.tau % 1
            slices[int(turn * len(slices)) % len(slices)].append(outlet)
    return [
        Beat(id=f"B-{rep.id}-{day.value}", name=name, days=[day], rep=rep.id, outlets=[shop.id for shop in shops])
        for name, day, shops in zip(scene.words["beats"], Weekday, slices, strict=False)
    ]


def orders(scene: Scene, outlets: Sequence[Outlet], products: Sequence[Product]) -> list[Order]:
    """Orders of yesterday evening, promised for the next working day."""
    luck = scene.luck("orders")
    promised = scene.today + dt.timedelta(1)
    promised += dt.timedelta(promised.weekday() == 6)
    shops = [shop for shop in outlets if shop.status is Status.ACTIVE and shop.grade in (Grade.A, Grade.B)]
    found = []
    for number, shop in enumerate(luck.sample(shops, min(_ORDERS, len(shops))), 1):
        lines = []
        for product in luck.sample(list(products), min(2, len(products))):
            case = product.units[-1]
            price = product.prices.get(shop.tier, 0)
            cases = luck.randint(1, 6)
            lines.append(
                OrderLine(product=product.id, quantity=cases, unit=case.name, price=price, value=cases * price)
            )
        found.append(
            Order(
                id=f"SO-{number:04d}", outlet=shop.id, rep=shop.rep, ordered=scene.today - dt.timedelta(1),
                promised=promised, lines=lines, value=sum(line.value or 0 for line in lines),
            )
        )  # fmt: skip
    return found
