"""Numbers out of instance files, and plane distances by each family's rounding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from routing.formats.instance import FormatError
from routing.problem import HORIZON

if TYPE_CHECKING:
    from numpy.typing import NDArray


def decimal(text: str, path: str, line: int) -> Fraction:
    """Return an exact number; `FormatError` on anything else, NaN, infinities and huge exponents included."""
    try:
        if len(text) > 40 or not math.isfinite(float(text)) or abs(float(text)) > 1e15:
            raise FormatError("number_range", path, line, text=text[:40])
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("not_a_number", path, line, text=text[:40]) from error


def whole(text: str, path: str, line: int) -> int:
    """Return a whole number; 12.0 is one."""
    value = decimal(text, path, line)
    if value.denominator != 1:
        raise FormatError("not_whole", path, line, text=text[:40])
    return int(value)


def scaled(value: Fraction, scale: int, path: str, line: int, *, rounded: bool = False) -> int:
    """Return the number in units of 1/scale, truncated unless `rounded`."""
    out = round(value * scale) if rounded else math.trunc(value * scale)
    if abs(out) > HORIZON:
        raise FormatError("number_range", path, line, text=str(float(value)))
    return out


_ROWS = 500
"""Rows of a matrix made at a time, so that what it takes to make them stays small."""


def plane(points: Sequence[tuple[Fraction, Fraction]], scale: int, *, rounded: bool) -> NDArray[np.int64]:
    """Return Euclidean distances in units of 1/scale, rounded half up or truncated.

    Whole coordinates are measured in integers, so that no float decides a truncation.
    """
    common = math.lcm(*(x.denominator for point in points for x in point)) if points else 1
    reach = max((abs(x) * common for point in points for x in point), default=0)
    if common * scale <= 10**6 and reach * scale < 2**28:
        xy = np.array([[int(x * common) for x in point] for point in points], dtype=np.int64)
        # no leg exceeds the box's diagonal; half the memory where 32 bits will do
        wide = reach * scale * 3 // common >= 2**31
        out = np.empty((len(points), len(points)), np.int64 if wide else np.int32)
        for row in range(0, len(points), _ROWS):
            squares = (_between(xy, row, 0) + _between(xy, row, 1)) * (scale * scale)
            # floor(sqrt(squares) / common), or the nearest: with half a unit more
            half = 2 if rounded else 1
            root = _isqrt(squares * half * half)
            out[row : row + _ROWS] = (root + common) // (2 * common) if rounded else root // common
        return out
    real = np.array([[float(x) for x in point] for point in points])
    length = np.hypot(*(real[:, None, :] - real[None, :, :]).transpose(2, 0, 1)) * scale
    out = np.floor(length + 0.5) if rounded else np.trunc(length)
    return np.asarray(out, dtype=np.int64)


def _between(xy: NDArray[np.int64], row: int, axis: int) -> NDArray[np.int64]:
    """Return squared differences along one axis, some rows against all."""
    apart: NDArray[np.int64] = xy[row : row + _ROWS, None, axis] - xy[None, :, axis]
    return apart * apart


def _isqrt(squares: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the integer square root: the float's, mended by one where it is off."""
    root = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    if squares.size and squares.max() < 2**52:
        return root  # there the float's root, rounded as it is, never reaches the next whole number
    root -= (root * root > squares).astype(np.int64)
    root += ((root + 1) * (root + 1) <= squares).astype(np.int64)
    return root
