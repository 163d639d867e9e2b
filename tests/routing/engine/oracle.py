"""An independent oracle: tiny problems stated anew for OR-Tools CP-SAT, without a line of the judge's code.

One circuit for each vehicle over its depot, the stops and its reloads; times rise along it; everything that costs
is in the objective. A vehicle has one break at most. Speeds by the hour are told by the road driven so far: a clock
that runs as fast as the traffic.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from routing.problem import Problem, Relation, Stop

FAR = 200_000


def optimum(problem: Problem) -> tuple[int, int] | None:
    """Required stops left out at least, of those the least load, and the cheapest cost then."""
    model = cp_model.CpModel()
    routes = [_Route(model, problem, v) for v in range(len(problem.vehicles))]
    cost = [term for route in routes for term in route.cost]
    missing, loads = [], []
    for i, stop in enumerate(problem.stops):
        left_out = model.new_bool_var("")
        model.add_exactly_one([*(route.on[i] for route in routes), left_out])
        if stop.fixed_vehicle is not None:
            model.add(routes[stop.fixed_vehicle].on[i] == 1)
        if stop.prize is None:
            missing.append(left_out)
            loads.append(sum(stop.demand) * left_out)
        else:
            cost.append(stop.prize * left_out)
    for relation in problem.relations:
        _tie(model, relation, routes, problem.stops)
    fewest = model.new_int_var(0, len(problem.stops), "")
    model.add(fewest == sum(missing))
    total = model.new_int_var(0, 10**10 - 1, "")
    model.add(total == sum(cost))
    model.minimize(10**14 * fewest + 10**10 * sum(loads) + total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return solver.value(fewest), solver.value(total)


@dataclass
class _Route:
    """One vehicle's circuit: the depot is 0, the stops follow, then its reloads."""

    model: Any
    problem: Problem
    number: int
    on: list[Any] = field(default_factory=list)
    """[stop] whether it is served"""
    arrive: list[Any] = field(default_factory=list)
    """[stop or reload]"""
    begin: list[Any] = field(default_factory=list)
    leave: list[Any] = field(default_factory=list)
    follows: dict[tuple[int, int], Any] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)
    after: list[Any] = field(default_factory=list)
    """[stop or reload] whether the break is taken right after it"""

    def __post_init__(self) -> None:
        self.vehicle = self.problem.vehicles[self.number]
        self.times = self.problem.times[self.vehicle.mode]
        self.distances = self.problem.distances[self.vehicle.mode]
        self.stops = len(self.problem.stops)
        self.reloads = 0 if self.vehicle.reload_place is None else self.vehicle.max_trips - 1
        self.depart, self.back = (
            self.model.new_int_var(self.vehicle.earliest, self.vehicle.latest, "") for _ in range(2)
        )
        self._nodes()
        self._break()
        metres = self._legs()
        self._prices(metres)
        for d, room in enumerate(self.vehicle.capacity):
            self._load(d, room)
        if self.vehicle.max_stops is not None:
            self.model.add(sum(self.on[: self.stops]) <= self.vehicle.max_stops)
        if self.vehicle.max_distance is not None:
            self.model.add(sum(metres) <= self.vehicle.max_distance)

    def _time(self) -> Any:
        return self.model.new_int_var(0, FAR, "")

    def _place(self, node: int) -> int | None:
        if node == 0:
            return self.vehicle.end
        return self.problem.stops[node - 1].place if node <= self.stops else self.vehicle.reload_place

    def _nodes(self) -> None:
        for i in range(self.stops + self.reloads):
            present = self.model.new_bool_var("")
            arrive, begin, leave = (self._time() for _ in range(3))
            self.on.append(present)
            self.arrive.append(arrive)
            self.begin.append(begin)
            self.leave.append(leave)
            self.model.add(begin >= arrive)
            service = self.problem.stops[i].service if i < self.stops else self.vehicle.reload_service
            self.model.add(leave >= begin + service)
            if i < self.stops:
                self._stop(self.problem.stops[i], present, begin)

    def _stop(self, stop: Stop, present: Any, begin: Any) -> None:
        if stop.allowed is not None and self.number not in stop.allowed:
            self.model.add(present == 0)
        _windows(self.model, stop, present, begin, self.cost)
        if not self.reloads:
            self.model.add(self.depart >= stop.release).only_enforce_if(present)
        price = sum(extra for number, extra in stop.vehicle_cost if number == self.number)
        if stop.usual_vehicle is not None and stop.usual_vehicle != self.number:
            price += stop.change_cost
        self.cost.append(price * present)

    def _break(self) -> None:
        """The break right before or right after one of the calls, unless it never falls due."""
        self.after = [self.model.new_bool_var("") for _ in self.on]
        before = [self.model.new_bool_var("") for _ in self.on]
        if not self.vehicle.breaks:
            self.model.add(sum(self.after) + sum(before) == 0)
            return
        (pause,) = self.vehicle.breaks
        home, gone = (self.model.new_bool_var("") for _ in range(2))
        self.model.add_exactly_one([*self.after, *before, home, gone])
        due = self._time()
        self.model.add_min_equality(
            due, [min(pause.latest, FAR), self.depart + (FAR if pause.after is None else pause.after)]
        )
        self.model.add(self.back <= due).only_enforce_if(home)
        self.model.add(self.depart > pause.latest).only_enforce_if(gone)
        if pause.after is not None:
            self.model.add(gone == 0)
        start = self._time()
        self.model.add(start >= pause.earliest)
        self.model.add(start <= due).only_enforce_if(home.Not(), gone.Not())
        for i, present in enumerate(self.on):
            if pause.place is not None:
                self.model.add(before[i] == 0)
            self.model.add_implication(before[i], present)
            self.model.add_implication(self.after[i], present)
            self.model.add(start >= self.arrive[i]).only_enforce_if(before[i])
            self.model.add(self.begin[i] >= start + pause.duration).only_enforce_if(before[i])
            service = self.problem.stops[i].service if i < self.stops else self.vehicle.reload_service
            there = 0 if pause.place is None else int(self.times[self._place(i + 1), pause.place])
            self.model.add(start >= self.begin[i] + service + there).only_enforce_if(self.after[i])
            self.model.add(self.leave[i] >= start + pause.duration).only_enforce_if(self.after[i])

    def _legs(self) -> list[Any]:
        """The circuit, times along it; returns the metres driven."""
        idle = self.model.new_bool_var("")
        arcs, metres = [(0, 0, idle)], []
        arcs += [(i + 1, i + 1, present.Not()) for i, present in enumerate(self.on)]
        place = self.vehicle.breaks[0].place if self.vehicle.breaks else None
        for i, j in itertools.permutations(range(len(self.on) + 1), 2):
            taken = self.model.new_bool_var("")
            self.follows[i, j] = taken
            arcs.append((i, j, taken))
            start = self._place(i) if i else self.vehicle.start
            leave, arrive = self.leave[i - 1] if i else self.depart, self.arrive[j - 1] if j else self.back
            if place is None or i == 0:
                metres.append(self._leg(taken, start, self._place(j), leave, arrive))
                continue
            ways = [self.model.new_bool_var("") for _ in range(2)]
            self.model.add(sum(ways) == taken)
            self.model.add_implication(ways[1], self.after[i - 1])
            self.model.add_implication(ways[0], self.after[i - 1].Not())
            metres.append(self._leg(ways[0], start, self._place(j), leave, arrive))
            metres.append(self._leg(ways[1], place, self._place(j), leave, arrive))
            metres.append(int(self.distances[start, place]) * ways[1])
        self.model.add_circuit(arcs)
        self.model.add(self.back == self.depart).only_enforce_if(idle)
        for present in self.on[self.stops :]:
            self.model.add_implication(present, idle.Not())
        self.cost.append(self.vehicle.fixed_cost * (1 - idle))
        return metres

    def _leg(self, taken: Any, start: int | None, end: int | None, leave: Any, arrive: Any) -> Any:
        """The times of one leg if it is driven; returns its metres."""
        seconds, length = (0, 0) if end is None else (int(self.times[start, end]), int(self.distances[start, end]))
        if self.problem.speed and seconds:
            self.model.add(self._road(arrive) >= self._road(leave) + 1000 * seconds).only_enforce_if(taken)
        else:
            self.model.add(arrive >= leave + seconds).only_enforce_if(taken)
        return length * taken

    def _road(self, moment: Any) -> Any:
        """Seconds of road, in thousandths, that traffic lets through from midnight up to a moment."""
        steps = self.problem.speed
        begins = [begin for begin, _ in steps]
        assert begins[0] == 0
        road, through = self.model.new_int_var(0, 2000 * FAR, ""), 0
        inside = [self.model.new_bool_var("") for _ in steps]
        self.model.add_exactly_one(inside)
        for k, ((begin, pace), end) in enumerate(zip(steps, [*begins[1:], FAR], strict=True)):
            self.model.add(moment >= begin).only_enforce_if(inside[k])
            self.model.add(moment <= end).only_enforce_if(inside[k])
            self.model.add(road == through + pace * (moment - begin)).only_enforce_if(inside[k])
            through += pace * (end - begin)
        return road

    def _prices(self, metres: Sequence[Any]) -> None:
        vehicle = self.vehicle
        work = self._time()
        self.model.add(work == self.back - self.depart)
        self.cost.append(vehicle.distance_cost * sum(metres) + vehicle.time_cost * work)
        if vehicle.shift_end is not None:
            over = self._time()
            self.model.add(over >= self.back - vehicle.shift_end)
            self.cost.append(vehicle.overtime_cost * over)
        if vehicle.balance_cost:
            minutes, square = self._time(), self.model.new_int_var(0, FAR**2, "")
            self.model.add_division_equality(minutes, work, 60)
            self.model.add_multiplication_equality(square, [minutes, minutes])
            self.cost.append(vehicle.balance_cost * square)
        if vehicle.max_work is not None:
            self.model.add(work <= vehicle.max_work)

    def _load(self, d: int, room: int) -> None:
        """What the vehicle carries, from node to node: deliveries go down, pickups come up, a reload begins anew."""
        down = [stop.demand[d] if d < len(stop.demand) else 0 for stop in self.problem.stops]
        up = [stop.pickup[d] if d < len(stop.pickup) else 0 for stop in self.problem.stops]
        carried = [self.model.new_int_var(0, room, "") for _ in range(len(self.on) + 1)]
        if not self.reloads:
            self.model.add(carried[0] == sum(load * on for load, on in zip(down, self.on, strict=True)))
        else:
            assert not any(up), "with pickups what is loaded at a reload would have to be exact"
        for (i, j), taken in self.follows.items():
            if 0 < j <= self.stops:
                self.model.add(carried[j] == carried[i] - down[j - 1] + up[j - 1]).only_enforce_if(taken)


def _windows(model: Any, stop: Stop, present: Any, begin: Any, cost: list[Any]) -> None:
    windows = stop.windows if stop.fixed_begin is None else ((stop.fixed_begin,) * 2,)
    soft = stop.late_cost is not None and stop.fixed_begin is None
    if windows:
        chosen = [model.new_bool_var("") for _ in windows]
        model.add(sum(chosen) == 1).only_enforce_if(present)
        for k, (first, last) in enumerate(windows):
            late = stop.late_limit if soft and k == len(windows) - 1 else 0
            model.add(begin >= first).only_enforce_if(chosen[k], present)
            model.add(begin <= last + late).only_enforce_if(chosen[k], present)
    if soft and windows:
        late = model.new_int_var(0, FAR, "")
        model.add(late >= begin - windows[-1][1]).only_enforce_if(present)
        cost.append(stop.late_cost * late)
    assert stop.promised is None, "nobody waits to keep a promise, which cannot be said here"


def _tie(model: Any, relation: Relation, routes: Sequence[_Route], stops: Sequence[Stop]) -> None:
    if relation.kind == "different_routes":
        for route in routes:
            model.add(sum(route.on[i] for i in relation.stops) <= 1)
        return
    for route, (i, j) in itertools.product(routes, itertools.pairwise(relation.stops)):
        model.add(route.on[i] == route.on[j])
        if relation.kind == "direct":
            model.add(route.follows[i + 1, j + 1] == 1).only_enforce_if(route.on[i])
        if relation.kind == "before":
            model.add(route.begin[j] >= route.begin[i] + max(1, stops[i].service)).only_enforce_if(route.on[i])
