"""Edits by hand: move, drop, add, lock, reverse, undo, redo. Each is saved at once and can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from store.records import Lock, Message, Stop
from tui.commands import Command
from tui.jobs.documents import hour_minute, sentence
from tui.screens.board_cells import cost_of
from tui.screens.board_saving import BoardSaving
from tui.screens.dialogs import Choice
from tui.state.board import Entry, Kind, Row
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from routing.planning.model import Key
    from routing.planning.whyhere import Elsewhere
    from store.records import Route

V = TypeVar("V")


def _idle(screen: BoardEdits) -> bool:
    return screen.board is not None and not screen.solving


def _planned(screen: BoardEdits) -> bool:
    return _idle(screen) and screen.board is not None and screen.board.planned


def _open(screen: BoardEdits) -> bool:
    """A plan of today or of a day to come: one that can be changed."""
    return _planned(screen) and screen.board is not None and not screen.board.desk.past


def _on_stop(screen: BoardEdits) -> bool:
    return _open(screen) and screen.row is not None and screen.row.kind is Kind.STOP


def _on_any(screen: BoardEdits) -> bool:
    """On a stop of the plan, on a route or left out."""
    return _open(screen) and screen.row is not None and screen.row.kind in (Kind.STOP, Kind.UNSERVED)


def _on_left_out(screen: BoardEdits) -> bool:
    return _open(screen) and screen.row is not None and screen.row.kind is Kind.UNSERVED


def _on_route(screen: BoardEdits) -> bool:
    return _open(screen) and screen.entry is not None and screen.entry.route is not None


def _can_undo(screen: BoardEdits) -> bool:
    return _open(screen) and screen.can_undo


def _can_redo(screen: BoardEdits) -> bool:
    return _open(screen) and screen.board is not None and screen.board.desk.can_redo


class BoardEdits(BoardSaving):
    """The commands that change a plan. While a search runs they are refused with a word."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.move", ("m", "f6"), footer=3, when=_on_any),
        Command("board.move_up", ("shift+up", "ctrl+up"), when=_on_stop),
        Command("board.move_down", ("shift+down", "ctrl+down"), when=_on_stop),
        Command("board.drop", ("d", "delete"), footer=5, when=_on_stop),
        Command("board.take_in", ("a", "insert"), footer=6, when=_on_left_out),
        Command("board.add", ("a", "insert"), footer=6, when=lambda self: _open(self) and not _on_left_out(self)),
        Command("board.lock", ("l",), footer=7, when=_on_stop),
        Command("board.lock_route", ("L",), when=_on_route),
        Command("board.reverse", ("r",), when=_on_route),
        Command("board.undo", ("u", "ctrl+z"), footer=8, when=_can_undo),
        Command("board.redo", ("U", "ctrl+y"), when=_can_redo),
        Command("board.find", ("slash", "ctrl+f"), footer=13, when=lambda self: self.board is not None),
        Command("board.explain", ("x",), when=lambda self: self.row is not None),
    )

    def why_not(self, command: Command) -> str | None:
        """Why a command cannot be done now, in words; None where nothing more can be said."""
        if self.solving:
            return self.t("board.busy")
        if self.board is None:
            return self.t("board.reading")
        if self.board.desk.past and command.name not in ("publish", "sheets"):
            return self.t("board.past")
        if not self.board.planned and command.area == "board":
            return self.t("board.plan_first")
        if command.when in (_can_undo, _can_redo):
            return self.t("board.nothing_to_undo" if command.when is _can_undo else "board.nothing_to_redo")
        if command.when in (_on_stop, _on_any):
            return self.t("board.choose_stop")
        if command.when is _on_route:
            return self.t("board.choose_route")
        return None

    @property
    def can_undo(self) -> bool:
        if self._undoable is None or self.board is None or self._undoable[0] is not self.board.desk.day:
            assert self.board is not None
            self._undoable = (self.board.desk.day, self.board.desk.can_undo)
        return self._undoable[1]

    _undoable: tuple[Any, bool] | None = None

    def _stop(self) -> tuple[Stop, int, str]:
        """The stop under the cursor, its place from 1, and its rep."""
        row = self.row
        assert row is not None
        assert isinstance(row.item, Stop)
        return row.item, row.seq, row.rep

    # moves

    def action_move_up(self) -> None:
        self._shift(-1)

    def action_move_down(self) -> None:
        self._shift(1)

    def _shift(self, by: int) -> None:
        stop, seq, rep = self._stop()
        route = self._board().desk.day.route_of(rep)  # type: ignore[union-attr]
        if route is None or not 1 <= seq + by <= len(route.stops):
            return
        self.edit(lambda: self._board().desk.move(stop.key, rep, seq + by), follow=stop.key)

    async def action_move(self) -> None:
        """To another rep, or to another place on this route."""
        row, entry = self.row, self.entry
        assert row is not None
        key = row.stop_key
        assert key is not None
        costs = await asyncio.to_thread(self._board().desk.with_each, key)
        rep = await self._ask_rep(self.t("board.move.which", name=_name_of(row)), here=entry, costs=costs)
        if rep is None:
            return
        position = await self._ask_position(rep, key, best=costs[rep].position if rep in costs else None)
        if position is None:
            return
        self.edit(lambda: self._board().desk.move(key, rep, position), follow=key)

    async def _ask_rep(
        self,
        heading: str,
        *,
        here: Entry | None = None,
        others: bool = False,
        costs: Mapping[str, Elsewhere] | None = None,
    ) -> str | None:
        """A rep by number, name or from the list, which begins at the one `here`, or holds only the `others`; with
        `costs`, what the stop would cost with each.
        """
        t = self.t
        choices: list[Choice[str]] = []
        start = 0
        for entry in self._board().entries():
            if entry.kind is not Kind.ROUTE:
                continue
            chosen = here is not None and entry.key == here.key
            if chosen and others:
                continue
            if chosen:
                start = len(choices)
            route = entry.route
            figures = "" if route is None or not route.stops else f"{hour_minute(route.returns)}"
            mark: list[Piece] = [("●", f"route-{entry.number}")]
            stops: list[Piece] = [(str(entry.count), "dim")]
            number = str(entry.number + 1)
            cells: list[Cell] = [number, mark, entry.name, stops, figures]
            if costs is not None:
                now: list[Piece] = [(t("board.move.now"), "dim")]
                cells.insert(3, now if chosen else cost_of(costs.get(entry.rep), self.office))
            choices.append(Choice(entry.rep, cells, f"{number} {entry.name} {entry.rep}"))
        columns = [
            Column("n", min=3, right=True),
            Column("mark", min=1),
            Column("name", t("board.column.rep"), min=8, weight=1),
            Column("stops", t("board.column.stops"), min=8, right=True, drop=2),
            Column("back", t("board.column.back"), min=5, right=True, drop=1),
        ]
        if costs is not None:
            columns.insert(3, Column("cost", t("board.move.cost"), min=17, weight=1, right=True))
        return await self.roundsman.choose(heading, choices, columns, at=start)

    async def _ask_position(self, rep: str, key: Key, *, best: int | None) -> int | None:
        """Where on a route: before one of its stops, or at the end; `best` is where it costs least."""
        day = self._board().desk.day
        route: Route | None = day.route_of(rep) if day else None
        stops = [stop for stop in route.stops if stop.key != key] if route else []
        if not stops:
            return 1
        choices = [
            Choice(
                position,
                [str(position), hour_minute(stop.begin), self._before(stop, best=position == best)],
                f"{position} {stop.name}",
            )
            for position, stop in enumerate(stops, 1)
        ]
        end = len(stops) + 1
        last: list[Piece] = [(self.t("board.move.at_end"), "accent" if best == end else "")]
        choices.append(Choice(end, [str(end), "", last], str(end)))
        columns = [Column("n", min=3, right=True), Column("begin", min=5), Column("name", min=10, weight=1)]
        return await self.roundsman.choose(
            self.t("board.move.where"), choices, columns, at=(best or end) - 1, note=self.t("board.move.note")
        )

    def _before(self, stop: Stop, *, best: bool) -> list[Piece]:
        return [
            (self.t("board.move.before", name=stop.name or stop.outlet), ""),
            (f"  {self.t('board.move.best')}" if best else "", "accent"),
        ]

    # on and off

    def action_drop(self) -> None:
        stop, _, _ = self._stop()
        self.edit(
            lambda: self._board().desk.drop(stop.key),
            then=partial(self.roundsman.tell, "board.dropped", name=stop.name or stop.outlet),
        )

    async def action_add(self) -> None:
        """Any outlet, due or not, where it costs least."""
        outlet = await self.roundsman.choose_outlet(self.t("board.add.which"))
        if outlet is not None:
            kind = self._board().desk.kind_to_add(outlet)
            self.edit(lambda: self._board().desk.add(outlet, kind=kind), follow=(outlet, kind))

    def chosen_left_out(self) -> None:
        self.run_worker(self.action_command("board.take_in"))

    def action_take_in(self) -> None:
        """Puts the stop that was left out where its cheapest way in is."""
        row = self.row
        assert row is not None
        assert row.stop_key is not None
        key = row.stop_key
        self.edit(lambda: self._board().desk.take_in(key), follow=key)

    # locks and order

    async def action_lock(self) -> None:
        """Held by rep, position or time, or let go."""
        stop, _, _ = self._stop()
        kinds: list[Lock | None] = [Lock.REP, Lock.POSITION, Lock.TIME, None]
        choices: list[Choice[str]] = []
        for number, kind in enumerate(kinds, 1):
            name = kind.value if kind else "none"
            title = self.t(f"board.lock.{name}")
            choices.append(Choice(name, [str(number), title], f"{number} {title}"))
        chosen = await self.roundsman.choose(
            self.t("board.lock.which", name=stop.name or stop.outlet),
            choices,
            [Column("n", min=2), Column("kind", min=12, weight=1)],
            at=3 if stop.lock else 0,
        )
        if chosen == "none":
            self.edit(lambda: self._board().desk.unlock(stop.key))
        elif chosen is not None:
            self.edit(lambda: self._board().desk.lock(stop.key, Lock(chosen)))

    def action_lock_route(self) -> None:
        route = self._route()
        said = "board.route_unlocked" if route.locked else "board.route_locked"
        self.edit(
            lambda: self._board().desk.lock_route(route.rep, locked=not route.locked),
            then=partial(self.roundsman.tell, said, name=route.name or route.rep),
        )

    def action_reverse(self) -> None:
        route = self._route()
        self.edit(lambda: self._board().desk.reverse(route.rep))

    def _route(self) -> Route:
        assert self.entry is not None
        assert self.entry.route is not None
        return self.entry.route

    # back and forth

    def action_undo(self) -> None:
        undone = self._board().desk.last_action
        self.edit(self._board().desk.undo, then=lambda: self._tell_action("board.undone", undone))

    def action_redo(self) -> None:
        desk = self._board().desk
        self.edit(desk.redo, then=lambda: self._tell_action("board.redone", desk.last_action))

    def _tell_action(self, key: str, action: Message | None) -> None:
        if action is not None:
            self.roundsman.tell(key, what=sentence(self.office, "action", action))

    # finding and explaining

    async def action_find(self) -> None:
        """Any stop of the day by name, id or pinyin initials."""
        index = await self.roundsman.outlet_index()
        choices: dict[Key, Choice[Key]] = {}
        for entry, row in self._board().everything():
            key = row.stop_key
            if key is not None:
                where: list[Piece] = [
                    (
                        entry.name or self.t(f"board.entry.{entry.kind}"),
                        f"route-{entry.number}" if entry.rep else "dim",
                    )
                ]
                choices[key] = Choice(key, [_name_of(row), where], key[0])

        def find(text: str) -> list[Choice[Key]]:
            if not text:
                return list(choices.values())
            ids = set(index.find(text))
            return [choice for key, choice in choices.items() if key[0] in ids]

        key = await self.roundsman.choose(
            self.t("board.find.which"),
            list(choices.values()),
            [Column("name", min=14, weight=2), Column("route", min=10, weight=1)],
            find=find,
        )
        if key is not None and (self.choose_stop(key) or self.index.show_key((Kind.DUE.value, ""))):
            self.listing.show_key(key)
            self.show_pane("list")

    async def action_explain(self) -> None:
        from tui.screens.board_cells import explanation, why_here
        from tui.screens.dialogs import Tell

        board, row = self._board(), self.row
        entry, why = self.entry, None
        if board.planned and row is not None and row.kind is Kind.STOP and row.stop_key is not None:
            why = await asyncio.to_thread(board.desk.why_here, row.stop_key)

        def lines() -> list[list[Piece]]:
            return [*explanation(row, entry, self.office), *(why_here(why, self.office) if why else ())]

        await self.app.push_screen_wait(Tell(self.t("board.explain.title"), lines))


def _name_of(row: Row) -> str:
    item: Any = row.item
    name: str = item.outlet.name if row.kind is Kind.DUE else item.name or item.outlet
    return name
