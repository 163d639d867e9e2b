"""The line-drawn table: a cursor that keeps its row, columns that leave, and only the visible is drawn."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.containers import Horizontal

from tui.widgets.table import Column, Table, shared_widths

COLUMNS = [Column("id", "id", min=4), Column("name", "名称", min=8, weight=1), Column("more", "more", min=10, drop=1)]


class TableApp(App[None]):
    """A table of (id, name) and what it told."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = rows
        self.drawn: list[str] = []
        self.told: list[tuple[str, int, Any]] = []

    def compose(self) -> ComposeResult:
        yield Table(COLUMNS, self._cells, key=lambda row: row[0], empty="nothing [/b] here")

    def on_mount(self) -> None:
        self.table.set_rows(self.rows)
        self.table.focus()

    def _cells(self, row: tuple[str, str]) -> list[str]:
        self.drawn.append(row[0])
        return [row[0], row[1], "more"]

    @property
    def table(self) -> Table[tuple[str, str]]:
        return self.query_one(Table)

    def on_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        self.told.append(("at", event.index, event.row))

    def on_table_row_chosen(self, event: Table.RowChosen) -> None:
        self.told.append(("chosen", event.index, event.row))

    def line(self, y: int) -> str:
        return self.table.render_line(y).text


def rows(count: int) -> list[tuple[str, str]]:
    return [(f"{number}", f"店{number}") for number in range(count)]


async def test_twenty_thousand_rows_cost_what_is_visible() -> None:
    app = TableApp(rows(20_000))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert len(set(app.drawn)) <= 25
        await pilot.press("end")
        await pilot.pause()
        assert app.table.cursor == 19_999
        assert "19999" in app.drawn
        assert len(set(app.drawn)) <= 50


async def test_keys_move_the_cursor_and_it_stays_in_view() -> None:
    app = TableApp(rows(100))
    async with app.run_test(size=(60, 10)) as pilot:
        for keys, cursor in (
            (["down"], 1),
            (["pagedown"], 9),
            (["end"], 99),
            (["down"], 99),
            (["home"], 0),
            (["up"], 0),
        ):
            await pilot.press(*keys)
            assert app.table.cursor == cursor
            shown = [app.table.index_at(y) for y in range(10)]
            assert cursor in shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.told[-1] == ("chosen", 1, ("1", "店1"))


async def test_the_cursor_keeps_its_row_when_rows_come_and_go() -> None:
    app = TableApp(rows(10))
    async with app.run_test(size=(60, 10)) as pilot:
        app.table.show_key("7")
        app.table.set_rows(list(reversed(rows(10))))
        assert app.table.row == ("7", "店7")
        app.table.set_rows(rows(5))
        assert app.table.row is not None
        app.table.set_rows([])
        assert app.table.row is None
        app.table.set_rows(rows(3))
        assert app.table.row is not None
        await pilot.pause()
        assert app.told[-1] == ("at", app.table.cursor, app.table.row)


async def test_an_empty_table_says_so_as_it_is_written() -> None:
    app = TableApp([])
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        assert "nothing [/b] here" in app.line(1)
        await pilot.press("down", "enter", "end", "pageup")
        assert not [each for each in app.told if each[0] == "chosen"]


async def test_columns_leave_where_there_is_no_room_and_come_back() -> None:
    app = TableApp([("[0]", "很长很长很长的名字[/b]")])
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        assert "more" in app.line(1)
        await pilot.resize_terminal(16, 6)
        await pilot.pause()
        assert "more" not in app.line(1)
        assert app.line(1).startswith("[0]")
        assert "…" in app.line(1)
        await pilot.resize_terminal(60, 6)
        await pilot.pause()
        assert "很长很长很长的名字[/b]" in app.line(1)


async def test_a_click_moves_and_a_second_one_chooses() -> None:
    app = TableApp(rows(10))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(Table, offset=(2, 4))
        assert app.table.cursor == 3
        assert not [each for each in app.told if each[0] == "chosen"]
        await pilot.click(Table, offset=(2, 4), times=2)
        await pilot.pause()
        assert ("chosen", 3, ("3", "店3")) in app.told


@given(
    st.lists(
        st.builds(Column, st.just("x"), min=st.integers(1, 30), weight=st.integers(0, 4), drop=st.integers(0, 4)),
        min_size=1,
        max_size=7,
    ),
    st.integers(1, 250),
)
def test_columns_share_the_width_and_the_most_droppable_leave_first(columns: list[Column], width: int) -> None:
    columns = [Column("name", min=4), *columns]
    sized = shared_widths(columns, width)
    used = sum(size for _, _, size in sized) + len(sized) - 1
    kept = {place for place, _, _ in sized}
    gone = [column.drop for place, column in enumerate(columns) if place not in kept]
    assert all(size >= column.min for _, column, size in sized)
    assert all(column.drop < min(gone, default=99) for _, column, _ in sized)
    assert all(gone)
    if any(column.drop for _, column, _ in sized):
        assert used <= width
    if used <= width and any(column.weight for _, column, _ in sized):
        assert used == width


class PairApp(App[None]):
    """Two tables side by side; what was dropped where."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[tuple[str, str, int]] = []

    def compose(self) -> ComposeResult:
        with Horizontal():
            for name in ("one", "other"):
                yield Table(COLUMNS, lambda row: [row[0], row[1], ""], key=lambda row: row[0], id=name)

    def on_mount(self) -> None:
        for table in self.query(Table):
            table.set_rows(rows(5))
            table.draggable = table.id == "one"

    def on_table_row_dropped(self, event: Table.RowDropped) -> None:
        self.dropped.append((event.row[0], str(event.onto.id), event.target))


async def test_a_row_is_dragged_onto_a_row_of_this_or_another_table() -> None:
    app = PairApp()
    async with app.run_test(size=(60, 12)) as pilot:
        for start, end in (
            ((2, 2), (40, 4)),
            ((2, 1), (3, 3)),
            ((2, 2), (3, 2)),
            ((40, 2), (2, 4)),
            ((2, 2), (2, 11)),
        ):
            await pilot.mouse_down(offset=start)
            await pilot.hover(offset=end)
            await pilot.mouse_up(offset=end)
            await pilot.pause()
        assert app.dropped == [("1", "other", 3), ("0", "one", 2)]


@settings(max_examples=15)
@given(st.lists(st.sampled_from(["mark", "up", "down", "fewer"]), max_size=30))
def test_marks_are_always_rows_that_are_there(steps: list[str]) -> None:
    async def played() -> None:
        app = TableApp(rows(6))
        async with app.run_test(size=(40, 10)):
            expected: set[str] = set()
            for step in steps:
                here = app.table.row
                if step == "mark" and here is not None:
                    expected ^= {here[0]}
                    app.table.toggle_mark()
                elif step == "fewer":
                    kept = [row for row in app.table.rows if row != here]
                    app.table.set_rows(kept)
                    expected &= {row[0] for row in kept}
                else:
                    app.table.action_step(-1 if step == "up" else 1)
                assert {row[0] for row in app.table.marked} == expected == set(app.table.marks)

    asyncio.run(played())
