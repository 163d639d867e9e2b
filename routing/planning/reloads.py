"""Where a vehicle goes back to load: as the search found it, or as the load asks for it after an edit."""

from __future__ import annotations

from collections.abc import Sequence

from routing.planning.model import Model
from routing.problem import RELOAD
from routing.schedule import judge_route
from routing.schedule.reloads import fits, split
from store.records import Stop


def sequence_of(model: Model, vehicle: int, stops: Sequence[Stop]) -> list[int]:
    """The stops still to come as a sequence of the problem, with the reloads among them.

    The marks of the stops hold as long as nothing better is known: after an edit they may no longer fit.
    """
    plain = [model.index[stop.key] for stop in stops if not stop.driven]
    if model.problem.vehicles[vehicle].max_trips <= 1 or fits(model.problem, vehicle, plain):
        return plain
    marked: list[int] = []
    for stop in stops:
        if not stop.driven:
            marked += [RELOAD, model.index[stop.key]] if stop.reload else [model.index[stop.key]]
    tried = [marked, split(model.problem, vehicle, plain)]

    def breach(sequence: list[int]) -> tuple[int, int]:
        judged = judge_route(model.problem, vehicle, sequence)
        return judged.broken, judged.cost

    return min(tried, key=breach)


def calls_before(sequence: Sequence[int], entry: int) -> int:
    """How many stops stand before an entry of a sequence; reloads are none."""
    return sum(index != RELOAD for index in sequence[:entry])
