"""Power cuts: at any moment, with any part of what was not flushed lost, the books say what was acknowledged."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.books.archive import backup, restore
from store.files import platform
from tests.store.faults.disk import RecordingDisk, after_power_cut
from tests.store.faults.town import TIMES, state, step

STEPS = 32
CUTS = 400 * TIMES


def test_a_power_cut_at_any_moment_loses_nothing_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = RecordingDisk(tmp_path / "books", flush=False)
    monkeypatch.setattr(platform, "os", disk)
    books = Books(tmp_path / "books")
    states: list[dict[str, Any]] = [state(books)]
    acknowledged = [len(disk.events)]
    for number in range(STEPS):
        step(books, number)
        acknowledged.append(len(disk.events))
        states.append(state(books))
    luck = random.Random(20261123)
    seen = {"before": 0, "after": 0}
    for cut in range(CUTS):
        moment = luck.randint(0, len(disk.events))
        done = sum(end <= moment for end in acknowledged) - 1
        folder = tmp_path / f"cut{cut}"
        after_power_cut(disk.events[:moment], luck, folder)
        monkeypatch.setattr(platform, "os", RecordingDisk(folder.resolve(), flush=False))
        again = Books(folder)
        found = state(again)
        allowed = states[done : done + 2]
        assert found in allowed, f"event {moment} of {len(disk.events)}, after {disk.events[moment - 1][:2]}"
        made = done + allowed.index(found)
        seen["before" if made == done else "after"] += 1
        again.outlets.put([{"id": "C9", "name": "afterwards"}])
        told = [change for change in again.journal.changes() if not change.undone]
        assert len(told) == made + 1, "the journal tells every change that was made and no other"
        again.lock.sweep()
        assert not list(folder.rglob(f"*{platform.TEMPORARY_SUFFIX}"))
    assert min(seen.values()) > 20, "both outcomes of a change in flight were met"


def test_a_power_cut_while_an_archive_is_restored_leaves_the_old_books_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = RecordingDisk((tmp_path / "books").resolve(), flush=False)
    monkeypatch.setattr(platform, "os", disk)
    books = Books(tmp_path / "books")
    for number in range(12):
        step(books, number)
    saved = state(books)
    with monkeypatch.context() as real:
        real.setattr(platform, "os", os)
        backup(books, tmp_path / "saved.zip")
    for number in range(12, 20):
        step(books, number)
    former = state(books)
    begin = len(disk.events)
    restore(books, tmp_path / "saved.zip")
    assert state(Books(tmp_path / "books")) == saved
    luck = random.Random(7)
    seen = {"former": 0, "saved": 0}
    for cut in range(120 * TIMES):
        folder = tmp_path / f"cut{cut}"
        after_power_cut(disk.events[: luck.randint(begin, len(disk.events))], luck, folder)
        monkeypatch.setattr(platform, "os", RecordingDisk(folder.resolve(), flush=False))
        found = state(Books(folder))
        assert found in (former, saved)
        seen["former" if found == former else "saved"] += 1
    assert min(seen.values()) > 5, seen
