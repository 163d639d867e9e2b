"""Many small objects that stay, without the collector going through all of them again and again."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection inside: reading large files and tables takes half the time or less."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def kept_for_good(*, everything: bool = False) -> None:
    """Spares the collector what is there now and stays: modules, books, a plan of 1,000 stops.

    Looking through them took up to 100 ms at a time, in the middle of anything. What is young is looked through
    first (some milliseconds), or with `everything` all of it; a cycle dropped before and not found now is kept.
    """
    gc.collect() if everything else gc.collect(1)
    gc.freeze()
