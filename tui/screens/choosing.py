"""Several from a list: marked one by one, then taken together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from textual.widgets import Input

from tui.commands import Command
from tui.screens.dialogs import Choice, Choose
from tui.widgets.pieces import Cell
from tui.widgets.table import Column, Table

V = TypeVar("V")


class ChooseMany(Choose[Any]):
    """Like `Choose`, but tab (or insert, or a click) marks, and enter takes all that are marked, in their order."""

    ACTIONS = (Command("forms.mark", ("tab", "insert"), footer=2, palette=False),)

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice[V]],
        columns: Sequence[Column],
        marked: Collection[V],
        **options: Any,
    ) -> None:
        self._every = choices
        self._marked: list[Any] = list(marked)
        find = options.pop("find", None)
        super().__init__(
            heading, [], [Column("mark", min=1), *columns], find=find and self._shown_by(find), **options
        )
        self._choices = self._shown(choices)

    def action_mark(self) -> None:
        row = self.query_one(Table).row
        if row is not None:
            self._toggle(row.value)

    def _chosen(self, choice: Choice[Any]) -> None:
        self._toggle(choice.value)

    def _toggle(self, value: Any) -> None:
        if value in self._marked:
            self._marked.remove(value)
        else:
            self._marked.append(value)
        table = self.query_one(Table)
        self._choices = self._shown(self._every)
        at = table.cursor
        table.set_rows(self._find(self.query_one(Input).value.strip()))
        table.cursor = at

    def action_accept(self) -> None:
        self.dismiss(self._marked)

    def _shown(self, choices: Sequence[Choice[Any]]) -> list[Choice[Any]]:
        return [Choice(each.value, [self._mark(each.value), *each.cells], each.search) for each in choices]

    def _mark(self, value: Any) -> Cell:
        return [("✓", "good")] if value in self._marked else ""

    def _shown_by(self, find: Any) -> Any:
        return lambda text: self._shown(find(text))
