"""Sheets as text to paste into a chat: short lines, no table."""

from __future__ import annotations

from collections.abc import Iterator

from routing.sheets.content import Content, SheetRoute, hours_minutes


def write_text(content: Content) -> bytes:
    """UTF-8, one block for each route."""
    blocks = ["\n".join(_route(content, route)) for route in content.routes]
    if content.unserved:
        lines = [content.t("sheets.unserved", n=len(content.unserved))]
        lines += [f"- {name} ({outlet}): {why}" for outlet, name, why in content.unserved]
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode()


def _route(content: Content, route: SheetRoute) -> Iterator[str]:
    t = content.t
    yield t("sheets.text.title", name=route.name, date=content.date, weekday=content.weekday)
    yield t(
        "sheets.summary",
        n=len(route.stops),
        depart=route.depart,
        back=route.back,
        km=f"{route.km:.1f}",
        driving=hours_minutes(route.driving_s),
    )
    for warning in route.warnings:
        yield f"! {warning}"
    for stop in route.stops:
        if stop.pause:
            yield f"   {stop.pause}"
        yield f"{stop.seq}. {stop.begin} {stop.name}"
        if where := " ".join(part for part in (stop.address, stop.contact) if part):
            yield f"   {where}"
        if stop.way:
            yield "   " + t("roads.turn.way", text=stop.way)
        if stop.hours:
            yield "   " + t("sheets.hours", hours=stop.hours)
        if stop.agreed:
            yield "   " + t("sheets.agreed", text=stop.agreed)
        for warning in stop.warnings:
            yield f"   ! {warning}"
    if route.pause:
        yield f"   {route.pause}"
