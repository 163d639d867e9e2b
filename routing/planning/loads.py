"""What orders weigh and how much room they take, and what vehicles can carry of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from store.records import Order, OrderLine, Product, Unit

STEP = 100
"""Parts of one unit of a dimension in the problem's whole numbers: hundredths of a case, a kilogram, a m³."""
CASH = "cash"
"""What is collected on the way, in major currency units."""
UNBOUNDED = 2**40
"""Load of a vehicle that has no bound in a dimension."""


def load_of(order: Order, products: Mapping[str, Product]) -> dict[str, float]:
    """Cases, kilograms and cubic metres of an order. Of an unknown product every unit counts as a case.

    Returns (a negative quantity) are not brought there.
    """
    total: dict[str, float] = {}
    for line in order.lines:
        if line.quantity > 0:
            for dimension, amount in line_load(line, products.get(line.product)).items():
                total[dimension] = total.get(dimension, 0) + amount
    return {dimension: round(amount, 4) for dimension, amount in total.items()}


def line_load(line: OrderLine, product: Product | None) -> dict[str, float]:
    """What one line brings, by dimension."""
    if product is None or not product.units:
        return {"cases": line.quantity}
    pieces = line.quantity * unit_of(product, line.unit).factor
    found = {"cases": pieces / case_of(product).factor}
    for dimension in ("kg", "m3"):
        each = _per_piece(product, dimension)
        if each is not None:
            found[dimension] = pieces * each
    return found


def unit_of(product: Product, name: str | None) -> Unit:
    """The selling unit of that name; the smallest where none is named or none is called so."""
    named = next((unit for unit in product.units if name and unit.name == name), None)
    return named or min(product.units, key=lambda unit: unit.factor)


def case_of(product: Product) -> Unit:
    """The largest selling unit."""
    return max(product.units, key=lambda unit: unit.factor)


def _per_piece(product: Product, dimension: str) -> float | None:
    """Weight or volume of the smallest unit, by the largest unit that tells it."""
    known = [unit for unit in product.units if getattr(unit, dimension) is not None]
    if not known:
        return None
    unit = max(known, key=lambda each: each.factor)
    return float(getattr(unit, dimension)) / unit.factor


def value_of(order: Order) -> int:
    """What an order is worth, in minor currency units: as written, else the sum of its lines."""
    if order.value is not None:
        return order.value
    return round(sum(line.worth or 0 for line in order.lines))


def dimensions_of(loads: Iterable[Mapping[str, float]], capacities: Iterable[Mapping[str, float]]) -> list[str]:
    """Dimensions that matter: something is brought or collected, and some vehicle has a bound for it."""
    bounded = {dimension for capacity in capacities for dimension in capacity}
    used = {dimension for load in loads for dimension, amount in load.items() if amount > 0}
    return sorted(bounded & used)


def whole(amounts: Mapping[str, float], dimensions: Iterable[str], *, default: int = 0) -> tuple[int, ...]:
    """Amounts by dimension as the problem counts them; `default` where nothing is said."""
    return tuple(round(amounts[dimension] * STEP) if dimension in amounts else default for dimension in dimensions)
