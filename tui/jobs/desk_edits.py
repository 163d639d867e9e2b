"""Edits of a date by hand, and what they would cost: always allowed, always judged, saved at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from routing.planning import edits
from routing.planning.errors import PlanningError
from store.records import Day, DayStatus, Lock, Message, Route, Stop, StopKind, Unserved
from tui.jobs.desk_state import DeskState, Outcome

if TYPE_CHECKING:
    from routing.planning.model import Key
    from routing.planning.whyhere import Elsewhere, WhyHere


class DeskEdits(DeskState):
    """The board's edits."""

    def move(self, key: Key, rep: str, position: int | None = None) -> Outcome:
        """Puts a stop on a rep's route, at a position from 1 or at the end."""
        action = Message(code="moved", params={"name": self._name(key), "rep": self._rep_name(rep)})
        return self._edit(action, lambda day: edits.move(day, key, rep, position))

    def drop(self, key: Key) -> Outcome:
        """Takes a stop off its route."""
        action = Message(code="dropped", params={"name": self._name(key)})
        return self._edit(action, lambda day: edits.drop(day, key))

    def add(
        self,
        outlet: str,
        rep: str | None = None,
        position: int | None = None,
        *,
        kind: StopKind = StopKind.VISIT,
    ) -> Outcome:
        """Puts an outlet on a route, due or not; without a rep, where it costs least."""
        found = self.world.outlets.get(outlet)
        if found is None:
            raise PlanningError("no_such_outlet", outlet=outlet)
        if not found.located:
            raise PlanningError("outlet_without_position", outlet=outlet, name=found.name)
        day = self._require_day()
        if rep is None:
            standing = edits.find(day, (outlet, kind))
            if standing is not None:
                where = self._rep_name(standing[0].rep)
                raise PlanningError("already_on_route", outlet=outlet, name=found.name, rep=where)
            rep, position = self._best_place(day, (outlet, kind))
        chosen = rep
        action = Message(code="added", params={"name": found.name, "rep": self._rep_name(chosen)})
        return self._edit(action, lambda day: edits.add(day, outlet, chosen, position, kind))

    def lock(self, key: Key, kind: Lock = Lock.REP, begin: int | None = None) -> Outcome:
        """Holds a stop by rep, in its position, or at its time (`begin`, else when it begins now)."""
        action = Message(code="locked", params={"name": self._name(key)})
        return self._edit(action, lambda day: edits.lock(day, key, kind, begin))

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

    def lay_out(self, routes: Sequence[Route]) -> Outcome:
        """A plan without a search: these routes as they are, everything else that is due left out."""
        self._not_past()
        return self._save(Day(date=self.date, routes=list(routes)), Message(code="planned"))

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

    def explain(self, left_out: Unserved) -> Unserved:
        """A stop that no route serves, with what blocks it and the cheapest way in as the plan stands now.

        Every place on every route is tried: up to half a second for 500 stops.
        """
        from routing.planning.explain import explained
        from routing.planning.request import model_of

        day = self._whole(self._require_day())
        alone = day.model_copy(update={"unserved": [left_out]})
        return explained(model_of(self.world, day), alone).unserved[0]

    def why_here(self, key: Key) -> WhyHere:
        """What the next best rep and any other place would cost a stop, and what its time follows from."""
        from routing.planning.whyhere import why_here

        day = self._whole(self._require_day())
        return why_here(self._model_for(day), day, key)

    def kind_to_add(self, outlet: str) -> StopKind:
        """What putting an outlet on a route means: the stop that was left out, if there is one, else a visit."""
        return edits.kind_to_add(self._require_day(), outlet)

    def with_each(self, key: Key) -> dict[str, Elsewhere]:
        """What a stop, on a route or left out, would cost with each rep more than as the plan stands."""
        from routing.planning.whyhere import with_each

        day = self._whole(self._require_day())
        return with_each(self._model_for(day), day, key)

    def take_in(self, key: Key) -> Outcome:
        """Puts a stop that was left out where its cheapest way in is; where there is none, where it breaks least."""
        day = self._require_day()
        left_out = next((stop for stop in day.unserved if stop.key == key), None)
        way = self.explain(left_out).cheapest if left_out is not None else None
        if way is None or way.rep is None:
            return self.add(key[0], kind=key[1])
        return self.add(key[0], way.rep, int(way.params["position"]), kind=key[1])

    def _best_place(self, day: Day, key: Key) -> tuple[str, int]:
        from routing.planning.insertion import best_place

        whole = self._whole(day)
        known = edits.find(whole, key)
        if known is not None:
            return known[0].rep, known[1] + 1
        trial = whole.model_copy(update={"routes": [*whole.routes[:-1], _with_stop(whole.routes[-1], key)]})
        return best_place(self._model_for(trial), whole, key)


def _with_stop(route: Route, key: Key) -> Route:
    return route.model_copy(update={"stops": [*route.stops, Stop(outlet=key[0], kind=key[1])]})
