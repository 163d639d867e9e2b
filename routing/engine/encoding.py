"""A problem on its way to the child: JSON for the rules, memory-mapped arrays for the matrices."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import numpy as np

from routing.problem import Break, Problem, Relation, Stop, Vehicle
from routing.sparse import Sparse


def to_document(problem: Problem, folder: Path) -> dict[str, Any]:
    """The rules as plain JSON values; the matrices are written to `folder`, one file for each array.

    Of a matrix that makes its cells when asked for what it makes them of is written.
    """
    written: dict[int, str] = {}

    def path_of(name: str, array: np.ndarray) -> str:
        if id(array) not in written:
            written[id(array)] = str(folder / f"{name}.npy")
            np.save(written[id(array)], np.ascontiguousarray(array))
        return written[id(array)]

    matrices: list[list[str | dict[str, Any]]] = []
    for number, (times, distances) in enumerate(zip(problem.times, problem.distances, strict=True)):
        pair: list[str | dict[str, Any]] = []
        for name, matrix in ((f"times{number}", times), (f"distances{number}", distances)):
            if isinstance(matrix, Sparse):
                arrays, numbers = matrix.parts()
                pair.append(numbers | {part: path_of(f"{name}-{part}", array) for part, array in arrays.items()})
            elif id(matrix) in written or any(matrix.strides):
                pair.append(path_of(name, matrix))
            else:
                # a matrix of one value throughout crosses as that value
                pair.append(path_of(name, matrix[:1, :1]))
        matrices.append(pair)
    return {
        "matrices": matrices,
        "places": problem.times[0].shape[0],
        "stops": [_plain(stop) for stop in problem.stops],
        "vehicles": [_plain(vehicle) for vehicle in problem.vehicles],
        "relations": [_plain(relation) for relation in problem.relations],
        "speed": problem.speed,
    }


def from_document(document: dict[str, Any]) -> Problem:
    """The problem again, its matrices mapped from their files, or made where only what they are made of crossed."""
    size = document["places"]
    pairs = document["matrices"]
    mapped = {path: _mapped(path, size) for pair in pairs for path in pair if isinstance(path, str)}
    times, distances = (
        _dense(size, [pair[which] for pair in pairs])
        if any(isinstance(pair[which], dict) for pair in pairs)
        else tuple(mapped[pair[which]] for pair in pairs)
        for which in (0, 1)
    )
    return Problem(
        times=times,
        distances=distances,
        stops=tuple(Stop(**_tuples(stop)) for stop in document["stops"]),
        vehicles=tuple(_vehicle(vehicle) for vehicle in document["vehicles"]),
        relations=tuple(Relation(**_tuples(relation)) for relation in document["relations"]),
        speed=tuple((since, pace) for since, pace in document["speed"]),
    )


def _dense(size: int, modes: list[dict[str, Any]]) -> tuple[np.ndarray, ...]:
    """Matrices made cell by cell, all in one array, as the kernels want them."""
    whole = np.empty((len(modes), size, size), np.int32)
    for mode, parts in enumerate(modes):
        made = {name: np.load(part, mmap_mode="r") if isinstance(part, str) else part for name, part in parts.items()}
        Sparse(**made).dense(whole[mode])
    return tuple(whole)


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
