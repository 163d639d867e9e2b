"""Where a line of mixed Chinese and Latin text may end."""

from __future__ import annotations

_CLOSING = "，。；：、！？）》」』”’…"
_CJK = "\u2e80"
"""Signs from here on stand alone; before, letters make words."""


def breaking_point(text: str, end: int) -> int:
    """Where to break a text of which `end` characters fit: not within a word, and no stop begins a line.

    A word longer than half the line is broken all the same.
    """
    at = end
    while at > end // 2 and (_within_word(text[at - 1], text[at]) or text[at] in _CLOSING):
        at -= 1
    return at if at > end // 2 else end


def _within_word(before: str, after: str) -> bool:
    return max(before, after) < _CJK and not before.isspace() and not after.isspace()
