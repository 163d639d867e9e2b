"""What stands in a blank: each reader gives the facts, HELD for what is asked or cannot be read, None for nothing."""

from __future__ import annotations

import re
from typing import Any

from tests.models.notation import POINT, fold, money
from tests.models.notation_days import HOUR, clock_texts
from tests.models.replies import words
from tests.models.replies.goods import MISFIT, REFUSED, goods
from tests.models.replies.plan import Plan, Stop

__all__ = ["HELD", "MISFIT", "REFUSED", "read"]
HELD = "held"
Amount = r"[¥$]?\d(?:[\d,]*\d)?(?:\.\d+)?(?:\s*(?:元|块钱|块))?|[一二三四五六七八九十百千两]+(?:元|块钱|块)?"


def read(blank: str, text: str, plan: Plan, stop: Stop) -> Any:
    written, text = text.strip(), fold(text)
    if not text:
        return None
    if blank == "skipped":
        return skipped(written, plan)
    if blank in ("in", "out"):
        return time(text, plan, stop)
    if blank in ("note", "action", "advice", "left"):
        return text
    if blank in words.GOODS:
        return goods(blank, text, plan, stop)
    return globals()[blank](text, plan)


def time(text: str, plan: Plan, stop: Stop) -> Any:
    """Seconds after midnight, of a time as it stands between the words."""
    sure = re.search(r"\s*(?:确认|sure)$", text, re.IGNORECASE)
    text = text[: sure.start()] if sure else text
    meant = clock_texts().get(text, set())
    if not meant:
        return HELD
    begin, end = plan.shift
    may: set[int] = set()
    for seconds, half in meant:
        may.add(seconds)
        zero = text.startswith("0") and text[1:2].isdigit()
        if not half and seconds < 13 * HOUR and not zero:
            may.add((seconds + 12 * HOUR) % (24 * HOUR))
    taken = None
    if len(may) == 1:
        [taken] = may
    for low, high in (
        (begin, end),
        (stop.planned - 3 * HOUR, stop.planned + 3 * HOUR),
        (begin - HOUR, end + 3 * HOUR),
    ):
        inside = [seconds for seconds in may if low <= seconds <= high]
        if taken is None and len(inside) == 1:
            taken = inside[0]
    if taken is None:
        return HELD
    if not sure and not begin - 3 * HOUR <= taken <= end + 4 * HOUR:
        return HELD
    return taken


def numbers(text: str, most: int) -> list[int] | None:
    """``1258`` ``1 2 5`` ``1、2`` ``1-4``; numbers below ten only."""
    found: list[int] = []
    for part in re.split(r"[\s,、;]+", text.strip()):
        span = re.fullmatch(r"(\d)[-~至](\d)", part)
        if span and int(span[1]) < int(span[2]):
            found += range(int(span[1]), int(span[2]) + 1)
        elif part.isdigit():
            found += [int(figure) for figure in part]
        else:
            return None
    return found if found and all(1 <= each <= most for each in found) and len(set(found)) == len(found) else None


def steps(text: str, plan: Plan) -> Any:
    if text.casefold() in words.ALL:
        return {"all"}
    found = numbers(text, len(plan.steps))
    return HELD if found is None else set(found)


def skipped(text: str, plan: Plan) -> Any:
    """By number of the step, why; the words as they were written."""
    found = {}
    for part in re.split(r"[;；]", text):
        said = re.fullmatch(r"\s*(\d)\s*(\D.*?)\s*", part)
        if not said or not 1 <= int(said[1]) <= len(plan.steps):
            return HELD
        found[int(said[1])] = said[2]
    return found


def points(text: str, plan: Plan) -> Any:
    every = range(1, plan.points + 1)
    if text.casefold() in words.ALL:
        return dict.fromkeys(every, True)
    if text.casefold() in words.NONE:
        return dict.fromkeys(every, False)
    marks = "|".join(re.escape(mark) for mark in (*words.MET, *words.UNMET))
    marked = re.findall(rf"(\d)\s*({marks})[\s,、;]*", text)
    if marked and re.fullmatch(rf"(?:(\d)\s*({marks})[\s,、;]*)+", text):
        if any(not 1 <= int(number) <= plan.points for number, _ in marked) or len(dict(marked)) < len(marked):
            return HELD
        return {int(number): mark in words.MET for number, mark in marked}
    found = numbers(text, plan.points)
    return HELD if found is None else {number: number in found for number in every}


def missing(text: str, plan: Plan) -> Any:
    if text.casefold() in (*words.NONE, *words.NOT_MISSING):
        return dict.fromkeys(plan.must, False)
    found = numbers(text, len(plan.must))
    named = {plan.must[number - 1] for number in found or ()}
    if found is None:
        for part in re.split(r"[\s,、]+", text):
            product = next((each for each in plan.must if part in (each, plan.products[each][0])), None)
            if product is None:
                return HELD
            named.add(product)
    return {product: product in named for product in plan.must}


def facings(text: str, plan: Plan) -> Any:
    del plan
    said = re.fullmatch(r"(\d+)\s*/\s*(\d+)", text)
    return HELD if not said or int(said[1]) > int(said[2]) else (int(said[1]), int(said[2]))


def rating(text: str, plan: Plan) -> Any:
    del plan
    return int(text) if text in ("1", "2", "3", "4", "5") else HELD


def value(text: str, plan: Plan) -> Any:
    del plan
    found = money(text, POINT)
    return found if isinstance(found, int) and found >= 0 else HELD


def coached(text: str, plan: Plan) -> Any:
    said = re.fullmatch(r"(.+?)\s+([1-5])", text)
    if not said:
        return HELD
    if said[1] in plan.topics:
        return (said[1], int(said[2]))
    if said[1].isdigit() and 1 <= int(said[1]) <= len(plan.topics):
        return (plan.topics[int(said[1]) - 1], int(said[2]))
    return HELD


def paid(text: str, plan: Plan) -> Any:
    """Amounts by way of payment; the same way twice adds up."""
    del plan
    if text.casefold() in words.NOT_PAID:
        return {}
    ways = {word: way for way, named in words.WAYS.items() for word in named}
    way = "|".join(re.escape(word) for word in words.longest(tuple(ways)))
    said = rf"({way})\s*(?:收了)?\s*({Amount})|({Amount})\s*({way})"
    found: dict[str, int] = {}
    while text := text.lstrip(" ,、;。\n"):
        item = re.match(said, text, re.IGNORECASE)
        if not item:
            return HELD
        amount = money(item[2] or item[3], POINT)
        if not isinstance(amount, int):
            return HELD
        method = ways[(item[1] or item[4]).casefold()]
        found[method] = found.get(method, 0) + amount
        text = text[item.end() :]
        text = re.sub(r"^\s*(?:\([^()]*\)|尾号\s*\d+)", "", text)
    return found
