"""The books as they change, whoever writes: seen on every screen; and who else has them open."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from tui.app.going import GoingApp
from tui.commands import telling

if TYPE_CHECKING:
    from store.books import Books
    from store.files import Watch
    from store.files.presence import Here, Presence

_LOOK_EVERY = 0.5
"""Seconds between two looks at what has been written."""
_SIGN_EVERY = 20.0
"""Seconds between two signs of being here."""


class SharedApp(GoingApp):
    """An app that is not alone."""

    _watch: Watch | None = None
    _presence: Presence | None = None
    others: tuple[Here, ...] = ()
    """Who else has the books open."""

    def look_around(self, books: Books, user: str) -> None:
        """From now on changes are seen, and others; they see this one."""
        from store.files.presence import Presence

        self._watch = books.watch()
        self._presence = Presence(books.folder, user)
        self.set_interval(_LOOK_EVERY, self.look_at_books)
        self.set_interval(_SIGN_EVERY, self._give_sign)
        self._give_sign()

    def leave_books(self) -> None:
        """Takes the sign of being here away; may wait for a slow drive."""
        if self._presence is not None:
            self._presence.leave()

    def set_date(self, date: dt.date) -> None:
        super().set_date(date)
        self._give_sign()

    def look_at_books(self) -> None:
        """What has been written since the last look, here or elsewhere, is told to every screen."""
        if self.saving or self._watch is None or not (changes := self._watch.changes()):
            return
        for screen in self.screens_open():
            with telling(self):
                screen.hear(changes)

    def go(self, mode: str) -> None:
        self.look_at_books()
        super().go(mode)

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
