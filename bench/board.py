"""How quickly the app answers: `python -m bench board [--rounds N] [--only start outlets map loop]`.

The real app in a terminal of its own, on made-up books: its first paint, 20,000 outlets opened and filtered, a frame
of the map with 1,000 stops and 12 routes at 240 × 70, and how long its loop is ever away while a search runs and
while edits are saved. Wall time is what a person waits; processor time is what the app's process took for it, which
other work on the machine cannot lengthen much.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.terminal import Pty

OUTLETS, STOPS, ROUTES = 20_000, 1_000, 12
MORNING = dt.datetime(2026, 11, 24, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEARCH = 10
"""Seconds of the search during which the loop is watched: what F5 takes."""
_F2, _F4, _F5, _CLEAR, _HOME, _SHIFT_DOWN = "\x1bOQ", "\x1bOS", "\x1b[15~", "\x15", "\x1b[H", "\x1b[1;2B"
_TYPED = ("老", "便利店", "zhongsh", "lwyjd", "c0123")
_PLACES = [
    "中山", "解放", "人民", "长江", "建设", "朝阳", "和平", "新华",
    "东风", "胜利", "幸福", "光明", "文化", "青年", "花园", "桥头",
]  # fmt: skip
_FAMILIES = [
    "老王", "老张", "小李", "陈记", "刘氏", "福临", "兴旺", "大发",
    "好又来", "美佳", "惠民", "乐购", "家和", "金源", "鑫鑫", "天天",
]  # fmt: skip
_SHOPS = [
    "便利店", "烟酒店", "超市", "副食店", "小卖部", "面馆", "批发部", "生鲜店",
]  # fmt: skip


@dataclass
class Timed:
    """One thing that is waited for: seconds of each round. `target` is what was aimed at, wall time."""

    what: str
    target: float
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, wall: float, processor: float) -> None:
        self.wall.append(wall)
        self.processor.append(processor)

    def row(self) -> str:
        cells = [
            f"{1000 * value:,.{0 if value >= 0.02 else 1}f}"
            for times in (self.wall, self.processor)
            for value in (statistics.median(times), max(times))
        ]
        return f"| {self.what} | {1000 * self.target:,.0f} | {' | '.join(cells)} | {len(self.wall)} |"


def main(words: Sequence[str]) -> int:
    """Run and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench board", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=list(_PARTS), default=list(_PARTS))
    options = parser.parse_args(words)
    print("| in ms | target | wall, median | worst | processor, median | worst | rounds |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        for part in options.only:
            for timed in _PARTS[part](Path(name), options.rounds):
                print(timed.row(), flush=True)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{os.cpu_count()} cores, load averages {load}", file=sys.stderr)
    return 0


# books


def many_outlets(folder: Path) -> Path:
    """20,000 outlets with Chinese names, half of them dormant, and reps."""
    if not folder.exists():
        _fill(folder, OUTLETS, reps=40, dormant=True)
    return folder


def large_day(folder: Path) -> Path:
    """1,000 outlets that are all due, and 12 reps who can just see them."""
    if not folder.exists():
        _fill(folder, STOPS, reps=ROUTES, dormant=False)
    return folder


def _fill(folder: Path, count: int, *, reps: int, dormant: bool) -> None:
    from store.books import Books

    luck = random.Random(count)
    books = Books(folder)
    with books.transaction():
        books.save_settings(books.settings.model_copy(update={"timezone": "Asia/Shanghai"}))
        books.depots.put([{"id": "D1", "name": "仓库", "lat": 30.0, "lon": 120.0}])
        books.reps.put([{"id": f"R{n:02d}", "name": f"业务员{n}"} for n in range(reps)])
        books.outlets.put([
            {
                "id": f"C{n:05d}",
                "name": f"{luck.choice(_PLACES)}{luck.choice(_FAMILIES)}{luck.choice(_SHOPS)}{n % 97 or ''}",
                "grade": "ABCD"[n % 4], "channel": "grocery" if n % 2 else "convenience",
                "status": "dormant" if dormant and n % 2 else "active",
                "address": f"{luck.choice(_PLACES)}路{n % 300}号", "phone": f"138{n:08d}",
                "contact": luck.choice(_FAMILIES), "rep": f"R{n % reps:02d}" if dormant else None,
                "lat": 30 + luck.gauss(0, 0.05), "lon": 120 + luck.gauss(0, 0.06), "call_minutes": 4,
            }
            for n in range(count)
        ])  # fmt: skip


# in a terminal


def app_on(folder: Path, *, stalls: Path | None = None, width: int = 140, height: int = 40) -> Pty:
    """The app on a data folder, its clock standing; it writes down when its loop was away, and how long."""
    command = [sys.executable, "-m", "bench.board", str(folder), str(stalls or os.devnull)]
    return Pty(command, width=width, height=height)


def start(folder: Path, rounds: int) -> Iterator[Timed]:
    """From the command to the first whole screen, and to the board, as `roundsman` is started."""
    paint = Timed("first paint, from the command on", 0.5)
    board = Timed("the board of 1,000 outlets, from the command on", 2.0)
    books = large_day(folder / "day")
    for number in range(rounds + 1):
        command = [sys.executable, "-m", "tui.cli", "--data", str(books), "--lang", "en"]
        with Pty(command) as terminal:
            painted = terminal.until("Quit"), terminal.processor()
            there = terminal.until("1000 due"), terminal.processor()
        if number:  # the first only warms the disk's cache
            paint.add(*painted)
            board.add(*there)
    yield paint
    yield board


def outlets(folder: Path, rounds: int) -> Iterator[Timed]:
    """From F4 to the list, and from a text typed into its filter to what is left of it."""
    books = many_outlets(folder / "outlets")
    opened = Timed(f"{OUTLETS:,} outlets, from F4 on", 0.2)
    filtered = Timed("a key in its filter (name, number, pinyin), until the list shows it", 0.05)
    again = Timed("from F4 on, a second time", 0.2)
    for _ in range(rounds):
        with app_on(books) as terminal:
            terminal.until(" due")
            terminal.quiet(2.0)
            _answered(opened, terminal, _F4, "20000 of 20000")
            terminal.quiet(1.0)
            _answered(Timed("", 0), terminal, "/", "\x1b[")
            for text in _TYPED:
                for keys in text if text.isascii() else [text]:  # an input method hands a word over at once
                    terminal.quiet(0.3)
                    _answered(filtered, terminal, keys, "of 20000 outlets")
                terminal.quiet(0.3)
                _answered(Timed("", 0), terminal, _CLEAR, "20000 of 20000")
            terminal.quiet(0.3)
            _answered(Timed("", 0), terminal, _F2, " due")
            terminal.quiet(0.3)
            _answered(again, terminal, _F4, "20000 of 20000")
    yield opened
    yield again
    yield filtered


def _answered(timed: Timed, terminal: Pty, keys: str, text: str) -> None:
    before = terminal.processor()
    terminal.send(keys)
    begun = time.perf_counter() - terminal.begun
    timed.add(terminal.until(text) - begun, terminal.processor() - before)


def loop(folder: Path, rounds: int) -> Iterator[Timed]:
    """How long the loop was away at worst: while a search runs and somebody looks around, while edits are saved."""
    solving = Timed(f"the loop away at worst, in {SEARCH} s of search", 0.1)
    saving = Timed("the loop away at worst, in 20 edits of 1,000 stops", 0.1)
    edits = Timed("an edit of 1,000 stops, until it is shown", 0.1)
    for number in range(min(rounds, 3)):
        books, stalls = large_day(folder / f"day-{number}"), folder / f"stalls-{number}"
        with app_on(books, stalls=stalls) as terminal:
            terminal.until(" due")
            terminal.quiet(2.0)
            begun = time.perf_counter()
            terminal.send(_F5)
            terminal.until("Stop")
            for keys in cycle(("\x1b[B", "\t", "\x1b[B", "v", "+", "-", "\x1b[A")):
                terminal.quiet(0.1)
                if b"planned: " in terminal.written:
                    break
                terminal.send(keys)
            terminal.quiet(2.0)
            _worst(solving, stalls, begun)
            terminal.send(f"{_F2}\x1b\t{_HOME}")
            terminal.quiet(1.0)
            begun = time.perf_counter()
            for _ in range(10):
                standing, latest = _revisions(books)
                for keys, revision in ((_SHIFT_DOWN, latest + 1), ("u", standing)):
                    _answered(edits, terminal, keys, f"revision {revision} ")
                    terminal.quiet(0.4)
            _worst(saving, stalls, begun)
    yield solving
    yield saving
    yield edits


def _revisions(folder: Path) -> tuple[int, int]:
    """Of the plan as it stands, and the highest given out."""
    from store.books import Books

    days = Books(folder).days
    return days.plan_revision(MORNING.date()) or 0, days.latest_revision(MORNING.date())


def _worst(timed: Timed, stalls: Path, begun: float) -> None:
    found = [tuple(map(float, line.split())) for line in stalls.read_text().splitlines()]
    there = [(wall, processor) for when, wall, processor in found if when >= begun]
    timed.add(*max(there, default=(0.0, 0.0)))


# frames


def frames(folder: Path, rounds: int) -> Iterator[Timed]:
    """One frame of the map: drawn anew, every line of it made, and turned into what a terminal is sent."""
    del folder
    return iter(asyncio.run(_frames(rounds * 20)))


async def _frames(rounds: int) -> list[Timed]:
    from textual.app import App, ComposeResult

    from tui.locale import translator
    from tui.map.picture import Track
    from tui.themes import THEMES
    from tui.widgets.board_map import BoardMap

    class Shown(App[None]):
        CSS = "BoardMap { width: 240; height: 70; }"
        t = staticmethod(translator("en"))

        def compose(self) -> ComposeResult:
            yield BoardMap()

        def on_mount(self) -> None:
            self.register_theme(THEMES[0])
            self.theme = THEMES[0].name

    luck = random.Random(STOPS)
    a_route = STOPS // ROUTES + 1
    places: list[tuple[Any, tuple[float, float]]] = []
    tracks = []
    for number in range(ROUTES):
        lat, lon = 30 + luck.gauss(0, 0.05), 120 + luck.gauss(0, 0.06)
        points = tuple((lat + luck.gauss(0, 0.01), lon + luck.gauss(0, 0.012)) for _ in range(a_route))
        places += [((f"C{number}-{seq}", "visit"), point) for seq, point in enumerate(points)]
        tracks.append(Track(number, points, (30.0, 120.0), (30.0, 120.0)))
    found = []
    app = Shown()
    async with app.run_test(size=(240, 70)) as pilot:
        chart = app.query_one(BoardMap)
        chart.show(
            tracks, keys=places, chosen=3, left_out=[], mark=places[260][1],
            names={key: f"{luck.choice(_FAMILIES)}{luck.choice(_SHOPS)}" for key, _ in places},
        )  # fmt: skip
        await pilot.pause()
        ways = ("a frame of the map, 1,000 stops, 12 routes, 240 × 70", "the same, moved", "the same, with names")
        for what in ways:
            chart.named = "names" in what
            timed = Timed(what, 0.016)
            for number in range(rounds):
                wall, processor = time.perf_counter(), time.process_time()
                if "moved" in what:
                    (chart.action_west if number % 2 else chart.action_east)()
                else:
                    chart.redraw()
                for y in range(70):
                    chart.render_line(y).render(app.console)
                timed.add(time.perf_counter() - wall, time.process_time() - processor)
            found.append(timed)
    return found


_PARTS: dict[str, Callable[[Path, int], Iterator[Timed]]] = {
    "start": start,
    "outlets": outlets,
    "map": frames,
    "loop": loop,
}


# the app that is watched


def _watched(folder: str, stalls: str) -> None:
    """The app, and beside it on its loop a clock that notices when it was not let run."""
    import tui.app
    from store.books import Books
    from tui.app import RoundsmanApp
    from tui.jobs.office import Office

    class Watched(RoundsmanApp):
        CSS_PATH = Path(tui.app.__file__).with_name("app.tcss")

        def on_mount(self) -> None:
            super().on_mount()
            self.ticking = asyncio.create_task(_tick(Path(stalls)))

    Watched(lambda: Office(Books(folder), "en", clock=lambda: MORNING), language="en").run()


async def _tick(stalls: Path) -> None:
    with stalls.open("w", buffering=1) as told:
        while True:
            wall, processor = time.perf_counter(), time.process_time()
            await asyncio.sleep(0.005)
            away = time.perf_counter() - wall - 0.005
            if away > 0.005:
                told.write(f"{wall} {away} {time.process_time() - processor}\n")


if __name__ == "__main__":
    _watched(*sys.argv[1:])
