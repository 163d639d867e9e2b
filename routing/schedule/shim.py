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


def options(**more: bool) -> dict[str, Any]:
    """How everything is compiled: cached on disk, releasing the interpreter's lock, without fastmath.

    Nothing here makes arrays, and counting references to those handed over costs more than the work: where numba
    can be told not to count (an option of its own, not of its interface), it is told.
    """
    found: dict[str, Any] = {"cache": True, "nogil": True, **more}
    try:
        from numba.core.options import DefaultOptions
    except ImportError:
        return found
    return found | ({"_nrt": False} if hasattr(DefaultOptions, "_nrt") else {})


def inner_options(**more: bool) -> dict[str, Any]:
    """The same for what only compiled functions call: nothing is made for calls from outside, which takes long."""
    return options(no_cpython_wrapper=True, no_cfunc_wrapper=True, **more)


if COMPILED:
    from numba import njit

    _decorate = njit(**options())
    _within = njit(**inner_options())
    _in_place = njit(**inner_options(forceinline=True))

    def compiled(function: Function) -> Function:
        """Compile with numba."""
        return cast("Function", _decorate(function))

    def inner(function: Function) -> Function:
        """Compile what only compiled functions call."""
        return cast("Function", _within(function))

    def inlined(function: Function) -> Function:
        """The same for what is called very often: handing over all the arrays would take longer than the work."""
        return cast("Function", _in_place(function))
else:

    def compiled(function: Function) -> Function:
        """Leave the function as it is."""
        return function

    inner = inlined = compiled
