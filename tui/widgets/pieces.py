"""Text in pieces: what a line-drawn widget shows, each piece with a tone, never markup.

A tone is a name such as ``dim``, ``warning`` or ``route-3``; what it looks like is the theme's business (its colours
by name below; the colours of routes in `tui.map.colours`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import Color

from tui.map.colours import route_colour

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

Piece: TypeAlias = tuple[str, str]
"""A text and its tone; an empty tone is that of the line."""
Drawn: TypeAlias = Callable[[int], Sequence[Piece]]
"""Pieces made for so many terminal cells: a bar, a scale."""
Cell: TypeAlias = str | Text | Sequence[Piece] | Drawn
"""What stands in one cell or line: plain text, a rich `Text`, pieces, or what is drawn to the width there is."""

_TONES: dict[str, tuple[str, str, bool]] = {
    "dim": ("dim", "", False),
    "strong": ("", "", True),
    "accent": ("text-primary", "", False),
    "good": ("text-success", "", False),
    "warning": ("text-warning", "", False),
    "error": ("text-error", "", True),
    "key": ("text-accent", "", True),
    "heading": ("text-primary", "", True),
    "chosen": ("background", "primary", True),
}
"""Which of the theme's colours a tone is written in and on, and whether in bold.

Asked of the theme and not of component classes: those would be matched anew for every widget that comes or changes.
"""

_OPENING = r"\u201c\u2018\uff08\u300a\u300c\u300e\u3010\u3008"
_CLOSING = (
    r"\u201d\u2019\uff09\u300b\u300d\u300f\u3011\u3009"
    r"\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\u2026\u00b7;:,.!?)\]%"
)
_WORDS = re.compile(
    rf"[{_OPENING}]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef\u201c\u2018]+)[{_CLOSING}]*\s*|[{_OPENING}]+\s*|\s+"
)
"""A Chinese character or a word of letters, with what may not begin the next line and what may not end this one."""
_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ") | dict.fromkeys(
    (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
)


def plain(text: str) -> str:
    """A text on one line that can neither move the cursor nor turn the direction of what follows."""
    return text if text.isascii() and text.isprintable() else text.translate(_CONTROL)


def tone_style(widget: Widget, tone: str) -> Style:
    """What a tone adds to the style of its line."""
    if tone in _TONES:
        colour, ground, bold = _TONES[tone]
        return Style(color=_colour(widget, colour), bgcolor=_colour(widget, ground), bold=bold or None)
    kind, _, number = tone.partition("-")
    if kind in ("route", "routebold") and number:
        return Style(
            color=route_colour(int(number), dark=widget.app.current_theme.dark), bold=kind == "routebold" or None
        )
    return Style.null()


def _colour(widget: Widget, name: str) -> RichColor | None:
    found = widget.app.theme_variables.get(name)
    return Color.parse(found).rich_color if found else None


def with_marks(text: str, tone: str, marks: Sequence[Piece]) -> Cell:
    """A text with marks behind it that stay however short it is cut."""
    if not marks:
        return [(text, tone)]
    needed = sum(cell_len(mark) for mark, _ in marks)

    def drawn(width: int) -> list[Piece]:
        said, room = plain(text), max(1, width - needed)
        if cell_len(said) > room:
            said = set_cell_size(said, room - 1).rstrip() + "…"
        return [(said, tone), *marks]

    return drawn


def width_of(cell: Cell) -> int:
    """Terminal cells that it takes; none of its own where it is drawn to the width there is."""
    if callable(cell):
        return 0
    if isinstance(cell, str):
        return cell_len(plain(cell))
    if isinstance(cell, Text):
        return cell.cell_len
    return sum(cell_len(plain(text)) for text, _ in cell)


def longest_that_fits(*texts: str, tone: str = "") -> Drawn:
    """The first of several ways to say something that there is room for; the last one where there is none."""

    def drawn(width: int) -> Sequence[Piece]:
        return [(next((text for text in texts if width_of(text) <= width), texts[-1]), tone)]

    return drawn


class Toned(Protocol):
    """A widget that knows what tones look like on it."""

    @property
    def app(self) -> App[Any]: ...

    def tone(self, tone: str) -> Style: ...


def segments(
    widget: Toned, cell: Cell, width: int, base: Style, *, right: bool = False, toned: bool = True
) -> list[Segment]:
    """A cell drawn in exactly `width` terminal cells, shortened with an ellipsis where it is too long.

    Without `toned` every piece has the style of the line, as on a cursor's strong ground.
    """
    if width <= 0:
        return []
    if callable(cell):
        cell = cell(width)
    if isinstance(cell, str):
        text = plain(cell)
        return [Segment(_sized(text, width, right=right), base)]
    drawn = [Segment(text, style if toned else base) for text, style in _styled(widget, cell, base) if text]
    used = sum(cell_len(segment.text) for segment in drawn)
    if used <= width:
        space = [Segment(" " * (width - used), base)] if used < width else []
        return [*space, *drawn] if right else [*drawn, *space]
    return _shortened(drawn, width, base)


def _styled(widget: Toned, cell: Text | Sequence[Piece], base: Style) -> Iterable[tuple[str, Style]]:
    if isinstance(cell, Text):
        for segment in cell.render(widget.app.console):
            yield plain(segment.text), base + (segment.style or Style.null())
        return
    for text, tone in cell:
        yield plain(text), base + widget.tone(tone)


def _sized(text: str, width: int, *, right: bool) -> str:
    used = cell_len(text)
    if used <= width:
        space = " " * (width - used)
        return space + text if right else text + space
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)


def _shortened(drawn: list[Segment], width: int, base: Style) -> list[Segment]:
    kept: list[Segment] = []
    room = width - 1
    for segment in drawn:
        size = cell_len(segment.text)
        if size > room:
            kept.append(Segment(set_cell_size(segment.text, room).rstrip(), segment.style))
            break
        kept.append(segment)
        room -= size
    used = sum(cell_len(segment.text) for segment in kept)
    return [*kept, Segment("…" + " " * (width - used - 1), kept[-1].style if kept else base)]


def _fitting(word: str, width: int) -> str:
    """As much of a word as fits, at least one character."""
    end, used = 0, 0
    while end < len(word) and used + cell_len(word[end]) <= width:
        used += cell_len(word[end])
        end += 1
    return word[: max(1, end)]


def wrapped(text: str, width: int) -> list[str]:
    """A paragraph in lines of at most `width` terminal cells; words are kept whole, Chinese breaks anywhere."""
    width = max(2, width)  # a Chinese character takes two
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for found in _WORDS.findall(plain(paragraph)):
            word = found
            if used + cell_len(word.rstrip()) > width and line:
                lines.append(line.rstrip())
                line, used = "", 0
            while cell_len(word.rstrip()) > width:
                head = _fitting(word, width)
                lines.append(head)
                word = word[len(head) :]
            line, used = line + word, used + cell_len(word)
        lines.append(line.rstrip())
    return lines
