"""Results as JSON in which something is wrong: it is told by its field, and keeps nothing else out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.jobs.returning import REP, TODAY, calls_in, worked_day
from tui.jobs.forms import forms_of
from tui.jobs.office import Office
from tui.jobs.returns import read_results, record_returned

VISIT = {"check_in": "09:05", "check_out": "09:25", "note": "在"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return worked_day(tmp_path / "books", stops=4)


def recorded(office: Office, tmp_path: Path, document: object) -> list[tuple[int, str | None, str]]:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    report = record_returned(office, read_results(office, TODAY, REP, str(path)))
    return [(problem.row, problem.field, problem.code) for problem in report.problems]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("payments", [{"method": "cash", "amount": 500}], "wrong_result_field"),
        ("payments", [{"method": "cash", "amount": "12,50"}], "amount_as_text"),
        ("payments", [{"method": "cash"}], "wrong_result_field"),
        ("payments", [None], "wrong_result_field"),
        ("payments", "现金500", "wrong_result_field"),
        ("order_value", 12.5, "wrong_result_field"),
        ("order", [{"product": "P01", "quantity": None}], "wrong_result_field"),
        ("order", [{"product": 1, "quantity": 2}], "wrong_result_field"),
        ("order", [{"product": "P01", "quantity": 1, "price": 25}], "amount_as_text"),
        ("order", [{"product": "P01", "quantity": -1, "unit": "箱"}], "negative_number"),
        ("stock", [{"product": "P01", "quantity": "two"}], "bad_field"),
        ("stock", 5, "wrong_result_field"),
        ("delivery", {"P01": 3}, "wrong_result_field"),
        ("facings", [6], "wrong_result_field"),
        ("facings", ["6", "20"], "wrong_result_field"),
        ("points", ["a"], "wrong_result_field"),
        ("points", {"a": None}, "wrong_result_field"),
        ("found", True, "wrong_result_field"),
        ("skipped", "老板忙", "wrong_result_field"),
        ("skipped", {"nothing": "老板忙"}, "no_such_step"),
        ("steps", [1, 2], "wrong_result_field"),
        ("steps", "123", "wrong_result_field"),
        ("rating", 7, "bad_field"),
        ("rating", [5], "wrong_result_field"),
        ("coaching", "2 4", "wrong_result_field"),
        ("coaching", {"topic": "T", "skill": 9}, "bad_field"),
        ("bulletins", {"a": 1}, "wrong_result_field"),
        ("photos", ["a.jpg"], "wrong_result_field"),
        ("empties", [{"item": None, "quantity": 3}], "wrong_result_field"),
        ("followed_up", "是", "wrong_result_field"),
        ("display", [], "wrong_result_field"),
        ("chek_in", "09:05", "unknown_result_field"),
        ("unread", [{"name": "paid-cash", "field": "payments", "label": "现金", "value": "12,50"}], "page_unread"),
    ],
)
def test_a_wrong_field_stays_out_alone(office: Office, tmp_path: Path, field: str, value: Any, code: str) -> None:
    shops = [form.outlet for form in forms_of(office, TODAY, REP).stops]
    results = [{"outlet": shops[1], **VISIT, field: value}, {"outlet": shops[2], **VISIT}]
    told = recorded(office, tmp_path, results)
    assert [(row, each) for row, _, each in told] == [(1, code)]
    calls = calls_in(office)
    assert {outlet: call["note"] for outlet, call in calls.items()} == {shops[1]: "在", shops[2]: "在"}
    wanted = calls[shops[2]] | {name: calls[shops[1]][name] for name in ("id", "outlet", "steps")}
    assert calls[shops[1]] == wanted


def test_what_is_no_result_is_told_and_the_others_go_in(office: Office, tmp_path: Path) -> None:
    shop = forms_of(office, TODAY, REP).stops[0].outlet
    results = [
        None,
        "x",
        {"outlet": None},
        {"outlet": "nobody", **VISIT},
        {"outlet": shop, "check_in": 905},
        {"outlet": shop, **VISIT, "stop_kind": None, "payments": None},
    ]
    told = recorded(office, tmp_path, {"roundsman": 1, "date": str(TODAY), "rep": REP, "results": results})
    assert sorted({row for row, _, _ in told}) == [1, 2, 3, 4, 5]
    assert list(calls_in(office)) == [shop]
    assert recorded(office, tmp_path, {"date": str(TODAY), "rep": REP, "results": None}) == [
        (1, None, "not_a_result")
    ]


def test_what_a_result_says_twice_is_added_up(office: Office, tmp_path: Path) -> None:
    shop = forms_of(office, TODAY, REP).stops[1].outlet
    result = {
        "outlet": shop,
        **VISIT,
        "stock": [{"product": "P01", "quantity": 48}, {"product": "P01", "quantity": 5}],
        "payments": [{"method": "cash", "amount": "10.50"}, {"method": "cash", "amount": "0.75"}],
        "order": [{"product": "P01", "quantity": 1, "unit": "箱"}, {"product": "P01", "quantity": 5}],
    }
    assert recorded(office, tmp_path, [result]) == []
    call = calls_in(office)[shop]
    assert [(line["product"], line["quantity"]) for line in call["stock"]] == [("P01", 53)]
    assert [(line["method"], line["amount"]) for line in call["payments"]] == [("cash", "11.25")]
    assert len(call["order"]) == 2


def test_an_action_agreed_says_nothing_of_a_topic(office: Office, tmp_path: Path) -> None:
    form = next(form for form in forms_of(office, TODAY, REP).stops if form.topics)
    assert recorded(office, tmp_path, {"outlet": form.outlet, **VISIT, "action": "带海报"}) == []
    (call,) = calls_in(office).values()
    coach = {step.id for step in form.steps if step.kind == "coach"}
    assert call["coaching"]["action"] == "带海报"
    assert "topic" not in call["coaching"]
    assert coach
    assert not any(step["done"] for step in call["steps"] if step["step"] in coach)
