"""One customer's page: everything about an outlet together, and what can be put on file from there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widget import Widget
from textual.worker import Worker

from tui.commands import Command
from tui.jobs.outlet_page import Section, page, why_scored
from tui.jobs.review import entries_of
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Tell
from tui.widgets.lines import Lines
from tui.widgets.pieces import Piece

if TYPE_CHECKING:
    from store.files.journal import Change

_LEFT = frozenset({"standing", "score", "trade", "owing", "agreements", "channel", "notes"})
"""Sections of the left column where there are two."""


class PageScreen(RoundsmanScreen):
    """Two columns where there is room, else one under the other."""

    CSS_PATH = "page.tcss"
    AUTO_FOCUS = "#left"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("page.back", ("escape", "backspace"), footer=1),
        Command("page.issue", ("i", "insert"), footer=2),
        Command("page.signal", ("s", "f5"), footer=3),
        Command("page.step", ("g", "f6"), footer=4),
        Command("page.deal", ("d", "f7"), footer=5),
        Command("page.note", ("n", "f9"), footer=6),
        Command("page.promise", ("p",), footer=7),
        Command("page.act", ("a", "f11"), footer=8),
        Command("page.why", ("w",), footer=9),
        Command("page.edit", ("e", "ctrl+e"), footer=10),
    )

    def __init__(self, outlet: str) -> None:
        super().__init__()
        self.outlet = outlet
        self.sections: list[Section] = []
        self._reading: Worker[None] | None = None

    def body(self) -> Iterable[Widget]:
        yield Lines(id="name")
        with Horizontal(id="pair"):
            yield Lines(id="left", focusable=True)
            yield Lines(id="right", focusable=True)

    def on_screen_resume(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.read()

    def read(self) -> None:
        if not self.sections:
            self.query_one("#name", Lines).show([[(self.t("service.reading"), "dim")]])
        self._reading = self.run_worker(self._read, exclusive=True, group="page", exit_on_error=False)

    async def _read(self) -> None:
        with self.reading(self.query_one("#left", Lines)):
            self.sections = await asyncio.to_thread(page, self.office, self.outlet)
            self.show()

    def show(self) -> None:
        """Lays the sections out; a narrow screen has one column."""
        from tui.screens.rounds_cells import title

        outlet = self.office.books.outlets.get(self.outlet)
        self.query_one("#name", Lines).show([title(outlet, self.t)])
        single = self.app.size.width < 100
        right = self.query_one("#right", Lines)
        right.display = not single
        self.query_one("#left", Lines).show(self._lines(lambda name: single or name in _LEFT))
        right.show(self._lines(lambda name: not single and name not in _LEFT))

    def _lines(self, wanted: object) -> list[list[Piece]]:
        lines: list[list[Piece]] = []
        for section in self.sections:
            if wanted(section.name):  # type: ignore[operator]
                lines += [[(self.t(f"service.section.{section.name}"), "heading")], *section.lines, []]
        return lines

    def on_resize(self) -> None:
        if self.sections:
            self.show()

    # commands

    def action_back(self) -> None:
        self.app.pop_screen()

    async def action_edit(self) -> None:
        """The outlet's form."""
        from tui.screens.record import open_record

        await open_record(self.roundsman, "outlets", self.outlet)

    async def _add(self, section: str) -> None:
        from tui.screens import service_acts

        if await service_acts.add(self.roundsman, section, self.outlet):
            self.roundsman.tell("service.put", list=self.t(f"service.list.{section}"))
            self.read()

    async def action_issue(self) -> None:
        await self._add("issues")

    async def action_signal(self) -> None:
        await self._add("signals")

    async def action_step(self) -> None:
        """The next step on the ladder, or the conversation at guide."""
        await self._add("standing")

    async def action_deal(self) -> None:
        await self._add("deals")

    async def action_promise(self) -> None:
        """An agreement with it, or an exception for it."""
        await self._add("agreements")

    async def action_act(self) -> None:
        """Does something about one of the lines that the desk's lists have of it, or opens its form."""
        from tui.screens import service_acts
        from tui.screens.asking import LeftError, pick

        found = await asyncio.to_thread(entries_of, self.office, self.outlet)
        lines = [(each, f"{self.t(f'service.list.{each.section}')} · {each.state} · {each.text}") for each in found]
        try:
            entry = await pick(self.roundsman, "page.which", lines)
            done = await service_acts.choose_and_act(self.roundsman, entry)
        except LeftError:
            return
        if done:
            self.read()

    async def action_why(self) -> None:
        """The records that its service score rests on."""
        lines = await asyncio.to_thread(why_scored, self.office, self.outlet)
        await self.app.push_screen_wait(Tell(self.t("service.section.score"), lines))

    async def action_note(self) -> None:
        await self._add("notes")
