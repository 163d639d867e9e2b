"""The estimate fitted to trips whose time is known, whatever rubbish is among them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from statistics import median

from routing.travel.estimate import Estimate, great_circle
from routing.travel.protocol import Point, TravelError

LEAST = 8
"""Trips needed to fit the power as well; with fewer the factor alone is fitted."""
_MOST = 400
"""Trips, the latest, that the power is fitted to."""
_NEAR = 50.0
"""Metres below which a trip says nothing of driving."""
_FAST, _SLOW = 130 / 3.6, 2 / 3.6
"""Metres a second as the crow flies, beyond which a record is wrong or holds more than the trip."""
_STOOD = 900.0
"""Seconds from which on a slow trip is taken to hold a pause; shorter ones are looking for the door."""
_ODD = 3.5
"""Deviations from the fit, measured by their median (Iglewicz and Hoaglin 1993), beyond which a trip is left out."""
_SPREAD = math.log(1.25)
"""Least spread that deviations are measured by, so that very even trips do not throw each other out."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip made: from where to where, in seconds, and the metres driven where they are known."""

    start: Point
    end: Point
    seconds: float
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """An estimate fitted to `trips`, and the trips left out by reason: ``near``, ``fast``, ``slow``, ``odd``.

    `before` and `after` are the median errors, as shares of the real time, of the estimate fitted from and of the
    fit; `tested` says that `after` was measured on trips that the fit had not seen.
    """

    estimate: Estimate
    trips: int
    before: float
    after: float
    tested: bool
    left_out: Mapping[str, int] = field(default_factory=dict)


def fitted(trips: Sequence[Trip], base: Estimate | None = None) -> Fit:
    """The estimate that fits trips best: a straight line through the logarithms of their metres and seconds.

    Its slope is the median of those between any two trips (Theil 1950, Sen 1968), the factor the median of what
    the trips then ask for; trips far from the line are left out and it is drawn again. A power that no road
    network shows (outside 0.4…1.1) is left at the base's, and so is it with fewer than eight trips or trips of one
    length. Where metres driven are known, so is the detour. Raises `TravelError` ``no_trips`` where none is left.
    """
    base = base or Estimate()
    sound: list[Trip] = []
    left_out: Counter[str] = Counter()
    for trip in trips:
        reason = _unsound(trip)
        if reason:
            left_out[reason] += 1
        else:
            sound.append(trip)
    if not sound:
        raise TravelError("no_trips", exit_code=1, n=len(trips))
    kept = _without_odd(sound, _line(sound, base))
    left_out["odd"] = len(sound) - len(kept)
    tested = len(kept) >= 2 * LEAST
    halves = (kept[::2], kept[1::2]) if tested else (kept, kept)
    unseen = [error for half, other in (halves, halves[::-1]) for error in _errors(other, _line(half, base))]
    known = [trip.metres / great_circle(trip.start, trip.end) for trip in kept if trip.metres]
    detour = base.detour if len(known) < LEAST else round(min(5.0, max(1.0, median(known))), 3)
    return Fit(
        replace(_line(kept, base), detour=detour),
        len(kept),
        median(_errors(kept, base)),
        median(unseen),
        tested,
        {reason: count for reason, count in left_out.items() if count},
    )


def _unsound(trip: Trip) -> str:
    """Why a trip says nothing; empty where it does."""
    flown = great_circle(trip.start, trip.end)
    if flown < _NEAR or trip.seconds < 1:
        return "near" if flown < _NEAR else "fast"
    pace = flown / trip.seconds
    if pace > _FAST:
        return "fast"
    return "slow" if pace < _SLOW and trip.seconds > _STOOD else ""


def _line(trips: Sequence[Trip], base: Estimate) -> Estimate:
    known = [(great_circle(trip.start, trip.end), trip.seconds) for trip in trips]
    power = base.power
    logs = [(math.log(metres), math.log(seconds)) for metres, seconds in known[-_MOST:]]
    slopes = [(s2 - s1) / (m2 - m1) for (m1, s1), (m2, s2) in combinations(logs, 2) if abs(m2 - m1) > math.log(1.5)]
    if len(known) >= LEAST and len(slopes) >= LEAST and 0.4 <= median(slopes) <= 1.1:
        power = round(median(slopes), 4)
    return Estimate(round(median(seconds / metres**power for metres, seconds in known), 4), power, base.detour)


def _without_odd(trips: Sequence[Trip], line: Estimate) -> list[Trip]:
    away = [math.log(trip.seconds / line.driving(trip.start, trip.end)) for trip in trips]
    spread = max(_SPREAD, 1.4826 * median(map(abs, away)))
    return [trip for trip, each in zip(trips, away, strict=True) if abs(each) <= _ODD * spread]


def _errors(trips: Sequence[Trip], estimate: Estimate) -> list[float]:
    return [abs(estimate.driving(trip.start, trip.end) / trip.seconds - 1) for trip in trips]
