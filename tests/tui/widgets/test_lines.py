"""Lines, the footer and the title bar: what they show, what fits, what a click does."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tui.widgets.line import Line, Part, Tabs, broken, width_of_parts
from tui.widgets.lines import Lines
from tui.widgets.pieces import plain


class Greeting(Line):
    clicked = ""

    def parts(self, width: int) -> list[Part]:
        return [Part("很[/b] "), Part("two", "dim", lambda: self._click("two")), Part(" three four five  six seven")]

    def _click(self, what: str) -> None:
        self.clicked = what


class LineApp(App[None]):
    def __init__(self, kind: type[Line]) -> None:
        super().__init__()
        self._kind = kind

    def compose(self) -> ComposeResult:
        yield self._kind()


class Heading(Greeting):
    MOST_ROWS = 1


@pytest.mark.parametrize("kind", [Greeting, Heading])
async def test_the_parts_of_a_line_can_be_clicked(kind: type[Greeting]) -> None:
    async with LineApp(kind).run_test(size=(40, 6)) as pilot:
        line = pilot.app.query_one(Greeting)
        assert line.render_line(0).text.rstrip() == "很[/b] two three four five  six seven"
        await pilot.click(kind, offset=(1, 0))
        assert line.clicked == ""
        await pilot.click(kind, offset=(8, 0))
        assert line.clicked == "two"
        assert line.part_at(200) is None


async def test_a_line_that_has_no_room_takes_another_row_and_its_parts_can_be_clicked_there() -> None:
    async with LineApp(Greeting).run_test(size=(8, 6)) as pilot:
        line = pilot.app.query_one(Greeting)
        await pilot.pause()
        await pilot.pause()
        assert [line.render_line(y).text.rstrip() for y in range(line.size.height)] == ["很[/b]", " two", " three …"]
        await pilot.click(Greeting, offset=(2, 1))
        assert line.clicked == "two"
        await pilot.resize_terminal(29, 6)
        await pilot.pause()
        await pilot.pause()
        assert [line.render_line(y).text.rstrip() for y in range(line.size.height)] == [
            "很[/b] two three four five",
            " six seven",
        ]
        await pilot.resize_terminal(60, 6)
        await pilot.pause()
        await pilot.pause()
        assert line.size.height == 1


async def test_a_line_that_stays_one_row_high_is_cut_with_an_ellipsis() -> None:
    async with LineApp(Heading).run_test(size=(12, 3)) as pilot:
        line = pilot.app.query_one(Greeting)
        assert line.render_line(0).text == "很[/b] two …"
        assert line.size.height == 1


class Lists(Tabs):
    at = 0

    def tabs(self) -> list[Part]:
        return [Part(f" 清单{n} ", "warning" if n == 7 else "", partial(self._open, n)) for n in range(9)]

    def _open(self, n: int) -> None:
        self.at = n


async def test_of_tabs_that_have_no_room_arrows_lead_to_the_others_and_the_chosen_one_is_whole() -> None:
    async with LineApp(Lists).run_test(size=(30, 3)) as pilot:
        tabs = pilot.app.query_one(Lists)
        for at in range(9):
            tabs.at = at
            text = tabs.render_line(0).text
            assert f" 清单{at} " in text
            assert "…" not in text
            assert text.startswith("◂") == (" 清单0 " not in text)
            assert text.endswith("▸") == (" 清单8 " not in text)
        tabs.at = 0
        assert tabs.parts(30)[-1].tone == "warning", "one of those out of sight presses"
        await pilot.click(Lists, offset=(29, 0))
        assert tabs.at == 3
        await pilot.click(Lists, offset=(0, 0))
        assert tabs.at == 1
        assert len([part for part in tabs.parts(200) if part.text.strip()]) == 9


@given(st.lists(st.text(max_size=12), max_size=8), st.integers(2, 40))
def test_no_row_of_a_line_is_too_wide_and_nothing_is_lost(texts: list[str], width: int) -> None:
    rows = broken([Part(text) for text in texts], width)
    assert all(width_of_parts(row) <= width or plain(row[-1].text).endswith(" ") for row in rows)
    said = "".join(part.text for row in rows for part in row)
    assert "".join(plain(said).split()) == "".join(plain("".join(texts)).split())


class LinesApp(App[None]):
    CSS = "Lines { max-height: 4; }"

    def compose(self) -> ComposeResult:
        yield Lines(focusable=True)


@pytest.mark.parametrize("width", [7, 8, 13, 20])
@pytest.mark.parametrize("count", [1, 3, 4, 5, 9])
async def test_no_character_is_hidden_whether_there_is_a_scroll_bar_or_not(width: int, count: int) -> None:
    app = LinesApp()
    async with app.run_test(size=(width, 10)) as pilot:
        lines = app.query_one(Lines)
        text = "一二三四五六七 abcdefg " * count
        lines.show([[(text, "")]])
        await pilot.pause()
        shown = []
        for y in range(int(lines.virtual_size.height)):
            lines.scroll_to(y=y, animate=False, force=True)
            row = y - lines.scroll_offset.y
            strip = lines.render_line(row)
            assert strip.cell_length <= lines.scrollable_content_region.width
            shown.append(strip.text)
        assert "".join("".join(shown).split()) == "".join(text.split())
        if lines.virtual_size.height <= 4:
            assert lines.size.height == lines.virtual_size.height


async def test_lines_wrap_to_the_width_and_scroll() -> None:
    app = LinesApp()
    async with app.run_test(size=(20, 10)) as pilot:
        lines = app.query_one(Lines)
        lines.show(
            [[("一二三四五六七八九十一二三四五", "dim")], [("[/b] second", "")], [("third", "")], [("fourth", "")]]
        )
        await pilot.pause()
        assert lines.size.height == 4
        assert lines.render_line(0).text.rstrip() == "一二三四五六七八九"
        assert lines.render_line(2).text.rstrip() == "[/b] second"
        lines.focus()
        await pilot.press("end")
        await pilot.pause()
        assert "fourth" in [lines.render_line(y).text.rstrip() for y in range(4)]
        lines.show([[("again", "")]])
        await pilot.pause()
        assert lines.scroll_offset.y == 0
        assert lines.size.height == 1
