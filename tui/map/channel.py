"""The picture of a channel: who supplies whom on the ground, what hangs on the chosen one bright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from tui.jobs.channel_map import ChannelPicture, Node
from tui.map.picture import (
    CHOSEN_STOP,
    LEFT_OUT,
    PLAIN,
    UNITS,
    Point,
    Units,
    View,
    cell_of,
    draw_marks,
    fitted,
    ink_of,
    write_hint,
    write_name,
    write_scale,
)
from tui.map.raster import Raster


def draw_channel(
    raster: Raster,
    view: View,
    picture: ChannelPicture,
    *,
    lit: frozenset[str] = frozenset(),
    mark: str | None = None,
    names: Sequence[tuple[Point, str]] = (),
    hint: tuple[Point, str] | None = None,
    units: Units = UNITS,
) -> None:
    """Lines of supply in the colour of their branch; with `lit`, all but those to these outlets are faint."""
    at = view.placing(raster)
    for bright in (False, True):
        _supplies(raster, view, picture, {buyer for _, buyer in picture.lines if (buyer in lit) is bright}, lit)
        shops: dict[int, list[Point]] = {}
        for key, node in picture.nodes.items():
            if (key in lit) is bright and not node.supplies:
                shops.setdefault(_ink(node, faint=bool(lit) and not bright), []).append(node.point)
        for ink, points in shops.items():
            draw_marks(raster, view, points, ink)
    if picture.home is not None:
        raster.label(*cell_of(at, picture.home), "■", PLAIN)
    if mark is not None and mark in picture.nodes:
        raster.label(*cell_of(at, picture.nodes[mark].point), "◉", CHOSEN_STOP, force=True)
    for node in sorted(picture.nodes.values(), key=lambda each: not each.failure):
        if node.lost:
            raster.label(*cell_of(at, node.point), "×", LEFT_OUT)
        elif node.supplies:
            ink = LEFT_OUT if node.failure else _ink(node, faint=False)
            raster.label(*cell_of(at, node.point), "▲" if node.failure else "●", ink)
    if hint is not None:
        write_hint(raster, at, *hint)
    for point, name in names:
        write_name(raster, at, point, name)
    write_scale(raster, view, units)


def _ink(node: Node, *, faint: bool) -> int:
    return PLAIN if node.branch is None else ink_of(node.branch, faint=faint)


def _supplies(raster: Raster, view: View, picture: ChannelPicture, buyers: set[str], lit: frozenset[str]) -> None:
    lines: dict[int, list[tuple[Point, Point]]] = {}
    for supplier, buyer in picture.lines:
        source = picture.home if supplier is None else None
        if supplier is not None and supplier in picture.nodes:
            source = picture.nodes[supplier].point
        target = picture.nodes.get(buyer)
        if buyer in buyers and source is not None and target is not None:
            faint = bool(lit) and buyer not in lit
            lines.setdefault(_ink(target, faint=faint), []).append((source, target.point))
    for ink, ends in lines.items():
        begun, ended = (view.placed(points, raster) for points in zip(*ends, strict=True))
        raster.segments(np.stack([*begun, *ended]), ink)


def drawn(
    picture: ChannelPicture,
    width: int,
    height: int,
    *,
    lit: frozenset[str],
    mark: str | None,
    names: Iterable[tuple[str, str]],
    units: Units = UNITS,
) -> list[str]:
    """The picture as text of so many cells, with names by outlet; nothing where no outlet has a position."""
    raster = Raster(width, height)
    view = fitted(picture.points, raster)
    if view is None:
        return []
    placed = [(picture.nodes[key].point, name) for key, name in names if key in picture.nodes]
    draw_channel(raster, view, picture, lit=lit, mark=mark, names=placed, units=units)
    return raster.lines()
