"""Why a rep who is on duty makes no stop: nothing he may make, nothing that fits, or cheaper with the others."""

from __future__ import annotations

from collections import Counter

from routing.planning.fitness import barred, refusal
from routing.planning.insertion import sequences_of
from routing.planning.model import COST_UNIT, Model
from routing.problem import RELOAD
from routing.schedule import judge_route
from store.records import Day, Message, Route


def idle_told(model: Model, day: Day) -> Day:
    """The day with the reason on every route that has no stop."""
    if all(route.stops for route in day.routes):
        return day
    sequences = sequences_of(model, day)
    routes = [
        route if route.stops else route.model_copy(update={"idle": _why(model, sequences, route)})
        for route in day.routes
    ]
    return day.model_copy(update={"routes": routes})


def _why(model: Model, sequences: list[list[int]], route: Route) -> list[Message]:
    """The reason; where all that is due is refused, what is said of most of it comes second."""
    vehicle = model.vehicle[route.rep]
    rep = model.reps[vehicle].name
    if route.locked or route.out:
        return [Message(code="locked" if route.locked else "out", params={"rep": rep})]
    able = [
        index for index, stop in enumerate(model.problem.stops) if stop.allowed is None or vehicle in stop.allowed
    ]
    if not able:
        crew = model.crews[vehicle]
        said = Counter[str]()
        words: dict[str, Message] = {}
        for due in model.dues:
            why = refusal(model.world, due, crew) or next((each for _, each in barred(model.world, due, crew)), None)
            if why is not None:
                said[why.code] += 1
                words.setdefault(why.code, why)
        most = [words[said.most_common(1)[0][0]]] if said else []
        return [Message(code="nothing" if model.dues else "nothing_due", params={"rep": rep}), *most]
    best = _cheapest(model, sequences, vehicle, able)
    if best is None:
        return [Message(code="does_not_fit", params={"rep": rep, "n": len(able)})]
    index, more, owner = best
    params = {
        "rep": rep,
        "name": model.dues[index].outlet.name,
        "other": "" if owner is None else model.reps[owner].name,
        "cost": f"{abs(more) / COST_UNIT / 100:.2f}",
    }
    if owner is None:
        return [Message(code="costs_more_than_worth" if more > 0 else "not_found", params=params)]
    return [Message(code="costs_more" if more > 0 else "would_save", params=params)]


def _cheapest(
    model: Model, sequences: list[list[int]], vehicle: int, able: list[int]
) -> tuple[int, int, int | None] | None:
    """The stop that costs least more to be given to this rep: which, how much more, who has it now (None: nobody).

    None where no stop would keep every rule.
    """
    problem = model.problem
    owner = {index: v for v, route in enumerate(sequences) for index in route if index != RELOAD}
    costs = [judge_route(problem, v, route).cost for v, route in enumerate(sequences)]
    found: list[tuple[int, int, int | None]] = []
    for index in able:
        alone = judge_route(problem, vehicle, [index])
        here = owner.get(index)
        if alone.violations or problem.stops[index].fixed_vehicle is not None:
            continue
        if here is None:
            saved = problem.stops[index].prize or 0
        else:
            rest = [each for each in sequences[here] if each != index]
            saved = costs[here] - judge_route(problem, here, rest).cost
        found.append((index, alone.cost - saved, here))
    return min(found, key=lambda each: (each[1], each[0]), default=None)
