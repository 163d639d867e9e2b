"""How readers and models are held against each other, over seeded texts."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

from store.notation.errors import NotationError, TwoReadingsError

CASES = 1500
"""So many texts of a kind; some kinds take twice as many, or three times."""


def many(usual: int) -> int:
    """How many cases of a comparison: as usual, or as ``ROUNDSMAN_MODEL_CASES`` says."""
    return int(os.environ.get("ROUNDSMAN_MODEL_CASES", str(usual)))


def seeded(number: int) -> random.Random:
    """The chance of a comparison, another one for each ``ROUNDSMAN_MODEL_SEED``."""
    return random.Random(number + 1000 * int(os.environ.get("ROUNDSMAN_MODEL_SEED", "0")))


def read(of: Callable[[str], Any], reader: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What a reader says, in the model's words; `of` turns a reading that is asked for into a value."""
    try:
        return reader(*given, **named)
    except TwoReadingsError as asked:
        return ("asked", frozenset(of(each) for each in asked.readings))
    except NotationError:
        return None


def agree(differing: list[tuple[Any, ...]]) -> None:
    assert not differing, "\n".join(
        f"{context}: read {got!r}, the document says {right!r}" for context, got, right in differing[:40]
    )


def wide(chance: random.Random, text: str) -> str:
    """Now and then in full-width forms, or with blanks around."""
    if chance.random() < 0.08:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return f" {text}\u00a0" if chance.random() < 0.05 else text
