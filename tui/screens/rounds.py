"""A rep's stop list: what is next and why, what is done, what is left; each stop opens its call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from store.records import StopKind
from tui.commands import Command
from tui.jobs.call_sheet import open_call
from tui.jobs.calls import Round, RoundStop, StopState, leave_out, round_of
from tui.jobs.history import last_calls
from tui.jobs.lateness import Lateness, lateness, tell_dispatcher
from tui.jobs.office import JobError
from tui.jobs.settling import vehicles_out
from tui.jobs.sheets import navigation_link
from tui.jobs.way import Carried, carried
from tui.screens import rounds_cells as cells
from tui.screens import stop_cells
from tui.screens.base import DatedScreen
from tui.screens.dialogs import Choice
from tui.screens.reasons import ask_reason
from tui.screens.rep_line import RepLine
from tui.screens.review import show_implausible, show_skills
from tui.screens.standards import choose_standard
from tui.widgets.lines import Lines
from tui.widgets.table import Column, Table

if TYPE_CHECKING:
    from store.files.journal import Change
    from store.records import Call

_LOOK_EVERY = 15.0
"""Seconds between two looks at the clock."""


def _has_stop(screen: RoundsScreen) -> bool:
    return screen.stop is not None


def _has_rep(screen: RoundsScreen) -> bool:
    return bool(screen.rep)


def _not_visited(screen: RoundsScreen) -> bool:
    stop = screen.stop
    return stop is not None and stop.state in (StopState.OPEN, StopState.NEXT, StopState.LEFT)


def _has_place(screen: RoundsScreen) -> bool:
    stop = screen.stop
    return stop is not None and stop.stop.lat is not None


def _is_late(screen: RoundsScreen) -> bool:
    return screen.late is not None and screen.late.worth_telling


class RoundsScreen(DatedScreen):
    """One rep, one date: the stops in order, and the next one large."""

    CSS_PATH = "rounds.tcss"
    AUTO_FOCUS = "#stops"
    reads_when_shown = True
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("rounds.call", ("c", "f5"), footer=1, when=_has_stop),
        Command("rounds.rep", ("r", "f6"), footer=3),
        Command("rounds.leave_out", ("x", "delete"), footer=4, when=_not_visited),
        Command("rounds.adhoc", ("a", "insert"), footer=5, when=_has_rep),
        Command("rounds.copy", ("y", "f7"), footer=6, when=lambda self: bool(self.round and self.round.stops)),
        Command("rounds.on_board", ("b",), when=_has_stop),
        Command("rounds.to_next", ("n",), when=lambda self: bool(self.round and self.round.next)),
        Command("stops.map", ("m", "f9"), when=_has_place),
        Command("stops.late", ("l", "f11"), footer=2, when=_is_late),
        Command("stops.evidence", ("v", "ctrl+r")),
        Command("stops.skills", ("k", "ctrl+y"), when=_has_rep),
        Command("stops.standards", ("s", "ctrl+t"), footer=8),
        Command("keying.key_in", ("e", "ctrl+e"), when=_has_rep),
        Command("returns.paste", ("p", "ctrl+d"), footer=7, when=_has_rep),
        Command("settling.settle", ("w", "ctrl+w")),
        Command("rounds.next_rep", ("full_stop", "greater_than_sign")),
        Command("rounds.previous_rep", ("comma", "less_than_sign")),
    )

    def __init__(self) -> None:
        super().__init__()
        self.round: Round | None = None
        self.last: dict[str, Call] = {}
        """The call before this date at each outlet of the round."""
        self.carry: dict[str, Carried] = {}
        """What to take along to each outlet that is left."""
        self.late: Lateness | None = None
        self.rep = ""
        self.said = ""

    def body(self) -> Iterable[Widget]:
        yield RepLine(id="rep")
        with Horizontal(id="round"):
            yield Table[RoundStop](
                cells.columns(self.t),
                lambda stop: cells.row(stop, self.last.get(stop.stop.outlet), self.office),
                key=lambda stop: stop.stop.key,
                id="stops",
            )
            yield Lines(id="card")

    # reading

    def on_mount(self) -> None:
        self.set_interval(_LOOK_EVERY, self._look_again)

    def on_screen_resume(self) -> None:
        if self.roundsman.rep and self.roundsman.rep != self.rep:
            self.rep = ""
        self.read()

    def day_changed(self, date: dt.date) -> None:
        del date
        if self.is_attached and self.app.screen is self:
            self.read()

    def books_changed(self, changes: Sequence[Change]) -> None:
        del changes
        self.read()

    def _look_again(self) -> None:
        if self.app.screen is self:
            self._measure()
            self.show_card()
            self.query_one(RepLine).refresh()
            self.refresh_bindings()

    def _measure(self) -> None:
        """How late the round runs by now."""
        self.late = lateness(self.office, self.round) if self.round else None

    def read(self, rep: str | None = None) -> None:
        """Reads a round in a thread, another rep's if one is named; the cursor stays on its stop."""
        wanted = rep or self.rep
        self.said = self.t("rounds.reading")
        self.run_worker(
            partial(self._read, self.date, wanted), thread=True, exclusive=True, group="round", exit_on_error=False
        )

    def _read(self, date: dt.date, rep: str) -> None:
        try:
            chosen = rep or self._first_rep()
            found = round_of(self.office, date, chosen) if chosen else None
            outlets = {stop.stop.outlet for stop in found.stops} if found else set[str]()
            last = last_calls(self.office.books, outlets, date)
            carry = {stop.stop.outlet: carried(self.office, found, stop) for stop in _left(found)} if found else {}
        except Exception as fault:
            if not hasattr(fault, "code"):
                raise
            self.app.call_from_thread(self._failed, fault)
            return
        self.app.call_from_thread(self._found, date, found, last, carry)

    def _first_rep(self) -> str:
        reps = [rep for rep, _, _ in self._reps()]
        wanted = self.roundsman.rep
        return wanted if wanted in reps else next(iter(reps), "")

    def _found(self, date: dt.date, found: Round | None, last: dict[str, Call], carry: dict[str, Carried]) -> None:
        if date != self.date:
            return
        fresh = self.round is None or found is None or (self.round.rep, self.round.date) != (found.rep, found.date)
        self.round, self.last, self.carry = found, last, carry
        self._measure()
        self.rep = found.rep if found else ""
        if self.rep:
            self.roundsman.rep = self.rep
        self.said = "" if found else self.t("rounds.no_reps")
        self.show_all()
        if fresh:
            self.action_to_next()

    def _failed(self, fault: Exception) -> None:
        self.round, self.said = None, self.roundsman.sentence_of(fault)
        self.show_all()

    def show_all(self) -> None:
        """Everything anew, the cursor where it was."""
        self.stops.empty = self._empty()
        self.stops.set_columns(cells.columns(self.t))
        self.stops.set_rows(cells.listed(self.round, self.office))
        self.query_one(RepLine).refresh()
        self.show_card()
        self.refresh_bindings()

    def _empty(self) -> str:
        if not self.rep or self.round is None:
            return self.said
        planned = self.round.route is not None
        return self.t("rounds.no_stops" if planned else "rounds.no_plan")

    def show_card(self) -> None:
        stop = self.stop
        last = self.last.get(stop.stop.outlet) if stop else None
        if stop is None:
            self.query_one("#card", Lines).show([])
            return
        rep = self.round.rep if self.round else ""
        notes = cells.noted(self.office, self.date, rep, stop.stop.outlet)
        more = stop_cells.ahead(self.round, stop, self.office, self.late, self.carry.get(stop.stop.outlet))
        self.query_one("#card", Lines).show(cells.card(stop, last, self.office, self.date, [*notes, *more]))

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.show_all()

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        del event
        self.show_card()
        self.refresh_bindings()

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        del event
        self.action_call()

    # what is chosen

    @property
    def stops(self) -> Table[RoundStop]:
        return self.query_one("#stops", Table)

    @property
    def stop(self) -> RoundStop | None:
        return self.stops.row

    @property
    def rep_name(self) -> str:
        return next((name for rep, name, _ in self._reps() if rep == self.rep), self.rep)

    def _reps(self) -> list[tuple[str, str, int]]:
        """Reps with a route that day, then the others: id, name, stops."""
        plan = self.office.books.days.plan(self.date)
        routes = [
            (route.rep, route.name or route.rep, len(route.stops))
            for route in (plan.routes if plan else [])
            if route.stops
        ]
        there = {rep for rep, _, _ in routes}
        return routes + [
            (rep.id, rep.name, 0) for rep in self.office.books.reps.all().values() if rep.id not in there
        ]

    # commands

    def action_call(self) -> None:
        stop = self.stop
        if stop is not None:
            self.open_call(stop.stop.outlet, stop.stop.kind)

    def open_call(self, outlet: str, kind: StopKind = StopKind.VISIT) -> None:
        """Shows the call at an outlet."""
        from tui.screens.call import CallScreen
        from tui.state.call import CallSession

        session = CallSession(self.office, open_call(self.office, self.date, self.rep, outlet, kind))
        self.app.push_screen(CallScreen(session))

    async def action_leave_out(self) -> None:
        """Passes a stop by; the reason is asked."""
        stop = self.stop
        assert stop is not None
        reason = await ask_reason(self.roundsman, self.t("rounds.leave_out.why", name=cells.name_of(stop)), "stop")
        if reason:
            sheet = open_call(self.office, self.date, self.rep, stop.stop.outlet, stop.stop.kind)
            leave_out(self.office, sheet.call, reason)
            self.read()

    async def action_adhoc(self) -> None:
        """A call that was not planned, at any outlet."""
        outlet = await self.roundsman.choose_outlet(self.t("rounds.adhoc.which"))
        if outlet is not None:
            self.open_call(outlet)

    async def action_copy(self) -> None:
        """The stop list as text, to paste into a chat."""
        from tui.jobs.sheets import make_sheet

        _, text = make_sheet(self.office, self.date, self.rep, "text")
        await self.roundsman.copy_text(text.decode())

    async def action_map(self) -> None:
        """The stop's place as a link that a phone opens in its map."""
        stop = self._stop()
        assert stop.stop.lat is not None
        assert stop.stop.lon is not None
        await self.roundsman.copy_text(navigation_link(cells.name_of(stop), stop.stop.lat, stop.stop.lon))

    def action_late(self) -> None:
        """Tells the dispatcher how late the round runs."""
        assert self.round is not None
        note = tell_dispatcher(self.office, self.round)
        self.roundsman.tell("stops.told", text=note.text)

    async def action_standards(self) -> None:
        """Procedures, display standards, topics and the rest, to look at and to change."""
        await choose_standard(self.roundsman)

    async def action_evidence(self) -> None:
        await show_implausible(self.roundsman)

    async def action_skills(self) -> None:
        stop = self.stop
        await show_skills(self.roundsman, rep=self.rep, outlet=stop.stop.outlet if stop else None)

    def _stop(self) -> RoundStop:
        if self.stop is None:
            raise JobError("nothing_chosen")
        return self.stop

    async def action_key_in(self) -> None:
        """The rep's paper sheet, keyed in."""
        from tui.screens.keying import KeyingScreen

        await self.app.push_screen_wait(KeyingScreen(self.date, self.rep, self.rep_name))
        self.read()

    async def action_paste(self) -> None:
        """What the rep sent back by chat."""
        from tui.screens.returns import ReturnsScreen

        await self.app.push_screen_wait(ReturnsScreen(self.date, self.rep, self.rep_name))
        self.read()

    async def action_settle(self) -> None:
        """The evening settlement: of the rep's own vehicle, or of one that is chosen."""
        from tui.screens.settling import SettlingScreen, choose_vehicle

        rep = self.office.books.reps.find(self.rep)
        own = rep.vehicle if rep and rep.vehicle in vehicles_out(self.office, self.date) else None
        vehicle = own or await choose_vehicle(self, self.date)
        if vehicle is not None:
            await self.app.push_screen_wait(SettlingScreen(self.date, vehicle))

    def action_on_board(self) -> None:
        """Shows the stop on the planner's board."""
        stop = self.stop
        assert stop is not None
        self.roundsman.show_on_board(stop.stop.key)

    def action_to_next(self) -> None:
        here = next((stop for stop in self.stops.rows if stop.state is StopState.HERE), None)
        target = here or (self.round.next if self.round else None)
        if target is not None:
            self.stops.show_key(target.stop.key)

    async def action_rep(self) -> None:
        await self._choose_rep()

    def ask_rep(self) -> None:
        """What a click on the rep's name does."""
        self.app.run_worker(self._choose_rep())

    async def _choose_rep(self) -> None:
        reps = self._reps()
        choices = [
            Choice(rep, [str(number), name, [(self.t("board.stops", n=count), "dim")]], f"{number} {name} {rep}")
            for number, (rep, name, count) in enumerate(reps, 1)
        ]
        at = next((place for place, (rep, _, _) in enumerate(reps) if rep == self.rep), 0)
        columns = [Column("n", min=3, right=True), Column("name", min=8, weight=1), Column("n", min=10, right=True)]
        rep = await self.roundsman.choose(self.t("rounds.rep.which"), choices, columns, at=at)
        if rep is not None:
            self.read(rep)

    def action_next_rep(self) -> None:
        self._step(1)

    def action_previous_rep(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        reps = [rep for rep, _, _ in self._reps()]
        if reps:
            here = reps.index(self.rep) if self.rep in reps else 0
            self.read(reps[(here + by) % len(reps)])


def _left(found: Round) -> list[RoundStop]:
    return [stop for stop in found.stops if stop.state not in (StopState.DONE, StopState.LEFT)]
