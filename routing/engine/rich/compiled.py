"""How the rich kernel's functions are compiled: like the judge's own."""

from __future__ import annotations

from numba import njit

from routing.schedule.shim import inner_options, options

kernel = njit(**options())
inner = njit(**inner_options())
inlined = njit(**inner_options(forceinline=True))
