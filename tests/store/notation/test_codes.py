"""Codes, phone numbers and empty cells as spreadsheets hand them over: the tables of docs/notation.md."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.notation.codes import code_key, loose_code_key, read_code
from store.notation.errors import NotationError
from store.notation.phones import phone_key, read_phones, write_phones
from store.notation.words import is_empty


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A-001", "A-001"), ("00042", "00042"), ("a/b 7", "a/b 7"), ("ＡＢ１２", "AB12"), ('="00042"', "00042"),
        ('=""00042""', "00042"), ('="00042', "00042"), ("'00042", "00042"), ("’00042", "00042"), ("\t00042\u00a0", "00042"),
        ("\u200b00042", "00042"), ("42.0", "42"), ("1234567890.0", "1234567890"), ("1234567890123.00", "1234567890123"),
        ("123456789012345.0", "123456789012345"), ("1234567890123456.0", "1234567890123456"), ("1E5", "1E5"),
        ("12E3", "12E3"), ("3E-2", "3E-2"), ("1.2", "1.2"), ("1.0.3", "1.0.3"), ("10.10", "10.10"), ("P-1.0", "P-1.0"),
        ("店铺①", "店铺①"), ("#12", "#12"), ("007", "007"), ("x'y", "x'y"),
    ],
)  # fmt: skip
def test_codes(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12345678901234567.0", "digits_lost"), ("1.234567890123457e+17", "digits_lost"), ("6.90123E+12", "digits_lost"),
        ("1.38E+10", "digits_lost"), ("6,90123E+12", "digits_lost"), ("6E+12", "digits_lost"), ("#REF!", "error_cell"),
        ("#N/A", "error_cell"), ("", "bad_code"), (" ", "bad_code"),
    ],
)  # fmt: skip
def test_what_is_no_code(text: str, code: str) -> None:
    with pytest.raises(NotationError) as raised:
        read_code(text)
    assert raised.value.code == code


def test_codes_are_compared_by_their_keys() -> None:
    assert len({code_key(code) for code in ("ab-001", "AB-001", " ＡＢ-001 ")}) == 1
    assert code_key("0042") != code_key("42")
    assert loose_code_key("0042") == loose_code_key("42") == "42"
    assert loose_code_key("000") == loose_code_key("0") == "0"
    assert loose_code_key("A007") != loose_code_key("A7")
    assert loose_code_key("") == ""


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        *((text, ["13800001111"]) for text in (
            "13800001111", "138 0000 1111", "138-0000-1111", "１３８００００１１１１", "13800001111.0", "tel: 13800001111",
            "电话：13800001111", "13800001111(王姐)", "13800001111（王姐）", "王姐 13800001111", "王姐13800001111", "13800001111 王姐",
            "'13800001111", "13800001111，", "138\u00a00000\u00a01111",
        )),
        *((text, ["+8613800001111"]) for text in ("+86 138 0000 1111", "+8613800001111", "0086 13800001111", "+86-13800001111")),
        *((text, ["057188881111"]) for text in (
            "(0571) 8888 1111", "0571-88881111", "0571 88881111", "（0571）88881111", '="057188881111"', "0571-8888 1111",
        )),
        *((text, ["057188881111转801"]) for text in (
            "0571-88881111转801", "0571-88881111-801", "057188881111 ext. 801", "057188881111 x801", "057188881111分机801",
        )),
        *((text, ["13800001111", "13900002222"]) for text in (
            "13800001111/13900002222", "13800001111、13900002222", "13800001111;13900002222", "13800001111，13900002222",
            "13800001111\n13900002222", "13800001111 13900002222", "13800001111 / 13900002222", "13800001111或13900002222",
        )),
        ("88881111/2222", ["88881111", "2222"]), ("+44 20 7946 0018", ["+442079460018"]), ("110", ["110"]),
        ("+358 40 123 4567", ["+358401234567"]), ("040-123 4567", ["0401234567"]), ("(415) 555-0132", ["4155550132"]),
        ("+1 (415) 555-0132", ["+14155550132"]), ("13800001111/13800001111", ["13800001111"]),
    ],
)  # fmt: skip
def test_phones(text: str, phones: list[str]) -> None:
    assert read_phones(text) == phones
    assert read_phones(write_phones(phones)) == phones


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.38E+10", "digits_lost"), ("1.38001E+10", "digits_lost"), ("", "bad_phone"), ("无", "bad_phone"), ("电话", "bad_phone"),
        ("12", "bad_phone"), ("1234567890123456789", "bad_phone"), ("a@b.c", "bad_phone"), ("1" * 5000, "bad_phone"),
        ("1/" * 5000, "bad_phone"),
    ],
)  # fmt: skip
def test_what_is_no_phone(text: str, code: str) -> None:
    with pytest.raises(NotationError) as raised:
        read_phones(text)
    assert raised.value.code == code


def test_phones_are_compared_by_their_keys() -> None:
    assert len({phone_key(p) for p in ("13800001111", "+8613800001111", "8613800001111", "0086 138 0000 1111")}) == 1
    assert len({phone_key(p) for p in ("057188881111", "+86 571 88881111", "0571-88881111转801")}) == 1
    assert phone_key("+358401234567") != phone_key("0401234567")


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u3000", "-", "--", "—", "——", "－", "/", "\\", "\\N", "NULL", "null", "None", "nan", "NaN", "N/A", "n/a",
     "NA", "#N/A", "无", "無", "暂无", "空", "(空)", "（无）", "nil", "未填"],
)  # fmt: skip
def test_empty_cells(text: str) -> None:
    assert is_empty(text)


@pytest.mark.parametrize("text", ["0", "0.00", "否", "no", "#REF!", "Na", "x", "无糖", "00", "-5", "?"])
def test_cells_that_say_something(text: str) -> None:
    assert not is_empty(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_told(text: str) -> None:
    for read in (read_code, read_phones):
        try:
            assert read(text)
        except NotationError as error:
            assert error.code in {"bad_code", "bad_phone", "digits_lost", "error_cell"}
