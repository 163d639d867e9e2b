"""Why, in words: why a stop stands where it does, and why it stands nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from routing.planning.errors import PlanningError
from store.records import Day, Route, Stop, StopKind, Unserved, money_text
from tui.jobs.documents import hour_minute, hours_text, joined, sentence, way_in
from tui.jobs.office import Office

if TYPE_CHECKING:
    from routing.planning.model import Key
    from routing.planning.whyhere import Elsewhere, WhyHere


def why_not(office: Office, left_out: Unserved) -> str:
    """Why a stop was left out, and the cheapest way in."""
    said = [sentence(office, "unserved", message) for message in left_out.reasons]
    text = joined(office, said) or office.t(f"plan.class.{left_out.unserved_class.value}")
    if left_out.cheapest is not None:
        text += f" → {office.t(f'plan.cheapest.{left_out.cheapest.code}', **left_out.cheapest.params)}"
    return text


def why_text(office: Office, why: WhyHere) -> list[str]:
    """What the next best rep, and any other place on the route, would cost; then what the time follows from."""
    return [
        _elsewhere(office, "rep", why.other_rep),
        _elsewhere(office, "place", why.other_place),
        office.t(f"desk.why_time.{why.time.code}", **why.time.params),
    ]


def _elsewhere(office: Office, what: str, other: Elsewhere | None) -> str:
    if other is None:
        return office.t("desk.why.rep_none") if what == "rep" else ""
    if other.broken:
        rules = joined(office, (office.t(f"desk.rule.{rule}") for rule in other.broken))
        return office.t(f"desk.why.{what}_broken", rep=other.name, position=other.position, what=rules)
    how = "dearer" if other.cost > 0 else "cheaper" if other.cost < 0 else "same"
    cost = money_text(abs(other.cost))
    return office.t(f"desk.why.{what}_{how}", rep=other.name, position=other.position, cost=cost)


def explanation(office: Office, day: Day, outlet: str, why: Mapping[Key, WhyHere] | None = None) -> dict[str, Any]:
    """Why an outlet is called on, by whom, when and with what slack; or why not. `text` says it in words.

    One that has several kinds of stop on the day has them all in `stops`; the first stands for it.
    Raises `PlanningError` where the day does not know the outlet.
    """
    told = [
        _placed(office, route, stop, seq, (why or {}).get(stop.key))
        for route in day.routes
        for seq, stop in enumerate(route.stops, 1)
        if stop.outlet == outlet
    ]
    told += [_left_out(office, left_out) for left_out in day.unserved if left_out.outlet == outlet]
    if not told:
        known = office.books.outlets.find(outlet)
        words = known and joined(office, [text for text in (known.opening_hours, known.receiving_hours) if text])
        if known and words and known.hours_on(day.date, office.books.settings.calendar) is None:
            raise PlanningError("closed_on_this_day", outlet=outlet, date=day.date.isoformat(), words=words)
        raise PlanningError("not_on_this_day", outlet=outlet, date=day.date.isoformat())
    return told[0] | {"text": "\n\n".join(each["text"] for each in told), "stops": told}


def stop_name(office: Office, stop: Stop | Unserved) -> str:
    """A stop's name, with its kind where it is no sales visit."""
    name = stop.name or stop.outlet
    return name if stop.kind is StopKind.VISIT else f"{name} · {office.t(f'plan.kind.{stop.kind}')}"


def _placed(office: Office, route: Route, stop: Stop, seq: int, why: WhyHere | None) -> dict[str, Any]:
    lines = [
        office.t(
            "cli.explain.placed",
            name=stop_name(office, stop),
            rep=route.name or route.rep,
            seq=seq,
            n=len(route.stops),
            begin=hour_minute(stop.begin),
        ),
        *(office.t("cli.explain.why", text=sentence(office, "reason", message)) for message in stop.reasons),
        *(office.t("cli.explain.why", text=text) for text in (why_text(office, why) if why else ()) if text),
        office.t("cli.explain.slack", minutes=stop.slack_s // 60),
    ]
    if stop.windows:
        hours = hours_text(office, stop.windows)
        lines.append(office.t("cli.explain.hours", hours=hours))
    if stop.lock is not None or route.locked:
        lines.append(office.t("cli.explain.locked"))
    if stop.approximate:
        lines.append(office.t("board.explain.approximate"))
    lines += [f"! {sentence(office, 'violation', message)}" for message in stop.violations]
    return {
        "outlet": stop.outlet,
        "name": stop.name,
        "kind": stop.kind.value,
        "served": True,
        "rep": route.rep,
        "seq": seq,
        "arrive": hour_minute(stop.arrive),
        "begin": hour_minute(stop.begin),
        "leave": hour_minute(stop.leave),
        "slack_s": stop.slack_s,
        "other_rep": _other(why.other_rep if why else None),
        "other_place": _other(why.other_place if why else None),
        "why_time": None if why is None else {"code": why.time.code, "text": why_text(office, why)[-1]},
        "reasons": [{"code": m.code, "text": sentence(office, "reason", m)} for m in stop.reasons],
        "violations": [
            {"code": m.code, "text": sentence(office, "violation", m), "amount": m.amount} for m in stop.violations
        ],
        "text": "\n".join(lines),
    }


def _other(other: Elsewhere | None) -> dict[str, Any] | None:
    if other is None:
        return None
    return {
        "rep": other.rep,
        "position": other.position,
        "cost": money_text(other.cost),
        "breaks": list(other.broken),
    }


def _left_out(office: Office, stop: Unserved) -> dict[str, Any]:
    way = way_in(office, stop.cheapest)
    kind = office.t(f"plan.class.{stop.unserved_class.value}")
    lines = [office.t("cli.explain.left_out", name=stop_name(office, stop), kind=kind)]
    lines += [office.t("cli.explain.why", text=sentence(office, "reason", message)) for message in stop.due]
    lines += [office.t("cli.explain.why_not", text=sentence(office, "unserved", message)) for message in stop.reasons]
    if way is not None:
        lines.append(office.t("cli.explain.way_in", text=way["text"]))
    return {
        "outlet": stop.outlet,
        "name": stop.name,
        "kind": stop.kind.value,
        "served": False,
        "class": stop.unserved_class.value,
        "reasons": [{"code": m.code, "text": sentence(office, "unserved", m)} for m in stop.reasons],
        "due": [{"code": m.code, "text": sentence(office, "reason", m)} for m in stop.due],
        "cheapest": way,
        "text": "\n".join(lines),
    }
