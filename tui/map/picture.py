"""The picture of a day: routes as lines, stops as marks, the chosen route bright and numbered."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rich.cells import cell_len, set_cell_size

from tui.map.raster import Raster
from tui.widgets.pieces import plain

Point = tuple[float, float]
"""Latitude and longitude, WGS-84 degrees."""

PLAIN, CHOSEN_STOP, LEFT_OUT, STREET = 1, 2, 3, 4
"""Inks that are no route's."""
_FIRST_ROUTE = 10


def ink_of(number: int, *, faint: bool) -> int:
    """The ink of a route, bright or in the background."""
    return _FIRST_ROUTE + 2 * number + faint


def route_of(ink: int) -> tuple[int, bool] | None:
    """The route an ink belongs to and whether it is faint; None for the inks that are no route's."""
    return None if ink < _FIRST_ROUTE else ((ink - _FIRST_ROUTE) // 2, bool((ink - _FIRST_ROUTE) % 2))


@dataclass(frozen=True, slots=True)
class Track:
    """One route to draw. `number` counts from 0 and gives its colour."""

    number: int
    points: tuple[Point, ...]
    start: Point | None = None
    end: Point | None = None
    way: tuple[Point, ...] = ()
    """The line driven along the streets; empty: straight from stop to stop."""


@dataclass(frozen=True, slots=True)
class View:
    """Which piece of the earth fills the picture: its middle, and metres to a dot."""

    lat: float
    lon: float
    metres: float

    def moved(self, east: float, north: float) -> View:
        """The same picture further on, by so many dots."""
        lat = max(-89.0, min(89.0, self.lat + north * self.metres / _DEGREE))
        return replace(
            self, lat=lat, lon=self.lon + east * self.metres / (_DEGREE * math.cos(math.radians(self.lat)))
        )

    def closer(self, by: float, *, to: tuple[float, float] = (0.0, 0.0)) -> View:
        """The same picture `by` times closer; the point `to` dots east and north of its middle stays where it is."""
        metres = max(_CLOSEST, min(_FARTHEST, self.metres / by))
        keeps = 1 - metres / self.metres
        there = self.moved(to[0] * keeps, to[1] * keeps)
        return replace(there, metres=metres)

    def dots(self, point: Point, raster: Raster) -> tuple[float, float]:
        """Where a point falls, in dots from the top left of the picture."""
        east = (point[1] - self.lon) * _DEGREE * math.cos(math.radians(self.lat))
        north = (point[0] - self.lat) * _DEGREE
        return raster.dots_wide / 2 + east / self.metres, raster.dots_high / 2 - north / self.metres


_DEGREE = 111_195.0
"""Metres in a degree of latitude."""
_CLOSEST, _FARTHEST = 0.2, 20_000.0
"""Metres to a dot."""
_SMALL_STREETS = 14.0
"""Metres to a dot above which small streets would fill the picture."""
LIT = "◆"
"""A place that stands out."""
_NAME = 24
"""Cells that a name on the map takes at most."""


def fitted(points: Iterable[Point], raster: Raster) -> View | None:
    """The view that just holds all points; None without any."""
    there = list(points)
    if not there:
        return None
    south, north = min(p[0] for p in there), max(p[0] for p in there)
    west, east = min(p[1] for p in there), max(p[1] for p in there)
    lat, lon = (south + north) / 2, (west + east) / 2
    across = (east - west) * _DEGREE * math.cos(math.radians(lat))
    metres = max(across / max(1, raster.dots_wide - 8), (north - south) * _DEGREE / max(1, raster.dots_high - 8), 1.0)
    return View(lat, lon, metres)


def draw(
    raster: Raster,
    view: View,
    tracks: Sequence[Track],
    *,
    chosen: int | None = None,
    left_out: Sequence[Point] = (),
    mark: Point | None = None,
    names: Sequence[tuple[Point, str]] = (),
    lit: Sequence[Point] = (),
    hint: tuple[Point, str] | None = None,
) -> None:
    """Draws routes in the background first, then the chosen one with the numbers of its stops.

    `names` are written beside their places where there is room, the first of them first; places that are `lit`
    stand out, and a `hint` is written in full, over whatever else is there.
    """
    for track in tracks:
        if track.number != chosen:
            _lines(raster, view, track, ink_of(track.number, faint=chosen is not None))
            for point in track.points:
                _mark(raster, view, point, ink_of(track.number, faint=chosen is not None))
    for point in left_out:
        column, row = _cell(raster, view, point)
        raster.label(column, row, "×", LEFT_OUT)
    for track in tracks:
        for home in (track.start, track.end):
            if home is not None:
                column, row = _cell(raster, view, home)
                raster.label(column, row, "■", PLAIN)
    for track in tracks:
        if track.number == chosen:
            _lines(raster, view, track, ink_of(track.number, faint=False))
            _numbers(raster, view, track)
    if mark is not None:
        column, row = _cell(raster, view, mark)
        raster.label(column, row, "◉", CHOSEN_STOP, force=True)
    for point in lit:
        if point != mark:
            raster.label(*_cell(raster, view, point), LIT, CHOSEN_STOP, force=True)
    if hint is not None:
        _hint(raster, view, *hint)
    for point, name in names:
        write_name(raster, view, point, name)
    write_scale(raster, view)


def draw_streets(raster: Raster, view: View, streets: Sequence[tuple[str, Sequence[Point]]]) -> None:
    """Draws roads faintly, the small ones only where there is room between them."""
    for road_class, line in streets:
        if road_class == "street" and view.metres > _SMALL_STREETS:
            continue
        dots = [view.dots(point, raster) for point in line]
        for (x0, y0), (x1, y1) in pairwise(dots):
            raster.line(x0, y0, x1, y1, STREET)


def _lines(raster: Raster, view: View, track: Track, ink: int) -> None:
    way = track.way or [point for point in (track.start, *track.points, track.end) if point is not None]
    x0, y0 = view.dots(way[0], raster) if way else (0.0, 0.0)
    for number, point in enumerate(way[1:], 2):
        x1, y1 = view.dots(point, raster)
        if abs(x1 - x0) + abs(y1 - y0) >= 1 or number == len(way):  # a street has more points than dots
            raster.line(x0, y0, x1, y1, ink)
            x0, y0 = x1, y1


def _mark(raster: Raster, view: View, point: Point, ink: int) -> None:
    x, y = (int(place) for place in view.dots(point, raster))
    for dx in (0, 1):
        for dy in (0, 1):
            raster.dot(x + dx, y + dy, ink)


def _cell(raster: Raster, view: View, point: Point) -> tuple[int, int]:
    x, y = view.dots(point, raster)
    return int(x) // 2, int(y) // 4


def _numbers(raster: Raster, view: View, track: Track) -> None:
    ink = ink_of(track.number, faint=False)
    for seq, point in enumerate(track.points, 1):
        column, row = _cell(raster, view, point)
        if not raster.label(column, row, str(seq), ink):
            _mark(raster, view, point, ink)


def write_name(raster: Raster, view: View, point: Point, name: str) -> None:
    """A name beside its place, right, left, above or below, wherever there is room first."""
    column, row = _cell(raster, view, point)
    if not (0 <= column < raster.width and 0 <= row < raster.height):
        return
    text = plain(name)
    if cell_len(text) > _NAME:
        text = set_cell_size(text, _NAME - 1).rstrip() + "…"
    size = cell_len(text)
    middle = max(0, min(column - size // 2, raster.width - size))
    for at in ((column + 3, row), (column - size - 2, row), (middle, row - 1), (middle, row + 1)):
        if raster.label(*at, text, CHOSEN_STOP):
            return


def _hint(raster: Raster, view: View, point: Point, text: str) -> None:
    """A text above its place, or below where that is the top; cut where the picture is narrower."""
    column, row = _cell(raster, view, point)
    said = plain(text)
    if cell_len(said) > raster.width:
        said = set_cell_size(said, raster.width - 1).rstrip() + "…"
    at = max(0, min(column - cell_len(said) // 2, raster.width - cell_len(said)))
    raster.label(at, row - 1 if row > 0 else row + 1, said, CHOSEN_STOP, force=True)


def write_scale(raster: Raster, view: View) -> None:
    """A bar of a round length at the bottom left."""
    longest = view.metres * raster.dots_wide / 4
    if longest < 1 or raster.width < 16:
        return
    size = 10 ** math.floor(math.log10(longest))
    length = max(step * size for step in (1, 2, 5) if step * size <= longest)
    cells = max(2, round(length / view.metres / 2))
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    raster.label(0, raster.height - 1, "├" + "─" * (cells - 2) + "┤ " + text, PLAIN)
