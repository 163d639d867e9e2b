"""What a rep and a supervisor reach from a call and from the stop list: forms, issues, skills, standards, doubts."""

from __future__ import annotations

import datetime as dt

import pytest

from store.books import Books
from store.records import CallKind
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY, ZONE, Clock
from tui.jobs.office import Office
from tui.screens.call import CallScreen
from tui.screens.standards import StandardScreen


async def calling(player: Player) -> CallScreen:
    await player.rounds()
    await player.press("home", "enter")
    return await player.call()


def on_disk(at: Office):  # noqa: ANN201
    found = Books(at.books.folder).days.calls(TODAY, "R1").all().values()
    return next(call for call in found if call.outlet == "C01")


@pytest.mark.parametrize(("width", "language"), [(45, "zh"), (140, "en")])
async def test_a_supervisors_form_by_keyboard(planned: Office, width: int, language: str) -> None:
    async with playing(planned, size=(width, 50), language=language) as player:
        await calling(player)
        await player.press("s")
        await player.answer(text="[0]")
        await player.until(lambda: player.app.screen.item.kind.value == "observed", "the form")  # type: ignore[attr-defined]
        await player.hurry("3", "4")
        screen = await player.call()
        for row, text in (("strengths", "问得好"), ("agreed", "每天练[/b]"), ("signed", "张三")):
            assert screen.facts.show_key((row, row))
            await player.pilot.pause()
            await player.press("enter")
            await player.answer(text=text)
        form = on_disk(planned).supervision
        assert on_disk(planned).kind is CallKind.JOINT
        assert (form.supervisor, form.rep, form.signed_by) == ("R2", "R1", "张三")
        assert list(form.steps.values()) == [3, 4]
        await player.press("k")
        await player.dialog()
        assert "问候" in player.screen_text()
        await player.press("escape")


async def test_an_issue_and_a_signal_are_raised_at_a_call(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await player.press("r")
        await player.answer("What is it about?", text="quality")
        await player.answer("quality", text="碎了[/b]")
        await player.told("on file: quality")
        await player.press("g")
        await player.answer("What did you notice?", text="1")
        await player.answer("price cutting", text="45 a case")
        call = on_disk(planned)
        assert planned.books.issues.get(call.issues[0]).text == "碎了[/b]"
        assert planned.books.signals.get(call.signals[0]).call == call.id


async def test_a_clock_set_back_asks_for_both_times(planned: Office, clock: Clock) -> None:
    async with playing(planned) as player:
        await calling(player)
        await player.press("i", "y")
        clock.forward(-20)
        await player.press("o")
        await player.answer("检查陈列", text="1")
        await player.answer("when did the call begin?", text="7:10")
        await player.answer("when did the call end?", text="7:35")
        await player.rounds()
        call = on_disk(planned)
        assert (call.minutes, call.backfilled) == (25, True)


async def test_counts_by_production_date_are_typed_in_one_line(planned: Office) -> None:
    product = planned.books.products.get("P1").to_json() | {"shelf_life_days": 180}
    planned.books.products.put([{name: value for name, value in product.items() if name != "rev"}])
    async with playing(planned, size=(100, 50)) as player:
        screen = await calling(player)
        assert screen.facts.show_key(("stock", "P1"))
        await player.pilot.pause()
        await player.press("d")
        await player.answer("凉茶 310ml", text="7-1 5, 11-1 7")
        assert [(line.quantity, str(line.produced)) for line in on_disk(planned).stock] == [
            (5, "2026-07-01"),
            (7, "2026-11-01"),
        ]
        text = player.table_text("#facts")
        assert "5 near their end" in text
        assert "34 days left" in text


async def test_a_standard_is_changed_in_the_app(planned: Office) -> None:
    async with playing(planned, size=(45, 40)) as player:
        await player.rounds()
        await player.press("s")
        await player.answer("Which standard?", text="S1")
        await player.until(lambda: isinstance(player.app.screen, StandardScreen), "the standard")
        screen = player.app.screen
        assert isinstance(screen, StandardScreen)
        assert screen.fields.show_key(("minimum_minutes",))
        await player.pilot.pause()
        await player.press("enter")
        await player.answer("least minutes", text="soon")
        assert planned.books.standards.get("S1").version == 1
        await player.press("enter")
        await player.answer("least minutes", text="8")
        await player.told("saved as version 2")
        await player.press("a")
        await player.answer("new step", text="收款[/b]")
        assert planned.books.standards.get("S1").steps[-1].name == "收款[/b]"
        await player.press("escape")
        await player.rounds()


async def test_calls_hard_to_believe_are_listed_for_the_supervisor(planned: Office) -> None:
    moment = dt.datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    planned.books.days.calls(dt.date(2026, 11, 23), "R1").put(
        [
            {
                "id": "short", "date": "2026-11-23", "rep": "R1", "outlet": "C02", "check_in": moment,
                "check_out": moment + dt.timedelta(seconds=40), "keyed_from": moment + dt.timedelta(hours=13),
            }
        ]
    )  # fmt: skip
    async with playing(planned, size=(45, 40)) as player:
        await player.rounds()
        await player.press("v")
        await player.dialog("hard to believe")
        text = player.screen_text()
        assert "[/b]" in text
        assert "0.7 min, at least 3 are needed" in text
        assert "first keyed at 22:00" in text
        await player.press("enter")
        await player.rounds()
