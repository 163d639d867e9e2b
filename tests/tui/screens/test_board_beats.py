"""Beats on the board: what freeing the reps would save is offered, and done only when it is wanted."""

from __future__ import annotations

from typing import Any

import pytest

from store.books import Books
from tests.tui.harness import playing
from tests.tui.screens.test_board import on_stop, search, stops
from tests.tui.town import TODAY
from tui.jobs.office import Office

__all__ = ["search"]


@pytest.fixture
def beaten(bare: Office) -> Office:
    """Two Tuesday beats that cross: each has the other's nearest shop."""
    bare.books.beats.put(
        [
            {"id": "B1", "name": "周二线[甲]", "days": ["tue"], "rep": "R1", "outlets": ["C01", "C09", "C02", "C12"]},
            {"id": "B2", "name": "周二线乙", "days": ["tue"], "rep": "R2", "outlets": ["C03", "C08", "C04", "C07"]},
        ]
    )
    return bare


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_freeing_the_reps_is_offered_with_what_it_would_save(
    beaten: Office, search: dict[str, Any], language: str
) -> None:
    first = {"en": "1", "zh": "1"}[language]
    async with playing(beaten, language=language) as player:
        await player.board()
        await player.press("f5")
        dialog = await player.dialog({"en": "Each beat stays", "zh": "固定线路照旧由原业务员跑"}[language])
        assert {"en": "cheaper", "zh": "成本减少"}[language] in dialog.note
        kept = Books(beaten.books.folder).days.plan(TODAY)
        assert kept is not None
        assert kept.revision == 1
        assert {"C01", "C09", "C02", "C12"} <= set(stops(beaten, "R1"))
        await player.answer(text=first)
        assert {"C01", "C09", "C02", "C12"} <= set(stops(beaten, "R1"))
        await player.press("f5")
        await player.dialog()
        await player.answer(text="2")
        await player.told({"en": "the reps are free", "zh": "已允许换人跑"}[language])
        freed = Books(beaten.books.folder).days.plan(TODAY)
        assert freed is not None
        assert freed.free_reps
        assert sum(route.cost for route in freed.routes) < sum(route.cost for route in kept.routes)


async def test_explain_tells_what_the_next_best_rep_would_cost(planned: Office) -> None:
    async with playing(planned) as player:
        await on_stop(player, "C03")
        await player.press("x")
        await player.dialog("Explain")
        told = player.lines_text("Dialog Lines")
        assert "rep" in told
        assert any(word in told for word in ("for", "less", "as much", "within the rules"))
        assert any(word in told for word in ("follows", "waits", "first stop"))
