"""Promised deliveries: orders that are to be there on the date, and earlier ones that are not there yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from routing.planning.loads import load_of, value_of
from routing.planning.sources.claim import Claim
from store.records import Message, Order, OrderStatus, Status, StopKind, money_text
from store.service.ordering import to_collect

if TYPE_CHECKING:
    from routing.planning.world import World

_NAMED = 5
"""Orders named in a message that speaks of several."""


def deliveries(world: World) -> Iterator[Claim]:
    """One claim for each order to be delivered, and one for the cash of those to be paid on delivery.

    Those of one outlet become one stop.
    """
    for outlet, each in orders_due(world).items():
        for order in each:
            promised = due_date(world, order)
            if promised is not None:
                yield _claim(world, order, promised)
        if (cash := sum(max(0, value_of(order)) for order in each if to_collect(order))) > 0:
            reason = Message(code="cash_order", params={"amount": money_text(cash)})
            yield Claim(world.outlets[outlet], reason, kind=StopKind.DELIVERY, alone=False, cash=cash)


def orders_due(world: World) -> dict[str, list[Order]]:
    """The orders to be brought to each outlet on the date."""
    found: dict[str, list[Order]] = {}
    for order in world.known.orders.values():
        promised = due_date(world, order)
        if promised is None or promised > world.date or order.outlet not in world.outlets:
            continue
        if order.id not in world.known.expected:
            found.setdefault(order.outlet, []).append(order)
    return found


def due_date(world: World, order: Order) -> dt.date | None:
    """When an open order is to be there: an urgent one without a date as soon as can be."""
    if order.status is not OrderStatus.OPEN:
        return None
    return order.promised or (world.date if order.urgent else None)


def _claim(world: World, order: Order, promised: dt.date) -> Claim:
    load = load_of(order, world.known.products)
    late = (world.date - promised).days
    value = value_of(order)
    params = {
        "order": order.id,
        "promised": promised.isoformat(),
        "days": late,
        "n": late,
        "cases": f"{round(load.get('cases', 0), 2):g}",
        "value": money_text(value),
    }
    code = "order_overdue" if late > 0 else "order_urgent" if order.urgent else "order_promised"
    tasks = world.settings.tasks
    return Claim(
        outlet=world.outlets[order.outlet],
        reason=Message(code=code, params=params),
        kind=StopKind.DELIVERY,
        worth=max(0, value) * (2 if late > 0 or order.urgent else 1),
        minutes=tasks.case_minutes * load.get("cases", 0),
        required=True,
        load=load,
    )


def order_troubles(world: World) -> list[Message]:
    """Open orders that cannot be planned as they are, and what is not known of those that can."""
    unknown, undated, strange, lost, ended = [], [], [], [], []
    for order in world.known.orders.values():
        if order.status is not OrderStatus.OPEN or (order.promised and order.promised > world.date):
            continue
        promised = due_date(world, order)
        if order.outlet not in world.outlets:
            unknown.append(order.id)
        elif promised is None:
            undated.append(order.id)
        elif any(line.product not in world.known.products for line in order.lines):
            strange.append(order.id)
        elif world.outlets[order.outlet].status is Status.LOST:
            lost.append(order.id)
        elif any(not world.known.products[line.product].active for line in order.lines):
            ended.append(order.id)
    return [
        Message(code=code, params={"n": len(found), "orders": _some(found)})
        for code, found in (
            ("orders_unknown_outlet", unknown),
            ("orders_undated", undated),
            ("orders_unknown_product", strange),
            ("orders_lost_outlet", lost),
            ("orders_ended_product", ended),
        )
        if found
    ]


def _some(found: list[str]) -> str:
    return ", ".join(found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
