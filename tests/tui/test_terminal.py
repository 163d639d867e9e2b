"""The app in a real terminal: it starts, draws, is resized, is killed, and leaves everything as it should be."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.books import Books
from store.records import Call, Lock
from tests.tui.terminal import Terminal, cells
from tests.tui.town import TODAY, hand_plan, office, stocked

pytestmark = pytest.mark.tool("tmux")


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    terminals: list[Terminal] = []

    def opened(**options: object) -> Terminal:
        terminals.append(Terminal(tmp_path, **options))  # type: ignore[arg-type]
        return terminals[-1]

    yield opened
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def folder(tmp_path: Path) -> Books:
    books = stocked(tmp_path / "books")
    hand_plan(office(books))
    return books


def test_it_starts_plans_and_quits(tmp_path: Path, open_terminal: Callable[..., Terminal]) -> None:
    stocked(tmp_path / "books")
    terminal = open_terminal()
    terminal.until("11 due")
    terminal.press("S")
    terminal.until("How many seconds")
    terminal.press("BSpace", "BSpace", "2", "Enter")
    terminal.until("revision 1")
    assert "[/b]" in terminal.seen()
    terminal.press("C-q")
    terminal.until(terminal.exit_code.exists)
    terminal.until(lambda: terminal.exit_code.read_text().strip())
    assert terminal.exit_code.read_text().strip() == "0"
    plan = Books(tmp_path / "books").days.plan(TODAY)
    assert plan is not None
    assert plan.stop_count == 10


def test_chinese_is_typed_into_the_filter(folder: Books, open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal(language="zh")
    terminal.until("第 1 版")
    terminal.press("F4")
    terminal.until("12 家网点中的 12 家")
    terminal.type("/")
    terminal.until(lambda: terminal.tmux("display-message", "-p", "#{cursor_y}").strip() == "2")
    terminal.type("重庆小面")
    terminal.until("12 家网点中的 1 家")
    terminal.until(lambda: "老王烟酒店" not in terminal.seen())  # beside the list too
    terminal.press("C-u")
    terminal.type("lwyjd")
    terminal.until("老王烟酒店")


def test_columns_stand_in_line_however_wide_the_names(folder: Books, open_terminal: Callable[..., Terminal]) -> None:
    """The terminal's own count of cells agrees with ours: the pane beside the list is straight."""
    terminal = open_terminal(width=120, height=30)
    terminal.until("revision 1")
    terminal.press("F4")
    seen = terminal.until("12 of 12 outlets")
    borders = {cells(line[: line.index("▏")]) for line in seen.splitlines() if "▏" in line and "👨" not in line}
    assert len(borders) == 1, seen


def test_a_desk_becomes_a_phone_and_a_desk_again(folder: Books, open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal()
    terminal.until(lambda: re.search(r"could begin 8 min later +▏├", terminal.seen()))
    before = terminal.seen()
    terminal.resize(45, 20)
    seen = terminal.until(" Routes ")
    assert all(cells(line) <= 45 for line in seen.splitlines())
    terminal.press("Tab")
    terminal.until("老王烟酒店")
    terminal.press("Escape")
    terminal.resize(140, 40)
    terminal.until("1 km")
    terminal.until(lambda: terminal.seen() == before)


def test_killed_as_soon_as_an_edit_is_seen_it_is_not_lost(
    folder: Books, open_terminal: Callable[..., Terminal]
) -> None:
    terminal = open_terminal()
    terminal.until("revision 1")
    terminal.press("Tab", "S-Down", "S-Down", "l")
    terminal.until("hold what?")
    terminal.press("2", "Enter")
    terminal.until("revision 4")
    os.kill(terminal.pid, signal.SIGKILL)
    plan = Books(folder.folder).days.plan(TODAY)
    assert plan is not None
    assert plan.revision == 4
    route = plan.route_of("R1")
    assert route is not None
    assert [stop.outlet for stop in route.stops] == ["C02", "C03", "C01", "C04"]
    assert route.stops[2].lock is Lock.POSITION


def test_killed_in_the_middle_of_a_call_no_fact_is_lost(
    folder: Books, open_terminal: Callable[..., Terminal]
) -> None:
    terminal = open_terminal(width=45, height=40)
    terminal.until("Routes")
    terminal.press("F3")
    terminal.until("0/4 done")
    terminal.press("Enter")
    terminal.until("not begun")
    terminal.press("y", "Down", "y", "n")
    terminal.press("Tab", "Down", "1", "2", "Enter")
    terminal.until("12")

    def on_disk() -> Call | None:
        found = Books(folder.folder).days.calls(TODAY, "R1").all().values()
        return next((call for call in found if call.outlet == "C01"), None)

    terminal.until(lambda: (call := on_disk()) is not None and call.stock)
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.until(terminal.exit_code.exists)
    call = on_disk()
    assert call is not None
    assert call.check_in is not None
    assert call.steps[0].done
    assert call.display is not None
    assert call.display.points == {"p1": True, "p2": False}
    assert [line.quantity for line in call.stock] == [12]
    again = open_terminal(width=45, height=40)
    again.until("Routes")
    again.press("F3")
    again.until("◉")
    again.press("Enter")
    seen = again.until("not met")
    assert "here since 08:00" in seen
    assert "12" in seen


def test_an_empty_folder_becomes_a_plan_of_ones_own_files(
    tmp_path: Path, open_terminal: Callable[..., Terminal]
) -> None:
    """In Chinese, on a screen of 100 columns: outlets, what is due, a plan; then reps and an order, at once."""

    def take_in(number: str, name: str, text: str) -> None:
        (tmp_path / name).write_bytes(text.encode("gb18030"))
        terminal.press("F4")
        terminal.until("导入表格")
        terminal.press("i")
        terminal.until("表格里是什么")
        terminal.type(number)
        terminal.press("Enter")
        terminal.until("哪个文件")
        terminal.type(name)
        terminal.press("Enter")
        if number == "1":
            terminal.until("哪种坐标")
            terminal.press("Enter")
        terminal.until("导入预览")
        terminal.press("y")
        terminal.until(lambda: "导入预览" not in terminal.seen())
        terminal.until("，未导入 0")

    (tmp_path / "books").mkdir()
    terminal = open_terminal(width=100, height=30, language="zh", iterations=60)
    terminal.until("还没有网点：按 F4 再按 i 导入表格")
    take_in(
        "1",
        "客户.csv",
        "客户编码,客户名称,经度,纬度,客户等级\nK1,老王烟酒店,120.130,30.270,A\nK2,好邻居便利店,120.140,30.275,B\n",
    )
    terminal.until("按 F2 看到期网点")
    terminal.press("F2")
    terminal.until("2 家到期")
    terminal.press("F5")
    terminal.until("第 1 版")
    take_in("2", "业务员.csv", "工号,姓名\nR07,张伟\n")
    terminal.press("F2")
    terminal.until("张伟")
    today = f"{TODAY:%Y-%m-%d}"
    take_in("4", "商品.csv", "商品编码,商品名称,规格,单位\nP1,凉茶,1*24,箱\n")
    take_in("6", "订单.csv", f"订单号,客户编码,送货日期,商品名称,数量,单位\nD1,K1,{today},凉茶,3,箱\n")
    terminal.press("F2")
    terminal.until("新到期 1 站：按 F5 排入")
    terminal.press("P")
    terminal.until("第 2 版")
    plan = Books(tmp_path / "books").days.plan(TODAY)
    assert plan is not None
    assert {route.rep: len(route.stops) for route in plan.routes if route.stops} == {"R07": 3}
