"""Deliveries of orders with ten paid for and one free of a product: docs/returning.md and docs/rules.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.records import Order, OrderLine, OrderStatus, StopKind
from store.service.deliveries import waiting
from tests.tui.jobs.reply_town import DAY, pasted, reply_town
from tui.jobs.call_sheet import open_call
from tui.jobs.office import Office
from tui.jobs.sheets import make_sheet
from tui.state.call import CallSession, Kind
from tui.state.call_entry import take_all


@pytest.fixture
def town(tmp_path: Path) -> Office:
    town = reply_town(tmp_path)
    lines = [
        OrderLine(product="P02", quantity=10, unit="箱", price=4000),
        OrderLine(product="P02", quantity=1, unit="箱", price=0, value=0),
        OrderLine(product="P01", quantity=2, unit="箱", price=2500),
    ]
    known = town.books.orders.get("SO-1")
    town.books.orders.put([Order(id="SO-1", outlet="C0221", promised=DAY, lines=lines, rev=known.rev)])
    return town


def lines_of(town: Office) -> list[tuple[str, int | None, int, int]]:
    (call,) = [each for each in town.books.days.calls(DAY, "R03").all().values() if each.stop_kind == "delivery"]
    return [(line.product, line.price, line.delivered, line.refused) for line in call.delivery]


@pytest.mark.parametrize(
    ("said", "paid_for", "free", "water", "told", "left"),
    [
        ("全", (150, 0), (15, 0), (48, 0), [], {}),
        ("P02 11箱，P01 2箱", (150, 0), (15, 0), (48, 0), [], {}),
        ("P02 10+1，P01 2箱", (150, 0), (15, 0), (48, 0), [], {}),
        ("P02 10箱送1箱，P01 2箱", (150, 0), (15, 0), (48, 0), [], {}),
        ("P02 10箱", (150, 0), (0, 0), (0, 0), ["goods_untold"], {("P02", 0): 1, ("P01", 2500): 2}),
        ("全，P02 9箱 拒2箱", (135, 15), (0, 15), (48, 0), [], {}),
        ("全，P02 9箱", (135, 0), (0, 0), (48, 0), [], {("P02", 4000): 1, ("P02", 0): 1}),
    ],
)
def test_what_is_handed_over_counts_for_what_is_paid_first(
    town: Office,
    said: str,
    paid_for: tuple[int, int],
    free: tuple[int, int],
    water: tuple[int, int],
    told: list[str],
    left: dict[tuple[str, int], int],
) -> None:
    report, back = pasted(town, f"#1 8:03-8:12 送货 {said}", "R03")
    assert (report.problems, back, [note.code for note in report.notes]) == ((), "", told)
    assert lines_of(town) == [("P02", 4000, *paid_for), ("P02", 0, *free), ("P01", 2500, *water)]
    rest = waiting(town.books)
    assert {(line.product, line.price): line.quantity for order in rest.values() for line in order.lines} == left
    status = town.books.orders.get("SO-1").status
    assert status is (OrderStatus.OPEN if left else OrderStatus.DELIVERED)
    again, _ = pasted(town, f"#1 8:03-8:12 送货 {said}", "R03")
    assert [note.code for note in again.notes] == told, "nothing is replaced by the same again"


@pytest.mark.parametrize(
    ("said", "code"),
    [("P02 10+2", "not_what_was_ordered"), ("P03 5箱", "nobody_ordered"), ("P01 3箱", "not_what_was_ordered")],
)
def test_more_than_was_ordered_and_what_nobody_ordered_is_asked(town: Office, said: str, code: str) -> None:
    town.books.products.put([{"id": "P03", "name": "橙汁", "units": [{"name": "瓶"}, {"name": "箱", "factor": 12}]}])
    report, back = pasted(town, f"#1 8:03-8:12 送货 {said} 收款 现金100", "R03")
    assert [problem.code for problem in report.problems] == [code]
    assert f"送货 {said}" in back
    assert all(line[2] == 0 for line in lines_of(town))


def test_at_the_door_each_line_is_a_row_of_its_own(town: Office) -> None:
    call = CallSession(town, open_call(town, DAY, "R03", "C0221", StopKind("delivery")))
    rows = [each for each in call.items() if each.kind is Kind.DELIVERED]
    assert [row.name for row in rows] == ["冰红茶", "冰红茶（赠）", "青溪矿泉水 550ml"]
    call.set_delivered(rows[1].id, {"delivered": 15})
    assert lines_of(town) == [("P02", 4000, 0, 0), ("P02", 0, 15, 0), ("P01", 2500, 0, 0)]
    take_all(call, rows[0])
    assert [(row[2]) for row in lines_of(town)][:2] == [150, 15]
    call.deliver_all()
    assert lines_of(town) == [("P02", 4000, 150, 0), ("P02", 0, 15, 0), ("P01", 2500, 48, 0)]
    assert call.amount_due == 10 * 4000 + 2 * 2500


def test_the_sheet_says_what_of_the_goods_is_free(town: Office) -> None:
    assert "冰红茶 11箱（含赠 1箱）" in make_sheet(town, DAY, "R03", "text")[1].decode()
