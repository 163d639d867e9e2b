"""Pasted replies end to end: what each text puts on file, what is told of it and what is given back."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tui.jobs.reply_town import DAY, calls, pasted, reply_town
from tui.jobs.office import Office
from tui.jobs.returns import read_results, record_returned


@pytest.fixture
def town(tmp_path: Path) -> Office:
    return reply_town(tmp_path)


HEAD = "【回填】2026-12-02 R01 王磊 v1\n"

CASES: list[tuple[str, str, dict[str, Any], list[str], list[str]]] = [
    # name, text below the heading, calls on file, codes of problems, codes of notes
    ("circled", "#1 到店 8:09 离店 8:25\n② 到店 8:34 离店 8:53 订单 P01 2箱",
     {"C0003": {"in": "08:09", "out": "08:25"}, "C0296": {"in": "08:34", "out": "08:53", "order": ["P01 2箱"]}}, [], []),
    ("circled, no times", "#1 到店 8:09 离店 8:25\n② 订单 P01 2箱", {"C0003": {"in": "08:09", "out": "08:25"}}, ["times_missing"], []),
    ("keycap", "1️⃣ 8:09-8:25\n2️⃣ 8:34-8:53", {"C0003": {"in": "08:09", "out": "08:25"}, "C0296": {"in": "08:34", "out": "08:53"}}, [], []),
    ("unknown shop", "#1 到店 8:09 离店 8:25\n张三超市\n订单 P02 3箱\n备注 新店",
     {"C0003": {"in": "08:09", "out": "08:25"}}, ["not_understood", "lost_line", "lost_line"], []),
    ("partial name", "#1 到店 8:09 离店 8:25\n刘家小店\n到店 8:40 离店 8:50\n订单 P01 3箱",
     {"C0003": {"in": "08:09", "out": "08:25"}, "C0296": {"in": "08:40", "out": "08:50", "order": ["P01 3箱"]}}, [], ["name_completed"]),
    ("partial name of another", "#5 佳佳 到店 9:37 离店 9:56 订单 P01 2箱", {}, ["stop_disagrees"], []),
    ("partial of its own", "#5 周家 到店 9:37 离店 9:56", {"C0371": {"in": "09:37", "out": "09:56"}}, [], []),
    ("duplicate number", "#2 到店 8:34 离店 8:53\n#2 到店 8:55 离店 9:14 订单 P01 2箱\n#4 到店 9:16",
     {"C0296": {"in": "08:34", "out": "08:53"}}, ["said_otherwise", "times_missing"], []),
    ("a list in a note", "#1 到店 8:09 离店 8:25\n#2 到店 8:34 离店 8:53\n#5\n到店 9:37\n离店 9:56\n备注：老板要求\n1. 换冰柜\n2. 送海报\n订单：P01 5箱",
     {"C0003": {"in": "08:09", "out": "08:25"}, "C0296": {"in": "08:34", "out": "08:53"},
      "C0371": {"in": "09:37", "out": "09:56", "note": "老板要求 1. 换冰柜 2. 送海报", "order": ["P01 5箱"]}}, [], []),
    ("a list with words of blanks", "#3 8:55-9:14\n#5\n到店 9:37\n离店 9:56\n备注：老板要求\n1. 换冰柜\n2. 送货要早点\n3. 订单下周再给\n订单：P01 5箱",
     {"C0165": {"in": "08:55", "out": "09:14"},
      "C0371": {"in": "09:37", "out": "09:56", "note": "老板要求 1. 换冰柜 2. 送货要早点 3. 订单下周再给", "order": ["P01 5箱"]}}, [], []),
    ("a list or a stop", "#2 8:34-8:53\n#5 9:37-9:56 备注：老板要求\n1. 换冰柜\n2. 订单 P01 2箱\n收款 现金20",
     {"C0296": {"in": "08:34", "out": "08:53"}, "C0371": {"in": "09:37", "out": "09:56", "note": "老板要求 1. 换冰柜"}}, ["list_or_stop", "lost_line"], []),
    ("a blank behind a note", "#5 9:37-9:56 备注 换冰柜 订单 P01 3箱", {"C0371": {"in": "09:37", "out": "09:56", "note": "换冰柜", "order": ["P01 3箱"]}}, [], ["free_text_cut"]),
    ("a quoted note", "#5 9:37-9:56 备注：「换冰柜 订单 P01 3箱」 订单 P02 1箱", {"C0371": {"in": "09:37", "out": "09:56", "note": "换冰柜 订单 P01 3箱", "order": ["P02 1箱"]}}, [], []),
    ("a quote left open", "#5 9:37-9:56 备注：「换冰柜 订单 P01 3箱", {"C0371": {"in": "09:37", "out": "09:56"}}, ["quote_open"], []),
    ("words of a blank in a note", "#5 9:37-9:56 备注：老板说 订单下周再给", {"C0371": {"in": "09:37", "out": "09:56", "note": "老板说 订单下周再给"}}, [], []),
    ("visited, and the times", "#5 未访：无 9:37-9:56", {"C0371": {"in": "09:37", "out": "09:56"}}, [], []),
    ("closed, and times behind it", "#5 未访：关门 到店 9:37 离店 9:56", {}, ["left_and_called"], []),
    ("a reason with a remark", "#5：没开门，明天再去", {"C0371": {"left": "没开门，明天再去"}}, [], []),
    ("traditional", "#5\n到店：9:37\n離店：9:56\n訂單：P01 3箱", {"C0371": {"in": "09:37", "out": "09:56", "order": ["P01 3箱"]}}, [], []),
    ("thanks", "#5 9:37-9:56\n好的谢谢\n@王磊 辛苦了\nok thanks", {"C0371": {"in": "09:37", "out": "09:56"}}, [], []),
    ("no list but a stop", "#5 到店 9:37 离店 9:56 备注 换冰柜\n2. 8:34-8:53",
     {"C0371": {"in": "09:37", "out": "09:56", "note": "换冰柜"}, "C0296": {"in": "08:34", "out": "08:53"}}, [], []),
    ("correction", "#1 到店 8:09 离店 8:25 订单 P01 2箱\n#2 到店 8:34 离店 8:53\n更正 #1 订单 P01 5箱",
     {"C0003": {"in": "08:09", "out": "08:25", "order": ["P01 5箱"]}, "C0296": {"in": "08:34", "out": "08:53"}}, [], ["corrected"]),
    ("changed to", "#1 8:09-8:25\n订单 P01 2箱\n订单 改为 P02 1箱", {"C0003": {"in": "08:09", "out": "08:25", "order": ["P02 1箱"]}}, [], ["corrected"]),
    ("afternoon", "#11 到店 2:10 离店 2:40 订单 P01 3箱\n#12 到店 3点半 离店 4点",
     {"C0011": {"in": "14:10", "out": "14:40", "order": ["P01 3箱"]}, "C0380": {"in": "15:30", "out": "16:00"}}, [], []),
    ("noon", "#9 到店 12:10 离店 12:29\n#10 到店 下午12:29 离店 下午1点\n#11 到店 中午1点半 离店 下午2:07",
     {"C0278": {"in": "12:10", "out": "12:29"}, "C0342": {"in": "12:29", "out": "13:00"}, "C0011": {"in": "13:30", "out": "14:07"}}, [], []),
    ("midnight", "#12 到店 晚上12点 离店 晚上12点半", {}, ["time_outside", "time_outside"], []),
    ("no time", "#1 到店 0 离店 12\n#2 到店 8 离店 9", {"C0296": {"in": "08:00", "out": "09:00"}}, ["bad_time", "times_missing"], []),
    ("a part", "#4 到店 9.05 离店 9.25", {"C0118": {"in": "09:05", "out": "09:25"}}, [], []),
    ("two readings", "#4 到店 9.5 离店 9:55", {}, ["reads_two_ways", "times_missing"], []),
    ("three at once", "#1 到店 9:05 离店 9:45\n#2 到店 9:05 离店 9:45\n#3 到店 9:05 离店 9:45",
     {"C0003": {"in": "09:05", "out": "09:45"}}, ["overlaps", "overlaps"], []),
    ("a little at once", "#1 8:05-8:25\n#2 8:20-8:40", {"C0003": {"in": "08:05", "out": "08:25"}, "C0296": {"in": "08:20", "out": "08:40"}}, [], ["overlaps_little"]),
    ("swapped", "#11 到店 1:34 离店 14:07", {"C0011": {"in": "13:34", "out": "14:07"}}, [], []),
    ("long", "#1 到店 8:09 离店 15:30", {}, ["long_call"], []),
    ("long but sure", "#1 到店 8:09 离店 15:30 确认", {"C0003": {"in": "08:09", "out": "15:30"}}, [], []),
    ("out before in", "#1 到店 9:30 离店 9:05", {}, ["out_before_in"], []),
    ("product twice", "#2 到店 8:34 离店 8:53 订单 P01 10箱，P01 5箱\n#3 到店 8:55 离店 9:14 库存 P01 1箱，P01 2箱",
     {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 15箱"]}, "C0165": {"in": "08:55", "out": "09:14", "stock": {"P01": 72}}}, [], ["summed", "summed"]),
    ("units mixed", "#2 8:34-8:53 订单 P01 3箱，P01 5瓶", {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 77瓶"]}}, [], ["summed"]),
    ("ten and one", "#2 到店 8:34 离店 8:53 订单 P01 10+1", {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 10箱", "P01 1箱 赠"]}}, [], []),
    ("comma", "#2 到店 8:34 离店 8:53 收款 现金12,50", {"C0296": {"in": "08:34", "out": "08:53"}}, ["reads_two_ways"], []),
    ("thousands", "#2 到店 8:34 离店 8:53 收款 现金1,234.50", {"C0296": {"in": "08:34", "out": "08:53", "paid": {"cash": 123450}}}, [], []),
    ("took cash", "#2 8:34-8:53 现金收了500 微信300", {"C0296": {"in": "08:34", "out": "08:53", "paid": {"cash": 50000, "transfer": 30000}}}, [], []),
    ("took", "#2 8:34-8:53\n收500", {"C0296": {"in": "08:34", "out": "08:53"}}, ["method_missing"], []),
    ("cash twice", "#2 8:34-8:53 收款 现金500 现金300", {"C0296": {"in": "08:34", "out": "08:53", "paid": {"cash": 80000}}}, [], ["summed_payment"]),
    ("a range behind a hash", "#2 8:34-8:53\n#3 8:55-9:14 订单 P01 1箱\n4 9:16-9:35",
     {"C0296": {"in": "08:34", "out": "08:53"}, "C0165": {"in": "08:55", "out": "09:14", "order": ["P01 1箱"]}, "C0118": {"in": "09:16", "out": "09:35"}}, [], []),
    ("closed", "#1 closed\n#2 not visited: closed\n#7 Turner's Stores in 11:00 out 11:10\n#4 没开门\n#5\n关门",
     {"C0003": {"left": "closed"}, "C0296": {"left": "closed"}, "C0083": {"in": "11:00", "out": "11:10"}, "C0118": {"left": "没开门"}, "C0371": {"left": "关门"}}, [], []),
    ("left and visited", "#1 到店 8:09 离店 8:25 未访 关门\n#2 8:34-8:53", {"C0296": {"in": "08:34", "out": "08:53"}}, ["left_and_called"], []),
    ("spaces", "#2 8:34-8:53 订单 矿泉水10箱 冰红茶5箱", {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 10箱", "P02 5箱"]}}, [], []),
    ("nothing between", "#2 8:34-8:53 订单 矿泉水10箱冰红茶5箱", {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 10箱", "P02 5箱"]}}, [], []),
    ("lines below", "#2\n到店 8:34\n离店 8:53\n订单：\n矿泉水10箱\n- 冰红茶 两箱\n备注：好\n#3 8:55-9:14",
     {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 10箱", "P02 2箱"], "note": "好"}, "C0165": {"in": "08:55", "out": "09:14"}}, [], []),
    ("a bad line below", "#2 8:34-8:53\n订单：\n矿泉水10箱\n芬达 3箱\n备注：好", {"C0296": {"in": "08:34", "out": "08:53", "note": "好"}}, ["no_such_product"], []),
    ("bad blank", "#2 8:34-8:53 订单 P99 3箱 备注 好", {"C0296": {"in": "08:34", "out": "08:53", "note": "好"}}, ["no_such_product"], []),
    ("half", "#2 8:34-8:53 订单 P01 2箱半", {"C0296": {"in": "08:34", "out": "08:53", "order": ["P01 60瓶"]}}, [], []),
    ("none there", "#2 8:34-8:53 库存 P01 没货，P02 3瓶", {"C0296": {"in": "08:34", "out": "08:53", "stock": {"P01": 0, "P02": 3}}}, [], []),
    ("a visit's delivery", "#2 8:34-8:53 送货 全", {"C0296": {"in": "08:34", "out": "08:53"}}, ["nothing_to_deliver"], []),
    ("no reason", "#3 没去\n#4 9:16-9:35", {"C0118": {"in": "09:16", "out": "09:35"}}, ["reason_needed"], []),
    ("unknown id", "#1 8:09-8:25\nC0999\n订单 P01 3箱", {"C0003": {"in": "08:09", "out": "08:25"}}, ["not_understood", "lost_line"], []),
    ("several stops in a line", "3号店关门，5号店9:37-9:56，4号老板不在",
     {"C0165": {"left": "关门"}, "C0371": {"in": "09:37", "out": "09:56"}, "C0118": {"left": "老板不在"}}, [], ["several_stops"]),
    ("two stops, one reason", "#3、#4 关门", {}, ["stop_disagrees"], []),
    ("a day that looks like a stop", "#5 9:37-9:56 订单 P01 3箱，6号送，4号收款",
     {"C0371": {"in": "09:37", "out": "09:56"}}, ["no_such_product"], []),
    ("not on the route", "C0900 9:00-9:15 备注 新", {"C0900": {"in": "09:00", "out": "09:15", "note": "新"}}, [], []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "filed", "wrong", "noted"), CASES, ids=[case[0] for case in CASES])
def test_what_a_text_puts_on_file(
    town: Office, name: str, text: str, filed: dict[str, Any], wrong: list[str], noted: list[str]
) -> None:
    report, left = pasted(town, HEAD + text)
    found = calls(town)
    assert ([problem.code for problem in report.problems], found) == (wrong, filed)
    assert [note.code for note in report.notes] == noted
    assert bool(left) == bool(wrong)
    if left and name != "duplicate number":
        assert pasted(town, left)[1] == left
        assert calls(town) == found


FORM = (
    "【回填】2026-12-02 R03 许洋 v1\n#1 C0221 {kind}百家连锁便利(滨河路店)\n到店：8:03\n离店：8:13\n订单：\n送货：全\n备注：\n未访：\n"
    "#2 C0221 百家连锁便利(滨河路店)\n到店：8:13\n离店：8:32\n订单：P01 10箱\n备注：\n#3 C0310 阳光食杂店\n"
    "到店：8:42\n离店：9:01\n订单：P02 3箱\n"
)


@pytest.mark.parametrize("kind", ["（送货）", "(delivery) ", ""])
def test_a_delivery_and_a_visit_at_one_outlet_keep_their_own_blocks(town: Office, kind: str) -> None:
    report, left = pasted(town, FORM.format(kind=kind), rep="R03")
    assert (report.problems, left) == ((), "")
    assert calls(town, "R03") == {
        "C0221 delivery": {"in": "08:03", "out": "08:13", "delivery": {"P02": 60}},
        "C0221": {"in": "08:13", "out": "08:32", "order": ["P01 10箱"]},
        "C0310": {"in": "08:42", "out": "09:01", "order": ["P02 3箱"]},
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C0221 8:13-8:32", "which_stop"),
        ("百家连锁便利(滨河路店)\n8:13-8:32", "which_stop"),
        ("#2 C0221 (delivery) 8:13-8:32", "no_such_stop_here"),
        ("#3 C0221 8:13-8:32", "no_such_stop_here"),
        ("#3 C0310 百家连锁便利(滨河路店) 8:13-8:32", "no_such_stop_here"),
    ],
)
def test_a_stop_whose_marks_disagree_gets_nothing(town: Office, text: str, code: str) -> None:
    report, left = pasted(town, text, rep="R03")
    assert report.problems[0].code == code
    assert calls(town, "R03") == {}
    assert left.splitlines() == text.splitlines()


def test_a_delivery_told_at_the_visit_is_neither_dropped_nor_moved(town: Office) -> None:
    report, left = pasted(town, "#2 到店 8:13 离店 8:32 送货 全 备注 好", rep="R03")
    assert [problem.code for problem in report.problems] == ["belongs_to_delivery"]
    assert calls(town, "R03") == {"C0221": {"in": "08:13", "out": "08:32", "note": "好"}}
    assert left.splitlines() == ["#2 C0221 百家连锁便利(滨河路店)", "送货 全"]
    report, left = pasted(town, left.replace("#2 C0221", "#1 C0221") + "\n到店 8:03 离店 8:13", rep="R03")
    assert (report.problems, left) == ((), "")
    assert calls(town, "R03")["C0221 delivery"]["delivery"] == {"P02": 60}


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("全", 60),
        ("都送了", 60),
        ("送完了", 60),
        ("P02 3件", 45),
        ("P02 3箱 拒1箱", 45),
        ("P02 58瓶", 58),
        ("没送", 0),
    ],
)
def test_what_was_delivered_in_the_words_of_the_trade(town: Office, said: str, pieces: int) -> None:
    report, _ = pasted(town, f"#1 8:03-8:13 送货 {said}", rep="R03")
    assert report.problems == ()
    assert calls(town, "R03")["C0221 delivery"]["delivery"] == {"P02": pieces}


def test_a_unit_that_the_product_has_not_is_told_at_a_delivery(town: Office) -> None:
    report, left = pasted(town, "#1 8:03-8:13 送货 P02 3桶 备注 好", rep="R03")
    assert [problem.code for problem in report.problems] == ["no_such_unit"]
    assert "送货 P02 3桶" in left
    assert calls(town, "R03") == {"C0221 delivery": {"in": "08:03", "out": "08:13", "note": "好"}}


def test_two_reps_and_two_days_in_one_paste_go_each_to_their_own(town: Office) -> None:
    text = (
        "【回填】2026-12-02 R02 蒋静 v1\n#1 到店 8:15 离店 10:01 订单 P01 9箱\n#2 到店 10:46 离店 11:19\n"
        "【回填】2026-12-01 R01 王磊 v1\n#1 到店 8:15 离店 8:30\n"
        "【回填】2026-12-02 R01 王磊 v1\n#3 到店 8:55 离店 9:14\n"
    )
    report, left = pasted(town, text)
    assert (report.problems, left) == ((), "")
    assert [(note.code, note.row, note.params["rep"], note.params["date"]) for note in report.notes] == [
        ("goes_to", 1, "R02", "2026-12-02"),
        ("goes_to", 4, "R01", "2026-12-01"),
    ]
    assert calls(town) == {"C0165": {"in": "08:55", "out": "09:14"}}
    assert calls(town, date=DAY - dt.timedelta(1)) == {"C0003": {"in": "08:15", "out": "08:30"}}
    assert calls(town, "R02") == {
        "C0400": {"in": "08:15", "out": "10:01", "order": ["P01 9箱"]},
        "C0401": {"in": "10:46", "out": "11:19"},
    }


def test_a_name_alone_is_a_heading(town: Office) -> None:
    report, left = pasted(
        town,
        "王磊：\n#3 到店 8:55 离店 9:14\n蒋静：\n#1 到店 8:15 离店 10:01 订单 P01 9箱\n张三：\n#2 到店 9:00 离店 9:10\n",
    )
    assert [problem.code for problem in report.problems] == ["heading_unknown_rep"]
    assert left.splitlines() == ["张三：", "#2 到店 9:00 离店 9:10"]
    assert calls(town) == {"C0165": {"in": "08:55", "out": "09:14"}}
    assert list(calls(town, "R02")) == ["C0400"]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("2026-12-02 张三 v1", "heading_unknown_rep"),
        ("2026-12-02 R01 王磊 v9", "no_such_revision"),
        ("2026-12-02 R01 蒋静 v1", "heading_rep_disagrees"),
        ("2026-12-32 R01 王磊 v1", "bad_heading_date"),
        ("2026-12-03 R01 王磊 v1", "not_yet_driven"),
        ("2026-12-02 R77 v1", "heading_unknown_rep"),
    ],
)
def test_every_heading_is_checked(town: Office, heading: str, code: str) -> None:
    text = f"【回填】{heading}\n#1 到店 8:09 离店 8:25\n【回填】12-02 王磊\n#2 8:34-8:53\n"
    report, left = pasted(town, text)
    assert [problem.code for problem in report.problems] == [code]
    assert left.splitlines() == [f"【回填】{heading}", "#1 到店 8:09 离店 8:25"]
    assert calls(town) == {"C0296": {"in": "08:34", "out": "08:53"}}


def test_a_correction_reaches_what_is_on_file(town: Office) -> None:
    pasted(town, "#1 8:09-8:25 订单 P01 2箱，P02 1箱 收款 现金50")
    report, _ = pasted(town, "更正 #1\n订单 P01 5箱\n收款 微信100")
    assert report.problems == ()
    assert calls(town) == {
        "C0003": {"in": "08:09", "out": "08:25", "order": ["P01 5箱"], "paid": {"transfer": 10000}}
    }
    assert [note.code for note in report.notes] == ["corrected", "corrected"]


def test_the_same_again_changes_nothing_and_another_time_is_told(town: Office) -> None:
    text = "#1 8:09-8:25 订单 P01 10送1 收款 现金50"
    pasted(town, text)
    before = town.books.days.calls(DAY, "R01").all()
    assert pasted(town, text)[0].notes == ()
    assert town.books.days.calls(DAY, "R01").all() == before
    report, _ = pasted(town, "#1 到店 8:10")
    assert [(note.code, note.params["before"], note.params["value"]) for note in report.notes] == [
        ("replaced", "到店 08:09", "到店 08:10")
    ]


def test_calls_on_file_count_when_two_overlap(town: Office) -> None:
    pasted(town, "#1 8:09-8:45")
    report, left = pasted(town, "#2 8:20-8:53 备注 好")
    assert [problem.code for problem in report.problems] == ["overlaps"]
    assert left.splitlines() == ["#2 C0296 刘家小店（2店）", "到店：08:20", "离店：08:53", "备注：好"]
    assert pasted(town, left.replace("08:20", "08:47"))[0].problems == ()


ENGLISH = "[REPLY] 2026-12-02 R01 王磊 v1\n#1 C0003 便民批发部\nin: 8:07 \nout: 8:26 \nsteps: \norder: \nnot visited: \n#2 C0296 刘家小店（2店）\nin: \n"


@pytest.mark.parametrize("piped", [False, True])
def test_the_english_form_as_it_is_copied_is_a_text(town: Office, tmp_path: Path, piped: bool) -> None:
    path = tmp_path / "reply.txt"
    path.write_text(ENGLISH)
    parts = read_results(town, DAY, "R01", "-" if piped else str(path), BytesIO(ENGLISH.encode()) if piped else None)
    assert record_returned(town, parts).problems == ()
    assert calls(town) == {"C0003": {"in": "08:07", "out": "08:26"}}


def test_dates_alone_are_headings(town: Office) -> None:
    report, left = pasted(town, "12-01\n#1 8:15-8:30\n12月2日 周三\n#3 8:55-9:14\n2-01\n#4 9:16-9:35")
    assert [problem.code for problem in report.problems] == ["bad_heading_date"]
    assert left.splitlines() == ["2-01", "#4 9:16-9:35"]
    assert list(calls(town)) == ["C0165"]
    assert list(calls(town, date=DAY - dt.timedelta(1))) == ["C0003"]


def test_what_takes_the_place_of_what_is_on_file_is_told(town: Office) -> None:
    pasted(town, "#1 8:09-8:25 订单 P01 3箱 收款 现金50")
    report, _ = pasted(town, "#1 订单 P01 5箱 收款 现金60")
    assert [(note.code, note.params["before"]) for note in report.notes] == [
        ("replaced", "订单 P01 3箱"),
        ("replaced", "收款 现金50.00"),
    ]
    assert pasted(town, "#1 更正 订单 P01 6箱")[0].notes[0].code == "corrected"
    assert calls(town)["C0003"]["order"] == ["P01 6箱"]


def test_replies_before_the_first_heading_are_not_passed_over(town: Office) -> None:
    text = "今天的回复\n王磊：\n#1 8:09-8:25\n【回填】2026-12-02 R02 v1\n#1 8:15-8:30\n"
    recorded = pasted(town, text)[0]
    assert {call.rep for call in recorded.calls} == {"R01", "R02"}
