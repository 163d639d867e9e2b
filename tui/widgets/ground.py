"""The ground a widget draws its lines on, kept: Textual works `rich_style` out anew whenever it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.scroll_view import ScrollView
from textual.widget import Widget

from tui.widgets.pieces import tone_style

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object


class _Ground(_Base):
    """What both kinds below have in common."""

    _ground: Style | None = None
    _tones: dict[str, Style] | None = None

    @property
    def ground(self) -> Style:
        """The widget's own style, kept until its look changes."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def tone(self, tone: str) -> Style:
        """What a tone adds to a style, kept likewise."""
        if self._tones is None:
            self._tones = {}
        style = self._tones.get(tone)
        if style is None:
            style = self._tones[tone] = tone_style(self, tone)
        return style

    def toned(self, tone: str) -> Style:
        """The ground with a tone on it."""
        return self.ground + self.tone(tone)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._ground = self._tones = None


class Grounded(_Ground, Widget):
    """A widget drawn line by line in tones."""


class GroundedView(_Ground, ScrollView):
    """One that scrolls."""
