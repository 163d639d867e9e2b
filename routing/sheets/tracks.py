"""Rounds for maps and navigators: GPX, KML, GeoJSON. Positions are WGS-84, stops without one are not in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from routing.sheets.content import Content, Point, SheetRoute, SheetStop

_GPX = "http://www.topografix.com/GPX/1/1"
_KML = "http://www.opengis.net/kml/2.2"


def write_gpx(content: Content) -> bytes:
    """GPX 1.1: each stop a waypoint, each round a route in its order, and a track where its streets are known."""
    root = Element("gpx", {"version": "1.1", "creator": "Roundsman", "xmlns": _GPX})
    for route in content.routes:
        for stop, point in _placed(route):
            _gpx_point(root, "wpt", point, _title(stop), _about(stop))
    for route in content.routes:
        way = SubElement(root, "rte")
        SubElement(way, "name").text = _clean(f"{content.date} {route.name}")
        for name, point in _way(route):
            _gpx_point(way, "rtept", point, name, "")
    for route in content.routes:
        if route.line:
            track = SubElement(root, "trk")
            SubElement(track, "name").text = _clean(f"{content.date} {route.name}")
            part = SubElement(track, "trkseg")
            for lat, lon in route.line:
                SubElement(part, "trkpt", {"lat": f"{lat:.6f}", "lon": f"{lon:.6f}"})
    return _xml(root)


def _gpx_point(parent: Element, tag: str, point: Point, name: str, about: str) -> None:
    node = SubElement(parent, tag, {"lat": f"{point[0]:.6f}", "lon": f"{point[1]:.6f}"})
    SubElement(node, "name").text = _clean(name)
    if about:
        SubElement(node, "desc").text = _clean(about)


def write_kml(content: Content) -> bytes:
    """KML 2.2: a folder for each round with its line and its stops."""
    root = Element("kml", {"xmlns": _KML})
    document = SubElement(root, "Document")
    SubElement(document, "name").text = _clean(f"{content.distributor} {content.date}".strip())
    for route in content.routes:
        folder = SubElement(document, "Folder")
        SubElement(folder, "name").text = _clean(route.name)
        line = SubElement(folder, "Placemark")
        SubElement(line, "name").text = _clean(route.name)
        string = SubElement(line, "LineString")
        SubElement(string, "coordinates").text = " ".join(f"{lon:.6f},{lat:.6f}" for lat, lon in _line(route))
        for stop, (lat, lon) in _placed(route):
            mark = SubElement(folder, "Placemark")
            SubElement(mark, "name").text = _clean(_title(stop))
            SubElement(mark, "description").text = _clean(_about(stop))
            SubElement(SubElement(mark, "Point"), "coordinates").text = f"{lon:.6f},{lat:.6f}"
    return _xml(root)


def write_geojson(content: Content) -> bytes:
    """GeoJSON (RFC 7946): a line for each round, a point for each stop."""
    features: list[dict[str, Any]] = []
    for route in content.routes:
        way = [[round(lon, 6), round(lat, 6)] for lat, lon in _line(route)]
        if len(way) > 1:
            properties: dict[str, Any] = {
                "rep": route.rep,
                "name": route.name,
                "depart": route.depart,
                "return": route.back,
            }
            features.append(_feature("LineString", way, properties))
        for stop, (lat, lon) in _placed(route):
            properties = {
                "rep": route.rep, "seq": stop.seq, "outlet": stop.outlet, "name": stop.name, "begin": stop.begin,
                "leave": stop.leave, "address": stop.address, "approximate": stop.approximate, "why": stop.why,
            }  # fmt: skip
            features.append(_feature("Point", [round(lon, 6), round(lat, 6)], properties))
    document = {"type": "FeatureCollection", "features": features}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _placed(route: SheetRoute) -> Iterator[tuple[SheetStop, Point]]:
    for stop in route.stops:
        if stop.point is not None:
            yield stop, stop.point


def _way(route: SheetRoute) -> Iterator[tuple[str, Point]]:
    """The round from start to end, stop by stop."""
    if route.start is not None:
        yield route.depart, route.start
    for stop, point in _placed(route):
        yield _title(stop), point
    if route.end is not None:
        yield route.back, route.end


def _line(route: SheetRoute) -> list[Point]:
    """The round as it is drawn: along the streets where they are known, else straight from stop to stop."""
    return list(route.line) or [point for _, point in _way(route)]


def _title(stop: SheetStop) -> str:
    return f"{stop.seq}. {stop.begin} {stop.name}"


def _about(stop: SheetStop) -> str:
    return "\n".join(part for part in (stop.address, stop.contact, stop.hours, stop.why, stop.agreed) if part)


def _clean(text: str) -> str:
    """Without the control characters that XML refuses."""
    return "".join(char for char in text if char in "\n\t" or (char >= " " and char not in "\ufffe\uffff"))


def _xml(root: Element) -> bytes:
    indent(root)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text + b"\n"
