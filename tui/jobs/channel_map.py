"""The channel on the ground: what its map shows, on the screen and from the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.service.channel import DISTRIBUTOR, Channel
from tui.jobs.review import name_of

if TYPE_CHECKING:
    from tui.jobs.office import Office

Point = tuple[float, float]
"""Latitude and longitude, WGS-84 degrees."""


@dataclass(frozen=True, slots=True)
class Node:
    """An outlet on the map. `branch` counts those the distributor supplies itself and that supply others.

    `branch` is None where it hangs on none of them; `failure`: a single point of failure; `lost`: goods do not
    reach it.
    """

    point: Point
    branch: int | None
    supplies: bool = False
    failure: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class ChannelPicture:
    """Outlets by id with their places, and lines of supply between two of them (None: from us)."""

    nodes: Mapping[str, Node]
    lines: Sequence[tuple[str | None, str]]
    home: Point | None

    @property
    def points(self) -> list[Point]:
        return [node.point for node in self.nodes.values()] + ([self.home] if self.home else [])


def picture_of(office: Office, channel: Channel) -> ChannelPicture:
    """Every outlet with a position. Lines from us run to those who supply others: shops would hide them."""
    risks, above = channel.risks, channel.above
    branches: dict[str, int] = {}
    for key in risks:
        if above.get(key) == DISTRIBUTOR:
            branches[key] = len(branches)

    def branch(key: str) -> int | None:
        while key not in branches and (higher := above.get(key, DISTRIBUTOR)) != DISTRIBUTOR:
            key = higher
        return branches.get(key)

    nodes = {
        key: Node(
            (outlet.lat, outlet.lon),
            branch(key),
            supplies=key in risks,
            failure=key in risks and risks[key].point_of_failure,
            lost=key not in channel.reached,
        )
        for key, outlet in channel.outlets.items()
        if outlet.lat is not None and outlet.lon is not None
    }
    lines = [(a or None, b) for a, b in channel.graph.edges if b in nodes and (a or b in risks)]
    return ChannelPicture(nodes, lines, next(iter(_depots(office)), None))


def _depots(office: Office) -> list[Point]:
    depots = office.books.depots.all().values()
    return [(each.lat, each.lon) for each in depots if each.lat is not None and each.lon is not None]


def lit_by(channel: Channel, outlet: str | None) -> frozenset[str]:
    """What is bright while an outlet is chosen: itself, and all that its goods may reach."""
    if outlet is None or outlet not in channel.outlets:
        return frozenset()
    return frozenset({outlet, *channel.below(outlet)})


def names_on_map(office: Office, channel: Channel, outlet: str | None) -> dict[str, str]:
    """Names to write beside their places: the chosen outlet's, then of those who supply others."""
    keys = [*([outlet] if outlet in channel.outlets else []), *channel.risks]
    return {key: name_of(office, key) for key in keys if key is not None}
