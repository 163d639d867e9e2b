"""What the app asks: dialogs that an ``async`` action awaits. Each gives None when it was left."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from tui.app.saving import SavingApp
from tui.screens.dialogs import AskText, Choice, Choose, Confirm, Dialog
from tui.widgets.columns import Column

if TYPE_CHECKING:
    from store.records import Outlet
    from tui.jobs.office import Office
    from tui.locale import Translator
    from tui.state.search import OutletIndex

V = TypeVar("V")


class AskingApp(SavingApp):
    """An app with books to ask about."""

    _office: Office | None = None
    _index: tuple[object, str, OutletIndex] | None = None

    def __init__(self, *, language: str = "en") -> None:
        super().__init__(language=language)
        self._indexing = asyncio.Lock()

    @property
    def office(self) -> Office:
        """The books and who works in them; there from the first screen on."""
        if self._office is None:
            raise RuntimeError("the books are not open yet")
        return self._office

    async def ask_text(self, heading: str, **options: Any) -> str | None:
        """One line of text (see `AskText`)."""
        return await self.push_screen_wait(AskText(heading, **options))

    async def ask_date_text(self, heading: str, **options: Any) -> str | None:
        """A date as it was typed or chosen (see `AskDate`)."""
        from tui.screens.dating import AskDate

        options.setdefault("note", self.t("app.date.note"))
        return await self.push_screen_wait(AskDate(heading, self.office, **options))

    async def which_date(self, heading: str, **options: Any) -> dt.date | None:
        """One date; None where the question was left."""
        from tui.dates import date_from

        typed = await self.ask_date_text(heading, **options)
        return date_from(typed, self.office.today(), self.language) if typed is not None else None

    async def choose(
        self, heading: str, choices: Sequence[Choice[V]], columns: Sequence[Column], **options: Any
    ) -> V | None:
        """The value chosen from a list (see `Choose`)."""
        options.setdefault("placeholder", self.t("app.filter"))
        options.setdefault("empty", self.t("app.nothing_found"))
        return await self.push_screen_wait(Choose(heading, choices, columns, **options))

    async def confirm(self, heading: str, note: str = "") -> bool:
        """Whether to go on with what cannot be undone."""
        dialog: Dialog[bool] = Confirm(heading, note)
        answer: bool | None = await self.push_screen_wait(dialog)
        return answer is True

    async def outlet_index(self) -> OutletIndex:
        """The index that finds outlets as one types; made anew when the book of outlets has changed."""
        from tui.state.search import OutletIndex

        async with self._indexing:
            outlets = await asyncio.to_thread(self.office.books.outlets.all)
            known = self._index
            if known is None or known[0] is not outlets or known[1] != self.language:
                words = partial(_words_of, self.t)
                index = await asyncio.to_thread(OutletIndex, list(outlets.values()), words)
                known = self._index = (outlets, self.language, index)
            return known[2]

    async def choose_outlet(self, heading: str) -> str | None:
        """The id of any outlet, found by name, address, id or pinyin."""
        outlets = await asyncio.to_thread(self.office.books.outlets.all)
        index = await self.outlet_index()

        def choice(outlet: Outlet) -> Choice[str]:
            return Choice(outlet.id, [outlet.name, [(outlet.id, "dim")], [(outlet.address or "", "dim")]])

        columns = [
            Column("name", self.t("board.column.outlet"), min=14, weight=2),
            Column("id", self.t("board.column.id"), min=6, weight=1, drop=2),
            Column("address", self.t("board.column.address"), min=10, weight=3, drop=1),
        ]
        return await self.choose(
            heading,
            [choice(each) for each in outlets.values()],
            columns,
            find=lambda text: [choice(outlets[found]) for found in index.find(text)],
        )


def _words_of(t: Translator, outlet: Outlet) -> str:
    """What an outlet is also known by in the language in use."""
    from tui.screens.board_cells import channel_name

    return f"{channel_name(outlet, t)} {t(f'records.tier.{outlet.tier.value}')}"
