"""The roads behind a sheet's map: drawn once for the whole document, shown on each page as far as it needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

from reportlab.lib.colors import HexColor

from routing.sheets.content import Point, Street

METRES = 111_195.0
"""Metres in a degree of latitude."""
_LAYERS = (("small", "#E3E7EB", 0.5), ("large", "#D5DAE0", 1.1))


class Placed(Protocol):
    """Where a map lies on its page: `scale` points to a metre, `squeeze` the cosine of its latitude."""

    scale: float
    squeeze: float

    def __call__(self, point: Point) -> tuple[float, float]: ...


class Backdrop:
    """Forms of a document, in metres from the first point of the first road."""

    def __init__(self, canvas: Any, streets: Sequence[Street]) -> None:
        self._canvas = canvas
        self._names: list[tuple[str, str, float]] = []
        if not streets:
            return
        self._origin = streets[0][1][0]
        self._squeeze = math.cos(math.radians(self._origin[0]))
        large = {"motorway", "main"}
        for name, colour, width in _LAYERS:
            lines = [line for road_class, line in streets if (road_class in large) == (name == "large")]
            if lines:
                self._form(f"roads-{name}", lines)
                self._names.append((f"roads-{name}", colour, width))

    def _form(self, name: str, lines: Sequence[Sequence[Point]]) -> None:
        places = [[self._place(point) for point in line] for line in lines]
        xs, ys = ([place[axis] for line in places for place in line] for axis in (0, 1))
        self._canvas.beginForm(name, min(xs), min(ys), max(xs), max(ys))
        path = self._canvas.beginPath()
        for line in places:
            path.moveTo(*line[0])
            for place in line[1:]:
                path.lineTo(*place)
        self._canvas.drawPath(path, stroke=1, fill=0)
        self._canvas.endForm()

    def _place(self, point: Point) -> tuple[float, float]:
        east = (point[1] - self._origin[1]) * METRES * self._squeeze
        return round(east, 1), round((point[0] - self._origin[0]) * METRES, 1)

    def draw(self, placed: Placed) -> None:
        """Shows the roads where a map lies; the caller has cut out its frame."""
        for name, colour, width in self._names:
            self._canvas.saveState()
            self._canvas.setStrokeColor(HexColor(colour))
            self._canvas.setLineJoin(1)
            self._canvas.setLineWidth(width / placed.scale)
            self._canvas.translate(*placed(self._origin))
            self._canvas.scale(placed.scale * placed.squeeze / self._squeeze, placed.scale)
            self._canvas.doForm(name)
            self._canvas.restoreState()
