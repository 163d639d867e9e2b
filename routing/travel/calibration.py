"""The estimate fitted to trips whose time is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import linear_regression, median

from routing.travel.estimate import Estimate, great_circle
from routing.travel.protocol import Point, TravelError

LEAST = 5
"""Trips needed to fit the power as well; with fewer the factor alone is fitted."""


def calibrated(trips: Sequence[tuple[Point, Point, float]], base: Estimate | None = None) -> Estimate:
    """The estimate that fits trips of (from, to, seconds) best: a straight line through their logarithms.

    A power that no road network shows (outside 0.4…1.1) is left at the base's, and so is it with fewer than
    five trips or trips of one length; the factor then is the median of what the trips ask for, which one
    lunch break does not move. Trips under 50 metres or a second say nothing. Raises `TravelError`
    ``no_trips`` where none is left.
    """
    base = base or Estimate()
    known = [(great_circle(a, b), seconds) for a, b, seconds in trips]
    known = [(metres, seconds) for metres, seconds in known if metres >= 50 and seconds >= 1]
    if not known:
        raise TravelError("no_trips", exit_code=1)
    power = base.power
    lengths = [math.log(metres) for metres, _ in known]
    if len(known) >= LEAST and max(lengths) - min(lengths) > math.log(2):
        slope = linear_regression(lengths, [math.log(seconds) for _, seconds in known]).slope
        if 0.4 <= slope <= 1.1:
            power = slope
    factor = median(seconds / metres**power for metres, seconds in known)
    return Estimate(round(factor, 4), round(power, 4), base.detour)
