"""How functions are compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from routing.schedule.shim import jit


def test_a_function_is_compiled_once_for_all_integers() -> None:
    @jit(within=True)
    def twice(number: int) -> int:
        return 2 * number

    @jit()
    def several(signed: Any, unsigned: Any) -> int:
        total: int = twice(0) + twice(signed[0]) + twice(unsigned[0])
        for number in range(3):
            total += twice(number)
        return total

    assert several(np.array([-4], np.int32), np.array([5], np.uint32)) == 8
    assert len(twice.signatures) == 1
