"""A paragraph, wrapped as lines of pieces are: Chinese anywhere, but no line begins with what closes another."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from tui.widgets.ground import Grounded
from tui.widgets.pieces import wrapped


class Words(Grounded):
    """Says what `update` was last given, as high as that needs; one row where it says nothing."""

    DEFAULT_CSS = "Words { height: auto; width: 1fr; }"

    def __init__(self, text: str = "", *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.text = text

    def update(self, text: str) -> None:
        self.text = text
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        del container, viewport
        return len(wrapped(self.text, width))

    def render_line(self, y: int) -> Strip:
        lines = wrapped(self.text, self.size.width)
        said = [Segment(lines[y], self.ground)] if y < len(lines) else []
        return Strip(said).adjust_cell_length(self.size.width, self.ground)
