"""How the pictures in the READMEs were made: the app on the sample distributor, drawn by Chromium.

Run by hand when the screens change; needs Chromium, and a monospaced and a Chinese font:

    python docs/make_screenshots.py
"""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual.pilot import Pilot

from store.books import Books
from store.records import Tier
from tui.app import RoundsmanApp
from tui.jobs.demo import fill
from tui.jobs.desk import Desk
from tui.jobs.office import Office
from tui.screens.rounds import RoundsScreen

IMAGES = Path(__file__).parent / "images"
MORNING = dt.datetime(2026, 11, 24, 9, 5)  # noqa: DTZ001 - at the sample's place, wherever that is
FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"


_TEXT = re.compile(r'textLength="[\d.]+"([^>]*)>([^<]*)</text>')
_CELL = 12.2


def _widened(found: re.Match[str]) -> str:
    """A Chinese character takes two cells; the export counts one."""
    width = cell_len(html.unescape(found[2])) * _CELL
    return f'textLength="{width:.1f}"{found[1]}>{found[2]}</text>'


def to_png(svg: str, path: Path, folder: Path) -> None:
    """Draws a screenshot of Textual's with fonts that are installed."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    svg = svg.replace("font-family: DejaVu Sans Mono, monospace", f"font-family: {FONTS}")
    svg = _TEXT.sub(_widened, svg)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box is not None
    width, height = (int(float(number)) + 1 for number in box.groups())
    page = folder / "page.html"
    page.write_text(f"<body style='margin:0;background:#12161c'>{svg}</body>", encoding="utf-8")
    subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", f"--screenshot={path}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip


async def settled(pilot: Pilot[None], mode: str = "") -> None:
    """Waits until a screen stands, if one is named, and nothing is being read any more."""
    while mode and pilot.app.current_mode != mode:
        await pilot.pause(0.05)
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def pictures(language: str, folder: Path) -> None:
    books = Books(folder / language)
    zone = ZoneInfo("Asia/Shanghai" if language == "zh" else "UTC")
    office = Office(books, language, clock=lambda: MORNING.replace(tzinfo=zone))
    fill(books, language=language, today=office.today())
    async for _ in Desk.open(office, office.today()).plan(seconds=None, iterations=20_000, workers=1):
        pass

    def app() -> RoundsmanApp:
        return RoundsmanApp(lambda: office, language=language)

    async def shot(running: RoundsmanApp, name: str) -> None:
        to_png(running.export_screenshot(title=running.t("app.name")), IMAGES / f"{name}-{language}.png", folder)

    wide = app()
    async with wide.run_test(size=(140, 40)) as pilot:
        await settled(pilot, "board")
        await pilot.press("tab", "down", "down", "down")
        await settled(pilot)
        await shot(wide, "board")
        await pilot.press("f4")
        await settled(pilot, "outlets")
        await pilot.press("slash", *("hm" if language == "zh" else "kiosk"))
        await settled(pilot)
        await shot(wide, "outlets")
        await pilot.press("ctrl+q")  # or the next one says that somebody else is here
    narrow = app()
    async with narrow.run_test(size=(60, 44)) as pilot:
        await settled(pilot, "board")
        await pilot.press("f3")
        await settled(pilot, "rounds")
        await shot(narrow, "rounds")
        assert isinstance(narrow.screen, RoundsScreen)
        stops = narrow.screen.round.stops if narrow.screen.round else []
        tiers = [books.outlets.get(stop.stop.outlet).tier for stop in stops]
        await pilot.press(
            *["down"] * tiers.index(Tier.RETAILER), "enter"
        )  # a wholesaler's call asks for other things
        await settled(pilot)
        await pilot.press("y", "y", "y", "down", "y", "y", "n", "y", "tab", "down", "2", "4", "down", "6")
        await settled(pilot)
        await shot(narrow, "call")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for language in sys.argv[1:] or ["en", "zh"]:
            asyncio.run(pictures(language, Path(name)))


if __name__ == "__main__":
    main()
