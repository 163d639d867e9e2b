"""What reps send back, keyed in on the screen; a vehicle settled on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.tui.harness import playing
from tests.tui.jobs.returning import REP, TODAY, what_was_done, worked_day
from tui.jobs.recording import record_results
from tui.screens.returns import ReturnsScreen
from tui.screens.settling import SettlingScreen


@pytest.mark.parametrize(("size", "language"), [((140, 40), "zh"), ((45, 30), "en")])
async def test_a_pasted_reply_goes_in_and_what_is_not_understood_stays(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    office = worked_day(tmp_path / "books", stops=4)
    async with playing(office, size=size, language=language) as player:
        await player.rounds()
        await player.press("p")
        await player.until(lambda: isinstance(player.app.screen, ReturnsScreen) and player.app.screen.is_mounted)
        area = player.app.screen.query_one(TextArea)
        area.text = "#1 到 9:00 离 9:10 备注 [/b]\n#2\n到 9:20\n离 9:30\n订单 P01 -3箱\n"
        await player.press("f5")
        await player.until(lambda: "-3" in area.text and "#1" not in area.text, "the rest to stay")
        assert area.text.splitlines()[1:] == ["订单 P01 -3箱"]
        assert "P01 -3" in player.lines_text("#told")
        calls = office.books.days.calls(TODAY, REP).all().values()
        assert [(call.note, call.backfilled) for call in calls] == [("[/b]", True), (None, True)]
        area.text = ""
        await player.press("f9")
        await player.until(lambda: "#3" in area.text, "the blanks")
        assert "#1 " not in area.text
        await player.press("escape")
        await player.until(lambda: not isinstance(player.app.screen, ReturnsScreen))


async def test_what_is_left_out_and_what_is_remarked_stand_apart_in_the_order_of_the_text(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=4)
    async with playing(office, size=(100, 30), language="zh") as player:
        await player.rounds()
        await player.press("p")
        await player.until(lambda: isinstance(player.app.screen, ReturnsScreen) and player.app.screen.is_mounted)
        area = player.app.screen.query_one(TextArea)
        area.text = "R01：\n#1 9:00-9:10 订单 P01 -3箱\n#2 9:20-9:30 订单 P01 3箱，P01 2箱\n#3 9:40-9:50 收款 500\n"
        await player.press("f5")
        await player.until(lambda: "收款 500" in area.text and "#2" not in area.text, "the rest to stay")
        told = player.lines_text("#told").splitlines()
        assert "已补录 3 次拜访，未导入 2 条" in told[0]
        assert f"{REP} {office.books.reps.all()[REP].name}" in told[1]
        assert [("未导入" in line, "第 3 行" in line) for line in told[2:5]] == [
            (True, False),
            (False, True),
            (True, False),
        ]


async def test_a_vehicle_is_counted_explained_and_signed(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=5)
    record_results(office, TODAY, REP, list(enumerate(what_was_done(office), 1)))
    async with playing(office, size=(120, 40), language="zh") as player:
        await player.rounds()
        await player.press("w")
        await player.until(
            lambda: isinstance(player.app.screen, SettlingScreen) and player.app.screen.evening is not None
        )
        screen = player.app.screen
        assert isinstance(screen, SettlingScreen)
        await player.press("a")
        await player.press("m")
        await player.answer("现金", text="457")
        await player.press("e")
        await player.dialog("说明差异")
        await player.press("enter")
        await player.answer("差异", text="[/b] 零头")
        await player.press("s")
        await player.answer("签字", text="王磊")
        await player.until(lambda: screen.evening is not None and screen.evening.signed, "the signature")
        assert "王磊" in player.lines_text("#money")
        assert "[/b] 零头" in player.lines_text("#money")
