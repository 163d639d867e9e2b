"""Others at the same books: who they are, and what they have written, seen at once."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from tui.app.going import GoingApp
from tui.commands import telling
from tui.screens.base import RoundsmanScreen

if TYPE_CHECKING:
    from store.books import Books
    from store.files import Watch
    from store.files.presence import Here, Presence

_LOOK_EVERY = 0.5
"""Seconds between two looks at what others have written."""
_SIGN_EVERY = 20.0
"""Seconds between two signs of being here."""


class SharedApp(GoingApp):
    """An app that is not alone."""

    _watch: Watch | None = None
    _presence: Presence | None = None
    others: tuple[Here, ...] = ()
    """Who else has the books open."""

    def look_around(self, books: Books, user: str) -> None:
        """From now on others are seen, and see this one."""
        from store.files.presence import Presence

        self._watch = books.watch()
        self._presence = Presence(books.folder, user)
        self.set_interval(_LOOK_EVERY, self._look_elsewhere)
        self.set_interval(_SIGN_EVERY, self._give_sign)
        self._give_sign()

    def leave_books(self) -> None:
        """Takes the sign of being here away; may wait for a slow drive."""
        if self._presence is not None:
            self._presence.leave()

    def set_date(self, date: dt.date) -> None:
        super().set_date(date)
        self._give_sign()

    def _look_elsewhere(self) -> None:
        """What other processes have written is shown at once; screens out of sight read when they come back."""
        if self.saving or self._watch is None or not self._watch.changes():
            return
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, RoundsmanScreen)), None)
        if screen is not None:
            with telling(self):
                screen.others_changed()

    def _give_sign(self) -> None:
        """Says that one is here, and looks who else is, off the loop: the folder may lie on a slow drive."""
        if self._presence is not None:
            self.run_worker(partial(self._look_for, self._presence, self.date.isoformat()), thread=True, group="here")

    def _look_for(self, presence: Presence, date: str) -> None:
        presence.say(date)
        others = tuple(presence.others())
        if others != self.others:
            self.call_from_thread(self._others_seen, others)

    def _others_seen(self, others: tuple[Here, ...]) -> None:
        self.others = others
        for screen in self.screens_open():
            screen.others_seen()

    def others_text(self) -> str:
        """Who else is here, for the title bar: with the date where they look at the same one."""
        mine = self.date.isoformat()
        names = [f"{here.user}!" if here.date == mine else here.user for here in self.others]
        return self.t("app.also_here", who=self.t("plan.comma").join(dict.fromkeys(names))) if names else ""
