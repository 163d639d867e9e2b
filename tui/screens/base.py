"""What every screen shares: the title bar, the footer, the office, and words that follow the language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from tui.commands import Command, Commanded
from tui.widgets.footer import CommandFooter
from tui.widgets.line import Line
from tui.widgets.lines import Lines
from tui.widgets.messages import MessageLine
from tui.widgets.title import TitleBar

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.app import RoundsmanApp
    from tui.jobs.office import Office
    from tui.locale import Translator
    from tui.widgets.table import Table


def _has_more(screen: RoundsmanScreen) -> bool:
    return screen.too_long is not None


class RoundsmanScreen(Commanded, Screen[Any]):
    """A whole screen between title bar and footer (see `tui.screens` for how one joins)."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("app.read_on", ("shift+pagedown", "ctrl+pagedown"), when=_has_more),
        Command("app.read_back", ("shift+pageup", "ctrl+pageup"), when=_has_more),
    )
    AUTO_FOCUS: ClassVar[str | None] = "Table"
    dated: ClassVar[bool] = False
    """Whether it shows one date."""
    reads_when_shown: ClassVar[bool] = False
    """Whether it reads what it shows again each time it comes into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._missed: list[Change] = []
        """What has happened to the books while it was out of sight."""

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield from self.body()
        yield MessageLine()
        yield CommandFooter()

    def body(self) -> Iterable[Widget]:
        """The screen's own widgets."""
        return ()

    def on_mount(self) -> None:
        self.call_after_refresh(self.roundsman.tell_clashes, self)

    @property
    def roundsman(self) -> RoundsmanApp:
        app: RoundsmanApp = self.app  # type: ignore[assignment]
        return app

    @property
    def office(self) -> Office:
        """Books, clock and user."""
        return self.roundsman.office

    @property
    def t(self) -> Translator:
        """Sentences in the language in use."""
        return self.roundsman.t

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault in the background is told, not swallowed: one without a code is a bug, and said to be one."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.roundsman.tell_fault(event.worker.error)

    # what stands beside a list and is longer than its pane

    @property
    def too_long(self) -> Lines | None:
        """The pane of text that does not show all it says."""
        return next((pane for pane in self.query(Lines) if pane.region.area and pane.max_scroll_y), None)

    def action_read_on(self) -> None:
        self._turn(1)

    def action_read_back(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        pane = self.too_long
        if pane is not None:
            pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    fault = ""
    """Why what the screen shows could not be read; nothing where it could."""

    @contextmanager
    def reading(self, pane: Table[Any] | Lines) -> Iterator[None]:
        """Reads what a pane shows; a fault with a code is told in its place, others are bugs and go on."""
        self.fault = ""
        try:
            yield
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.fault = self.roundsman.sentence_of(fault)
            if isinstance(pane, Lines):
                pane.show([[("✗ ", "error"), (self.fault, "")]])
            else:
                pane.empty = f"✗ {self.fault}"
                pane.set_rows([])
            for line in self.query(Line):
                line.refresh()

    def refresh_texts(self) -> None:
        """The language has changed: say everything again. Title and footer look after themselves."""
        for line in self.query(Line):
            line.refresh()

    def day_changed(self, date: dt.date) -> None:
        """Another date was chosen, here or on another screen."""

    def hear(self, changes: Sequence[Change]) -> None:
        """The books have changed: followed at once where it is in sight, else when it comes back."""
        if self.roundsman.in_sight is self:
            self.books_changed(changes)
        else:
            self._missed += changes

    def on_screen_resume(self) -> None:
        missed, self._missed = self._missed, []
        if missed and not self.reads_when_shown:
            self.books_changed(missed)

    def books_changed(self, changes: Sequence[Change]) -> None:
        """The books have changed, by this app or another process: what is shown follows them."""

    def others_seen(self) -> None:
        """Somebody else has opened the books, or left them."""
        self.query_one(TitleBar).refresh()

    def rep_wanted(self, rep: str) -> None:
        """A rep was asked for by name."""

    def settle(self) -> None:
        """The app is about to be left: what was typed but not yet entered is entered."""


DATE_ACTIONS = (
    Command("app.previous_day", ("left_square_bracket",)),
    Command("app.next_day", ("right_square_bracket",)),
    Command("app.ask_date", ("g", "ctrl+g")),
    Command("app.today", ("t",)),
)


class DatedScreen(RoundsmanScreen):
    """A screen that shows one date, the same one on every such screen (``self.app.date``)."""

    ACTIONS: ClassVar[tuple[Command, ...]] = DATE_ACTIONS
    dated = True

    @property
    def date(self) -> dt.date:
        return self.roundsman.date

    def action_previous_day(self) -> None:
        self.roundsman.set_date(self.date - dt.timedelta(days=1))

    def action_next_day(self) -> None:
        self.roundsman.set_date(self.date + dt.timedelta(days=1))

    def action_today(self) -> None:
        self.roundsman.set_date(self.office.today())

    async def action_ask_date(self) -> None:
        await self.roundsman.choose_date()
