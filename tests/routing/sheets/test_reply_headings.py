"""Whose a text is and of which day: the lines that say so, as chats and people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from routing.sheets.reply import sections_of
from tests.tui.jobs.reply_town import DAY, calls, pasted, reply_town

PEOPLE = (("R01", "王磊"), ("R02", "蒋静"), ("R03", "Ben Khan"))
STOPS = ("刘家小店（2店）", "鑫源商贸行")


@pytest.mark.parametrize(
    ("line", "rep", "day", "rest"),
    [
        ("王磊：", "R01", "", ""),
        ("R02", "R02", "", ""),
        ("王磊 12-02 18:02", "R01", "", ""),
        ("12-02 18:02 王磊", "R01", "", ""),
        ("王磊 2026/12/2 9:56", "R01", "", ""),
        ("王磊 10:05", "R01", "", ""),
        ("[2026-12-02 18:02:11] 王磊:", "R01", "", ""),
        ("[02/12/2026, 18:05:11] Ben Khan: #1 9:25-9:55", "R03", "", "#1 9:25-9:55"),
        ("02/12/2026, 18:05 - Ben Khan: #1 9:25-9:55", "R03", "", "#1 9:25-9:55"),
        ("Ben Khan, 2 Dec 2026 18:05", "R03", "", ""),
        ("王磊：#4 10:55-11:20 订单 P01 1箱", "R01", "", "#4 10:55-11:20 订单 P01 1箱"),
        ("王磊 #4 10:55-11:20", "R01", "", "#4 10:55-11:20"),
        ("王磊 12月1日", "R01", "12月1日", ""),
        ("12月1日 王磊", "R01", "12月1日", ""),
        ("12-01 王磊", "R01", "12-01", ""),
        ("王磊 2026-12-01 周二", "R01", "2026-12-01", ""),
        ("2026-12-01 周二 王磊：", "R01", "2026-12-01", ""),
        ("1 Dec 2026 Ben Khan", "R03", "1 Dec 2026", ""),
        ("12月1号", None, "12月1号", ""),
        ("—— 2026年12月1日 星期二 ——", None, "2026年12月1日", ""),
        ("Dec 1, 2026", None, "Dec 1, 2026", ""),
    ],
)
def test_a_line_of_a_chat_says_whose_and_when(line: str, rep: str | None, day: str, rest: str) -> None:
    [section] = sections_of(line, PEOPLE, STOPS)
    heading = section.heading
    assert heading is not None
    assert (heading.reps, heading.day) == ((frozenset({rep}),) if rep else (), day)
    assert "".join(text for _, text in section.lines) == rest


@pytest.mark.parametrize(
    "line",
    [
        "李娜：", "李娜 10:05", "李娜 2026/12/2 10:05:22", "Wang Lei, 2 Dec 2026 18:05", "Bob 10:05",
        "[02/12/2026, 18:05:11] Alice Patel: #1 9:25-9:55", "alice 12-02 18:05",
    ],
)  # fmt: skip
def test_a_sender_whom_nobody_knows_begins_a_block_of_nobody(line: str) -> None:
    [section] = sections_of(line, PEOPLE, STOPS)
    assert section.heading is not None
    assert section.heading.unknown in ("李娜", "Wang Lei", "Bob", "Alice Patel", "alice")


@pytest.mark.parametrize(
    "line",
    [
        "#1 9:25-9:55", "9:25-9:55", "1 9:25-9:55 备注 王磊", "鑫源 10:05", "刘家 8:34-8:53", "到店 10:05", "in 9:05", "备注：",
        "1-4", "王磊便利店", "备注 昨天来过", "#1 昨天", "老板说昨天送的货少了", "订单 P01 12-01 送", "12月1日送来的货",
    ],
)  # fmt: skip
def test_what_is_no_heading(line: str) -> None:
    assert all(section.heading is None for section in sections_of(line, PEOPLE, STOPS)) or line == "1-4"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("昨天", "which_day"),
        ("昨天的补一下：", "which_day"),
        ("补昨天的", "which_day"),
        ("前天的：", "which_day"),
        ("yesterday:", "which_day"),
        ("12-03 王磊", "not_yet_driven"),
        ("王磊 2026-12-01 18:02", "sent_before"),
        ("01/02/2026 王磊", "bad_heading_date"),
        ("李娜 10:05", "heading_unknown_rep"),
    ],
)
def test_what_stands_below_a_day_that_is_not_certain_goes_nowhere(tmp_path: Path, head: str, code: str) -> None:
    town = reply_town(tmp_path)
    text = f"{head}\n1 关门\n#2 C0296\n8:34-8:53\n王磊：\n#3 8:55-9:14"
    report, left = pasted(town, text)
    assert [problem.code for problem in report.problems] == [code]
    assert left.splitlines() == [head, "1 关门", "#2 C0296", "8:34-8:53"]
    assert calls(town) == {"C0165": {"in": "08:55", "out": "09:14"}}


def test_what_is_said_of_a_day_on_its_own_line(tmp_path: Path) -> None:
    town = reply_town(tmp_path)
    report, left = pasted(town, "昨天 #1 备注 甲\n#2 关门\n今天的：\n#3 8:55-9:14\n12-01 王磊\n1 8:10-8:20")
    assert [(problem.row, problem.code) for problem in report.problems] == [(1, "which_day")]
    assert left.splitlines() == ["昨天", "#1 备注 甲", "#2 关门"]
    assert calls(town) == {"C0165": {"in": "08:55", "out": "09:14"}}
    assert calls(town, date=DAY.replace(day=1)) == {"C0003": {"in": "08:10", "out": "08:20"}}
