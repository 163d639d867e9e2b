"""A proposal taken: another grade, or a rhythm that costs less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Grade, Outlet, Rhythm
from store.service.care import Change, Proposal

if TYPE_CHECKING:
    from tui.jobs.office import Office


def take_proposal(office: Office, proposal: Proposal) -> Outlet:
    """The outlet as proposed; what else was changed of it meanwhile stays."""
    outlet = office.books.outlets.get(proposal.outlet.id)
    if proposal.change is Change.SELDOMER:
        days = int(proposal.to)
        changes: dict[str, object] = {"rhythm": Rhythm(min_days=max(1, days - 2), max_days=days)}
    else:
        changes = {"grade": Grade(proposal.to)}
    made: Outlet = outlet.model_copy(update=changes)
    office.books.outlets.put([made])
    return made
