"""Valhalla asked for ways: its HTTP services `sources_to_targets`, `route` and `locate`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from routing.travel.estimate import great_circle
from routing.travel.protocol import Leg, Point, Profile, Snap, Step
from routing.travel.servers import Server, ServerSilentError, asked, checked, whole


class Valhalla(Server):
    """Valhalla's HTTP API: `sources_to_targets` and `route`."""

    kind = "valhalla"
    block = 50
    too_much = ("150", "154")
    """Too many locations; too far apart for one question."""
    _COSTING = {
        "car": "auto", "van": "auto", "truck": "truck", "e_bike": "bicycle", "three_wheeler": "bicycle",
        "on_foot": "pedestrian",
    }  # fmt: skip

    def normal(self, profile: Profile) -> Profile:
        kind = {"auto": "van", "bicycle": "e_bike"}.get(self._COSTING.get(profile.kind, "auto"), profile.kind)
        return Profile(kind)

    def _ask(self, service: str, profile: Profile, **body: object) -> Any:
        answer = asked(
            f"{self.url}/{service}", {"costing": self._COSTING.get(profile.kind, "auto"), "units": "km", **body}
        )
        if not isinstance(answer, dict):
            raise ServerSilentError("no object")
        return answer

    def _table(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile) -> tuple[Any, Any]:
        answer = self._ask("sources_to_targets", profile, sources=_places(rows), targets=_places(columns))
        cells = checked(answer.get("sources_to_targets"), len(rows), len(columns))
        seconds = [[cell.get("time") for cell in row] for row in cells]
        metres = [[cell.get("distance") for cell in row] for row in cells]
        return whole(seconds), whole(metres, 1000)

    def _route(self, a: Point, b: Point, profile: Profile) -> Leg:
        answer = self._ask("route", profile, locations=_places([a, b]))
        try:
            trip = answer["trip"]
            points: list[Point] = []
            steps: list[Step] = []
            for leg in trip["legs"]:
                points += decoded(leg["shape"], 6)
                steps += [step for each in leg["maneuvers"] if (step := _valhalla_step(each)) is not None]
            seconds = float(trip["summary"]["time"])
            metres = round(1000 * trip["summary"]["length"])
            return Leg(round(seconds * self._factor), metres, tuple(points), tuple(steps), (("main", seconds),))
        except (KeyError, IndexError, TypeError, ValueError):
            raise ServerSilentError("answer without a route") from None

    def _met(self, point: Point, profile: Profile) -> Snap:
        costing = self._COSTING.get(profile.kind, "auto")
        answer = asked(f"{self.url}/locate", {"costing": costing, "verbose": True, "locations": _places([point])})
        try:
            edges = answer[0]["edges"]
            if not edges:
                return Snap(None, math.inf, "", "no_road")
            nearest = edges[0]
            at = (float(nearest["correlated_lat"]), float(nearest["correlated_lon"]))
            names = nearest.get("edge_info", {}).get("names") or nearest.get("names") or ()
            return Snap(at, float(nearest.get("distance", great_circle(point, at))), str(next(iter(names), "")))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            raise ServerSilentError("answer without a place") from None


def _places(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": round(lat, 6), "lon": round(lon, 6)} for lat, lon in points]


_VALHALLA_TURNS = {
    1: "depart", 2: "depart", 3: "depart", 8: "straight", 7: "straight", 22: "straight", 17: "straight",
    9: "slight_right", 18: "slight_right", 20: "slight_right", 23: "slight_right", 10: "right", 11: "sharp_right",
    12: "u_turn", 13: "u_turn", 14: "sharp_left", 15: "left", 16: "slight_left", 19: "slight_left",
    21: "slight_left", 24: "slight_left", 25: "straight", 26: "roundabout", 28: "ferry",
}  # fmt: skip
"""Kinds of manoeuvres; arrivals (4–6) and the ends of roundabouts and ferries (27, 29) are no steps of ours."""


def _valhalla_step(step: Mapping[str, Any]) -> Step | None:
    kind = int(step["type"])
    if kind in (4, 5, 6):
        return None
    name = next(iter(step.get("street_names") or ()), "")
    return Step(_VALHALLA_TURNS.get(kind, "straight"), str(name), round(1000 * step["length"]))


def decoded(shape: str, digits: int) -> list[Point]:
    """The points of an encoded polyline. Raises `ValueError` for what is none."""
    points: list[Point] = []
    at = lat = lon = 0
    while at < len(shape):
        moved = []
        for _ in range(2):
            value = shift = 0
            while True:
                if at >= len(shape):
                    raise ValueError("cut off")
                part = ord(shape[at]) - 63
                at += 1
                value |= (part & 0x1F) << shift
                shift += 5
                if part < 0x20:
                    break
            moved.append(~(value >> 1) if value & 1 else value >> 1)
        lat, lon = lat + moved[0], lon + moved[1]
        points.append((lat / 10**digits, lon / 10**digits))
    return points
