"""The channel graph as documents and as a tree of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.records import Outlet, money_text
from store.service.channel import DISTRIBUTOR, Channel, Oddity, Risk
from store.service.ledger import Ledger
from store.service.signals import sources_of
from tui.jobs.office import JobError
from tui.jobs.review import ledger_of, name_of

if TYPE_CHECKING:
    from tui.jobs.office import Office

WEEKS = 13
"""Weeks of sales that an outlet's volume is taken from."""


def channel_of(office: Office, ledger: Ledger | None = None) -> Channel:
    """The graph with each outlet's volume of the last `WEEKS`."""
    ledger = ledger or ledger_of(office, WEEKS)
    return Channel(ledger.outlets.values(), ledger.volumes)


def risk_of(office: Office, ledger: Ledger, outlet: Outlet) -> Risk | None:
    """What hangs on one outlet; None, without any counting, where it supplies nobody."""
    if not any(outlet.id in each.suppliers for each in ledger.outlets.values()):
        return None
    return channel_of(office).risks.get(outlet.id)


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: an outlet as one of its suppliers' buyers."""

    outlet: str
    depth: int
    buyers: int
    open: bool
    again: bool
    """It stands under another supplier too, or in a circle, and is not opened a second time."""


def tree(channel: Channel, opened: Mapping[str, bool], outlet: str | None = None) -> list[Branch]:
    """The tree from the distributor down, or from one outlet; those named in `opened` show their buyers."""
    found: list[Branch] = []
    shown: set[str] = set()

    def add(key: str, depth: int, above: frozenset[str]) -> None:
        buyers = [] if key in above else channel.buyers(key)
        again = key in shown
        show = opened.get(key, False) and bool(buyers) and not again
        found.append(Branch(key, depth, len(channel.buyers(key)), show, again))
        shown.add(key)
        if show:
            for buyer in buyers:
                add(buyer, depth + 1, above | {key})

    start = DISTRIBUTOR if outlet is None else outlet
    roots = channel.buyers(DISTRIBUTOR) if outlet is None else [start]
    for key in roots:
        add(key, 0, frozenset())
    if outlet is None:
        for key in sorted(set(channel.outlets) - channel.reached):
            if key not in shown and not any(s in shown for s in channel.suppliers(key)):
                add(key, 0, frozenset())
    return found


def oddity_text(office: Office, oddity: Oddity) -> str:
    """What is wrong with the graph, in a sentence with what to do."""
    names = [f"{name_of(office, key)} ({key})" for key in oddity.outlets[:4]]
    more = len(oddity.outlets) - len(names)
    shown = (" → " if oddity.code == "supplier_circle" else office.t("plan.comma")).join(names)
    if oddity.code == "supplier_circle" and not more:
        shown += f" → {names[0]}"
    if more:
        shown += office.t("service.and_more", n=more)
    return office.t(f"service.oddity.{oddity.code}", outlets=shown, n=len(oddity.outlets), other=oddity.other)


def risk_document(office: Office, risk: Risk) -> dict[str, Any]:
    return {
        "outlet": risk.outlet,
        "name": name_of(office, risk.outlet),
        "depth": risk.depth,
        "own_volume": money_text(risk.own),
        "outlets_at_risk": risk.outlets,
        "outlets_shared": risk.shared,
        "volume_at_risk": money_text(risk.at_risk),
        "volume_through": money_text(round(risk.through)),
        "share": round(risk.share, 4),
        "point_of_failure": risk.point_of_failure,
    }


def channel_document(office: Office, channel: Channel) -> dict[str, Any]:
    """The whole graph as `channel` prints it."""
    return {
        "outlets": len(channel.outlets),
        "volume": money_text(channel.total),
        "weeks": WEEKS,
        "concentration": round(channel.concentration, 4),
        "wholesalers": [risk_document(office, risk) for risk in channel.risks.values()],
        "edges": [{"supplier": a or None, "outlet": b} for a, b in channel.graph.edges],
        "oddities": [
            {"code": each.code, "outlets": list(each.outlets), "text": oddity_text(office, each)}
            for each in channel.oddities
        ],
    }


def outlet_document(office: Office, channel: Channel, outlet: str) -> dict[str, Any]:
    """One outlet in the graph: who supplies it, whom it supplies, what hangs on it."""
    if outlet not in channel.outlets:
        raise JobError("no_such_outlet", outlet=outlet)
    risk = channel.risks.get(outlet)
    way, key = [], outlet
    while (key := channel.above.get(key, DISTRIBUTOR)) != DISTRIBUTOR:
        way.append(key)
    return {
        "outlet": outlet,
        "name": name_of(office, outlet),
        "volume": money_text(channel.volumes[outlet]),
        "suppliers": [each or None for each in channel.suppliers(outlet)],
        "depends_on": way,
        "buyers": channel.buyers(outlet),
        "behind": channel.behind(outlet),
        "risk": risk_document(office, risk) if risk else None,
        "oddities": [oddity_text(office, each) for each in channel.oddities if outlet in each.outlets],
    }


def source_document(office: Office, lot: str, found_at: str, ledger: Ledger | None = None) -> dict[str, Any]:
    """Who bought a lot or case code that turned up at an outlet; the first is the likeliest source.

    Nobody counts as `diverted` where somebody who may supply the outlet bought the lot too.
    """
    ledger = ledger or ledger_of(office)
    if found_at not in ledger.outlets:
        raise JobError("no_such_outlet", outlet=found_at)
    sources = sources_of(ledger, lot, found_at)
    if not sources:
        raise JobError("no_such_lot", lot=lot)
    explained = any(allowed for _, allowed in sources)
    return {
        "lot": lot,
        "found_at": found_at,
        "name": name_of(office, found_at),
        "sources": [
            {
                "outlet": trade.outlet, "name": name_of(office, trade.outlet), "date": trade.date.isoformat(),
                "record": trade.id, "kind": trade.kind, "allowed": allowed, "diverted": not allowed and not explained,
            }
            for trade, allowed in sources
        ],
    }  # fmt: skip


def source_word(source: Mapping[str, Any]) -> str:
    """What is said of one source of a `source_document`: ``allowed``, ``diverted``, or ``explained`` by another."""
    return "allowed" if source["allowed"] else "diverted" if source["diverted"] else "explained"


def channel_lines(office: Office, channel: Channel, outlet: str | None = None) -> Iterator[str]:
    """The graph for people: figures, what is wrong, the tree of those who supply others."""
    if outlet is None:
        yield office.t(
            "service.channel.summary",
            n=len(channel.outlets),
            volume=money_text(channel.total),
            weeks=WEEKS,
            concentration=f"{channel.concentration:.2f}",
        )
        for oddity in channel.oddities:
            yield f"! {oddity_text(office, oddity)}"
    opened = dict.fromkeys(channel.risks, True)
    for branch in tree(channel, opened, outlet):
        risk = channel.risks.get(branch.outlet)
        if risk is None and outlet is None:
            continue
        name = f"{'  ' * branch.depth}{name_of(office, branch.outlet)} ({branch.outlet})"
        yield f"{name}  {figures(office, channel, branch)}"


def figures(office: Office, channel: Channel, branch: Branch) -> str:
    """What a branch of the tree puts at risk, or sells."""
    risk = channel.risks.get(branch.outlet)
    if branch.again:
        return office.t("service.channel.again")
    if risk is None:
        return money_text(channel.volumes[branch.outlet])
    text = office.t(
        "service.channel.risk",
        n=risk.outlets,
        shared=risk.shared,
        volume=money_text(risk.at_risk),
        share=f"{100 * risk.share:.1f}",
    )
    return f"{text} ⚠" if risk.point_of_failure else text
