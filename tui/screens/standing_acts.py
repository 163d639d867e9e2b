"""Steps on the standing ladder as a person takes them: one question after another, each left with Esc."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from store.records import Approval, Conversation, Evidence, Measure, MeasureKind, Rung, StandingStep
from tui.jobs import standing
from tui.jobs.office import JobError
from tui.screens.asking import date, done, outlet_or, pick, words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.review import Entry
    from tui.screens.asking import Act


async def from_signal(app: RoundsmanApp, entry: Entry) -> bool:
    """The next rung, resting on a signal; one that the records gave is filed first."""
    signal = entry.record
    rung = standing.standing_of(app.office, signal.outlet)
    if rung is Rung.CONTROL:
        raise JobError("highest_rung", outlet=signal.outlet)
    following = tuple(Rung)[rung.height + 1]
    if rung is Rung.GUIDE and not standing.steps_of(app.office, signal.outlet):
        following = Rung.GUIDE
    evidence = [Evidence(kind="signals", id=signal.id, text=signal.text)]

    def file() -> None:
        if app.office.books.signals.find(signal.id) is None:
            app.office.books.signals.put([signal])

    await asyncio.to_thread(file)
    return await _step(app, signal.outlet, following, evidence=evidence, reason=signal.text)


def stepping(rung: Rung, *, fast: bool = False) -> Act:
    async def step(app: RoundsmanApp, entry: Entry) -> bool:
        here: StandingStep = entry.record
        target = rung
        if fast:
            rungs = tuple(Rung)[here.rung.height + 2 :]
            target = await pick(app, "service.ask.rung", [(r, app.t(f"service.rung.{r}")) for r in rungs])
        return await _step(app, here.outlet, target, fast=fast)

    return step


async def _step(
    app: RoundsmanApp,
    outlet: str,
    rung: Rung,
    *,
    evidence: list[Evidence] | None = None,
    reason: str = "",
    fast: bool = False,
) -> bool:
    """One step: reason, evidence where it goes up, the conversation, measures of control, the owner's approval."""
    office = app.office
    why = await words(app, "service.ask.step", value=reason)
    found = list(evidence or [])
    if rung is not Rung.GUIDE and not found:
        text = await words(app, "service.ask.evidence")
        photo = await words(app, "service.ask.photo", empty=True)
        found = [Evidence(text=text, photo=photo or None, hard=bool(photo))]
    said = await words(app, "service.ask.conversation", empty=rung is not Rung.GUIDE)
    conversation = Conversation(date=office.today(), by=office.user, text=said) if said else None
    measures = []
    if rung is Rung.CONTROL:
        kinds = [(k, app.t(f"service.measure.{k}")) for k in MeasureKind]
        measures = [Measure(kind=await pick(app, "service.ask.measure", kinds))]
    approval = None
    if fast:
        name = await words(app, "service.ask.approver", value=office.books.settings.owner or "")
        approval = Approval(by=name, on=office.today(), reason=await words(app, "service.ask.approval"))
    review = await date(app, "service.ask.review", 14)
    return await done(
        lambda: standing.take_step(
            office, outlet, rung, why, owner=office.user, evidence=found, conversation=conversation,
            measures=measures, approval=approval, review=review,
        )
    )  # fmt: skip


async def reverse(app: RoundsmanApp, entry: Entry) -> bool:
    text = await words(app, "service.ask.why")
    return await done(lambda: standing.reverse_step(app.office, entry.record, text))


async def new_step(app: RoundsmanApp, outlet: str | None) -> bool:
    """A step from where an outlet stands: one up, another conversation where it is, or back to guide."""
    shop = await outlet_or(app, outlet)
    here = standing.standing_of(app.office, shop)
    rungs = set(tuple(Rung)[: here.height + 2]) if standing.steps_of(app.office, shop) else {Rung.GUIDE}
    rung = Rung.GUIDE
    if len(rungs) > 1:
        choices = [(each, app.t(f"service.rung.{each}")) for each in Rung if each in rungs]
        rung = await pick(app, "service.ask.rung", choices)
    return await _step(app, shop, rung)
