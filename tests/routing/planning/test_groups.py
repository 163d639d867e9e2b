"""Edits of several stops: nothing is lost or doubled, and each does what it says."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning import groups
from routing.planning.errors import PlanningError
from routing.planning.model import Key
from store.records import Day, Route, Stop, StopKind, Unserved

DATE = dt.date(2026, 11, 24)


def day_of(*routes: list[str], unserved: str = "") -> Day:
    return Day(
        date=DATE,
        routes=[Route(rep=f"R{n}", stops=[Stop(outlet=name) for name in names]) for n, names in enumerate(routes, 1)],
        unserved=[Unserved(outlet=name) for name in unserved],
    )


def names(day: Day) -> list[str]:
    return ["".join(stop.outlet for stop in route.stops) for route in day.routes]


def key(name: str) -> Key:
    return name, StopKind.VISIT


DAYS = st.permutations("ABCDEFGH").flatmap(
    lambda order: st.tuples(st.integers(0, 8), st.integers(0, 8)).map(
        lambda cuts: day_of(
            list(order[: min(cuts)]), list(order[min(cuts) : max(cuts)]), unserved="".join(order[max(cuts) :])
        )
    )
)


@given(DAYS, st.lists(st.sampled_from("ABCDEFGH"), max_size=8), st.sampled_from(["R1", "R2"]), st.data())
def test_moved_stops_stand_together_in_their_order_and_the_rest_keeps_its_own(
    day: Day, chosen: list[str], rep: str, data: st.DataObject
) -> None:
    target = day.route_of(rep)
    assert target is not None
    position = data.draw(st.none() | st.integers(1, len(target.stops) + 1))
    moved = groups.move_all(day, [key(name) for name in chosen], rep, position)
    assert everything(moved) == everything(day)
    route = moved.route_of(rep)
    assert route is not None
    order = "".join(stop.outlet for stop in route.stops)
    wanted = "".join(dict.fromkeys(chosen))
    assert wanted in order
    assert order.replace(wanted, "") == "".join(s.outlet for s in target.stops if s.outlet not in wanted)
    if position is not None and wanted:
        ahead = [stop.outlet for stop in target.stops[: position - 1] if stop.outlet not in wanted]
        assert order.startswith("".join(ahead) + wanted)


def everything(day: Day) -> Counter[Key]:
    stops = [stop.key for route in day.routes for stop in route.stops]
    return Counter([*stops, *(stop.key for stop in day.unserved)])


@given(DAYS, st.sampled_from("ABCDEFGH"), st.sampled_from("ABCDEFGH"))
def test_swapped_stops_stand_where_the_other_stood(day: Day, one: str, other: str) -> None:
    before = "|".join(names(day))
    if one not in before or other not in before:
        with pytest.raises(PlanningError):
            groups.swap(day, key(one), key(other))
        return
    swapped = groups.swap(day, key(one), key(other))
    assert "|".join(names(swapped)) == before.translate(str.maketrans(one + other, other + one))


@given(DAYS)
def test_merging_gives_one_rep_all(day: Day) -> None:
    first, second = names(day)
    assert names(groups.merge(day, "R1", "R2")) == ["", second + first]


def test_splitting_gives_the_rest_of_a_route_to_another() -> None:
    assert names(groups.split(day_of(list("ABCD"), list("X")), "R1", key("C"), "R2")) == ["AB", "XCD"]
    with pytest.raises(PlanningError):
        groups.split(day_of(list("AB"), list("X")), "R1", key("X"), "R2")


def test_several_are_dropped_at_once() -> None:
    day = groups.drop_all(day_of(list("ABCD")), [key("B"), key("D"), key("B")])
    assert names(day) == ["AC"]
    assert [stop.outlet for stop in day.unserved] == ["B", "D"]


def test_what_has_been_driven_is_not_merged_away() -> None:
    day = day_of(list("ABC"), list("X"))
    route = day.routes[0]
    driven = [route.stops[0].model_copy(update={"driven": True}), *route.stops[1:]]
    day = day.model_copy(update={"routes": [route.model_copy(update={"stops": driven}), day.routes[1]]})
    assert names(groups.merge(day, "R1", "R2")) == ["A", "XBC"]
