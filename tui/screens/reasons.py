"""Asks why something was left out: the usual reasons to choose from, or one in the rep's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.dialogs import Choice
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

_REASONS = {
    "stop": ("closed", "owner_away", "no_time", "no_access", "refused", "called_by_phone"),
    "step": ("not_needed", "no_time", "owner_away", "refused", "no_access"),
}


async def ask_reason(app: RoundsmanApp, heading: str, what: str) -> str | None:
    """The reason in words, for a whole `stop` or for a `step` of a call; None when it was left."""
    names = _REASONS[what]
    texts = [app.t(f"call.reason.{name}") for name in names]
    choices: list[Choice[str | None]] = [
        Choice(text, [str(number), text], f"{number} {text}") for number, text in enumerate(texts, 1)
    ]
    own = "own"
    number, text = len(texts) + 1, app.t("call.reason.own")
    choices.append(Choice(own, [str(number), text], f"{number} {text}"))
    columns = [Column("n", min=2), Column("reason", min=16, weight=1)]
    chosen = await app.choose(heading, choices, columns)
    if chosen != own:
        return chosen
    return await app.ask_text(heading, problem=lambda text: None if text else app.t("call.reason.needed"))
