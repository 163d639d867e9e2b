"""What planning refuses, with a stable code."""

from __future__ import annotations


class PlanningError(Exception):
    """A request that cannot be met. The faces turn `code` and `params` into a sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: " + ", ".join(f"{k}={v}" for k, v in params.items()))
