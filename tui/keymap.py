"""Keys: what may be bound, and what a key is called on screen.

With an input method in full-width mode the same key sends another character, so every printable key
has twins: ``?`` is also ``？``, ``[`` is also ``【`` and ``［``.
"""

from __future__ import annotations

FORBIDDEN = frozenset({"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+c", "ctrl+s"})
"""Keys a terminal sends as something else (backspace, tab, enter), or keeps for itself."""

_NAMED = {
    "question_mark": "?",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
    "semicolon": ";",
    "colon": ":",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "space": " ",
}
_CHINESE = {
    "[": "【",
    "]": "】",
    "/": "、",
    ".": "。",
    "<": "《",
    ">": "》",
    " ": "ideographic_space",
}
_SHOWN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "⏎",
    "escape": "Esc",
    "tab": "Tab",
    "delete": "Del",
    "insert": "Ins",
    "backspace": "⌫",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "space": "␣",
}


def character(key: str) -> str | None:
    """The ASCII character a key sends, or None for a key that sends none."""
    if len(key) == 1 and "!" <= key <= "~":
        return key
    return _NAMED.get(key)


def is_key(key: str) -> bool:
    """Whether a key may be named so: a character, ``f5``, ``ctrl+p``, ``shift+up``, ``question_mark`` …"""
    *modifiers, name = key.split("+") if key != "+" else ["plus"]
    known = character(name) is not None or name in _SHOWN or (name[:1] == "f" and name[1:].isdigit())
    return known and set(modifiers) <= {"ctrl", "shift", "alt"} and len(set(modifiers)) == len(modifiers)


def twins(key: str) -> tuple[str, ...]:
    """The full-width characters that the same key sends with an input method on."""
    char = character(key)
    if char is None:
        return ()
    found = [_CHINESE[char]] if char in _CHINESE else []
    if char != " ":
        found.append(chr(ord(char) + 0xFEE0))
    return tuple(found)


def shown(key: str) -> str:
    """A key as people read it: ``^Q``, ``F5``, ``⇧↑``, ``?``."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    label = _SHOWN.get(name) or character(name) or name
    if name[:1] == "f" and name[1:].isdigit():
        label = name.upper()
    if "ctrl" in modifiers:
        label = "^" + (label.upper() if len(label) == 1 else label)
    if "shift" in modifiers:
        label = "⇧" + label
    if "alt" in modifiers:
        label = "Alt+" + label
    return label
