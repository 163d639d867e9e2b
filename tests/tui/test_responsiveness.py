"""The loop stays free while a plan is searched for and saved, what is drawn is drawn in time, and first paint waits
for nothing heavy. What it comes to on a machine of its own is measured by `python -m bench board`.
"""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Self

import pytest
from textual.app import App

from store.books import Books
from store.records import Outlet, Route, Stop
from tests.tui.harness import Player, playing
from tests.tui.town import KILOMETRE, TODAY, Clock, office
from tui.jobs.desk import Desk
from tui.locale import translator
from tui.map.picture import Track
from tui.state.search import OutletIndex
from tui.widgets.board_map import BoardMap

MARGIN = 4
"""How many times what is aimed at may be taken: other programs slow the memory down. Of the wall's time and the
processor's the shorter counts: on a busy machine a program waits for its turn.
"""


class Ticker:
    """Measures how long the event loop was ever away, and the most that it worked at a stretch (processor time)."""

    def __init__(self) -> None:
        self.worst = self.work = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()

    async def _tick(self) -> None:
        before, worked = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0.005)
            self.worst = max(self.worst, time.perf_counter() - before - 0.005)
            self.work = max(self.work, time.thread_time() - worked)
            before, worked = time.perf_counter(), time.thread_time()


def processor_time(do: Callable[[], object], times: int = 7) -> float:
    """Seconds of processor time, the median of some runs."""

    def one() -> float:
        begun = time.process_time()
        do()
        return time.process_time() - begun

    return statistics.median(one() for _ in range(times))


@pytest.fixture
def district(books: Books) -> Books:
    """300 outlets and 8 reps."""
    books.save_settings(books.settings.model_copy(update={"timezone": "Asia/Shanghai"}))
    books.depots.put([{"id": "D1", "name": "仓库", "lat": 30.0, "lon": 120.0}])
    books.reps.put([{"id": f"R{number}", "name": f"业务员{number}"} for number in range(8)])
    books.outlets.put(
        {
            "id": f"C{number:03d}",
            "name": f"第{number}便利店",
            "grade": "ABCD"[number % 4],
            "lat": 30 + KILOMETRE * ((number * 37) % 120 - 60) / 10,
            "lon": 120 + KILOMETRE * ((number * 53) % 140 - 70) / 10,
        }
        for number in range(300)
    )
    return books


async def test_the_loop_is_never_long_away_while_a_plan_is_searched_for(district: Books) -> None:
    async with playing(office(district, Clock())) as player:
        board = await player.board()
        async with Ticker() as ticker:
            await player.press("S")
            await player.answer("How many seconds", text="4")
            await player.until(lambda: board.board is not None and board.board.preview is not None, "a first plan")
            await walk(player)
            await player.told("planned: ")
        assert board.board is not None
        assert board.board.desk.day is not None
        assert board.board.desk.day.stop_count > 100
    assert min(ticker.worst, ticker.work) < 0.1 * MARGIN


async def test_the_loop_is_never_long_away_while_edits_are_saved(district: Books) -> None:
    at = office(district, Clock())
    stops = [Stop(outlet=f"C{number:03d}") for number in range(300)]
    Desk.open(at, TODAY).lay_out([Route(rep=f"R{rep}", stops=stops[rep::8]) for rep in range(8)])
    async with playing(at) as player:
        board = await player.board()
        await player.press("tab", "shift+down")  # the first edit makes the model that the others are judged by
        async with Ticker() as ticker:
            await player.press("shift+down", "u", "shift+down", "r")
        assert board.board is not None
        assert board.board.desk.day is not None
        assert board.board.desk.day.revision >= 4
    assert ticker.work < 0.1 * MARGIN


async def test_what_was_read_is_spared_the_collector_while_the_app_is_open(district: Books) -> None:
    async with playing(office(district, Clock())) as player:
        await player.board()
        await player.until(lambda: not any(isinstance(each, Outlet) for each in gc.get_objects()), "outlets kept")
        assert gc.get_freeze_count() > 1000
    assert gc.get_freeze_count() == 0


async def test_a_frame_of_the_map_is_drawn_in_time() -> None:
    luck = random.Random(1)
    points = [(30 + luck.gauss(0, 0.05), 120 + luck.gauss(0, 0.06)) for _ in range(1000)]
    tracks = [Track(n, tuple(points[n::12]), (30.0, 120.0), (30.0, 120.0)) for n in range(12)]
    app: App[None] = App(css_path=None)
    app.t = translator("en")  # type: ignore[attr-defined]
    async with app.run_test(size=(240, 70)) as pilot:
        chart = BoardMap()
        await app.mount(chart)
        chart.show(tracks, keys=[], chosen=3, left_out=[], mark=points[0], names={})
        await pilot.pause()

        def frame() -> None:
            chart.redraw()
            for y in range(chart.size.height):
                chart.render_line(y)

        assert processor_time(frame) < 0.016 * MARGIN


@pytest.mark.parametrize("typed", ["便利", "c1999", "bld", "bd", "qqx", "c"])
def test_20_000_outlets_are_looked_through_in_time(many: OutletIndex, typed: str) -> None:
    assert processor_time(lambda: many.find(typed)) < 0.025 * MARGIN
    assert len(many.find("")) == 20_000


@pytest.fixture(scope="module")
def many() -> OutletIndex:
    names = ["老王便利店", "大发批发部", "重庆小面", "幸福超市"]
    return OutletIndex([Outlet(id=f"C{number:05d}", name=f"{names[number % 4]}{number}") for number in range(20_000)])


async def walk(player: Player) -> None:
    """A person looks around while the search runs."""
    for keys in (("down", "down"), ("tab", "down"), ("v", "z", "v"), ("escape",), ("f3", "f2")):
        if keys == ("escape",):
            continue
        await player.press(*keys)


async def test_opening_screens_and_dates_on_many_outlets_keeps_the_loop_free(district: Books) -> None:
    async with playing(office(district, Clock())) as player:
        async with Ticker() as ticker:
            await player.outlets()
            await player.rounds()
            await player.press("]")
            board = await player.board()
            await player.until(lambda: board.board is not None, "the board")
        assert player.app.date > TODAY
    assert min(ticker.worst, ticker.work) < 0.1 * MARGIN


def test_first_paint_waits_for_nothing_heavy() -> None:
    """Everything that the opening screen needs, and nothing more, is imported with the app."""
    program = (
        "import sys, tui.app\n"
        "app = tui.app.RoundsmanApp(lambda: None)\n"
        "screen = app.get_default_screen()\n"
        "heavy = {'pydantic', 'networkx', 'numpy', 'numba', 'ortools', 'tinydb', 'orjson', 'pypinyin', 'reportlab'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('store', 'routing')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]
