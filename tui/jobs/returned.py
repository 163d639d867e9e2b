"""What came back of one rep's day, read and not yet recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from routing.sheets.form import Forms
from routing.sheets.reply import Piece
from tui.jobs.recording import Problem


@dataclass(slots=True)
class Returned:
    """Results with their rows or lines, what could not be read, and the forms they were read by.

    `notes` are remarks on what was taken although it is written otherwise (row 0: of the file as a whole). Of a
    text: `pieces` are the lines that were not understood, `held` results
    that cannot be true beside others, `heading` the line it stands under, and `refused` all its lines where the
    heading is nobody's.
    """

    date: dt.date
    rep: str
    results: list[tuple[int, Mapping[str, Any]]]
    problems: list[Problem]
    forms: Forms
    notes: list[Problem] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    held: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    text: bool = False
    heading: str = ""
    refused: list[str] = field(default_factory=list)
