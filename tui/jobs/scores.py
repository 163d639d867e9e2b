"""How well each rep serves: the service score of the last weeks, every part with the records behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Outlet, Status
from store.service.ledger import Ledger
from store.service.score import PARTS, Proof, Score, score_of_many

if TYPE_CHECKING:
    from tui.jobs.office import Office

WEEKS = 4
"""Weeks that a rep's score looks back over."""


@dataclass(frozen=True, slots=True)
class RepScore:
    """One rep's score over the outlets that are his; `rep` is empty for those that are nobody's."""

    rep: str
    outlets: int
    score: Score


def rep_scores(office: Office) -> list[RepScore]:
    """Every rep with active outlets, the lowest score first; who has none that could be counted comes last."""
    ledger = Ledger.of_weeks(office.books, office.today(), WEEKS, office.now())
    by_rep: defaultdict[str, list[Outlet]] = defaultdict(list)
    for outlet in ledger.outlets.values():
        if outlet.status is Status.ACTIVE:
            by_rep[outlet.rep or ""].append(outlet)
    found = [RepScore(rep, len(outlets), score_of_many(ledger, outlets)) for rep, outlets in by_rep.items()]
    return sorted(found, key=lambda each: (each.score.value is None, each.score.value or 0.0, each.rep))


def shortfalls(score: Score, most: int) -> Iterator[tuple[str, Proof]]:
    """The records that cost a score, part by part, the latest first; so many of each part at most."""
    for name in PARTS:
        lacking = [proof for proof in score.parts[name].proofs if proof.met < 1]
        for proof in sorted(lacking, key=lambda each: each.date, reverse=True)[:most]:
            yield name, proof
