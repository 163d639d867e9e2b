"""The map of a day's routes: moved, brought closer, asked for names. A click on a stop picks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.commands import Command, Commanded
from tui.map.colours import route_style, street_style
from tui.map.picture import (
    CHOSEN_STOP,
    LEFT_OUT,
    STREET,
    Point,
    Track,
    View,
    draw,
    draw_streets,
    fitted,
    route_of,
)
from tui.map.raster import Raster
from tui.widgets.ground import Grounded
from tui.widgets.pieces import wrapped

if TYPE_CHECKING:
    from routing.planning.driven import Street
    from routing.planning.model import Key

_NEAR = 25
"""Dots within which the mouse means a stop, squared distance."""
_STEP = 1.5
"""How many times closer one step brings the picture."""
_PART = 0.2
"""Part of the picture that one key moves it by."""


class BoardMap(Commanded, Grounded, can_focus=True):
    """`show` gives it what to draw; it is drawn again only when that, the view or the size changes.

    Until somebody moves it, the view holds everything, or with `close` the chosen route.
    """

    @dataclass
    class StopPicked(Message):
        """A stop was clicked."""

        key: Key

    ACTIONS = (
        Command("chart.closer", ("plus", "equals_sign"), footer=21),
        Command("chart.farther", ("minus",), footer=22),
        Command("chart.whole", ("0", "home"), footer=23),
        Command("chart.names", ("n",), footer=24),
        Command("chart.north", ("up",), palette=False),
        Command("chart.south", ("down",), palette=False),
        Command("chart.west", ("left",), palette=False),
        Command("chart.east", ("right",), palette=False),
    )

    def __init__(
        self,
        hint: Callable[[Key], str] | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
    ) -> None:
        """`hint` says what the mouse is told of a stop; without one, its name."""
        super().__init__(id=id)
        self._hint = hint
        self.empty = ""
        self.close = False
        """Whether the chosen route alone fills the picture."""
        self.named = False
        """Whether the names of stops are written beside them."""
        self._tracks: list[Track] = []
        self._chosen: int | None = None
        self._left_out: list[tuple[Key, Point]] = []
        self._mark: Point | None = None
        self._keys: list[tuple[Key, Point]] = []
        self._names: dict[Key, str] = {}
        self._lit: set[Key] = set()
        self._raster: Raster | None = None
        self._view: View | None = None
        self._streets: list[Street] = []
        self._street_ground: tuple[tuple[View, int, int], Raster] | None = None
        """The roads as drawn for a view and a size: they are many and change seldom."""
        self._by_hand: View | None = None
        self._held: tuple[int, int] | None = None
        self._dragged = False
        self._under: Key | None = None
        self._styles: dict[int, Style] = {}
        """What the inks look like in the look in use."""

    def show(
        self,
        tracks: list[Track],
        *,
        keys: list[tuple[Key, Point]],
        chosen: int | None,
        left_out: list[tuple[Key, Point]],
        mark: Point | None,
        names: dict[Key, str],
        lit: set[Key] | None = None,
    ) -> None:
        """`keys` are the stops that can be picked, with their places; `mark` is the one under the cursor.

        Those that are `lit` stand out, with their names.
        """
        self._tracks, self._keys, self._chosen = tracks, keys, chosen
        self._left_out, self._mark, self._names = left_out, mark, names
        self._lit = lit or set()
        self.redraw()

    def show_streets(self, streets: list[Street]) -> None:
        """Roads to draw behind the routes."""
        if streets or self._streets:
            self._streets, self._street_ground = streets, None
            self.redraw()

    def redraw(self) -> None:
        self._raster = None
        self.refresh()

    def on_resize(self) -> None:
        self.redraw()

    # drawing

    def _drawn(self) -> Raster:
        if self._raster is None:
            raster = Raster(max(1, self.size.width), max(1, self.size.height))
            self._view = self._by_hand or self._fitted(raster)
            if self._view is not None:
                if self._streets:
                    raster.over(self._roads(self._view, raster.width, raster.height))
                self._paint(raster, self._view)
            self._raster = raster
        return self._raster

    def _paint(self, raster: Raster, view: View) -> None:
        draw(
            raster,
            view,
            self._tracks,
            chosen=self._chosen,
            left_out=[point for _, point in self._left_out],
            mark=self._mark,
            names=self._written(),
            lit=[p for key, p in (*self._keys, *self._left_out) if key in self._lit] if self._lit else (),
            hint=self._hinted(),
            units=self._units,
        )

    @property
    def _units(self) -> tuple[str, str]:
        app: Any = self.app
        return app.t("chart.unit.m"), app.t("chart.unit.km")

    def _roads(self, view: View, width: int, height: int) -> Raster:
        if self._street_ground is None or self._street_ground[0] != (view, width, height):
            ground = Raster(width, height)
            draw_streets(ground, view, self._streets)
            self._street_ground = (view, width, height), ground
        return self._street_ground[1]

    def _fitted(self, raster: Raster) -> View | None:
        near = [track for track in self._tracks if track.number == self._chosen] if self.close else []
        points = [
            p for track in near or self._tracks for p in (track.start, *track.points, track.end) if p is not None
        ]
        if not near:
            points += [point for _, point in self._left_out]
        return fitted(points, raster)

    def _written(self) -> list[tuple[Point, str]]:
        """Names to write, of all stops where that is wanted, else of the lit; the one under the cursor first."""
        if not (self.named or self._lit):
            return []
        every = [(key, point) for key, point in (*self._keys, *self._left_out) if self.named or key in self._lit]
        own = {point for track in self._tracks if track.number == self._chosen for point in track.points}
        return sorted(
            ((point, self._names[key]) for key, point in every if key in self._names),
            key=lambda named: (named[0] != self._mark, named[0] not in own),
        )

    def _hinted(self) -> tuple[Point, str] | None:
        """What is said of the stop under the mouse."""
        under = self._under
        if under is None:
            return None
        place = next((point for key, point in (*self._keys, *self._left_out) if key == under), None)
        if place is None:
            return None
        return place, (self._hint(under) if self._hint else "") or self._names.get(under, "")

    def render_line(self, y: int) -> Strip:
        raster = self._drawn()
        base = self.ground
        if self._view is None:
            lines = wrapped(self.empty, max(1, self.size.width - 2))
            text = f" {lines[y - 1]}" if 1 <= y <= len(lines) else ""
            style = self.toned("dim")
            return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)
        if y >= raster.height:
            return Strip.blank(self.size.width, base)
        return raster.strip(y, self._style_of, base)

    def _style_of(self, ink: int) -> Style:
        style = self._styles.get(ink)
        if style is None:
            style = self._styles[ink] = self.ground + self._ink_style(ink)
        return style

    def _ink_style(self, ink: int) -> Style:
        dark = self.app.current_theme.dark
        route = route_of(ink)
        if route is not None:
            return route_style(route[0], dark=dark, faint=route[1])
        if ink == STREET:
            return street_style(dark=dark)
        return self.tone({CHOSEN_STOP: "strong", LEFT_OUT: "error"}.get(ink, "dim"))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    # the view

    def _look(self, view: View | None) -> None:
        self._by_hand = view
        self.redraw()

    def _zoomed(self, by: float, to: tuple[float, float] = (0.0, 0.0)) -> None:
        self._drawn()
        if self._view is not None:
            self._look(self._view.closer(by, to=to))

    def _moved(self, east: float, north: float) -> None:
        raster = self._drawn()
        if self._view is not None:
            self._look(self._view.moved(east * _PART * raster.dots_wide, north * _PART * raster.dots_high))

    def action_closer(self) -> None:
        self._zoomed(_STEP)

    def action_farther(self) -> None:
        self._zoomed(1 / _STEP)

    def action_whole(self) -> None:
        """Everything again."""
        self.close = False
        self._look(None)

    def action_names(self) -> None:
        self.named = not self.named
        self.redraw()

    def action_north(self) -> None:
        self._moved(0, 1)

    def action_south(self) -> None:
        self._moved(0, -1)

    def action_west(self) -> None:
        self._moved(-1, 0)

    def action_east(self) -> None:
        self._moved(1, 0)

    def toggle_close(self) -> None:
        """The chosen route alone, or all of them."""
        self.close = not self.close
        self._look(None)

    # the mouse

    def _stop_at(self, event: events.MouseEvent) -> Key | None:
        """The stop nearest to the mouse, if one is near."""
        raster = self._drawn()
        place = event.get_content_offset(self)
        if self._view is None or place is None:
            return None
        x, y = place.x * 2 + 1, place.y * 4 + 2
        at = self._view.placing(raster)
        best: tuple[float, Key] | None = None
        for key, point in [*self._keys, *self._left_out]:
            dot_x, dot_y = at(point)
            away = (dot_x - x) ** 2 + (dot_y - y) ** 2
            if away <= _NEAR and (best is None or away < best[0]):
                best = away, key
        return best[1] if best else None

    def _scrolled(self, event: events.MouseEvent, by: float) -> None:
        event.stop()
        raster = self._drawn()
        place = event.get_content_offset(self)
        if place is not None:
            self._zoomed(by, (place.x * 2 + 1 - raster.dots_wide / 2, raster.dots_high / 2 - place.y * 4 - 2))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scrolled(event, _STEP)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scrolled(event, 1 / _STEP)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self._held, self._dragged = (event.screen_x, event.screen_y), False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held is not None:
            right, down = event.screen_x - self._held[0], event.screen_y - self._held[1]
            if self._view is not None and (right or down):
                self._held, self._dragged = (event.screen_x, event.screen_y), True
                self._look(self._view.moved(-right * 2, down * 4))
            return
        under = self._stop_at(event)
        if under != self._under:
            self._under = under
            self.redraw()

    def on_mouse_up(self) -> None:
        self._held = None
        self.release_mouse()

    def on_leave(self) -> None:
        if self._under is not None:
            self._under = None
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        key = None if self._dragged else self._stop_at(event)
        if key is not None:
            event.stop()
            self.post_message(self.StopPicked(key))
