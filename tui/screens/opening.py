"""What is painted first, while the books are read; and where it is told when they cannot be."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from tui.screens.base import RoundsmanScreen


class OpeningScreen(RoundsmanScreen):
    """Only light things: it stands before anything else is imported."""

    fault = ""

    def body(self) -> Iterable[Widget]:
        yield Static(self.t("app.opening"), markup=False, id="opening")

    def tell(self, fault: str) -> None:
        """The books could not be opened."""
        self.fault = fault
        self.refresh_texts()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        text = f"{self.fault}\n\n{self.t('app.how_to_leave')}" if self.fault else self.t("app.opening")
        self.query_one("#opening", Static).update(text)
