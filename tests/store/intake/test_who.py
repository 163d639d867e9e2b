"""Whom a row means: codes written otherwise, names that several have, codes and names that disagree."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.intake import Intake, read_table, take_outlets
from store.records import Outlet, Rep

HEADER = "客户编码,客户名称,业务员编码,业务员\n"


def taken(folder: Path, rows: str, on_file: str = "", header: str = HEADER, **reps: str) -> Intake[Outlet]:
    """`on_file` are ids of outlets, `reps` names by id."""
    path = folder / "a.csv"
    path.write_text(header + rows, encoding="utf-8")
    outlets = {each: Outlet.model_validate({"id": each, "name": f"店{each}"}) for each in on_file.split()}
    staff = {each: Rep(id=each, name=name) for each, name in reps.items()}
    return take_outlets(read_table(path), existing=outlets, reps=staff)


def told(found: Intake[Outlet]) -> list[tuple[int, str]]:
    return [(each.row, each.code) for each in (*found.errors, *found.warnings) if each.code != "not_placed"]


@pytest.mark.parametrize(("code", "known"), [("42", "00042"), ("a1", "A1"), ("ａ1", "A1"), ("0042", "00042")])
def test_a_code_that_differs_by_zeros_or_capitals_is_the_one_on_file(tmp_path: Path, code: str, known: str) -> None:
    found = taken(tmp_path, f"{code},新名,,\n", "00042 A1")
    assert [outlet.id for outlet in found.records] == [known]
    assert (found.updated, told(found)) == (1, [(2, "written_as")])


def test_a_code_on_file_is_that_one_whatever_else_is_alike(tmp_path: Path) -> None:
    found = taken(tmp_path, "42,新名,,\n", "42 00042")
    assert ([outlet.id for outlet in found.records], told(found)) == (["42"], [])


def test_a_code_that_may_be_several_is_held_back(tmp_path: Path) -> None:
    found = taken(tmp_path, "042,新名,,\n", "42 00042")
    assert (found.rejected, told(found)) == (1, [(2, "id_ambiguous")])
    assert found.errors[0].params["known"] == "00042, 42"


def test_two_rows_whose_codes_differ_only_so_are_one_outlet_twice(tmp_path: Path) -> None:
    found = taken(tmp_path, "007,东门,,\n7,东门,,\n7,西门,,\n")
    assert [(outlet.id, outlet.name) for outlet in found.records] == [("007", "东门")]
    assert (found.added, found.unchanged, found.rejected) == (1, 1, 1)
    assert (3, "id_alike") in told(found)
    assert (4, "id_twice") in told(found)


def test_two_reps_of_one_name_leave_the_outlet_with_the_one_it_has(tmp_path: Path) -> None:
    found = taken(tmp_path, "A,甲店,,张三\nB,乙店,R2,张三\n", R1="张三", R2="张三")
    assert [(outlet.id, outlet.rep) for outlet in found.records] == [("A", None), ("B", "R2")]
    assert told(found) == [(2, "rep_ambiguous")]


def test_a_code_and_a_name_of_two_reps_set_neither(tmp_path: Path) -> None:
    found = taken(tmp_path, "A,甲店,R1,李四\n", R1="张三", R2="李四")
    assert (found.records[0].rep, told(found)) == (None, [(2, "rep_disagrees")])


def test_a_code_under_another_name_counts_and_is_told_once(tmp_path: Path) -> None:
    found = taken(tmp_path, "A,甲店,R1,王五\nB,乙店,R1,王五\n", R1="张三")
    assert {outlet.rep for outlet in found.records} == {"R1"}
    assert told(found) == [(2, "rep_other_name")]


def test_a_name_under_another_code_counts_unless_it_has_two(tmp_path: Path) -> None:
    found = taken(tmp_path, "A,甲店,007,张三\nB,乙店,008,张三\n", R1="张三")
    assert [outlet.rep for outlet in found.records] == ["R1", None]
    assert told(found) == [(2, "rep_other_code"), (3, "rep_ambiguous")]


def test_new_reps_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    found = taken(tmp_path, "A,甲店,001,张三\nB,乙店,002,张三\nC,丙店,1,张三\n")
    assert [outlet.rep for outlet in found.records] == ["001", "002", "001"]
    assert [(rep.id, rep.name) for rep in found.reps] == [("001", "张三"), ("002", "张三")]


def test_an_outlet_without_a_code_is_the_one_of_its_name(tmp_path: Path) -> None:
    found = taken(tmp_path, "店A1,13800001111\n店Z9,13800002222\n", "A1 B2", header="客户名称,电话\n")
    assert (found.records[0].id, found.records[0].phone) == ("A1", "13800001111")
    assert (found.updated, found.added) == (1, 1)
    assert (2, "known_by_name") in told(found)


@pytest.mark.parametrize(
    ("code", "phone", "expected"),
    [
        ("42.0", "13800001111.0", ("42", "13800001111")),
        ("Ｋ１", "１３８００００１１１１", ("K1", "13800001111")),
        ('="0042', "'057188881111", ("0042", "057188881111")),
        ("’0042", "+86 138 0000 1111", ("0042", "+86 138 0000 1111")),
        ("1.234567E+06", "13800001111(王姐)", ("1234567", "13800001111(王姐)")),
    ],
)
def test_codes_are_read_as_codes_and_phones_stay_as_they_are_written(
    tmp_path: Path, code: str, phone: str, expected: tuple[str, str]
) -> None:
    found = taken(tmp_path, f"{code},甲店,{phone}\n", header="客户编码,客户名称,电话\n")
    assert [(outlet.id, outlet.phone) for outlet in found.records] == [expected]


def test_one_phone_is_known_however_it_is_written(tmp_path: Path) -> None:
    text = "S1,甲店,13800001111/13900002222\nS2,乙店,+86 139-0000-2222\nS3,丙店,0571-88881111转801\nS4,丁店,+86 571 88881111\nS5,戊店,110\nS6,己店,110\n"
    found = taken(tmp_path, text, header="客户编码,客户名称,电话\n")
    assert [each for each in told(found) if each[1] == "same_phone"] == [(3, "same_phone"), (5, "same_phone")]


def test_digits_lost_make_no_code_and_no_phone(tmp_path: Path) -> None:
    found = taken(
        tmp_path,
        "S1,甲店,1.38E+10\n6.90123E+12,丙店,057188881111\n6.90123E+12,丁店,057188882222\n",
        header="客户编码,客户名称,电话\n",
    )
    assert [(outlet.id, outlet.phone) for outlet in found.records] == [("S1", None)]
    assert told(found) == [(3, "digits_lost"), (4, "digits_lost"), (2, "digits_lost")]
