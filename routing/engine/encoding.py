"""A problem on its way to the child: JSON for the rules, memory-mapped arrays for the matrices."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import numpy as np

from routing.problem import Break, Problem, Relation, Stop, Vehicle


def to_document(problem: Problem, folder: Path) -> dict[str, Any]:
    """The rules as plain JSON values; the matrices are written to `folder`, one file for each."""
    matrices = []
    for number, (times, distances) in enumerate(zip(problem.times, problem.distances, strict=True)):
        pair: list[str] = []
        for name, matrix in (("times", times), ("distances", distances)):
            path = folder / f"{name}{number}.npy"
            if name == "distances" and matrix is times:
                pair.append(pair[0])
                continue
            # a matrix of one value throughout crosses as that value
            np.save(path, matrix[:1, :1] if not any(matrix.strides) else np.ascontiguousarray(matrix))
            pair.append(str(path))
        matrices.append(pair)
    return {
        "matrices": matrices,
        "places": len(problem.times[0]),
        "stops": [_plain(stop) for stop in problem.stops],
        "vehicles": [_plain(vehicle) for vehicle in problem.vehicles],
        "relations": [_plain(relation) for relation in problem.relations],
        "speed": problem.speed,
    }


def from_document(document: dict[str, Any]) -> Problem:
    """The problem again, its matrices mapped from their files."""
    size = document["places"]
    mapped = {path: _mapped(path, size) for pair in document["matrices"] for path in pair}
    return Problem(
        times=tuple(mapped[times] for times, _ in document["matrices"]),
        distances=tuple(mapped[distances] for _, distances in document["matrices"]),
        stops=tuple(Stop(**_tuples(stop)) for stop in document["stops"]),
        vehicles=tuple(_vehicle(vehicle) for vehicle in document["vehicles"]),
        relations=tuple(Relation(**_tuples(relation)) for relation in document["relations"]),
        speed=tuple((since, pace) for since, pace in document["speed"]),
    )


def _mapped(path: str, size: int) -> np.ndarray:
    matrix = np.load(path, mmap_mode="r")
    return matrix if matrix.shape[0] == size else np.broadcast_to(matrix, (size, size))


def _vehicle(document: dict[str, Any]) -> Vehicle:
    breaks = tuple(Break(**pause) for pause in document.pop("breaks", ()))
    return Vehicle(**_tuples(document), breaks=breaks)


def _plain(thing: Any) -> dict[str, Any]:
    """The fields that are not at their default."""
    found = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.default is MISSING or value != field.default:
            found[field.name] = [_plain(each) for each in value] if field.name == "breaks" else value
    return found


def _tuples(document: dict[str, Any]) -> dict[str, Any]:
    return {name: _tuple(value) for name, value in document.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(each) for each in value) if isinstance(value, list) else value
