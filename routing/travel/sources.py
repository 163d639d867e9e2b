"""A source of travel times by its name, as it stands on the command line and in the settings."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from routing.travel.estimate import Estimate
from routing.travel.protocol import Travel, TravelError

if TYPE_CHECKING:
    from routing.travel.servers import Server

_SERVERS = {"osrm": ("routing.travel.osrm", "Osrm"), "valhalla": ("routing.travel.valhalla", "Valhalla")}
KNOWN = "estimate, roads:FILE.osm.pbf, osrm:URL, valhalla:URL"


def open_travel(
    source: str, estimate: Estimate, tell: Callable[[str, int], None] = lambda _step, _number: None
) -> Travel:
    """What `source` names; `estimate` is used for it or stands in for a server that stops answering.

    `tell` hears how far the preparation of a map is. Raises `TravelError`.
    """
    kind, _, where = source.partition(":")
    if source == "estimate":
        return estimate
    if kind == "roads" and where:
        try:
            from routing.travel.roads import Roads
        except ImportError as error:
            raise TravelError("roads_missing", exit_code=5, package=error.name or "") from None
        return Roads(where, tell)
    if kind in _SERVERS and where.startswith(("http://", "https://")):
        module, name = _SERVERS[kind]
        server: type[Server] = getattr(import_module(module), name)
        return server(where, estimate)
    raise TravelError("no_such_source", exit_code=2, source=source, known=KNOWN)
