"""What the board's tables and panes say: entries, rows and explanations as cells, never as markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from routing.planning.figures import totals_of
from store.records import RoutePause, Stop, StopKind, Unserved, money_text
from tui.jobs.documents import hour_minute, hours_text, idle_text, sentence, sentences
from tui.jobs.explaining import why_text
from tui.jobs.since import mark_text
from tui.jobs.wording import duration, kilometres
from tui.state.board import Board, Entry, Kind, Row
from tui.widgets.pieces import Piece, width_of

if TYPE_CHECKING:
    from routing.planning.due import Due
    from routing.planning.whyhere import Elsewhere, WhyHere
    from store.records import Outlet
    from tui.jobs.office import Office
    from tui.locale import Translator


def status(
    board: Board, office: Office, fits: Callable[[Sequence[Piece]], bool], *, searched: Board | None = None
) -> list[Piece]:
    """The state of a date, as much of it as fits; `searched` is another date's board that is being planned."""
    t, day = office.t, board.day
    if not board.has_outlets:
        return [(f" {t('board.no_outlets_yet')}", "warning")]
    if day is None:
        said: list[Piece] = [(f" {t('board.no_plan', n=len(board.due))}", "warning" if board.due else "dim")]
    else:
        totals = totals_of(day)
        changed = day.published_revision is not None and day.status.value == "draft"
        state = t("board.changed_since") if changed else t(f"plan.status.{day.status.value}")
        said = [(f" {state}", "warning" if changed else "good" if day.status.value == "published" else "strong")]
        if broken := board.violations():
            said.append((f"  ! {t('board.broken', n=broken)}", "error"))
        if new := board.newly_due:
            said.append((f"  ! {t('board.newly_due', n=new)}", "warning"))
        if waiting := sum(stop.kind is StopKind.DELIVERY and not stop.dropped for stop in day.unserved):
            said.append((f"  ! {t('board.not_brought', n=waiting)}", "error"))
        figures = {
            "revision": day.revision,
            "stops": totals.stops,
            "unserved": totals.unserved,
            "km": kilometres(totals.distance_m),
            "driving": duration(totals.travel_s),
            "cost": money_text(totals.cost),
        }
        estimate = [(f"  {t('board.estimate')}", "dim")] if day.estimate else []
        whole = [(f"  {t('board.totals', **figures)}", ""), *estimate]
        brief = [(f"  {t('board.totals_short', **figures)}", ""), *estimate]
        least = [(f"  {t('board.totals_least', **figures)}", "")]
        said += next((part for part in (whole, brief) if fits([*said, *part])), least)
    if searched is not None:
        said.append((f"  {t('board.solving.other_date', date=searched.desk.date.isoformat())}", "accent"))
    for message in board.desk.assumed:  # those that there is no room for are read under what is due
        note: Piece = (f"  · {sentence(office, 'assumed', message)}", "dim")
        said += [note] if fits([*said, note]) else []
    return said


def assumptions(board: Board, office: Office) -> list[list[Piece]]:
    """What was put in for what the books lack, and what is to be known of the date's beats: a line for each."""
    return [[(f"· {sentence(office, 'assumed', message)}", "dim")] for message in board.desk.assumed]


def span(seconds: int, t: Translator) -> str:
    """A length of time in words: ``35 min``, ``7 h 20 min``."""
    hours, rest = divmod(seconds // 60, 60)
    return t("board.span.hours", h=hours, n=rest) if hours else t("board.span.minutes", n=rest)


def heading(entry: Entry, t: Translator, width: int) -> list[Piece]:
    """The line above the list, as much of it as there is room for."""
    if entry.kind is not Kind.ROUTE:
        return [(t(f"board.entry.{entry.kind}"), "heading"), (f"  {entry.count}", "dim")]
    route = entry.route
    pieces: list[Piece] = [("● ", f"route-{entry.number}"), (entry.name, "heading")]
    if route is None or not route.stops:
        return pieces
    if route.locked:
        pieces.append((f"  {t('board.locked')}", "strong"))
    said: list[Piece] = []
    if route.overtime_s:
        said.append((f"  {t('board.overtime', time=duration(route.overtime_s))}", "warning"))
    if route.proven_shortest:
        said.append((f"  ✓ {t('board.proven')}", "good"))
    figures = t(
        "board.heading",
        n=len(route.stops),
        depart=hour_minute(route.depart),
        back=hour_minute(route.returns),
        km=kilometres(route.distance_m),
        driving=duration(route.travel_s),
        cost=money_text(route.cost),
    ).split(" · ")
    while len(figures) > 2 and width_of([*pieces, (f"  {' · '.join(figures)}", ""), *said]) > width:
        figures.pop()
    return [*pieces, (f"  {' · '.join(figures)}", "dim"), *said]


def explanation(row: Row | None, entry: Entry | None, office: Office) -> list[list[Piece]]:
    """Why a stop stands where it stands, or why it does not stand anywhere; one list of pieces for each line."""
    if row is None or isinstance(row.item, RoutePause):
        return _of_route(entry, office)
    if isinstance(row.item, Stop):
        return _of_stop(row.item, row, entry, office)
    if isinstance(row.item, Unserved):
        return _of_unserved(row.item, office)
    return _of_due(row.item, office)


def cost_of(place: Elsewhere | None, office: Office) -> list[Piece]:
    """What a stop would cost with a rep more than as the plan stands, and which rule that would break."""
    if place is None:
        return [(office.t("board.move.takes_nothing"), "dim")]
    cost = f"{'+' if place.cost >= 0 else '−'}{money_text(abs(place.cost))}"
    if not place.broken:
        return [(cost, "good" if place.cost < 0 else "")]
    return [("! ", "warning"), (office.t(f"board.move.breaks.{place.broken[0]}"), "warning"), (f" {cost}", "dim")]


def why_here(why: WhyHere, office: Office) -> list[list[Piece]]:
    """What other reps and places would cost, and what the time follows from: a line for each."""
    return [[(office.t("board.explain.why"), "dim"), (text, "")] for text in why_text(office, why) if text]


def _of_route(entry: Entry | None, office: Office) -> list[list[Piece]]:
    route = entry.route if entry else None
    if route is None:
        return []
    lines: list[list[Piece]] = [
        [(f"! {sentence(office, 'violation', message)}", "error")] for message in route.violations
    ]
    return [*lines, *([[(idle_text(office, route), "warning")]] if route.idle else [])]


def _of_stop(stop: Stop, row: Row, entry: Entry | None, office: Office) -> list[list[Piece]]:
    t = office.t
    lines = [_title(stop.name or stop.outlet, office.books.outlets.find(stop.outlet), t, stop.kind)]
    lines += [[(f"! {sentence(office, 'violation', message)}", "error")] for message in stop.violations]
    if row.change is not None:
        lines.append([(f"« {mark_text(office, *row.change)}", "accent")])
    lines += [[(f"» {note}", "accent")] for note in row.notes]
    if stop.reasons:
        said = sentences(office, "reason", stop.reasons)
        lines.append([(t("board.explain.why"), "dim"), (said, "")])
    facts = [
        t(
            "board.explain.times",
            arrive=hour_minute(stop.arrive),
            begin=hour_minute(stop.begin),
            leave=hour_minute(stop.leave),
        ),
        t("board.explain.leg", km=kilometres(stop.distance_m), n=round(stop.travel_s / 60)),
        t("board.explain.slack", time=span(stop.slack_s, t)),
    ]
    if stop.windows:
        hours = hours_text(office, stop.windows)
        facts.append(t("board.explain.hours", hours=hours))
    lines.append([(" · ".join(facts), "")])
    held = []
    if stop.lock is not None:
        held.append(t(f"board.lock.{stop.lock.value}"))
    if entry and entry.route and entry.route.locked:
        held.append(t("board.locked"))
    if stop.by_hand:
        held.append(t("board.explain.by_hand"))
    if stop.approximate:
        held.append(t("board.explain.approximate"))
    if held:
        lines.append([(" · ".join(held), "dim")])
    if entry and entry.route and entry.route.violations:
        lines += _of_route(entry, office)
    return lines


def _of_unserved(stop: Unserved, office: Office) -> list[list[Piece]]:
    t = office.t
    lines = [_title(stop.name or stop.outlet, office.books.outlets.find(stop.outlet), t, stop.kind)]
    if stop.reasons:  # else it is being found out
        kind = t(f"plan.class.{stop.unserved_class.value}")
        lines.append([(t("board.explain.left_out"), "dim"), (kind, "warning")])
    for message in stop.reasons:
        lines.append([(t("board.explain.why_not"), "dim"), (sentence(office, "unserved", message), "")])
    if stop.cheapest is not None:
        way = t(f"plan.cheapest.{stop.cheapest.code}", **stop.cheapest.params)
        lines.append([(t("board.explain.way_in"), "dim"), (way, "accent")])
    if stop.due:
        said = sentences(office, "reason", stop.due)
        lines.append([(t("board.explain.why"), "dim"), (said, "")])
    return lines


def _of_due(due: Due, office: Office) -> list[list[Piece]]:
    t = office.t
    lines = [_title(due.outlet.name, due.outlet, t, due.kind)]
    said = sentences(office, "reason", due.reasons)
    lines.append([(t("board.explain.why"), "dim"), (said, "")])
    facts = t("board.explain.worth", worth=money_text(due.worth), n=round(due.call_s / 60))
    lines.append([(facts, "")])
    if due.blocked is not None:
        lines.append([(f"! {sentence(office, 'unserved', due.blocked)}", "error")])
    return lines


def _title(name: str, outlet: Outlet | None, t: Translator, kind: StopKind) -> list[Piece]:
    pieces: list[Piece] = [(name, "heading")]
    if kind is not StopKind.VISIT:
        pieces.append((f"  {t(f'plan.kind.{kind}')}", "accent"))
    if outlet is None:
        return pieces
    facts = [
        outlet.id,
        outlet.grade.value if outlet.grade else "",
        channel_name(outlet, t),
        outlet.phone or "",
        outlet.address or "",
    ]
    pieces.append(("  " + " · ".join(fact for fact in facts if fact), "dim"))
    return pieces


def channel_name(outlet: Outlet, t: Translator) -> str:
    """The channel in words; one that is not known stays as the user wrote it."""
    if not outlet.channel:
        return ""
    text = t(f"records.channel.{outlet.channel}")
    return outlet.channel if text.startswith("records.channel.") else text
