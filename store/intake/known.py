"""Whom and what a row means: outlets, reps and products by their code, name, phone or barcode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from store.intake.gathering import Cells, Taken
from store.notation.codes import loose_code_key
from store.notation.errors import NotationError
from store.notation.phones import phone_key, read_phones
from store.notation.words import fold, key
from store.records import Outlet, Rep

_LONGEST_ID = 64
_BETWEEN = re.compile(r"[/／、，；;|\n]+")
_BESIDE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
"""What stands in brackets beside a name: 李娜(兼)."""
_PERHAPS = re.compile(r"[\s,&+.·]+|\band\b|[和与及]")
"""Stands within names too: ``Virtanen, Aino``, 和平."""


_SHORTEST_PHONE = 7
"""Digits; numbers of fewer, as 110, are nobody's own."""


@lru_cache(maxsize=65536)
def phone_keys(text: str) -> tuple[str, ...]:
    """What the numbers in a text are compared by; none where it cannot be read."""
    try:
        found = map(phone_key, read_phones(text))
    except NotationError:
        return ()
    return tuple(each for each in found if len(each) >= _SHORTEST_PHONE)


class Codes:
    """Codes on file. One that differs only by capitals, width or zeros before it is the one on file."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[str, set[str]] = {}
        for each in ids:
            self.add(each)

    def add(self, code: str) -> None:
        self._exact[code] = code
        self._loose.setdefault(loose_code_key(code), set()).add(code)

    def alike(self, code: str) -> set[str]:
        """The code itself where it is on file, else all that differ from it only so."""
        return {code} if code in self._exact else self._loose.get(loose_code_key(code), set())

    def find(self, taken: Taken, field: str, code: str) -> str | None:
        """The code on file that a cell means, told where it is written otherwise.

        None where there is none, and with the error ``id_ambiguous`` where there are several.
        """
        found = self.alike(code)
        if len(found) > 1:
            taken.error(field, code, "id_ambiguous", known=", ".join(sorted(found)[:5]))
            return None
        known = next(iter(found), None)
        if known is not None and known != code:
            taken.warn(field, code, "written_as", known=known)
        return known


class Namesakes:
    """Outlets on file by name, for rows that have no code."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, list[Outlet]] = {}
        for outlet in outlets:
            self._by_name.setdefault(key(outlet.name), []).append(outlet)

    def find(self, taken: Taken, name: str, address: str) -> str | None:
        """The outlet of the same name, at the same address or where one of the two addresses is not known.

        None where there is none, and with the error ``outlet_ambiguous`` where there are several.
        """
        place = key(address)
        same = self._by_name.get(key(name), [])
        found = [each for each in same if place and key(each.address or "") == place]
        found = found or [each for each in same if not place or not each.address]
        if len(found) > 1:
            taken.error("name", name, "outlet_ambiguous", known=", ".join(sorted(each.id for each in found)[:5]))
            return None
        if not found:
            return None
        taken.warn("name", name, "known_by_name", known=found[0].id)
        return found[0].id


class KnownOutlets:
    """Outlets on file, by id, else by name, else by phone; a name or phone that several have says nothing."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._codes = Codes(outlet.id for outlet in outlets.values())
        self._by_name: dict[str, set[str]] = {}
        self._by_phone: dict[str, set[str]] = {}
        for outlet in outlets.values():
            self._by_name.setdefault(key(outlet.name), set()).add(outlet.id)
            for number in phone_keys(outlet.phone or ""):
                self._by_phone.setdefault(number, set()).add(outlet.id)

    def find(self, taken: Taken, code: str, name: str, phone: str = "") -> str | None:
        """The outlet's id; None, with the error noted, where none or several are meant, or code and name disagree."""
        before = len(taken.errors)
        known = self._codes.find(taken, "outlet", code) if code else None
        if known is not None:
            others = self._by_name.get(key(name), set()) if name else set()
            if others and known not in others:
                taken.error("outlet", code, "outlet_disagrees", name=name, other=", ".join(sorted(others)[:5]))
                return None
            return known
        if len(taken.errors) > before:
            return None
        found = self._by_name.get(key(name)) if name and not code else None
        if not code and name and not found and (known := self._codes.find(taken, "outlet", name)):
            return known
        called = set().union(*(self._by_phone.get(number, ()) for number in phone_keys(phone)))
        for text, several in ((name, found), (phone, called)):
            if not text or code or not several:
                continue
            if len(several) == 1:
                [one] = several
                if several is called and name:
                    taken.warn("outlet", name, "known_by_phone", known=one, phone=phone)
                return one
            taken.error("outlet", text, "outlet_ambiguous", known=", ".join(sorted(several)[:5]))
            return None
        if len(taken.errors) > before:
            return None
        if code or name or phone:
            taken.error("outlet", code or name or phone, "unknown_outlet")
        else:
            taken.error("outlet", None, "outlet_missing")
        return None


class KnownReps:
    """Reps by id and by name, and stubs for those nobody knows yet. A name that several have says nothing."""

    def __init__(self, reps: Mapping[str, Rep]) -> None:
        self._codes = Codes(rep.id for rep in reps.values())
        self._names = {rep.id: rep.name for rep in reps.values()}
        self._by_name: dict[str, set[str]] = {}
        for rep in reps.values():
            self._by_name.setdefault(fold(rep.name), set()).add(rep.id)
        self.stubs: dict[str, Rep] = {}
        self._other_codes: dict[str, str] = {}
        self._told: set[tuple[str, str]] = set()

    def find(self, taken: Taken, name: str, code: str = "") -> str | None:
        """The rep's id; one that is only named here becomes a stub, told once.

        None where none is named, and, told, where several are meant or code and name are two reps'.
        """
        if not name and not code:
            return None
        named = self._by_name.get(fold(name), set()) if name else set()
        plain = _BESIDE.sub("", name).strip()
        if name and not code and not named and plain and (beside := self._by_name.get(fold(plain), set())):
            named = beside
            if len(beside) == 1:
                self._tell(taken, name, "written_as", known=plain)
        coded = self._codes.alike(code) if code else set()
        if not code and not named:
            coded = self._codes.alike(name)
        if coded:
            return self._coded(taken, name, code or name, coded, named)
        if code and all(rep in self.stubs for rep in named):
            return self._noted(taken, name, code)  # another of the same name, whose code tells them apart
        if len(named) > 1:
            return self._several(taken, name, named)
        if not named:
            if not code and self._two(name):
                self._tell(taken, name, "several_reps")
                return None
            return self._noted(taken, name, code)
        known = next(iter(named))
        if code and self._other_codes.setdefault(known, code) != code:
            return self._several(taken, f"{code} {name}", named)
        if code:
            self._tell(taken, code, "rep_other_code", name=name, known=known)
        return known

    def of_sheet(self, taken: Taken, cells: Cells) -> str | None:
        """The rep whose name the sheet of a row has, told once; None where the table has a column for reps."""
        sheet = taken.row.sheet or cells.table.sheet or ""
        found = self._by_name.get(fold(sheet), set()) if sheet else set()
        if len(found) != 1 or cells.columns.keys() & {"rep", "rep_code"}:
            return None
        known = next(iter(found))
        self._tell(taken, sheet, "rep_of_sheet", known=known)
        return known

    def _two(self, name: str) -> bool:
        """Whether a cell names two reps: parted by what is in nobody's name, or both of them known."""
        parts = [part.strip() for part in _BETWEEN.split(name) if part.strip()]
        if len(parts) > 1:
            return True
        parts = [part.strip() for part in _PERHAPS.split(name) if part.strip()]
        return len(parts) > 1 and all(fold(part) in self._by_name or self._codes.alike(part) for part in parts)

    def _coded(self, taken: Taken, name: str, code: str, coded: set[str], named: set[str]) -> str | None:
        if len(coded & named) == 1:
            coded = coded & named
        if len(coded) > 1:
            return self._several(taken, code, coded)
        known = next(iter(coded))
        if named and known not in named:
            taken.warn("rep", code, "rep_disagrees", name=name, other=", ".join(sorted(named)[:5]))
            return None
        if name and not named and name != code and self._names[known] != known:
            self._tell(taken, code, "rep_other_name", name=name, known=self._names[known])
        if known != code:
            self._tell(taken, code, "written_as", known=known)
        return known

    def _tell(self, taken: Taken, value: str, code: str, **params: str) -> None:
        """Tells a thing about a rep once, not on each of his outlets."""
        if (code, value) not in self._told:
            self._told.add((code, value))
            taken.warn("rep", value, code, **params)

    def _several(self, taken: Taken, text: str, found: set[str]) -> str | None:
        taken.warn("rep", text, "rep_ambiguous", known=", ".join(sorted(found)[:5]))
        return None

    def _noted(self, taken: Taken, name: str, code: str) -> str:
        known = code[:_LONGEST_ID] or self._next_id()
        self.stubs[known] = Rep(id=known, name=(name or code)[:120], stub=True)
        self._codes.add(known)
        self._names[known] = name or code
        self._by_name.setdefault(fold(name or code), set()).add(known)
        taken.warn("rep", name or code, "unknown_rep", rep=known)
        return known

    def _next_id(self) -> str:
        count = 1
        while self._codes.alike(f"R{count:02d}"):
            count += 1
        return f"R{count:02d}"
