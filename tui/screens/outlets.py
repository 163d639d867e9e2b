"""All outlets, with a live filter."""

from __future__ import annotations

from tui.screens.base import RoundsmanScreen


class OutletsScreen(RoundsmanScreen):
    """All outlets."""
