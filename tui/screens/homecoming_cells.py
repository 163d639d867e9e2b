"""What the homecoming board says, as toned pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.jobs.documents import hour_minute
from tui.jobs.homecoming import Coming, Hours, Where, fairness, week_of
from tui.jobs.homecoming_wording import home_needs
from tui.jobs.outlet_page import bars
from tui.jobs.review import Entry
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

_MARKS = {
    Where.NOT_OUT: ("○", "dim"),
    Where.OUT: ("◉", "accent"),
    Where.COMING: ("▶", "accent"),
    Where.HOME: ("✓", "good"),
}


def columns(t: Translator) -> list[Column]:
    return [
        Column("mark", "", min=1),
        Column("name", t("homecoming.column.name"), min=10, weight=2),
        Column("back", t("homecoming.column.back"), min=5),
        Column("planned", t("homecoming.column.planned"), min=5, drop=3),
        Column("stops", t("homecoming.column.stops"), min=5, right=True),
        Column("needs", t("homecoming.column.needs"), min=14, weight=4, drop=1),
    ]


def row(coming: Coming, office: Office) -> Sequence[Cell]:
    home = coming.where is Where.HOME
    tone = "dim" if home else "error" if coming.late else ""
    needs = home_needs(office, coming)
    needs = [(needs[0][0].removeprefix(" · "), needs[0][1]), *needs[1:]] if needs else []
    return [
        [_MARKS[coming.where]],
        [(coming.name, "dim" if home else "")],
        [(hour_minute(coming.expected), tone)],
        [(hour_minute(coming.planned), "dim")],
        [(f"{coming.done}/{coming.stops}", "dim")],
        needs,
    ]


def note_columns(t: Translator) -> list[Column]:
    return [
        Column("when", t("service.column.when"), min=11),
        Column("state", t("service.column.state"), min=8, drop=2),
        Column("title", t("homecoming.column.note"), min=14, weight=2),
        Column("text", t("service.column.text"), min=16, weight=4, drop=1),
    ]


def note_row(entry: Entry) -> Sequence[Cell]:
    return [[(entry.when, entry.tone or "dim")], [(entry.state, entry.tone)], entry.title, [(entry.text, "dim")]]


def summary(coming: Sequence[Coming], date: dt.date, office: Office) -> str:
    """The whole evening in a line."""
    if not coming:
        return office.t("service.home.nobody", date=date.isoformat())
    return office.t(
        "service.home.summary",
        date=date.isoformat(),
        out=sum(each.where is not Where.HOME for each in coming),
        late=sum(each.late for each in coming),
        meals=sum(each.meal for each in coming),
        last=hour_minute(max(each.expected for each in coming)),
    )


def week(hours: Sequence[Hours], date: dt.date, office: Office) -> list[list[Piece]]:
    """Hours of each rep day by day, how far they are from the mean, and how far apart the most and the least are."""
    if not hours:
        return []
    mean, spread = fairness(list(hours))
    text = office.t("service.home.week", mean=f"{mean / 3600:.1f}", spread=round(100 * spread))
    lines: list[list[Piece]] = [[(text, "strong")]]
    for each in hours:
        days = bars([each.days.get(day, 0) for day in week_of(date)])
        off = (each.total - mean) / 3600
        tone = "warning" if mean and abs(off) * 3600 > 0.15 * mean else "dim"
        lines.append(
            [(f"{days} ", "accent"), (f"{each.total / 3600:5.1f} ", ""), (f"{off:+.1f} ", tone), (each.name, "")]
        )
    return lines
