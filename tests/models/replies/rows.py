"""Rows of a returned table: which stop each is, and what its cells put on file."""

from __future__ import annotations

from tests.models.replies.cutting import Piece, folded
from tests.models.replies.plan import Facts, Plan, Stop
from tests.models.replies.reading import Block, Read, content_of, settle

COLUMNS = {"in": "到店", "out": "离店", "steps": "步骤", "skipped": "漏项", "points": "陈列", "missing": "缺货", "facings": "排面",
           "stock": "库存", "order": "订单", "delivery": "送货", "paid": "收款", "coached": "辅导", "rating": "评价", "note": "备注",
           "left": "未访"}  # fmt: skip
KINDS = {"拜访": "visit", "送货": "delivery"}
Row = dict[str, str]
"""A row's cells by their heading."""


def stop_of(row: Row, plan: Plan) -> Stop | None:
    """The stop that a row is; None where its id, number, name and kind do not say so."""
    code, name, number = row["编码"].strip(), folded(row["名称"]).strip(), row["序号"].strip()
    kind = KINDS.get(row["类型"])
    known = {stop.outlet: stop.name for stop in plan.stops} | plan.elsewhere
    named = {outlet for outlet, its in known.items() if name and name in folded(its)}
    there = plan.of(int(number)) if number else None
    outlet = next((each for each in known if each.casefold() == code.casefold()), None)
    if outlet is None:
        if code or not there or there.outlet not in named:
            return None
        outlet = there.outlet
    elif name and outlet not in named and not (not named and there and there.outlet == outlet):
        return None
    if outlet in plan.elsewhere:
        return Stop(0, outlet, plan.elsewhere[outlet])
    meant = [stop for stop in plan.stops if stop.outlet == outlet]
    if kind:
        meant = [stop for stop in meant if stop.kind == kind]
    elif len(meant) > 1:
        meant = [stop for stop in meant if there and stop.number == there.number]
    return meant[0] if len(meant) == 1 else None


def read_rows(rows: list[Row], plan: Plan) -> Read:
    facts: dict[tuple[str, str], Facts] = {}
    told: set[int] = set()
    ends: list[tuple[int, int, str]] = []
    first: dict[tuple[str, str], int] = {}
    seen: dict[tuple[str, str], dict[str, str]] = {}
    for number, row in enumerate(rows, 2):
        cells = {blank: row[heading] for blank, heading in COLUMNS.items() if row[heading].strip()}
        if not cells:
            continue
        stop = stop_of(row, plan)
        if stop is None or (stop.key in seen and seen[stop.key] != cells):
            told.add(number)
            continue
        if stop.key in seen:
            told |= {number} if first[stop.key] in told else set()  # what is wrong in a row is wrong in the same row
            continue
        first[stop.key] = number
        seen[stop.key] = cells
        block = Block(stop, number)
        block.said = [(number, blank, content_of(Piece(blank, cell), plan, stop)) for blank, cell in cells.items()]
        found = settle(block, plan, told, ends)
        if found:
            facts[stop.key] = found
    return Read(facts, told)
