"""A month to choose a day from: a click takes it. What kind of day one is stands behind its number, as a sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.state.month import WEEKS, DayKind, MonthView
from tui.widgets.ground import Grounded
from tui.widgets.pieces import Piece, segments

if TYPE_CHECKING:
    from tui.locale import Translator

_DAY = 5
"""Cells of a day: its number, its sign, a space."""
_LEFT, _RIGHT = "◀ ", " ▶"
_ABOVE = 2
"""Rows above the weeks: which month it is, the days of the week."""
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Month(Grounded):
    """Shows the month of the chosen day. It holds the focus for nobody: keys are its dialog's business."""

    @dataclass
    class DayPicked(Message):
        """A day was clicked."""

        date: dt.date

    @dataclass
    class MonthsTurned(Message):
        """So many months on were asked for, by an arrow or the wheel."""

        months: int

    DEFAULT_CSS = f"Month {{ height: {WEEKS + _ABOVE}; width: 1fr; }}"

    def __init__(self, view: MonthView, kind: Callable[[dt.date], DayKind]) -> None:
        super().__init__()
        self.shown = view
        self._kind = kind

    def show(self, view: MonthView) -> None:
        self.shown = view
        self.refresh()

    # drawing

    def render_line(self, y: int) -> Strip:
        if y == 0:
            said = self._title()
        elif y == 1:
            names = [self._t(f"dates.weekday.{day}") for day in _WEEKDAYS]
            said = [(f"{' ' * max(0, 2 - cell_len(name))}{name}   ", "dim") for name in names]
        else:
            said = [each for date in self.shown.weeks()[y - _ABOVE] for each in self._day(date)]
        return Strip(segments(self, said, self.size.width, self.ground))

    @property
    def _t(self) -> Translator:
        app: Any = self.app
        t: Translator = app.t
        return t

    @property
    def _called(self) -> str:
        return self._t("dates.month", year=self.shown.chosen.year, month=f"{self.shown.chosen.month:02d}")

    def _title(self) -> list[Piece]:
        """Which month it is, and what the chosen day is."""
        kind, chosen = self._kind(self.shown.chosen), self.shown.chosen
        about = [self._t(f"records.weekday.{_WEEKDAYS[chosen.weekday()]}")]
        if chosen == self.shown.today:
            about.append(self._t("dates.today"))
        if kind.special:
            about.append(kind.name or self._t(f"dates.{kind.special}"))
        elif kind.rest:
            about.append(self._t("dates.rest"))
        said = f"  {chosen.day} {' · '.join(about)}"
        return [(_LEFT, "key"), (self._called, "strong"), (_RIGHT, "key"), (said, "dim")]

    def _day(self, date: dt.date | None) -> list[Piece]:
        if date is None:
            return [(" " * _DAY, "")]
        kind, today = self._kind(date), date == self.shown.today
        tone = "warning" if kind.special == "off" else "accent" if kind.special else "dim" if kind.rest else ""
        sign = kind.special or ("today" if today else "")
        text = f"{date.day:2}{self._t(f'dates.sign.{sign}') if sign else ''}"
        text += " " * (_DAY - 1 - cell_len(text))
        return [(text, "chosen" if date == self.shown.chosen else "key" if today else tone), (" ", "")]

    # the mouse

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.y == 0:
            start = cell_len(_LEFT)
            end = start + cell_len(self._called)
            if event.x < start or end <= event.x < end + cell_len(_RIGHT):
                self.post_message(self.MonthsTurned(-1 if event.x < start else 1))
            return
        week, day = event.y - _ABOVE, event.x // _DAY
        date = self.shown.weeks()[week][day] if week >= 0 and day < len(_WEEKDAYS) else None
        if date is not None:
            self.post_message(self.DayPicked(date))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.post_message(self.MonthsTurned(1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.post_message(self.MonthsTurned(-1))
