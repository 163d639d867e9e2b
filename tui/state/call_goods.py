"""Goods and money at a call: stock counted, the order taken, what was delivered and paid, a wholesaler's business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from store.records import (
    BulletinHanded,
    Call,
    CashCheck,
    DeliveryLine,
    EmptiesLine,
    NetworkLine,
    NetworkState,
    Payment,
    PaymentMethod,
    Photo,
    Product,
    StepDone,
    StepKind,
    StockLine,
)
from store.service.credit import amount_due, owed
from store.service.suggestion import Freshness, Suggestion, freshness
from tui.jobs.call_orders import check_order, line_of
from tui.jobs.call_sheet import with_goods
from tui.jobs.office import JobError
from tui.jobs.paying import check_credit, deliveries_of, unordered
from tui.jobs.selling import Selling, selling_of, suggestions
from tui.state.call_rows import Item, Kind, keyed
from tui.state.joining import joining

if TYPE_CHECKING:
    from tui.jobs.call_sheet import CallSheet
    from tui.jobs.office import Office


CASH = "cash"
"""Terms of an order that is paid on delivery."""


class Goods:
    """The part of a call session that deals with goods and money; quantities are in the smallest unit."""

    office: Office
    sheet: CallSheet
    call: Call
    joined: int
    selling: Selling | None
    """The outlet's trade, once `read_trade` has read it; suggestions need it."""
    owed: int | None
    """What it owed before this call, in minor currency units; None where no credit is agreed, or not yet read."""

    if TYPE_CHECKING:

        def reread(self) -> None: ...
        def _steps(self, changed: dict[str, StepDone]) -> list[StepDone]: ...
        def _save(self, kind: StepKind | None = None, /, **facts: Any) -> None: ...

    # what is known

    def read_trade(self) -> None:
        """Reads what the outlet bought and counted before: weeks of calls, so not on a screen's own loop."""
        outlet = self.sheet.outlet
        self.owed = owed(self.office.books, outlet, skip=self.call.id) if outlet.credit else None
        self.selling = selling_of(self.office, outlet, self.call.date, skip=self.call.id)

    def product(self, product_id: str) -> Product | None:
        return self.office.books.products.find(product_id)

    def products(self, ids: Iterable[str]) -> list[Product]:
        """Those of some products that are on file, each once."""
        known = self.office.books.products.all()
        return [known[name] for name in dict.fromkeys(ids) if name in known]

    def to_count(self) -> list[Product]:
        """Products to count: the must-stock list of the standard, what was counted last, what is counted already."""
        wanted = list(self.sheet.display.must_stock) if self.sheet.display else []
        if not wanted:
            last = next((call.stock for call in self.sheet.earlier if call.stock), [])
            own = [product.id for product in self.office.books.products.all().values() if product.sold]
            wanted = [line.product for line in last] or own
        counted = [line.product for line in self.call.stock]
        return [each for each in self.products([*wanted, *counted]) if each.active or each.id in counted]

    def to_order(self) -> list[Product]:
        """Products worth a line: suggested ones, what is in promotion, what is ordered already."""
        if self.selling is None:
            return self.products(line.product for line in self.call.order)
        promoted = [name for promotion in self.selling.promotions for name in promotion.products]
        known = [*promoted, *(product.id for product in self.to_count())]
        candidates = [*known, *(name for name in self.selling.receipts if name not in known)]
        on_sale = [product for product in self.products(candidates) if product.sold]
        suggested = {each.product.id for each in self.suggested(on_sale) if each.cases}
        chosen = [name for name in candidates if name in suggested]
        return self.products([*chosen, *(line.product for line in self.call.order)])

    def suggested(self, products: Sequence[Product]) -> list[Suggestion]:
        """Suggested orders by the counts of this call; nothing before the outlet's trade is read."""
        if self.selling is None:
            return []
        return suggestions(self.selling, self.call, products, self.sheet.procedure, self.sheet.display)

    def suggestion_of(self, product: Product) -> Suggestion | None:
        return next(iter(self.suggested([product])), None)

    def count_of(self, product: str) -> int | None:
        """Pieces counted, over all production dates."""
        lines = [line.quantity for line in self.call.stock if line.product == product]
        return sum(lines) if lines else None

    def batches(self, product: Product) -> list[Freshness]:
        """What was counted by production date, what ends first coming first."""
        return freshness(product, self.call.stock, self.call.date)

    def delivery(self) -> list[DeliveryLine]:
        """What is to be delivered here and what became of it."""
        return self.call.delivery or deliveries_of(self.office, self.sheet.orders)

    @property
    def amount_due(self) -> int:
        """Value of what was handed over, less what came back, in minor currency units."""
        return amount_due(self.office.books, self.call)

    @property
    def paid(self) -> int:
        return sum(payment.amount for payment in self.call.payments)

    def goods_value(self, item: Item) -> Any:
        """What has been entered for a row of goods or money, None where nothing has."""
        call = self.call
        match item.kind:
            case Kind.STOCK:
                return self.count_of(item.id)
            case Kind.BATCH:
                batches = (line for line in call.stock if f"{line.product}/{line.produced}" == item.id)
                return next((line.quantity for line in batches), None)
            case Kind.LINE:
                asked = (line for line in call.order if line.product == item.id)
                pieces = (item.product.pieces(line.quantity, line.unit) for line in asked if item.product)
                return next(pieces, None)
            case Kind.ORDER:
                return call.order_value
            case Kind.TERMS:
                return None if call.terms is None else call.terms == CASH
            case Kind.PROMISED:
                return call.promised
            case Kind.DELIVERED:
                return next((line.delivered for key, line in keyed(call.delivery) if key == item.id), None)
            case Kind.EMPTIES:
                return ", ".join(f"{line.item} {line.quantity}" for line in call.empties) or None
            case Kind.PAID:
                return next((each.amount for each in call.payments if each.method == item.id), None)
            case Kind.PHOTO:
                return " · ".join(photo.path for photo in call.photos) or None
            case Kind.NETWORK:
                return next((line.state for line in call.network if line.outlet == item.id), None)
            case Kind.BULLETIN:
                return True if any(each.bulletin == item.id for each in call.bulletins) else None
            case Kind.CASH:
                return getattr(call.cash, item.id) if call.cash else None
            case _:
                return None

    # facts

    @joining
    def set_stock(self, product: str, quantity: int | None) -> None:
        """What was counted, whatever its production dates; None takes the count back."""
        lines = [] if quantity is None else [StockLine(product=product, quantity=quantity)]
        self._set_stock(product, lines)

    @joining
    def set_batches(self, product: str, batches: Sequence[tuple[dt.date, int]]) -> None:
        """What was counted by production date."""
        self._set_stock(
            product, [StockLine(product=product, quantity=count, produced=day) for day, count in sorted(batches)]
        )

    def _set_stock(self, product: str, lines: list[StockLine]) -> None:
        stock = [line for line in self.call.stock if line.product != product] + lines
        facts: dict[str, Any] = {"stock": stock}
        check = self.call.display
        if lines and check is not None and self.sheet.display and product in self.sheet.display.must_stock:
            there = any(line.quantity for line in lines)  # what is counted is found
            facts["display"] = check.model_copy(update={"found": {product: there, **check.found}})
        self._save(StepKind.STOCK if lines else None, **facts)

    @joining
    def set_line(self, product: str, pieces: int | None) -> None:
        """A line of the order; None or nothing takes it out."""
        known = self.product(product)
        if known is None:
            return
        lines = [line for line in self.call.order if line.product != product]
        if pieces:
            lines.append(line_of(known, self.sheet.outlet, pieces))
        self._save_order(lines)

    @joining
    def take_suggestions(self) -> None:
        """Every suggestion that has no line yet becomes one; with none at all nothing is ordered."""
        have = {line.product for line in self.call.order}
        found = [each for each in self.suggested(self.to_order()) if each.cases and each.product.id not in have]
        more = [
            line_of(
                each.product, self.sheet.outlet, each.cases * (each.product.case.factor if each.product.case else 1)
            )
            for each in found
        ]
        if not more and not self.call.order and self.call.order_value is None:
            self._save(StepKind.ORDER, order_value=0)
        else:
            self._save_order([*self.call.order, *more])

    def _save_order(self, lines: list[Any]) -> None:
        if len(lines) >= len(self.call.order):  # lines can always be taken out
            check_order(self.office, self.call.model_copy(update={"order": lines}))
        facts: dict[str, Any] = {"order": lines}
        if not lines and self.call.order:
            facts |= {"order_value": None}
        self._save(StepKind.ORDER if lines else None, **facts)

    @joining
    def set_order(self, minor: int | None) -> None:
        """Value of the order in minor currency units; 0 when nothing was ordered. Lines tell it by themselves."""
        if self.call.order:
            raise JobError("value_from_lines", outlet=self.call.outlet)
        self._save(StepKind.ORDER if minor is not None else None, order_value=minor)

    @joining
    def set_terms(self, cash: bool | None) -> None:
        """Whether the order is paid on delivery; None says nothing of it."""
        terms = None if cash is None else CASH if cash else "credit"
        check_order(self.office, self.call.model_copy(update={"terms": terms}))
        self._save(terms=terms)

    @joining
    def set_promised(self, date: dt.date | None) -> None:
        """The day the order is promised for; None: the next working day."""
        if date is not None and date < self.call.date:
            raise JobError("promised_before", date=date.isoformat())
        self._save(promised=date)

    @joining
    def set_delivered(self, key: str, facts: dict[str, int | str | None]) -> None:
        """What became of one line: `delivered`, `refused`, `damaged`, `exchanged`, `returned`, with a `reason`."""
        self._save_delivery({key: facts})

    @joining
    def deliver_all(self) -> None:
        """Every line that nothing was said of was handed over whole."""
        self._save_delivery(
            {key: {"delivered": line.ordered} for key, line in keyed(self.delivery()) if _untold(line)}
        )

    @joining
    def deliver_nothing_of(self, key: str) -> None:
        """Takes back what was said of one line."""
        nothing = dict.fromkeys(("delivered", "refused", "damaged", "exchanged", "returned"), 0)
        self._save_delivery({key: {**nothing, "reason": None}}, told=False)

    @joining
    def begin_goods(self) -> None:
        """Makes room for goods taken back and for money where nothing was to be delivered."""
        if not any(step.kind is StepKind.DELIVERY for step in self.sheet.steps):
            self.sheet = with_goods(self.office, self.sheet)
            self._save(steps=self._steps({}))

    @joining
    def set_back(self, product: str, pieces: int | None) -> None:
        """Goods of no order that were taken back for their value; None or nothing takes the line out."""
        known = self.product(product)
        if known is None:
            return
        lines = [line for line in self.delivery() if line.order or line.product != product]
        if pieces:
            lines.append(unordered(self.sheet.outlet, known).model_copy(update={"returned": pieces}))
        self._save(StepKind.DELIVERY if pieces else None, delivery=lines)

    def _save_delivery(self, changes: dict[str, dict[str, Any]], *, told: bool = True) -> None:
        lines = [line.model_copy(update=changes.get(key, {})) for key, line in keyed(self.delivery())]
        self._save(StepKind.DELIVERY if told else None, delivery=lines)

    @joining
    def set_empties(self, lines: Sequence[tuple[str, int]]) -> None:
        """Empties taken back, each with how many."""
        empties = [EmptiesLine(item=name, quantity=count) for name, count in lines]
        self._save(StepKind.DELIVERY if lines else None, empties=empties)

    @joining
    def set_paid(self, method: PaymentMethod, minor: int | None, about: str | None = None) -> None:
        """What was paid in one way, in minor currency units; credit stays within its limit.

        `about` is who approved a discount, of anything else the reference it can be found by.
        """
        payments = [payment for payment in self.call.payments if payment.method is not method]
        if minor:
            approved, reference = (about, None) if method is PaymentMethod.DISCOUNT else (None, about)
            payments.append(Payment(method=method, amount=minor, approved_by=approved, reference=reference))
        if method is PaymentMethod.CREDIT and minor:
            call = self.call.model_copy(update={"payments": payments})
            check_credit(self.office, self.sheet.outlet, call, self.sheet.orders)
        self._save(StepKind.DELIVERY if minor else None, payments=payments)

    @joining
    def set_photos(self, paths: Sequence[str]) -> None:
        """Photos by their paths; of two or more the first is from before the work."""
        photos = [
            Photo.model_validate({"path": path, "moment": "before" if place == 0 and len(paths) > 1 else "after"})
            for place, path in enumerate(paths)
        ]
        self._save(photos=photos)

    @joining
    def set_network(self, outlet: str, state: NetworkState | None) -> None:
        """How an outlet behind this one does, as its wholesaler tells it."""
        lines = [line for line in self.call.network if line.outlet != outlet]
        if state is not None:
            lines.append(NetworkLine(outlet=outlet, state=state))
        self._save(StepKind.NETWORK if state is not None else None, network=lines)

    @joining
    def all_well(self) -> None:
        """Every outlet behind this one that nothing was said of does well."""
        told = {line.outlet for line in self.call.network}
        more = [
            NetworkLine(outlet=outlet.id, state=NetworkState.WELL)
            for outlet in self.sheet.network
            if outlet.id not in told
        ]
        self._save(StepKind.NETWORK, network=[*self.call.network, *more])

    @joining
    def all_handed(self) -> None:
        """Every bulletin was handed over."""
        handed = {each.bulletin: each for each in self.call.bulletins}
        contact = self.sheet.outlet.contact
        every = [handed.get(each.id) or BulletinHanded(bulletin=each.id, to=contact) for each in self.sheet.bulletins]
        self._save(StepKind.BULLETIN, bulletins=every)

    @joining
    def set_bulletin(self, bulletin: str, handed: bool) -> None:
        """A bulletin handed over, or not."""
        others = [each for each in self.call.bulletins if each.bulletin != bulletin]
        if handed:
            others.append(BulletinHanded(bulletin=bulletin, to=self.sheet.outlet.contact))
        self._save(StepKind.BULLETIN if handed else None, bulletins=others)

    @joining
    def set_cash(self, fact: str, minor: int | None) -> None:
        """`tied_up`, `owed` or `outstanding`, in minor currency units."""
        before = self.call.cash or CashCheck()
        cash = before.model_copy(update={fact: minor})
        self._save(StepKind.CASH if minor is not None else None, cash=None if cash == CashCheck() else cash)

    @property
    def tied_up(self) -> int:
        """What the stock counted is worth at the outlet's list price, in minor currency units."""
        tier, total = self.sheet.outlet.tier, 0
        for line in self.call.stock:
            product = self.product(line.product)
            if product is not None and tier in product.prices:
                total += product.value(line.quantity, product.prices[tier])
        return total


def _untold(line: DeliveryLine) -> bool:
    return not (line.delivered or line.refused or line.damaged)
