"""Travel times asked of a routing server over HTTP, whichever it is.

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

from routing.travel.estimate import Estimate
from routing.travel.protocol import UNREACHED, VAN, Leg, Notice, Point, Profile, Snap, Tables, TravelError

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


def whole(rows: Sequence[Sequence[float | None]], scale: float = 1.0) -> list[list[int]]:
    try:
        return [[UNREACHED if cell is None else _cell(cell * scale) for cell in row] for row in rows]
    except (TypeError, ValueError, OverflowError):
        raise ServerSilentError("answer without a table") from None


def _cell(value: float) -> int:
    """A cell as a whole number; what no way on earth takes is no way."""
    return round(value) if 0 <= value <= _MOST else UNREACHED


def checked(table: Any, rows: int, columns: int) -> Any:
    if not isinstance(table, list) or len(table) != rows or any(len(row or ()) != columns for row in table):
        raise ServerSilentError("answer without a table")
    return table
