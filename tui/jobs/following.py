"""Whether what was read for a date still is what the books hold, whoever has written since."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.jobs.office import Office

_CALLS_EVERY = 60.0
"""Seconds after which calls of earlier days are followed: reps on the road write one every few seconds."""


class Following:
    """Follows the books from now on, for one date. May be asked from any thread."""

    def __init__(self, office: Office, date: dt.date) -> None:
        self._watch = office.books.watch()
        self._date = date.isoformat()
        self._lock = threading.Lock()
        self._records = self._calls = self._others = False
        self._read_at = time.monotonic()

    @property
    def stale(self) -> bool:
        """Whether anything that planning the date needs has changed since it was read; waits for who is writing."""
        with self._lock:
            self._look(wait=True)
        return self._records or self._calls

    @property
    def pressing(self) -> bool:
        """Whether it is time to show what has changed: records at once, calls of earlier days now and then.

        Never waits: what cannot be said while somebody writes leaves it `unsure`.
        """
        if self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._records or (self._calls and time.monotonic() - self._read_at > _CALLS_EVERY)

    @property
    def unsure(self) -> bool:
        """Whether what was said last may be outdated already: it is to be asked again in a moment."""
        return self._watch.behind or self._lock.locked()

    @property
    def others(self) -> bool:
        """Whether another process has saved the date's plan since it was read; waits for who is writing."""
        with self._lock:
            self._look(wait=True)
        return self._others

    def reading(self) -> None:
        """What stands in the books at this moment is about to be read."""
        with self._lock:
            self._watch.changes(wait=True)
            self._records = self._calls = self._others = False
            self._read_at = time.monotonic()

    def unread(self) -> None:
        """What was read could not be put in place: it is still to be read."""
        self._records = True

    def _look(self, *, wait: bool = False) -> None:
        for change in self._watch.changes(wait=wait):
            if not change.files:  # the books as a whole were replaced
                self._records = True
            for file in change.files:
                room, _, rest = file.partition("/")
                if room == "days":
                    earlier = rest < self._date  # what was done, or will be, by then
                    self._calls = self._calls or (earlier and "/calls/" in rest)
                    self._records = self._records or (earlier and "/calls/" not in rest)
                elif room != "sales":
                    self._records = True
            saved = f"days/{self._date}/plan.json" in change.files
            self._others = self._others or (saved and not self._watch.own(change))
