"""How the rich kernel's functions are compiled: like the judge's own."""

from __future__ import annotations

from numba import njit

kernel = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload,unused-ignore]
"""No reference is counted: nothing here makes arrays, and counting those handed over costs more than the work."""
inner = njit(  # type: ignore[call-overload,unused-ignore]
    cache=True, nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True
)
"""The same for what only compiled functions call: nothing is made for calls from outside, which takes long."""
