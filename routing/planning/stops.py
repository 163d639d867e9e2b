"""From what is due to a stop of the problem: who may make it, when, and what it costs to leave it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routing.planning.crews import Crew
from routing.planning.due import Due
from routing.planning.fitness import ROLES, barred, cut, refusal, told_skills
from routing.planning.loads import CASH, whole
from routing.planning.world import World
from routing.problem import Stop
from store.records import Message, Outlet

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fit:
    """Who may make a stop (None: everybody), in which windows, and why nobody can."""

    able: tuple[int, ...] | None
    windows: tuple[Span, ...]
    blocked: Message | None = None


def fit_of(world: World, due: Due, crews: Sequence[Crew], reach: Sequence[Span]) -> Fit:
    """What stands against a stop, crew by crew; `reach` are the hours each crew works, overtime included.

    A window of the problem belongs to a stop, not to a vehicle. Where a vehicle is kept away for some hours
    only, its crew is left out of those who may come; if nobody would be left, or it is the crew of the outlet's
    own rep, the hours are closed for everybody instead. Either way no plan breaks the restriction.
    """
    windows = list(world.hours_of(due.outlet) or ()) if due.at is None else [(due.at, due.at)]
    refused = [refusal(world, due, crew) for crew in crews]
    able = [number for number, why in enumerate(refused) if why is None]
    if not able:
        return Fit((), tuple(windows), _nobody(world, due, refused))
    late = round(due.outlet.late_minutes * 60) if due.at is None else 0
    bars = {number: [span for span, _ in barred(world, due, crews[number])] for number in able}
    limited = [number for number in able if bars[number] and _touch(windows, bars[number], reach[number])]
    for chosen, closed in _ways(due, crews, able, bars, limited):
        opened = cut(windows, closed, due.call_s) if closed else windows
        if opened is not None and (not opened or any(_meet(opened, reach[number], late) for number in chosen)):
            return Fit(None if len(chosen) == len(crews) else tuple(chosen), tuple(opened))
    everybody = None if len(able) == len(crews) else tuple(able)
    if limited:
        return Fit(everybody, tuple(windows), barred(world, due, crews[limited[0]])[0][1])
    return Fit(everybody, tuple(windows), _outside_shifts(windows, [reach[number] for number in able]))


def _ways(
    due: Due,
    crews: Sequence[Crew],
    able: list[int],
    bars: Mapping[int, list[Span]],
    limited: list[int],
) -> Iterator[tuple[list[int], list[Span]]]:
    """Who may come with which hours closed for all of them, the best way first."""
    if not limited:
        yield able, []
        return
    free = [number for number in able if number not in limited]

    def like(one: int) -> tuple[list[int], list[Span]]:
        return [number for number in able if number in free or bars[number] == bars[one]], bars[one]

    own = next((number for number in limited if crews[number].lead.id == due.outlet.rep), None)
    if own is not None:
        yield like(own)
    if free:
        yield free, []
    else:
        yield able, [span for number in limited for span in bars[number]]
    for number in limited:
        yield like(number)


def _meet(windows: Sequence[Span], shift: Span, late: int) -> bool:
    """Whether a call can begin in the windows, or so many seconds after one, while somebody works."""
    return any(open_ <= shift[1] and shift[0] <= close + late for open_, close in windows)


def _touch(windows: Sequence[Span], bars: Sequence[Span], shift: Span) -> bool:
    """Whether a bar takes anything of the hours in which the stop could be made."""
    open_hours = [(max(a, shift[0]), min(b, shift[1])) for a, b in (windows or [shift])]
    return any(begin < b and a < end for a, b in open_hours if a <= b for begin, end in bars)


def _nobody(world: World, due: Due, refused: Sequence[Message | None]) -> Message:
    """Why nobody can: what the most capable ones lack; the role only where nobody on duty has it."""
    said = [why for why in refused if why is not None]
    duty = [why for why in said if why.code != f"no_{due.kind}"]
    if not duty:
        exist = any(rep.role in ROLES[due.kind] and rep.active and not rep.stub for rep in world.reps.values())
        return Message(code=f"nobody_for_{due.kind}" if exist else f"no_rep_for_{due.kind}")
    if all(why.code == "lacks_skill" for why in duty):
        return Message(code="no_skill", params={"skills": ", ".join(sorted(told_skills(due.outlet)))})
    # what stands in the way of those who are asked for says more than that others are not
    return next((why for why in duty if why.code != "other_reps_only"), duty[0])


def _outside_shifts(windows: Sequence[Span], reach: Sequence[Span]) -> Message:
    def clock(spans: Sequence[Span]) -> str:
        return ", ".join(
            f"{begin // 3600:02d}:{begin // 60 % 60:02d}–{end // 3600:02d}:{end // 60 % 60:02d}"
            for begin, end in spans
        )

    shift = (min(span[0] for span in reach), max(span[1] for span in reach))
    return Message(code="outside_shifts", params={"hours": clock(windows), "shift": clock([shift])})


def too_large(due: Due, fit: Fit, rooms: Sequence[Mapping[str, float]]) -> Message | None:
    """What no vehicle that may come could bring at once; `rooms` are the capacities of all crews."""
    able = range(len(rooms)) if fit.able is None else fit.able
    for dimension, amount in due.load:
        most = max((rooms[number].get(dimension, float("inf")) for number in able), default=float("inf"))
        if amount > most:
            return Message(code=f"too_large_{dimension}", params={"amount": f"{amount:g}", "room": f"{most:g}"})
    return None


def stop_of(
    world: World, due: Due, fit: Fit, place: int, vehicle_of: Mapping[str, int], dimensions: Sequence[str], unit: int
) -> Stop:
    """The stop without locks and promises; `unit` is how many cost units make a minor currency unit."""
    outlet = due.outlet
    loads = {"cases": 0.0, "kg": 0.0, "m3": 0.0} | dict(due.load)
    pickup = {CASH: due.cash / 100}
    late = outlet.late_minutes > 0 and bool(fit.windows)
    return Stop(
        place=place,
        service=due.call_s,
        windows=fit.windows,
        demand=whole(loads, dimensions) if due.load and dimensions else (),
        pickup=whole(pickup, dimensions) if due.cash and CASH in dimensions else (),
        prize=None if due.required else due.worth * unit,
        allowed=fit.able,
        vehicle_cost=_elsewhere(world, outlet, fit, vehicle_of, unit),
        late_cost=world.settings.late_cost * unit // 60 if late else None,
        late_limit=round(outlet.late_minutes * 60) if late else 0,
    )


def _elsewhere(
    world: World, outlet: Outlet, fit: Fit, vehicle_of: Mapping[str, int], unit: int
) -> tuple[tuple[int, int], ...]:
    """What it costs that somebody else than the outlet's own rep comes, if that one could."""
    preferred = vehicle_of.get(outlet.rep) if outlet.rep else None
    if preferred is None or (fit.able is not None and preferred not in fit.able):
        return ()
    extra = world.settings.preferred_rep_cost * unit
    return tuple((number, extra) for number in range(len(vehicle_of)) if number != preferred)
