"""Figures of a planned day that are read from the day alone: its totals, and the rules it breaks."""

from __future__ import annotations

from store.records import Day, Message, Stop, Totals


def totals_of(day: Day) -> Totals:
    """What the routes of a day come to, all together."""
    return Totals(
        stops=day.stop_count,
        unserved=len(day.unserved),
        distance_m=sum(route.distance_m for route in day.routes),
        travel_s=sum(route.travel_s for route in day.routes),
        overtime_s=sum(route.overtime_s for route in day.routes),
        cost=sum(route.cost for route in day.routes),
    )


def violations_of(day: Day) -> list[tuple[str, Stop | None, Message]]:
    """Every hard rule the day breaks: rep (none: the stop was taken off), stop (None: the route itself) and what."""
    found: list[tuple[str, Stop | None, Message]] = []
    for route in day.routes:
        found += [(route.rep, None, message) for message in route.violations]
        found += [(route.rep, stop, message) for stop in route.stops for message in stop.violations]
    for left_out in day.unserved:
        found += [
            ("", Stop(outlet=left_out.outlet, kind=left_out.kind, name=left_out.name), message)
            for message in left_out.reasons
            if message.code == "dropped_required"
        ]
    return found
