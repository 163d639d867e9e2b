"""The dispatcher's desk: one date opened, planned, edited, undone, published. The board and the CLI share it."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from routing.planning.beats import kept_reps
from routing.planning.errors import PlanningError
from routing.planning.figures import totals_of
from store.notation.clock import clock_text
from store.records import Day, DaySetup, Message, Variant
from tui.jobs.desk_groups import DeskGroups
from tui.jobs.desk_state import Outcome
from tui.jobs.search import Progress, Search
from tui.jobs.travelling import Tell, silent
from tui.jobs.world import world_of

if TYPE_CHECKING:
    from routing.planning.request import Request
    from tui.jobs.office import Office

__all__ = ["Desk", "Outcome", "Progress"]


class Desk(DeskGroups):
    """One date. Reading and judging are quick; `plan` runs the search in a process of its own."""

    def __init__(self, office: Office, date: dt.date) -> None:
        super().__init__(office, date)
        self._search: Search | None = None

    @property
    def told_published(self) -> Message | None:
        """That the day has been published, where it has: what is changed now differs from what people were told."""
        day = self.day
        if day is None or day.published_revision is None:
            return None
        return Message(code="published", params={"date": self.date.isoformat(), "revision": day.published_revision})

    @classmethod
    def open(cls, office: Office, date: dt.date) -> Desk:
        return cls(office, date)

    # the search

    async def plan(
        self,
        *,
        seconds: float | None = 10.0,
        iterations: int | None = None,
        seed: int = 1,
        workers: int = 2,
        keep_edits: bool = False,
        order_only: bool = False,
        free_reps: bool = False,
        from_current: bool = False,
        setup: DaySetup | None = None,
        travel: str | None = None,
        tell: Tell = silent,
    ) -> AsyncGenerator[Progress, None]:
        """Searches for the best routes, showing better ones as they are found; the last one is saved.

        With `from_current` the search starts from the routes as they stand. Beats keep their reps unless
        `free_reps`. `setup` is how the day shall differ from the books, beside what is settled.
        Travel times are those of `travel`, else of the settings; `tell` hears how far the preparation of a map is.
        Raises `PlanningError` for a past date, nothing due or nobody on duty, `TravelError` where `travel` cannot
        be used. Abandoning the iteration leaves
        the day as it was.
        """
        request = await asyncio.to_thread(
            self._request,
            keep_edits=keep_edits,
            order_only=order_only,
            free_reps=free_reps,
            setup=setup,
            travel=travel,
            tell=tell,
        )
        # a day that begins from its beats begins from their order
        standing = from_current or order_only or (self.day is None and any(request.start))
        async with aclosing(
            self._searched(
                request, seconds=seconds, iterations=iterations, seed=seed, workers=workers, standing=standing
            )
        ) as found:
            async for progress in found:
                if progress.finished and progress.day is not None:
                    # off the loop: the disk may take its time
                    saved = await asyncio.to_thread(self._save, progress.day, Message(code="planned"), timed=True)
                    yield replace(progress, day=saved.day)
                else:
                    yield progress

    async def tried(
        self,
        setup: DaySetup,
        *,
        seconds: float | None = 5.0,
        iterations: int | None = None,
        seed: int = 1,
        workers: int = 2,
    ) -> AsyncGenerator[Progress, None]:
        """Searches for the day as it would be if it were set up so; nothing is saved. Edits by hand are kept."""
        free = self.free_reps
        request = await asyncio.to_thread(
            self._request, keep_edits=True, order_only=False, free_reps=free, setup=setup
        )
        options = {"seconds": seconds, "iterations": iterations, "seed": seed, "workers": workers, "standing": False}
        async with aclosing(self._searched(request, **options)) as found:
            async for progress in found:
                yield progress

    async def freeing(
        self,
        *,
        seconds: float | None = 5.0,
        iterations: int | None = None,
        seed: int = 1,
        workers: int = 2,
    ) -> AsyncGenerator[Progress, None]:
        """Searches on from the plan as it stands with every rep free; nothing is saved.

        The last plan, finished, is for `free`; `saving` tells what it would save.
        """
        request = await asyncio.to_thread(self._request, keep_edits=True, order_only=False, free_reps=True)
        options = {"seconds": seconds, "iterations": iterations, "seed": seed, "workers": workers, "standing": True}
        async with aclosing(self._searched(request, **options)) as found:
            async for progress in found:
                yield progress

    def free(self, day: Day) -> Outcome:
        """Saves a day that `freeing` found."""
        return self._save(day, Message(code="freed"), timed=True)

    async def replan(
        self,
        now: int,
        *,
        without: Collection[str] = (),
        urgent: Collection[str] = (),
        seconds: float | None = 5.0,
        iterations: int | None = None,
        seed: int = 1,
        workers: int = 2,
    ) -> AsyncGenerator[Progress, None]:
        """Searches for the best rest of the day from `now` (seconds after midnight) on; nothing is saved.

        What was driven stays driven; what was published, or stands, is kept unless changing it pays. Reps in
        `without` take nothing more, outlets in `urgent` are called on. The first plan shown is the one that
        comes at once; the last one, finished, is for `accept`.
        """
        begun = time.monotonic()
        request = await asyncio.to_thread(self._replan_request, now, without, urgent)
        day = await asyncio.to_thread(day_of, request)
        yield Progress(day, totals_of(day).cost, 0, time.monotonic() - begun, 0)
        options = {"seconds": seconds, "iterations": iterations, "seed": seed, "workers": workers, "standing": True}
        async with aclosing(self._searched(request, **options)) as found:
            async for progress in found:
                yield progress

    def adopt(self, name: str) -> Outcome:
        """Makes a variant the plan. Raises `PlanningError` where there is none, or a rep in it is not on file."""
        variant = self.variant(name)
        unknown = [rep for rep in variant.day.setup.with_reps if rep not in self.office.books.reps.all()]
        if unknown:
            raise PlanningError("variant_rep_unknown", name=name, rep=", ".join(unknown))
        self._not_past()
        standing = self.day
        told: dict[str, Any] = (
            {"published_revision": standing.published_revision, "now": standing.now} if standing else {}
        )
        # taken on purpose in place of what stands, whatever it began from
        told["revision"] = standing.revision if standing else 0
        day = variant.day.model_copy(update={"redo": [], **told})
        return self._save(day, Message(code="adopted", params={"name": name}), timed=True)

    def variant(self, name: str) -> Variant:
        """A variant of the date by its name."""
        found = next((each for each in self.variants() if each.name == name), None)
        if found is None:
            raise PlanningError("no_such_variant", name=name, date=self.date.isoformat())
        return found

    def variants(self) -> list[Variant]:
        """Plans of the date that were tried and neither adopted nor discarded."""
        return self.office.books.days.variants(self.date)

    def keep_variant(self, name: str, day: Day) -> Variant:
        """Keeps a day that `tried` found, to be compared with others."""
        base = self.day.revision if self.day else None
        made = Variant(name=name, at=self.office.now(), by=self.office.user, base=base, day=day)
        self.office.books.days.keep_variant(made)
        return made

    def discard(self, name: str) -> None:
        """Takes a variant away."""
        self.variant(name)
        self.office.books.days.discard_variant(self.date, name)

    def accept(self, day: Day, now: int) -> Outcome:
        """Saves a replanned day."""
        return self._save(day, Message(code="replanned", params={"time": clock_text(now)}), timed=True)

    async def _searched(self, request: Request, **options: Any) -> AsyncGenerator[Progress, None]:
        search = self._search = Search(request, travel=self.world.travel.source, estimate=self.world.travel.estimate)
        try:
            async with aclosing(search.progress(**options)) as found:
                async for progress in found:
                    yield progress
        finally:
            self._search = None

    def stop(self) -> None:
        """Asks a running search to finish with the best so far."""
        if self._search is not None:
            self._search.stop()

    def _request(
        self,
        *,
        keep_edits: bool,
        order_only: bool,
        free_reps: bool,
        setup: DaySetup | None = None,
        travel: str | None = None,
        tell: Tell = silent,
    ) -> Request:
        from routing.planning.request import request
        from routing.planning.setup import changed, profile_of, set_up, without_routes

        self._not_past()
        self._follow()
        if (travel or self.world.settings.travel.source) != self.world.travel.source:
            self._travel_by(world_of(self.office, self.date, travel, strict=travel is not None, tell=tell))
        if not self.world.outlets:
            raise PlanningError("no_outlets", path=str(self.office.books.folder))
        if order_only and not kept_reps(self.world):
            self._require_day()
        whole = changed(self._setup, setup or DaySetup())
        weights = profile_of(self.world.settings.profiles, whole.profile)
        base = without_routes(self.day or Day(date=self.date), whole)
        made = request(
            set_up(self._books_world, whole),
            base,
            keep_edits=keep_edits,
            order_only=order_only,
            free_reps=free_reps,
        )
        made = replace(made, weights=weights)
        if not made.model.dues and not made.model.ignored:
            raise PlanningError("nothing_due", date=self.date.isoformat())
        return made

    def _replan_request(self, now: int, without: Collection[str], urgent: Collection[str]) -> Request:
        from routing.planning.first import first_answer
        from routing.planning.request import replanned
        from tui.jobs.calls import facts_of

        self._not_past()
        self._follow()
        day = self._whole(self._require_day())
        published = None
        if day.published_revision is not None:
            published = self.office.books.days.revision(self.date, day.published_revision)[1]
        facts = facts_of(self.office, self.date)
        asked = replanned(self.world, day, now, facts, without=without, urgent=urgent, published=published)
        return first_answer(asked)


def day_of(request: Request) -> Day:
    """The day as a request's start has it."""
    from routing.planning.timing import day_of as found

    return found(request.model, request.start, request.base)
