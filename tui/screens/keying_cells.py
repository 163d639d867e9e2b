"""What the key-in grid says: its cells, and what belongs to the one under the cursor, as toned pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output import error_sentence
from tui.state.keying import Keying, State
from tui.widgets.pieces import Cell, Piece

if TYPE_CHECKING:
    from routing.sheets.form import StopForm
    from routing.sheets.reply.fields import Field
    from tui.jobs.office import Office

WIDTHS = {
    "check_in": 6, "check_out": 6, "steps": 9, "skipped": 12, "points": 9, "found": 8, "facings": 7, "advice": 14,
    "stock": 22, "order": 18, "delivery": 18, "payments": 18, "empties": 12, "coaching": 6, "action": 16,
    "followed_up": 6, "bulletins": 8, "rating": 6, "photos": 16, "note": 18, "left_reason": 14,
}  # fmt: skip
"""Terminal cells of each blank's column."""
_MOST_PRODUCTS = 8
"""Products that are named where there is no must-stock list."""
_TONES = {State.OUTSIDE: "dim", State.EMPTY: "", State.FILED: "good", State.TYPED: "accent", State.WRONG: "error"}


def stop(keying: Keying, place: int) -> Cell:
    """The stop's number and name, and whether its row is in the books."""
    row = keying.rows[place]
    if row.wrong:
        mark: Piece = ("!", "error")
    elif row.typed:
        mark = ("…", "accent")
    elif row.call is not None and row.call.done:
        mark = ("✓", "good")
    else:
        mark = ("○", "dim")
    number = str(row.form.seq) if row.form.seq else "+"
    return [mark, (f"{number:>2} ", "dim"), (row.form.name, "")]


def cell(keying: Keying, place: int, column: int) -> Cell:
    """A cell's text, or where nothing is asked for a point."""
    blank = keying.blanks[column].name
    state, text = keying.state(place, blank), keying.text(place, blank)
    return [(text or ("·" if state is State.OUTSIDE else "_" if state is State.EMPTY else "✗"), _tone(state, text))]


def _tone(state: State, text: str) -> str:
    return "dim" if state is State.EMPTY and not text else _TONES[state]


def about(keying: Keying, place: int, column: int, office: Office) -> list[list[Piece]]:
    """The stop in full, what the cell is about and how it is written, and what is wrong with it."""
    t = office.t
    row, blank = keying.rows[place], keying.blanks[column]
    call = row.call
    number = f"#{row.form.seq} " if row.form.seq else ""
    lines: list[list[Piece]] = [[(f"{number}{row.form.outlet} ", "dim"), (row.form.name, "strong")]]
    if call is not None and call.done:
        lines[0].append((f"  {t('keying.backfilled' if call.backfilled else 'keying.in_the_app')}", "good"))
    hint = t(f"keying.hint.{blank.name}")
    lines.append([(f"{keying.heading(blank)}  ", "heading"), (hint, "dim")])
    legend = _legend(row.form, blank)
    if legend:
        lines.append([(" · ".join(f"{number}{name}" for number, name in enumerate(legend, 1)), "")])
    elif blank.name == "delivery" and row.form.deliveries:
        said = [f"{line.product} {row.form.product(line.product).said(line.ordered)}" for line in row.form.deliveries]
        lines.append([(t("plan.comma").join(said), "")])
    elif blank.name in ("stock", "order"):
        ids = row.form.must_stock or tuple(row.form.products)[:_MOST_PRODUCTS]
        lines.append([(" · ".join(f"{each} {row.form.product(each).name}" for each in ids), "")])
    elif blank.name == "followed_up" and row.form.action:
        lines.append([(row.form.action, "")])
    wrong = keying.problem(place, blank.name)
    if wrong is not None:
        lines.append([("! ", "error"), (error_sentence(t, office.language, wrong.code, dict(wrong.params)), "error")])
    return lines


def _legend(form: StopForm, blank: Field) -> list[str]:
    """What the numbers of a blank stand for, from 1; a star marks a step whose omission wants a reason."""
    match blank.name:
        case "steps" | "skipped":
            return [("* " if step.required else " ") + step.name for step in form.steps]
        case "points":
            return [f" {point.name}" for point in form.points]
        case "found":
            return [f" {form.product(product).name}" for product in form.must_stock]
        case "coaching":
            return [f" {topic.name}" for topic in form.topics]
        case "bulletins":
            return [f" {bulletin.name}" for bulletin in form.bulletins]
        case _:
            return []
