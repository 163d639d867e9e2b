"""The channel as files for other programs: a table, a map, a graph."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import orjson

from store.errors import NotWritableError
from store.files import platform
from store.records import money_text
from store.service.channel import DISTRIBUTOR, Channel
from tui.jobs.spreadsheets import harmless

if TYPE_CHECKING:
    from tui.jobs.office import Office

_CONTROL = {code: " " for code in range(0x20) if code not in (9, 10, 13)} | {0xFFFE: " ", 0xFFFF: " "}
_COLUMNS = ("supplier", "supplier_name", "outlet", "name", "tier", "volume", "volume_at_risk", "outlets_at_risk")


def export(office: Office, channel: Channel, path: Path) -> None:
    """Writes the channel by the name of the file: GraphML, JSON (node-link), GeoJSON or CSV."""
    writers: dict[str, Callable[[Office, Channel], bytes]] = {
        ".csv": _table, ".geojson": _places, ".json": _node_link, ".graphml": _graphml,
    }  # fmt: skip
    data = writers.get(path.suffix.casefold(), _graphml)(office, channel)
    try:
        platform.replace_atomically(path, data)
    except OSError as error:
        raise NotWritableError("cannot_write", path=str(path), why=error.strerror or "") from None


def _facts(channel: Channel, key: str) -> dict[str, Any]:
    outlet, risk = channel.outlets[key], channel.risks.get(key)
    return {
        "name": outlet.name, "tier": outlet.tier.value, "volume": channel.volumes[key] / 100,
        "volume_at_risk": (risk.at_risk if risk else channel.volumes[key]) / 100,
        "outlets_at_risk": risk.outlets if risk else 0,
    }  # fmt: skip


def _table(office: Office, channel: Channel) -> bytes:
    """A line for each way of supply; opens in a spreadsheet as it is."""
    ours = office.books.settings.name or office.t("service.us")
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([office.t(f"channel.file_column.{name}") for name in _COLUMNS])
    for supplier, key in channel.graph.edges:
        facts = _facts(channel, key)
        risk = channel.risks.get(key)
        row = (
            supplier, channel.outlets[supplier].name if supplier else ours, key, facts["name"],
            office.t(f"records.tier.{facts['tier']}"), money_text(channel.volumes[key]),
            money_text(risk.at_risk if risk else channel.volumes[key]), str(facts["outlets_at_risk"]),
        )  # fmt: skip
        table.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _places(office: Office, channel: Channel) -> bytes:
    """Outlets as points and supply as lines, WGS-84, for programs that draw maps."""
    depot = next((d for d in office.books.depots.all().values() if d.lat is not None), None)
    places: dict[str, list[float]] = {}
    if depot is not None and depot.lat is not None and depot.lon is not None:
        places[DISTRIBUTOR] = [depot.lon, depot.lat]
    for key, outlet in channel.outlets.items():
        if outlet.lat is not None and outlet.lon is not None:
            places[key] = [outlet.lon, outlet.lat]
    features: list[dict[str, Any]] = [
        {
            "type": "Feature", "geometry": {"type": "Point", "coordinates": place},
            "properties": {"id": key, **_facts(channel, key)},
        }
        for key, place in places.items()
        if key != DISTRIBUTOR
    ]  # fmt: skip
    features += [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [places[supplier], places[key]]},
            "properties": {"supplier": supplier or None, "outlet": key},
        }
        for supplier, key in channel.graph.edges
        if supplier in places and key in places
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features}, option=orjson.OPT_INDENT_2)


def _graph(office: Office, channel: Channel) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_node("distributor", name=_plain(office.books.settings.name or "distributor"), tier="distributor")
    for key in channel.outlets:
        facts = _facts(channel, key)
        graph.add_node(_plain(key), **{**facts, "name": _plain(facts["name"])})
    graph.add_edges_from((_plain(a) or "distributor", _plain(b)) for a, b in channel.graph.edges)
    return graph


def _node_link(office: Office, channel: Channel) -> bytes:
    return orjson.dumps(nx.node_link_data(_graph(office, channel), edges="edges"), option=orjson.OPT_INDENT_2)


def _graphml(office: Office, channel: Channel) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', *nx.generate_graphml(_graph(office, channel))]
    return "\n".join(lines).encode()


def _plain(text: str) -> str:
    """A text that XML may hold."""
    return text.translate(_CONTROL)
