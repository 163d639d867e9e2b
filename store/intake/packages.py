"""The zip archive a workbook is: looked at, and every part measured, before anything in it is read.

Readers of workbooks allocate what a file says it needs; what a file says is not to be believed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO

from store.intake.findings import IntakeError

MOST_BYTES = 400_000_000
"""Of all parts that hold cells, unpacked: some 10 million cells."""
_MOST_PARTS = 20_000
_READ = re.compile(r"(?i)(?!.*(?:media|drawings|charts|theme|embeddings|docprops)/).*\.(?:xml|rels|bin)")
"""Parts that may be read; pictures and the like stay packed."""
_BOOK = re.compile(r"(?i)(?:.*/)?workbook\.(?:xml|bin)")
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
        # some programs on Windows write their own separator
        self._names = {info.filename.replace("\\", "/"): info for info in infos}
        self._sizes = {name: info.file_size for name, info in self._names.items()}
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
        if self.opendocument:
            if b"encryption-data" in self.read("META-INF/manifest.xml", most=1_000_000):
                raise IntakeError("workbook_protected", path=self.path)
            return
        if self.book:
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
    def book(self) -> str:
        """The part that lists the sheets; empty where there is none."""
        return min((name for name in self._sizes if _BOOK.fullmatch(name)), key=len, default="")

    @property
    def binary(self) -> bool:
        """Whether the sheets are written as binary records (XLSB)."""
        return self.book.lower().endswith(".bin")

    def beside(self, name: str) -> str:
        """The part of this name in the folder of the list of sheets."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.book), name))

    def _measure(self, name: str) -> None:
        try:
            with self._zip.open(self._names[name]) as part:
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
            with self._zip.open(self._names[known]) as part:
                data = part.read(most)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
            raise self._damaged() from None
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace").encode()
        return data
