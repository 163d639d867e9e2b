"""Colours that tell routes apart, on dark and on light ground.

Twelve hues, ordered so that neighbours in the list differ in lightness too and stay apart for most
colour-blind eyes; after twelve they come round again.
"""

from __future__ import annotations

from functools import cache

from rich.color import Color
from rich.style import Style

_DARK = (
    "#56b4e9", "#e69f00", "#44cf9c", "#f07ab8", "#f0e442", "#a58bff",
    "#ff8a5c", "#7fdbda", "#c6e377", "#d7a8ff", "#ffc9a3", "#9db4d0",
)  # fmt: skip
_LIGHT = (
    "#0067a5", "#b35c00", "#00795a", "#b0307c", "#7d6b00", "#5a3fc0",
    "#c23b12", "#00777a", "#537a00", "#8a35b8", "#8c5a3c", "#4a5f7a",
)  # fmt: skip
COUNT = len(_DARK)
_FAINT = 0.45
"""How much of its colour a route in the background keeps."""


@cache
def route_colour(number: int, *, dark: bool = True) -> Color:
    """The colour of the route at this place of the list, counted from 0."""
    return Color.parse((_DARK if dark else _LIGHT)[number % COUNT])


@cache
def faint_colour(number: int, *, dark: bool = True) -> Color:
    """The same colour drawn back towards the ground."""
    ground = 18 if dark else 246
    parts = route_colour(number, dark=dark).get_truecolor()
    red, green, blue = (round(ground + (part - ground) * _FAINT) for part in parts)
    return Color.from_rgb(red, green, blue)


@cache
def street_style(*, dark: bool = True) -> Style:
    """Roads in the background: hardly more than the ground."""
    return Style(color=Color.from_rgb(58, 62, 70) if dark else Color.from_rgb(208, 210, 214))


@cache
def route_style(number: int, *, dark: bool = True, faint: bool = False) -> Style:
    colour = faint_colour if faint else route_colour
    return Style(color=colour(number, dark=dark))
