"""Disks and folders that refuse: full, limited, read-only. Nothing is half-written and the reason is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

FILL = """
import json, sys
from pathlib import Path
from store.books import Books
from store.errors import NotWritableError
from tests.store.faults.town import state
folder = Path(sys.argv[1])
books = Books(folder)
books.outlets.put([{"id": "C0", "name": "first"}])
acknowledged, told = 0, ""
{limit}
for number in range(1, 4000):
    try:
        with books.transaction():
            books.outlets.put([{{"id": f"C{number}", "name": "终端" * 60}}])
            books.reps.put([{{"id": "R1", "name": f"n{number}"}}])
    except NotWritableError as error:
        told = error.code
        break
    acknowledged = number
litter = [path.name for path in folder.rglob("*.roundsman-tmp")]
{free}
again = state(Books(folder))
books.outlets.put([{"id": "C0", "name": "afterwards"}])
print(json.dumps({"told": told, "acknowledged": acknowledged, "litter": litter,
    "outlets": len(again["outlets"]) - 1, "rep": again["reps"].get("R1", {}).get("name"),
    "first": Books(folder).outlets.get("C0").name,
    "changes": sum(not change.undone for change in books.journal.changes())}))
"""


def filling(limit: str, free: str) -> str:
    return FILL.replace("{limit}", limit).replace("{free}", free).replace("{{", "{").replace("}}", "}")


def judged(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["told"] == "disk_refused"
    assert found["acknowledged"] > 5
    assert found["outlets"] == found["acknowledged"]
    assert found["rep"] == f"n{found['acknowledged']}"
    assert found["litter"] == []
    assert found["first"] == "afterwards"
    assert found["changes"] == found["acknowledged"] + 2


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on file sizes is POSIX; the next test needs no system")
def test_a_write_that_stops_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stops a write half-way, in any container and for any user."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40000, resource.RLIM_INFINITY))"
    free = "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))"
    judged(
        subprocess.run(
            [sys.executable, "-c", filling(limit, free), str(tmp_path / "books")],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )
    )  # fmt: skip


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """A real small disk, in a mount namespace of its own so that nothing stays mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if shutil.which("unshare") is None:
        pytest.skip("no unshare here: a small disk cannot be mounted; the limited one above has been tried")
    mount = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"', str(disk)]
    trial = subprocess.run([*mount, "true"], capture_output=True, text=True, check=False)
    if trial.returncode:
        pytest.skip(f"mounting is not allowed here ({trial.stderr.strip()}): the limited disk has been tried")
    program = filling(
        "(folder.parent / 'ballast').write_bytes(bytes(200_000))", "(folder.parent / 'ballast').unlink()"
    )
    judged(
        subprocess.run(
            [*mount, sys.executable, "-c", program, str(disk / "books")],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )
    )  # fmt: skip


READ_ONLY = """
import json, os, sys
from pathlib import Path
from store.books import Books
from store.errors import BooksError
from tests.store.faults.town import state
state(Books(sys.argv[2]))
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
books = Books(sys.argv[1])
found = {"name": books.outlets.get("C1").name, "visits": len(books.history.calls_of("C1"))}
try:
    books.outlets.put([{"id": "C1", "name": "changed"}])
except BooksError as error:
    found["told"] = error.code
print(json.dumps(found))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can get to; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has permissions of another kind")
def test_books_that_may_only_be_read_are_read(open_folder: Path, tmp_path: Path) -> None:
    """Root may write anywhere, so the reader becomes nobody first."""
    from store.books import Books

    Books(open_folder).outlets.put([{"id": "C1", "name": "老王"}])
    (open_folder / ".lock").chmod(0o444)
    for path in (open_folder, open_folder / "journal"):
        path.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(open_folder), str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"name": "老王", "visits": 0, "told": "folder_not_writable"}
