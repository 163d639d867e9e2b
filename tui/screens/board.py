"""The planner's board: plan a date, see it, change it, publish it, hand it out."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import ClassVar

from tui.commands import Command
from tui.jobs.office import JobError
from tui.screens.board_edits import _idle, _on_route, _open, _planned
from tui.screens.board_variants import BoardVariants
from tui.screens.dialogs import Choice
from tui.widgets.table import Column

_SHEETS = ("pdf", "xlsx", "csv", "text", "loading")


def _can_publish(screen: BoardScreen) -> bool:
    return _open(screen) and screen.board is not None and not screen.board.published


def _on_record(screen: BoardScreen) -> bool:
    return _idle(screen) and screen.record is not None


class BoardScreen(BoardVariants):
    """Everything a dispatcher does with one date."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.publish", ("p", "f9"), footer=10, when=_can_publish),
        Command("board.copy", ("y",), when=_on_route),
        Command("board.sheets", ("e", "ctrl+e"), footer=9, when=_planned),
        Command("board.record", ("E",), when=_on_record),
        Command("board.day", ("D",), when=_idle),
    )

    # the records behind the plan

    @property
    def record(self) -> tuple[str, str] | None:
        """The kind and id of what is under the cursor: a rep among the routes, else a stop's outlet."""
        entry, key = self.entry, self.row.stop_key if self.row is not None else None
        if self.pane != "index" and key is not None:
            return "outlets", key[0]
        return ("reps", entry.rep) if entry is not None and entry.rep in self.office.books.reps.all() else None

    async def action_record(self) -> None:
        """The form of the outlet, or of the rep."""
        from tui.screens.record import open_record

        assert self.record is not None
        await open_record(self.roundsman, *self.record)

    async def action_day(self) -> None:
        """What is arranged for this date alone."""
        from tui.screens.record import open_arrangement

        await open_arrangement(self.roundsman, self.date)

    # handing out

    async def action_publish(self) -> None:
        board = self._board()
        broken = board.violations()
        note = self.t("board.publish.broken", n=broken) if broken else self.t("board.publish.note")
        if await self.roundsman.confirm(self.t("board.publish.ask", date=self.date.isoformat()), note):
            said = partial(self.roundsman.tell, "board.publish.done", date=self.date.isoformat())
            self.edit(board.desk.publish, then=said)

    async def action_sheets(self) -> None:
        """Route sheets, written to the current folder."""
        entry = self.entry
        reps: list[tuple[str | None, str]] = [(None, self.t("board.sheets_of_all"))]
        if _on_route(self) and entry is not None:
            reps.append((entry.rep, entry.name))
        choices = []
        for rep, name in reps:
            for kind in _SHEETS:
                title = self.t(f"board.sheet.{kind}")
                choices.append(Choice((rep, kind), [title, name], f"{kind} {title} {name}"))
        chosen = await self.roundsman.choose(
            self.t("board.sheets.which"), choices, [Column("kind", min=20, weight=1), Column("rep", min=10, weight=1)]
        )
        if chosen is None:
            return
        self.roundsman.tell("board.sheets.writing", what=self.t(f"board.sheet.{chosen[1]}"))
        path = await asyncio.to_thread(self._write_sheet, *chosen)
        self.roundsman.tell("board.sheets.written", path=str(path))

    async def action_copy(self) -> None:
        """The route as text, to paste into a chat."""
        from tui.jobs.sheets import make_sheet

        entry = self.entry
        assert entry is not None
        _, text = await asyncio.to_thread(make_sheet, self.office, self.date, entry.rep, "text")
        await self.roundsman.copy_text(text.decode())

    def _write_sheet(self, rep: str | None, kind: str) -> Path:
        from tui.jobs.sheets import make_sheet

        name, data = make_sheet(self.office, self.date, rep, kind, workbook=kind == "loading")
        path = Path.cwd() / name
        try:
            path.write_bytes(data)
        except OSError as error:
            raise JobError("cannot_write", path=str(path), why=error.strerror or str(error)) from None
        return path
