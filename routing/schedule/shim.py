"""One source for two worlds: compiled in the engine's process, plain Python in the app.

A compiled function cannot call a plain one, and the app must not pay for a compiler. So every function
of the judge carries `compiled`, which is the identity unless the process asked for compilation by
setting `ROUNDSMAN_COMPILED=1` *before* this module is imported. Only `routing.engine.__main__` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
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


def jit(*, within: bool = False, **more: bool) -> Callable[[Function], Any]:
    """A decorator that compiles; `within`: what only compiled functions call. Nothing is made of that for calls from
    outside, which takes long.

    A function is compiled once for all widths of integers and all constants handed to it: numba alone would make
    another version for each, eight of some, which took most of the time.
    """
    from numba import njit

    decorate = njit(**options(no_cpython_wrapper=within, no_cfunc_wrapper=within, **more))

    def compiled(function: Function) -> Any:
        dispatcher = decorate(function)
        resolve = dispatcher.get_call_template

        def widened(args: Sequence[Any], kws: Mapping[str, Any]) -> Any:
            return resolve(tuple(map(_wide, args)), {name: _wide(kind) for name, kind in kws.items()})

        dispatcher.get_call_template = widened
        return dispatcher

    return compiled


def _wide(kind: Any) -> Any:
    """The type that an argument of a compiled function is handed over as."""
    from numba import types

    if isinstance(kind, types.IntegerLiteral) or kind in (types.int32, types.uint32):
        return types.int64
    return kind


if COMPILED:
    _decorate, _within, _in_place = jit(), jit(within=True), jit(within=True, forceinline=True)

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
