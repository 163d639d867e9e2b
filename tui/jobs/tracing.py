"""What a line of the care and the proposals list rests on: the records, their dates, and the thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from store.books.index import Done
from store.records import money_text
from store.service.care import ABC, cost_of, rhythm_of
from store.service.levels import count_days

if TYPE_CHECKING:
    from store.records import Outlet
    from store.service.care import Cost
    from store.service.ledger import Ledger
    from tui.jobs.office import Office

Line: TypeAlias = list[tuple[str, str]]
"""Pieces of a line: a text and its tone."""


def why_cared(office: Office, ledger: Ledger, outlet: Outlet) -> list[Line]:
    """When it was last called on, supplied and counted, and how often it should be."""
    visits, trades = ledger.visits.get(outlet.id, []), ledger.trade.get(outlet.id, [])
    counts = [visit for visit in visits if visit.what & Done.COUNT]
    lines = [
        _fact(office, "last_call", f"{visits[-1].date} · {_name(office, visits[-1].rep)}" if visits else ""),
        _fact(office, "last_count", f"{counts[-1].date} · {_name(office, counts[-1].rep)}" if counts else ""),
        _fact(office, "last_goods", _sale(office, ledger, outlet) if trades else ""),
        _fact(office, "rhythm", _rhythm(office, ledger, outlet)),
    ]
    days = count_days(ledger.level(outlet), outlet)
    if days is not None:
        lines.append(_fact(office, "count_rhythm", office.t("service.every_days", n=days)))
    return lines


def why_proposed(
    office: Office, ledger: Ledger, outlet: Outlet, ranks: Mapping[str, tuple[int, float]]
) -> list[Line]:
    """What it bought and what it cost, where it stands among the others, and which grade begins where.

    `ranks`: of each outlet its place by value, and the share of all value that those above it make.
    """
    trades = ledger.trade.get(outlet.id, [])
    value = office.t(
        "service.trace.sales",
        value=money_text(ledger.volumes.get(outlet.id, 0)), n=len(trades), first=ledger.first, last=ledger.last,
    )  # fmt: skip
    place = office.t(
        "service.trace.place",
        place=ranks[outlet.id][0], all=len(ranks), share=round(100 * ranks[outlet.id][1]),
    )  # fmt: skip
    bounds = " · ".join(f"{grade} {min(100, round(100 * bound))} %" for bound, grade in ABC)
    lines = [_fact(office, "value", value), _fact(office, "rank", place), _fact(office, "grades", bounds)]
    if trades:
        lines.append(_fact(office, "last_goods", _sale(office, ledger, outlet)))
    cost = cost_of(ledger, outlet.id)
    if cost.total:
        lines.append(_fact(office, "cost", cost_text(office, cost)))
        parts = office.t(
            "service.trace.parts",
            driving=money_text(round(cost.driving)), calling=money_text(round(cost.calling)),
            n=len(ledger.visits.get(outlet.id, [])),
        )  # fmt: skip
        lines.append([(f"  {parts}", "dim")])
    lines.append(_fact(office, "rhythm", _rhythm(office, ledger, outlet)))
    return lines


def cost_text(office: Office, cost: Cost) -> str:
    """What serving it cost ÷ what it earned, and whether that was assumed."""
    ratio = "–" if cost.ratio is None else f"{round(100 * cost.ratio)} %"
    text = office.t(
        "service.cost", cost=money_text(round(cost.total)), margin=money_text(round(cost.margin)), ratio=ratio
    )
    return text + (office.t("service.assumed") if cost.assumed else "")


def _fact(office: Office, name: str, text: str) -> Line:
    return [(f"{office.t(f'service.trace.{name}')} ", "dim"), (text or office.t("service.trace.none"), "")]


def _sale(office: Office, ledger: Ledger, outlet: Outlet) -> str:
    trade = ledger.trade[outlet.id][-1]
    kind = office.t(f"service.proof.{trade.kind}")
    return f"{trade.date} · {money_text(trade.value)} · {kind} {trade.id}"


def _rhythm(office: Office, ledger: Ledger, outlet: Outlet) -> str:
    days = round(rhythm_of(ledger, outlet).interval_days)
    whose = office.t("service.trace.own" if outlet.rhythm else "service.trace.of_grade")
    return f"{office.t('service.every_days', n=days)} ({whose})"


def _name(office: Office, rep: str) -> str:
    found = office.books.reps.find(rep)
    return found.name if found else rep
