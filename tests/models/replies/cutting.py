"""A line's blanks: where each begins and where what is written in it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.models.replies import goods, words
from tests.models.replies.contents import HELD, read
from tests.models.replies.plan import Plan, Stop

SEPARATORS = " ,、;。"
FACE = r"[点时](?:半|整|[一三]刻|[\d零一二三四五六七八九十]{1,3}分?)?"
TIME = (
    r"(?:次日|上午|下午|中午|晚上|早上|晚|凌晨|傍晚)?\s*"
    rf"(?:[\d零一二两三四五六七八九十]{{1,3}}{FACE}|\d{{1,2}}[:.h]\d{{1,2}}|\d{{3,4}}|\d{{1,2}})"
    r"(?:\s*(?:am|pm|a\.m\.|p\.m\.)(?![a-z]))?(?:\s*(?:确认|sure))?"
)
SPAN = rf"({TIME})\s*(?:-|~|至|到|to)\s*({TIME})(?![\d:])"
SPOKEN = r"(?:\d{1,2}[:.]\d{1,2}|[\d零一二两三四五六七八九十]{1,3}点(?:半|整|[一三]刻|[\d零一二三四五六七八九十]{1,3}分?)?)"


@dataclass(frozen=True)
class Piece:
    blank: str
    """Its name, ``unknown`` for words that say nothing of the kind, ``reason`` for a reason that stands alone."""
    content: str


def folded(text: str) -> str:
    """Narrow forms, sign for sign."""
    narrow = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return re.sub("[\u3000\u00a0\t]", " ", narrow)


def named_at(text: str, at: int) -> tuple[str, str, int] | None:
    """The blank whose name stands at a place: the blank, its name, and where what is written in it begins."""
    lower = text.casefold()
    for name, blank in words.NAMES:
        if not lower.startswith(name, at):
            continue
        end = at + len(name)
        if name.isascii() and lower[end : end + 1].isalnum():
            continue
        if name.isascii() and at and lower[at - 1].isalpha() and lower[at - 1].isascii():
            continue
        while lower[end : end + 1] == " ":
            end += 1
        if lower[end : end + 1] == ":":
            end += 1
        return blank, name, end
    return None


def of_goods(text: str, plan: Plan) -> bool:
    """Whether a text begins with a product and something that may be how much of it, in either order."""
    count = re.match(rf"{goods.ONE}\s*", text, re.IGNORECASE)
    try:
        product, length = goods.product_at(text, plan)
        behind = text[length:].lstrip(" :")
        if product:
            said = (*words.SOLD_OUT, *words.NOT_OF_THIS, *words.BROUGHT_ALL, "还", "剩", "很", "-")
            return not behind or bool(re.match(goods.COUNT, behind)) or behind.casefold().startswith(said)
        turned = text[count.end() :] if count else ""
        product, length = goods.product_at(turned, plan)
        return bool(product) and (turned[length:] or " ")[0] in SEPARATORS
    except goods.UnreadError:
        return False


def begins_blank(text: str, at: int, plan: Plan, stop: Stop, within: str) -> bool:
    """Whether a blank begins at a place within what is written in another one, or at the beginning (``""``)."""
    found = named_at(text, at)
    if not found:
        return False
    blank, name, content = found
    colon = ":" in text[at + len(name) : content]
    if colon:
        return True
    rest = text[content:]
    readable = any(
        read(blank, rest[:end], plan, stop) not in (HELD, None)
        for end in range(1, len(rest) + 1)
        if end == len(rest) or rest[end] in SEPARATORS
    )
    if len(name) == 1:
        if within in words.GOODS and name in "送缺订":
            return False
        return readable or (not within and (not rest or content > at + 1 or rest[0].isdigit()))
    if within in words.FREE and blank in words.FREE:
        return False
    if within == "stock" and blank == "missing":
        return bool(rest)
    if within in words.FREE:
        return readable or (blank in words.GOODS and of_goods(rest, plan))
    return True


def cut(original: str, plan: Plan, stop: Stop) -> list[Piece]:
    text, found, at = folded(original), [], 0
    for word in words.PASSED_OVER:
        if (
            text.endswith(word)
            and text[: -len(word)][-1:] in tuple(SEPARATORS)
            and not re.search("note|说明|备注", text)
        ):
            text = text[: -len(word)].rstrip(SEPARATORS)
            original = original[: len(text)]
    while True:
        while at < len(text) and text[at] in SEPARATORS:
            at += 1
        if at >= len(text):
            return found
        pieces, end = piece_at(original, text, at, plan, stop)
        found += pieces
        at = end


def piece_at(original: str, text: str, at: int, plan: Plan, stop: Stop) -> tuple[list[Piece], int]:
    rest = text[at:]
    if rest in words.PASSED_OVER:
        return [], len(text)
    span = re.match(SPAN, rest, re.IGNORECASE)
    if span:
        return [Piece("in", span[1]), Piece("out", span[2])], at + span.end()
    behind = re.match(rf"({TIME})\s*(到店|离店|到|离)(?![:\w])", rest, re.IGNORECASE)
    if behind:
        return [Piece("in" if behind[2][0] == "到" else "out", behind[1])], at + behind.end()
    for word in words.longest(words.NO_ORDER_ALONE):
        if rest.casefold().startswith(word) and (rest[len(word) :] or " ")[0] in SEPARATORS:
            return [Piece("order", "无")], at + len(word)
    for word in words.longest(words.REASONS):
        if rest.casefold().startswith(word) and (rest[len(word) :] or " ")[0] in SEPARATORS:
            end = free_end(text, at, plan, stop, "left")
            return [Piece("reason", original[at:end].strip().rstrip(",，;；、"))], end
    if begins_blank(text, at, plan, stop, ""):
        blank, _, content = named_at(text, at) or ("", "", 0)
        if blank in ("in", "out"):
            said = re.match(rf"\s*({TIME})", text[content:], re.IGNORECASE)
            end = content + (said.end() if said else 0)
            if said and text[end : end + 1] and text[end] not in SEPARATORS and not named_at(text, end):
                said = None
            if not said:
                end = content
                while end < len(text) and text[end] not in SEPARATORS:
                    end += 1
            return [Piece(blank, text[content:end])], end
        end = free_end(text, content, plan, stop, blank)
        return [Piece(blank, original[content:end].strip().rstrip(",，;；、"))], end
    return [Piece("unknown", original[at:])], len(text)


def free_end(text: str, begin: int, plan: Plan, stop: Stop, within: str) -> int:
    """Where what is written in a blank ends: before the next blank's name, behind a space or a comma."""
    for at in range(begin, len(text)):
        if at and text[at - 1] in SEPARATORS and (at > begin or within == "") and text[at] not in SEPARATORS:
            if begins_blank(text, at, plan, stop, within):
                return at
            comma = text[:at].rstrip()[-1:] in ",;、。"
            if (
                comma
                and within not in words.FREE
                and any(
                    text.startswith(word, at) and (text[at + len(word) :] or " ")[0] in SEPARATORS
                    for word in words.REASONS
                )
            ):
                return at
            if within == "left" and re.match(SPAN, text[at:]):
                return at
    return len(text)
