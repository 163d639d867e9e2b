"""Where on a route a vehicle goes back to load, the order of its stops being what it is."""

from __future__ import annotations

from collections.abc import Sequence

from routing.problem import RELOAD, Problem


def split(problem: Problem, vehicle: int, stops: Sequence[int]) -> list[int]:
    """The same order with the reloads that cost the least driving; as it is where no split fits the load.

    Bellman's recursion over the last stop of each trip: R. Bellman, Dynamic Programming, 1957.
    """
    going = problem.vehicles[vehicle]
    assert going.reload_place is not None
    times, depot = problem.times[going.mode], going.reload_place
    count, far = len(stops), 2**62
    places = [problem.stops[index].place for index in stops]
    best = [[far] * (count + 1) for _ in range(going.max_trips + 1)]
    begun = [[0] * (count + 1) for _ in range(going.max_trips + 1)]
    best[0][0] = 0
    for trip in range(1, going.max_trips + 1):
        for last in range(1, count + 1):
            for first in range(last - 1, -1, -1):
                if not fits(problem, vehicle, stops[first:last]):
                    break
                detour = 0
                if first:
                    here, there = places[first - 1], places[first]
                    detour = int(times[here, depot]) + int(times[depot, there]) - int(times[here, there])
                cost = best[trip - 1][first] + detour
                if cost < best[trip][last]:
                    best[trip][last], begun[trip][last] = cost, first
    trips = min(range(going.max_trips + 1), key=lambda trip: best[trip][count])
    if best[trips][count] >= far:
        return list(stops)
    cuts: set[int] = set()
    last = count
    for trip in range(trips, 0, -1):
        last = begun[trip][last]
        cuts.add(last)
    found: list[int] = []
    for position, index in enumerate(stops):
        found += [RELOAD, index] if position and position in cuts else [index]
    return found


def fits(problem: Problem, vehicle: int, stops: Sequence[int]) -> bool:
    """Whether what one trip brings and collects has room on board at any time."""
    for dimension, capacity in enumerate(problem.vehicles[vehicle].capacity):
        on_board = sum(_part(problem.stops[index].demand, dimension) for index in stops)
        if on_board > capacity:
            return False
        for index in stops:
            on_board += _part(problem.stops[index].pickup, dimension) - _part(problem.stops[index].demand, dimension)
            if on_board > capacity:
                return False
    return True


def _part(amounts: tuple[int, ...], dimension: int) -> int:
    return amounts[dimension] if dimension < len(amounts) else 0
