"""What is raised for a text that says nothing of the kind asked for."""

from __future__ import annotations


class NotationError(ValueError):
    """`code` names what was wanted (``bad_hours``), `text` is the part that could not be read."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.params = {"value": text[:60]}
