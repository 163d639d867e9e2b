"""Receivables by document: what an outlet owes, since when it is due, what was paid of it. See docs/rules.md."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.books.history import EMPTIES
from store.memory import uncollected
from store.records import CreditTerms, Outlet, PaymentMethod, Product

if TYPE_CHECKING:
    from store.books import Books
    from store.books.history import Moved, Paid

PAYING = frozenset({PaymentMethod.CASH.value, PaymentMethod.TRANSFER.value, PaymentMethod.DISCOUNT.value})
"""What takes from a debt; credit is the debt itself."""
BALANCE = "balance"
"""The kind of the document that the balance on file is."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What one call adds to an account, in minor units: the value of its goods, and the money that came in.

    `unpriced` are products handed over without a price: the amount is not all there is.
    """

    call: str
    date: dt.date
    amount: int
    paid: int
    unpriced: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """One debt: the `balance` on file, or the delivery of a call. `due` is None where nothing was agreed."""

    kind: str
    id: str
    date: dt.date
    due: dt.date | None
    amount: int
    paid: int = 0

    @property
    def open(self) -> int:
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement: what was charged or paid, and what is owed after it."""

    date: dt.date
    kind: str
    id: str
    amount: int
    owed: int


@dataclass(slots=True)
class Account:
    """The account of an outlet. `credit` is money it paid beyond its debts; `stated` whether a balance is on file."""

    documents: list[Document] = field(default_factory=list)
    credit: int = 0
    entries: list[Entry] = field(default_factory=list)
    stated: bool = False
    unpriced: tuple[str, ...] = ()

    @property
    def owed(self) -> int:
        """What is unpaid of all documents, less what was paid too much."""
        return sum(each.open for each in self.documents) - self.credit

    def overdue(self, day: dt.date) -> int:
        """What fell due before a date and is not paid."""
        return sum(each.open for each in self._late(day))

    def overdue_since(self, day: dt.date) -> dt.date | None:
        """The earliest day on which something that is overdue fell due."""
        return min((each.due for each in self._late(day) if each.due is not None), default=None)

    def _late(self, day: dt.date) -> list[Document]:
        return [each for each in self.documents if each.open > 0 and each.due is not None and each.due < day]


def account_of(terms: CreditTerms | None, charges: Iterable[Charge]) -> Account:
    """The account that terms and calls give; `charges` oldest first, those up to the balance's date left out here."""
    terms = terms or CreditTerms()
    since, days = terms.as_of, terms.days
    stated = bool(terms.balance) or since is not None
    account = Account(stated=stated)
    if terms.balance or stated:
        begun = since or dt.date.min
        due = terms.oldest_overdue or (_after(begun, days) if since is not None else None)
        _charge(account, Document(BALANCE, "", begun, due, terms.balance))
    unpriced: list[str] = []
    for charge in charges:
        if since is not None and charge.date <= since:
            continue
        own = None
        if charge.amount:
            own = Document("calls", charge.call, charge.date, _after(charge.date, days), charge.amount)
            _charge(account, own)
        if charge.paid:
            _pay(account, charge.paid, own)
            _enter(account, charge.date, "paid", charge.call, -charge.paid)
        unpriced += charge.unpriced
    account.unpriced = tuple(dict.fromkeys(unpriced))
    return account


def _after(date: dt.date, days: int | None) -> dt.date | None:
    return None if days is None else date + dt.timedelta(days=days)


def _charge(account: Account, document: Document) -> None:
    """A debt, or with a negative amount money in the outlet's favour, which is set off like a payment."""
    if document.amount < 0:
        _pay(account, -document.amount, None)
    else:
        document.paid = min(account.credit, document.amount)
        account.credit -= document.paid
        account.documents.append(document)
    _enter(account, document.date, document.kind, document.id, document.amount)


def _pay(account: Account, amount: int, own: Document | None) -> None:
    """Pays what the call itself brought, then what fell due first; what is left is the outlet's credit."""
    if own is not None:
        amount -= _paid_on(own, amount)
    if amount > 0:
        others = [each for each in account.documents if each.open > 0]
        for document in sorted(others, key=lambda each: (each.due or dt.date.max, each.date)):
            amount -= _paid_on(document, amount)
    account.credit += amount


def _paid_on(document: Document, amount: int) -> int:
    """What of an amount goes to one document."""
    part = max(0, min(amount, document.open))
    document.paid += part
    return part


def _enter(account: Account, date: dt.date, kind: str, record: str, amount: int) -> None:
    before = account.entries[-1].owed if account.entries else 0
    account.entries.append(Entry(date, kind, record, amount, before + amount))


def charges_of(moved: Iterable[Moved], paid: Iterable[Paid], products: Mapping[str, Product]) -> list[Charge]:
    """What each call of an outlet adds to its account, oldest first; both as `History` tells them."""
    calls: dict[str, list[int]] = {}
    dates: dict[str, dt.date] = {}
    unpriced: dict[str, list[str]] = defaultdict(list)
    for each in moved:
        sums = calls.setdefault(each.call, [0, 0])
        dates.setdefault(each.call, each.date)
        if each.price is None:
            if each.delivered:
                unpriced[each.call].append(each.product)
            continue
        product = products.get(each.product)
        pieces = each.delivered - each.returned
        sums[0] += product.value(pieces, each.price, each.unit or "") if product else pieces * each.price
    for money in paid:
        sums = calls.setdefault(money.call, [0, 0])
        dates.setdefault(money.call, money.date)
        if money.method == EMPTIES:
            sums[0] -= money.amount
        elif money.method in PAYING:
            sums[1] += money.amount
    made = [Charge(call, dates[call], sums[0], sums[1], tuple(unpriced[call])) for call, sums in calls.items()]
    return sorted(made, key=lambda charge: charge.date)


def account(
    books: Books, outlet: Outlet, skip: str | None = None, until: dt.date | None = None, more: Charge | None = None
) -> Account:
    """The account of one outlet by now, or at the end of a date; without the call `skip`, with a charge `more`."""
    last = until or dt.date.max
    moved = [each for each in books.history.goods(last=last, outlet=outlet.id) if each.call != skip]
    paid = [each for each in books.history.money(last=last, outlet=outlet.id) if each.call != skip]
    charges = charges_of(moved, paid, books.products.all())
    if more is not None:
        charges = sorted([*charges, more], key=lambda charge: charge.date)
    return account_of(outlet.credit, charges)


def accounts(books: Books, until: dt.date | None = None) -> dict[str, Account]:
    """The accounts of all outlets with credit terms: without terms nothing is ever overdue."""
    wanted = [outlet for outlet in books.outlets.all().values() if outlet.credit is not None]
    if not wanted:
        return {}
    last = until or dt.date.max
    since = min((outlet.credit.as_of or dt.date.min) for outlet in wanted if outlet.credit is not None)
    with uncollected():
        goods: dict[str, list[Moved]] = defaultdict(list)
        money: dict[str, list[Paid]] = defaultdict(list)
        for moved in books.history.goods(since, last):
            goods[moved.outlet].append(moved)
        for paid in books.history.money(since, last):
            money[paid.outlet].append(paid)
        products = books.products.all()
        return {
            outlet.id: account_of(outlet.credit, charges_of(goods[outlet.id], money[outlet.id], products))
            for outlet in wanted
        }


def statement(account: Account, first: dt.date, last: dt.date) -> tuple[int, Sequence[Entry], int]:
    """Opening balance, entries and closing balance of a period, both dates included.

    A balance on file as of a date in the period opens it: what lay before is in it already.
    """
    opening, closing = 0, 0
    within: list[Entry] = []
    for entry in account.entries:
        if entry.date < first or (entry.kind == BALANCE and entry.date <= last):
            opening = closing = entry.owed
        elif entry.date <= last:
            within.append(entry)
            closing = entry.owed
    return opening, within, closing if within else opening
