"""The day as one tall picture for a chat: a phone's width, the map on top, then stop after stop with its code."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

from routing.sheets.breaking import breaking_point
from routing.sheets.content import Content, SheetRoute, SheetStop, took
from routing.sheets.pdf import FONT_FILE, known, register
from routing.sheets.picture_map import draw_map
from routing.sheets.text import goods_of, loaded

WIDTH = 1080
_MARGIN = 48
_CODE = 180
_INK, _SOFT, _LINE, _ACCENT, _WARN, _PAPER = "#1B1F24", "#5B6570", "#D0D7DE", "#0B5CAD", "#B42318", "#FFFFFF"
_HIGHEST = 30_000
"""Pixels; what chat apps and viewers still open. Longer days end in a line that says so."""


def write_png(content: Content) -> bytes:
    """One picture; several reps' rounds stand below each other."""
    register()
    page = _Page()
    for route in content.routes:
        _route(page, content, route)
    if not content.routes:
        page.text(content.t("sheets.no_stops"), 40, _SOFT)
    out = BytesIO()
    page.cut().save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    """The shipped font at a size in pixels."""
    return ImageFont.truetype(str(FONT_FILE), size)


class _Page:
    """A long sheet that grows as it is written; `y` is where the next thing goes."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, 2000), _PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.y = _MARGIN

    def room(self, height: int) -> None:
        if self.y + height > self.image.height:
            taller = Image.new("RGB", (WIDTH, self.image.height + max(4000, height)), _PAPER)
            taller.paste(self.image)
            self.image, self.draw = taller, ImageDraw.Draw(taller)

    def text(self, text: str, size: int, colour: str = _INK, *, right: int = WIDTH - _MARGIN) -> None:
        """A paragraph, broken where it must be."""
        for line in broken(known(text), size, right - _MARGIN):
            self.room(size * 2)
            self.draw.text((_MARGIN, self.y), line, font=face(size), fill=colour)
            self.y += round(size * 1.42)

    def rule(self) -> None:
        self.room(40)
        self.draw.line([(_MARGIN, self.y + 8), (WIDTH - _MARGIN, self.y + 8)], fill=_LINE, width=2)
        self.y += 28

    @property
    def full(self) -> bool:
        return self.y > _HIGHEST

    def cut(self) -> Image.Image:
        return self.image.crop((0, 0, WIDTH, self.y + _MARGIN))


def broken(text: str, size: int, room: int) -> list[str]:
    """Lines no wider than so many pixels; Chinese breaks anywhere, words at spaces."""
    font, found, line = face(size), [], ""
    for char in text:
        line += char
        if len(line) > 1 and font.getlength(line) > room:
            end = breaking_point(line, len(line) - 1)
            found.append(line[:end].rstrip())
            line = line[end:].lstrip()
    return [*found, line] if line.strip() else found


def _route(page: _Page, content: Content, route: SheetRoute) -> None:
    t = content.t
    page.text(route.name, 60)
    page.text(f"{content.date} {content.weekday}", 36, _SOFT)
    summary = t(
        "sheets.summary", n=len(route.stops), depart=route.depart, back=route.back, km=f"{route.km:.1f}",
        driving=took(t, route.driving_s),
    )  # fmt: skip
    page.text(summary, 32, _SOFT)
    for warning in route.warnings:
        page.text(f"! {warning}", 34, _WARN)
    if carry := loaded(route):
        page.text(t("sheets.text.carry", goods=t("plan.comma").join(carry)), 34, _ACCENT)
    page.y += 12
    if any(stop.point for stop in route.stops):
        box = (_MARGIN, page.y, WIDTH - _MARGIN, page.y + 640)
        page.room(660)
        draw_map(page.image, box, route, content.streets, face)
        page.y += 664
    for number, stop in enumerate(route.stops):
        if page.full:
            page.text(t("sheets.picture.more", n=len(route.stops) - number), 36, _WARN)
            break
        _stop(page, content, stop)
    if route.pause:
        page.text(route.pause, 32, _SOFT)
    if route.way_home and content.directions:
        page.text(content.t("roads.turn.home", text=route.way_home), 30, _SOFT)
    if not route.stops:
        page.text(t("sheets.no_stops"), 40, _SOFT)
    page.y += 20


def _stop(page: _Page, content: Content, stop: SheetStop) -> None:
    t = content.t
    if stop.pause:
        page.text(stop.pause, 32, _SOFT)
    page.rule()
    top = page.y
    right = WIDTH - _MARGIN - (_CODE + 28 if stop.link else 0)
    page.text(f"{stop.seq}. {stop.begin}  {stop.name}", 44, _ACCENT, right=right)
    page.text(stop.address, 34, right=right)
    page.text(stop.contact, 34, right=right)
    if stop.way and content.directions:
        page.text(t("roads.turn.way", text=stop.way), 30, _SOFT, right=right)
    if stop.hours:
        page.text(t("sheets.hours", hours=stop.hours), 32, _SOFT, right=right)
    if stop.why:
        page.text(t("sheets.why", text=stop.why), 30, _SOFT, right=right)
    if stop.agreed:
        page.text(t("sheets.agreed", text=stop.agreed), 34, _ACCENT, right=right)
    if stop.form and stop.form.deliveries:
        page.text(t("sheets.text.bring", goods=t("plan.comma").join(goods_of(stop.form, t))), 34, right=right)
    for warning in stop.warnings:
        page.text(f"! {warning}", 34, _WARN, right=right)
    if stop.link:
        page.room(_CODE)
        page.image.paste(_code(stop.link), (WIDTH - _MARGIN - _CODE, top))
        page.y = max(page.y, top + _CODE + 8)


def _code(link: str) -> Image.Image:
    """A QR code: whole pixels a square, so that a camera finds it in a picture of a picture."""
    rows = [bytes(255 * (not dark) for dark in row) for row in segno.make(link, error="l", micro=False).matrix]
    small = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    times = max(1, _CODE // len(rows))
    whole = Image.new("L", (_CODE, _CODE), 255)
    big = small.resize((len(rows) * times, len(rows) * times), Image.Resampling.NEAREST)
    whole.paste(big, ((_CODE - big.width) // 2, 0))
    return whole
