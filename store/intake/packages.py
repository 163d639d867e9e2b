"""The zip archive a workbook is: looked at, and every part measured, before anything in it is read.

Readers of workbooks allocate what a file says it needs; what a file says is not to be believed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from store.intake.findings import IntakeError

MOST_BYTES = 400_000_000
"""Of all parts that hold cells, unpacked: some 10 million cells."""
_MOST_PARTS = 20_000
_READ = re.compile(r"(?i)(xl/(workbook|styles|sharedstrings|worksheets/|_rels/|tables/).*|content\.xml|.*\.rels)")
"""Parts that are read; pictures and the like stay packed."""
_NOT_A_WORKBOOK = (
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("doc.kml", "kml"),
    ("Index/Document.iwa", "numbers"),
    ("Index.zip", "numbers"),
)
_MIME = {"text": "word", "presentation": "slides", "graphics": "image"}


class Package:
    """The parts of a zip archive. Raises IntakeError ``workbook_damaged``, ``file_too_large``, ``not_a_table_…``."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            raise self._damaged() from None
        self._sizes = {info.filename: info.file_size for info in infos}
        if len(self._sizes) != len(infos) or len(infos) > _MOST_PARTS:
            raise self._damaged()
        self._refuse_others()
        size = sum(size for name, size in self._sizes.items() if _READ.fullmatch(name))
        if size > MOST_BYTES:
            raise IntakeError("file_too_large", path=path, size=size // 1_000_000, most=MOST_BYTES // 1_000_000)
        if any(info.flag_bits & 1 for info in infos):
            raise IntakeError("workbook_protected", path=path)
        # a part longer than it says is a bomb: unpacking it here, in bounds, finds out before a reader does
        for name in self._sizes:
            if _READ.fullmatch(name):
                self._measure(name)

    def _damaged(self) -> IntakeError:
        return IntakeError("workbook_damaged", path=self.path)

    def _refuse_others(self) -> None:
        if self.opendocument or any(name.lower().startswith("xl/workbook.") for name in self._sizes):
            return
        found = next((kind for part, kind in _NOT_A_WORKBOOK if part in self._sizes), None)
        if found is None:
            found = "kml" if any(name.lower().endswith(".kml") for name in self._sizes) else "archive"
            about = self.read("mimetype", most=200) if "mimetype" in self._sizes else b""
            found = next((kind for word, kind in _MIME.items() if word in about.decode("latin-1")), found)
        raise IntakeError(f"not_a_table_{found}", path=self.path)

    @property
    def opendocument(self) -> bool:
        return "content.xml" in self._sizes and b"spreadsheet" in self.read("mimetype", most=200)

    @property
    def names(self) -> list[str]:
        return list(self._sizes)

    def _measure(self, name: str) -> None:
        try:
            with self._zip.open(name) as part:
                while part.read(1 << 20):
                    pass
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
            raise self._damaged() from None

    def read(self, name: str, *, most: int = MOST_BYTES) -> bytes:
        """A part as it is; empty where there is none of that name."""
        known = {each.lower(): each for each in self._sizes}.get(name.lower())
        if known is None:
            return b""
        try:
            with self._zip.open(known) as part:
                data = part.read(most)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
            raise self._damaged() from None
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace").encode()
        return data
