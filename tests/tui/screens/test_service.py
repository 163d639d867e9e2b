"""Service desk, channel, page and homecoming as a person uses them, with names that break careless programs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.widgets import Input

from store.records import IssueStatus, Rung, StopKind
from tests.tui.harness import Player, playing
from tests.tui.town import TODAY, serviced
from tui.jobs import standing
from tui.jobs.office import Office
from tui.jobs.record_editor import RecordEditor
from tui.screens.channel import ChannelScreen
from tui.screens.dialogs import Tell
from tui.screens.homecoming import HomecomingScreen
from tui.screens.page import PageScreen
from tui.screens.record import RecordScreen
from tui.screens.service import ServiceScreen


@pytest.fixture
def busy(planned: Office) -> Office:
    """The town with something on every list."""
    return serviced(planned)


async def desk(player: Player, section: str = "issues") -> ServiceScreen:
    screen: ServiceScreen = await player.go("ctrl+u", ServiceScreen)
    await player.until(lambda: screen.found, "the lists")
    screen.open_section(section)
    await player.pilot.pause()
    return screen


async def chosen(player: Player, text: str) -> None:
    """Chooses a line of a list dialog by what it says."""
    await player.dialog()
    number = next(n for n, each in enumerate(player.choices()) if text in each)
    await player.press(*["down"] * number, "enter")


async def refused(player: Player, heading: str, text: str, why: str) -> None:
    """Types what a dialog does not take, and reads why under it."""
    dialog = await player.dialog(heading)
    dialog.query_one(Input).value = ""
    await player.type(text)
    await player.press("enter")
    await player.until(lambda: why in " ".join(player.screen_text().split()), why)
    assert dialog.query_one(Input).value == text


@pytest.mark.parametrize(("size", "language"), [((140, 40), "en"), ((45, 30), "zh"), ((100, 30), "zh")])
async def test_every_list_is_shown_whatever_its_names(busy: Office, size: tuple[int, int], language: str) -> None:
    async with playing(busy, size=size, language=language) as player:
        screen = await desk(player)
        text = player.screen_text()
        assert "two cases [/b] short" in text
        for _ in range(len(screen.found)):
            await player.press("right")
            assert "service." not in player.screen_text()
        assert screen.section == "issues"
        await player.press("shift+tab")
        assert screen.section == "proposals"


async def test_an_issue_is_answered_resolved_and_closed_at_the_desk(busy: Office) -> None:
    async with playing(busy) as player:
        screen = await desk(player)
        await player.press("enter")
        await chosen(player, "answer")
        await player.answer("told", text="tomorrow at eight")
        await player.told("ISS-0001: answer")
        await player.until(lambda: screen.entry and screen.entry.record.status is IssueStatus.ANSWERED, "answered")
        assert "tomorrow at eight" in player.lines_text("#about")
        await player.press("a")
        await chosen(player, "resolve")
        await player.answer("done about it", text="brought")
        await player.until(lambda: screen.entry and screen.entry.record.status is IssueStatus.RESOLVED, "resolved")
        await player.press("f5")
        await chosen(player, "customer content")
        await chosen(player, "★★★★")
        await player.answer("say")
        await player.until(lambda: not screen.found["issues"], "closed")
    issue = busy.books.issues.get("ISS-0001")
    assert issue.check is not None
    assert issue.check.rating == 5


async def test_esc_leaves_an_act_with_nothing_done(busy: Office) -> None:
    async with playing(busy) as player:
        screen = await desk(player)
        for keys in (("a", "escape"), ("a", "enter", "escape"), ("n", "escape")):
            await player.press(*keys[:1])
            for key in keys[1:]:
                await player.dialog()
                await player.press(key)
            await player.until(lambda: player.app.screen is screen, "the desk")
    assert len(busy.books.issues.all()) == 1
    assert busy.books.issues.get("ISS-0001").rev == 1


async def test_a_rung_that_may_not_be_taken_is_refused_in_words(busy: Office) -> None:
    """From a signal: first the conversation at guide; then talk; the ladder stands on what the book allows."""
    async with playing(busy) as player:
        await desk(player, "signals")
        await player.press("a")
        await chosen(player, "next step")
        await player.answer("Why this step", text="rival's van")
        await player.answer("conversation", text="asked what is missing")
        await player.answer("looked at again")
        await player.told("SIG-0001")
        assert standing.standing_of(busy, "C12") is Rung.GUIDE
        await player.press("a")
        await chosen(player, "next step")
        await player.answer("Why this step")
        await player.answer("conversation")
        await player.answer("looked at again")
        await player.until(lambda: standing.standing_of(busy, "C12") is Rung.TALK, "talk")
        screen = await desk_again(player, "standing")
        assert screen.entry is not None
        await player.press("a")
        await chosen(player, "warn")
        await player.answer("Why this step", text="again")
        await player.answer("rest on", text="seen")
        await player.answer("photo")
        await player.answer("conversation", text="x")
        await player.answer("looked at again")
        await player.told("before the conversation at talk")
    assert standing.standing_of(busy, "C12") is Rung.TALK


async def desk_again(player: Player, section: str) -> ServiceScreen:
    screen = player.app.screen
    assert isinstance(screen, ServiceScreen)
    await player.until(lambda: screen.found[section], section)
    screen.open_section(section)
    await player.pilot.pause()
    return screen


async def test_a_fee_is_checked_and_the_list_written(busy: Office, tmp_path: Path) -> None:
    async with playing(busy) as player:
        screen = await desk(player, "agreements")
        assert screen.entry is not None
        assert screen.entry.part == "F1"
        await player.press("a")
        await chosen(player, "check the display")
        await chosen(player, "as agreed")
        await player.answer("photo", text="p.jpg")
        await player.told("AGR-0001")
        await player.press("x")
        await player.answer("file", text=str(tmp_path / "fees.csv"))
        await player.told("1 display fee")
    assert (tmp_path / "fees.csv").exists()
    assert busy.books.agreements.get("AGR-0001").display_fees[0].stage == "checked"


async def test_the_page_of_an_outlet_from_the_list_and_something_put_on_file_there(busy: Office) -> None:
    async with playing(busy) as player:
        screen = await player.outlets()
        screen.table.cursor = 1
        await player.press("o")
        await player.until(lambda: isinstance(player.app.screen, PageScreen) and player.app.screen.sections, "page")
        text = player.screen_text()
        assert "[/b]" in text
        assert "two cases [/b] short" in text
        await player.press("s")
        await chosen(player, "silence")
        await player.answer("seen", text="shut for a week [x]")
        await player.answer("Lot")
        await player.until(lambda: "shut for a week [x]" in player.lines_text("#left"), "the signal")
        await player.press("escape")
        await player.until(lambda: player.app.screen is screen, "the list")


async def test_the_channel_opens_finds_and_tells_where_a_lot_came_from(busy: Office, tmp_path: Path) -> None:
    line = {"product": "P1", "quantity": 2, "lots": ["L9"]}
    busy.books.orders.put(
        [{"id": "O1", "outlet": "C05", "ordered": str(TODAY), "status": "delivered", "lines": [line]}]
    )
    async with playing(busy) as player:
        screen: ChannelScreen = await player.go("ctrl+n", ChannelScreen)
        await player.until(lambda: screen.table.rows, "the tree")
        assert screen.branch is not None
        assert screen.branch.outlet == "C12"
        before = len(screen.table.rows)
        await player.press("enter")
        assert len(screen.table.rows) == before + 2
        await player.press("left")
        assert len(screen.table.rows) == before
        await player.press("slash")
        await player.answer("Which outlet", text="c02")
        await player.until(lambda: screen.branch and screen.branch.outlet == "C02", "found under its wholesaler")
        text = "\n".join(screen.map.render_line(y).text for y in range(screen.map.size.height))
        assert "大发批发部" in text, "who supplies others is named on the map"
        assert "◉" in text
        assert screen.map._bright == {"C02"}
        await player.press("m")
        assert screen.map.has_focus
        screen.map.post_message(screen.map.StopPicked(("C12", StopKind.VISIT)))
        await player.until(lambda: screen.branch and screen.branch.outlet == "C12", "picked on the map")
        assert screen.map._bright == {"C12", "C02", "C03"}, "what hangs on it is bright"
        await player.press("m")
        assert screen.table.has_focus
        screen.show_outlet("C02")
        await player.press("l")
        await player.answer("lot", text="l9")
        await player.until(lambda: isinstance(player.app.screen, Tell), "the sources")
        assert "diverted" in player.screen_text()
        await player.press("enter")
        await player.until(lambda: player.app.screen is screen, "the tree")
        await player.press("x")
        await player.answer("graph", text=str(tmp_path / "g.graphml"))
        await player.told("g.graphml")
    assert (tmp_path / "g.graphml").read_text().startswith("<?xml")


@pytest.mark.parametrize(("size", "language"), [((140, 40), "en"), ((45, 30), "zh")])
async def test_homecoming_shows_who_is_out_and_takes_notes_on(
    busy: Office, size: tuple[int, int], language: str
) -> None:
    async with playing(busy, size=size, language=language) as player:
        screen: HomecomingScreen = await player.go("ctrl+b", HomecomingScreen)
        await player.until(lambda: screen.coming, "the board")
        assert "张三" in player.screen_text()
        assert "[0]" in player.screen_text()
        await player.press("tab")
        await player.press("enter")
        await player.until(lambda: busy.books.handovers.get("HND-0001").acknowledged, "acknowledged")
        await player.until(lambda: screen.note and screen.note.record.acknowledged, "shown")
        await player.press("d")
        await player.until(lambda: screen.note is None, "done")
        await player.press("right_square_bracket")
        await player.until(lambda: not screen.coming, "another day")
        assert screen.date == TODAY + dt.timedelta(1)


async def test_promises_are_put_on_file_and_edited_from_the_desk(busy: Office) -> None:
    """An agreement with both sides' duties, changed in its form; an exception below the floor is refused in words."""
    busy.books.products.put([{**busy.books.products.get("P1").to_json(), "rev": 0, "floor_price": "33.00"}])
    async with playing(busy) as player:
        screen = await desk(player, "agreements")
        await player.press("n")
        await chosen(player, "Agreement")
        await player.answer("Which outlet", text="c02")
        await chosen(player, "word of mouth")
        await player.answer("called", text="fridge [/b]")
        await player.answer("their duty", text="full, always")
        await player.answer("our duty", text="mends it")
        await player.answer("Until when", text="2026-11-30")
        await player.answer("looked at again", text="2026-11-29")
        await player.until(lambda: "AGR-0002" in busy.books.agreements.all(), "the agreement")
        made = busy.books.agreements.get("AGR-0002")
        assert (made.their_duties, made.our_duties, made.form.value) == (["full, always"], ["mends it"], "verbal")
        await player.until(lambda: any(each.id == "AGR-0002" for each in screen.found["agreements"]), "its remark")
        screen.table.cursor = next(n for n, row in enumerate(screen.table.rows) if row.id == "AGR-0002")
        await player.press("e")
        await player.until(lambda: isinstance(player.app.screen, RecordScreen), "the form")
        form = player.app.screen
        assert isinstance(form, RecordScreen)
        await player.until(lambda: form.row and form.row.path == ("title",), "its first field")
        await player.press("enter")
        await player.answer("title", text="fridge [0]")
        await player.until(lambda: busy.books.agreements.get("AGR-0002").title == "fridge [0]", "changed")
        form.fields.cursor = next(n for n, row in enumerate(form.fields.rows) if row.path == ("price_rules",))
        await player.press("enter")
        await chosen(player, "凉茶")
        await player.answer("sells at least", text="35")
        await player.answer("buys at", text="34")
        await player.until(lambda: busy.books.agreements.get("AGR-0002").price_rules, "the rule")
        await player.press("delete")
        await player.dialog("whole entry")
        await player.press("y")
        await player.until(lambda: not busy.books.agreements.get("AGR-0002").price_rules, "taken out")
        await player.press("escape", "n")
        await chosen(player, "Special price")
        await player.answer("Which outlet", text="c02")
        await chosen(player, "凉茶")
        await refused(player, "Special price", "32.99", "below the floor of 33.00")
        await player.answer("Special price", text="33.50")
        await player.answer("Why", text="opening")
        await player.answer("approves", text="Boss")
        await player.answer("Until when")
        await player.until(lambda: any(each.id == "EXC-0001" for each in screen.found["agreements"]), "shown")
    assert busy.books.exceptions.get("EXC-0001").price == 3350


async def test_a_support_price_that_needs_an_exception_has_it_granted_at_once(busy: Office) -> None:
    """Refused with the reason; the grant begins with what was typed; then the deal has its price."""
    prices = {"floor_price": "33.00", "support_price": "35.00", "units": [{"name": "case"}]}
    busy.books.products.put([{**busy.books.products.get("P1").to_json(), "rev": 0, **prices}])
    async with playing(busy) as player:
        await desk(player, "deals")
        await player.press("a")
        await chosen(player, "support price")
        await chosen(player, "凉茶")
        await refused(player, "Support price", "32", "below the floor of 33.00")
        await player.answer("Support price", text="34")
        await player.dialog("below 35.00")
        await player.press("y")
        await player.answer("Special price")
        await player.answer("Why", text="a hotel of [0] rooms")
        await player.answer("approves", text="Boss")
        await player.answer("Until when")
        await player.told("DEAL-0001")
    assert busy.books.deals.get("DEAL-0001").lines[0].price == 3400
    assert busy.books.exceptions.get("EXC-0001").least == 3400


async def test_a_list_is_filtered_by_words_and_by_the_outlet_also_in_pinyin(busy: Office) -> None:
    async with playing(busy) as player:
        screen = await desk(player, "care")
        whole = len(screen.table.rows)
        assert whole > 3
        await player.press("slash")
        await player.type("dfpf")
        await player.until(lambda: [row.outlet for row in screen.table.rows] == ["C12"], "its pinyin initials")
        await player.press("enter")
        assert screen.table.has_focus
        await player.press("right", "left")
        assert [row.outlet for row in screen.table.rows] == ["C12"], "every list is filtered alike"
        await player.press("escape")
        await player.until(lambda: len(screen.table.rows) == whole, "all of them")


async def test_a_form_says_what_wants_a_second_look(busy: Office) -> None:
    """C12 supplied by C02, whom it supplies: on file, and told at once."""
    async with playing(busy) as player:
        await player.outlets()
        form = RecordScreen(RecordEditor(busy, "outlets", "C12"))
        player.app.push_screen(form)
        await player.until(lambda: form.query("#fields") and form.row, "the form")
        form.fields.cursor = next(n for n, row in enumerate(form.fields.rows) if row.path == ("supplier",))
        await player.press("enter")
        await player.answer("buys from", text="c02")
        await player.told("in a circle")
    assert busy.books.outlets.get("C12").supplier == "C02"


async def test_the_joint_visit_has_its_people_and_its_time(busy: Office) -> None:
    async with playing(busy) as player:
        await desk(player, "deals")
        await player.press("a")
        await chosen(player, "plan the joint visit")
        await player.answer("When is the joint visit")
        await player.answer("which time", text="14:30")
        await player.dialog("comes along")
        await player.press("tab", "down", "tab", "enter")
        await player.told("DEAL-0001")
        assert "14:30" in player.lines_text("#about")
    [visit] = busy.books.deals.get("DEAL-0001").negotiations
    assert (visit.people, visit.time) == (["R1", "R2"], 52_200)


async def test_an_outlets_page_puts_promises_on_file_acts_and_says_why(busy: Office) -> None:
    async with playing(busy) as player:
        await player.outlets()
        screen = PageScreen("C02")
        player.app.push_screen(screen)
        await player.until(lambda: screen.sections, "page")
        await player.press("p")
        await chosen(player, "Special policy")
        await player.answer("special policy", text="one free in [10]")
        await player.answer("Why", text="opening")
        await player.answer("approves", text="Boss")
        await player.answer("Until when")
        await player.until(lambda: "one free in [10]" in player.lines_text("#left"), "the exception")
        await player.press("a")
        await chosen(player, "two cases [/b] short")
        await chosen(player, "answer")
        await player.answer("told", text="tomorrow")
        await player.until(lambda: busy.books.issues.get("ISS-0001").answer, "answered")
        await player.press("a")
        await chosen(player, "one free in [10]")
        await chosen(player, "withdraw")
        await player.until(lambda: busy.books.exceptions.get("EXC-0001").withdrawn == TODAY, "withdrawn")
        await player.press("w")
        await player.until(lambda: isinstance(player.app.screen, Tell), "the records")
        await player.press("enter")
