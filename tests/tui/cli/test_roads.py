"""Days planned along real roads, by command line."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from tests.routing.travel.routing_server import routing_server
from tests.routing.travel.towns import at, path_of
from tests.tui.cli.conftest import DATE, Shell

QUICK = ("--iterations", "200", "--workers", "1")
PLACES = {"C1": (0.5, 1.0), "C2": (2.0, 1.5), "C3": (1.0, 0.4), "LOST": (5.0, 1.5)}


@pytest.fixture
def town(shell: Shell) -> Shell:
    """Outlets in the streets of a small town, one of them on an island."""
    outlets = [
        {"id": name, "name": f"店{name}", "lat": at(*place)[0], "lon": at(*place)[1], "grade": "A"}
        for name, place in PLACES.items()
    ]
    depot = {"id": "D", "name": "仓库", "lat": at(0, 0.5)[0], "lon": at(0, 0.5)[1]}
    for kind, documents in (("outlets", outlets), ("reps", [{"id": "R1", "name": "张三"}]), ("depots", [depot])):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell


def test_a_map_is_prepared_and_says_which_outlets_it_does_not_reach(town: Shell) -> None:
    done = town("roads", "build", path_of("island"), "--json", "--use")
    assert done.returncode == 0, done.stderr
    built = json.loads(done.stdout)
    assert built["source"] == f"roads:{path_of('island')}"
    assert [(each["outlet"], each["trouble"]) for each in built["missed"]] == [("LOST", "island")]
    assert "店LOST" in done.stderr
    assert town.json("list", "settings")[0]["travel"]["source"] == built["source"]


def test_a_day_is_planned_shown_drawn_and_exported_along_the_streets(town: Shell) -> None:
    source = f"roads:{path_of('island')}"
    plan = town.json("plan", DATE, "--travel", source, *QUICK)
    assert plan["travel"] == {"source": source, "estimate": False}
    route = plan["routes"][0]
    assert sorted(stop["outlet"] for stop in route["stops"]) == ["C1", "C2", "C3"]
    assert [(each["outlet"], each["class"], each["reasons"][0]["code"]) for each in plan["unserved"]] == [
        ("LOST", "blocked", "island")
    ]
    shown = town.json("show", DATE, "--directions", "--graph", town.folder.parent / "day.graphml")
    ways = shown["ways"]["R1"]
    assert [leg["outlet"] for leg in ways["legs"]] == [stop["outlet"] for stop in route["stops"]]
    metres = sum(leg["metres"] for leg in ways["legs"]) + ways["home"]["metres"]
    assert metres == pytest.approx(route["distance_m"], abs=10)
    graph = nx.read_graphml(town.folder.parent / "day.graphml")
    assert sum(found["metres"] for _, _, found in graph.edges(data=True)) == route["distance_m"]
    assert set(graph) == {"start:R1", "C1", "C2", "C3"}
    chinese = town("show", DATE, "--directions", lang="zh").stdout
    assert "走法：沿West Street向南出发，行驶 " in chinese
    assert "转进入" in chinese
    english = town("sheet", DATE, "--format", "text").stdout
    assert "way: head south on West Street" in english
    assert town("sheet", DATE, "--format", "pdf", "-o", "day.pdf").returncode == 0
    assert (town.folder.parent / "day.pdf").read_bytes().startswith(b"%PDF")


def test_edits_keep_the_source_a_day_was_planned_with(town: Shell) -> None:
    source = f"roads:{path_of('island')}"
    before = town.json("plan", DATE, "--travel", source, *QUICK)
    last = before["routes"][0]["stops"][-1]["outlet"]
    edited = town.json("edit", DATE, "move", last, "--to", "R1", "--position", "1")
    assert edited["travel"] == {"source": source, "estimate": False}
    assert edited["routes"][0]["distance_m"] % 1112 != 0
    refused = town("edit", DATE, "move", "LOST", "--to", "R1")
    assert refused.returncode == 1
    assert "no road leads there" in refused.stderr
    assert town.json("show", DATE)["revision"] == edited["revision"]


def test_the_settings_source_is_used_and_a_missing_map_is_told_not_fatal(town: Shell) -> None:
    moved = town.folder.parent / "map.osm"
    moved.write_bytes(path_of("grid").read_bytes())
    assert town("roads", "build", moved, "--use").returncode == 0
    assert town.json("plan", DATE, *QUICK)["travel"]["source"] == f"roads:{moved}"
    moved.unlink()
    done = town("plan", DATE, *QUICK, "--json")
    assert done.returncode == 0
    assert "the estimate stands in" in done.stderr
    assert json.loads(done.stdout)["travel"] == {"source": "estimate", "estimate": True}


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("roads:missing.osm.pbf", 3, "no such map file"),
        (f"roads:{path_of('no_roads')}", 3, "no roads"),
        ("google", 2, "no such source"),
        ("osrm:nowhere", 2, "no such source"),
    ],
)
def test_a_source_that_cannot_be_used_is_an_error_and_changes_nothing(
    town: Shell, source: str, code: int, said: str
) -> None:
    done = town("plan", DATE, "--travel", source, *QUICK)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert town("show", DATE).returncode == 1


def test_a_map_of_another_city_is_told_once(town: Shell, shared_data: Path) -> None:
    done = town("plan", DATE, "--travel", f"roads:{shared_data / 'osm' / 'shanghai_small.osm.pbf'}", *QUICK)
    assert done.returncode == 1
    errors = [line for line in done.stderr.splitlines() if "nowhere near" in line]
    assert len(errors) == 1
    assert "latitude" in errors[0]
    built = town("roads", "build", shared_data / "osm" / "shanghai_small.osm.pbf")
    assert built.returncode == 0
    assert "0 of 4 outlets" in built.stderr
    assert "none of your outlets lies on this map" in built.stderr
    assert "店C1" not in built.stderr
    used = town("roads", "build", shared_data / "osm" / "shanghai_small.osm.pbf", "--use")
    assert used.returncode == 1
    assert town.json("list", "settings")[0]["travel"]["source"] == "estimate"


def test_a_day_is_planned_by_a_routing_server_and_by_the_estimate_once_it_is_gone(town: Shell) -> None:
    with routing_server() as server:
        source = f"osrm:{server.url}"
        plan = town.json("plan", DATE, "--travel", source, *QUICK)
        assert plan["travel"] == {"source": source, "estimate": False}
        assert "way: " in town("show", DATE, "--directions").stdout
    done = town("plan", DATE, "--travel", source, *QUICK, "--json")
    assert done.returncode == 0
    assert "stopped answering" in done.stderr
    assert json.loads(done.stdout)["travel"] == {"source": "estimate", "estimate": True}


def test_settings_are_put_and_judged_like_any_document(town: Shell) -> None:
    put = {"traffic": [{"start": "07:00", "end": "09:00", "slower": {"main": 1.8, "street": 1.2}}]}
    assert town("put", "settings", "-", stdin=json.dumps(put)).returncode == 0
    assert town.json("list", "settings")[0]["traffic"][0]["slower"] == {"main": 1.8, "street": 1.2}
    for wrong in (
        {"traffic": [{"start": "09:00", "end": "07:00", "slower": {}}]},
        {"traffic": [{"start": "07:00", "end": "09:00", "slower": {"moon": 2}}]},
        {"traffic": [{"start": "07:00", "end": "09:00", "slower": {"main": 0}}]},
        {"id": "other"},
    ):
        done = town("put", "settings", "-", stdin=json.dumps(wrong))
        assert done.returncode == 3, wrong
        assert "Traceback" not in done.stderr
    assert town.json("list", "settings")[0]["traffic"][0]["start"] == "07:00"


def test_a_graph_is_written_in_the_formats_there_are(town: Shell) -> None:
    town.json("plan", DATE, *QUICK)
    assert town("show", DATE, "--graph", "day.json").returncode == 0
    graph = json.loads((town.folder.parent / "day.json").read_text(encoding="utf-8"))
    assert {node["id"] for node in graph["nodes"]} == {"start:R1", *PLACES}
    refused = town("show", DATE, "--graph", "day.dot")
    assert refused.returncode == 1
    assert ".graphml" in refused.stderr
