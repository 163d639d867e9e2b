"""What one should know before going in: bought, agreed, missing, open, owed, and what to coach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Bulletin, Deal, FollowUp, HandOver, Issue, Rung, Signal, SignalStatus
from store.service.ladder import rung_on
from tui.jobs.call_sheet import CallSheet
from tui.jobs.selling import Bought, Selling

if TYPE_CHECKING:
    from tui.jobs.office import Office

_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Brief:
    """One outlet before a call. Names are in the words of the records, ready to be shown.

    `gaps` are must-stock products missing at the last check or count, `missed` display points not met then.
    `trend` is the value of the last four weeks ÷ that of the four before.
    """

    orders: tuple[Bought, ...]
    trend: float | None
    action: FollowUp | None
    gaps: tuple[str, ...]
    missed: tuple[str, ...]
    issues: tuple[Issue, ...]
    deals: tuple[Deal, ...]
    bulletins: tuple[Bulletin, ...]
    notes: tuple[HandOver, ...]
    signals: tuple[Signal, ...]
    rung: Rung


def brief_of(office: Office, sheet: CallSheet, selling: Selling | None) -> Brief:
    """Everything known of the outlet of a call that is worth a line; orders only once its trade is read."""
    books, outlet, date = office.books, sheet.outlet, sheet.call.date
    steps = [step for step in books.standing.all().values() if step.outlet == outlet.id]
    return Brief(
        orders=tuple(_by_day(selling.bought)[-_ORDERS:]) if selling else (),
        trend=selling.trend if selling else None,
        action=sheet.action,
        gaps=tuple(_gaps(office, sheet)),
        missed=tuple(_missed(sheet)),
        issues=tuple(
            issue for issue in books.issues.all().values() if issue.outlet == outlet.id and issue.next_due is not None
        ),
        deals=tuple(deal for deal in books.deals.all().values() if deal.outlet == outlet.id and deal.open),
        bulletins=sheet.bulletins,
        notes=tuple(
            note for note in books.handovers.all().values() if note.outlet == outlet.id and note.done is None
        ),
        signals=tuple(
            signal
            for signal in books.signals.all().values()
            if signal.outlet == outlet.id and signal.status is SignalStatus.OPEN
        ),
        rung=rung_on(steps, date),
    )


def _by_day(bought: Sequence[Bought]) -> list[Bought]:
    """What was bought on one day as one order."""
    days: dict[dt.date, Bought] = {}
    for each in bought:
        known = days.get(each.date)
        days[each.date] = each if known is None else Bought(
            each.date, known.value + each.value, (*known.lines, *each.lines)
        )  # fmt: skip
    return [days[day] for day in sorted(days)]


def _gaps(office: Office, sheet: CallSheet) -> Sequence[str]:
    """Must-stock products that were missing when they were last looked for, or counted, at any earlier call."""
    wanted = sheet.display.must_stock if sheet.display else []
    products = office.books.products
    found = []
    for product_id in wanted:
        for call in sheet.earlier:
            counted = [line.quantity for line in call.stock if line.product == product_id]
            there = call.display.found.get(product_id) if call.display else None
            if there is None and counted:
                there = sum(counted) > 0
            if there is not None:
                product = products.find(product_id)
                if not there:
                    found.append(product.name if product else product_id)
                break
    return found


def _missed(sheet: CallSheet) -> Sequence[str]:
    """Points of the display not met at the last call that checked it, by today's standard."""
    standard = sheet.display
    checked = next((call.display for call in sheet.earlier if call.display and call.display.points), None)
    if standard is None or checked is None or checked.standard != standard.id:
        return []
    return [point.name for point in standard.points if checked.points.get(point.id) is False]
