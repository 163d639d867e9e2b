"""Who may make a stop, in what, at which hours: crews, vehicles, access, restrictions, ties."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning import PlanningError, World
from routing.planning.edits import drop
from routing.planning.figures import violations_of
from routing.planning.fitness import ALWAYS, cut
from routing.planning.knowledge import Knowledge
from routing.planning.model import Model
from routing.planning.request import model_of
from routing.planning.timing import timed
from routing.problem import Break
from routing.schedule import judge
from store.records import Arrangement, Day, Restriction, Role, Route, Settings, Stop, StopKind, merged
from tests.routing.planning.towns import MONDAY, order, orders, outlet, rep, town, van
from tui.locale import LANGUAGES, has

VISIT, DELIVERY = StopKind.VISIT, StopKind.DELIVERY
CENTRE = {"lat": 30, "lon": 120, "radius_m": 3000}


def stop_in(model: Model, name: str = "C1", kind: StopKind = VISIT) -> Any:
    return model.problem.stops[model.index[name, kind]]


def able(world: World, name: str = "C1", kind: StopKind = VISIT) -> list[str]:
    """Who may make a stop."""
    model = model_of(world, None)
    allowed = stop_in(model, name, kind).allowed
    return [crew.lead.id for number, crew in enumerate(model.crews) if allowed is None or number in allowed]


def blocked(world: World, name: str = "C1", kind: StopKind = VISIT) -> str:
    return model_of(world, None).ignored[name, kind].code


def arranged(**fields: Any) -> Arrangement:
    return Arrangement.model_validate({"id": MONDAY.isoformat()} | fields)


def restriction(**fields: Any) -> dict[str, Restriction]:
    return {"X": Restriction.model_validate({"id": "X", "name": "尾号限行"} | fields)}


def team() -> list[Any]:
    return [rep("P", role="presales"), rep("D", role="delivery", vehicle="V"), rep("B", role="both", vehicle="W")]


def fleet(**fields: Any) -> list[Any]:
    return [van("V", **fields), van("W", plate="浙A12340")]


def test_hours_that_end_before_the_shift_are_met_by_coming_late() -> None:
    early = {"windows": [{"open": "07:00", "close": "07:30"}], "grade": "A"}
    assert blocked(town([outlet("C1", 1, **early)])) == "outside_shifts"
    assert able(town([outlet("C1", 1, late_minutes=40, **early)])) == ["R1", "R2"]


def test_a_required_stop_taken_off_by_hand_is_a_rule_broken() -> None:
    world = town([outlet("C1", 1, grade="A", must=True), outlet("C2", 2, grade="A")], [rep("R1")])
    day = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet="C1"), Stop(outlet="C2")])])
    for name, broken in (("C1", ["dropped_required"]), ("C2", [])):
        dropped = drop(day, (name, VISIT))
        found = timed(model_of(world, dropped), dropped)
        assert [message.code for _, stop, message in violations_of(found) if stop and stop.outlet == name] == broken


def test_ties_broken_by_hand_are_told_at_both_stops_with_the_other_ones_name() -> None:
    shops = [
        outlet("C1", 1, grade="A", before=["C2"], called="一店"),
        outlet("C2", 2, grade="A", apart=["C3"], called="[/b]"),
        outlet("C3", 3, grade="A", together=["C4"], called="三店"),
        outlet("C4", 4, grade="A", called="四店"),
    ]
    world = town(shops, [rep("R1"), rep("R2")])

    def broken(*routes: str) -> dict[str, list[tuple[str, str]]]:
        stops = [[Stop(outlet=f"C{n}") for n in route] for route in routes]
        day = Day(date=MONDAY, routes=[Route(rep=f"R{n}", stops=each) for n, each in enumerate(stops, 1)])
        found: dict[str, list[tuple[str, str]]] = {}
        for _, stop, message in violations_of(timed(model_of(world, day), day)):
            assert stop is not None
            found.setdefault(stop.outlet, []).append((message.code, message.params["other"]))
        return found

    assert broken("12", "34") == {}
    assert broken("21", "34") == {"C1": [("relation_before", "[/b]")], "C2": [("relation_after", "一店")]}
    assert broken("123", "4") == {
        "C2": [("relation_different_routes", "三店")],
        "C3": [("relation_different_routes", "[/b]"), ("relation_same_route", "四店")],
        "C4": [("relation_same_route", "三店")],
    }


def test_each_kind_of_stop_goes_to_those_whose_work_it_is() -> None:
    world = town([outlet("C1", 1, grade="A")], team(), vehicles=fleet(), known=orders(order("1", "C1")))
    assert able(world) == ["P", "B"]
    assert able(world, kind=DELIVERY) == ["D", "B"]


def test_deliveries_without_anybody_to_make_them_are_told() -> None:
    known = orders(order("1", "C1"))
    nobody = town([outlet("C1", 1, grade="A")], [rep("P", role="presales")], known=known)
    assert blocked(nobody, kind=DELIVERY) == "no_rep_for_delivery"
    off = [rep("P", role="presales"), rep("D", role="delivery", working_days=["tue"])]
    assert blocked(town([outlet("C1", 1, grade="A")], off, known=known), kind=DELIVERY) == "nobody_for_delivery"


def test_supervisors_make_rounds_where_audits_are_asked_for() -> None:
    people = [rep("R1"), rep("S", role="supervisor")]
    assert list(town([outlet("C1", 1)], people).on_duty()) == ["R1"]
    settings = Settings.model_validate({"audits": {"A": {"weeks": 12}}})
    known = Knowledge(last_audits={"C1": MONDAY - dt.timedelta(100)})
    world = town([outlet("C1", 1, grade="A")], people, settings=settings, known=known)
    assert able(world, kind=StopKind.AUDIT) == ["S"]
    assert able(world) == ["R1"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"only_reps": ["R2"]}, ["R2"]),
        ({"forbidden_reps": ["R2"]}, ["R1", "R3"]),
        ({"skills": ["冷链"]}, ["R1", "R3"]),
        ({"skill_levels": {"冷链": 3}}, ["R3"]),
        ({"only_reps": ["R1"], "skill_levels": {"冷链": 3}}, "lacks_skill"),
        ({"only_reps": ["gone"]}, "other_reps_only"),
        ({"skill_levels": {"冷链": 5}}, "no_skill"),
    ],
)
def test_people_and_skills(fields: dict[str, Any], expected: list[str] | str) -> None:
    people = [rep("R1", skills={"冷链": 1}), rep("R2"), rep("R3", skills={"冷链": 4})]
    world = town([outlet("C1", 1, grade="A", **fields)], people)
    assert (blocked(world) if isinstance(expected, str) else able(world)) == expected


def test_an_own_rep_who_may_not_go_there_is_told() -> None:
    world = town([outlet("C1", 1, grade="A", rep="R1", forbidden_reps=["R1"])])
    assert [(message.code, message.params["names"]) for message in world.assumed] == [("own_rep_refused", "C1")]
    assert able(world) == ["R2"]


# vehicles and their crews


def test_whoever_shares_a_vehicle_rides_along_with_the_one_who_delivers() -> None:
    people = [rep("A", vehicle="V", skills={"冷链": 2}), rep("D", role="delivery", vehicle="V"), rep("E")]
    world = town([outlet("C1", 1, grade="A")], people, vehicles=[van("V", crew=2)])
    crews = world.crews()
    assert list(crews) == ["D", "E"]
    assert [rider.id for rider in crews["D"].riders] == ["A"]
    assert crews["D"].skills == {"冷链": 2}


def test_a_vehicle_makes_one_round() -> None:
    people = [rep("A", vehicle="V"), rep("D", role="delivery", vehicle="V")]
    known = orders(order("1", "C1"))
    world = town([outlet("C1", 1, grade="A")], people, vehicles=[van("V", plate="浙A1")], known=known)
    assert [message.code for message in world.assumed] == ["vehicle_taken"]
    assert able(world, kind=DELIVERY) == ["D"], "who has no vehicle brings nothing"
    assert able(world) == ["A"], "but may make visits"


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Role)), st.sampled_from(["V", "W", None]), st.booleans()),
        min_size=1,
        max_size=7,
    ),
    st.integers(1, 3),
    st.dictionaries(st.integers(0, 6), st.integers(0, 6), max_size=3),
)
def test_everybody_on_duty_is_on_exactly_one_round(
    people: list[tuple[Role, str | None, bool]], seats: int, along: dict[int, int]
) -> None:
    reps = [
        rep(f"R{n}", role=role, vehicle=vehicle, working_days=["mon"] if works else ["tue"])
        for n, (role, vehicle, works) in enumerate(people)
    ]
    day = arranged(ride_along={f"R{a}": f"R{b}" for a, b in along.items()})
    world = town([outlet("C1", 1)], reps, vehicles=[van("V", crew=seats), van("W")], day=day)
    crews = world.crews()
    on_board = [rep.id for crew in crews.values() for rep in (crew.lead, *crew.riders)]
    assert len(on_board) == len(set(on_board))
    working = {rep.id for rep in reps if rep.shift_on(MONDAY)}
    assert set(on_board) <= working
    assert {rep.id for rep in reps if rep.id in working and rep.role is not Role.SUPERVISOR} <= set(on_board)
    driven = [crew.vehicle.id for crew in crews.values() if crew.vehicle is not None]
    assert len(driven) == len(set(driven))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"day": arranged(vehicles_out=["V"])}, "vehicle_out"),
        ({"vehicles": [van("V", out_of_service=[{"first": MONDAY, "last": MONDAY}])]}, "vehicle_out"),
        (
            {"restrictions": restriction(digits={"mon": "4"}), "vehicles": [van("V", plate="浙A1234B")]},
            "vehicle_restricted",
        ),
    ],
)
def test_a_vehicle_that_stays_at_home_is_told_and_brings_nothing(more: dict[str, Any], code: str) -> None:
    more = {"vehicles": [van("V")], "known": orders(order("1", "C1"))} | more
    world = town([outlet("C1", 1, grade="A")], [rep("D", vehicle="V")], **more)
    assert [message.code for message in world.assumed] == [code]
    assert blocked(world, kind=DELIVERY) == "no_vehicle"
    assert able(world) == ["D"]


def test_what_fits_in_no_vehicle_is_told() -> None:
    known = orders(order("1", "C1", 50), order("2", "C2", 5))
    shops = [outlet("C1", 1, grade="A"), outlet("C2", 1, grade="A")]
    world = town(shops, team(), vehicles=fleet(capacity={"kg": 500}), known=known)
    assert (
        blocked(town(shops, team()[:2], vehicles=fleet(capacity={"kg": 500}), known=known), kind=DELIVERY)
        == "too_large_kg"
    )
    assert able(world, kind=DELIVERY) == ["D", "B"], "the other vehicle has no bound"


def test_more_than_a_vehicle_holds_is_brought_in_trips() -> None:
    shops = [outlet(f"C{n}", n, grade="A") for n in (1, 2, 3)]
    known = orders(*(order(str(n), f"C{n}", 6) for n in (1, 2, 3)))
    last = dict.fromkeys(["C1", "C2", "C3"], MONDAY - dt.timedelta(1))
    world = town(
        shops,
        [rep("D", role="delivery", vehicle="V")],
        vehicles=[van("V", capacity={"cases": 12})],
        known=known,
        last=last,
    )
    base = Day(date=MONDAY, routes=[Route(rep="D", stops=[Stop(outlet=f"C{n}", kind=DELIVERY) for n in (1, 2, 3)])])
    day = timed(model_of(world, base), base)
    route = day.routes[0]
    assert [stop.reload for stop in route.stops] == [False, True, False], "back for more after the nearest"
    assert [(pause.kind, pause.position) for pause in route.pauses] == [("reload", 1)]
    assert route.load == {"cases": 12}
    assert violations_of(day) == []
    assert route.stops[1].distance_m > route.stops[0].distance_m, "the way back to the depot belongs to the leg"
    once = world.vehicles["V"].model_copy(update={"trips": 1})
    full = timed(
        model_of(
            town(shops, [rep("D", role="delivery", vehicle="V")], vehicles=[once], known=known, last=last), base
        ),
        base,
    )
    [(_, _, breach)] = violations_of(full)
    assert (breach.code, breach.amount, breach.params["room"]) == ("over_cases", 6, "12")


def test_cash_collected_is_bounded_by_the_rep() -> None:
    shops = [outlet(f"C{n}", n, grade="A") for n in (1, 2)]
    known = Knowledge(overdue={shop.id: (90_000, MONDAY - dt.timedelta(5)) for shop in shops})
    base = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet="C1"), Stop(outlet="C2")])])
    world = town(shops, [rep("R1", limits={"cash": "1000.00"})], known=known)
    assert [breach.code for _, _, breach in violations_of(timed(model_of(world, base), base))] == ["over_cash"]


# when and where


def test_hours_outside_every_shift_are_told_with_both() -> None:
    shop = outlet("C1", 1, grade="A", windows=[{"open": "19:00", "close": "22:00"}])
    why = model_of(town([shop]), None).ignored["C1", VISIT]
    assert (why.code, why.params) == ("outside_shifts", {"hours": "19:00–22:00", "shift": "08:00–18:00"})


def test_what_stands_on_a_route_is_judged_even_where_nobody_should_go() -> None:
    shop = outlet("C1", 1, grade="A", windows=[{"open": "19:00", "close": "22:00"}], forbidden_reps=["R1", "R2"])
    base = Day(date=MONDAY, routes=[Route(rep="R1", stops=[Stop(outlet="C1")])])
    day = timed(model_of(town([shop]), base), base)
    assert "rep_forbidden" in [breach.code for _, _, breach in violations_of(day)]
    assert not day.unserved


def test_two_shifts_leave_the_time_between_them_free() -> None:
    hours = [{"start": "08:00", "end": "12:00"}, {"start": "14:00", "end": "18:00"}]
    lunch = {"earliest": "12:00", "latest": "13:00", "minutes": 30}
    model = model_of(town([outlet("C1", 1, grade="A")], [rep("R1", shifts=hours, pauses=[lunch])]), None)
    [vehicle] = model.problem.vehicles
    assert (vehicle.earliest, vehicle.shift_end, vehicle.latest) == (8 * 3600, None, 18 * 3600)
    assert vehicle.breaks == (Break(duration=7200, earliest=12 * 3600, latest=12 * 3600),)


def test_the_day_overrules_what_is_usual() -> None:
    day = arranged(
        shifts={"R1": [{"start": "10:00", "end": "15:00"}], "R2": []},
        overtime_minutes=0,
        limits={"R1": {"stops": 3}},
        start={"R1": {"lat": 30.1, "lon": 120}},
        hours={"C1": [{"open": "11:00", "close": "12:00"}], "C2": []},
    )
    shops = [outlet("C1", 1, grade="A"), outlet("C2", 1, grade="A")]
    world = town(shops, [rep("R1", overtime_minutes=60), rep("R2")], day=day)
    model = model_of(world, None)
    [vehicle] = model.problem.vehicles
    assert (vehicle.earliest, vehicle.latest, vehicle.max_stops) == (10 * 3600, 15 * 3600, 3)
    assert stop_in(model).windows == ((11 * 3600, 12 * 3600),)
    assert [due.outlet.id for due in model.dues] == ["C1"], "the other one is closed that day"
    assert world.start_of(world.reps["R1"]) == (30.1, 120)


def test_everybody_off_on_the_day_is_told() -> None:
    with pytest.raises(PlanningError) as told:
        model_of(town([outlet("C1", 1)], day=arranged(shifts={"R1": [], "R2": []})), None)
    assert told.value.code == "nobody_on_duty"


def test_a_closed_zone_keeps_visits_out_and_tells_of_deliveries() -> None:
    day = arranged(closed_zones=[CENTRE])
    shops = [outlet("C1", 1, grade="A"), outlet("C2", 9, grade="A")]
    world = town(shops, team(), day=day, vehicles=fleet(), known=orders(order("1", "C1")))
    model = model_of(world, None)
    assert [due.key for due in model.dues] == [("C2", VISIT)]
    assert {key: why.code for key, why in model.ignored.items()} == {("C1", DELIVERY): "zone_closed"}


@pytest.mark.parametrize(
    ("access", "reps_able", "code"),
    [
        ({"vehicles": ["e_bike"]}, ["E", "N"], None),
        ({"vehicles": ["e_bike"], "walk_minutes": 4}, ["T", "E", "N"], None),
        ({"hours": [{"open": "06:00", "close": "07:00"}]}, ["N"], None),
    ],
)
def test_access(access: dict[str, Any], reps_able: list[str], code: str | None) -> None:
    people = [rep("T", vehicle="T"), rep("E", vehicle="E"), rep("N")]
    vehicles = [van("T", kind="truck"), van("E", kind="e_bike")]
    world = town([outlet("C1", 1, grade="A", access=access)], people, vehicles=vehicles)
    assert able(world) == reps_able


def test_hours_of_a_restriction_are_kept_out_of_or_closed() -> None:
    rule = restriction(
        zone=CENTRE, kinds=["van"], hours=[{"open": "07:00", "close": "09:00"}, {"open": "17:00", "close": "19:00"}]
    )
    people = [rep("A", vehicle="V"), rep("B")]
    inside, outside = outlet("C1", 1, grade="A"), outlet("C2", 9, grade="A")
    world = town([inside, outside], people, vehicles=[van("V")], restrictions=rule)
    assert (able(world, "C1"), able(world, "C2")) == (["B"], ["A", "B"])
    alone = model_of(town([inside], people[:1], vehicles=[van("V")], restrictions=rule), None)
    assert stop_in(alone).windows[1] == (9 * 3600, 17 * 3600 - 15 * 60), "gone again before it begins"
    own = town([inside.model_copy(update={"rep": "A"})], people, vehicles=[van("V")], restrictions=rule)
    assert able(own) == ["A", "B"], "its own rep comes when it is allowed"
    assert stop_in(model_of(own, None)).windows[1][0] == 9 * 3600


def test_two_vehicles_that_are_barred_at_different_hours_do_not_bar_everything() -> None:
    morning, evening = [{"open": "00:00", "close": "12:00"}], [{"open": "12:00", "close": "24:00"}]
    rules = restriction(kinds=["van"], hours=morning) | {
        "Y": Restriction.model_validate({"id": "Y", "name": "y", "kinds": ["truck"], "hours": evening})
    }
    people = [rep("A", vehicle="V"), rep("B", vehicle="T")]
    world = town(
        [outlet("C1", 1, grade="A")], people, vehicles=[van("V"), van("T", kind="truck")], restrictions=rules
    )
    assert len(able(world)) == 1


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=3),
    st.lists(st.tuples(st.integers(0, 22), st.integers(1, 5)), max_size=3),
    st.integers(0, 3),
)
def test_what_is_cut_is_clear_of_every_bar_and_nothing_else_is_lost(
    windows: list[tuple[int, int]], bars: list[tuple[int, int]], stay: int
) -> None:
    given_windows = [(begin, begin + long) for begin, long in windows]
    spans = [(begin, begin + long) for begin, long in bars]
    left = cut(given_windows, spans, stay) or []

    def may_begin(hour: int) -> bool:
        open_now = any(a <= hour <= b for a, b in given_windows) or not given_windows
        return open_now and not any(hour < b and hour + stay > a for a, b in merged(spans))

    for hour in range(30):
        assert any(a <= hour <= b for a, b in left) == may_begin(hour), hour
    assert all(b < c for (_, b), (c, _) in itertools.pairwise(left))
    assert all(0 <= a <= b <= ALWAYS for a, b in left)


def test_one_parks_once_and_walks_to_several_doors() -> None:
    lane = {"walk_minutes": 3, "parking": "巷口"}
    shops = [
        outlet("C1", 1, grade="A", access=lane),
        outlet("C2", 1.05, grade="A", access=lane),
        outlet("C3", 3, grade="A"),
    ]
    model = model_of(town(shops), None)
    times, metres = model.problem.times[0], model.problem.distances[0]
    one, two, far = (stop_in(model, name).place for name in ("C1", "C2", "C3"))
    assert times[one, two] == round(50 * 1.3 / 1.2) == times[two, one]
    assert metres[one, two] == 0, "nobody drives from door to door"
    driven = town([outlet("P", 1.025, grade="A"), shops[2]])
    plain = model_of(driven, None)
    there = plain.problem.times[0][stop_in(plain, "P").place, stop_in(plain, "C3").place]
    assert times[one, far] == there + 180, "back to the car, then on"


def test_a_walk_is_shared_by_the_stops_at_one_door() -> None:
    shop = outlet("C1", 1, grade="A", access={"walk_minutes": 5})
    model = model_of(town([shop], team(), vehicles=fleet(), known=orders(order("1", "C1"))), None)
    visit, delivery = stop_in(model), stop_in(model, kind=DELIVERY)
    assert visit.place == delivery.place
    assert model.problem.times[0][visit.place, visit.place] == 0


def test_ties_between_outlets_are_kept_unless_they_contradict() -> None:
    shops = [
        outlet("C1", 1, grade="A", together=["C2"], before=["C3"]),
        outlet("C2", 2, grade="A", apart=["C1", "C4"]),
        outlet("C3", 3, grade="A", before=["C1"]),
        outlet("C4", 4, grade="A", apart=["nobody"]),
    ]
    model = model_of(town(shops), None)
    kinds = {(tie.kind, *(model.dues[index].outlet.id for index in tie.stops)) for tie in model.problem.relations}
    assert kinds == {("before", "C1", "C3"), ("same_route", "C1", "C2"), ("different_routes", "C2", "C4")}


names = st.sampled_from([f"C{n}" for n in range(5)])
ties = st.lists(names, max_size=3)


@given(st.lists(st.tuples(ties, ties, ties), min_size=5, max_size=5))
def test_whatever_ties_are_set_the_problem_can_be_stated(
    given_ties: list[tuple[list[str], list[str], list[str]]],
) -> None:
    shops = [
        outlet(f"C{n}", n + 1, grade="A", together=a, apart=b, before=c) for n, (a, b, c) in enumerate(given_ties)
    ]
    model = model_of(town(shops), None)
    judge(model.problem, [])


def test_what_may_be_late_costs_instead_of_breaking_a_rule() -> None:
    shop = outlet("C1", 1, grade="A", windows=[{"open": "08:00", "close": "09:00"}], late_minutes=20)
    stop = stop_in(model_of(town([shop]), None))
    assert (stop.late_limit, stop.late_cost) == (1200, 200 * 1000 // 60)


def test_worth_and_must_of_an_outlet_outdo_its_grade() -> None:
    model = model_of(town([outlet("C1", 1, grade="A", worth="7.00"), outlet("C2", 1, grade="A", must=True)]), None)
    assert stop_in(model, "C1").prize == 1050 * 1000, "half as much again for one never visited"
    assert stop_in(model, "C2").prize is None


def test_every_dimension_of_a_load_has_its_sentence() -> None:
    for language in LANGUAGES:
        for dimension in ("cases", "kg", "m3", "cash"):
            assert has(language, f"plan.violation.over_{dimension}")
