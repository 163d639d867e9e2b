"""What is raised for a text that says nothing of the kind asked for."""

from __future__ import annotations


class NotationError(ValueError):
    """`code` names what was wanted (``bad_hours``), `text` is the part that could not be read."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.params = {"value": text[:60]}


class BadNumberError(NotationError):
    """Not the number, amount, time of day or quantity asked for; the code of its sentence."""

    def __init__(self, code: str = "bad_number", text: str = "") -> None:
        super().__init__(code, text)


class TwoReadingsError(BadNumberError):
    """A text that may mean two things: `readings` are they, as a writer writes them. To be asked, never chosen.

    `about` names what is open where that is no sign and no order: ``on_top`` for goods that may be free.
    """

    def __init__(self, text: str, readings: tuple[str, ...], about: str = "") -> None:
        super().__init__("two_readings", text)
        self.readings, self.about = readings, about
        self.params["readings"] = " / ".join(readings)


class HoursError(NotationError):
    """A text that says no hours."""

    def __init__(self, text: str) -> None:
        super().__init__("bad_hours", text)


class PositionError(NotationError):
    """A position that cannot be believed: `code` is half_position, not_a_position, out_of_range or swapped."""

    def __init__(self, code: str, field: str, value: str) -> None:
        super().__init__(code, value)
        self.field, self.value = field, value
