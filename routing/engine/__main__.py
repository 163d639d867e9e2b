"""The child: reads one search from its input, tells of better plans on its output, ends with its input."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import orjson

from routing.engine.cache import folder
from routing.engine.events import PROTOCOL, Event, Failed, to_message

if TYPE_CHECKING:
    from routing.engine.limits import Stop


def main() -> None:
    """Serves one search and returns."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder())
    os.environ["ROUNDSMAN_COMPILED"] = "1"  # before anything imports the judge: see `routing.schedule.shim`
    line = sys.stdin.buffer.readline()
    if not line:
        return
    from routing.engine.limits import Stop

    request = orjson.loads(line)
    if request.get("background") and hasattr(os, "nice"):
        os.nice(5)
    stop = Stop()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    _search(request, stop)
    os._exit(0)  # the listener still holds the input; nothing is left to clear up


def _listen(stop: Stop) -> None:
    """Waits for a word to stop; when the input ends, nobody is left to tell a plan to."""
    for line in sys.stdin.buffer:
        if orjson.loads(line).get("type") == "stop":
            stop.set()
    os._exit(0)


def _tell(event: Event) -> None:
    sys.stdout.buffer.write(orjson.dumps(to_message(event)) + b"\n")
    sys.stdout.buffer.flush()


def _search(request: dict[str, Any], stop: Stop) -> None:
    if request.get("v") != PROTOCOL:
        _tell(Failed("engine_protocol", {"found": request.get("v"), "wanted": PROTOCOL}))
        return
    from routing.engine.encoding import from_document
    from routing.engine.limits import Limits
    from routing.engine.search import search
    from routing.problem import ProblemError

    try:
        problem = from_document(request["problem"])
        limits = Limits(
            begun=request["begun"],
            seconds=request["seconds"],
            iterations=request["iterations"],
            seed=request["seed"],
            workers=request["workers"],
        )
        _tell(search(problem, limits, start=request["start"], stop=stop, told=_tell))
    except ProblemError as error:
        _tell(Failed(error.code, error.params))


if __name__ == "__main__":
    main()
