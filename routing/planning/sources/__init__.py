"""What makes a stop due, each kind of reason for itself; `SOURCES` in the order their reasons are told."""

from routing.planning.sources.audits import audits
from routing.planning.sources.bulletins import bulletins
from routing.planning.sources.claim import Claim, Source
from routing.planning.sources.collections import collections
from routing.planning.sources.counts import stock_counts
from routing.planning.sources.deals import deals
from routing.planning.sources.issues import issues
from routing.planning.sources.orders import deliveries, order_troubles
from routing.planning.sources.prospects import prospects
from routing.planning.sources.rhythm import rhythm_of, urgency_of, visits
from routing.planning.sources.risk import risks
from routing.planning.sources.wanted import asked_for

SOURCES: tuple[Source, ...] = (
    asked_for,
    deliveries,
    issues,
    deals,
    collections,
    risks,
    visits,
    stock_counts,
    bulletins,
    audits,
)

__all__ = ["SOURCES", "Claim", "Source", "order_troubles", "prospects", "rhythm_of", "urgency_of"]
