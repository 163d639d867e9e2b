"""A routing server for the tests: real HTTP on this machine, OSRM's and Valhalla's JSON, straight roads."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from routing.travel import great_circle

SPEED = 10.0
"""Metres a second; eastwards half as fast, so that matrices are not symmetric."""


def seconds(a: tuple[float, float], b: tuple[float, float]) -> float:
    return great_circle(a, b) / SPEED * (2 if b[1] > a[1] else 1)


class RoutingServer(ThreadingHTTPServer):
    """`most`: places that one question may name; `dies_after`: answers it gives before it breaks off."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.most = 100
        self.dies_after: int | None = None
        self.broken: int = 0
        """Answers to come that fail with 503."""
        self.reply: tuple[int, bytes] | None = None
        """What it says whatever it is asked."""
        self.unreached: set[tuple[float, float]] = set()
        self.asked: list[tuple[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what some tests are about."""


class _Answers(BaseHTTPRequestHandler):
    server: RoutingServer

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._handle(None)

    def do_POST(self) -> None:
        self._handle(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _handle(self, body: Any) -> None:
        server = self.server
        server.asked.append((self.path, body))
        if server.dies_after is not None and len(server.asked) > server.dies_after:
            self.connection.close()
            return
        if server.broken:
            server.broken -= 1
            self._say(503, {"message": "warming up"})
        elif server.reply is not None:
            self._raw(*server.reply)
        elif body is None:
            self._osrm()
        else:
            self._valhalla(body)

    def _osrm(self) -> None:
        parts = urlsplit(self.path)
        service, version, profile, where = parts.path.strip("/").split("/")
        if version != "v1" or profile not in ("driving", "car"):
            self._say(400, {"code": "InvalidUrl", "message": f"no profile {profile}"})
            return
        points = [(float(lat), float(lon)) for lon, lat in (pair.split(",") for pair in where.split(";"))]
        if len(points) > self.server.most:
            self._say(400, {"code": "TooBig", "message": "Too many table coordinates"})
            return
        if service == "nearest":
            lat, lon = points[0]
            far = 5000.0 if points[0] in self.server.unreached else 12.5
            self._say(200, {"code": "Ok", "waypoints": [{"location": [lon, lat], "distance": far, "name": "人民路"}]})
            return
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if service == "route":
            self._osrm_route(*points)
            return
        rows = [points[int(n)] for n in query["sources"].split(";")]
        columns = [points[int(n)] for n in query["destinations"].split(";")]
        self._say(
            200,
            {
                "code": "Ok",
                "durations": [[self._cell(seconds(a, b), a, b) for b in columns] for a in rows],
                "distances": [[self._cell(great_circle(a, b), a, b) for b in columns] for a in rows],
            },
        )

    def _cell(self, value: float, a: tuple[float, float], b: tuple[float, float]) -> float | None:
        return None if {a, b} & self.server.unreached and a != b else value

    def _osrm_route(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        if {a, b} & self.server.unreached:
            self._say(400, {"code": "NoRoute", "message": "Impossible route between points"})
            return
        corner = (a[0], b[1])
        legs = [(a, corner), (corner, b)]
        step = [great_circle(*leg) for leg in legs]
        self._say(
            200,
            {
                "code": "Ok",
                "routes": [
                    {
                        "duration": seconds(a, b),
                        "distance": sum(step),
                        "geometry": {"coordinates": [[lon, lat] for lat, lon in (a, corner, b)]},
                        "legs": [
                            {
                                "steps": [
                                    {"name": "人民路", "distance": step[0], "maneuver": {"type": "depart"}},
                                    {
                                        "name": "",
                                        "distance": step[1],
                                        "maneuver": {"type": "turn", "modifier": "left"},
                                    },
                                    {"name": "", "distance": 0, "maneuver": {"type": "arrive"}},
                                ]
                            }
                        ],
                    }
                ],
            },
        )

    def _valhalla(self, body: dict[str, Any]) -> None:
        if self.path == "/locate":
            place = (body["locations"][0]["lat"], body["locations"][0]["lon"])
            edge = {
                "correlated_lat": place[0], "correlated_lon": place[1], "distance": 12.5,
                "edge_info": {"names": ["人民路"]},
            }  # fmt: skip
            self._say(200, [{"edges": [] if place in self.server.unreached else [edge]}])
            return
        if self.path == "/route":
            a, b = ((place["lat"], place["lon"]) for place in body["locations"])
            length = great_circle(a, b) / 1000
            self._say(
                200,
                {
                    "trip": {
                        "summary": {"time": seconds(a, b), "length": length},
                        "legs": [
                            {
                                "shape": encoded([a, b]),
                                "maneuvers": [
                                    {"type": 1, "street_names": ["Main Street"], "length": length},
                                    {"type": 10, "length": 0.1},
                                    {"type": 4, "length": 0},
                                ],
                            }
                        ],
                    }
                },
            )
            return
        rows, columns = ([(p["lat"], p["lon"]) for p in body[name]] for name in ("sources", "targets"))
        if len(rows) + len(columns) > self.server.most:
            self._say(400, {"error_code": 150, "error": "Exceeded max locations"})
            return
        slow = {"pedestrian": 8}.get(body["costing"], 1)
        self._say(
            200,
            {
                "sources_to_targets": [
                    [
                        {
                            "time": None if (s := self._cell(seconds(a, b), a, b)) is None else s * slow,
                            "distance": self._cell(great_circle(a, b) / 1000, a, b),
                        }
                        for b in columns
                    ]
                    for a in rows
                ]
            },
        )

    def _say(self, status: int, answer: Any) -> None:
        self._raw(status, json.dumps(answer).encode())

    def _raw(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def encoded(points: list[tuple[float, float]], digits: int = 6) -> str:
    """An encoded polyline, as Valhalla gives them."""
    text, last = "", (0, 0)
    for point in points:
        whole = tuple(round(value * 10**digits) for value in point)
        for value in (whole[0] - last[0], whole[1] - last[1]):
            rest = ~(value << 1) if value < 0 else value << 1
            while rest >= 0x20:
                text += chr((0x20 | (rest & 0x1F)) + 63)
                rest >>= 5
            text += chr(rest + 63)
        last = (whole[0], whole[1])
    return text


@contextmanager
def routing_server() -> Iterator[RoutingServer]:
    server = RoutingServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
