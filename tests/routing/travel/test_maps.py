"""Maps as they come: real cities, other formats, damaged files, the cache."""

from __future__ import annotations

import bz2
import gzip
import itertools
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from routing.travel import TravelError
from routing.travel.roads import Roads, cache
from routing.travel.roads.prepared import prepare
from tests.routing.travel.towns import at, path_of


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path / "cache"))


def code_of(path: Path) -> str:
    with pytest.raises(TravelError) as told:
        Roads(path)
    assert told.value.exit_code == 3
    assert str(path) in str(told.value.params["path"])
    return told.value.code


def test_packed_maps_are_read_like_plain_ones(tmp_path: Path) -> None:
    plain = path_of("grid").read_bytes()
    (tmp_path / "a.osm.gz").write_bytes(gzip.compress(plain))
    (tmp_path / "b.osm.bz2").write_bytes(bz2.compress(plain))
    places = [at(0, 0.5), at(2, 1.5)]
    expected = Roads(path_of("grid")).matrix(places)[0].tolist()
    (tmp_path / "called otherwise.osm.pbf").write_bytes(plain)
    (tmp_path / "without a suffix").write_bytes(gzip.compress(plain))
    for name in ("a.osm.gz", "b.osm.bz2", "called otherwise.osm.pbf", "without a suffix"):
        assert Roads(tmp_path / name).matrix(places)[0].tolist() == expected


def test_files_that_are_no_map_are_told(tmp_path: Path, shared_data: Path) -> None:
    assert code_of(tmp_path / "none.osm.pbf") == "map_missing"
    for name, contents, code in (
        ("empty.osm.pbf", b"", "map_blank"),
        ("noise.osm.pbf", random.Random(1).randbytes(5000), "map_format"),
        ("cut.osm.pbf", (shared_data / "osm" / "helsinki.osm.pbf").read_bytes()[:400_000], "map_broken"),
        ("page.osm", b"<html><body>Not found</body></html>", "map_format"),
        ("cut.osm", path_of("grid").read_bytes()[:900], "map_broken"),
        ("cut.osm.gz", gzip.compress(path_of("grid").read_bytes())[:200], "map_broken"),
        ("table.csv", b"id,name\n1,x\n", "map_format"),
    ):
        path = tmp_path / name
        path.write_bytes(contents)
        assert code_of(path) == code, name
    assert code_of(path_of("no_roads")) == "map_empty"
    assert code_of(tmp_path) == "map_folder"


def test_a_broken_map_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "map.osm"
    path.write_bytes(path_of("grid").read_bytes()[:900])
    code_of(path)
    path.write_bytes(path_of("grid").read_bytes())
    assert Roads(path).net().arrays["tail"].size == 24


def test_a_prepared_map_is_not_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = Roads(path_of("grid"))
    first.net()
    copy = tmp_path / "copy.osm"
    copy.write_bytes(path_of("grid").read_bytes())

    def fails(*_: object) -> None:
        raise AssertionError("read again")

    for name in ("read_extract", "build_graph", "build_network", "contraction_order"):
        monkeypatch.setattr(f"routing.travel.roads.prepared.{name}", fails)
    again = Roads(copy)
    assert (again.net().arrays["ms"] == first.net().arrays["ms"]).all()
    assert isinstance(again.prepared.graph["lon"].base, np.memmap | None)


def test_another_map_under_the_same_name_is_another_map(tmp_path: Path) -> None:
    path = tmp_path / "map.osm"
    path.write_bytes(path_of("grid").read_bytes())
    before = len(prepare(path).graph["a"])
    path.write_bytes(path_of("ferry").read_bytes())
    assert len(prepare(path).graph["a"]) != before


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    Roads(path_of("grid")).net()
    for file in (tmp_path / "cache").rglob("words.json"):
        file.write_bytes(b"{")
    assert Roads(path_of("grid")).net().arrays["tail"].size == 24


def test_where_nothing_can_be_kept_the_map_is_prepared_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path / "file"))
    assert cache.base_folder().name.startswith("roundsman-roads-")
    assert Roads(path_of("grid")).net().arrays["tail"].size == 24


def test_without_the_extra_its_name_is_told() -> None:
    program = (
        "import sys; sys.modules['osmium'] = None\n"
        "from routing.travel import open_travel, Estimate, TravelError\n"
        f"try: open_travel('roads:{path_of('grid').as_posix()}', Estimate())\n"
        "except TravelError as e: print(e.code, e.exit_code, e.params['package'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["roads_missing", "5", "osmium"]


@pytest.mark.parametrize("city", ["helsinki", "shanghai_small"])
def test_a_real_city_agrees_with_scipy_cell_by_cell(
    city: str, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared_data / "osm" / f"{city}.osm.pbf"
    roads = Roads(path)
    arrays = roads.net().arrays
    chosen = np.random.default_rng(7).choice(len(arrays["lat"]), 60, replace=False)
    places = [(float(arrays["lat"][n]) + 2e-4, float(arrays["lon"][n])) for n in chosen]
    seconds, lengths = roads.matrix(places)
    monkeypatch.setattr("routing.travel.roads.contraction_missing", lambda: True)
    expected = Roads(path).matrix(places)
    assert (seconds == expected[0]).all()
    assert (lengths == expected[1]).all()
    legs = roads.legs(list(itertools.pairwise(places)))
    for number, leg in enumerate(legs):
        assert abs(leg.seconds - seconds[number, number + 1]) <= 1
        assert abs(leg.metres - lengths[number, number + 1]) <= 0.03 * leg.metres + 5


def test_chinese_street_names_come_through(shared_data: Path) -> None:
    roads = Roads(shared_data / "osm" / "shanghai_small.osm.pbf")
    assert any("路" in name for name in roads.prepared.names)
    lat, lon = roads.prepared.graph["node_lat"], roads.prepared.graph["node_lon"]
    south, west, north, east = (float(v) for v in (lat.min(), lon.min(), lat.max(), lon.max()))
    assert len(roads.streets(south, west, north, east)) > 100
    assert roads.streets(north + 1, east + 1, north + 2, east + 2) == []
