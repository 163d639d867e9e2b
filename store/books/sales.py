"""Past sales: a file for each month, ``sales/2026-10.json``, so that no file grows with the years."""

from __future__ import annotations

import contextlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from store.books.book import Book, Put
from store.files import FolderLock
from store.records import Sale

_SALES: TypeAdapter[Sale] = TypeAdapter(Sale)
_MOST_MONTHS = 8
"""Months kept by outlet: as many as half a year touches, and the one before."""

Document = Mapping[str, Any]


@dataclass(slots=True)
class _Month:
    """A month's documents by outlet and by lot code, as long as its file is the one with this stamp."""

    stamp: object
    by_outlet: dict[str, list[Document]]
    by_lot: dict[str, list[Document]] | None = field(default=None)


class Sales:
    """Sales by month; no month is kept in memory longer than it is looked at."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self.folder = folder
        self._lock = lock
        self._months: OrderedDict[str, _Month] = OrderedDict()

    def months(self) -> list[str]:
        """Every month with sales as ``2026-10``, in order."""
        return sorted(path.stem for path in self.folder.glob("[0-9]*-[0-9]*.json"))

    def stamps(self) -> dict[date, int]:
        """The first day of every month with sales, and a number that changes whenever its file is replaced."""
        found = {}
        for name in self.months():
            with contextlib.suppress(OSError, ValueError):
                found[date.fromisoformat(f"{name}-01")] = (self.folder / f"{name}.json").stat().st_mtime_ns
        return found

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
                found += [_SALES.validate_python(each) for each in self._indexed(name).by_outlet.get(outlet, ())]
        return sorted((sale for sale in found if sale.date >= first), key=lambda sale: sale.date)

    def documents(self, first: date, last: date, outlet: str | None = None) -> Iterator[Document]:
        """Sales of a period as they stand in their files, of one outlet or of all; not to be changed."""
        begin, end = first.isoformat(), last.isoformat()
        for name in self.months():
            if begin[:7] <= name <= end[:7]:
                by_outlet = self._indexed(name).by_outlet
                for each in by_outlet.values() if outlet is None else (by_outlet.get(outlet, ()),):
                    yield from (sale for sale in each if begin <= str(sale.get("date")) <= end)

    def with_lot(self, lot: str) -> list[Sale]:
        """Sales that brought a lot or case code to an outlet, whatever their dates; capitals do not count."""
        found = []
        for name in self.months():
            month = self._indexed(name)
            if month.by_lot is None:
                month.by_lot = _by_lot(month.by_outlet)
            found += [_SALES.validate_python(each) for each in month.by_lot.get(lot.casefold(), ())]
        return found

    def _indexed(self, name: str) -> _Month:
        """A month's documents; the latest months looked at are kept until their file is replaced."""
        state = (self.folder / f"{name}.json").stat()
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        with self._lock.reading():
            known = self._months.pop(name, None)
            if known is None or known.stamp != stamp:
                by_outlet: dict[str, list[Document]] = defaultdict(list)
                for document in self.month(name).documents().values():
                    by_outlet[str(document.get("outlet"))].append(document)
                known = _Month(stamp, by_outlet)
            self._months[name] = known
            while len(self._months) > _MOST_MONTHS:
                self._months.popitem(last=False)
            return known

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


def _by_lot(by_outlet: Mapping[str, Iterable[Document]]) -> dict[str, list[Document]]:
    """Documents by each lot code in their lines, once each."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for documents in by_outlet.values():
        for document in documents:
            codes = {str(lot).casefold() for line in document.get("lines") or () for lot in line.get("lots") or ()}
            for code in codes:
                found[code].append(document)
    return found
