"""Outlets shared out among the reps from the app: the territories shown, then taken or left."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui.screens.dialogs import Decide, Tell
from tui.widgets.pieces import Piece

if TYPE_CHECKING:
    from tui.app import RoundsmanApp
    from tui.jobs.territories import Territories


async def share_out(app: RoundsmanApp) -> bool:
    """Shows what the territories would be and asks. Whether outlets changed hands."""
    from tui.jobs.territories import keep_territories, territories

    app.tell("territories.working")
    found = await asyncio.to_thread(territories, app.office)
    lines = _lines(app, found)
    if not found.changes:
        lines.append([(app.t("territories.nothing"), "strong")])
        await app.push_screen_wait(Tell(app.t("territories.title"), lines))
        return False
    lines += [[("", "")], [(app.t("territories.keep", n=len(found.changes)), "strong")]]
    if not await app.push_screen_wait(Decide(app.t("territories.title"), lines)):
        return False
    changed = await asyncio.to_thread(keep_territories, app.office, found)
    app.tell("territories.saved", n=changed)
    return True


def _lines(app: RoundsmanApp, found: Territories) -> list[list[Piece]]:
    t = app.t
    lines: list[list[Piece]] = [
        [
            (
                t(
                    "territories.line",
                    name=each.name,
                    n=len(each.outlets),
                    hours=f"{each.hours:.1f}",
                    minutes=f"{each.minutes:.0f}",
                    new=each.new,
                    gone=each.gone,
                ),
                "",
            )
        ]
        for each in found.territories
    ]
    if found.estimate:
        lines.append([(t("cli.show.estimate"), "dim")])
    if found.placeless:
        lines.append([(t("territories.placeless", n=found.placeless), "warning")])
    if found.cut_off:
        outlets = t("plan.comma").join(found.cut_off[:9])
        lines.append([(t("territories.cut_off", n=len(found.cut_off), outlets=outlets), "warning")])
    return lines
