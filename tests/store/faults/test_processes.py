"""Other processes: killed while writing, writing all at once, reading beside writers, dead with the lock held."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.books import Books
from store.files import SafeDB
from tests.store.faults.town import TIMES

ROOT = Path(__file__).resolve().parents[3]
ROUNDS, KILLS = 4 * TIMES, 55

INCREMENT = """
import sys
from store.files import SafeDB
db = SafeDB(sys.argv[1])
table = db.table("counters")
for _ in range(int(sys.argv[2])):
    with db.storage.transaction():
        if len(table) == 0:
            table.insert({"n": 0})
        document = table.all()[0]
        table.replace({document.doc_id: {"n": document["n"] + 1}})
"""

WRITE_BOTH = """
import sys, threading
from store.books import Books
books = Books(sys.argv[1])
enough = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), enough.set()), daemon=True).start()
number = 0
while not enough.is_set():
    number += 1
    with books.transaction():
        books.outlets.put([{"id": "C1", "name": f"n{number}"}])
        books.reps.put([{"id": "R1", "name": f"n{number}"}])
print(number, flush=True)
"""

HOLD = """
import sys
from store.files import FolderLock
from pathlib import Path
with FolderLock.of(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def run(program: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked, so that many kills take little time")
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_writers_killed_at_any_moment_lose_nothing_acknowledged(tmp_path: Path, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.faults.killer", str(tmp_path), str(KILLS), str(seed)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["kills"] == KILLS
    assert (report["lost"], report["torn"], report["journal_wrong"], report["litter_left"]) == (0, 0, 0, 0), report
    assert report["litter"] or report["in_flight_kept"], "kills struck within writes"


def test_four_processes_read_change_and_write_one_number(tmp_path: Path) -> None:
    path = tmp_path / "counters.json"
    writers = [run(INCREMENT, path, 250) for _ in range(4)]
    for writer in writers:
        _, errors = writer.communicate()
        assert writer.returncode == 0, errors
    assert SafeDB(path).table("counters").all() == [{"n": 1000}]


def test_readers_beside_a_writer_see_whole_states_only(tmp_path: Path) -> None:
    books = Books(tmp_path / "books")
    books.outlets.put([{"id": "C1", "name": "n0"}])
    books.reps.put([{"id": "R1", "name": "n0"}])
    writer = run(WRITE_BOTH, tmp_path / "books")
    seen: list[int] = []
    while len(set(seen)) < 40:
        assert writer.poll() is None
        seen.append(int(books.outlets.get("C1").name[1:]))
        if len(seen) % 50 == 0:
            with books.snapshot():
                outlet, rep = books.outlets.get("C1").name, books.reps.get("R1").name
            assert outlet == rep, "half of a change was seen"
    last = int(writer.communicate()[0])  # its input ends: that is enough
    assert books.outlets.get("C1").name == f"n{last}"
    assert seen == sorted(seen), "an older state came back"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process with its locks by itself")
def test_a_lock_of_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    holder = run(HOLD, tmp_path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert SafeDB(tmp_path / "a.json").table("t").insert({"n": 1}) == 1
