"""A pane of lines made of pieces, wrapped to its width and scrolled when there are more than fit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from tui.widgets.ground import GroundedView
from tui.widgets.pieces import Piece, plain, wrapped


class Lines(GroundedView):
    """Shows what `show` was last given."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self, *, id: str | None = None, focusable: bool = False) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self.can_focus = focusable
        self._lines: Sequence[Sequence[Piece]] = ()
        self._wrapped: list[list[Piece]] = []
        self._width = 1
        self._wrapped_for = Size(0, 0)

    def show(self, lines: Sequence[Sequence[Piece]]) -> None:
        self._lines = lines
        self.scroll_to(y=0, animate=False, force=True)
        self._wrap()

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        """Wrap to the whole width, or to what a scroll bar leaves where the lines do not fit.

        Asking whether there is a scroll bar now would not do: it may stand there only because of the lines' wrapping.
        """
        self._wrapped_for = self.content_region.size
        width, height = self._wrapped_for
        self._wrapped = self._at(width)
        if len(self._wrapped) > height:
            width -= self.styles.scrollbar_size_vertical
            self._wrapped = self._at(width)
        self._width = max(1, width)
        self.virtual_size = Size(self._width, len(self._wrapped))
        self.refresh()

    def _at(self, width: int) -> list[list[Piece]]:
        return [part for line in self._lines for part in wrapped_pieces(line, max(1, width))]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport
        return len(self._at(width))

    def render_line(self, y: int) -> Strip:
        base = self.ground
        if self._wrapped_for != self.content_region.size:
            self._wrap()
        number = y + self.scroll_offset.y
        if number >= len(self._wrapped):
            return Strip.blank(self._width, base)
        drawn = [Segment(text, self.toned(tone)) for text, tone in self._wrapped[number]]
        return Strip(drawn).adjust_cell_length(self._width, base)


def wrapped_pieces(line: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Pieces in as many lines as they need, each at most `width` terminal cells wide."""
    lines = wrapped("".join(text for text, _ in line), width)
    tones = [tone for text, tone in line for _ in plain(text)]
    found: list[list[Piece]] = []
    position = 0
    letters = [char for text, _ in line for char in plain(text)]
    for part in lines:
        pieces: list[Piece] = []
        for char in part:
            while position < len(letters) and letters[position] != char:
                position += 1  # spaces that fell at the end of a line
            tone = tones[min(position, len(tones) - 1)] if tones else ""
            position += 1
            if pieces and pieces[-1][1] == tone:
                pieces[-1] = (pieces[-1][0] + char, tone)
            else:
                pieces.append((char, tone))
        found.append(pieces)
    return found
