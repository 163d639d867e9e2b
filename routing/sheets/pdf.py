"""Sheets on paper: a map, the stops in order with their blanks, a code to navigate to each, what numbers mean."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from routing.sheets.backdrop import Backdrop
from routing.sheets.breaking import breaking_point
from routing.sheets.content import Content, SheetRoute, SheetStop, hours_minutes, took
from routing.sheets.drawing import MapBox, draw_map
from routing.sheets.paper_form import ROW, boxes, draw_form
from routing.sheets.text import legend

FONT = "RoundsmanSansSC"
FONT_FILE = Path(__file__).parent / "fonts" / f"{FONT}.ttf"
_WIDTH, _HEIGHT = A4
_MARGIN = 34.0
_INNER = _WIDTH - 2 * _MARGIN
_MAP = 168.0
_CODE = 43.0
_TIME = 46.0
_INK, _SOFT, _LINE, _ACCENT, _WARN = (HexColor(c) for c in ("#1B1F24", "#5B6570", "#C9D1D9", "#0B5CAD", "#B42318"))
_LACKING = "〓"


def write_pdf(content: Content) -> bytes:
    """A4 upright: each rep's sheet begins a page; the day at a glance comes last where there are several."""
    register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True, pageCompression=1)
    canvas.setTitle(known(f"{content.distributor} {content.date}".strip()))
    canvas.setAuthor("Roundsman 跑店")
    backdrop = Backdrop(canvas, content.streets) if content.streets else None
    for route in content.routes:
        _Sheet(canvas, content, route, backdrop).draw()
    if len(content.routes) > 1 or content.unserved or not content.routes:
        _Overview(canvas, content).draw()
    canvas.save()
    return out.getvalue()


@cache
def register() -> None:
    """Makes the shipped font known to reportlab."""
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))


def known(text: str) -> str:
    """The text with a mark in place of each character the font lacks: a reader sees that something is missing."""
    glyphs = pdfmetrics.getFont(FONT).face.charToGlyph
    return "".join(char if ord(char) in glyphs else _LACKING for char in text if char.isprintable())


def width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def fitted(text: str, size: float, room: float) -> str:
    """The text cut to a width in points, with an ellipsis where something is cut."""
    text = known(text)
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """The text in at most so many lines, the last cut to fit. Chinese breaks anywhere, words at spaces."""
    rest = known(text)
    found: list[str] = []
    while rest and len(found) < most - 1 and width(rest, size) > room:
        end = len(rest)
        while end > 1 and width(rest[:end], size) > room:
            end -= 1
        end = breaking_point(rest, end)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, fitted(rest, size, room)] if rest else found


class _Paper:
    """Pages with a head and a foot; `y` is where the next thing goes, counted from below."""

    def __init__(self, canvas: Canvas, content: Content) -> None:
        self.canvas, self.content, self.t = canvas, content, content.t
        self.y = 0.0
        self.page = 0

    def text(self, x: float, y: float, text: str, size: float, colour: Any = _INK) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, known(text))

    def right(self, x: float, y: float, text: str, size: float, colour: Any = _INK) -> None:
        text = known(text)
        self.text(x - width(text, size), y, text, size, colour)

    def rule(self, y: float, colour: Any = _LINE, weight: float = 0.5) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(weight)
        self.canvas.line(_MARGIN, y, _WIDTH - _MARGIN, y)

    def begin(self, title: str, running: str) -> None:
        self.page += 1
        if self.page == 1:
            self.y = _HEIGHT - _MARGIN - 16
            stamp = f"{self.content.date} {self.content.weekday}"
            self.right(_WIDTH - _MARGIN, self.y, stamp, 13)
            room = _INNER - width(known(stamp), 13) - 16
            self.text(_MARGIN, self.y, fitted(title, 19, room), 19)
            self.y -= 17
            state = self.t("sheets.published" if self.content.published else "sheets.draft", n=self.content.revision)
            mark = " · ".join(part for part in (self.content.distributor, state) if part)
            self.right(_WIDTH - _MARGIN, self.y, fitted(mark, 8.5, _INNER / 2), 8.5, _SOFT)
        else:
            self.y = _HEIGHT - _MARGIN - 8
            self.text(_MARGIN, self.y, fitted(f"{running}  {self.content.date}", 9, _INNER), 9, _SOFT)
            self.y -= 8
            self.rule(self.y)
        self.right(_WIDTH - _MARGIN, _MARGIN - 14, self.t("sheets.page", n=self.page), 8, _SOFT)
        if self.content.estimate:
            self.text(_MARGIN, _MARGIN - 14, self.t("sheets.estimate"), 7.5, _SOFT)

    def end(self) -> None:
        self.canvas.showPage()


class _Sheet(_Paper):
    """One rep's round."""

    def __init__(self, canvas: Canvas, content: Content, route: SheetRoute, backdrop: Backdrop | None) -> None:
        super().__init__(canvas, content)
        self.backdrop = backdrop
        self.route = route
        self.title = route.name if route.name == route.rep else f"{route.name} ({route.rep})"

    def draw(self) -> None:
        route = self.route
        self.begin(self.title, self.title)
        summary = self.t(
            "sheets.summary",
            n=len(route.stops),
            depart=route.depart,
            back=route.back,
            km=f"{route.km:.1f}",
            driving=took(self.t, route.driving_s),
        )
        self.text(_MARGIN, self.y, fitted(summary, 9.5, _INNER * 0.62), 9.5, _SOFT)
        self.y -= 8
        for warning in route.warnings:
            self.y -= 12
            self.text(_MARGIN, self.y, fitted(f"! {warning}", 9.5, _INNER), 9.5, _WARN)
        for line in (line for note in route.notes for line in lines(f"※ {note}", 9.5, _INNER, 3)):
            self.y -= 12
            self.text(_MARGIN, self.y, line, 9.5, _ACCENT)
        if any(stop.point for stop in route.stops):
            self.y -= _MAP
            draw_map(self.canvas, MapBox(_MARGIN, self.y, _INNER, _MAP), route, FONT, self.t, self.backdrop)
        self.y -= 6
        for stop in route.stops:
            self._stop(stop)
        if route.pause:
            self._pause(route.pause)
        if route.way_home:
            for line in lines(self.t("roads.turn.home", text=route.way_home), 8.5, _INNER - _TIME, 6):
                self._pause(line)
        if not route.stops:
            self.text(_MARGIN, self.y - 14, self.t("sheets.no_stops"), 11, _SOFT)
        self._legend()
        self.end()

    def _legend(self) -> None:
        """How the boxes are filled in, and what their numbers stand for, in two columns."""
        found = legend(self.content, self.route)
        told = [line for each in found for line in lines(each, 8, _INNER / 2 - 10, 2)]
        if not told:
            return
        how = lines(self.t("paper.how"), 8.5, _INNER, 4)
        self._room(14 + 11 * len(how) + 11 * min(12, len(told)))
        self.y -= 6
        self.rule(self.y)
        for line in how:
            self.y -= 11
            self.text(_MARGIN, self.y, line, 8.5, _ACCENT)
        self.y -= 4
        while told:
            fits = max(1, int((self.y - _MARGIN) // 10.5))
            deep = min(fits, (len(told) + 1) // 2)
            for column in (0, 1):
                for place, line in enumerate(told[column * deep : (column + 1) * deep]):
                    self.text(_MARGIN + column * _INNER / 2, self.y - 10.5 * (place + 1), line, 8, _SOFT)
            told = told[2 * deep :]
            self.y -= 10.5 * deep
            if told:
                self.end()
                self.begin(self.title, self.title)

    def _pause(self, text: str) -> None:
        self._room(18)
        self.y -= 13
        self.text(_MARGIN + _TIME, self.y, text, 8.5, _SOFT)
        self.y -= 4

    def _room(self, height: float) -> None:
        if self.y - height < _MARGIN:
            self.end()
            self.begin(self.title, self.title)

    def _stop(self, stop: SheetStop) -> None:
        left = _MARGIN + _TIME
        room = _INNER - _TIME - _CODE - 10
        t = self.t
        where = "  ".join(part for part in (stop.address, stop.contact) if part)
        notes: list[tuple[str, Any]] = [(line, _SOFT) for line in lines(where, 8.5, room, 2)]
        if stop.hours:
            notes.append((fitted(t("sheets.hours", hours=stop.hours), 8.5, room), _SOFT))
        if stop.why:
            notes += [(line, _SOFT) for line in lines(t("sheets.why", text=stop.why), 8.2, room, 2)]
        if stop.way:
            notes += [(line, _SOFT) for line in lines(t("roads.turn.way", text=stop.way), 8, room, 6)]
        if stop.agreed:
            notes += [(line, _ACCENT) for line in lines(t("sheets.agreed", text=stop.agreed), 8.5, room, 2)]
        notes += [(line, _ACCENT) for each in stop.notes for line in lines(f"※ {each}", 8.5, room, 3)]
        notes += [(fitted(f"! {warning}", 8.5, room), _WARN) for warning in stop.warnings]
        blanks = boxes(stop.form, _INNER, chinese=self.content.language == "zh") if stop.form else []
        head = max(16 + 11 * len(notes) + 8, _CODE + 12)
        height = head + ROW * len(blanks) + 4
        if stop.pause:
            height += 17
        self._room(height)
        if stop.pause:
            self._pause(stop.pause)
        self.rule(self.y)
        top = self.y
        self.text(_MARGIN, top - 15, stop.begin, 13)
        self.text(_MARGIN, top - 26, f"–{stop.leave}", 8, _SOFT)
        self.text(_MARGIN, top - 38, fitted(stop.outlet, 8, _TIME - 4), 8)
        marks = (" ~" if stop.approximate else "") + (" *" if stop.locked else "")
        self.text(left, top - 15, fitted(f"{stop.seq}  {stop.name}{marks}", 12, room), 12)
        y = top - 15
        for text, colour in notes:
            y -= 11
            self.text(left, y, text, 8.5 if colour is not _SOFT else 8.2, colour)
        if stop.link:
            self._code(stop.link, _WIDTH - _MARGIN - _CODE, top - _CODE - 5)
        self.y = top - height + (17 if stop.pause else 0)
        draw_form(self.canvas, blanks, _MARGIN, top - head, font=FONT, ink=_INK, soft=_SOFT, line=_LINE)

    def _code(self, link: str, x: float, y: float) -> None:
        """A QR code as squares: sharp at any size."""
        rows = list(segno.make(link, error="l", micro=False).matrix)
        step = _CODE / len(rows)
        path = self.canvas.beginPath()
        for number, row in enumerate(rows):
            start = None
            for column, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    path.rect(x + start * step, y + _CODE - (number + 1) * step, (column - start) * step, step)
                    start = None
        self.canvas.setFillColor(_INK)
        self.canvas.drawPath(path, stroke=0, fill=1)


class _Overview(_Paper):
    """The day at a glance: every route in a line, then what no route serves and why."""

    def draw(self) -> None:
        title = self.t("sheets.overview")
        self.begin(title, title)
        columns = (
            ("rep_name", 0.0),
            ("stops", 0.36),
            ("depart", 0.48),
            ("back", 0.6),
            ("km", 0.72),
            ("driving", 0.86),
        )
        self.y -= 18
        for name, share in columns:
            self.text(_MARGIN + share * _INNER, self.y, self.t(f"sheets.column.{name}"), 8.5, _SOFT)
        for route in self.content.routes:
            self._next(16, title)
            label = route.name if route.name == route.rep else f"{route.name} ({route.rep})"
            texts = (fitted(label, 10, 0.34 * _INNER), str(len(route.stops)), route.depart, route.back,
                     f"{route.km:.1f}", hours_minutes(route.driving_s))  # fmt: skip
            for (_, share), text in zip(columns, texts, strict=True):
                self.text(_MARGIN + share * _INNER, self.y, text, 10)
        if self.content.unserved:
            self._next(30, title)
            self.text(_MARGIN, self.y, self.t("sheets.unserved", n=len(self.content.unserved)), 12)
            for outlet, name, why in self.content.unserved:
                reason = lines(why, 8.5, _INNER - 12, 2)
                self._next(15 + 11 * len(reason), title)
                self.text(_MARGIN, self.y + 11 * len(reason), fitted(f"{name} ({outlet})", 9.5, _INNER), 9.5)
                for number, text in enumerate(reason):
                    self.text(_MARGIN + 12, self.y + 11 * (len(reason) - 1 - number), text, 8.5, _SOFT)
        self.end()

    def _next(self, height: float, title: str) -> None:
        if self.y - height < _MARGIN:
            self.end()
            self.begin(title, title)
        self.y -= height
