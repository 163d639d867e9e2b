"""A rep's whole day of 25 stops on a phone's width, by keyboard alone; and how many keys a call takes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.books import Books
from store.records import Status, Tier
from tests.tui.harness import Player, playing
from tests.tui.town import Clock, hand_plan, office
from tui.jobs.demo import fill
from tui.jobs.evidence import judge
from tui.jobs.office import Office
from tui.screens.rounds import RoundsScreen

TODAY = dt.date(2026, 11, 24)
STOPS = 25
MOST_KEYS = 30
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def day(tmp_path: Path) -> Office:
    """The sample distributor with a route of 25 shops laid out by hand."""
    books = Books(tmp_path / "books")
    fill(books, language="zh", today=TODAY, outlets=90, reps=2)
    at = office(books, Clock(8, 0, TODAY), "zh")
    shops = [
        outlet.id
        for outlet in books.outlets.all().values()
        if outlet.tier is Tier.RETAILER
        and outlet.status is Status.ACTIVE
        and outlet.channel in ("grocery", "convenience")
    ]
    rep = next(iter(books.reps.all()))
    hand_plan(at, TODAY, {rep: shops[:STOPS]}, publish=True)
    return at


class Keys:
    """Counts the keys pressed that are not part of a typed text."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        self.pressed += len(keys)
        await self.player.hurry(*keys)


async def work_through(player: Player, keys: Keys, clock: Clock, number: int) -> None:
    """One call of eight steps: everything looked at, counted, ordered, coached and agreed."""
    await keys.press("enter")
    screen = await player.call()
    await player.until(lambda: screen.session.selling is not None, "what the outlet bought before")
    await keys.press("y")
    if screen.session.action is not None:
        await keys.press("y")  # what was agreed last time has been done
    await keys.press("y", "y")
    steps = [item.id for item in screen.facts.rows if item.kind.value == "step"]
    assert steps[:8] == ["prepare", "greet", "outside", "display", "stock", "order", "coach", "thank"]
    await player.until(lambda: screen.item is not None and screen.item.id == "display", "the shelf")
    await keys.press("a", "down")
    for _ in screen.session.to_count():
        await player.hurry(*str(number % 9 + 1))  # typed text
        await keys.press("enter")
    await player.until(lambda: screen.item is not None and screen.item.id == "order", "the order")
    await keys.press("a", "down", "down", "3", "enter")
    await player.answer("约定行动", text="下次前换到第二层")
    keys.pressed += 1
    await keys.press("tab")
    await player.until(lambda: screen.item is not None and screen.item.id == "thank", "the last step")
    await keys.press("y")
    if screen.session.sheet.bulletins:
        await keys.press("tab", "a")
    clock.forward(14)
    await keys.press("o")
    await player.until(lambda: isinstance(player.app.screen, RoundsScreen), "the stop list")


async def test_a_whole_day_at_phone_width(day: Office) -> None:
    clock: Clock = day.clock  # type: ignore[assignment]
    async with playing(day, size=(45, 40), language="zh") as player:
        screen = await player.rounds()
        for number in range(STOPS):
            await player.until(
                lambda: screen.round is not None and screen.round.done == number,  # noqa: B023
                f"{number} stops done",
            )
            await player.press("n")
            keys = Keys(player)
            await work_through(player, keys, clock, number)
            assert keys.pressed <= MOST_KEYS, (number, keys.pressed)
            clock.forward(9)
        await player.until(lambda: screen.round is not None and screen.round.done == STOPS, "the day to be over")
        assert "25/25" in player.screen_text()
    books = Books(day.books.folder)
    calls = list(books.days.calls_on(TODAY))
    assert len(calls) == STOPS
    judged = judge(office(books, clock, "zh"), calls)
    assert [each.lacks for each in judged if each.lacks] == []
    assert [each.doubts for each in judged if any(m.code != "too_close" for m in each.doubts)] == []
    for call in calls:
        assert all(step.done for step in call.steps), call.steps
        assert call.display is not None
        assert call.display.score == 1
        assert call.stock
        assert call.coaching is not None
        assert call.coaching.action == "下次前换到第二层"
        order = books.orders.find(call.id)
        assert (order is not None) == bool(call.order)
        if order is not None:
            assert order.value == call.order_value
            assert order.promised == dt.date(2026, 11, 25)
    assert any(call.order for call in calls)


async def test_late_is_shown_and_told_to_the_dispatcher(day: Office) -> None:
    clock: Clock = day.clock  # type: ignore[assignment]
    async with playing(day, size=(45, 40), language="zh") as player:
        screen = await player.rounds()
        assert screen.round is not None
        first = screen.round.stops[0].stop
        clock.moment = dt.datetime.combine(TODAY, dt.time(), ZONE) + dt.timedelta(seconds=first.begin + 40 * 60)
        screen._look_again()
        await player.pilot.pause()
        assert "已晚 40 分钟" in player.line_text("#rep")
        await player.press("l")
        told = await player.told("已告知调度")
        assert "晚了 40 分钟" in told
        rep = screen.rep
        note = day.books.handovers.get(f"LATE-20261124-{rep}")
        assert note.rep == rep
        board = await player.board()
        await player.told("晚了 40 分钟")
        board.show_pane("index")
        await player.until(lambda: "⚑" in player.table_text("#index"), "the flag on the route")
