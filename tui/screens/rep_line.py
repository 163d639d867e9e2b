"""The line above a stop list: whose round it is, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens import rounds_cells as cells
from tui.screens import stop_cells
from tui.widgets.line import Line, Part

if TYPE_CHECKING:
    from tui.screens.rounds import RoundsScreen


class RepLine(Line):
    """A click on either arrow goes to another rep."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: RoundsScreen = self.screen  # type: ignore[assignment]
        if not screen.rep:
            return [Part(f" {screen.said}", "dim")]
        late = stop_cells.behind(screen.late, screen.office)
        said = [Part(text, tone) for text, tone in [*late, *cells.progress(screen.round, screen.office)]]
        return [
            Part(" ◀ ", "key", screen.action_previous_rep),
            Part(screen.rep_name, "heading", screen.ask_rep),
            Part(" ▶ ", "key", screen.action_next_rep),
            *said,
        ]
