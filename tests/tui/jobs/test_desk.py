"""The desk: whatever is done to a day, in whatever order, no stop is lost or doubled; two at once lose nothing."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from routing.planning import PlanningError
from store.books import Books
from store.errors import ConflictError
from store.records import Day, DayStatus, Lock, StopKind
from tests.tui.town import PLAN_TOO, ROUTES, TODAY, hand_plan, office, stocked
from tui.jobs.desk import Desk, Progress
from tui.jobs.office import Office

VISIT = StopKind.VISIT
NAMES = [name for stops in ROUTES.values() for name in stops] + [*PLAN_TOO, "C10"]
OUTLETS = st.sampled_from(NAMES)
REPS = st.sampled_from(["R1", "R2", "R3"])


def keys(day: Day) -> list[tuple[str, StopKind]]:
    return sorted([s.key for route in day.routes for s in route.stops] + [s.key for s in day.unserved])


def first_answer(desk: Desk, now: int, **told: Any) -> Day:
    """What replanning shows at once, before any search."""

    async def found() -> Progress:
        async with aclosing(desk.replan(now, **told)) as search:
            return await anext(search)

    day = asyncio.run(found()).day
    assert day is not None
    return day


class EveryStopOnce(RuleBasedStateMachine):
    """A dispatcher at work on one day."""

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        shutil.copytree(self.template, Path(self.folder.name) / "books")
        self.office = office(Books(Path(self.folder.name) / "books"))
        self.desk = Desk.open(self.office, TODAY)
        self.known = keys(self.day)
        self.published: Day | None = None

    @property
    def day(self) -> Day:
        assert self.desk.day is not None
        return self.desk.day

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def attempt(self, change: Any, *allowed: str) -> None:
        try:
            change()
        except PlanningError as told:
            assert told.code in allowed

    @rule(outlet=OUTLETS, rep=REPS, position=st.one_of(st.none(), st.integers(1, 9)))
    def move(self, outlet: str, rep: str, position: int | None) -> None:
        if outlet != "C10":  # it has no position on the map
            self.attempt(lambda: self.desk.move((outlet, VISIT), rep, position), "already_driven")

    @rule(outlet=OUTLETS)
    def drop(self, outlet: str) -> None:
        self.attempt(lambda: self.desk.drop((outlet, VISIT)), "not_on_a_route", "already_driven")

    @rule(outlet=OUTLETS)
    def take_in(self, outlet: str) -> None:
        if any(stop.outlet == outlet and stop.located for stop in self.day.unserved):
            self.attempt(lambda: self.desk.take_in((outlet, VISIT)), "cannot_be_placed")

    @rule(outlet=OUTLETS, kind=st.sampled_from(list(Lock)))
    def lock(self, outlet: str, kind: Lock) -> None:
        self.attempt(lambda: self.desk.lock((outlet, VISIT), kind), "not_on_a_route")

    @rule(rep=REPS, locked=st.booleans())
    def lock_route(self, rep: str, locked: bool) -> None:
        self.desk.lock_route(rep, locked=locked)

    @rule(rep=REPS)
    def reverse(self, rep: str) -> None:
        self.desk.reverse(rep)

    @rule()
    def undo(self) -> None:
        before = self.day.revision
        if self.desk.can_undo:
            self.desk.undo()
            assert before in self.day.redo

    @precondition(lambda self: self.desk.can_redo)
    @rule()
    def redo(self) -> None:
        wanted = self.day.redo[-1]
        self.desk.redo()
        assert self.day.revision == wanted

    @precondition(lambda self: self.day.status is DayStatus.DRAFT)
    @rule()
    def publish(self) -> None:
        self.desk.publish()
        self.published = self.day

    @rule(now=st.integers(8, 12), out=st.booleans(), urgent=st.booleans())
    def replan(self, now: int, out: bool, urgent: bool) -> None:
        told = {"without": ["R2"]} if out else {"urgent": ["C08"]} if urgent else {}
        day = first_answer(self.desk, now * 3600, **told)
        self.desk.accept(day, now * 3600)

    @invariant()
    def every_stop_stands_once(self) -> None:
        if hasattr(self, "desk"):
            assert keys(self.day) == self.known
            assert keys(Books(self.office.books.folder).days.plan(TODAY)) == self.known  # type: ignore[arg-type]
            if self.published is not None:
                frozen = self.office.books.days.revision(TODAY, self.published.revision)[1]
                assert frozen.routes == self.published.routes


def test_no_edit_undo_replan_or_publish_loses_or_doubles_a_stop(tmp_path: Path) -> None:
    hand_plan(office(stocked(tmp_path / "books")))
    EveryStopOnce.template = tmp_path / "books"
    machine = EveryStopOnce.TestCase
    machine.settings = settings(
        max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine("runTest").runTest()


# two dispatchers


def test_a_plan_that_came_too_late_is_kept_as_a_variant(planned: Office) -> None:
    mine, theirs = Desk.open(planned, TODAY), Desk.open(planned, TODAY)
    late = first_answer(mine, 9 * 3600)
    theirs.drop(("C01", VISIT))
    with pytest.raises(ConflictError) as told:
        mine.accept(late, 9 * 3600)
    assert told.value.code == "plan_conflict_kept"
    assert (told.value.params["yours"], told.value.params["stored"]) == (1, 2)
    [kept] = mine.variants()
    assert kept.name == told.value.params["variant"]
    assert keys(kept.day) == keys(late)
    assert Desk.open(planned, TODAY).day == theirs.day
    mine.reload()
    mine.adopt(kept.name)
    assert [s.key for s in mine.day.routes[0].stops] == [s.key for s in late.routes[0].stops]  # type: ignore[union-attr]


def test_what_was_found_for_another_state_does_not_take_its_place_unseen(planned: Office) -> None:
    desk = Desk.open(planned, TODAY)
    late = first_answer(desk, 9 * 3600)
    Desk.open(planned, TODAY).drop(("C01", VISIT))
    desk.reload()
    with pytest.raises(ConflictError):
        desk.accept(late, 9 * 3600)


def test_the_past_takes_neither_plans_nor_variants(planned: Office) -> None:
    desk = Desk.open(planned, TODAY)
    day = desk.day
    assert day is not None
    desk.keep_variant("x", day)
    planned.clock.forward(24 * 60)  # type: ignore[attr-defined]
    for refused in (lambda: desk.adopt("x"), lambda: first_answer(desk, 9 * 3600), lambda: desk.lay_out([])):
        with pytest.raises(PlanningError) as told:
            refused()
        assert told.value.code == "past_date"


def test_a_variant_is_discarded_and_its_name_free_again(planned: Office) -> None:
    desk = Desk.open(planned, TODAY)
    assert desk.day is not None
    for _ in range(2):
        desk.keep_variant("一号[/b]", desk.day)
    assert [each.name for each in desk.variants()] == ["一号[/b]"]
    desk.discard("一号[/b]")
    assert desk.variants() == []
    with pytest.raises(PlanningError) as told:
        desk.discard("一号[/b]")
    assert told.value.code == "no_such_variant"


def test_an_edit_that_was_made_ready_for_comes_out_the_same(planned: Office) -> None:
    """What is judged ahead is used only while the day stands as it did."""
    bare_desk, ready_desk, late_desk = (Desk.open(planned, TODAY) for _ in range(3))
    key = ("C02", StopKind.VISIT)
    late = late_desk.foresee()
    ready_desk.foresee()()
    moved = ready_desk.move(key, "R2", 1).day
    undone = ready_desk.undo().day
    assert bare_desk.day is not None
    assert [route.stops for route in undone.routes[:2]] == [route.stops for route in bare_desk.day.routes[:2]]
    again = bare_desk.move(key, "R2", 1).day
    assert again.routes == moved.routes
    assert again.unserved == moved.unserved
    late_desk.reload()
    late()
    assert late_desk.move(("C03", StopKind.VISIT), "R2", 1).day.route_of("R2") != moved.route_of("R2")
