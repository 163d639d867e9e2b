"""Cutting a large problem into parts that lie together: another cut each time, so that borders move.

Only matrices are known, no positions: a cut is by whether a stop is nearer to the one or the other of two
far-apart stops, which halves the plane in a direction chosen at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.engine.plain.whole import Whole


def halved(
    whole: Whole, groups: Sequence[NDArray[np.int64]], parts: int, luck: np.random.Generator
) -> list[list[int]]:
    """Divide groups of nodes (routes, or single stops) into `parts` lists of group numbers, about equal in stops."""
    return _halved(whole, groups, np.arange(len(groups)), parts, luck)


def _halved(
    whole: Whole, groups: Sequence[NDArray[np.int64]], mine: NDArray[np.int64], parts: int, luck: np.random.Generator
) -> list[list[int]]:
    if parts <= 1 or len(mine) < 2:
        return [mine.tolist()]
    nodes = np.concatenate([groups[g] for g in mine])
    one = whole.farthest(nodes, int(nodes[luck.integers(len(nodes))]))
    other = whole.farthest(nodes, one)
    # now and then between two of the rest: other directions than the longest one
    if luck.random() < 0.7:
        one, other = (int(x) for x in nodes[luck.integers(len(nodes), size=2)])
    side = whole.sides(nodes, one, other)
    sizes = np.array([len(groups[g]) for g in mine])
    ends = np.cumsum(sizes)
    mean = np.add.reduceat(side, ends - sizes) / sizes
    order = np.argsort(mean, kind="stable")
    left = parts // 2
    filled = np.cumsum(sizes[order])
    cut = int(np.searchsorted(filled, filled[-1] * left / parts))
    cut = min(max(1, cut), len(mine) - 1)
    return _halved(whole, groups, mine[order[:cut]], left, luck) + _halved(
        whole, groups, mine[order[cut:]], parts - left, luck
    )
