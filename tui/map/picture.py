"""The picture of a day: routes as lines, stops as marks, the chosen route bright and numbered."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from rich.cells import cell_len, set_cell_size

from tui.map.raster import Places, Raster
from tui.widgets.pieces import plain

Point = tuple[float, float]
"""Latitude and longitude, WGS-84 degrees."""
Placing = Callable[[Point], tuple[float, float]]
"""Gives the place of a point on a picture, in dots from its top left."""
Units = tuple[str, str]
"""Words for metres and kilometres."""
UNITS: Units = ("m", "km")

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

    def placing(self, raster: Raster) -> Placing:
        """Tells where points fall, in dots from the top left of the picture."""
        down = _DEGREE / self.metres
        across = down * math.cos(math.radians(self.lat))
        left, top = raster.dots_wide / 2 - self.lon * across, raster.dots_high / 2 + self.lat * down
        return lambda point: (left + point[1] * across, top - point[0] * down)

    def placed(self, points: Sequence[Point], raster: Raster) -> tuple[Places, Places]:
        """Where points fall, as `placing` has it: columns and rows of dots."""
        there = np.array(points, dtype=np.float64).reshape(-1, 2)
        x, y = self.placing(raster)((there[:, 0], there[:, 1]))  # type: ignore[arg-type]
        return x, y  # type: ignore[return-value]

    def dots(self, point: Point, raster: Raster) -> tuple[float, float]:
        """Where one point falls."""
        return self.placing(raster)(point)


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
    units: Units = UNITS,
) -> None:
    """Draws routes in the background first, then the chosen one with the numbers of its stops.

    `names` are written beside their places where there is room, the first of them first; places that are `lit`
    stand out, and a `hint` is written in full, over whatever else is there.
    """
    at = view.placing(raster)
    for track in tracks:
        if track.number != chosen:
            ink = ink_of(track.number, faint=chosen is not None)
            _lines(raster, view, track, ink)
            draw_marks(raster, view, track.points, ink)
    x, y = view.placed(left_out, raster)
    for column, row in dict.fromkeys(zip((x // 2).tolist(), (y // 4).tolist(), strict=True)):  # many share a cell
        raster.label(int(column), int(row), "×", LEFT_OUT)
    for home in {home for track in tracks for home in (track.start, track.end) if home is not None}:
        raster.label(*cell_of(at, home), "■", PLAIN)
    for track in tracks:
        if track.number == chosen:
            _lines(raster, view, track, ink_of(track.number, faint=False))
            _numbers(raster, view, track)
    if mark is not None:
        raster.label(*cell_of(at, mark), "◉", CHOSEN_STOP, force=True)
    for point in lit:
        if point != mark:
            raster.label(*cell_of(at, point), LIT, CHOSEN_STOP, force=True)
    if hint is not None:
        write_hint(raster, at, *hint)
    for point, name in names:
        write_name(raster, at, point, name)
    write_scale(raster, view, units)


def draw_streets(raster: Raster, view: View, streets: Sequence[tuple[str, Sequence[Point]]]) -> None:
    """Draws roads faintly, the small ones only where there is room between them."""
    lines = [line for kind, line in streets if line and (kind != "street" or view.metres <= _SMALL_STREETS)]
    if not lines:
        return
    x, y = view.placed([point for line in lines for point in line], raster)
    ends = np.cumsum([len(line) for line in lines])[:-1]
    goes_on = np.ones(len(x) - 1, dtype=bool)
    goes_on[ends - 1] = False  # from the end of one to the beginning of the next there is no road
    raster.segments(np.stack([x[:-1], y[:-1], x[1:], y[1:]])[:, goes_on], STREET)


def _lines(raster: Raster, view: View, track: Track, ink: int) -> None:
    way = track.way or [point for point in (track.start, *track.points, track.end) if point is not None]
    raster.path(*view.placed(way, raster), ink)


def draw_marks(raster: Raster, view: View, points: Sequence[Point], ink: int) -> None:
    """Draws a mark at each of some places."""
    x, y = view.placed(points, raster)
    raster.squares(x.astype(np.int64), y.astype(np.int64), ink)


def cell_of(at: Placing, point: Point) -> tuple[int, int]:
    """The column and row in which a point falls, in terminal cells."""
    x, y = at(point)
    return int(x) // 2, int(y) // 4


def _numbers(raster: Raster, view: View, track: Track) -> None:
    ink, at = ink_of(track.number, faint=False), view.placing(raster)
    hidden = [
        point for seq, point in enumerate(track.points, 1) if not raster.label(*cell_of(at, point), str(seq), ink)
    ]
    draw_marks(raster, view, hidden, ink)


def write_name(raster: Raster, at: Placing, point: Point, name: str) -> None:
    """A name beside its place, right, left, above or below, wherever there is room first."""
    column, row = cell_of(at, point)
    if not (0 <= column < raster.width and 0 <= row < raster.height):
        return
    text, size = _shortened(name)
    middle = max(0, min(column - size // 2, raster.width - size))
    places = (column + 3, row), (column - size - 2, row), (middle, row - 1), (middle, row + 1)
    raster.label_somewhere(places, text, CHOSEN_STOP, size=size)


@lru_cache(maxsize=4096)
def _shortened(name: str) -> tuple[str, int]:
    """A name as it is written on the map, and the cells that it takes."""
    text = plain(name)
    if cell_len(text) > _NAME:
        text = set_cell_size(text, _NAME - 1).rstrip() + "…"
    return text, cell_len(text)


def write_hint(raster: Raster, at: Placing, point: Point, text: str) -> None:
    """A text above its place, or below where that is the top; cut where the picture is narrower."""
    column, row = cell_of(at, point)
    said = plain(text)
    if cell_len(said) > raster.width:
        said = set_cell_size(said, raster.width - 1).rstrip() + "…"
    left = max(0, min(column - cell_len(said) // 2, raster.width - cell_len(said)))
    raster.label(left, row - 1 if row > 0 else row + 1, said, CHOSEN_STOP, force=True)


def write_scale(raster: Raster, view: View, units: Units = UNITS) -> None:
    """A bar of a round length at the bottom left."""
    longest = view.metres * raster.dots_wide / 4
    if longest < 1 or raster.width < 16:
        return
    size = 10 ** math.floor(math.log10(longest))
    length = max(step * size for step in (1, 2, 5) if step * size <= longest)
    cells = max(2, round(length / view.metres / 2))
    text = f"{length / 1000:g} {units[1]}" if length >= 1000 else f"{length:g} {units[0]}"
    raster.label(0, raster.height - 1, "├" + "─" * (cells - 2) + "┤ " + text, PLAIN)
