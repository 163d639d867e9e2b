"""Edits are saved beside the loop: in their order, never lost, shown only when they are on the disk."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from store.books import Books
from store.books.days import Days
from store.errors import NotWritableError
from store.records import StopKind
from tests.tui.harness import PATIENCE, Player, key_event, playing
from tests.tui.town import TODAY
from tui.jobs.office import Office
from tui.screens.board import BoardScreen


class SlowDisk:
    """Saving a plan waits until it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lets = threading.Event()
        self.asked = threading.Event()
        self.fault: Exception | None = None
        save = Days.save_plan

        def slow(days: Days, *given: Any, **options: Any) -> None:
            self.asked.set()
            assert self.lets.wait(PATIENCE)
            if self.fault is not None:
                raise self.fault
            save(days, *given, **options)

        monkeypatch.setattr(Days, "save_plan", slow)


@pytest.fixture
def disk(planned: Office, monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    del planned
    return SlowDisk(monkeypatch)


def saved(office: Office) -> list[str]:
    """The first route as it is on the disk."""
    day = Books(office.books.folder).days.plan(TODAY)
    assert day is not None
    return [stop.outlet for stop in day.routes[0].stops]


async def on_second_stop(player: Player) -> BoardScreen:
    board = await player.board()
    assert board.choose_stop(("C02", StopKind.VISIT))
    board.show_pane("list")
    await player.pilot.pause()
    return board


async def hurried(player: Player, disk: SlowDisk, *keys: str) -> None:
    """Presses keys and comes back while the first of them is being saved."""
    for key in keys:
        player.app.post_message(key_event(key))
    await seen(disk.asked.is_set)


async def seen(condition: Callable[[], object]) -> None:
    """Waits for something that comes to pass while an edit is still being saved: the app itself is not at rest."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


async def test_the_app_goes_on_while_an_edit_is_saved_and_says_so(planned: Office, disk: SlowDisk) -> None:
    async with playing(planned) as player:
        board = await on_second_stop(player)
        before = saved(planned)
        await hurried(player, disk, "shift+up")
        await seen(lambda: "saving …" in player.line_text("#status"))
        shown = [row.item.outlet for row in board.listing.rows]  # type: ignore[union-attr]
        assert shown == before == saved(planned)
        disk.lets.set()
        await player.until(lambda: not player.app.saving, "the edit to be saved")
        assert saved(planned) == ["C02", "C01", "C03", "C04"]
        assert "saving" not in player.line_text("#status")
        assert board.row is not None
        assert board.row.seq == 1


async def test_keys_that_come_while_an_edit_is_saved_are_done_after_it(planned: Office, disk: SlowDisk) -> None:
    async with playing(planned) as player:
        board = await on_second_stop(player)
        await hurried(player, disk, "shift+down", "shift+down", "up", "r", "u", "d")
        assert board.row is not None
        assert board.row.seq == 2
        disk.lets.set()
        await player.told("taken off")
        # C02 down twice, the cursor up onto C04, the route turned and turned back, C04 dropped
        assert saved(planned) == ["C01", "C03", "C02"]


async def test_quitting_waits_for_the_last_edit(planned: Office, disk: SlowDisk) -> None:
    async with playing(planned) as player:
        await on_second_stop(player)
        await hurried(player, disk, "shift+up")
        player.app.post_message(key_event("ctrl+q"))
        await asyncio.sleep(0.1)
        assert player.app.is_running
        disk.lets.set()
        await seen(lambda: not player.app.is_running)
    assert player.app.return_code == 0
    assert saved(planned) == ["C02", "C01", "C03", "C04"]


async def test_an_edit_that_cannot_be_saved_is_told_and_not_shown(planned: Office, disk: SlowDisk) -> None:
    disk.fault = NotWritableError("disk_refused", path="plan.json", why="No space left on device")
    disk.lets.set()
    async with playing(planned) as player:
        board = await on_second_stop(player)
        before = saved(planned)
        await player.press("shift+up", "r")
        await player.told("No space left on device")
        shown = [row.item.outlet for row in board.listing.rows]  # type: ignore[union-attr]
        assert shown == before == saved(planned)
        disk.fault = None
        await player.press("shift+up")
        assert saved(planned) == ["C02", "C01", "C03", "C04"]
