"""What if, weights and notes on the board: tried, set beside the plan, adopted or thrown away; word left with a stop."""

from __future__ import annotations

from typing import Any

import pytest

from store.books import Books
from tests.tui.harness import playing
from tests.tui.screens.test_board import on_stop, search
from tests.tui.town import TODAY
from tui.jobs.notes import notes_of
from tui.jobs.office import Office
from tui.locale import translator

__all__ = ["search"]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_variant_is_tried_compared_adopted_and_thrown_away(
    planned: Office, search: dict[str, Any], language: str
) -> None:
    t = translator(language)
    days = Books(planned.books.folder).days
    before = days.plan(TODAY)
    assert before is not None
    async with playing(planned, language=language, size=(100, 36)) as player:
        await player.board()
        await player.press("V")
        await player.answer(text="")  # try something else
        await player.dialog(t("desk.setup.which"))
        await player.answer(text="1")  # without a rep
        await player.answer(text="[0]")
        await player.dialog(t("desk.variant.which"))
        await player.until(lambda: len(player.choices()) == 3, "the variant beside the plan")
        assert "[0]" in player.choices()[2]
        assert days.plan(TODAY) == before, "nothing is changed by trying"
        [variant] = days.variants(TODAY)
        assert variant.day.route_of("R2") is None
        await player.press("enter")  # the variant is under the cursor
        await player.answer(text="1")  # side by side
        await player.dialog()
        assert "R2" in player.screen_text() or "[0]" in player.screen_text()
        await player.press("n")
        await player.dialog(t("desk.variant.which"))
        await player.press("enter")
        await player.answer(text="2")  # adopt
        await player.until(
            lambda: (days.plan(TODAY) or before).revision > before.revision, "the plan to be the variant"
        )
        adopted = days.plan(TODAY)
        assert adopted is not None
        assert adopted.route_of("R2") is None
        await player.press("u")
        await player.until(lambda: (days.plan(TODAY) or adopted).route_of("R2"), "the plan as it was")
        await player.press("V")
        await player.dialog(t("desk.variant.which"))
        await player.press("enter")
        await player.answer(text="3")  # throw it away
        await player.until(lambda: not days.variants(TODAY), "the variant to be gone")


async def test_a_day_is_planned_by_other_weights(planned: Office, search: dict[str, Any]) -> None:
    async with playing(planned, size=(45, 40)) as player:
        screen = await player.board()
        await player.press("w")
        await player.dialog("weights")
        await player.answer(text="fair")
        days = Books(planned.books.folder).days
        await player.until(lambda: (day := days.plan(TODAY)) and day.setup.profile == "fair" and not screen.solving)
        await player.press("w")
        await player.dialog("weights")
        assert "fair" in player.choices()[screen.app.screen.query_one("Table").cursor]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_word_is_left_with_a_stop_and_with_a_route(planned: Office, language: str) -> None:
    async with playing(planned, language=language) as player:
        screen = await on_stop(player, "C02")
        await player.press("N")
        await player.answer(text="货放后门 [/b]")
        await player.until(lambda: notes_of(planned, TODAY, "R1", "C02"), "the note")
        await player.until(lambda: "货放后门 [/b]" in player.lines_text("#why"), "the note below the list")
        screen.show_pane("index")
        await player.until(lambda: screen.index.has_focus, "the routes")
        await player.press("N")
        await player.answer(text="[0] 收钥匙")
        await player.until(lambda: notes_of(planned, TODAY, "R1"), "the note on the route")
        await player.until(lambda: "收钥匙" in player.lines_text("#why"), "the note of the route")
