"""Replies in the words of the trade: what each line puts on file, what is refused of it and what is remarked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.jobs.reply_town import calls, pasted, reply_town

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
    # what a chat has between
    ('#5 9:37-9:56 [图片]\n[语音] 12"\n"王磊"撤回了一条消息\n备注 好', {"C0371": CALL | {"note": "好"}}, [], []),
    # nothing ordered
    *[(f"#5 9:37-9:56 {words}\n备注 好", {"C0371": CALL | {"note": "好"}}, [], [])
      for words in ("没要货", "无订单", "没成交", "没订", "订单 不要了", "订单：暂无", "no order")],
]  # fmt: skip


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
