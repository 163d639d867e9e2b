"""Whether what was read for a date still is what the books hold, whoever has written since."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.jobs.office import Office


class Following:
    """Follows the books from now on, for one date. May be asked from any thread."""

    def __init__(self, office: Office, date: dt.date) -> None:
        self._watch = office.books.watch()
        self._date = date.isoformat()
        self._lock = threading.Lock()
        self._stale = self._others = False

    @property
    def stale(self) -> bool:
        """Whether something that planning the date needs has changed since it was read."""
        self._look()
        return self._stale

    @property
    def others(self) -> bool:
        """Whether another process has saved the date's plan since it was read."""
        self._look()
        return self._others

    def reading(self) -> None:
        """What stands in the books at this moment is about to be read."""
        with self._lock:
            self._watch.changes()
            self._stale = self._others = False

    def unread(self) -> None:
        """What was read could not be put in place: it is still to be read."""
        self._stale = True

    def _look(self) -> None:
        with self._lock:
            for change in self._watch.changes():
                self._stale = self._stale or not change.files or any(map(self._matters, change.files))
                saved = f"days/{self._date}/plan.json" in change.files
                self._others = self._others or (saved and not self._watch.own(change))

    def _matters(self, file: str) -> bool:
        """Records do; of the days those before the date, for what was and will be done by then."""
        room, _, rest = file.partition("/")
        return rest < self._date if room == "days" else room != "sales"
