"""Signals, scores and promises worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from store.books import Books
from store.records import Call, Day, Grade, Message, Outlet, Revision, Route, Sale, Stop
from store.service.care import Care, Change, costs, neglected, proposals, shares_by_value
from store.service.credit import credit_remark
from store.service.figures import Fraction
from store.service.ledger import Ledger
from store.service.levels import issues_near_due
from store.service.promises import remarks
from store.service.score import score_of
from store.service.signals import found_signals
from tests.store.service.town import fill
from tests.tui.town import TODAY, ZONE

DAY = dt.timedelta(days=1)
PROMISED = {"id": "AGR-0001", "outlet": "W1", "title": "a year", "agreed": "2026-01-01", "valid_from": "2026-01-01"}


@pytest.fixture
def town(books: Books) -> Books:
    fill(books)
    books.reps.put([{"id": "R1", "name": "Ann", "costs": {"hour": "30.00", "km": "1.00"}}])
    return books


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


def called(books: Books, outlet: str, back: int, hour: int = 10, **fields: Any) -> None:
    day = TODAY - back * DAY
    call = {
        "id": f"{day}-{outlet}",
        "date": day,
        "rep": "R1",
        "outlet": outlet,
        "check_in": at(day, hour),
        "check_out": at(day, hour, 20),
    }
    books.days.calls(day, "R1").put([Call.model_validate(call | fields)])


def sold(books: Books, outlet: str, back: int, value: int, **fields: Any) -> None:
    day = TODAY - back * DAY
    books.sales.put(
        [Sale.model_validate({"id": f"S{day}-{outlet}", "outlet": outlet, "date": day, "value": value, **fields})]
    )


def planned(books: Books, back: int, *outlets: str) -> None:
    day = TODAY - back * DAY
    stops = [
        Stop(outlet=o, name=o, begin=36000, leave=37200, lat=30 + n / 100, lon=120.0) for n, o in enumerate(outlets)
    ]
    route = Route(rep="R1", stops=stops, travel_s=3600, distance_m=10_000, depart=28800, returns=40000)
    revision = Revision(revision=1, at=at(day, 7), action=Message(code="planned"))
    books.days.save_plan(Day(date=day, revision=1, routes=[route]), revision, expected=None)


def ledger(books: Books, weeks: int = 26) -> Ledger:
    return Ledger.of_weeks(books, TODAY, weeks, at(TODAY, 12))


def kinds(books: Books) -> dict[str, str]:
    return {each.signal.outlet: each.signal.kind.value for each in found_signals(ledger(books), TODAY)}


def test_falling_orders_from_forty_per_cent_less(town: Books) -> None:
    """100 a week for eight weeks; then 61 a week is told of nobody, 59 a week is."""
    for back in range(28, 84, 7):
        sold(town, "C1", back, 10_000)
        sold(town, "W2", back, 10_000)
        called(town, "C1", back)
    for back in (0, 7, 14, 21):
        sold(town, "C1", back, 5_900)
        sold(town, "W2", back, 6_100)
    found = {each.signal.outlet: each for each in found_signals(ledger(town), TODAY)}
    assert list(found) == ["C1"]
    assert found["C1"].signal.kind == "falling_orders"
    assert found["C1"].params | {"id": ""} == {
        "weeks": "4", "against": "8", "share": "41", "limit": "40", "now": "59.00", "usual": "100.00", "id": "",
    }  # fmt: skip
    assert [each.kind for each in found["C1"].signal.evidence] == ["sales"] * 6


def test_silence_and_late_payment(town: Books) -> None:
    town.outlets.put([{"id": "C1", "name": "x", "rhythm": {"visits": 1, "weeks": 2}}])
    called(town, "C1", 34)
    assert kinds(town) == {}, "two and a half times fourteen days are thirty-five"
    called(town, "W2", 35)
    terms = {"limit": "1000.00", "balance": "1000.01", "hold": True}
    town.outlets.put([{"id": "W1", "name": "x", "credit": terms}])
    town.outlets.put(
        [{"id": "W2", "name": "x", "credit": {**terms, "balance": "1.00", "oldest_overdue": str(TODAY - 7 * DAY)}}]
    )
    assert kinds(town) == {"W1": "late_payment", "W2": "late_payment"}
    called(town, "C1", 36)
    town.days.calls(TODAY - 34 * DAY, "R1").remove([f"{TODAY - 34 * DAY}-C1"])
    assert kinds(town)["C1"] == "silence"


def test_hours_by_date_and_by_night_say_whether_a_call_was_on_time(town: Books) -> None:
    days = [TODAY - back * DAY for back in (5, 4, 3)]
    weekday = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[days[0].weekday()]
    off = f"{days[2]:%Y} {days[2]:%b %d} off"
    town.outlets.put([{"id": "C1", "name": "x", "opening_hours": f"18:00-03:00; {weekday} 09:00-11:00; {off}"}])
    called(town, "C1", 5, hour=10)
    late = days[1] + DAY
    called(town, "C1", 4, check_in=at(late, 2), check_out=at(late, 2, 20))
    called(town, "C1", 3)  # closed on that date: neither on time nor late
    part = score_of(ledger(town), town.outlets.get("C1")).parts["on_time"]
    assert (part.numerator, part.denominator) == (2, 2)


def test_the_score_is_the_weighted_mean_of_what_can_be_counted(town: Books) -> None:
    """Kept 1 of 2 visits; on time 1 of 3, the missed one among them; issues 1 of 2; rated 4: by weights 20, 15, 20, 10."""
    hours = {"open": "09:00", "close": "11:00"}
    town.outlets.put([{"id": "C1", "name": "x", "windows": [hours]}])
    planned(town, 3, "C1")
    planned(town, 2, "C1")
    planned(town, 0, "C1")  # not over yet
    called(town, "C1", 3, rating=4)
    called(town, "C1", 1, hour=12)
    issue = {"outlet": "C1", "text": "x", "owner": "R1"}
    answer = {"text": "y", "at": at(TODAY - 2 * DAY, 10)}
    town.issues.put(
        [
            {"id": "I1", **issue, "opened": at(TODAY - 2 * DAY, 9), "due": at(TODAY - 2 * DAY, 11), "answer": answer},
            {"id": "I2", **issue, "opened": at(TODAY - 2 * DAY, 8), "due": at(TODAY - 2 * DAY, 9), "answer": answer},
            {"id": "I3", **issue, "opened": at(TODAY, 8), "due": at(TODAY, 13)},
        ]
    )
    score = score_of(ledger(town), town.outlets.get("C1"))
    fractions = {name: (part.numerator, part.denominator) for name, part in score.parts.items() if part.denominator}
    assert fractions == {"adherence": (1, 2), "on_time": (1, 3), "issue_in_time": (1, 2), "rating": (0.75, 1)}
    assert score.value == pytest.approx((20 * 0.5 + 15 / 3 + 20 * 0.5 + 10 * 0.75) / 65)
    assert {proof.id for proof in score.parts["issue_in_time"].proofs} == {"I1", "I2"}, "I3 is not due yet"
    assert score.weakest == "on_time"


def test_deliveries_bulletins_and_counts_in_the_score(town: Books) -> None:
    town.outlets.put([{"id": "C1", "name": "x", "key_account": True}])
    line = {"product": "P1", "order": "O1", "ordered": 30, "delivered": 30}
    order = {"outlet": "C1", "lines": [{"product": "P1", "quantity": 30}]}
    town.orders.put(
        [
            {"id": "O1", **order, "promised": str(TODAY - 5 * DAY), "status": "delivered"},
            {"id": "O2", **order, "promised": str(TODAY - 4 * DAY)},
            {"id": "O3", **order, "promised": str(TODAY + DAY)},
        ]
    )
    called(town, "C1", 5, delivery=[line])
    called(town, "C1", 20, stock=[{"product": "P1", "quantity": 3}])
    text = {"text": "x", "valid_from": TODAY - 20 * DAY, "valid_until": TODAY}
    handed = [{"outlet": "C1", "at": at(TODAY - 11 * DAY, 10), "by": "R1"}]
    town.bulletins.put([{"id": "B1", "title": "a", **text, "handed": handed}, {"id": "B2", "title": "b", **text}])
    parts = score_of(ledger(town), town.outlets.get("C1")).parts
    assert [(p.id, p.met) for p in parts["otif"].proofs] == [("O1", 1), ("O2", 0)]
    assert (parts["bulletins"].numerator, parts["bulletins"].denominator) == (1, 2)
    assert (parts["stock_count"].numerator, parts["stock_count"].denominator) == (0, 1)


def test_who_is_left_alone(town: Books) -> None:
    town.outlets.put(
        [
            {"id": "C1", "name": "x", "rhythm": {"visits": 1, "weeks": 1}},
            {"id": "C2", "name": "y", "rhythm": {"visits": 1, "weeks": 1}, "key_account": True},
            {"id": "C3", "name": "z", "status": "dormant"},
        ]
    )
    called(town, "C1", 11)
    called(town, "C2", 1)
    found = {each.outlet.id: each.care for each in neglected(ledger(town), TODAY)}
    assert found == {"W1": Care.NEVER, "W2": Care.NEVER, "C1": Care.OVERDUE, "C2": Care.COUNT_DUE, "C3": Care.DORMANT}


def test_grades_by_value_and_cost_to_serve(town: Books) -> None:
    """Values 70, 20 and 10: A, B and C. One route's driving of 40 is shared by detour, one outlet pays it alone."""
    outlets = {key: Outlet(id=key, name=key, grade=Grade.D) for key in ("a", "b", "c")}
    assert shares_by_value({"a": 70, "b": 20, "c": 10}, outlets) == {"a": 0.0, "b": 0.7, "c": 0.9}
    planned(town, 2, "C1")
    called(town, "C1", 2)
    sold(town, "C1", 2, 10_000)
    spent = costs(ledger(town))["C1"]
    assert spent.driving == pytest.approx(3000 + 1000)
    assert spent.calling == pytest.approx(1000)
    assert (spent.margin, spent.assumed) == (pytest.approx(1200), True)
    assert spent.ratio == pytest.approx(5000 / 1200)
    town.outlets.put([{"id": "C1", "name": "x", "grade": "D"}])
    assert [(each.outlet.id, each.change, each.to) for each in proposals(ledger(town))] == [("C1", Change.RAISE, "A")]


def test_no_cost_to_serve_where_the_margin_is_a_loss() -> None:
    """Cost 15.00, margin −10.00 is no −150 %: no value, and in a sum the loss counts."""
    lossy = Fraction()
    lossy.add(1500, -1000)
    assert lossy.value is None
    lossy.add(1500, 3000)
    assert lossy.value == pytest.approx(1.5)


def test_promises_beside_what_happened(town: Books) -> None:
    """60 cases a month promised: 40 bought in October is a breach, none by 24 November lags."""
    line = {"product": "P1", "quantity": 40, "unit": "case", "price": "36.00"}
    sold(town, "W1", 30, 144_000, lines=[line])
    agreement = {**PROMISED, "volumes": [{"cases": 60}], "review": str(TODAY - DAY)}
    agreement["price_rules"] = [{"product": "P1", "price": "35.50", "resale_floor": "38.00"}]
    fee = {"id": "F1", "text": "x", "first": "2026-11-01", "last": "2026-11-20", "amount": "300"}
    town.agreements.put([{**agreement, "display_fees": [fee]}])
    town.signals.put(
        [{"id": "S", "outlet": "W1", "kind": "price_cutting", "date": str(TODAY), "product": "P1", "price": "37.99"}]
    )
    told = {each.code: each for each in remarks(ledger(town), TODAY)}
    assert set(told) == {
        "volume_missed",
        "volume_lags",
        "agreement_review",
        "price_above",
        "resale_below",
        "fee_check_due",
    }
    assert (told["volume_missed"].params["got"], told["volume_missed"].params["wanted"]) == ("40", "60")
    assert told["fee_check_due"].level == "breach"
    town.agreements.put([{**PROMISED, "valid_until": str(TODAY - DAY)}])
    assert [(each.code, each.params["days"]) for each in remarks(ledger(town), TODAY)] == [("agreement_ended", 1)]


@pytest.mark.parametrize(
    ("terms", "more", "code"),
    [
        ({"limit": "100", "balance": "60"}, 4000, None),
        ({"limit": "100", "balance": "60"}, 4001, "credit_held"),
        ({"limit": "100", "balance": "60", "hold": False}, 4001, "credit_over"),
        ({"balance": "60", "oldest_overdue": "2026-11-23"}, 0, "overdue_held"),
        ({"balance": "60", "oldest_overdue": "2026-11-23", "hold": False}, 0, "overdue"),
        ({"balance": "60", "oldest_overdue": "2026-11-24"}, 0, None),
    ],
)
def test_credit(town: Books, terms: dict[str, Any], more: int, code: str | None) -> None:
    outlet = Outlet.model_validate({"id": "C1", "name": "x", "credit": terms})
    remark = credit_remark(town, outlet, TODAY, more)
    assert (remark.code if remark else None) == code


def test_a_held_outlet_buys_for_cash_alone(town: Books) -> None:
    town.outlets.put([{"id": "C1", "name": "x", "credit": {"limit": "100", "balance": "60"}}])
    order = {"id": "O1", "outlet": "C1", "ordered": str(TODAY), "value": "40.01", "lines": []}
    with pytest.raises(Exception, match="credit_held"):
        town.orders.put([order])
    town.orders.put([{**order, "terms": "现款"}, {**order, "id": "O2", "value": "40.00"}])


def test_issues_near_their_due_time_the_most_pressing_first(town: Books) -> None:
    def issue(key: str, hours: int, **fields: Any) -> dict[str, Any]:
        opened = at(TODAY - 9 * DAY, 8)
        return {
            "id": key,
            "outlet": "C1",
            "text": "x",
            "owner": "R1",
            "opened": opened,
            "due": at(TODAY, 0) + dt.timedelta(hours=hours),
            **fields,
        }

    done = {"text": "y", "at": at(TODAY, 9)}
    town.issues.put(
        [
            issue("later", 49),
            issue("tomorrow", 48),
            issue("late", -1),
            issue("answered", 1, answer=done),
            issue("to_resolve", 1, answer=done, resolve_by=at(TODAY, 12)),
        ]
    )
    found = issues_near_due(town.issues.all().values(), TODAY)
    assert [(each.id, late) for each, late in found] == [("late", True), ("to_resolve", False), ("tomorrow", False)]
