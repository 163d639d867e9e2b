"""One question after another, on the app's dialogs; Esc leaves with `LeftError`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store.records import Department
from store.records.base import minor_units
from tui.dates import date_from
from tui.screens.dialogs import Choice
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.app import RoundsmanApp


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
    typed = await app.ask_text(
        app.t(key),
        value=(today + dt.timedelta(days=days)).isoformat(),
        note=app.t("app.date.note"),
        problem=lambda text: None if date_from(text, today) else app.t("app.date.bad", value=text),
    )
    found = date_from(typed, today) if typed is not None else None
    if found is None:
        raise LeftError
    return found


async def money(app: RoundsmanApp, key: str, value: str = "", *, empty: bool = False) -> int | None:
    """An amount in minor units; with `empty` none will do."""

    def wrong(text: str) -> str | None:
        if not text and empty:
            return None
        try:
            return None if int(str(minor_units(text))) >= 0 else app.t("errors.field.money")
        except ValueError:
            return app.t("errors.field.money")

    typed = await app.ask_text(app.t(key), value=value, problem=wrong)
    if typed is None:
        raise LeftError
    return int(str(minor_units(typed))) if typed else None


async def owner(app: RoundsmanApp, department: Department) -> str:
    """Who answers for something: a rep, or a department as such."""
    name = app.t(f"service.department.{department}")
    reps = [(rep.id, rep.name) for rep in app.office.books.reps.all().values() if rep.active]
    own = [(name, name)] if department is not Department.SALES else []
    found: str = await pick(app, "service.ask.owner", [*own, *reps])
    return found


def departments(app: RoundsmanApp) -> list[tuple[Department, str]]:
    return [(each, app.t(f"service.department.{each}")) for each in Department]
