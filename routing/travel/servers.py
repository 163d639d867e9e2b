"""Travel times asked of a routing server over HTTP: OSRM's `table` and `route`, Valhalla's matrix and route.

Large tables are asked for piece by piece, since servers limit them (OSRM to 100 places, Valhalla to 2,500
pairs by default); a server that limits them further is asked for smaller pieces. One that stops answering is
asked again twice, then the estimate stands in for the whole table, told in `notices`.
"""

from __future__ import annotations

import json
import math
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routing.travel.estimate import Estimate, great_circle
from routing.travel.protocol import UNREACHED, VAN, Leg, Notice, Point, Profile, Snap, Step, Tables, TravelError

TIMEOUT = 20.0
"""Seconds that one answer may take."""
TRIES = 3
_PAUSES = (0.2, 0.8)
"""Seconds before it is asked again."""
_MOST_BYTES = 64 * 2**20
_MOST = 2**29
"""Seconds or metres that no way takes."""
_FAR = 1000.0
"""Metres from which on a place is told to have no road near."""


class ServerRefusedError(Exception):
    """The server answered that it cannot: its code and its words."""

    def __init__(self, code: str, said: str) -> None:
        self.code = code
        self.said = said
        super().__init__(f"{code}: {said}")


class ServerSilentError(Exception):
    """The server did not answer, or not in its own language."""


def asked(url: str, body: Mapping[str, object] | None = None, *, sleep: Callable[[float], None] = time.sleep) -> Any:
    """The JSON that a server answers. Raises `ServerRefusedError` for its refusal, `ServerSilentError` else."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", "User-Agent": "roundsman"})  # noqa: S310 - http and https alone come here
    why = ""
    for attempt in range(TRIES):
        if attempt:
            sleep(_PAUSES[attempt - 1])
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                return json.loads(answer.read(_MOST_BYTES))
        except urllib.error.HTTPError as error:
            words = _words(error)
            if error.code < 500 and error.code != 429:
                raise ServerRefusedError(*words) from None
            why = f"{error.code} {words[1]}".strip()
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            why = "timeout" if isinstance(reason, socket.timeout) else str(reason)
        except ValueError:
            why = "not JSON"
    raise ServerSilentError(why)


def _words(error: urllib.error.HTTPError) -> tuple[str, str]:
    """What a refusal says: OSRM's code and message, Valhalla's error number and text."""
    try:
        said = json.loads(error.read(65536))
        return str(said.get("code") or said.get("error_code") or error.code), str(
            said.get("message") or said.get("error") or error.reason
        )
    except (ValueError, OSError, AttributeError):
        return str(error.code), str(error.reason)


class Server:
    """One routing server with the estimate behind it. Subclasses speak its language."""

    kind = ""
    block = 0
    """Places in each of the two directions of one piece of a table."""
    too_much: tuple[str, ...] = ()
    """Codes by which the server says that a piece is too large for it."""

    def __init__(self, url: str, estimate: Estimate) -> None:
        self.url = url.rstrip("/")
        self._estimate = estimate
        self._slower: Mapping[str, float] = {}
        self.notices: list[Notice] = []
        self._fallen = False

    @property
    def source(self) -> str:
        return self._estimate.source if self._fallen else f"{self.kind}:{self.url}"

    @property
    def estimate(self) -> bool:
        return self._fallen

    def normal(self, profile: Profile) -> Profile:
        del profile
        return VAN

    def paced(self, factors: Mapping[str, float]) -> Server:
        """All roads as slow as the main ones: a server does not say which are which."""
        slower = type(self)(self.url, self._estimate)
        slower.slow_down(factors)
        return slower

    def slow_down(self, factors: Mapping[str, float]) -> None:
        self._slower = factors

    @property
    def _factor(self) -> float:
        return self._slower.get("main", 1.0)

    def matrix(self, points: Sequence[Point], profile: Profile = VAN) -> Tables:
        return self.between(points, points, profile)

    def between(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile = VAN) -> Tables:
        import numpy as np

        if self._fallen:
            return self._estimate.paced(self._slower).between(rows, columns, profile)
        seconds, metres = (np.full((len(rows), len(columns)), UNREACHED, np.int32) for _ in range(2))
        try:
            step = self.block
            row = 0
            while row < len(rows):
                column = 0
                while column < len(columns):
                    try:
                        piece = self._table(rows[row : row + step], columns[column : column + step], profile)
                    except ServerRefusedError as error:
                        if error.code not in self.too_much or step < 2:
                            raise
                        step //= 2  # from here on; what is known stays
                        continue
                    for table, found in zip((seconds, metres), piece, strict=True):
                        table[row : row + step, column : column + step] = found
                    column += step
                row += step
        except ServerRefusedError as error:
            raise TravelError("server_refused", url=self.url, why=f"{error.code}: {error.said}") from None
        except ServerSilentError as error:
            self._fallen = True
            self.notices.append(Notice("server_fell_back", {"url": self.url, "why": str(error)}))
            return self._estimate.paced(self._slower).between(rows, columns, profile)
        there = seconds != UNREACHED
        seconds[there] = np.rint(seconds[there] * self._factor)
        places: dict[Point, list[int]] = {}
        for number, point in enumerate(columns):
            places.setdefault(point, []).append(number)
        for number, point in enumerate(rows):
            seconds[number, places.get(point, [])] = metres[number, places.get(point, [])] = 0
        return seconds, metres

    def legs(self, pairs: Sequence[tuple[Point, Point]], profile: Profile = VAN) -> list[Leg]:
        """Straight lines from the first on that the server does not answer for: a picture is no reason to wait."""
        found: list[Leg] = []
        silent = self._fallen
        for a, b in pairs:
            if not silent:
                try:
                    found.append(self._route(a, b, profile))
                    continue
                except ServerRefusedError:
                    found.append(Leg(UNREACHED, UNREACHED, (a, b)))
                    continue
                except ServerSilentError:
                    silent = True
            found += self._estimate.paced(self._slower).legs([(a, b)], profile)
        return found

    def snap(self, points: Sequence[Point], profile: Profile = VAN) -> list[Snap]:
        """Where the server would begin. One that does not say, or is no longer there, leaves a place where it is."""
        found: list[Snap] = []
        silent = self._fallen
        for point in points:
            met: Snap | None = Snap(point)
            if not silent:
                try:
                    met = self._met(point, profile)
                except ServerRefusedError:
                    met = Snap(None, math.inf, "", "no_road")
                except ServerSilentError:
                    silent = True
            if met is not None and met.point is not None and met.metres > _FAR:
                met = Snap(None, met.metres, met.street, "no_road")
            found.append(met or Snap(point))
        return found

    def streets(self, south: float, west: float, north: float, east: float) -> list[tuple[str, list[Point]]]:
        del south, west, north, east
        return []

    def _table(self, rows: Sequence[Point], columns: Sequence[Point], profile: Profile) -> tuple[Any, Any]:
        raise NotImplementedError

    def _route(self, a: Point, b: Point, profile: Profile) -> Leg:
        raise NotImplementedError

    def _met(self, point: Point, profile: Profile) -> Snap:
        raise NotImplementedError


def _whole(rows: Sequence[Sequence[float | None]], scale: float = 1.0) -> list[list[int]]:
    try:
        return [[UNREACHED if cell is None else _cell(cell * scale) for cell in row] for row in rows]
    except (TypeError, ValueError, OverflowError):
        raise ServerSilentError("answer without a table") from None


def _cell(value: float) -> int:
    """A cell as a whole number; what no way on earth takes is no way."""
    return round(value) if 0 <= value <= _MOST else UNREACHED


def _checked(table: Any, rows: int, columns: int) -> Any:
    if not isinstance(table, list) or len(table) != rows or any(len(row or ()) != columns for row in table):
        raise ServerSilentError("answer without a table")
    return table


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
        seconds = _checked(answer.get("durations"), len(rows), len(columns))
        metres = _checked(answer.get("distances"), len(rows), len(columns))
        return _whole(seconds), _whole(metres)

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
        cells = _checked(answer.get("sources_to_targets"), len(rows), len(columns))
        seconds = [[cell.get("time") for cell in row] for row in cells]
        metres = [[cell.get("distance") for cell in row] for row in cells]
        return _whole(seconds), _whole(metres, 1000)

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


def open_server(kind: str, url: str, estimate: Estimate) -> Server:
    """The server at a URL."""
    return (Osrm if kind == "osrm" else Valhalla)(url, estimate)
