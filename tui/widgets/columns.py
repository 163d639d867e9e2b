"""Columns of a table: they share its width by weight; where it is too small, the highest `drop` leaves first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui.widgets.pieces import Drawn


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `min` cells at least, `weight` its share of what is left over, `drop` when it may leave.

    A `title` may be drawn to the column's width, as a scale over bars is.
    """

    id: str
    title: str | Drawn = ""
    min: int = 1
    weight: int = 0
    right: bool = False
    drop: int = 0


def form_columns(labels: Iterable[str], width: int) -> list[Column]:
    """Labels as wide as the longest of them, half of `width` at most, and their values beside them."""
    widest = max((cell_len(label) for label in labels), default=0)
    return [Column("name", min=max(8, min(widest, width // 2))), Column("value", min=12, weight=1)]


def shared_widths(columns: Sequence[Column], width: int) -> list[tuple[int, Column, int]]:
    """Which columns there is room for, as (place among all, column, cells), one cell between two."""
    kept = list(enumerate(columns))
    while len(kept) > 1 and sum(column.min for _, column in kept) + len(kept) - 1 > width:
        leaving = max((column.drop for _, column in kept), default=0)
        if leaving == 0:
            break
        kept = [(place, column) for place, column in kept if column.drop != leaving]
    spare = max(0, width - sum(column.min for _, column in kept) - (len(kept) - 1))
    weights = sum(column.weight for _, column in kept)
    sized: list[tuple[int, Column, int]] = []
    for place, column in kept:
        share = spare * column.weight // weights if weights else 0
        spare -= share
        weights -= column.weight
        sized.append((place, column, column.min + share))
    return sized
