"""The figures of a period as terms.md defines them, each a numerator and a denominator, by a slice of the outlets.

Every figure adds up from single records, so that a slice's figure is made of its outlets' parts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from store.records import Call, CallProcedure, DisplayStandard, Outlet, Status, StopKind
from store.service.care import costs
from store.service.evidence import invalid_because
from store.service.ledger import Ledger
from store.service.score import PARTS, Score, score_of
from store.service.sequence import sequence
from store.service.standards import DELIVERING, procedure_for

SLICES = ("rep", "outlet", "grade", "channel", "week")
FIGURES = (
    "coverage", "adherence", "sequence_adherence", "call_rate", "strike_rate", "drop_size",
    "lines_per_call", "osa", "share_of_shelf", "display_score", "on_time", "otif",
    "issue_in_time", "service_score", "cost_to_serve",
)  # fmt: skip
"""In the order they are shown. `drop_size` has money above the line, `cost_to_serve` on both sides; minor units."""


@dataclass(slots=True)
class Fraction:
    """Above and below the line; no value where nothing stands below."""

    numerator: float = 0.0
    denominator: float = 0.0

    def add(self, above: float, below: float = 1.0) -> None:
        self.numerator += above
        self.denominator += below

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


@dataclass(slots=True)
class Row:
    """The figures of one slice: a rep, an outlet, a grade, a channel, a week, or all of them."""

    key: str
    figures: dict[str, Fraction] = field(default_factory=lambda: {name: Fraction() for name in FIGURES})
    rep_days: set[tuple[str, dt.date]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How widely a product stands: outlets carrying it at their last check ÷ outlets checked, and by turnover."""

    product: str
    numeric: Fraction
    weighted: Fraction


def figures(ledger: Ledger, by: str | None = None) -> list[Row]:
    """The figures of the ledger's period; with `by`, a row for each of its values, in order of their names."""
    if by == "week":
        found: list[Row] = []
        monday = ledger.first - dt.timedelta(days=ledger.first.weekday())
        while monday <= ledger.last:
            first, last = max(ledger.first, monday), min(ledger.last, monday + dt.timedelta(days=6))
            name = f"{monday:%G-W%V}"
            week = _rows(Ledger(ledger.books, first, last, ledger.now), _always(name), whole=True)
            found += week or [Row(name)]
            monday += dt.timedelta(days=7)
        return found
    keys: dict[str | None, Callable[[Outlet], str]] = {
        None: lambda _: "",
        "rep": lambda outlet: outlet.rep or "",
        "outlet": lambda outlet: outlet.id,
        "grade": lambda outlet: outlet.grade.value if outlet.grade else "",
        "channel": lambda outlet: outlet.channel or "",
    }
    return _rows(ledger, keys[by], whole=by in (None, "rep"))


def _always(name: str) -> Callable[[Outlet], str]:
    return lambda _: name


def _rows(ledger: Ledger, key: Callable[[Outlet], str], *, whole: bool) -> list[Row]:
    rows: dict[str, Row] = {}
    spent = costs(ledger)
    judge = _Judge(ledger)
    turns = sequence(ledger)
    for outlet in ledger.outlets.values():
        calls = ledger.calls.get(outlet.id, [])
        if outlet.status is not Status.ACTIVE and not calls:
            continue
        row = rows.setdefault(key(outlet), Row(key(outlet)))
        made = row.figures
        valid = [call for call in calls if judge.valid(call, outlet)]
        if outlet.status is Status.ACTIVE:
            made["coverage"].add(float(bool(valid)))
        _selling(made, [call for call in valid if call.stop_kind == StopKind.VISIT])
        _shelf(made, calls, judge)
        score = score_of(ledger, outlet)
        for name in ("adherence", "on_time", "otif", "issue_in_time"):
            made[name].add(score.parts[name].numerator, score.parts[name].denominator)
        for proof in turns.get(outlet.id, ()):
            made["sequence_adherence"].add(proof.met)
        _score(made["service_score"], score)
        if outlet.id in spent:
            made["cost_to_serve"].add(spent[outlet.id].total, spent[outlet.id].margin)
        if whole:
            made["call_rate"].numerator += len(valid)
            row.rep_days |= {(call.rep, call.date) for call in calls}
            row.rep_days |= {(each.rep, each.date) for each in ledger.planned(outlet.id)}
    for row in rows.values():
        row.figures["call_rate"].denominator = len(row.rep_days)
    return [rows[name] for name in sorted(rows)]


def _selling(made: dict[str, Fraction], valid: Iterable[Call]) -> None:
    for call in valid:
        productive = bool(call.order_value or call.order)
        made["strike_rate"].add(float(productive))
        if productive:
            made["drop_size"].add(call.order_value or 0)
            if call.order:
                made["lines_per_call"].add(len({line.product for line in call.order}))


def _shelf(made: dict[str, Fraction], calls: Iterable[Call], judge: _Judge) -> None:
    for call in calls:
        check = call.display
        if check is None:
            continue
        if check.found:
            made["osa"].add(sum(check.found.values()), len(check.found))
        if check.own_facings is not None and check.all_facings:
            made["share_of_shelf"].add(check.own_facings, check.all_facings)
        weights = judge.weights(check.standard, check.version)
        for point, met in check.points.items():
            weight = weights.get(point, 1.0)
            made["display_score"].add(weight * met, weight)


def _score(made: Fraction, score: Score) -> None:
    """Weights × parts above the line, the weights of the parts that could be counted below it."""
    for name in PARTS:
        value = score.parts[name].value
        if value is not None:
            made.add(score.weights[name] * value, score.weights[name])


class _Judge:
    """Which calls are valid, and what a point of a display weighs, by the standards they were made by."""

    def __init__(self, ledger: Ledger) -> None:
        self._standards = ledger.books.standards
        self._all = list(self._standards.all().values())
        self._weights: dict[tuple[str, int], dict[str, float]] = {}

    def valid(self, call: Call, outlet: Outlet) -> bool:
        found = self._standards.version(call.procedure, call.procedure_version)
        if not isinstance(found, CallProcedure):
            delivering = call.stop_kind == StopKind.DELIVERY
            found = DELIVERING if delivering else procedure_for(self._all, outlet)
        return not invalid_because(call, found)

    def weights(self, standard: str, version: int) -> dict[str, float]:
        if (standard, version) not in self._weights:
            found = self._standards.version(standard, version)
            points = found.points if isinstance(found, DisplayStandard) else []
            self._weights[standard, version] = {point.id: point.weight for point in points}
        return self._weights[standard, version]


def distributions(ledger: Ledger) -> list[Distribution]:
    """Numeric and weighted distribution of every product that was looked for; turnover is that of the period."""
    found: defaultdict[str, tuple[Fraction, Fraction]] = defaultdict(lambda: (Fraction(), Fraction()))
    for outlet, calls in ledger.calls.items():
        last = next((call.display for call in reversed(calls) if call.display and call.display.found), None)
        if last is None:
            continue
        turnover = float(ledger.volumes.get(outlet, 0))
        for product, carried in last.found.items():
            numeric, weighted = found[product]
            numeric.add(float(carried))
            weighted.add(turnover * carried, turnover)
    return [Distribution(product, *found[product]) for product in sorted(found)]
