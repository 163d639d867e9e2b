"""Kills writers without warning, again and again, and looks at what they leave.

`python -m tests.store.faults.killer FOLDER KILLS SEED` prints one JSON document. Writers are forked from this
process, so that a kill costs milliseconds; a forked one opens the folder as any other program would.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from pathlib import Path
from typing import Any

from store.books import Books
from store.files import platform
from store.files.lock import FolderLock
from tests.store.faults.town import state, step


def write_until_killed(folder: Path, first: int, told: int) -> None:
    books = Books(folder)
    number = first
    while True:
        step(books, number)
        os.write(told, b"%d\n" % number)
        number += 1


def acknowledged(reader: int, last: int) -> int:
    raw = b""
    while chunk := os.read(reader, 65536):
        raw += chunk
    numbers = raw.split()
    return int(numbers[-1]) if numbers else last


def kill_once(folder: Path, first: int, luck: random.Random) -> int:
    """Starts a writer, kills it at some moment after its first acknowledgements, returns the last of them."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        write_until_killed(folder, first, writer)
        os._exit(1)
    os.close(writer)
    last = first - 1
    for _ in range(luck.randint(1, 2)):
        last = int(os.read(reader, 65536).split()[-1])
    select.select([], [], [], luck.random() * 0.012)  # somewhere within the next write
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    last = acknowledged(reader, last)
    os.close(reader)
    return last


def main() -> None:
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    luck = random.Random(int(sys.argv[3]))
    # what the books must say after each number of steps, from a folder nobody was killed in
    sound = Books(folder / "sound")
    expected: list[dict[str, Any]] = [state(sound)]
    report = {"kills": 0, "lost": 0, "torn": 0, "in_flight_kept": 0, "litter": 0, "steps": 0, "journal_wrong": 0}
    done = 0
    for _ in range(kills):
        last = kill_once(folder / "killed", done, luck)
        report["kills"] += 1
        FolderLock._known.pop((folder / "killed").resolve(), None)
        litter = list((folder / "killed").rglob(f"*{platform.TEMPORARY_SUFFIX}"))
        report["litter"] += len(litter)
        books = Books(folder / "killed")
        found = state(books)
        while len(expected) <= last + 2:
            step(sound, len(expected) - 1)
            expected.append(state(sound))
        if found == expected[last + 1]:
            done = last + 1
        elif found == expected[last + 2]:
            done = last + 2
            report["in_flight_kept"] += 1
        else:
            behind = any(found == state_ for state_ in expected[: last + 1])
            report["lost" if behind else "torn"] += 1
            break
    report["steps"] = done
    step(books, done)  # the last writer's line is judged by whoever writes next
    told = [change for change in books.journal.changes() if not change.undone]
    report["journal_wrong"] = len(told) - done - 1
    books.lock.sweep()
    report["litter_left"] = len(list((folder / "killed").rglob(f"*{platform.TEMPORARY_SUFFIX}")))
    print(json.dumps(report))


if __name__ == "__main__":
    main()
