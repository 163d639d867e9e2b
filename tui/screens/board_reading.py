"""The board's dates: each read in a thread, and read again when the books have changed."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.memory import kept_for_good
from tui.commands import telling
from tui.jobs.desk import Desk
from tui.screens.board_view import BoardView
from tui.state.board import Board, Kind

if TYPE_CHECKING:
    from textual.timer import Timer

    from store.files.journal import Change
    from tui.state.late import LateNotes


_LOOKING = 0.3
"""Seconds in which what was read is drawn, before anything else is made ready."""
_AGAIN = 0.2
"""Seconds until it is asked again what could not be said while somebody was at the books."""


class BoardReading(BoardView):
    """Opens the desk of the date looked at."""

    reads_when_shown = True
    late: LateNotes

    def __init__(self) -> None:
        super().__init__()
        self._wanted: dt.date | None = None
        self._again: Timer | None = None

    def on_mount(self) -> None:
        self._read(self.date)

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self._follow()

    def on_screen_resume(self) -> None:
        if not self._follow():
            self._show_wanted()

    def _show_wanted(self) -> None:
        """Brings the stop that another screen asked for under the cursor."""
        wanted = self.roundsman.wanted_stop
        if wanted is not None and self.board is not None:
            self.roundsman.wanted_stop = None
            if self.choose_stop(wanted):
                self.show_pane("list")
            else:
                outlet = self.office.books.outlets.find(wanted[0])
                name = outlet.name if outlet else wanted[0]
                self.roundsman.tell("board.not_there", severity="warning", name=name, date=self.date.isoformat())

    def day_changed(self, date: dt.date) -> None:
        self._read(date)

    def _read(self, date: dt.date) -> None:
        """Opens a date's desk in a thread: every call of the past weeks is read for it."""
        self._wanted = date
        if self.solving and self.searched is not None and self.searched.desk.date == date:
            self._opened(date, self.searched)
            return
        self.board, self.fault = None, ""
        self.show_all()
        self.run_worker(
            partial(self._open_desk, date), thread=True, exclusive=True, group="desk", exit_on_error=False
        )

    def _open_desk(self, date: dt.date) -> None:
        try:
            board = Board(Desk.open(self.office, date))
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.app.call_from_thread(self._not_opened, date, fault)
            return
        self.app.call_from_thread(self._opened, date, board)

    def _opened(self, date: dt.date, board: Board) -> None:
        if date != self._wanted:
            return
        self.board = board
        self.show_all()
        if not board.planned:
            self.index.show_key((Kind.DUE.value, ""))
        elif self.roundsman.rep:
            self.index.show_key((Kind.ROUTE.value, self.roundsman.rep))
        self._show_wanted()
        self._look_ahead(board)
        self._follow_soon()  # the books may have changed while they were read

    def _look_ahead(self, board: Board) -> None:
        """What will be asked for next is made ready while one looks: nobody waits for it then."""
        self.run_worker(self._made_ready(board), group="ahead", exclusive=True, exit_on_error=False)

    async def _made_ready(self, board: Board) -> None:
        await asyncio.sleep(_LOOKING)
        try:
            ready = await asyncio.to_thread(board.desk.foresee)
            if not self.solving and not self.roundsman.saving:
                ready()
            await self.roundsman.outlet_index()
            kept_for_good()
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise  # one with a code is told to whoever asks for what could not be made

    def _not_opened(self, date: dt.date, fault: Exception) -> None:
        if date == self._wanted:
            self.fault = self.roundsman.sentence_of(fault)
            self.show_all()

    def _follow(self) -> bool:
        """Reads again what is no longer as it was read, and tells whether it does; a rep may run late.

        While a search runs it has the day; the search itself began from the books as they were then.
        """
        if self.board is None:
            if self.fault:
                self._read(self.date)  # what could not be read may have been mended
            return True
        if self.solving:
            return False
        with telling(self.roundsman):
            for text in self.late.news(self.office, self.date):
                self.notify(text, severity="warning")
                self.index.redraw()
            if self.board.desk.outdated:
                self.run_worker(self._read_again(self.board), group="desk", exclusive=True, exit_on_error=False)
                return True
            if self.board.desk.unsure:
                self._follow_soon()
        return False

    def _follow_soon(self) -> None:
        """Nobody tells a change twice: what could not be followed at once is asked for until it can."""
        if self._again is not None:
            self._again.stop()
        self._again = self.set_timer(_AGAIN, self._follow)

    async def _read_again(self, board: Board) -> None:
        """Reads a board's day and books anew beside the loop, and shows them where nobody was faster."""
        with telling(self.roundsman):
            ready = await asyncio.to_thread(board.desk.read_anew)
            if self.board is not board or self.solving or self.roundsman.saving:
                board.desk.unread()  # what is being made or saved comes first
                self._follow_soon()
                return
            others = ready()
            if board.desk.outdated:  # nothing was put in place: the day was changed here meanwhile
                self._follow_soon()
            self.show_all()
            if others:
                self.roundsman.tell("board.changed_elsewhere")
            self._show_wanted()
            self._look_ahead(board)
