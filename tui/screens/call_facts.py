"""A call's steps and the facts each of them asks for: one key a fact, everything saved at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget

from tui.commands import Command, telling
from tui.jobs.office import JobError
from tui.screens import call_cells as cells
from tui.screens.base import RoundsmanScreen
from tui.screens.dialogs import Choice
from tui.screens.reasons import ask_reason
from tui.state.call import CallSession, Item, Kind
from tui.state.entry import entry_problem, typed_money, typed_quantity
from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines
from tui.widgets.table import Column, Table

if TYPE_CHECKING:
    import datetime as dt

_SHORT = 60
"""Below this width the line above a call is said in fewer words."""
_LOOK_EVERY = 20.0
"""Seconds between two looks at the clock."""
_TYPED = {str(digit): str(digit) for digit in range(10)} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_TYPED |= {"full_stop": ".", "fullwidth_full_stop": ".", "ideographic_full_stop": "."}
"""Keys that are typed straight into a row, and what they mean there."""
_YES_NO = (Kind.STEP, Kind.POINT)
_CLEARED = (Kind.STEP, Kind.POINT, Kind.STOCK, Kind.ORDER, Kind.SKILL, Kind.DUE)


def _on(*kinds: Kind) -> Callable[[CallFacts], bool]:
    return lambda screen: screen.item is not None and screen.item.kind in kinds


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
        Command("call.yes", ("y", "space", "plus"), footer=5, when=_on(*_YES_NO)),
        Command("call.no", ("n", "minus"), footer=6, when=_on(*_YES_NO)),
        Command("call.skip", ("x",), footer=7, when=_on(Kind.STEP)),
        Command("call.clear", ("delete", "backspace"), when=_on(*_CLEARED)),
        Command("call.note", ("m", "f7"), footer=8),
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
        self.query_one("#brief", Lines).show(cells.brief(self.session, self.office))
        self.query_one(CallLine).refresh()
        self._show_about()
        self.refresh_bindings()

    def _show_about(self) -> None:
        item = self.item
        self.query_one("#about", Lines).show(cells.about(item, self.session, self.office) if item else [])

    def others_changed(self) -> None:
        """Facts that another device has entered join what is shown."""
        if self.session.changed_elsewhere():
            self.session.reread()
            self.show_all()
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
        if item.kind is Kind.STEP:
            self.enter(lambda: self.session.set_step(item.id, done=met), onward=True)
        else:
            self.enter(lambda: self.session.set_point(item.id, met), onward=True)

    def action_clear(self) -> None:
        """Takes a fact back, or the last digit typed."""
        if self.typed:
            self._type(self.typed[:-1])
            return
        item = self._item()
        session = self.session
        clear: dict[Kind, Callable[[], None]] = {
            Kind.STEP: lambda: session.set_step(item.id, done=False),
            Kind.POINT: lambda: session.set_point(item.id, None),
            Kind.STOCK: lambda: session.set_stock(item.id, None),
            Kind.ORDER: lambda: session.set_order(None),
            Kind.SKILL: lambda: session.set_skill(None),
            Kind.DUE: lambda: session.set_due(None),
        }
        self.enter(clear[item.kind])

    async def action_edit(self) -> None:
        """What enter does on a row: ticks, asks for a text or a number, or offers a choice."""
        item = self._item()
        match item.kind:
            case Kind.STEP if self.session.step_of(item.id).done:
                self.facts.cursor += 1
            case Kind.POINT if self.session.value_of(item) is not None:
                self.facts.cursor += 1
            case Kind.STEP | Kind.POINT:
                self._answer(True)
            case Kind.TOPIC | Kind.SCRIPT:
                await self._choose_topic()
            case Kind.SKILL:
                await self._choose_skill()
            case _:
                await self._ask(item)

    async def _ask(self, item: Item) -> None:
        """Asks for what stands in a row."""
        session, office = self.session, self.office
        text = await self.roundsman.ask_text(
            cells.question(item, office),
            value=cells.editable(item, session),
            note=self.t(f"call.ask.{item.kind.value}"),
            problem=lambda typed: entry_problem(item.kind, typed, office),
        )
        if text is not None:
            self._set(item, text, onward=item.kind is not Kind.NOTE)

    def _set(self, item: Item, text: str, *, onward: bool = False) -> None:
        """Enters a text, a number or a date as it was typed."""
        session = self.session
        changes: dict[Kind, Callable[[], None]] = {
            Kind.STOCK: lambda: session.set_stock(item.id, typed_quantity(text)),
            Kind.ORDER: lambda: session.set_order(typed_money(text)),
            Kind.DUE: lambda: session.set_due(self._date(text)),
            Kind.ADVICE: lambda: session.set_advice(text),
            Kind.ACTION: lambda: session.set_action(text),
            Kind.NOTE: lambda: session.set_note(text),
        }
        self.enter(changes[item.kind], onward=onward)

    def _date(self, text: str) -> dt.date | None:
        from tui.dates import date_from

        return date_from(text, self.session.call.date) if text else None

    async def _choose_topic(self) -> None:
        topics = self.session.sheet.topics
        focus = self.session.topic or self.session.focus
        choices = [
            Choice(topic.id, [str(number), topic.name], f"{number} {topic.name}")
            for number, topic in enumerate(topics, 1)
        ]
        at = next((place for place, topic in enumerate(topics) if topic is focus), 0)
        columns = [Column("n", min=2), Column("name", min=16, weight=1)]
        chosen = await self.roundsman.choose(self.t("call.topic.which"), choices, columns, at=at)
        if chosen is not None:
            self.enter(lambda: self.session.set_topic(chosen))
            self.facts.show_key((Kind.SKILL.value, "skill"))

    async def _choose_skill(self) -> None:
        choices = [
            Choice(skill, [str(skill), self.t(f"call.skill.{skill}")], f"{skill} {self.t(f'call.skill.{skill}')}")
            for skill in range(1, 6)
        ]
        at = (self.session.value_of(self._item()) or 3) - 1
        columns = [Column("n", min=2), Column("name", min=16, weight=1)]
        chosen = await self.roundsman.choose(self.t("call.skill.which"), choices, columns, at=at)
        if chosen is not None:
            self.enter(lambda: self.session.set_skill(chosen), onward=True)

    def action_typed(self, char: str) -> None:
        """Digits are typed straight into a row that wants a number; on the skill's row one is enough."""
        item = self.item
        if item is None:
            return
        if self._typing(item) is None:
            self.settle()  # the cursor has moved on, but the rows have not heard of it yet
        if item.kind is Kind.SKILL and "1" <= char <= "5":
            with telling(self.app):
                self.enter(lambda: self.session.set_skill(int(char)), onward=True)
        elif item.kind is Kind.ORDER or (item.kind is Kind.STOCK and char != "."):
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
        wrong = entry_problem(item.kind, text, self.office)
        if wrong:
            self.notify(wrong, severity="warning")
        else:
            self._set(item, text)

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

    async def action_skip(self) -> None:
        """Leaves a step out, with the reason."""
        item = self._item()
        reason = await ask_reason(self.roundsman, self.t("call.skip.why", step=item.name), "step")
        if reason:
            self.enter(lambda: self.session.set_step(item.id, done=False, reason=reason), onward=True)

    async def action_note(self) -> None:
        self.facts.show_key((Kind.NOTE.value, "note"))
        await self._ask(self._item())

    def _item(self) -> Item:
        if self.item is None:
            raise JobError("nothing_chosen")
        return self.item
