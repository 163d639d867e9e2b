"""The service desk: what wants somebody's attention, list by list, and what can be done about each line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from tui.commands import Command
from tui.jobs.review import SECTIONS, Entry, entries, ledger_of
from tui.screens import service_cells as cells
from tui.screens.base import RoundsmanScreen
from tui.state.service import NEW, acts
from tui.widgets.input_line import InputLine
from tui.widgets.line import Part, Tabs
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from tui.jobs.office import Office


def _acting(screen: ServiceScreen) -> bool:
    return screen.entry is not None and bool(acts(screen.entry))


def _with_outlet(screen: ServiceScreen) -> bool:
    return screen.entry is not None and screen.entry.outlet is not None


def _with_form(screen: ServiceScreen) -> bool:
    from tui.screens.service_acts import has_form

    return screen.entry is not None and has_form(screen.roundsman, screen.entry)


def _open_to_new(screen: ServiceScreen) -> bool:
    return screen.section in NEW


def _on_agreements(screen: ServiceScreen) -> bool:
    return screen.section == "agreements"


class SectionTabs(Tabs):
    """The lists with how many lines each has; the open one stands out, the others can be clicked."""

    @property
    def at(self) -> int:
        screen: ServiceScreen = self.screen  # type: ignore[assignment]
        return SECTIONS.index(screen.section)

    def tabs(self) -> list[Part]:
        screen: ServiceScreen = self.screen  # type: ignore[assignment]
        made = []
        for section in SECTIONS:
            count = sum(not entry.quiet for entry in screen.found.get(section, ()))
            name = f" {screen.t(f'service.list.{section}')} {count if screen.found else '…'} "
            tone = "chosen" if section == screen.section else "warning" if screen.pressing(section) else "dim"
            made.append(Part(name, tone, partial(screen.open_section, section)))
        return made


class ServiceScreen(RoundsmanScreen):
    """Lists on the left, the line under the cursor at length beside them."""

    CSS_PATH = "service.tcss"
    AUTO_FOCUS = "#entries"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("service.act", ("a", "f5"), footer=1, when=_acting),
        Command("service.add", ("n", "insert"), footer=2, when=_open_to_new),
        Command("service.edit", ("e", "f11"), footer=3, when=_with_form),
        Command("service.open_page", ("o", "f6"), footer=4, when=_with_outlet),
        Command("service.next_list", ("right", "tab"), footer=5),
        Command("service.previous_list", ("left", "shift+tab")),
        Command("service.fees", ("x", "f7"), footer=6, when=_on_agreements),
        Command("service.again", ("r", "f9")),
        Command("forms.filter", ("slash", "ctrl+f")),
        Command("forms.to_list", ("escape",), palette=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.section = SECTIONS[0]
        self.found: Mapping[str, list[Entry]] = {}
        self._reading: Worker[None] | None = None
        self._named: set[str] = set()
        """Outlets that the filter names, by pinyin too."""

    def body(self) -> Iterable[Widget]:
        yield SectionTabs(id="sections")
        yield InputLine(placeholder=self.t("app.filter"), id="filter")
        with Horizontal(id="pair"):
            yield Table[Entry](cells.columns(self.t), cells.row, key=lambda e: (e.id, e.part), id="entries")
            yield Lines(id="about")

    # reading

    def on_screen_resume(self) -> None:
        self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.query_one("#filter", Input).placeholder = self.t("app.filter")
        self.read()

    def read(self) -> None:
        """Reads the books off the loop; what is shown stays until the new lists are there."""
        self.table.empty = self.t("service.reading")
        self._reading = self.run_worker(self._read, exclusive=True, group="service", exit_on_error=False)

    async def _read(self) -> None:
        with self.reading(self.table):
            await self._read_lists()

    async def _read_lists(self) -> None:
        found = await asyncio.to_thread(_lists, self.office)
        self.found = found | {"scores": list(self.found.get("scores", ()))}
        self.show_section()
        # every call of four weeks is looked at for them: the others do not wait for that
        self.found = found | {"scores": await asyncio.to_thread(entries, self.office, "scores")}
        if self.section == "scores":
            self.show_section()
        self.query_one(SectionTabs).refresh()

    def show_section(self) -> None:
        """Shows the open list."""
        self.table.set_columns(cells.columns(self.t))
        words = self.query_one("#filter", Input).value.casefold().split()
        self.table.empty = self.t("app.nothing_found" if words else "service.nothing")
        self.table.set_rows([each for each in self.found.get(self.section, ()) if self._shown(each, words)])
        self.query_one(SectionTabs).refresh()
        self._show_about()
        self.refresh_bindings()

    def _shown(self, entry: Entry, words: Sequence[str]) -> bool:
        """Whether a line holds every word of the filter, or is about an outlet that the filter names."""
        held = f"{entry.id} {entry.state} {entry.title} {entry.text} {entry.when}".casefold()
        return entry.outlet in self._named or all(word in held for word in words)

    def _show_about(self) -> None:
        about = self.query_one("#about", Lines)
        about.show(cells.about(self.entry, self.office) if self.entry else [])

    def pressing(self, section: str) -> bool:
        """Whether a list has lines that cannot wait."""
        return any(entry.tone == "error" for entry in self.found.get(section, ()))

    # what is chosen

    @property
    def table(self) -> Table[Entry]:
        return self.query_one("#entries", Table)

    @property
    def entry(self) -> Entry | None:
        return self.table.row

    def open_section(self, section: str) -> None:
        """Shows one of the lists, from its top."""
        self.section = section
        self.show_section()
        self.table.cursor = 0

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self._show_about()
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        """Enter does what can be done."""
        del event
        if _acting(self):
            await self.action_command("service.act")

    # filtering

    async def on_input_changed(self, event: Input.Changed) -> None:
        index = await self.roundsman.outlet_index()
        self._named = set(index.find(event.value)) if event.value.strip() else set()
        self.show_section()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        del event
        self.table.focus()

    def action_filter(self) -> None:
        """Shows the line to type into."""
        line = self.query_one("#filter", Input)
        line.display = True
        line.focus()

    def action_to_list(self) -> None:
        """The whole list again."""
        line = self.query_one("#filter", Input)
        line.value, line.display = "", False
        self.table.focus()

    # commands

    def action_next_list(self) -> None:
        self.open_section(SECTIONS[(SECTIONS.index(self.section) + 1) % len(SECTIONS)])

    def action_previous_list(self) -> None:
        self.open_section(SECTIONS[(SECTIONS.index(self.section) - 1) % len(SECTIONS)])

    async def action_act(self) -> None:
        """Asks which act, then what it needs."""
        from tui.screens import service_acts

        if self.entry is not None and await service_acts.choose_and_act(self.roundsman, self.entry):
            self.read()

    async def action_add(self) -> None:
        from tui.screens import service_acts

        if await service_acts.add(self.roundsman, self.section):
            self.roundsman.tell("service.put", list=self.t(f"service.list.{self.section}"))
            self.read()

    async def action_edit(self) -> None:
        """Opens the form of the record behind the line."""
        from tui.screens import service_acts

        if self.entry is not None:
            await service_acts.open_form(self.roundsman, self.entry)

    async def action_open_page(self) -> None:
        from tui.screens import service_acts

        if self.entry is not None:
            await service_acts.open_page(self.roundsman, self.entry)

    async def action_fees(self) -> None:
        """Writes the display fees for the manufacturer."""
        from tui.jobs.standing import export_fees
        from tui.screens.asking import home_file, path_of

        name = f"{self.t('service.fees_name')}-{self.office.today()}.xlsx"
        typed = await self.roundsman.ask_text(self.t("service.ask.file"), value=home_file(name))
        if typed:
            count = await asyncio.to_thread(export_fees, self.office, path_of(typed))
            self.roundsman.tell("service.fees_written", path=typed, n=count)

    def action_again(self) -> None:
        self.read()


def _lists(office: Office) -> dict[str, list[Entry]]:
    ledger = ledger_of(office)
    return {section: entries(office, section, ledger) for section in SECTIONS if section != "scores"}
