"""The planner's board of one date: an index of routes, and the list behind each entry of it.

The index holds every route, then the stops left out, then what is due; whichever entry is chosen, the list
shows what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from routing.planning.figures import violations_of as every_violation
from store.records import Day, DayStatus, Message, Route, RoutePause, Stop, StopKind, Unserved
from tui.jobs.notes import note_texts, note_texts_by_outlet
from tui.jobs.since import marks, since_published
from tui.state.fullness import NOTHING, Fullness, fullness

if TYPE_CHECKING:
    from routing.planning.difference import Change
    from routing.planning.due import Due
    from routing.planning.model import Key
    from tui.jobs.desk import Desk


class Kind(StrEnum):
    """What an entry of the index, or a row of the list, is."""

    ROUTE = "route"
    UNSERVED = "unserved"
    DUE = "due"
    STOP = "stop"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index. `number` counts routes from 0 and gives their colour; `rep` is a rep's id."""

    kind: Kind
    count: int
    rep: str = ""
    name: str = ""
    number: int = -1
    route: Route | None = None
    full: Fullness = NOTHING
    fits: int | None = None
    """How many of its stops fit the filter, where one is on."""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.rep


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; `seq` counts stops from 1."""

    kind: Kind
    item: Stop | RoutePause | Unserved | Due
    seq: int = 0
    rep: str = ""
    change: tuple[str, Change] | None = None
    """How a stop has changed since the day was published."""
    notes: tuple[str, ...] = ()
    """Hand-over notes for it."""

    @property
    def key(self) -> object:
        """What the cursor stays on when the list is made anew."""
        return (Kind.PAUSE, self.seq) if isinstance(self.item, RoutePause) else self.item.key

    @property
    def stop_key(self) -> Key | None:
        """The stop it stands for, None for a break."""
        return None if isinstance(self.item, RoutePause) else self.item.key

    @property
    def place(self) -> tuple[float, float] | None:
        """Where it lies, as latitude and longitude; None for a break or where that is not known."""
        if isinstance(self.item, RoutePause):
            return None
        where = self.item if isinstance(self.item, Stop | Unserved) else self.item.outlet
        return None if where.lat is None or where.lon is None else (where.lat, where.lon)


Found: TypeAlias = tuple[Entry, Row]


class Board:
    """One date's board. `day` is the plan shown: the desk's, or while a search runs the best so far."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.preview: Day | None = None
        self._named: tuple[object, dict[Key, str]] | None = None
        self._changed: tuple[Day | None, dict[Key, tuple[str, Change]]] | None = None

    @property
    def day(self) -> Day | None:
        return self.preview or self.desk.day

    @property
    def due(self) -> list[Due]:
        """What is due on the date, most urgent first."""
        return self.desk.due()

    @property
    def newly_due(self) -> int:
        """How many stops have become due since the day was planned: neither on a route nor told as left out."""
        day = self.desk.day
        if day is None or self.desk.past or self.preview is not None:
            return 0
        known = {stop.key for route in day.routes for stop in route.stops} | {stop.key for stop in day.unserved}
        return sum(due.key not in known for due in self.due)

    @property
    def planned(self) -> bool:
        return self.desk.day is not None

    @property
    def published(self) -> bool:
        """Whether the plan stands as it was published."""
        return self.desk.day is not None and self.desk.day.status is DayStatus.PUBLISHED

    @property
    def has_outlets(self) -> bool:
        return bool(self.desk.world.outlets)

    # the index and its lists

    def entries(self) -> list[Entry]:
        """Every route in the plan's order (before there is one, every rep on duty), the left out, the due."""
        day = self.day
        if day is None:
            routes = [Entry(Kind.ROUTE, 0, rep, name, n) for n, (rep, name) in enumerate(self.desk.reps())]
            return [*routes, Entry(Kind.DUE, len(self.due))]
        there = {route.rep for route in day.routes}
        entries = [
            Entry(
                Kind.ROUTE,
                len(route.stops),
                route.rep,
                route.name or route.rep,
                number,
                route,
                fullness(route, self.desk.world),
            )
            for number, route in enumerate(day.routes)
        ]
        more = [(rep, name) for rep, name in self.desk.reps() if rep not in there]
        entries += [Entry(Kind.ROUTE, 0, rep, name, len(entries) + n) for n, (rep, name) in enumerate(more)]
        return [*entries, Entry(Kind.UNSERVED, len(day.unserved)), Entry(Kind.DUE, len(self.due))]

    def rows(self, entry: Entry) -> list[Row]:
        """What an entry holds."""
        if entry.kind is Kind.DUE:
            return [Row(Kind.DUE, due, number) for number, due in enumerate(self.due, 1)]
        if entry.kind is Kind.UNSERVED:
            # what was promised comes before what would be good to do
            left_out = sorted(self.day.unserved if self.day else [], key=lambda s: s.kind is not StopKind.DELIVERY)
            return [Row(Kind.UNSERVED, stop, number) for number, stop in enumerate(left_out, 1)]
        if entry.route is None:
            return []
        notes = note_texts_by_outlet(self.desk.office, self.desk.date, entry.rep)
        changes = self.changes if self.preview is None else {}
        rows = _route_rows(entry.route)
        return [_annotated(row, notes, changes) for row in rows] if notes or changes else rows

    def route_notes(self, entry: Entry | None) -> list[str]:
        """Hand-over notes for a whole route."""
        if entry is None or entry.kind is not Kind.ROUTE:
            return []
        return note_texts(self.desk.office, self.desk.date, entry.rep)

    @property
    def changes(self) -> dict[Key, tuple[str, Change]]:
        """How stops have changed since publishing; worked out once for each state of the day."""
        day = self.desk.day
        if self._changed is None or self._changed[0] is not day:
            self._changed = (day, marks(since_published(self.desk.office, day) if day else None))
        return self._changed[1]

    def everything(self) -> list[Found]:
        """Every stop of the day, route by route, then the left out (before there is a plan: the due)."""
        return [
            (entry, row)
            for entry in self.entries()
            if entry.kind is not Kind.DUE or not self.planned
            for row in self.rows(entry)
            if row.kind is not Kind.PAUSE
        ]

    def place_of(self, key: Key) -> Found | None:
        """Where a stop of the plan stands: on a route, or among the left out."""
        for entry in self.entries():
            if entry.kind is Kind.DUE and self.planned:
                continue
            if entry.route is not None and all(stop.key != key for stop in entry.route.stops):
                continue
            for row in self.rows(entry):
                if row.kind is not Kind.PAUSE and row.stop_key == key:
                    return entry, row
        return None

    def names(self) -> dict[Key, str]:
        """What the outlet of each stop is called; put together once for each state of the day."""
        day = self.day
        shown = self.desk.world if day is None else day
        if self._named is None or self._named[0] is not shown:
            if day is None:
                names = {due.key: due.outlet.name for due in self.due}
            else:
                stops: list[Stop | Unserved] = [
                    *(each for route in day.routes for each in route.stops),
                    *day.unserved,
                ]
                names = {stop.key: stop.name or stop.outlet for stop in stops}
            self._named = shown, names
        return self._named[1]

    # figures

    def violations(self) -> int:
        """How many hard rules the plan breaks."""
        return len(_named(self.day))

    def broken_since(self, before: Day | None) -> list[tuple[str, Message]]:
        """Hard rules that the plan breaks now and did not in `before`, as (whose, what)."""
        known = set(_breaches(before))
        return [
            (name, message)
            for (name, code), message in ((breach, message) for breach, message in _named(self.day))
            if (name, code) not in known
        ]


def _annotated(row: Row, notes: Mapping[str, Sequence[str]], changes: Mapping[Key, tuple[str, Change]]) -> Row:
    """A stop with the notes for it, and how it has changed since the day was published."""
    key = row.stop_key
    if key is None or not (key[0] in notes or key in changes):
        return row
    return replace(row, change=changes.get(key), notes=tuple(notes.get(key[0], ())))


def violations_of(route: Route) -> int:
    """How many hard rules a route breaks."""
    return len(route.violations) + sum(len(stop.violations) for stop in route.stops)


def _route_rows(route: Route) -> list[Row]:
    rows: list[Row] = []
    for seq, stop in enumerate(route.stops, 1):
        rows += _pauses(route, (seq - 1,))
        rows.append(Row(Kind.STOP, stop, seq, route.rep))
    last = len(route.stops)
    return [*rows, *_pauses(route, (pause.position for pause in route.pauses if pause.position >= last))]


def _pauses(route: Route, positions: Iterable[int]) -> list[Row]:
    wanted = set(positions)
    return [Row(Kind.PAUSE, pause, pause.position, route.rep) for pause in route.pauses if pause.position in wanted]


def _named(day: Day | None) -> list[tuple[tuple[str, str], Message]]:
    if day is None:
        return []
    reps = {route.rep: route.name or route.rep for route in day.routes}
    return [
        ((stop.name if stop else reps[rep], message.code), message) for rep, stop, message in every_violation(day)
    ]


def _breaches(day: Day | None) -> list[tuple[str, str]]:
    return [breach for breach, _ in _named(day)]
