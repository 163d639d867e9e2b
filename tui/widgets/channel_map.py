"""The map of a channel: moved and brought closer like that of a day; a click picks an outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import StopKind
from tui.jobs.channel_map import ChannelPicture
from tui.map.channel import draw_channel
from tui.map.picture import View, fitted
from tui.widgets.board_map import BoardMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.map.raster import Raster


class ChannelMap(BoardMap):
    """`show_channel` gives it what to draw. Names stand beside those who supply others, and the chosen one."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        super().__init__(id=id)
        self._picture: ChannelPicture | None = None
        self._bright: frozenset[str] = frozenset()
        self._marked: str | None = None
        self.named = True

    def show_channel(
        self, picture: ChannelPicture, *, lit: frozenset[str], mark: str | None, names: Mapping[str, str]
    ) -> None:
        """What is `lit` is bright, the rest faint; `mark` is the outlet under the cursor."""
        self._picture, self._bright, self._marked = picture, lit, mark
        keys = [((key, StopKind.VISIT), node.point) for key, node in picture.nodes.items()]
        point = picture.nodes[mark].point if mark is not None and mark in picture.nodes else None
        named = {(key, StopKind.VISIT): name for key, name in names.items()}
        self.show([], keys=keys, chosen=None, left_out=[], mark=point, names=named)

    def _fitted(self, raster: Raster) -> View | None:
        if self._picture is None:
            return None
        near = [node.point for key, node in self._picture.nodes.items() if key in self._bright] if self.close else []
        return fitted(near or self._picture.points, raster)

    def _paint(self, raster: Raster, view: View) -> None:
        if self._picture is None:
            return
        names = self._written()
        chosen = None if self._marked is None else self._names.get((self._marked, StopKind.VISIT))
        if self._mark is not None and chosen is not None:
            names = [(self._mark, chosen), *(each for each in names if each[0] != self._mark)]
        draw_channel(
            raster,
            view,
            self._picture,
            lit=self._bright,
            mark=self._marked,
            names=names,
            hint=self._hinted(),
            units=self._units,
        )
