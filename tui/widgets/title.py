"""The title bar: where one is, where one can go, which date and whose books."""

from __future__ import annotations

from functools import partial
from typing import Any

from tui.keymap import shown
from tui.widgets.line import Line, Part, width_of_parts


class TitleBar(Line):
    """`Roundsman  F2 Board  F3 Rounds  F4 Outlets … ◀ 2026-11-24 Tue ▶  books`; drops what has no room."""

    MOST_ROWS = 1

    def parts(self, width: int) -> list[Part]:
        app: Any = self.app
        tabs: list[Part] = []
        for command in app.mode_commands():
            here = command.argument == app.current_mode
            go = None if here else (lambda name=command.argument: app.go(name))
            tabs.append(
                Part(f" {shown(app.keys_of(command)[0])} {app.t(command.title_key)} ", "chosen" if here else "", go)
            )
        tight = [Part(tab.text.rstrip(), tab.tone, tab.do) for tab in tabs]
        name = [Part(f" {app.t('app.name')} ", "strong")]
        dates = [_date(app, text) for text in app.date_texts()]
        long, short = dates or ([], [])
        others = [Part(f" {app.others_text()} ", "warning")] if app.others_text() else []
        folder = [Part(f" {app.folder_text()} ", "dim")] if app.folder_text() else []
        right: list[Part]
        for left, right in (
            ([*name, *tabs], [*others, *long, *folder]),
            ([*name, *tabs], [*others, *long]),
            (tabs, [*others, *long]),
            (tabs, [*others, *short]),
            (tabs, short),
            (tight, short),
            *([(_keys_only(tabs), short)] if getattr(self.screen, "dated", False) else []),
            (tabs, short[1:2]),
            (tabs, []),
            (_keys_only(tabs), []),
        ):
            room = width - width_of_parts(left) - width_of_parts(right)
            if room >= 0:
                return [*left, Part(" " * room), *right]
        return _keys_only(tabs)


def _keys_only(tabs: list[Part]) -> list[Part]:
    """Of the screens that one is not on just the keys, so that the date of the one shown stays in sight."""
    return [tab if tab.tone == "chosen" else Part(f" {tab.text.split()[0]} ", "key", tab.do) for tab in tabs]


def _date(app: Any, text: str) -> list[Part]:
    """A date between arrows to the day before and the day after; a click on itself asks for another."""
    return [
        Part("◀", "key", partial(app.step_date, -1)),
        Part(f" {text} ", "strong", app.ask_date),
        Part("▶ ", "key", partial(app.step_date, 1)),
    ]
