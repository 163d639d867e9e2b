"""Which pieces of road lie near a place: a grid of square cells over the map, kept as sorted arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.travel.roads.graph import DEGREE, Arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL = 100.0
"""Metres."""
_SPACING = 40.0
"""A longer piece is noted in every cell it passes: at most so far from one note to the next."""
_RINGS = (1, 3, 10)
REACH = _RINGS[-1] * CELL - _SPACING / 2
"""Metres within which every road is found."""


def build_grid(graph: Arrays) -> Arrays:
    """`cells`, sorted, and the `pieces` (the first point of each) noted in them; `frame` places the grid."""
    lon, lat = graph["lon"], graph["lat"]
    counts = (graph["last"] - graph["first"]).astype(np.int64)
    starts = np.repeat(graph["first"].astype(np.int64), counts)
    pieces = starts + np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
    squeeze = float(np.cos(np.radians(np.median(lat))))
    west, south = float(lon.min()), float(lat.min())
    x, y = (lon - west) * DEGREE * squeeze, (lat - south) * DEGREE
    long = np.hypot(x[pieces + 1] - x[pieces], y[pieces + 1] - y[pieces])
    notes = np.maximum(2, np.ceil(long / _SPACING).astype(np.int64) + 1)
    of = np.repeat(np.arange(len(pieces)), notes)
    rank = np.arange(len(of)) - np.repeat(np.cumsum(notes) - notes, notes)
    share = rank / (notes[of] - 1)
    column = ((x[pieces[of]] + share * (x[pieces[of] + 1] - x[pieces[of]])) // CELL).astype(np.int64)
    row = ((y[pieces[of]] + share * (y[pieces[of] + 1] - y[pieces[of]])) // CELL).astype(np.int64)
    wide = int(column.max()) + 1
    noted = np.unique(np.column_stack((row * wide + column, pieces[of])), axis=0)
    return {
        "cells": noted[:, 0].copy(),
        "pieces": noted[:, 1].astype(np.int32),
        "frame": np.array([west, south, squeeze, wide, float(row.max()) + 1]),
    }


class Near:
    """A place among the roads: `pieces`, the distance to each in metres, how far along it, and on which side."""

    __slots__ = ("along", "away", "pieces", "side")

    def __init__(self, pieces: NDArray[Any], away: NDArray[Any], along: NDArray[Any], side: NDArray[Any]) -> None:
        self.pieces = pieces
        self.away = away
        self.along = along
        """0 at its beginning, 1 at its end"""
        self.side = side
        """positive: left of it as it is drawn"""


def rings(graph: Arrays, grid: Arrays, lat: float, lon: float) -> Iterator[tuple[float, Near]]:
    """What lies around a place, further and further: all that lies within the distance told, and some more."""
    west, south, squeeze, wide, high = grid["frame"].tolist()
    px, py = (lon - west) * DEGREE * squeeze, (lat - south) * DEGREE
    column, row = int(px // CELL), int(py // CELL)
    cells = grid["cells"]
    for ring in _RINGS:
        left, right = max(0, column - ring), min(int(wide) - 1, column + ring)
        rows = np.arange(max(0, row - ring), min(int(high) - 1, row + ring) + 1)
        if left > right or not len(rows):
            pieces = np.empty(0, np.int64)
        else:
            begins = np.searchsorted(cells, rows * int(wide) + left)
            ends = np.searchsorted(cells, rows * int(wide) + right, side="right")
            found = [grid["pieces"][b:e] for b, e in zip(begins, ends, strict=True)]
            pieces = np.unique(np.concatenate(found)).astype(np.int64)
        x = (graph["lon"][pieces] - west) * DEGREE * squeeze - px
        y = (graph["lat"][pieces] - south) * DEGREE - py
        dx = (graph["lon"][pieces + 1] - west) * DEGREE * squeeze - px - x
        dy = (graph["lat"][pieces + 1] - south) * DEGREE - py - y
        along = np.clip(-(x * dx + y * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0, 1)
        away = np.hypot(x + along * dx, y + along * dy)
        yield ring * CELL - _SPACING / 2, Near(pieces, away, along, dy * x - dx * y)
