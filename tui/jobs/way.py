"""How to get to a stop, and what to carry there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.travel import great_circle
from store.records import OrderStatus, PointKind
from store.service.standards import display_for
from tui.jobs.call_sheet import bulletins_open
from tui.jobs.calls import Round, RoundStop
from tui.jobs.history import calls_of
from tui.jobs.sheets import navigation_link

if TYPE_CHECKING:
    from tui.jobs.office import Office

_PAST_CALLS = 3
"""Calls looked through for what was handed over already."""
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a stop from the last one made, or from where the route starts.

    `wind` is one of `WINDS`; `metres` as the crow flies; `link` opens a map on a phone.
    """

    wind: str
    metres: int
    link: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What to take along: goods of orders (product, pieces), bulletins by title, display material that lacked."""

    goods: tuple[tuple[str, int], ...]
    bulletins: tuple[str, ...]
    posm: tuple[str, ...]


def bearing(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Degrees from north, clockwise, of the direction from one point to another (latitude, longitude)."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*here, *there))
    east = math.sin(lon_b - lon_a) * math.cos(lat_b)
    north = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(lon_b - lon_a)
    return math.degrees(math.atan2(east, north)) % 360


def wind_of(degrees: float) -> str:
    """The nearest of eight winds."""
    return WINDS[round(degrees / 45) % 8]


def way_to(found: Round, target: RoundStop) -> Way | None:
    """The way to a stop; None where a position is missing."""
    stop = target.stop
    if stop.lat is None or stop.lon is None:
        return None
    made = [each for each in found.stops if each.call and each.call.check_in and each is not target]
    last = max(made, key=lambda each: str(each.call and each.call.check_in), default=None)
    here = (last.stop.lat, last.stop.lon) if last else found.route.start if found.route else None
    link = navigation_link(stop.name, stop.lat, stop.lon)
    if here is None or here[0] is None or here[1] is None:
        return Way("", 0, link)
    start, end = (here[0], here[1]), (stop.lat, stop.lon)
    return Way(wind_of(bearing(start, end)), round(great_circle(start, end)), link)


def carried(office: Office, found: Round, target: RoundStop) -> Carried:
    """What to carry to a stop."""
    outlet = target.outlet
    if outlet is None:
        return Carried((), (), ())
    goods: dict[str, int] = {}
    for order in office.books.orders.all().values():
        due = order.promised is not None and order.promised <= found.date
        if order.outlet == outlet.id and order.status is OrderStatus.OPEN and due:
            for line in order.lines:
                product = office.books.products.find(line.product)
                pieces = product.pieces(line.quantity, line.unit) if product else round(line.quantity)
                goods[line.product] = goods.get(line.product, 0) + pieces
    earlier = calls_of(office.books, outlet.id, before=found.date, limit=_PAST_CALLS)
    standard = display_for(list(office.books.standards.all().values()), outlet)
    checked = next((call.display for call in earlier if call.display), None)
    posm = [
        point.name
        for point in (standard.points if standard else ())
        if point.kind is PointKind.POSM and checked is not None and checked.points.get(point.id) is False
    ]
    bulletins = bulletins_open(office, outlet, found.date, earlier)
    return Carried(tuple(goods.items()), tuple(each.title for each in bulletins), tuple(posm))
