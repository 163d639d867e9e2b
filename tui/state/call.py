"""A call as it is worked through: every fact saved at once, and the rows a screen shows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from store.errors import ConflictError
from store.records import (
    Call,
    CallProcedure,
    Coaching,
    CoachingTopic,
    DisplayCheck,
    DisplayPoint,
    DisplayStandard,
    Product,
    StepDone,
    StepKind,
    StockLine,
    StopKind,
)
from store.records.standards import CallStep
from tui.jobs import calls
from tui.jobs.office import JobError, Office


class Kind(StrEnum):
    """What a row of the call is about."""

    STEP = "step"
    POINT = "point"
    ADVICE = "advice"
    STOCK = "stock"
    ORDER = "order"
    TOPIC = "topic"
    SCRIPT = "script"
    SKILL = "skill"
    ACTION = "action"
    DUE = "due"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a fact to be entered, or the step it belongs to. `id` tells rows of a kind apart."""

    kind: Kind
    id: str
    name: str
    depth: int = 1
    step: CallStep | None = None
    point: DisplayPoint | None = None
    product: Product | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.id


P = ParamSpec("P")
Change = Callable[Concatenate["CallSession", P], None]


def _joining(change: Change[P]) -> Change[P]:
    """Where another device has written in the meantime, the change joins what stands there now."""

    @wraps(change)
    def joined(session: CallSession, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            change(session, *args, **kwargs)
        except ConflictError:
            session.reread()
            session.joined += 1
            change(session, *args, **kwargs)

    return joined


class CallSession:
    """The call at one stop. Each change is written before the method returns; taking nothing back begins no call.

    `joined` counts how often facts of another device were found and kept.
    """

    def __init__(self, office: Office, sheet: calls.CallSheet) -> None:
        self.office = office
        self.sheet = sheet
        self.call: Call = sheet.call
        self.joined = 0

    def changed_elsewhere(self) -> bool:
        """Whether another device has written this call since it was last read here."""
        stored = self.office.books.days.calls(self.call.date, self.call.rep).find(self.call.id)
        return stored is not None and stored.rev != self.call.rev

    def reread(self) -> None:
        """Reads the call and its standards again: another device may have entered facts, the language changed."""
        call = self.call
        self.sheet = calls.open_call(self.office, call.date, call.rep, call.outlet, StopKind(call.stop_kind))
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

    @_joining
    def check_in(self, at: int | None = None) -> None:
        """Begins the call, now or, for a day that has passed, at seconds after its midnight."""
        self.call = calls.check_in(self.office, self.call, at)

    @_joining
    def check_out(self, at: int | None = None) -> None:
        self.call = calls.check_out(self.office, self.call, at)

    @_joining
    def leave_out(self, reason: str) -> None:
        """Passes the stop by, with the reason."""
        self.call = calls.leave_out(self.office, self.call, reason)

    def wanting(self) -> list[CallStep]:
        """Required steps neither done nor left out with a reason."""
        told = {step.step for step in self.call.steps if step.done or step.reason}
        return [step for step in self.procedure.steps if step.required and step.id not in told]

    # facts

    @_joining
    def set_step(self, step: str, *, done: bool, reason: str | None = None) -> None:
        """A step done, not done, or left out with the reason."""
        self._save(steps=self._steps({step: StepDone(step=step, done=done, reason=reason)}))

    @_joining
    def set_point(self, point: str, met: bool | None) -> None:
        """A point of the display checklist met, not met, or not checked (None)."""
        points = dict(self.call.display.points) if self.call.display else {}
        points.pop(point, None)
        if met is not None:
            points[point] = met
        self._save_display(StepKind.DISPLAY if met is not None else None, points=points)

    @_joining
    def set_advice(self, text: str) -> None:
        self._save_display(StepKind.DISPLAY if text else None, advice=text or None)

    @_joining
    def set_topic(self, topic: str) -> None:
        before = self.call.coaching
        coaching = before.model_copy(update={"topic": topic}) if before else Coaching(topic=topic)
        self._save(StepKind.COACH, coaching=coaching)

    @_joining
    def set_skill(self, skill: int | None) -> None:
        """Skill shown, 1 to 5."""
        self._save_coaching(skill=skill)

    @_joining
    def set_action(self, text: str) -> None:
        """What was agreed; it is looked at again in a week unless a date says otherwise."""
        due = self.call.coaching.action_due if self.call.coaching else None
        week = self.call.date + dt.timedelta(days=7)
        self._save_coaching(action=text or None, action_due=(due or week) if text else None)

    @_joining
    def set_due(self, date: dt.date | None) -> None:
        self._save_coaching(action_due=date)

    @_joining
    def set_stock(self, product: str, quantity: int | None) -> None:
        """What was counted, in the smallest unit; None takes the count back."""
        lines = [line for line in self.call.stock if line.product != product]
        if quantity is not None:
            lines.append(StockLine(product=product, quantity=quantity))
        self._save(StepKind.STOCK if quantity is not None else None, stock=lines)

    @_joining
    def set_order(self, minor: int | None) -> None:
        """Value of the order in minor currency units; 0 when nothing was ordered."""
        self._save(StepKind.ORDER if minor is not None else None, order_value=minor)

    @_joining
    def set_note(self, text: str) -> None:
        self._save(note=text or None)

    # what is shown

    def items(self) -> list[Item]:
        """The steps in their order, each followed by the facts it asks for; the note last."""
        rows: list[Item] = []
        for step in self.procedure.steps:
            rows.append(Item(Kind.STEP, step.id, step.name, depth=0, step=step))
            rows += self._facts(step)
        t = self.office.t
        rows.append(Item(Kind.NOTE, "note", t("call.note.title"), depth=0))
        return rows

    def step_of(self, step: str) -> StepDone:
        return next((done for done in self.call.steps if done.step == step), StepDone(step=step))

    def count_of(self, product: str) -> int | None:
        return next((line.quantity for line in self.call.stock if line.product == product), None)

    def value_of(self, item: Item) -> Any:
        """What has been entered for a row, None where nothing has."""
        coaching, check = self.call.coaching, self.call.display
        match item.kind:
            case Kind.POINT:
                return check.points.get(item.id) if check else None
            case Kind.ADVICE:
                return check.advice if check else None
            case Kind.STOCK:
                return self.count_of(item.id)
            case Kind.ORDER:
                return self.call.order_value
            case Kind.TOPIC:
                return self.topic.name if self.topic else None
            case Kind.SKILL:
                return coaching.skill if coaching else None
            case Kind.ACTION:
                return coaching.action if coaching else None
            case Kind.DUE:
                return coaching.action_due if coaching else None
            case Kind.NOTE:
                return self.call.note
            case _:
                return None

    def _facts(self, step: CallStep) -> list[Item]:
        t = self.office.t
        if step.kind is StepKind.DISPLAY and self.display is not None:
            points = [Item(Kind.POINT, point.id, point.name, point=point) for point in self.display.points]
            return [*points, Item(Kind.ADVICE, "advice", t("call.row.advice"))]
        if step.kind is StepKind.STOCK:
            return [Item(Kind.STOCK, product.id, product.name, product=product) for product in self._to_count()]
        if step.kind is StepKind.ORDER:
            return [Item(Kind.ORDER, "order", t("call.row.order"))]
        if step.kind is StepKind.COACH and self.sheet.topics:
            rows = [Item(Kind.TOPIC, "topic", t("call.row.topic"))]
            if self.topic is not None and self.topic.script:
                rows.append(Item(Kind.SCRIPT, "script", self.topic.script))
            return [
                *rows,
                Item(Kind.SKILL, "skill", t("call.row.skill")),
                Item(Kind.ACTION, "action", t("call.row.action")),
                Item(Kind.DUE, "due", t("call.row.due")),
            ]
        return []

    def _to_count(self) -> list[Product]:
        """Products to count: the must-stock list of the standard, what was counted last, what is counted already."""
        products = self.office.books.products.all()
        wanted = list(self.display.must_stock) if self.display else []
        if not wanted:
            last = self.sheet.last.stock if self.sheet.last else []
            wanted = [line.product for line in last] or [product.id for product in products.values() if product.own]
        wanted += [line.product for line in self.call.stock]
        return [products[name] for name in dict.fromkeys(wanted) if name in products]

    # within

    def _save_display(self, kind: StepKind | None, **facts: Any) -> None:
        """Writes facts of the display check; without one yet, those that say nothing are none."""
        if self.call.display is None and not any(facts.values()):
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
        """Writes facts of the coaching, on the topic chosen or else the focus of the day."""
        told = any(value is not None for value in facts.values())
        if self.call.coaching is None and not told:
            self.reread()
            if self.call.coaching is None:
                return
        coaching = self.call.coaching
        if coaching is None:
            if self.focus is None:
                raise JobError("no_topics", outlet=self.call.outlet)
            coaching = Coaching(topic=self.focus.id)
        self._save(StepKind.COACH if told else None, coaching=coaching.model_copy(update=facts))

    def _steps(self, changed: dict[str, StepDone]) -> list[StepDone]:
        known = {step.step: step for step in self.call.steps} | changed
        ordered = [known.pop(step.id, StepDone(step=step.id)) for step in self.procedure.steps]
        return [*ordered, *known.values()]

    def _save(self, kind: StepKind | None = None, **facts: Any) -> None:
        """Writes facts; the steps of their kind are done with them. The first fact of a call checks in."""
        if kind is not None:
            done = {step.id: StepDone(step=step.id, done=True) for step in self.procedure.steps if step.kind is kind}
            facts["steps"] = self._steps(done)
        if self.call.check_in is None and not self.call.done:
            if all(getattr(self.call, name) == value for name, value in facts.items()):
                return
            self.call = calls.check_in(self.office, self.call)
        self.call = calls.save_call(self.office, self.call.model_copy(update=facts))


__all__ = ["CallSession", "Item", "Kind"]
