"""OSRM asked for ways: its HTTP services `table`, `route` and `nearest`."""

from __future__ import annotations

import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any

from routing.travel.protocol import Leg, Point, Profile, Snap, Step
from routing.travel.servers import Server, ServerRefusedError, ServerSilentError, asked, checked, whole


class Osrm(Server):
    """OSRM's HTTP API, version 1. Its profile is the one it was built for; the name in the URL says nothing to it.

    A URL that ends in ``/NAME`` after the host is taken to name the profile; else it is ``driving``.
    """

    kind = "osrm"
    block = 50
    too_much = ("TooBig",)

    def _address(self, service: str, points: Sequence[Point], **options: str) -> str:
        parts = urllib.parse.urlsplit(self.url)
        name = parts.path.strip("/").rpartition("/")
        base = self.url if not name[2] else self.url[: -len(name[2]) - 1]
        where = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in points)
        return f"{base}/{service}/v1/{name[2] or 'driving'}/{where}?{urllib.parse.urlencode(options, safe=';')}"

    def _table(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile) -> tuple[Any, Any]:
        del profile
        url = self._address(
            "table",
            [*rows, *columns],
            annotations="duration,distance",
            sources=";".join(map(str, range(len(rows)))),
            destinations=";".join(map(str, range(len(rows), len(rows) + len(columns)))),
        )
        answer = asked(url)
        _agreed(answer)
        seconds = checked(answer.get("durations"), len(rows), len(columns))
        metres = checked(answer.get("distances"), len(rows), len(columns))
        return whole(seconds), whole(metres)

    def _route(self, a: Point, b: Point, profile: Profile) -> Leg:
        del profile
        answer = asked(self._address("route", [a, b], overview="full", geometries="geojson", steps="true"))
        _agreed(answer)
        try:
            route = answer["routes"][0]
            points = tuple((float(lat), float(lon)) for lon, lat in route["geometry"]["coordinates"])
            steps = tuple(_osrm_step(step) for leg in route["legs"] for step in leg["steps"])
            seconds = float(route["duration"])
            return Leg(
                round(seconds * self._factor),
                round(route["distance"]),
                points,
                tuple(step for step in steps if step is not None),
                (("main", seconds),),
            )
        except (KeyError, IndexError, TypeError, ValueError):
            raise ServerSilentError("answer without a route") from None

    def _met(self, point: Point, profile: Profile) -> Snap:
        del profile
        answer = asked(self._address("nearest", [point], number="1"))
        _agreed(answer)
        try:
            nearest = answer["waypoints"][0]
            lon, lat = nearest["location"]
            return Snap((float(lat), float(lon)), float(nearest["distance"]), str(nearest.get("name") or ""))
        except (KeyError, IndexError, TypeError, ValueError):
            raise ServerSilentError("answer without a place") from None


def _agreed(answer: Any) -> None:
    if not isinstance(answer, dict):
        raise ServerSilentError("no object")
    if answer.get("code") != "Ok":
        raise ServerRefusedError(str(answer.get("code")), str(answer.get("message", "")))


_OSRM_TURNS = {
    "left": "left", "right": "right", "slight left": "slight_left", "slight right": "slight_right",
    "sharp left": "sharp_left", "sharp right": "sharp_right", "uturn": "u_turn", "straight": "straight",
}  # fmt: skip


def _osrm_step(step: Mapping[str, Any]) -> Step | None:
    what = step["maneuver"]
    name, metres = str(step.get("name", "")), round(step["distance"])
    match what["type"]:
        case "arrive":
            return None
        case "depart":
            return Step("depart", name, metres)
        case "roundabout" | "rotary":
            return Step("roundabout", name, metres)
        case _:
            turn = "ferry" if step.get("mode") == "ferry" else _OSRM_TURNS.get(what.get("modifier", ""), "straight")
            return Step(turn, name, metres)
