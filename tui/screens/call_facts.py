"""A call's steps and the facts each of them asks for: one key a fact, everything saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget

from store.records import StepKind
from tui.commands import Command, telling
from tui.jobs.office import JobError
from tui.screens import call_brief
from tui.screens import call_cells as cells
from tui.screens import call_entries as entries
from tui.screens.base import RoundsmanScreen
from tui.screens.reasons import ask_reason
from tui.state.call import CallSession, Item, Kind
from tui.state.call_entry import answer, can_take_all, clear, set_digit, set_text, step_above, take_all
from tui.state.call_rows import NUMBERS, Entry
from tui.state.entry import entry_problem
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store.files.journal import Change

_SHORT = 60
"""Below this width the line above a call is said in fewer words."""
_LOOK_EVERY = 20.0
"""Seconds between two looks at the clock."""
_TYPED = {str(digit): str(digit) for digit in range(10)} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_TYPED |= {"full_stop": ".", "fullwidth_full_stop": ".", "ideographic_full_stop": "."}
"""Keys that are typed straight into a row, and what they mean there."""
_YES_NO = (Entry.YES_NO, Entry.CASES, Entry.PIECES)
_CLEARED = (Entry.YES_NO, Entry.PIECES, Entry.CASES, Entry.COUNT, Entry.MONEY, Entry.DIGIT, Entry.DATE)


def _on(*entries: Entry) -> Callable[[CallFacts], bool]:
    return lambda screen: screen.item is not None and screen.item.entry in entries


def _of(*kinds: Kind) -> Callable[[CallFacts], bool]:
    return lambda screen: screen.item is not None and screen.item.kind in kinds


def _answerable(screen: CallFacts) -> bool:
    """Whether yes means something on the row: a count has no yes, a delivery and a suggestion have."""
    return _on(*_YES_NO)(screen) and screen.item is not None and screen.item.kind is not Kind.STOCK


def _takes_products(screen: CallFacts) -> bool:
    step = step_above(screen.session, screen.item)
    kinds = (StepKind.STOCK, StepKind.ORDER, StepKind.DELIVERY)
    return step is not None and step.step is not None and step.step.kind in kinds


class CallLine(Line):
    """Whose call, since when, and the display score as it stands."""

    def parts(self, width: int) -> list[Part]:
        screen: CallFacts = self.screen  # type: ignore[assignment]
        return [
            Part(text, tone) for text, tone in cells.headline(screen.session, screen.office, short=width < _SHORT)
        ]


class Facts(Table[Item]):
    """The rows of a call. Enter is the screen's own command: keys typed in a rush are done in their order."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return False if action == "choose" else super().check_action(action, parameters)


class CallFacts(RoundsmanScreen):
    """The list of steps and facts; beside it stands what one should know before and during."""

    AUTO_FOCUS = "#facts"
    BINDINGS = [Binding(key, f"typed('{char}')", show=False) for key, char in _TYPED.items()]
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("call.edit", ("enter", "e"), footer=4, when=lambda self: self.item is not None),
        Command("call.yes", ("y", "space", "plus"), footer=5, when=_answerable),
        Command("call.no", ("n", "minus"), footer=6, when=_answerable),
        Command("calls.all", ("a", "insert"), footer=7, when=lambda self: can_take_all(self.session, self.item)),
        Command("call.skip", ("x",), footer=8, when=_of(Kind.STEP)),
        Command("calls.dates", ("d", "ctrl+d"), footer=9, when=_of(Kind.STOCK)),
        Command("calls.became", ("w", "ctrl+w"), footer=9, when=_of(Kind.DELIVERED)),
        Command("goods.more", ("p", "ctrl+a"), footer=9, when=_takes_products),
        Command("call.clear", ("delete", "backspace"), when=_on(*_CLEARED)),
        Command("call.note", ("m", "f7"), footer=10),
    )

    def __init__(self, session: CallSession) -> None:
        super().__init__()
        self.session = session
        self.typed = ""
        """What is being typed into the row under the cursor, not yet entered."""
        self._typed_into: Item | None = None

    def body(self) -> Iterable[Widget]:
        yield CallLine(id="state")
        with Horizontal(id="call"):
            yield Facts(
                cells.columns(),
                lambda item: cells.row(item, self.session, self.office, self._typing(item)),
                key=lambda item: item.key,
                header=False,
                id="facts",
            )
            yield Lines(id="brief")
        yield Lines(id="about")

    def on_mount(self) -> None:
        self.show_all()
        self.set_interval(_LOOK_EVERY, self.query_one(CallLine).refresh)
        self.run_worker(self._read_trade, thread=True, exclusive=True, group="trade", exit_on_error=False)

    def _read_trade(self) -> None:
        """In a thread: what the outlet bought and counted before, for the brief and the suggested order."""
        self.session.read_trade()
        self.app.call_from_thread(self._trade_read)

    def _trade_read(self) -> None:
        if self.is_attached:
            self.show_all()

    # showing

    @property
    def facts(self) -> Table[Item]:
        return self.query_one("#facts", Table)

    @property
    def item(self) -> Item | None:
        return self.facts.row

    def show_all(self) -> None:
        """Everything anew, the cursor where it was."""
        self.facts.set_rows(self.session.items())
        self.query_one("#brief", Lines).show(call_brief.brief(self.session, self.office))
        self.query_one(CallLine).refresh()
        self._show_about()
        self.refresh_bindings()

    def _show_about(self) -> None:
        item = self.item
        self.query_one("#about", Lines).show(cells.about(item, self.session, self.office) if item else [])

    def books_changed(self, changes: Sequence[Change]) -> None:
        """Facts that another device has entered join what is shown; standards and products are those on file."""
        entered = self.session.changed_elsewhere()
        if entered or any(not file.startswith("days/") for change in changes for file in change.files):
            self.session.reread()
            self.show_all()
        if entered:
            self.roundsman.tell("call.entered_elsewhere", severity="warning")

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.session.reread()
        self.show_all()

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event  # it may be older than what was typed since
        if self._typed_into is not None and (self.item is None or self.item.key != self._typed_into.key):
            with telling(self.app):
                self.take_typed()
        self._show_about()
        self.refresh_bindings()

    async def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        del event
        await self.action_command("call.edit")

    # facts

    def enter(self, change: Callable[[], None], *, onward: bool = False) -> None:
        """Enters a fact, shows it, and with `onward` goes on to the next row."""
        session = self.session
        began, joined = session.call.check_in is None, session.joined
        try:
            change()
        finally:
            self.show_all()
        if session.joined > joined:
            self.roundsman.tell("call.entered_elsewhere", severity="warning")
        elif began and session.call.check_in is not None:
            self.roundsman.tell("call.began", time=f"{session.call.check_in:%H:%M}")
        if onward:
            self.facts.cursor += 1

    def action_yes(self) -> None:
        self._answer(True)

    def action_no(self) -> None:
        self._answer(False)

    def _answer(self, met: bool) -> None:
        item = self._item()
        self.enter(lambda: answer(self.session, item, met), onward=True)

    def action_all(self) -> None:
        """Everything of the step that nothing was said of yet is as it should be; then the next step."""
        item = self._item()
        self.enter(lambda: take_all(self.session, item))
        self.to_step(1)

    def to_step(self, by: int) -> None:
        """Puts the cursor on the next step, or the one before."""
        rows, place = self.facts.rows, self.facts.cursor + by
        while 0 <= place < len(rows) and rows[place].depth:
            place += by
        self.facts.cursor = place

    def action_clear(self) -> None:
        """Takes a fact back, or the last digit typed."""
        if self.typed:
            self._type(self.typed[:-1])
            return
        item = self._item()
        self.enter(lambda: clear(self.session, item))

    async def action_edit(self) -> None:
        """What enter does on a row: ticks, asks for a text or a number, or offers a choice."""
        item = self._item()
        match item.kind:
            case Kind.STEP if self.session.step_of(item.id).done:
                self.facts.cursor += 1
            case Kind.NETWORK:
                await entries.choose_network(self, item)
            case Kind.STEP | Kind.DELIVERED:
                self._answer(True)
            case _ if item.entry is Entry.YES_NO and self.session.value_of(item) is not None:
                self.facts.cursor += 1
            case _ if item.entry is Entry.YES_NO:
                self._answer(True)
            case Kind.BACK:
                await entries.ask_product(self, StepKind.DELIVERY)
            case Kind.TOPIC | Kind.SCRIPT:
                await entries.choose_topic(self)
            case Kind.SKILL | Kind.OBSERVED | Kind.RATING:
                await entries.choose_digit(self, item)
            case Kind.BATCH:
                await entries.ask_dates(self, item)
            case Kind.FORM:
                self.facts.cursor += 1
            case _:
                await entries.ask(self, item)

    async def action_dates(self) -> None:
        """Counts a product by production date."""
        await entries.ask_dates(self, self._item())

    async def action_became(self) -> None:
        """What became of a line that was not simply handed over."""
        await entries.ask_became(self, self._item())

    def action_typed(self, char: str) -> None:
        """Digits are typed straight into a row that wants a number; on the skill's row one is enough."""
        item = self.item
        if item is None:
            return
        if self._typing(item) is None:
            self.settle()  # the cursor has moved on, but the rows have not heard of it yet
        if item.entry is Entry.DIGIT and "1" <= char <= "5":
            with telling(self.app):
                self.enter(lambda: set_digit(self.session, item, int(char)), onward=True)
        elif item.entry in NUMBERS and not (char == "." and item.entry is Entry.COUNT):
            self._type(self.typed + char)

    def _typing(self, item: Item) -> str | None:
        """What is being typed into a row."""
        return self.typed if self._typed_into is not None and self._typed_into.key == item.key else None

    def _type(self, text: str) -> None:
        self.typed, self._typed_into = text, self.item if text else None
        self.facts.redraw()

    def take_typed(self) -> None:
        """Enters what was typed into a row; what cannot stand there is told and dropped."""
        text, item = self.typed, self._typed_into
        self._type("")
        if not text or item is None:
            return
        wrong = entry_problem(item, text, self.office)
        if wrong:
            self.notify(wrong, severity="warning")
        else:
            self.enter(lambda: set_text(self.session, item, text))

    async def action_command(self, command_id: str) -> None:
        """Whatever is asked for, what was typed is entered first."""
        if self.typed and command_id not in ("call.clear", "call.back"):
            into = self._typed_into
            self.settle()
            if command_id == "call.edit":
                if into is not None and self.item is not None and self.item.key == into.key:
                    self.facts.cursor += 1
                return
        await super().action_command(command_id)

    def on_screen_suspend(self) -> None:
        self.settle()

    def settle(self) -> None:
        with telling(self.app):
            self.take_typed()

    async def action_more(self) -> None:
        """Counts, orders or takes back a product that is not in the list."""
        step = step_above(self.session, self._item())
        assert step is not None
        assert step.step is not None
        await entries.ask_product(self, step.step.kind)

    async def action_skip(self) -> None:
        """Leaves a step out, with the reason."""
        item = self._item()
        reason = await ask_reason(self.roundsman, self.t("call.skip.why", step=item.name), "step")
        if reason:
            self.enter(lambda: self.session.set_step(item.id, done=False, reason=reason), onward=True)

    async def action_note(self) -> None:
        self.facts.show_key((Kind.NOTE.value, "note"))
        await entries.ask(self, self._item())

    def _item(self) -> Item:
        if self.item is None:
            raise JobError("nothing_chosen")
        return self.item
