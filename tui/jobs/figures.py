"""The figures of a period as a document and as a table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from store.records import money_text
from store.service.figures import FIGURES, Fraction, Row, distributions, figures
from store.service.ledger import Ledger
from tui.jobs.office import JobError
from tui.jobs.review import name_of, person

if TYPE_CHECKING:
    from tui.jobs.office import Office

MONEY = {"drop_size": (True, False), "cost_to_serve": (True, True)}
"""Figures with money above, or below the line."""
PLAIN = frozenset({"call_rate", "lines_per_call"})
"""Figures that are so many of each, no share of one."""


def figures_document(office: Office, first: dt.date, last: dt.date, by: str | None = None) -> dict[str, Any]:
    """Every figure with numerator and denominator; money as decimal strings. Raises `JobError` ``dates_reversed``."""
    if last < first:
        raise JobError("dates_reversed", first=first.isoformat(), last=last.isoformat())
    now = office.now() if last >= office.today() else None
    ledger = Ledger(office.books, first, last, now)
    made = {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "by": by,
        "rows": [_row(office, row, by) for row in figures(ledger, by)],
    }
    if by is None:
        made["products"] = [
            {
                "product": each.product,
                "numeric_distribution": _figure("numeric_distribution", each.numeric),
                "weighted_distribution": _figure("weighted_distribution", each.weighted),
            }
            for each in distributions(ledger)
        ]
    return made


def _row(office: Office, row: Row, by: str | None) -> dict[str, Any]:
    names = {"rep": lambda: person(office, row.key), "outlet": lambda: name_of(office, row.key)}
    name = names[by]() if by in names else row.key
    return {
        "key": row.key or None,
        "name": name,
        "figures": {name: _figure(name, row.figures[name]) for name in FIGURES},
    }


def _figure(name: str, made: Fraction) -> dict[str, Any]:
    above, below = MONEY.get(name, (False, False))
    value = made.value
    if above and not below and value is not None:
        shown: Any = money_text(round(value))
    else:
        shown = None if value is None else round(value, 4)
    return {
        "value": shown,
        "numerator": money_text(round(made.numerator)) if above else round(made.numerator, 4),
        "denominator": money_text(round(made.denominator)) if below else round(made.denominator, 4),
    }


def figures_rows(office: Office, document: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The document as a table: a line for each figure, or for each slice."""
    if document["by"] is None:
        header = [office.t("figures.figure"), office.t("figures.value"), office.t("figures.fraction")]
        single = document["rows"][0]["figures"] if document["rows"] else {}
        lines = [
            [office.t(f"figures.name.{name}"), shown(name, made), f"{made['numerator']} ÷ {made['denominator']}"]
            for name, made in single.items()
        ]
        return header, lines
    header = [office.t(f"figures.by.{document['by']}"), *(office.t(f"figures.short.{name}") for name in FIGURES)]
    return header, [
        [row["name"] or "–", *(shown(name, row["figures"][name]) for name in FIGURES)] for row in document["rows"]
    ]


def shown(name: str, made: dict[str, Any]) -> str:
    """A figure's value for people; where a loss stands below the line there is none, and both sides are shown."""
    value = made["value"]
    if value is None:
        loss = name == "cost_to_serve" and made["denominator"].startswith("-")
        return f"{made['numerator']} ÷ {made['denominator']}" if loss else "–"
    if isinstance(value, str):
        return value
    return f"{value:.1f}" if name in PLAIN else f"{100 * value:.1f} %"
