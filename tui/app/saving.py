"""What the app saves while it goes on being drawn: keys and mouse wait for it, so that nothing overtakes anything."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from textual import events

from tui.app.telling import TellingApp


class SavingApp(TellingApp):
    """An app whose changes are made and saved beside its loop, one after another."""

    def __init__(self, *, language: str = "en") -> None:
        super().__init__(language=language)
        self._changes: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    @property
    def saving(self) -> bool:
        """Whether a change is being made or saved."""
        return bool(self._changes)

    def make(self, change: Coroutine[Any, Any, None]) -> None:
        """Makes a change once those asked for before are made; what is typed or clicked from now on waits for it.

        A fault is told.
        """
        task = asyncio.create_task(self._in_turn(change))
        self._changes.add(task)
        task.add_done_callback(self._made)

    async def _in_turn(self, change: Coroutine[Any, Any, None]) -> None:
        async with self._turn:
            await change

    def _made(self, task: asyncio.Task[None]) -> None:
        self._changes.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self.tell_fault(fault)

    async def settled(self) -> None:
        """Waits until everything that was changed is saved."""
        while self._changes:
            await asyncio.wait(self._changes)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            await self.settled()
        await super().on_event(event)
