"""The graphs people think in, as networkx graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Day, clock_text

if TYPE_CHECKING:
    import networkx as nx


def delivery_graph(day: Day) -> nx.MultiDiGraph:
    """The rounds of a day: nodes are outlets and each rep's start and end, edges the legs driven.

    Edges carry `rep`, `seq`, `seconds` and `metres`; nodes `kind`, `name`, `lat`, `lon`, and for outlets
    `arrive` and `leave` as ``HH:MM``. The graph can be written as GraphML: all values are plain.
    """
    import networkx as nx

    graph = nx.MultiDiGraph(date=day.date.isoformat(), revision=day.revision, source=day.travel)
    for route in day.routes:
        home = f"start:{route.rep}"
        start = route.start or (None, None)
        graph.add_node(home, kind="start", name=route.name or route.rep, **_position(*start))
        before = home
        for seq, stop in enumerate(route.stops, 1):
            graph.add_node(
                stop.outlet,
                kind="outlet",
                name=stop.name,
                arrive=clock_text(stop.arrive)[:5],
                leave=clock_text(stop.leave)[:5],
                **_position(stop.lat, stop.lon),
            )
            graph.add_edge(before, stop.outlet, rep=route.rep, seq=seq, seconds=stop.travel_s, metres=stop.distance_m)
            before = stop.outlet
        if route.stops and route.end is not None:
            home_leg = {
                "seconds": route.travel_s - sum(stop.travel_s for stop in route.stops),
                "metres": route.distance_m - sum(stop.distance_m for stop in route.stops),
            }
            target = home
            if route.end != route.start:
                target = f"end:{route.rep}"
                graph.add_node(target, kind="end", name=route.name or route.rep, **_position(*route.end))
            graph.add_edge(before, target, rep=route.rep, seq=len(route.stops) + 1, **home_leg)
    return graph


def _position(lat: float | None, lon: float | None) -> dict[str, float]:
    return {} if lat is None or lon is None else {"lat": lat, "lon": lon}
