"""What a blank says: fields of a result as `tui.jobs.recording` takes them."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]
