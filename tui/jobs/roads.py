"""Maps made ready, and what they say of the books' outlets."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routing.travel import Snap, TravelError
from tui.jobs.travelling import estimate_of, opened

if TYPE_CHECKING:
    from routing.travel.roads import Roads
    from tui.jobs.office import Office


@dataclass(frozen=True, slots=True)
class Built:
    """A map made ready. `missed`: outlets that no road reaches, with where they stand."""

    path: Path
    figures: dict[str, Any]
    clipped: int
    left: bool
    outlets: int
    missed: list[tuple[str, str, Snap]]
    elsewhere: dict[str, str] | None = None
    """The degrees that the map covers, where no outlet lies on it."""


def build_map(office: Office, path: Path, tell: Callable[[str, int], None], *, use: bool = False) -> Built:
    """Prepares a map for vans and caches it; with `use` the settings name it from now on.

    Raises `TravelError`; nothing is changed then: nor may a map be used on which no outlet lies (``wrong_map``).
    """
    began = time.monotonic()
    settings = office.books.settings
    roads: Roads = opened(f"roads:{path.expanduser().absolute()}", estimate_of(settings), tell)  # type: ignore[assignment]
    net = roads.net()
    prepared, graph = roads.prepared, roads.prepared.graph
    outlets = [outlet for outlet in office.books.outlets.all().values() if outlet.located]
    snaps = roads.snap([(outlet.lat or 0.0, outlet.lon or 0.0) for outlet in outlets])
    built = Built(
        roads.path,
        {
            "nodes": len(graph["node_lon"]),
            "edges": len(graph["a"]),
            "km": round(float(graph["metres"].sum()) / 1000),
            "names": len(prepared.names) - 1,
            "turns": len(graph["turn_flags"]),
            "arcs": len(net.arrays["tail"]),
            "seconds": round(time.monotonic() - began, 2),
        },
        prepared.clipped,
        bool(graph["left"][0]),
        len(outlets),
        [(outlet.id, outlet.name, snap) for outlet, snap in zip(outlets, snaps, strict=True) if snap.trouble],
        roads.bounds() if outlets and all(snap.trouble in ("off_map", "no_road") for snap in snaps) else None,
    )
    if use and built.elsewhere:
        count = len(outlets)
        raise TravelError("wrong_map", exit_code=1, path=str(roads.path), n=count, total=count, **built.elsewhere)
    if use:
        travel = settings.travel.model_copy(update={"source": roads.source})
        office.books.save_settings(settings.model_copy(update={"travel": travel}))
    return built


__all__ = ["Built", "TravelError", "build_map"]
