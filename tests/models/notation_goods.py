"""A second model of docs/notation.md, slow and plain, written from its words alone: quantities with their units."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests.models.notation import DIGITS, FIGURES, UNKNOWN, fold, number

Units = Sequence[tuple[str, int]]
CASES = ("箱", "件", "大件", "整箱", "整件", "大箱", "case", "cs", "c/s", "ctn", "carton", "crate", "outer")
PIECES = ("个", "只", "pc", "pcs", "piece", "each", "ea", "unit")
ALIKE = (
    ("瓶", "支", "bottle", "btl"),
    ("听", "罐", "can"),
    ("包", "袋", "bag", "pack"),
    ("盒", "box"),
    ("提", "组", "tray"),
    ("桶", "barrel"),
    ("条", "bar"),
)


def singular(word: str) -> tuple[str, ...]:
    word = word.casefold()
    return (word, *((word[:-1],) if word.endswith("s") else ()), *((word[:-2],) if word.endswith("es") else ()))


def unit_of(units: Units, word: str) -> str | None:
    """The product's unit that a word names, None for a word that it does not have."""
    for same in (
        lambda name: name == word,
        lambda name: name.casefold() == word.casefold(),
        lambda name: name.casefold() in singular(word),
    ):
        named = [name for name, _ in units if same(name)]
        if named:
            return named[0]
    forms = singular(word)
    if any(form in CASES for form in forms):
        largest = units[0][0]
        return largest if any(form in CASES for form in singular(largest)) else None
    if any(form in PIECES for form in forms):
        smallest = units[-1][0]
        return None if any(form in CASES for form in singular(smallest)) else smallest
    for group in ALIKE:
        if any(form in group for form in forms):
            having = [name for name, _ in units if any(form in group for form in singular(name))]
            return having[0] if len(having) == 1 else None
    return None


def measures(text: str) -> list[tuple[str, str]] | None:
    """``2箱5瓶`` as pairs of what counts and what is counted, in the order they stand."""
    counting = DIGITS + ".,'" + FIGURES + "十百千万两〇廿"
    found: list[tuple[str, str]] = []
    text = text.strip()
    while text:
        end = 0
        while end < len(text) and text[end] in counting:
            end += 1
        figures, text = text[:end], text[end:].lstrip()
        if not figures and text.startswith("半"):
            figures, text = "半", text[1:].lstrip()
        end = 0
        while end < len(text) and text[end] not in counting + "半 +":
            end += 1
        word, text = text[:end], text[end:].lstrip()
        if not figures or (not word and text):
            return None
        if text.startswith("半") and word and text[1:].lstrip()[:1] in ("", "+", ","):
            figures, text = figures + "+半", text[1:].lstrip()
        found.append((figures, word))
        text = text.lstrip("+ ,").strip()
    return found or None


def quantity(text: str, units: Units, default: str | None, signs: str = UNKNOWN) -> Any:
    """(pieces, free pieces)."""
    text = fold(text)
    if text.startswith("-"):
        return None
    for times in "x*×":
        left, stands, right = text.partition(times)
        if stands and left.strip().isdigit() and right.strip().isdigit():
            return multiplied(int(left), int(right), units)
    for sign in ("送", "搭", "赠"):
        left, stands, right = text.partition(sign)
        if stands and right:
            return with_free(left, right, units, default, signs)
    if text.endswith("赠") and "+" in text:
        left, _, right = text[:-1].partition("+")
        return with_free(left, right, units, default, signs)
    left, plus, right = text.partition("+")
    if plus:
        one, two = measures(left), measures(right)
        if not one or not two or len(one) != 1 or len(two) != 1:
            return None
        if not one[0][1]:
            return with_free(left + two[0][1], right, units, default, signs)
        if one[0][1].casefold() == two[0][1].casefold():
            return ("asked", None)
    return summed(text, units, default, signs, 0)


def multiplied(one: int, two: int, units: Units) -> Any:
    holdings = [holding for _, holding in units[:-1]]
    if any(holding in (one, two) for holding in holdings):
        return (one * two, 0)
    return ("asked", None)


def with_free(left: str, right: str, units: Units, default: str | None, signs: str) -> Any:
    if any(
        isinstance(number(figures, signs), tuple) for figures, _ in (measures(left) or []) + (measures(right) or [])
    ):
        return ("asked", None)
    sold = summed(left, units, default, signs, 0)
    word = (measures(left) or [("", "")])[-1][1]
    given = summed(right, units, word or default, signs, 0)
    if not sold or not given or "asked" in (sold[0], given[0]):
        return None
    return (sold[0], given[0])


def summed(text: str, units: Units, default: str | None, signs: str, free: int) -> Any:
    parts = measures(text)
    if not parts:
        return None
    factors = dict(units)
    pieces, above = Decimal(0), 0
    amounts = [(number(figures.removesuffix("+半"), signs), figures.endswith("+半"), word) for figures, word in parts]
    if any(isinstance(value, tuple) for value, _, _ in amounts):
        return ("asked", None)  # before it is known of which product
    named = [unit_of(units, word) for _, _, word in amounts if word]
    counts = all(value is not None and not (half and value != int(value)) for value, half, _ in amounts)
    if counts and len(named) == len(amounts) == 2 and named[0] and named[0] == named[1]:
        return ("asked", None)
    for place, (value, half, word) in enumerate(amounts):
        if word:
            unit = unit_of(units, word)
        elif place:
            smaller = [name for name, holding in units if holding < above]
            if len(smaller) > 1:
                return ("asked", None)
            unit = smaller[0] if smaller else None
        else:
            unit = unit_of(units, default) if default else None
        if unit is None or value is None or (half and value != int(value)):
            return None
        above = factors[unit]
        amount = (value + (Decimal("0.5") if half else 0)) * above
        if amount != int(amount):
            return None
        pieces += amount
    return (int(pieces), free)
