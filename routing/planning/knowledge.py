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
    `delivered` holds the last date on which goods were brought to an outlet, `expected` the last on which they
    will have been by an earlier plan that is not driven yet.
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
    delivered: Mapping[str, dt.date] = field(default_factory=dict)
    expected: Mapping[str, dt.date] = field(default_factory=dict)
