"""Outlets shared out among reps and depots, by command line."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from tests.routing.travel.towns import at, path_of
from tests.tui.cli.conftest import Shell

OUTLETS = [
    {"id": f"C{n}", "name": f"店{n}", "lat": at(n % 6 / 3, n // 6 / 3)[0], "lon": at(n % 6 / 3, n // 6 / 3)[1]}
    for n in range(36)
]


@pytest.fixture
def town(shell: Shell) -> Shell:
    reps = [
        {"id": "R1", "name": "张三"},
        {"id": "R2", "name": "李四"},
        {"id": "R9", "name": "司机", "role": "delivery"},
    ]
    depots = [{"id": f"D{n}", "name": f"仓{n}", "lat": at(x, 1)[0], "lon": at(x, 1)[1]} for n, x in ((1, 0), (2, 2))]
    more = [
        {"id": "NO", "name": "无坐标"},
        {"id": "LOST", "name": "岛上", "lat": at(5, 1.5)[0], "lon": at(5, 1.5)[1]},
    ]
    for kind, documents in (("outlets", OUTLETS + more), ("reps", reps), ("depots", depots)):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell


def test_reps_get_even_shares_and_keep_them_with_save(town: Shell) -> None:
    source = ("--travel", f"roads:{path_of('island')}")
    found = town.json("territories", *source, "--graph", town.folder.parent / "areas.graphml")
    assert {each["id"] for each in found["territories"]} == {"R1", "R2"}
    assert sorted(len(each["outlets"]) for each in found["territories"]) == [18, 18]
    assert (found["cut_off"], found["without_position"]) == (["LOST"], 1)
    assert len(found["changes"]) == 36
    graph = nx.read_graphml(town.folder.parent / "areas.graphml")
    assert graph.number_of_edges() == 36
    assert all(edge["seconds"] >= 0 for _, _, edge in graph.edges(data=True))
    assert all("rep" not in each or each["rep"] is None for each in town.json("list", "outlets"))
    said = town("territories", *source, "--save", lang="zh")
    assert "36 个网点已换人" in said.stderr
    owners = {each["id"]: each.get("rep") for each in town.json("list", "outlets")}
    assert owners == found["changes"] | {"LOST": None, "NO": None}
    again = town.json("territories", *source)
    assert len(again["changes"]) <= 4


def test_depots_have_their_nearest_and_wrong_words_change_nothing(town: Shell) -> None:
    found = town.json("territories", "--by", "depot")
    west, east = (set(each["outlets"]) for each in found["territories"])
    assert {"C0", "C6"} <= west
    assert {"C5", "C11"} <= east
    for words, code in (
        (("--by", "depot", "--save"), 2),
        (("--rep", "R7"), 1),
        (("--graph", "areas.dot"), 1),
        (("--travel", "roads:none.osm.pbf"), 3),
    ):
        done = town("territories", *words)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
    assert not any(each.get("rep") for each in town.json("list", "outlets"))
