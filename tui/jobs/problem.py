"""What the service's rules say of a document that they refuse, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.locale import Translator

_MOST = 40
"""Characters of a value that are shown."""


def problem_sentence(t: Translator, problem: dict[str, Any], field: str | None = None) -> str:
    """One problem that has a sentence among ``service.problem``; `field` is what its field is called there."""
    value = problem.get("value")
    shown = "" if value is None or isinstance(value, dict | list) else str(value)[:_MOST]
    params = {"field": field or problem["field"], "value": shown} | problem.get("params", {})
    rungs = {name: t(f"service.rung.{params[name]}") for name in ("rung", "below") if name in params}
    return t(f"service.problem.{problem['code']}", **params | rungs)
