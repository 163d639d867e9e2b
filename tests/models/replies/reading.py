"""A text as a whole: what goes on file of each stop, and which lines are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.models.notation_days import HOUR
from tests.models.replies import words
from tests.models.replies.contents import HELD, MISFIT, REFUSED, read
from tests.models.replies.cutting import SEPARATORS, Piece, begins_blank, cut, folded, of_goods
from tests.models.replies.plan import Facts, Plan, Stop
from tests.models.replies.stops import begun

STEP_OF = {"points": "display", "missing": "display", "facings": "display", "advice": "display", "stock": "stock",
           "order": "order", "value": "order", "coached": "coach"}  # fmt: skip


@dataclass
class Block:
    stop: Stop
    line: int
    said: list[tuple[int, str, Any]] = field(default_factory=list)
    """Line, blank, and what was read of it (``HELD`` where nothing could be)."""
    text: list[tuple[int, Piece]] = field(default_factory=list)
    correction: bool = False
    open: bool = False
    """Whether the line read last ends with a list, which may go on."""
    corrected: list[tuple[int, str, Any]] = field(default_factory=list)
    """What takes the place of what was said."""


@dataclass
class Read:
    facts: dict[tuple[str, str], Facts]
    told: set[int]
    """The lines that something was told of."""


def read_text(text: str, plan: Plan) -> Read:
    told: set[int] = set()
    blocks: list[Block] = []
    block: Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or folded(line).strip() in words.PASSED_OVER or "撤回了一条消息" in line:
            continue
        if folded(line).startswith(("【回填】", "[REPLY]")):
            block = None
            continue
        if block is not None and goes_on(line, block, plan):
            at, piece = block.text[-1]
            block.text[-1] = (at, Piece(piece.blank, f"{piece.content}\n{unmarked(line)}"))
            continue
        rest, correction = line, False
        for word in words.CORRECTING:
            if folded(line).casefold().startswith(word):
                rest, correction = line[len(word) :].lstrip(" :："), True
                break
        start = begun(rest, plan)
        if correction and start is None and block is not None:
            block = Block(block.stop, number, correction=True)
            blocks.append(block)
        if start is not None:
            rest = start.rest
            if start.stop is None:
                block = None
                told.add(number)
                continue
            block = Block(start.stop, number, correction=correction)
            blocks.append(block)
        if block is None:
            told.add(number)
            continue
        block.open = False
        for piece in cut(rest, plan, block.stop):
            block.open = piece.blank in words.LISTS
            if piece.blank == "unknown":
                told.add(number)
                if start is None and rest.strip() == piece.content.strip():
                    block = None
                    break
                continue
            block.text.append((number, piece))
    facts: dict[tuple[str, str], Facts] = {}
    first: dict[tuple[str, str], Block] = {}
    ends: list[tuple[int, int, str]] = []
    for each in blocks:
        each.said = [(at, piece.blank, content_of(piece, plan, each.stop)) for at, piece in each.text]
    merged: list[Block] = []
    for each in blocks:
        before = first.get(each.stop.key)
        if before is None:
            first[each.stop.key] = each
            merged.append(each)
        elif each.correction:
            before.corrected += each.said
        elif differs(before, each):
            told.add(each.line)
        else:
            before.said += each.said
    for each in merged:
        found = settle(each, plan, told, ends)
        if found:
            facts[each.stop.key] = found
    return Read(facts, told)


def unmarked(line: str) -> str:
    return re.sub(r"^\s*(?:[-•·*]\s*|\d{1,2}\s*[.)、]\s*)", "", folded(line))


def goes_on(line: str, block: Block, plan: Plan) -> bool:
    """Whether a line is an item of the list that the line before began, or could be one."""
    if not block.text or folded(line).startswith("#") or folded(line).casefold().startswith(words.CORRECTING):
        return False
    _, last = block.text[-1]
    item = unmarked(line)
    if last.blank not in words.LISTS or not item or not block.open:
        return False
    pieces = cut(item, plan, block.stop)
    if pieces and pieces[0].blank != "unknown":
        return False
    if read(last.blank, item, plan, block.stop) not in (HELD, MISFIT, None):
        return True
    if any(item[at - 1] in SEPARATORS and begins_blank(item, at, plan, block.stop, "") for at in range(1, len(item))):
        return of_goods(item, plan)
    could_be = of_goods(item, plan) or (
        re.search(r"[\d一二两三四五六七八九十百半]\s*\S{0,4}$", item) and not re.search(r"\d[:点]", item)
    )
    return of_goods(item, plan) or (bool(could_be) and begun(line, plan) is None)


def content_of(piece: Piece, plan: Plan, stop: Stop) -> Any:
    if piece.blank in ("note", "action", "advice"):
        return piece.content or None
    if piece.blank == "reason":
        return piece.content
    if piece.blank == "left":
        return None if folded(piece.content).strip().casefold() in ("", *words.NOT_LEFT) else piece.content
    if (
        piece.blank == "delivery"
        and stop.kind == "visit"
        and (stop.outlet, "delivery") in {each.key for each in plan.stops}
    ):
        return HELD if piece.content else None  # it belongs to that stop
    return read(piece.blank, piece.content, plan, stop)


def differs(before: Block, after: Block) -> bool:
    """Whether a second block says anything of what the first one said differently."""
    for _, blank, value in after.said:
        for _, other, was in before.said:
            if blank != other or value == was or was in (HELD, MISFIT, REFUSED):
                continue
            if blank == "order" and ("value" in value) != ("value" in was):
                return True
            if (
                isinstance(value, dict)
                and isinstance(was, dict)
                and not any(key in was and was[key] != value[key] for key in value)
            ):
                continue
            return True
    return False


def settle(block: Block, plan: Plan, told: set[int], ends: list[tuple[int, int, str]]) -> Facts | None:
    """What goes on file of a stop: its blanks joined, its times checked, visited or not."""
    facts: Facts = {}
    reason, bad = None, set()
    remarks: list[str] = []
    of_a_call = {
        blank for _, blank, value in block.said if blank not in ("note", "left", "reason") and value is not None
    }
    for line, blank, value in block.said:
        if value is None:
            continue
        if value in (HELD, MISFIT, REFUSED):
            told.add(block.line if value == REFUSED else line)
            bad.add(blank)
        elif blank == "reason" and value in words.REMARKS and of_a_call:
            remarks += [value] if value not in remarks else []
        elif blank in ("reason", "left"):
            reason = reason or value
        elif blank not in facts:
            facts[blank] = value
        elif facts[blank] != value:
            was = facts[blank]
            lists = isinstance(was, dict) and isinstance(value, dict) and ("value" in was) == ("value" in value)
            if lists and not set(was) & set(value):
                facts[blank] = was | value
            else:
                told.add(line)
    for line, blank, value in block.corrected:
        if value in (HELD, MISFIT):
            told.add(line)
        elif value is not None:
            facts[blank] = value
            of_a_call |= {blank} - {"note"}
    if remarks:
        facts["note"] = "；".join([*([facts["note"]] if "note" in facts else []), *remarks])
    if reason is not None:
        if of_a_call:
            told.add(block.line)
            return None
        return {"left": reason} | ({"note": facts["note"]} if "note" in facts else {})
    done, left_out = facts.get("steps", set()), facts.get("skipped", {})
    if done != {"all"} and done & set(left_out):
        told.update(line for line, blank, _ in block.said if blank == "skipped")
        facts.pop("skipped"), facts.pop("steps")
        bad.add("steps")
    if not bad and not any(value != {} for value in facts.values()):
        return None
    if "in" not in facts or "out" not in facts:
        told.add(block.line)
        return None
    begin, end = facts["in"], facts["out"]
    if end < begin or end - begin > 4 * HOUR:
        told.update(line for line, blank, _ in block.said if blank == "out")
        if any(value != {} for blank, value in facts.items() if blank not in ("in", "out")):
            told.add(block.line)
        return None
    for one, other, outlet in ends:
        if min(end, other) - max(begin, one) > 600 and outlet != block.stop.outlet:
            told.add(block.line)
            return None
    ends.append((begin, end, block.stop.outlet))
    return finished(facts, block, plan, told)


def finished(facts: Facts, block: Block, plan: Plan, told: set[int]) -> Facts:
    """Steps made whole: all but those left out, and those whose facts are told."""
    done = facts.pop("steps", set())
    left_out = facts.get("skipped", {})
    if done == {"all"}:
        done = set(range(1, len(plan.steps) + 1)) - set(left_out)
    implied = {STEP_OF[blank] for blank in facts if blank in STEP_OF}
    facts["skipped"] = {at: why for at, why in facts.get("skipped", {}).items() if plan.steps[at - 1] not in implied}
    done = set(done) | {at for at, kind in enumerate(plan.steps, 1) if kind in implied}
    order = facts.get("order")
    if order is not None:
        if "value" in order:
            facts["value"] = order["value"]
        facts["order"] = {product: count for product, count in order.items() if product != "value" and count}
    if "stock" in facts and facts.keys() & {"points", "missing", "facings", "advice"}:  # the display was looked at
        looked = {product: count == 0 for product, count in facts["stock"].items() if product in plan.must}
        facts["missing"] = looked | facts.get("missing", {})
    if "delivery" in facts:
        facts["delivery"] = {product: line for product, line in facts["delivery"].items() if line != {"delivered": 0}}
    if done and block.stop.kind == "visit":
        facts["done"] = done
    return {blank: value for blank, value in facts.items() if value not in ({}, None)}
