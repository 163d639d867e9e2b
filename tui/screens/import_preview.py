"""What would become of a table, before it is taken in: a list to go through, whose questions can be answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from store.intake.questions import Answers
from tui.commands import Command
from tui.jobs.import_preview import OVERWRITE, Item, Question, answer_text, items_of
from tui.screens.dialogs import Choice, Choose, Dialog
from tui.widgets.pieces import Cell
from tui.widgets.table import Column, Table
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.jobs.office import Office

_MARKS = {
    "question": ("?", "accent"), "answered": ("✓", "good"), "error": ("✗", "error"), "warning": ("!", "warning"),
    "unused": ("○", "warning"), "column": ("←", "dim"), "left": ("·", "dim"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """What was answered in the preview."""

    answers: Answers
    overwrite: bool


class ImportPreview(Dialog[Settled]):
    """Counts, then questions and faults first; enter opens a group or asks; what the cursor is on is told whole."""

    ACTIONS = (
        Command("app.take", ("y", "f9"), footer=1, palette=False),
        Command("app.open", ("enter", "space"), footer=2, palette=False),
        Command("app.no", ("n",), footer=3, palette=False),
    )

    def __init__(
        self, heading: str, office: Office, report: dict[str, Any], again: Callable[[Answers, bool], dict[str, Any]]
    ) -> None:
        """`again` gives the report anew with some answers; it runs in a thread."""
        super().__init__(heading, " ")
        self.add_class("-roomy")
        self._office = office
        self._report = report
        self._again = again
        self._opened: set[str] = set()
        self._answered: dict[tuple[str, str], Question] = {}

    def body(self) -> Iterable[Widget]:
        columns = [Column("mark", min=1), Column("n", min=4, right=True, drop=1), Column("text", min=20, weight=1)]
        yield Table(columns, _cells, header=False, classes="-active")
        yield Words(classes="about")

    def on_mount(self) -> None:
        super().on_mount()
        self._show()
        self.query_one(Table).focus()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self._show()

    @property
    def settled(self) -> Settled:
        """What was answered so far."""
        given = {each.key: each.answer for each in self._answered.values() if each.code != OVERWRITE}
        overwrite = any(each.code == OVERWRITE and each.answer == "yes" for each in self._answered.values())
        return Settled(Answers(columns=given), overwrite)

    def _show(self) -> None:
        table, report = self.query_one(Table), self._report
        at = table.cursor
        answered = list(self._answered.values())
        table.set_rows(items_of(self._office, report, self._opened, answered))
        table.cursor = at
        counts = {name: report[name] for name in ("read", "added", "updated", "unchanged", "rejected")}
        said = [self.t("cli.import_dry", **counts)]
        datum = report["datum"] and self.t(f"outlets.datum.{report['datum']}")
        if read_as := [text for text in (report["encoding"], datum) if text]:
            said.append(self.t("outlets.take_in.read_as") + " · ".join(read_as))
        if report["preset"]:
            said.append(self.t("intake.read_as", name=report["preset"]))
        self.query_one(".note", Words).update("\n".join(said))

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        event.stop()
        self.query_one(".about", Words).update(event.row.about if event.row else "")

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        item: Item | None = self.query_one(Table).row
        if item is None:
            return
        if item.question is not None:
            self.run_worker(self._ask(item.question), exclusive=True)
        elif item.key:
            self._opened ^= {item.key}
            self._show()

    async def _ask(self, question: Question) -> None:
        """Asks which reading is meant, and shows what comes of the answer."""
        choices = [
            Choice(answer, [answer_text(self._office, answer), text], answer)
            for answer, text in question.readings.items()
        ]
        columns = [Column("answer", min=12, weight=1), Column("text", min=10, weight=1)]
        answer = await self.app.push_screen_wait(Choose(question.message, choices, columns))
        if answer is None:
            return
        self._answered[question.key] = replace(question, answer=answer)
        settled = self.settled
        self._report = await asyncio.to_thread(self._again, settled.answers, settled.overwrite)
        self._show()

    def action_take(self) -> None:
        self.dismiss(self.settled)

    def action_no(self) -> None:
        self.dismiss(None)


def _cells(item: Item) -> Sequence[Cell]:
    mark, tone = _MARKS[item.mark]
    turn = "" if not item.key else "▾ " if item.opened else "▸ "
    count = str(item.count) if item.count > 1 else ""
    strong = "" if item.depth or item.mark in ("column", "left", "warning", "unused") else tone
    return [
        [(mark if not item.depth else " ", tone)],
        [(count, tone)],
        [("  " * item.depth + turn + item.text, strong)],
    ]
