"""Four weeks of rounds already driven: published plans, calls made, some left out."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from routing.planning.sources import rhythm_of
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
    FollowUp,
    Grade,
    Message,
    OrderLine,
    Outlet,
    Rep,
    Revision,
    Role,
    Route,
    Settings,
    Standard,
    Status,
    StepDone,
    StepKind,
    StockLine,
    Stop,
    Supervision,
    Tier,
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
            teller.set_out(rep, reps)
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
        self.agreed: dict[str, tuple[str, str]] = {}
        """The action agreed last at each outlet: the call's id and the words."""
        self.shown: dict[tuple[str, str], float] = {}
        self.free = 0
        """Second of the day at which the rep is done at the stop before."""
        self.supervisor: Rep | None = None
        self.actions = scene.words["agreed"]

    def set_out(self, rep: Rep, people: Sequence[Rep]) -> None:
        """A rep's day begins; on one in six of them a supervisor, or a colleague in that part, rides along."""
        self.free = 0
        others = sorted(
            (other for other in people if other.id != rep.id), key=lambda other: other.role is not Role.SUPERVISOR
        )
        self.supervisor = others[0] if others and self.luck.random() < 0.17 else None

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
        start = max(stop.begin + luck.randint(-600, 1500), self.free + stop.travel_s)
        minutes = max(4, luck.gauss((shop.call_minutes or 16), 4))
        if fate > 0.992:
            minutes = luck.uniform(0.5, 2)  # hard to believe
        self.free = start + round(60 * minutes)
        begin, end = self._moment(day, start), self._moment(day, self.free)
        late = fate > 0.96
        better = self.quality[shop.id] = min(0.98, self.quality[shop.id] + luck.uniform(-0.03, 0.05))
        display = any(step.kind is StepKind.DISPLAY for step in procedure.steps)
        stock = self._stock(shop, day) if luck.random() < 0.35 else []
        ordered = self._order(shop) if luck.random() < 0.62 else []
        made = call.model_copy(
            update={
                "check_in": begin,
                "check_out": end,
                "steps": [
                    StepDone(step=step.id, done=step.required or luck.random() < 0.85) for step in procedure.steps
                ],
                "display": self._display(shop, better) if display else None,
                "follow_up": self._follow_up(shop) if luck.random() < 0.8 else None,
                "coaching": self._coaching(shop, day) if luck.random() < 0.3 else None,
                "stock": stock,
                "order": ordered,
                "order_value": sum(line.value or 0 for line in ordered) or None,
                "rating": luck.choice((3, 4, 4, 5, 5)) if luck.random() < 0.2 else None,
                "note": luck.choice(words["notes"]) if luck.random() < 0.12 else None,
                "backfilled": late,
                "keyed_from": self._moment(day, 79_200 + luck.randint(0, 4_000)) if fate > 0.985 else begin,
            }
        )
        if made.coaching and made.coaching.action:
            self.agreed[shop.id] = (made.id, made.coaching.action)
        if self.supervisor is not None and luck.random() < 0.5:
            made = self._supervised(made, rep)
        return made

    def _supervised(self, call: Call, rep: Rep) -> Call:
        """A joint call: what the rep showed in some steps, a little better each time."""
        assert self.supervisor is not None
        luck, words = self.luck, self.scene.words["supervision"]
        steps = {}
        for done in luck.sample(call.steps, min(3, len(call.steps))):
            level = min(5.0, self.shown.get((rep.id, done.step), luck.uniform(1, 3.5)) + luck.uniform(0, 0.6))
            self.shown[rep.id, done.step] = level
            steps[done.step] = round(level)
        form = Supervision(
            supervisor=self.supervisor.id, rep=rep.id, steps=steps, strengths=luck.choice(words["strengths"]),
            focus=luck.choice(words["focus"]), agreed=luck.choice(words["agreed"]), signed_by=rep.name,
            signed_at=call.check_out,
        )  # fmt: skip
        return call.model_copy(update={"kind": CallKind.JOINT, "supervision": form})

    def _follow_up(self, shop: Outlet) -> FollowUp | None:
        known = self.agreed.pop(shop.id, None)
        if known is None:
            return None
        done = self.luck.random() < 0.6
        if not done:
            self.agreed[shop.id] = known
        return FollowUp(call=known[0], action=known[1], done=done)

    def _moment(self, day: dt.date, second: int) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.scene.zone) + dt.timedelta(seconds=second)

    def _display(self, shop: Outlet, quality: float) -> DisplayCheck | None:
        standard = display_for(self.standards, shop)
        if standard is None:
            return None
        points = {point.id: self.luck.random() < quality for point in standard.points}
        advice = None if all(points.values()) else self.luck.choice(self.scene.words["calls"]["advice"])
        shelf = self.luck.randint(12, 60)
        return DisplayCheck(
            standard=standard.id,
            version=standard.version,
            points=points,
            score=display_score(standard, points),
            found={product: self.luck.random() < 0.5 + quality / 2 for product in standard.must_stock},
            own_facings=round(shelf * self.luck.uniform(0.1, 0.25 + 0.3 * quality)),
            all_facings=shelf,
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

    def _stock(self, shop: Outlet, day: dt.date) -> list[StockLine]:
        """Some products counted, at good shops by production date."""
        lines = []
        for item in self.luck.sample(self.scene.words["products"], 4):
            quantity = self.luck.randint(0, 3 * item["per_case"])
            dated = shop.grade in (Grade.A, Grade.B) and quantity > 0
            age = dt.timedelta(days=self.luck.randint(10, round(0.9 * item["shelf_life_days"])))
            lines.append(StockLine(product=item["id"], quantity=quantity, produced=day - age if dated else None))
        return lines

    def _order(self, shop: Outlet) -> list[OrderLine]:
        """A few cases at list price; they went out and are among the sales long since."""
        lines = []
        for item in self.luck.sample(self.scene.words["products"], self.luck.randint(1, 3)):
            price = item["price"][tuple(Tier).index(shop.tier)]
            cases = self.luck.randint(1, 3 if shop.tier is Tier.RETAILER else 12)
            lines.append(
                OrderLine(product=item["id"], quantity=cases, unit=item["unit"][1], price=price, value=cases * price)
            )
        return lines
