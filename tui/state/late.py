"""Notes of late rounds as the board has seen them: which are new, and whose rounds they are about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.jobs.lateness import late_notes

if TYPE_CHECKING:
    from tui.jobs.office import Office


class LateNotes:
    """What reps have told of their day; a note is new until `news` has given it."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def news(self, office: Office, date: dt.date) -> list[str]:
        """Notes that have come in, or changed, since the last look."""
        found = {rep: note.text for rep, note in late_notes(office, date).items()}
        fresh = [text for rep, text in found.items() if self._known.get(rep) != text]
        self._known = found
        return fresh

    def __contains__(self, rep: object) -> bool:
        return rep in self._known
