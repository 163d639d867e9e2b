"""A whole call by keyboard: every key lands, every fact is on disk at once, nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from store.books import Books
from store.records import Call
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY, Clock, office, session
from tui.jobs.office import Office
from tui.screens.call import CallScreen
from tui.screens.rounds import RoundsScreen


def on_disk(office: Office, outlet: str = "C01", date: dt.date = TODAY) -> Call:
    """The call as it is in the folder; an empty one where there is none."""
    found = Books(office.books.folder).days.calls(date, "R1").all().values()
    return next(
        (call for call in found if call.outlet == outlet), Call(id="none", date=date, rep="R1", outlet=outlet)
    )


def nothing_on_disk(office: Office) -> bool:
    return not Books(office.books.folder).days.calls(TODAY, "R1").all()


async def calling(player: Player) -> CallScreen:
    """The call at the first stop."""
    await player.rounds()
    await player.press("enter")
    return await player.call()


async def to(player: Player, kind: str, name: str) -> None:
    """Puts the cursor on a row."""
    screen = player.app.screen
    assert isinstance(screen, CallScreen)
    assert screen.facts.show_key((kind, name))
    await player.pilot.pause()


async def test_a_whole_call_by_keyboard(planned: Office, clock: Clock) -> None:
    async with playing(planned) as player:
        screen = await calling(player)
        assert "not begun" in player.line_text("#state")
        assert nothing_on_disk(planned)
        await player.press("i")
        assert "checked in at 08:00" in player.app.told
        await player.press("y")  # greet
        assert on_disk(planned).steps[0].done
        await player.press("down")
        await player.press("y", "n", "y")  # three points of the display
        assert on_disk(planned).display.points == {"p1": True, "p2": False, "p3": True}  # type: ignore[union-attr]
        assert "75 % (3 of 3 checked)" in player.line_text("#state")
        await to(player, "advice", "advice")
        await player.press("enter")
        await player.answer("advice given", text="补价签[/b]")
        assert on_disk(planned).display.advice == "补价签[/b]"  # type: ignore[union-attr]
        await to(player, "stock", "P1")
        await player.press("1", "2", "enter", "0", "enter")
        assert {line.product: line.quantity for line in on_disk(planned).stock} == {"P1": 12, "P2": 0}
        await to(player, "order", "order")
        await player.press("8", "6", ".", "5", "down")
        assert on_disk(planned).order_value == 8650
        await to(player, "topic", "topic")
        await player.press("enter")
        await player.answer("Which topic?", text="2")
        assert screen.item is not None
        assert screen.item.id == "skill"
        await player.press("4")
        assert on_disk(planned).coaching.skill == 4  # type: ignore[union-attr]
        await player.press("enter")
        await player.answer("agreed action", text="多进一箱")
        await player.press("enter")
        await player.answer("looked at again on", text="+3")
        coaching = on_disk(planned).coaching
        assert coaching is not None
        assert (coaching.topic, coaching.action, coaching.action_due) == ("T2", "多进一箱", TODAY + dt.timedelta(3))
        await player.press("m")
        await player.answer("Note", text="老板下周回来")
        assert on_disk(planned).note == "老板下周回来"
        clock.forward(18)
        await player.press("o")
        await player.told("老王烟酒店: checked out after 18 min")
        await player.rounds()
        done = on_disk(planned)
        assert done.minutes == 18
        assert [step.step for step in done.steps if step.done] == ["greet", "shelf", "count", "order", "coach"]
        await player.until(lambda: "1/4 done" in player.line_text("#rep"), "the stop to be done")


async def test_leaving_in_the_middle_and_coming_back_shows_everything(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await player.press("y")
        await to(player, "point", "p2")
        await player.press("n")
        await to(player, "stock", "P2")
        await player.press("4", "2")
        await player.press("f2")  # typed, not entered: leaving enters it
        await player.board()
        assert {line.product: line.quantity for line in on_disk(planned).stock} == {"P2": 42}
        await player.press("f3")
        await player.call()
        await player.press("escape")
        await player.until(lambda: isinstance(player.app.screen, RoundsScreen), "the stop list")
        await player.until(lambda: "◉" in player.table_text("#stops"), "the call under way")
    async with playing(office(Books(planned.books.folder), Clock(8, 5))) as player:
        await calling(player)
        text = player.table_text("#facts")
        assert "✓   问候" in text
        assert "not met" in text
        assert "42" in text
        assert "here since 08:00, 5 min" in player.line_text("#state")


async def test_digits_typed_faster_than_they_are_looked_at_make_one_number(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await to(player, "stock", "P1")
        await player.hurry("1", "2", "3", "4", "enter", "5", "6", "7", "down", "9")
        await player.until(lambda: len(on_disk(planned).stock) == 2, "both counts")
        assert {line.product: line.quantity for line in on_disk(planned).stock} == {"P1": 1234, "P2": 567}


async def test_answers_and_digits_in_one_rush_land_on_their_rows(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await calling(player)
        await to(player, "step", "count")
        await player.hurry("y", "1", "2", "enter", "3", "4", "enter")
        await player.until(lambda: screen.item is not None and screen.item.id == "order", "the next step")
        assert {line.product: line.quantity for line in on_disk(planned).stock} == {"P1": 12, "P2": 34}


async def test_full_width_digits_count_too(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await to(player, "stock", "P1")
        await player.press("１", "２", "enter")
        await to(player, "order", "order")
        await player.press("８", "ideographic_full_stop", "５", "enter")
        await to(player, "skill", "skill")
        await player.press("３")
        done = on_disk(planned)
        assert done.stock[0].quantity == 12
        assert done.order_value == 850
        assert done.coaching.skill == 3  # type: ignore[union-attr]


async def test_a_number_is_corrected_while_it_is_typed_and_dropped_by_esc(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await calling(player)
        await to(player, "stock", "P1")
        await player.press("1", "9", "backspace", "2")
        assert "12▏" in player.table_text("#facts")
        await player.press("enter")
        assert on_disk(planned).stock[0].quantity == 12
        await to(player, "stock", "P1")
        await player.press("7", "7", "escape")
        assert player.app.screen is screen
        assert on_disk(planned).stock[0].quantity == 12
        assert "▏" not in player.table_text("#facts")


async def test_a_number_too_large_is_told_and_dropped(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await to(player, "stock", "P1")
        await player.press(*"9999999", "enter")
        assert await player.told("9999999: not a number of pieces")
        assert nothing_on_disk(planned)


async def test_facts_are_taken_back_and_nothing_is_entered_by_taking_back_nothing(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        for kind, name in (
            ("point", "p1"),
            ("stock", "P1"),
            ("order", "order"),
            ("skill", "skill"),
            ("step", "greet"),
        ):
            await to(player, kind, name)
            await player.press("delete")
        assert nothing_on_disk(planned)
        await to(player, "point", "p1")
        await player.press("y", "up", "delete")
        assert on_disk(planned).display.points == {}  # type: ignore[union-attr]
        await player.press("space")
        assert on_disk(planned).display.points == {"p1": True}  # type: ignore[union-attr]


async def test_an_empty_answer_begins_no_call(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        for row in (("advice", "advice"), ("action", "action"), ("note", "note"), ("due", "due"), ("order", "order")):
            await to(player, *row)
            await player.press("enter")
            await player.dialog()
            await player.press("enter")
            await player.call()
        assert nothing_on_disk(planned)


async def test_checking_out_asks_why_required_steps_were_left_out(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await calling(player)
        await player.press("i", "o")
        await player.dialog("问候: why is it left out?")
        await player.press("escape")
        await player.call()
        assert screen.item is not None
        assert screen.item.id == "greet"
        assert on_disk(planned).check_out is None
        await player.press("o")
        await player.answer("问候", text="1")
        await player.answer("检查陈列", text="another")
        await player.answer("检查陈列", text="货架在修")
        await player.rounds()
        done = on_disk(planned)
        assert done.check_out is not None
        assert {step.step: step.reason for step in done.steps if step.reason} == {
            "greet": "not needed here",
            "shelf": "货架在修",
        }


async def test_a_step_is_left_out_with_a_reason(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await to(player, "step", "thank")
        await player.press("x")
        await player.answer("致谢[/b]: why", text="2")
        assert on_disk(planned).steps[-1].reason == "no time left"
        assert "no time left" in player.table_text("#facts")


async def test_a_call_of_a_past_day_asks_for_its_times(planned: Office) -> None:
    async with playing(planned) as player:
        await player.rounds()
        await player.press("[")
        await player.until(lambda: "There is no plan" in " ".join(player.table_text("#stops").split()), "yesterday")
        await player.press("a")
        await player.answer("which outlet", text="老王")
        await player.call()
        await player.press("y")
        await player.told("2026-11-23 has passed")
        await player.press("i")
        dialog = await player.dialog("2026-11-23: when did the call begin?")
        await player.type("25:00")
        await player.press("enter")
        assert player.app.screen is dialog
        await player.answer("when did", text="0930")
        await player.press("y", "o")
        await player.answer("检查陈列", text="1")
        await player.answer("when did the call end?", text="9：50")
        await player.rounds()
        done = on_disk(planned, date=TODAY - dt.timedelta(days=1))
        assert done.backfilled
        assert done.minutes == 20


async def test_a_day_to_come_takes_no_facts(planned: Office) -> None:
    async with playing(planned) as player:
        await player.press("]")
        await player.rounds()
        await player.press("a")
        await player.answer("which outlet", text="老王")
        await player.call()
        await player.press("y")
        await player.told("2026-11-25 is still to come")


async def test_one_call_at_a_time_is_told_with_the_other_ones_name(planned: Office) -> None:
    session(planned, "C02").check_in()
    async with playing(planned) as player:
        await player.rounds()
        await player.press("home", "enter")
        await player.call()
        await player.press("y")
        await player.told("still in the call at [/b]: check out there first")
        await player.press("y", "down", "i")
        assert not [call for call in planned.books.days.calls(TODAY, "R1").all().values() if call.outlet == "C01"]


async def test_facts_from_another_device_join_and_are_told(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await player.press("y")
        session(office(Books(planned.books.folder), Clock()), "C01").set_note("vom Büro")
        await to(player, "point", "p1")
        await player.press("y")
        await player.told("another device has entered facts")
        done = on_disk(planned)
        assert done.note == "vom Büro"
        assert done.display.points == {"p1": True}  # type: ignore[union-attr]
        session(office(Books(planned.books.folder), Clock()), "C01").set_note("again")
        await player.press("o")
        await player.rounds()
        assert on_disk(planned).note == "again"
        assert on_disk(planned).check_out is not None


async def test_passing_by_leaves_the_whole_stop_out(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await player.press("X")
        await player.answer("老王烟酒店: why is it left out?", text="1")
        await player.rounds()
        assert on_disk(planned).left_reason == "was closed"


async def test_leaving_the_app_keeps_what_was_typed_and_not_yet_entered(planned: Office) -> None:
    async with playing(planned) as player:
        await calling(player)
        await to(player, "stock", "P1")
        await player.press("5", "5", "ctrl+q")
    assert on_disk(planned).stock[0].quantity == 55


async def test_the_brief_and_the_row_tell_what_was_last_time(planned: Office) -> None:
    async with playing(planned, size=(45, 50)) as player:
        await calling(player)
        await to(player, "point", "p2")
        assert "last time (11-10): ✗" in player.lines_text("#about")
        await to(player, "stock", "P1")
        assert "last time (11-10): 7" in player.lines_text("#about")
        await player.press("b")
        await player.dialog("老王烟酒店")
        text = player.screen_text()
        for part in ("多进[两]箱", "价签[0]", "后门卸货", "老板娘管钱"):
            assert part in text
        await player.press("escape")
        await player.call()


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_folder_without_standards_has_a_call_too(books: Books, language: str) -> None:
    books.outlets.put([{"id": "X", "name": "[/b]", "lat": 30.0, "lon": 120.0}])
    books.reps.put([{"id": "R1", "name": "x"}])
    async with playing(office(books, Clock()), language=language) as player:
        await player.outlets()
        await player.press("f5")
        screen = await player.call()
        for _ in screen.facts.rows:
            await player.press("y", "down")
        assert on_disk(screen.office, "X").check_in is not None
