"""The service score: how well we served an outlet, from facts, every part traceable to the records behind it.

Parts and their fractions are those of terms.md; weights are data (`ScoreWeights`). A part without anything to
count has no say. How well the outlet keeps display and stock standards is its own figure, not ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from store.records import Call, OrderStatus, Outlet, StopKind
from store.service.deliveries import rest_of
from store.service.ledger import Ledger
from store.service.levels import count_days

PARTS = ("adherence", "on_time", "otif", "issue_in_time", "stock_count", "bulletins", "rating")


@dataclass(frozen=True, slots=True)
class Proof:
    """One record behind a figure: its kind and id, on which date, how much of 1 it counts, and who did it."""

    kind: str
    id: str
    date: dt.date
    met: float
    rep: str = ""


@dataclass(slots=True)
class Part:
    """A fraction: Σ met ÷ how many records, each of them in `proofs`."""

    proofs: list[Proof] = field(default_factory=list)

    @property
    def numerator(self) -> float:
        return sum(proof.met for proof in self.proofs)

    @property
    def denominator(self) -> int:
        return len(self.proofs)

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.proofs else None


@dataclass(frozen=True, slots=True)
class Score:
    """A service score, 0 to 1 (None where nothing could be counted), with its parts and their weights."""

    parts: dict[str, Part]
    weights: dict[str, float]

    @property
    def value(self) -> float | None:
        counted = [(self.weights[name], part.value) for name, part in self.parts.items() if part.value is not None]
        total = sum(weight for weight, _ in counted)
        return sum(weight * value for weight, value in counted) / total if total else None

    @property
    def weakest(self) -> str | None:
        """The part that costs the score most."""
        lost = {name: self.weights[name] * (1 - p.value) for name, p in self.parts.items() if p.value is not None}
        worst = max(lost, key=lambda name: lost[name], default=None)
        return worst if worst is not None and lost[worst] > 0 else None


def score_of(ledger: Ledger, outlet: Outlet) -> Score:
    """The score of one outlet over the ledger's period."""
    weights = ledger.level(outlet).weights
    return Score(
        {name: Part(make(ledger, outlet)) for name, make in _MAKERS.items()},
        {name: getattr(weights, name) for name in PARTS},
    )


def score_of_many(ledger: Ledger, outlets: Iterable[Outlet]) -> Score:
    """The score of several outlets together, such as a rep's: the sums of their fractions."""
    return joined(score_of(ledger, outlet) for outlet in outlets)


def joined(scores: Iterable[Score]) -> Score:
    """One score of several: the sums of their fractions, each part with the largest of its weights."""
    parts: dict[str, Part] = {name: Part() for name in PARTS}
    weights: dict[str, float] = dict.fromkeys(PARTS, 0.0)
    for single in scores:
        for name in PARTS:
            parts[name].proofs += single.parts[name].proofs
            weights[name] = max(weights[name], single.weights[name])
    return Score(parts, weights)


def _adherence(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Planned stops called on their day ÷ planned stops; one of a day not yet over counts once it is called on."""
    called = {visit.date for visit in ledger.visits.get(outlet.id, ())}
    return [
        Proof("plan", each.date.isoformat(), each.date, float(each.date in called), each.rep)
        for each in ledger.planned(outlet.id)
        if each.date in called or ledger.over(each.date)
    ]


def _on_time(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Stops reached within a window ÷ stops with a window; one that was planned and never reached is not on time."""
    found, reached = [], set()
    zone, calendar = ledger.books.settings.timezone, ledger.books.settings.calendar
    for call in ledger.calls.get(outlet.id, ()):
        reached.add((call.date, call.stop_kind == StopKind.VISIT))
        if call.check_in is None or not outlet.windows_on(call.date, calendar):
            continue
        moment = call.check_in.astimezone(ZoneInfo(zone)) if zone else call.check_in
        hours = outlet.hours_on(call.date, calendar)
        if hours:
            # a call after midnight belongs to the date its round began on
            second = (moment.date() - call.date).days * 24 * 3600
            second += moment.hour * 3600 + moment.minute * 60 + moment.second
            met = any(begin <= second <= end for begin, end in hours)
            found.append(Proof("calls", call.id, call.date, float(met), call.rep))
    for stop in ledger.promised.get(outlet.id, ()):
        missed = (stop.date, stop.visit) not in reached and ledger.over(stop.date)
        if missed and outlet.windows_on(stop.date, calendar) and outlet.hours_on(stop.date, calendar):
            found.append(Proof("plan", stop.date.isoformat(), stop.date, 0.0, stop.rep))
    return found


def _otif(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Promised orders that were there in full by their date ÷ promised orders whose date is over, or that were.

    In full: of every product as much was handed over, or refused, as was ordered. One that was marked as delivered by
    hand, without a call that brought it, does not count.
    """
    products = ledger.books.products.all()
    found = []
    for order in ledger.orders.get(outlet.id, ()):
        day = order.promised
        moved = ledger.brought.get(order.id, ())
        if day is None or not ledger.first <= day <= ledger.last:
            continue
        if order.status is OrderStatus.DELIVERED and not moved:
            continue  # marked by hand: nobody knows when it was there
        met = rest_of(order, [each for each in moved if each.date <= day], products) is None
        if met or ledger.over(day):
            found.append(Proof("orders", order.id, day, float(met), _brings(ledger, outlet, day)))
    return found


def _brings(ledger: Ledger, outlet: Outlet, day: dt.date) -> str:
    """Who was to bring what is promised for a date: by the plan, else who delivered, else who looks after it."""
    planned = [stop.rep for stop in ledger.promised.get(outlet.id, ()) if stop.date == day and not stop.visit]
    made = [call.rep for call in ledger.calls.get(outlet.id, ()) if call.date == day and call.delivery]
    return next(iter([*planned, *made]), outlet.rep or "")


def _issue_in_time(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Issues answered by their due time ÷ issues due in the period."""
    found = []
    for issue in ledger.issues.get(outlet.id, ()):
        if issue.due is None or not ledger.first <= issue.due.date() <= ledger.last:
            continue
        answered = issue.answered_at
        met = answered is not None and answered <= issue.due
        if met or ledger.now is None or issue.due <= ledger.now:
            found.append(Proof("issues", issue.id, issue.due.date(), float(met)))
    return found


def _stock_count(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Stretches of the stock-count rhythm, back from the last date, in which stock was counted ÷ all of them."""
    days = count_days(ledger.level(outlet), outlet)
    calls = ledger.calls.get(outlet.id, ())
    if days is None or not calls:
        return []
    found = []
    end = ledger.last
    begin = max(ledger.first, calls[0].date)
    while end - dt.timedelta(days=days - 1) >= begin:
        start = end - dt.timedelta(days=days - 1)
        counted = [call for call in calls if start <= call.date <= end and call.stock]
        name = counted[-1].id if counted else f"{start}–{end}"
        found.append(Proof("calls" if counted else "count", name, end, float(bool(counted))))
        end = start - dt.timedelta(days=1)
    return found


def _bulletins(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """Bulletins for the outlet handed over in time ÷ those due in the period."""
    found = []
    for bulletin in ledger.books.bulletins.all().values():
        due = min(bulletin.valid_until, bulletin.valid_from + dt.timedelta(days=ledger.level(outlet).bulletin_days))
        if not (bulletin.audience.covers(outlet) and ledger.first <= due <= ledger.last):
            continue
        given = ledger.handed.get(bulletin.id, {}).get(outlet.id)
        met = given is not None and given <= due
        found.append(Proof("bulletins", bulletin.id, due, float(met)))
    return found


def _rating(ledger: Ledger, outlet: Outlet) -> list[Proof]:
    """The customer's own rating, 1 to 5 stars as 0 to 1, asked at calls and at closed issues."""
    found = [
        Proof("calls", call.id, call.date, (call.rating - 1) / 4)
        for call in ledger.calls.get(outlet.id, ())
        if call.rating
    ]
    for issue in ledger.issues.get(outlet.id, ()):
        check = issue.check
        if check is not None and check.rating and ledger.first <= check.at.date() <= ledger.last:
            found.append(Proof("issues", issue.id, check.at.date(), (check.rating - 1) / 4))
    return found


_MAKERS: dict[str, Callable[[Ledger, Outlet], list[Proof]]] = {
    "adherence": _adherence,
    "on_time": _on_time,
    "otif": _otif,
    "issue_in_time": _issue_in_time,
    "stock_count": _stock_count,
    "bulletins": _bulletins,
    "rating": _rating,
}


def display_over_time(calls: Iterable[Call]) -> list[tuple[dt.date, float]]:
    """The outlet's own display score call by call."""
    return [(call.date, call.display.score) for call in calls if call.display and call.display.score is not None]


def skill_over_time(calls: Iterable[Call]) -> list[tuple[dt.date, str, int]]:
    """Skill shown at coaching, 1 to 5: date, topic, skill."""
    return [
        (call.date, call.coaching.topic, call.coaching.skill)
        for call in calls
        if call.coaching is not None and call.coaching.topic is not None and call.coaching.skill is not None
    ]
