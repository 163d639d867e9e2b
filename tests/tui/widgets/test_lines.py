"""Lines, the footer and the title bar: what they show, what fits, what a click does."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tui.widgets.line import Line, Part
from tui.widgets.lines import Lines


class Greeting(Line):
    clicked = ""

    def parts(self, width: int) -> list[Part]:
        return [Part("很[/b] "), Part("two", "dim", lambda: self._click("two")), Part(" three four five six seven")]

    def _click(self, what: str) -> None:
        self.clicked = what


class LineApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Greeting()


async def test_a_line_is_cut_with_an_ellipsis_and_its_parts_can_be_clicked() -> None:
    app = LineApp()
    async with app.run_test(size=(40, 3)) as pilot:
        line = app.query_one(Greeting)
        assert line.render_line(0).text.rstrip() == "很[/b] two three four five six seven"
        await pilot.click(Greeting, offset=(1, 0))
        assert line.clicked == ""
        await pilot.click(Greeting, offset=(8, 0))
        assert line.clicked == "two"
        await pilot.resize_terminal(12, 3)
        await pilot.pause()
        assert line.render_line(0).text == "很[/b] two …"
        assert line.part_at(200) is None


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
