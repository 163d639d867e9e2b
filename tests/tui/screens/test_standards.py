"""Standards begun in the app, from an empty folder; an open one follows the books."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.books import Books
from tests.tui.harness import playing
from tests.tui.town import Clock, office
from tui.jobs.office import Office
from tui.jobs.standards import KINDS, TRADES, begun, start, usual
from tui.screens.standards import StandardScreen


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    return office(Books(tmp_path / "books"), Clock())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("trade", TRADES)
def test_a_trade_has_a_usual_set_that_covers_shops_and_wholesalers(empty: Office, trade: str, language: str) -> None:
    empty.language = language
    put = start(empty, trade)
    found = empty.books.standards.all()
    kinds = [each.kind for each in found.values()]
    assert kinds.count("procedure") == 2
    assert kinds.count("display") == 3
    assert kinds.count("topic") >= 4
    assert len(put.added) == len(found)
    for each in found.values():
        assert ("一" <= each.name[0] <= "鿿") is (language == "zh"), each.name
    assert {each.id for each in usual(trade, "zh")} == {each.id for each in usual(trade, "en")}


def test_starting_twice_or_after_a_change_leaves_what_is_on_file(empty: Office) -> None:
    start(empty, "food")
    mine = empty.books.standards.get("DS-RETAIL").model_copy(update={"name": "ours"})
    empty.books.standards.put([mine])
    again = start(empty, "beverages")
    assert "DS-RETAIL" in again.unchanged
    assert empty.books.standards.get("DS-RETAIL").name == "ours"
    assert "DS-FOOD" in again.added


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_begun_with_a_name_alone(empty: Office, kind: str) -> None:
    first, second = begun(empty, kind, "one"), begun(empty, kind, "two")
    assert first != second
    assert empty.books.standards.get(first).kind == kind
    assert bool(getattr(empty.books.standards.get(first), "steps", [1]))


async def test_an_empty_folder_gets_its_standards_in_the_app(empty: Office) -> None:
    async with playing(empty, size=(100, 30)) as player:
        await player.press("f3", "s")
        await player.dialog("Which standard?")
        assert [each[:1] for each in player.choices()] == ["+", "+"]
        await player.answer("Which standard?", text="usual")
        await player.answer("Which trade?", text="food")
        await player.told("food: 10 usual standards")
        await player.dialog("Which standard?")
        assert any("The eight steps" in each for each in player.choices())
        await player.answer("Which standard?", text="new one")
        await player.answer("laid down?", text="display")
        await player.answer("called?", text="[/b] 冰柜")
        await player.until(lambda: isinstance(player.app.screen, StandardScreen), "the standard")
        assert "[/b] 冰柜" in player.screen_text()
        screen = player.app.screen
        assert isinstance(screen, StandardScreen)
        mine = screen.editor.standard
        empty.books.standards.put([mine.model_copy(update={"name": "renamed elsewhere"})])
        await player.until(lambda: "renamed elsewhere" in player.screen_text(), "the change")
        empty.books.standards.remove([mine.id])
        await player.until(lambda: not isinstance(player.app.screen, StandardScreen), "what is gone to be left")


async def test_the_records_lead_to_the_standards_too(empty: Office) -> None:
    async with playing(empty, size=(100, 30), language="zh") as player:
        await player.press("ctrl+x", "ctrl+t")
        await player.answer("哪个标准", text="新建")
        await player.answer("新建哪一种", text="拜访步骤")
        await player.answer("叫什么名称", text="本地步骤")
        await player.until(lambda: isinstance(player.app.screen, StandardScreen), "the standard")
        assert "问候" in player.screen_text()
