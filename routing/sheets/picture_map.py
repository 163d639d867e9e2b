"""The map of one round in a picture: the way, the stops by number. North is up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import PIL.Image
import PIL.ImageDraw

from routing.sheets.content import Point, SheetRoute, Street

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Box = tuple[int, int, int, int]
_METRES = 111_195.0
_EDGE = 46
_MANY = 16
"""Stops above which their marks are small."""
_WAY, _DOT, _HOME, _PALE = "#7FA8CF", "#0B5CAD", "#1B1F24", "#F3F6F9"
_SMALL, _LARGE = "#E0E5EA", "#CBD3DB"


def draw_map(
    image: Image, box: Box, route: SheetRoute, streets: Sequence[Street], face: Callable[[int], FreeTypeFont]
) -> None:
    """Draws the round into a box of pixels, along the streets where they are known, with the roads faintly behind.

    Stops without a position are not on it.
    """
    stops = [(stop, stop.point) for stop in route.stops if stop.point is not None]
    ends = [point for point in (route.start, route.end) if point is not None]
    size = (box[2] - box[0], box[3] - box[1])
    place = _projection(size, [*(point for _, point in stops), *ends, *route.line])
    # a picture of its own, so that what lies beyond is cut off; twice as large, so that thin roads are smooth
    fine = PIL.Image.new("RGB", (2 * size[0], 2 * size[1]), _PALE)
    pen = PIL.ImageDraw.Draw(fine)
    for road_class, line in streets:
        large = road_class in ("motorway", "main")
        pen.line([_twice(place(p)) for p in line], fill=_LARGE if large else _SMALL, width=5 if large else 3)
    straight = [*([route.start] if route.start else []), *(p for _, p in stops), *([route.end] if route.end else [])]
    way = [place(point) for point in route.line or straight]
    pen.line([_twice(point) for point in way], fill=_WAY, width=10, joint="curve")
    map_of = fine.resize(size, PIL.Image.Resampling.LANCZOS)
    draw = PIL.ImageDraw.Draw(map_of)
    _arrows(draw, way, along=bool(route.line))
    for point in dict.fromkeys(ends):
        x, y = place(point)
        draw.rectangle([x - 11, y - 11, x + 11, y + 11], fill=_HOME)
    r = 21 if len(stops) <= _MANY else 15
    for stop, point in reversed(stops):  # the first ones on top: where one goes next is always read
        x, y = place(point)
        inside, rim = (_PALE, _DOT) if stop.approximate else (_DOT, _PALE)
        draw.ellipse([x - r, y - r, x + r, y + r], fill=inside, outline=rim, width=2)
        draw.text((x, y), str(stop.seq), font=face(r + 3), fill=rim, anchor="mm")
    shape = PIL.Image.new("L", size, 0)
    PIL.ImageDraw.Draw(shape).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 18, fill=255)
    image.paste(map_of, box[:2], shape)


def _twice(point: tuple[float, float]) -> tuple[float, float]:
    return 2 * point[0], 2 * point[1]


def _projection(size: tuple[int, int], points: list[Point]) -> Callable[[Point], tuple[float, float]]:
    """Equal steps in metres both ways about the middle; fits all points into so many pixels."""
    lats, lons = [p[0] for p in points], [p[1] for p in points]
    middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    squeeze = math.cos(math.radians(middle[0]))
    tall = max((max(lats) - min(lats)) * _METRES, 50.0)
    wide = max((max(lons) - min(lons)) * _METRES * squeeze, 50.0)
    scale = min((size[0] - 2 * _EDGE) / wide, (size[1] - 2 * _EDGE) / tall)
    centre = (size[0] / 2, size[1] / 2)

    def place(point: Point) -> tuple[float, float]:
        x = (point[1] - middle[1]) * _METRES * squeeze * scale
        return centre[0] + x, centre[1] - (point[0] - middle[0]) * _METRES * scale

    return place


def _arrows(draw: ImageDraw, way: Sequence[tuple[float, float]], *, along: bool) -> None:
    """The way's direction: on each long piece, or along the streets every so often, where there is room for it."""
    since = 0.0
    for (x, y), (to_x, to_y) in pairwise(way):
        length = math.hypot(to_x - x, to_y - y)
        since += length
        if not (since > 160 and length > 26 if along else length >= 90):
            continue
        since = 0.0
        ux, uy = (to_x - x) / length, (to_y - y) / length
        tip = ((x + to_x) / 2 + 12 * ux, (y + to_y) / 2 + 12 * uy)
        sides = [(tip[0] - 22 * ux - s * 10 * uy, tip[1] - 22 * uy + s * 10 * ux) for s in (1, -1)]
        draw.polygon([tip, *sides], fill=_WAY)
