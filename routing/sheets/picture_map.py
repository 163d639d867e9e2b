"""The map of one round in a picture: the way, the stops by number. North is up."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.sheets.content import Point, SheetRoute

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Box = tuple[int, int, int, int]
_METRES = 111_195.0
_EDGE = 46
_WAY, _DOT, _HOME, _PALE = "#7FA8CF", "#0B5CAD", "#1B1F24", "#F3F6F9"


def draw_map(draw: ImageDraw, box: Box, route: SheetRoute, face: Callable[[int], FreeTypeFont]) -> None:
    """Draws the round into a box of pixels; stops without a position are not on it."""
    draw.rounded_rectangle(box, 18, fill=_PALE)
    stops = [(stop, stop.point) for stop in route.stops if stop.point is not None]
    ends = [point for point in (route.start, route.end) if point is not None]
    place = _projection(box, [point for _, point in stops] + ends)
    way = [*([route.start] if route.start else []), *(p for _, p in stops), *([route.end] if route.end else [])]
    for (x, y), (to_x, to_y) in pairwise([place(point) for point in way]):
        draw.line([(x, y), (to_x, to_y)], fill=_WAY, width=5)
        _arrow(draw, x, y, to_x, to_y)
    for point in dict.fromkeys(ends):
        x, y = place(point)
        draw.rectangle([x - 11, y - 11, x + 11, y + 11], fill=_HOME)
    for stop, point in reversed(stops):  # the first ones on top: where one goes next is always read
        x, y = place(point)
        draw.ellipse(
            [x - 21, y - 21, x + 21, y + 21], fill=_PALE if stop.approximate else _DOT, outline=_DOT, width=3
        )
        colour = _DOT if stop.approximate else "#FFFFFF"
        draw.text((x, y), str(stop.seq), font=face(24), fill=colour, anchor="mm")


def _projection(box: Box, points: list[Point]) -> Callable[[Point], tuple[float, float]]:
    """Equal steps in metres both ways about the middle; fits all points into the box."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    squeeze = math.cos(math.radians(middle[0]))
    tall = max((max(lats) - min(lats)) * _METRES, 50.0)
    wide = max((max(lons) - min(lons)) * _METRES * squeeze, 50.0)
    scale = min((box[2] - box[0] - 2 * _EDGE) / wide, (box[3] - box[1] - 2 * _EDGE) / tall)
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def place(point: Point) -> tuple[float, float]:
        x = (point[1] - middle[1]) * _METRES * squeeze * scale
        return centre[0] + x, centre[1] - (point[0] - middle[0]) * _METRES * scale

    return place


def _arrow(draw: ImageDraw, x: float, y: float, to_x: float, to_y: float) -> None:
    """The way's direction, where there is room for it."""
    length = math.hypot(to_x - x, to_y - y)
    if length < 90:
        return
    ux, uy = (to_x - x) / length, (to_y - y) / length
    tip = ((x + to_x) / 2 + 12 * ux, (y + to_y) / 2 + 12 * uy)
    sides = [(tip[0] - 22 * ux - s * 10 * uy, tip[1] - 22 * uy + s * 10 * ux) for s in (1, -1)]
    draw.polygon([tip, *sides], fill=_WAY)
