"""Searches from the board: planned, improved, put in order, replanned; what is found is shown as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.worker import Worker

from store.records import money_text
from tui.commands import Command
from tui.jobs.wording import difference_lines, saving_text
from tui.screens.board_edits import _idle, _open
from tui.screens.board_groups import BoardGroups
from tui.screens.dialogs import Choice, Decide
from tui.state.board import Board, Kind
from tui.widgets.pieces import Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from store.records import Day, DaySetup, Order
    from tui.jobs.search import Progress

_SECONDS = 10.0
"""How long a search runs unless told otherwise."""


def _can_plan(screen: BoardSearch) -> bool:
    return _idle(screen) and screen.board is not None and not screen.board.desk.past


class BoardSearch(BoardGroups):
    """The commands that let the engine look for better routes."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.plan", ("f5", "s"), footer=1, when=_can_plan),
        Command("board.plan_anew", ("P",), when=_can_plan),
        Command("board.stop", ("escape",), footer=1, when=lambda self: self.solving),
        Command("board.improve", ("i",), when=_open),
        Command("board.order", ("o",), when=_open),
        Command("board.plan_longer", ("S",), when=_can_plan),
        Command("board.replan", ("R", "ctrl+r"), footer=11, when=_open),
    )

    _search: Worker[None] | None = None

    def action_plan(self) -> None:
        """Edits made by hand are kept."""
        self._start(keep_edits=True, free_reps=self._freed)

    def action_plan_anew(self) -> None:
        """As if nobody had touched it; locks hold all the same."""
        self._start()

    def action_improve(self) -> None:
        """From the plan as it stands, hand edits kept."""
        self._start(keep_edits=True, free_reps=self._freed, from_current=True)

    def action_order(self) -> None:
        """The order of stops only; every stop stays with its rep."""
        self._start(order_only=True)

    async def action_plan_longer(self) -> None:
        typed = await self.roundsman.ask_text(
            self.t("board.seconds.which"),
            value="60",
            anew=True,
            problem=lambda text: None if _seconds(text) else self.t("board.seconds.bad"),
        )
        if typed and (seconds := _seconds(typed)):
            self._start(seconds=seconds, keep_edits=True, free_reps=self._freed)

    @property
    def _freed(self) -> bool:
        return self.board is not None and self.board.desk.free_reps

    def _start(
        self,
        *,
        seconds: float = _SECONDS,
        keep_edits: bool = False,
        order_only: bool = False,
        free_reps: bool = False,
        from_current: bool = False,
        setup: DaySetup | None = None,
    ) -> None:
        if self.board is None or self.solving:
            return
        self._claim(self.board)
        search = partial(
            self._plan,
            self.board,
            seconds=seconds,
            keep_edits=keep_edits,
            order_only=order_only,
            free_reps=free_reps,
            from_current=from_current,
            setup=setup,
        )
        self._search = self.run_worker(search, group="search", exclusive=True, exit_on_error=False)

    def _claim(self, board: Board) -> None:
        """From here on a search is under way, whether it has begun or not."""
        self.solving, self.searched = True, board
        self.refresh_bindings()

    async def _plan(self, board: Board, **options: Any) -> None:
        last = await self._watched(board, board.desk.plan(**options))
        if last is None or not last.finished or last.day is None:
            return
        self._tell_result(board, last)
        keeping = options["order_only"] or (board.desk.keeps_beats and not options["free_reps"])
        if keeping and not last.interrupted and self.board is board:
            await self._offer_freeing(board)

    async def _offer_freeing(self, board: Board) -> None:
        """Only the order was made better: what going further would save is found out, and done if it is wanted."""
        from routing.planning.difference import saving

        before = board.desk.day
        found = await self._watched(board, board.desk.freeing(), saying=self.t("desk.freeing.searching"))
        if before is None or found is None or found.interrupted or found.day is None or self.board is not board:
            return
        day, saved = found.day, saving(before, found.day)
        if not saved.worthwhile:
            self.roundsman.tell("desk.freeing.nothing")
            return
        said = saving_text(self.office, saved)
        titles = (("keep", self.t("desk.freeing.keep")), ("free", self.t("desk.freeing.free", what=said)))
        choices = [Choice(kind, [str(n), title], f"{n} {title}") for n, (kind, title) in enumerate(titles, 1)]
        columns = [Column("n", min=2), Column("kind", min=20, weight=1)]
        note = self.t("desk.freeing.note", what=said)
        chosen = await self.roundsman.choose(self.t("desk.freeing.which"), choices, columns, note=note)
        if chosen == "free" and self.board is board and _same(board.desk.day, before):
            self.edit(lambda: board.desk.free(day), then=lambda: self.roundsman.tell("desk.freeing.done", what=said))

    async def _watched(
        self, board: Board, search: AsyncGenerator[Progress, None], *, saying: str = ""
    ) -> Progress | None:
        """Runs a search, which works in a process of its own; returns the last that was heard of it."""
        from routing.engine.cache import filled

        self._claim(board)
        ready = await asyncio.to_thread(filled)
        starting = saying or self.t("board.solving.starting" if ready else "board.solving.compiling")
        self.show_status([(f" {starting}", "accent")])
        last: Progress | None = None
        try:
            async with aclosing(search) as found:
                async for progress in found:
                    last = progress
                    self._show_progress(board, progress, saying)
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.roundsman.tell_fault(fault)
        finally:
            board.preview = None
            self.solving, self.searched = False, None
            if self.is_attached:
                self.show_all()
                if self.board is board:
                    self._look_ahead(board)
                self._follow()
        for notice in board.desk.noticed:  # a routing server that stopped answering, for one
            self.roundsman.tell(f"plan.assumed.{notice.code}", severity="warning", **notice.params)
        return last

    def _show_progress(self, board: Board, progress: Progress, saying: str) -> None:
        if self.board is not board:
            return
        about: list[Piece] = [(f" {saying}", "accent")] if saying else []
        shown = progress.day or board.preview
        said = "cost_left_out" if shown is not None and shown.unserved else "cost"
        self.show_status(
            self._progress_pieces(progress, about, self.t(f"board.solving.{said}", cost=money_text(progress.cost)))
        )
        if progress.day is not None and not progress.finished:
            board.preview = progress.day
            self.show_index()
            self.show_list()

    def _progress_pieces(self, progress: Progress, about: list[Piece], cost: str) -> list[Piece]:
        """As much of it as there is room for; how to stop is always said."""
        t = self.t
        first: list[Piece] = [
            *about,
            (f" {t('board.solving.running', seconds=f'{progress.seconds:.1f}')}", "accent"),
            (f"  {cost}", "strong"),
        ]
        more: list[Piece] = []
        if progress.gain > 0:
            share = 100 * progress.gain / max(1, progress.cost + progress.gain)
            more.append(
                (f"  {t('board.solving.gain', gain=money_text(progress.gain), share=f'{share:.1f}')}", "good")
            )
        if progress.bound:
            share = 100 * (progress.cost - progress.bound) / max(1, progress.cost)
            bound = t("board.solving.bound", bound=money_text(progress.bound), share=f"{max(0.0, share):.0f}")
            more.append((f"  {bound}", "dim"))
        more.append((f"  {t('board.solving.iterations', n=f'{progress.iterations:,}')}", "dim"))
        stop: Piece = (f"  {t('board.solving.how_to_stop')}", "key")
        while more and not self.fits([*first, *more, stop]):
            more.pop()
        return [*first, *more, stop]

    def _tell_result(self, board: Board, progress: Progress) -> None:
        assert progress.day is not None
        said = self.t(
            "board.stopped" if progress.interrupted else "board.done",
            n=progress.day.stop_count,
            unserved=len(progress.day.unserved),
            seconds=f"{progress.seconds:.1f}",
        )
        date = "" if self.board is board else f"{board.desk.date.isoformat()} · "
        self.notify(f"{date}{said}")
        entry = self.entry
        if self.board is board and entry is not None and entry.kind is Kind.DUE:
            self.index.cursor = 0

    def action_stop(self) -> None:
        """Ends the search; the best so far is kept."""
        if self.searched is not None:
            self.searched.desk.stop()
            self.show_status([(f" {self.t('board.solving.stopping')}", "accent")])

    # the rest of a running day

    async def action_replan(self) -> None:
        """From now on, with what has changed: the answer is shown as what would change, to be taken or left."""
        board = self._board()
        kinds = ("without", "order", "urgent", "now")
        choices = [
            Choice(kind, [str(n), self.t(f"board.replan.{kind}")], f"{n} {self.t(f'board.replan.{kind}')}")
            for n, kind in enumerate(kinds, 1)
        ]
        columns = [Column("n", min=2), Column("kind", min=20, weight=1)]
        kind = await self.roundsman.choose(self.t("board.replan.which"), choices, columns)
        options: dict[str, list[str]] = {}
        if kind == "without":
            rep = await self._ask_rep(self.t("board.replan.who"), here=self.entry)
            if rep is None:
                return
            options["without"] = [rep]
        elif kind == "urgent":
            outlet = await self.roundsman.choose_outlet(self.t("board.replan.where"))
            if outlet is None:
                return
            options["urgent"] = [outlet]
        order = await self._take_order(board) if kind == "order" else None
        if kind is None or (kind == "order" and order is None) or self.board is not board or self.solving:
            return
        if not await self._replan(board, options) and order is not None:
            self.roundsman.tell("board.order_in.waits", severity="warning", id=order.id)

    async def _take_order(self, board: Board) -> Order | None:
        """An urgent order goes on file, where it stays whatever becomes of the plan."""
        from tui.screens.taking_orders import ask_order, taken

        outlet = await self.roundsman.choose_outlet(self.t("board.order_in.where"))
        if outlet is None:
            return None
        pieces = await ask_order(self.roundsman, self.office.books.outlets.get(outlet).name)
        order = await taken(self.roundsman, outlet, board.desk.date, pieces) if pieces else None
        if order is None:
            return None
        self.roundsman.tell("board.order_in.taken", id=order.id, date=board.desk.date.isoformat())
        await asyncio.to_thread(board.desk.reload)
        return order

    async def _replan(self, board: Board, options: dict[str, list[str]]) -> bool:
        """Whether what was found is taken."""
        from routing.planning.difference import difference

        now = 0
        if board.desk.date == self.office.today():
            moment = self.office.now()
            now = moment.hour * 3600 + moment.minute * 60
        before = board.desk.day
        last = await self._watched(board, board.desk.replan(now, **options))  # type: ignore[arg-type]
        if last is None or not last.finished or last.day is None or before is None:
            return False
        day = last.day
        change = difference(before, day)
        settings = self.office.books.settings
        counted = {
            "change": money_text(settings.change_cost),
            "promise": money_text(settings.promise_cost),
            "minutes": f"{settings.promise_minutes:g}",
        }

        def lines() -> list[list[Piece]]:
            said: list[list[Piece]] = [[(line, "")] for line in difference_lines(self.office, change)]
            if change.moved or change.retimed:
                said.insert(1, [(self.t("board.replan.counted", **counted), "dim")])
            return said

        if not await self.app.push_screen_wait(Decide(self.t("board.replan.take"), lines)):
            return False
        self.edit(lambda: board.desk.accept(day, now), then=lambda: self.roundsman.tell("board.replan.done"))
        return True


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 1 <= seconds <= 3600 else None


def _same(day: Day | None, other: Day) -> bool:
    """Whether nothing has been saved in between."""
    return day is not None and day.revision == other.revision
