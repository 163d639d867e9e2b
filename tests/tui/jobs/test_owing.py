"""Goods owed and statements: the values of a small history worked out by hand from docs/rules.md."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.books import Books
from tui.jobs.office import JobError, Office
from tui.jobs.outlet_page import page
from tui.jobs.owing import goods_owed, open_lines, save_statement, statement_document

HERE = dt.timezone(dt.timedelta(hours=8))
TODAY = dt.date(2026, 12, 1)
CASES = {"unit": "case", "price": "48.00"}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    books = Books(tmp_path / "books")
    books.products.put([{"id": "P1", "name": "Tea", "units": [{"name": "bottle"}, {"name": "case", "factor": 24}]}])
    books.reps.put([{"id": "R1", "name": "Anna"}])
    credit = {"days": 7, "balance": "1000.00", "as_of": "2026-11-10", "oldest_overdue": "2026-11-01", "hold": False}
    outlets = [{"id": "C1", "name": "[/b] Shop", "rep": "R1", "credit": credit}, {"id": "C2", "name": "老王烟酒店"}]
    books.outlets.put([{"lat": 30.0, "lon": 120.0, **each} for each in outlets])

    def order(key: str, outlet: str, cases: int, **fields: Any) -> dict[str, Any]:
        return {"id": key, "outlet": outlet, "lines": [{"product": "P1", "quantity": cases, **CASES}], **fields}

    books.orders.put(
        [
            order("O1", "C1", 10, ordered="2026-11-18", promised="2026-11-20"),
            order("O2", "C2", 3, promised="2026-11-28"),
            order("O3", "C2", 3, promised="2026-12-01"),
            order("O4", "C2", 3),
            order("O5", "C2", 4, promised="2026-12-02"),
            order("O6", "C2", 4, promised="2026-11-02", status="cancelled"),
        ]
    )

    def call(day: int, key: str, outlet: str, **fields: Any) -> None:
        date = dt.date(2026, 11, day)
        at = dt.datetime.combine(date, dt.time(9), HERE)
        times = {"check_in": at, "check_out": at + dt.timedelta(minutes=9)}
        made = {"id": key, "date": date, "rep": "R1", "outlet": outlet, "stop_kind": "delivery", **times, **fields}
        books.days.calls(date, "R1").put([made])

    brought = {"product": "P1", "order": "O1", "ordered": 240, "delivered": 148, "refused": 24, **CASES}
    call(20, "K1", "C1", delivery=[brought], payments=[{"method": "cash", "amount": "100.00"}])
    back = {"product": "P1", "returned": 24, **CASES}
    call(25, "K2", "C1", delivery=[back], payments=[{"method": "transfer", "amount": "600.00"}])
    missed = {"product": "P1", "order": "O4", "ordered": 72, "delivered": 0, **CASES}
    call(26, "K3", "C2", delivery=[missed, {"product": "P1", "delivered": 24, **CASES}])
    monkeypatch.setattr(Office, "now", lambda _: dt.datetime.combine(TODAY, dt.time(9), HERE))
    return Office(books, "en")


def test_goods_are_owed_once_their_day_is_over_or_less_was_brought(office: Office) -> None:
    found = [
        (each["order"], each["ordered"], each["delivered"], each["owed"], each["since"])
        for each in goods_owed(office)
    ]
    assert found == [
        ("O1", 240, 148, 68, "2026-11-20"),
        ("O4", 72, 0, 72, "2026-11-26"),
        ("O2", 72, 0, 72, "2026-11-28"),
    ], "not what is promised for today or later, nor what was cancelled"
    assert [(each["order"], each["rep"], each["days"]) for each in goods_owed(office, "C1")] == [("O1", "R1", 11)]


def test_a_statement_goes_from_the_opening_balance_to_the_closing_one(office: Office) -> None:
    found = statement_document(office, "C1")
    lines = [(each["kind"], each["id"], each["amount"], each["balance"]) for each in found["lines"]]
    assert (found["from"], found["opening"], found["closing"]) == ("2026-11-10", "1000.00", "548.00")
    assert lines == [
        ("delivery", "K1", "296.00", "1296.00"),
        ("payment", "K1", "-100.00", "1196.00"),
        ("return", "K2", "-48.00", "1148.00"),
        ("payment", "K2", "-600.00", "548.00"),
    ]
    unpaid = [(each["kind"], each["rest"], each["due"]) for each in found["open"]]
    assert unpaid == [("balance", "352.00", "2026-11-01"), ("delivery", "196.00", "2026-11-27")]
    assert (found["overdue"], found["overdue_since"]) == ("548.00", "2026-11-01")
    assert [each["order"] for each in found["goods"]] == ["O1"]


def test_a_period_opens_with_what_was_owed_before_it(office: Office) -> None:
    found = statement_document(office, "C1", dt.date(2026, 11, 21), dt.date(2026, 11, 24))
    assert (found["opening"], found["lines"], found["closing"]) == ("1196.00", [], "1196.00")
    with pytest.raises(JobError, match="statement_too_early"):
        statement_document(office, "C1", None, dt.date(2026, 11, 9))
    with pytest.raises(JobError, match="dates_reversed"):
        statement_document(office, "C1", dt.date(2026, 11, 24), dt.date(2026, 11, 21))
    with pytest.raises(JobError, match="no_such_outlet"):
        statement_document(office, "C9")


def test_a_balance_never_given_is_told_and_no_due_date_made_up(office: Office) -> None:
    found = statement_document(office, "C2")
    assert (found["balance_known"], found["closing"], found["open"][0]["due"]) == (False, "48.00", None)
    assert any("No balance was ever given" in line for line in open_lines(office, found))


def test_the_page_shows_both(office: Office) -> None:
    section = next(each for each in page(office, "C1") if each.name == "owing")
    texts = ["".join(text for text, _ in line) for line in section.lines]
    assert texts[0].startswith("goods owed: Tea 2 case 20 bottle of order O1")
    assert "2026-11-25 payment K2 -600.00 → 548.00" in texts


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_statement_is_a_table_too(office: Office, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"statement.{suffix}"
    save_statement(office, statement_document(office, "C1"), path)
    if suffix == "csv":
        assert "2026-11-25,payment,K2,-600.00,,,,548.00" in path.read_text("utf-8-sig").splitlines()
    else:
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]
        assert ("2026-11-25", "payment", "K2", -600) in [row[:4] for row in rows]
