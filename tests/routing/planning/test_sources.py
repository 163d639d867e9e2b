"""What makes a stop due: each source by itself, and all of them together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning import World, due_on
from routing.planning.due import Due
from routing.planning.knowledge import Knowledge
from routing.planning.sources import SOURCES
from store.records import (
    Arrangement,
    Bulletin,
    Deal,
    Issue,
    Outlet,
    Settings,
    Signal,
    StandingStep,
    StopKind,
)
from tests.routing.planning.towns import MONDAY, order, orders, outlet, rep, town
from tui.locale import LANGUAGES, has, translate

YESTERDAY = MONDAY - dt.timedelta(1)
VISITED = {"C1": MONDAY - dt.timedelta(4)}
"""Lately enough that the rhythm asks for nothing, long enough ago for anything else."""


def calm(*shops: Outlet, **more: Any) -> World:
    """A town in which no rhythm makes anything due."""
    return town(
        shops or [outlet("C1", grade="A")], last={each: MONDAY - dt.timedelta(4) for each in _ids(shops)}, **more
    )


def _ids(shops: tuple[Outlet, ...]) -> list[str]:
    return [shop.id for shop in shops] or ["C1"]


def codes(world: World) -> list[str]:
    return [message.code for due in due_on(world) for message in due.reasons]


def only(world: World) -> Due:
    [due] = due_on(world)
    return due


def issue(**fields: Any) -> Issue:
    opened = "2026-11-18T09:00:00+08:00"
    return Issue.model_validate(
        {"id": "ISS-1", "outlet": "C1", "text": "破箱", "owner": "张", "opened": opened} | fields
    )


def deal(**fields: Any) -> Deal:
    return Deal.model_validate(
        {"id": "DEAL-1", "outlet": "C1", "customer": "酒店", "owner": "张", "opened": "2026-11-01"} | fields
    )


def test_nothing_is_due_where_nothing_asks_for_it() -> None:
    assert due_on(calm()) == []


def test_a_promised_order_is_a_stop_of_its_own_and_may_not_be_left_out() -> None:
    due = only(calm(known=orders(order("SO1", "C1", 5))))
    assert (due.key, due.required) == (("C1", StopKind.DELIVERY), True)
    assert dict(due.load) == {"cases": 5, "kg": 60}
    assert due.worth == 5 * 4800
    assert due.call_s == (6 + 5 * 0.4) * 60


def test_orders_of_one_outlet_are_one_stop() -> None:
    due = only(
        calm(known=orders(order("SO1", "C1", 2), order("SO2", "C1", 3), order("SO3", "C1", 4, status="cancelled")))
    )
    assert [message.params["order"] for message in due.reasons] == ["SO1", "SO2"]
    assert dict(due.load)["cases"] == 5
    assert due.call_s == (6 + 5 * 0.4) * 60, "the handling that any delivery takes is counted once"


def test_a_visit_and_a_delivery_at_one_outlet_are_two_kinds_of_stop() -> None:
    world = town([outlet("C1", grade="A")], known=orders(order("SO1", "C1")))
    assert [due.kind for due in due_on(world)] == [StopKind.DELIVERY, StopKind.VISIT]


def test_an_order_not_delivered_on_its_day_is_overdue_and_comes_first() -> None:
    late = order("SO1", "C1", promised=YESTERDAY)
    world = calm(outlet("C1", grade="A"), outlet("C2", grade="A"), known=orders(order("SO2", "C2", 1), late))
    assert [due.outlet.id for due in due_on(world)] == ["C1", "C2"]
    assert codes(world) == ["order_overdue", "order_promised"]


def test_what_an_earlier_plan_will_bring_is_not_brought_again() -> None:
    assert due_on(calm(known=orders(order("SO1", "C1", promised=YESTERDAY), expected=frozenset({"SO1"})))) == []
    assert codes(calm(known=orders(order("SO1", "C1"), expected=frozenset({"SO2"})))) == ["order_promised"]


def test_orders_that_cannot_be_planned_are_told_and_an_urgent_one_needs_no_date() -> None:
    world = calm(
        known=orders(
            order("SO1", "nobody"),
            order("SO2", "C1", promised=None),
            order("SO3", "C1", promised=None, urgent=True),
            order("SO4", "C1", lines=[{"product": "?", "quantity": 3}]),
        )
    )
    due = only(world)
    assert [message.code for message in due.reasons] == ["order_urgent", "order_promised"]
    assert dict(due.load)["cases"] == 4, "units of an unknown product count as cases"
    told = {message.code: message.params["orders"] for message in world.assumed}
    assert told == {"orders_unknown_outlet": "SO1", "orders_undated": "SO2", "orders_unknown_product": "SO4"}


def test_a_delivery_to_an_outlet_without_a_position_or_closed_is_told_not_lost() -> None:
    world = calm(
        Outlet(id="C1", name="x"), outlet("C2", closed=["mon"]), known=orders(order("1", "C1"), order("2", "C2"))
    )
    blocked = {due.outlet.id: due.blocked.code for due in due_on(world) if due.blocked}
    assert blocked == {"C1": "no_position", "C2": "closed"}


@pytest.mark.parametrize(
    ("overdue", "last", "expected"),
    [
        (MONDAY - dt.timedelta(3), 4, ["collection"]),
        (MONDAY - dt.timedelta(3), 1, []),
        (MONDAY, 4, []),
        (None, 4, []),
    ],
)
def test_collections(overdue: dt.date | None, last: int, expected: list[str]) -> None:
    known = Knowledge(overdue={} if overdue is None else {"C1": (100_000, overdue)})
    world = town([outlet("C1", grade="A")], last={"C1": MONDAY - dt.timedelta(last)}, known=known)
    assert codes(world) == expected
    if expected:
        due = only(world)
        assert (due.cash, due.worth) == (100_000, 4000 + 5000)


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ("2026-11-24T12:00:00+08:00", ["issue"]),
        ("2026-11-22T12:00:00+08:00", ["issue_late"]),
        ("2026-11-27T12:00+08:00", []),
    ],
)
def test_an_issue_near_its_deadline_pulls_its_outlet_in(deadline: str, expected: list[str]) -> None:
    world = calm(known=Knowledge(issues={"1": issue(due=deadline, id="1")}))
    assert codes(world) == expected
    known = Knowledge(issues={"1": issue(due=deadline)})
    joined = town([outlet("C1", grade="A")], last={"C1": MONDAY - dt.timedelta(9)}, known=known)
    assert "overdue" in codes(joined), "before its time it goes along with a visit"
    assert len(codes(joined)) == 2


def test_an_answered_issue_waits_for_its_remedy_and_a_resolved_one_for_nothing() -> None:
    answer = {"at": "2026-11-19T09:00:00+08:00", "text": "会换"}
    waiting = issue(answer=answer, resolve_by="2026-11-23T18:00:00+08:00")
    assert codes(calm(known=Knowledge(issues={"1": waiting}))) == ["issue"]
    settled = issue(answer=answer, resolution=answer, resolve_by="2026-11-23T18:00:00+08:00")
    assert codes(calm(known=Knowledge(issues={"1": settled}))) == []


def test_a_joint_visit_is_required_on_its_day_and_made_by_the_people_named() -> None:
    meeting = {"date": MONDAY, "people": ["R2", "gone"]}
    known = Knowledge(deals={"1": deal(stage="negotiation", negotiations=[meeting])})
    due = only(calm(known=known))
    assert (due.required, due.reps, due.reasons[0].code) == (True, ("R2",), "deal_meeting")
    missed = Knowledge(deals={"1": deal(stage="negotiation", negotiations=[meeting | {"date": YESTERDAY}])})
    assert [(due.required, due.reasons[0].code) for due in due_on(calm(known=missed))] == [(False, "deal_missed")]


def test_a_deal_to_be_closed_soon_is_due_and_another_goes_along() -> None:
    soon = Knowledge(deals={"1": deal(close_by=MONDAY + dt.timedelta(5))})
    assert codes(calm(known=soon)) == ["deal_closing"]
    assert codes(calm(known=Knowledge(deals={"1": deal()}))) == []
    assert codes(calm(known=Knowledge(deals={"1": deal(stage="lost", reason="价高")}))) == []


@pytest.mark.parametrize(
    ("last", "key", "expected"),
    [(10, True, []), (15, True, []), (22, True, ["stock_count"]), (22, False, []), (None, True, ["never_counted"])],
)
def test_stock_counts(last: int | None, key: bool, expected: list[str]) -> None:
    counted = {} if last is None else {"C1": MONDAY - dt.timedelta(last)}
    shop = outlet("C1", grade="A", key_account=key)
    assert codes(calm(shop, known=Knowledge(count_every={"C1": 14}, last_counts=counted))) == expected
    visit = town([shop], known=Knowledge(count_every={"C1": 14}, last_counts=counted))
    assert len(codes(visit)) == 1 + (last is None or last >= 14)


def test_a_bulletin_goes_along_until_it_is_handed_over() -> None:
    def bulletin(**fields: Any) -> Knowledge:
        dates = {"valid_from": YESTERDAY, "valid_until": MONDAY + dt.timedelta(9)}
        made = Bulletin.model_validate({"id": "B1", "title": "新品", "text": "x"} | dates | fields)
        return Knowledge(bulletins={"B1": made})

    shop = outlet("C1", grade="A")
    assert codes(town([shop], known=bulletin())) == ["never_visited", "bulletin"]
    handed = [{"outlet": "C1", "at": "2026-11-22T09:00:00+08:00", "by": "R1"}]
    assert codes(town([shop], known=bulletin(handed=handed))) == ["never_visited"]
    assert codes(town([shop], known=bulletin(audience={"grades": ["B"]}))) == ["never_visited"]
    ending = {"valid_until": MONDAY + dt.timedelta(1)}
    assert codes(calm(shop, known=bulletin(**ending))) == []
    assert codes(calm(outlet("C1", grade="A", key_account=True), known=bulletin(**ending))) == ["bulletin"]


def test_audits_are_stops_of_their_own_on_a_rhythm_of_their_own() -> None:
    settings = Settings.model_validate({"audits": {"A": {"visits": 1, "weeks": 4}}})
    fresh = calm(settings=settings, known=Knowledge(last_audits={"C1": MONDAY - dt.timedelta(27)}))
    assert due_on(fresh) == []
    due = only(calm(settings=settings, known=Knowledge(last_audits={"C1": MONDAY - dt.timedelta(28)})))
    assert (due.kind, due.reasons[0].code) == (StopKind.AUDIT, "audit")


def test_risk_makes_a_stop_until_somebody_was_there() -> None:
    signal = Signal.model_validate({"id": "S", "outlet": "C1", "kind": "defection", "date": MONDAY - dt.timedelta(2)})
    assert codes(calm(known=Knowledge(signals={"S": signal}))) == ["signal_defection"]
    seen = town([outlet("C1", grade="A")], last={"C1": YESTERDAY}, known=Knowledge(signals={"S": signal}))
    assert codes(seen) == []
    step = {"id": "1", "outlet": "C1", "rung": "talk", "date": YESTERDAY, "owner": "张", "reason": "x"}
    standing = StandingStep.model_validate(step | {"review": MONDAY})
    assert codes(calm(known=Knowledge(standings={"C1": standing}))) == ["standing_talk"]


def test_prospects_fill_in_near_a_stop_that_is_due() -> None:
    shops = [outlet("C1", 2, grade="A"), outlet("P1", 2.3, status="prospect"), outlet("P2", 9, status="prospect")]
    found = {due.outlet.id: due.reasons[0] for due in due_on(town(shops))}
    assert set(found) == {"C1", "P1"}
    assert found["P1"].params == {"metres": 300, "name": "C1"}
    lately = town(shops, last={"P1": MONDAY - dt.timedelta(3)})
    assert {due.outlet.id for due in due_on(lately)} == {"C1"}


def test_what_the_day_asks_for_is_required_and_takes_no_longer_for_it() -> None:
    day = Arrangement(id=MONDAY.isoformat(), visit=["C1", "nobody"])
    due = only(calm(day=day))
    assert (due.required, due.reasons[0].code, due.call_s) == (True, "asked_for", 15 * 60)
    both = only(town([outlet("C1", grade="A")], day=day))
    assert ([message.code for message in both.reasons], both.call_s) == (["asked_for", "never_visited"], 15 * 60)


shops = st.lists(
    st.builds(
        lambda number, grade, status, key, closed, owes: outlet(
            f"C{number}", number % 7, number % 5, grade=grade, status=status, key_account=key,
            closed=["mon"] if closed else [],
            credit={"balance": "10.00", "oldest_overdue": YESTERDAY} if owes else None,
        ),
        st.integers(1, 12), st.sampled_from("ABCD"), st.sampled_from(["active", "active", "dormant", "prospect", "lost"]),
        st.booleans(), st.booleans(), st.booleans(),
    ),
    min_size=1, max_size=12, unique_by=lambda shop: shop.id,
)  # fmt: skip
given_orders = st.lists(
    st.tuples(st.integers(1, 15), st.integers(-3, 3), st.floats(0.5, 40), st.booleans()), max_size=12
)


@given(shops, given_orders, st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_no_source_doubles_or_loses_a_stop(
    outlets: list[Outlet], wanted: list[tuple[int, int, float, bool]], visited: set[int], asked: set[int]
) -> None:
    made = [
        order(f"SO{n}", f"C{shop}", cases, promised=MONDAY + dt.timedelta(days), urgent=urgent)
        for n, (shop, days, cases, urgent) in enumerate(wanted)
    ]
    known = orders(
        *made,
        issues={"1": issue(outlet=outlets[0].id, due="2026-11-23T12:00:00+08:00")},
        signals={
            "S": Signal.model_validate({"id": "S", "outlet": outlets[-1].id, "kind": "silence", "date": YESTERDAY})
        },
    )
    day = Arrangement(id=MONDAY.isoformat(), visit=[f"C{number}" for number in sorted(asked)])
    last = {f"C{number}": YESTERDAY for number in visited}
    world = town(outlets, last=last, known=known, day=day)
    found = due_on(world)
    assert max(Counter(due.key for due in found).values(), default=0) <= 1
    claims = [claim for source in SOURCES for claim in source(world)]
    keys = {due.key for due in found}
    for claim in claims:
        if claim.required or (claim.alone and world.hours_of(claim.outlet) is not None):
            assert (claim.outlet.id, claim.kind) in keys
    for due in found:
        if due.reasons[0].code != "prospect":
            mine = [claim for claim in claims if (claim.outlet.id, claim.kind) == due.key]
            assert list(due.reasons) == [claim.reason for claim in mine], "every reason is told, none twice"
            assert due.worth == sum(claim.worth for claim in mine)
    brought = sum(dict(due.load).get("cases", 0) for due in found)
    shops_there = {shop.id for shop in outlets}
    promised = [each for each in made if each.promised and each.promised <= MONDAY and each.outlet in shops_there]
    assert brought == pytest.approx(sum(each.lines[0].quantity for each in promised), abs=1e-3)


def test_every_reason_and_every_obstacle_has_its_sentences() -> None:
    reasons = [
        *(f"hours_{code}" for code in ("unread", "remark", "comment", "uncertain", "open_end", "two_readings")),
        *(f"hours_{code}" for code in ("holidays_unknown", "no_sun", "readers")),
        "asked_for",
        "order_promised",
        "order_overdue",
        "order_urgent",
        "collection",
        "issue",
        "issue_late",
        "deal_meeting",
        "deal_missed",
        "deal_closing",
        "deal_open",
        "stock_count",
        "never_counted",
        "bulletin",
        "audit",
        "never_audited",
        "signal_price_cutting",
        "signal_diversion",
        "signal_defection",
        "signal_policy_pressure",
        "signal_falling_orders",
        "signal_late_payment",
        "signal_silence",
        "standing_talk",
        "standing_warn",
        "standing_control",
        "prospect",
        "only_one",
        "joint",
    ]
    both = [
        "closed",
        "no_visit",
        "no_delivery",
        "no_audit",
        "other_reps_only",
        "rep_forbidden",
        "lacks_skill",
        "no_vehicle",
        "vehicle_kept_out",
        "access_hours",
        "restricted",
    ]
    blocked = [
        "zone_closed",
        "outside_shifts",
        "nobody_for_visit",
        "nobody_for_delivery",
        "nobody_for_audit",
        "no_rep_for_visit",
        "no_rep_for_delivery",
        "no_rep_for_audit",
        "too_large_cases",
        "too_large_kg",
        "too_large_m3",
    ]
    for language in LANGUAGES:
        for area, found in (("reason", reasons), ("violation", both), ("unserved", [*both, *blocked])):
            assert [code for code in found if not has(language, f"plan.{area}.{code}")] == []
        assert [code for code in reasons if not has(language, f"board.short.{code}")] == []


def test_a_reason_of_every_kind_is_told_in_whole_words() -> None:
    shop = outlet("C1", grade="A", key_account=True, credit={"balance": "10.00", "oldest_overdue": YESTERDAY})
    world = town([shop, outlet("P", 0.1, status="prospect")], known=orders(order("SO1", "C1"), count_every={"C1": 7}))
    for language in LANGUAGES:
        for due in due_on(world):
            for message in due.reasons:
                said = translate(language, f"plan.reason.{message.code}", **message.params)
                assert "{" not in said
                assert not said.startswith("plan.")


def test_a_rep_is_needed_for_every_kind() -> None:
    world = calm(known=orders(order("SO1", "C1")), reps=[rep("R1", role="presales")])
    assert [message.code for message in world.assumed] == ["no_deliverers"]


def test_the_cash_of_orders_to_be_paid_on_delivery_is_a_reason_of_its_own() -> None:
    line = {"product": "P1", "quantity": 2, "price": "48.00", "value": "96.00"}
    paid = order("SO1", "C1", collect=True, lines=[line])
    due = only(calm(known=orders(paid, order("SO2", "C1", lines=[line]))))
    told = {message.code: message.params for message in due.reasons}
    assert told["cash_order"] == {"amount": "96.00"}, "the other order is on credit"
    assert due.cash == 9_600
    assert "cash_order" not in codes(calm(known=orders(order("SO2", "C1", lines=[line]))))
