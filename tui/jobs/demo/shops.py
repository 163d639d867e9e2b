"""The outlets of the sample town: streets with shops, villages around, wholesalers who supply them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

from store.records import Access, Grade, Outlet, Rhythm, Status, Tier, Weekday, Window
from tui.jobs.demo.scene import Scene
from tui.jobs.demo.team import callers

_CHANNELS = (
    ("grocery", 0.40), ("convenience", 0.20), ("restaurant", 0.18), ("supermarket", 0.07),
    ("school", 0.05), ("kiosk", 0.04), ("specialty", 0.06),
)  # fmt: skip
_GRADES = ((Grade.A, 0.13), (Grade.B, 0.25), (Grade.C, 0.37), (Grade.D, 0.25))
_SCHOOL = [Weekday.SAT, Weekday.SUN]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its address; metres from the centre."""

    east: float
    north: float
    address: str
    street: str


def outlets(scene: Scene) -> list[Outlet]:
    """Wholesalers first, then those they supply; each with the rep whose part of the town it lies in."""
    luck = scene.luck("outlets")
    spots = _spots(scene)
    wholesalers = max(2, scene.outlets // 60)
    subs = scene.outlets // 40 if scene.outlets >= 30 else 0
    made: list[Outlet] = []
    names: dict[str, int] = {}
    for number in range(scene.outlets):
        tier = Tier.WHOLESALER if number < wholesalers else Tier.RETAILER
        if wholesalers <= number < wholesalers + subs:
            tier = Tier.SUB_WHOLESALER
        made.append(_outlet(scene, luck, spots[number], number, tier, names))
    return _with_reps(scene, _with_suppliers(luck, made, wholesalers, subs))


def _spots(scene: Scene) -> list[Spot]:
    luck = scene.luck("places")
    words = scene.words
    streets = []
    for number, name in enumerate(words["streets"]):
        angle = number * math.pi / len(words["streets"]) + luck.uniform(-0.05, 0.05)
        off = luck.uniform(-1400, 1400)
        streets.append((name, angle, -off * math.sin(angle), off * math.cos(angle), luck.uniform(900, 2200)))
    villages = []
    for number, (town, village) in enumerate(words["villages"]):
        far, angle = (
            luck.uniform(4500, 11_000),
            number * 2 * math.pi / len(words["villages"]) + luck.uniform(-0.2, 0.2),
        )
        villages.append((town, village, far * math.cos(angle), far * math.sin(angle)))
    spots = []
    for _ in range(scene.outlets):
        if luck.random() < 0.68:
            name, angle, east, north, half = luck.choice(streets)
            along = luck.uniform(-half, half)
            side = luck.choice((-12, 12))
            house = 1 + round((along + half) / 9) * 2 + (side > 0)
            spots.append(
                Spot(
                    east + along * math.cos(angle) - side * math.sin(angle),
                    north + along * math.sin(angle) + side * math.cos(angle),
                    (words["town"] if scene.language == "zh" else "") + words["house"].format(street=name, n=house),
                    name,
                )
            )
        else:
            town, village, east, north = luck.choice(villages)
            address = words["village_address"].format(town=town, village=village, n=luck.randint(1, 12))
            spots.append(Spot(luck.gauss(east, 350), luck.gauss(north, 350), address, village))
    return spots


def _outlet(scene: Scene, luck: random.Random, spot: Spot, number: int, tier: Tier, names: dict[str, int]) -> Outlet:
    channel = "wholesale_market" if tier is not Tier.RETAILER else _drawn(luck, _CHANNELS)
    grade = _drawn(luck, _GRADES)
    if tier is Tier.WHOLESALER:
        grade = Grade.A
    elif channel == "supermarket":
        grade = min(grade, Grade.B)
    lat, lon = scene.at(spot.east, spot.north)
    contact = luck.choice(list(scene.words["surnames"])), luck.choice(scene.words["given"])
    status = Status.ACTIVE
    if tier is Tier.RETAILER and luck.random() < 0.05:
        status = luck.choice((Status.PROSPECT, Status.DORMANT, Status.LOST))
    return Outlet(
        id=f"C{number + 1:04d}",
        name=_name(scene, luck, channel, spot, names),
        tier=tier,
        channel=channel,
        grade=grade,
        key_account=tier is Tier.WHOLESALER or (channel == "supermarket" and luck.random() < 0.4),
        status=status,
        contact="".join(contact) if scene.language == "zh" else f"{contact[1]} {contact[0]}",
        phone=scene.words["phone"].format(a=luck.randrange(1000, 7999), b=number % 1000),
        address=spot.address,
        lat=lat,
        lon=lon,
        approximate=luck.random() < 0.03,
        rhythm=Rhythm(visits=1, weeks=1, days=[luck.choice(list(Weekday)[:6])]) if tier is Tier.WHOLESALER else None,
        skills=[scene.words["wholesale_skill"]] if tier is Tier.WHOLESALER else [],
        call_minutes=luck.choice((20, 25, 30)) if channel == "supermarket" else None,
        access=Access(walk_minutes=luck.choice((2, 3, 4))) if luck.random() < 0.08 else None,
        notes=luck.choice(scene.words["notes"]["any"]) if luck.random() < 0.22 else None,
        **_hours(luck, channel),
    )


def _hours(luck: random.Random, channel: str) -> dict[str, Any]:
    """Hours as such places keep them."""

    def window(begin: float, end: float, days: list[Weekday] | None = None) -> Window:
        return Window(days=days or [], open=round(begin * 3600), close=round(end * 3600))

    if channel == "restaurant":
        return {"windows": [window(9.5, 11), window(14, 16.5)]}
    if channel == "school":
        return {"windows": [window(8.5, 10.5), window(13.5, 15.5)], "closed": _SCHOOL}
    if channel == "wholesale_market":
        return {"windows": [window(7, 12), window(13, 17)]}
    if channel == "supermarket":
        return {"windows": [window(9, 17)]}
    if luck.random() < 0.25:
        return {"windows": [window(8, 12), window(13.5, 18)]}
    if luck.random() < 0.06:
        return {"closed": [luck.choice(list(Weekday)[:6])]}
    return {}


def _name(scene: Scene, luck: random.Random, channel: str, spot: Spot, names: dict[str, int]) -> str:
    words = scene.words
    for _ in range(8):
        name: str = luck.choice(words["shops"][channel]).format(
            s=luck.choice(list(words["surnames"])), p=luck.choice(words["prefixes"]), street=spot.street
        )
        if name not in names:
            break
    names[name] = names.get(name, 0) + 1
    if names[name] > 1:
        name = f"{name}（{names[name]}店）" if scene.language == "zh" else f"{name} {names[name]}"
    return name


def _drawn(luck: random.Random, shares: Any) -> Any:
    return luck.choices([value for value, _ in shares], [share for _, share in shares])[0]


def _with_suppliers(luck: random.Random, made: list[Outlet], wholesalers: int, subs: int) -> list[Outlet]:
    """Sub-wholesalers buy from wholesalers, about a third of the small retailers from either."""
    above = [outlet.id for outlet in made[: wholesalers + subs]]
    for number, outlet in enumerate(made):
        if wholesalers <= number < wholesalers + subs:
            made[number] = outlet.model_copy(update={"supplier": luck.choice(above[:wholesalers])})
        elif number >= wholesalers + subs and outlet.grade in (Grade.C, Grade.D) and luck.random() < 0.45:
            made[number] = outlet.model_copy(update={"supplier": luck.choice(above)})
    return made


def _with_reps(scene: Scene, made: list[Outlet]) -> list[Outlet]:
    """Sectors around the centre with about the same visits in each; wholesalers go to reps who know them."""
    count = callers(scene)

    def angle(outlet: Outlet) -> float:
        east, north = scene.metres(outlet.lat or 0, outlet.lon or 0)
        return math.atan2(north, east)

    visits = {Grade.A: 2.0, Grade.B: 1.5, Grade.C: 1.0, Grade.D: 0.5}
    ordered = sorted(made, key=angle)
    total = sum(visits[outlet.grade or Grade.D] for outlet in ordered)
    owner: dict[str, int] = {}
    done = 0.0
    for outlet in ordered:
        sector = min(count - 1, int(done / total * count))
        # odd numbers have the skill that wholesalers ask for
        owner[outlet.id] = sector if not outlet.skills or sector % 2 == 0 else sector - 1
        done += visits[outlet.grade or Grade.D]
    return [outlet.model_copy(update={"rep": f"R{owner[outlet.id] + 1:02d}"}) for outlet in made]
