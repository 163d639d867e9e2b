"""Relations between stops, which no single route can tell."""

from __future__ import annotations

from collections.abc import Sequence

from routing.problem import RELOAD, Problem, Relation, Routes


def broken_relations(
    problem: Problem, routes: Routes, only: Sequence[Relation] | None = None
) -> list[tuple[tuple[int, ...], str, int]]:
    """Return each relation a plan breaks as (its stops, `relation_` + kind, number of offences).

    same_route, before and direct ask for all of their stops on one route, or for none of them anywhere.
    """
    relations = problem.relations if only is None else only
    if not relations:
        return []
    place: dict[int, tuple[int, int]] = {}
    for v, route in enumerate(routes):
        calls = [stop for stop in route if stop != RELOAD]
        for entry, stop in enumerate(calls):
            place[stop] = (v, entry)
    found = []
    for relation in relations:
        amount = _offences(relation, place)
        if amount:
            found.append((relation.stops, f"relation_{relation.kind}", amount))
    return found


def _offences(relation: Relation, place: dict[int, tuple[int, int]]) -> int:
    served = [place[i] for i in relation.stops if i in place]
    if relation.kind == "different_routes":
        return len(served) - len({v for v, _ in served})
    if not served:
        return 0
    apart = len(relation.stops) - len(served) + len({v for v, _ in served}) - 1
    if relation.kind == "same_route":
        return apart
    wrong = 0
    for i, j in zip(relation.stops, relation.stops[1:], strict=False):
        if i in place and j in place and place[i][0] == place[j][0]:
            step = place[j][1] - place[i][1]
            wrong += step <= 0 if relation.kind == "before" else step != 1
    return apart + wrong
