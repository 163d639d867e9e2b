"""Codes of customers, products and documents as spreadsheets hand them over. See docs/notation.md."""

from __future__ import annotations

import re
import unicodedata

from store.notation.errors import NotationError
from store.notation.numbers import plain

_FORMULA = re.compile(r'="+([^"]*)"*')
_QUOTED = re.compile(r"['`]([^']+)")
_FLOAT = re.compile(r"([0-9]+)\.0+")
_POWER = re.compile(r"[+-]?([0-9]+)(?:[.,]([0-9]+)(?=[eE]\+?[0-9])|(?=[eE]\+))[eE]\+?([0-9]{1,3})")
_EXACT = 2**53
_ERRORS = "#REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #N/A #SPILL! #CALC! #FIELD! #GETTING_DATA"
ERRORS = frozenset(_ERRORS.split())
"""What a spreadsheet shows in a cell whose formula went wrong."""


def read_code(text: str) -> str:
    """A code as it was meant: ``="00042"`` and ``'00042`` are 00042, ``42.0`` is 42; capitals and zeros are kept.

    `NotationError` ``digits_lost`` for a number of which a spreadsheet kept the first digits;
    ``error_cell``; ``bad_code``.
    """
    if _is_bare(text):
        return text
    code = _unwrapped(text)
    if not code:
        raise NotationError("bad_code", text)
    if code.upper() in ERRORS:
        raise NotationError("error_cell", text)
    if match := _POWER.fullmatch(code):
        if _shortfall(match) or not code[0].isdecimal():
            raise NotationError("digits_lost", text)
        return match[1] + (match[2] or "")
    if digits_lost(code):
        raise NotationError("digits_lost", text)
    if match := _FLOAT.fullmatch(code):
        return match[1] if len(match[1]) > 1 or match[0].endswith(".0") else code
    return code


def digits_lost(text: str) -> bool:
    """Whether a spreadsheet wrote a long number with fewer digits than it has: ``6.90123E+12``."""
    if _is_bare(text):
        return False
    bare = _unwrapped(text)
    if match := _POWER.fullmatch(bare):
        return _shortfall(match) > 0
    match = _FLOAT.fullmatch(bare)
    return match is not None and len(match[1]) > 15 and int(match[1]) > _EXACT


def _is_bare(text: str) -> bool:
    """Whether there is nothing about a text but letters and digits, as most cells have it."""
    return text.isascii() and text.isalnum()


def _shortfall(power: re.Match[str]) -> int:
    """How many digits of a whole number are not there; below zero where it has decimals."""
    return int(power[3]) - len(power[2] or "")


def code_key(code: str) -> str:
    """What codes are compared by: without regard to capitals, width, and blanks around them."""
    return unicodedata.normalize("NFKC", plain(code)).casefold().strip()


def loose_code_key(code: str) -> str:
    """`code_key` without leading zeros: codes with one of these differ by zeros and capitals only."""
    key = code_key(code)
    return key.lstrip("0") or key[-1:]


def _unwrapped(text: str) -> str:
    code = plain(text)
    for pattern in (_FORMULA, _QUOTED):
        if match := pattern.fullmatch(code):
            code = match[1].strip()
    return code
