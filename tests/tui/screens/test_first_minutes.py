"""An empty folder, filled from the app: every screen shows what the books hold from the moment they change."""

from __future__ import annotations

import shlex
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from routing.planning.model import Key
from store.books import Books
from store.files.lock import LOCK_NAME
from store.records import StopKind
from tests.tui.harness import Player, playing
from tests.tui.terminal import ROOT
from tests.tui.town import TODAY, Clock, brief_searches, office
from tui.app import others
from tui.cli.parser import build_parser
from tui.cli.run import _gathered
from tui.jobs import desk_state
from tui.jobs.desk import Desk
from tui.jobs.office import Office
from tui.locale import translator
from tui.screens.keying import KeyingScreen

OUTLETS = """code,name,lat,lon,grade,rhythm
C01,Corner shop,60.170,24.940,A,1/week
C02,Market hall,60.175,24.950,B,1/week
C03,Harbour kiosk,60.165,24.955,C,1/week
"""
REPS = "code,name\nR7,Aino\n"
PRODUCTS = "code,name,unit\nP1,Water,bottle\n"
ORDERS = "order no,outlet,promised,product,quantity\nSO1,C03,{date},P1,6\n"


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    return office(Books(tmp_path / "books"), Clock())


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plan", "tried", "freeing", "replan"):
        monkeypatch.setattr(Desk, name, getattr(Desk, name))
    brief_searches(60)


async def take_in(player: Player, folder: Path, kind: str, text: str) -> None:
    """Imports a table from the list of outlets, as a newcomer does."""
    path = folder / f"{kind}.csv"
    path.write_text(text, encoding="utf-8")
    await player.press("f4", "i")
    await player.answer("What is in the table?", text=kind)
    await player.answer("Which file?", text=str(path))
    await player.dialog("what would become of it")
    await player.press("y")
    await player.told("added")


def planned(at: Office) -> dict[str, list[Key]]:
    day = Books(at.books.folder).days.plan(TODAY)
    return {} if day is None else {route.rep: [stop.key for stop in route.stops] for route in day.routes}


async def test_from_an_empty_folder_to_a_plan_every_screen_follows(empty: Office, tmp_path: Path) -> None:
    async with playing(empty, size=(120, 40)) as player:
        await player.until(lambda: "no outlets yet: F4, then i" in player.line_text("#status"), "what is missing")
        await player.press("f5")
        await player.told("F4, then i takes a table in")
        await take_in(player, tmp_path, "outlets", OUTLETS)
        board = await player.board()
        await player.until(lambda: "3 due" in player.line_text("#status"), "what is due")
        await player.press("f5")
        await player.told("planned: 3 stops")
        invented = set(planned(empty))
        assert len(invented) == 1

        await take_in(player, tmp_path, "reps", REPS)
        await take_in(player, tmp_path, "depots", "code,name,latitude,longitude\nD1,Depot,60.2,24.9\n")
        await player.board()
        await player.until(lambda: "Aino" in player.table_text("#index"), "the rep on the board")
        await player.press("P")
        await player.until(lambda: {rep for rep, stops in planned(empty).items() if stops} == {"R7"}, "Aino's route")
        await player.until(lambda: not board.solving, "the end of the search")
        assert board.board is not None
        assert board.board.desk.world.depots.keys() == {"D1"}

        await take_in(player, tmp_path, "products", PRODUCTS)
        await take_in(player, tmp_path, "orders", ORDERS.format(date=TODAY.isoformat()))
        await player.board()
        await player.until(
            lambda: "1 newly due: F5 plans it in" in player.line_text("#status"), "the delivery is due"
        )
        assert board.index.rows[-1].count == 4
        await player.press("P")
        await player.until(lambda: ("C03", StopKind.DELIVERY) in planned(empty).get("R7", []), "the delivery planned")


async def test_the_board_follows_though_somebody_is_at_the_books_when_it_is_told(
    empty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody tells a change twice: whether the board has to read again can often not be said at that moment."""
    monkeypatch.setattr(others, "_LOOK_EVERY", 3600.0)
    empty.books.outlets.put([{"id": "C1", "name": "Kiosk", "lat": 60.17, "lon": 24.94}])
    async with playing(empty, size=(120, 40)) as player:
        await player.until(lambda: "1 due" in player.line_text("#status"), "the board")
        empty.books.outlets.put([{"id": "C2", "name": "Hall", "lat": 60.18, "lon": 24.94}])
        theirs = FileLock(empty.books.folder / LOCK_NAME, thread_local=False)
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(theirs.acquire).result()
            (await player.board()).hear(())
            await player.pilot.pause()
            assert "1 due" in player.line_text("#status")
            elsewhere.submit(theirs.release).result()
        await player.until(lambda: "2 due" in player.line_text("#status"), "what has changed")


async def test_the_board_shows_what_was_written_while_it_was_being_read(
    empty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "_LOOK_EVERY", 3600.0)
    empty.books.outlets.put([{"id": "C1", "name": "Kiosk", "lat": 60.17, "lon": 24.94}])
    world_of = desk_state.world_of

    def slowly(*args: Any) -> Any:
        found = world_of(*args)
        monkeypatch.setattr(desk_state, "world_of", world_of)
        empty.books.outlets.put([{"id": "C2", "name": "Hall", "lat": 60.18, "lon": 24.94}])
        return found

    monkeypatch.setattr(desk_state, "world_of", slowly)
    async with playing(empty, size=(120, 40)) as player:
        await player.until(lambda: "2 due" in player.line_text("#status"), "both")


async def test_reps_whom_only_outlets_name_are_on_duty_as_they_are_in_the_plan(empty: Office) -> None:
    empty.books.reps.put([{"id": "R1", "name": "Aino", "stub": True}])
    async with playing(empty, size=(120, 40)) as player:
        await player.press("ctrl+x")
        await player.until(lambda: "Aino" in player.screen_text(), "the rep")
        assert "08:00" in player.screen_text()
        empty.books.reps.put([{"id": "R2", "name": "Pekka"}])
        await player.until(
            lambda: "Pekka" in player.screen_text() and "Aino" not in player.screen_text(), "who is one"
        )


async def test_f5_plans_the_books_as_they_are_though_the_board_has_not_been_drawn_again(empty: Office) -> None:
    desk = Desk.open(empty, TODAY)
    assert desk.due() == []
    empty.books.reps.put([{"id": "R1", "name": "Aino"}])
    empty.books.outlets.put([{"id": "C1", "name": "Kiosk", "lat": 60.17, "lon": 24.94}])
    async for _ in desk.plan(seconds=None, iterations=20):
        pass
    assert planned(empty) == {"R1": [("C1", StopKind.VISIT)]}


async def test_a_list_in_sight_shows_what_another_screen_or_process_writes(empty: Office) -> None:
    async with playing(empty, size=(120, 40)) as player:
        await player.press("f4")
        await player.until(lambda: "no outlets yet" in player.screen_text(), "the empty list")
        empty.books.outlets.put([{"id": "C1", "name": "Kiosk"}])
        await player.until(lambda: "Kiosk" in player.screen_text(), "the outlet, without a key pressed")


async def test_outlets_that_lie_nowhere_are_told_with_what_to_do_about_it(empty: Office) -> None:
    empty.books.outlets.put([{"id": "C1", "name": "Kiosk"}, {"id": "C2", "name": "Cafe"}])
    async with playing(empty, size=(100, 30)) as player:
        await player.until(lambda: "2 due" in player.line_text("#status"), "what is due")
        await player.press("f5")
        await player.told("paste a map link")
        assert "F4" in player.app.told[-1]


async def test_what_to_do_next_is_said_after_each_table(empty: Office, tmp_path: Path) -> None:
    async with playing(empty, size=(100, 30)) as player:
        await player.press("ctrl+x")
        await player.until(lambda: "i takes a table of them in" in player.screen_text(), "how to begin")
        path = tmp_path / "reps.csv"
        path.write_text(REPS, encoding="utf-8")
        await player.press("i")
        await player.answer("What is in the table?", text="reps")
        await player.answer("Which file?", text=str(path))
        await player.dialog("what would become of it")
        await player.press("y")
        await player.told("next: the outlets")
        await player.until(lambda: "Aino" in player.table_text("#records"), "the rep in the list")
        nowhere = "\n".join(",".join(line.split(",")[:2]) for line in OUTLETS.splitlines())
        await take_in(player, tmp_path, "outlets", nowhere)
        await player.told("none of the outlets lies on the map yet")
        await take_in(player, tmp_path, "outlets", OUTLETS)
        await player.told("F2 shows what is due, F5 there plans it")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_of_the_readmes_first_minutes_is_understood(language: str) -> None:
    """What a newcomer is told to type can be typed; what it does is tested where it is made."""
    text = (ROOT / ("README.md" if language == "en" else "README.zh-CN.md")).read_text(encoding="utf-8")
    lines = [line.partition("  #")[0].split()[1:] for line in text.splitlines() if line.startswith("roundsman ")]
    assert len(lines) > 20
    parser = build_parser(translator(language))
    for words in lines:
        plain = shlex.split(" ".join(words))
        assert parser.parse_args(_gathered(plain)) is not None, words


async def test_an_open_sheet_and_an_open_call_know_what_has_come_in_meanwhile(planned: Office) -> None:
    async with playing(planned) as player:
        await player.rounds()
        await player.press("e")
        await player.until(
            lambda: isinstance(player.app.screen, KeyingScreen) and player.app.screen.keying, "the sheet"
        )
        screen = player.app.screen
        assert isinstance(screen, KeyingScreen)
        assert screen.keying is not None
        keying = screen.keying
        planned.books.products.put([{"id": "P9", "name": "新品汽水", "own": True}])
        await player.until(lambda: "P9" in keying.rows[0].form.products, "the new product on the sheet")
        await player.press("escape")
        await player.rounds()
        await player.press("enter")
        call = await player.call()
        await player.press("f4")
        standard = planned.books.standards.get("S2")
        planned.books.standards.put([standard.model_copy(update={"name": "新陈列标准"})])
        await player.press("f3")
        await player.until(lambda: call.session.display and call.session.display.name == "新陈列标准", "the standard")
