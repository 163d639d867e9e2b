"""Each solver as a function of a file: wall time in, routes out. Run by `bench.run` in processes of their own.

The routes, not the solver's own figure, are what is judged afterwards: by this project's judge, on this
project's reading of the file.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from routing.problem import Problem

Routes = list[list[int]]
"""One list of stop numbers per vehicle, as the problem counts them; empty where the vehicle stays at home."""


def engine(path: Path, seconds: float, seed: int) -> Routes:
    """This project's engine, as the command line runs it."""
    from routing.engine.client import solve_blocking
    from routing.formats import read

    began = time.monotonic()
    problem = read(path).problem
    return solve_blocking(
        problem, seconds=seconds - (time.monotonic() - began) - _started(), seed=seed, workers=2
    ).routes


def pyvrp(path: Path, seconds: float, seed: int) -> Routes:
    """PyVRP on one core; the caller runs two with different seeds and takes the better."""
    from pyvrp import Client, Depot, Location, ProblemData, VehicleType, solve
    from pyvrp.stop import MaxRuntime

    problem = _problem(path)
    shift = 2**40
    homes = sorted({vehicle.start for vehicle in problem.vehicles})
    far = problem.distances[0]
    places = [*homes, *(stop.place for stop in problem.stops)]
    depots = [Depot(number) for number in range(len(homes))]
    clients = [
        Client(number, list(stop.demand), [], stop.service, stop.windows[0][0] if stop.windows else 0,
               stop.windows[0][1] if stop.windows else shift)
        for number, stop in enumerate(problem.stops, len(homes))
    ]  # fmt: skip
    kinds: dict[object, list[int]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        kinds.setdefault(vehicle, []).append(number)
    # its penalties are made for costs of this order
    unit = 100 if any(vehicle.distance_cost > 1 for vehicle in problem.vehicles) else 1
    types = [
        VehicleType(
            len(numbers), list(vehicle.capacity), homes.index(vehicle.start), homes.index(vehicle.start),
            vehicle.fixed_cost // unit, vehicle.earliest, vehicle.latest,
            *([] if vehicle.max_work is None else [vehicle.max_work]), unit_distance_cost=vehicle.distance_cost,
        )
        for vehicle, numbers in kinds.items()
    ]  # fmt: skip
    distances = far[places][:, places] // unit
    spots = [Location(0, 0) for _ in places]
    data = ProblemData(spots, clients, depots, types, [distances], [problem.times[0][places][:, places]])
    result = solve(data, stop=MaxRuntime(max(0.1, seconds - _started() - 0.3)), seed=seed, display=False)
    routes: Routes = [[] for _ in problem.vehicles]
    free = [list(numbers) for numbers in kinds.values()]
    if result.best.is_feasible():
        for route in result.best.routes():
            routes[free[route.vehicle_type()].pop(0)] = [step.idx for step in route if step.is_client()]
    return routes


def vroom(path: Path, seconds: float, seed: int) -> Routes:
    """VROOM on two threads, at its highest exploration level."""
    import vroom as library

    del seed
    problem = _problem(path)
    distances = problem.distances[0]
    model = library.Input()
    model.set_durations_matrix(profile="car", matrix_input=problem.times[0].astype("uint32"))
    model.set_distances_matrix(profile="car", matrix_input=distances.astype("uint32"))
    model.set_costs_matrix(profile="car", matrix_input=distances.astype("uint32"))
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.distance_cost != 1 or vehicle.fixed_cost or vehicle.max_work is not None:
            raise NotImplementedError
        model.add_vehicle(
            library.Vehicle(number, vehicle.start, vehicle.end, capacity=list(vehicle.capacity),
                            time_window=library.TimeWindow(vehicle.earliest, vehicle.latest))
        )  # fmt: skip
    for number, stop in enumerate(problem.stops):
        windows = [library.TimeWindow(*window) for window in stop.windows]
        model.add_job(
            library.Job(number, stop.place, default_service=stop.service, delivery=list(stop.demand),
                        **({"time_windows": windows} if windows else {}))
        )  # fmt: skip
    limit = max(0.1, seconds - _started() - 0.3)
    solution = model.solve(exploration_level=5, nb_threads=2, timeout=timedelta(seconds=limit))
    routes: Routes = [[] for _ in problem.vehicles]
    for step in solution.routes.itertuples():
        if step.type == "job":
            routes[int(step.vehicle_id)].append(int(step.id))
    return routes


def ortools(path: Path, seconds: float, seed: int) -> Routes:
    """OR-Tools' routing library with its usual settings: cheapest insertion, then guided local search.

    It takes no seed.
    """
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    del seed
    problem = _problem(path)
    places = len(problem.times[0])
    starts = [vehicle.start for vehicle in problem.vehicles]
    manager = pywrapcp.RoutingIndexManager(places, len(starts), starts, starts)
    model = pywrapcp.RoutingModel(manager)
    distances = problem.distances[0]
    prices: dict[int, int] = {}
    for number, vehicle in enumerate(problem.vehicles):
        if vehicle.distance_cost not in prices:
            matrix = distances * vehicle.distance_cost
            prices[vehicle.distance_cost] = model.RegisterTransitMatrix(matrix.tolist())
        model.SetArcCostEvaluatorOfVehicle(prices[vehicle.distance_cost], number)
        model.SetFixedCostOfVehicle(vehicle.fixed_cost, number)
    demand = [0] * places
    service = [0] * places
    for stop in problem.stops:
        demand[stop.place] = stop.demand[0] if stop.demand else 0
        service[stop.place] = stop.service
    load = model.RegisterUnaryTransitVector(demand)
    model.AddDimensionWithVehicleCapacity(load, 0, [v.capacity[0] for v in problem.vehicles], True, "load")
    if any(stop.windows for stop in problem.stops):
        import numpy as np

        matrix = problem.times[0] + np.array(service)[:, None]
        horizon = max(vehicle.latest for vehicle in problem.vehicles)
        model.AddDimension(model.RegisterTransitMatrix(matrix.tolist()), horizon, horizon, False, "time")
        clock = model.GetDimensionOrDie("time")
        for stop in problem.stops:
            clock.CumulVar(manager.NodeToIndex(stop.place)).SetRange(*stop.windows[0])
        for number, vehicle in enumerate(problem.vehicles):
            clock.CumulVar(model.Start(number)).SetRange(vehicle.earliest, vehicle.latest)
            clock.CumulVar(model.End(number)).SetRange(vehicle.earliest, vehicle.latest)
            if vehicle.max_work is not None:
                clock.SetSpanUpperBoundForVehicle(vehicle.max_work, number)
    options = pywrapcp.DefaultRoutingSearchParameters()
    options.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    options.time_limit.FromMilliseconds(max(100, math.floor(1000 * (seconds - _started() - 0.3))))
    solution = model.SolveWithParameters(options)
    routes: Routes = [[] for _ in problem.vehicles]
    stop_at = {stop.place: number for number, stop in enumerate(problem.stops)}
    if solution is not None:
        for number in range(len(starts)):
            index = solution.Value(model.NextVar(model.Start(number)))
            while not model.IsEnd(index):
                routes[number].append(stop_at[manager.IndexToNode(index)])
                index = solution.Value(model.NextVar(index))
    return routes


SOLVERS: dict[str, Callable[[Path, float, int], Routes]] = {
    "engine": engine,
    "pyvrp": pyvrp,
    "vroom": vroom,
    "ortools": ortools,
}
TWINS = {"pyvrp"}
"""Solvers of one thread that take a seed: two run at once, with seeds of their own, and the better one counts."""


def _problem(path: Path) -> Problem:
    """The problem as a peer gets it: of more vehicles alike than could be of use only as many as could."""
    from routing.formats import read

    problem = read(path).problem
    first = problem.vehicles[0]
    if any(vehicle != first for vehicle in problem.vehicles):
        return problem
    load = sum(stop.demand[0] if stop.demand else 0 for stop in problem.stops)
    useful = 2 * math.ceil(load / first.capacity[0]) + 20
    return replace(problem, vehicles=problem.vehicles[:useful])


def _started() -> float:
    """Seconds this process has been running: the limit holds for all of it."""
    return time.time() - float(sys.argv[4])


def main() -> None:
    """`python -m bench.peers SOLVER FILE SECONDS BEGUN SEED`: routes as JSON on stdout."""
    name, path, seconds, _, seed = sys.argv[1:6]
    routes = SOLVERS[name](Path(path), float(seconds), int(seed))
    sys.stdout.buffer.write(orjson.dumps({"routes": routes}))


if __name__ == "__main__":
    main()
