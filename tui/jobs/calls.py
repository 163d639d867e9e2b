"""A rep's day: the stop list, and the call at each stop."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from routing.planning.underway import Fact
from store.errors import ConflictError
from store.notation.clock import LAST_CLOCK
from store.records import (
    Call,
    DisplayStandard,
    Outlet,
    Route,
    Stop,
    StopKind,
)
from store.service.standards import display_score
from tui.jobs.call_orders import orders_after, with_order, with_prices
from tui.jobs.office import JobError, Office


class StopState(StrEnum):
    """Where a stop stands: still to come, the one that is next, under way, done, or left out with a reason."""

    OPEN = "open"
    NEXT = "next"
    HERE = "here"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class RoundStop:
    stop: Stop
    seq: int
    outlet: Outlet | None
    call: Call | None
    state: StopState


@dataclass(frozen=True, slots=True)
class Round:
    """One rep's route of one date and what has become of it so far."""

    rep: str
    date: dt.date
    route: Route | None
    stops: tuple[RoundStop, ...]
    adhoc: tuple[Call, ...]
    """Calls at outlets that are not on the route."""

    @property
    def next(self) -> RoundStop | None:
        """The stop under way, else the next one."""
        for state in (StopState.HERE, StopState.NEXT):
            for stop in self.stops:
                if stop.state is state:
                    return stop
        return None

    @property
    def done(self) -> int:
        return sum(stop.state in (StopState.DONE, StopState.LEFT) for stop in self.stops)


def round_of(office: Office, date: dt.date, rep: str) -> Round:
    """The stop list of a rep. A date without a plan, or a rep without a route, gives an empty one."""
    if office.books.reps.find(rep) is None:
        plan = office.books.days.plan(date)
        if plan is None or plan.route_of(rep) is None:
            raise JobError("no_such_rep", rep=rep)
    plan = office.books.days.plan(date)
    route = plan.route_of(rep) if plan else None
    calls = {(call.outlet, call.stop_kind): call for call in office.books.days.calls(date, rep).all().values()}
    outlets = office.books.outlets.all()
    stops: list[RoundStop] = []
    waiting = True
    for seq, stop in enumerate(route.stops if route else [], 1):
        call = calls.pop((stop.outlet, stop.kind.value), None)
        state = _state(call)
        if state is StopState.OPEN and waiting:
            state, waiting = StopState.NEXT, False
        stops.append(RoundStop(stop, seq, outlets.get(stop.outlet), call, state))
    return Round(rep, date, route, tuple(stops), tuple(calls.values()))


def check_in(office: Office, call: Call, at: int | None = None) -> Call:
    """Begins a call, now or (for a day that has passed, and marked as backfilled) at seconds after its midnight.

    Another one under way with the same rep must be ended first.
    """
    if call.check_in is not None:
        raise JobError("already_checked_in", outlet=call.outlet)
    if at is None:
        for other in office.books.days.calls(call.date, call.rep).all().values():
            if other.id != call.id and other.check_in and not other.done:
                raise JobError("other_call_open", outlet=other.outlet, name=_outlet_name(office, other.outlet))
    facts = {"check_in": _moment(office, call, at), "left": False, "left_reason": None}
    return save_call(office, call.model_copy(update=facts | ({} if at is None else {"backfilled": True})))


def check_out(office: Office, call: Call, at: int | None = None, begun: int | None = None) -> Call:
    """Ends a call, now or at seconds after midnight.

    A clock that was changed during the call is put right by both times by hand: `begun` and `at`; the call
    counts as backfilled then.
    """
    if call.check_in is None:
        raise JobError("not_checked_in", outlet=call.outlet)
    if call.check_out is not None:
        raise JobError("already_checked_out", outlet=call.outlet)
    facts: dict[str, object] = {}
    if begun is not None:
        facts = {"check_in": _moment(office, call, begun), "backfilled": True}
    moment = _moment(office, call, at)
    if moment < facts.get("check_in", call.check_in):  # type: ignore[operator]
        raise JobError("out_before_in", outlet=call.outlet)
    return save_call(office, call.model_copy(update=facts | {"check_out": moment}))


def _moment(office: Office, call: Call, at: int | None) -> dt.datetime:
    """Now, on the call's own day; else the time given. A day to come has no calls yet."""
    today = office.today()
    if call.date > today:
        raise JobError("not_yet_driven", date=call.date.isoformat())
    if at is not None:
        return at_home(office, dt.datetime.combine(call.date, dt.time()) + dt.timedelta(seconds=at))
    if call.date < today and call.check_in is None:
        raise JobError("time_wanted", date=call.date.isoformat())
    return office.now()


def at_home(office: Office, moment: dt.datetime) -> dt.datetime:
    """A wall-clock time at the distributor's place with its offset."""
    zone = office.books.settings.timezone
    if zone:
        with contextlib.suppress(ZoneInfoNotFoundError, ValueError):
            return moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone()


def facts_of(office: Office, date: dt.date) -> dict[str, dict[tuple[str, StopKind], Fact]]:
    """What became of each rep's stops so far, in seconds after the date's midnight."""
    found: dict[str, dict[tuple[str, StopKind], Fact]] = {}
    midnight = at_home(office, dt.datetime.combine(date, dt.time()))

    def seconds(moment: dt.datetime) -> int:
        return max(0, min(round((moment - midnight).total_seconds()), LAST_CLOCK))

    for call in office.books.days.calls_on(date):
        key = (call.outlet, StopKind(call.stop_kind))
        if call.check_in is not None:
            end = None if call.check_out is None else seconds(call.check_out)
            found.setdefault(call.rep, {})[key] = Fact(seconds(call.check_in), end)
    return found


def leave_out(office: Office, call: Call, reason: str) -> Call:
    """Passes a stop by, with the reason."""
    if not reason.strip():
        raise JobError("reason_needed", outlet=call.outlet)
    return save_call(office, call.model_copy(update={"left": True, "left_reason": reason.strip()}))


def save_call(office: Office, call: Call) -> Call:
    """Writes a call with every fact entered so far; the display score is made anew from its points.

    Raises `InvalidRecordError` where facts do not agree with each other, `ConflictError` where another device
    has begun the same call.
    """
    book = office.books.days.calls(call.date, call.rep)
    now = office.now()
    call = call.model_copy(update={"keyed_from": call.keyed_from or now, "keyed_until": now})
    with office.books.transaction():
        begun = None if call.rev else book.find(call.id)
        if begun is not None:
            raise ConflictError(
                "conflict", kind="calls", id=call.id, yours=0, stored=begun.rev, document=begun.to_json()
            )
        keep_calls(office, [call])
    return book.get(call.id)


def keep_calls(office: Office, calls: Sequence[Call]) -> None:
    """Writes calls as they are, sound or none, and with those that are over the orders taken at them."""
    books = office.books
    sound = [
        books.days.parse_call(with_score(office, with_order(office, with_prices(office, call))).to_json())
        for call in calls
    ]
    by_file: dict[tuple[dt.date, str], list[Call]] = {}
    for call in sound:
        by_file.setdefault((call.date, call.rep), []).append(call)
    with books.transaction():
        for (date, rep), found in by_file.items():
            book = books.days.calls(date, rep)
            orders = [order for call in found for order in orders_after(office, call, book.find(call.id))]
            book.put(found)
            if orders:
                books.orders.put(orders)


def with_score(office: Office, call: Call) -> Call:
    """The call with its display score made anew from its points, by the version of the standard it was judged by."""
    if call.display is None:
        return call
    standard = office.books.standards.version(call.display.standard, call.display.version)
    if not isinstance(standard, DisplayStandard):
        return call
    display = call.display.model_copy(update={"score": display_score(standard, call.display.points)})
    return call.model_copy(update={"display": display})


def _state(call: Call | None) -> StopState:
    if call is None:
        return StopState.OPEN
    if call.left:
        return StopState.LEFT
    if call.check_out is not None:
        return StopState.DONE
    return StopState.HERE if call.check_in is not None else StopState.OPEN


def _outlet_name(office: Office, outlet: str) -> str:
    found = office.books.outlets.find(outlet)
    return found.name if found else outlet
