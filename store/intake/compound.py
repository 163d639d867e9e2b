"""Streams out of OLE compound files, the containers of XLS. Layout: [MS-CFB] 2.2 to 2.6.

Chains of sectors are followed here, in bounds: in a damaged file they may run in circles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_LAST = 0xFFFFFFFA
"""From here up a number is no sector but a mark: the end of a chain, a free sector."""
_ENTRY = 128


class DamagedError(ValueError):
    """A container whose chains lead nowhere or in circles."""


def stream(data: bytes, name: str) -> bytes | None:
    """The stream of a name, however it is capitalised; None where there is none. Raises `DamagedError`."""
    try:
        return _Container(data).stream(name)
    except (struct.error, IndexError, OverflowError):
        raise DamagedError from None


class _Container:
    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise DamagedError
        self.data = data
        self.size = 1 << struct.unpack_from("<H", data, 30)[0]
        self.small = 1 << struct.unpack_from("<H", data, 32)[0]
        if self.size not in (512, 4096) or self.small != 64:
            raise DamagedError
        (self.start, _, self.cutoff, self.small_start) = struct.unpack_from("<4I", data, 48)
        self.most = len(data) // self.size + 1
        self.table = self._table()

    def _table(self) -> list[int]:
        """The successor of each sector."""
        sectors = list(struct.unpack_from("<109I", self.data, 76))
        more = struct.unpack_from("<I", self.data, 68)[0]
        per = self.size // 4
        for _ in range(self.most):
            if more >= _LAST:
                break
            numbers = struct.unpack_from(f"<{per}I", self._sector(more, whole=True))
            sectors += numbers[:-1]
            more = numbers[-1]
        table: list[int] = []
        for sector in sectors[: self.most]:
            if sector < _LAST:
                table += struct.unpack_from(f"<{per}I", self._sector(sector, whole=True))
        return table

    def _sector(self, number: int, *, whole: bool = False) -> bytes:
        at = (number + 1) * self.size
        found = self.data[at : at + self.size]
        if not found or (whole and len(found) < self.size):
            raise DamagedError
        return found

    def _chain(self, start: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if start >= _LAST:
                return
            yield start
            start = table[start]
        raise DamagedError

    def _read(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self.table)))

    def stream(self, name: str) -> bytes | None:
        folder = self._read(self.start)
        entries = [folder[at : at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
        root = entries[0]
        for entry in entries[1:]:
            length = struct.unpack_from("<H", entry, 64)[0]
            known = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
            if entry[66] == 2 and known.casefold() == name.casefold():
                start, size = struct.unpack_from("<2I", entry, 116)
                if size >= self.cutoff:
                    return self._read(start)[:size]
                return self._small(start, root)[:size]
        return None

    def _small(self, start: int, root: bytes) -> bytes:
        """A short stream: in pieces of 64 bytes, which lie in the stream of the root entry."""
        whole = self._read(struct.unpack_from("<I", root, 116)[0])
        raw = self._read(self.small_start)
        table = list(struct.unpack_from(f"<{len(raw) // 4}I", raw))
        return b"".join(whole[at * 64 : at * 64 + 64] for at in self._chain(start, table))
