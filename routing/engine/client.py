"""The app's side: one search in a child process, its better plans as they are found."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from routing.engine.encoding import to_document
from routing.engine.events import PROTOCOL, Event, Failed, Finished, Improved, from_message
from routing.problem import Problem, ProblemError
from routing.schedule import check

__all__ = ["EngineError", "Failed", "Finished", "Improved", "Solve", "solve_blocking"]

_LINE_LIMIT = 256 * 2**20
_ROOT = Path(__file__).resolve().parents[2]


class EngineError(RuntimeError):
    """A search that gave no plan: `code` and `params` as in `Failed`."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")


class Solve:
    """One search. Iterate over `events()`; the last event is `Finished` or `Failed`.

    `seconds` is wall time from the making of this object, `iterations` a count of its own; with
    iterations alone, one worker and a seed the result is the same on every machine. `start` is a plan
    to start from, and the answer is never worse than it. In the `background` it leaves the processor to
    whoever waits at the keyboard.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        seconds: float | None = 10.0,
        iterations: int | None = None,
        seed: int = 1,
        workers: int = 2,
        start: Sequence[Sequence[int]] | None = None,
        background: bool = False,
    ) -> None:
        self._problem = problem
        self._begun = time.time()
        self._options = {
            "seconds": seconds,
            "iterations": iterations,
            "seed": seed,
            "workers": workers,
            "background": background,
            "start": None if start is None else [list(map(int, route)) for route in start],
            "begun": self._begun,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._stopped = False

    async def events(self) -> AsyncIterator[Event]:
        """Better plans as they are found, then the end of the search."""
        try:
            check(self._problem)
        except ProblemError as error:
            yield Failed(error.code, error.params)
            return
        try:
            await self._begin()
            last: Event | None = None
            async for event in self._heard():
                last = event
                yield event
                if isinstance(event, Finished | Failed):
                    return
            if last is None or isinstance(last, Improved):
                yield await self._died()
        finally:
            await self.close()

    def stop(self) -> None:
        """Asks the search to finish now with the best plan so far."""
        self._stopped = True
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            with contextlib.suppress(OSError, RuntimeError):
                process.stdin.write(b'{"v":%d,"type":"stop"}\n' % PROTOCOL)

    async def close(self) -> None:
        """Ends the child, whatever it is doing, and clears up."""
        process, self._process = self._process, None
        if process is not None:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()
        folder, self._folder = self._folder, None
        if folder is not None:
            await asyncio.to_thread(folder.cleanup)

    async def _begin(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="roundsman-", ignore_cleanup_errors=True)
        document = await asyncio.to_thread(to_document, self._problem, Path(self._folder.name))
        own_group: dict[str, Any]
        if sys.platform == "win32":
            patience = subprocess.BELOW_NORMAL_PRIORITY_CLASS if self._options["background"] else 0
            own_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | patience}
        else:
            own_group = {"start_new_session": True}  # a Ctrl-C in the terminal is ours to translate
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a folder of the same name in the current directory must not be imported instead
            "-c",
            f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from routing.engine.__main__ import main; main()",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LINE_LIMIT,
            **own_group,
        )
        message = {"v": PROTOCOL, "type": "solve", "problem": document, **self._options}
        assert self._process.stdin is not None
        self._process.stdin.write(orjson.dumps(message) + b"\n")
        with contextlib.suppress(ConnectionError):
            await self._process.stdin.drain()
        if self._stopped:
            self.stop()

    async def _heard(self) -> AsyncIterator[Event]:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            try:
                message = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue  # a library's own words on stdout
            yield from_message(message)

    async def _died(self) -> Failed:
        """What to say of a child that ended without a last word."""
        process = self._process
        words = ""
        if process is not None and process.stderr is not None:
            words = (await process.stderr.read()).decode(errors="replace").strip()
        return Failed("engine_crashed", {"why": words.splitlines()[-1] if words else ""})


def solve_blocking(
    problem: Problem,
    *,
    seconds: float | None = 10.0,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    start: Sequence[Sequence[int]] | None = None,
) -> Finished:
    """Searches to the end; Ctrl-C ends it early with the best so far. Raises `EngineError`."""

    async def searched() -> Event:
        solve = Solve(problem, seconds=seconds, iterations=iterations, seed=seed, workers=workers, start=start)
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, solve.stop)
        last: Event = Failed("engine_crashed", {})
        async for event in solve.events():
            last = event
        return last

    event = asyncio.run(searched())
    if isinstance(event, Failed):
        raise EngineError(event.code, **event.params)
    assert isinstance(event, Finished)
    return event
