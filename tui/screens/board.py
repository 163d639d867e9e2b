"""The planner's board: plan a date, see it, change it, publish it, hand it out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.worker import Worker

from store.records import money_text
from tui.commands import Command
from tui.jobs.office import JobError
from tui.jobs.wording import difference_lines
from tui.screens.board_edits import BoardEdits, _idle, _on_route, _open, _planned
from tui.screens.dialogs import Choice, Decide
from tui.state.board import Board, Kind
from tui.widgets.pieces import Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.search import Progress

_SECONDS = 10.0
"""How long a search runs unless told otherwise."""
_SHEETS = ("pdf", "xlsx", "csv", "text")


def _can_plan(screen: BoardScreen) -> bool:
    return _idle(screen) and screen.board is not None and not screen.board.desk.past


def _can_publish(screen: BoardScreen) -> bool:
    return _open(screen) and screen.board is not None and not screen.board.published


class BoardScreen(BoardEdits):
    """Everything a dispatcher does with one date."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.plan", ("f5", "s"), footer=1, when=_can_plan),
        Command("board.plan_anew", ("P",), when=_can_plan),
        Command("board.stop", ("escape",), footer=2, when=lambda self: self.solving),
        Command("board.improve", ("i",), when=_open),
        Command("board.order", ("o",), when=_open),
        Command("board.plan_longer", ("S",), when=_can_plan),
        Command("board.replan", ("R", "ctrl+r"), footer=9, when=_open),
        Command("board.publish", ("p", "f9"), footer=10, when=_can_publish),
        Command("board.copy", ("y",), when=_on_route),
        Command("board.sheets", ("e", "ctrl+e"), footer=11, when=_planned),
    )

    _search: Worker[None] | None = None

    # the search

    def action_plan(self) -> None:
        """Edits made by hand are kept."""
        self._start(keep_edits=True)

    def action_plan_anew(self) -> None:
        """As if nobody had touched it; locks hold all the same."""
        self._start()

    def action_improve(self) -> None:
        """From the plan as it stands, hand edits kept."""
        self._start(keep_edits=True, from_current=True)

    def action_order(self) -> None:
        """The order of stops only; every stop stays with its rep."""
        self._start(order_only=True)

    async def action_plan_longer(self) -> None:
        typed = await self.roundsman.ask_text(
            self.t("board.seconds.which"),
            value="60",
            problem=lambda text: None if _seconds(text) else self.t("board.seconds.bad"),
        )
        if typed and (seconds := _seconds(typed)):
            self._start(seconds=seconds, keep_edits=True)

    def _start(
        self,
        *,
        seconds: float = _SECONDS,
        keep_edits: bool = False,
        order_only: bool = False,
        from_current: bool = False,
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
            from_current=from_current,
        )
        self._search = self.run_worker(search, group="search", exclusive=True, exit_on_error=False)

    def _claim(self, board: Board) -> None:
        """From here on a search is under way, whether it has begun or not."""
        self.solving, self.searched = True, board
        self.refresh_bindings()

    async def _plan(self, board: Board, **options: Any) -> None:
        last = await self._watched(board, board.desk.plan(**options))
        if last is not None and last.finished and last.day is not None:
            self._tell_result(board, last)

    async def _watched(self, board: Board, search: AsyncGenerator[Progress, None]) -> Progress | None:
        """Runs a search, which works in a process of its own; returns the last that was heard of it."""
        from routing.engine.cache import filled

        self._claim(board)
        ready = await asyncio.to_thread(filled)
        self.show_status([(f" {self.t('board.solving.starting' if ready else 'board.solving.compiling')}", "accent")])
        last: Progress | None = None
        try:
            async with aclosing(search) as found:
                async for progress in found:
                    last = progress
                    self._show_progress(board, progress)
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.roundsman.tell_fault(fault)
        finally:
            board.preview = None
            self.solving, self.searched = False, None
            if self.is_attached:
                self.show_all()
        for notice in board.desk.noticed:  # a routing server that stopped answering, for one
            self.roundsman.tell(f"plan.assumed.{notice.code}", severity="warning", **notice.params)
        return last

    def _show_progress(self, board: Board, progress: Progress) -> None:
        if self.board is not board:
            return
        self.show_status(self._progress_pieces(progress))
        if progress.day is not None and not progress.finished:
            board.preview = progress.day
            self.index.set_rows(board.entries())
            self.show_list()

    def _progress_pieces(self, progress: Progress) -> list[Piece]:
        t = self.t
        pieces: list[Piece] = [
            (f" {t('board.solving.running', seconds=f'{progress.seconds:.1f}')}", "accent"),
            (f"  {t('board.solving.cost', cost=money_text(progress.cost))}", "strong"),
        ]
        if progress.gain > 0:
            share = 100 * progress.gain / max(1, progress.cost + progress.gain)
            pieces.append(
                (f"  {t('board.solving.gain', gain=money_text(progress.gain), share=f'{share:.1f}')}", "good")
            )
        pieces.append((f"  {t('board.solving.iterations', n=f'{progress.iterations:,}')}", "dim"))
        pieces.append((f"  {t('board.solving.how_to_stop')}", "key"))
        return pieces

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
        kinds = ("now", "without", "urgent")
        choices = [
            Choice(kind, [str(n), self.t(f"board.replan.{kind}")], f"{n} {self.t(f'board.replan.{kind}')}")
            for n, kind in enumerate(kinds, 1)
        ]
        columns = [Column("n", min=2), Column("kind", min=20, weight=1)]
        kind = await self.roundsman.choose(self.t("board.replan.which"), choices, columns)
        options: dict[str, list[str]] = {}
        if kind == "without":
            rep = await self._ask_rep(self.t("board.replan.who"))
            if rep is None:
                return
            options["without"] = [rep]
        elif kind == "urgent":
            outlet = await self.roundsman.choose_outlet(self.t("board.replan.where"))
            if outlet is None:
                return
            options["urgent"] = [outlet]
        if kind is not None and self.board is board and not self.solving:
            await self._replan(board, options)

    async def _replan(self, board: Board, options: dict[str, list[str]]) -> None:
        from routing.planning.difference import difference

        now = 0
        if board.desk.date == self.office.today():
            moment = self.office.now()
            now = moment.hour * 3600 + moment.minute * 60
        before = board.desk.day
        last = await self._watched(board, board.desk.replan(now, **options))  # type: ignore[arg-type]
        if last is None or not last.finished or last.day is None or before is None:
            return
        day = last.day
        lines: list[list[Piece]] = [[(line, "")] for line in difference_lines(self.office, difference(before, day))]
        if await self.app.push_screen_wait(Decide(self.t("board.replan.take"), lines)):
            self.edit(lambda: board.desk.accept(day, now))
            self.roundsman.tell("board.replan.done")

    # handing out

    async def action_publish(self) -> None:
        board = self._board()
        broken = board.violations()
        note = self.t("board.publish.broken", n=broken) if broken else self.t("board.publish.note")
        if await self.roundsman.confirm(self.t("board.publish.ask", date=self.date.isoformat()), note):
            self.edit(board.desk.publish)
            self.roundsman.tell("board.publish.done", date=self.date.isoformat())

    async def action_sheets(self) -> None:
        """Route sheets, written to the current folder."""
        entry = self.entry
        reps: list[tuple[str | None, str]] = [(None, self.t("board.sheets_of_all"))]
        if _on_route(self) and entry is not None:
            reps.insert(0, (entry.rep, entry.name))
        choices = []
        for rep, name in reps:
            for kind in _SHEETS:
                title = self.t(f"board.sheet.{kind}")
                choices.append(Choice((rep, kind), [title, name], f"{kind} {title} {name}"))
        chosen = await self.roundsman.choose(
            self.t("board.sheets.which"), choices, [Column("kind", min=20, weight=1), Column("rep", min=10, weight=1)]
        )
        if chosen is None:
            return
        path = await asyncio.to_thread(self._write_sheet, *chosen)
        self.roundsman.tell("board.sheets.written", path=str(path))

    async def action_copy(self) -> None:
        """The route as text, to paste into a chat."""
        from tui.jobs.sheets import make_sheet

        entry = self.entry
        assert entry is not None
        _, text = await asyncio.to_thread(make_sheet, self.office, self.date, entry.rep, "text")
        await self.roundsman.copy_text(text.decode())

    def _write_sheet(self, rep: str | None, kind: str) -> Path:
        from tui.jobs.sheets import make_sheet

        name, data = make_sheet(self.office, self.date, rep, kind)
        path = Path.cwd() / name
        try:
            path.write_bytes(data)
        except OSError as error:
            raise JobError("cannot_write", path=str(path), why=error.strerror or str(error)) from None
        return path


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 1 <= seconds <= 3600 else None
