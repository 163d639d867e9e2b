"""The plan in words: what `show` and `explain` print for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from routing.planning.difference import Change, Difference, Saving, figures
from routing.planning.figures import totals_of
from routing.sheets.content import took
from routing.sheets.directions import directions_text
from store.records import Call, Day, DaySetup, Message, Route, RoutePause, StopKind, money_text
from tui.jobs.documents import hour_minute, idle_text, sentence, sentences
from tui.jobs.explaining import stop_name, why_not
from tui.jobs.notes import note_texts
from tui.jobs.office import Office
from tui.jobs.since import mark_text, marks, since_published
from tui.jobs.travelling import traffic_on

if TYPE_CHECKING:
    from routing.planning.driven import Driven
    from routing.planning.model import Key
    from tui.locale import Translator


def kilometres(metres: int) -> str:
    return f"{metres / 1000:.1f}"


def duration(seconds: int) -> str:
    """Hours and minutes, `3:05`."""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def plan_lines(
    office: Office,
    day: Day,
    rep: str | None = None,
    calls: Iterable[Call] = (),
    ways: Mapping[str, Driven] | None = None,
) -> Iterator[str]:
    """A day for people: a heading, each route with its stops, then what was left out and why.

    With `ways` it says for each stop how to get there.
    """
    became = {(call.rep, call.outlet, call.stop_kind): call for call in calls}
    since = since_published(office, day)
    totals = totals_of(day)
    yield office.t(
        "cli.show.title",
        date=day.date.isoformat(),
        status=office.t(f"plan.status.{day.status.value}"),
        revision=day.revision,
    )
    yield office.t(
        "cli.show.totals",
        stops=totals.stops,
        unserved=totals.unserved,
        km=kilometres(totals.distance_m),
        driving=took(office.t, totals.travel_s),
        cost=money_text(totals.cost),
    )
    if day.estimate:
        yield office.t("cli.show.estimate")
    else:
        yield office.t("roads.source", source=day.travel)
    if traffic_on(office.books.settings, day.date) is not None:
        yield office.t("roads.slow_hours")
    for route in day.routes:
        if rep == route.rep or (rep is None and route.stops):
            yield ""
            yield from _route_lines(office, route, became, day, marks(since), (ways or {}).get(route.rep))
    idle = [route for route in day.routes if route.idle and rep is None]
    if idle:
        yield ""
        yield from (idle_text(office, route) for route in idle)
    if rep is None and since is not None and since.dropped:
        yield ""
        yield office.t("desk.since.heading")
        yield from _since_lines(office, since)
    if rep is None and day.unserved:
        yield ""
        yield office.t("cli.show.unserved", n=len(day.unserved))
        for left_out in day.unserved:
            yield f"  {left_out.outlet}  {stop_name(office, left_out)}: {why_not(office, left_out)}"


def _since_lines(office: Office, since: Difference | None) -> Iterator[str]:
    """What has gone from the plan since it was published; the rest is marked at its stops."""
    for each in since.dropped if since else ():
        text = mark_text(office, "dropped", each)
        yield f"  « {each.name} ({each.key[0]}): {text}"


def _route_lines(
    office: Office,
    route: Route,
    became: Mapping[tuple[str, str, str], Call],
    day: Day,
    changed: Mapping[Any, tuple[str, Change]],
    driven: Driven | None,
) -> Iterator[str]:
    name = route.rep if route.name in ("", route.rep) else f"{route.name} ({route.rep})"
    proven = office.t("cli.show.proven") if route.proven_shortest else ""
    yield (
        office.t(
            "cli.show.route",
            name=name,
            n=len(route.stops),
            depart=hour_minute(route.depart),
            back=hour_minute(route.returns),
            km=kilometres(route.distance_m),
            driving=took(office.t, route.travel_s),
            cost=money_text(route.cost),
        )
        + proven
    )
    for message in route.violations:
        yield f"  ! {sentence(office, 'violation', message)}"
    if route.idle:
        yield f"  {idle_text(office, route)}"
    for note in note_texts(office, day.date, route.rep):
        yield f"  » {note}"
    width = max((cell_len(stop_name(office, stop)) for stop in route.stops), default=0)
    for seq, stop in enumerate(route.stops, 1):
        for pause in route.pauses:
            if pause.position == seq - 1:
                yield _pause_line(office, pause)
        marks = ("*" if stop.lock or route.locked else " ") + ("~" if stop.approximate else " ")
        yield (
            f"  {seq:>3}{marks} {hour_minute(stop.begin)}–{hour_minute(stop.leave)}  "
            f"{stop_name(office, stop)}{' ' * (width - cell_len(stop_name(office, stop)))}  {stop.outlet}"
            f"  {reasons(office, stop.reasons)}"
        ).rstrip()
        for message in stop.violations:
            yield f"       ! {sentence(office, 'violation', message)}"
        leg = driven.to.get(stop.key) if driven else None
        if leg is not None and leg.steps:
            yield f"       {office.t('roads.turn.way', text=directions_text(leg, office.t))}"
        if stop.key in changed:
            yield f"       « {mark_text(office, *changed[stop.key])}"
        for note in note_texts(office, day.date, route.rep, stop.outlet):
            yield f"       » {note}"
        call = became.get((route.rep, stop.outlet, stop.kind.value))
        if call is not None:
            yield f"       {_became(office, call)}"
    for pause in route.pauses:
        if pause.position >= len(route.stops) > 0:
            yield _pause_line(office, pause)
    if driven is not None and driven.home is not None and driven.home.steps:
        yield f"       {office.t('roads.turn.home', text=directions_text(driven.home, office.t))}"


def _became(office: Office, call: Call) -> str:
    """What became of a stop, in a line."""
    if call.left:
        return f"– {office.t('rounds.left')}: {call.left_reason}"
    since = f"{call.check_in:%H:%M}" if call.check_in else ""
    if call.check_out is None:
        return f"◉ {since}"
    return f"✓ {since}–{call.check_out:%H:%M}  {result(call, office.t)}".rstrip()


def _pause_line(office: Office, pause: RoutePause) -> str:
    said = office.t(f"plan.pause.{pause.kind}", name=pause.name)
    return f"       {hour_minute(pause.begin)}–{hour_minute(pause.end)}  ({said})"


def result(call: Call, t: Translator) -> str:
    """A finished call in a few words: minutes, score, order."""
    said = [] if call.minutes is None else [t("board.minutes", n=round(call.minutes))]
    if call.display and call.display.score is not None:
        said.append(t("call.score_short", score=round(100 * call.display.score)))
    if call.order_value:
        said.append(money_text(call.order_value))
    return " · ".join(said)


def difference_lines(office: Office, change: Difference) -> Iterator[str]:
    """What changed: minutes, money, how many stops; then one by one, what came and went before what only moved."""
    if change.empty:
        yield office.t("plan.diff.nothing")
        return
    sign = "+" if change.minutes >= 0 else "−"
    cost = f"{'+' if change.cost >= 0 else '−'}{money_text(abs(change.cost))}"
    yield office.t("plan.diff.totals", minutes=f"{sign}{abs(change.minutes)}", cost=cost)
    reps = office.books.reps.all()
    names = {rep: reps[rep].name if rep in reps else rep for rep in change.reps}
    kinds = {kind: getattr(change, kind) for kind in ("unplaced", "fuller", "added", "dropped", "moved", "retimed")}
    if sum(map(len, kinds.values())) > 1:
        counts = (office.t(f"plan.diff.count.{kind}", n=len(found)) for kind, found in kinds.items() if found)
        yield office.t("plan.aside").join(counts)
    for kind, found in kinds.items():
        for each in found:
            yield office.t(
                f"plan.diff.{kind}",
                name=each.name,
                outlet=_which(office, each.key),
                before=names.get(each.rep_before or "", ""),
                after=names.get(each.rep_after or "", ""),
                was="" if each.arrive_before is None else hour_minute(each.arrive_before),
                now="" if each.arrive_after is None else hour_minute(each.arrive_after),
            )


def _which(office: Office, key: Key) -> str:
    """A stop by its outlet's id, and what is done there where that is no visit."""
    outlet, kind = key
    return outlet if kind is StopKind.VISIT else f"{outlet}{office.t('plan.aside')}{office.t(f'plan.kind.{kind}')}"


def saving_text(office: Office, found: Saving) -> str:
    """What would be otherwise: ``43 min less work, 12.4 km less, 38.20 cheaper``; each may be more, or not told
    where it stays the same.
    """
    stops, minutes, metres, cost = found.stops, found.minutes, found.distance_m, found.cost
    said: list[tuple[str, dict[str, Any]]] = [
        *([("more_stops" if stops > 0 else "fewer_stops", {"n": abs(stops)})] if stops else []),
        *([("less_minutes" if minutes > 0 else "more_minutes", {"n": abs(minutes)})] if minutes else []),
        *([("less_km" if metres > 0 else "more_km", {"km": kilometres(abs(metres))})] if abs(metres) >= 50 else []),
        ("less_money" if cost >= 0 else "more_money", {"money": money_text(abs(cost))}),
    ]
    return office.t("plan.aside").join(office.t(f"desk.saving.{key}", **params) for key, params in said)


def comparison_lines(office: Office, *states: tuple[str, Day]) -> Iterator[str]:
    """One line of figures for each state of a day, by its name."""
    width = max(cell_len(name) for name, _ in states)
    for name, day in states:
        yield f"{' ' * (width - cell_len(name))}{name}  {figures_text(office, day)}"


def figures_text(office: Office, day: Day) -> str:
    """A plan in figures: stops, cost, hours, kilometres, overtime, how far the longest day is from the shortest."""
    found = figures(day)
    return office.t(
        "desk.figures",
        stops=found.stops,
        unserved=found.unserved,
        cost=money_text(found.cost),
        hours=duration(found.work_s),
        km=kilometres(found.distance_m),
        overtime=duration(found.overtime_s),
        spread=duration(found.spread_s),
    )


def setup_text(office: Office, setup: DaySetup) -> str:
    """How a day differs from the books, in words; empty where it does not."""
    reps = office.books.reps.all()

    def name(rep: str) -> str:
        return reps[rep].name if rep in reps else rep

    said = [office.t("desk.setup.without", rep=name(rep)) for rep in setup.without]
    said += [office.t("desk.setup.with_rep", rep=name(rep)) for rep in setup.with_reps]
    said += [
        office.t("desk.setup.shift", rep=name(rep), begin=hour_minute(shift.start), end=hour_minute(shift.end))
        for rep, shift in setup.shifts.items()
    ]
    if setup.depot is not None:
        depot = office.books.depots.find(setup.depot)
        said.append(office.t("desk.setup.depot", depot=depot.name if depot else setup.depot))
    if setup.profile not in (None, "default"):
        said.append(profile_name(office, str(setup.profile)))
    return office.t("plan.aside").join(said)


def profile_name(office: Office, profile: str) -> str:
    """A profile of weights in words; one of the user's own as it is called."""
    text = office.t(f"desk.profile.{profile}")
    return profile if text.startswith("desk.profile.") else text


def reasons(office: Office, messages: list[Message]) -> str:
    return sentences(office, "reason", messages)
