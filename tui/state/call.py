"""A call as it is worked through: every fact saved at once, and the rows a screen shows of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from store.records import (
    Call,
    CallProcedure,
    CallStep,
    Coaching,
    CoachingTopic,
    DisplayCheck,
    DisplayStandard,
    FollowUp,
    StepDone,
    StepKind,
    StopKind,
)
from tui.jobs import calls
from tui.jobs.call_sheet import CallSheet, open_call
from tui.jobs.office import JobError, Office
from tui.state.call_form import Form
from tui.state.call_goods import Goods
from tui.state.call_raising import Raising
from tui.state.call_rows import Item, Kind, rows
from tui.state.joining import joining


class CallSession(Goods, Form, Raising):
    """The call at one stop. Each change is written before the method returns; taking nothing back begins no call.

    `joined` counts how often facts of another device were found and kept.
    """

    def __init__(self, office: Office, sheet: CallSheet) -> None:
        self.office = office
        self.sheet = sheet
        self.call: Call = sheet.call
        self.joined = 0
        self.selling = None
        self.owed = None

    def changed_elsewhere(self) -> bool:
        """Whether another device has written this call since it was last read here."""
        stored = self.office.books.days.calls(self.call.date, self.call.rep).find(self.call.id)
        return stored is not None and stored.rev != self.call.rev

    def reread(self) -> None:
        """Reads the call and its standards again: another device may have entered facts, the language changed."""
        call = self.call
        self.sheet = open_call(self.office, call.date, call.rep, call.outlet, StopKind(call.stop_kind))
        self.call = self.sheet.call

    @property
    def procedure(self) -> CallProcedure:
        return self.sheet.procedure

    @property
    def display(self) -> DisplayStandard | None:
        return self.sheet.display

    @property
    def under_way(self) -> bool:
        return self.call.check_in is not None and not self.call.done

    @property
    def score(self) -> float | None:
        """Σ weights of points met ÷ Σ weights of points checked."""
        return self.call.display.score if self.call.display else None

    @property
    def checked(self) -> int:
        return len(self.call.display.points) if self.call.display else 0

    @property
    def topic(self) -> CoachingTopic | None:
        chosen = self.call.coaching.topic if self.call.coaching else None
        return next((topic for topic in self.sheet.topics if topic.id == chosen), None)

    @property
    def focus(self) -> CoachingTopic | None:
        """What to coach next: the topic of the last call until it is mastered, else the first one."""
        last = self.sheet.last.coaching if self.sheet.last else None
        if last is not None and (last.skill or 0) < 4:
            found = next((topic for topic in self.sheet.topics if topic.id == last.topic), None)
            if found is not None:
                return found
        others = (topic for topic in self.sheet.topics if last is None or topic.id != last.topic)
        return next(others, next(iter(self.sheet.topics), None))

    # in and out

    @joining
    def check_in(self, at: int | None = None) -> None:
        """Begins the call, now or, for a day that has passed, at seconds after its midnight."""
        self.call = calls.check_in(self.office, self.call, at)

    @joining
    def check_out(self, at: int | None = None, begun: int | None = None) -> None:
        """Ends the call; both times by hand where the clock was changed during it."""
        self.call = calls.check_out(self.office, self.call, at, begun)

    @joining
    def leave_out(self, reason: str) -> None:
        """Passes the stop by, with the reason."""
        self.call = calls.leave_out(self.office, self.call, reason)

    def wanting(self) -> list[CallStep]:
        """Required steps neither done nor left out with a reason."""
        told = {step.step for step in self.call.steps if step.done or step.reason}
        return [step for step in self.sheet.steps if step.required and step.id not in told]

    # facts

    @joining
    def set_step(self, step: str, *, done: bool, reason: str | None = None) -> None:
        """A step done, not done, or left out with the reason."""
        self._save(steps=self._steps({step: StepDone(step=step, done=done, reason=reason)}))

    @joining
    def set_point(self, point: str, met: bool | None) -> None:
        """A point of the display checklist met, not met, or not checked (None)."""
        points = _with(self.call.display.points if self.call.display else {}, point, met)
        self._save_display(StepKind.DISPLAY if met is not None else None, points=points)

    @joining
    def set_found(self, product: str, found: bool | None) -> None:
        """A must-stock product found, missing, or not checked (None)."""
        checked = _with(self.call.display.found if self.call.display else {}, product, found)
        self._save_display(StepKind.DISPLAY if found is not None else None, found=checked)

    @joining
    def all_met(self) -> None:
        """Every point and must-stock product that nothing was said of is as it should be."""
        standard, check = self.display, self.call.display
        if standard is not None:
            points = {point.id: True for point in standard.points}
            found = {product.id: True for product in self.products(standard.must_stock)}
            known = (check.points, check.found) if check else ({}, {})
            self._save_display(StepKind.DISPLAY, points=points | known[0], found=found | known[1])

    @joining
    def set_shelf(self, fact: str, value: int | dt.date | None) -> None:
        """`own_facings`, `all_facings`, or the `oldest` production date on the shelf."""
        self._save_display(StepKind.DISPLAY if value is not None else None, **{fact: value})

    @joining
    def set_follow_up(self, done: bool | None) -> None:
        """Whether what was agreed earlier has been done; None takes the answer back."""
        action = self.action
        if action is None:
            return
        follow_up = None if done is None else action.model_copy(update={"done": done})
        self._save(StepKind.FOLLOW_UP if done is not None else None, follow_up=follow_up)

    @joining
    def set_rating(self, rating: int | None) -> None:
        """The customer's own rating of us, 1 to 5."""
        self._save(StepKind.RATING if rating is not None else None, rating=rating)

    @joining
    def set_advice(self, text: str) -> None:
        self._save_display(StepKind.DISPLAY if text else None, advice=text or None)

    @joining
    def set_topic(self, topic: str) -> None:
        before = self.call.coaching
        coaching = before.model_copy(update={"topic": topic}) if before else Coaching(topic=topic)
        self._save(StepKind.COACH, coaching=coaching)

    @joining
    def set_skill(self, skill: int | None) -> None:
        """Skill shown, 1 to 5."""
        self._save_coaching(skill=skill)

    @joining
    def set_action(self, text: str) -> None:
        """What was agreed; it is looked at again in a week unless a date says otherwise."""
        due = self.call.coaching.action_due if self.call.coaching else None
        week = self.call.date + dt.timedelta(days=7)
        self._save_coaching(action=text or None, action_due=(due or week) if text else None)

    @joining
    def set_due(self, date: dt.date | None) -> None:
        self._save_coaching(action_due=date)

    @joining
    def set_note(self, text: str) -> None:
        self._save(note=text or None)

    # what is shown

    def items(self) -> list[Item]:
        """The steps in their order, each followed by the facts it asks for; the note last."""
        return rows(self)

    def step_of(self, step: str) -> StepDone:
        return next((done for done in self.call.steps if done.step == step), StepDone(step=step))

    @property
    def action(self) -> FollowUp | None:
        """What was agreed earlier and is looked at again now."""
        return self.call.follow_up or self.sheet.action

    def value_of(self, item: Item) -> Any:
        """What has been entered for a row, None where nothing has."""
        call, coaching, check = self.call, self.call.coaching, self.call.display
        match item.kind:
            case Kind.FOLLOW_UP:
                return call.follow_up.done if call.follow_up else None
            case Kind.POINT:
                return check.points.get(item.id) if check else None
            case Kind.FOUND:
                return check.found.get(item.id) if check else None
            case Kind.OWN_FACINGS | Kind.ALL_FACINGS | Kind.OLDEST | Kind.ADVICE:
                return getattr(check, item.kind.value) if check else None
            case Kind.TOPIC:
                return self.topic.name if self.topic else None
            case Kind.SKILL:
                return coaching.skill if coaching else None
            case Kind.ACTION:
                return coaching.action if coaching else None
            case Kind.DUE:
                return coaching.action_due if coaching else None
            case Kind.RATING | Kind.NOTE:
                return getattr(call, item.kind.value)
            case Kind.OBSERVED | Kind.STRENGTHS | Kind.FOCUS | Kind.AGREED | Kind.SIGNED:
                return self.form_value(item)
            case _:
                return self.goods_value(item)

    # within

    def _save_display(self, kind: StepKind | None, **facts: Any) -> None:
        """Writes facts of the display check; without one yet, those that say nothing are none."""
        if self.call.display is None and all(value in (None, "", {}) for value in facts.values()):
            self.reread()  # nothing is shown here; what another device has entered may still be meant
            if self.call.display is None:
                return
        check = self.call.display
        if check is None:
            if self.display is None:
                raise JobError("no_display_standard", outlet=self.call.outlet)
            check = DisplayCheck(standard=self.display.id, version=self.display.version)
        self._save(kind, display=check.model_copy(update=facts))

    def _save_coaching(self, **facts: Any) -> None:
        """Writes facts of the coaching: a skill on the topic chosen or else the focus of the day; what was agreed
        says nothing of a topic.
        """
        told = any(value is not None for value in facts.values())
        if self.call.coaching is None and not told:
            self.reread()
            if self.call.coaching is None:
                return
        coaching = self.call.coaching or Coaching()
        coached = facts.get("skill") is not None
        if coached and coaching.topic is None:
            if self.focus is None:
                raise JobError("no_topics", outlet=self.call.outlet)
            coaching = coaching.model_copy(update={"topic": self.focus.id})
        self._save(StepKind.COACH if coached else None, coaching=coaching.model_copy(update=facts))

    def _steps(self, changed: dict[str, StepDone]) -> list[StepDone]:
        known = {step.step: step for step in self.call.steps} | changed
        ordered = [known.pop(step.id, StepDone(step=step.id)) for step in self.sheet.steps]
        return [*ordered, *known.values()]

    def _save(self, kind: StepKind | None = None, /, **facts: Any) -> None:
        """Writes facts; the steps of their kind are done with them. The first fact of a call checks in."""
        if kind is not None:
            done = {step.id: StepDone(step=step.id, done=True) for step in self.sheet.steps if step.kind is kind}
            facts["steps"] = self._steps(done)
        if self.call.check_in is None and not self.call.done:
            if all(getattr(self.call, name) == value for name, value in facts.items()):
                return
            self.call = calls.check_in(self.office, self.call)
        self.call = calls.save_call(self.office, self.call.model_copy(update=facts))


def _with(known: dict[str, bool], name: str, value: bool | None) -> dict[str, bool]:
    """The answers with one changed, or taken out (None)."""
    others = {other: answer for other, answer in known.items() if other != name}
    return others if value is None else {**others, name: value}


__all__ = ["CallSession", "Item", "Kind"]
