"""The picture of a channel: who supplies whom on the ground, what hangs on the chosen one bright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.jobs.channel_map import ChannelPicture, Node
from tui.map.picture import (
    CHOSEN_STOP,
    LEFT_OUT,
    PLAIN,
    UNITS,
    Placing,
    Point,
    Units,
    View,
    cell_of,
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
        for supplier, buyer in picture.lines:
            if (buyer in lit) is bright:
                _supply(raster, at, picture, supplier, buyer, faint=bool(lit) and not bright)
        for key, node in picture.nodes.items():
            if (key in lit) is bright and not node.supplies:
                x, y = at(node.point)
                raster.square(int(x), int(y), _ink(node, faint=bool(lit) and not bright))
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


def _supply(
    raster: Raster, at: Placing, picture: ChannelPicture, supplier: str | None, buyer: str, *, faint: bool
) -> None:
    source = picture.home if supplier is None else None
    if supplier is not None and supplier in picture.nodes:
        source = picture.nodes[supplier].point
    target = picture.nodes.get(buyer)
    if source is not None and target is not None:
        raster.line(*at(source), *at(target.point), _ink(target, faint=faint))


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
