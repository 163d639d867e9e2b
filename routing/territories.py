"""Territories: outlets shared out among reps or depots by the time it takes to get there, evenly where asked.

Each centre has its cell: the outlets it reaches soonest there and back (a Voronoi cell of the roads). For even
work every centre is given a handicap in seconds that grows while its cell holds too much (a power diagram): cells
stay in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.travel.protocol import UNREACHED, VAN, Point, Profile, Travel

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

ROUNDS = 300
"""Steps in which the handicaps are found."""
EVEN = 0.03
"""Share of its due by which a territory may be off before it is called uneven."""
MOVES = 12
"""Times that centres are moved to the middle of their cells."""
CANDIDATES = 1200
"""Outlets among which centres are looked for; of more, every so manieth."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Outlets by territory: `of[i]` is the centre of outlet i (-1: no road leads there); seconds there and back,
    metres there; `centres` are points.
    """

    of: NDArray[np.int64]
    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]
    centres: tuple[Point, ...]


def shared_among(
    travel: Travel,
    points: Sequence[Point],
    centres: Sequence[Point],
    work: Sequence[float],
    shares: Sequence[float] | None = None,
    profile: Profile = VAN,
) -> Shared:
    """Outlets at `points` to the nearest of `centres`; with `shares` so that each has its share of the work.

    Raises `TravelError` as the source does.
    """
    there, metres = travel.between(centres, points, profile)
    back, _ = travel.between(points, centres, profile)
    both = np.where((there == UNREACHED) | (back.T == UNREACHED), -1, there.astype(np.int64) + back.T)
    reached = (both >= 0).any(axis=0)
    cost = np.where(both < 0, np.int64(2**40), both)
    weights = np.where(reached, np.asarray(work, np.float64), 0.0)
    of = cost.argmin(axis=0) if shares is None else evenly(cost, weights, np.asarray(shares, np.float64))
    of[~reached] = -1
    mine = np.maximum(of, 0), np.arange(len(points))
    return Shared(of, both[mine], metres[mine].astype(np.int64), tuple(centres))


def evenly(cost: NDArray[np.int64], work: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each column of `cost` the row it goes to: every row has its share of the work as nearly as can be."""
    total = float(work.sum())
    due = total * shares / shares.sum()
    if total <= 0 or len(cost) < 2:
        return np.asarray(cost.argmin(axis=0))
    handicap = np.zeros(len(cost))
    step = float(np.median(np.sort(cost, axis=0)[1] - cost.min(axis=0))) / 4 or 60.0
    best, least = cost.argmin(axis=0), np.inf
    for number in range(ROUNDS):
        of = (cost + handicap[:, None]).argmin(axis=0)
        off = np.bincount(of, work, len(cost)) / np.maximum(due, 1e-9) - 1
        worst = float(np.abs(off).max())
        if worst < least:
            best, least = of, worst
        if worst < EVEN:
            break
        handicap += step * np.clip(off, -1, 2) / (1 + number / 40)
    return _evened(cost, work, due, best)


def _evened(
    cost: NDArray[np.int64], work: NDArray[np.float64], due: NDArray[np.float64], of: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Single outlets handed on from whoever has too much to whom it costs least, while that makes it more even.

    Where many outlets lie together no handicap parts them.
    """
    of = of.copy()
    due = np.maximum(due, 1e-9)
    load = np.bincount(of, work, len(cost)).astype(np.float64)
    for _ in range(len(work)):
        giver = int((load / due).argmax())
        mine = np.flatnonzero(of == giver)
        if load[giver] <= due[giver] * (1 + EVEN) or not len(mine):
            break
        extra = (cost[:, mine] - cost[giver, mine]).astype(np.float64)
        extra[(load[:, None] + work[mine]) / due[:, None] >= load[giver] / due[giver]] = np.inf
        taker, outlet = np.unravel_index(extra.argmin(), extra.shape)
        if not np.isfinite(extra[taker, outlet]):
            break
        moved = mine[outlet]
        load[giver] -= work[moved]
        load[taker] += work[moved]
        of[moved] = taker
    return of


def settled_centres(
    travel: Travel,
    points: Sequence[Point],
    work: Sequence[float],
    shares: Sequence[float],
    owners: Sequence[int],
    profile: Profile = VAN,
) -> tuple[Point, ...]:
    """A centre for each share: the middle of the outlets of its owner now, moved until it is that of its cell.

    `owners[i]` is who has outlet i now, -1 where nobody has. Centres of those who have none are put far from
    the others.
    """
    every = max(1, -(-len(points) // CANDIDATES))
    some = np.arange(0, len(points), every)
    places = [points[i] for i in some.tolist()]
    seconds, _ = travel.matrix(places, profile)
    both = seconds.astype(np.int64) + seconds.T
    both[(seconds == UNREACHED) | (seconds.T == UNREACHED)] = 2**32
    weights, owner = np.asarray(work, np.float64)[some], np.asarray(owners)[some]
    centres: list[int] = []
    for number in range(len(shares)):
        mine = np.flatnonzero(owner == number)
        centres.append(_middle(both, weights, mine) if len(mine) else -1)
    for number, centre in enumerate(centres):
        if centre < 0:
            known = [each for each in centres if each >= 0]
            away = both[known].min(axis=0) if known else both.sum(axis=0)
            centres[number] = int(np.where(away < 2**32, away, -1).argmax())
    for _ in range(MOVES):
        of = evenly(both[centres], weights, np.asarray(shares, np.float64))
        moved = [
            _middle(both, weights, np.flatnonzero(of == number)) if (of == number).any() else centre
            for number, centre in enumerate(centres)
        ]
        if moved == centres:
            break
        centres = moved
    return tuple(places[centre] for centre in centres)


def _middle(both: NDArray[np.int64], work: NDArray[np.float64], mine: NDArray[np.int64]) -> int:
    """The outlet from which all of some are nearest, weighed by their work."""
    weighed = both[np.ix_(mine, mine)] @ (work[mine] + 1e-6)
    return int(mine[weighed.argmin()])


def territory_graph(
    shared: Shared, names: Sequence[str], ids: Sequence[str], points: Sequence[Point], work: Sequence[float]
) -> nx.DiGraph:
    """The territories as a graph: an edge from each centre to each of its outlets with `seconds` (there and back)
    and `metres` (there). All values are plain, so that it can be written as GraphML.
    """
    import networkx as nx

    graph = nx.DiGraph()
    for number, (name, (lat, lon)) in enumerate(zip(names, shared.centres, strict=True)):
        hours = sum(w for w, k in zip(work, shared.of.tolist(), strict=True) if k == number)
        graph.add_node(f"centre:{name}", kind="centre", name=name, lat=lat, lon=lon, work=round(hours, 2))
    for outlet, (lat, lon), hours, number, seconds, metres in zip(
        ids, points, work, shared.of.tolist(), shared.seconds.tolist(), shared.metres.tolist(), strict=True
    ):
        graph.add_node(outlet, kind="outlet", lat=lat, lon=lon, work=round(hours, 3))
        if number >= 0:
            graph.add_edge(f"centre:{names[number]}", outlet, seconds=seconds, metres=metres)
    return graph
