"""Which date: typed in any of the ways people write dates, or chosen in a month by arrows or a click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from tui.commands import Command
from tui.dates import TwoDatesError, date_from
from tui.screens.dialogs import AskText
from tui.state.month import MonthView, kinds_of
from tui.widgets.input_line import InputLine
from tui.widgets.month import Month

if TYPE_CHECKING:
    from tui.jobs.office import Office

_DAYS = {"up": -7, "down": 7}


class AskDate(AskText):
    """The date as it was typed, or as ``2026-11-24`` where it was chosen; with `empty` also no date at all."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("dates.previous_month", ("pageup", "ctrl+up"), footer=91, palette=False),
        Command("dates.next_month", ("pagedown", "ctrl+down"), footer=92, palette=False),
    )

    def __init__(
        self,
        heading: str,
        office: Office,
        *,
        value: str = "",
        note: str = "",
        near: dt.date | None = None,
        empty: bool = False,
        problem: Callable[[str], str | None] | None = None,
    ) -> None:
        """`near` is the day the month opens on where the line says none: today unless given."""
        super().__init__(heading, value=value, note=note, problem=problem or self._no_date)
        self._office = office
        self._today = office.today()
        self._near = near or self._today
        self._empty = empty
        self._chosen = ""
        """What stands in the line because it was chosen in the month."""

    def body(self) -> Iterable[Widget]:
        yield _DateLine(self._value, select_on_focus=False)
        view = MonthView(self._read(self._value) or self._near, self._today)
        yield Month(view, kinds_of(self._office))
        yield self.problem_line()

    def _no_date(self, text: str) -> str | None:
        try:
            found = date_from(text, self._today, self._office.language)
        except TwoDatesError as two:
            return self.t(f"errors.{two.code}", **two.params)
        return None if found else self.t("app.date.bad", value=text)

    def _read(self, text: str) -> dt.date | None:
        """The date that stands in the line; None while it is none, or two."""
        try:
            return date_from(text, self._today, self._office.language)
        except TwoDatesError:
            return None

    @property
    def month(self) -> Month:
        return self.query_one(Month)

    @property
    def steered(self) -> bool:
        """Whether the arrows move in the month: not in the midst of what somebody types."""
        return self.query_one(Input).value in ("", self._chosen)

    def steer(self, view: MonthView) -> None:
        """Chooses a day, and writes it down."""
        self._chosen = view.chosen.isoformat()
        line = self.query_one(Input)
        line.value = self._chosen
        line.cursor_position = len(self._chosen)
        self.month.show(view)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if (date := self._read(event.value)) is not None:
            self.month.show(MonthView(date, self._today))

    def on_key(self, event: events.Key) -> None:
        if event.key in _DAYS:
            event.stop()
            event.prevent_default()
            self.steer(self.month.shown.by_days(_DAYS[event.key]))

    def on_month_day_picked(self, event: Month.DayPicked) -> None:
        self.steer(MonthView(event.date, self._today))
        self.action_accept()

    def on_month_months_turned(self, event: Month.MonthsTurned) -> None:
        self.steer(self.month.shown.by_months(event.months))

    def action_previous_month(self) -> None:
        self.steer(self.month.shown.by_months(-1))

    def action_next_month(self) -> None:
        self.steer(self.month.shown.by_months(1))

    def action_accept(self) -> None:
        """An empty line means the day that is lit in the month, unless there may be none."""
        if not self.query_one(Input).value.strip():
            if self._empty:
                self.dismiss("")
                return
            self.steer(self.month.shown)
        super().action_accept()

    def refresh_texts(self) -> None:
        super().refresh_texts()
        self.month.refresh()


class _DateLine(InputLine):
    """Its arrows to the side go to the day before or after while nobody types."""

    def action_cursor_left(self, select: bool = False) -> None:
        self._step(-1) or super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        self._step(1) or super().action_cursor_right(select)

    def _step(self, days: int) -> bool:
        dialog = self.screen
        if not isinstance(dialog, AskDate) or not dialog.steered:
            return False
        dialog.steer(dialog.month.shown.by_days(days))
        return True
