"""Commands: each declared once; its key binding, palette entry, footer item and help line follow.

A command belongs to a screen, a widget or the app, which lists it in `ACTIONS` and does it in
``action_NAME``. Its words stand in the translations under ``AREA.NAME.title`` and ``.help``.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.dom import DOMNode

from tui.keymap import shown, twins

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.locale import Translator


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for.

    `id` is ``area.name``. The first of `keys` is the one shown. `footer` ranks it in the footer, lowest
    first (0: not there). `when` tells whether it can be done now. `priority` keys work in dialogs too.
    `palette` is False for mere movements, which are listed in the help only.
    """

    id: str
    keys: tuple[str, ...] = ()
    footer: int = 0
    when: Callable[[Any], bool] | None = None
    priority: bool = False
    palette: bool = True
    argument: str = ""

    @property
    def area(self) -> str:
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        return self.id.partition(".")[2]

    @property
    def title_key(self) -> str:
        return f"{self.id}.title"

    @property
    def help_key(self) -> str:
        return f"{self.id}.help"

    def bindings(self) -> list[Binding]:
        """One binding for each key and each of its full-width twins."""
        action = f"command('{self.id}')"
        every = [*self.keys, *(twin for key in self.keys for twin in twins(key))]
        return [
            Binding(key, action, self.id, show=False, priority=self.priority, id=f"{self.id}:{number}", system=True)
            for number, key in enumerate(dict.fromkeys(every))
        ]


class Commanded:
    """A screen, widget or app with commands of its own. Stands before Textual's class among the bases."""

    ACTIONS: ClassVar[tuple[Command, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        own: tuple[Command, ...] = cls.__dict__.get("ACTIONS", ())
        if own:
            mine = [binding for command in own for binding in command.bindings()]
            keys = {binding.key for binding in mine}
            # a class's binding hides those of its bases on the same key: they are named again, to take turns
            others = [
                binding
                for command in cls.all_commands()
                if command not in own
                for binding in command.bindings()
                if binding.key in keys
            ]
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *mine, *others]  # type: ignore[attr-defined]
        super().__init_subclass__(**kwargs)

    @classmethod
    def all_commands(cls) -> tuple[Command, ...]:
        """Its own and inherited commands, the nearest class first."""
        found: dict[str, Command] = {}
        for base in cls.__mro__:
            for command in base.__dict__.get("ACTIONS", ()):
                found.setdefault(command.id, command)
        return tuple(found.values())

    def command(self, command_id: str) -> Command:
        return next(command for command in self.all_commands() if command.id == command_id)

    def why_not(self, command: Command) -> str | None:
        """Why a command cannot be done now, in words; None where nothing more can be said than that."""
        del command
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of two commands on one key the one that can be done now gets it."""
        if action == "command" and parameters:
            asked = self.command(str(parameters[0]))
            if asked.when is not None and not asked.when(self):
                rivals = (
                    other for other in self.all_commands() if other is not asked and {*other.keys} & {*asked.keys}
                )
                return not any(rival.when is None or rival.when(self) for rival in rivals)
        return super().check_action(action, parameters)  # type: ignore[misc,no-any-return]

    async def action_command(self, command_id: str) -> None:
        """What every key, palette entry and footer item comes down to."""
        await perform(self, self.command(command_id))


@dataclass(frozen=True, slots=True)
class Offer:
    """A command that can be asked for here, and who would do it."""

    command: Command
    owner: Commanded

    @property
    def enabled(self) -> bool:
        return self.command.when is None or bool(self.command.when(self.owner))

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys here: the user may have chosen others."""
        app: Any = self.owner.app if isinstance(self.owner, DOMNode) else None
        own: tuple[str, ...] = app.keys_of(self.command)
        return own

    @property
    def shown_keys(self) -> str:
        """Its keys as people read them."""
        return " ".join(dict.fromkeys(shown(key) for key in self.keys))

    def title(self, t: Translator) -> str:
        return t(self.command.title_key)

    def help(self, t: Translator) -> str:
        return t(self.command.help_key)

    async def run(self) -> None:
        await perform(self.owner, self.command)


def offers(screen: Screen[Any]) -> Iterator[Offer]:
    """Everything that can be asked for on a screen: of the focused widget, the screen, then the app."""
    seen: set[str] = set()
    chain: list[DOMNode] = [*(screen.focused.ancestors_with_self if screen.focused else (screen,)), screen.app]
    for node in dict.fromkeys(chain):
        of_app = node is screen.app
        if not isinstance(node, Commanded):
            continue
        for command in node.all_commands():
            hidden = screen.is_modal and of_app and not command.priority
            if command.id not in seen and not hidden:
                seen.add(command.id)
                yield Offer(command, node)


async def perform(owner: Commanded, command: Command) -> None:
    """Does a command. An ``async`` handler becomes a worker, so that it may wait for a dialog.

    A fault with a code is told in words instead of raised.
    """
    app: Any = owner.app if isinstance(owner, DOMNode) else None
    if command.when is not None and not command.when(owner):
        why = owner.why_not(command)
        if why is None:
            app.tell("app.not_now", what=app.t(command.title_key), severity="warning")
        else:
            app.notify(why, severity="warning")
        return
    handler = getattr(owner, f"action_{command.name}")
    with telling(app):
        result = handler(command.argument) if command.argument else handler()
        if inspect.isawaitable(result):
            app.run_worker(_guarded(app, result), name=command.id)


async def _guarded(app: Any, result: Awaitable[None]) -> None:
    with telling(app):
        await result


@contextmanager
def telling(app: Any) -> Iterator[None]:
    """Tells faults that carry a code; others are bugs and go on."""
    try:
        yield
    except Exception as fault:
        if not hasattr(fault, "code"):
            raise
        app.tell_fault(fault)
