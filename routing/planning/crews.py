"""Who works on a date, with whom, in what: reps and vehicles put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.records import Message, Rep, Role, Shift, Vehicle, VehicleKind

if TYPE_CHECKING:
    from routing.planning.world import World

_LEADS = (Role.DELIVERY, Role.BOTH, Role.PRESALES, Role.SUPERVISOR)
"""Whose round it is when several ride together, the first of these."""


@dataclass(slots=True)
class Crew:
    """One round's people: who leads, the hours from first to last, what they drive, who rides along.

    `stranded` is why their vehicle stays at home that day.
    """

    lead: Rep
    shift: Shift
    vehicle: Vehicle | None = None
    riders: list[Rep] = field(default_factory=list)
    stranded: Message | None = None

    @property
    def skills(self) -> dict[str, int]:
        """The best level of each skill anybody on board has."""
        found: dict[str, int] = {}
        for rep in (self.lead, *self.riders):
            for skill, level in rep.skills.items():
                found[skill] = max(level, found.get(skill, 0))
        return found


def crews_of(world: World) -> dict[str, Crew]:
    """Everybody on duty, by who leads, in the order of the books. Supervisors only where they have rounds."""
    duty = {rep.id: shift for rep in world.reps.values() if (shift := world.shift_of(rep)) is not None}
    along = _along(world, duty)
    found: dict[str, Crew] = {}
    for rep in world.reps.values():
        if rep.id not in duty or rep.id in along or (rep.role is Role.SUPERVISOR and not world.audits()):
            continue
        found[rep.id] = Crew(_driving(world, rep), duty[rep.id])
    for rider, lead in along.items():
        if lead in found:
            found[lead].riders.append(world.reps[rider])
        elif world.reps[rider].role is not Role.SUPERVISOR:
            found[rider] = Crew(_driving(world, world.reps[rider]), duty[rider])
    for crew in found.values():
        crew.vehicle = world.vehicle_of(crew.lead)
        if crew.vehicle is not None:
            crew.stranded = stranded(world, crew.vehicle)
    return _seated(found)


def _along(world: World, duty: dict[str, Shift]) -> dict[str, str]:
    """Who rides with whom: as the day says, and whoever has the same vehicle while there are seats."""
    asked = world.day.ride_along if world.day else {}
    along = {rider: lead for rider, lead in asked.items() if rider in duty and lead in duty and lead not in asked}
    sharing: dict[str, list[Rep]] = {}
    for rep in world.reps.values():
        vehicle = world.vehicle_of(rep)
        if rep.id in duty and rep.id not in along and vehicle is not None:
            sharing.setdefault(vehicle.id, []).append(rep)
    for vehicle_id, people in sharing.items():
        people.sort(key=lambda rep: (_LEADS.index(rep.role), rep.id))
        lead = people[0]
        for rider in people[1 : world.vehicles[vehicle_id].crew]:
            if rider.id not in along.values():
                along[rider.id] = lead.id
    return along


def _driving(world: World, rep: Rep) -> Rep:
    """The rep with the vehicle of that day."""
    vehicle = world.vehicle_of(rep)
    chosen = vehicle.id if vehicle is not None else rep.vehicle
    return rep if chosen == rep.vehicle else rep.model_copy(update={"vehicle": chosen})


def _seated(crews: dict[str, Crew]) -> dict[str, Crew]:
    """A vehicle makes one round: whoever else names it and has no seat goes without."""
    taken: dict[str, Rep] = {}
    for crew in sorted(crews.values(), key=lambda crew: (_LEADS.index(crew.lead.role), crew.lead.id)):
        if crew.vehicle is None:
            continue
        owner = taken.setdefault(crew.vehicle.id, crew.lead)
        if owner is not crew.lead:
            params = {"rep": crew.lead.name, "vehicle": called(crew.vehicle), "other": owner.name}
            crew.stranded = Message(code="vehicle_taken", params=params)
            crew.vehicle = None
    return crews


def stranded(world: World, vehicle: Vehicle) -> Message | None:
    """Why a vehicle may not go out at all on the date, None when it may."""
    params = {"vehicle": called(vehicle)}
    if not vehicle.active:
        return Message(code="vehicle_ended", params=params)
    if not vehicle.works_on(world.date) or (world.day is not None and vehicle.id in world.day.vehicles_out):
        return Message(code="vehicle_out", params=params)
    for each in world.restrictions.values():
        if each.zone is None and each.means(vehicle, world.date) and (0, 48 * 3600) in each.hours_on(world.date):
            return Message(code="vehicle_restricted", params=params | {"name": each.name})
    return None


def called(vehicle: Vehicle) -> str:
    """What people call a vehicle: its name, its plate, else its id."""
    return vehicle.name or vehicle.plate or vehicle.id


def kind_of(crew: Crew | None) -> VehicleKind | None:
    """What a crew comes in; None where that is not known."""
    return None if crew is None or crew.vehicle is None or crew.stranded is not None else crew.vehicle.kind
