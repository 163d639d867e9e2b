"""Solomon's and Gehring & Homberger's text: name, VEHICLE with number and capacity, CUSTOMER with seven columns.

Distances and times are truncated to one decimal (the DIMACS convention): the problem's unit is a tenth.
"""

from __future__ import annotations

from collections.abc import Sequence

from routing.formats.instance import FormatError, Instance
from routing.formats.numbers import decimal, plane, scaled, whole
from routing.problem import Problem, Stop, Vehicle

SCALE = 10
COLUMNS = 7
CLIENT_LIMIT = 20_000


def looks_like(lines: Sequence[str]) -> bool:
    """Tell Solomon's text by its two headings."""
    headings = {line.strip().upper() for line in lines[:40]}
    return {"VEHICLE", "CUSTOMER"} <= headings


def parse(lines: Sequence[str], path: str) -> Instance:
    """Read the text; `FormatError` names the line."""
    words = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
    name = words[0][1][0] if words[0][1][0].upper() != "VEHICLE" else ""
    numeric = [(number, row) for number, row in words if row[0].lstrip("+-")[:1].isdigit() and number > 1]
    if not numeric or len(numeric[0][1]) != 2:
        raise FormatError("vehicles_missing", path, numeric[0][0] if numeric else 0)
    line, (count, load) = numeric[0]
    fleet, capacity = whole(count, path, line), whole(load, path, line)
    rows = numeric[1:]
    if not rows:
        raise FormatError("depot_missing", path, len(lines))
    if len(rows) > CLIENT_LIMIT:
        raise FormatError("too_large", path, rows[-1][0], clients=len(rows))
    if fleet < 1 or fleet > CLIENT_LIMIT or capacity < 0:
        raise FormatError("number_range", path, line, text=f"{count} {load}")
    for number, row in words:
        if number > line and not row[0].upper().startswith(("CUST", "NO", "NUMBER")) and len(row) != COLUMNS:
            raise FormatError("row_length", path, number, found=len(row), wanted=COLUMNS)
    points, stops, clients = [], [], []
    opening = (0, 0)
    seen: set[int] = set()
    for index, (number, row) in enumerate(rows):
        client = whole(row[0], path, number)
        if client in seen:
            raise FormatError("client_twice", path, number, client=client)
        seen.add(client)
        points.append((decimal(row[1], path, number), decimal(row[2], path, number)))
        demand = whole(row[3], path, number)
        early, late, service = (scaled(decimal(text, path, number), SCALE, path, number) for text in row[4:7])
        if min(demand, early, late, service) < 0:
            raise FormatError("negative", path, number, client=client)
        if early > late:
            raise FormatError("window_reversed", path, number, client=client)
        if index == 0:
            opening = (early, late)
            continue
        stops.append(Stop(index, service, ((early, late),), (demand,)))
        clients.append(client)
    matrix = plane(points, SCALE, rounded=False)
    vehicle = Vehicle(0, 0, opening[0], opening[1], capacity=(capacity,))
    problem = Problem((matrix,), (matrix,), tuple(stops), (vehicle,) * fleet, names=tuple(map(str, clients)))
    return Instance(name, "vrptw", problem, tuple(clients), tuple(range(1, fleet + 1)), SCALE)
