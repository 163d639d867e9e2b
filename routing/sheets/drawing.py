"""A small map of one round: the way, the stops by number, a bar for the scale. North is up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from routing.sheets.backdrop import Backdrop
from routing.sheets.content import Point, SheetRoute, Wording

_METRES = 111_195.0
"""Metres in a degree of latitude."""
_EDGE = 16.0
_ARROWS = 34.0
"""Points on paper from one arrow to the next along the streets, at least."""
_SIZE = 7.0
_WAY, _DOT, _HOME, _PALE, _INK = (HexColor(c) for c in ("#7FA8CF", "#0B5CAD", "#1B1F24", "#F6F8FA", "#1B1F24"))
_AROUND = [(math.cos(a * math.pi / 8), math.sin(a * math.pi / 8)) for a in range(16)]


@dataclass(frozen=True, slots=True)
class MapBox:
    x: float
    y: float
    width: float
    height: float


class _Projection:
    """Equal steps in metres both ways about the middle; fits all points into the box."""

    def __init__(self, box: MapBox, points: Sequence[Point]) -> None:
        lats, lons = [p[0] for p in points], [p[1] for p in points]
        self.middle = ((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
        self.squeeze = math.cos(math.radians(self.middle[0]))
        tall = max((max(lats) - min(lats)) * _METRES, 50.0)
        wide = max((max(lons) - min(lons)) * _METRES * self.squeeze, 50.0)
        self.scale = min((box.width - 2 * _EDGE) / wide, (box.height - 2 * _EDGE) / tall)
        self.box = box

    def __call__(self, point: Point) -> tuple[float, float]:
        """Points on paper."""
        x = (point[1] - self.middle[1]) * _METRES * self.squeeze * self.scale
        y = (point[0] - self.middle[0]) * _METRES * self.scale
        return self.box.x + self.box.width / 2 + x, self.box.y + self.box.height / 2 + y


def draw_map(
    canvas: Any, box: MapBox, route: SheetRoute, font: str, t: Wording, backdrop: Backdrop | None = None
) -> None:
    """Draws the round into the box, along the streets where known; stops without a position are not on it."""
    stops = [(stop, stop.point) for stop in route.stops if stop.point is not None]
    ends = [point for point in (route.start, route.end) if point is not None]
    place = _Projection(box, [*(point for _, point in stops), *ends, *route.line])
    canvas.saveState()
    canvas.setFillColor(_PALE)
    canvas.roundRect(box.x, box.y, box.width, box.height, 4, stroke=0, fill=1)
    if backdrop is not None:
        canvas.saveState()
        frame = canvas.beginPath()
        frame.roundRect(box.x, box.y, box.width, box.height, 4)
        canvas.clipPath(frame, stroke=0, fill=0)
        backdrop.draw(place)
        canvas.restoreState()
    straight = [*([route.start] if route.start else []), *(p for _, p in stops), *([route.end] if route.end else [])]
    _draw_way(canvas, [place(point) for point in route.line or straight], along=bool(route.line))
    dots = [place(point) for _, point in stops]
    for (stop, _), (x, y) in zip(stops, dots, strict=True):
        canvas.setStrokeColor(_DOT)
        canvas.setFillColor(_PALE if stop.approximate else _DOT)
        canvas.setLineWidth(0.8)
        canvas.circle(x, y, 2.2, stroke=1, fill=1)
    canvas.setFillColor(_HOME)
    for point in dict.fromkeys(ends):
        x, y = place(point)
        canvas.rect(x - 2.6, y - 2.6, 5.2, 5.2, stroke=0, fill=1)
    labels = [(str(stop.seq), x, y) for (stop, _), (x, y) in zip(stops, dots, strict=True)]
    _draw_labels(canvas, box, labels, [*dots, *(place(p) for p in ends)], font)
    _draw_scale(canvas, box, place.scale, font, t)
    canvas.restoreState()


def _draw_way(canvas: Any, points: Sequence[tuple[float, float]], *, along: bool) -> None:
    """The line with arrows: one on each long piece, or along the streets one every so often."""
    canvas.setStrokeColor(_WAY)
    canvas.setFillColor(_WAY)
    canvas.setLineWidth(1.1)
    canvas.setLineJoin(1)
    line = canvas.beginPath()
    for number, point in enumerate(points):
        (line.lineTo if number else line.moveTo)(*point)
    canvas.drawPath(line, stroke=1, fill=0)
    since = 0.0
    for (x, y), (to_x, to_y) in pairwise(points):
        length = math.hypot(to_x - x, to_y - y)
        since += length
        if (length > 7 and since > _ARROWS) if along else length > 22:  # where there is room for one
            since = 0.0
            ux, uy = (to_x - x) / length, (to_y - y) / length
            tip_x, tip_y = (x + to_x) / 2 + 3 * ux, (y + to_y) / 2 + 3 * uy
            path = canvas.beginPath()
            path.moveTo(tip_x, tip_y)
            path.lineTo(tip_x - 6 * ux - 2.4 * uy, tip_y - 6 * uy + 2.4 * ux)
            path.lineTo(tip_x - 6 * ux + 2.4 * uy, tip_y - 6 * uy - 2.4 * ux)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)


def _draw_labels(
    canvas: Any,
    box: MapBox,
    labels: Sequence[tuple[str, float, float]],
    dots: Sequence[tuple[float, float]],
    font: str,
) -> None:
    """Numbers beside their dots, where they cover nothing; further off, with a line, where it is crowded."""
    taken = [(x - 2.6, y - 2.6, x + 2.6, y + 2.6) for x, y in dots]
    for text, x, y in labels:
        wide = pdfmetrics.stringWidth(text, font, _SIZE)
        best = None
        for far in (7.0, 10.0, 15.0, 21.0, 28.0):
            for ux, uy in _AROUND:
                left, low = x + far * ux - wide / 2, y + far * uy - 2.6
                around = (left - 0.8, low - 0.6, left + wide + 0.8, low + 6.0)
                inside = (
                    around[0] > box.x
                    and around[2] < box.x + box.width
                    and around[1] > box.y
                    and around[3] < box.y + box.height
                )
                if inside and not any(_overlap(around, other) for other in taken):
                    best = (far, left, low, around)
                    break
            if best:
                break
        if best is None:
            continue  # nowhere left: the list below tells the order all the same
        far, left, low, around = best
        taken.append(around)
        if far > 8:
            canvas.setStrokeColor(_WAY)
            canvas.setLineWidth(0.4)
            canvas.line(x, y, left + wide / 2, low + 2.6)
        canvas.setFillColor(_PALE)
        canvas.rect(*around[:2], around[2] - around[0], around[3] - around[1], stroke=0, fill=1)
        canvas.setFillColor(_INK)
        canvas.setFont(font, _SIZE)
        canvas.drawString(left, low, text)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _draw_scale(canvas: Any, box: MapBox, scale: float, font: str, t: Wording) -> None:
    """A bar of a round length, at most a quarter of the box."""
    most = box.width / 4 / scale
    ten = 10.0 ** math.floor(math.log10(most))
    metres = max(step * ten for step in (1, 2, 5) if step * ten <= most)
    text = t("sheets.scale_km", n=f"{metres / 1000:g}") if metres >= 1000 else t("sheets.scale_m", n=f"{metres:g}")
    x, y = box.x + 8, box.y + 7
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(0.8)
    canvas.line(x, y, x + metres * scale, y)
    for end in (x, x + metres * scale):
        canvas.line(end, y - 2, end, y + 2)
    canvas.setFillColor(_INK)
    canvas.setFont(font, 6.5)
    canvas.drawString(x + metres * scale + 4, y - 2.2, text)
