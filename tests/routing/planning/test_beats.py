"""Beats keep their day and their rep: who is due, who stays with whom, and what is told of those that cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.client import solve_blocking
from routing.planning import World, due_on
from routing.planning.beats import kept_reps, laid_out, runs_on, told_of_beats
from routing.planning.difference import saving
from routing.planning.explain import explained
from routing.planning.request import request
from routing.planning.timing import day_of
from store.records import Beat, Day, StopKind, UnservedClass
from tests.routing.planning.towns import MONDAY, outlet, rep, town

TUESDAY = MONDAY + dt.timedelta(1)


def beat(ident: str, outlets: Sequence[str], **fields: Any) -> Beat:
    return Beat.model_validate(
        {"id": ident, "name": ident, "days": ["mon"], "rep": "R1", "outlets": outlets} | fields
    )


def with_beats(world: World, *beats: Beat) -> World:
    return replace(world, beats={each.id: each for each in beats})


def planned(world: World, day: Day | None = None, **options: Any) -> Day:
    asked = request(world, day, **options)
    answer = solve_blocking(asked.model.problem, seconds=None, iterations=80, workers=1, start=asked.start)
    return explained(asked.model, day_of(asked.model, answer.routes, asked.base))


def codes(world: World) -> list[str]:
    return [told.code for told in told_of_beats(world, [due.outlet.id for due in due_on(world)])]


def test_an_outlet_of_a_beat_is_due_on_its_day_and_once_it_was_missed() -> None:
    shops = [outlet("C1", grade="A"), outlet("C2", grade="A")]
    for date, days, due in ((MONDAY, 1, True), (TUESDAY, 1, False), (TUESDAY, 2, True), (TUESDAY, 11, True)):
        last = {"C1": date - dt.timedelta(days), "C2": date}
        world = with_beats(town(shops, date=date, last=last), beat("周一线", ["C1"]))
        found = due_on(world)
        assert [each.outlet.id for each in found] == (["C1"] if due else [])
        assert [reason.code for each in found for reason in each.reasons] == (
            ["beat" if date == MONDAY else "overdue"] if due else []
        )


@pytest.mark.parametrize(
    ("fields", "weeks"),
    [({}, [1, 1, 1, 1]), ({"weeks": 2}, [1, 0, 1, 0]), ({"name": "单周周一"}, [0, 1, 0, 1]),
     ({"name": "双周周一", "weeks": 2}, [1, 0, 1, 0]), ({"active": False}, [0, 0, 0, 0])],
)  # fmt: skip
def test_a_beat_of_every_other_week_runs_every_other_week(fields: dict[str, Any], weeks: list[int]) -> None:
    runs = [runs_on(beat("B", ["C1"], **fields), MONDAY + dt.timedelta(7 * n)) for n in range(4)]
    assert sum(runs) == sum(weeks)
    if "weeks" not in fields or "name" in fields:
        assert runs == [bool(week) for week in weeks]  # weeks 48 to 51
    assert not any(runs_on(beat("B", ["C1"], **fields), TUESDAY + dt.timedelta(7 * n)) for n in range(4))


def test_odd_and_even_weeks_alternate_past_a_year_of_53_weeks() -> None:
    last = dt.date(2026, 12, 28)  # the Monday of week 53
    odd = [runs_on(beat("B", ["C1"], name="单周周一"), last + dt.timedelta(7 * n)) for n in range(-2, 3)]
    assert odd == [True, False, True, False, True]
    assert [runs_on(beat("B", ["C1"], name="双周周一"), last + dt.timedelta(7 * n)) for n in range(-2, 3)] == [
        not each for each in odd
    ]


@settings(max_examples=15)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8), st.booleans())
def test_beats_keep_their_reps_and_lose_nobody(owners: list[int], order_only: bool) -> None:
    shops = [outlet(f"C{n}", north=(n % 4) - 1.5, east=n // 4, rhythm={"visits": 1, "weeks": 1}) for n in range(8)]
    world = town(shops, [rep("R1"), rep("R2"), rep("R3")])
    beats = [
        beat(f"B{r}", [f"C{n}" for n in range(8) if owners[n] == r], rep=f"R{r}") for r in (1, 2, 3) if r in owners
    ]
    world = with_beats(world, *beats)
    day = planned(world, order_only=order_only)
    kept = kept_reps(world)
    assert kept == {f"C{n}": f"R{owner}" for n, owner in enumerate(owners) if owner}
    on = {stop.outlet: route.rep for route in day.routes for stop in route.stops}
    assert all(on[name] == owner for name, owner in kept.items() if name in on)
    assert sorted([*on, *(stop.outlet for stop in day.unserved)]) == sorted(shop.id for shop in shops)
    if order_only:
        assert set(on) <= set(kept)
    free = planned(world, day, keep_edits=True, free_reps=True)
    assert free.free_reps
    found = saving(day, free)
    assert found.stops > 0 or found.cost >= 0  # it began from the plan that keeps the beats


def test_the_order_of_the_beat_is_where_the_search_begins() -> None:
    shops = [outlet(f"C{n}", north=n) for n in range(1, 5)]
    world = with_beats(town(shops), beat("B", ["C3", "C1", "C9", "C2"]))
    day = laid_out(world, Day(date=MONDAY), {(shop.id, StopKind.VISIT): None for shop in shops})
    assert [stop.outlet for stop in day.routes[0].stops] == ["C3", "C1", "C2"]
    assert laid_out(world, day, {("C1", StopKind.VISIT): None}) == day


def test_what_does_not_fit_into_the_reps_day_is_left_out_with_the_beat_as_the_reason() -> None:
    shops = [outlet(f"C{n}", north=0.2 * n, call_minutes=280) for n in range(1, 5)]
    world = with_beats(town(shops), beat("B", [shop.id for shop in shops]))
    day = planned(world)
    assert len(day.routes[0].stops) == 2
    for left_out in day.unserved:
        assert left_out.unserved_class is UnservedClass.BLOCKED
        assert [reason.code for reason in left_out.reasons] == ["beat_rep"]
        assert left_out.cheapest is not None
        assert (left_out.cheapest.code, left_out.cheapest.rep) == ("beat_rep", "R2")


def test_beats_that_cannot_be_kept_are_told_and_their_outlets_planned_all_the_same() -> None:
    shops = [outlet("C1"), outlet("C2"), outlet("C3", skills=["cold"]), outlet("C4"), outlet("C5", status="lost")]
    people = [
        rep("R1"), rep("R2", skills={"cold": 1}), rep("R3", leave=[{"first": MONDAY, "last": MONDAY}])
    ]  # fmt: skip
    world = with_beats(town(shops, people), beat("B1", ["C1", "C3", "C5", "C77"]), beat("B2", ["C1", "C2"], rep="R3"))
    assert sorted(codes(world)) == ["beat_lost", "beat_rep_off", "beat_skill", "beat_twice", "off_beat"]
    day = planned(world)
    assert sorted(stop.outlet for route in day.routes for stop in route.stops) == ["C1", "C2", "C3", "C4"]
    assert "C1" in [stop.outlet for stop in day.route_of("R1").stops]  # type: ignore[union-attr]
    assert codes(with_beats(town([outlet("C1")]), beat("B", ["C1"], rep=None))) == ["beat_without_rep"]


def test_a_beat_holds_no_stop_that_somebody_has_put_elsewhere() -> None:
    from routing.planning import edits

    shops = [outlet(f"C{n}", north=n) for n in range(1, 4)]
    world = with_beats(town(shops), beat("B", ["C1", "C2", "C3"]))
    day = edits.move(planned(world), ("C2", StopKind.VISIT), "R2")
    again = planned(world, day, keep_edits=True)
    assert [stop.outlet for stop in again.route_of("R2").stops] == ["C2"]  # type: ignore[union-attr]
    anew = planned(world, day)
    assert len(anew.route_of("R1").stops) == 3  # type: ignore[union-attr]
