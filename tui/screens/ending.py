"""A record ended in the app: what still names it is shown first; a rep's outlets may go to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.jobs import ending
from tui.screens.dialogs import Choice
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

_NOBODY = "\0"
_COLUMNS = (Column("name", min=16, weight=2), Column("id", min=6, weight=1, drop=1))


async def end_or_resume(app: RoundsmanApp, kind: str, record_id: str) -> bool:
    """Ends a record, or takes an ended one up again. Whether anything was changed."""
    office, t = app.office, app.t
    record = office.books.book(kind).get(record_id)
    name = ending.name_of(record)
    if ending.is_ended(record):
        if not await app.confirm(t("ending.resume.sure", name=name), t("ending.resume.note")):
            return False
        ending.resume(office, kind, record_id)
        app.tell("ending.resumed", name=name)
        return True
    found = ending.hanging(office, kind, record_id)
    note = "\n".join([t(f"ending.note.{kind}"), *(f"• {ending.told(office, each)}" for each in found)])
    if not await app.confirm(t("ending.sure", name=name), note):
        return False
    to: str | None = _NOBODY
    if kind == "reps" and {each.code for each in found} & {"outlets", "beats"}:
        to = await _heir(app, record_id, name)
        if to is None:
            return False
    ending.end(office, kind, record_id, to=None if to == _NOBODY else to)
    app.tell("ending.ended", name=name)
    return True


async def _heir(app: RoundsmanApp, rep: str, name: str) -> str | None:
    """Who takes over a rep's outlets and beats."""
    nobody = app.t("ending.nobody")
    reps = [each for each in app.office.books.reps.all().values() if each.active and each.id != rep]
    choices = [Choice(_NOBODY, [nobody, ""], nobody)]
    choices += [Choice(each.id, [each.name, [(each.id, "dim")]], f"{each.name} {each.id}") for each in reps]
    return await app.choose(app.t("ending.to", name=name), choices, _COLUMNS)
