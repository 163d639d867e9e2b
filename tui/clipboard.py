"""Handing a text to the clipboard: of the desktop where there is one, else through the terminal and in a file.

A terminal that does not understand OSC 52 says nothing, and over a slow line nobody knows: so the text is kept in
a file as well wherever no program of the desktop has taken it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

_PATIENCE = 3.0
"""Seconds that a program of the desktop may take."""


def programs(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> list[tuple[str, ...]]:
    """Programs that take a text for the clipboard, to be tried in this order."""
    if platform == "win32":
        return [("clip",)]
    if platform == "darwin":
        return [("pbcopy",)]
    found: list[tuple[str, ...]] = []
    if environ.get("WAYLAND_DISPLAY"):
        found.append(("wl-copy",))
    if environ.get("DISPLAY"):
        found += [("xclip", "-selection", "clipboard"), ("xsel", "--input", "--clipboard")]
    return [*found, ("clip.exe",), ("termux-clipboard-set",)]


def copied(text: str, *, terminal: Callable[[str], None], file: Path) -> Path | None:
    """Copies a text; None where the desktop has it, else the file that it is in besides.

    `terminal` sends it through the terminal. A file that cannot be written is left out: the terminal may still
    have done it.
    """
    for words in programs():
        if shutil.which(words[0]) and _given_to(words, text):
            return None
    terminal(text)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return file


def _given_to(words: tuple[str, ...], text: str) -> bool:
    # Windows' own program reads UTF-16 with its mark, whatever the console's code page
    data = text.encode("utf-16") if words[0].startswith("clip") else text.encode()
    try:
        # its streams are not ours: programs for X stay behind as the clipboard's owner
        done = subprocess.run(
            words,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
