"""Where the app goes: screens by key, dates, an outlet, a rep's route, a stop; letters on everything."""

from __future__ import annotations

import datetime as dt
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual.events import ScreenResume
from textual.screen import Screen

from tui.app.asking import AskingApp
from tui.commands import Command
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Dialog

if TYPE_CHECKING:
    from routing.planning.model import Key

MODES: dict[str, tuple[str, str]] = {
    "board": ("tui.screens.board", "BoardScreen"),
    "rounds": ("tui.screens.rounds", "RoundsScreen"),
    "outlets": ("tui.screens.outlets", "OutletsScreen"),
    "service": ("tui.screens.service", "ServiceScreen"),
    "channel": ("tui.screens.channel", "ChannelScreen"),
    "homecoming": ("tui.screens.homecoming", "HomecomingScreen"),
    "records": ("tui.screens.records", "RecordsScreen"),
}
"""Screens reached by a key from anywhere: where each is defined, imported when first gone to."""
TABS = ("board", "rounds", "outlets")
"""Those that the title bar always names; any other one stands there while it is shown."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class GoingApp(AskingApp):
    """An app of several screens that all look at one date."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("app.board", ("f2",), argument="board"),
        Command("app.rounds", ("f3",), argument="rounds"),
        Command("app.outlets", ("f4",), argument="outlets"),
        Command("app.service", ("ctrl+u",), argument="service"),
        Command("app.channel", ("ctrl+n",), argument="channel"),
        Command("app.homecoming", ("ctrl+b",), argument="homecoming"),
        Command("app.records", ("ctrl+x",), argument="records"),
        Command("app.jump", ("j", "ctrl+k")),
    )

    def __init__(self, *, language: str = "en", date: dt.date | None = None) -> None:
        super().__init__(language=language)
        self._date = date
        self.rep: str | None = None
        """The rep last looked at, on whichever screen."""
        self.wanted_mode = ""
        """The screen that was asked for while the books were being opened."""
        self.wanted_stop: Key | None = None
        """A stop that the board is to bring under its cursor."""
        self.wanted_outlet: str | None = None
        """An outlet that the list of outlets is to bring under its cursor."""
        for mode in MODES:
            self.add_mode(mode, partial(self._screen_of, mode))

    # screens

    def _screen_of(self, mode: str) -> Screen[Any]:
        module, name = MODES[mode]
        screen: Screen[Any] = getattr(import_module(module), name)()
        # it is styled as it is mounted: Textual would have all of the app parsed and styled anew, twice
        screen._css_update_count = self._css_update_count  # noqa: SLF001
        return screen

    def screens_open(self) -> list[RoundsmanScreen]:
        """Every screen of every mode."""
        return [
            screen
            for stack in self._screen_stacks.values()
            for screen in stack
            if isinstance(screen, RoundsmanScreen)
        ]

    def mode_commands(self) -> list[Command]:
        """The screens named in the title bar."""
        shown = {*TABS, self.current_mode}
        return [command for command in self.all_commands() if command.argument in MODES and command.argument in shown]

    def go(self, mode: str) -> None:
        """Shows one of `MODES`; while the books are being opened, once they are."""
        if self._office is None:
            self.wanted_mode = mode
        if self._office is None or isinstance(self.screen, Dialog) or mode == self.current_mode:
            return
        self.switch_mode(mode)

    def action_board(self, mode: str) -> None:
        self.go(mode)

    def action_rounds(self, mode: str) -> None:
        self.go(mode)

    def action_outlets(self, mode: str) -> None:
        self.go(mode)

    def action_service(self, mode: str) -> None:
        self.go(mode)

    def action_channel(self, mode: str) -> None:
        self.go(mode)

    def action_records(self, mode: str) -> None:
        self.go(mode)

    def action_homecoming(self, mode: str) -> None:
        self.go(mode)

    async def action_jump(self) -> None:
        """Letters on everything; typing one goes there."""
        from tui.screens.jumping import Jump, targets

        target = await self.push_screen_wait(Jump(targets(self.screen)))
        if target is not None:
            target.go()

    # what is looked at

    def show_on_board(self, stop: Key) -> None:
        """Shows a stop of the date on the planner's board."""
        self.wanted_stop = stop
        self.go("board")

    def show_rep(self, rep: str) -> None:
        """Shows a rep's route, or where one is on the rounds already, the rep's round."""
        self.rep = rep
        if self.current_mode == "rounds":
            self.screen.post_message(ScreenResume())
        else:
            self.wanted_stop = None
            self.go("board")
            for screen in self.screens_open():
                screen.rep_wanted(rep)

    def show_outlet(self, outlet: str) -> None:
        """Shows one outlet among all."""
        self.wanted_outlet = outlet
        if self.current_mode == "outlets":
            self.screen.post_message(ScreenResume())
        else:
            self.go("outlets")

    # dates

    @property
    def date(self) -> dt.date:
        """The date looked at, the same on every screen."""
        return self._date or (self._office.today() if self._office else dt.date.today())  # noqa: DTZ011

    def set_date(self, date: dt.date) -> None:
        """Looks at another date, on every screen."""
        if date == self._date:
            return
        self._date = date
        for screen in self.screens_open():
            screen.day_changed(date)
            screen.refresh_texts()

    def step_date(self, days: int) -> None:
        """So many days on, or back."""
        self.set_date(self.date + dt.timedelta(days=days))

    async def choose_date(self) -> None:
        """Asks which date to look at: ``2026-11-24``, ``11-24``, ``24``, ``+3``, ``-1``."""
        found = await self.which_date(self.t("app.date.heading"), near=self.date)
        if found is not None:
            self.set_date(found)

    def ask_date(self) -> None:
        """What a click on the date does."""
        self.run_worker(self.choose_date())

    def date_texts(self) -> tuple[str, ...]:
        """The date looked at, long and short; none before the books are open."""
        if self._office is None:
            return ()
        weekday = self.t(f"records.weekday.{_WEEKDAYS[self.date.weekday()]}")
        return f"{self.date.isoformat()} {weekday}", f"{self.date:%m-%d} {weekday}"
