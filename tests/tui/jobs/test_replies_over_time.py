"""Replies that speak of what is on file already: taken in its place and told, or asked where both cannot be true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.records import Call, Order
from store.records.call import OrderLine
from tests.tui.jobs.reply_town import DAY, calls, pasted, reply_town
from tests.tui.town import ZONE
from tui.jobs.office import Office


@pytest.fixture
def town(tmp_path: Path) -> Office:
    return reply_town(tmp_path)


def told(office: Office, text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The codes of what was refused, and what took the place of what."""
    report, _ = pasted(office, text)
    replaced = [(note.params["before"], note.params["value"]) for note in report.notes if note.code == "replaced"]
    return [problem.code for problem in report.problems], replaced


def test_closed_in_the_morning_and_called_on_in_the_afternoon_is_a_call(town: Office) -> None:
    pasted(town, "#3 关门")
    assert told(town, "#3 备注 门口贴了条") == ([], [])
    assert calls(town)["C0165"] == {"left": "关门", "note": "门口贴了条"}
    assert told(town, "#3 订单 P01 1箱") == (["times_missing"], [])
    assert calls(town)["C0165"] == {"left": "关门", "note": "门口贴了条"}
    assert told(town, "#3 14:42-14:54 订单 P01 1箱") == ([], [("未访 关门", "14:42-14:54")])
    found = {"in": "14:42", "out": "14:54", "order": ["P01 1箱"], "note": "门口贴了条"}
    assert calls(town)["C0165"] == found
    assert told(town, "#3 没人") == (["left_but_called"], [])
    assert told(town, "更正 #3 没人") == (["left_but_called"], [])  # an order stands there
    assert calls(town)["C0165"] == found


def test_a_call_with_nothing_but_its_times_is_corrected_to_none(town: Office) -> None:
    pasted(town, "#3 8:55-9:14")
    report, left = pasted(town, "#3 关门")
    assert [problem.code for problem in report.problems] == ["left_but_called"]
    assert left.splitlines() == ["#3 C0165 佳佳便利", "未访：关门"]
    assert told(town, "更正 " + left) == ([], [("08:55-09:14", "未访 关门")])
    assert calls(town)["C0165"] == {"left": "关门"}


@pytest.mark.parametrize(
    ("first", "second", "replaced"),
    [
        ("备注 甲", "备注 乙", ("备注 甲", "备注 乙")),
        ("空瓶 3", "空瓶 4", ("空瓶 空瓶 3", "空瓶 空瓶 4")),
        ("订单 P01 3箱，P02 1箱", "订单 P01 5箱", ("订单 P01 3箱", "订单 P01 5箱")),
        ("库存 P01 3箱", "库存 P01 5瓶", ("库存 P01 3箱", "库存 P01 5瓶")),
        ("收款 现金50 微信20", "收款 现金60", ("收款 现金50.00", "收款 现金60.00")),
    ],
)
def test_what_differs_from_what_is_on_file_is_told(
    town: Office, first: str, second: str, replaced: tuple[str, str]
) -> None:
    pasted(town, f"#1 8:09-8:25 {first}")
    assert told(town, f"#1 {first}") == ([], [])
    assert told(town, f"#1 {second}") == ([], [replaced])


def test_what_is_told_of_a_call_of_another_program_orders_nothing_again(town: Office) -> None:
    at = {name: f"2026-12-02T{time}:00+08:00" for name, time in (("check_in", "08:09"), ("check_out", "08:25"))}
    lines = [OrderLine(product="P01", quantity=3, unit="箱", price=2500)]
    made: dict[str, Any] = {"date": DAY, "rep": "R01", "outlet": "C0003", "order": lines}
    town.books.days.calls(DAY, "R01").put([Call.model_validate({"id": "X", **made, **at})])
    before = set(town.books.orders.all())
    assert told(town, "#1 备注 要换价签") == ([], [])
    assert set(town.books.orders.all()) == before
    assert told(town, "#1 订单 P01 4箱")[0] == []
    assert [order.lines[0].quantity for order in _fresh(town, before)] == [4]


def _fresh(town: Office, before: set[str]) -> list[Order]:
    assert ZONE is not None
    return [order for key, order in town.books.orders.all().items() if key not in before]


def test_a_correction_that_is_refused_is_not_told_as_made(town: Office) -> None:
    pasted(town, "#3 8:55-9:14 订单 P01 1箱")
    report, left = pasted(town, "更正 #3 未访 关门")
    assert [note.code for note in report.notes] == []
    assert left.splitlines() == ["更正 #3 C0165 佳佳便利", "未访：关门"]


def test_what_is_given_back_stands_in_the_order_of_the_text(town: Office) -> None:
    """Also what the books refuse, and lines that name no stop: under the one below which they stood."""
    text = "#2 备注 没有时间\n#4 9:16-9:35 订单 P99 1箱\n#9 12:10-12:20\n老板忙着\n备注 好\n#1 8:09-8:25 订单 P98 1箱\n#5 备注 甲"
    report, left = pasted(town, text)
    assert [problem.row for problem in report.problems] == [1, 2, 4, 5, 6, 7]
    assert left.splitlines() == [
        "#2 C0296 刘家小店（2店）", "备注：没有时间",
        "#4 C0118 福满小卖部", "订单 P99 1箱",
        "#9 C0278 家家小卖部", "老板忙着", "备注 好",
        "#1 C0003 便民批发部", "订单 P98 1箱",
        "#5 C0371 周家小店", "备注：甲",
    ]  # fmt: skip
    assert pasted(town, left)[1] == left
