"""Roads: a matrix beside bare RoutingKit, scipy and networkx; a day planned on roads beside one by the estimate.

``python -m bench roads`` runs both; ``matrix`` or ``day`` behind it runs one.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.instances import DATA

MAPS = DATA.parent / "osm"
OUTLETS = DATA.parent / "outlets" / "helsinki.csv"
MANY = 1000
FEW = 4
"""Sources that networkx is given; its time is scaled up."""
SECONDS = 10.0
SEEDS = (1, 2, 3)


def main(words: Sequence[str]) -> int:
    """Returns the exit status."""
    if not MAPS.is_dir():
        print(f"skipped: there are no maps at {MAPS}")
        return 0
    if not words or "matrix" in words:
        matrix()
    if not words or "day" in words:
        day()
    return 0


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What work gives, its wall seconds and the processor's."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def row(name: str, wall: float, cpu: float, bare: float, note: str = "") -> None:
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {cpu / bare:.1f} | {note} |", flush=True)


def matrix() -> None:
    """1000 × 1000 places of Porto, each 60 metres from a road on average."""
    import networkx as nx
    import routingkit_cch

    from routing.travel.roads import Roads, _in, _out
    from routing.travel.roads.shortest import Dijkstra

    path = MAPS / "porto_portugal.osm.pbf"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROUNDSMAN_CACHE"] = folder
        _, cold, cold_cpu = timed(lambda: Roads(path).net())
        roads, warm, warm_cpu = timed(lambda: Roads(path))
        net, warm_net, warm_net_cpu = timed(roads.net)
        arrays = net.arrays
        rng = np.random.default_rng(3)
        at = rng.choice(len(arrays["lat"]), MANY, replace=False)
        places = [
            (float(arrays["lat"][n] + rng.normal(0, 5e-4)), float(arrays["lon"][n] + rng.normal(0, 7e-4))) for n in at
        ]
        print(
            f"Porto: {len(roads.prepared.graph['a'])} roads, {len(arrays['lat'])} states, {len(arrays['tail'])} arcs"
        )
        print(f"prepared in {cold:.1f} s ({cold_cpu:.1f} of the processor), from the cache in "
              f"{warm + warm_net:.2f} s ({warm_cpu + warm_net_cpu:.2f}); load {load:.1f}\n")  # fmt: skip
        _, snap, snap_cpu = timed(lambda: roads.snap(places))
        met = [roads._meet(net, place) for place in places]  # noqa: SLF001
        out, into = [_out(arrays, each) for each in met], [_in(arrays, each) for each in met]
        metric = net.ways._metric(dear=False)  # type: ignore[attr-defined] # noqa: SLF001
        net.ways._metric(dear=True)  # type: ignore[attr-defined] # noqa: SLF001
        bare_query = routingkit_cch.CCHOneToMany(metric, [doors[0][0] for doors in into])
        sources = [doors[0][0] for doors in out]
        _, bare, bare_cpu = timed(lambda: [bare_query.distances_from(source) for source in sources])
        print("| 1000 × 1000 | wall s | processor s | × bare | |\n|---|--:|--:|--:|---|")
        row("routingkit-cch, bare query, one node a place", bare, bare_cpu, bare_cpu, "Python lists, no snapping")
        (seconds, _), wall, cpu = timed(lambda: roads.matrix(places))
        row("roads: seconds and metres", wall, cpu, bare_cpu, "edges, both sides, same edge, restrictions; exact")
        cells, one, one_cpu = timed(lambda: net.ways.table(out, into, dear=False))
        row("roads: milliseconds alone", one, one_cpu, bare_cpu)
        row("snapping 1000 places to edges", snap, snap_cpu, bare_cpu, "once a place")
        plain = Dijkstra(arrays, arrays["arcs"])
        expected, wall, cpu = timed(lambda: plain.table(out, into, dear=False))
        row("scipy Dijkstra", wall, cpu, bare_cpu, "milliseconds alone")
        graph = nx.DiGraph()
        arcs = arrays["arcs"]
        columns = (arrays[name][arcs].tolist() for name in ("tail", "head", "ms"))
        graph.add_weighted_edges_from(zip(*columns, strict=True))
        _, wall, cpu = timed(
            lambda: [nx.single_source_dijkstra_path_length(graph, source) for source in sources[:FEW]]
        )
        row("networkx Dijkstra", wall * MANY / FEW, cpu * MANY / FEW, bare_cpu, f"{FEW} sources, scaled up")
        print(f"\ncells that differ from scipy's: {int((cells != expected).sum())} of {cells.size}")
        legs, wall, cpu = timed(lambda: roads.legs(list(pairwise(places[:41]))))
        off = max(abs(leg.seconds - int(seconds[n, n + 1])) for n, leg in enumerate(legs))
        print(f"40 legs across the map with line and directions: {wall:.2f} s ({cpu:.2f}), {off} s off at most")
        _check_metres(roads, places)


def _check_metres(roads: Any, places: Sequence[tuple[float, float]]) -> None:
    """How far the matrix's metres are from those of the very way driven."""
    _, metres = roads.matrix(places[:60])
    pairs = [(n, m) for n in range(60) for m in range(60) if n != m]
    legs = roads.legs([(places[n], places[m]) for n, m in pairs])
    off = np.array(
        [abs(leg.metres - metres[n, m]) / max(leg.metres, 1) for (n, m), leg in zip(pairs, legs, strict=True)]
    )
    print(f"metres beside the way driven: {(off < 0.001).mean():.1%} within 0.1 %, "
          f"{(off < 0.01).mean():.1%} within 1 %, at most {off.max():.1%}")  # fmt: skip


def day() -> None:
    """The outlets of Helsinki planned by the estimate and by the roads; both judged by the roads."""
    from routing.engine.client import solve_blocking
    from routing.planning.request import request
    from routing.schedule import judge
    from store.books import Books
    from tui.jobs.importing import import_table
    from tui.jobs.office import Office
    from tui.jobs.world import world_of

    date = dt.date(2099, 11, 24)
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Books(Path(folder) / "books"))
        import_table(office, "outlets", OUTLETS, datum="wgs84")
        source = f"roads:{MAPS / 'helsinki.osm.pbf'}"
        on_roads = request(world_of(office, date, source, strict=True), None).model
        guessed = request(world_of(office, date, "estimate"), None).model
        print(f"Helsinki: {len(on_roads.dues)} outlets by road, {len(on_roads.ignored)} not reached, "
              f"{len(on_roads.reps)} reps, {SECONDS:g} s\n")  # fmt: skip
        print("| planned by | seed | stops | left out | driving h | km | late or over, min | cost |\n"
              "|---|--:|--:|--:|--:|--:|--:|--:|")  # fmt: skip
        for seed in SEEDS:
            for name, model in (("estimate", guessed), ("roads", on_roads)):
                done = solve_blocking(model.problem, seconds=SECONDS, seed=seed)
                routes = [
                    [on_roads.index[model.dues[stop].key] for stop in route if model.dues[stop].key in on_roads.index]
                    for route in done.routes
                ]
                judged = judge(on_roads.problem, routes)
                served = sum(map(len, routes))
                over = sum(v.amount for each in judged.routes for v in each.violations if v.code != "over_capacity")
                print(f"| {name} | {seed} | {served} | {len(on_roads.dues) - served} | "
                      f"{sum(each.travel for each in judged.routes) / 3600:.2f} | "
                      f"{sum(each.distance for each in judged.routes) / 1000:.1f} | {over / 60:.0f} | "
                      f"{judged.cost / 100_000:.2f} |", flush=True)  # fmt: skip
