"""What a call has before it: how far it went, the standards it goes by, and what it is to be about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.books import Done
from store.records import (
    Bulletin,
    Call,
    CallKind,
    CallProcedure,
    CallStep,
    CoachingTopic,
    Day,
    DisplayStandard,
    FollowUp,
    Order,
    OrderStatus,
    Outlet,
    Status,
    StepDone,
    StepKind,
    StepWhen,
    Stop,
    StopKind,
)
from store.service.deliveries import rests
from store.service.levels import level_for, stock_count_due
from store.service.standards import DELIVERING, FALLBACK, display_for, procedure_for, steps_asked, topics_for
from tui.jobs.history import calls_of
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from store.books import Books
    from tui.jobs.office import Office

_DELIVER = DELIVERING.steps[0]
_SALES_CALLS = 20
"""Calls of sales work that are looked at, whatever else was done there since."""
_MOST_NETWORK = 20
"""Outlets behind a wholesaler that one call asks for."""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Everything a call needs: the call as far as it went, its standards, and what came before.

    `steps` are those asked for at this call. `action` is what was agreed earlier and is not done yet.
    `orders` are to be delivered here, `bulletins` to be handed over. `network` are the outlets it supplies.
    `elsewhere` is the rep whose route the outlet stands on that day, where it is another one's.
    """

    call: Call
    outlet: Outlet
    stop: Stop | None
    procedure: CallProcedure
    steps: tuple[CallStep, ...]
    display: DisplayStandard | None
    topics: tuple[CoachingTopic, ...]
    last: Call | None
    earlier: tuple[Call, ...] = ()
    action: FollowUp | None = None
    orders: tuple[Order, ...] = ()
    network: tuple[Outlet, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    elsewhere: str | None = None


def open_call(office: Office, date: dt.date, rep: str, outlet_id: str, kind: StopKind = StopKind.VISIT) -> CallSheet:
    """The call at an outlet as far as it went; nothing is written before the first fact.

    A call once begun keeps the versions of the standards it began with.
    """
    books = office.books
    outlet = books.outlets.find(outlet_id)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=outlet_id)
    standards = list(books.standards.all().values())
    plan = books.days.plan(date)
    route = plan.route_of(rep) if plan else None
    stop = next((stop for stop in route.stops if stop.key == (outlet_id, kind)), None) if route else None
    begun = _find(office, date, rep, outlet_id, kind)
    call_id = begun.id if begun else _id_of(date, rep, outlet_id, kind)
    earlier = [past for past in _earlier(books, outlet_id, date) if past.id != call_id]
    orders = _orders_due(office, outlet, date, kind, plan, begun)
    network = _network(office, outlet_id, begun)
    action = agreed_before(earlier, date)
    bulletins = bulletins_open(office, outlet, date, earlier, call_id)
    issues = books.issues.all().values()
    display = display_for(standards, outlet)
    if kind is StopKind.DELIVERY:
        procedure = _named(office, DELIVERING)
    else:
        procedure = _named(office, procedure_for(standards, outlet))
    holds = {
        StepWhen.DELIVERY_DUE: bool(orders),
        StepWhen.ACTION_AGREED: action is not None,
        StepWhen.DISPLAY_STANDARD: display is not None,
        StepWhen.HAS_NETWORK: bool(network),
        StepWhen.KEY_ACCOUNT: outlet.key_account,
        StepWhen.BULLETIN_OPEN: bool(bulletins),
        StepWhen.STOCK_COUNT_DUE: stock_count_due(
            level_for(standards, outlet), outlet, next((call.date for call in earlier if call.stock), None), date
        ),
        StepWhen.ISSUE_OPEN: any(issue.outlet == outlet_id and issue.next_due for issue in issues),
    }
    if begun is not None:
        procedure = _version(office, begun, procedure)
        display = _display(office, begun, display)
    steps = steps_asked(procedure, outlet, {name for name, true in holds.items() if true}, earlier, date)
    if begun is not None and begun.steps:
        told = {step.step for step in begun.steps}
        steps = [step for step in procedure.steps if step.id in told] or steps
    dealt = begun is not None and any(step.step == _DELIVER.id for step in begun.steps)
    steps = _with_goods(office, steps, due=True) if orders else steps
    steps = _with_bulletins(office, steps) if bulletins else steps
    steps = _with_goods(office, steps, due=False) if dealt else steps
    call = begun or Call(
        id=call_id,
        date=date,
        rep=rep,
        outlet=outlet_id,
        stop_kind=kind.value,
        kind=CallKind.PLANNED if stop else CallKind.ADHOC,
        procedure=procedure.id,
        procedure_version=procedure.version,
        steps=[StepDone(step=step.id) for step in steps],
    )
    return CallSheet(
        call=call,
        outlet=outlet,
        stop=stop,
        procedure=procedure,
        steps=tuple(steps),
        display=display,
        topics=tuple(topics_for(standards, outlet)),
        last=next((call for call in earlier if call.date < date), None),
        earlier=tuple(earlier),
        action=action,
        orders=tuple(orders),
        network=tuple(network),
        bulletins=tuple(bulletins),
        elsewhere=None if stop else _elsewhere(plan, rep, (outlet_id, kind)),
    )


def _earlier(books: Books, outlet: str, date: dt.date) -> list[Call]:
    """The latest calls, newest first: some of any kind, and those of sales work however many others came since."""
    found = {call.id: call for call in calls_of(books, outlet, before=date)}
    found |= {call.id: call for call in books.history.calls_of(outlet, date, _SALES_CALLS, Done.SOLD)}
    ended = [(call.check_out.timestamp() if call.check_out else 0.0, call) for call in found.values()]
    return [call for _, call in sorted(ended, key=lambda each: -each[0])]


def agreed_before(earlier: Sequence[Call], date: dt.date) -> FollowUp | None:
    """The latest action agreed before a date, of calls newest first, unless a later call found it done.

    What was agreed on the date itself is not asked about the same day.
    """
    done = {call.follow_up.call for call in earlier if call.follow_up and call.follow_up.done}
    for call in earlier:
        if call.date < date and call.coaching and call.coaching.action:
            if call.id in done:
                return None
            return FollowUp(call=call.id, action=call.coaching.action)
    return None


def bulletins_open(
    office: Office, outlet: Outlet, date: dt.date, earlier: Sequence[Call], call_id: str = ""
) -> list[Bulletin]:
    """Bulletins that hold on a date for such an outlet and were not handed over there at another call."""
    given = {each.bulletin for call in earlier for each in call.bulletins}
    given |= {
        bulletin
        for bulletin, outlets in office.books.history.bulletins(dt.date.min, date - dt.timedelta(1)).items()
        if outlet.id in outlets
    }
    return [
        bulletin
        for bulletin in office.books.bulletins.all().values()
        if bulletin.valid_on(date)
        and bulletin.audience.covers(outlet)
        and bulletin.id not in given
        and not any(each.outlet == outlet.id and each.call != call_id for each in bulletin.handed)
    ]


def with_goods(office: Office, sheet: CallSheet) -> CallSheet:
    """The call with a step for goods and money, where nothing was to be delivered: some may come back, or be paid."""
    return replace(sheet, steps=tuple(_with_goods(office, list(sheet.steps), due=False)))


def printed_steps(sheet: CallSheet) -> list[CallStep]:
    """The steps that a sheet of the call shows and numbers: not the one for goods that came back unannounced."""
    unannounced = not sheet.orders and all(step.id != _DELIVER.id for step in sheet.procedure.steps)
    return [step for step in sheet.steps if step.id != _DELIVER.id or not unannounced]


def _with_goods(office: Office, steps: list[CallStep], *, due: bool) -> list[CallStep]:
    """The steps, and one for goods and money where the procedure has none.

    It stands in front where something is due; else at the end: the steps before it keep the numbers they were
    printed with.
    """
    if any(step.kind is StepKind.DELIVERY for step in steps):
        return steps
    step = _named(office, DELIVERING).steps[0]
    if due:
        return [step, *steps]
    return [*steps, step.model_copy(update={"required": False, "name": office.t("goods.begin.title")})]


def _with_bulletins(office: Office, steps: list[CallStep]) -> list[CallStep]:
    """The steps, and one for the bulletins to be handed over where the procedure has none."""
    if any(step.kind is StepKind.BULLETIN for step in steps):
        return steps
    name = office.t("records.step.bulletin")
    return [*steps, CallStep(id="bulletin", name=name, kind=StepKind.BULLETIN)]


def _network(office: Office, outlet: str, begun: Call | None) -> list[Outlet]:
    """Active outlets that one supplies: those asked for already, then the best grades, as many as fit a call."""
    told = {line.outlet for line in begun.network} if begun else set()
    found = [
        other
        for other in office.books.outlets.all().values()
        if other.supplier == outlet and (other.status is Status.ACTIVE or other.id in told)
    ]
    found.sort(key=lambda other: (other.id not in told, other.grade or "Z"))
    return found[: max(_MOST_NETWORK, len(told))]


def _id_of(date: dt.date, rep: str, outlet: str, kind: StopKind) -> str:
    return f"{date:%Y%m%d}-{rep}-{outlet}" + ("" if kind is StopKind.VISIT else f"-{kind}")


def _orders_due(
    office: Office, outlet: Outlet, date: dt.date, kind: StopKind, plan: Day | None, begun: Call | None
) -> list[Order]:
    """Open orders promised for the date or before it; at a visit only where no stop of its own delivers them.

    Those that the call has brought already stay with it.
    """
    brought = {line.order for line in begun.delivery} if begun else set()
    call_id = begun.id if begun else None
    routes = plan.routes if plan else []
    delivered_apart = any(stop.key == (outlet.id, StopKind.DELIVERY) for route in routes for stop in route.stops)
    if kind is StopKind.VISIT and delivered_apart:
        return []
    due = [
        order
        for order in office.books.orders.all().values()
        if order.id in brought
        or (
            order.outlet == outlet.id
            and order.promised is not None
            and (order.promised <= date if order.status is OrderStatus.OPEN else order.promised == date)
            and order.status is not OrderStatus.CANCELLED
        )
    ]
    return [rest for rest in rests(office.books, due, call_id).values() if rest is not None]


def _elsewhere(plan: Day | None, rep: str, key: tuple[str, StopKind]) -> str | None:
    for route in plan.routes if plan else []:
        if route.rep != rep and any(stop.key == key for stop in route.stops):
            return route.rep
    return None


def _find(office: Office, date: dt.date, rep: str, outlet: str, kind: StopKind) -> Call | None:
    for call in office.books.days.calls(date, rep).all().values():
        if call.outlet == outlet and call.stop_kind == kind.value:
            return call
    return None


def _version(office: Office, call: Call, current: CallProcedure) -> CallProcedure:
    """The procedure a call began with; today's where that is not on file."""
    found = office.books.standards.version(call.procedure, call.procedure_version)
    return found if isinstance(found, CallProcedure) else current


def _display(office: Office, call: Call, current: DisplayStandard | None) -> DisplayStandard | None:
    if call.display is None:
        return current
    found = office.books.standards.version(call.display.standard, call.display.version)
    return found if isinstance(found, DisplayStandard) else current


def _named(office: Office, procedure: CallProcedure) -> CallProcedure:
    """The procedure; the steps of one that stands in for none on file in the language in use."""
    if procedure not in (FALLBACK, DELIVERING):
        return procedure
    steps = [step.model_copy(update={"name": office.t(f"records.step.{step.id}")}) for step in procedure.steps]
    return procedure.model_copy(update={"name": office.t("records.step.all"), "steps": steps})
