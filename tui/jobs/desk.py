"""The dispatcher's desk: one date opened, planned, edited, undone, published. The board and the CLI share it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from routing.planning import edits
from routing.planning.due import Due, due_on
from routing.planning.errors import PlanningError
from routing.planning.world import World
from store.records import (
    Day,
    DayStatus,
    Lock,
    Message,
    Route,
    Stop,
    StopKind,
    Unserved,
)
from store.records.base import clock_text
from tui.jobs.revisions import Revisions
from tui.jobs.search import Progress, Search
from tui.jobs.travelling import Tell, silent
from tui.jobs.world import world_of

if TYPE_CHECKING:
    from routing.planning.model import Key, Model
    from routing.planning.request import Request
    from tui.jobs.office import Office


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit made of the day: every hard rule it breaks, as (rep, stop or None, what)."""

    day: Day
    violations: list[tuple[str, Stop | None, Message]]


class Desk:
    """One date. Reading and judging are quick; `plan` runs the search in a process of its own."""

    def __init__(self, office: Office, date: dt.date) -> None:
        self.office = office
        self.date = date
        self.day: Day | None = office.books.days.plan(date)
        self.world: World = self._world()
        self._model: Model | None = None
        self._revisions = Revisions(office, date)
        self._search: Search | None = None

    @classmethod
    def open(cls, office: Office, date: dt.date) -> Desk:
        return cls(office, date)

    # what is known

    def due(self) -> list[Due]:
        """What is due on the date, most urgent first."""
        return due_on(self.world)

    @property
    def assumed(self) -> tuple[Message, ...]:
        """Defaults put in for what the books lack."""
        return self.world.assumed

    @property
    def noticed(self) -> tuple[Message, ...]:
        """What the source of travel times has done otherwise than asked since the desk was opened."""
        return tuple(Message(code=each.code, params=dict(each.params)) for each in self.world.travel.notices)

    def _world(self) -> World:
        """A day that is planned keeps the source of travel times it was planned with."""
        return world_of(self.office, self.date, self.day.travel if self.day else None)

    @property
    def can_undo(self) -> bool:
        return self._parent() is not None

    @property
    def can_redo(self) -> bool:
        return bool(self.day and self.day.redo)

    @property
    def last_action(self) -> Message | None:
        return None if self.day is None else self._revisions.of(self.day).action

    def reps(self) -> list[tuple[str, str]]:
        """Reps whose routes can take a stop: id and name."""
        if self.day is None:
            return [(rep.id, rep.name) for rep, _ in self.world.on_duty().values()]
        return [(route.rep, route.name or route.rep) for route in self._whole(self.day).routes]

    def explain(self, left_out: Unserved) -> Unserved:
        """A stop that no route serves, with what blocks it and the cheapest way in as the plan stands now.

        Every place on every route is tried: up to half a second for 500 stops.
        """
        from routing.planning.explain import explained
        from routing.planning.request import model_of

        day = self._whole(self._require_day())
        alone = day.model_copy(update={"unserved": [left_out]})
        return explained(model_of(self.world, day), alone).unserved[0]

    def with_unserved(self, told: Unserved) -> Day:
        """The day with one unserved stop told anew; nothing is saved."""
        day = self._require_day()
        unserved = [told if stop.key == told.key else stop for stop in day.unserved]
        self.day = day.model_copy(update={"unserved": unserved})
        return self.day

    def changed_elsewhere(self) -> bool:
        """Whether somebody else has saved another revision since."""
        stored = self.office.books.days.plan(self.date)
        return (stored.revision if stored else None) != (self.day.revision if self.day else None)

    def reload(self) -> None:
        """Reads books and plan again."""
        self.day = self.office.books.days.plan(self.date)
        self.world = self._world()
        self._model = None

    # edits

    def move(self, key: Key, rep: str, position: int | None = None) -> Outcome:
        """Puts a stop on a rep's route, at a position from 1 or at the end."""
        action = Message(code="moved", params={"name": self._name(key), "rep": self._rep_name(rep)})
        return self._edit(action, lambda day: edits.move(day, key, rep, position))

    def drop(self, key: Key) -> Outcome:
        """Takes a stop off its route."""
        action = Message(code="dropped", params={"name": self._name(key)})
        return self._edit(action, lambda day: edits.drop(day, key))

    def add(self, outlet: str, rep: str | None = None, position: int | None = None) -> Outcome:
        """Puts an outlet on a route, due or not; without a rep, where it costs least."""
        found = self.world.outlets.get(outlet)
        if found is None:
            raise PlanningError("no_such_outlet", outlet=outlet)
        if not found.located:
            raise PlanningError("outlet_without_position", outlet=outlet, name=found.name)
        day = self._require_day()
        if rep is None:
            standing = edits.find(day, (outlet, StopKind.VISIT))
            if standing is not None:
                where = self._rep_name(standing[0].rep)
                raise PlanningError("already_on_route", outlet=outlet, name=found.name, rep=where)
            rep, position = self._best_place(day, outlet)
        chosen = rep
        action = Message(code="added", params={"name": found.name, "rep": self._rep_name(chosen)})
        return self._edit(action, lambda day: edits.add(day, outlet, chosen, position))

    def lock(self, key: Key, kind: Lock = Lock.REP) -> Outcome:
        """Holds a stop by rep, position or time."""
        action = Message(code="locked", params={"name": self._name(key)})
        return self._edit(action, lambda day: edits.lock(day, key, kind))

    def unlock(self, key: Key) -> Outcome:
        action = Message(code="unlocked", params={"name": self._name(key)})
        return self._edit(action, lambda day: edits.lock(day, key, None))

    def lock_route(self, rep: str, *, locked: bool = True) -> Outcome:
        """Holds a whole route as it is, or lets it go."""
        code = "route_locked" if locked else "route_unlocked"
        action = Message(code=code, params={"rep": self._rep_name(rep)})
        return self._edit(action, lambda day: edits.lock_route(day, rep, locked=locked))

    def reverse(self, rep: str) -> Outcome:
        """Turns a route round."""
        action = Message(code="reversed", params={"rep": self._rep_name(rep)})
        return self._edit(action, lambda day: edits.reverse(day, rep))

    def publish(self) -> Outcome:
        """Publishes the day as it stands; later revisions show as changes."""
        day = self._require_day()
        self._not_past()
        if day.status is DayStatus.PUBLISHED:
            raise PlanningError("published_already", date=self.date.isoformat(), revision=day.revision)
        number = self._revisions.next_number()
        published = day.model_copy(update={"status": DayStatus.PUBLISHED, "published_revision": number, "redo": []})
        return self._save(published, Message(code="published"), number=number)

    def undo(self) -> Outcome:
        """Goes back to the state before the last change."""
        day = self._require_day()
        self._not_past()
        parent = self._parent()
        if parent is None:
            raise PlanningError("nothing_to_undo", date=self.date.isoformat())
        return self._return_to(parent, redo=[*day.redo, day.revision])

    def redo(self) -> Outcome:
        """Goes forward to the state that was last undone."""
        day = self._require_day()
        self._not_past()
        if not day.redo:
            raise PlanningError("nothing_to_redo", date=self.date.isoformat())
        return self._return_to(day.redo[-1], redo=day.redo[:-1])

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
        from_current: bool = False,
        travel: str | None = None,
        tell: Tell = silent,
    ) -> AsyncGenerator[Progress, None]:
        """Searches for the best routes, showing better ones as they are found; the last one is saved.

        With `from_current` the search starts from the routes as they stand. Travel times are those of
        `travel`, else of the settings; `tell` hears how far the preparation of a map is. Raises
        `PlanningError` for a past date, nothing due or nobody on duty, `TravelError` where `travel` cannot be
        used. Abandoning the iteration leaves the day as it was.
        """
        request = await asyncio.to_thread(
            self._request, keep_edits=keep_edits, order_only=order_only, travel=travel, tell=tell
        )
        standing = from_current or order_only
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
        request = await asyncio.to_thread(self._replan_request, now, without, urgent)
        options = {"seconds": seconds, "iterations": iterations, "seed": seed, "workers": workers, "standing": True}
        async with aclosing(self._searched(request, **options)) as found:
            async for progress in found:
                yield progress

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

    def _request(self, *, keep_edits: bool, order_only: bool, travel: str | None, tell: Tell) -> Request:
        from routing.planning.request import request

        self._not_past()
        if (travel or self.world.settings.travel.source) != self.world.travel.source:
            self.world = world_of(self.office, self.date, travel, strict=travel is not None, tell=tell)
            self._model = None
        if not self.world.outlets:
            raise PlanningError("no_outlets", path=str(self.office.books.folder))
        if order_only:
            self._require_day()
        made = request(self.world, self.day, keep_edits=keep_edits, order_only=order_only)
        if not made.model.dues and not made.model.ignored:
            raise PlanningError("nothing_due", date=self.date.isoformat())
        return made

    def _replan_request(self, now: int, without: Collection[str], urgent: Collection[str]) -> Request:
        from routing.planning.request import replanned
        from tui.jobs.calls import facts_of

        self._not_past()
        day = self._whole(self._require_day())
        published = None
        if day.published_revision is not None:
            published = self.office.books.days.revision(self.date, day.published_revision)[1]
        facts = facts_of(self.office, self.date)
        return replanned(self.world, day, now, facts, without=without, urgent=urgent, published=published)

    def _not_past(self) -> None:
        if self.past:
            raise PlanningError("past_date", date=self.date.isoformat())

    @property
    def past(self) -> bool:
        """Whether the date has passed: it can be looked at and recorded, not changed."""
        return self.date < self.office.today()

    @property
    def edited(self) -> bool:
        """Whether stops stand somewhere, or are left out, because somebody said so."""
        day = self.day
        if day is None:
            return False
        hands = any(stop.by_hand for route in day.routes for stop in route.stops)
        return hands or any(stop.dropped for stop in day.unserved)

    # within

    def _edit(self, action: Message, change: Callable[[Day], Day]) -> Outcome:
        self._not_past()
        day = self._whole(self._require_day())
        return self._save(change(day), action)

    def _save(self, day: Day, action: Message, *, number: int | None = None, timed: bool = False) -> Outcome:
        from routing.planning.timing import timed as timed_day
        from routing.planning.timing import violations_of

        if not timed:
            model = self._model_for(day)
            self._placeable(model, day)
            day = timed_day(model, day)
            travel = self.world.travel
            day = day.model_copy(update={"travel": travel.source, "estimate": travel.estimate})
        self.day = self._revisions.save(day, action, self.day, number)
        if timed:
            self._model = None  # what has been driven may be another matter now
        return Outcome(self.day, violations_of(self.day))

    def _placeable(self, model: Model, day: Day) -> None:
        """Nobody can put a stop on a route that no route could take."""
        for route in day.routes:
            for stop in route.stops:
                if not stop.driven and (why := model.ignored.get(stop.key)) is not None:
                    reason = self.office.t(f"plan.unserved.{why.code}", **why.params)
                    raise PlanningError("no_route_could", outlet=stop.outlet, name=self._name(stop.key), why=reason)

    def _return_to(self, number: int, *, redo: list[int]) -> Outcome:
        from routing.planning.timing import violations_of

        self.day = self._revisions.back_to(number, self._require_day(), redo)
        self._model = None
        return Outcome(self.day, violations_of(self.day))

    def _parent(self) -> int | None:
        return None if self.day is None else self._revisions.of(self.day).parent

    def _require_day(self) -> Day:
        if self.day is None:
            raise PlanningError("no_plan", date=self.date.isoformat())
        return self.day

    def _whole(self, day: Day) -> Day:
        """The day with an empty route for every rep on duty who has none."""
        there = {route.rep for route in day.routes}
        missing = [
            Route(rep=rep.id, name=rep.name) for rep, _ in self.world.on_duty().values() if rep.id not in there
        ]
        return day.model_copy(update={"routes": [*day.routes, *missing]}) if missing else day

    def _model_for(self, day: Day) -> Model:
        from routing.planning.request import model_of

        keys = [stop.key for route in day.routes for stop in route.stops if not stop.driven]
        reps = [route.rep for route in day.routes]
        known = self._model
        if (
            known is None
            or any(key not in known.index for key in keys)
            or any(rep not in known.vehicle for rep in reps)
        ):
            known = self._model = model_of(self.world, day)
        return known

    def _best_place(self, day: Day, outlet: str) -> tuple[str, int]:
        from routing.planning.insertion import best_place

        whole = self._whole(day)
        known = edits.find(whole, (outlet, StopKind.VISIT))
        if known is not None:
            return known[0].rep, known[1] + 1
        trial = whole.model_copy(update={"routes": [*whole.routes[:-1], _with_stop(whole.routes[-1], outlet)]})
        return best_place(self._model_for(trial), whole, (outlet, StopKind.VISIT))

    def _name(self, key: Key) -> str:
        outlet = self.world.outlets.get(key[0])
        if outlet is None:
            raise PlanningError("no_such_outlet", outlet=key[0])
        return outlet.name

    def _rep_name(self, rep: str) -> str:
        found = self.world.reps.get(rep)
        if found is None:
            raise PlanningError("no_such_rep", rep=rep)
        return found.name


def _with_stop(route: Route, outlet: str) -> Route:
    return route.model_copy(update={"stops": [*route.stops, Stop(outlet=outlet)]})
