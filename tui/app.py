"""The app: one window on the books. It paints before it reads them; heavy modules come in afterwards.

Nothing at the top of this module may import pydantic, networkx or numpy, directly or not.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.events import ScreenResume
from textual.screen import Screen

from tui.commands import Command, Commanded, telling
from tui.keymap import shown
from tui.locale import LANGUAGES, Translator, translator
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import AskText, Choice, Choose, Confirm, Dialog, Tell
from tui.screens.help import help_dialog
from tui.screens.opening import OpeningScreen
from tui.themes import THEMES
from tui.widgets.messages import MessageLine
from tui.widgets.table import Column

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from routing.planning.model import Key
    from store.files import Watch
    from store.files.presence import Here, Presence
    from store.records import Outlet
    from tui.jobs.office import Office
    from tui.preferences import LastView, Preferences
    from tui.state.search import OutletIndex

V = TypeVar("V")

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


class RoundsmanApp(Commanded, App[None], inherit_bindings=False):
    """`open_books` is called in a thread after the first paint and gives the office to work in."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]
    ACTIONS = (
        Command("app.board", ("f2",), argument="board"),
        Command("app.rounds", ("f3",), argument="rounds"),
        Command("app.outlets", ("f4",), argument="outlets"),
        Command("app.service", ("ctrl+u",), argument="service"),
        Command("app.channel", ("ctrl+n",), argument="channel"),
        Command("app.homecoming", ("ctrl+b",), argument="homecoming"),
        Command("app.records", ("ctrl+x",), argument="records"),
        Command("app.palette", ("ctrl+p", "f10"), footer=101, palette=False),
        Command("app.jump", ("j", "ctrl+k")),
        Command("app.help", ("question_mark", "f1"), footer=100),
        Command("app.language", ("ctrl+l", "f12"), priority=True),
        Command("app.theme", ("f8",)),
        Command("app.messages", ("ctrl+o",), when=lambda self: bool(self.messages)),
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
        super().__init__()
        self.t: Translator = translator(language)
        self.language = language
        self.rep: str | None = None
        """The rep last looked at, on whichever screen."""
        self._open_books = open_books
        self._office: Office | None = None
        self._watch: Watch | None = None
        self._presence: Presence | None = None
        self.others: list[Here] = []
        """Who else has the books open."""
        self._index: tuple[object, str, OutletIndex] | None = None
        self._date = date
        self.messages: list[tuple[str, SeverityLevel]] = []
        """What has been told, the latest last."""
        self.timeline_open = False
        """Whether the board shows its timeline."""
        self.wanted_stop: Key | None = None
        """A stop that the board is to bring under its cursor."""
        self.wanted_outlet: str | None = None
        """An outlet that the list of outlets is to bring under its cursor."""
        for theme in THEMES:
            self.register_theme(theme)
        self.likes = likes
        self._restore = restore
        self._clashes: set[frozenset[str]] = set()
        self.theme = (likes and likes.theme) or THEMES[0].name
        if likes and likes.keys:
            self.set_keymap(likes.keymap())
        for mode in MODES:
            self.add_mode(mode, partial(_screen_of, mode))

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
        if risk is not None:
            where = str(office.books.folder)
            self.call_from_thread(
                self.tell, f"check.place.{risk.kind}", severity="warning", where=where, name=risk.name
            )

    def _opened(self, office: Office, today: dt.date, last: LastView | None) -> None:
        self._office = office
        office.language = self.language
        self._watch = office.books.watch()
        from store.files.presence import Presence

        self._presence = Presence(office.books.folder, office.user)
        self.set_interval(_LOOK_EVERY, self._look_elsewhere)
        self.set_interval(_SIGN_EVERY, self._give_sign)
        mode = self._seen_again(last, today) if last else "board"
        self._date = self._date or today
        self._give_sign()
        self.switch_mode(mode)
        self.call_after_refresh(_keep_for_good)

    # as it was left

    def _seen_again(self, last: LastView, today: dt.date) -> str:
        """Takes up the view that was left; returns its mode. A date that has passed gives way to today."""
        if last.theme in self.available_themes and not (self.likes and self.likes.theme):
            self.theme = last.theme
        self.rep = last.rep or None
        self.timeline_open = last.timeline
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
        )
        remember(self._office.books.folder, view, self.language)

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

    def keys_of(self, command: Command) -> tuple[str, ...]:
        """The keys that a command has here: the user's own, else those it comes with."""
        return (self.likes.keys.get(command.id) if self.likes else None) or command.keys

    def _look_elsewhere(self) -> None:
        """What other processes have written is shown at once; screens out of sight read when they come back."""
        if self._watch is None or not self._watch.changes():
            return
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, RoundsmanScreen)), None)
        if screen is not None:
            with telling(self):
                screen.others_changed()

    def _give_sign(self) -> None:
        """Says that one is here, and looks who else is, off the loop: the folder may lie on a slow drive."""
        if self._presence is not None:
            self.run_worker(
                partial(self._look_around, self._presence, self.date.isoformat()), thread=True, group="here"
            )

    def _look_around(self, presence: Presence, date: str) -> None:
        presence.say(date)
        others = presence.others()
        if others != self.others:
            self.call_from_thread(self._others_seen, others)

    def _others_seen(self, others: list[Here]) -> None:
        self.others = others
        for screen in self.screens_open():
            screen.others_seen()

    def others_text(self) -> str:
        """Who else is here, for the title bar: with the date where they look at the same one."""
        mine = self.date.isoformat()
        names = [f"{here.user}!" if here.date == mine else here.user for here in self.others]
        return self.t("app.also_here", who=", ".join(dict.fromkeys(names))) if names else ""

    def _not_opened(self, fault: Exception) -> None:
        if isinstance(self.screen, OpeningScreen):
            self.screen.tell(self.sentence_of(fault))

    # what every screen asks for

    @property
    def office(self) -> Office:
        """The books and who works in them; there from the first screen on."""
        if self._office is None:
            raise RuntimeError("the books are not open yet")
        return self._office

    @property
    def date(self) -> dt.date:
        """The date looked at, the same on every screen."""
        return self._date or (self._office.today() if self._office else dt.date.today())  # noqa: DTZ011

    def set_date(self, date: dt.date) -> None:
        """Looks at another date, on every screen."""
        if date == self._date:
            return
        self._date = date
        self._give_sign()
        for screen in self.screens_open():
            screen.day_changed(date)
            screen.refresh_texts()

    def screens_open(self) -> list[RoundsmanScreen]:
        """Every screen of every mode."""
        return [
            screen
            for stack in self._screen_stacks.values()
            for screen in stack
            if isinstance(screen, RoundsmanScreen)
        ]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tells a sentence on the message line of the screen, never read as markup, and keeps it for `messages`."""
        del title, markup
        self.messages = [*self.messages[-(_KEPT_MESSAGES - 1) :], (message, severity)]
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, RoundsmanScreen)), None)
        if screen is not None:
            screen.query_one(MessageLine).say(message, severity, timeout or _TOLD_FOR[severity])

    def tell(self, key: str, /, *, severity: SeverityLevel = "information", **params: object) -> None:
        """Tells a sentence of the translations."""
        self.notify(self.t(key, **params), severity=severity)

    def tell_fault(self, fault: BaseException) -> None:
        """Tells what went wrong: an error with a code, in words."""
        self.notify(self.sentence_of(fault), severity="error")

    def sentence_of(self, fault: BaseException) -> str:
        """An error with a code as a sentence."""
        from tui.cli.output import error_sentence

        code = getattr(fault, "code", None)
        if not isinstance(code, str):
            return self.t("errors.unexpected", why=f"{type(fault).__name__}: {fault}")
        params = {name: getattr(fault, name) for name in ("path", "line") if hasattr(fault, name)}
        return error_sentence(self.t, self.language, code, params | dict(getattr(fault, "params", {})))

    async def copy_text(self, text: str) -> None:
        """Puts a text on the clipboard and says where it is."""
        from tui.clipboard import copied
        from tui.preferences import folder

        file = folder() / "copied.txt"
        kept = await asyncio.to_thread(copied, text, terminal=partial(self.call_from_thread, self._send), file=file)
        if kept is None:
            self.tell("app.copied")
        else:
            self.tell("app.copied_besides", path=str(kept))

    def _send(self, text: str) -> None:
        self.copy_to_clipboard(text)

    # dialogs: to be awaited in an `async` action

    async def ask_text(self, heading: str, **options: Any) -> str | None:
        """One line of text (see `AskText`), or None when it was left."""
        return await self.push_screen_wait(AskText(heading, **options))

    async def choose(
        self, heading: str, choices: Sequence[Choice[V]], columns: Sequence[Column], **options: Any
    ) -> V | None:
        """The value chosen from a list (see `Choose`), or None when it was left."""
        options.setdefault("placeholder", self.t("app.filter"))
        options.setdefault("empty", self.t("app.nothing_found"))
        return await self.push_screen_wait(Choose(heading, choices, columns, **options))

    async def confirm(self, heading: str, note: str = "") -> bool:
        """Whether to go on with what cannot be undone."""
        dialog: Dialog[bool] = Confirm(heading, note)
        answer: bool | None = await self.push_screen_wait(dialog)
        return answer is True

    async def outlet_index(self) -> OutletIndex:
        """The index that finds outlets as one types; made anew when the book of outlets has changed."""
        from tui.state.search import OutletIndex

        outlets = await asyncio.to_thread(self.office.books.outlets.all)
        known = self._index
        if known is None or known[0] is not outlets or known[1] != self.language:
            words = partial(_words_of, self.t)
            index = await asyncio.to_thread(OutletIndex, list(outlets.values()), words)
            known = self._index = (outlets, self.language, index)
        return known[2]

    async def choose_outlet(self, heading: str) -> str | None:
        """The id of any outlet, found by name, address, id or pinyin; None when it was left."""
        outlets = await asyncio.to_thread(self.office.books.outlets.all)
        index = await self.outlet_index()

        def choice(outlet: Outlet) -> Choice[str]:
            return Choice(outlet.id, [outlet.name, [(outlet.id, "dim")], [(outlet.address or "", "dim")]])

        columns = [
            Column("name", self.t("board.column.outlet"), min=14, weight=2),
            Column("id", self.t("board.column.id"), min=6, weight=1, drop=2),
            Column("address", self.t("board.column.address"), min=10, weight=3, drop=1),
        ]
        return await self.choose(
            heading,
            [choice(each) for each in outlets.values()],
            columns,
            find=lambda text: [choice(outlets[found]) for found in index.find(text)],
        )

    async def choose_date(self) -> None:
        """Asks which date to look at: ``2026-11-24``, ``11-24``, ``24``, ``+3``, ``-1``."""
        from tui.dates import date_from

        typed = await self.ask_text(
            self.t("app.date.heading"),
            note=self.t("app.date.note"),
            problem=lambda text: None if date_from(text, self.office.today()) else self.t("app.date.bad", value=text),
        )
        if typed is not None and (found := date_from(typed, self.office.today())):
            self.set_date(found)

    # the title bar

    def mode_commands(self) -> list[Command]:
        """The screens named in the title bar."""
        shown = {*TABS, self.current_mode}
        return [command for command in self.ACTIONS if command.argument in MODES and command.argument in shown]

    def date_texts(self) -> tuple[str, ...]:
        """The date looked at, long and short; none before the books are open."""
        if self._office is None:
            return ()
        weekday = self.t(f"records.weekday.{_WEEKDAYS[self.date.weekday()]}")
        return f"{self.date.isoformat()} {weekday}", f"{self.date:%m-%d} {weekday}"

    def folder_text(self) -> str:
        return str(self._office.books.folder.name) if self._office else ""

    def ask_date(self) -> None:
        """What a click on the date does."""
        self.run_worker(self.choose_date())

    # commands

    def go(self, mode: str) -> None:
        """Shows one of `MODES`."""
        if self._office is None or isinstance(self.screen, Dialog) or mode == self.current_mode:
            return
        self.switch_mode(mode)

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

    def action_homecoming(self, mode: str) -> None:
        self.go(mode)

    def action_records(self, mode: str) -> None:
        self.go(mode)

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

    async def action_jump(self) -> None:
        """Letters on everything; typing one goes there."""
        from tui.screens.jumping import Jump, targets

        target = await self.push_screen_wait(Jump(targets(self.screen)))
        if target is not None:
            target.go()

    def action_language(self) -> None:
        """The next language, at once and everywhere."""
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
        self.t = translator(self.language)
        if self._office is not None:
            self._office.language = self.language
        for screen in self.screens_open():
            screen.refresh_texts()
        self.tell("app.language_now")

    async def action_messages(self) -> None:
        """What has been told so far, the latest first."""
        lines = [[(text, _TONES[severity])] for text, severity in reversed(self.messages)]
        await self.push_screen_wait(Tell(self.t("app.messages.title"), lines))

    def action_theme(self) -> None:
        """The next look."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]
        self.tell("app.theme_now", name=self.t(f"app.looks.{self.theme.removeprefix('roundsman-')}"))

    async def action_quit(self) -> None:
        for screen in self.screens_open():
            screen.settle()
        self._remember()
        if self._presence is not None:
            await asyncio.to_thread(self._presence.leave)
        self.exit(return_code=0)

    def action_interrupt(self) -> None:
        """ctrl+c ends nothing by accident: it says how to leave."""
        self.tell("app.how_to_leave")


def _keep_for_good() -> None:
    """Spares the collector what stays anyway: looking through all modules and styles took 80 ms at a time."""
    gc.collect()
    gc.freeze()


_LOOK_EVERY = 0.5
"""Seconds between two looks at what others have written."""
_SIGN_EVERY = 20.0
"""Seconds between two signs of being here."""
_KEPT_MESSAGES = 100
_TOLD_FOR: dict[SeverityLevel, float] = {"information": 6, "warning": 10, "error": 15}
"""Seconds that a message stays."""
_TONES: dict[SeverityLevel, str] = {"information": "", "warning": "warning", "error": "error"}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _words_of(t: Translator, outlet: Outlet) -> str:
    """What an outlet is also known by in the language in use."""
    from tui.screens.board_cells import channel_name

    return f"{channel_name(outlet, t)} {t(f'records.tier.{outlet.tier.value}')}"


def _screen_of(mode: str) -> Screen[Any]:
    module, name = MODES[mode]
    screen: Screen[Any] = getattr(import_module(module), name)()
    return screen


__all__ = ["MODES", "RoundsmanApp"]
