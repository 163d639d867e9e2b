"""What no change may do, whoever makes it: break a floor, skip a rung."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.books import Books
from store.books.archive import backup, restore
from store.errors import InvalidRecordError
from store.records import ExceptionGrant, Order, Product, Rung, StandingStep
from store.service.doctor import examine
from store.service.ladder import first_fault, in_order
from store.service.prices import least_price, order_breaches
from tests.store.service.town import SEEN, TALK, fill, step


@pytest.fixture
def town(books: Books) -> Books:
    return fill(books)


def refusal(books: Books, kind: str, *documents: dict[str, Any]) -> str:
    """The code that keeps documents out; nothing of them may be on file afterwards."""
    before = dict(books.book(kind).documents())
    with pytest.raises(InvalidRecordError) as told:
        books.book(kind).put(documents)
    assert dict(books.book(kind).documents()) == before
    return str(told.value.problems[0]["code"])


def order(price: str | None = None, quantity: float = 2, unit: str | None = "case", **fields: Any) -> dict[str, Any]:
    line = {"product": "P1", "quantity": quantity, "unit": unit, "price": price}
    return {"id": "SO-1", "outlet": "C1", "ordered": "2026-11-20", "lines": [line], **fields}


def exception(**fields: Any) -> dict[str, Any]:
    made = {"id": "EXC-0001", "outlet": "C1", "product": "P1", "price": "33.50", "approver": "Boss"}
    return {**made, "reason": "opening week", "end": "2026-11-30", **fields}


def test_an_order_keeps_the_support_price_and_with_an_exception_the_floor(town: Books) -> None:
    assert refusal(town, "orders", order("34.99")) == "below_support"
    assert refusal(town, "orders", order("32.99")) == "below_floor"
    town.exceptions.put([exception()])
    assert refusal(town, "orders", order("33.49")) == "below_support"
    town.orders.put([order("33.50")])
    assert refusal(town, "orders", order("33.50", id="SO-2", ordered="2026-12-01")) == "below_support", "ended"
    assert refusal(town, "orders", order("33.50", id="SO-3", outlet="W2")) == "below_support", "another's"


def test_gifts_count_into_the_price(town: Books) -> None:
    lines = [
        {"product": "P1", "quantity": 10, "unit": "case", "price": "36.00"},
        {"product": "P1", "quantity": 1, "unit": "case", "price": "0"},
    ]
    assert refusal(town, "orders", order(lines=lines)) == "below_floor", "32.73 a case"
    lines[0]["price"] = "40.00"
    town.orders.put([order(lines=lines)])


def test_a_price_per_bottle_is_one_per_case(town: Books) -> None:
    town.orders.put([order("2.33", 30, None)])
    assert refusal(town, "orders", order("2.19", 30, "bottle", id="SO-2")) == "below_floor"


def test_returns_and_lines_without_a_price_are_no_breach(town: Books) -> None:
    town.orders.put([order(None), order("1.00", -3, id="SO-2"), order("1.00", status="cancelled", id="SO-3")])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"price": "32.00"}, "below_floor"),
        ({"price": None, "floor": "32.00"}, "below_floor"),
        ({"price": "34.00", "floor": "34.50"}, "exception_below_floor"),
        ({"approver": " "}, "approver_missing"),
        ({"price": None}, "exception_price_missing"),
        ({"start": "2026-12-01"}, "window_order"),
        ({"outlet": "nobody"}, "unknown_outlet"),
        ({"product": "P9"}, "unknown_product"),
    ],
)
def test_an_exception_that_may_not_be(town: Books, fields: dict[str, Any], code: str) -> None:
    assert refusal(town, "exceptions", exception(**fields)) == code


def test_a_deal_and_an_agreement_keep_the_floor(town: Books) -> None:
    deal = {"id": "DEAL-0001", "outlet": "W1", "customer": "Hotel", "owner": "R1", "opened": "2026-11-20"}
    lines = [{"product": "P1", "quantity": 60, "price": "34.00"}]
    assert refusal(town, "deals", {**deal, "lines": lines}) == "below_support"
    town.exceptions.put([exception(outlet="W1")])
    town.deals.put([{**deal, "lines": lines, "stage": "support"}])
    agreement = {"id": "AGR-0001", "outlet": "W1", "title": "a year", "agreed": "2026-01-01"}
    rules = {"valid_from": "2026-01-01", "price_rules": [{"product": "P1", "price": "20.00"}]}
    assert refusal(town, "agreements", {**agreement, **rules}) == "below_floor"


@given(
    floor=st.integers(1000, 4000),
    support=st.none() | st.integers(1000, 5000),
    grants=st.lists(st.tuples(st.integers(0, 6000), st.integers(-3, 3)), max_size=4),
    prices=st.lists(st.tuples(st.integers(0, 6000), st.integers(1, 9)), min_size=1, max_size=3),
)
def test_no_path_breaks_the_floor(
    floor: int, support: int | None, grants: list[tuple[int, int]], prices: list[tuple[int, int]]
) -> None:
    """Whatever is granted, what passes costs the floor or more, and less than support only by a valid grant."""
    day = dt.date(2026, 11, 20)
    product = Product(id="P1", name="x", floor_price=floor, support_price=support)
    exceptions = [
        ExceptionGrant(id=f"E{n}", approver="b", reason="r", price=price, end=day + dt.timedelta(days))
        for n, (price, days) in enumerate(grants)
    ]
    lines = [{"product": "P1", "quantity": quantity, "price": price} for price, quantity in prices]
    made = Order.model_validate({"id": "O", "outlet": "C1", "lines": lines})
    passes = not order_breaches(made.lines, {"P1": product}, "C1", day, exceptions)
    mean = sum(price * quantity for price, quantity in prices) / sum(quantity for _, quantity in prices)
    assert not passes or mean >= floor - 0.5
    valid = [price for price, days in grants if days >= 0]
    least = least_price(product, "C1", day, exceptions)
    assert least is not None
    assert least >= floor
    if least < max(floor, support or 0):
        assert any(max(price, floor) == least for price in valid)


# the ladder


def test_the_ladder_rung_by_rung_and_back(town: Books) -> None:
    town.standing.put([step(1, "guide", conversation=TALK)])
    town.standing.put([step(2, "talk", evidence=SEEN, conversation=TALK)])
    town.standing.put([step(3, "warn", evidence=SEEN, conversation=TALK)])
    measures = [{"kind": "rebate_held"}]
    assert refusal(town, "standing", step(4, "control", evidence=SEEN)) == "measures_missing"
    town.standing.put([step(4, "control", evidence=SEEN, measures=measures)])
    town.standing.put([step(5, "guide", conversation=TALK)])
    assert refusal(town, "standing", step(6, "warn", evidence=SEEN)) == "rung_skipped", "recovery starts anew"


def test_no_rung_without_evidence_and_conversation(town: Books) -> None:
    assert refusal(town, "standing", step(2, "talk", evidence=SEEN)) == "conversation_missing"
    town.standing.put([step(1, "guide", conversation=TALK)])
    assert refusal(town, "standing", step(2, "talk")) == "evidence_missing"
    assert refusal(town, "standing", step(2, "warn", evidence=SEEN)) == "rung_skipped"
    approval = {"by": "Somebody", "on": "2026-11-02", "reason": "at once"}
    fast = step(2, "warn", evidence=SEEN, approval=approval)
    assert refusal(town, "standing", fast) == "approval_not_owners"
    approval["by"] = "Boss"
    assert refusal(town, "standing", {**fast, "evidence": [{"text": "hearsay"}]}) == "evidence_not_hard"
    town.standing.put([fast])


def test_a_conversation_counts_as_long_as_the_outlet_stands_on_its_rung(town: Books) -> None:
    town.standing.put([step(1, "guide", conversation=TALK), step(2, "guide")])
    town.standing.put([step(3, "talk", evidence=SEEN)])
    assert refusal(town, "standing", step(4, "warn", evidence=SEEN)) == "conversation_missing"


def test_what_a_former_owner_approved_stays_approved(town: Books) -> None:
    approval = {"by": "Boss", "on": "2026-11-02", "reason": "at once"}
    town.standing.put([step(2, "warn", evidence=SEEN, conversation=TALK, approval=approval)])
    town.save_settings(town.settings.model_copy(update={"owner": "Daughter"}))
    town.standing.put([step(5, "guide", conversation=TALK)])
    again = step(6, "warn", evidence=SEEN, approval=approval)
    assert refusal(town, "standing", again) == "approval_not_owners"
    town.standing.put([{**again, "approval": {**approval, "by": "Daughter"}}])


def test_what_a_higher_rung_rests_on_cannot_be_taken_away(town: Books) -> None:
    town.standing.put([step(1, "guide", conversation=TALK), step(2, "talk", evidence=SEEN, conversation=TALK)])
    assert refusal(town, "standing", step(1, "guide")) == "conversation_missing"
    back = {"on": "2026-11-09", "by": "R1", "reason": "mistaken"}
    assert refusal(town, "standing", step(1, "guide", conversation=TALK, reversed=back)) == "conversation_missing"
    assert refusal(town, "standing", step(1, "guide", conversation=TALK, outlet="W2")) == "conversation_missing"
    with pytest.raises(InvalidRecordError):
        town.standing.remove(["STD-0001"])
    town.standing.put([step(2, "talk", evidence=SEEN, conversation=TALK, reversed=back)])
    town.standing.remove(["STD-0001"])


changes = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(list(Rung)),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "Boss", "x"]),
        st.booleans(),
    ),
    max_size=12,
)


@given(changes)
def test_no_path_skips_a_rung_unapproved(made: list[tuple[int, Rung, bool, bool, str, bool]]) -> None:
    """Puts in any order, each allowed only if the whole ladder is sound: no unapproved jump ever stands."""
    ladder: dict[str, StandingStep] = {}
    for number, rung, seen, spoken, by, taken_back in made:
        new = StandingStep.model_validate(
            step(
                number,
                rung.value,
                evidence=SEEN if seen else [],
                conversation=TALK if spoken else None,
                measures=[{"kind": "rebate_held"}],
                approval={"by": by, "on": "2026-11-02", "reason": "r"} if by else None,
                reversed={"on": "2026-11-09", "by": "b", "reason": "r"} if taken_back else None,
            )
        )
        if first_fault({**ladder, new.id: new}.values(), "Boss") is None:
            ladder[new.id] = new
        height, talked = 0, False
        for each in in_order(ladder.values()):
            if each.rung.height > height:
                assert each.evidence
                approved = each.approval is not None and each.approval.by == "Boss"
                assert approved or (each.rung.height == height + 1 and talked)
            talked = each.conversation is not None or (talked and each.rung.height == height)
            height = each.rung.height


# the other documents


@pytest.mark.parametrize(
    ("kind", "document", "code"),
    [
        ("issues", {"outlet": "C1", "text": "late", "opened": "2026-11-20T08:00:00Z"}, "owner_missing"),
        ("issues", {"outlet": "C9", "text": "x", "owner": "R1", "opened": "2026-11-20T08:00:00Z"}, "unknown_outlet"),
        ("issues", {"outlet": "C1", "text": "x", "owner": "R1", "opened": "2026-11-20T08:00:00Z", "status": "closed"}, "status_unfounded"),
        ("issues", {"outlet": "C1", "text": "x", "owner": "R1", "opened": "2026-11-20T08:00:00"}, "timezone_aware"),
        ("deals", {"outlet": "C1", "customer": "x", "owner": "R1", "opened": "2026-11-20", "stage": "won"}, "deal_reason_missing"),
        ("agreements", {"outlet": "C1", "title": "x", "agreed": "2026-01-01", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "window_order"),
        ("handovers", {"from_department": "sales", "to_department": "office", "text": "x", "written": "2026-11-20T08:00:00Z"}, "owner_missing"),
        ("signals", {"outlet": "C1", "kind": "diversion", "date": "2026-11-20", "found_at": "C9"}, "unknown_outlet"),
    ],
)  # fmt: skip
def test_a_document_that_is_not_whole(town: Books, kind: str, document: dict[str, Any], code: str) -> None:
    assert refusal(town, kind, {"id": "X", **document}) == code


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ({"claimed": {"date": "2026-11-12"}}, "fee_unchecked"),
        ({"checks": "photo", "approved": {"date": "2026-11-12"}}, "fee_unclaimed"),
        ({"checks": "photo", "claimed": {"date": "2026-11-12"}, "paid": {"date": "2026-11-13"}}, "fee_unapproved"),
        ({"checks": "photo", "claimed": {"date": "2026-11-12", "amount": "301"}}, "fee_amount"),
        ({"checks": "photo", "claimed": {"date": "2026-11-12"}, "approved": {"date": "2026-11-01"}}, "fee_dates"),
    ],
)
def test_a_display_fee_goes_step_by_step(town: Books, steps: dict[str, Any], code: str) -> None:
    photo = [{"date": "2026-11-10", "by": "R1", "met": True, "photo": "p.jpg"}]
    fee: dict[str, Any] = {"id": "F1", "text": "endcap", "first": "2026-11-01", "last": "2026-11-30", "amount": "300"}
    agreement = {"id": "A", "outlet": "C1", "title": "x", "agreed": "2026-01-01", "valid_from": "2026-01-01"}
    steps = {name: photo if value == "photo" else value for name, value in steps.items()}
    assert refusal(town, "agreements", {**agreement, "display_fees": [{**fee, **steps}]}) == code
    with contextlib.suppress(KeyError):
        fee["checks"] = steps["checks"]
    town.agreements.put([{**agreement, "display_fees": [fee]}])


def test_what_came_in_past_the_rules_is_told(town: Books, tmp_path: Path) -> None:
    """A file edited by hand, or brought back in an archive: no guard saw it, the data doctor does."""
    town.standing.put([step(1, "guide", conversation=TALK)])
    town.orders.put([order("36.00")])
    assert not [each for each in examine(town) if each.code in ("rung", "below_floor")]
    for name, before, after in (("standing", '"guide"', '"warn"'), ("orders", '"36.00"', '"20.00"')):
        path = town.folder / f"{name}.json"
        path.write_text(path.read_text().replace(before, after))
    archive = tmp_path / "books.zip"
    backup(town, archive)
    again = Books(tmp_path / "again")
    restore(again, archive)
    for books in (Books(town.folder), Books(tmp_path / "again")):
        assert {each.code for each in examine(books)} >= {"rung", "below_floor"}


@pytest.mark.parametrize(
    ("lines", "value", "code"),
    [
        ([{"product": "P1", "quantity": 100, "unit": "case"}], "1.00", "below_floor"),
        ([{"product": "P1", "quantity": 10, "unit": "case"}], None, None),
        ([{"product": "P1", "quantity": 10, "unit": "case"}], "360.00", None),
        (
            [
                {"product": "P1", "quantity": 10, "unit": "case", "price": "36.00"},
                {"product": "P2", "quantity": 1, "value": "-31.00"},
            ],
            None,
            "below_floor",
        ),
        (
            [
                {"product": "P1", "quantity": 10, "unit": "case", "price": "36.00"},
                {"product": "P1", "quantity": -5, "unit": "case", "price": "72.00"},
            ],
            None,
            "below_floor",
        ),
        (
            [
                {"product": "P1", "quantity": 10, "unit": "case", "price": "36.00"},
                {"product": "P1", "quantity": -5, "unit": "case", "price": "36.00"},
            ],
            None,
            None,
        ),
    ],
)
def test_no_way_round_the_floor(
    town: Books, lines: list[dict[str, Any]], value: str | None, code: str | None
) -> None:
    order = {"id": "O1", "outlet": "W1", "ordered": "2026-11-20", "lines": lines, "value": value}
    if code is None:
        town.orders.put([order])
    else:
        with pytest.raises(InvalidRecordError, match=code):
            town.orders.put([order])


def test_an_exception_that_is_over_is_not_revived_by_an_earlier_date(town: Books) -> None:
    grant = {"id": "E1", "outlet": "W1", "product": "P1", "price": "34.00", "approver": "B", "reason": "x"}
    town.exceptions.put([{**grant, "start": "2026-11-01", "end": "2026-11-10"}])
    line = {"product": "P1", "quantity": 1, "unit": "case", "price": "34.00"}
    order = {"id": "O1", "outlet": "W1", "ordered": "2026-11-09", "lines": [line]}
    town.guards.today = lambda: dt.date(2026, 11, 30)
    with pytest.raises(InvalidRecordError, match="below_support"):
        town.orders.put([order])
    town.guards.today = lambda: dt.date(2026, 11, 12)  # keyed in late, taken while it was valid
    town.orders.put([order])


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"product": "P1", "quantity": 1, "price": "10000000000.01"}, "lines[0].price"),
        ({"product": "P1", "quantity": 1e9, "price": "36.00"}, "lines[0].quantity"),
        ({"product": "P1", "quantity": 1, "value": "2026112322001478901.00"}, "lines[0].value"),
        ({"product": "P1", "quantity": 1, "price": "10000000000.00"}, None),
    ],
)
def test_no_amount_is_beyond_what_money_can_be(town: Books, line: dict[str, Any], field: str | None) -> None:
    order = {"id": "O1", "outlet": "W1", "ordered": "2026-11-20", "lines": [line]}
    if field is None:
        town.orders.put([order])
        return
    with pytest.raises(InvalidRecordError) as told:
        town.orders.put([order])
    assert [(each["field"], each["code"]) for each in told.value.problems] == [(field, "amount_too_large")]
    assert not town.orders.all()
