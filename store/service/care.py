"""Who is left alone, who is worth what, and what an outlet costs: lists with a proposal in every line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from store.records import Grade, Outlet, Rhythm, Status
from store.service.ledger import Ledger, Trade
from store.service.levels import count_days
from store.service.prices import cases_of

ABC = ((0.70, Grade.A), (0.90, Grade.B), (0.98, Grade.C), (1.01, Grade.D))
"""Grades by value: the outlets that make the first 70 % of it are A, up to 90 % B, up to 98 % C."""
MARGIN = 0.12
"""Share of its trade that an outlet earns where products have no cost on file; said wherever it is used."""
DORMANT_WEEKS = 8
LEEWAY = 0.05
"""How far beyond a bound an outlet's share must be before another grade is proposed."""


class Care(StrEnum):
    """Why an outlet wants attention."""

    OVERDUE = "overdue"
    NEVER = "never"
    COUNT_DUE = "count_due"
    PROSPECT = "prospect"
    DORMANT = "dormant"
    FALLING_ASLEEP = "falling_asleep"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Neglected:
    """An outlet that wants attention: why, for how many days, and how pressing (1: just due)."""

    outlet: Outlet
    care: Care
    days: int | None
    urgency: float


def neglected(ledger: Ledger, day: dt.date) -> list[Neglected]:
    """Outlets left alone for longer than their rhythm, never visited, or due for a stock count; the worst first."""
    found: list[Neglected] = []
    for outlet in ledger.outlets.values():
        found += _care(ledger, outlet, day)
    return sorted(found, key=lambda each: (-each.urgency, each.outlet.id))


def _care(ledger: Ledger, outlet: Outlet, day: dt.date) -> Iterator[Neglected]:
    last, trade = ledger.last_call(outlet.id), ledger.last_trade(outlet.id)
    since = None if last is None else (day - last).days
    latest = max(filter(None, (last, trade)), default=None)
    if outlet.status is not Status.ACTIVE:
        care = {Status.PROSPECT: Care.PROSPECT, Status.DORMANT: Care.DORMANT, Status.LOST: Care.LOST}[outlet.status]
        yield Neglected(outlet, care, since, 0.2 + (0.01 * min(since or 90, 90)))
        return
    if last is None:
        yield Neglected(outlet, Care.NEVER, None, 2.0)
        return
    interval = rhythm_of(ledger, outlet).interval_days
    if since is not None and since > 1.5 * interval:
        yield Neglected(outlet, Care.OVERDUE, since, since / interval)
    days = count_days(ledger.level(outlet), outlet)
    if days is not None:
        counted = ledger.last_count(outlet.id)
        waited = (day - counted).days if counted else None
        if waited is None or waited >= days:
            yield Neglected(outlet, Care.COUNT_DUE, waited, 1.0 if waited is None else waited / days)
    if latest is not None and (day - latest).days > 7 * DORMANT_WEEKS:
        yield Neglected(outlet, Care.FALLING_ASLEEP, (day - latest).days, 1.5)


def rhythm_of(ledger: Ledger, outlet: Outlet) -> Rhythm:
    """An outlet's own rhythm, else its grade's."""
    default = Rhythm(visits=1, weeks=4)
    return outlet.rhythm or ledger.books.settings.rhythms.get(outlet.grade or Grade.D, default)


def shares_by_value(volumes: Mapping[str, int], outlets: Mapping[str, Outlet]) -> dict[str, float]:
    """Of each active outlet, the share of all value that those above it make; the largest first."""
    active = [key for key, outlet in outlets.items() if outlet.status is Status.ACTIVE]
    ranked = sorted(active, key=lambda key: (-volumes.get(key, 0), key))
    total = sum(volumes.get(key, 0) for key in active)
    found, run = {}, 0
    for key in ranked:
        found[key] = run / total if total else 1.0
        run += volumes.get(key, 0)
    return found


def grade_at(share: float) -> Grade:
    """The grade (ABC) of an outlet above which others make such a share of the value."""
    return next(grade for bound, grade in ABC if share < bound)


@dataclass(frozen=True, slots=True)
class Cost:
    """What an outlet cost in a period: its share of the driving, and its minutes; and what it earned."""

    driving: float
    calling: float
    margin: float
    assumed: bool

    @property
    def total(self) -> float:
        return self.driving + self.calling

    @property
    def ratio(self) -> float | None:
        """Cost ÷ margin; None where it earned nothing."""
        return self.total / self.margin if self.margin > 0 else None


def costs(ledger: Ledger) -> dict[str, Cost]:
    """Cost to serve of every outlet that something was done for in the period (minor currency units)."""
    made = ledger.stops.keys() | ledger.visits.keys() | ledger.trade.keys()
    found = _Costs(ledger)
    return {outlet: found.of(outlet) for outlet in made}


def cost_of(ledger: Ledger, outlet: str) -> Cost:
    """Cost to serve of one outlet."""
    return _Costs(ledger).of(outlet)


class _Costs:
    """What things cost: hours and kilometres of the reps, cases of the products."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._reps = ledger.books.reps.all()
        self._products = ledger.books.products.all()
        self._cases: dict[tuple[str, str | None], tuple[float, int] | None] = {}

    def of(self, outlet: str) -> Cost:
        """Its share of the driving, by detour; the minutes of its calls; what its trade earned."""
        ledger, reps = self._ledger, self._reps
        driving = sum(
            rep.costs.hour * stop.travel_s / 3600 + rep.costs.km * stop.distance_m / 1000
            for stop in ledger.stops.get(outlet, ())
            if (rep := reps.get(stop.rep)) is not None and ledger.over(stop.date)
        )
        calling = sum(
            rep.costs.hour * visit.minutes / 60
            for visit in ledger.visits.get(outlet, ())
            if (rep := reps.get(visit.rep)) is not None
        )
        margin, assumed = 0.0, False
        for trade in ledger.trade.get(outlet, ()):
            spent = self._spent(trade)
            margin += MARGIN * trade.value if spent is None else trade.value - spent
            assumed = assumed or spent is None
        return Cost(driving, calling, margin, assumed)

    def _spent(self, trade: Trade) -> float | None:
        """What the goods of a sale cost us; None where a product's cost is not on file."""
        total, known = 0.0, False
        for product, quantity, unit in trade.pieces:
            if (product, unit) not in self._cases:
                self._cases[product, unit] = self._case(product, unit)
            case = self._cases[product, unit]
            if case is None:
                return None
            total, known = total + case[0] * case[1] * quantity, True
        return total if known else None

    def _case(self, product: str, unit: str | None) -> tuple[float, int] | None:
        found = self._products.get(product)
        return None if found is None or found.cost is None else (cases_of(found, 1, unit), found.cost)


class Change(StrEnum):
    """What is proposed for an outlet."""

    RAISE = "raise"
    LOWER = "lower"
    SELDOMER = "seldomer"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of grade, or of rhythm where serving costs more than it earns; `ratio` is cost ÷ margin."""

    outlet: Outlet
    change: Change
    to: str
    value: int
    ratio: float | None


def proposals(ledger: Ledger) -> list[Proposal]:
    """Outlets whose grade is not that of their value, or who cost more than they earn; the most value first."""
    if not ledger.volumes:
        return []
    spent = costs(ledger)
    found = []
    for key, share in shares_by_value(ledger.volumes, ledger.outlets).items():
        outlet = ledger.outlets[key]
        value = ledger.volumes.get(key, 0)
        ratio = spent[key].ratio if key in spent else None
        # a grade is changed only where a little more or less would change it too
        better, worse = grade_at(min(1.0, share + LEEWAY)), grade_at(max(0.0, share - LEEWAY))
        if outlet.grade is not None and better < outlet.grade:
            found.append(Proposal(outlet, Change.RAISE, better.value, value, ratio))
        elif outlet.grade is not None and worse > outlet.grade and not outlet.key_account:
            found.append(Proposal(outlet, Change.LOWER, worse.value, value, ratio))
        elif ratio is not None and ratio > 1 and not outlet.key_account:
            days = math.ceil(rhythm_of(ledger, outlet).interval_days * min(3.0, ratio))
            found.append(Proposal(outlet, Change.SELDOMER, str(days), value, ratio))
    return sorted(found, key=lambda each: (-each.value, each.outlet.id))
