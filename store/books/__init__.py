"""A data folder opened: one book for each kind of record, in the language of the trade."""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import TypeAdapter

from store.books.book import Book, Put
from store.books.days import Days
from store.books.history import Done, History
from store.books.sales import Sales
from store.books.standards import Standards
from store.errors import NotWritableError
from store.files import FolderLock, Journal, Watch
from store.records import (
    Agreement,
    Arrangement,
    Beat,
    Bulletin,
    Deal,
    Depot,
    ExceptionGrant,
    HandOver,
    Issue,
    Order,
    Outlet,
    Product,
    Rep,
    Restriction,
    Settings,
    Signal,
    StandingStep,
    Vehicle,
)
from store.service.guards import Guards

KINDS = (
    "outlets",
    "reps",
    "vehicles",
    "depots",
    "products",
    "beats",
    "orders",
    "standards",
    "bulletins",
    "issues",
    "deals",
    "agreements",
    "exceptions",
    "signals",
    "standing",
    "handovers",
    "restrictions",
    "arrangements",
)
"""Kinds of documents kept one file each."""
SERIES = {
    "orders": "SO",
    "bulletins": "BUL",
    "issues": "ISS",
    "deals": "DEAL",
    "agreements": "AGR",
    "exceptions": "EXC",
    "signals": "SIG",
    "standing": "STD",
    "handovers": "HND",
}
"""Kinds whose ids are counted, ``ISS-0007``, and the letters before the number."""


class Books:
    """A data folder. Opening makes the folder, but writes no file until something is put."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).expanduser().absolute()
        self.made = not self.folder.exists()
        """Whether the folder was made by being opened."""
        try:
            self.folder = self.folder.resolve()
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotWritableError("folder_not_writable", path=str(self.folder), why=error.strerror or "") from None
        self.lock = FolderLock.of(self.folder)
        if self.lock.journal is None:
            self.lock.journal = Journal(self.lock.folder)
        self.journal: Journal = self.lock.journal
        self.outlets = self._book("outlets", TypeAdapter(Outlet))
        self.reps = self._book("reps", TypeAdapter(Rep))
        self.vehicles = self._book("vehicles", TypeAdapter(Vehicle))
        self.depots = self._book("depots", TypeAdapter(Depot))
        self.products = self._book("products", TypeAdapter(Product))
        self.beats = self._book("beats", TypeAdapter(Beat))
        self.guards = guards = Guards(self)
        self.orders = self._book("orders", TypeAdapter(Order), guards.orders)
        self.standards = Standards(self.folder, self.lock)
        self.bulletins: Book[Bulletin] = self._book("bulletins", TypeAdapter(Bulletin), guards.bulletins)
        self.issues: Book[Issue] = self._book("issues", TypeAdapter(Issue), guards.issues)
        self.deals: Book[Deal] = self._book("deals", TypeAdapter(Deal), guards.deals)
        self.agreements: Book[Agreement] = self._book("agreements", TypeAdapter(Agreement), guards.agreements)
        self.exceptions: Book[ExceptionGrant] = self._book(
            "exceptions", TypeAdapter(ExceptionGrant), guards.exceptions
        )
        self.signals: Book[Signal] = self._book("signals", TypeAdapter(Signal), guards.signals)
        self.standing: Book[StandingStep] = self._book("standing", TypeAdapter(StandingStep), guards.standing)
        self.handovers: Book[HandOver] = self._book("handovers", TypeAdapter(HandOver), guards.handovers)
        self.restrictions = self._book("restrictions", TypeAdapter(Restriction))
        self.arrangements = self._book("arrangements", TypeAdapter(Arrangement))
        self._settings = self._book("settings", TypeAdapter(Settings), guards.settings)
        self.days = Days(self.folder / "days", self.lock, guards.calls)
        self.sales = Sales(self.folder / "sales", self.lock)
        self.history = History(self.days, self.sales, self.folder / ".cache" / "history.sqlite")

    def _book(self, name: str, adapter: TypeAdapter[Any], judge: Any = None) -> Book[Any]:
        return Book(self.folder / f"{name}.json", name, adapter, self.lock, judge)

    def book(self, kind: str) -> Book[Any]:
        """The book of one of `KINDS`, or the settings; `KeyError` for any other name."""
        if kind == "settings":
            return self._settings
        if kind not in KINDS:
            raise KeyError(kind)
        book: Book[Any] = getattr(self, kind)
        return book

    def next_ids(self, kind: str, count: int = 1) -> list[str]:
        """The next ids of a kind in `SERIES`; to be asked for and used inside one transaction."""
        series = SERIES[kind]
        pattern = re.compile(rf"{series}-(\d{{1,9}})$")
        numbers = [int(match[1]) for key in self.book(kind).all() if (match := pattern.match(key))]
        first = max(numbers, default=0) + 1
        return [f"{series}-{number:04d}" for number in range(first, first + count)]

    @property
    def settings(self) -> Settings:
        return self._settings.find("settings") or Settings()

    def save_settings(self, settings: Settings) -> None:
        self._settings.put([settings])

    @property
    def empty(self) -> bool:
        """Whether nothing has been put yet."""
        return not any((self.folder / f"{kind}.json").exists() for kind in KINDS) and not self.days.dates()

    def signed(self, by: str) -> None:
        """Names who is at work: what is written from now on is told as theirs in the journal."""
        self.journal.by = by

    def watch(self) -> Watch:
        """Tells from now on, whenever asked, what has been changed, and whether here: ask it every half second."""
        return Watch(self.lock)

    def snapshot(self) -> AbstractContextManager[object]:
        """What is read inside belongs to one moment: nobody else can write meanwhile."""
        return self.lock

    def transaction(self) -> AbstractContextManager[None]:
        """Changes to several books inside are written together or not at all."""
        return self.lock.transaction()


def default_folder() -> Path:
    """`$ROUNDSMAN_DATA`, else the platform's own place for an application's data."""
    if named := os.environ.get("ROUNDSMAN_DATA"):
        return Path(named)
    return platformdirs.user_data_path("roundsman", appauthor=False)


__all__ = ["KINDS", "SERIES", "Book", "Books", "Days", "Done", "History", "Put", "Sales", "Watch", "default_folder"]
