"""Taken in from the app: a table, after a look at what would become of it; a position, pasted."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.jobs.beginning import next_step
from tui.jobs.importing import VOCABULARIES, import_table
from tui.jobs.office import JobError
from tui.jobs.placing import place_outlet
from tui.screens.dialogs import Choice
from tui.screens.import_preview import ImportPreview
from tui.widgets.table import Column

if TYPE_CHECKING:
    from store.records import Outlet
    from tui.app import RoundsmanApp

_DATUMS = ("gcj02", "bd09", "wgs84")


async def take_in(app: RoundsmanApp) -> bool:
    """Asks, shows and takes in. Whether anything was taken."""
    t = app.t
    kinds = list(VOCABULARIES)
    kind = await _chosen(app, t("outlets.take_in.what"), {each: t(f"outlets.kind.{each}") for each in kinds})
    if kind is None:
        return False
    typed = await app.ask_text(
        t("outlets.take_in.file"),
        note=t("outlets.take_in.note"),
        problem=lambda text: None if _path(text).is_file() else t("errors.no_such_file", path=_path(text).absolute()),
    )
    if typed is None:
        return False
    path, datum = _path(typed), None
    job = partial(import_table, app.office, kind, path)
    while True:
        try:
            preview = await asyncio.to_thread(job, datum=datum, dry_run=True)
            break
        except Exception as fault:
            if getattr(fault, "code", "") != "datum_wanted":
                raise
        datum = await ask_datum(app)
        if datum is None:
            return False
    settled = await app.push_screen_wait(
        ImportPreview(
            t("outlets.take_in.preview", file=path.name),
            app.office,
            preview,
            lambda answers, overwrite: job(datum=datum, answers=answers, overwrite=overwrite, dry_run=True),
        )
    )
    if settled is None:
        return False
    beside = Path.home() if path.resolve().is_relative_to(app.office.books.folder.resolve()) else path.parent
    rejects = beside / f"{path.stem}-{t('outlets.take_in.rejects')}.csv"
    report = await asyncio.to_thread(
        job, datum=datum, rejects=rejects, answers=settled.answers, overwrite=settled.overwrite
    )
    counts = {name: report[name] for name in ("added", "updated", "unchanged", "rejected")}
    following = await asyncio.to_thread(next_step, app.office, app.date)
    said = [t("outlets.take_in.done", **counts), *([t(f"outlets.take_in.next.{following}")] if following else [])]
    app.notify(t("plan.and").join(said))
    if "rejects" in report:
        app.tell("outlets.take_in.rejected", path=report["rejects"], severity="warning")
    return True


async def place(app: RoundsmanApp, outlet: Outlet) -> bool:
    """Puts an outlet where a pasted map link or coordinates say. Whether it was done."""
    t = app.t
    text = await app.ask_text(t("outlets.place.which", name=outlet.name), note=t("outlets.place.note"))
    if not text:
        return False
    datum: str | None = None
    while True:
        try:
            placed = await asyncio.to_thread(place_outlet, app.office, outlet.id, text, datum)
            break
        except JobError as fault:
            if fault.code != "datum_needed":
                raise
        datum = await ask_datum(app)
        if datum is None:
            return False
    app.tell("outlets.place.done", name=placed.name, lat=f"{placed.lat:.5f}", lon=f"{placed.lon:.5f}")
    return True


async def ask_datum(app: RoundsmanApp) -> str | None:
    """In which datum a position is given."""
    return await _chosen(
        app, app.t("outlets.take_in.datum"), {each: app.t(f"outlets.datum.{each}") for each in _DATUMS}
    )


async def _chosen(app: RoundsmanApp, heading: str, names: dict[str, str]) -> str | None:
    choices = [
        Choice(value, [str(number), name], f"{number} {name} {value}")
        for number, (value, name) in enumerate(names.items(), 1)
    ]
    return await app.choose(heading, choices, [Column("n", min=2), Column("name", min=16, weight=1)])


def _path(text: str) -> Path:
    """A path as it is typed, or as a terminal pastes a file that was dropped on it."""
    return Path(text.strip().strip("'\"")).expanduser()
