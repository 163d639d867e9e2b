"""The rules of the road, each in a town of its own."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest

from routing.travel import UNREACHED, Profile, TravelError
from routing.travel.roads import Roads
from tests.routing.travel.towns import METRES, at, path_of, towns

HALF = METRES / 2


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path_factory.getbasetemp() / "roads-cache"))


def metres(town: str, a: tuple[float, float], b: tuple[float, float], kind: str = "car") -> float:
    """Metres driven in grid units, from one point to another."""
    _, lengths = Roads(path_of(town)).matrix([at(*a), at(*b)], Profile(kind))
    return round(int(lengths[0, 1]) / METRES, 1)


def test_the_towns_are_as_written() -> None:
    for name, document in towns().items():
        assert path_of(name).read_text(encoding="utf-8") == document, name


def test_the_shortest_way_is_taken() -> None:
    assert metres("grid", (0.5, 0), (2, 1.5)) == 3.0
    assert metres("grid", (0, 0.5), (0, 0.5)) == 0.0


def test_any_thread_may_ask_for_ways() -> None:
    roads = Roads(path_of("grid"))
    pairs = [(at(0.5, 0), at(2, 1.5)), (at(2, 1.5), at(0.5, 0))]
    known = roads.legs(pairs, Profile("car"))
    found: list[object] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: found.append(roads.legs(pairs, Profile("car"))))
        thread.start()
        thread.join()
    assert found == [known] * 3


def test_a_turn_that_is_not_allowed_is_driven_round() -> None:
    """From the south into Middle Street, westwards: round the block instead, and only for whoever it binds."""
    south, west = (1, 0.5), (0.5, 1)
    assert metres("grid", south, west) == 1.0
    # turning round on the spot is allowed: back south, west and north, in four units
    assert metres("no_left_turn", south, west) == 3.0
    assert metres("no_left_turn", west, south) == 1.0
    assert metres("no_left_turn", south, west, "on_foot") == 1.0


def test_a_turn_that_must_be_made_shuts_all_others() -> None:
    south = (1, 0.5)
    assert metres("only_straight_on", south, (1, 1.5)) == 1.0
    assert metres("only_straight_on", south, (0.5, 1)) == 3.0
    assert metres("only_straight_on", south, (1.5, 1)) == 3.0
    assert metres("only_straight_on", (0.5, 1), (1.5, 1)) == 1.0


def test_a_restriction_along_a_way_forbids_the_whole_sequence_alone() -> None:
    """South Street, then Market Street, then Middle Street is forbidden; each turn alone is not."""
    assert metres("grid", (0.5, 0), (0.2, 1)) == 1.7
    assert metres("via_way", (0.5, 0), (1, 0.5)) == 1.0
    assert metres("via_way", (1, 0.5), (0.5, 1)) == 1.0
    assert metres("via_way", (1.5, 0), (0.5, 1)) == 2.0
    along = Roads(path_of("via_way")).legs([(at(0.9, 0), at(0.6, 1))], Profile("car"))[0]
    assert round(along.metres / METRES, 1) == 2.5, "the other way round the block"


def test_a_one_way_street_is_driven_one_way() -> None:
    assert metres("oneway", (0.2, 1), (0.8, 1)) == 0.6
    assert metres("oneway", (0.8, 1), (0.2, 1)) == 3.4
    assert metres("oneway", (0.8, 1), (0.2, 1), "on_foot") == 0.6


def test_times_are_the_same_both_ways_only_where_the_streets_are() -> None:
    seconds, _ = Roads(path_of("oneway")).matrix([at(0.2, 1), at(0.8, 1)])
    assert seconds[0, 1] < seconds[1, 0]
    assert seconds.dtype.kind == "i"


def test_two_stops_on_one_street_are_driven_between_without_leaving_it() -> None:
    roads = Roads(path_of("grid"))
    places = [at(0.25, 1), at(0.5, 1.01), at(0.75, 1)]
    _, lengths = roads.matrix(places)
    assert lengths[0].tolist() == pytest.approx([0, METRES / 4, METRES / 2], abs=2)
    assert lengths[2].tolist() == pytest.approx([METRES / 2, METRES / 4, 0], abs=2)
    leg = roads.legs([(places[0], places[2])])[0]
    assert len(leg.steps) == 1
    assert leg.steps[0].name == "Middle Street"


def test_an_outlet_on_an_island_of_the_roads_is_told() -> None:
    roads = Roads(path_of("island"))
    places = [at(0, 0.5), at(5, 1.5), at(2, 1.5)]
    seconds, _ = roads.matrix(places)
    assert [snap.trouble for snap in roads.snap(places)] == ["", "island", ""]
    assert seconds[0, 1] == seconds[1, 2] == UNREACHED
    assert seconds[0, 2] > 0


def test_an_outlet_far_from_any_road_is_told() -> None:
    roads = Roads(path_of("island"))
    assert [s.trouble for s in roads.snap([at(3.5, 1.5), at(20, 20), at(0.001, 0.3)])] == ["no_road", "off_map", ""]


def test_a_map_of_another_city_is_told_once() -> None:
    with pytest.raises(TravelError) as told:
        Roads(path_of("grid")).matrix([at(500 + n, 300) for n in range(30)])
    assert told.value.code == "wrong_map"
    assert told.value.params["n"] == 30


def test_a_large_road_is_served_from_its_own_side() -> None:
    """Traffic keeps right: who comes from the west stops south of the avenue, else drives on and turns."""
    west, middle = (0.1, -0.01), 1.0
    south, north = (middle, -0.02), (middle, 0.02)
    assert metres("boulevard", west, south) == 0.9
    assert metres("boulevard", west, north) == pytest.approx(0.9 + 2 * (2 - middle), abs=0.01)
    assert metres("boulevard", west, north, "on_foot") == 0.9, "who walks crosses"
    assert metres("boulevard", west, (middle, 0.0)) == 0.9, "in the middle of the road nobody can tell"


def test_what_is_too_high_wide_or_heavy_goes_another_way() -> None:
    a, b = (0, 0.5), (1, 0.5)
    car, van, truck = Profile("car"), Profile("van"), Profile("truck")
    roads = Roads(path_of("limits"))
    places = [at(*a), at(0.5, 1), at(0.5, 0)]
    assert roads.net(car).arrays["tail"].size > roads.net(van).arrays["tail"].size > 0
    assert [snap.trouble for snap in roads.snap(places, car)] == ["", "", ""]
    assert roads.snap([at(0.5, 0)], van)[0].street != "Low Bridge"
    assert roads.snap([at(0.5, 1)], truck)[0].street != "Weak Bridge"
    low = Profile("van", width=1.8, height=2.0, weight=3.0)
    assert roads.snap([at(*b)], low)[0].street == "Narrow Lane"


def test_each_kind_takes_the_roads_that_are_open_to_it() -> None:
    roads = Roads(path_of("limits"))
    middle = at(0.5, 0.45)
    assert roads.snap([middle], Profile("on_foot"))[0].street == "Stairs Walk"
    assert roads.snap([at(0.45, 0.6)], Profile("e_bike"))[0].street == "Canal Path"
    assert roads.snap([middle], Profile("car"))[0].trouble or "Walk" not in roads.snap([middle])[0].street
    with pytest.raises(TravelError) as told:
        roads.snap([middle], Profile("zeppelin"))
    assert told.value.exit_code == 2


def test_a_bollard_stops_motors_and_nobody_else() -> None:
    south, north = (1, 0.5), (1, 1.5)
    assert metres("bollard", south, north, "on_foot") == 1.0
    assert metres("bollard", south, north, "e_bike") == 1.0
    assert metres("bollard", south, north) == 5.0


def test_a_ferry_joins_what_no_road_does() -> None:
    roads = Roads(path_of("ferry"))
    leg = roads.legs([(at(0, 0), at(4, 0))])[0]
    assert [step.turn for step in leg.steps] == ["depart", "ferry", "straight"]
    assert leg.steps[1].name == "Harbour Ferry"
    assert [name for name, _ in leg.pace] == ["street", "ferry", "street"]


def test_odd_ways_and_absurd_limits_do_no_harm() -> None:
    """No length, a loop, one node, a node off the map, limits that nobody can mean."""
    roads = Roads(path_of("odd"))
    assert roads.prepared.clipped == 1
    seconds, lengths = roads.matrix([at(0.5, 1), at(1.15, -0.5), at(2, 0.5), at(0, 0.5)])
    assert (seconds >= 0).all()
    assert (seconds < 3600).all()
    assert lengths[2, 3] == pytest.approx(3 * METRES, abs=3)


def test_the_side_that_traffic_keeps_is_read_from_the_roundabouts() -> None:
    assert not Roads(path_of("roundabout")).prepared.graph["left"][0]
    assert Roads(path_of("roundabout_left")).prepared.graph["left"][0]


def test_directions_through_a_roundabout_name_the_exit() -> None:
    roads = Roads(path_of("roundabout"))
    steps = roads.legs([(at(0, -0.8), at(-0.8, 0))])[0].steps
    assert [(step.turn, step.name) for step in steps] == [("depart", "South Road"), ("roundabout", "West Road")]


def test_directions_say_left_and_right() -> None:
    roads = Roads(path_of("grid"))
    steps = roads.legs([(at(1, 0.5), at(0.5, 1)), (at(1, 0.5), at(1.5, 1)), (at(1, 0.5), at(1, 1.5))])
    assert [(step.turn, step.name) for step in steps[0].steps] == [
        ("depart", "Market Street"),
        ("left", "Middle Street"),
    ]
    assert [(step.turn, step.name) for step in steps[1].steps] == [
        ("depart", "Market Street"),
        ("right", "Middle Street"),
    ]
    assert [(step.turn, step.name) for step in steps[2].steps] == [("depart", "Market Street")]


@pytest.mark.parametrize(
    "town", ["grid", "no_left_turn", "only_straight_on", "via_way", "oneway", "boulevard", "odd"]
)
def test_scipy_gives_the_same_cells_and_legs_as_the_hierarchy(town: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [at(x / 4, y / 4) for x in range(9) for y in range(9)]
    quick = Roads(path_of(town))
    there = [place for place, snap in zip(places, quick.snap(places), strict=True) if not snap.trouble]
    expected = quick.matrix(there)
    legs = quick.legs(list(itertools.pairwise(there)))
    monkeypatch.setattr("routing.travel.roads.contraction_missing", lambda: True)
    slow = Roads(path_of(town))
    assert type(slow.net().ways).__name__ == "Dijkstra"
    found = slow.matrix(there)
    assert (found[0] == expected[0]).all()
    assert (found[1] == expected[1]).all()
    again = slow.legs(list(itertools.pairwise(there)))
    assert [leg.seconds for leg in again] == [leg.seconds for leg in legs]


def test_a_leg_takes_what_its_cell_says(tmp_path: Path) -> None:
    roads = Roads(path_of("no_left_turn"))
    places = [at(0.3, 0), at(1, 0.5), at(0.5, 1), at(2, 1.7), at(1.2, 2)]
    seconds, lengths = roads.matrix(places)
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            leg = roads.legs([(a, b)])[0]
            assert abs(leg.seconds - seconds[i, j]) <= 1
            assert abs(leg.metres - lengths[i, j]) <= 2
