"""How the plain kernel's functions are compiled."""

from __future__ import annotations

from numba import njit

kernel = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload,unused-ignore]
"""Compiled on first use, cached, and without the interpreter's lock.

No reference is counted: nothing here makes arrays, and counting those handed over took seven tenths of the time.
"""
_INNER = {"cache": True, "nogil": True, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(**_INNER)  # type: ignore[call-overload,unused-ignore]
"""The same for what only compiled functions call: nothing is made for calls from outside, which halves compiling."""
inlined = njit(**_INNER, forceinline=True)  # type: ignore[call-overload,unused-ignore]
"""The same for what is called many times a step."""
