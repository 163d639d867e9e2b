"""The blanks of a stop on paper: boxes in the order, and under the names, in which they are keyed in.

Numbers to be ringed and product codes to be counted are printed in the boxes: what is written by hand is then what
is typed (docs/returning.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from routing.sheets.form import StopForm
from routing.sheets.reply.fields import field_named
from routing.sheets.reply.writing import ASKED

ROW = 20.5
"""Points from one line of boxes to the next: room for a line of handwriting under its name."""
_LEAST = {
    "check_in": 46, "check_out": 46, "steps": 108, "skipped": 104, "points": 84, "found": 84, "facings": 55,
    "advice": 140, "stock": 260, "order": 260, "delivery": 230, "payments": 200, "empties": 96, "coaching": 64,
    "action": 150, "followed_up": 56, "bulletins": 52, "rating": 68, "photos": 96, "note": 120, "left_reason": 90,
}  # fmt: skip
"""Points that each box needs."""


@dataclass(frozen=True, slots=True)
class Box:
    """One blank: its name, what is printed in it, where it begins and how wide it is, in points."""

    blank: str
    name: str
    printed: tuple[str, ...]
    x: float
    width: float


def boxes(form: StopForm, room: float, *, chinese: bool) -> list[list[Box]]:
    """The blanks that a stop asks for, line by line; every line takes the whole room."""
    rows: list[list[str]] = [[]]
    used = 0.0
    for blank in ASKED:
        if not form.asks(blank):
            continue
        if rows[-1] and used + _LEAST[blank] > room:
            rows.append([])
            used = 0.0
        rows[-1].append(blank)
        used += _LEAST[blank]
    found = []
    for row in rows:
        stretch = room / sum(_LEAST[blank] for blank in row)
        line, x = [], 0.0
        for blank in row:
            field, width = field_named(blank), _LEAST[blank] * stretch
            name = (field.zh if chinese else field.en)[0]
            line.append(Box(blank, name, _printed(blank, form, chinese=chinese), x, width))
            x += width
        found.append(line)
    return found


def _printed(blank: str, form: StopForm, *, chinese: bool) -> tuple[str, ...]:
    """Numbers to be ringed, products to be counted, words to be chosen; empty where all is written by hand."""
    match blank:
        case "steps":
            return _numbers(len(form.steps))
        case "points":
            return _numbers(len(form.points))
        case "found":
            return _numbers(len(form.must_stock))
        case "bulletins":
            return _numbers(len(form.bulletins))
        case "rating":
            return _numbers(5)
        case "followed_up":
            return ("是", "否") if chinese else ("yes", "no")
        case "facings":
            return ("", "/", "")
        case "stock" | "order":
            return form.must_stock
        case "delivery":
            due = form.deliveries
            return tuple(f"{line.product} ×{form.product(line.product).said(line.ordered)}" for line in due)
        case _:
            return ()


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))


def draw_form(
    canvas: Any, rows: list[list[Box]], x: float, top: float, *, font: str, ink: Any, soft: Any, line: Any
) -> None:
    """Draws the boxes downwards from `top`."""
    from routing.sheets.pdf import fitted

    for number, row in enumerate(rows):
        y = top - ROW * (number + 1)
        for box in row:
            left = x + box.x
            canvas.setStrokeColor(line)
            canvas.setLineWidth(0.6)
            canvas.rect(left, y, box.width, ROW, stroke=1, fill=0)
            canvas.setFillColor(soft)
            canvas.setFont(font, 6.2)
            canvas.drawString(left + 2.5, y + ROW - 6.6, fitted(box.name, 6.2, box.width - 4))
            slot = (box.width - 5) / max(1, len(box.printed))
            canvas.setFillColor(ink if box.blank not in ("stock", "order") else soft)
            canvas.setFont(font, 8)
            for place, text in enumerate(box.printed):
                canvas.drawString(left + 3 + place * slot, y + 4, fitted(text, 8, slot))
