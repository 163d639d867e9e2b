"""What a desk holds: a date's world and plan as they stand, read, judged and saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.planning.beats import kept_reps, told_of_beats
from routing.planning.due import Due, due_on
from routing.planning.errors import PlanningError
from routing.planning.setup import set_up
from routing.planning.ways import off_road
from routing.planning.world import World
from store.errors import ConflictError
from store.records import Day, DaySetup, Message, Route, Stop, Unserved, Variant
from tui.jobs.following import Following
from tui.jobs.revisions import Revisions
from tui.jobs.world import world_of

if TYPE_CHECKING:
    from routing.planning.model import Held, Key, Model
    from tui.jobs.office import Office


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit made of the day: every hard rule it breaks, as (rep, stop or None, what)."""

    day: Day
    violations: list[tuple[str, Stop | None, Message]]


class DeskState:
    """One date as it stands."""

    def __init__(self, office: Office, date: dt.date) -> None:
        self.office = office
        self.date = date
        self._following = Following(office, date)
        self.day: Day | None = office.books.days.plan(date)
        self._books_world = self._world()
        self._setup, self.world = self._set_up()
        self._told: tuple[Message, ...] | None = None
        self._due: tuple[World, list[Due]] | None = None
        self._model: Model | None = None
        self._off_road: tuple[World, list[Message]] | None = None
        self._held: Mapping[Key, Held] = {}
        self._timed: tuple[Model, Day] | None = None
        """The day that was timed last, and by which model."""
        self._revisions = Revisions(office, date)

    # what is known

    def due(self) -> list[Due]:
        """What is due on the date, most urgent first; found out once for each state of the books."""
        if self._due is None or self._due[0] is not self.world:
            self._due = self.world, due_on(self.world)
        return list(self._due[1])

    @property
    def assumed(self) -> tuple[Message, ...]:
        """Defaults put in for what the books lack, and what is to be known of the date's beats."""
        if self._told is None:
            beats = told_of_beats(self.world, (due.outlet.id for due in self.due()))
            self._told = (*self.world.assumed, *beats)
        return self._told

    @property
    def noticed(self) -> tuple[Message, ...]:
        """What the source of travel times has done otherwise than asked since the desk was opened, and what rounds
        begin or end at though it does not reach there.
        """
        if self._off_road is None or self._off_road[0] is not self.world:
            self._off_road = self.world, off_road(self.world)
        done = [Message(code=each.code, params=dict(each.params)) for each in self.world.travel.notices]
        return *done, *self._off_road[1]

    def _world(self) -> World:
        """A day that is planned keeps the source of travel times it was planned with."""
        return world_of(self.office, self.date, self.day.travel if self.day else None)

    @property
    def keeps_beats(self) -> bool:
        """Whether beats keep outlets with their reps on the date though others are on duty too."""
        return len(self.world.on_duty()) > 1 and bool(kept_reps(self.world))

    @property
    def free_reps(self) -> bool:
        """Whether the reps of the beats were freed for the plan as it stands."""
        return self.day is not None and self.day.free_reps

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

    def with_unserved(self, told: Unserved) -> Day:
        """The day with one unserved stop told anew; nothing is saved."""
        day = self._require_day()
        unserved = [told if stop.key == told.key else stop for stop in day.unserved]
        self.day = day.model_copy(update={"unserved": unserved})
        return self.day

    def foresee(self) -> Callable[[], None]:
        """Makes the model that edits are judged by, and judges all routes, before the first of them: in a thread that
        nobody waits for.

        What is returned puts it in place, on the thread that edits are asked for on, if the day still stands.
        """
        from routing.planning.request import held_by_locks, model_of
        from routing.planning.timing import timed

        day = self.day
        if day is None or self.past or self._model is not None:
            return lambda: None
        whole = self._whole(day)
        held, model = held_by_locks(whole), model_of(self.world, whole)
        judged = timed(model, whole)

        def ready() -> None:
            if self.day is day and self._model is None:
                self._model, self._held, self._timed = model, held, (model, judged)

        return ready

    @property
    def outdated(self) -> bool:
        """Whether the books, or the date's plan in them, are not as they were read, and it is time to show it."""
        stored = self.office.books.days.plan_revision(self.date)
        return self._following.pressing or stored != (self.day.revision if self.day else None)

    @property
    def unsure(self) -> bool:
        """Whether somebody was at the books when it was asked whether it is `outdated`: to be asked again soon."""
        return self._following.unsure

    def read_anew(self) -> Callable[[], bool]:
        """Reads books and plan again; may be asked in a thread.

        What is returned puts them in place, on the thread that edits are asked for on, and tells whether somebody
        else has saved the plan meanwhile. It does nothing if the day was changed here while they were read.
        """
        others, before = self._following.others, self.day
        self._following.reading()
        day = self.office.books.days.plan(self.date)
        books_world = world_of(self.office, self.date, day.travel if day else None)
        setup, world = _set_up(books_world, day)
        due = due_on(world)
        if day is not None and not others:
            saved = day.revision != (before.revision if before else None)
            others = saved and self._revisions.of(day).by != self.office.user

        def ready() -> bool:
            if self.day is not before:
                self._following.unread()
                return False
            self.day, self._books_world, self._setup, self.world = day, books_world, setup, world
            self._due = world, due
            self._model = self._told = None
            return others

        return ready

    def unread(self) -> None:
        """What was read could not be put in place: it is still to be read."""
        self._following.unread()

    def reload(self) -> None:
        """Reads books and plan again, and puts them in place."""
        self.read_anew()()

    def _follow(self) -> None:
        """The world as the books are now, where they have changed since they were read; the day stays as it is."""
        if self._following.stale:
            self._following.reading()
            self._travel_by(self._world())

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
        from routing.planning.figures import violations_of
        from routing.planning.timing import timed as timed_day

        if not timed:
            model = self._model_for(day)
            self._placeable(model, day)
            known = self._timed[1] if self._timed is not None and self._timed[0] is model else None
            day = timed_day(model, day, known)
            self._timed = model, day
            travel = self.world.travel
            day = day.model_copy(update={"travel": travel.source, "estimate": travel.estimate})
        try:
            if timed and self.day is not None and day.revision != self.day.revision:
                raise self._overtaken(day)
            self.day = self._revisions.save(day, action, self.day, number)
        except ConflictError as conflict:
            if not timed:
                raise
            raise self._put_aside(day, conflict) from None
        if timed:
            self._model = None  # what has been driven may be another matter now
        self._settle()
        return Outcome(self.day, violations_of(self.day))

    def _placeable(self, model: Model, day: Day) -> None:
        """Nobody can put a stop on a route that no route could take."""
        for route in day.routes:
            for stop in route.stops:
                if not stop.driven and (why := model.ignored.get(stop.key)) is not None:
                    reason = self.office.t(f"plan.unserved.{why.code}", **why.params)
                    raise PlanningError("no_route_could", outlet=stop.outlet, name=self._name(stop.key), why=reason)

    def _travel_by(self, world: World) -> None:
        """From now on by another source of travel times."""
        self._books_world = world
        self._setup, self.world = self._set_up()
        self._model = self._told = None

    def _overtaken(self, day: Day) -> ConflictError:
        """A plan that began from another state than the one that stands."""
        assert self.day is not None
        by = self._revisions.of(self.day).by
        about = {"kind": "plan", "id": self.date.isoformat(), "by": by}
        return ConflictError(
            "plan_conflict", yours=day.revision, stored=self.day.revision, mine=day, document=self.day, **about
        )

    def _put_aside(self, day: Day, conflict: ConflictError) -> ConflictError:
        """Keeps a whole plan that came too late as a variant, so that nothing is lost."""
        name = self.office.t("desk.conflict.variant", by=self.office.user[:20], time=f"{self.office.now():%H:%M}")
        base = conflict.params.get("yours")
        made = Variant(name=name, at=self.office.now(), by=self.office.user, base=base, day=day)
        self.office.books.days.keep_variant(made)
        return ConflictError("plan_conflict_kept", **{**conflict.params, "variant": name})

    def _return_to(self, number: int, *, redo: list[int]) -> Outcome:
        from routing.planning.figures import violations_of

        before = self._require_day()
        self.day = self._revisions.back_to(number, before, redo)
        if _begun(before) or _begun(self.day):
            self._model = None
        self._settle()
        return Outcome(self.day, violations_of(self.day))

    def _set_up(self) -> tuple[DaySetup, World]:
        return _set_up(self._books_world, self.day)

    def _settle(self) -> None:
        """The world as the day that stands now is set up."""
        if self.day is not None and self.day.setup != self._setup:
            self._setup, self.world = self._set_up()
            self._model = self._told = None

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
        from routing.planning.request import held_by_locks, model_of

        keys = [stop.key for route in day.routes for stop in route.stops if not stop.driven]
        reps = [route.rep for route in day.routes]
        held = held_by_locks(day)
        known, known_held = self._model, self._held
        if (
            known is None
            or held != known_held
            or any(key not in known.index for key in keys)
            or any(rep not in known.vehicle for rep in reps)
        ):
            known = self._model = model_of(self.world, day)
            self._held = held
        return known

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


def _set_up(world: World, day: Day | None) -> tuple[DaySetup, World]:
    setup = day.setup if day is not None else DaySetup()
    return setup, set_up(world, setup)


def _begun(day: Day) -> bool:
    """Whether some of a day has been driven."""
    return day.now is not None or any(stop.driven for route in day.routes for stop in route.stops)
