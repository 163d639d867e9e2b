"""What the sample distributor has standing and promised: beats and orders."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

from store.books import Books
from store.records import (
    Beat,
    Grade,
    Order,
    OrderLine,
    Outlet,
    Product,
    Rep,
    Role,
    Sale,
    Status,
    Tier,
    Weekday,
)
from store.service.credit import credit_remark
from tui.jobs.demo.scene import Scene

_ORDERS = 12
"""Orders for the next working day at least: a tenth of the outlets where there are more."""
_STANDING = 8
"""Orders that stand already for each day after."""


def beats(scene: Scene, outlets: Sequence[Outlet], reps: Sequence[Rep]) -> list[Beat]:
    """The six beats of the first rep who sells: its outlets around their middle, cut like a cake."""
    rep = next((rep for rep in reps if rep.role in (Role.PRESALES, Role.BOTH)), None)
    if rep is None:
        return []
    shops = [
        (scene.metres(outlet.lat, outlet.lon or 0), outlet)
        for outlet in outlets
        if outlet.rep == rep.id and outlet.status is Status.ACTIVE and outlet.lat is not None
    ]
    east, north = (sum(place[axis] for place, _ in shops) / max(1, len(shops)) for axis in (0, 1))
    shops.sort(key=lambda shop: (math.atan2(shop[0][1] - north, shop[0][0] - east), shop[1].id))
    count, names = len(shops), scene.words["beats"]
    cuts = [n * count // len(names) for n in range(len(names) + 1)]
    slices = [[shop for _, shop in shops[begin:end]] for begin, end in pairwise(cuts)]
    return [
        Beat(id=f"B-{rep.id}-{day.value}", name=name, days=[day], rep=rep.id, outlets=[shop.id for shop in shops])
        for name, day, shops in zip(scene.words["beats"], Weekday, slices, strict=False)
    ]


def orders(books: Books, scene: Scene, outlets: Sequence[Outlet], products: Sequence[Product]) -> list[Order]:
    """Orders of yesterday evening for the next working day, one that is late, and standing ones for four weeks."""
    luck = scene.luck("orders")
    shops = [
        shop
        for shop in outlets
        if shop.status is Status.ACTIVE
        and shop.grade in (Grade.A, Grade.B)
        and credit_remark(books, shop, scene.today, more=1_000_000) is None
    ]
    tomorrow, *later = (day for day in _days(scene) if day > scene.today)
    asked = [(shop, tomorrow) for shop in luck.sample(shops, min(max(_ORDERS, len(outlets) // 10), len(shops)))]
    asked += [(shop, day) for day in later for shop in luck.sample(shops, min(_STANDING, len(shops)))]
    found = [
        _order(luck, f"SO-{number:04d}", shop, promised, products, scene.today - dt.timedelta(1))
        for number, (shop, promised) in enumerate(asked, 1)
    ]
    if len(found) > _ORDERS:
        late = scene.today - dt.timedelta(1)
        found[1] = found[1].model_copy(update={"promised": late, "ordered": late - dt.timedelta(1)})
        found[2] = found[2].model_copy(update={"promised": None, "urgent": True, "collect": True})
    return found


def _days(scene: Scene) -> Iterator[dt.date]:
    """Mondays to Saturdays of the four weeks ahead."""
    for ahead in range(1, 29):
        day = scene.today + dt.timedelta(ahead)
        if day.weekday() < 6:
            yield day


def _order(
    luck: random.Random, name: str, shop: Outlet, promised: dt.date, products: Sequence[Product], ordered: dt.date
) -> Order:
    lines = []
    for product in luck.sample(list(products), min(2, len(products))):
        case = product.units[-1]
        price = product.prices.get(shop.tier, 0)
        cases = luck.randint(1, 6) * (3 if shop.tier is Tier.WHOLESALER else 1)
        lines.append(OrderLine(product=product.id, quantity=cases, unit=case.name, price=price, value=cases * price))
    value = sum(line.value or 0 for line in lines)
    return Order(id=name, outlet=shop.id, rep=shop.rep, ordered=ordered, promised=promised, lines=lines, value=value)


_WEEKLY = {Grade.A: 8, Grade.B: 4, Grade.C: 2, Grade.D: 1}
"""Cases that a shop of each grade takes in a week."""
_WEEKS = 13
LOT = "L{week:02d}-{number:04d}"


def lot_of(scene: Scene, outlet: Outlet, back: int) -> str:
    """The case code of what a wholesaler was brought so many weeks ago."""
    week = (scene.today - dt.timedelta(weeks=back)).isocalendar().week
    return LOT.format(week=week, number=int("".join(filter(str.isdigit, outlet.id)) or 0))


def sales(scene: Scene, outlets: Sequence[Outlet], products: Sequence[Product]) -> list[Sale]:
    """A quarter of sales: large shops weekly, small ones every two or four weeks; one in 23 has been falling off."""
    luck = scene.luck("sales")
    found = []
    for number, shop in enumerate(outlets):
        if shop.status is not Status.ACTIVE or not products:
            continue
        wholesale = shop.tier is not Tier.RETAILER
        every = 1 if wholesale or shop.grade in (Grade.A, Grade.B) else 2 if shop.grade is Grade.C else 4
        cases = (40 if shop.tier is Tier.WHOLESALER else 14) if wholesale else _WEEKLY[shop.grade or Grade.D] * every
        for back in range(_WEEKS - 1, -1, -1):
            if (back + number) % every:
                continue
            if number % 23 == 7 and back < 4 and luck.random() < 0.75:
                continue
            date = scene.today - dt.timedelta(days=7 * back + 1 + number % 6)
            lines = []
            for product in luck.sample(list(products), min(2 + wholesale, len(products))):
                price = product.prices.get(shop.tier, 0)
                count = max(1, round(cases / 2 * luck.uniform(0.6, 1.4)))
                line = OrderLine(product=product.id, quantity=count, unit=product.units[-1].name, price=price)
                lots = [lot_of(scene, shop, back)] if wholesale else []
                lines.append(line.model_copy(update={"value": price * count, "lots": lots}))
            found.append(
                Sale(
                    id=f"S{date:%Y%m%d}-{shop.id}", outlet=shop.id, date=date, rep=shop.rep, lines=lines,
                    value=sum(line.value or 0 for line in lines),
                )
            )  # fmt: skip
    return found
