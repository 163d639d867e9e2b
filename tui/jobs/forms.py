"""The blanks of a rep's round: what can be filled in at each stop, from its standards, orders and last call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from routing.sheets.form import FormItem, FormLine, FormProduct, Forms, StopForm
from store.errors import UnknownRecordError
from store.notation.words import key
from store.records import StepKind, special_on
from tui.jobs.call_sheet import CallSheet, open_call, printed_steps
from tui.jobs.office import JobError
from tui.jobs.paying import deliveries_of

if TYPE_CHECKING:
    from store.records import Day, DeliveryLine, Route
    from tui.jobs.office import Office

_MASTERED = 4
"""The skill from which on another topic is coached next."""


def forms_of(office: Office, date: dt.date, rep: str, revision: int | None = None) -> Forms:
    """The forms of a rep's route; with `revision` numbered as the sheet of that revision was."""
    plan = _plan(office, date, revision)
    route = plan.route_of(rep) if plan else None
    stops = route_forms(office, date, route) if route else []

    shift = _shift(office, date, rep)
    stops = [replace(each, shift=shift) for each in stops]
    names = {key(outlet.name) for outlet in office.books.outlets.all().values()} - {key(each.name) for each in stops}

    def other(outlet: str) -> StopForm | None:
        try:
            found = form_of(office, open_call(office, date, rep, outlet), 0, products_of(office))
        except JobError:
            return None
        return replace(found, shift=shift)

    return Forms(stops, other, lambda name: key(name) in names)


def _shift(office: Office, date: dt.date, rep: str) -> tuple[int, int] | None:
    """From when to when a rep works on a date, where anybody knows."""
    known = office.books.reps.find(rep)
    shift = known.shift_on(date, special_on(office.books.settings.calendar, date)) if known else None
    return (shift.start, shift.end) if shift else None


def route_forms(office: Office, date: dt.date, route: Route) -> list[StopForm]:
    """A form for each stop of a route, numbered from 1; an outlet that is no longer on file has none."""
    products = products_of(office)
    return [
        replace(
            form_of(office, open_call(office, date, route.rep, stop.outlet, stop.kind), seq, products),
            begin=stop.begin or None,
        )
        for seq, stop in enumerate(route.stops, 1)
        if office.books.outlets.find(stop.outlet) is not None
    ]


def products_of(office: Office) -> dict[str, FormProduct]:
    """Every product with its units."""
    return {
        product.id: FormProduct(product.id, product.name, tuple((unit.name, unit.factor) for unit in product.scale))
        for product in office.books.products.all().values()
    }


def _plan(office: Office, date: dt.date, revision: int | None) -> Day | None:
    plan = office.books.days.plan(date)
    if plan is None or revision in (None, plan.revision):
        return plan
    try:
        return office.books.days.revision(date, revision or 0)[1]
    except UnknownRecordError:
        return plan


def form_of(office: Office, sheet: CallSheet, seq: int, products: dict[str, FormProduct]) -> StopForm:
    """The blanks of one call, numbered as the stop `seq` of its route."""
    display = sheet.display
    kinds = {step.kind for step in sheet.steps}
    return StopForm(
        seq=seq,
        outlet=sheet.outlet.id,
        name=sheet.outlet.name,
        kind=sheet.call.stop_kind,
        steps=tuple(FormItem(step.id, step.name, step.kind.value, step.required) for step in printed_steps(sheet)),
        standard=display.id if display else "",
        points=tuple(FormItem(point.id, point.name) for point in display.points) if display else (),
        must_stock=tuple(product for product in display.must_stock if product in products) if display else (),
        topics=tuple(FormItem(topic.id, topic.name, topic.script) for topic in sheet.topics),
        focus=focus_of(sheet),
        deliveries=_to_bring(line for line in deliveries_of(office, sheet.orders) if line.product in products),
        bulletins=tuple(FormItem(bulletin.id, bulletin.title) for bulletin in sheet.bulletins),
        rating=StepKind.RATING in kinds,
        action=sheet.action.action if sheet.action else "",
        date=sheet.call.date,
        products=products,
    )


def _to_bring(lines: Iterable[DeliveryLine]) -> tuple[FormLine, ...]:
    """What is to be handed over by product and order: what is paid for and what is free in one."""
    found: dict[tuple[str, str], FormLine] = {}
    for line in lines:
        if not line.ordered:
            continue
        key = line.product, line.order or ""
        free = line.ordered if line.price == 0 else 0
        known = found.get(key)
        if known is None:
            found[key] = FormLine(*key, line.ordered, line.unit, line.price, free)
            continue
        paid = known if known.price or not line.price else line
        found[key] = FormLine(*key, known.ordered + line.ordered, paid.unit, paid.price, known.free + free)
    return tuple(found.values())


def focus_of(sheet: CallSheet) -> str:
    """The topic to coach next: that of the last call until it is mastered, else the first other one."""
    last = sheet.last.coaching if sheet.last else None
    known = [topic.id for topic in sheet.topics]
    if last is not None and (last.skill or 0) < _MASTERED and last.topic in known:
        return last.topic
    others = [topic for topic in known if last is None or topic != last.topic]
    return next(iter([*others, *known]), "")
