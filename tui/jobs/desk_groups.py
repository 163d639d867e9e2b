"""Edits of several stops of a date at once, each one revision that can be undone as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from routing.planning import groups
from store.records import Message
from tui.jobs.desk_edits import DeskEdits
from tui.jobs.desk_state import Outcome

if TYPE_CHECKING:
    from routing.planning.model import Key


class DeskGroups(DeskEdits):
    """What the board does to all stops that are marked."""

    def move_all(self, keys: Sequence[Key], rep: str, position: int | None = None) -> Outcome:
        """Puts stops on a rep's route one after another, before the stop that stands at `position`, or at the end."""
        action = Message(code="moved_all", params={"n": len(keys), "rep": self._rep_name(rep)})
        if len(keys) == 1:
            action = Message(code="moved", params={"name": self._name(keys[0]), "rep": self._rep_name(rep)})
        return self._edit(action, lambda day: groups.move_all(day, keys, rep, position))

    def drop_all(self, keys: Sequence[Key]) -> Outcome:
        """Takes stops off their routes."""
        if len(keys) == 1:
            return self.drop(keys[0])
        action = Message(code="dropped_all", params={"n": len(keys)})
        return self._edit(action, lambda day: groups.drop_all(day, keys))

    def swap(self, one: Key, other: Key) -> Outcome:
        """Two stops change places."""
        action = Message(code="swapped", params={"name": self._name(one), "other": self._name(other)})
        return self._edit(action, lambda day: groups.swap(day, one, other))

    def split(self, rep: str, key: Key, to: str) -> Outcome:
        """Gives a stop and all that follow it to another rep."""
        params = {"name": self._name(key), "rep": self._rep_name(to)}
        return self._edit(Message(code="split", params=params), lambda day: groups.split(day, rep, key, to))

    def merge(self, rep: str, into: str) -> Outcome:
        """Gives a whole route to another rep."""
        params = {"rep": self._rep_name(rep), "into": self._rep_name(into)}
        return self._edit(Message(code="merged", params=params), lambda day: groups.merge(day, rep, into))
