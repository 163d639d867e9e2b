"""Codes of customers, products and documents as spreadsheets hand them over. See docs/notation.md."""

from __future__ import annotations

import re
import unicodedata

from store.notation.errors import NotationError
from store.notation.numbers import plain

_FORMULA = re.compile(r'="+([^"]*)"*')
_QUOTED = re.compile(r"['`]([^']+)")
_FLOAT = re.compile(r"([0-9]+)\.0+")
_POWER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+[0-9]+|[0-9]+[.,][0-9]+[eE][0-9]+")
_EXACT = 2**53
ERRORS = frozenset(
    {"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""What a spreadsheet shows in a cell whose formula went wrong."""


def read_code(text: str) -> str:
    """A code as it was meant: ``="00042"`` and ``'00042`` are 00042, ``42.0`` is 42; capitals and zeros are kept.

    `NotationError` ``digits_lost`` for a number of which a spreadsheet kept the first digits;
    ``error_cell``; ``bad_code``.
    """
    code = _unwrapped(text)
    if not code:
        raise NotationError("bad_code", text)
    if code.upper() in ERRORS:
        raise NotationError("error_cell", text)
    if digits_lost(code):
        raise NotationError("digits_lost", text)
    if match := _FLOAT.fullmatch(code):
        return match[1] if len(match[1]) > 1 or match[0].endswith(".0") else code
    return code


def digits_lost(text: str) -> bool:
    """Whether a spreadsheet wrote a long number with fewer digits than it has: ``6.90123E+12``."""
    bare = _unwrapped(text)
    match = _FLOAT.fullmatch(bare)
    return _POWER.fullmatch(bare) is not None or (match is not None and len(match[1]) > 15 and int(match[1]) > _EXACT)


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
