"""What every job needs: the books, the language, the clock and who is asking."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tui.locale import said

if TYPE_CHECKING:
    from store.books import Books


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


@dataclass(slots=True)
class Office:
    """One data folder opened by one person. `clock` gives the present moment with its offset."""

    books: Books
    language: str = "en"
    user: str = field(default_factory=_user)
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone()

    def __post_init__(self) -> None:
        self.books.signed(self.user)
        self.books.guards.today = self.today

    def t(self, key: str, /, **params: object) -> str:
        """A sentence in the language in use."""
        return said(self.language, key, **params)

    def now(self) -> dt.datetime:
        """The present moment at the distributor's place."""
        zone = self.books.settings.timezone
        moment = self.clock()
        if zone:
            try:
                return moment.astimezone(ZoneInfo(zone))
            except (ZoneInfoNotFoundError, ValueError):
                pass
        return moment

    def today(self) -> dt.date:
        return self.now().date()


class JobError(Exception):
    """A job that could not be done, with a code, what fills its sentence, and where it went wrong."""

    def __init__(self, code: str, *, where: str = "", **params: object) -> None:
        self.code = code
        self.where = where
        self.params = params
        super().__init__(code)
