"""VRPLIB's form and PyVRP's dialect of it: CVRP, VRPTW, HFVRP, MDVRPTW.

Conventions of cost, as published: CVRP rounds distances to whole numbers; HFVRP's are real (here: ten
thousandths) at prices that are hundredths; VRPTW truncates distances and times to one decimal; MDVRPTW
rounds to thousandths and states its costs in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from routing.formats.instance import FormatError, Instance
from routing.formats.numbers import decimal, plane, scaled, whole
from routing.problem import HORIZON, Problem, Stop, Vehicle

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = {"CVRP": "cvrp", "CVRPTW": "vrptw", "VRPTW": "vrptw", "HFVRP": "hfvrp", "MDVRPTW": "mdvrptw"}
UNIT = {"cvrp": 1, "hfvrp": 10_000, "vrptw": 10, "mdvrptw": 1000}
"""Parts of the file's unit the problem counts in."""
DIVISOR = {"cvrp": 1, "hfvrp": 1_000_000, "vrptw": 10, "mdvrptw": 1}
SIZE_LIMIT = 20_000
KNOWN = {
    "NAME", "COMMENT", "TYPE", "DIMENSION", "EDGE_WEIGHT_TYPE", "EDGE_WEIGHT_FORMAT", "CAPACITY", "VEHICLES",
    "SERVICE_TIME", "VEHICLES_MAX_DURATION", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE",
    "NODE_COORD_SECTION", "DEMAND_SECTION", "DEPOT_SECTION", "TIME_WINDOW_SECTION", "SERVICE_TIME_SECTION",
    "CAPACITY_SECTION", "VEHICLES_DEPOT_SECTION", "VEHICLES_FIXED_COST_SECTION",
    "VEHICLES_UNIT_DISTANCE_COST_SECTION", "EDGE_WEIGHT_SECTION",
}  # fmt: skip


@dataclass
class Sections:
    """A file taken apart: headers, and the rows of each section with their line numbers."""

    path: str
    headers: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number from the headers."""
        if key not in self.headers:
            if default is None:
                raise FormatError("header_missing", self.path, 0, header=key)
            return default
        line, text = self.headers[key]
        return whole(text, self.path, line)

    def column(self, key: str, size: int, width: int = 2) -> list[tuple[int, list[str]]] | None:
        """Return a section's rows in the order of their numbers 1…size; None if there is no such section."""
        rows = self.rows.get(key)
        if rows is None:
            return None
        found: dict[int, tuple[int, list[str]]] = {}
        for line, row in rows:
            if len(row) != width:
                raise FormatError("row_length", self.path, line, found=len(row), wanted=width, section=key)
            index = whole(row[0], self.path, line)
            if not 1 <= index <= size or index in found:
                raise FormatError("index_wrong", self.path, line, section=key, index=index)
            found[index] = (line, row[1:])
        if len(found) < size:
            raise FormatError("rows_missing", self.path, rows[-1][0] if rows else 0, section=key, found=len(found),
                              wanted=size)  # fmt: skip
        return [found[i] for i in range(1, size + 1)]

    def values(self, key: str, size: int, default: int) -> list[int]:
        """Return a section of whole numbers, not negative; the default for each where it is absent."""
        rows = self.column(key, size)
        if rows is None:
            return [default] * size
        out = []
        for line, row in rows:
            value = whole(row[0], self.path, line)
            if value < 0:
                raise FormatError("negative", self.path, line, section=key)
            out.append(value)
        return out


def looks_like(lines: Sequence[str]) -> bool:
    """Tell the form by a DIMENSION header or a section near the top."""
    heads = [line.strip().upper() for line in lines[:60]]
    return any(h.startswith(("DIMENSION", "EDGE_WEIGHT_TYPE")) or h.endswith("_SECTION") for h in heads)


def _take_apart(lines: Sequence[str], path: str) -> Sections:
    out = Sections(path)
    section = ""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line:
            continue
        if line.upper() == "EOF":
            break
        key = line.split(":", 1)[0].strip().upper()
        if key.endswith("_SECTION"):
            if key not in KNOWN:
                raise FormatError("section_unknown", path, number, section=key)
            if key in out.rows:
                raise FormatError("section_twice", path, number, section=key)
            section = key
            out.rows[section] = []
        elif ":" in line:
            if key not in KNOWN:
                raise FormatError("header_unknown", path, number, header=key[:40])
            out.headers[key] = (number, line.split(":", 1)[1].strip().strip('"'))
            section = ""
        elif section:
            out.rows[section].append((number, line.split()))
        else:
            raise FormatError("line_unknown", path, number, text=line[:40])
    return out


def parse(lines: Sequence[str], path: str) -> Instance:
    """Read the file; `FormatError` names the line."""
    s = _take_apart(lines, path)
    line, text = s.headers.get("TYPE", (0, "CVRP"))
    if text.upper() not in KINDS:
        raise FormatError("type_unknown", path, line, type=text[:40])
    kind = KINDS[text.upper()]
    unit = UNIT[kind]
    size = s.number("DIMENSION")
    if not 1 <= size <= SIZE_LIMIT:
        raise FormatError("number_range", path, s.headers["DIMENSION"][0], text=str(size))
    matrix = _matrix(s, kind, size)
    depots = _depots(s, size)
    demand = s.values("DEMAND_SECTION", size, 0)
    service = _service(s, size, unit)
    windows = _windows(s, size, unit)
    places = [i for i in range(size) if i not in depots]
    stops = tuple(Stop(i, service[i], () if windows is None else (windows[i],), (demand[i],)) for i in places)
    vehicles = _vehicles(s, kind, depots, windows, len(stops))
    times = matrix if kind in ("vrptw", "mdvrptw") else np.broadcast_to(np.zeros(1, matrix.dtype), matrix.shape)
    clients = tuple(i + 1 for i in places)
    problem = Problem((times,), (matrix,), stops, vehicles, names=tuple(map(str, clients)))
    name = s.headers.get("NAME", (0, ""))[1]
    return Instance(name, kind, problem, clients, tuple(range(1, len(vehicles) + 1)), DIVISOR[kind])


def _matrix(s: Sections, kind: str, size: int) -> NDArray[np.int64]:
    line, text = s.headers.get("EDGE_WEIGHT_TYPE", (0, "EUC_2D"))
    if text.upper() == "EXPLICIT":
        return _explicit(s, kind, size)
    if text.upper() != "EUC_2D":
        raise FormatError("weights_unknown", s.path, line, type=text[:40])
    rows = s.column("NODE_COORD_SECTION", size, 3)
    if rows is None:
        raise FormatError("section_missing", s.path, 0, section="NODE_COORD_SECTION")
    points = [(decimal(x, s.path, at), decimal(y, s.path, at)) for at, (x, y) in rows]
    return plane(points, UNIT[kind], rounded=kind != "vrptw")


def _explicit(s: Sections, kind: str, size: int) -> NDArray[np.int64]:
    line, form = s.headers.get("EDGE_WEIGHT_FORMAT", (0, "FULL_MATRIX"))
    rows = s.rows.get("EDGE_WEIGHT_SECTION", [])
    cells = [scaled(decimal(x, s.path, at), UNIT[kind], s.path, at, rounded=kind != "vrptw")
             for at, row in rows for x in row]  # fmt: skip
    out = np.zeros((size, size), np.int64)
    if form.upper() == "FULL_MATRIX":
        wanted = size * size
        where = np.indices((size, size)).reshape(2, -1)
    elif form.upper() == "LOWER_ROW":
        wanted = size * (size - 1) // 2
        where = np.array(np.tril_indices(size, -1))
    else:
        raise FormatError("weights_unknown", s.path, line, type=form[:40])
    if len(cells) != wanted:
        raise FormatError("rows_missing", s.path, rows[-1][0] if rows else 0, section="EDGE_WEIGHT_SECTION",
                          found=len(cells), wanted=wanted)  # fmt: skip
    if cells and min(cells) < 0:
        raise FormatError("negative", s.path, 0, section="EDGE_WEIGHT_SECTION")
    out[where[0], where[1]] = cells
    if form.upper() == "LOWER_ROW":
        out += out.T
    return out


def _depots(s: Sections, size: int) -> list[int]:
    found: list[int] = []
    for line, row in s.rows.get("DEPOT_SECTION", []):
        for text in row:
            number = whole(text, s.path, line)
            if number == -1:
                return found or _no_depot(s)
            if not 1 <= number <= size or number - 1 in found:
                raise FormatError("index_wrong", s.path, line, section="DEPOT_SECTION", index=number)
            found.append(number - 1)
    return found or _no_depot(s)


def _no_depot(s: Sections) -> list[int]:
    raise FormatError("depot_missing", s.path, 0)


def _service(s: Sections, size: int, unit: int) -> list[int]:
    rows = s.column("SERVICE_TIME_SECTION", size)
    if rows is None:
        line, text = s.headers.get("SERVICE_TIME", (0, "0"))
        return [_time(decimal(text, s.path, line), unit, s.path, line)] * size
    return [_time(decimal(row[0], s.path, line), unit, s.path, line) for line, row in rows]


def _time(value: Fraction, unit: int, path: str, line: int) -> int:
    out = scaled(value, unit, path, line, rounded=unit == UNIT["mdvrptw"])
    if out < 0:
        raise FormatError("negative", path, line)
    return out


def _windows(s: Sections, size: int, unit: int) -> list[tuple[int, int]] | None:
    rows = s.column("TIME_WINDOW_SECTION", size, 3)
    if rows is None:
        return None
    out = []
    for line, row in rows:
        start, end = (_time(decimal(text, s.path, line), unit, s.path, line) for text in row)
        if start > end:
            raise FormatError("window_reversed", s.path, line)
        out.append((start, end))
    return out


def _vehicles(
    s: Sections, kind: str, depots: list[int], windows: list[tuple[int, int]] | None, stops: int
) -> tuple[Vehicle, ...]:
    fleet = s.number("VEHICLES", max(1, stops))
    if not 1 <= fleet <= SIZE_LIMIT:
        raise FormatError("number_range", s.path, s.headers["VEHICLES"][0], text=str(fleet))
    if "CAPACITY_SECTION" in s.rows:
        capacity = s.values("CAPACITY_SECTION", fleet, 0)
    else:
        capacity = [s.number("CAPACITY")] * fleet
    fixed = [x * UNIT[kind] for x in s.values("VEHICLES_FIXED_COST_SECTION", fleet, 0)]
    price = s.values("VEHICLES_UNIT_DISTANCE_COST_SECTION", fleet, 1)
    home = s.values("VEHICLES_DEPOT_SECTION", fleet, depots[0] + 1)
    longest = None
    if "VEHICLES_MAX_DURATION" in s.headers:
        line, text = s.headers["VEHICLES_MAX_DURATION"]
        longest = _time(decimal(text, s.path, line), UNIT[kind], s.path, line)
    out = []
    for v in range(fleet):
        if home[v] - 1 not in depots:
            raise FormatError("index_wrong", s.path, 0, section="VEHICLES_DEPOT_SECTION", index=home[v])
        if capacity[v] < 0:
            raise FormatError("negative", s.path, 0, section="CAPACITY")
        early, late = (0, HORIZON) if windows is None else windows[home[v] - 1]
        out.append(Vehicle(home[v] - 1, home[v] - 1, early, late, capacity=(capacity[v],), fixed_cost=fixed[v],
                           distance_cost=price[v], max_work=longest))  # fmt: skip
    return tuple(out)
