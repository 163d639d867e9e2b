"""Changes of a call that survive another device: where it has written meanwhile, they join what stands there now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from store.errors import ConflictError


class Joined(Protocol):
    """What is joined: it counts how often, and reads again."""

    joined: int

    def reread(self) -> None: ...


S = TypeVar("S", bound=Joined)
P = ParamSpec("P")


def joining(change: Callable[Concatenate[S, P], None]) -> Callable[Concatenate[S, P], None]:
    """The change, made anew on what another device has written where that came in between."""

    @wraps(change)
    def joined(session: S, /, *args: Any, **kwargs: Any) -> None:
        try:
            change(session, *args, **kwargs)
        except ConflictError:
            session.reread()
            session.joined += 1
            change(session, *args, **kwargs)

    return joined
