"""The figures of a period as terms.md defines them, each a numerator and a denominator, by a slice of the outlets.

Every figure adds up from single records, so that a slice's figure is made of its outlets' parts.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from store.records import Call, CallProcedure, DisplayStandard, Outlet, Product, Status, StopKind
from store.service.care import costs
from store.service.evidence import invalid_because
from store.service.ledger import Ledger
from store.service.score import PARTS, Score, joined, score_of
from store.service.sequence import sequence
from store.service.standards import DELIVERING, procedure_for

SLICES = ("rep", "looked_after_by", "outlet", "grade", "channel", "week")
FIGURES = (
    "coverage", "adherence", "sequence_adherence", "call_rate", "strike_rate", "drop_size",
    "lines_per_call", "osa", "share_of_shelf", "display_score", "on_time", "otif",
    "issue_in_time", "service_score", "cost_to_serve",
)  # fmt: skip
"""In the order they are shown. `drop_size` has money above the line, `cost_to_serve` on both sides; minor units."""


@dataclass(slots=True)
class Fraction:
    """Above and below the line; no value where nothing, or a loss, stands below."""

    numerator: float = 0.0
    denominator: float = 0.0

    def add(self, above: float, below: float = 1.0) -> None:
        self.numerator += above
        self.denominator += below

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator > 0 else None


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
            week = _week(ledger, first, last, name)
            found += week or [Row(name)]
            monday += dt.timedelta(days=7)
        return found
    keys: dict[str | None, Callable[[Outlet], str]] = {
        None: lambda _: "",
        "looked_after_by": lambda outlet: outlet.rep or "",
        "outlet": lambda outlet: outlet.id,
        "grade": lambda outlet: outlet.grade.value if outlet.grade else "",
        "channel": lambda outlet: outlet.channel or "",
    }
    if by == "rep":
        return _by_rep(ledger)
    return _rows(ledger, keys[by], _Scores(ledger), whole=by in (None, "looked_after_by"))


def _week(ledger: Ledger, first: dt.date, last: dt.date, name: str) -> list[Row]:
    week = Ledger(ledger.books, first, last, ledger.now)
    return _rows(week, lambda _: name, _Scores(week), whole=True)


_PROMISES = ("adherence", "on_time", "otif", "issue_in_time")
"""Figures that are parts of the service score as well."""


def _rows(ledger: Ledger, key: Callable[[Outlet], str], scores: _Scores, *, whole: bool) -> list[Row]:
    rows: dict[str, Row] = {}
    members: defaultdict[str, list[Score]] = defaultdict(list)
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
            members[row.key].append(scores.of(outlet))
        _selling(made, [call for call in valid if call.stop_kind == StopKind.VISIT])
        _shelf(made, calls, judge)
        score = scores.of(outlet)
        for name in _PROMISES:
            made[name].add(score.parts[name].numerator, score.parts[name].denominator)
        for proof in turns.get(outlet.id, ()):
            made["sequence_adherence"].add(proof.met)
        if outlet.id in spent:
            made["cost_to_serve"].add(spent[outlet.id].total, spent[outlet.id].margin)
        if whole:
            made["call_rate"].numerator += len(valid)
            row.rep_days |= {(call.rep, call.date) for call in calls}
            row.rep_days |= {(each.rep, each.date) for each in ledger.promised.get(outlet.id, ())}
    for row in rows.values():
        row.figures["call_rate"].denominator = len(row.rep_days)
        _score(row.figures["service_score"], joined(members[row.key]))
    return [rows[name] for name in sorted(rows)]


def _by_rep(ledger: Ledger) -> list[Row]:
    """By who did it: calls by who made them, promises by who had the stop on the route.

    What is of outlets and not of anybody's work (coverage, the service score, cost to serve) is that of the outlets
    a rep looks after.
    """
    scores = _Scores(ledger)
    mine = {row.key: row for row in _rows(ledger, lambda outlet: outlet.rep or "", scores, whole=False)}
    rows: dict[str, Row] = {}

    def row_of(rep: str) -> Row:
        if rep not in rows:
            rows[rep] = row = Row(rep)
            for name in ("coverage", "service_score", "cost_to_serve"):
                row.figures[name] = mine[rep].figures[name] if rep in mine else Fraction()
        return rows[rep]

    judge = _Judge(ledger)
    turns = sequence(ledger)
    for rep in mine:
        row_of(rep)
    for outlet in ledger.outlets.values():
        calls = ledger.calls.get(outlet.id, [])
        if outlet.status is not Status.ACTIVE and not calls:
            continue
        for call in calls:
            row = row_of(call.rep)
            row.rep_days.add((call.rep, call.date))
            _shelf(row.figures, [call], judge)
            if judge.valid(call, outlet):
                row.figures["call_rate"].numerator += 1
                _selling(row.figures, [call] if call.stop_kind == StopKind.VISIT else [])
        for stop in ledger.promised.get(outlet.id, ()):
            row_of(stop.rep).rep_days.add((stop.rep, stop.date))
        score = scores.of(outlet)
        for name in _PROMISES:
            for proof in score.parts[name].proofs:
                row_of(proof.rep or outlet.rep or "").figures[name].add(proof.met)
        for proof in turns.get(outlet.id, ()):
            row_of(proof.rep).figures["sequence_adherence"].add(proof.met)
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


class _Scores:
    """The service scores of outlets, each worked out once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, Score] = {}

    def of(self, outlet: Outlet) -> Score:
        if outlet.id not in self._known:
            self._known[outlet.id] = score_of(self._ledger, outlet)
        return self._known[outlet.id]


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
    """Numeric and weighted distribution of every product that was looked for.

    Of each outlet the last check that looked for the product counts; turnover is that of the period, in all
    products of its category; of a product without one, in all products.
    """
    products = ledger.books.products.all()
    found: defaultdict[str, tuple[Fraction, Fraction]] = defaultdict(lambda: (Fraction(), Fraction()))
    for outlet, calls in ledger.calls.items():
        last: dict[str, bool] = {}
        for call in calls:
            last |= call.display.found if call.display else {}
        turnover = _turnover(ledger, outlet, products) if last else {}
        for product, carried in last.items():
            known = products.get(product)
            category = known.category if known else None
            worth = turnover.get(category, 0.0) if category else float(ledger.volumes.get(outlet, 0))
            numeric, weighted = found[product]
            numeric.add(float(carried))
            weighted.add(worth * carried, worth)
    return [Distribution(product, *found[product]) for product in sorted(found)]


def _turnover(ledger: Ledger, outlet: str, products: Mapping[str, Product]) -> dict[str | None, float]:
    """What an outlet bought in the period by category of the products, in minor units."""
    found: defaultdict[str | None, float] = defaultdict(float)
    for trade in ledger.trade.get(outlet, ()):
        for line in trade.lines:
            product = products.get(line.product)
            found[product.category if product else None] += line.worth or 0
    return found
