"""How long to search, and a search shown as it goes."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from store.records import money_text
from tui.cli.commands import UsageProblem
from tui.cli.output import Output

if TYPE_CHECKING:
    from tui.jobs.desk import Desk
    from tui.jobs.search import Progress


def search_limits(args: Namespace, *, default_seconds: float) -> tuple[float | None, int | None, int]:
    """Seconds, iterations and workers as asked for; with iterations alone no clock decides anything."""
    for name in ("seconds", "iterations", "workers"):
        value = getattr(args, name)
        if value is not None and not value > 0:
            raise UsageProblem("bad_option", option=f"--{name}", value=value, why="≤ 0")
    seconds = args.seconds
    if seconds is None and args.iterations is None:
        seconds = default_seconds
    return seconds, args.iterations, args.workers or 2


async def watched(desk: Desk, out: Output, search: AsyncGenerator[Progress, None]) -> Progress | None:
    """Runs a search of the desk, its cost live on a terminal; Ctrl-C ends it early with the best so far."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def stop() -> None:
        asked.set()
        desk.stop()

    with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows has no such handler
        loop.add_signal_handler(signal.SIGINT, stop)
    last = None
    live = sys.stderr.isatty()
    async for progress in search:
        last = progress
        if asked.is_set():
            desk.stop()  # again: the first word may have come before there was a search to hear it
        if live:
            line = out.t(
                "cli.searching",
                cost=money_text(progress.cost),
                seconds=f"{progress.seconds:.1f}",
                iterations=progress.iterations,
            )
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
    if live:
        sys.stderr.write("\r\x1b[K")
    return last
