"""The window itself: it paints before it reads the books, keeps how it was left, changes its looks and language."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.filter import ANSIToTruecolor, LineFilter
from textual.screen import Screen

import tui.screens
from tui.app.going import MODES
from tui.app.others import SharedApp
from tui.commands import Command
from tui.keymap import shown
from tui.locale import LANGUAGES, translator
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Dialog
from tui.screens.help import help_dialog
from tui.screens.opening import OpeningScreen
from tui.themes import THEMES

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.preferences import LastView, Preferences


class RoundsmanApp(SharedApp):
    """`open_books` is called in a thread after the first paint and gives the office to work in."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("app.palette", ("ctrl+p", "f10"), footer=101, palette=False),
        Command("app.help", ("question_mark", "f1"), footer=100),
        Command("app.language", ("ctrl+l", "f12"), priority=True),
        Command("app.theme", ("f8",)),
        Command("app.suspend", ("ctrl+z",), priority=True, when=lambda self: self.can_suspend),
        Command("app.quit", ("ctrl+q",), footer=102, priority=True),
        Command("app.interrupt", ("ctrl+c",), palette=False),
    )

    def __init__(
        self,
        open_books: Callable[[], Office],
        *,
        language: str = "en",
        date: dt.date | None = None,
        likes: Preferences | None = None,
        restore: bool = False,
    ) -> None:
        """`likes` are the user's own keys and look; with `restore` the last view comes back and is kept."""
        super().__init__(language=language, date=date)
        self._open_books = open_books
        self.timeline_open = False
        """Whether the board shows its timeline."""
        self.maximised = ""
        """The pane of the board that has the whole screen; none: all of them share it."""
        for theme in THEMES:
            self.register_theme(theme)
        self.likes = likes
        self._restore = restore
        self._clashes: set[frozenset[str]] = set()
        self.theme = (likes and likes.theme) or THEMES[0].name
        if likes and likes.keys:
            self.set_keymap(likes.keymap())

    # opening

    def get_default_screen(self) -> Screen[Any]:
        return OpeningScreen()

    def on_mount(self) -> None:
        self.call_after_refresh(self._start_reading)

    def _start_reading(self) -> None:
        self.run_worker(self._read, thread=True, exit_on_error=False)

    def _read(self) -> None:
        """In a thread: everything that is slow to import or to read."""
        from store.files.places import risk_of
        from tui.preferences import last_view

        try:
            office = self._open_books()
            for module in ("tui.screens.board", "tui.jobs.desk", "routing.planning.request", "tui.screens.outlets"):
                import_module(module)
            today = office.today()
            last = last_view(office.books.folder) if self._restore else None
            risk = risk_of(office.books.folder)
        except Exception as fault:  # told on the opening screen, which can be left
            if not hasattr(fault, "code"):
                raise
            self.call_from_thread(self._not_opened, fault)
            return
        self.call_from_thread(self._opened, office, today, last)
        for problem, params in self.likes.problems if self.likes else ():
            self.call_from_thread(self.tell, problem, severity="warning", **params)
        if office.books.made:
            self.call_from_thread(self.tell, "app.new_folder", path=str(office.books.folder))
        if risk is not None:
            where = str(office.books.folder)
            self.call_from_thread(
                self.tell, f"check.place.{risk.kind}", severity="warning", where=where, name=risk.name
            )

    def _opened(self, office: Office, today: dt.date, last: LastView | None) -> None:
        from store.memory import kept_for_good

        self._office = office
        office.language = self.language
        seen = self._seen_again(last, today) if last else "board"
        mode = self.wanted_mode or seen
        self._date = self._date or today
        self.look_around(office.books, office.user)
        self._dress()
        self.switch_mode(mode)
        self.call_after_refresh(kept_for_good, everything=True)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without the one that looks for a terminal's own sixteen colours: no look here has any."""
        return [each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)]

    def _dress(self) -> None:
        """Reads the looks of all screens at once: a look read later has everything styled anew."""
        for path in sorted(Path(tui.screens.__file__).parent.glob("*.tcss")):
            self.stylesheet.read(path)

    def _not_opened(self, fault: Exception) -> None:
        if isinstance(self.screen, OpeningScreen):
            self.screen.tell(self.sentence_of(fault))

    def folder_text(self) -> str:
        """The data folder, for the title bar."""
        return str(self._office.books.folder.name) if self._office else ""

    # as it was left

    def _seen_again(self, last: LastView, today: dt.date) -> str:
        """Takes up the view that was left; returns its mode. A date that has passed gives way to today."""
        if last.theme in self.available_themes and not (self.likes and self.likes.theme):
            self.theme = last.theme
        self.rep = last.rep or None
        self.timeline_open = last.timeline
        self.maximised = last.maximised
        with suppress(ValueError):
            date = dt.date.fromisoformat(last.date)
            self._date = self._date or (date if date >= today else None)
        return last.mode if last.mode in MODES else "board"

    def _remember(self) -> None:
        if not self._restore or self._office is None:
            return
        from tui.preferences import LastView, remember

        view = LastView(
            theme=self.theme,
            mode=self.current_mode,
            date=self.date.isoformat(),
            rep=self.rep or "",
            timeline=self.timeline_open,
            maximised=self.maximised,
        )
        remember(self._office.books.folder, view, self.language)

    # keys of the user's own

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command has here: the user's own, else those it comes with."""
        keys = (self.likes.keys.get(command.id) if self.likes else None) or command.keys
        if command.id == "app.suspend" or not self.can_suspend:
            return keys
        taken = self.keys_of(self.command("app.suspend"))
        return tuple(key for key in keys if key not in taken)

    def tell_clashes(self, screen: RoundsmanScreen) -> None:
        """Keys of the user's own that another command of the screen has too: told once, and which of them has it."""
        likes = self.likes
        if likes is None or not likes.keys:
            return
        for nearer, commands in ((True, screen.all_commands()), (False, self.all_commands())):
            for command in commands:
                for key in likes.keys.get(command.id, ()):
                    for other in (*screen.all_commands(), *self.all_commands()):
                        if other.id == command.id or key not in self.keys_of(other):
                            continue
                        wins = command if nearer or other in self.all_commands() else other
                        self._tell_clash(key, command, other, wins)

    def _tell_clash(self, key: str, command: Command, other: Command, wins: Command) -> None:
        pair = frozenset({command.id, other.id})
        if pair not in self._clashes:
            self._clashes.add(pair)
            what, rival, winner = (self.t(each.title_key) for each in (command, other, wins))
            params = {"key": shown(key), "what": what, "other": rival, "wins": winner}
            self.tell("app.config.clash", severity="warning", path=str(self.likes and self.likes.path), **params)

    # commands

    async def action_help(self) -> None:
        offer = await self.push_screen_wait(help_dialog(self.screen, self.t))
        if offer is not None:
            await offer.run()

    async def action_palette(self) -> None:
        from tui.screens.palette import palette

        if self._office is None:
            return
        chosen = await self.push_screen_wait(await palette(self, self.screen))
        if chosen is not None:
            await chosen.run()

    def action_language(self) -> None:
        """The next language, at once and everywhere: on every screen, and in the dialogs that stand open."""
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        self.t = translator(self.language)
        if self._office is not None:
            self._office.language = self.language
        for stack in self._screen_stacks.values():
            for screen in stack:
                if isinstance(screen, RoundsmanScreen | Dialog):
                    screen.refresh_texts()
        self.tell("app.language_now")

    def action_theme(self) -> None:
        """The next look."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.tell("app.theme_now", name=self.t(f"app.looks.{self.theme.removeprefix('roundsman-')}"))

    @property
    def can_suspend(self) -> bool:
        """Whether the terminal can take its shell back for a while: not on Windows, not in a browser."""
        return sys.platform != "win32" and self._driver is not None and self._driver.can_suspend

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where there is no shell to go back to, the key is the screen's."""
        if parameters == ("app.suspend",) and not self.can_suspend:
            return False
        return super().check_action(action, parameters)

    def action_suspend(self) -> None:
        """Back to the shell, whose ``fg`` brings the app back as it was."""
        self.action_suspend_process()

    def on_unmount(self) -> None:
        gc.unfreeze()

    async def action_quit(self) -> None:
        for screen in self.screens_open():
            screen.settle()
        await self.settled()
        self._remember()
        await asyncio.to_thread(self.leave_books)
        self.exit(return_code=0)

    def action_interrupt(self) -> None:
        """ctrl+c ends nothing by accident: it says how to leave."""
        self.tell("app.how_to_leave")
