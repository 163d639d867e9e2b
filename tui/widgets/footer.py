"""The footer: what can be done here, most wanted first, each with its key; every item can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.screen import Screen

from tui.commands import Offer, offers
from tui.keymap import shown
from tui.widgets.line import Line, Part

if TYPE_CHECKING:
    from tui.locale import Translator

_LAST = 100
"""Commands of this footer rank and above are kept at the right end, however narrow the line is."""
_SMALL = 60
"""Below this width only the help stays at the right end; it lists the rest."""


class CommandFooter(Line):
    """Shows the offers that have a footer rank and can be done now."""

    MOST_ROWS = 1

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, _screen: Screen[Any]) -> None:
        self.refresh()

    def parts(self, width: int) -> list[Part]:
        app: Any = self.app
        t: Translator = app.t
        wanted = [offer for offer in offers(self.screen) if offer.command.footer and offer.keys]
        wanted.sort(key=lambda offer: offer.command.footer)
        front = [offer for offer in wanted if offer.command.footer < _LAST and offer.enabled]
        if width < _SMALL:
            wanted = [offer for offer in wanted if offer.command.footer <= _LAST]
        last = [_item(offer, t) for offer in wanted if offer.command.footer >= _LAST and offer.enabled]
        room = width - sum(_size(item) for item in last)
        kept: list[Part] = []
        for offer in front:
            item = _item(offer, t)
            if _size(item) > room:
                break
            room -= _size(item)
            kept += item
        return [*kept, Part(" " * max(0, room)), *(part for item in last for part in item)]


def _item(offer: Offer, t: Translator) -> list[Part]:
    return [Part(f" {shown(offer.keys[0])} ", "key", offer.run), Part(f"{offer.title(t)} ", "", offer.run)]


def _size(item: list[Part]) -> int:
    return sum(cell_len(part.text) for part in item)
