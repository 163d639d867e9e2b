"""The ways of a day with thousands of places: neighbours exactly, far places by what their neighbourhoods are apart.

Places are cut into neighbourhoods of about `TOGETHER`; from each the ways to the `NEAR` places around it are asked
for, and from and to the hubs (where rounds begin and end) the ways to all. Between two neighbourhoods the way from
middle to middle says how much longer than reckoned all ways are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.sparse import Sparse
from routing.travel.estimate import Estimate, on_globe
from routing.travel.protocol import UNREACHED, VAN, Point, Profile, Tables, Travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOGETHER = 160
"""Places of a neighbourhood at most."""
NEAR = 900
"""Places around a neighbourhood, its own among them, to which its ways are asked for."""
_RATIOS = (0.2, 5.0)
"""How much shorter or longer than reckoned the ways between two neighbourhoods are taken to be at most."""


@dataclass(frozen=True, slots=True)
class Nearby:
    """Seconds and metres between all places, and those that most places around cannot get to or come from."""

    seconds: Sparse
    metres: Sparse
    cut_off: list[int]


def nearby(
    travel: Travel, estimate: Estimate, points: Sequence[Point], hubs: Collection[int], profile: Profile = VAN
) -> Nearby:
    """The ways between many places. Raises `TravelError` as the source does.

    A source that falls back on the estimate on the way is not asked further: all ways are the estimate's then.
    """
    seconds, metres = estimate.spread(points, profile)
    if travel.estimate:
        return Nearby(*estimate.spread(points, profile), [])
    at = on_globe(points)
    groups = neighbourhoods(at)
    middles = [int(group[_nearest(at[:, group], at[:, group].mean(axis=1))[0]]) for group in groups]
    apart = travel.matrix([points[place] for place in middles], profile)
    seconds.group = metres.group = _numbered(groups, len(points))
    for table, found in zip((seconds, metres), apart, strict=True):
        table.ratio = _ratios(found, table[np.ix_(middles, middles)])
    # ways not found, and ways asked for, from and to each place
    lost, asked = np.zeros(len(points), np.int64), np.zeros(len(points), np.int64)
    kept: list[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]] = []
    everywhere = np.arange(len(points))
    home = np.array(sorted(hubs), np.int64)
    wanted = [(group, _nearest(at, at[:, group].mean(axis=1))[:NEAR]) for group in groups]
    wanted += [(home, everywhere), (everywhere, home)] if len(home) else []
    for rows, columns in wanted:
        took, driven = travel.between([points[n] for n in rows], [points[n] for n in columns], profile)
        if travel.estimate:
            return Nearby(*estimate.spread(points, profile), [])
        missing = took == UNREACHED
        for places, axis in ((rows, 1), (columns, 0)):
            lost[places] += missing.sum(axis=axis)
            asked[places] += missing.shape[axis]
        keys = (rows[:, None] * len(points) + columns)[~missing]
        kept.append((keys, took[~missing], driven[~missing]))
    keys, first = np.unique(np.concatenate([each[0] for each in kept]), return_index=True)
    seconds.keys = metres.keys = keys
    seconds.values = np.concatenate([each[1] for each in kept])[first]
    metres.values = np.concatenate([each[2] for each in kept])[first]
    return Nearby(seconds, metres, np.flatnonzero(lost > asked / 2).tolist())


def neighbourhoods(at: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Places parted along the widest axis at the middle one, and the halves again, down to `TOGETHER`."""
    parts, found = [np.arange(at.shape[1])], []
    while parts:
        part = parts.pop()
        if len(part) <= TOGETHER:
            found.append(part)
            continue
        mine = at[:, part]
        order = np.argsort(mine[int(np.ptp(mine, axis=1).argmax())], kind="stable")
        parts += [part[order[: len(part) // 2]], part[order[len(part) // 2 :]]]
    return found


def _nearest(at: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.int64]:
    """The places by how far they are from a point, nearest first."""
    return np.argsort(((at - middle[:, None]) ** 2).sum(axis=0), kind="stable")


def _numbered(groups: Sequence[NDArray[np.int64]], count: int) -> NDArray[np.int32]:
    number = np.zeros(count, np.int32)
    for k, group in enumerate(groups):
        number[group] = k
    return number


def _ratios(found: NDArray[np.int32], reckoned: NDArray[np.int32]) -> NDArray[np.float64]:
    """How many times as long as reckoned; the middle of all where there is no way, or none worth the name."""
    known = (found > 0) & (reckoned > 0)
    usual = float(np.median(found[known] / reckoned[known])) if known.any() else 1.0
    ratios = np.full(found.shape, usual)
    np.divide(found, reckoned, out=ratios, where=known)
    clipped: NDArray[np.float64] = np.clip(ratios, *_RATIOS)
    return clipped


def settled(times: Sparse, distances: Sparse, cells: Sequence[tuple[int, int]], found: Tables) -> None:
    """Keeps the exact ways of some cells from now on; where none was found, what was reckoned stands."""
    rows, columns = np.array(cells, np.int64).T
    there = found[0] != UNREACHED
    for table, values in zip((times, distances), found, strict=True):
        table.learn(rows[there], columns[there], values[there])
