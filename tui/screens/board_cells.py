"""What the board's tables and panes say: entries, rows and explanations as cells, never as markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from routing.planning.timing import totals_of
from store.records import Message, Route, RoutePause, Stop, StopKind, Unserved, money_text
from tui.jobs.documents import hour_minute, hours_text, idle_text, sentence, sentences
from tui.jobs.since import mark_text
from tui.jobs.wording import duration, kilometres, why_text
from tui.state.board import Board, Entry, Kind, Row, violations_of
from tui.widgets.pieces import Cell, Piece, width_of
from tui.widgets.table import Column

if TYPE_CHECKING:
    from routing.planning.due import Due
    from routing.planning.whyhere import Elsewhere, WhyHere
    from store.records import Outlet
    from tui.jobs.office import Office
    from tui.locale import Translator


def status(board: Board, office: Office, width: int, *, searched: Board | None = None) -> list[Piece]:
    """The state of a date in one line; `searched` is another date's board that a search is under way for."""
    t, day = office.t, board.day
    if day is None:
        said: list[Piece] = [(f" {t('board.no_plan', n=len(board.due))}", "warning" if board.due else "dim")]
    else:
        totals = totals_of(day)
        changed = day.published_revision is not None and day.status.value == "draft"
        state = t("board.changed_since") if changed else t(f"plan.status.{day.status.value}")
        said = [(f" {state}", "warning" if changed else "good" if day.status.value == "published" else "strong")]
        if broken := board.violations():
            said.append((f"  ! {t('board.broken', n=broken)}", "error"))
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
        said += next((part for part in (whole, brief) if width_of([*said, *part]) <= width), least)
    if searched is not None:
        said.append((f"  {t('board.solving.other_date', date=searched.desk.date.isoformat())}", "accent"))
    return said + [(f"  · {sentence(office, 'assumed', message)}", "dim") for message in board.desk.assumed]


def entry_columns(t: Translator) -> list[Column]:
    return [
        Column("mark", "", min=2),
        Column("name", t("board.column.rep"), min=9, weight=1),
        Column("stops", t("board.column.stops"), min=4, right=True),
        Column("back", t("board.column.back"), min=5, right=True, drop=2),
        Column("km", t("board.column.km"), min=5, right=True, drop=3),
        Column("cost", t("board.column.cost"), min=7, right=True, drop=4),
        Column("flags", "", min=4, drop=1),
    ]


def entry_cells(entry: Entry, t: Translator, *, late: bool = False) -> Sequence[Cell]:
    """A route: whose, how many stops, back when, how far, how dear, and what is wrong with it.

    `late`: its rep has told that it runs late.
    """
    if entry.kind is not Kind.ROUTE:
        tone = "warning" if entry.kind is Kind.UNSERVED and entry.count else ""
        mark = "×" if entry.kind is Kind.UNSERVED else "…"
        return [
            [(mark, "dim")],
            [(t(f"board.entry.{entry.kind}"), tone or "dim")],
            [(str(entry.count), tone)],
            "",
            "",
            "",
            "",
        ]
    route = entry.route
    dot: list[Piece] = [("●", f"route-{entry.number}"), ("▣" if route and route.locked else " ", "strong")]
    if route is None or not route.stops:
        return [dot, [(entry.name, "dim")], [("0", "dim")], "", "", "", ""]
    return [
        dot,
        [(entry.name, ""), *([(" ⚑", "error")] if late else [])],
        str(entry.count),
        [(hour_minute(route.returns), "warning" if route.overtime_s else "")],
        kilometres(route.distance_m),
        money_text(route.cost),
        route_flags(route),
    ]


def route_flags(route: Route) -> list[Piece]:
    """Broken rules as ``!2``, overtime as ``+35``, a proven order as ``✓``."""
    flags: list[Piece] = []
    if broken := violations_of(route):
        flags.append((f"!{broken}", "error"))
    if route.overtime_s:
        flags.append((f"+{round(route.overtime_s / 60)}", "warning"))
    if route.proven_shortest and not flags:
        flags.append(("✓", "good"))
    return flags


def row_columns(kind: Kind, t: Translator) -> list[Column]:
    """The columns of the list behind an entry of this kind."""
    if kind is Kind.ROUTE:
        return [
            Column("seq", "#", min=3, right=True),
            Column("lock", "", min=1),
            Column("begin", t("board.column.begin"), min=5),
            Column("name", t("board.column.outlet"), min=10, weight=3),
            Column("slack", t("board.column.slack"), min=5, right=True, drop=2),
            Column("note", t("board.column.why"), min=10, weight=4, drop=1),
        ]
    if kind is Kind.UNSERVED:
        return [
            Column("seq", "#", min=3, right=True),
            Column("name", t("board.column.outlet"), min=10, weight=2),
            Column("class", t("board.column.class"), min=8, weight=1, drop=2),
            Column("note", t("board.column.why_not"), min=10, weight=5),
        ]
    return [
        Column("seq", "#", min=3, right=True),
        Column("name", t("board.column.outlet"), min=10, weight=2),
        Column("worth", t("board.column.worth"), min=7, right=True, drop=2),
        Column("note", t("board.column.why"), min=10, weight=3),
    ]


def row_cells(row: Row, office: Office) -> Sequence[Cell]:
    match row.item:
        case RoutePause() as pause:
            text = office.t(f"plan.pause.{pause.kind}", name=pause.name)
            until = f"{text} –{hour_minute(pause.end)}"
            return ["", "", [(hour_minute(pause.begin), "dim")], [(until, "dim")], "", ""]
        case Stop() as stop:
            return _stop_cells(stop, row, office)
        case Unserved() as stop:
            why = sentences(office, "unserved", stop.reasons)
            tone = "warning" if stop.unserved_class.value == "blocked" else ""
            return [
                str(row.seq),
                [*kind_mark(stop.kind, office.t), (stop.name or stop.outlet, "")],
                [(office.t(f"plan.class.{stop.unserved_class.value}"), tone)],
                [(why, "dim")],
            ]
        case due:
            why = sentences(office, "reason", due.reasons)
            name = [*kind_mark(due.kind, office.t), (due.outlet.name, "")]
            return [str(row.seq), name, money_text(due.worth), [(why, "dim")]]


def _stop_cells(stop: Stop, row: Row, office: Office) -> Sequence[Cell]:
    late = any(message.code == "late" for message in stop.violations)
    note: list[Piece]
    if stop.violations:
        said = sentences(office, "violation", stop.violations)
        note = [(f"! {said}", "error")]
    else:
        note = [(short_reasons(stop.reasons, office), "dim")]
    if row.change is not None:
        mark: Piece = (f"« {mark_text(office, *row.change, short=True)}", "accent")
        note = [*note, ("  ", ""), mark] if stop.violations else [mark, ("  ", ""), *note]
    name: list[Piece] = [*kind_mark(stop.kind, office.t), (stop.name or stop.outlet, "")]
    if row.notes:
        name.append((" »", "accent"))
    if stop.approximate:
        name.append((" ≈", "dim"))
    return [
        str(row.seq),
        [(lock_mark(stop), "strong")],
        [(hour_minute(stop.begin), "error" if late else "")],
        name,
        [(short_time(stop.slack_s, office.t), "warning" if stop.slack_s < 600 else "dim")],
        note,
    ]


def kind_mark(kind: StopKind, t: Translator) -> list[Piece]:
    """A letter before the name of what is no sales visit: a delivery, a check."""
    return [] if kind is StopKind.VISIT else [(f"{t(f'board.kind.{kind}')} ", "accent")]


def lock_mark(stop: Stop) -> str:
    """A letter that says what a lock holds: rep, position or time."""
    return {"rep": "R", "position": "P", "time": "T"}.get(stop.lock.value, "?") if stop.lock else ""


def short_time(seconds: int, t: Translator) -> str:
    """Minutes short, hours where there are many: ``35m``, ``7:20``."""
    return t("board.minutes", n=seconds // 60) if seconds < 6000 else duration(seconds)


def span(seconds: int, t: Translator) -> str:
    """A length of time in words: ``35 min``, ``7 h 20 min``."""
    hours, rest = divmod(seconds // 60, 60)
    return t("board.span.hours", h=hours, n=rest) if hours else t("board.span.minutes", n=rest)


def short_reasons(reasons: Sequence[Message], office: Office) -> str:
    """The reasons of a stop in a few letters."""
    return " · ".join(office.t(f"board.short.{message.code}", **message.params) for message in reasons)


def heading(entry: Entry, t: Translator) -> list[Piece]:
    """The line above the list."""
    if entry.kind is not Kind.ROUTE:
        return [(t(f"board.entry.{entry.kind}"), "heading"), (f"  {entry.count}", "dim")]
    route = entry.route
    pieces: list[Piece] = [("● ", f"route-{entry.number}"), (entry.name, "heading")]
    if route is None or not route.stops:
        return pieces
    if route.locked:
        pieces.append((f"  {t('board.locked')}", "strong"))
    figures = t(
        "board.heading",
        n=len(route.stops),
        depart=hour_minute(route.depart),
        back=hour_minute(route.returns),
        km=kilometres(route.distance_m),
        driving=duration(route.travel_s),
        cost=money_text(route.cost),
    )
    pieces.append((f"  {figures}", "dim"))
    if route.overtime_s:
        pieces.append((f"  {t('board.overtime', time=duration(route.overtime_s))}", "warning"))
    if route.proven_shortest:
        pieces.append((f"  ✓ {t('board.proven')}", "good"))
    return pieces


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
    lines.append([(t("board.explain.left_out"), "dim"), (t(f"plan.class.{stop.unserved_class.value}"), "warning")])
    for message in stop.reasons:
        lines.append([(t("board.explain.why_not"), "dim"), (sentence(office, "unserved", message), "")])
    if stop.due:
        said = sentences(office, "reason", stop.due)
        lines.append([(t("board.explain.why"), "dim"), (said, "")])
    if stop.cheapest is not None:
        way = t(f"plan.cheapest.{stop.cheapest.code}", **stop.cheapest.params)
        lines.append([(t("board.explain.way_in"), "dim"), (way, "accent")])
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
