"""A line to type in that does everything in the order it was typed, however quickly."""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widgets import Input

_EDITS = {
    key: binding.action
    for binding in Input.BINDINGS
    if isinstance(binding, Binding) and binding.action != "submit"
    for key in binding.key.split(",")
}
"""What a key does in the line. Enter is left out: what was asked of a list above comes before it."""


class InputLine(Input):
    """Textual's own hands keys that edit to the app, through every widget between, and types letters meanwhile: a
    letter right after a backspace would be taken away by it.
    """

    async def _on_key(self, event: events.Key) -> None:
        action = _EDITS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)
