"""A cell's text as a person sees it: nothing invisible in it, none of the tricks by which codes pass Excel."""

from __future__ import annotations

import re

from store.notation.codes import ERRORS, digits_lost

MOST_CHARACTERS = 32_767
"""What a spreadsheet's cell can hold; a longer one is no cell."""

_BREAKS = re.compile(r"\r\n?|[\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS
    r"|\x1b[ -/]*[0-~]?"
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = re.compile(r"(?<![\u0600-\u109f\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)


def clean(text: str) -> str:
    """The text without control and escape characters; line breaks are line feeds, all other space is a space.

    Excel's way to keep a code a text (``="00042"``, ``'00042``) is read as the code.
    """
    if not text.isprintable():
        text = _BREAKS.sub("\n", text)
        text = _SPACES.sub(" ", text)
        text = _ESCAPES.sub("", text)
        text = _JOINERS.sub("", _UNSEEN.sub("", text))
    text = text.strip()
    if text[:1] in "='":
        text = _plain(text)
    return text


def _plain(text: str) -> str:
    if text.startswith("=") and (match := _QUOTED.fullmatch(text)):
        return match[1].replace('""', '"').strip()
    if text[:1] == "'" and text[1:2] and (text[1].isdecimal() or text[1] in "=+-@"):
        return _plain(text[1:]) if text[1] == "=" else text[1:].strip()
    return text


def kind_of(text: str) -> str:
    """The `Mark` of a text out of a file that knows texts only."""
    if len(text) > MOST_CHARACTERS:
        return "x"
    if text[:1] == "#" and text.upper() in ERRORS:
        return "e"
    return "l" if "+" in text and digits_lost(text) else "t"
