"""The app under test: on a small town, with a clock of its own, told what it tells; waits are for conditions only."""

from __future__ import annotations

import asyncio
import os
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.app import ScreenStackError
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import Worker, WorkerState

import tui.app
from tests.tui.town import Clock
from tui.app import RoundsmanApp
from tui.jobs.office import Office
from tui.screens.board import BoardScreen
from tui.screens.call import CallScreen
from tui.screens.dialogs import Choose, Dialog
from tui.screens.outlets import OutletsScreen
from tui.screens.rounds import RoundsScreen
from tui.widgets.line import Line
from tui.widgets.lines import Lines
from tui.widgets.table import Table

PATIENCE = float(os.environ.get("ROUNDSMAN_TEST_PATIENCE", "30"))
"""Seconds that a condition may take on a busy machine."""


class TestedApp(RoundsmanApp):
    """Remembers every notification and every message, and every worker that failed."""

    __test__ = False
    TITLE = "Roundsman"
    CSS_PATH = Path(tui.app.__file__).with_name("app.tcss")

    def __init__(self, office: Office, language: str = "en") -> None:
        super().__init__(lambda: office, language=language)
        self.desk_of_books = office
        self.told: list[str] = []
        self.workers_failed: list[BaseException | None] = []

    def notify(self, message: str, **options: Any) -> None:
        self.told.append(message)
        super().notify(message, **options)

    def tell_fault(self, fault: BaseException) -> None:
        if not hasattr(fault, "code"):
            self.workers_failed.append(fault)
        super().tell_fault(fault)

    def watch_message(self, message: Any) -> None:
        if isinstance(message, Worker.StateChanged) and message.state is WorkerState.ERROR:
            self.workers_failed.append(message.worker.error)


def key_event(key: str) -> events.Key:
    """What a terminal's key, or a character of an input method, arrives as."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(key))
    except KeyError:
        character = None
    return events.Key(key, character)


class Player:
    """A person at the keyboard: keys, what is seen, and patience."""

    def __init__(self, app: TestedApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    # doing

    async def press(self, *keys: str) -> None:
        """One key after another, each done before the next; Textual's own `press` takes five times as long."""
        for key in keys:
            self.app.post_message(key_event(key))
            await self._settled()

    async def type(self, text: str) -> None:
        """As an input method hands it over: all its characters at once."""
        await self.hurry(*text)

    async def hurry(self, *keys: str) -> None:
        """Keys that have all arrived before the first of them is looked at."""
        for key in keys:
            self.app.post_message(key_event(key))
        await self._settled()

    async def _settled(self) -> None:
        """What the keys asked for is done, saved and shown."""
        await self.pilot.pause()
        while self.app.saving:
            await self.app.settled()
            await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Waits for a condition; a worker that failed ends the wait at once."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert not self.app.workers_failed, self.app.workers_failed
            try:
                if condition():
                    break
            except ScreenStackError:
                pass
            assert time.monotonic() < deadline, f"{what or condition}: {self.app.told}\n{self.screen_text()}"
            await asyncio.sleep(0.005)
        await self.pilot.pause()

    async def told(self, text: str) -> str:
        """Waits for a notification that holds a text."""
        await self.until(lambda: any(text in each for each in self.app.told), f"told {text!r}")
        return next(each for each in reversed(self.app.told) if text in each)

    async def dialog(self, *heading: str) -> Dialog[Any]:
        """Waits for a dialog that is ready to be answered, with these words in its heading."""

        def there() -> bool:
            screen = self.app.screen
            return (
                isinstance(screen, Dialog) and screen.is_mounted and all(word in screen.heading for word in heading)
            )

        await self.until(there, f"a dialog {heading}")
        dialog = self.app.screen
        assert isinstance(dialog, Dialog)
        if dialog.query(Input):
            await self.until(lambda: isinstance(self.app.focused, Input), "the dialog's line to have the focus")
        return dialog

    async def answer(self, *heading: str, text: str = "") -> None:
        """Answers a dialog: types, then enter."""
        dialog = await self.dialog(*heading)
        line = dialog.query(Input)
        if text and line:
            line.first().value = ""
            await self.type(text)
        await self.press("enter")
        await self.until(lambda: self.app.screen is not dialog, f"{heading} to close")

    async def go(self, key: str, kind: type) -> Any:
        await self.press(key)
        await self.until(lambda: isinstance(self.app.screen, kind), f"{kind.__name__}")
        return self.app.screen

    async def board(self) -> BoardScreen:
        """The board with its date read."""
        if not isinstance(self.app.screen, BoardScreen):
            await self.go("f2", BoardScreen)
        await self.until(lambda: self.app.screen.board is not None, "the board to be read")  # type: ignore[attr-defined]
        screen = self.app.screen
        assert isinstance(screen, BoardScreen)
        return screen

    async def urgent_order(self, outlet: str, product: str) -> None:
        """Replans for an urgent order, as far as the question how much of a product is wanted."""
        await self.board()
        await self.press("R")
        await self.answer("What has changed?", text="2")
        await self.answer("which outlet", text=outlet)
        await self.answer("which product", text=product)

    async def rounds(self) -> RoundsScreen:
        """The stop list with its round read."""
        if not isinstance(self.app.screen, RoundsScreen):
            await self.go("f3", RoundsScreen)
        screen = self.app.screen
        assert isinstance(screen, RoundsScreen)
        await self.until(lambda: screen.round is not None and screen.round.date == self.app.date, "the round")
        return screen

    async def outlets(self) -> OutletsScreen:
        """The outlets, read."""
        if not isinstance(self.app.screen, OutletsScreen):
            await self.go("f4", OutletsScreen)
        screen = self.app.screen
        assert isinstance(screen, OutletsScreen)
        await self.until(lambda: screen.table.rows, "the outlets to be read")
        return screen

    async def call(self) -> CallScreen:
        await self.until(lambda: isinstance(self.app.screen, CallScreen) and self.app.screen.is_mounted, "the call")
        screen = self.app.screen
        assert isinstance(screen, CallScreen)
        await self.until(lambda: screen.facts.rows, "the facts")
        return screen

    # seeing

    def screen_text(self) -> str:
        """Everything on the screen as a person reads it, line by line."""
        try:
            strips = self.app.screen._compositor.render_strips()
        except ScreenStackError:
            return ""
        return "\n".join(strip.text.rstrip() for strip in strips)

    def table_text(self, selector: str = "Table") -> str:
        table = self.app.screen.query(selector).first(Table)
        return "\n".join(table.render_line(y).text.rstrip() for y in range(table.size.height))

    def lines_text(self, selector: str) -> str:
        lines = self.app.screen.query(selector).first(Lines)
        return "\n".join("".join(text for text, _ in line) for line in lines._lines)

    def line_text(self, selector: str) -> str:
        line = self.app.screen.query(selector).first(Line)
        return line.render_line(0).text.strip()

    def choices(self) -> list[str]:
        """What a list dialog offers now, first column to last."""
        dialog = self.app.screen
        assert isinstance(dialog, Choose)
        table = dialog.query_one(Table)
        texts = []
        for choice in table.rows:
            cells = [cell if isinstance(cell, str) else "".join(text for text, _ in cell) for cell in choice.cells]
            texts.append(" ".join(cell for cell in cells if cell))
        return texts


@asynccontextmanager
async def playing(
    office: Office, *, size: tuple[int, int] = (140, 40), language: str = "en"
) -> AsyncIterator[Player]:
    """The app opened on an office, its board read; afterwards no worker may have failed."""
    office.language = language
    app = TestedApp(office, language)
    async with app.run_test(size=size, message_hook=app.watch_message) as pilot:
        player = Player(app, pilot)
        await player.until(lambda: isinstance(app.screen, BoardScreen), "the books to be read")
        await player.board()
        yield player
        await pilot.pause()
    assert not app.workers_failed, app.workers_failed


__all__ = ["Clock", "Player", "TestedApp", "playing"]
