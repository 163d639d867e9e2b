"""How long something takes, as people write it: the table of docs/notation.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.durations import read_minutes, write_minutes
from store.notation.errors import BadNumberError


@pytest.mark.parametrize(
    ("minutes", "texts"),
    [
        (30, ("30", "30分钟", "30分", "30 min", "30 minutes", "30m", "半小时", "半个小时", "三十分钟", "30 min.", "0.5h", "３０分钟", "两刻钟")),
        (90, ("90", "1.5小时", "1.5 h", "一个半小时", "1小时半", "1小时30分", "1h30m", "1 hour 30 minutes", "1,5 h", "一小时半")),
        (60, ("1小时", "1 hour", "一个小时", "1h", "1个小时")), (15, ("15", "一刻钟")), (0, ("0",)), (1.5, ("90秒", "90 s")), (80, ("1小时20分",)),
    ],
)  # fmt: skip
def test_minutes(minutes: float, texts: tuple[str, ...]) -> None:
    assert {text: read_minutes(text) for text in texts} == dict.fromkeys(texts, minutes)


@pytest.mark.parametrize("text", ["", "-5", "x", "5公里", "分钟", "3天", "5-10分钟", "nan", "5" * 50])
def test_what_is_no_time_span(text: str) -> None:
    with pytest.raises(BadNumberError):
        read_minutes(text)


@given(st.integers(0, 1440), st.sampled_from(["zh", "en"]))
def test_minutes_written_are_read_again(minutes: int, language: str) -> None:
    assert read_minutes(write_minutes(minutes, language)) == minutes
