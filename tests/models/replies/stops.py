"""Which stop a line begins: its number, its id, its name and its kind, checked against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.models.replies import words
from tests.models.replies.cutting import SEPARATORS, SPAN, TIME, begins_blank, folded
from tests.models.replies.plan import Plan, Stop

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
FIGURES = "零一二三四五六七八九十"
NUMBERED = (
    r"#\s*(\d+)(?:[.、):,]|(?!\d))",
    r"(\d+)\s*[.、)](?!\d)",
    r"\((\d+)\)",
    r"【(\d+)】",
    r"(\d+)号(?:店)?",
    rf"([{CIRCLED}])",
    "(\\d)\ufe0f?\u20e3",
    rf"第\s*(\d+|[{FIGURES}])\s*[站家]",
    r"no\.\s*(\d+)",
)
KINDS = {
    "送货": "delivery",
    "delivery": "delivery",
    "拜访": "visit",
    "visit": "visit",
    "检核": "audit",
    "audit": "audit",
}


@dataclass(frozen=True)
class Begun:
    """A line that begins a stop, or wants to: then `stop` is None."""

    stop: Stop | None
    rest: str


def number_of(text: str) -> tuple[int, int] | None:
    for pattern in NUMBERED:
        found = re.match(pattern, text, re.IGNORECASE)
        if found:
            said = found[1]
            number = CIRCLED.index(said) + 1 if said in CIRCLED else None
            number = number or (FIGURES.index(said) if said in FIGURES else int(said))
            return number, found.end()
    return None


def of_a_stop(text: str, plan: Plan) -> bool:
    """Whether a text begins with something that is said of a stop: a blank, times, a reason."""
    text = text.lstrip(SEPARATORS + ":")
    lower = text.casefold()
    return (
        not text
        or bool(re.match(SPAN, text, re.IGNORECASE))
        or bool(re.match(rf"{TIME}\s*(?:到店|离店)", text, re.IGNORECASE))
        or any(lower.startswith(word) for word in (*words.REASONS, *words.NO_ORDER_ALONE))
        or begins_blank(text, 0, plan, plan.stops[0], "")
    )


def outlet_named(text: str, plan: Plan) -> tuple[set[str], int]:
    """The outlets whose name, or a part of it, a text begins with, and how long it is."""
    known = {stop.outlet: stop.name for stop in plan.stops} | plan.elsewhere
    for length in range(len(text), 1, -1):
        part = text[:length].rstrip()
        if len(part) < 2 or (not part[-1].isalnum() and part[-1] != ")"):
            continue
        whole = {outlet for outlet, name in known.items() if folded(name) == part}
        if whole:
            return whole, length
        having = {outlet for outlet, name in known.items() if part in folded(name)}
        if having and not any(part.casefold() in name.casefold() for name, _ in plan.products.values()):
            return {outlet for outlet in having if outlet not in plan.elsewhere} or having, length
    return set(), 0


def begun(original: str, plan: Plan) -> Begun | None:
    text = folded(original)
    at = len(text) - len(text.lstrip())
    numbered = number_of(text[at:])
    glued = None
    if not numbered:
        glued = re.match(r"(\d+)(?=\D)", text[at:])
        bare = re.match(r"(\d+) +(?=\S)", text[at:])
        if bare and not of_a_stop(text[at + bare.end() :], plan):
            named, _ = outlet_named(text[at + bare.end() :], plan)
            bare = bare if named else None
        if bare:
            numbered = int(bare[1]), bare.end()
    outlets: list[set[str]] = []
    stop = None
    if numbered:
        stop = plan.of(numbered[0])
        at += numbered[1]
        if stop:
            outlets.append({stop.outlet})
    elif glued and plan.of(int(glued[1])):
        named, length = outlet_named(text[at + glued.end() :], plan)
        if plan.of(int(glued[1])).outlet in named:  # type: ignore[union-attr]
            stop, numbered = plan.of(int(glued[1])), (int(glued[1]), glued.end())
            at += glued.end()
            outlets.append(named)
    while text[at : at + 1] in SEPARATORS and at < len(text):
        at += 1
    said = re.match(r"C\d{4}(?!\d)", text[at:], re.IGNORECASE)
    on_route = {each.outlet for each in plan.stops}
    if said:
        outlets.append({said[0].upper()} & (on_route | set(plan.elsewhere)))
        at += said.end()
        while text[at : at + 1] == " ":
            at += 1
    if not of_a_stop(text[at:], plan) or not (numbered or said):
        named, length = outlet_named(text[at:], plan)
        if named and not of_a_stop(text[at : at + length], plan):
            outlets.append(named if numbered or said or len(named) == 1 else set())
            at += length
    if not numbered and not outlets:
        return None
    kind = re.match(r"\s*\(([^()]+)\)", text[at:])
    if kind and kind[1].casefold() in KINDS:
        at += kind.end()
    else:
        kind = None
    rest = original[at:]
    rest = re.sub(r"^\s*[:：]", "", rest)
    if not of_a_stop(text[at:], plan):
        return Begun(None, rest)
    agreed = set.intersection(*outlets) if outlets else set()
    meant = [
        each
        for each in plan.stops
        if each.outlet in agreed
        and (not numbered or each.number == numbered[0])
        and (not kind or each.kind == KINDS[kind[1].casefold()])
    ]
    if not meant and said and not numbered and len(agreed) == 1 and not kind:
        [outlet] = agreed
        if outlet in plan.elsewhere:
            return Begun(Stop(0, outlet, plan.elsewhere[outlet]), rest)
    return Begun(meant[0] if len(meant) == 1 else None, rest)
