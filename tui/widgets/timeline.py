"""The day as a timeline: one line a route, hours from left to right, drives thin and calls thick.

A click on a call picks its stop. What it shows is said by shapes, not by colours alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from store.records import Route, Stop
from tui.commands import Command, Commanded
from tui.widgets.ground import GroundedView
from tui.widgets.pieces import segments, wrapped

if TYPE_CHECKING:
    from routing.planning.model import Key

DRIVE, CALL, DRIVEN, BROKEN, WAIT, PAUSE, NEXT, OPEN, HERE = "─█▓!·░▐▁◉"
"""Driving, a call, one already made, one that breaks a rule, waiting, a break, a call right after another, the hours
of the chosen stop, and itself."""
_NAME = 14
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Lane:
    """A route to draw; `number` counts from 0 and gives its colour."""

    number: int
    name: str
    route: Route


class Timeline(Commanded, GroundedView, can_focus=True):
    """`show` gives it what to draw."""

    @dataclass
    class StopPicked(Message):
        """A stop was clicked, or reached by a key."""

        key: Key

    @dataclass
    class LanePicked(Message):
        """A route was clicked, or reached by a key; `rep` is whose."""

        rep: str

    ACTIONS = (
        Command("timeline.earlier", ("left",), palette=False),
        Command("timeline.later", ("right",), palette=False),
        Command("timeline.above", ("up",), palette=False),
        Command("timeline.below", ("down",), palette=False),
    )
    DEFAULT_CSS = "Timeline { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id, classes=classes)
        self.empty = ""
        self._lanes: Sequence[Lane] = ()
        self._rep: str | None = None
        self._key: Key | None = None
        self._now: int | None = None
        self._hours = _hours_of(())

    def show(self, lanes: Sequence[Lane], *, rep: str | None, key: Key | None, now: int | None) -> None:
        """`rep` and `key` are the route and the stop under the cursors, `now` the time of day in seconds."""
        self._lanes, self._rep, self._key, self._now = lanes, rep, key, now
        self._hours = _hours_of(lanes)
        self.virtual_size = Size(self.size.width, len(lanes) + 1)
        at = self._chosen
        if at is not None:
            self.scroll_to_region(Region(0, at, 1, 2), animate=False, force=True)
        self.refresh()

    # what is where

    @property
    def _chosen(self) -> int | None:
        return next((number for number, lane in enumerate(self._lanes) if lane.route.rep == self._rep), None)

    @property
    def _name_width(self) -> int:
        return min(_NAME, max(4, self._room // 5))

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _cell(self, second: int, width: int) -> int:
        first, last = self._hours
        return max(0, min(width - 1, (second - first) * width // (last - first)))

    def stop_at(self, x: int, y: int) -> Key | None:
        """The stop whose call is drawn at a cell of the widget; None where there is none."""
        lane = self.lane_at(y)
        if lane is None:
            return None
        width = self._room - self._name_width - 1
        column = x - self._name_width - 1
        for stop in lane.route.stops:
            if self._cell(stop.begin, width) <= column <= self._cell(max(stop.begin, stop.leave - 1), width):
                return stop.key
        return None

    def lane_at(self, y: int) -> Lane | None:
        number = y - 1 + self.scroll_offset.y
        return self._lanes[number] if y >= 1 and number < len(self._lanes) else None

    # drawing

    def render_line(self, y: int) -> Strip:
        width, base = self._room, self.ground
        if not self._lanes:
            lines = wrapped(self.empty, max(1, width - 2))
            text = f" {lines[y - 1]}" if 1 <= y <= len(lines) else ""
            style = self.toned("dim")
            return Strip([Segment(text, style)]).adjust_cell_length(width, style)
        if y == 0:
            return self._axis(width, base)
        lane = self.lane_at(y)
        return Strip.blank(width, base) if lane is None else self._lane_strip(lane, width, base)

    def _axis(self, width: int, base: Style) -> Strip:
        first, last = self._hours
        room = width - self._name_width - 1
        cells = [" "] * room
        free = 0
        for hour in range(first // _HOUR, last // _HOUR):
            at, text = self._cell(hour * _HOUR, room), f"{hour % 24:02}"
            if at >= free and at + len(text) <= room:
                cells[at : at + len(text)] = text
                free = at + len(text) + 1
        style = self.toned("dim")
        drawn = [Segment(" " * (self._name_width + 1), style), Segment("".join(cells), style)]
        return self._with_now(Strip(drawn).adjust_cell_length(width, style), base, "▼")

    def _lane_strip(self, lane: Lane, width: int, base: Style) -> Strip:
        chosen = lane.route.rep == self._rep
        name = [("▸" if chosen else " ", "strong"), (lane.name, f"routebold-{lane.number}" if chosen else "")]
        room = width - self._name_width - 1
        drawn = [*segments(self, name, self._name_width, base), Segment(" ", base)]
        text, tone = "", ""
        for char, each in zip(*self._bar(lane, room), strict=True):
            if each != tone and text:
                drawn.append(Segment(text, base + self.tone(tone)))
                text = ""
            text, tone = text + char, each
        drawn.append(Segment(text, base + self.tone(tone)))
        return self._with_now(Strip(drawn).adjust_cell_length(width, base), base, "│")

    def _bar(self, lane: Lane, room: int) -> tuple[list[str], list[str]]:
        """Characters of a lane and their tones."""
        route, own = lane.route, f"route-{lane.number}"
        chars, tones = [" "] * room, [""] * room
        if not route.stops:
            return chars, tones

        def fill(begin: int, end: int, char: str, tone: str) -> None:
            for cell in range(self._cell(begin, room), self._cell(max(begin, end - 1), room) + 1):
                chars[cell], tones[cell] = char, tone

        fill(route.depart, route.returns, DRIVE, own)
        for stop in route.stops:
            if stop.begin - stop.arrive >= 60:
                fill(stop.arrive, stop.begin, WAIT, "dim")
        for pause in route.pauses:
            fill(pause.begin, pause.end, PAUSE, "dim")
        here: Stop | None = None
        for stop in route.stops:
            fill(stop.begin, stop.leave, DRIVEN if stop.driven else CALL, own)
            if stop.key == self._key:
                here = stop
        # neighbours must not run into one block: the first cell of a call is its own
        for before, stop in pairwise(route.stops):
            at = self._cell(stop.begin, room)
            if self._cell(max(before.begin, before.leave - 1), room) >= at - 1 and chars[at] == CALL:
                chars[at] = NEXT
        for stop in route.stops:
            if stop.violations:
                at = self._cell(stop.begin, room)
                chars[at], tones[at] = BROKEN, "error"
        if here is not None:
            at = self._cell(here.begin, room)
            for begin, end in here.windows:
                for cell in range(self._cell(begin, room), self._cell(end - 1, room) + 1):
                    if chars[cell] == " ":
                        chars[cell], tones[cell] = OPEN, "dim"
            chars[at], tones[at] = HERE, "strong"
        return chars, tones

    def _with_now(self, strip: Strip, base: Style, mark: str) -> Strip:
        first, last = self._hours
        if self._now is None or not first <= self._now < last:
            return strip
        room = self._room - self._name_width - 1
        at = self._name_width + 1 + self._cell(self._now, room)
        under = strip.crop(at, at + 1).text
        if mark == "│" and under.strip():
            return strip
        style = base + self.tone("accent")
        return Strip([*strip.crop(0, at), Segment(mark, style), *strip.crop(at + 1)])

    # keys and mouse

    def _step(self, by: int) -> None:
        at = self._chosen
        stops = self._lanes[at].route.stops if at is not None else []
        if stops:
            here = next((n for n, stop in enumerate(stops) if stop.key == self._key), None)
            number = (0 if by > 0 else len(stops) - 1) if here is None else here + by
            self.post_message(self.StopPicked(stops[max(0, min(number, len(stops) - 1))].key))

    def _lane(self, by: int) -> None:
        if self._lanes:
            number = 0 if self._chosen is None else max(0, min(self._chosen + by, len(self._lanes) - 1))
            self.post_message(self.LanePicked(self._lanes[number].route.rep))

    def action_earlier(self) -> None:
        self._step(-1)

    def action_later(self) -> None:
        self._step(1)

    def action_above(self) -> None:
        self._lane(-1)

    def action_below(self) -> None:
        self._lane(1)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None:
            return
        key, lane = self.stop_at(place.x, place.y), self.lane_at(place.y)
        if key is not None:
            event.stop()
            self.post_message(self.StopPicked(key))
        elif lane is not None:
            event.stop()
            self.post_message(self.LanePicked(lane.route.rep))


def _hours_of(lanes: Sequence[Lane]) -> tuple[int, int]:
    """First and last second to show: whole hours that hold every route."""
    routes = [lane.route for lane in lanes if lane.route.stops]
    first = min((route.depart for route in routes), default=8 * _HOUR)
    last = max((route.returns for route in routes), default=18 * _HOUR)
    return first // _HOUR * _HOUR, max(first // _HOUR + 1, -(-last // _HOUR)) * _HOUR
