"""Positions of a table's rows: each as it is written, then all of them in one order and one datum."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.intake.columns import AMAP_EXPORT, datum_named
from store.intake.findings import IntakeError
from store.intake.gathering import Taken
from store.intake.placing import Where
from store.intake.questions import Answers
from store.notation.datum import DATUMS, Datum, Point, in_china, to_wgs84
from store.notation.errors import PositionError
from store.notation.positions import Order, Pasted, from_cells, from_text
from store.notation.words import fold

if TYPE_CHECKING:
    from store.intake.tables import Table

_PLACES = 7
"""Decimals kept of a converted position: a centimetre."""
_TELLS = frozenset({"zero_position", "not_degrees", "short_plus_code", "coarse_plus_code", "short_link"})
"""What gives no position, but contradicts none: the row goes in without."""
_ABOUT_KM = 500.0
"""How far from places that are certain a distributor's outlets may lie."""
_KM_PER_DEGREE = 111.2


@dataclass(slots=True)
class Placed(Taken):
    """A row on its way with its position as the file writes it, and what its address says of the place.

    `coded`: its id stands in the file, and was not made of its name.
    """

    coded: bool = False
    pasted: Pasted | None = None
    where: Where = Where()  # noqa: RUF009 - frozen


def read_position(taken: Placed, cell: Callable[[str], str], columns: Mapping[str, str]) -> None:
    """Reads a row's position as it is written; what cannot be one is told."""
    try:
        if (pair := from_cells(cell("lat"), cell("lon"))) is not None:
            taken.pasted = Pasted(*pair)
        elif text := cell("position"):
            taken.pasted = from_text(text, columns["position"])
            if taken.pasted is None:
                taken.warn("position", text, "no_position_in_text")
    except PositionError as error:
        tell = taken.warn if error.code in _TELLS else taken.error
        tell(error.field, error.value[:80], error.code)
    if taken.pasted is not None and taken.pasted.datum is None and (text := cell("datum")):
        named = datum_named([text])
        if named in DATUMS:
            taken.pasted = dataclasses.replace(taken.pasted, datum=named)


def settle_order(rows: Iterable[Placed], column: str, answers: Answers, known: Iterable[Point]) -> None:
    """Gives the positions that can be read in two orders the one that the column or the books speak for.

    Rows for which nothing does are held back.
    """
    rows = list(rows)
    open_rows = [(each, each.pasted) for each in rows if each.pasted is not None and each.pasted.either]
    if not open_rows:
        return
    order = _order_of(rows, known) or answers.to("order", column)
    for each, read in open_rows:
        turned = read.turned()
        if order is None:
            readings = {"latlon": _said(read), "lonlat": _said(turned)}
            each.ask("position", f"{read.lat:g}, {read.lon:g}", "order", column, readings)
            each.pasted = None
        else:
            each.pasted = dataclasses.replace(turned if order == "lonlat" else read, either=False)


def _said(read: Pasted) -> str:
    """A position with letters, which has one reading."""
    lat = f"{abs(read.lat):g}{'S' if read.lat < 0 else 'N'}"
    return f"{lat} {abs(read.lon):g}{'W' if read.lon < 0 else 'E'}"


def _order_of(rows: list[Placed], known: Iterable[Point]) -> Order | None:
    """What the other cells of the column say, else which order lies near places that are certain."""
    certain = [each.pasted for each in rows if each.pasted is not None and not each.pasted.either]
    alone = {read.order for read in certain if read.order is not None}
    if len(alone) == 1:
        return alone.pop()
    around = {(round(lat), round(lon)) for lat, lon in known}
    around |= {(round(read.lat), round(read.lon)) for read in certain}
    fits: set[Order] = set()
    for each in rows:
        read = each.pasted
        if read is not None and read.either:
            as_read, turned = _about(read.lat, read.lon, around), _about(read.lon, read.lat, around)
            if as_read != turned:
                fits.add("latlon" if as_read else "lonlat")
    return fits.pop() if len(fits) == 1 else None


def _about(lat: float, lon: float, around: Iterable[tuple[int, int]]) -> bool:
    """Whether a place lies within reach of one of the squares of a degree around known places."""
    width = math.cos(math.radians(lat))
    for north, east in around:
        across = ((lon - east + 180) % 360 - 180) * width
        if math.hypot(lat - north, across) * _KM_PER_DEGREE < _ABOUT_KM:
            return True
    return False


def datum_of(table: Table, columns: Mapping[str, str], rows: Iterable[Placed], asked: str | None) -> Datum:
    """What positions are given in: as asked for, as headers or the sheet's name say, or where only one can be.

    Raises `IntakeError` ``datum_wanted``.
    """
    if asked in DATUMS:
        return asked
    headers = [columns[name] for name in ("lat", "lon", "position", "datum") if name in columns]
    above = dict(zip(table.header, table.above, strict=False))
    named = datum_named([*headers, *(above.get(name, "") for name in headers), table.sheet or ""])
    if named in DATUMS:
        return named
    if {fold(name) for name in table.header} >= AMAP_EXPORT:
        return "gcj02"
    for each in rows:
        place = each.pasted
        if place is not None and place.datum is None and in_china(place.lat, place.lon):
            raise IntakeError("datum_wanted", path=str(table.path), row=each.row.number)
    return "wgs84"


def set_position(taken: Placed, datum: Datum) -> None:
    """Writes a row's position into its fields, as WGS-84."""
    if taken.pasted is None:
        return
    lat, lon = to_wgs84(taken.pasted.lat, taken.pasted.lon, taken.pasted.datum or datum)
    exact = (lat, lon) == (taken.pasted.lat, taken.pasted.lon)
    taken.fields["lat"], taken.fields["lon"] = (lat, lon) if exact else (round(lat, _PLACES), round(lon, _PLACES))
    taken.fields["approximate"] = False
