"""Public instances read by our conventions: the published solutions cost what is published, and break nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routing.formats import FormatError, read
from routing.schedule import judge

FAMILIES = ("cvrp", "vrptw", "hfvrp", "mdvrptw")


@pytest.mark.parametrize("family", FAMILIES)
def test_published_solutions_cost_what_is_published(shared_data: Path, family: str) -> None:
    for path in sorted((shared_data / "vrp" / family).glob("*.vrp")):
        instance = read(path)
        index = {client: stop for stop, client in enumerate(instance.clients)}
        routes: list[list[int]] = [[] for _ in instance.problem.vehicles]
        cost = None
        for line in path.with_suffix(".sol").read_text(encoding="utf-8").splitlines():
            if found := re.match(r"Route #(\d+):(.*)", line):
                # solutions count places from 0, instances from 1
                routes[int(found[1]) - 1] = [index[int(number) + 1] for number in found[2].split()]
            elif found := re.match(r"Cost:?\s+(\S+)", line):
                cost = float(found[1])
        judged = judge(instance.problem, routes)
        assert judged.feasible, path.name
        assert instance.to_cost(judged.cost) == pytest.approx(cost, abs=0.051 if family == "vrptw" else 0.006), (
            path.name
        )


def test_formats_still_to_come_say_so(shared_data: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as told:
        read(shared_data / "vrp" / "pvrp" / "p01")
    assert told.value.code == "format_not_yet"
    vroom = tmp_path / "vroom.json"
    vroom.write_text('{"vehicles": [], "jobs": []}', encoding="utf-8")
    with pytest.raises(FormatError) as told:
        read(vroom)
    assert told.value.code == "format_not_yet"
