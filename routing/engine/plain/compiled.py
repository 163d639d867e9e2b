"""How the plain kernel's functions are compiled."""

from __future__ import annotations

from routing.schedule.shim import jit

kernel = jit()
"""Compiled on first use, cached, and without the interpreter's lock."""
inner = jit(within=True)
"""The same for what only compiled functions call."""
inlined = jit(within=True, forceinline=True)
"""The same for what is called many times a step."""
