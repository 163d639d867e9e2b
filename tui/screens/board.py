"""The planner's board."""

from __future__ import annotations

from tui.screens.base import DatedScreen


class BoardScreen(DatedScreen):
    """Routes, stops, map."""
