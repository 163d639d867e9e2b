"""All outlets, with a live filter: by name, id, address, channel, tier, and by pinyin, whole or initials."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from store.records import StopKind
from tui.commands import Command
from tui.jobs.desk import Desk
from tui.jobs.history import calls_of, last_visits
from tui.jobs.office import JobError
from tui.screens import outlets_cells as cells
from tui.screens.base import DatedScreen
from tui.widgets.input_line import InputLine
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from store.records import Call, Outlet
    from tui.state.search import OutletIndex


def _has_outlet(screen: OutletsScreen) -> bool:
    return screen.outlet is not None


class FoundLine(Line):
    """How many outlets there are, and how many of them fit the filter."""

    def parts(self, width: int) -> list[Part]:
        del width
        screen: OutletsScreen = self.screen  # type: ignore[assignment]
        return [Part(f" ✗ {screen.t('app.not_read')}", "error") if screen.fault else Part(f" {screen.said}", "dim")]


class OutletsScreen(DatedScreen):
    """The outlets on the left, the one under the cursor beside them."""

    CSS_PATH = "outlets.tcss"
    AUTO_FOCUS = "#outlets"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("outlets.filter", ("slash", "ctrl+f", "f6"), footer=1),
        Command("outlets.call", ("c", "f5"), footer=2, when=_has_outlet),
        Command("outlets.add", ("a", "insert"), footer=3, when=_has_outlet),
        Command("outlets.on_board", ("b",), footer=4, when=_has_outlet),
        Command("outlets.sort", ("s", "f7"), footer=5),
        Command("outlets.take_in", ("i", "f9"), footer=6),
        Command("outlets.place", ("p",), when=_has_outlet),
        Command("outlets.edit", ("e", "ctrl+e"), footer=8, when=_has_outlet),
        Command("outlets.page", ("o", "f11"), footer=7, when=_has_outlet),
        Command("outlets.territories", ("ctrl+t",)),
        Command("outlets.back", ("escape",), palette=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.order = cells.ORDERS[0]
        self._outlets: Mapping[str, Outlet] = {}
        self._index: OutletIndex | None = None
        self._last: Mapping[str, dt.date] = {}
        self._reading: Worker[None] | None = None

    def body(self) -> Iterable[Widget]:
        yield FoundLine(id="found")
        with Horizontal(id="pair"):
            with Vertical(id="left"):
                yield InputLine(placeholder=self.t("outlets.placeholder"), id="filter")
                yield Table["Outlet"](
                    cells.columns(self.t),
                    lambda outlet: cells.row(outlet, self._last.get(outlet.id), self.office),
                    key=lambda outlet: outlet.id,
                    id="outlets",
                )
            yield Lines(id="about")

    # reading

    def on_screen_resume(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def day_changed(self, date: dt.date) -> None:
        del date
        if self.is_attached and self.app.screen is self:
            self.read()

    def read(self) -> None:
        """Reads the book off the loop and shows it; the index for its filter is made while one looks."""
        if not self._outlets:
            self.said = self.table.empty = self.t("outlets.reading")
        self._reading = self.run_worker(self._read, exclusive=True, group="outlets", exit_on_error=False)

    async def _read(self) -> None:
        with self.reading(self.table):
            await self._read_outlets()

    async def _read_outlets(self) -> None:
        outlets = await asyncio.to_thread(self.office.books.outlets.all)
        tomorrow = self.office.today() + dt.timedelta(days=1)
        last = await asyncio.to_thread(last_visits, self.office.books, tomorrow, tomorrow)
        self._outlets, self._last = outlets, last
        self.show_all()
        wanted, self.roundsman.wanted_outlet = self.roundsman.wanted_outlet, None
        if wanted is not None:
            self.query_one("#filter", Input).value = ""
            self._apply()
            self.table.show_key(wanted)
            self.table.focus()
        before, self._index = self._index, await self.roundsman.outlet_index()
        if self._index is not before and self.query_one("#filter", Input).value.strip():
            self._apply()

    # showing

    def show_all(self) -> None:
        self.table.set_columns(cells.columns(self.t))
        self.query_one("#filter", Input).placeholder = self.t("outlets.placeholder")
        self._apply()
        self._show_about()

    def _apply(self, *, keep: bool = True) -> None:
        """Filters and sorts; without `keep` the cursor goes to the first row."""
        text = self.query_one("#filter", Input).value.strip()
        found = list(self._outlets.values())
        if text and self._index is not None:
            found = [self._outlets[one] for one in self._index.find(text) if one in self._outlets]
        rows = cells.ordered(found, self.order, self._last)
        self.table.empty = self.t("outlets.nothing_fits" if self._outlets else "board.empty.no_outlets")
        self.table.set_rows(rows, keep=keep)
        order = self.t("outlets.ordered", by=self.t(f"outlets.order.{self.order}"))
        many = self.t("outlets.found", n=len(rows), of=len(self._outlets))
        self.said = self.t("outlets.reading") if text and self._index is None else f"{many} · {order}"
        self.query_one(FoundLine).refresh()

    def _show_about(self) -> None:
        outlet = self.outlet
        about = self.query_one("#about", Lines)
        if outlet is None:
            about.show([])
            return
        with self.reading(about):
            about.show(cells.about(outlet, self._last.get(outlet.id), [], self.office))
        self.run_worker(
            partial(self._read_calls, outlet), thread=True, exclusive=True, group="calls", exit_on_error=False
        )

    def _read_calls(self, outlet: Outlet) -> None:
        """The latest calls come in a moment after the rest, so that the cursor never waits for them."""
        calls = calls_of(self.office.books, outlet.id, limit=5)
        self.app.call_from_thread(self._show_calls, outlet, calls)

    def _show_calls(self, outlet: Outlet, calls: list[Call]) -> None:
        if self.outlet is outlet and calls:
            self.query_one("#about", Lines).show(cells.about(outlet, self._last.get(outlet.id), calls, self.office))

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.read()

    # what is chosen

    @property
    def table(self) -> Table[Outlet]:
        return self.query_one("#outlets", Table)

    @property
    def outlet(self) -> Outlet | None:
        return self.table.row

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self._show_about()
        self.refresh_bindings()

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        """All of one outlet, where it has no room beside the list."""
        del event
        from tui.screens.dialogs import Tell

        outlet = self.outlet
        if outlet is not None:
            calls = calls_of(self.office.books, outlet.id, limit=10)
            lines = cells.about(outlet, self._last.get(outlet.id), calls, self.office)
            self.app.push_screen(Tell(outlet.name, lines))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._apply(keep=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.focus()

    # commands

    def action_filter(self) -> None:
        self.query_one("#filter", Input).focus()

    def action_back(self) -> None:
        """From the filter to the list; from the list, the whole list again."""
        if self.table.has_focus:
            self.query_one("#filter", Input).value = ""
        else:
            self.table.focus()

    async def action_page(self) -> None:
        """Everything about the outlet on a page of its own."""
        from tui.screens.page import PageScreen

        await self.app.push_screen(PageScreen(self._outlet().id))

    async def action_edit(self) -> None:
        """The outlet's form."""
        from tui.screens.record import open_record

        await open_record(self.roundsman, "outlets", self._outlet().id)

    def action_sort(self) -> None:
        orders = cells.ORDERS
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self._apply()

    async def action_take_in(self) -> None:
        """A table taken in, after a look at what would become of it."""
        from tui.screens.taking_in import take_in

        if await take_in(self.roundsman):
            self.read()

    async def action_place(self) -> None:
        """Puts the outlet where a pasted map link says."""
        from tui.screens.taking_in import place

        if await place(self.roundsman, self._outlet()):
            self.read()

    async def action_territories(self) -> None:
        """Shares the outlets out among the reps by road; they have them once that is taken."""
        from tui.screens.sharing import share_out

        if await share_out(self.roundsman):
            self.read()

    async def action_call(self) -> None:
        """Opens the call at the outlet: of the rep whose route it stands on that day, else of its own rep."""
        from tui.jobs.call_sheet import open_call
        from tui.screens.call import CallScreen
        from tui.state.call import CallSession

        outlet = self._outlet()
        plan = self.office.books.days.plan(self.date)
        key = (outlet.id, StopKind.VISIT)
        routes = plan.routes if plan else []
        planned = next((route.rep for route in routes if any(stop.key == key for stop in route.stops)), None)
        rep = planned or outlet.rep or self.roundsman.rep
        if rep is None and len(reps := list(self.office.books.reps.all())) == 1:
            rep = reps[0]
        if rep is None:
            raise JobError("no_rep_for", outlet=outlet.id, name=outlet.name)
        session = CallSession(self.office, open_call(self.office, self.date, rep, outlet.id))
        await self.app.push_screen(CallScreen(session))

    async def action_add(self) -> None:
        """Puts the outlet on the date's plan, where it costs least."""
        outlet = self._outlet()
        desk = await asyncio.to_thread(Desk.open, self.office, self.date)
        outcome = await asyncio.to_thread(desk.add, outlet.id)
        route = next(
            (each for each in outcome.day.routes if any(stop.outlet == outlet.id for stop in each.stops)), None
        )
        self.roundsman.tell("outlets.added", name=outlet.name, rep=route.name if route else "")

    def action_on_board(self) -> None:
        self.roundsman.show_on_board((self._outlet().id, StopKind.VISIT))

    def _outlet(self) -> Outlet:
        if self.outlet is None:
            raise JobError("nothing_chosen")
        return self.outlet
