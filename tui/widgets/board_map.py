"""The map of a day's routes. A click on a stop picks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.map.colours import route_style
from tui.map.picture import CHOSEN_STOP, LEFT_OUT, Point, Track, View, draw, fitted, route_of
from tui.map.raster import Raster
from tui.widgets.pieces import COMPONENT_CLASSES, tone_style, wrapped

if TYPE_CHECKING:
    from routing.planning.model import Key

_NEAR = 25
"""Dots within which a click means a stop, squared distance."""


class BoardMap(Widget, can_focus=True):
    """`show` gives it what to draw; it is drawn again only when that or the size changes."""

    @dataclass
    class StopPicked(Message):
        """A stop was clicked."""

        key: Key

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENT_CLASSES)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.empty = ""
        self.close = False
        """Whether the chosen route alone fills the picture."""
        self._tracks: list[Track] = []
        self._chosen: int | None = None
        self._left_out: list[tuple[Key, Point]] = []
        self._mark: Point | None = None
        self._keys: list[tuple[Key, Point]] = []
        self._raster: Raster | None = None
        self._view: View | None = None

    def show(
        self,
        tracks: list[Track],
        *,
        keys: list[tuple[Key, Point]],
        chosen: int | None,
        left_out: list[tuple[Key, Point]],
        mark: Point | None,
    ) -> None:
        """`keys` are the stops that can be picked, with their places; `mark` is the one under the cursor."""
        self._tracks, self._keys, self._chosen = tracks, keys, chosen
        self._left_out, self._mark = left_out, mark
        self.redraw()

    def redraw(self) -> None:
        self._raster = None
        self.refresh()

    def on_resize(self) -> None:
        self.redraw()

    def _drawn(self) -> Raster:
        if self._raster is None:
            raster = Raster(max(1, self.size.width), max(1, self.size.height))
            near = [track for track in self._tracks if track.number == self._chosen]
            shown = near if self.close and near else self._tracks
            points = [p for track in shown for p in (track.start, *track.points, track.end) if p is not None]
            if not (self.close and near):
                points += [point for _, point in self._left_out]
            self._view = fitted(points, raster)
            if self._view is not None:
                draw(
                    raster,
                    self._view,
                    self._tracks,
                    chosen=self._chosen,
                    left_out=[point for _, point in self._left_out],
                    mark=self._mark,
                )
            self._raster = raster
        return self._raster

    def render_line(self, y: int) -> Strip:
        raster = self._drawn()
        base = self.rich_style
        if self._view is None:
            lines = wrapped(self.empty, max(1, self.size.width - 2))
            text = f" {lines[y - 1]}" if 1 <= y <= len(lines) else ""
            style = base + tone_style(self, "dim")
            return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)
        if y >= raster.height:
            return Strip.blank(self.size.width, base)
        dark = self.app.current_theme.dark

        def style_of(ink: int) -> Style:
            route = route_of(ink)
            if route is not None:
                return base + route_style(route[0], dark=dark, faint=route[1])
            return base + tone_style(self, {CHOSEN_STOP: "strong", LEFT_OUT: "error"}.get(ink, "dim"))

        return raster.strip(y, style_of, base)

    def on_click(self, event: events.Click) -> None:
        raster = self._drawn()
        place = event.get_content_offset(self)
        if self._view is None or place is None:
            return
        x, y = place.x * 2 + 1, place.y * 4 + 2
        best: tuple[float, Key] | None = None
        for key, point in [*self._keys, *self._left_out]:
            dot_x, dot_y = self._view.dots(point, raster)
            away = (dot_x - x) ** 2 + (dot_y - y) ** 2
            if away <= _NEAR and (best is None or away < best[0]):
                best = away, key
        if best is not None:
            event.stop()
            self.post_message(self.StopPicked(best[1]))
