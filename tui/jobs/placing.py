"""An outlet's position set by hand: coordinates or a map link pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from store.notation.datum import Datum, in_china, to_wgs84
from store.notation.errors import PositionError
from store.notation.positions import Pasted, from_text
from tui.jobs.office import JobError

if TYPE_CHECKING:
    from store.records import Outlet
    from tui.jobs.office import Office

_PLACES = 7
"""Decimals of a degree kept: a centimetre."""


def read_position(text: str, datum: str | None = None) -> tuple[float, float]:
    """WGS-84 latitude and longitude of what was pasted.

    A link that tells its map tells its datum; else `datum` does. Raises `JobError` ``no_position``,
    ``datum_needed`` (in China, where nothing says which of the three it is) or the fault of the position.
    """
    try:
        pasted: Pasted | None = from_text(text.strip())
    except PositionError as error:
        raise JobError(error.code, field=error.field, value=error.value) from None
    if pasted is None:
        raise JobError("no_position_in_text", value=text.strip()[:80])
    used = pasted.datum or next((name for name in get_args(Datum) if name == datum), None)
    if used is None and in_china(pasted.lat, pasted.lon):
        raise JobError("datum_needed", value=f"{pasted.lat:g}, {pasted.lon:g}")
    lat, lon = to_wgs84(pasted.lat, pasted.lon, used or "wgs84")
    return round(lat, _PLACES), round(lon, _PLACES)


def place_outlet(office: Office, outlet_id: str, text: str, datum: str | None = None) -> Outlet:
    """Puts an outlet where the pasted text says; it is no longer approximate. Raises as `read_position` does."""
    outlet = office.books.outlets.find(outlet_id)
    if outlet is None:
        raise JobError("no_such_outlet", outlet=outlet_id)
    lat, lon = read_position(text, datum)
    office.books.outlets.put([outlet.model_copy(update={"lat": lat, "lon": lon, "approximate": False})])
    placed: Outlet = office.books.outlets.get(outlet_id)
    return placed
