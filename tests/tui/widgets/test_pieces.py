"""Text in pieces: nothing is read as markup, nothing moves the cursor, no line is too wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.app import App

from tui.widgets.lines import wrapped_pieces
from tui.widgets.pieces import Cell, Piece, plain, segments, width_of, with_marks, wrapped

HOSTILE = [
    "[/b]",
    "[0]",
    "[bold red]x",
    "很长的中文名字",
    "متجر الأمل",
    "👨‍👩‍👧‍👦🍜",
    "a\x1b[31mb",
    "x\ny\tz",
    "\u202eabc\u2066",
    "\u200f\ufeff",
    "e\u0301",
]
ANY = st.text(max_size=40) | st.sampled_from(HOSTILE)
TONES = st.sampled_from(["", "a", "b"])
PIECES = st.lists(st.tuples(ANY, TONES), max_size=5)


class Bare(App[None]):
    """An app that knows no tones."""

    def tone(self, tone: str) -> Style:
        del tone
        return Style.null()


def drawn(cell: Cell, width: int, *, right: bool = False) -> str:
    return "".join(each.text for each in segments(Bare(), cell, width, Style.null(), right=right))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_drawn_as_they_are_in_exactly_the_width_there_is(text: str) -> None:
    wide = width_of(text) + 3
    for cell in (text, [(text, "")], Text(text)):
        assert drawn(cell, wide).rstrip() == plain(text).rstrip()
        assert cell_len(drawn(cell, wide)) == wide
        for width in range(1, wide):
            assert cell_len(drawn(cell, width)) == width


def test_control_and_direction_characters_are_taken_out() -> None:
    assert plain("a\x1b[31mb\x07\x9b\r\n") == "a [31mb    "
    assert plain("\u202e\u2066\u200fabc\u2069\ufeff") == "abc"
    assert plain("متجر") == "متجر"
    assert plain("👨‍👩‍👧") == "👨‍👩‍👧"


def test_what_is_cut_says_so() -> None:
    assert drawn("很长的名字", 6) == "很长… "
    assert drawn("很长的名字", 7) == "很长的…"
    assert drawn([("很长", ""), ("的名字", "")], 6).rstrip() == "很长…"
    assert drawn("12", 5, right=True) == "   12"
    assert drawn([("12", "")], 5, right=True) == "   12"


@given(PIECES, st.integers(1, 50), st.booleans())
def test_a_cell_fills_its_width_whatever_is_in_it(pieces: list[Piece], width: int, right: bool) -> None:
    plain_pieces = [(text, "") for text, _ in pieces]
    assert cell_len(drawn(plain_pieces, width, right=right)) == width
    assert cell_len(drawn("".join(text for text, _ in pieces), width, right=right)) == width


@given(ANY, st.integers(2, 50))
def test_wrapping_loses_nothing_but_spaces_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert squeezed("".join(lines)) == squeezed(plain(text))


@given(PIECES, st.integers(2, 50))
def test_wrapping_pieces_keeps_every_character_and_its_tone(pieces: list[Piece], width: int) -> None:
    lines = wrapped_pieces(pieces, width)
    assert all(sum(cell_len(text) for text, _ in line) <= width for line in lines)
    shown = [(char, tone) for line in lines for text, tone in line for char in text if not char.isspace()]
    meant = [(char, tone) for text, tone in pieces for char in plain(text) if not char.isspace()]
    assert shown == meant


def test_words_stay_whole_and_chinese_takes_its_punctuation_along() -> None:
    assert wrapped("the quick brown fox", 10) == ["the quick", "brown fox"]
    assert wrapped("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrapped("unbreakableword", 6) == ["unbrea", "kablew", "ord"]
    assert wrapped("", 9) == [""]
    assert wrapped("a\n\nb", 9) == ["a", "", "b"]


@pytest.mark.parametrize("width", [6, 9, 20])
def test_marks_stay_however_short_their_name_is_cut(width: int) -> None:
    cell = with_marks("很长很长的名字", "dim", [(" ★", ""), (" ?", "warning")])
    assert callable(cell)
    text = "".join(text for text, _ in cell(width))
    assert text.endswith(" ★ ?")
    assert cell_len(text) <= width
    assert with_marks("店", "dim", []) == [("店", "dim")]
