"""Days on roads: what no road reaches, kinds of vehicles, slow hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routing.planning import World, completed
from routing.planning.driven import driven_along, streets_around
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.planning.ways import off_road
from routing.schedule import judge_route
from routing.travel import Estimate
from routing.travel.roads import Roads
from routing.travel.traffic import Rush, Traffic
from store.records import Day, Depot, Outlet, Rep, Route, Stop, Vehicle
from tests.routing.planning.towns import MONDAY, outlet, rep
from tests.routing.planning.towns import town as estimated
from tests.routing.travel.towns import at, path_of


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("ROUNDSMAN_CACHE", str(tmp_path_factory.getbasetemp() / "roads-cache"))


def town(name: str, places: dict[str, tuple[float, float]], reps: list[Rep], **more: Any) -> World:
    """Outlets in a town of streets."""
    lat, lon = at(0, 0.5)
    world = completed(
        World(
            date=MONDAY,
            outlets={
                each: Outlet(id=each, name=each, lat=at(*place)[0], lon=at(*place)[1])
                for each, place in places.items()
            },
            reps={each.id: each for each in reps},
            depots={"D": Depot(id="D", name="D", lat=lat, lon=lon)},
            vehicles=more.pop("vehicles", {}),
        )
    )
    return replace(world, travel=Roads(path_of(name)), **more)


def test_what_no_vehicle_reaches_is_left_out_with_its_reason() -> None:
    world = town("island", {"A": (0.5, 1), "LOST": (5, 1.5), "FAR": (3.5, 1.5)}, [rep("R1")])
    model = model_of(world, None)
    assert [due.outlet.id for due in model.dues] == ["A"]
    assert {key[0]: why.code for key, why in model.ignored.items()} == {"LOST": "island", "FAR": "no_road"}


def test_each_kind_of_vehicle_has_its_own_times_and_its_own_reach() -> None:
    """An outlet in a footway is for who walks; who walks takes longer."""
    reps = [rep("CAR", vehicle="V1"), rep("FOOT", vehicle="V2"), rep("OTHER")]
    vehicles = {
        "V1": Vehicle.model_validate({"id": "V1", "kind": "car"}),
        "V2": Vehicle.model_validate({"id": "V2", "kind": "on_foot"}),
    }
    world = town("limits", {"A": (0, 0.5), "WALK": (0.5, 0.5)}, reps, vehicles=vehicles)
    model = model_of(world, None)
    assert len(model.problem.times) == 3
    modes = [vehicle.mode for vehicle in model.problem.vehicles]
    assert modes == [0, 1, 2]
    place = model.problem.stops[model.index["WALK", "visit"]].place  # type: ignore[index]
    assert (model.problem.times[1][place] > 0).any()


def test_reps_whose_vehicles_go_the_same_ways_share_a_matrix() -> None:
    world = estimated([outlet("A", 1), outlet("B", 2)], [rep("R1"), rep("R2")])
    assert len(model_of(world, None).problem.times) == 1


def routed(*outlets: str) -> Day:
    return Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet=each) for each in outlets])])


def test_a_route_is_timed_anew_by_its_hours() -> None:
    places = {"A": (0, 1.5), "B": (2, 1.5), "C": (1, 0.5)}
    world = town("grid", places, [rep("R1")])
    day = routed("A", "B", "C")
    usual = timed(model_of(world, day), day).routes[0]
    slow = replace(world, traffic=Traffic([Rush(8 * 3600, 8 * 3600 + 1200, {"street": 3.0})]), legs={})
    later = timed(model_of(slow, day), day).routes[0]
    assert later.stops[0].travel_s == pytest.approx(3 * usual.stops[0].travel_s, abs=2)
    assert later.stops[2].travel_s == usual.stops[2].travel_s, "past the slow hours"
    assert later.returns >= usual.returns
    assert later.distance_m == usual.distance_m
    assert later.travel_s == later.stops[0].travel_s + later.stops[1].travel_s + later.stops[2].travel_s + (
        usual.travel_s - sum(stop.travel_s for stop in usual.stops)
    )


def test_a_window_that_breaks_in_the_slow_hours_is_flagged() -> None:
    places = {"A": (2, 1.5)}
    world = town("grid", places, [rep("R1")])
    shut = world.outlets["A"].model_copy(
        update={"windows": Outlet.model_validate(
            {"id": "A", "name": "A", "windows": [{"open": "08:00", "close": "08:15"}]}
        ).windows}
    )  # fmt: skip
    world = replace(world, outlets={"A": shut})
    day = routed("A")
    assert timed(model_of(world, day), day).routes[0].stops[0].violations == []
    slow = replace(world, traffic=Traffic([Rush(7 * 3600, 10 * 3600, {"street": 4.0})]), legs={})
    found = timed(model_of(slow, day), day).routes[0].stops[0]
    assert [violation.code for violation in found.violations] == ["late"]
    assert found.violations[0].amount == found.begin - (8 * 3600 + 900)


def test_even_hours_change_nothing() -> None:
    world = estimated([outlet("A", 1), outlet("B", 3, 2), outlet("C", 2, 5)], [rep("R1")])
    day = routed("A", "B", "C")
    plain = timed(model_of(world, day), day)
    slow = replace(world, traffic=Traffic([Rush(0, 3600, {"main": 5.0})]), legs={})
    assert timed(model_of(slow, day), day) == plain


def test_retiming_agrees_with_the_judge_on_the_whole_problem() -> None:
    """With all hours equally slow, the matrices may as well be."""
    world = estimated([outlet("A", 1), outlet("B", 3, 2), outlet("C", 2, 5)], [rep("R1")])
    day = routed("A", "B", "C")
    all_day = replace(world, traffic=Traffic([Rush(0, 86_400, {"main": 1.5})]), legs={})
    model = model_of(replace(world, travel=Estimate().paced({"main": 1.5})), day)
    order = [model.index[stop.key] for stop in day.routes[0].stops]
    judged = judge_route(model.problem, 0, order)
    found = timed(model_of(all_day, day), day).routes[0]
    assert [stop.begin for stop in found.stops] == pytest.approx(judged.begin, abs=3)
    assert found.returns == pytest.approx(judged.ret, abs=3)


def test_the_ways_of_a_day_lead_through_its_streets() -> None:
    world = town("grid", {"A": (0.5, 1), "B": (2, 1.5)}, [rep("R1")])
    day = timed(model_of(world, routed("A", "B")), routed("A", "B"))
    driven = driven_along(world, day)["R1"]
    assert [key[0] for key in driven.to] == ["A", "B"]
    assert driven.home is not None
    total = sum(leg.metres for leg in driven.to.values()) + driven.home.metres
    assert total == pytest.approx(day.routes[0].distance_m, abs=5)
    assert len(driven.line) > 6
    assert len(streets_around(world, driven.line)) == 8, "all but North and South Street"
    assert driven_along(replace(world, travel=Estimate()), day) == {}


def test_a_calendar_day_has_its_own_slow_hours(tmp_path: Path) -> None:
    from store.records import Settings
    from tui.jobs.travelling import traffic_on

    settings = Settings.model_validate(
        {"traffic": [{"days": ["mon"], "start": "07:00", "end": "09:00", "slower": {"main": 2}}]}
    )
    assert traffic_on(settings, MONDAY) is not None
    assert traffic_on(settings, MONDAY + dt.timedelta(days=1)) is None


def test_a_depot_that_no_road_reaches_is_told_once() -> None:
    world = town("island", {"A": (0.5, 1)}, [rep("R1"), rep("R2")])
    assert off_road(world) == []
    lat, lon = at(5, 1.5)
    lost = replace(world, depots={"D": Depot(id="D", name="仓库", lat=lat, lon=lon)})
    assert [(each.code, each.params) for each in off_road(lost)] == [("start_island", {"name": "仓库"})]
    assert off_road(replace(lost, travel=Estimate())) == []
