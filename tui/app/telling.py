"""What the app says: sentences in the language in use, told on the message line and kept; texts to be pasted."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App

from tui.commands import Command, Commanded
from tui.locale import Translator, translator
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Tell
from tui.widgets.messages import MessageLine

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

_KEPT = 100
"""Messages kept."""
_TOLD_FOR: dict[SeverityLevel, float] = {"information": 6, "warning": 10, "error": 15}
"""Seconds that a message stays."""
_TONES: dict[SeverityLevel, str] = {"information": "", "warning": "warning", "error": "error"}


class TellingApp(Commanded, App[None], inherit_bindings=False):
    """An app with words."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("app.messages", ("ctrl+o",), when=lambda self: bool(self.messages)),
    )

    def __init__(self, *, language: str = "en") -> None:
        super().__init__()
        self.language = language
        self.t: Translator = translator(language)
        self.messages: list[tuple[str, SeverityLevel]] = []
        """What has been told, the latest last."""

    @property
    def in_sight(self) -> RoundsmanScreen | None:
        """The screen that is looked at, a dialog before it or not."""
        return next((each for each in reversed(self.screen_stack) if isinstance(each, RoundsmanScreen)), None)

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
        self.messages = [*self.messages[-(_KEPT - 1) :], (message, severity)]
        if (screen := self.in_sight) is not None:
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

    async def action_messages(self) -> None:
        """What has been told so far, the latest first."""
        lines = [[(text, _TONES[severity])] for text, severity in reversed(self.messages)]
        await self.push_screen_wait(Tell(self.t("app.messages.title"), lines))

    # the clipboard

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
