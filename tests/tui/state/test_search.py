"""Finding outlets as one types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.records import Outlet
from tests.tui.town import NAMES, outlet
from tui.state.search import OutletIndex, folded, pinyin_of


@pytest.fixture(scope="module")
def index() -> OutletIndex:
    words = {"grocery": "杂货店", "convenience": "便利店"}
    outlets = [Outlet.model_validate(outlet(number)) for number in range(1, 13)]
    return OutletIndex(outlets, lambda each: words.get(each.channel or "", ""))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("老王", "C01"),
        ("lwyjd", "C01"),
        ("LWYJD", "C01"),
        ("ｌｗｙｊｄ", "C01"),
        ("laowang", "C01"),
        ("[/b]", "C02"),
        ("[0]", "C03"),
        ("متجر", "C05"),
        ("🍜", "C06"),
        ("cqxm", "C07"),
        ("zqxm", "C07"),
        ("clyh", "C08"),
        ("zlyx", "C08"),
        ("söhne", "C09"),
        ("ZOË", "C09"),
        ("c12", "C12"),
        ("Ｃ１２", "C12"),
        ("13800000009", "C09"),
        ("人民路7号", "C07"),
        ("lyjd", "C01"),
    ],
)
def test_an_outlet_is_found_by_what_one_knows_of_it(index: OutletIndex, typed: str, found: str) -> None:
    assert index.find(typed) == [found]


def test_every_word_narrows(index: OutletIndex) -> None:
    assert index.find("杂货 人民路1号") == ["C01"]
    assert index.find("便利店 银行") == ["C08"]
    assert index.find("老王 nothing") == []


def test_nothing_typed_finds_all_in_the_books_order(index: OutletIndex) -> None:
    assert index.find("  ") == list(NAMES)


def test_letters_with_gaps_count_only_where_nothing_else_fits(index: OutletIndex) -> None:
    assert index.find("lwd") == ["C01"]
    assert index.find("w") != []
    assert index.find("qqqq") == []


def test_a_name_has_an_initial_for_every_reading() -> None:
    initials, whole = pinyin_of("重庆A1")
    assert {"zqa1", "cqa1"} <= set(initials.split())
    assert whole.endswith("qinga1")
    assert pinyin_of("Plain") == ("", "")
    assert pinyin_of("（！）") == ("", "")


def test_readings_do_not_multiply_without_end() -> None:
    initials, _ = pinyin_of("重行乐长" * 20)
    assert 1 < len(initials.split()) <= 8


@given(st.text(max_size=30))
def test_any_name_can_be_indexed_and_is_found_by_itself(name: str) -> None:
    made = Outlet.model_validate({"id": "X", "name": name or "x"})
    index = OutletIndex([made])
    assert index.find(folded(made.name)) == ["X"]
    assert index.find(name) == ["X"]
