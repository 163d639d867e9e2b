"""Four weeks of rounds already driven: published plans, calls made, some left out."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from routing.planning.due import rhythm_of
from routing.planning.world import World
from routing.travel import great_circle
from store.records import (
    Call,
    CallKind,
    Coaching,
    CoachingTopic,
    Day,
    DayStatus,
    DisplayCheck,
    Message,
    Outlet,
    Rep,
    Revision,
    Route,
    Settings,
    Standard,
    Status,
    StepDone,
    StepKind,
    StockLine,
    Stop,
)
from store.service.standards import display_for, display_score, procedure_for, topics_for
from tui.jobs.demo.scene import Scene

_MOST = 17
"""Stops a rep makes in a day."""


@dataclass(slots=True)
class Past:
    """One past day: its plan and the calls made on it."""

    day: Day
    revision: Revision
    calls: list[Call] = field(default_factory=list)


def past(
    scene: Scene, settings: Settings, outlets: Sequence[Outlet], reps: Sequence[Rep], standards: Sequence[Standard]
) -> Iterator[Past]:
    """Every working day of the last four weeks, oldest first; who is due follows from the visits before."""
    luck = scene.luck("past")
    world = World(date=scene.today, outlets={}, reps={}, depots={}, settings=settings)
    active = [outlet for outlet in outlets if outlet.status is Status.ACTIVE]
    quality = {outlet.id: luck.uniform(0.35, 0.95) for outlet in active}
    interval = {outlet.id: rhythm_of(world, outlet).interval_days for outlet in active}
    days = scene.past_workdays()
    last = (
        {outlet.id: days[0] - dt.timedelta(luck.uniform(0, interval[outlet.id])) for outlet in active} if days else {}
    )
    people = {rep.id: rep for rep in reps}
    teller = _Teller(scene, luck, standards, quality)
    for day in days:
        waiting: dict[str, list[Outlet]] = {}
        for outlet in active:
            if outlet.windows_on(day) is not None and (day - last[outlet.id]).days >= int(interval[outlet.id]):
                waiting.setdefault(str(outlet.rep), []).append(outlet)
        routes, calls = [], []
        for rep_id, shops in sorted(waiting.items()):
            rep = people[rep_id]
            late = sorted(shops, key=lambda shop: ((last[shop.id] - day).days / interval[shop.id], shop.id))
            stops = _timed(scene, late[:_MOST])
            routes.append(Route(rep=rep.id, name=rep.name, stops=stops, **_sums(stops)))
            for stop in stops:
                call = teller.call(rep, stop, next(shop for shop in shops if shop.id == stop.outlet), day)
                if call is not None:
                    calls.append(call)
                    if call.check_out is not None:
                        last[call.outlet] = day
        morning = dt.datetime.combine(day, dt.time(7, 30), scene.zone)
        revision = Revision(revision=1, at=morning, by="demo", action=Message(code="published"))
        plan = Day(date=day, status=DayStatus.PUBLISHED, revision=1, published_revision=1, routes=routes)
        yield Past(plan, revision, calls)


def _timed(scene: Scene, shops: Sequence[Outlet]) -> list[Stop]:
    """The shops in the order of the nearest next one, with plausible times."""
    here = scene.at(2600, -400)
    rest, stops, now = list(shops), [], 8 * 3600
    while rest:
        shop = min(rest, key=lambda other: great_circle(here, (other.lat or 0, other.lon or 0)))
        rest.remove(shop)
        there = (shop.lat or 0.0, shop.lon or 0.0)
        metres = great_circle(here, there)
        drive = round(1.29 * metres**0.724)
        now += drive
        stay = round((shop.call_minutes or 16) * 60)
        stops.append(
            Stop(
                outlet=shop.id, name=shop.name, lat=shop.lat, lon=shop.lon, approximate=shop.approximate,
                arrive=now, begin=now, leave=now + stay, travel_s=drive, distance_m=round(metres * 1.35),
                reasons=[Message(code="rhythm", params={"days": 7, "every": 7})],
            )
        )  # fmt: skip
        now += stay + (2700 if len(stops) == 8 else 0)
        here = there
    return stops


def _sums(stops: Sequence[Stop]) -> dict[str, int]:
    return {
        "depart": 8 * 3600,
        "returns": (stops[-1].leave + 900) if stops else 8 * 3600,
        "distance_m": sum(stop.distance_m for stop in stops) + 3000,
        "travel_s": sum(stop.travel_s for stop in stops) + 900,
        "call_s": sum(stop.leave - stop.begin for stop in stops),
    }


class _Teller:
    """Makes up what happened at a stop."""

    def __init__(
        self, scene: Scene, luck: random.Random, standards: Sequence[Standard], quality: dict[str, float]
    ) -> None:
        self.scene, self.luck, self.standards, self.quality = scene, luck, list(standards), quality
        self.skill: dict[tuple[str, str], float] = {}
        self.actions = {item["id"]: item["actions"] for item in scene.words["topics"]}

    def call(self, rep: Rep, stop: Stop, shop: Outlet, day: dt.date) -> Call | None:
        """The call, with what was seen; None for one in twenty that nobody wrote down."""
        luck, words = self.luck, self.scene.words["calls"]
        fate = luck.random()
        if fate < 0.04:
            return None
        procedure = procedure_for(self.standards, shop)
        call = Call(
            id=f"{day:%Y%m%d}-{rep.id}-{shop.id}", date=day, rep=rep.id, outlet=shop.id, kind=CallKind.PLANNED,
            procedure=procedure.id, procedure_version=procedure.version,
        )  # fmt: skip
        if fate < 0.08:
            return call.model_copy(update={"left": True, "left_reason": luck.choice(words["left_reasons"])})
        begin = self._moment(day, stop.begin + luck.randint(-600, 1500))
        end = begin + dt.timedelta(minutes=max(4, luck.gauss((shop.call_minutes or 16), 4)))
        better = self.quality[shop.id] = min(0.98, self.quality[shop.id] + luck.uniform(-0.03, 0.05))
        return call.model_copy(
            update={
                "check_in": begin,
                "check_out": end.replace(microsecond=0),
                "steps": [
                    StepDone(step=step.id, done=step.required or luck.random() < 0.85) for step in procedure.steps
                ],
                "display": self._display(shop, better)
                if any(s.kind is StepKind.DISPLAY for s in procedure.steps)
                else None,
                "coaching": self._coaching(shop, day) if luck.random() < 0.3 else None,
                "stock": self._stock() if luck.random() < 0.25 else [],
                "order_value": luck.randint(4_000, 90_000) if luck.random() < 0.62 else None,
                "note": luck.choice(words["notes"]) if luck.random() < 0.12 else None,
                "backfilled": luck.random() < 0.04,
            }
        )

    def _moment(self, day: dt.date, second: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.scene.zone) + dt.timedelta(seconds=second)

    def _display(self, shop: Outlet, quality: float) -> DisplayCheck | None:
        standard = display_for(self.standards, shop)
        if standard is None:
            return None
        points = {point.id: self.luck.random() < quality for point in standard.points}
        advice = None if all(points.values()) else self.luck.choice(self.scene.words["calls"]["advice"])
        return DisplayCheck(
            standard=standard.id,
            version=standard.version,
            points=points,
            score=display_score(standard, points),
            advice=advice,
        )

    def _coaching(self, shop: Outlet, day: dt.date) -> Coaching | None:
        topics: list[CoachingTopic] = list(topics_for(self.standards, shop))
        if not topics:
            return None
        topic = self.luck.choice(topics)
        skill = min(5.0, self.skill.get((shop.id, topic.id), self.luck.uniform(1, 3)) + self.luck.uniform(0, 0.8))
        self.skill[shop.id, topic.id] = skill
        return Coaching(
            topic=topic.id,
            skill=round(skill),
            action=self.luck.choice(self.actions[topic.id]),
            action_due=day + dt.timedelta(days=7),
        )

    def _stock(self) -> list[StockLine]:
        items = self.luck.sample(self.scene.words["products"], 4)
        return [StockLine(product=item["id"], quantity=self.luck.randint(0, 3 * item["per_case"])) for item in items]
