"""Goods, money, follow-ups, a supervisor's form and what is raised: entered at a call, on disk at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from store.errors import InvalidRecordError
from store.records import (
    CallKind,
    IssueKind,
    NetworkState,
    OrderStatus,
    PaymentMethod,
    SignalKind,
    StepKind,
    StopKind,
)
from tests.tui.town import TODAY, ZONE, Clock, office, session, stocked
from tui.jobs.call_sheet import open_call
from tui.jobs.office import JobError, Office
from tui.state.call import CallSession, Kind
from tui.state.call_entry import answer, clear, set_text, take_all

UNITS = [{"name": "瓶"}, {"name": "箱", "factor": 24}]


@pytest.fixture
def at(tmp_path: Path) -> Office:
    books = stocked(tmp_path / "books")
    prices = {"retailer": 4800, "wholesaler": 4300}
    books.products.put(
        [
            {"id": "P1", "name": "凉茶 310ml", "units": UNITS, "prices": prices, "shelf_life_days": 180},
            {"id": "P2", "name": "[/b] Cola", "units": UNITS, "prices": prices},
        ]
    )
    return office(books, Clock(9, 0))


def afresh(at: Office, outlet: str = "C01", rep: str = "R1") -> CallSession:
    return session(office(Books(at.books.folder), Clock(9, 0)), outlet, TODAY, rep)


def item(call: CallSession, kind: Kind, name: str) -> Any:
    return next(each for each in call.items() if each.kind is kind and each.id == name)


def order(at: Office, outlet: str = "C01", **fields: Any) -> None:
    lines = [
        {"product": "P1", "quantity": 2, "unit": "箱", "price": "48.00", "value": "96.00"},
        {"product": "P2", "quantity": 1, "unit": "箱", "price": "48.00", "value": "48.00"},
    ]
    document = {"id": "SO-1", "outlet": outlet, "promised": TODAY, "lines": lines}
    at.books.orders.put([document | fields])


# delivery


def test_an_order_due_today_is_delivered_paid_and_closed(at: Office) -> None:
    order(at)
    call = session(at)
    assert call.sheet.steps[0].kind is StepKind.DELIVERY
    answer(call, item(call, Kind.DELIVERED, "SO-1/P1"), yes=True)
    call.set_delivered("SO-1/P2", {"delivered": 20, "damaged": 1, "refused": 2})
    call.set_paid(PaymentMethod.CASH, 10_000)
    call.set_empties([("啤酒箱", 3)])
    again = afresh(at)
    assert again.amount_due == 9600 + 4000  # 20 of 24 bottles at 48.00 a case
    assert again.paid == 10_000
    assert [line.short for line in again.call.delivery] == [0, 1]
    assert at.books.orders.get("SO-1").status is OrderStatus.OPEN
    again.check_out()
    assert at.books.orders.get("SO-1").status is OrderStatus.OPEN, "what was damaged or short is still owed"


def test_more_than_was_ordered_is_refused(at: Office) -> None:
    order(at)
    call = session(at)
    call.set_delivered("SO-1/P2", {"delivered": 20})
    with pytest.raises(InvalidRecordError):
        call.set_delivered("SO-1/P2", {"refused": 5})
    assert afresh(at).call.delivery[1].refused == 0


def test_everything_handed_over_with_one_key_and_one_line_refused(at: Office) -> None:
    order(at)
    call = session(at)
    answer(call, item(call, Kind.DELIVERED, "SO-1/P2"), yes=False)
    take_all(call, item(call, Kind.DELIVERED, "SO-1/P1"))
    lines = afresh(at).call.delivery
    assert [(line.delivered, line.refused, line.short) for line in lines] == [(48, 0, 0), (0, 24, 0)]
    clear(call, item(call, Kind.DELIVERED, "SO-1/P2"))
    assert afresh(at).call.delivery[1].short == 24


def test_what_was_not_on_the_vehicle_stays_to_be_delivered(at: Office) -> None:
    order(at)
    call = session(at)
    call.set_delivered("SO-1/P1", {"delivered": 0})
    call.check_out()
    assert at.books.orders.get("SO-1").status is OrderStatus.OPEN
    tomorrow = open_call(at, TODAY + dt.timedelta(1), "R1", "C01")
    assert [each.id for each in tomorrow.orders] == ["SO-1"]


def test_a_stop_that_only_delivers_asks_for_nothing_else(at: Office) -> None:
    order(at)
    sheet = open_call(at, TODAY, "R1", "C01", StopKind.DELIVERY)
    assert [step.kind for step in sheet.steps] == [StepKind.DELIVERY, StepKind.NOTE]
    order(at, promised=TODAY + dt.timedelta(1))
    assert open_call(at, TODAY, "R1", "C01", StopKind.DELIVERY).orders == ()


def test_credit_stays_within_its_limit(at: Office) -> None:
    order(at)
    outlet = at.books.outlets.get("C01")
    terms = {"limit": "100.00", "balance": "60.00", "as_of": "2026-11-01"}
    at.books.outlets.put([outlet.model_dump(mode="json", exclude_none=True) | {"credit": terms}])
    call = session(at)
    with pytest.raises(InvalidRecordError):  # 48.00 more on credit than there is room for
        call.set_line("P1", 24)
    assert call.call.order == []
    call.set_terms(True)
    call.set_line("P1", 24)  # paid on delivery
    with pytest.raises(InvalidRecordError):
        call.set_terms(False)
    call.set_line("P1", None)
    with pytest.raises(JobError) as told:
        call.set_paid(PaymentMethod.CREDIT, 4001)
    assert told.value.code == "credit_over_limit"
    assert told.value.params["room"] == "40.00"
    call.set_paid(PaymentMethod.CREDIT, 4000)
    assert afresh(at).paid == 4000
    lenient = terms | {"hold": False}
    outlet = at.books.outlets.get("C01")
    at.books.outlets.put([outlet.model_dump(mode="json", exclude_none=True) | {"credit": lenient}])
    session(at).set_paid(PaymentMethod.CREDIT, 9000)


# the order taken


def test_order_lines_give_the_value_and_become_an_order(at: Office) -> None:
    call = session(at)
    call.set_line("P1", 48)
    call.set_line("P2", 30)
    assert [(line.quantity, line.unit) for line in call.call.order] == [(2, "箱"), (30, "瓶")]
    assert call.call.order_value == 9600 + 6000
    with pytest.raises(JobError) as told:
        call.set_order(5)
    assert told.value.code == "value_from_lines"
    assert at.books.orders.all() == {}
    call.check_out()
    made = at.books.orders.get(call.call.id)
    assert (made.value, made.promised, made.outlet) == (15_600, TODAY + dt.timedelta(1), "C01")
    call.set_note("x")
    assert at.books.orders.get(call.call.id).rev == 1
    call.set_line("P2", None)
    assert at.books.orders.get(call.call.id).value == 9600
    call.set_line("P1", None)
    assert at.books.orders.get(call.call.id).status is OrderStatus.CANCELLED
    assert afresh(at).call.order_value is None


def test_an_order_already_delivered_is_not_opened_again(at: Office) -> None:
    call = session(at)
    call.set_line("P1", 24)
    call.check_out()
    made = at.books.orders.get(call.call.id)
    at.books.orders.put([made.model_copy(update={"status": OrderStatus.DELIVERED})])
    call.set_line("P1", 48)
    assert at.books.orders.get(call.call.id).status is OrderStatus.DELIVERED


def test_suggestions_are_made_from_counts_and_sales_and_taken_with_one_key(at: Office) -> None:
    # 28 days ago 48 were there, 4 cases came since, 32 are left: 112 sold, 4 a day
    past = at.books.days.calls(dt.date(2026, 10, 27), "R1")
    moment = dt.datetime(2026, 10, 27, 9, tzinfo=ZONE)
    past.put(
        [
            {
                "id": "count", "date": "2026-10-27", "rep": "R1", "outlet": "C01", "check_in": moment,
                "check_out": moment + dt.timedelta(minutes=20), "stock": [{"product": "P1", "quantity": 48}],
            }
        ]
    )  # fmt: skip
    line = {"product": "P1", "quantity": 4, "unit": "箱", "price": "48.00", "value": "192.00"}
    at.books.sales.put(
        [at.books.sales.month("2026-11").parse({"id": "S1", "outlet": "C01", "date": "2026-11-05", "lines": [line]})]
    )
    call = session(at)
    call.set_stock("P1", 32)
    call.read_trade()
    product = at.books.products.get("P1")
    found = call.suggestion_of(product)
    assert found is not None
    assert found.rate == pytest.approx(4.0)
    assert found.cover == pytest.approx(8.0)
    days = call.selling.rhythm_days + 3  # type: ignore[union-attr]
    assert found.cases == -(-(4 * days - 32) // 24)
    take_all(call, item(call, Kind.ORDER, "order"))
    assert {line.product: line.quantity for line in call.call.order}["P1"] == found.cases


def test_a_count_by_production_date_warns_of_what_nears_its_end(at: Office) -> None:
    call = session(at)
    call.set_batches("P1", [(dt.date(2026, 7, 1), 5), (dt.date(2026, 11, 1), 7)])
    again = afresh(at)
    assert again.count_of("P1") == 12
    found = again.batches(at.books.products.get("P1"))
    assert [(each.line.quantity, each.near) for each in found] == [(5, True), (7, False)]
    assert [row.id for row in again.items() if row.kind is Kind.BATCH] == ["P1/2026-07-01", "P1/2026-11-01"]
    again.set_stock("P1", 3)
    assert [line.produced for line in afresh(at).call.stock] == [None]


def test_what_is_counted_is_found(at: Office) -> None:
    call = session(at)
    call.set_point("p1", True)
    call.set_stock("P1", 0)
    call.set_stock("P2", 5)
    check = afresh(at).call.display
    assert check is not None
    assert check.found == {"P1": False, "P2": True}
    assert check.osa == 0.5


def test_facings_give_the_share_of_shelf_and_cannot_be_more_than_all(at: Office) -> None:
    call = session(at)
    call.set_shelf("own_facings", 6)
    call.set_shelf("all_facings", 24)
    assert afresh(at).call.display.share_of_shelf == 0.25  # type: ignore[union-attr]
    with pytest.raises(InvalidRecordError):
        call.set_shelf("own_facings", 25)
    assert afresh(at).call.display.own_facings == 6  # type: ignore[union-attr]


# a wholesaler, what was agreed, what comes up


def test_a_wholesalers_network_and_cash(at: Office) -> None:
    steps = [
        {"id": "stock", "name": "盘库", "kind": "stock"},
        {"id": "net", "name": "下线", "kind": "network", "when": ["has_network"]},
        {"id": "cash", "name": "资金", "kind": "cash"},
        {"id": "key", "name": "重点", "when": ["key_account"], "grades": ["A"]},
    ]
    at.books.standards.put([{"id": "W", "kind": "procedure", "name": "批", "tiers": ["wholesaler"], "steps": steps}])
    call = session(at, "C12")
    assert [step.id for step in call.sheet.steps] == ["stock", "cash", "key"]
    outlet = at.books.outlets.get("C05")
    at.books.outlets.put([outlet.model_copy(update={"supplier": "C12"})])
    call = session(at, "C12")
    assert [step.id for step in call.sheet.steps] == ["stock", "net", "cash", "key"]
    call.set_stock("P1", 48)
    assert call.tied_up == 8600
    call.set_network("C05", NetworkState.OUT_OF_STOCK)
    set_text(call, item(call, Kind.CASH, "outstanding"), "1,200.50")
    again = afresh(at, "C12")
    assert [(line.outlet, line.state) for line in again.call.network] == [("C05", NetworkState.OUT_OF_STOCK)]
    assert again.call.cash.outstanding == 120_050  # type: ignore[union-attr]


def test_what_was_agreed_comes_up_until_it_is_done(at: Office) -> None:
    call = session(at)
    assert call.action is not None
    assert call.action.action == "多进[两]箱"
    call.set_follow_up(False)
    call.check_out()
    later = open_call(at, TODAY + dt.timedelta(7), "R1", "C01")
    assert later.action is not None
    assert later.action.action == "多进[两]箱"
    call.set_follow_up(True)
    assert open_call(at, TODAY + dt.timedelta(7), "R1", "C01").action is None


def test_a_joint_call_has_its_form_signed_by_name(at: Office) -> None:
    call = session(at)
    call.supervise("R2", "R1")
    assert call.call.kind is CallKind.JOINT
    call.set_observed("greet", 3)
    with pytest.raises(JobError) as told:
        call.sign("张三")
    assert told.value.code == "nothing_agreed"
    call.set_form("agreed", "每天练一次[/b]")
    with pytest.raises(JobError) as told:
        call.sign("李四")
    assert told.value.code == "other_name_signed"
    call.sign(" 张三 ")
    form = afresh(at).call.supervision
    assert form is not None
    assert (form.steps, form.signed_by, form.signed_at) == ({"greet": 3}, "张三", at.now())
    call.set_form("agreed", "改了")
    assert afresh(at).call.supervision.signed_by is None  # type: ignore[union-attr]


def test_a_supervisors_own_call_is_an_audit(at: Office) -> None:
    call = session(at, "C01", TODAY, "R3")
    call.supervise("R3", "R1")
    assert call.call.kind is CallKind.AUDIT
    assert afresh(at, "C01", "R3").call.supervision.rep == "R1"  # type: ignore[union-attr]


def test_an_issue_and_a_signal_become_records_that_name_the_call(at: Office) -> None:
    call = session(at)
    call.raise_issue(IssueKind.QUALITY, "碎了[/b]")
    call.note_signal(SignalKind.PRICE_CUTTING, "隔壁卖 45")
    again = afresh(at).call
    issue, signal = at.books.issues.get(again.issues[0]), at.books.signals.get(again.signals[0])
    assert (issue.call, issue.outlet, issue.owner, issue.due is not None) == (again.id, "C01", "张三", True)
    assert (signal.call, signal.source.value) == (again.id, "call")


def test_a_clock_that_was_changed_is_put_right_by_hand(at: Office) -> None:
    clock: Clock = at.clock  # type: ignore[assignment]
    call = session(at)
    call.check_in()
    clock.forward(-30)
    with pytest.raises(JobError) as told:
        call.check_out()
    assert told.value.code == "out_before_in"
    call.check_out(8 * 3600 + 25 * 60, 8 * 3600)
    done = afresh(at).call
    assert (done.minutes, done.backfilled) == (25, True)


def test_negative_counts_and_wrong_facts_of_a_document_are_refused_by_field(at: Office) -> None:
    from tui.jobs.recording import record_results

    base = {"outlet": "C01", "check_in": "09:00", "check_out": "09:20"}
    results = [
        base | {"stock": [{"product": "P1", "quantity": -1}]},
        base | {"outlet": "C02", "display": {"standard": "S2", "own_facings": 3, "all_facings": 2}},
        base | {"outlet": "C03", "payments": [{"method": "cash", "amount": "-5"}]},
        base | {"outlet": "C04", "stock": [{"product": "P1", "quantity": 3}]},
    ]
    report = record_results(at, TODAY, "R1", list(enumerate(results, 1)))
    assert [(problem.row, problem.field) for problem in report.problems] == [
        (1, "stock.0.quantity"),
        (2, "display"),
        (3, "payments.0.amount"),
    ]
    assert [(call.outlet, len(call.stock), call.display, len(call.payments)) for call in report.calls] == [
        ("C01", 0, None, 0), ("C02", 0, None, 0), ("C03", 0, None, 0), ("C04", 1, None, 0)
    ]  # fmt: skip


def test_two_devices_lose_nothing_of_the_new_facts_either(at: Office) -> None:
    order(at)
    one, other = session(at), afresh(at)
    one.set_delivered("SO-1/P1", {"delivered": 48})
    other.set_delivered("SO-1/P2", {"delivered": 24})
    one.set_line("P1", 24)
    other.set_line("P2", 24)
    one.set_paid(PaymentMethod.CASH, 100)
    other.set_paid(PaymentMethod.TRANSFER, 200)
    one.set_found("P1", True)
    other.set_found("P2", False)
    merged = afresh(at).call
    assert [line.delivered for line in merged.delivery] == [48, 24]
    assert {line.product for line in merged.order} == {"P1", "P2"}
    assert {payment.method.value: payment.amount for payment in merged.payments} == {"cash": 100, "transfer": 200}
    assert merged.display.found == {"P1": True, "P2": False}  # type: ignore[union-attr]
    assert other.joined >= 4


def test_the_stop_of_another_rep_is_said(at: Office) -> None:
    from tests.tui.town import hand_plan

    hand_plan(at)
    assert open_call(at, TODAY, "R2", "C01").elsewhere == "R1"
    assert open_call(at, TODAY, "R1", "C01").elsewhere is None


def test_steps_are_asked_for_only_when_their_conditions_hold(at: Office) -> None:
    steps = [
        {"id": "bring", "name": "交货", "kind": "delivery", "when": ["delivery_due"]},
        {"id": "agreed", "name": "回看", "kind": "follow_up", "when": ["action_agreed"]},
        {"id": "count", "name": "盘库", "kind": "stock", "when": ["stock_count_due"]},
        {"id": "fridge", "name": "冰柜", "every_days": 30},
        {"id": "grand", "name": "大店", "grades": ["A"]},
    ]
    at.books.standards.put(
        [
            {"id": "S1", "kind": "procedure", "name": "按条件", "steps": steps},
            {"id": "L", "kind": "service_level", "name": "L", "stock_count_days": 14},
        ]
    )

    def asked(outlet: str, day: dt.date = TODAY) -> list[str]:
        return [step.id for step in open_call(at, day, "R1", outlet).steps]

    # C01, grade B: an action is agreed, its stock was counted 14 days ago
    assert asked("C01") == ["agreed", "count", "fridge"]
    assert asked("C04") == ["count", "fridge", "grand"]
    order(at)
    assert asked("C01") == ["bring", "agreed", "count", "fridge"]
    call = session(at)
    call.set_step("fridge", done=True)
    call.set_stock("P1", 5)
    call.set_follow_up(True)
    call.check_out()
    assert asked("C01", TODAY + dt.timedelta(13)) == ["bring"]
    assert asked("C01", TODAY + dt.timedelta(30)) == ["bring", "count", "fridge"]
    assert asked("C01") == ["bring", "agreed", "count", "fridge"]  # as it was asked for
