"""Replies in the words of the trade: what each line puts on file, what is refused of it and what is remarked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.jobs.reply_town import DAY, calls, pasted, reply_town

CALL = {"in": "09:37", "out": "09:56"}
CLOSED = {"C0371": {"left": "没人"}}

CASES: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    # text, calls on file, codes of problems, codes of notes
    # a number and a name
    ("5周家小店没人", CLOSED, [], []),
    ("5.周家小店没人", CLOSED, [], []),
    ("5周家没人", CLOSED, [], []),
    ("⑤周家：没人", CLOSED, [], []),
    ("第五家 没人", CLOSED, [], []),
    ("第五家没人", CLOSED, [], []),
    ("周家 没人", CLOSED, [], ["name_completed"]),
    ("5周家小店9:37-9:56订单冰红茶两箱，收款现金80", {"C0371": CALL | {"order": ["P02 2箱"], "paid": {"cash": 8000}}}, [], []),
    ("3周家小店没人", {}, ["stop_disagrees"], []),
    ("5佳佳没人", {}, ["no_stop_yet"], []),
    ("7Turner's Stores closed", {"C0083": {"left": "closed"}}, [], []),
    # several stops in a line
    ("3号店关门，5号店9:37-9:56 订单 P01 5箱，4号老板不在",
     {"C0165": {"left": "关门"}, "C0371": CALL | {"order": ["P01 5箱"]}, "C0118": {"left": "老板不在"}}, [], ["several_stops"]),
    ("#3关门 #4老板不在 #5 9:37-9:56",
     {"C0165": {"left": "关门"}, "C0118": {"left": "老板不在"}, "C0371": CALL}, [], ["several_stops"]),
    ("第3家关门第5家9:37-9:56", {"C0165": {"left": "关门"}, "C0371": CALL}, [], ["several_stops"]),
    ("3号店关门，5号再去", {"C0165": {"left": "关门，5号再去"}}, [], []),
    ("老板说3号店关门，5号店9:37-9:56", {}, ["several_stops_unclear"], []),
    ("#5 9:37-9:56 备注 老板说 3号店关门", {"C0371": CALL | {"note": "老板说 3号店关门"}}, [], []),
    # a reason beside a call
    ("#5 9:37-9:56 老板不在", {"C0371": CALL | {"note": "老板不在"}}, [], ["reason_is_remark"]),
    ("#5 老板不在 9:37-9:56", {"C0371": CALL | {"note": "老板不在"}}, [], ["reason_is_remark"]),
    ("#5 9:37-9:56 备注 好\n老板不在", {"C0371": CALL | {"note": "好；老板不在"}}, [], ["reason_is_remark"]),
    ("#5 老板不在，订单 P01 1桶", {}, ["no_such_unit", "times_missing"], ["reason_is_remark"]),
    ("#5 关门，订单 P01 1桶", {}, ["no_such_unit", "left_and_called"], []),
    ("#5 老板不在", {"C0371": {"left": "老板不在"}}, [], []),
    ("#5 9:37-9:56 未访：老板不在", {}, ["left_and_called"], []),
    ("#5 9:37-9:56 关门", {}, ["left_and_called"], []),
    # times
    ("#11 两点半到店 两点五十离店", {"C0011": {"in": "14:30", "out": "14:50"}}, [], []),
    ("#11 三点零五到，三点二十走，订单：P01 1箱", {"C0011": {"in": "15:05", "out": "15:20", "order": ["P01 1箱"]}}, [], []),
    ("#11 2 PM to 2:25 PM order P02 10+1", {"C0011": {"in": "14:00", "out": "14:25", "order": ["P02 10箱", "P02 1箱 赠"]}}, [], []),
    ("#5 9.37am - 9.56am, order P02 1", {"C0371": CALL | {"order": ["P02 1箱"]}}, [], []),
    ("#5 9:37到9:56 订单 P01 3箱", {"C0371": CALL | {"order": ["P01 3箱"]}}, [], []),
    ("#5 早上9点37到9点56 备注 好", {"C0371": CALL | {"note": "好"}}, [], []),
    # whose day
    *[(f"{head}\n#5 关门", {}, ["which_day"], [])
      for head in ("王磊 昨天 18:05", "王磊 周二 18:05", "星期二 18:05 王磊", "昨天 王磊", "2号 王磊", "周二", "昨天 18:05")],
    *[(f"{head}\n#5 关门", {"C0371": {"left": "关门"}}, [], ["goes_to"]) for head in ("王磊 周三 18:05", "周三", "王磊 今天 18:05")],
    # what may be two things
    ("#5 9:37-9:56 订单 20", {"C0371": CALL}, ["goods_or_amount"], []),
    ("#5 9:37-9:56 库存 P01 3箱@2027-01-01", {"C0371": CALL}, ["day_to_come"], []),
    ("#5 未访：√", {}, ["why_left"], []),
    ("#5 未访：是", {}, ["why_left"], []),
    # what a chat has between
    ('#5 9:37-9:56 [图片]\n[语音] 12"\n"王磊"撤回了一条消息\n备注 好', {"C0371": CALL | {"note": "好"}}, [], []),
    # nothing ordered
    *[(f"#5 9:37-9:56 {words}\n备注 好", {"C0371": CALL | {"note": "好"}}, [], [])
      for words in ("没要货", "无订单", "没成交", "没订", "订单 不要了", "订单：暂无", "no order")],
    # goods
    *[(f"#5 9:37-9:56 {said}", {"C0371": CALL | {"order": order}}, [], []) for said, order in (
        ("订单 P01 3箱（送1箱）", ["P01 3箱", "P01 1箱 赠"]),
        ("订单 P01 3箱 送1箱", ["P01 3箱", "P01 1箱 赠"]),
        ("订单 P01 3箱，送1箱", ["P01 3箱", "P01 1箱 赠"]),
        ("订单 P01 10箱(另送5瓶)", ["P01 10箱", "P01 5瓶 赠"]),
        ("order P01 10 (1 free)", ["P01 10箱", "P01 1箱 赠"]),
        ("订单 水10送1", ["P01 10箱", "P01 1箱 赠"]),
        ("订单 P01 10箱，搭赠冰红茶1箱", ["P01 10箱", "P02 1箱 赠"]),
        ("订单 P01 10箱送P02 1箱", ["P01 10箱", "P02 1箱 赠"]),
        ("订单 P01 3箱，P02不要", ["P01 3箱"]),
        ("订单 P01 3箱，不要P02", ["P01 3箱"]),
        ("订单 P01 3箱 冰红茶暂时不要", ["P01 3箱"]),
        ("要了50箱矿泉水 20箱冰红茶", ["P01 50箱", "P02 20箱"]),
        ("ordered 20 cases of P01", ["P01 20箱"]),
    )],
    ("#5 9:37-9:56 订单 P01 3箱，P01不要", {"C0371": CALL}, ["wanted_and_not"], []),
    ("#5 9:37-9:56 订单 P01 3箱 P02 2箱，送1箱", {"C0371": CALL}, ["two_ways"], []),
    ("#5 9:37-9:56 订单 P01 3箱，其中1箱是送的", {"C0371": CALL}, ["no_such_product"], []),
    ("#5 9:37-9:56 库存 矿泉水2箱5瓶 冰红茶剩3瓶", {"C0371": CALL | {"stock": {"P01": 53, "P02": 3}}}, [], []),
    ("#5 9:37-9:56 库存 水还有2箱，冰红茶没货了", {"C0371": CALL | {"stock": {"P01": 48, "P02": 0}}}, [], []),
    ("#5 9:37-9:56 stock P01 2 left, P02 none", {"C0371": CALL | {"stock": {"P01": 2, "P02": 0}}}, [], []),
    ("#5 9:37-9:56 订单 P01 3箱 不要P02", {"C0371": CALL | {"order": ["P01 3箱"]}}, [], []),
    ("#5 9:37-9:56 订单 P01 10箱，送P02 1箱", {"C0371": CALL | {"order": ["P01 10箱", "P02 1箱 赠"]}}, [], []),
    ("#5 9:37-9:56 订单 P02 10箱送P01 1箱 P02不要", {"C0371": CALL}, ["wanted_and_not"], []),
    ("#5 9:37-9:56 订单 P01 3箱，老板不在", {"C0371": CALL | {"order": ["P01 3箱"], "note": "老板不在"}}, [], ["reason_is_remark"]),
    ("#5 到店 9:37 离店 9:56，收到", {"C0371": CALL}, [], []),
    ("#5 9:37-9:56 订单 P01 3箱\n订单：无", {"C0371": CALL | {"order": ["P01 3箱"]}}, ["said_twice"], []),
    ("#5 9:37-9:56 订单 3桶水，5箱水", {"C0371": CALL}, ["no_such_unit"], []),
    ("#5 9:37-9:56 库存 5箱水", {"C0371": CALL | {"stock": {"P01": 120}}}, [], []),
    ("#5 9:37-9:56 备注 好 订单 P01 3箱，P09 2箱", {"C0371": CALL | {"note": "好"}}, ["no_such_product"], ["free_text_cut"]),
    # a number alone is the next stop, whatever stood above
    ("#4 9:16-9:30 送货 全\n5.\n9:37-9:56\n订单 P01 2箱",
     {"C0118": {"in": "09:16", "out": "09:30"}, "C0371": CALL | {"order": ["P01 2箱"]}}, ["nothing_to_deliver"], []),
    # and a numbered line of a list is an item of it, be it read or not
    ("#5 9:37-9:56\n订单：\n1. 水 3桶\n2. P02 2箱\n3. 冰红茶 1箱\n评价：4", {"C0371": CALL}, ["no_such_unit"], []),
    ("老地方 9:37-9:56 收款：\n1. 现金 300元\n2. 微信 20\n备注 好", {}, ["no_stop_yet"] * 4, []),
    ("#5 周家（拜访） 0937到店 0956离店", {"C0371": CALL}, [], []),
    ("#5 周家（送货） 0937到店 0956离店", {}, ["no_such_stop_here"], []),
    # payments
    *[(f"#5 9:37-9:56 {said}", {"C0371": CALL | {"paid": paid}}, [], []) for said, paid in (
        ("收款 现金500 微信300 还欠200", {"cash": 50000, "transfer": 30000, "credit": 20000}),
        ("收款 微信转账 150元", {"transfer": 15000}),
        ("收款 转账1610.5 尾号8821", {"transfer": 161050}),
        ("paid 500 cash, 300 by WeChat, owes 265", {"cash": 50000, "transfer": 30000, "credit": 26500}),
    )],
]  # fmt: skip


def test_an_order_of_goods_is_not_undone_by_a_word(tmp_path: Path) -> None:
    town = reply_town(tmp_path)
    pasted(town, "#5 9:37-9:56 订单 P01 3箱")
    report, left = pasted(town, "#5 没要货")
    assert [problem.code for problem in report.problems] == ["order_on_file"]
    assert (calls(town), "订单：无" in left) == ({"C0371": CALL | {"order": ["P01 3箱"]}}, True)
    pasted(town, "更正 #5 没要货")
    assert calls(town) == {"C0371": CALL}


@pytest.mark.parametrize(("text", "filed", "wrong", "noted"), CASES, ids=[case[0] for case in CASES])
def test_what_a_line_puts_on_file(
    tmp_path: Path, text: str, filed: dict[str, Any], wrong: list[str], noted: list[str]
) -> None:
    town = reply_town(tmp_path)
    report, left = pasted(town, text)
    assert (calls(town), [problem.code for problem in report.problems]) == (filed, wrong)
    assert [note.code for note in report.notes] == noted
    if wrong:
        assert pasted(town, left)[1] == left
    else:
        assert left == ""


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("冰红茶退2瓶", {"delivered": 60, "returned": 2}),
        ("全，冰红茶换1箱", {"delivered": 60, "exchanged": 15}),
        ("冰红茶差1箱", {"delivered": 45}),
        ("冰红茶3箱 差1箱", {"delivered": 45}),
        ("冰红茶3箱，拒1箱", {"delivered": 45, "refused": 15}),
        ("P02 3/4", {"delivered": 45}),
        ("P02 3箱，refused 1箱", {"delivered": 45, "refused": 15}),
        ("P02 short 1箱", {"delivered": 45}),
        ("P02 全", {"delivered": 60}),
    ],
)
def test_what_became_of_ordered_goods(tmp_path: Path, said: str, line: dict[str, int]) -> None:
    town = reply_town(tmp_path)
    report, _ = pasted(town, f"#1 8:03-8:13 送货 {said}", rep="R03")
    assert report.problems == ()
    [call] = town.books.days.calls(DAY, "R03").all().values()
    names = ("delivered", "refused", "damaged", "exchanged", "returned")
    assert {name: count for name in names if (count := getattr(call.delivery[0], name))} == line


@pytest.mark.parametrize("said", ["P02 3/5", "P02 2箱 差1箱", "P02 差9箱", "P01 差1箱"])
def test_what_does_not_fit_the_order_is_told(tmp_path: Path, said: str) -> None:
    report, left = pasted(reply_town(tmp_path), f"#1 8:03-8:13 送货 {said}", rep="R03")
    assert [problem.code for problem in report.problems] == ["not_what_was_ordered"]
    assert left.splitlines() == ["#1 C0221（送货） 百家连锁便利(滨河路店)", f"送货 {said}"]


def test_what_is_not_wanted_any_more_is_taken_out_and_told(tmp_path: Path) -> None:
    town = reply_town(tmp_path)
    pasted(town, "#5 9:37-9:56 订单 P01 3箱，P02 2箱")
    report, _ = pasted(town, "#5 订单 P02不要")
    assert calls(town)["C0371"]["order"] == ["P01 3箱"]
    assert [(note.code, note.params["before"]) for note in report.notes] == [("replaced", "订单 P02 2箱")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("#5 9:37-9:56\n订单：P01 3箱，P02 2桶，P01 1瓶", "订单 P02 2桶"),
        ("#5 9:37-9:56\n订单 矿泉水3箱 冰红茶1箱半", "订单 冰红茶1箱半"),
        ("#5 9:37-9:56\n库存 水2箱 芬达还有3瓶", "库存 水2箱 芬达还有3瓶"),
        ("#5 9:37-9:56\n收款 现金500，老板欠着", "收款 老板欠着"),
        ("#5 9:37-9:56\n收款 现金500，微信12,50", "收款 12,50"),
    ],
)
def test_a_message_names_the_words_that_are_wrong(tmp_path: Path, text: str, named: str) -> None:
    report, _ = pasted(reply_town(tmp_path), text)
    [problem] = report.problems
    assert (problem.row, problem.params["value"]) == (2, named)
