"""The service desk's jobs: an issue from complaint to the customer's word, deals, notes, the ladder, fees, homecoming."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from store.books import Books
from store.errors import InvalidRecordError
from store.records import (
    Approval,
    Call,
    Conversation,
    DealStage,
    Department,
    Evidence,
    IssueKind,
    IssueStatus,
    Measure,
    Rung,
    SignalStatus,
)
from tests.tui.town import TODAY, ZONE, Clock, hand_plan
from tui.jobs import service, standing
from tui.jobs.calls import save_call
from tui.jobs.channel import channel_of, tree
from tui.jobs.homecoming import Where, fairness, homecoming, homecoming_document, hours_of_week
from tui.jobs.homecoming_wording import home_lines
from tui.jobs.office import JobError, Office
from tui.jobs.outlet_page import bars, page, page_document
from tui.jobs.review import SECTIONS, entries
from tui.jobs.scores import rep_scores, shortfalls
from tui.state.service import acts


def test_an_issue_goes_from_hand_to_hand_until_the_customer_is_content(bare: Office, clock: Clock) -> None:
    issue = service.open_issue(bare, "C02", IssueKind.QUALITY, "broken [/b]", owner="R1")
    assert issue.id == "ISS-0001"
    assert issue.due == clock.moment + dt.timedelta(hours=24)
    clock.forward(60)
    issue = service.hand_over_issue(bare, issue, Department.WAREHOUSE, "Lao Li", "stacked under water")
    assert (issue.owner, issue.department) == ("Lao Li", Department.WAREHOUSE)
    note = bare.books.handovers.get("HND-0001")
    assert (note.issue, note.owner, note.acknowledged) == (issue.id, "Lao Li", None)
    with pytest.raises(JobError, match="issue_unresolved"):
        service.check_issue(bare, issue, satisfied=True)
    issue = service.answer_issue(bare, issue, "exchanged tomorrow")
    issue = service.resolve_issue(bare, issue, "exchanged")
    assert issue.status is IssueStatus.RESOLVED
    clock.forward(60)
    issue = service.check_issue(bare, issue, satisfied=False, text="one was broken again")
    assert issue.status is IssueStatus.ANSWERED
    assert issue.resolve_by == clock.moment + dt.timedelta(hours=72)
    issue = service.resolve_issue(bare, issue, "two exchanged")
    issue = service.check_issue(bare, issue, satisfied=True, rating=4)
    assert issue.status is IssueStatus.CLOSED
    acts_done = [event.act.value for event in issue.history]
    assert acts_done == ["opened", "handed_over", "answered", "resolved", "reopened", "resolved", "checked"]
    assert issue.history[1].from_owner == "R1"
    assert issue.history[1].to_owner == "Lao Li"
    with pytest.raises(JobError, match="issue_closed"):
        service.resolve_issue(bare, issue, "again")
    assert entries(bare, "issues") == []


def test_a_deal_stage_by_stage(bare: Office) -> None:
    document = {"outlet": "C12", "customer": "Hotel [0]", "owner": "R1"}
    deal = service.put_new(bare, "deals", document)
    with pytest.raises(JobError, match="past_date"):
        service.plan_negotiation(bare, deal, TODAY - dt.timedelta(1), ["R1"])
    deal = service.plan_negotiation(bare, deal, TODAY + dt.timedelta(1), ["R1", "R2"])
    assert deal.next_visit is not None
    assert deal.next_visit.people == ["R1", "R2"]
    deal = service.plan_negotiation(bare, deal, TODAY + dt.timedelta(2), ["R1"])
    assert len(deal.negotiations) == 1, "a visit that has not been is moved, not doubled"
    with pytest.raises(InvalidRecordError) as told:
        service.advance_deal(bare, deal, DealStage.WON)
    assert told.value.problems[0]["code"] == "deal_reason_missing"
    deal = service.advance_deal(bare, deal, DealStage.WON, reason="credit", brought=50_000)
    assert (deal.closed, deal.brought, deal.next_visit) == (TODAY, 50_000, None)
    with pytest.raises(JobError, match="deal_closed"):
        service.advance_deal(bare, deal, DealStage.LOST, reason="x")


def test_a_bulletin_is_handed_over_once_and_not_when_it_has_ended(bare: Office) -> None:
    text = {"title": "x", "text": "y", "valid_from": TODAY, "valid_until": TODAY}
    bulletin = service.put_new(bare, "bulletins", {key: str(value) for key, value in text.items()})
    bulletin = service.hand_bulletin(bare, bulletin, "C01", by="R1", to="Wang", proof="p.jpg")
    again = service.hand_bulletin(bare, bulletin, "C01", by="R2")
    assert [(each.outlet, each.by, each.proof) for each in again.handed] == [("C01", "R1", "p.jpg")]
    assert entries(bare, "bulletins")[0].state == "1/11"
    bare.books.bulletins.put(
        [bulletin.model_copy(update={"valid_from": TODAY - dt.timedelta(3), "valid_until": TODAY - dt.timedelta(1)})]
    )
    with pytest.raises(JobError, match="bulletin_over"):
        service.hand_bulletin(bare, bare.books.bulletins.get(bulletin.id), "C02", by="R1")


def test_a_note_is_acknowledged_then_done(bare: Office) -> None:
    note = service.write_note(bare, Department.SALES, Department.OFFICE, "book it", owner="Office", outlet="C01")
    assert acts(entries(bare, "notes")[0])[:2] == ("acknowledge", "done")
    note = service.acknowledge(bare, note)
    assert note.acknowledged_by == "tester"
    assert service.acknowledge(bare, note) == note
    assert service.finish(bare, note).done is not None
    assert entries(bare, "notes") == []


def test_the_ladder_through_its_jobs(bare: Office) -> None:
    def take(rung: Rung, **parts: object) -> None:
        standing.take_step(bare, "C12", rung, "price", owner="R1", **parts)  # type: ignore[arg-type]

    said = Conversation(date=TODAY, by="R1", text="talked")
    seen = [Evidence(text="sign", photo="p.jpg", hard=True)]
    with pytest.raises(InvalidRecordError):
        take(Rung.TALK, evidence=seen)
    take(Rung.GUIDE, conversation=said)
    take(Rung.TALK, evidence=seen, conversation=said)
    with pytest.raises(InvalidRecordError):
        take(Rung.CONTROL, evidence=seen, measures=[Measure(kind="rebate_held")])
    approval = Approval(by="Boss", on=TODAY, reason="at once")
    take(Rung.CONTROL, evidence=seen, measures=[Measure(kind="rebate_held")], approval=approval)
    assert standing.standing_of(bare, "C12") is Rung.CONTROL
    last = standing.steps_of(bare, "C12")[-1]
    assert [step.rung for step in standing.to_review(bare, TODAY)] == [Rung.CONTROL]
    standing.reverse_step(bare, last, "too soon")
    assert standing.standing_of(bare, "C12") is Rung.TALK
    with pytest.raises(JobError, match="step_reversed_already"):
        standing.reverse_step(bare, bare.books.standing.get(last.id), "again")
    take(Rung.GUIDE)
    assert standing.to_review(bare, TODAY) == []


def test_a_signal_of_the_records_is_filed_when_it_is_dealt_with(bare: Office) -> None:
    late = {"balance": "5.00", "oldest_overdue": str(TODAY - dt.timedelta(30))}
    bare.books.outlets.put([{**bare.books.outlets.get("C12").to_json(), "rev": 0, "credit": late}])
    found = [entry for entry in entries(bare, "signals") if entry.outlet == "C12"]
    assert "30 days" in found[0].text
    service.close_signal(bare, found[0].record, SignalStatus.HANDLED, "paid in cash")
    assert [entry for entry in entries(bare, "signals") if entry.outlet == "C12"] == []


def test_a_display_fee_is_checked_claimed_approved_and_paid(bare: Office, tmp_path: Path) -> None:
    fee = {"id": "F1", "text": "x", "first": str(TODAY), "last": str(TODAY), "amount": "300"}
    document = {"outlet": "C01", "title": "paid display", "valid_from": "2026-01-01", "display_fees": [fee]}
    agreement = service.put_new(bare, "agreements", document)

    def now() -> tuple[object, object]:
        return standing.fee_of(bare, agreement.id, "F1")

    with pytest.raises(JobError, match="fee_unproven"):
        standing.advance_fee(bare, *now())  # type: ignore[arg-type]
    standing.check_fee(bare, *now(), met=False, photo="bad.jpg")  # type: ignore[arg-type]
    with pytest.raises(JobError, match="fee_unproven"):
        standing.advance_fee(bare, *now())  # type: ignore[arg-type]
    standing.check_fee(bare, *now(), met=True, photo="good.jpg")  # type: ignore[arg-type]
    with pytest.raises(InvalidRecordError):
        standing.advance_fee(bare, *now(), amount=30_001)  # type: ignore[arg-type]
    for stage in ("claimed", "approved", "paid"):
        standing.advance_fee(bare, *now(), amount=29_000)  # type: ignore[arg-type]
        assert now()[1].stage == stage  # type: ignore[attr-defined]
    with pytest.raises(JobError, match="fee_paid_already"):
        standing.advance_fee(bare, *now())  # type: ignore[arg-type]
    assert standing.export_fees(bare, tmp_path / "f.xlsx", "paid") == 1
    assert standing.fee_rows(bare)[0]["paid_amount"] == "290.00"


def called(books: Books, rep: str, outlet: str, begin: dt.time, end: dt.time | None, **fields: object) -> None:
    moments = {"check_in": dt.datetime.combine(TODAY, begin, ZONE)}
    if end is not None:
        moments["check_out"] = dt.datetime.combine(TODAY, end, ZONE)
    call = {"id": f"{rep}-{outlet}", "date": TODAY, "rep": rep, "outlet": outlet, **moments, **fields}
    books.days.calls(TODAY, rep).put([Call.model_validate(call)])


def test_who_begins_at_the_far_end_is_not_home_after_it(planned: Office, clock: Clock) -> None:
    """Its last stop first: the others are ahead, and the calls and ways of them are still to come."""
    day = planned.books.days.plan(TODAY)
    assert day is not None
    route = day.route_of("R1")
    assert route is not None
    assert len(route.stops) > 1
    last = route.stops[-1]
    begin, end = (dt.datetime.combine(TODAY, dt.time(8), ZONE) + dt.timedelta(minutes=n) for n in (0, 15))
    called(planned.books, "R1", last.outlet, begin.time(), end.time())
    clock.moment = end + dt.timedelta(minutes=20)
    found = next(each for each in homecoming(planned, TODAY) if each.rep == "R1")
    assert (found.where, found.done) == (Where.OUT, 1)
    left = sum(stop.leave - stop.begin + stop.travel_s for stop in route.stops[:-1])
    home = route.returns - last.leave
    assert found.expected == max(8 * 3600 + 900 + left + home, 8 * 3600 + 2100)


def test_who_is_back_when(planned: Office, clock: Clock) -> None:
    """R1 keeps the plan, then falls 40 minutes behind; R2 has not begun and its first hour passes."""
    day = planned.books.days.plan(TODAY)
    assert day is not None
    first, second = day.route_of("R1"), day.route_of("R2")
    assert first is not None
    assert second is not None
    board = {each.rep: each for each in homecoming(planned, TODAY)}
    assert {each.where for each in board.values()} == {Where.NOT_OUT}
    assert board["R1"].expected == first.returns
    stop = first.stops[0]

    def at(second: int) -> dt.time:
        return (dt.datetime.combine(TODAY, dt.time()) + dt.timedelta(seconds=second)).time()

    called(planned.books, "R1", stop.outlet, at(stop.begin), at(stop.leave + 2400))
    clock.moment = dt.datetime.combine(TODAY, at(stop.leave + 2400), ZONE)
    board = {each.rep: each for each in homecoming(planned, TODAY)}
    assert board["R1"].where is Where.OUT
    assert board["R1"].expected - first.returns == pytest.approx(2400, abs=1)
    assert board["R1"].late
    for stop in first.stops[1:]:
        called(planned.books, "R1", stop.outlet, at(stop.begin), at(stop.leave))
    home = first.returns - first.stops[-1].leave
    clock.moment = dt.datetime.combine(TODAY, at(first.stops[-1].leave + home // 2), ZONE)
    board = {each.rep: each for each in homecoming(planned, TODAY)}
    assert board["R1"].where is Where.COMING
    assert board["R1"].expected == pytest.approx(first.returns, abs=1)
    clock.moment += dt.timedelta(seconds=home)
    board = {each.rep: each for each in homecoming(planned, TODAY)}
    assert board["R1"].where is Where.HOME
    assert board["R1"].done == len(first.stops)
    assert board["R2"].late_s > 0, "nothing of R2 has been heard"
    hours = {each.rep: each.total for each in hours_of_week(planned, TODAY)}
    assert hours["R1"] == pytest.approx(first.returns - first.depart, abs=1)
    document = homecoming_document(planned, TODAY)
    assert [each["rep"] for each in document["reps"]] == ["R2", "R1"], "who is home comes last"
    clock.moment += dt.timedelta(days=1)
    assert {each.where for each in homecoming(planned, TODAY)} == {Where.HOME}, "yesterday everybody came home"
    assert homecoming(planned, TODAY + dt.timedelta(9)) == []
    assert len(home_lines(planned, TODAY)) > 4


def test_fairness_is_the_distance_of_most_and_least_from_the_mean(planned: Office) -> None:
    mean, spread = fairness(hours_of_week(planned, TODAY))
    totals = [each.total for each in hours_of_week(planned, TODAY)]
    assert mean == pytest.approx(sum(totals) / len(totals))
    assert spread == pytest.approx((max(totals) - min(totals)) / mean)
    assert fairness([]) == (0.0, 0.0)


def test_the_tree_opens_branch_by_branch_and_shows_nobody_twice_open(bare: Office) -> None:
    def supplied(key: str, **fields: object) -> dict[str, object]:
        return {**bare.books.outlets.get(key).to_json(), "rev": 0, **fields}

    bare.books.outlets.put(
        [
            supplied("C11", tier="sub_wholesaler", supplier="C12", status="active"),
            supplied("C01", supplier="C11", other_suppliers=["C12"]),
            supplied("C02", supplier="C03"),
            supplied("C03", supplier="C02"),
        ]
    )
    channel = channel_of(bare)
    closed = [branch.outlet for branch in tree(channel, {})]
    assert closed[0] == "C12"
    assert "C01" not in closed
    assert closed[-1] == "C02", "whom no goods reach stands last, a circle by its first"
    opened = tree(channel, dict.fromkeys(channel.outlets, True))
    named = [(branch.outlet, branch.depth, branch.again) for branch in opened]
    assert named[:4] == [("C12", 0, False), ("C11", 1, False), ("C01", 2, False), ("C01", 1, True)]
    assert len([name for name, _, again in named if name == "C02" and not again]) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_list_and_page_is_said_in_words(planned: Office, language: str) -> None:
    planned.language = language
    service.open_issue(planned, "C01", IssueKind.OTHER, "{n} [/b]", owner="R2")
    for section in SECTIONS:
        for entry in entries(planned, section):
            assert "service." not in f"{entry.text}{entry.state}{entry.title}"
    for outlet in planned.books.outlets.all():
        text = "".join(piece for section in page(planned, outlet) for line in section.lines for piece, _ in line)
        assert "service." not in text
        assert page_document(planned, outlet)["outlet"]["id"] == outlet
    names = [section.name for section in page(planned, "C01")]
    assert names == ["standing", "score", "trade", "issues", "visits", "shelf", "channel", "notes"]
    with pytest.raises(JobError, match="no_such_outlet"):
        page(planned, "nobody")


def test_what_care_and_proposals_rest_on_is_told_with_its_records(planned: Office) -> None:
    """C01 bought once and was called on once: the sale and the call are named, with its place among all."""
    line = {"product": "P1", "quantity": 1, "price": "900.00"}
    sale = {"id": "S-77", "outlet": "C01", "date": "2026-11-12", "lines": [line]}
    planned.books.sales.put([planned.books.sales.month("2026-11").parse(sale)])
    planned.books.outlets.put([{**planned.books.outlets.get("C01").to_json(), "rev": 0, "grade": "D"}])

    def told(section: str) -> str:
        entry = next(each for each in entries(planned, section) if each.outlet == "C01")
        assert entry.why is not None
        return "\n".join("".join(text for text, _ in line) for line in entry.why())

    said = told("proposals")
    for fact in ("986.50 in 2 purchases", "1 of 11", "sale S-77", "A 70 %", "2026-11-12"):
        assert fact in said, said
    planned.books.outlets.put([{**planned.books.outlets.get("C01").to_json(), "rev": 0, "rhythm": {"max_days": 5}}])
    said = told("care")
    for fact in ("2026-11-10 · 张三", "sale S-77", "every 5 days (its own rhythm)"):
        assert fact in said, said


def test_small_bars() -> None:
    assert bars([0, 5, 10]) == "▁▅█"
    assert bars([0, 0]) == "▁▁"
    assert bars([]) == ""


def test_an_order_at_a_call_is_held_back_and_nothing_of_it_is_written(bare: Office) -> None:
    """The floor holds at a call as anywhere; the call's other facts are not half-written either."""
    product = {
        **bare.books.products.get("P1").to_json(),
        "rev": 0,
        "floor_price": "30.00",
        "units": [{"name": "瓶"}, {"name": "箱", "factor": 12}],
    }
    bare.books.products.put([product])
    from tui.jobs.call_sheet import open_call

    begun = open_call(bare, TODAY, "R1", "C01").call
    order = [{"product": "P1", "quantity": 1, "unit": "箱", "price": "29.00"}]
    moments = {"check_in": bare.now(), "check_out": bare.now() + dt.timedelta(minutes=9)}
    call = Call.model_validate(begun.to_json() | {"order": order} | moments)
    with pytest.raises(InvalidRecordError) as told:
        save_call(bare, call)
    assert told.value.problems[0]["code"] == "below_floor"
    assert bare.books.days.calls(TODAY, "R1").find(call.id) is None


def test_each_reps_score_with_the_records_behind_it(planned: Office) -> None:
    """R1's three planned visits of yesterday were not made: each of them costs, and is named."""
    yesterday = TODAY - dt.timedelta(1)
    hand_plan(planned, yesterday)
    found = {each.rep: each for each in rep_scores(planned)}
    part = found["R1"].score.parts["adherence"]
    assert (part.numerator, part.denominator) == (0, 4)
    lacking = [(name, proof.id) for name, proof in shortfalls(found["R1"].score, 2) if name == "adherence"]
    assert lacking == [("adherence", yesterday.isoformat())] * 2
    assert rep_scores(planned)[0].rep in ("R1", "R2")
