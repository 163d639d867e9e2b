"""The board's entries and rows: whatever the plan, every stop stands in exactly one place."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import Day, Message, Route, RoutePause, Stop, StopKind, Unserved
from tests.tui.town import TODAY, hand_plan, office, stocked
from tui.jobs.desk import Desk
from tui.state.board import Board, Kind, violations_of


class FakeDesk:
    """A desk with a plan laid on it, and reps on duty who may have no route."""

    world = None
    date = TODAY
    office = SimpleNamespace(books=SimpleNamespace(handovers=SimpleNamespace(all=dict)))

    def __init__(self, day: Day | None, reps: list[str]) -> None:
        self.day = day
        self._reps = reps

    def due(self) -> list[object]:
        return []

    def reps(self) -> list[tuple[str, str]]:
        return [(rep, rep) for rep in self._reps]


@st.composite
def plans(draw: st.DrawFn) -> Day:
    names = [f"C{number}" for number in range(draw(st.integers(0, 30)))]
    reps = [f"R{number}" for number in range(draw(st.integers(0, 5)))]
    routes = {rep: [] for rep in reps}
    unserved = []
    for name in names:
        place = draw(st.integers(-1, len(reps) - 1))
        kind = draw(st.sampled_from(StopKind))
        if place < 0:
            unserved.append(Unserved(outlet=name, kind=kind))
        else:
            routes[reps[place]].append(Stop(outlet=name, kind=kind))
    made = []
    for rep, stops in routes.items():
        positions = draw(st.lists(st.integers(0, len(stops) + 2), max_size=3))
        pauses = [RoutePause(kind="break", begin=0, end=60, position=at) for at in positions]
        made.append(Route(rep=rep, stops=stops, pauses=pauses))
    return Day(date=TODAY, routes=made, unserved=unserved)


@given(plans(), st.integers(0, 8))
def test_every_stop_stands_in_exactly_one_place(day: Day, on_duty: int) -> None:
    board = Board(FakeDesk(day, [f"R{number}" for number in range(on_duty)]))  # type: ignore[arg-type]
    shown = [row.stop_key for _, row in board.everything()]
    planned = [stop.key for route in day.routes for stop in route.stops] + [stop.key for stop in day.unserved]
    assert sorted(map(str, shown)) == sorted(map(str, planned))
    for key in planned:
        found = board.place_of(key)
        assert found is not None
        assert found[1].stop_key == key


@given(plans(), st.integers(0, 8))
def test_entries_count_what_they_hold_and_are_told_apart(day: Day, on_duty: int) -> None:
    board = Board(FakeDesk(day, [f"R{number}" for number in range(on_duty)]))  # type: ignore[arg-type]
    entries = board.entries()
    assert len({entry.key for entry in entries}) == len(entries)
    routes = [entry for entry in entries if entry.kind is Kind.ROUTE]
    assert [entry.number for entry in routes] == list(range(len(routes)))
    for entry in entries:
        rows = board.rows(entry)
        assert sum(row.kind is not Kind.PAUSE for row in rows) == entry.count
        assert [row.seq for row in rows if row.kind is not Kind.PAUSE] == list(range(1, entry.count + 1))
        assert len({row.key for row in rows if row.kind is not Kind.PAUSE}) == entry.count


@given(plans())
def test_every_break_is_shown_once_after_its_stop(day: Day) -> None:
    board = Board(FakeDesk(day, []))  # type: ignore[arg-type]
    for entry in board.entries():
        if entry.route is None:
            continue
        rows = board.rows(entry)
        pauses = [row for row in rows if row.kind is Kind.PAUSE]
        assert len(pauses) == len(entry.route.pauses)
        for place, row in enumerate(rows):
            if row.kind is Kind.PAUSE:
                before = sum(each.kind is Kind.STOP for each in rows[:place])
                assert before == min(row.seq, len(entry.route.stops))


def test_before_there_is_a_plan_the_due_stand_there_and_nothing_else(tmp_path: Path) -> None:
    board = Board(Desk.open(office(stocked(tmp_path / "books")), TODAY))
    assert not board.planned
    assert [entry.kind for entry in board.entries()] == [Kind.ROUTE] * 3 + [Kind.DUE]
    due = {row.stop_key[0] for _, row in board.everything() if row.stop_key}
    assert due == {f"C{number:02d}" for number in range(1, 13)} - {"C11"}


def test_a_rep_without_a_route_and_what_was_left_out_stand_in_the_index(tmp_path: Path) -> None:
    board = Board(hand_plan(office(stocked(tmp_path / "books"))))
    assert [(entry.kind, entry.rep, entry.count) for entry in board.entries()] == [
        (Kind.ROUTE, "R1", 4),
        (Kind.ROUTE, "R2", 3),
        (Kind.ROUTE, "R3", 0),
        (Kind.UNSERVED, "", 4),
        (Kind.DUE, "", 11),
    ]
    found = board.place_of(("C10", StopKind.VISIT))
    assert found is not None
    assert found[0].kind is Kind.UNSERVED


def test_only_rules_newly_broken_are_told() -> None:
    late = Message(code="late", params={"minutes": 3})
    before = Day(date=TODAY, routes=[Route(rep="R1", stops=[Stop(outlet="A", name="A", violations=[late])])])
    after = Day(
        date=TODAY,
        routes=[
            Route(
                rep="R1",
                name="张三",
                violations=[Message(code="over_shift")],
                stops=[Stop(outlet="A", name="A", violations=[late]), Stop(outlet="B", name="B", violations=[late])],
            )
        ],
    )
    board = Board(FakeDesk(after, []))  # type: ignore[arg-type]
    assert [(name, message.code) for name, message in board.broken_since(before)] == [
        ("张三", "over_shift"),
        ("B", "late"),
    ]
    assert board.violations() == 3
    assert violations_of(before.routes[0]) == 1


@pytest.mark.parametrize("preview", [True, False])
def test_a_search_shows_the_best_so_far_and_then_the_desk_again(preview: bool) -> None:
    board = Board(FakeDesk(Day(date=TODAY), []))  # type: ignore[arg-type]
    better = Day(date=TODAY, routes=[Route(rep="R1", stops=[Stop(outlet="A")])])
    board.preview = better if preview else None
    assert (board.day is better) is preview
    assert [entry.kind for entry in board.entries()][:1] == ([Kind.ROUTE] if preview else [Kind.UNSERVED])
