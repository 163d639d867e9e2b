"""Something about what was promised or owed that somebody should see to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to see to: `code` names its sentence, `level` is note, warning or breach."""

    code: str
    level: str
    kind: str
    id: str
    outlet: str | None
    params: dict[str, Any] = field(default_factory=dict)
