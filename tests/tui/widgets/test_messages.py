"""The message line: tells, stays small, forgets, and covers nothing."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from tui.widgets.messages import MOST_LINES, MessageLine


class MessageApp(App[None]):
    def compose(self) -> ComposeResult:
        yield MessageLine()


def shown(line: MessageLine) -> list[str]:
    return [line.render_line(y).text.strip() for y in range(line.size.height)]


async def test_the_same_sentence_is_told_once_and_the_newest_stay() -> None:
    app = MessageApp()
    async with app.run_test(size=(30, 8)) as pilot:
        line = app.query_one(MessageLine)
        assert line.size.height == 1
        for _ in range(20):
            line.say("[/b] 现在不能执行", "warning", 60)
        await pilot.pause()
        assert shown(line) == ["! [/b] 现在不能执行"]
        for number in range(5):
            line.say(f"message {number}", "information", 60)
        await pilot.pause()
        assert shown(line) == [f"· message {number}" for number in range(5 - MOST_LINES, 5)]


async def test_a_long_sentence_wraps_and_no_character_is_lost() -> None:
    app = MessageApp()
    async with app.run_test(size=(20, 8)) as pilot:
        line = app.query_one(MessageLine)
        line.say("已停止保留最好的方案一二三四五六", "error", 60)
        await pilot.pause()
        assert "".join(part.lstrip("✗ ") for part in shown(line)) == "已停止保留最好的方案一二三四五六"
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert shown(line) == ["✗ 已停止保留最好的方案一二三四五六"]


async def test_a_sentence_leaves_by_itself() -> None:
    app = MessageApp()
    async with app.run_test(size=(40, 8)):
        line = app.query_one(MessageLine)
        line.say("short", "information", 0.01)
        async with asyncio.timeout(10):
            while shown(line) != [""]:  # noqa: ASYNC110 - a timer of the widget's own
                await asyncio.sleep(0.01)
