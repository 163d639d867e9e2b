"""Bars and scales drawn to the width there is. They say by shape what they say by colour."""

from __future__ import annotations

from functools import partial

from tui.widgets.pieces import Drawn, Piece

_EIGHTHS = " ▏▎▍▌▋▊▉█"
GROUND, OVER = "·▶"
"""What is free of a bar; the end of one that holds too much."""
OPEN, CALL, DRIVEN, WAIT, SLACK, PAUSE, BROKEN = "▁█▓·╌░!"
"""Hours in which a call may begin, the call, one made already, waiting, how much later it could be, a break, and a
call that breaks a rule."""
_HOUR = 3600
_LABEL = 3
"""Cells that an hour takes on a scale, with the space after it."""


def bar(share: float | None, tone: str = "") -> Drawn:
    """A bar that is `share` full; above 1 its end points on. Nothing where there is nothing to fill."""
    return partial(_bar, share, tone)


def _bar(share: float | None, tone: str, width: int) -> list[Piece]:
    if share is None:
        return [("–".rjust(width), "dim")]
    if share > 1.0005:
        return [("█" * (width - 1), "warning"), (OVER, "error")]
    eighths = max(1, round(share * width * 8)) if share > 0 else 0
    full, rest = divmod(eighths, 8)
    drawn = "█" * full + (_EIGHTHS[rest] if rest else "")
    return [(drawn, tone), (GROUND * (width - len(drawn)), "dim")]


def scale(first: int, last: int) -> Drawn:
    """Full hours between two seconds of a day, every one, second, third … as there is room."""
    return partial(_scale, first, last)


def _scale(first: int, last: int, width: int) -> list[Piece]:
    drawn = [" "] * width
    cells = width * _HOUR / max(1, last - first)
    step = next((step for step in (1, 2, 3, 4, 6) if step * cells >= _LABEL), 12)
    for hour in range(-(-first // (step * _HOUR)) * step, last // _HOUR + 1, step):
        text, at = str(hour), cell_of(hour * _HOUR, first, last, width)
        if at + len(text) <= width:
            drawn[at : at + len(text)] = text
    return [("".join(drawn), "dim")]


def cell_of(second: int, first: int, last: int, width: int) -> int:
    """The cell that a second of the day falls into; the nearest where it lies outside."""
    return max(0, min(width - 1, (second - first) * width // max(1, last - first)))


Span = tuple[int, int, str, str]
"""From one second to another, drawn by a character in a tone."""


def moments(first: int, last: int, spans: list[Span]) -> Drawn:
    """Spans of a day, the later ones over the earlier; each has a cell at least."""
    return partial(_moments, first, last, spans)


def _moments(first: int, last: int, spans: list[Span], width: int) -> list[Piece]:
    drawn: list[Piece] = [(" ", "")] * width
    for begin, end, char, tone in spans:
        if end <= first or begin >= last:
            continue
        at, until = (cell_of(second, first, last, width) for second in (begin, max(begin, end - 1)))
        drawn[at : until + 1] = [(char, tone)] * (until + 1 - at)
    pieces: list[Piece] = []
    for char, tone in drawn:
        if pieces and pieces[-1][1] == tone:
            pieces[-1] = (pieces[-1][0] + char, tone)
        else:
            pieces.append((char, tone))
    return pieces
