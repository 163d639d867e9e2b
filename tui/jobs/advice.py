"""What should be said of documents that were put: they are in the books, but somebody should look again."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from store.records import OrderStatus
from store.service.channel import Channel
from store.service.credit import credit_remark
from store.service.ordering import on_credit, value_of
from tui.jobs.channel import oddity_text

if TYPE_CHECKING:
    from tui.jobs.office import Office


ADVISED = {
    "outlets": ("supplier", "other_suppliers"),
    "agreements": ("valid_until",),
    "exceptions": ("end",),
}
"""Fields by kind of which something may have to be said once they are changed."""


def advice_on(office: Office, kind: str, ids: Collection[str]) -> list[str]:
    """Sentences on some records of a kind, just put: a supplier loop, a promise that has ended, a buyer in debt."""
    books, today = office.books, office.today()
    said = []
    if kind == "outlets":
        wanted = set(ids)
        for oddity in Channel(books.outlets.all().values(), {}).oddities:
            if oddity.code in ("self_supply", "supplier_circle", "unknown_supplier") and wanted & set(oddity.outlets):
                said.append(oddity_text(office, oddity))
    for record_id in ids:
        if kind == "agreements":
            agreement = books.agreements.get(record_id)
            if agreement.valid_until is not None and agreement.valid_until < today:
                days = (today - agreement.valid_until).days
                params = {"title": agreement.title, "end": agreement.valid_until, "days": days}
                said.append(f"{record_id}: {office.t('service.remark.agreement_ended', **params)}")
        elif kind == "exceptions":
            grant = books.exceptions.get(record_id)
            if grant.end < today:
                said.append(office.t("service.exception_over", id=record_id, end=grant.end))
        elif kind == "orders":
            order = books.orders.get(record_id)
            outlet = books.outlets.find(order.outlet)
            if outlet is not None and order.status is OrderStatus.OPEN and on_credit(order):
                remark = credit_remark(books, outlet, today, value_of(order), order=order.id)
                if remark is not None:
                    params = {name: str(value) for name, value in remark.params.items()}
                    said.append(f"{record_id}: {office.t(f'service.remark.{remark.code}', **params)}")
    return said
