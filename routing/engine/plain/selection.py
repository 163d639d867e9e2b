"""Letting CP-SAT choose among the routes a plain search has seen."""

from __future__ import annotations

from routing.engine.choice import Column, choose
from routing.engine.plain.standing import Standing

MOST = 15_000
"""Routes to choose from, those seen last."""
_LEAST = 0.05


def select(search: Standing, seconds: float | None) -> None:
    """Look for a better plan among the routes seen; the search goes on from it."""
    if seconds is not None and seconds < _LEAST:
        return
    routes = search.worthwhile(MOST)
    for route in search.best_routes:
        routes.setdefault(frozenset(route), (search.cost(route), tuple(route)))
    columns = [Column(0, frozenset(node - 1 for node in key), cost) for key, (cost, _) in routes.items()]
    orders = [list(order) for _, order in routes.values()]
    place = {key: k for k, key in enumerate(routes)}
    held = [place[frozenset(route)] for route in search.best_routes]
    served = {node for route in search.best_routes for node in route}
    prizes: list[int | None] = []
    for node in range(1, search.whole.count):
        required = search.problem.stops[node - 1].prize is None and node in served
        prizes.append(None if required else int(search.whole.worth[node]))
    vehicles = [search.whole.vehicles]
    limits = search.limits
    choice = choose(
        columns, prizes, vehicles, held,
        seconds=seconds, seed=limits.seed, workers=limits.workers, stopped=search.stop.is_set,
    )  # fmt: skip
    if choice.prices is not None:
        search.priced(choice.prices, choice.gap)
    if choice.columns is None:
        return
    found = [orders[c] for c in choice.columns]
    total = search.total(found)
    if search.better(total, found):
        search.chains = [(total, found)] * len(search.chains)
