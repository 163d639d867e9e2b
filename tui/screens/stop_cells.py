"""The next stop at large: how to get there, until when, what to carry, and how late the round runs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.jobs.calls import Round, RoundStop, StopState, at_home
from tui.jobs.documents import hour_minute
from tui.jobs.lateness import Lateness
from tui.jobs.way import Carried, way_to
from tui.jobs.wording import kilometres
from tui.screens.board_cells import span
from tui.screens.call_cells import units
from tui.widgets.pieces import Piece

if TYPE_CHECKING:
    from tui.jobs.office import Office

_ARROWS = {"n": "↑", "ne": "↗", "e": "→", "se": "↘", "s": "↓", "sw": "↙", "w": "←", "nw": "↖"}


def ahead(
    found: Round | None, stop: RoundStop, office: Office, late: Lateness | None, carry: Carried | None
) -> list[list[Piece]]:
    """What is worth knowing on the way to a stop; nothing of one that is over."""
    if found is None or stop.state in (StopState.DONE, StopState.LEFT):
        return []
    lines = [*_hours(found, stop, office, late), *_way(found, stop, office)]
    if carry is not None:
        lines += _carry(carry, office)
    return lines


def _hours(found: Round, stop: RoundStop, office: Office, late: Lateness | None) -> list[list[Piece]]:
    """How long the outlet is still open, or until it opens; and when it will be reached."""
    t, lines = office.t, []
    now = _second(office, found.date)
    windows = sorted(stop.stop.windows)
    current = next((window for window in windows if now <= window[1]), None)
    if found.date == office.today() and windows and stop.state is not StopState.HERE:
        if current is None:
            lines.append([(t("stops.closed"), "error")])
        elif now < current[0]:
            lines.append([(t("stops.opens_in", time=span(current[0] - now, t)), "dim")])
        else:
            left = current[1] - now
            tone = "error" if left < 15 * 60 else "warning" if left < 45 * 60 else "good"
            lines.append([(t("stops.closes_in", time=span(left, t)), tone)])
    if late is not None and late.behind_s >= 60:
        expected = late.expected.get((stop.stop.outlet, stop.stop.kind.value))
        if expected is not None and expected > stop.stop.begin:
            missed = stop in late.missed
            lines.append([(t("stops.expected", time=hour_minute(expected)), "error" if missed else "warning")])
    return lines


def _way(found: Round, stop: RoundStop, office: Office) -> list[list[Piece]]:
    t, way = office.t, way_to(found, stop)
    if way is None:
        return [[(t("stops.no_position"), "warning")]]
    if not way.wind:
        return []
    direction = f"{_ARROWS[way.wind]} {t(f'stops.wind.{way.wind}')}"
    return [[(f"{direction} {t('board.km', km=kilometres(way.metres))}", "accent"), (f"  {t('stops.crow')}", "dim")]]


def _carry(carry: Carried, office: Office) -> list[list[Piece]]:
    t, comma = office.t, office.t("plan.comma")
    lines: list[list[Piece]] = []
    if carry.goods:
        products = office.books.products
        said = []
        for product_id, pieces in carry.goods:
            product = products.find(product_id)
            said.append(f"{product.name if product else product_id} {units(product, pieces)}")
        lines.append([(t("stops.carry"), "dim"), (comma.join(said), "strong")])
    material = [*carry.posm, *carry.bulletins]
    if material:
        lines.append([(t("stops.take_along"), "dim"), (comma.join(material), "")])
    return lines


def behind(late: Lateness | None, office: Office) -> list[Piece]:
    """How late the round runs, for the line over the list."""
    if late is None or late.behind_s < 60:
        return []
    t = office.t
    said = t("rounds.behind", time=span(late.behind_s, t))
    if late.missed:
        said += t("plan.aside") + t("stops.after_hours", n=len(late.missed))
    return [(f"  {said}", "error" if late.missed else "warning")]


def _second(office: Office, date: dt.date) -> int:
    midnight = at_home(office, dt.datetime.combine(date, dt.time()))
    return round((office.now() - midnight).total_seconds())
