"""Whether anybody has changed the books: one question, asked as often as one likes."""

from __future__ import annotations

from pathlib import Path

from store.files.journal import Change, change_of, last_line, parsed
from store.files.lock import FolderLock


class Watch:
    """Looks at the journal of a data folder from now on; while nothing is new, asking costs two system calls."""

    def __init__(self, lock: FolderLock) -> None:
        if lock.journal is None:
            raise ValueError("a folder without a journal cannot be watched")
        self._lock = lock
        self._journal = lock.journal
        self._seen: tuple[int, int] | None = None
        self.behind = False
        """Whether the last question could not be answered, as somebody was writing or reading: to be asked again."""
        with lock.quiet() as quiet:
            self._path, self._offset = self._end() if quiet else self._before_last()

    def changes(self, *, wait: bool = False) -> list[Change]:
        """What has been changed since the last question, by this process or another, oldest first.

        While a change is being written the answer waits for the next question, so that what is read after
        an answer is never older than it: nothing is told then, and the watch is `behind`. With `wait` the end of
        the change is waited for.
        """
        look = self._look()
        if look == self._seen:
            self.behind = False
            return []
        with self._lock.quiet(wait=wait) as quiet:
            self.behind = not quiet
            if not quiet:
                return []
            found = self._new()
        self._seen = look
        return found

    def own(self, change: Change) -> bool:
        """Whether this process made it."""
        return change.writer == self._journal.writer

    def _look(self) -> tuple[int, int]:
        sizes = []
        for path in (self._journal.folder, self._path):
            try:
                stat = path.stat()
            except OSError:
                sizes.append(-1)
            else:
                sizes.append(stat.st_size if path is self._path else stat.st_mtime_ns)
        return sizes[0], sizes[1]

    def _end(self) -> tuple[Path, int]:
        files = self._journal.files()
        if not files:
            return self._journal.folder / "0000-00.jsonl", 0
        return files[-1], last_line(files[-1])[0]

    def _before_last(self) -> tuple[Path, int]:
        """The end but for the last line, which may be of a change that has not been made yet: it is told again."""
        path, end = self._end()
        if not end:
            return path, end
        with path.open("rb") as stream:
            whole = stream.read(end)
        return path, whole.rfind(b"\n", 0, end - 1) + 1

    def _new(self) -> list[Change]:
        lines = []
        for path in self._journal.files():
            if path < self._path:
                continue
            offset = self._offset if path == self._path else 0
            with path.open("rb") as stream:
                stream.seek(offset)
                raw = stream.read()
            whole = raw[: raw.rfind(b"\n") + 1]
            lines += [line for row in whole.splitlines() if (line := parsed(row)) is not None]
            self._path, self._offset = path, offset + len(whole)
        undone = {line["undone"] for line in lines if "undone" in line}
        return [change_of(line) for line in lines if "undone" not in line and line["n"] not in undone]
