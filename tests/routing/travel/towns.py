"""Small towns written as OpenStreetMap files, one for each rule of the road.

One unit of a grid is a hundredth of a degree of latitude, 1112 metres, at the equator where both
directions are alike. The files stand in `tests/data/roads`; ``python -m tests.routing.travel.towns`` writes
them anew.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

FOLDER = Path(__file__).resolve().parents[2] / "data" / "roads"
UNIT = 0.01
METRES = 1112.0

Ways = dict[int, tuple[list[int], dict[str, str]]]
STREET = {"highway": "residential"}


def at(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a point of the grid."""
    return y * UNIT, x * UNIT


def osm(
    nodes: dict[int, tuple[float, float]],
    ways: Ways,
    restrictions: list[tuple[dict[str, str], list[tuple[str, int, str]]]] = (),  # type: ignore[assignment]
    tags: dict[int, dict[str, str]] | None = None,
) -> str:
    """An .osm document; nodes as (x, y) on the grid."""

    def tagged(found: dict[str, str]) -> str:
        return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in found.items())

    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="by hand">']
    for number, (x, y) in nodes.items():
        lat, lon = at(x, y)
        inner = tagged((tags or {}).get(number, {}))
        lines.append(f'<node id="{number}" version="1" lat="{lat:.6f}" lon="{lon:.6f}">{inner}</node>')
    for number, (refs, found) in ways.items():
        inner = "".join(f'<nd ref="{ref}"/>' for ref in refs) + tagged(found)
        lines.append(f'<way id="{number}" version="1">{inner}</way>')
    for number, (found, members) in enumerate(restrictions, 1):
        inner = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
        lines.append(
            f'<relation id="{number}" version="1">{inner}{tagged({"type": "restriction"} | found)}</relation>'
        )
    return "\n".join([*lines, "</osm>", ""])


def street(name: str, **more: str) -> dict[str, str]:
    return {"highway": "residential", "name": name} | more


GRID = {10 * y + x + 1: (float(x), float(y)) for x in range(3) for y in range(3)}
"""Nodes 1 2 3 / 11 12 13 / 21 22 23, from the south-west."""
GRID_WAYS: Ways = {
    101: ([1, 2], street("South Street")), 102: ([2, 3], street("South Street")),
    111: ([11, 12], street("Middle Street")), 112: ([12, 13], street("Middle Street")),
    121: ([21, 22], street("North Street")), 122: ([22, 23], street("North Street")),
    201: ([1, 11], street("West Street")), 202: ([11, 21], street("West Street")),
    211: ([2, 12], street("Market Street")), 212: ([12, 22], street("Market Street")),
    221: ([3, 13], street("East Street")), 222: ([13, 23], street("East Street")),
}  # fmt: skip


def towns() -> dict[str, str]:
    """Every town by its file's name."""
    left_turn = [("w", 211, "from"), ("n", 12, "via"), ("w", 111, "to")]
    by_ways = [("w", 101, "from"), ("w", 211, "via"), ("w", 111, "to")]
    typed = [
        ({"restriction": "no_left_turn"}, [("way" if k == "w" else "node", ref, role) for k, ref, role in left_turn])
    ]
    only = [
        ({"restriction": "only_straight_on"}, [("way", 211, "from"), ("node", 12, "via"), ("way", 212, "to")]),
    ]
    via = [
        ({"restriction": "no_u_turn"}, [("way" if k == "w" else "node", ref, role) for k, ref, role in by_ways]),
    ]
    oneway = GRID_WAYS | {111: ([11, 12], street("Middle Street", oneway="yes"))}
    island = GRID | {90: (5.0, 1.0), 91: (5.0, 2.0), 92: (6.0, 2.0)}
    island_ways = GRID_WAYS | {901: ([90, 91], street("Lost Street")), 902: ([91, 92], street("Lost Street"))}
    boulevard = {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (-0.2, 0.0), 4: (2.2, 0.0)}
    broad = {
        101: ([1, 2], {"highway": "primary", "name": "Broad Avenue"}),
        102: ([3, 1], street("End Lane")), 103: ([2, 4], street("End Lane")),
    }  # fmt: skip
    limits = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (1.0, 1.0), 4: (0.0, 1.0)}
    limit_ways: Ways = {
        101: ([1, 2], street("Low Bridge", maxheight="2.2")),
        102: ([2, 3], street("Narrow Lane", maxwidth="2 m")),
        103: ([3, 4], street("Weak Bridge", maxweight="3.5")),
        104: ([4, 1], street("Wide Street")),
        105: ([1, 3], {"highway": "footway", "name": "Stairs Walk"}),
        106: ([2, 4], {"highway": "cycleway", "name": "Canal Path"}),
    }
    barred = GRID
    ferry_nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (3.0, 0.0), 4: (4.0, 0.0)}
    ferry: Ways = {
        101: ([1, 2], street("Quay Street")),
        102: ([2, 3], {"route": "ferry", "name": "Harbour Ferry", "motor_vehicle": "yes"}),
        103: ([3, 4], street("Island Road")),
    }
    odd = GRID | {30: (0.5, 0.0), 31: (0.5, 0.0), 32: (1.0, -0.5), 33: (1.3, -0.5)}
    odd_ways: Ways = GRID_WAYS | {
        301: ([30], street("One node")),
        302: ([30, 30], street("Nowhere")),
        303: ([30, 31], street("Zero", maxspeed="-5")),
        304: ([2, 32, 33, 2], street("Loop", maxspeed="9999")),
        305: ([1, 999, 2], street("Cut off")),
        306: ([1, 11], street("Twice", maxspeed="50 bananas")),
        307: ([3, 3, 13], street("Slow", maxspeed="1000000 mph")),
    }
    ring = {
        n: (0.2 * x, 0.2 * y) for n, (x, y) in enumerate([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)], 1)
    } | {5: (1.0, 0.0), 6: (0.0, 1.0), 7: (-1.0, 0.0), 8: (0.0, -1.0)}
    arms: Ways = {
        102: ([1, 5], street("East Road")), 103: ([2, 6], street("North Road")),
        104: ([3, 7], street("West Road")), 105: ([4, 8], street("South Road")),
    }  # fmt: skip
    keeps_right: Ways = {101: ([1, 2, 3, 4, 1], street("", junction="roundabout"))} | arms
    keeps_left: Ways = {101: ([1, 4, 3, 2, 1], street("", junction="roundabout"))} | arms
    return {
        "grid": osm(GRID, GRID_WAYS),
        "no_left_turn": osm(GRID, GRID_WAYS, typed),
        "only_straight_on": osm(GRID, GRID_WAYS, only),
        "via_way": osm(GRID, GRID_WAYS, via),
        "oneway": osm(GRID, oneway),
        "island": osm(island, island_ways),
        "boulevard": osm(boulevard, broad),
        "limits": osm(limits, limit_ways),
        "bollard": osm(barred, GRID_WAYS, tags={12: {"barrier": "bollard"}}),
        "ferry": osm(ferry_nodes, ferry),
        "odd": osm(odd, odd_ways),
        "roundabout": osm(ring, keeps_right),
        "roundabout_left": osm(ring, keeps_left),
        "no_roads": osm({1: (0.0, 0.0), 2: (1.0, 0.0)}, {1: ([1, 2], {"waterway": "river"})}),
    }


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.osm"


if __name__ == "__main__":
    for name, document in towns().items():
        path_of(name).write_text(document, encoding="utf-8")
