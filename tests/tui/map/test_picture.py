"""The picture of a day: every stop is on it, the chosen route is numbered, the scale is right."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.style import Style

from tui.map.colours import COUNT, faint_colour, route_colour
from tui.map.picture import (
    CHOSEN_STOP,
    LEFT_OUT,
    PLAIN,
    STREET,
    Point,
    Track,
    View,
    draw,
    draw_streets,
    fitted,
    ink_of,
    route_of,
)
from tui.map.raster import Raster

POINTS = st.lists(st.tuples(st.floats(29, 31), st.floats(119, 121)), min_size=1, max_size=40)


def drawn(raster: Raster) -> list[str]:
    return [raster.strip(row, lambda _: Style.null(), Style.null()).text for row in range(raster.height)]


@given(POINTS, st.integers(8, 100), st.integers(4, 50))
def test_every_stop_is_on_the_picture(points: list[Point], width: int, height: int) -> None:
    raster = Raster(width, height)
    view = fitted(points, raster)
    assert view is not None
    for point in points:
        x, y = view.dots(point, raster)
        assert 0 <= x < raster.dots_wide
        assert 0 <= y < raster.dots_high


@given(POINTS, st.integers(16, 100), st.integers(6, 50))
def test_north_is_up_and_east_is_right_on_one_scale(points: list[Point], width: int, height: int) -> None:
    raster = Raster(width, height)
    view = fitted(points, raster)
    assert view is not None
    middle = view.dots((view.lat, view.lon), raster)
    north = view.dots((view.lat + 0.001, view.lon), raster)
    east = view.dots((view.lat, view.lon + 0.001 / math.cos(math.radians(view.lat))), raster)
    assert north[1] < middle[1]
    assert east[0] > middle[0]
    assert middle[1] - north[1] == pytest.approx(east[0] - middle[0], rel=1e-6)


def test_nothing_to_draw_gives_no_view() -> None:
    assert fitted([], Raster(10, 10)) is None


def test_one_point_alone_or_all_at_one_place_can_be_drawn() -> None:
    raster = Raster(20, 10)
    view = fitted([(30.0, 120.0)] * 3, raster)
    assert view is not None
    draw(raster, view, [Track(0, ((30.0, 120.0),) * 3)], chosen=0, mark=(30.0, 120.0))
    assert "◉" in "".join(drawn(raster))


def test_the_chosen_route_is_numbered_depots_and_left_out_stops_are_marked() -> None:
    raster = Raster(60, 30)
    home = (30.0, 120.0)
    here = ((30.02, 120.02), (30.03, 119.98), (29.97, 120.03))
    view = fitted([home, *here, (29.96, 119.96)], raster)
    assert view is not None
    draw(
        raster,
        view,
        [Track(0, here, home, home), Track(1, ((30.01, 120.01),), home, None)],
        chosen=0,
        left_out=[(29.96, 119.96)],
        mark=here[1],
    )
    text = "\n".join(drawn(raster))
    assert "1" in text
    assert "◉" in text
    assert "3" in text
    assert "×" in text
    assert "■" in text


@pytest.mark.parametrize("metres", [3.0, 80.0, 1234.0, 56_000.0, 900_000.0])
def test_the_scale_bar_is_as_long_as_it_says(metres: float) -> None:
    raster = Raster(80, 20)
    view = fitted([(30.0, 120.0), (30.0 + metres / 111_195, 120.0)], raster)
    assert view is not None
    draw(raster, view, [])
    bar, _, rest = drawn(raster)[-1].partition("┤")
    number, unit = rest.split()[:2]
    said = float(number) * (1000 if unit == "km" else 1)
    assert (len(bar) + 1) * 2 * view.metres == pytest.approx(said, abs=2 * view.metres)
    assert number.strip("0.")[:1] in "125"


def test_a_picture_too_small_for_the_scale_has_none() -> None:
    raster = Raster(10, 4)
    view = fitted([(30.0, 120.0), (30.1, 120.0)], raster)
    assert view is not None
    draw(raster, view, [])
    assert "┤" not in "".join(drawn(raster))


@given(st.integers(0, 200), st.booleans())
def test_an_ink_tells_its_route(number: int, faint: bool) -> None:
    assert route_of(ink_of(number, faint=faint)) == (number, faint)
    assert ink_of(number, faint=faint) not in (PLAIN, CHOSEN_STOP, LEFT_OUT)


@pytest.mark.parametrize("ink", [PLAIN, CHOSEN_STOP, LEFT_OUT])
def test_other_inks_are_no_routes(ink: int) -> None:
    assert route_of(ink) is None


@pytest.mark.parametrize("dark", [True, False])
def test_routes_are_told_apart_and_stand_out_from_the_ground(dark: bool) -> None:
    ground = (18, 22, 28) if dark else (246, 246, 242)
    colours = [route_colour(number, dark=dark).get_truecolor() for number in range(COUNT)]
    assert len(set(colours)) == COUNT
    assert route_colour(COUNT, dark=dark) == route_colour(0, dark=dark)
    for number, colour in enumerate(colours):
        assert contrast(colour, ground) >= 3.5, number
        assert contrast(faint_colour(number, dark=dark).get_truecolor(), ground) < contrast(colour, ground)


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@given(POINTS)
def test_a_track_of_any_length_can_be_drawn(points: list[Point]) -> None:
    assume(points)
    raster = Raster(40, 20)
    view = fitted(points[:3], raster)
    assert view is not None
    draw(raster, view, [Track(5, tuple(points), points[0], None)], chosen=5, left_out=points[:2])
    assert len(drawn(raster)) == 20


def test_a_route_follows_its_streets_and_roads_lie_behind_it() -> None:
    ground = Raster(20, 10)
    view = View(30.0, 120.0, 50.0)
    draw_streets(ground, view, [("main", ((29.9, 120.0), (30.1, 120.0))), ("street", ((30.0, 119.9), (30.0, 120.1)))])
    behind = set(ground._ink.flat)
    assert STREET in behind
    assert sum(ink == STREET for ink in ground._ink.flat) == 10, "small streets only where there is room"
    raster = Raster(20, 10)
    raster.over(ground)
    corner = (30.005, 120.005)
    track = Track(0, ((30.005, 119.995), (29.995, 120.005)), way=((30.005, 119.995), corner, (29.995, 120.005)))
    draw(raster, view, [track], chosen=0)
    x, y = (int(place) for place in view.dots(corner, raster))
    assert raster._ink[y >> 2, x >> 1] == ink_of(0, faint=False)
    straight = Raster(20, 10)
    draw(straight, view, [Track(0, track.points)], chosen=0)
    assert straight._ink[y >> 2, x >> 1] == 0
    assert set(ground._ink.flat) == behind, "the ground is not drawn on"
