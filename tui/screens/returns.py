"""What a rep sent back, pasted here or keyed in; what is not understood stays for correction."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import TextArea

from routing.sheets.reply.writing import empty_block, heading
from tui.cli.output import error_sentence
from tui.commands import Command
from tui.jobs.forms import forms_of
from tui.jobs.replies import given_back, read_text
from tui.jobs.returns import record_returned
from tui.screens.base import RoundsmanScreen
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from tui.jobs.recording import Recorded
    from tui.widgets.pieces import Piece


def _has_text(screen: ReturnsScreen) -> bool:
    return bool(screen.area.text.strip())


class ReturnsScreen(RoundsmanScreen):
    """One rep's results of one date as text, by the grammar of docs/returning.md."""

    AUTO_FOCUS = "TextArea"
    DEFAULT_CSS = """
    ReturnsScreen TextArea, ReturnsScreen TextArea:focus { height: 1fr; border: none; padding: 0 1; }
    ReturnsScreen #told { max-height: 40%; padding: 0 1; background: $surface; }
    """
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("returns.record", ("f5", "ctrl+r"), footer=1, when=_has_text),
        Command("returns.blanks", ("f9", "ctrl+t"), footer=2),
        Command("returns.back", ("escape",), footer=90),
    )

    def __init__(self, date: dt.date, rep: str, name: str) -> None:
        super().__init__()
        self.date, self.rep, self.rep_name = date, rep, name

    def body(self) -> Iterable[Widget]:
        yield Lines(id="told")
        yield TextArea(id="reply")

    def on_mount(self) -> None:
        self._tell([[(self.t("returns.how", name=self.rep_name, date=self.date.isoformat()), "dim")]])

    @property
    def area(self) -> TextArea:
        return self.query_one(TextArea)

    def _tell(self, lines: list[list[Piece]]) -> None:
        self.query_one("#told", Lines).show(lines)
        self.query_one("#told", Lines).refresh(layout=True)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.refresh_bindings()

    def action_blanks(self) -> None:
        """Puts the empty form of every stop still to be told of below what stands here."""
        office, chinese = self.office, self.office.language == "zh"
        told = {call.outlet for call in office.books.days.calls(self.date, self.rep).all().values() if call.done}
        plan = office.books.days.plan(self.date)
        lines = [
            heading(self.date.isoformat(), self.rep, self.rep_name, plan.revision if plan else 0, chinese=chinese)
        ]
        for form in forms_of(office, self.date, self.rep).stops:
            if form.outlet not in told:
                lines += empty_block(form, chinese=chinese)
        self.area.text = "\n".join(part for part in (self.area.text.rstrip(), *lines) if part) + "\n"

    async def action_record(self) -> None:
        """Records what is understood; the rest stays in the box, and why is said above it."""
        text = self.area.text
        report, left = await asyncio.to_thread(self._record, text)
        done = self.t("returns.done", n=len(report.calls))
        if report.problems:
            done = self.t("returns.done_but", n=len(report.calls), rejected=len(report.problems))
        self.area.text = left
        self._tell([[(done, "error" if report.problems else "good")], *self._remarks(report)])
        self.roundsman.tell("returns.done", n=len(report.calls))

    def _remarks(self, report: Recorded) -> Iterable[list[Piece]]:
        """What was left out and what was taken with a remark, in the order of the text."""
        found = [(each, "left", "error") for each in report.problems]
        found += [(each, "line", "warning") for each in report.notes]
        for each, kind, colour in sorted(found, key=lambda told: told[0].row or 0):
            why = error_sentence(self.t, self.office.language, each.code, dict(each.params))
            yield [(self.t(f"returns.{kind}", row=each.row, text=why) if each.row else why, colour)]

    def _record(self, text: str) -> tuple[Recorded, str]:
        parts = read_text(self.office, self.date, self.rep, text)
        report = record_returned(self.office, parts)
        return report, given_back(self.office, parts, report)

    def action_back(self) -> None:
        self.dismiss(None)
