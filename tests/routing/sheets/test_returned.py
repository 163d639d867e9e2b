"""Rows of a returned table: which stop they are, and what a spreadsheet made of their blanks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from routing.sheets.cells import ReturnedRow, Was
from routing.sheets.form import FormItem, FormProduct, Forms, StopForm
from routing.sheets.returned import Owner, results_of

TODAY = dt.date(2026, 12, 2)
OTHERS = {"7": StopForm(0, "7", "老七店"), "X9": StopForm(0, "X9", "路外店")}
FORMS = Forms(
    [
        StopForm(1, "888", "另店"),
        StopForm(2, "007", "邦德店"),
        StopForm(3, "2-3", "日期店"),
        StopForm(4, "1E5", "科学店"),
        StopForm(5, "000123", "零号店"),
        StopForm(6, "c10", "邦德店二店"),
        StopForm(7, "V1", "两次店", "visit"),
        StopForm(8, "V1", "两次店", "delivery"),
    ],
    OTHERS.get,
)
WITHOUT_SEVEN = Forms(FORMS.stops)
OWNER = Owner("01", TODAY, ["王磊"], {"2", "02"})


def table(row: dict[str, str], forms: Forms = FORMS, was: dict[str, Was] | None = None) -> Any:
    row = {"备注": "在", **row}
    kinds = [(was or {}).get(name, Was.TEXT) for name in row]
    return results_of(list(row), [ReturnedRow(5, list(row.values()), kinds)], forms, OWNER)


@pytest.mark.parametrize(
    ("seq", "code", "name", "wanted", "told"),
    [
        ("1", "888", "另店", "888", False),
        ("9", "888", "另店", "888", False),  # numbered as on an earlier revision
        ("", "888", "", "888", False),
        ("1", "888", "改过名的", "888", False),
        ("3", "888", "改过名的", None, False),
        ("2", "888", "邦德店", None, False),
        ("3", "2月3日", "日期店", "2-3", True),
        ("3", "2026/2/3", "日期店", "2-3", True),
        ("3", "2月3日", "", None, False),
        ("2", "2月3日", "日期店", None, False),
        ("4", "1.00E+05", "科学店", "1E5", True),
        ("4", "100000", "科学店", "1E5", True),
        ("5", "123", "零号店", "000123", True),
        ("", "123", "", "000123", True),
        ("5", "123.0", "零号店", "000123", True),
        ("5", "１２３", "零号店", "000123", True),
        ("5", "123", "邦德店", None, False),
        ("6", "C10", "邦德店二店", "c10", True),
        ("2", "007", "邦德店", "007", False),
        ("2", "007", "邦德店二店", None, False),
        ("", "X9", "路外", "X9", False),
        ("", "X9", "", "X9", False),
        ("", "X9", "零号店", None, False),
        ("2", "", "邦德店", "007", True),
        ("2", "", "", None, False),
        ("", "", "", None, False),
        ("2", "C9999", "邦德店", None, False),
        ("", "C9999", "", "C9999", False),  # nobody's: told by those who know the outlets
    ],
)
def test_a_row_is_the_stop_that_its_id_number_and_name_agree_on(
    seq: str, code: str, name: str, wanted: str | None, told: bool
) -> None:
    found = table({"序号": seq, "编码": code, "名称": name})
    assert [result["outlet"] for _, result in found.results] == ([wanted] if wanted else [])
    assert bool(found.notes) is told
    assert len(found.unusable) == (0 if wanted else 1)


@pytest.mark.parametrize(
    ("seq", "name", "forms", "wanted"),
    [
        ("2", "邦德店", FORMS, None),  # there is another outlet 7
        ("", "邦德店", FORMS, None),
        ("", "", FORMS, None),
        ("2", "", FORMS, None),
        ("", "老七店", FORMS, "7"),
        ("2", "邦德店", WITHOUT_SEVEN, "007"),
        ("", "", WITHOUT_SEVEN, "007"),
        ("1", "", WITHOUT_SEVEN, None),
        ("1", "另店", WITHOUT_SEVEN, None),
    ],
)
def test_an_id_that_lost_its_zeros_is_never_another_outlets_call(
    seq: str, name: str, forms: Forms, wanted: str | None
) -> None:
    found = table({"序号": seq, "编码": "7", "名称": name}, forms)
    assert [result["outlet"] for _, result in found.results] == ([wanted] if wanted else [])
    assert len(found.unusable) == (0 if wanted else 1)


def test_an_id_on_the_route_that_lost_its_zeros_is_not_the_other_stop_of_that_number() -> None:
    forms = Forms([StopForm(1, "7", "甲店"), StopForm(2, "007", "乙店")])
    assert [r["outlet"] for _, r in table({"序号": "1", "编码": "7", "名称": "甲店"}, forms).results] == ["7"]
    for row in (
        {"序号": "2", "编码": "7", "名称": "乙店"},
        {"序号": "2", "编码": "7"},
        {"编码": "7", "名称": "乙店"},
    ):
        found = table(row, forms)
        assert found.results == []
        assert [each.code for each in found.unusable] == ["row_disagrees"]


@pytest.mark.parametrize(
    ("seq", "kind", "wanted"),
    [("7", "", "visit"), ("8", "", "delivery"), ("8", "拜访", "visit"), ("7", "delivery", "delivery"), ("", "", None),
     ("7", "检核", None)],
)  # fmt: skip
def test_two_stops_at_one_outlet_are_told_apart(seq: str, kind: str, wanted: str | None) -> None:
    found = table({"序号": seq, "编码": "V1", "名称": "两次店", "类型": kind})
    assert [result["stop_kind"] for _, result in found.results] == ([wanted] if wanted else [])
    assert [each.code for each in found.unusable] == ([] if wanted else ["row_which_kind"])


@pytest.mark.parametrize(
    ("rep", "his"),
    [
        ("01", True),
        ("1", True),
        ("1.0", True),
        ("王磊", True),
        ("", True),
        ("2", False),
        ("02", False),
        ("R7", False),
    ],
)
def test_whose_row_it_is(rep: str, his: bool) -> None:
    assert bool(table({"业务代表": rep, "编码": "888"}).results) is his


@pytest.mark.parametrize(
    ("text", "same"),
    [("2026-12-02", True), ("2026/12/2", True), ("12/2/2026", True), ("2/12/2026", True), ("02.12.2026", True),
     ("46358", True), ("2-Dec-26", True), ("12月2日", True), ("2026年12月2日", True), ("2026-12-02 00:00:00", True),
     ("2026-12-03", False), ("3/12/2026", False), ("46359", False), ("明天", False), ("12月3日", False)],
)  # fmt: skip
def test_a_date_is_known_in_any_order(text: str, same: bool) -> None:
    found = table({"日期": text, "编码": "888"})
    assert bool(found.results) is same
    assert [each.code for each in found.unusable] == ([] if same else ["other_date"])


POINTS = tuple(FormItem(f"p{n}", f"点{n}") for n in range(1, 5))
SHOP = StopForm(
    1,
    "C1",
    "店1",
    steps=POINTS,
    points=POINTS,
    standard="S",
    must_stock=("P01", "P02"),
    products={each: FormProduct(each, each, (("箱", 24), ("瓶", 1))) for each in ("P01", "P02")},
)
D, N, T, Y, F = Was.DATE, Was.NUMBER, Was.TIME, Was.YES_NO, Was.FAULT


@pytest.mark.parametrize(
    ("column", "text", "was", "facts"),
    [
        ("排面", "6/20", Was.TEXT, {"facings": [6, 20]}),
        ("排面", "2026-06-20", D, {"facings": [6, 20]}),
        ("排面", "2026-03-04", D, {"facings": [3, 4]}),
        ("排面", "6月20日", Was.TEXT, {"facings": [6, 20]}),
        ("排面", "06/20/2026", Was.TEXT, {"facings": [6, 20]}),
        ("排面", "1932-06-01", D, {"facings": [6, 32]}),
        ("排面", "06:20", T, {"facings": [6, 20]}),
        ("排面", "2026-12-05", D, "cell_is_date"),
        ("步骤", "2026-01-04", D, "cell_is_date"),
        ("步骤", "1月4日", Was.TEXT, "cell_is_date"),
        ("步骤", "1-4", Was.TEXT, {"steps": ["p1", "p2", "p3", "p4"]}),
        ("步骤", "134", N, {"steps": ["p1", "p3", "p4"]}),
        ("陈列", "2026-01-02", D, "cell_is_date"),
        ("陈列", "1.2", N, "bad_ticks"),
        ("收款", "转账300（尾号（8821））", Was.TEXT, {"payments": [{"method": "transfer", "amount": "300.00", "reference": "尾号（8821）"}]}),
        ("陈列", "80%", N, {"display_percent": 80.0}),
        ("备注", "2026-03-04", D, "cell_is_date"),
        ("备注", "3/4", Was.TEXT, {"note": "3/4"}),
        ("备注", "'引号", Was.TEXT, {"note": "'引号"}),
        ("备注", "#REF!", F, "cell_fault"),
        ("备注", "", F, "cell_fault"),
        ("未访", "1", Y, "cell_yes_no"),
        ("兑现", "1", Y, {"followed_up": True}),
        ("兑现", "0", Y, {"followed_up": False}),
        ("到店", "08:09", T, {"check_in": "08:09"}),
        ("到店", "'8:09", Was.TEXT, {"check_in": "08:09"}),
        ("到店", "08:09:00 AM", Was.TEXT, {"check_in": "08:09"}),
        ("到店", "２：０９ＰＭ", Was.TEXT, {"check_in": "14:09"}),
        ("到店", "2026-12-02 11:51", D, {"check_in": "11:51"}),
        ("到店", "2026-12-01 11:51", D, "cell_other_date"),
        ("到店", "2026-12-02", D, "cell_is_date"),
        ("到店", "0.4236111", N, {"check_in": "10:10"}),
        ("到店", "0.4", N, "cell_time_place"),
        ("到店", "9.1", N, "cell_time_place"),
        ("到店", "9.05", N, {"check_in": "09:05"}),
        ("到店", "834", N, {"check_in": "08:34"}),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_of_a_blank(column: str, text: str, was: Was, facts: dict[str, Any] | str) -> None:
    kinds = [Was.TEXT, was, Was.TEXT]
    found = results_of(["编码", column, "建议"], [ReturnedRow(5, ["C1", text, "留"], kinds)], Forms([SHOP]), OWNER)
    (row, result), *rest = found.results
    told = {name: value for name, value in result.items() if name not in ("outlet", "stop_kind", "advice")}
    assert (row, rest, result["advice"]) == (5, [], "留")
    if isinstance(facts, str):
        assert told == {}
        assert [(each.code, each.params["column"]) for each in found.unusable] == [(facts, column)]
    else:
        assert told == facts
        assert found.unusable == []
        assert bool(found.notes) is ((column == "排面" and was is D) or "月" in text or text == "06/20/2026")


def test_columns_that_nothing_is_read_from_are_named() -> None:
    header = ["编码", " 备 注 ", "竞品", "地址", "备注 (2)", "空"]
    found = results_of(header, [ReturnedRow(2, ["C1", "甲", "乙", "丙", "丁"])], Forms([SHOP]), OWNER)
    assert [result["note"] for _, result in found.results] == ["甲"]
    assert [(each.code, each.params["columns"]) for each in found.notes] == [("columns_unread", ["竞品", "备注 (2)"])]


def test_without_an_id_number_and_name_tell_the_stop() -> None:
    found = results_of(["序号", "名称", "备注"], [ReturnedRow(2, ["2", "邦德店", "在"])], FORMS, OWNER)
    assert [result["outlet"] for _, result in found.results] == ["007"]
