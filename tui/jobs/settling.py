"""The evening's settlement of a vehicle: worked out from the day's calls, counted, explained, signed off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import (
    Call,
    DeliveryLine,
    GoodsLine,
    Outlet,
    PaymentMethod,
    Settlement,
    StopKind,
    Takings,
    Vehicle,
)
from store.service.credit import amount_due
from store.service.receivables import account
from tui.jobs.call_sheet import open_call
from tui.jobs.office import JobError
from tui.jobs.paying import deliveries_of

if TYPE_CHECKING:
    from tui.jobs.office import Office

CASH, MONEY = "cash", "money"
"""What is explained beside products: the cash handed in, the value against what was due."""


@dataclass(frozen=True, slots=True)
class Evening:
    """A settlement with the vehicle it is of. `open_stops` are outlets with goods whose call is not over.

    `changed`: calls have changed since it was signed.
    """

    settlement: Settlement
    vehicle: Vehicle
    open_stops: tuple[str, ...] = ()
    changed: bool = False

    @property
    def signed(self) -> bool:
        return self.settlement.signed_at is not None


def vehicles_out(office: Office, date: dt.date) -> list[str]:
    """Vehicles with something to settle on a date: goods to bring, or goods and money at calls."""
    found = []
    for vehicle in office.books.vehicles.all():
        if office.books.days.settlements(date).find(_id(date, vehicle)) or any(_stops(office, date, vehicle)):
            found.append(vehicle)
    return found


def settlement_of(office: Office, date: dt.date, vehicle_id: str) -> Evening:
    """The settlement as it stands: worked out from the calls, with what was counted and said.

    Raises `JobError` for a vehicle that is not on file, and where it had nothing on board.
    """
    vehicle = office.books.vehicles.find(vehicle_id) or next(
        (each for each in office.books.vehicles.all().values() if vehicle_id in (each.plate, each.name)), None
    )
    if vehicle is None:
        raise JobError("no_such_vehicle", vehicle=vehicle_id)
    kept = office.books.days.settlements(date).find(_id(date, vehicle.id))
    fresh, waiting = _worked_out(office, date, vehicle.id, kept)
    if kept is None and not fresh.goods and fresh.takings == Takings():
        raise JobError("nothing_to_settle", vehicle=vehicle.id, date=date.isoformat())
    if kept is not None and kept.signed_at is not None:
        return Evening(kept, vehicle, tuple(waiting), changed=_figures(kept) != _figures(fresh))
    return Evening(fresh, vehicle, tuple(waiting))


def settle(
    office: Office,
    date: dt.date,
    vehicle_id: str,
    *,
    loaded: Mapping[str, int] | None = None,
    counted: Mapping[str, int] | None = None,
    handed_in: int | None = None,
    reasons: Mapping[str, str] | None = None,
    all_as_left: bool = False,
) -> Evening:
    """Enters what was loaded and counted (pieces by product), the cash handed in (minor units) and reasons.

    `reasons` are by product, `cash` or `money`. `all_as_left`: what is not counted yet is as it should be.
    Raises `JobError` once it is signed.
    """
    evening = settlement_of(office, date, vehicle_id)
    if evening.signed:
        raise JobError("already_settled", vehicle=evening.vehicle.id, by=evening.settlement.signed_by)
    loaded, counted, reasons = dict(loaded or {}), dict(counted or {}), dict(reasons or {})
    lines = {line.product: line for line in evening.settlement.goods}
    for product in {*loaded, *counted, *reasons} - {CASH, MONEY}:
        if product not in office.books.products.all():
            raise JobError("no_such_product", value=product)
        lines.setdefault(product, GoodsLine(product=product))
    goods = []
    for product, line in lines.items():
        facts: dict[str, object] = {}
        if product in loaded:
            facts |= {"loaded": loaded[product], "by_hand": True}
        line = line.model_copy(update=facts)  # noqa: PLW2901
        count = counted.get(product, max(0, line.left) if all_as_left and line.counted is None else line.counted)
        goods.append(line.model_copy(update={"counted": count, "reason": reasons.get(product, line.reason)}))
    takings = evening.settlement.takings
    takings = takings.model_copy(
        update={
            "handed_in": takings.handed_in if handed_in is None else handed_in,
            "reason": reasons.get(MONEY, takings.reason),
            "cash_reason": reasons.get(CASH, takings.cash_reason),
        }
    )
    after = evening.settlement.model_copy(update={"goods": goods, "takings": takings})
    _keep(office, _explained(evening.settlement, after, reasons))
    return settlement_of(office, date, vehicle_id)


def sign(office: Office, date: dt.date, vehicle_id: str, name: str) -> Evening:
    """Signs the settlement off. Raises `JobError` while something is not counted, explained or not over."""
    evening = settlement_of(office, date, vehicle_id)
    settlement = evening.settlement
    if evening.signed:
        raise JobError("already_settled", vehicle=evening.vehicle.id, by=settlement.signed_by)
    if evening.open_stops:
        raise JobError("stops_open", outlets=", ".join(evening.open_stops[:5]), n=len(evening.open_stops))
    if unexplained := settlement.unexplained():
        names = [_named(office, each) for each in unexplained]
        raise JobError("not_explained", what=office.t("plan.comma").join(names))
    if not name.strip():
        raise JobError("signature_wanted", vehicle=evening.vehicle.id)
    _keep(office, settlement.model_copy(update={"signed_by": name.strip(), "signed_at": office.now()}))
    return settlement_of(office, date, vehicle_id)


def reopen(office: Office, date: dt.date, vehicle_id: str) -> Evening:
    """Takes a signature back; what was counted and said stays."""
    evening = settlement_of(office, date, vehicle_id)
    if not evening.signed:
        raise JobError("not_signed", vehicle=evening.vehicle.id)
    _keep(office, evening.settlement.model_copy(update={"signed_by": None, "signed_at": None}))
    return settlement_of(office, date, vehicle_id)


def _named(office: Office, what: str) -> str:
    if what in (CASH, MONEY):
        return office.t(f"settling.what.{what}")
    product = office.books.products.find(what)
    return product.name if product else what


def _id(date: dt.date, vehicle: str) -> str:
    return f"{date:%Y%m%d}-{vehicle}"


def _keep(office: Office, settlement: Settlement) -> None:
    office.books.days.settlements(settlement.date).put([settlement])


def _figures(settlement: Settlement) -> object:
    """What follows from the calls; lines with nothing in them say nothing."""
    goods = {line.product: (line.delivered, line.returned, line.damaged) for line in settlement.goods}
    takings = settlement.takings
    money = (takings.due, takings.cash, takings.transfer, takings.credit, takings.discount, takings.unapproved)
    return {product: figures for product, figures in goods.items() if any(figures)}, money


def _stops(office: Office, date: dt.date, vehicle: str) -> Iterable[tuple[Call, list[DeliveryLine], bool]]:
    """Every call of the vehicle with goods or money: the call, its delivery lines and whether it is over."""
    books = office.books
    plan = books.days.plan(date)
    routes = {route.rep: route for route in plan.routes} if plan else {}
    for rep in books.reps.all().values():
        route = routes.get(rep.id)
        if (getattr(route, "vehicle", None) or rep.vehicle) != vehicle:
            continue
        calls = {(call.outlet, call.stop_kind): call for call in books.days.calls(date, rep.id).all().values()}
        for stop in route.stops if route else ():
            if (stop.outlet, stop.kind.value) in calls or books.outlets.find(stop.outlet) is None:
                continue
            sheet = open_call(office, date, rep.id, stop.outlet, StopKind(stop.kind))
            if sheet.orders:
                yield sheet.call, deliveries_of(office, sheet.orders), False
        for call in calls.values():
            lines = call.delivery
            if not lines and (route is not None):
                sheet = open_call(office, date, rep.id, call.outlet, StopKind(call.stop_kind))
                lines = deliveries_of(office, sheet.orders)
            if lines or call.payments or call.empties:
                yield call, lines, call.done


def _worked_out(office: Office, date: dt.date, vehicle: str, kept: Settlement | None) -> tuple[Settlement, list[str]]:
    """The figures of the calls joined with what was entered before; and the outlets not called on yet."""
    goods: dict[str, dict[str, int]] = {}
    money = dict.fromkeys(("due", "cash", "transfer", "credit", "discount", "unapproved"), 0)
    waiting: list[str] = []
    reps: list[str] = []
    for call, lines, over in _stops(office, date, vehicle):
        if call.rep not in reps:
            reps.append(call.rep)
        if not over:
            waiting.append(call.outlet)
        for line in lines:
            sums = goods.setdefault(line.product, dict.fromkeys(("loaded", "delivered", "returned", "damaged"), 0))
            sums["loaded"] += line.ordered
            if call.delivery:
                sums["delivered"] += line.delivered + line.exchanged
                sums["returned"] += line.returned + line.exchanged
                sums["damaged"] += line.damaged
        for name, amount in _money(office, call).items():
            money[name] += amount
    before = {line.product: line for line in kept.goods} if kept else {}
    lines_now = []
    for product in dict.fromkeys((*goods, *before)):
        sums = goods.get(product, {})
        known = before.get(product)
        entered = known.model_dump(include={"counted", "reason", "by_hand"}) if known else {}
        if known is not None and known.by_hand:
            entered["loaded"] = known.loaded
        lines_now.append(GoodsLine.model_validate({"product": product, **sums, **entered}))
    said = kept.takings.model_dump(include={"handed_in", "reason", "cash_reason"}) if kept else {}
    document = kept.model_dump() if kept else {"id": _id(date, vehicle), "date": date, "vehicle": vehicle}
    takings = Takings.model_validate({**money, **said})
    fresh = Settlement.model_validate({**document, "reps": reps, "goods": lines_now, "takings": takings})
    return (_explained(kept, fresh) if kept else fresh), waiting


def _explained(before: Settlement, after: Settlement, given: Collection[str] = ()) -> Settlement:
    """The settlement without reasons given for another difference than there is now, but for those `given`."""
    was = {line.product: line.difference for line in before.goods}
    goods = [
        line.model_copy(update={"reason": None})
        if line.product not in given and was.get(line.product) not in (None, line.difference)
        else line
        for line in after.goods
    ]
    told: dict[str, None] = {}
    had, has = before.takings, after.takings
    if MONEY not in given and had.difference != has.difference:
        told["reason"] = None
    if CASH not in given and had.cash_difference not in (None, has.cash_difference):
        told["cash_reason"] = None
    return after.model_copy(update={"goods": goods, "takings": has.model_copy(update=told)})


def _old_debt(office: Office, call: Call, own: int, paid: int) -> int:
    """What was paid and came back beyond the goods of a call, as far as its outlet owed before: debt collected."""
    outlet: Outlet | None = office.books.outlets.find(call.outlet)
    if outlet is None or paid <= max(0, own):
        return 0
    before = account(office.books, outlet, skip=call.id, until=call.date).owed
    return max(0, min(paid - own, before))


def _money(office: Office, call: Call) -> dict[str, int]:
    """What a call adds to the takings, in minor units; money at a call without goods is an earlier debt's."""
    found = dict.fromkeys(("due", "cash", "transfer", "credit", "discount", "unapproved"), 0)
    for payment in call.payments:
        unapproved = payment.method is PaymentMethod.DISCOUNT and not (payment.approved_by or "").strip()
        found["unapproved" if unapproved else payment.method.value] += payment.amount
    if call.delivery or call.empties:
        own = amount_due(office.books, call)
        found["due"] = own + _old_debt(
            office, call, own, sum(found[name] for name in ("cash", "transfer", "discount"))
        )
    else:
        found["due"] = sum(payment.amount for payment in call.payments if payment.method is not PaymentMethod.CREDIT)
    return found
