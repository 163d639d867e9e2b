"""The clipboard: a program of the desktop takes the text, else the terminal and a file have it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.clipboard import copied, programs

TEXT = "1. 老王烟酒店 [/b] 🍜\n"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path of its own with nothing on it, and an X display."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="stand-in programs are shell scripts")
def test_a_program_of_the_desktop_gets_the_text_byte_by_byte(desktop: Path, tmp_path: Path) -> None:
    program(desktop, "xclip", f"exec /bin/cat > {tmp_path / 'got'}")
    sent: list[str] = []
    assert copied(TEXT, terminal=sent.append, file=tmp_path / "text.txt") is None
    assert (tmp_path / "got").read_bytes() == TEXT.encode()
    assert not sent


@pytest.mark.skipif(os.name == "nt", reason="stand-in programs are shell scripts")
def test_one_that_fails_gives_way_to_the_next_and_then_to_terminal_and_file(desktop: Path, tmp_path: Path) -> None:
    program(desktop, "xclip", "exit 1")
    sent: list[str] = []
    file = tmp_path / "deep" / "text.txt"
    assert copied(TEXT, terminal=sent.append, file=file) == file
    assert sent == [TEXT]
    assert file.read_text("utf-8") == TEXT
    program(desktop, "xsel", f"exec /bin/cat > {tmp_path / 'got'}")
    assert copied(TEXT, terminal=sent.append, file=file) is None
    assert sent == [TEXT]


def test_a_file_that_cannot_be_written_is_no_fault(desktop: Path, tmp_path: Path) -> None:
    (tmp_path / "in_the_way").write_text("")
    sent: list[str] = []
    assert copied(TEXT, terminal=sent.append, file=tmp_path / "in_the_way" / "text.txt") is None
    assert sent == [TEXT]


def test_each_system_has_its_own_programs() -> None:
    assert programs("win32", {}) == [("clip",)]
    assert programs("darwin", {}) == [("pbcopy",)]
    assert programs("linux", {"WAYLAND_DISPLAY": "w"})[0] == ("wl-copy",)
    assert ("xclip", "-selection", "clipboard") in programs("linux", {"DISPLAY": ":0"})
    assert programs("linux", {})[0] == ("clip.exe",)
