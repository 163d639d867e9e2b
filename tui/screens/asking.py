"""One question after another, on the app's dialogs; Esc leaves with `LeftError`."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.notation.clock import read_clock
from store.notation.errors import BadNumberError
from store.notation.money import read_money
from store.notation.numbers import signs_typed
from store.records import Department
from tui.screens.choosing import ChooseMany
from tui.screens.dialogs import Choice
from tui.widgets.table import Column

if TYPE_CHECKING:
    from typing import TypeAlias

    from tui.app import RoundsmanApp
    from tui.jobs.review import Entry

    Act: TypeAlias = Callable[[RoundsmanApp, Entry], Awaitable[bool]]


class LeftError(Exception):
    """Somebody pressed Esc: nothing was done."""


def home_file(name: str) -> str:
    """Where a file is written unless somebody says otherwise."""
    return str(Path.home() / name)


def path_of(typed: str) -> Path:
    return Path(typed).expanduser()


async def words(app: RoundsmanApp, key: str, *, value: str = "", empty: bool = False) -> str:
    """A few words; with `empty` none will do."""
    typed = await app.ask_text(
        app.t(key),
        value=value,
        problem=lambda text: None if text or empty else app.t("errors.words_wanted"),
    )
    if typed is None:
        raise LeftError
    return typed


async def pick(app: RoundsmanApp, key: str, choices: Iterable[tuple[Any, str]]) -> Any:
    """One of some values, by what each is called."""
    made = [Choice(value, [title], title) for value, title in choices]
    found = await app.choose(app.t(key), made, [Column("what", "", min=12, weight=1)])
    if found is None:
        raise LeftError
    return found


async def outlet_or(app: RoundsmanApp, outlet: str | None) -> str:
    found = outlet or await app.choose_outlet(app.t("service.ask.outlet"))
    if found is None:
        raise LeftError
    return found


async def date(app: RoundsmanApp, key: str, days: int) -> dt.date:
    """A date, so many days ahead where nothing else is typed."""
    today = app.office.today()
    found = await app.which_date(app.t(key), value=(today + dt.timedelta(days=days)).isoformat())
    if found is None:
        raise LeftError
    return found


async def clock(app: RoundsmanApp, key: str) -> int | None:
    """A time of day in seconds after midnight; none will do."""

    def wrong(text: str) -> str | None:
        try:
            read_clock(text or "0:00")
        except BadNumberError as fault:
            return app.t(f"fields.wrong.{fault.code}", **fault.params)
        return None

    typed = await app.ask_text(app.t(key), note=app.t("fields.how.clock"), problem=wrong)
    if typed is None:
        raise LeftError
    return read_clock(typed) if typed else None


async def money(
    app: RoundsmanApp,
    key: str,
    value: str = "",
    *,
    empty: bool = False,
    wrong: Callable[[int], str | None] | None = None,
) -> int | None:
    """An amount in minor units; with `empty` none will do. `wrong` says what is wrong with an amount as such."""

    def problem(text: str) -> str | None:
        if not text and empty:
            return None
        try:
            minor = read_money(text, signs_typed(app.office.language))
        except BadNumberError as fault:
            return app.t(f"fields.wrong.{fault.code}", **fault.params)
        if minor < 0:
            return app.t("errors.field.money")
        return wrong(minor) if wrong else None

    typed = await app.ask_text(app.t(key), value=value, problem=problem)
    if typed is None:
        raise LeftError
    return read_money(typed, signs_typed(app.office.language)) if typed else None


async def owner(app: RoundsmanApp, department: Department) -> str:
    """Who answers for something: a rep, or a department as such."""
    name = app.t(f"service.department.{department}")
    reps = [(rep.id, rep.name) for rep in app.office.books.reps.all().values() if rep.active]
    own = [(name, name)] if department is not Department.SALES else []
    found: str = await pick(app, "service.ask.owner", [*own, *reps])
    return found


async def product(app: RoundsmanApp, key: str, first: Collection[str] = ()) -> str:
    """One of the products that are sold, by id; those of `first` come first."""
    sold = [each for each in app.office.books.products.all().values() if each.sold]
    sold.sort(key=lambda each: each.id not in first)
    found: str = await pick(app, key, [(each.id, each.name) for each in sold])
    return found


async def people(app: RoundsmanApp, key: str) -> list[str]:
    """Reps by id, one at least."""
    reps = [each for each in app.office.books.reps.all().values() if each.active]
    choices = [Choice(rep.id, [rep.name, [(rep.id, "dim")]], f"{rep.name} {rep.id}") for rep in reps]
    columns = [Column("name", "", min=12, weight=2), Column("id", "", min=4, weight=1, drop=1)]
    dialog = ChooseMany(app.t(key), choices, columns, (), placeholder=app.t("app.filter"))
    chosen = await app.push_screen_wait(dialog)
    if not chosen:
        raise LeftError
    return list(chosen)


async def done(job: Callable[[], Any]) -> bool:
    """Does what was asked for, off the loop."""
    await asyncio.to_thread(job)
    return True


def departments(app: RoundsmanApp) -> list[tuple[Department, str]]:
    return [(each, app.t(f"service.department.{each}")) for each in Department]
