"""Orders that come in at the office: at the outlet's prices, under the next number, refused whole or not at all."""

from __future__ import annotations

import pytest

from store.errors import InvalidRecordError
from store.records import StopKind
from tests.tui.harness import playing
from tests.tui.town import TODAY, outlet
from tui.jobs.desk import Desk
from tui.jobs.office import Office
from tui.jobs.taking_orders import only_for_cash, take_urgent

COLA = {
    "id": "P2",
    "name": "[/b] Cola",
    "own": True,
    "units": [{"name": "箱", "factor": 24}, {"name": "瓶", "factor": 1}],
    "prices": {"retailer": "48.00"},
}


@pytest.fixture
def selling(planned: Office) -> Office:
    planned.books.products.put([COLA])
    return planned


def test_an_urgent_order_is_numbered_priced_and_due_that_day(selling: Office) -> None:
    one = take_urgent(selling, "C02", TODAY, {"P2": 48, "P1": 5})
    two = take_urgent(selling, "C03", TODAY, {"P2": 30})
    assert (one.id, two.id) == ("SO-0001", "SO-0002")
    assert [(line.product, line.quantity, line.unit) for line in one.lines] == [("P2", 2, "箱"), ("P1", 5, None)]
    assert [(line.quantity, line.unit) for line in two.lines] == [(30, "瓶")]
    assert (one.value, two.value) == (9600, 6000)
    due = {each.key for each in Desk.open(selling, TODAY).due()}
    assert {("C02", StopKind.DELIVERY), ("C03", StopKind.DELIVERY)} <= due


def test_on_credit_that_is_held_it_is_taken_for_cash_only(selling: Office) -> None:
    held = outlet(5, credit={"limit": "10", "balance": "10", "hold": True})
    selling.books.outlets.put([held | {"rev": selling.books.outlets.get("C05").rev}])
    with pytest.raises(InvalidRecordError) as refused:
        take_urgent(selling, "C05", TODAY, {"P2": 24})
    assert only_for_cash(refused.value)
    assert not selling.books.orders.all()
    order = take_urgent(selling, "C05", TODAY, {"P2": 24}, cash=True)
    assert order.collect


async def test_the_board_asks_for_cash_where_credit_is_held(selling: Office) -> None:
    held = outlet(5, credit={"limit": "10", "balance": "10", "hold": True})
    selling.books.outlets.put([held | {"rev": selling.books.outlets.get("C05").rev}])
    async with playing(selling) as player:
        await player.urgent_order("C05", "P2")
        await player.answer("How much", text="2")
        await player.answer("which product")  # that is all
        dialog = await player.dialog("cash")
        await player.press("n")
        await player.until(lambda: player.app.screen is not dialog, "the question to close")
    assert not selling.books.orders.all(), "nothing is on file that nobody agreed to"


async def test_what_is_typed_takes_the_place_of_the_amount_proposed(selling: Office) -> None:
    async with playing(selling) as player:
        await player.urgent_order("C05", "P2")
        await player.dialog("How much")
        await player.type("10")
        await player.press("enter")
        await player.dialog("which product")
        assert "10箱" in player.screen_text()
