"""The channel as a tree and a map: who supplies whom, and what hangs on each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.worker import Worker

from store.records import money_text
from store.service.channel import Channel
from tui.commands import Command, Commanded
from tui.jobs.channel import WEEKS, Branch, channel_of, oddity_text, source_document, tree
from tui.jobs.channel_files import export
from tui.jobs.channel_map import ChannelPicture, lit_by, names_on_map, picture_of
from tui.jobs.office import JobError
from tui.screens import channel_cells as cells
from tui.screens.asking import home_file, path_of
from tui.screens.base import RoundsmanScreen
from tui.widgets.channel_map import ChannelMap
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change


def _on_branch(screen: ChannelScreen) -> bool:
    return screen.branch is not None


class SummaryLine(Line):
    """How many outlets, how much they buy, how concentrated that is; how many faults the graph has."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: ChannelScreen = self.screen  # type: ignore[assignment]
        channel = screen.channel
        if channel is None and screen.fault:
            return [Part(f" ✗ {screen.t('app.not_read')}", "error")]
        if channel is None:
            return [Part(f" {screen.t('service.reading')}", "dim")]
        text = screen.t(
            "service.channel.summary",
            n=len(channel.outlets),
            volume=money_text(channel.total),
            weeks=WEEKS,
            concentration=f"{channel.concentration:.2f}",
        )
        faults = len(channel.oddities)
        warning = [Part(f" {screen.t('channel.faults', n=faults)} ", "warning")] if faults else []
        return [*warning, Part(f" {text}", "dim")]


class Branches(Commanded, Table[Branch]):
    """The tree, whose branches open and close by the arrow keys as they do elsewhere."""

    ACTIONS = (
        Command("channel.unfold", ("right",)),
        Command("channel.fold", ("left",)),
    )

    def action_unfold(self) -> None:
        self._open(True)

    def action_fold(self) -> None:
        self._open(False)

    def _open(self, wanted: bool) -> None:
        screen: ChannelScreen = self.screen  # type: ignore[assignment]
        screen.open_branch(wanted)


class ChannelScreen(RoundsmanScreen):
    """The tree on the left; beside it the map, and the outlet under the cursor at length."""

    CSS_PATH = "channel.tcss"
    AUTO_FOCUS = "#tree"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("channel.switch", ("space", "f5"), footer=1, when=_on_branch),
        Command("channel.find", ("slash", "ctrl+f"), footer=2),
        Command("channel.open_page", ("o", "f6"), footer=3, when=_on_branch),
        Command("channel.map", ("m", "f11"), footer=4),
        Command("channel.lot", ("l", "f7"), footer=5, when=_on_branch),
        Command("channel.export", ("x", "f9"), footer=6),
    )

    def __init__(self) -> None:
        super().__init__()
        self.channel: Channel | None = None
        self.picture: ChannelPicture | None = None
        self.opened: dict[str, bool] = {}
        self._reading: Worker[None] | None = None

    def body(self) -> Iterable[Widget]:
        yield SummaryLine(id="summary")
        with Horizontal(id="pair"):
            yield Branches(
                cells.columns(self.t),
                lambda branch: cells.row(branch, self.channel, self.office),
                key=lambda branch: (branch.outlet, branch.depth, branch.again),
                id="tree",
            )
            with Vertical(id="side"):
                yield ChannelMap(id="map")
                yield Lines(id="about")

    def on_screen_resume(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.show_tree()

    def read(self) -> None:
        if self.channel is None:
            self.table.empty = self.map.empty = self.t("service.reading")
        self._reading = self.run_worker(self._read, exclusive=True, group="channel", exit_on_error=False)

    async def _read(self) -> None:
        def work() -> tuple[Channel, ChannelPicture]:
            channel = channel_of(self.office)
            return channel, picture_of(self.office, channel)

        with self.reading(self.table):
            self.channel, self.picture = await asyncio.to_thread(work)
            self.show_tree()
        if self.channel is None:
            self.map.empty = self.table.empty
            self.map.redraw()

    def show_tree(self) -> None:
        """Shows the tree as far as it is opened."""
        if self.channel is None:
            return
        self.table.set_columns(cells.columns(self.t))
        self.table.empty = self.t("board.empty.no_outlets")
        self.table.set_rows(tree(self.channel, self.opened))
        self.query_one(SummaryLine).refresh()
        self._show_about()
        self.refresh_bindings()

    def _show_about(self) -> None:
        about = self.query_one("#about", Lines)
        if self.channel is None or self.branch is None:
            about.show([])
            return
        self._show_map(self.branch.outlet)
        lines = cells.about(self.branch.outlet, self.channel, self.office)
        faults = [[("! ", "warning"), (oddity_text(self.office, each), "")] for each in self.channel.oddities]
        about.show([*lines, [], *faults] if faults else lines)

    def _show_map(self, outlet: str) -> None:
        if self.channel is not None and self.picture is not None:
            self.map.empty = self.t("board.map_nowhere" if self.channel.outlets else "board.map_empty")
            names = names_on_map(self.office, self.channel, outlet)
            self.map.show_channel(self.picture, lit=lit_by(self.channel, outlet), mark=outlet, names=names)

    @property
    def map(self) -> ChannelMap:
        return self.query_one(ChannelMap)

    @property
    def table(self) -> Table[Branch]:
        return self.query_one("#tree", Table)

    @property
    def branch(self) -> Branch | None:
        return self.table.row

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self._show_about()
        self.refresh_bindings()

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        """Enter opens and closes a branch; of an outlet that supplies nobody it opens the page."""
        del event
        if self.branch is not None and self.branch.buyers:
            self.action_switch()
        elif self.branch is not None:
            self.run_worker(self.action_open_page())

    def on_board_map_stop_picked(self, event: ChannelMap.StopPicked) -> None:
        """A click on the map brings an outlet under the cursor."""
        self.show_outlet(event.key[0])

    # commands

    async def action_map(self) -> None:
        """To the map and back; on a narrow screen it takes the tree's place."""
        shown = self.map.has_focus
        self.query_one("#pair").set_class(not shown, "-map")
        (self.table if shown else self.map).focus()

    def action_switch(self) -> None:
        if self.branch is not None:
            self.open_branch(not self.branch.open)

    def open_branch(self, wanted: bool) -> None:
        """Shows or hides whom the outlet under the cursor supplies."""
        if self.branch is not None:
            self.opened[self.branch.outlet] = wanted
            self.show_tree()

    async def action_find(self) -> None:
        """Brings any outlet under the cursor, with the branches above it open."""
        found = await self.roundsman.choose_outlet(self.t("service.ask.outlet"))
        if found is None or self.channel is None:
            return
        if found not in self.channel.outlets:
            raise JobError("no_such_outlet", outlet=found)
        self.show_outlet(found)

    def show_outlet(self, outlet: str) -> None:
        """Puts the cursor on an outlet of the tree, with the branches above it open."""
        if self.channel is None:
            return
        for key in self.channel.upstream(outlet):
            self.opened[key] = True
        self.show_tree()
        rows = list(self.table.rows)
        self.table.cursor = next((n for n, row in enumerate(rows) if row.outlet == outlet), 0)

    async def action_open_page(self) -> None:
        from tui.screens.page import PageScreen

        if self.branch is not None:
            await self.app.push_screen(PageScreen(self.branch.outlet))

    async def action_lot(self) -> None:
        """Asks for a lot or case code found at the outlet, and says who bought it."""
        from tui.screens.dialogs import Tell

        if self.branch is None:
            return
        typed = await self.roundsman.ask_text(self.t("channel.which_lot"))
        if typed:
            found = await asyncio.to_thread(source_document, self.office, typed, self.branch.outlet)
            await self.app.push_screen_wait(Tell(typed, lambda: cells.sources(found, self.office)))

    async def action_export(self) -> None:
        """Writes the graph for programs that draw graphs."""
        name = home_file(f"channel-{self.office.today()}.graphml")
        typed = await self.roundsman.ask_text(self.t("channel.file"), value=name)
        if typed and self.channel is not None:
            await asyncio.to_thread(export, self.office, self.channel, path_of(typed))
            self.roundsman.tell("service.channel.written", path=typed)
