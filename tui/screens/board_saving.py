"""How the board saves: each edit beside the loop, shown when it is on the disk, and on top of what others saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.errors import ConflictError
from store.records import Message
from tui.jobs.documents import sentence
from tui.screens.board_listing import BoardListing
from tui.state.board import Board

if TYPE_CHECKING:
    from routing.planning.model import Key
    from tui.jobs.desk import Outcome

_TOLD = 3
"""Broken rules told one by one after an edit; the rest are counted."""
_QUICK = 0.3
"""Seconds that an edit may take before it is said to be being saved."""


class BoardSaving(BoardListing):
    """What is shown is what is saved: nobody sees an edit that could still be lost."""

    def edit(
        self,
        change: Callable[[], Outcome],
        *,
        follow: Key | None = None,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Makes an edit beside the loop; when it is saved, shows it, tells which rules it newly breaks, and does
        what comes `then`. `follow` keeps the cursor on that stop.
        """
        self.roundsman.make(self._edited(self._board(), change, follow, then))

    async def _edited(
        self, board: Board, change: Callable[[], Outcome], follow: Key | None, then: Callable[[], None] | None
    ) -> None:
        making = asyncio.ensure_future(asyncio.to_thread(_made, board, change))
        await asyncio.wait([making], timeout=_QUICK)
        if not making.done():
            self.show_status([(f" {self.t('board.saving')}", "accent")])
        try:
            broken, conflict = await making
        except ConflictError:
            self.show_all()
            raise
        except Exception:
            self.show_status()
            raise
        self.show_all(follow=follow)
        if conflict is not None:
            told = {name: conflict.params.get(name) for name in ("by", "stored", "yours")}
            self.roundsman.tell("desk.conflict.merged", severity="warning", **told)
        for name, message in broken[:_TOLD]:
            self.roundsman.tell(
                "board.breaks", severity="warning", name=name, what=sentence(self.office, "violation", message)
            )
        if len(broken) > _TOLD:
            self.roundsman.tell("board.breaks_more", severity="warning", n=len(broken) - _TOLD)
        if then is not None:
            then()

    def _board(self) -> Board:
        assert self.board is not None
        return self.board


def _made(board: Board, change: Callable[[], Outcome]) -> tuple[list[tuple[str, Message]], ConflictError | None]:
    """In a thread: makes an edit and saves it; gives what it newly breaks, and the conflict that it met.

    An edit made on a state that somebody has changed since goes on top of theirs, where it can.
    """
    before = board.desk.day
    met: ConflictError | None = None
    try:
        change()
    except ConflictError as conflict:
        board.desk.reload()
        if conflict.code != "plan_conflict":
            raise
        met = conflict
        try:
            change()
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            raise conflict from None
    return board.broken_since(before), met
