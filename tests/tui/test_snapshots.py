"""Pictures of the key screens, in three widths and two languages, with names that break careless programs.

``make snapshots`` draws them anew; look at each before committing it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from store.records import StopKind
from tests.tui.harness import Player, TestedApp
from tests.tui.town import TODAY, Clock, hand_plan, serviced, session
from tui.jobs.office import Office
from tui.jobs.settling import settle
from tui.screens.board import BoardScreen
from tui.screens.channel import ChannelScreen
from tui.screens.homecoming import HomecomingScreen
from tui.screens.keying import KeyingScreen
from tui.screens.outlets import OutletsScreen
from tui.screens.page import PageScreen
from tui.screens.record import RecordScreen
from tui.screens.records import RecordsScreen
from tui.screens.service import ServiceScreen
from tui.screens.settling import SettlingScreen

SMALL, NARROW, MEDIUM, WIDE = (45, 20), (45, 90), (100, 30), (140, 36)
Scene = Callable[[Player], Awaitable[None]]


async def board(player: Player) -> None:
    """The second stop of the first route under the cursor."""
    screen = await player.board()
    if screen.board is not None and screen.board.planned:
        assert screen.choose_stop(("C02", StopKind.VISIT))
        screen.show_pane("list")
        await player.until(lambda: screen.listing.has_focus, "the list")


async def routes(player: Player) -> None:
    """The index of routes."""
    await player.board()


async def chart(player: Player) -> None:
    """The map alone."""
    screen = await player.board()
    screen.show_pane("map")
    await player.until(lambda: screen.query_one("#map").has_focus, "the map")


async def left_out(player: Player) -> None:
    """A stop that was left out, and why."""
    screen = await player.board()
    assert screen.board is not None
    first = ("C12", StopKind.VISIT)
    assert screen.choose_stop(first)
    await player.until(lambda: screen.board.place_of(first)[1].item.cheapest, "its way in")  # type: ignore[index, union-attr]
    assert screen.choose_stop(("C10", StopKind.VISIT))
    screen.show_pane("list")
    await player.until(lambda: screen.listing.has_focus, "the list")


async def rounds(player: Player) -> None:
    await player.rounds()


async def call(player: Player) -> None:
    await player.rounds()
    await player.press("home", "enter")
    screen = await player.call()
    assert screen.facts.show_key(("stock", "P1"))
    await player.press("1", "2")


async def key_in(player: Player) -> None:
    """A paper sheet half keyed in, one cell of it wrong."""
    await player.rounds()
    screen = await player.go("e", KeyingScreen)
    await player.until(lambda: screen.keying is not None and screen.keying.rows, "the sheet")
    screen.go(3 - screen.grid.place[0], 0)
    await player.type("９０5")
    await player.press("tab")
    await player.type("920")
    await player.press("tab")
    await player.type("19")


async def settling(player: Player) -> None:
    """A vehicle with one case too few."""
    office = player.app.office
    office.books.vehicles.put([{"id": "V1", "plate": "浙[0]"}])
    office.books.reps.put([{"id": "R1", "name": "张三", "role": "both", "vehicle": "V1"}])
    lines = [{"product": "P1", "quantity": 24, "price": "2.00"}, {"product": "P2", "quantity": 6, "price": "3.50"}]
    office.books.orders.put([{"id": "SO-1", "outlet": "C01", "promised": str(TODAY), "lines": lines}])
    await player.rounds()
    screen = await player.go("w", SettlingScreen)
    await player.until(lambda: screen.evening is not None, "the figures")
    settle(office, TODAY, "V1", counted={"P1": 20}, all_as_left=True)
    screen.read()


async def outlets(player: Player) -> None:
    screen = await player.outlets()
    await player.until(lambda: "86.50" in player.lines_text("#about"), "the latest calls")
    screen.query_one("#filter", Input).blur()


async def service(player: Player) -> None:
    """The service desk's issues."""
    serviced(player.app.office)
    screen = await player.go("ctrl+u", ServiceScreen)
    await player.until(lambda: screen.found, "the lists")


async def signals(player: Player) -> None:
    """What is said of a signal, on a phone."""
    await service(player)
    await player.press("right", "right", "right")


async def channel(player: Player) -> None:
    """The tree with a wholesaler opened."""
    serviced(player.app.office)
    screen = await player.go("ctrl+n", ChannelScreen)
    await player.until(lambda: screen.table.rows, "the tree")
    await player.press("enter")


async def page(player: Player) -> None:
    """One customer's page."""
    serviced(player.app.office)
    screen = await player.outlets()
    screen.table.cursor = 1
    await player.press("o")
    await player.until(lambda: isinstance(player.app.screen, PageScreen) and player.app.screen.sections, "the page")


async def homecoming(player: Player) -> None:
    serviced(player.app.office)
    screen = await player.go("ctrl+b", HomecomingScreen)
    await player.until(lambda: screen.coming, "the board")


async def help_of_board(player: Player) -> None:
    await board(player)
    await player.press("f1")
    await player.dialog()


async def form(player: Player) -> None:
    """The form of an outlet, a field with help under the cursor."""
    screen = await player.outlets()
    assert screen.table.show_key("C02")
    await player.press("e")
    await player.until(lambda: isinstance(player.app.screen, RecordScreen), "the form")
    shown = player.app.screen
    assert isinstance(shown, RecordScreen)
    assert shown.fields.show_key(("field", ("windows",)))


async def duty(player: Player) -> None:
    """Who works today, one of them with other hours."""
    shifts = {"R2": [], "R3": [{"start": "09:00", "end": "12:00"}]}
    player.app.office.books.arrangements.put([{"id": TODAY.isoformat(), "shifts": shifts}])
    screen = await player.go("ctrl+x", RecordsScreen)
    await player.until(lambda: screen.table.rows, "who works")


async def reps(player: Player) -> None:
    await board(player)
    await player.press("m")
    await player.dialog()


async def reading(player: Player) -> None:
    """The board while its date is being read."""
    screen = await player.board()
    screen.board = None
    screen.show_all()


async def damaged(player: Player) -> None:
    """The outlets when their file has been torn."""
    await player.board()
    folder, said = player.app.office.books.folder, player.app.sentence_of
    player.app.sentence_of = lambda fault: said(fault).replace(f"{folder.parent}/", "")  # type: ignore[method-assign]
    (folder / "outlets.json").write_text('{"outlets": {"1": {"id": "C0')
    screen = await player.go("f4", OutletsScreen)
    await player.until(lambda: screen.fault, "the fault")


async def nothing_listed(player: Player) -> None:
    """A list of the service desk with nothing on it."""
    screen = await player.go("ctrl+u", ServiceScreen)
    await player.until(lambda: screen.found, "the lists")
    screen.open_section("bulletins")


async def which_date(player: Player) -> None:
    """The question for a date, with days off and worked days, on one with a long name."""
    books = player.app.office.books
    calendar = [
        {"first": "2026-11-26", "last": "2026-11-27", "name": "很长的[节日]名字一直写到行尾也写不完"},
        {"first": "2026-11-29", "last": "2026-11-29", "work": True},
    ]
    books.save_settings(type(books.settings).model_validate({**books.settings.to_json(), "calendar": calendar}))
    await player.press("g")
    await player.dialog()
    await player.press("right", "right")


async def publishing(player: Player) -> None:
    await board(player)
    await player.press("p")
    await player.dialog()


async def happened(player: Player) -> None:
    """What a day is planned anew for."""
    await board(player)
    await player.press("R")
    await player.dialog()


async def wrong_place(player: Player) -> None:
    """What was typed is no position."""
    screen = await player.outlets()
    assert screen.table.show_key("C04")
    await player.press("p")
    await player.dialog()
    await player.type("[/b]")
    await player.press("enter")


SCENES: list[tuple[Scene, bool, tuple[int, int], str]] = [
    (board, True, WIDE, "en"),
    (board, True, WIDE, "zh"),
    (board, True, MEDIUM, "zh"),
    (routes, True, NARROW, "en"),
    (board, True, NARROW, "zh"),
    (chart, True, NARROW, "en"),
    (left_out, True, MEDIUM, "en"),
    (routes, False, WIDE, "zh"),
    (routes, False, MEDIUM, "en"),
    (rounds, True, WIDE, "en"),
    (rounds, True, MEDIUM, "zh"),
    (rounds, True, NARROW, "zh"),
    (rounds, False, NARROW, "en"),
    (call, True, WIDE, "zh"),
    (call, True, MEDIUM, "en"),
    (call, True, NARROW, "zh"),
    (call, True, NARROW, "en"),
    (key_in, True, NARROW, "zh"),
    (key_in, True, MEDIUM, "en"),
    (settling, True, MEDIUM, "en"),
    (settling, True, NARROW, "en"),
    (outlets, True, WIDE, "zh"),
    (outlets, True, MEDIUM, "en"),
    (outlets, True, NARROW, "zh"),
    (service, True, WIDE, "zh"),
    (signals, True, NARROW, "zh"),
    (channel, True, MEDIUM, "en"),
    (channel, True, NARROW, "zh"),
    (page, True, WIDE, "zh"),
    (page, True, NARROW, "en"),
    (homecoming, True, WIDE, "zh"),
    (homecoming, True, NARROW, "en"),
    (help_of_board, True, WIDE, "zh"),
    (help_of_board, True, NARROW, "en"),
    (reps, True, MEDIUM, "zh"),
    (form, True, WIDE, "en"),
    (form, True, NARROW, "zh"),
    (duty, True, MEDIUM, "zh"),
    (duty, True, NARROW, "en"),
    (reading, False, SMALL, "zh"),
    (damaged, True, SMALL, "zh"),
    (damaged, True, WIDE, "en"),
    (nothing_listed, True, MEDIUM, "zh"),
    (which_date, True, SMALL, "zh"),
    (which_date, True, MEDIUM, "en"),
    (publishing, True, SMALL, "en"),
    (happened, True, SMALL, "zh"),
    (wrong_place, True, SMALL, "zh"),
]


def name_of(value: object) -> str:
    if isinstance(value, tuple):
        return str(value[0])
    if isinstance(value, bool):
        return "planned" if value else "bare"
    return getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("scene", "with_plan", "size", "language"), SCENES, ids=name_of)
def test_a_screen_looks_as_it_did(
    snap_compare: Callable[..., bool],
    bare: Office,
    clock: Clock,
    scene: Scene,
    with_plan: bool,
    size: tuple[int, int],
    language: str,
) -> None:
    if with_plan:
        lived_in(bare, clock)
    bare.language = language
    app = TestedApp(bare, language)

    async def before(pilot: Pilot[Any]) -> None:
        player = Player(app, pilot)
        await player.until(lambda: isinstance(app.screen, BoardScreen), "the books to be read")
        await player.board()
        await scene(player)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        app.clear_notifications()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)


def lived_in(at: Office, clock: Clock) -> None:
    """A day half driven: one stop done, one under way, one left out; a lock and a broken rule."""
    desk = hand_plan(at, TODAY, publish=True)
    desk.move(("C05", StopKind.VISIT), "R2", 3)
    desk.lock_route("R2")
    desk.move(("C02", StopKind.VISIT), "R1", 4)
    desk.lock(("C03", StopKind.VISIT))
    clock.forward(22)
    done = session(at, "C03")
    done.set_point("p1", True)
    done.set_order(12_345)
    clock.forward(17)
    done.check_out()
    session(at, "C04").leave_out("没有营业[/b]")
    here = session(at, "C01")
    here.set_step("greet", done=True)
    here.set_point("p1", True)
    here.set_point("p2", False)
    here.set_step("thank", done=False, reason="老板不在")
    here.set_skill(3)
    here.set_action("多进[两]箱,把价签贴好")
    clock.forward(3)
