"""Which encoding a text file is in: byte order mark, strict UTF-8, else a vote of common characters.

GB18030 decodes almost any bytes without an error, so that "it can be decoded" says nothing between it and
Big5. What tells them apart is what comes out: text in its own encoding consists mostly of the common
characters that each standard put into its first plane (GB 2312 level 1, rows 16-55; Big5 level 1,
lead bytes A4-C6), text in the wrong one of rare ones.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import cache

from store.intake.findings import IntakeError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODEC = {"big5": "cp950"}
"""Names shown to people, and the codec that reads what Windows writes under that name."""

_UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_FEW = 20
"""Damaged characters with which a text may still be taken for UTF-8."""
_SAMPLE = 200_000
_COMMON_ENOUGH = 0.5
"""Share of common characters under which neither Chinese encoding is believed."""
_WESTERN_SHARE = 0.15
"""Share of bytes above 127 up to which a text that is not Chinese may be Western European."""


def decode(data: bytes, *, encoding: str | None = None, path: str = "") -> tuple[str, str]:
    """The text of `data` and the name of its encoding; `encoding` overrides what would be found.

    Raises IntakeError: ``encoding_name`` (no such encoding), ``encoding_wrong`` (the one asked for does not
    fit; says in which line), ``encoding_broken`` (UTF-8 but for a few characters), ``encoding_unknown``.
    """
    if encoding is not None:
        return _decode_as(data, encoding, path), encoding.lower()
    found = detect(data)
    if found not in _UNICODE and (line := _broken_line(data)):
        raise IntakeError("encoding_broken", path=path, line=line)
    if found is None:
        raise IntakeError("encoding_unknown", path=path)
    return data.decode(_CODEC.get(found, found)), found


def detect(data: bytes) -> str | None:
    """The encoding of `data`, or None where none fits without an error."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name if _decodes(data, name) else None
    if unmarked := _without_mark(data):
        return unmarked
    if _decodes(data, "utf-8"):
        return "utf-8"
    shares = {name: _common_share(data, name) for name in ("gb18030", "big5")}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= _COMMON_ENOUGH:
        return best
    high = sum(byte > 127 for byte in data[:_SAMPLE])
    if high <= _WESTERN_SHARE * min(len(data), _SAMPLE) and _decodes(data, "cp1252"):
        return "cp1252"
    return best if shares[best] >= 0 else None


def _broken_line(data: bytes) -> int | None:
    """Where UTF-8 is damaged in a text that is UTF-8 for the most part; None where it is none.

    Any other reading would turn all of it into characters nobody wrote, for the sake of one that was cut.
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        broken = text.count("\ufffd")
        wide = sum(char > "\u07ff" for char in text[:_SAMPLE])
        if broken <= _FEW and wide >= 10 * broken:
            return data.count(b"\n", 0, error.start) + 1
    return None


def _decode_as(data: bytes, encoding: str, path: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        if name == "utf-8":
            name = "utf-8-sig"  # a mark is no part of the first header
        return data.decode(_CODEC.get(name, name))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise IntakeError("encoding_wrong", path=path, encoding=encoding, line=line) from None
    except (LookupError, UnicodeError, ValueError):
        raise IntakeError("encoding_name", path=path, encoding=encoding) from None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeError:
        return False
    return True


def _without_mark(data: bytes) -> str | None:
    """UTF-16 saved without its mark: ASCII delimiters and line ends leave zeros in every other byte."""
    sample = data[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    for name, break_ in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if break_ in sample and _decodes(data, name) and "\0" not in data.decode(name):
            return name
    return None


def _common_share(data: bytes, name: str) -> float:
    """Common characters ÷ all characters beyond ASCII; -1 where `data` cannot be decoded at all."""
    try:
        text = data.decode(_CODEC.get(name, name))
    except UnicodeDecodeError:
        return -1.0
    wide = [char for char in text[:_SAMPLE] if char > "\u2e80"]
    other = sum("\x7f" < char <= "\u2e80" for char in text[:_SAMPLE])
    common = _common_characters(name)
    return sum(char in common for char in wide) / max(len(wide) + other, 1)


@cache
def _common_characters(name: str) -> frozenset[str]:
    if name == "big5":
        trails: Iterable[int] = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        leads, codec = range(0xA4, 0xC7), "cp950"
    else:
        trails = range(0xA1, 0xFF)
        leads, codec = range(0xB0, 0xD8), "gb2312"
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return frozenset(pair.decode(codec, errors="ignore") for pair in pairs) | frozenset("，。、；：（）！？")
