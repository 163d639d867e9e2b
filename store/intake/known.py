"""Whom and what a row means: outlets, reps and products by their code, name, phone or barcode."""

from __future__ import annotations

import re
from collections.abc import Mapping

from store.intake.gathering import Taken
from store.notation.words import fold, key
from store.records import Outlet, Product, Rep

_LONGEST_ID = 64


def digits(text: str | None) -> str:
    """A phone number's last eleven digits, by which it is compared; "" where it has fewer than seven."""
    found = re.sub(r"\D", "", text or "")
    return found[-11:] if len(found) >= 7 else ""


class KnownOutlets:
    """Outlets on file, by id, else by name, else by phone; a name or phone that several have says nothing."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._by_id = {fold(outlet.id): outlet.id for outlet in outlets.values()}
        self._by_name: dict[str, set[str]] = {}
        self._by_phone: dict[str, set[str]] = {}
        for outlet in outlets.values():
            self._by_name.setdefault(key(outlet.name), set()).add(outlet.id)
            if number := digits(outlet.phone):
                self._by_phone.setdefault(number, set()).add(outlet.id)

    def find(self, taken: Taken, code: str, name: str, phone: str = "") -> str | None:
        """The outlet's id; None, with the error noted, where none or several are meant."""
        if code and (known := self._by_id.get(fold(code))):
            return known
        if not code and name and (known := self._by_id.get(fold(name))):
            return known
        for text, found in ((name, self._by_name.get(key(name))), (phone, self._by_phone.get(digits(phone)))):
            if not text or code or not found:
                continue
            if len(found) == 1:
                return next(iter(found))
            taken.error("outlet", text, "outlet_ambiguous", known=", ".join(sorted(found)[:5]))
            return None
        if code or name or phone:
            taken.error("outlet", code or name or phone, "unknown_outlet")
        else:
            taken.error("outlet", None, "outlet_missing")
        return None


class KnownReps:
    """Reps by id and by name, and stubs for those nobody knows yet."""

    def __init__(self, reps: Mapping[str, Rep]) -> None:
        self._by_id = {fold(rep.id): rep.id for rep in reps.values()}
        self._by_name = {fold(rep.name): rep.id for rep in reps.values()}
        self.stubs: dict[str, Rep] = {}

    def find(self, taken: Taken, name: str, code: str = "") -> str | None:
        """The rep's id; one that is only named here becomes a stub, told once. None where none is named."""
        if not name and not code:
            return None
        known = self._by_id.get(fold(code)) if code else None
        known = known or self._by_name.get(fold(name)) or self._by_id.get(fold(name))
        if known is None:
            known = code[:_LONGEST_ID] or self._next_id()
            self.stubs[known] = Rep(id=known, name=(name or code)[:120], stub=True)
            self._by_id[fold(known)] = known
            self._by_name[fold(name or code)] = known
            taken.warn("rep", name or code, "unknown_rep", rep=known)
        return known

    def _next_id(self) -> str:
        count = 1
        while fold(f"R{count:02d}") in self._by_id:
            count += 1
        return f"R{count:02d}"


class KnownProducts:
    """Products by id, barcode and name, and stubs for those nobody knows yet."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        self._by_id = {fold(product.id): product.id for product in products.values()}
        self._by_barcode = {product.barcode: product.id for product in products.values() if product.barcode}
        self._by_name = {key(product.name): product.id for product in products.values()}
        self.stubs: dict[str, Product] = {}

    def find(self, taken: Taken, code: str, name: str, barcode: str) -> str | None:
        """The product's id; one that is only named here becomes a stub, told once. None where none is named."""
        known = self._by_id.get(fold(code)) if code else None
        known = known or self._by_barcode.get(barcode or code)
        if known is None and not code:
            known = self._by_name.get(key(name))
        if known is not None:
            return known
        if not code and not name and not barcode:
            return None
        known = (code or barcode or name)[:_LONGEST_ID]
        self.stubs[known] = Product(id=known, name=(name or known)[:200], barcode=barcode or None)
        self._by_id[fold(known)] = known
        if name:
            self._by_name.setdefault(key(name), known)
        taken.warn("product", name or known, "unknown_product", product=known)
        return known
