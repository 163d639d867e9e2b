"""The raster of braille dots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.map.raster import Raster

PLACES = st.floats(-1e4, 1e4)


def drawn(raster: Raster) -> list[str]:
    return [raster.strip(row, lambda _: Style.null(), Style.null()).text for row in range(raster.height)]


def dots(raster: Raster) -> int:
    return sum((ord(char) - 0x2800).bit_count() for line in drawn(raster) for char in line if char >= "\u2800")


def test_each_dot_has_its_own_bit() -> None:
    raster = Raster(1, 1)
    for count, (x, y) in enumerate(((x, y) for x in range(2) for y in range(4)), 1):
        raster.dot(x, y, 1)
        assert dots(raster) == count
    assert drawn(raster) == ["⣿"]


def test_crossing_lines_keep_all_their_dots() -> None:
    raster = Raster(2, 1)
    raster.line(0, 0, 3, 3, 1)
    raster.line(0, 3, 3, 0, 2)
    assert dots(raster) == 8


@given(PLACES, PLACES, PLACES, PLACES, st.integers(1, 40), st.integers(1, 20))
def test_a_line_anywhere_stays_within_the_picture(
    x0: float, y0: float, x1: float, y1: float, width: int, height: int
) -> None:
    raster = Raster(width, height)
    raster.line(x0, y0, x1, y1, 1)
    assert [cell_len(line) for line in drawn(raster)] == [width] * height


@given(st.integers(0, 39), st.integers(0, 39), st.integers(0, 39), st.integers(0, 39))
def test_a_line_within_the_picture_joins_its_ends_without_a_gap(x0: int, y0: int, x1: int, y1: int) -> None:
    raster = Raster(20, 10)
    raster.line(x0, y0, x1, y1, 1)
    assert dots(raster) == max(abs(x1 - x0), abs(y1 - y0)) + 1


def test_labels_stand_over_dots_and_not_over_each_other() -> None:
    raster = Raster(10, 2)
    raster.line(0, 0, 19, 0, 1)
    assert raster.label(2, 0, "12", 3)
    assert not raster.label(3, 0, "7", 3)
    assert not raster.label(9, 0, "12", 3)
    assert not raster.label(0, 2, "x", 3)
    assert raster.label(2, 0, "◉", 3, force=True)
    line = drawn(raster)[0]
    assert line[2:4] == "◉2"
    assert cell_len(line) == 10


def test_a_wide_label_takes_two_cells_and_keeps_the_line_straight() -> None:
    raster = Raster(8, 1)
    raster.line(0, 0, 15, 3, 1)
    assert raster.label(3, 0, "店", 2)
    assert cell_len(drawn(raster)[0]) == 8


def test_between_two_labels_stays_a_gap() -> None:
    raster = Raster(12, 1)
    assert raster.label(4, 0, "12", 3)
    assert not raster.label(2, 0, "34", 3)
    assert not raster.label(6, 0, "56", 3)
    assert raster.label(1, 0, "34", 3)
    assert raster.label(7, 0, "56", 3)
    assert drawn(raster) == [" 34 12 56   "]


def test_signs_joined_to_one_take_the_cells_of_one() -> None:
    raster = Raster(12, 1)
    name = "🍜面馆👨‍👩‍👧‍👦é"
    assert raster.label(0, 0, name, 2)
    assert drawn(raster)[0].rstrip() == name
    assert cell_len(drawn(raster)[0]) == 12


def test_half_a_wide_character_is_not_left_standing() -> None:
    raster = Raster(8, 1)
    assert raster.label(1, 0, "店铺", 2)
    assert raster.label(2, 0, "◉", 3, force=True)
    assert drawn(raster)[0] == "  ◉铺   "
    assert raster.label(0, 0, "abcd", 3, force=True)
    assert drawn(raster)[0] == "abcd    "


@pytest.mark.parametrize("size", [(1, 1), (0, 0), (3, 0)])
def test_the_smallest_pictures_can_be_drawn(size: tuple[int, int]) -> None:
    raster = Raster(*size)
    raster.line(-5, -5, 5, 5, 1)
    raster.dot(0, 0, 1)
    raster.label(0, 0, "x", 1)
    assert len(drawn(raster)) == size[1]
