"""Who works for the sample distributor, with what, and from where."""

from __future__ import annotations

from store.records import (
    Costs,
    Depot,
    Grade,
    Limits,
    Pause,
    Place,
    Rep,
    Rhythm,
    Role,
    Settings,
    Shift,
    Tier,
    Vehicle,
    VehicleKind,
)
from tui.jobs.demo.scene import Scene

_KINDS = (VehicleKind.VAN, VehicleKind.E_BIKE, VehicleKind.VAN, VehicleKind.THREE_WHEELER, VehicleKind.CAR)
_CAPACITY = {
    VehicleKind.VAN: {"cases": 120, "kg": 900},
    VehicleKind.TRUCK: {"cases": 400, "kg": 3500},
    VehicleKind.E_BIKE: {"cases": 6, "kg": 60},
    VehicleKind.THREE_WHEELER: {"cases": 40, "kg": 350},
    VehicleKind.CAR: {"cases": 20, "kg": 250},
}


def settings(scene: Scene) -> Settings:
    return Settings(
        name=scene.words["distributor"],
        owner=scene.service_words["owner"],
        currency=scene.words["currency"],
        timezone=scene.words["timezone"],
        rhythms={
            Grade.A: Rhythm(visits=2, weeks=1),
            Grade.B: Rhythm(visits=3, weeks=2),
            Grade.C: Rhythm(visits=1, weeks=1),
            Grade.D: Rhythm(visits=1, weeks=2),
        },
        call_minutes={Tier.WHOLESALER: 40, Tier.SUB_WHOLESALER: 30, Tier.RETAILER: 16},
        audits={Grade.A: Rhythm(visits=1, weeks=8)},
    )


def depot(scene: Scene) -> Depot:
    lat, lon = scene.at(2600, -400)
    return Depot(id="D1", name=scene.words["depot"], address=scene.words["depot_address"], lat=lat, lon=lon)


def callers(scene: Scene) -> int:
    """How many of the reps make visits; the others deliver and supervise."""
    return max(1, scene.reps - (scene.reps >= 4) - (scene.reps >= 6))


def reps(scene: Scene) -> list[Rep]:
    luck = scene.luck("reps")
    surnames, given = list(scene.words["surnames"]), list(scene.words["rep_given"])
    made = []
    for number in range(1, scene.reps + 1):
        role = Role.PRESALES if number % 3 else Role.BOTH
        if number > callers(scene):
            role = Role.DELIVERY if number == callers(scene) + 1 else Role.SUPERVISOR
        skilled = number % 2 or role is Role.SUPERVISOR
        family, first = luck.choice(surnames), given[(number - 1) % len(given)]
        home = scene.at(luck.gauss(0, 1500), luck.gauss(0, 1500))
        lunch = 11 * 3600 + 1800 if number % 2 else 12 * 3600
        made.append(
            Rep(
                id=f"R{number:02d}",
                name=f"{family}{first}" if scene.language == "zh" else f"{first} {family}",
                role=role,
                phone=_phone(scene, number),
                skills={scene.words["wholesale_skill"]: 3 + number % 3} if skilled else {},
                shifts=[Shift(start=8 * 3600, end=17 * 3600 + 1800)],
                pauses=[Pause(earliest=lunch, latest=lunch + 5400, minutes=45)],
                overtime_minutes=45,
                start=Place(depot="D1") if number % 4 else Place(lat=home[0], lon=home[1]),
                end=Place(depot="D1") if number % 4 else Place(lat=home[0], lon=home[1]),
                limits=Limits(stops=24 if role in (Role.PRESALES, Role.SUPERVISOR) else 40),
                costs=Costs(shift=4000, hour=3000, km=90, overtime_hour=4500),
                vehicle=f"V{number:02d}",
            )
        )
    return made


def vehicles(scene: Scene) -> list[Vehicle]:
    luck = scene.luck("vehicles")
    kinds = [_KINDS[number % len(_KINDS)] for number in range(scene.reps)]
    if scene.reps >= 4:
        kinds[callers(scene)] = VehicleKind.TRUCK
    return [
        Vehicle(
            id=f"V{number:02d}",
            plate=scene.words["plate"].format(
                n=luck.randrange(10, 99) if scene.language != "zh" else luck.randrange(10**5)
            ),
            name=scene.words["vehicle"].format(n=number),
            kind=kind,
            capacity=_CAPACITY[kind],
            crew=2 if kind is VehicleKind.TRUCK else 1,
        )
        for number, kind in enumerate(kinds, 1)
    ]


def _phone(scene: Scene, number: int) -> str:
    return str(scene.words["phone"].format(a=8000 + number, b=number))
