"""A plain problem as the kernel holds it: node 0 is the depot, node i + 1 is stop i.

Costs count in the problem's cost units, times in seconds. All matrices are 32-bit: they are what the
search reads most, and what does not fit is no plain problem.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from routing.problem import HORIZON, Problem, Stop, Vehicle

LIMIT = 2**30
"""Largest entry of a matrix, and largest time."""


class Plain(NamedTuple):
    """The arrays of a plain problem, or of a part of one. Every matrix is square over the nodes."""

    cost: Any
    """[from, to] cost of driving"""
    cost_to: Any
    """the same transposed, so that all legs of one node lie together"""
    time: Any
    time_to: Any
    service: Any
    """[node] seconds"""
    opens: Any
    closes: Any
    """[node] service may begin from `opens` to `closes`; for the depot the shift"""
    demand: Any
    worth: Any
    """[node] cost of leaving it out"""
    price: Any
    """[node] what serving it may cost on a route worth noting; all nothing as long as none is known"""
    around: Any
    """[node, k] other nodes, nearest first; 0 ends the list"""
    near: Any
    """[node, k] nodes beside which this one may stand, best first; 0 ends the list"""
    numbers: Any
    """capacity, cost of using a vehicle, vehicles, whether time matters, whether the matrices are symmetric, worth of
    a required stop, by how much a route worth noting may cost more than the prices of its stops"""


CAPACITY, FIXED, VEHICLES, TIMED, SYMMETRIC, REQUIRED, ABOVE = range(7)
NOTHING = -(2**60)
"""`ABOVE` where no route is worth noting."""


def is_plain(problem: Problem) -> bool:
    """Tell whether the plain kernel can hold every rule of the problem."""
    if not problem.vehicles or not problem.stops or problem.relations or problem.speed:
        return False
    vehicle = problem.vehicles[0]
    if any(other is not vehicle and other != vehicle for other in problem.vehicles):
        return False
    return (
        _plain_vehicle(vehicle)
        and all(_plain_stop(stop) for stop in problem.stops)
        and int(problem.distances[vehicle.mode].max(initial=0)) * vehicle.distance_cost <= LIMIT
    )


def _plain_vehicle(vehicle: Vehicle) -> bool:
    return (
        len(vehicle.capacity) <= 1
        and not vehicle.breaks
        and vehicle.reload_place is None
        and vehicle.max_stops is None
        and vehicle.max_work is None
        and vehicle.max_distance is None
        and not (vehicle.time_cost or vehicle.balance_cost)
        and (vehicle.overtime_cost == 0 or vehicle.shift_end is None)
        and vehicle.latest <= HORIZON
    )


def _plain_stop(stop: Stop) -> bool:
    return (
        len(stop.windows) <= 1
        and len(stop.demand) <= 1
        and not any(stop.pickup)
        and stop.release == 0
        and stop.late_cost is None
        and stop.allowed is None
        and not stop.vehicle_cost
        and stop.fixed_vehicle is None
        and stop.fixed_begin is None
        and stop.change_cost == 0
        and (stop.promised is None or stop.promise_cost == 0)
    )
