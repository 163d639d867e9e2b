"""A square matrix over many places of which only the near cells are kept; the far ones are reckoned when asked for.

Ten thousand places have a hundred million pairs, and a round drives between a few thousand of them, nearly all
neighbours. What is kept is exact. All else is `factor` · flown ** `power`, times how much longer ways between the
two neighbourhoods are than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""
_BLOCK = 256
"""Rows made at a time."""
MOST = 2**30
"""No cell is larger."""


def flown(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Great-circle metres between unit vectors; `a` and `b` broadcast behind their first axis."""
    chord = np.zeros(np.broadcast_shapes(a.shape[1:], b.shape[1:]))
    for one, other in zip(a, b, strict=True):
        apart = one - other
        apart *= apart
        chord += apart
    np.sqrt(chord, out=chord)
    chord *= 0.5
    np.minimum(chord, 1.0, out=chord)
    np.arcsin(chord, out=chord)
    chord *= 2 * EARTH_RADIUS
    return chord


class Sparse:
    """Looks like a square int32 array to whoever reads single cells, rows or blocks of it; `dense` makes it one.

    `at` are the places as unit vectors; `least` is what a flown metre takes at least. `group` numbers each
    place's neighbourhood, `ratio` says how much longer ways between two of them are. `keys`, sorted, are the cells
    kept, row · places + column, and `values` what stands there. `door` is added at both ends of every way.
    """

    ndim = 2
    dtype = np.dtype(np.int32)

    def __init__(
        self,
        at: NDArray[np.float64],
        factor: float,
        power: float,
        least: float = 0.0,
        group: NDArray[np.int32] | None = None,
        ratio: NDArray[np.float64] | None = None,
        keys: NDArray[np.int64] | None = None,
        values: NDArray[np.int32] | None = None,
        door: NDArray[np.int32] | None = None,
    ) -> None:
        self.at, self.factor, self.power, self.least = at, factor, power, least
        self.size = at.shape[1] ** 2
        self.shape = (at.shape[1], at.shape[1])
        self.group = np.zeros(at.shape[1], np.int32) if group is None else group
        self.ratio = np.ones((1, 1)) if ratio is None else ratio
        self.keys = np.empty(0, np.int64) if keys is None else keys
        self.values = np.empty(0, np.int32) if values is None else values
        self.door = np.zeros(at.shape[1], np.int32) if door is None else door

    def parts(self) -> tuple[dict[str, NDArray[Any]], dict[str, float]]:
        """The arrays and the numbers it is made of again: ``Sparse(**arrays, **numbers)``."""
        names = ("at", "group", "ratio", "keys", "values", "door")
        return {name: getattr(self, name) for name in names}, {
            "factor": self.factor, "power": self.power, "least": self.least
        }  # fmt: skip

    def min(self) -> int:
        return 0

    def max(self, initial: int = 0) -> int:
        """No cell is larger than this; the largest may be smaller."""
        corners = flown(self.at.min(axis=1), self.at.max(axis=1)) if self.size else np.zeros(())
        longest = max(self.factor * float(corners) ** self.power, self.least * float(corners))
        reckoned = longest * float(self.ratio.max()) + 2 * int(self.door.max(initial=0))
        return max(initial, min(MOST, int(reckoned) + 1), int(self.values.max(initial=0)))

    def __getitem__(self, where: Any) -> Any:
        rows, columns = where if isinstance(where, tuple) else (where, slice(None))
        if isinstance(rows, slice):
            rows = np.arange(self.shape[0])[rows]
        if isinstance(columns, slice):
            rows, columns = np.asarray(rows)[..., None], np.arange(self.shape[1])[columns]
        rows, columns = np.broadcast_arrays(np.asarray(rows), np.asarray(columns))
        found = self._reckoned(rows, columns)
        if len(self.keys):
            keys = rows.astype(np.int64) * self.shape[0] + columns
            spot = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            found = np.where(self.keys[spot] == keys, self.values[spot], found)
        return found if found.ndim else found[()]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        del copy
        made = np.empty(self.shape, np.int32)
        self.dense(made)
        return made if dtype is None else made.astype(dtype, copy=False)

    def dense(self, out: NDArray[np.int32]) -> None:
        """Writes every cell to an array."""
        count = self.shape[0]
        for rows in _blocks(count):
            block = out[rows]
            block[:] = self._reckoned(np.arange(rows.start, rows.stop)[:, None], np.arange(count)[None, :])
            first, last = np.searchsorted(self.keys, [rows.start * count, rows.stop * count])
            block.reshape(-1)[self.keys[first:last] - rows.start * count] = self.values[first:last]

    def _reckoned(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.int32]:
        away = flown(self.at[:, rows], self.at[:, columns])
        cells = away if self.power == 1.0 else away**self.power
        cells = cells * self.factor
        if self.least:
            cells = np.maximum(cells, away * self.least)
        if (self.ratio != 1.0).any():
            cells = cells * self.ratio[self.group[rows], self.group[columns]]
        cells = np.rint(np.minimum(cells, MOST // 2))
        if self.door.any():
            cells += np.where(rows == columns, 0, self.door[rows] + self.door[columns])
        made: NDArray[np.int32] = cells.astype(np.int32)
        return made

    def knows(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of some cells are kept."""
        keys = rows.astype(np.int64) * self.shape[0] + columns
        if not len(self.keys):
            return np.zeros(keys.shape, bool)
        spot = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known: NDArray[np.bool_] = self.keys[spot] == keys
        return known

    def learn(self, rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.int32]) -> None:
        """Keeps some cells from now on; what was kept of them before gives way."""
        keys = np.concatenate((rows.astype(np.int64) * self.shape[0] + columns, self.keys))
        self.keys, first = np.unique(keys, return_index=True)
        self.values = np.concatenate((values.astype(np.int32), self.values))[first]

    def with_doors(self, door: NDArray[np.int32]) -> Sparse:
        """The same with seconds added at both ends of every way."""
        rows, columns = self.keys // self.shape[0], self.keys % self.shape[0]
        values = self.values + np.where(rows == columns, 0, door[rows] + door[columns]).astype(np.int32)
        arrays, numbers = self.parts()
        return Sparse(**arrays | {"values": values, "door": self.door + door}, **numbers)  # type: ignore[arg-type]

    def copy(self) -> Sparse:
        arrays, numbers = self.parts()
        return Sparse(**arrays, **numbers)  # type: ignore[arg-type]


def _blocks(count: int) -> Iterator[slice]:
    for first in range(0, count, _BLOCK):
        yield slice(first, min(count, first + _BLOCK))
