"""Rounds as a calendar (iCalendar, RFC 5545): an event for each stop, times without a zone are the place's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from routing.sheets.content import Content, SheetRoute, SheetStop

_FOLD = 74
"""Bytes of a line; what is longer goes on, behind a space, on the next."""


def write_ics(content: Content) -> bytes:
    """UTF-8, CRLF. The same stop of the same date keeps its UID, so that a later sheet changes the event."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Roundsman//Sheet//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for route in content.routes:
        for stop in route.stops:
            lines += _event(content, route, stop)
    return "".join(f"{line}\r\n" for text in [*lines, "END:VCALENDAR"] for line in folded(text)).encode()


def _event(content: Content, route: SheetRoute, stop: SheetStop) -> Iterator[str]:
    day = dt.date.fromisoformat(content.date)
    kind = stop.form.kind if stop.form else "visit"
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(f'{content.date}-{route.rep}-{stop.outlet}-{kind}')}@roundsman"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"SEQUENCE:{content.revision}"
    yield f"DTSTART:{_moment(day, stop.begin)}"
    yield f"DTEND:{_moment(day, stop.leave)}"
    yield f"SUMMARY:{escaped(f'{stop.seq}. {stop.name}')}"
    if stop.address:
        yield f"LOCATION:{escaped(stop.address)}"
    if stop.point is not None:
        yield f"GEO:{stop.point[0]:.6f};{stop.point[1]:.6f}"
    about = "\n".join(part for part in (stop.contact, stop.why, stop.agreed, stop.link) if part)
    if about:
        yield f"DESCRIPTION:{escaped(about)}"
    yield "END:VEVENT"


def _moment(day: dt.date, clock: str) -> str:
    """A floating date-time; hours past midnight are the next day's."""
    hours, minutes = (int(part) for part in clock.split(":")[:2])
    return f"{dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=hours, minutes=minutes):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; other control characters have no place in it."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")
    return "".join(char for char in text if char >= " ")


def folded(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 bytes, no character cut in two."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _FOLD:
            yield piece
            piece, size = " ", 1
        piece += char
        size += width
    yield piece
