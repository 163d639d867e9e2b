"""A settlement put on paper: names in place of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.sheets.settling import Paper, on_paper
from tui.jobs.forms import products_of

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.jobs.settling import Evening


def paper_of(office: Office, evening: Evening) -> Paper:
    """The settlement in the language in use."""
    books = office.books
    reps = [rep.name for each in evening.settlement.reps if (rep := books.reps.find(each))]
    names = [shop.name for each in evening.open_stops if (shop := books.outlets.find(each))]
    vehicle = " ".join(part for part in (evening.vehicle.id, evening.vehicle.plate, evening.vehicle.name) if part)
    return on_paper(
        evening.settlement, vehicle, reps, products_of(office), office.t, waiting=names, changed=evening.changed
    )
