"""The estimate fitted to trips whose time is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from statistics import median

from routing.travel.estimate import Estimate, great_circle
from routing.travel.protocol import Point, TravelError

LEAST = 8
"""Trips needed to fit the power as well; with fewer the factor alone is fitted."""
_MOST = 400
"""Trips, the latest, that the power is fitted to."""


def calibrated(trips: Sequence[tuple[Point, Point, float]], base: Estimate | None = None) -> Estimate:
    """The estimate that fits trips of (from, to, seconds) best: a straight line through their logarithms.

    Its slope is the median of those between any two trips (Theil 1950, Sen 1968), the factor the median of
    what the trips then ask for: a lunch break on the way moves neither. A power that no road network shows
    (outside 0.4…1.1) is left at the base's, and so is it with fewer than eight trips or trips of one length.
    Trips under 50 metres or a second say nothing. Raises `TravelError`
    ``no_trips`` where none is left.
    """
    base = base or Estimate()
    known = [(great_circle(a, b), seconds) for a, b, seconds in trips]
    known = [(metres, seconds) for metres, seconds in known if metres >= 50 and seconds >= 1]
    if not known:
        raise TravelError("no_trips", exit_code=1)
    power = base.power
    logs = [(math.log(metres), math.log(seconds)) for metres, seconds in known[-_MOST:]]
    slopes = [(s2 - s1) / (m2 - m1) for (m1, s1), (m2, s2) in combinations(logs, 2) if abs(m2 - m1) > math.log(1.5)]
    if len(known) >= LEAST and len(slopes) >= LEAST and 0.4 <= median(slopes) <= 1.1:
        power = median(slopes)
    factor = median(seconds / metres**power for metres, seconds in known)
    return Estimate(round(factor, 4), round(power, 4), base.detour)
