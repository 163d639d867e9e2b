"""All outlets: the filter as one types, the order, one outlet at length, onto the plan."""

from __future__ import annotations

import datetime as dt

import pytest

from store.books import Books
from tests.tui.harness import Player, playing
from tests.tui.town import LONG, NAMES, TODAY, Clock, office, session
from tui.jobs.office import Office
from tui.screens.dialogs import Tell
from tui.screens.outlets import OutletsScreen


def shown(screen: OutletsScreen) -> list[str]:
    return [outlet.id for outlet in screen.table.rows]


async def filtered(player: Player, text: str) -> OutletsScreen:
    screen = await player.outlets()
    await player.press("slash")
    await player.until(lambda: screen.query_one("#filter").has_focus, "the filter")
    screen.query_one("#filter").value = ""  # type: ignore[attr-defined]
    await player.type(text)
    return screen


async def test_every_outlet_is_listed_as_it_is_called(planned: Office) -> None:
    async with playing(planned, size=(140, 30)) as player:
        screen = await player.outlets()
        assert shown(screen) == list(NAMES)
        text = player.screen_text()
        for name in NAMES.values():
            assert name[:10] in text
        assert "12 of 12 outlets" in player.line_text("#found")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lwyjd", ["C01"]),
        ("ｌｗ", ["C01"]),
        ("重庆", ["C07"]),
        ("cq", ["C07"]),
        ("[/b]", ["C02"]),
        ("[", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12"]),
        ("متجر", ["C05"]),
        ("wholesaler", ["C12"]),
        ("restaurant", ["C05", "C07"]),
        ("restaurant c07", ["C07"]),
        ("1380000000", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08", "C09"]),
        ("qqqq", []),
    ],
)
async def test_typing_filters_at_once(planned: Office, typed: str, found: list[str]) -> None:
    async with playing(planned) as player:
        screen = await filtered(player, typed)
        assert shown(screen) == found
        assert player.line_text("#found").startswith(f"{len(found)} of 12")
        if not found:
            assert "No outlet fits" in player.table_text("#outlets")
            await player.press("enter", "c", "a", "b", "enter")


async def test_letters_of_commands_go_into_the_filter_and_esc_leaves_it(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await filtered(player, "sca/b")
        line = screen.query_one("#filter")
        assert line.value == "sca/b"  # type: ignore[attr-defined]
        await player.press("escape")
        assert screen.table.has_focus
        assert shown(screen) == []
        await player.press("escape")
        assert line.value == ""  # type: ignore[attr-defined]
        assert shown(screen) == list(NAMES)


async def test_the_full_width_slash_and_f6_reach_the_filter_too(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        for key in ("fullwidth_solidus", "ideographic_comma", "f6", "ctrl+f"):
            await player.press(key)
            assert screen.query_one("#filter").has_focus, key
            await player.press("escape")


async def test_sorting_goes_round_and_the_cursor_keeps_its_outlet(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        screen.table.show_key("C07")
        orders = []
        for _ in range(5):
            await player.press("s")
            orders.append(player.line_text("#found").rpartition("sorted by ")[2])
            assert screen.outlet is not None
            assert screen.outlet.id == "C07"
            assert sorted(shown(screen)) == list(NAMES)
        assert orders == ["name", "grade", "longest without a call", "rep", "import"]


async def test_the_longest_without_a_call_come_first(planned: Office, clock: Clock) -> None:
    call = session(planned, "C05", rep="R2")
    call.check_in()
    clock.forward(10)
    call.check_out()
    async with playing(planned) as player:
        screen = await player.outlets()
        await player.press("s", "s", "s")
        assert shown(screen)[-2:] == ["C01", "C05"], player.line_text("#found")


async def test_the_last_call_is_one_that_was_made_and_not_one_that_is_planned(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        lines = player.table_text("#outlets").splitlines()
        assert lines[1].endswith("11-10")
        assert not lines[2].rstrip().endswith("11-24")
        await player.until(lambda: "86.50" in player.lines_text("#about"), "the latest calls")
        assert "last call 2026-11-10" in player.lines_text("#about")
        assert screen.outlet is not None


async def test_one_outlet_at_length(planned: Office) -> None:
    async with playing(planned, size=(60, 40)) as player:
        screen = await player.outlets()
        screen.table.show_key("C04")
        await player.press("enter")
        await player.until(lambda: isinstance(player.app.screen, Tell), "the outlet")
        text = "".join(part.strip(" │") for part in player.screen_text().splitlines())
        assert LONG in text
        assert "人民路4号" in text
        await player.press("escape")
        await player.outlets()


async def test_an_outlet_goes_onto_the_plan_where_it_costs_least(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        screen.table.show_key("C09")
        await player.press("a")
        await player.told("Café Zoë & Söhne: added to")
        plan = Books(planned.books.folder).days.plan(TODAY)
        assert plan is not None
        assert "C09" in [stop.outlet for route in plan.routes for stop in route.stops]
        await player.press("b")
        board = await player.board()
        await player.until(lambda: board.row is not None and board.row.stop_key == ("C09", "visit"), "C09")
        assert not any("somebody else" in told for told in player.app.told), player.app.told


async def test_adding_without_a_plan_or_without_a_position_is_told(bare: Office) -> None:
    async with playing(bare) as player:
        screen = await player.outlets()
        await player.press("a")
        assert "2026-11-24" in await player.told("plan")
        screen.table.show_key("C10")
        await player.press("insert")
        await player.told("无位置小店")


async def test_an_outlet_that_is_not_on_the_plan_is_told(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        screen.table.show_key("C11")
        await player.press("b")
        await player.board()
        await player.told("停业商店")


async def test_a_call_opens_for_the_rep_on_whose_route_it_stands(planned: Office) -> None:
    async with playing(planned) as player:
        screen = await player.outlets()
        screen.table.show_key("C05")
        await player.press("c")
        call = await player.call()
        assert (call.session.call.rep, call.session.call.outlet) == ("R2", "C05")
        await player.press("escape")
        await player.outlets()


async def test_outlets_imported_meanwhile_are_there_at_the_next_look(planned: Office) -> None:
    async with playing(planned) as player:
        await player.outlets()
        await player.board()
        Books(planned.books.folder).outlets.put([{"id": "N1", "name": "新开的店", "lat": 30.0, "lon": 120.0}])
        screen = await player.outlets()
        await player.until(lambda: "N1" in shown(screen), "the new outlet")


async def test_the_date_chosen_here_holds_everywhere(planned: Office) -> None:
    async with playing(planned) as player:
        await player.outlets()
        await player.press("]")
        assert player.app.date == TODAY + dt.timedelta(days=1)
        assert "2026-11-25 Wed" in player.line_text("TitleBar")
        board = await player.board()
        assert board.board is not None
        assert board.board.desk.date == player.app.date
        rounds = await player.rounds()
        assert rounds.round is not None
        assert rounds.round.date == player.app.date


@pytest.mark.parametrize("count", [5000])
async def test_thousands_of_outlets_are_filtered_while_one_types(books: Books, count: int) -> None:
    books.outlets.put(
        {"id": f"K{number}", "name": f"第{number}号便利店", "lat": 30.0, "lon": 120.0} for number in range(count)
    )
    async with playing(office(books, Clock()), size=(100, 30)) as player:
        screen = await filtered(player, "d4999hbld")
        assert shown(screen) == ["K4999"]


async def test_outlets_are_shared_out_among_the_reps_once_that_is_taken(planned: Office) -> None:
    def owners() -> dict[str, str | None]:
        return {outlet.id: outlet.rep for outlet in planned.books.outlets.all().values()}

    before = owners()
    async with playing(planned) as player:
        await player.outlets()
        await player.press("ctrl+t")
        await player.dialog("Territories")
        assert "h of calls a week" in player.screen_text()
        assert owners() == before
        await player.press("enter")
        await player.told("changed hands")
    after = owners()
    assert after != before
    located = [outlet.id for outlet in planned.books.outlets.all().values() if outlet.located]
    assert all(after[outlet] for outlet in located)
