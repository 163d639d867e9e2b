"""A vehicle's evening: figures checked by hand, identities that always hold, a signature that stands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.sheets.settling import WRITERS
from store.records import GoodsLine, Settlement, Takings
from store.service.receivables import Account, Document
from tests.tui.jobs.returning import REP, TODAY, what_was_done, worked_day
from tui.jobs import settling
from tui.jobs.office import JobError, Office
from tui.jobs.recording import record_results
from tui.jobs.settlement_paper import paper_of
from tui.jobs.settling import reopen, settle, settlement_of, sign, vehicles_out

VEHICLE = "V01"


def done(office: Office) -> list[dict[str, Any]]:
    """The day's results with deliveries simple enough to be worked out by hand."""
    found = []
    for result in what_was_done(office):
        told = {name: value for name, value in result.items() if name not in ("delivery", "payments")}
        if "empties" in result:
            first, second = result["delivery"]
            off = {"method": "discount", "amount": "10.00", "approved_by": "王总"}
            case = {"product": second["product"], "order": second["order"], "delivered": 30, "refused": 15}
            told |= {"delivery": [first, case], "payments": [result["payments"][0], off]}
        found.append(told)
    return found


@pytest.fixture
def evening(tmp_path: Path) -> Office:
    """Two deliveries of 10 cases of P01 at 25.00 and 3 of P02 at 40.00; of P02 one case was refused at each.

    Paid: 201.50 and 205.50 in cash, and 10.00 off at each, which Mr Wang approved.
    """
    office = worked_day(tmp_path / "books", stops=7)
    report = record_results(office, TODAY, REP, list(enumerate(done(office), 1)))
    assert report.problems == ()
    return office


def test_by_hand(evening: Office) -> None:
    assert vehicles_out(evening, TODAY) == [VEHICLE]
    found = settlement_of(evening, TODAY, VEHICLE)
    lines = {line.product: line for line in found.settlement.goods}
    assert (lines["P01"].loaded, lines["P01"].delivered, lines["P01"].left) == (480, 480, 0)
    assert (lines["P02"].loaded, lines["P02"].delivered, lines["P02"].left) == (90, 60, 30)
    takings = found.settlement.takings
    assert (takings.due, takings.cash, takings.discount, takings.unapproved) == (66_000, 40_700, 2_000, 0)
    assert takings.difference == 40_700 + 2_000 - 66_000
    assert found.open_stops == ()


@pytest.mark.parametrize(("owed", "due"), [(0, 66_000), (30_000, 96_000), (90_000, 96_000 + 20_000)])
def test_old_debt_collected_with_a_delivery_is_due(
    evening: Office, monkeypatch: pytest.MonkeyPatch, owed: int, due: int
) -> None:
    """Two deliveries of 330.00: 830.00 in cash at the first pay it and up to 500.00 of what was owed before."""
    calls = [call for call in evening.books.days.calls_on(TODAY) if call.delivery and call.payments]
    first = calls[0]
    own = 33_000
    paid = own + 50_000
    more = [{"method": "cash", "amount": f"{paid / 100:.2f}"}]
    evening.books.days.calls(TODAY, REP).put([{**first.to_json(), "payments": more}])
    for each in calls[1:]:
        evening.books.days.calls(TODAY, REP).put([{**each.to_json(), "payments": []}])
    monkeypatch.setattr(
        settling, "account", lambda *_, **__: Account(documents=[Document("calls", "x", TODAY, None, owed)])
    )
    assert settlement_of(evening, TODAY, VEHICLE).settlement.takings.due == due


def test_a_signature_wants_counts_and_reasons_and_then_stands(evening: Office) -> None:
    with pytest.raises(JobError) as refused:
        sign(evening, TODAY, VEHICLE, "王磊")
    assert refused.value.code == "not_explained"
    settle(evening, TODAY, VEHICLE, counted={"P02": 25}, handed_in=40_600, all_as_left=True)
    found = settlement_of(evening, TODAY, VEHICLE)
    assert found.settlement.unexplained() == ["P02", "cash", "money"]
    settle(evening, TODAY, VEHICLE, reasons={"P02": "摔坏5瓶", "cash": "没零钱", "money": "[/b] 下次补"})
    with pytest.raises(JobError, match="signature_wanted"):
        sign(evening, TODAY, VEHICLE, "  ")
    signed = sign(evening, TODAY, VEHICLE, "王磊")
    assert signed.signed
    with pytest.raises(JobError, match="already_settled"):
        settle(evening, TODAY, VEHICLE, handed_in=0)
    with pytest.raises(JobError, match="already_settled"):
        sign(evening, TODAY, VEHICLE, "李四")
    first = done(evening)[0]
    late = {"outlet": first["outlet"], "payments": [{"method": "cash", "amount": "1.00"}]}
    assert record_results(evening, TODAY, REP, [(1, late)]).problems == ()
    after = settlement_of(evening, TODAY, VEHICLE)
    assert after.changed
    assert after.settlement.takings.cash == 40_700, "what was signed stands"
    again = reopen(evening, TODAY, VEHICLE)
    assert again.settlement.takings.cash == 40_700 - 20_150 + 100
    assert again.settlement.takings.handed_in == 40_600
    takings = again.settlement.takings
    assert (takings.cash_reason, takings.reason) == (None, None), "they explained other amounts"
    assert next(line for line in again.settlement.goods if line.product == "P02").reason == "摔坏5瓶"
    with pytest.raises(JobError, match="not_explained"):
        sign(evening, TODAY, VEHICLE, "王磊")
    counted = settle(evening, TODAY, VEHICLE, counted={"P02": 20}).settlement
    assert next(line for line in counted.goods if line.product == "P02").reason is None


def test_goods_that_no_order_names_are_loaded_by_hand(evening: Office) -> None:
    settle(evening, TODAY, VEHICLE, loaded={"P03": 24, "P01": 500})
    lines = {line.product: line for line in settlement_of(evening, TODAY, VEHICLE).settlement.goods}
    assert (lines["P03"].loaded, lines["P03"].left) == (24, 24)
    assert (lines["P01"].loaded, lines["P01"].left) == (500, 20)


def test_a_stop_not_called_on_keeps_it_open(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=5)
    record_results(office, TODAY, REP, list(enumerate(done(office)[:2], 1)))
    found = settle(office, TODAY, VEHICLE, handed_in=0, all_as_left=True)
    assert len(found.open_stops) == 1
    with pytest.raises(JobError, match="stops_open"):
        sign(office, TODAY, VEHICLE, "王")


@pytest.mark.parametrize(("vehicle", "code"), [("V99", "no_such_vehicle"), ("V02", "nothing_to_settle")])
def test_vehicles_without_a_settlement(evening: Office, vehicle: str, code: str) -> None:
    with pytest.raises(JobError, match=code):
        settlement_of(evening, TODAY, vehicle)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_paper(evening: Office, language: str) -> None:
    settle(evening, TODAY, VEHICLE, counted={"P02": 25}, reasons={"P02": "[/b] =1+1"})
    evening.language = language
    paper = paper_of(evening, settlement_of(evening, TODAY, VEHICLE))
    text = WRITERS["text"](paper).decode()
    pdf = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(WRITERS["pdf"](paper))).pages)
    page = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](paper))).active
    assert page is not None
    cells = {str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None}
    for part in ("660.00", "407.00", "-233.00", "[/b] =1+1"):
        assert part in text
        assert part in pdf
        assert part in cells
    assert "settling." not in text
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


counts = st.integers(0, 10**6)
amounts = st.integers(0, 10**9)


@given(counts, counts, counts, st.none() | counts)
def test_goods_always_add_up(loaded: int, delivered: int, returned: int, counted: int | None) -> None:
    line = GoodsLine(product="P", loaded=loaded, delivered=delivered, returned=returned, counted=counted)
    assert line.loaded - line.delivered + line.returned == line.left
    assert line.difference is None or line.left + line.difference == line.counted
    assert GoodsLine.model_validate(line.to_json()) == line


@given(amounts, amounts, amounts, amounts, amounts, st.none() | amounts)
def test_money_never_drifts(
    due: int, cash: int, transfer: int, credit: int, discount: int, handed_in: int | None
) -> None:
    takings = Takings(due=due, cash=cash, transfer=transfer, credit=credit, discount=discount, handed_in=handed_in)
    kept = Settlement.model_validate(Settlement(id="x", date=TODAY, vehicle="V", takings=takings).to_json()).takings
    assert kept == takings
    assert kept.due + kept.difference == kept.cash + kept.transfer + kept.credit + kept.discount
    assert kept.cash_difference is None or kept.cash + kept.cash_difference == kept.handed_in


lines = st.lists(
    st.tuples(st.integers(0, 240), st.integers(0, 240), st.integers(0, 50), st.integers(0, 50)),
    min_size=1,
    max_size=6,
)


@given(lines)
def test_what_is_handed_over_and_taken_back_at_many_doors_adds_up(
    doors: list[tuple[int, int, int, int]],
) -> None:
    """Ordered is handed over, refused or damaged; exchanged goods go out and come back; returned ones come back."""
    loaded = delivered = returned = on_board = 0
    for ordered, wanted, exchanged, back in doors:
        handed = min(wanted, ordered)
        loaded += ordered
        delivered += handed + exchanged
        returned += back + exchanged
        on_board += ordered - handed + back
    assert GoodsLine(product="P", loaded=loaded, delivered=delivered, returned=returned).left == on_board
