"""A second model of docs/notation.md, slow and plain, written from its words alone: codes and phones."""

from __future__ import annotations

from tests.models.notation import DIGITS, fold


def code(text: str) -> str | None:
    """A code as it is meant; None for digits lost and for cells that are errors."""
    text = fold("".join(sign for sign in text if sign not in "\u200b\ufeff"))
    if text.startswith("="):
        text = text[1:].replace('"', "")
    text = text.removeprefix("'")
    if text.startswith("#"):
        return None
    whole, point, rest = text.partition(".")
    if point and whole.isdigit() and rest and not rest.strip("0"):
        if len(whole) == 1 and len(rest) > 1:
            return text
        return whole if len(whole) < 16 or int(whole) < 2**53 else None
    mantissa, sign, power = text.upper().partition("E")
    if (
        sign
        and power.lstrip("+-").isdigit()
        and mantissa.replace(".", "", 1).isdigit()
        and ("." in mantissa or "+" in power)
    ):
        return None
    return text or None


def code_key(text: str) -> str:
    return fold(text).casefold()


def loose_code_key(text: str) -> str:
    key = code_key(text)
    return key.lstrip("0") or "0" if key.startswith("0") else key


def phones(text: str) -> list[str] | None:
    """Every number in a text of numbers, the words beside them left off."""
    for mark in "/、;，,\n；":
        text = text.replace(mark, "|")
    found = []
    for part in fold(text).replace("/", "|").replace(";", "|").replace(",", "|").split("|"):
        one = dialled(part)
        if one is None:
            return None
        found += [each for each in one if each not in found]
    return found


def dialled(part: str) -> list[str] | None:
    part = part.strip()
    for mark in ("转", "ext.", "x"):
        part = part.replace(mark, "转")
    part, stands, extension = part.partition("转")
    pieces = part.split()
    if len(pieces) > 1 and all(len(each) == 11 and each.isdigit() and each[0] == "1" for each in pieces):
        return pieces
    if not stands and part.count("-") == 2 and part.startswith("0"):
        part, _, extension = part.rpartition("-")
    if part.startswith(("+", "00")):
        part = part.replace("(0)", "")
    figures = "".join(sign for sign in part if sign in DIGITS + "+")
    figures = "+" + figures[2:] if figures.startswith("00") else figures
    if not 3 <= len(figures.lstrip("+")) <= 15:
        return None
    extension = extension.strip()
    return [figures + ("转" + extension if extension else "")]
