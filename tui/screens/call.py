"""One call: in and out, its facts, and back to the stop list."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.geometry import Region

from store.records import IssueKind, SignalKind, StepKind
from tui.commands import Command
from tui.jobs.office import JobError
from tui.screens import call_brief
from tui.screens import call_entries as entries
from tui.screens.call_facts import CallFacts
from tui.screens.dialogs import Tell
from tui.screens.reasons import ask_reason
from tui.screens.review import show_skills
from tui.state.call import Kind
from tui.state.entry import typed_clock


def _not_begun(screen: CallScreen) -> bool:
    """A stop that was left out can still be called at: the shop may open after all."""
    return screen.session.call.check_in is None and screen.session.call.check_out is None


def _not_left(screen: CallScreen) -> bool:
    return _not_begun(screen) and not screen.session.call.left


def _under_way(screen: CallScreen) -> bool:
    return screen.session.under_way


def _no_goods(screen: CallScreen) -> bool:
    return not any(step.kind is StepKind.DELIVERY for step in screen.session.sheet.steps)


class CallScreen(CallFacts):
    """A call from checking in to checking out."""

    CSS_PATH = "call.tcss"

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("call.check_in", ("i", "f5"), footer=1, when=_not_begun),
        Command("call.check_out", ("o", "f6"), footer=2, when=_under_way),
        Command("call.next_step", ("tab",)),
        Command("call.previous_step", ("shift+tab",)),
        Command("call.pass_by", ("X",), when=_not_left),
        Command("call.brief", ("b", "f9")),
        Command("goods.begin", ("t", "ctrl+t"), when=_no_goods),
        Command("calls.issue", ("r", "ctrl+r")),
        Command("calls.noticed", ("g", "ctrl+g")),
        Command("calls.supervise", ("s", "f11")),
        Command("calls.skills", ("k", "ctrl+y")),
        Command("call.back", ("escape",), footer=90),
    )

    # in and out

    async def action_check_in(self) -> None:
        at: int | None = None
        if self.session.call.date < self.office.today():
            at = await self._ask_clock("call.check_in.when")
            if at is None:
                return
        self.enter(lambda: self.session.check_in(at))

    async def action_check_out(self) -> None:
        """Ends the call; required steps that were left out are asked about first."""
        session = self.session
        for step in session.wanting():
            reason = await ask_reason(self.roundsman, self.t("call.skip.why", step=step.name), "step")
            if reason is None:
                self.facts.show_key((Kind.STEP.value, step.id))
                return
            self.enter(partial(session.set_step, step.id, done=False, reason=reason))
        at: int | None = None
        if session.call.date < self.office.today():
            at = await self._ask_clock("call.check_out.when")
            if at is None:
                return
        try:
            self.enter(lambda: session.check_out(at))
        except JobError as fault:
            if fault.code != "out_before_in" or session.call.date < self.office.today():
                raise
            if not await self._put_clock_right():
                return
        self.roundsman.tell("call.ended", name=session.sheet.outlet.name, n=round(session.call.minutes or 0))
        self.leave()

    async def _put_clock_right(self) -> bool:
        """The clock was changed during the call: both its times are asked for. Whether it is ended then."""
        self.roundsman.tell("calls.clock_changed", severity="warning")
        begun = await self._ask_clock("call.check_in.when")
        at = await self._ask_clock("call.check_out.when") if begun is not None else None
        if begun is None or at is None:
            return False
        self.enter(lambda: self.session.check_out(at, begun))
        return True

    async def _ask_clock(self, heading: str) -> int | None:
        text = await self.roundsman.ask_text(
            self.t(heading, date=self.session.call.date.isoformat()),
            note=self.t("call.ask.time"),
            problem=lambda typed: None if typed_clock(typed) is not None else self.t("call.bad.time", value=typed),
        )
        return None if text is None else typed_clock(text)

    async def action_pass_by(self) -> None:
        """Leaves the whole stop out, with the reason."""
        name = self.session.sheet.outlet.name
        reason = await ask_reason(self.roundsman, self.t("rounds.leave_out.why", name=name), "stop")
        if reason:
            self.enter(lambda: self.session.leave_out(reason))
            self.leave()

    # what comes up

    def action_begin(self) -> None:
        """Goods taken back, or money, where nothing was to be delivered."""
        self.enter(self.session.begin_goods)
        facts = self.facts
        facts.show_key((Kind.BACK.value, Kind.BACK.value))
        # the rows that came in are not laid out yet
        self.call_after_refresh(facts.scroll_to_region, Region(0, facts.cursor, 1, 1), animate=False, force=True)

    async def action_issue(self) -> None:
        """Raises an issue: which kind, then in words."""
        await entries.ask_raised(self, "issue", IssueKind, self.session.raise_issue)

    async def action_noticed(self) -> None:
        """Notes a signal: which one, then in words."""
        await entries.ask_raised(self, "signal", SignalKind, self.session.note_signal)

    async def action_supervise(self) -> None:
        """Begins the supervisor's form, or shows it."""
        await entries.ask_supervision(self)

    async def action_skills(self) -> None:
        call = self.session.call
        form = call.supervision
        await show_skills(self.roundsman, rep=form.rep if form else call.rep, outlet=call.outlet)

    # moving about

    def action_next_step(self) -> None:
        self.to_step(1)

    def action_previous_step(self) -> None:
        self.to_step(-1)

    async def action_brief(self) -> None:
        """The brief alone, where it has no room beside the facts."""
        name = "".join(text for text, _ in call_brief.brief(self.session, self.office)[0])
        await self.app.push_screen_wait(Tell(name, lambda: call_brief.brief(self.session, self.office)[1:]))

    def action_back(self) -> None:
        if self.typed:
            self._type("")
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the stop list; everything is saved already."""
        if self.app.screen is self:
            self.app.pop_screen()
