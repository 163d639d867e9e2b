"""The delivery graph of a day: every leg of every route once, plain values, writable as GraphML."""

from __future__ import annotations

import io

import networkx as nx

from routing.graphs import delivery_graph
from routing.planning.request import request
from routing.planning.timing import day_of
from store.records import Day
from tests.routing.planning.towns import outlet, rep, town


def planned() -> Day:
    world = town(
        [outlet(f"C{n}", north=n, called=f"[/b] 店{n}") for n in range(1, 6)],
        [rep("R1"), rep("R2"), rep("R3", end={"open": True})],
    )
    asked = request(world, None)
    return day_of(asked.model, [[0, 1], [2], [3, 4]], asked.base)


def test_every_leg_of_every_route_is_an_edge() -> None:
    day = planned()
    graph = delivery_graph(day)
    for route in day.routes:
        legs = sorted((data["seq"], data) for _, _, data in graph.edges(data=True) if data["rep"] == route.rep)
        assert len(legs) in (len(route.stops), len(route.stops) + 1)
        assert sum(data["seconds"] for _, data in legs) <= route.travel_s
        assert [data["seconds"] for _, data in legs][: len(route.stops)] == [stop.travel_s for stop in route.stops]
        assert [data["metres"] for _, data in legs][: len(route.stops)] == [stop.distance_m for stop in route.stops]
    outlets = {node for node, data in graph.nodes(data=True) if data["kind"] == "outlet"}
    assert outlets == {stop.outlet for route in day.routes for stop in route.stops}


def test_it_can_be_written_as_graphml_and_read_back() -> None:
    graph = delivery_graph(planned())
    written = io.BytesIO()
    nx.write_graphml(graph, written)
    written.seek(0)
    again = nx.read_graphml(written, force_multigraph=True)
    assert set(again.nodes) == set(graph.nodes)
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes["C1"]["name"] == "[/b] 店1"
