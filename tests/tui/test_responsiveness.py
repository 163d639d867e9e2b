"""The loop stays free while a plan is searched for, and first paint waits for nothing heavy."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import Self

import pytest

from store.books import Books
from tests.tui.harness import Player, playing
from tests.tui.town import KILOMETRE, TODAY, Clock, office

LONGEST = 0.5
"""Seconds that the loop may be away; a person notices about a tenth, a busy test machine needs room."""


class Ticker:
    """Measures how long the event loop was ever away."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()

    async def _tick(self) -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0.005)
            now = time.perf_counter()
            self.worst = max(self.worst, now - before - 0.005)
            before = now


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
    assert ticker.worst < LONGEST


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
    assert ticker.worst < LONGEST


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
