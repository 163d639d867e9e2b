"""What is said of one blank in several places, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KEYS: Mapping[str, tuple[str, ...]] = {
    "stock": ("product", "produced"),
    "order": ("product", "gift"),
    "delivery": ("product",),
    "payments": ("method",),
    "empties": ("item",),
    "photos": ("path",),
}
"""What tells the things of a list apart."""


def joined(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any] | None:
    """Facts said twice as one; None where they do not agree. Lists join where they name other things."""
    if _without_goods(before) != _without_goods(after) and "order" in {*before, *after}:
        return None
    found = dict(before)
    for name, value in after.items():
        known = found.get(name)
        if known is None or known == value:
            found[name] = value
        elif name in _KEYS and isinstance(known, list) and isinstance(value, list):
            fresh = [line for line in value if line not in known]
            if {_key(name, line) for line in fresh} & {_key(name, line) for line in known}:
                return None
            found[name] = known + fresh
        elif name == "skipped" and not known.keys() & value.keys():
            found[name] = {**known, **value}
        else:
            return None
    return found


def _without_goods(facts: Mapping[str, Any]) -> bool:
    """Whether facts say no goods of an order, but what it comes to, as the words for no order do."""
    return "order_value" in facts and "order" not in facts


def _key(name: str, line: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(line.get(each) for each in _KEYS[name])
