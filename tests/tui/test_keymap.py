"""Keys: their full-width twins and how they are shown."""

from __future__ import annotations

import pytest

from tui.keymap import character, shown, twins


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ctrl+q", "^Q"),
        ("f5", "F5"),
        ("shift+up", "⇧↑"),
        ("ctrl+down", "^↓"),
        ("question_mark", "?"),
        ("left_square_bracket", "["),
        ("plus", "+"),
        ("S", "S"),
        ("s", "s"),
        ("enter", "⏎"),
        ("insert", "Ins"),
        ("delete", "Del"),
        ("space", "␣"),
        ("shift+tab", "⇧Tab"),
        ("alt+x", "Alt+x"),
    ],
)
def test_keys_are_shown_as_people_read_them(key: str, expected: str) -> None:
    assert shown(key) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("y", ("ｙ",)),
        ("question_mark", ("？",)),
        ("left_square_bracket", ("【", "［")),
        ("slash", ("、", "／")),
        ("full_stop", ("。", "．")),
        ("space", ("ideographic_space",)),
        ("f5", ()),
        ("ctrl+q", ()),
        ("escape", ()),
    ],
)
def test_the_same_key_with_an_input_method_on(key: str, expected: tuple[str, ...]) -> None:
    assert twins(key) == expected


def test_a_key_that_sends_no_character_has_none() -> None:
    assert character("f1") is None
    assert character("enter") is None
    assert character("plus") == "+"
    assert character("!") == "!"
