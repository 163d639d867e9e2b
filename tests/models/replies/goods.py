"""Lists of goods: orders, counts, deliveries. A list is read from its left, item by item."""

from __future__ import annotations

import re
from typing import Any

from tests.models.notation import POINT, fold, money
from tests.models.notation_goods import quantity
from tests.models.replies import words
from tests.models.replies.plan import Plan, Stop

HELD = "held"
MISFIT = "misfit"
"""Read, and not what was ordered: told as what cannot be read."""
REFUSED = "refused"
"""Read, but the books cannot hold it: told at the stop."""
COUNT = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+|半)"
UNIT = r"(?:大件|整箱|整件|大箱|箱|件|瓶|支|个|只|袋|包|提|组|盒|桶|听|罐|cases?\b|ctn\b|bottles?\b|pcs\b)"
ONE = rf"{COUNT}(?:\s*{UNIT})?半?"
SAID = rf"{COUNT}\s*{UNIT}半?\s*{COUNT}\s*{UNIT}(?!\w)|{ONE}\+{ONE}|{ONE}(?:送|搭|赠){ONE}|{ONE}"
GIFT = rf"\s*\((?:另?送|赠)?\s*({ONE})(?:\s*free|赠)?\)|[\s,]*(?:另送|搭赠|送|赠|搭)\s*({ONE})(?![\w])"


class UnreadError(Exception):
    """An item that cannot be read, or in several ways."""


def product_at(text: str, plan: Plan) -> tuple[str, int]:
    """The product that a text begins with, and how many signs name it."""
    lower = text.casefold()
    for product in plan.products:
        if lower.startswith(product.casefold()) and not lower[len(product) : len(product) + 1].isdigit():
            return product, len(product)
    if not text or not text[0].isalpha():
        return "", 0
    for length in range(min(len(text), 30), 0, -1):
        part = lower[:length].rstrip()
        if part[-1].isdigit():
            continue
        having = [product for product, (name, _) in plan.products.items() if part in name.casefold()]
        whole = [product for product in having if plan.products[product][0].casefold() == part]
        if len(whole) == 1 or len(having) == 1:
            return (whole or having)[0], length
        if having:
            raise UnreadError
    return "", 0


class MisfitError(Exception):
    """Something that can be read and does not fit what was ordered."""


class Reader:
    """What is left to be read of a list."""

    def __init__(self, text: str, plan: Plan) -> None:
        self.text, self.plan = text, plan
        self.parted = False
        """Whether a comma stood before what is next."""

    def skip(self) -> bool:
        before = self.text
        self.text = self.text.lstrip(" ,、;。\n")
        self.parted = any(sign in before[: len(before) - len(self.text)] for sign in ",、;。\n")
        return bool(self.text)

    def take(self, pattern: str) -> re.Match[str] | None:
        found = re.match(pattern, self.text, re.IGNORECASE)
        if found:
            self.text = self.text[found.end() :]
        return found

    def word(self, listed: tuple[str, ...]) -> str:
        for word in words.longest(listed):
            if self.text.casefold().startswith(word):
                self.text = self.text[len(word) :]
                return word
        return ""

    def product(self) -> str:
        product, length = product_at(self.text, self.plan)
        self.text = self.text[length:].lstrip(" :")
        return product

    def pieces(self, product: str, said: str, default: str) -> tuple[int, int]:
        found = quantity(said, self.plan.products[product][1], default, POINT)
        if not isinstance(found, tuple) or found[0] == "asked":
            raise UnreadError
        return found


def goods(blank: str, text: str, plan: Plan, stop: Stop) -> Any:
    try:
        return {"order": order, "stock": stock, "delivery": delivery}[blank](fold(text), plan, stop)
    except UnreadError:
        return HELD
    except MisfitError:
        return MISFIT


def order(text: str, plan: Plan, stop: Stop) -> Any:
    """By product: pieces sold and pieces free; None in their place where a product is not wanted."""
    del stop
    if text.casefold() in words.NO_ORDER:
        return {"value": 0}
    if re.fullmatch(r"[\d,]*\d\.\d\d", text):
        amount = money(text, POINT)
        if not isinstance(amount, int):
            raise UnreadError
        return {"value": amount}
    found: dict[str, Any] = {}
    reader, last = Reader(text, plan), ""
    in_part: set[str] = set()
    while reader.skip():
        if reader.parted:
            in_part = set()
        gift = reader.take(r"(?:另送|搭赠|送|赠|搭)\s*(?!\d)")
        if gift or not last:
            product = reader.product() if gift else ""
            if product:
                given = reader.take(SAID)
                if not given:
                    raise UnreadError
                add(found, product, 0, reader.pieces(product, given[0], case(plan, product))[0])
                continue
            if gift:
                raise UnreadError
        if reader.word(words.NOT_OF_THIS):
            reader.text = reader.text.lstrip()
            last = reader.product()
            if not last or (found.get(last) or (0,))[0]:
                raise UnreadError
            found.setdefault(last)
            continue
        product = reader.product()
        said = None
        if product:
            if reader.word(words.NOT_OF_THIS):
                if (found.get(product) or (0,))[0]:
                    raise UnreadError
                found.setdefault(product)
                last = product
                continue
            said = reader.take(SAID)
        else:
            said = reader.take(SAID)
            reader.text = reader.text.lstrip()
            product = reader.product()
        if not product or not said:
            raise UnreadError
        last, in_part = product, in_part | {product}
        sold, free = reader.pieces(product, said[0], case(plan, product))
        extra = reader.take(GIFT)
        if extra:
            if free or ("," in extra[0] and len(in_part) > 1):
                raise UnreadError
            word = re.search(UNIT, said[0])
            free = reader.pieces(product, extra[1] or extra[2], word[0] if word else case(plan, product))[0]
        if product in found and found[product] is None:
            raise UnreadError
        add(found, product, sold, free)
    return found


def case(plan: Plan, product: str) -> str:
    return plan.products[product][1][0][0]


def add(found: dict[str, Any], product: str, sold: int, free: int) -> None:
    before = found.get(product) or (0, 0)
    found[product] = (before[0] + sold, before[1] + free)


def stock(text: str, plan: Plan, stop: Stop) -> Any:
    """Pieces by product."""
    del stop
    found: dict[str, int] = {}
    reader = Reader(text, plan)
    while reader.skip():
        product = reader.product()
        if product:
            left = reader.word(("还剩", "剩", "还有", "只剩"))
            if not left and reader.word(words.SOLD_OUT):
                found[product] = found.get(product, 0)
                continue
            said = reader.take(SAID)
            reader.take(r"\s*left\b")
        else:
            said = reader.take(SAID)
            reader.text = reader.text.lstrip()
            product = reader.product()
        if not product or not said:
            raise UnreadError
        pieces, free = reader.pieces(product, said[0], plan.products[product][1][-1][0])
        if free:
            raise UnreadError
        found[product] = found.get(product, 0) + pieces
    return found


def delivery(text: str, plan: Plan, stop: Stop) -> Any:
    """What became of each product, in pieces, by fate."""
    ordered = {product: (pieces, unit) for product, pieces, unit in stop.ordered}
    found: dict[str, dict[str, int]] = {}
    lower = text.casefold()
    if lower in words.BROUGHT_NONE:
        if not ordered:
            raise MisfitError
        return {product: {"delivered": 0} for product in ordered}
    reader = Reader(text, plan)
    for word in words.longest(words.BROUGHT_ALL):
        if lower == word or (lower.startswith(word) and lower[len(word)] in " ,、;。"):
            if not ordered:
                raise MisfitError
            found = {product: {"delivered": pieces} for product, (pieces, _) in ordered.items()}
            reader.text = text[len(word) :]
            break
    while reader.skip():
        product = reader.product()
        if not product:
            raise UnreadError
        whole, unit = ordered.get(product, (0, case(plan, product)))
        line: dict[str, int] = {}
        part = reader.take(rf"({COUNT})\s*/\s*({COUNT})")
        if part:
            line["delivered"] = reader.pieces(product, part[1], unit)[0]
            if reader.pieces(product, part[2], unit)[0] != whole:
                raise MisfitError
        elif reader.take(r"(?:全部|全|all)(?!\w)"):
            if not whole:
                raise MisfitError
            line["delivered"] = whole
        elif said := reader.take(SAID):
            line["delivered"] = sum(reader.pieces(product, said[0], unit))
        while fate := fate_of(reader):
            said = reader.take(SAID)
            if not said or fate in line:
                raise UnreadError
            line[fate] = reader.pieces(product, said[0], unit)[0]
        if not line:
            raise UnreadError
        if ordered and not whole and line.get("delivered"):
            raise MisfitError
        settle(line, product, whole, found)
    return found


def fate_of(reader: Reader) -> str:
    for fate, named in words.FATES.items():
        for word in words.longest(named):
            said = re.match(rf"[\s,]*{word}\s*(?={COUNT})", reader.text, re.IGNORECASE)
            if said:
                reader.text = reader.text[said.end() :]
                return fate
    return ""


def settle(line: dict[str, int], product: str, whole: int, found: dict[str, dict[str, int]]) -> None:
    """What is said of a line against what was ordered; what does not fit is told."""
    short = line.pop("short", None)
    lost = line.get("refused", 0) + line.get("damaged", 0)
    if short is not None:
        if not whole or ("delivered" in line and line["delivered"] + lost + short != whole):
            raise MisfitError
        line["delivered"] = whole - lost - short
    if "delivered" not in line and lost and whole:
        line["delivered"] = whole - lost
    if "delivered" not in line and product in found:
        line["delivered"] = found[product]["delivered"]
    if "delivered" not in line and whole:
        line["delivered"] = whole
    if line.get("delivered", 0) < 0:
        raise UnreadError
    if whole and line.get("delivered", 0) + lost > whole:
        raise MisfitError
    found[product] = {fate: count for fate, count in line.items() if count or fate == "delivered"}
