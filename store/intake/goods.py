"""Which product a row means: by code, barcode, name and specification; never made up on the way unless asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from store.intake.gathering import Taken
from store.notation.codes import loose_code_key
from store.notation.errors import NotationError
from store.notation.packs import read_pack
from store.notation.words import fold, key
from store.records import Product

_LONGEST_ID = 64
_MEASURED = re.compile(r"\d\s*(?:ml|毫升|cl|l|升|kg|千克|公斤|g|克|斤)(?![a-z])")


class Said(NamedTuple):
    """What a row says of a product."""

    code: str = ""
    name: str = ""
    barcode: str = ""
    spec: str = ""

    def __bool__(self) -> bool:
        return any(self)

    @property
    def text(self) -> str:
        return self.code or self.name or self.barcode


class KnownProducts:
    """Products by id, by barcode, by name and specification. With `make` those nobody knows become stubs."""

    def __init__(self, products: Mapping[str, Product], *, make: bool = False) -> None:
        self._make = make
        self._products = dict(products)
        self._by_id: dict[str, str] = {}
        self._by_loose: dict[str, set[str]] = {}
        self._by_barcode: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self.stubs: dict[str, Product] = {}
        for product in products.values():
            self._add(product)

    def __getitem__(self, product_id: str) -> Product:
        return self._products[product_id]

    def _add(self, product: Product) -> None:
        self._products[product.id] = product
        self._by_id[product.id] = product.id
        self._by_loose.setdefault(loose_code_key(product.id), set()).add(product.id)
        if product.barcode:
            self._by_barcode.setdefault(fold(product.barcode), set()).add(product.id)
        for name in {key(product.name), key(product.name + spec_of(product))}:
            self._by_name.setdefault(name, set()).add(product.id)

    def named(self, header: Iterable[str]) -> list[str]:
        """Headers that are products: a column for each of them."""
        return [name for name in header if name in self._by_id or (key(name) and key(name) in self._by_name)]

    def find(self, taken: Taken, said: Said) -> str | None:
        """The product's id. None where none is named, and, with the error noted, where none or several are meant."""
        if not said:
            return None
        by_code = self._coded(taken, said)
        if said.code and by_code is None and taken.errors:
            return None
        barcodes = self._by_barcode.get(fold(said.barcode)) if said.barcode else None
        named = self._named(said)
        if by_code is not None:
            others = named or (self._by_name.get(key(said.name)) if said.name else None) or set()
            if others and by_code not in others:
                known = ", ".join(sorted(others)[:5])
                return self._fault(taken, said.name, "product_disagrees", given=said.code, known=known)
            return by_code
        if said.code:
            if self._make:
                return self._made(taken, said)
            if named:
                names = ", ".join(sorted(named)[:5])
                return self._fault(taken, said.code, "unknown_product_code", name=said.name, known=names)
            return self._fault(taken, said.code, "unknown_product")
        for text, found in ((said.barcode, barcodes), (said.name, named)):
            if found and len(found) == 1:
                return next(iter(found))
            if found:
                names = ", ".join(sorted(found)[:5])
                return self._fault(taken, text, "product_ambiguous", known=names)
        if self._make:
            return self._made(taken, said)
        return self._fault(taken, f"{said.text} {said.spec}".strip(), "unknown_product")

    def _coded(self, taken: Taken, said: Said) -> str | None:
        """By its code, as it stands, else but for capitals and zeros before it; else a barcode in its place."""
        for code in filter(None, (said.code, "" if said.code else said.name)):
            if code in self._by_id:
                return code
            near = self._by_loose.get(loose_code_key(code), set())
            same = {each for each in near if fold(each) == fold(code)} or near
            if len(same) == 1:
                (known,) = same
                if fold(known) != fold(code) or code != known:
                    taken.warn("product", code, "written_as", known=known)
                return known
            if same:
                self._fault(taken, code, "product_ambiguous", known=", ".join(sorted(same)[:5]))
                return None
            if said.code and len(by_barcode := self._by_barcode.get(fold(code), set())) == 1:
                return next(iter(by_barcode))
        return None

    def _named(self, said: Said) -> set[str] | None:
        """All products of a name; of several the ones whose specification is the one said."""
        if not said.name:
            return None
        whole = self._by_name.get(key(said.name + said.spec)) if said.spec else None
        if whole and len(whole) == 1:
            return whole
        found = self._by_name.get(key(said.name))
        if found and said.spec:
            other = {
                each
                for each in found
                if (spec := spec_of(self._products[each]))
                and not same_spec(spec, said.spec)
                and not _is_packing(said.spec, self._products[each])
            }
            found = found - other
        return found or whole or None

    def _fault(self, taken: Taken, value: str, code: str, **params: object) -> str | None:
        taken.error("product", value, code, **params)
        return None

    def _made(self, taken: Taken, said: Said) -> str:
        known = said.text[:_LONGEST_ID]
        product = Product(id=known, name=(said.name or known)[:200], barcode=said.barcode or None)
        if said.spec:
            product = product.model_copy(update={"spec": said.spec})
        self.stubs[known] = product
        self._add(product)
        taken.warn("product", said.name or known, "made_product", product=known)
        return known

    def give_unit(self, product_id: str, unit: str) -> Product:
        """The product, with a unit where it was made here and has none."""
        product = self._products[product_id]
        if product_id in self.stubs and not product.units:
            product = Product.model_validate(product.to_json() | {"units": [{"name": unit, "factor": 1}]})
            self.stubs[product_id] = self._products[product_id] = product
        return product


def spec_of(product: Product) -> str:
    """The specification that a table has left beside a product."""
    spec = (product.model_extra or {}).get("spec")
    return spec if isinstance(spec, str) else ""


def _is_packing(spec: str, product: Product) -> bool:
    """Whether a specification says nothing but what a case of the product holds: ``1*24``, of one of 550ml."""
    if _MEASURED.search(fold(spec)):
        return False
    try:
        pack = read_pack(spec)
    except NotationError:
        return False
    return pack is not None and product.case is not None and pack.size == product.case.factor > 1


def same_spec(one: str, other: str) -> bool:
    """Whether two specifications are written alike but for the signs between: ``500ml*24``, ``500ML×24``."""
    keys = [key(unicodedata.normalize("NFKC", each).replace("×", "").replace("*", "")) for each in (one, other)]
    return keys[0] == keys[1] or keys[0].replace("x", "") == keys[1].replace("x", "")
