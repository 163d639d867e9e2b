"""One source for two worlds: compiled in the engine's process, plain Python in the app.

A compiled function cannot call a plain one, and the app must not pay for a compiler. So every function
of the judge carries `compiled`, which is the identity unless the process asked for compilation by
setting `ROUNDSMAN_COMPILED=1` *before* this module is imported. Only `routing.engine.__main__` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

SWITCH = "ROUNDSMAN_COMPILED"
COMPILED = os.environ.get(SWITCH) == "1"

if COMPILED:
    from numba import njit

    # without reference counts: nothing here makes arrays, and counting those handed over costs more than the work
    _decorate = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload,unused-ignore]

    _within = njit(  # type: ignore[call-overload,unused-ignore]
        cache=True, nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True
    )

    def compiled(function: Function) -> Function:
        """Compile with numba: cached on disk, releasing the interpreter's lock, without fastmath."""
        return cast("Function", _decorate(function))

    def inner(function: Function) -> Function:
        """Compile what only compiled functions call: nothing is made for calls from outside, which takes long."""
        return cast("Function", _within(function))
else:

    def compiled(function: Function) -> Function:
        """Leave the function as it is."""
        return function

    inner = compiled
