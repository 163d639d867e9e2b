"""How what a record holds is written in one line, in a cell of a table or typed by hand, in both languages.

Each way of writing is a pair: ``read_X`` takes a text to plain JSON values and raises `NotationError` for one
that says nothing of the kind; ``write_X`` gives the text that `read_X` takes back to the same value.
"""

from store.notation.calendar import read_calendar, write_calendar
from store.notation.dates import read_spans, write_spans
from store.notation.days import read_days, read_off, write_days, write_off
from store.notation.errors import NotationError
from store.notation.hours import read_day_hours, read_hours, read_shifts, write_day_hours, write_hours, write_shifts
from store.notation.lists import read_digits, read_levels, read_words, write_digits, write_levels, write_words
from store.notation.pauses import read_pauses, write_pauses
from store.notation.places import read_place, read_zone, write_place, write_zone
from store.notation.rhythms import read_rhythm, write_rhythm
from store.notation.traffic import read_traffic, write_traffic
from store.notation.units import read_units, write_units

__all__ = [
    "NotationError",
    "read_calendar",
    "read_day_hours",
    "read_days",
    "read_digits",
    "read_hours",
    "read_levels",
    "read_off",
    "read_pauses",
    "read_place",
    "read_rhythm",
    "read_shifts",
    "read_spans",
    "read_traffic",
    "read_units",
    "read_words",
    "read_zone",
    "write_calendar",
    "write_day_hours",
    "write_days",
    "write_digits",
    "write_hours",
    "write_levels",
    "write_off",
    "write_pauses",
    "write_place",
    "write_rhythm",
    "write_shifts",
    "write_spans",
    "write_traffic",
    "write_units",
    "write_words",
    "write_zone",
]
