"""The one judge of routes: the search, the board and the tests all ask it. Pure functions, no compiler needed."""

from routing.schedule.check import check
from routing.schedule.insertions import Insertion, cheapest_insertions
from routing.schedule.judge import PlanJudgement, RouteJudgement, Violation, judge, judge_route
from routing.schedule.probing import Probe, probes, telling

__all__ = [
    "Insertion", "PlanJudgement", "Probe", "RouteJudgement", "Violation",
    "cheapest_insertions", "check", "judge", "judge_route", "probes", "telling",
]  # fmt: skip
