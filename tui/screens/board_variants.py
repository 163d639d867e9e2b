"""What if: the day planned otherwise, side by side with the plan; and the notes that travel with it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from routing.planning.difference import difference, figures
from store.notation.clock import read_clock
from store.records import DaySetup, Shift, Stop, money_text
from tui.commands import Command
from tui.jobs.notes import leave_note
from tui.jobs.wording import difference_lines, duration, kilometres, profile_name, setup_text
from tui.screens.board_edits import _on_route, _open
from tui.screens.board_search import BoardSearch, _can_plan
from tui.screens.dialogs import Choice, Decide
from tui.state.board import Board
from tui.widgets.pieces import Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from store.records import Day, Variant


class BoardVariants(BoardSearch):
    """The commands that compare ways of driving a day, and leave word with it."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("board.variants", ("V",), footer=12, when=_open),
        Command("board.profile", ("w",), when=_can_plan),
        Command("board.note", ("N",), when=_on_route),
    )

    async def action_profile(self) -> None:
        """Plans by other weights than what things cost."""
        board = self._board()
        names = ["default", *board.desk.world.settings.profiles]
        now = (board.desk.day.setup.profile if board.desk.day else None) or "default"
        name = await self._ask_one("desk.profile.which", [(each, profile_name(self.office, each)) for each in names],
                                   at=names.index(now) if now in names else 0)  # fmt: skip
        if name is not None and self.board is board and not self.solving:
            self._start(keep_edits=True, free_reps=self._freed, setup=DaySetup(profile=name))

    async def action_variants(self) -> None:
        """The plan and what was tried beside it; one more can be tried, one taken, one thrown away."""
        while self.board is not None:
            board = self._board()
            chosen = await self._choose_variant(board)
            if chosen is None or self.board is not board:
                return
            if chosen == "":
                if not await self._try_one(board):
                    return
            elif await self._decide(board, board.desk.variant(chosen)):
                return

    async def _choose_variant(self, board: Board) -> str | None:
        variants = await asyncio.to_thread(board.desk.variants)
        choices = [
            Choice("", [[(self.t("desk.variant.new"), "accent")], "", "", "", "", ""], self.t("desk.variant.new"))
        ]
        if board.desk.day is not None:
            plan = self.t("desk.variant.plan")
            choices.append(Choice("", self._figures(plan, board.desk.day), plan))
        choices += [Choice(each.name, self._figures(each.name, each.day), each.name) for each in variants]
        columns = [
            Column("name", self.t("desk.variant.name"), min=12, weight=1),
            Column("cost", self.t("board.column.cost"), min=8, right=True),
            Column("hours", self.t("desk.variant.hours"), min=6, right=True, drop=2),
            Column("km", self.t("board.column.km"), min=6, right=True, drop=3),
            Column("unserved", self.t("desk.variant.unserved"), min=8, right=True, drop=1),
            Column("spread", self.t("desk.variant.spread"), min=6, right=True, drop=4),
        ]
        at = 0 if len(choices) < 3 else 2
        return await self.roundsman.choose(self.t("desk.variant.which"), choices, columns, at=at)

    def _figures(self, name: str, day: Day) -> list[str]:
        found = figures(day)
        return [
            name,
            money_text(found.cost),
            duration(found.work_s),
            kilometres(found.distance_m),
            str(found.unserved),
            duration(found.spread_s),
        ]

    async def _try_one(self, board: Board) -> bool:
        setup = await self._ask_setup(board)
        if setup is None or self.board is not board or self.solving:
            return False
        last = await self._watched(board, board.desk.tried(setup))
        if last is None or not last.finished or last.day is None:
            return False
        name = setup_text(self.office, setup)[:40] or self.t("desk.variant.plan")
        board.desk.keep_variant(name, last.day)
        return True

    async def _ask_setup(self, board: Board) -> DaySetup | None:
        """What shall be otherwise."""
        kinds = ("without", "with_rep", "shift", "depot", "profile")
        kind = await self._ask_one("desk.setup.which", [(each, self.t(f"desk.setup.kind.{each}")) for each in kinds])
        books = self.office.books
        if kind == "without":
            rep = await self._ask_rep(self.t("desk.setup.kind.without"), here=self.entry)
            return None if rep is None else DaySetup(without=[rep])
        if kind == "with_rep":
            duty = board.desk.world.on_duty()
            reps = [(rep.id, rep.name) for rep in books.reps.all().values() if rep.id not in duty]
            rep = await self._ask_one("desk.setup.kind.with_rep", reps)
            return None if rep is None else DaySetup(with_reps=[rep])
        if kind == "shift":
            rep = await self._ask_rep(self.t("desk.setup.kind.shift"), here=self.entry)
            hours = None if rep is None else await self._ask_shift()
            return None if rep is None or hours is None else DaySetup(shifts={rep: hours})
        if kind == "depot":
            depot = await self._ask_one(
                "desk.setup.kind.depot", [(d.id, d.name) for d in books.depots.all().values()]
            )
            return None if depot is None else DaySetup(depot=depot)
        if kind == "profile":
            names = ["default", *board.desk.world.settings.profiles]
            profile = await self._ask_one("desk.profile.which", [(n, profile_name(self.office, n)) for n in names])
            return None if profile is None else DaySetup(profile=profile)
        return None

    async def _ask_shift(self) -> Shift | None:
        typed = await self.roundsman.ask_text(
            self.t("desk.setup.hours"),
            value="08:00-18:00",
            anew=True,
            problem=lambda text: None if _shift(text) else self.t("desk.setup.bad_hours"),
        )
        return _shift(typed) if typed else None

    async def _ask_one(self, heading: str, named: list[tuple[str, str]], *, at: int = 0) -> str | None:
        """One of some things by number or name; where there is none, that is told."""
        if not named:
            self.roundsman.tell("desk.setup.none", severity="warning", what=self.t(heading))
            return None
        choices = [Choice(value, [str(n), name], f"{n} {name} {value}") for n, (value, name) in enumerate(named, 1)]
        columns = [Column("n", min=2), Column("name", min=16, weight=1)]
        return await self.roundsman.choose(self.t(heading), choices, columns, at=at)

    async def _decide(self, board: Board, variant: Variant) -> bool:
        """Shows a variant beside the plan; it is adopted, discarded or left. Whether it was adopted."""
        what = await self._ask_one(
            "desk.variant.what",
            [(each, self.t(f"desk.variant.do.{each}")) for each in ("compare", "adopt", "discard")],
        )
        if what == "discard":
            board.desk.discard(variant.name)
            self.roundsman.tell("desk.variant.discarded", name=variant.name)
        if what == "compare" and board.desk.day is not None:
            change = difference(board.desk.day, variant.day)

            def lines() -> list[list[Piece]]:
                return [[(line, "")] for line in difference_lines(self.office, change)]

            what = "adopt" if await self.app.push_screen_wait(Decide(variant.name, lines)) else None
        if what == "adopt":
            said = partial(self.roundsman.tell, "desk.variant.adopted", name=variant.name)
            self.edit(lambda: board.desk.adopt(variant.name), then=said)
        return what == "adopt"

    async def action_note(self) -> None:
        """Leaves a note on the stop under the cursor, or where the routes are looked at, on the whole route."""
        route, row = self._route(), self.row
        stop = row.item if row is not None and isinstance(row.item, Stop) and self.pane != "index" else None
        name = route.name or route.rep if stop is None else stop.name or stop.outlet
        text = await self.roundsman.ask_text(self.t("desk.note.which", name=name))
        if text:
            outlet = None if stop is None else stop.outlet
            leave_note(self.office, self.date, route.rep, text, outlet)
            self.show_all()
            self.roundsman.tell("desk.note.done", name=name)


def _shift(text: str) -> Shift | None:
    begin, _, end = text.replace("–", "-").partition("-")
    try:
        start, until = read_clock(begin), read_clock(end)
        return Shift(start=start, end=until)
    except ValueError:
        return None
