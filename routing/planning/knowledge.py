"""What the books know besides outlets and reps that may make a stop due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from store.records import Bulletin, Deal, Issue, Order, Product, Signal, StandingStep


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Orders, issues, deals and the like, and when things were last done at each outlet.

    `standings` holds the step each outlet stands on, `count_every` the days between stock counts promised to it.
    `orders` are those to be brought, each with what is still owed of it; `expected` holds those that an earlier plan
    not driven yet will bring. `overdue` holds what each outlet should have paid by the date, in minor units, and
    since when. `handed` holds the outlets at which calls handed each bulletin over.
    """

    orders: Mapping[str, Order] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    issues: Mapping[str, Issue] = field(default_factory=dict)
    deals: Mapping[str, Deal] = field(default_factory=dict)
    bulletins: Mapping[str, Bulletin] = field(default_factory=dict)
    signals: Mapping[str, Signal] = field(default_factory=dict)
    standings: Mapping[str, StandingStep] = field(default_factory=dict)
    count_every: Mapping[str, int] = field(default_factory=dict)
    last_counts: Mapping[str, dt.date] = field(default_factory=dict)
    last_audits: Mapping[str, dt.date] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()
    overdue: Mapping[str, tuple[int, dt.date]] = field(default_factory=dict)
    handed: Mapping[str, frozenset[str]] = field(default_factory=dict)
