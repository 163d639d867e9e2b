"""The sample distributor: whole, plannable, and always the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from routing.planning import due_on
from store.books import KINDS, Books
from store.errors import BooksError
from store.records import CallProcedure, CoachingTopic, DisplayStandard, Promotion, Role, ServiceLevel, Status, Tier
from store.service.doctor import examine
from tui.jobs.demo import fill
from tui.jobs.history import calls_of
from tui.jobs.office import Office
from tui.jobs.world import world_of

TODAY = dt.date(2026, 11, 23)


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.json"))
    }


def office(books: Books) -> Office:
    return Office(books, clock=lambda: dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC))


@pytest.fixture(scope="module", params=["zh", "en"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(tmp_path_factory.mktemp(f"demo-{request.param}"))
    summary = fill(books, language=request.param, today=TODAY)
    assert (summary.outlets, summary.reps) == (400, 8)
    return books


def test_every_tier_channel_and_role_is_there(sample: Books) -> None:
    outlets = sample.outlets.all().values()
    assert sum(outlet.tier is Tier.WHOLESALER for outlet in outlets) >= 2
    assert {outlet.tier for outlet in outlets} == set(Tier)
    assert len({outlet.channel for outlet in outlets}) >= 7
    assert {outlet.status for outlet in outlets} == set(Status)
    assert {rep.role for rep in sample.reps.all().values()} == set(Role)
    kinds = {type(standard) for standard in sample.standards.all().values()}
    assert kinds == {CallProcedure, DisplayStandard, CoachingTopic, Promotion, ServiceLevel}
    for kind in KINDS:
        assert sample.book(kind).all(), kind


def test_references_hold(sample: Books) -> None:
    assert [trouble for trouble in examine(sample) if trouble.code == "broken_reference"] == []
    outlets, reps = sample.outlets.all(), sample.reps.all()
    products = sample.products.all()
    for outlet in outlets.values():
        assert outlet.supplier is None or outlets[outlet.supplier].tier is not Tier.RETAILER
        assert reps[str(outlet.rep)].role in (Role.PRESALES, Role.BOTH)
        assert set(outlet.skills) <= set(reps[str(outlet.rep)].skills)
    for standard in sample.standards.all().values():
        if isinstance(standard, DisplayStandard):
            assert set(standard.must_stock) <= set(products)
    assert all(rep.vehicle in sample.vehicles.all() for rep in reps.values())


def test_names_are_told_apart(sample: Books) -> None:
    names = [outlet.name for outlet in sample.outlets.all().values()]
    assert len(set(names)) == len(names)


def test_every_working_day_of_four_weeks_has_rounds_to_plan(sample: Books) -> None:
    for ahead in range(28):
        day = TODAY + dt.timedelta(ahead)
        if day.weekday() == 6:
            continue
        world = world_of(office(sample), day)
        assert len(world.on_duty()) >= 6
        assert len(due_on(world)) >= 60, day


def test_the_past_is_told_in_calls_that_fit_together(sample: Books) -> None:
    dates = sample.days.dates()
    assert len(dates) >= 23
    assert max(dates) < TODAY
    for date in dates[-3:]:
        plan = sample.days.plan(date)
        assert plan is not None
        assert plan.published_revision == plan.revision
        planned = {(route.rep, stop.outlet) for route in plan.routes for stop in route.stops}
        for call in sample.days.calls_on(date):
            assert (call.rep, call.outlet) in planned
            assert call.left or (call.check_in is not None and call.check_out is not None)
            assert call.check_in is None or call.check_in < call.check_out  # type: ignore[operator]
    everything = [call for date in dates for call in sample.days.calls_on(date)]
    assert any(call.coaching and call.coaching.action for call in everything)
    assert any(call.left and call.left_reason for call in everything)
    scores = [call.display.score for call in everything if call.display]
    assert 0.3 < sum(score or 0 for score in scores) / len(scores) < 0.97
    assert calls_of(sample, everything[-1].outlet)


def test_the_same_seed_gives_the_same_sample(tmp_path: Path) -> None:
    made = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        books = Books(tmp_path / name)
        fill(books, language="zh", today=TODAY, outlets=60, reps=3, seed=seed)
        made.append(contents(tmp_path / name))
    assert made[0] == made[1]
    assert made[0] != made[2]


@pytest.mark.parametrize(("outlets", "reps"), [(1, 1), (30, 1), (50, 40), (1500, 12)])
def test_any_size(tmp_path: Path, outlets: int, reps: int) -> None:
    books = Books(tmp_path / "books")
    summary = fill(books, language="en", today=TODAY, outlets=outlets, reps=reps)
    assert len(books.outlets.all()) == summary.outlets == outlets
    assert len(books.reps.all()) == reps


def test_a_folder_with_data_is_left_alone(books: Books) -> None:
    books.outlets.put([{"id": "mine", "name": "x"}])
    before = contents(books.folder)
    with pytest.raises(BooksError) as told:
        fill(books, language="zh", today=TODAY)
    assert told.value.code == "folder_not_empty"
    assert contents(books.folder) == before
