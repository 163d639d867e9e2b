"""The ways of a planned day along the roads it was planned on, and its delivery graph as a file."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from tui.jobs.office import JobError, Office

if TYPE_CHECKING:
    import networkx as nx

    from routing.planning.driven import Driven, Street
    from store.records import Day

GRAPH_FORMATS = (".graphml", ".json")


def ways_of(office: Office, day: Day, reps: Iterable[str]) -> dict[str, Driven]:
    """The ways of some reps' routes; none where the day was planned by the estimate."""
    return ways_and_streets(office, day, reps)[0]


def ways_and_streets(
    office: Office, day: Day, reps: Iterable[str], aspect: float = 1.0
) -> tuple[dict[str, Driven], list[Street]]:
    """The ways of some reps' routes, and the roads around them for a map so many times as wide as high."""
    if day.estimate:
        return {}, []
    from routing.planning.driven import driven_along, streets_around
    from tui.jobs.world import world_of

    world = world_of(office, day.date, day.travel)
    ways = driven_along(world, day, reps)
    return ways, streets_around(world, [point for driven in ways.values() for point in driven.line], aspect)


def way_document(driven: Driven) -> dict[str, Any]:
    """A route along the roads as `show --directions --json` prints it."""

    def leg(each: Any) -> dict[str, Any]:
        return {
            "seconds": each.seconds,
            "metres": each.metres,
            "line": [[round(lat, 6), round(lon, 6)] for lat, lon in each.points],
            "steps": [{"turn": step.turn, "name": step.name, "metres": step.metres} for step in each.steps],
        }

    return {
        "legs": [{"outlet": key[0], "kind": key[1].value, **leg(found)} for key, found in driven.to.items()],
        "home": None if driven.home is None else leg(driven.home),
    }


def graph_file(day: Day, path: Path) -> bytes:
    """The day's delivery graph in the format that the name asks for. Raises `JobError` ``no_graph_format``."""
    from routing.graphs import delivery_graph

    check_graph_name(path)
    return graph_bytes(delivery_graph(day), path)


def check_graph_name(path: Path) -> None:
    """Raises `JobError` ``no_graph_format`` for a name that says no format a graph is written in."""
    if path.suffix.lower() not in GRAPH_FORMATS:
        raise JobError("no_graph_format", where=str(path), path=str(path))


def graph_bytes(graph: nx.Graph, path: Path) -> bytes:
    """A graph in the format that a name asks for, GraphML or node-link JSON."""
    import networkx as nx

    if path.suffix.lower() == ".graphml":
        out = BytesIO()
        nx.write_graphml(graph, out, encoding="utf-8", prettyprint=True)
        return out.getvalue()
    document = {
        "directed": graph.is_directed(),
        "multigraph": graph.is_multigraph(),
        "graph": dict(graph.graph),
        "nodes": [{"id": node, **found} for node, found in graph.nodes(data=True)],
        "edges": [{"source": a, "target": b, **found} for a, b, found in graph.edges(data=True)],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
