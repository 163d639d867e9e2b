"""What the lists of records say, as toned pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from store import notation
from store.records import Tier, money_text
from tui.jobs.duty import Duty
from tui.jobs.ending import is_ended
from tui.jobs.record_wording import record_name
from tui.widgets.pieces import Cell
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

_TONES = {"works": "", "arranged": "accent", "off": "dim", "leave": "warning", "closed": "warning", "inactive": "dim"}
_VEHICLE_TONES = {"usual": "", "arranged": "accent", "out": "warning"}


def columns(kind: str, t: Translator) -> list[Column]:
    def column(name: str, least: int, weight: int = 1, drop: int = 0) -> Column:
        return Column(name, t(f"fields.column.{name}"), min=least, weight=weight, drop=drop)

    match kind:
        case "duty":
            return [
                column("name", 8, 2),
                column("today", 20, 2),
                column("vehicle", 8, 2, drop=1),
                column("role", 8, drop=2),
            ]
        case "reps":
            return [
                column("name", 8, 2),
                column("shifts", 20, 3),
                column("vehicle", 8, 2, drop=1),
                column("role", 8, drop=2),
            ]
        case "vehicles":
            return [column("plate", 8, 2), column("kind", 6), column("room", 10, 2, drop=1), column("out", 10, 2)]
        case "depots":
            return [column("name", 8, 2), column("address", 12, 3)]
        case "beats":
            return [column("name", 8, 2), column("days", 6), column("rep", 8), column("outlets", 6, drop=1)]
        case "products":
            return [
                column("name", 12, 3),
                column("units", 8, 2, drop=1),
                column("price", 8, drop=2),
                column("category", 8, drop=3),
            ]
        case "restrictions":
            return [column("name", 8, 2), column("hours", 10, 2), column("digits", 8, 2, drop=1)]
        case _:
            return [column("date", 10), column("what", 16, 4)]


def row(kind: str, item: Any, office: Office) -> Sequence[Cell]:
    language, document = office.language, {} if isinstance(item, Duty) else item.to_json()
    match kind:
        case "duty":
            return _duty(item, office)
        case "reps":
            return [
                _called(item, item.name, office),
                notation.write_shifts(document["shifts"], language),
                record_name(office, "vehicles", item.vehicle) if item.vehicle else "",
                [(office.t(f"records.role.{item.role}"), "dim")],
            ]
        case "vehicles":
            room = [f"{amount:g} {office.t(f'fields.room.{name}')}" for name, amount in item.capacity.items()]
            return [
                _called(item, item.plate or item.name or item.id, office),
                office.t(f"records.vehicle.{item.kind}"),
                office.t("plan.comma").join(room),
                [(notation.write_spans(document["out_of_service"], language), "warning")],
            ]
        case "depots":
            return [_called(item, item.name, office), item.address or ""]
        case "beats":
            rep = record_name(office, "reps", item.rep) if item.rep else ""
            return [
                _called(item, item.name, office, with_id=False),
                notation.write_days(item.days, language),
                rep,
                str(len(item.outlets)),
            ]
        case "products":
            price = item.prices.get(Tier.RETAILER) or next(iter(item.prices.values()), None)
            return [
                _called(item, item.name, office),
                notation.write_units(document.get("units", []), language),
                "" if price is None else money_text(price),
                item.category or "",
            ]
        case "restrictions":
            return [
                _called(item, item.name, office, with_id=False),
                notation.write_hours(document["hours"], language) or [(office.t("fields.all_day"), "dim")],
                notation.write_digits(item.digits, language),
            ]
        case _:
            return [item.id, _arranged(item, office)]


def _called(item: Any, name: str, office: Office, *, with_id: bool = True) -> Cell:
    """The name of a record, with its id; one that has ended says so."""
    if is_ended(item):
        return [(name, "dim"), (f" {item.id}" if with_id else "", "dim"), (f" {office.t('ending.mark')}", "dim")]
    return [(name, ""), (f" {item.id}" if with_id else "", "dim")]


def _duty(item: Duty, office: Office) -> Sequence[Cell]:
    t = office.t
    hours = notation.write_shifts([shift.to_json() | {"days": []} for shift in item.shifts], office.language)
    said = hours if item.shifts else t(f"fields.duty.{item.state}")
    about = f" {t('fields.duty.arranged')}" if item.state == "arranged" else ""
    vehicle = "" if item.vehicle is None else item.vehicle.plate or item.vehicle.id
    out = f" {t('fields.duty.out')}" if item.vehicle_state == "out" else ""
    return [
        [(item.rep.name, "" if item.shifts else "dim"), (f" {item.rep.id}", "dim")],
        [(said, _TONES[item.state]), (about, "accent")],
        [(vehicle + out, _VEHICLE_TONES[item.vehicle_state])],
        [(t(f"records.role.{item.rep.role}"), "dim")],
    ]


def _arranged(item: Any, office: Office) -> str:
    """What is arranged for a date, in a few words."""
    counts = {
        "shifts": len(item.shifts),
        "vehicles": len(item.vehicles) + len(item.vehicles_out),
        "limits": len(item.limits) + len(item.start),
        "hours": len(item.hours),
        "visit": len(item.visit),
        "closed_zones": len(item.closed_zones),
        "ride_along": len(item.ride_along),
    }
    said = [f"{office.t(f'fields.name.{name}')} {count}" for name, count in counts.items() if count]
    return office.t("plan.comma").join([*said, *([item.notes] if item.notes else [])])


def search(item: Any) -> str:
    """What a filter looks into."""
    record = item.rep if isinstance(item, Duty) else item
    found = (record.id, getattr(record, "name", None), getattr(record, "plate", None))
    return " ".join(part for part in found if part).casefold()
