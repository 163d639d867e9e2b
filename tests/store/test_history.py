"""The index of past calls: right after every kind of change, gone without harm, no part of a check-in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.books import Books
from store.errors import DamagedFileError
from store.files.lock import REDO_NAME
from store.records import Call, Day, Message, Revision, Route, Stop

FIRST = dt.date(2026, 9, 1)


def call(number: int, day: dt.date, rep: str, outlet: str, minute: int | None = 0) -> Call:
    moment = dt.datetime.combine(day, dt.time(9), dt.UTC) + dt.timedelta(minutes=minute or 0)
    return Call(
        id=f"k{number}",
        date=day,
        rep=rep,
        outlet=outlet,
        check_in=moment,
        check_out=None if minute is None else moment,
    )


def plainly(books: Books, outlet: str, before: dt.date, limit: int) -> list[str]:
    """The same answer by reading everything."""
    found = [
        each
        for day in books.days.dates()
        if day <= before
        for each in books.days.calls_on(day)
        if each.outlet == outlet and each.check_out
    ]
    return [each.id for each in sorted(found, key=lambda each: each.check_out or 0, reverse=True)][:limit]  # type: ignore[arg-type, return-value]


entries = st.lists(
    st.tuples(
        st.integers(0, 6), st.sampled_from(["R1", "r1", "张"]), st.sampled_from(["C1", "C2", "[/b]"]),
        st.one_of(st.none(), st.integers(0, 600)),
    ),
    max_size=12,
    unique_by=lambda entry: (entry[0], entry[1], entry[3]),
)  # fmt: skip


@settings(max_examples=25)
@given(st.lists(entries, min_size=1, max_size=3))
def test_it_says_what_reading_everything_says(tmp_path_factory: pytest.TempPathFactory, rounds: list) -> None:  # type: ignore[type-arg]
    books = Books(tmp_path_factory.mktemp("books"))
    number = 0
    minutes = set()
    for batch in rounds:
        for offset, rep, outlet, minute in batch:
            number += 1
            if (offset, minute) in minutes:
                continue  # two calls ended in the same moment have no order
            minutes.add((offset, minute))
            day = FIRST + dt.timedelta(offset)
            books.days.calls(day, rep).put([call(number, day, rep, outlet, minute)])
        for before in (FIRST + dt.timedelta(3), FIRST + dt.timedelta(9)):
            for outlet in ("C1", "C2", "[/b]", "nobody"):
                assert [c.id for c in books.history.calls_of(outlet, before, 3)] == plainly(books, outlet, before, 3)
            last = books.history.last_visits(before)
            day_before = before - dt.timedelta(1)
            for outlet in ("C1", "C2", "[/b]"):
                newest = plainly(books, outlet, day_before, 1)
                found = books.history.last_calls({outlet}, before)
                assert [c.id for c in found.values()] == newest
                assert last.get(outlet) == (found[outlet].date if newest else None)


def test_a_file_changed_by_hand_or_taken_away_is_noticed(books: Books) -> None:
    day = FIRST
    books.days.calls(day, "R1").put([call(1, day, "R1", "C1")])
    books.days.calls(day, "R2").put([call(2, day, "R2", "C1", 30)])
    assert [c.id for c in books.history.calls_of("C1")] == ["k2", "k1"]
    (books.folder / "days" / day.isoformat() / "calls" / "R2.json").unlink()
    assert [c.id for c in Books(books.folder).history.calls_of("C1")] == ["k1"]


@pytest.mark.parametrize("spoil", ["missing", "garbage", "torn"])
def test_it_can_be_thrown_away_at_any_time(books: Books, spoil: str) -> None:
    for number in range(40):
        day = FIRST + dt.timedelta(number)
        books.days.calls(day, "R1").put([call(number, day, "R1", "C1")])
    expected = books.history.last_visits(FIRST + dt.timedelta(60))
    path = books.history.path
    if spoil == "missing":
        path.unlink()
    elif spoil == "garbage":
        path.write_bytes(b"no database at all" * 500)
    else:
        raw = bytearray(path.read_bytes())
        raw[100:4096] = bytes(3996)
        path.write_bytes(raw)
    again = Books(books.folder).history
    assert again.last_visits(FIRST + dt.timedelta(60)) == expected
    assert len(again.calls_of("C1", limit=100)) == 40
    assert again.rebuild() == 40


def test_where_nothing_can_be_written_it_is_kept_in_memory(books: Books) -> None:
    books.days.calls(FIRST, "R1").put([call(1, FIRST, "R1", "C1")])
    (books.folder / ".cache").write_text("in the way")
    assert [c.id for c in books.history.calls_of("C1")] == ["k1"]
    books.days.calls(FIRST, "R1").put([call(2, FIRST, "R1", "C1", 5)])
    assert [c.id for c in books.history.calls_of("C1")] == ["k2", "k1"]


def test_a_damaged_day_is_told(books: Books) -> None:
    books.days.calls(FIRST, "R1").put([call(1, FIRST, "R1", "C1")])
    path = books.folder / "days" / FIRST.isoformat() / "calls" / "R1.json"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DamagedFileError) as told:
        Books(books.folder).history.last_visits(FIRST + dt.timedelta(1))
    assert told.value.params["path"] == str(path)


def test_a_check_in_touches_neither_index_nor_other_days(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.files import platform

    for number in range(20):
        day = FIRST + dt.timedelta(number)
        books.days.calls(day, "R1").put([call(number, day, "R1", "C1")])
    books.history.calls_of("C1")
    before = books.history.path.stat().st_mtime_ns
    read: list[Path] = []
    wrote: list[Path] = []
    read_bytes, replace = Path.read_bytes, platform.replace_atomically
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or read_bytes(path))  # type: ignore[func-returns-value]
    monkeypatch.setattr(
        platform,
        "replace_atomically",
        lambda path, raw: wrote.append(path) or replace(path, raw),  # type: ignore[func-returns-value]
    )
    today = FIRST + dt.timedelta(30)
    books.days.calls(today, "R1").put([call(99, today, "R1", "C1", None)])
    assert {path.name for path in wrote} == {"R1.json"}
    assert all(today.isoformat() in str(path) for path in read if path.name != REDO_NAME)
    assert books.history.path.stat().st_mtime_ns == before


def test_no_more_than_a_bounded_number_of_days_is_kept_in_memory(books: Books) -> None:
    for number in range(160):
        day = FIRST + dt.timedelta(number)
        books.days.calls(day, "R1").put([call(number, day, "R1", f"C{number}")])
    books.history.last_visits(FIRST + dt.timedelta(400))
    assert len(list(books.days.calls_on(FIRST))) == 1
    assert len(books.days._open) <= 128


def test_visits_and_planned_stops_are_those_of_the_files(books: Books) -> None:
    """What the index says in short is what calls and plans hold; a plan saved anew is seen anew."""
    day = FIRST
    first = call(1, day, "R1", "C1").model_copy(update={"order_value": 8650, "left": False})
    second = call(2, day, "R2", "C1", 30).model_copy(update={"check_in": None})
    left = call(3, day, "R1", "C2").model_copy(update={"left": True, "left_reason": "shut"})
    books.days.calls(day, "R1").put([first, left])
    books.days.calls(day, "R2").put([second])
    found = books.history.visits(day, day)
    assert {name: [(v.rep, v.value, v.minutes) for v in each] for name, each in found.items()} == {
        "C1": [("R1", 8650, 0.0), ("R2", None, 0.0)]
    }
    assert books.history.visits(day, day, "C1") == found
    assert books.history.visits(day + dt.timedelta(1), dt.date.max) == {}

    def save(revision: int, *outlets: str) -> None:
        stops = [Stop(outlet=name, lat=30 + n / 100, lon=120.0) for n, name in enumerate(outlets)]
        plan = Day(date=day, revision=revision, routes=[Route(rep="R1", stops=stops, travel_s=600, distance_m=9000)])
        done = Revision(revision=revision, at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC), action=Message(code="planned"))
        books.days.save_plan(plan, done, expected=revision - 1 or None)

    save(1, "C1", "C2", "C3")
    stops = books.history.planned(day, day)
    assert [(name, each[0].seq) for name, each in sorted(stops.items())] == [("C1", 1), ("C2", 2), ("C3", 3)]
    assert sum(each[0].travel_s for each in stops.values()) == pytest.approx(600)
    assert sum(each[0].distance_m for each in stops.values()) == pytest.approx(9000)
    save(2, "C2")
    assert list(books.history.planned(day, day)) == ["C2"]
    assert books.history.planned(day, day, "C1") == {}


def test_a_customers_page_reads_no_day_whole(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the other outlets did: the calls of one outlet are found by the index, plans and sales too."""
    from tui.jobs.office import Office
    from tui.jobs.outlet_page import page, page_document

    books.outlets.put([{"id": name, "name": name} for name in ("C1", "C2")])
    for number in range(30):
        day = dt.datetime.now(dt.UTC).date() - dt.timedelta(number)
        books.days.calls(day, "R1").put([call(number, day, "R1", "C1" if number == 7 else "C2")])

    def refuse(*_: object) -> None:
        raise AssertionError("a whole day was read")

    for name in ("calls_on", "plan"):
        monkeypatch.setattr(type(books.days), name, refuse)
    sections = {section.name: section.lines for section in page(Office(books), "C1")}
    assert len(sections["visits"]) == 2, "the rhythm and one call"
    assert len(page_document(Office(books), "C1")["calls"]) == 1
