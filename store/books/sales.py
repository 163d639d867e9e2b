"""Past sales: a file for each month, ``sales/2026-10.json``, so that no file grows with the years."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from store.books.book import Book, Put
from store.files import FolderLock
from store.records import Sale

_SALES: TypeAdapter[Sale] = TypeAdapter(Sale)
_MOST_MONTHS = 5
"""Months kept by outlet: as many as a rate of sale looks back over."""


class Sales:
    """Sales by month; no month is kept in memory longer than it is looked at."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self.folder = folder
        self._lock = lock
        self._by_outlet: OrderedDict[str, tuple[object, dict[str, list[dict[str, Any]]]]] = OrderedDict()

    def months(self) -> list[str]:
        """Every month with sales as ``2026-10``, in order."""
        return sorted(path.stem for path in self.folder.glob("[0-9]*-[0-9]*.json"))

    def month(self, name: str) -> Book[Sale]:
        return Book(self.folder / f"{name}.json", "sales", _SALES, self._lock)

    def all(self) -> Iterator[Sale]:
        """Every sale, month by month."""
        for name in self.months():
            yield from self.month(name).all().values()

    def of(self, outlet: str, first: date) -> list[Sale]:
        """An outlet's sales from a date on, oldest first."""
        found = []
        for name in self.months():
            if name >= f"{first:%Y-%m}":
                sales = [_SALES.validate_python(document) for document in self._indexed(name).get(outlet, ())]
                found += [sale for sale in sales if sale.date >= first]
        return sorted(found, key=lambda sale: sale.date)

    def _indexed(self, name: str) -> Mapping[str, list[dict[str, Any]]]:
        """A month's documents by outlet; the latest months looked at are kept until their file is replaced."""
        state = (self.folder / f"{name}.json").stat()
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        with self._lock.reading():
            known = self._by_outlet.pop(name, None)
            if known is None or known[0] != stamp:
                by_outlet: dict[str, list[dict[str, Any]]] = defaultdict(list)
                for document in self.month(name).documents().values():
                    by_outlet[str(document.get("outlet"))].append(document)
                known = (stamp, by_outlet)
            self._by_outlet[name] = known
            while len(self._by_outlet) > _MOST_MONTHS:
                self._by_outlet.popitem(last=False)
            return known[1]

    def find(self, ids: Mapping[str, Iterable[str]]) -> dict[str, Sale]:
        """Those of some ids, by month, that are on file."""
        found = {}
        for name, wanted in ids.items():
            there = self.month(name).all()
            found.update({sale_id: there[sale_id] for sale_id in wanted if sale_id in there})
        return found

    def put(self, sales: Iterable[Sale]) -> Put:
        """Adds or updates by id, all or none; a sale belongs to the month of its date."""
        months: dict[str, list[Sale]] = defaultdict(list)
        for sale in sales:
            months[f"{sale.date:%Y-%m}"].append(sale)
        parts: list[Put] = []
        with self._lock.transaction():
            for name in sorted(months):
                parts.append(self.month(name).put(months[name]))
        return Put(
            tuple(each for part in parts for each in part.added),
            tuple(each for part in parts for each in part.updated),
            tuple(each for part in parts for each in part.unchanged),
        )
