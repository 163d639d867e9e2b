"""Loading lists: what goes onto each vehicle for each trip, last stop first: what is loaded first comes off last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.planning.loads import line_load
from routing.sheets.content import Wording
from store.records import Order, Product, Route, Stop, StopKind


@dataclass(frozen=True, slots=True)
class LoadedStop:
    """What is brought to one stop: pieces by product; `unknown` are units of products that are not on file."""

    seq: int
    outlet: str
    name: str
    pieces: Mapping[str, int]
    unknown: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trip:
    """One loading of a vehicle: its stops in the order they are loaded, and the totals."""

    rep: str
    vehicle: str
    number: int
    stops: tuple[LoadedStop, ...]
    load: Mapping[str, float]

    @property
    def pieces(self) -> dict[str, int]:
        """Pieces of each product on board, by product."""
        total: dict[str, int] = {}
        for stop in self.stops:
            for product, pieces in stop.pieces.items():
                total[product] = total.get(product, 0) + pieces
        return total

    @property
    def unknown(self) -> dict[str, float]:
        total: dict[str, float] = {}
        for stop in self.stops:
            for product, units in stop.unknown.items():
                total[product] = total.get(product, 0) + units
        return total


def trips_of(
    route: Route, orders: Mapping[str, Sequence[Order]], products: Mapping[str, Product], vehicle: str
) -> list[Trip]:
    """The trips of a route that bring something; `orders` are those of each outlet to be brought that day."""
    groups: list[list[tuple[int, Stop]]] = [[]]
    for seq, stop in enumerate(route.stops, 1):
        if stop.reload:
            groups.append([])
        if stop.kind is StopKind.DELIVERY:
            groups[-1].append((seq, stop))
    found: list[Trip] = []
    for group in groups:
        if not group:
            continue
        stops = tuple(_loaded(seq, stop, orders.get(stop.outlet, ()), products) for seq, stop in reversed(group))
        load: dict[str, float] = {}
        for _, stop in group:
            for order in orders.get(stop.outlet, ()):
                for line in order.lines:
                    for dimension, amount in line_load(line, products.get(line.product)).items():
                        load[dimension] = load.get(dimension, 0) + max(0, amount)
        found.append(Trip(route.name or route.rep, vehicle, len(found) + 1, stops, load))
    return found


def _loaded(seq: int, stop: Stop, orders: Sequence[Order], products: Mapping[str, Product]) -> LoadedStop:
    pieces: dict[str, int] = {}
    unknown: dict[str, float] = {}
    for order in orders:
        for line in order.lines:
            if line.quantity <= 0:
                continue  # a return comes back, it is not loaded
            product = products.get(line.product)
            if product is None:
                unknown[line.product] = unknown.get(line.product, 0) + line.quantity
            else:
                pieces[product.id] = pieces.get(product.id, 0) + product.pieces(line.quantity, line.unit)
    return LoadedStop(seq, stop.outlet, stop.name or stop.outlet, pieces, unknown)


def write_loading(trips: Sequence[Trip], products: Mapping[str, Product], date: str, t: Wording) -> bytes:
    """UTF-8 text, one block for each trip."""
    blocks = ["\n".join(_trip(trip, products, date, t)) for trip in trips]
    return ("\n\n".join(blocks) + "\n").encode()


def _trip(trip: Trip, products: Mapping[str, Product], date: str, t: Wording) -> Iterator[str]:
    yield t("sheets.loading.title", date=date, vehicle=trip.vehicle, rep=trip.rep, trip=trip.number)
    amounts = [
        t(f"sheets.loading.{dimension}", amount=f"{round(amount, 2):g}")
        for dimension in ("cases", "kg", "m3")
        if (amount := trip.load.get(dimension, 0))
    ]
    yield t("sheets.loading.total", n=len(trip.stops), load=t("plan.comma").join(amounts))
    for product in sorted(trip.pieces):
        yield f"  {products[product].name}  {_units(products[product], trip.pieces[product])}"
    for product, units in sorted(trip.unknown.items()):
        yield "  " + t("sheets.loading.unknown", product=product, units=f"{units:g}")
    yield t("sheets.loading.order")
    for stop in trip.stops:
        said = [
            f"{products[product].name} {_units(products[product], pieces)}" for product, pieces in stop.pieces.items()
        ]
        said += [
            t("sheets.loading.unknown", product=name, units=f"{units:g}") for name, units in stop.unknown.items()
        ]
        yield f"  {stop.seq}. {stop.name} ({stop.outlet}): {t('plan.and').join(said)}"


def _units(product: Product, pieces: int) -> str:
    return " ".join(f"{count} {unit}".strip() for count, unit in product.in_units(pieces))
