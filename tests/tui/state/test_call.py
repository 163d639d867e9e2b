"""A call worked through: every fact is on disk when the method returns, whoever reads it next."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store.books import Books
from store.records import CallKind, StopKind
from tests.tui.town import TODAY, ZONE, Clock, hand_plan, office, session, sheet, stocked
from tui.jobs.call_sheet import open_call
from tui.jobs.office import JobError, Office
from tui.state.call import CallSession, Kind

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20)
FACTS: dict[str, Callable[[CallSession], None]] = {
    "step": lambda call: call.set_step("greet", done=True),
    "reason": lambda call: call.set_step("thank", done=False, reason="没时间[/b]"),
    "point": lambda call: call.set_point("p2", False),
    "advice": lambda call: call.set_advice("[0] 补货"),
    "stock": lambda call: call.set_stock("P2", 0),
    "order": lambda call: call.set_order(0),
    "topic": lambda call: call.set_topic("T2"),
    "skill": lambda call: call.set_skill(3),
    "action": lambda call: call.set_action("多进两箱"),
    "due": lambda call: call.set_due(dt.date(2026, 12, 1)),
    "note": lambda call: call.set_note("后门\n\t[/b]"),
}


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(stocked(tmp_path / "books"), Clock(9, 0))


def afresh(at: Office, outlet: str = "C01", date: dt.date = TODAY, rep: str = "R1") -> CallSession:
    """The call as another program finds it: nothing but the folder is shared."""
    return session(office(Books(at.books.folder), Clock(9, 0)), outlet, date, rep)


def facts_of(call: CallSession) -> dict[str, Any]:
    return call.call.model_dump(exclude={"rev"})


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_is_saved_at_once_and_begins_the_call(at: Office, name: str) -> None:
    call = session(at)
    FACTS[name](call)
    again = afresh(at)
    assert facts_of(again) == facts_of(call)
    assert again.call.check_in == at.now()
    assert again.under_way
    assert again.call.kind is CallKind.ADHOC


def test_all_facts_together_survive_and_the_score_is_made_anew(at: Office) -> None:
    call = session(at)
    for fact in FACTS.values():
        fact(call)
    call.set_point("p1", True)
    again = afresh(at)
    assert facts_of(again) == facts_of(call)
    assert again.score == pytest.approx(2 / 3)
    assert again.checked == 2
    assert [step.step for step in again.call.steps] == ["greet", "shelf", "count", "order", "coach", "thank"]
    assert {step.step for step in again.call.steps if step.done} == {"greet", "shelf", "count", "order", "coach"}
    shown = {item.key: again.value_of(item) for item in again.items()}
    assert shown["point", "p2"] is False
    assert shown["stock", "P2"] == 0
    assert shown["order", "order"] == 0
    assert shown["topic", "topic"] == "大单技巧"
    assert shown["skill", "skill"] == 3
    assert shown["due", "due"] == dt.date(2026, 12, 1)
    assert shown["note", "note"] == "后门\n\t[/b]"


def test_nothing_is_written_before_the_first_fact(at: Office) -> None:
    call = session(at)
    call.items()
    call.reread()
    assert at.books.days.calls(TODAY, "R1").all() == {}
    assert call.call.check_in is None


@pytest.mark.parametrize(
    "nothing",
    [
        lambda call: call.set_note(""),
        lambda call: call.set_advice(""),
        lambda call: call.set_action(""),
        lambda call: call.set_order(None),
        lambda call: call.set_stock("P1", None),
        lambda call: call.set_skill(None),
        lambda call: call.set_due(None),
        lambda call: call.set_point("p1", None),
        lambda call: call.set_step("greet", done=False),
    ],
)
def test_taking_back_what_was_never_entered_begins_no_call(
    at: Office, nothing: Callable[[CallSession], None]
) -> None:
    call = session(at)
    nothing(call)
    assert call.call.check_in is None
    assert at.books.days.calls(TODAY, "R1").all() == {}


def test_a_fact_taken_back_does_not_tick_its_step_again(at: Office) -> None:
    call = session(at)
    call.set_skill(3)
    call.set_action("x")
    call.set_step("coach", done=False, reason="不需要")
    call.set_skill(None)
    call.set_action("")
    step = afresh(at).step_of("coach")
    assert (step.done, step.reason) == (False, "不需要")
    assert afresh(at).call.coaching.action_due is None  # type: ignore[union-attr]


def test_checking_in_twice_is_refused(at: Office) -> None:
    call = session(at)
    call.check_in()
    with pytest.raises(JobError) as told:
        call.check_in()
    assert told.value.code == "already_checked_in"
    with pytest.raises(JobError) as told:
        afresh(at).check_in()
    assert told.value.code == "already_checked_in"


def test_checking_out_needs_a_check_in_and_happens_once(at: Office) -> None:
    clock: Clock = at.clock  # type: ignore[assignment]
    call = session(at)
    with pytest.raises(JobError) as told:
        call.check_out()
    assert told.value.code == "not_checked_in"
    call.check_in()
    clock.forward(12)
    call.check_out()
    ended = call.call.check_out
    assert call.call.minutes == 12
    clock.forward(5)
    with pytest.raises(JobError) as told:
        call.check_out()
    assert told.value.code == "already_checked_out"
    assert afresh(at).call.check_out == ended


def test_a_clock_set_back_is_told(at: Office) -> None:
    clock: Clock = at.clock  # type: ignore[assignment]
    call = session(at)
    call.check_in()
    clock.forward(-10)
    with pytest.raises(JobError) as told:
        call.check_out()
    assert told.value.code == "out_before_in"


def test_one_call_at_a_time(at: Office) -> None:
    session(at, "C01").check_in()
    with pytest.raises(JobError) as told:
        session(at, "C02").set_note("x")
    assert told.value.code == "other_call_open"
    assert told.value.params["name"] == "老王烟酒店"
    session(at, "C05", rep="R2").check_in()


def test_a_call_of_a_past_day_needs_its_time_and_is_marked(at: Office) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    call = session(at, date=yesterday)
    with pytest.raises(JobError) as told:
        call.set_note("x")
    assert told.value.code == "time_wanted"
    call.check_in(9 * 3600 + 1800)
    call.set_note("x")
    call.check_out(10 * 3600)
    again = afresh(at, date=yesterday)
    assert again.call.backfilled
    assert again.call.minutes == 30
    assert f"{again.call.check_in:%Y-%m-%d %H:%M %z}" == "2026-11-23 09:30 +0800"


def test_a_day_to_come_has_no_calls(at: Office) -> None:
    with pytest.raises(JobError) as told:
        session(at, date=TODAY + dt.timedelta(days=1)).check_in()
    assert told.value.code == "not_yet_driven"


def test_a_stop_left_out_can_still_be_called_at(at: Office) -> None:
    call = session(at)
    call.leave_out(" 没有营业 ")
    assert afresh(at).call.left_reason == "没有营业"
    assert not call.under_way
    call.check_in()
    again = afresh(at)
    assert (again.call.left, again.call.left_reason) == (False, None)
    assert again.under_way


def test_leaving_out_needs_a_reason(at: Office) -> None:
    with pytest.raises(JobError) as told:
        session(at).leave_out("  ")
    assert told.value.code == "reason_needed"


def test_two_devices_in_the_same_call_merge(at: Office) -> None:
    one, other = session(at), afresh(at)
    one.set_point("p1", True)
    other.set_point("p2", True)
    assert other.joined == 1
    one.set_stock("P1", 5)
    other.set_stock("P2", 6)
    one.set_action("多进")
    other.set_skill(4)
    other.set_step("thank", done=True)
    one.set_step("greet", done=True)
    merged = afresh(at).call
    assert merged.display is not None
    assert merged.display.points == {"p1": True, "p2": True}
    assert {line.product: line.quantity for line in merged.stock} == {"P1": 5, "P2": 6}
    assert merged.coaching is not None
    assert (merged.coaching.action, merged.coaching.skill) == ("多进", 4)
    assert {step.step for step in merged.steps if step.done} == {"greet", "shelf", "count", "coach", "thank"}


def test_checking_out_keeps_what_another_device_has_entered(at: Office) -> None:
    one = session(at)
    one.check_in()
    afresh(at).set_note("from elsewhere")
    one.check_out()
    assert one.joined == 1
    again = afresh(at).call
    assert again.note == "from elsewhere"
    assert again.check_out is not None


def test_checking_out_on_two_devices_keeps_the_first(at: Office) -> None:
    clock: Clock = at.clock  # type: ignore[assignment]
    one = session(at)
    one.check_in()
    afresh(at).check_out()
    clock.forward(9)
    with pytest.raises(JobError) as told:
        one.check_out()
    assert told.value.code == "already_checked_out"
    assert afresh(at).call.minutes == 0


def test_what_is_wanting_is_required_and_neither_done_nor_explained(at: Office) -> None:
    call = session(at)
    assert [step.id for step in call.wanting()] == ["greet", "shelf"]
    call.set_step("greet", done=False, reason="店主不在")
    call.set_point("p1", True)
    assert call.wanting() == []


def test_the_focus_is_last_times_topic_until_it_is_mastered(at: Office) -> None:
    assert session(at).focus.id == "T1"  # type: ignore[union-attr]
    past = at.books.days.calls(dt.date(2026, 11, 10), "R1")
    call = past.get("past")
    past.put([call.model_copy(update={"coaching": call.coaching.model_copy(update={"skill": 4})})])  # type: ignore[union-attr]
    assert session(at).focus.id == "T2"  # type: ignore[union-attr]


def test_rows_name_every_step_and_what_it_asks_for(at: Office) -> None:
    rows = session(at).items()
    assert len({item.key for item in rows}) == len(rows)
    assert [item.id for item in rows if item.kind is Kind.STEP] == [
        "greet",
        "shelf",
        "count",
        "order",
        "coach",
        "thank",
    ]
    assert [item.id for item in rows if item.kind is Kind.STOCK] == ["P1", "P2"]
    assert rows[-1].kind is Kind.NOTE


def test_a_folder_without_standards_still_has_a_call_in_both_languages(books: Books) -> None:
    books.outlets.put([{"id": "X", "name": "[0]"}])
    books.reps.put([{"id": "R1", "name": "x"}])
    for language in ("en", "zh"):
        at = office(books, Clock(9, 0), language)
        call = CallSession(at, open_call(at, TODAY, "R1", "X"))
        assert not any(item.name.startswith("records.") for item in call.items())
        assert {item.kind for item in call.items()} == {Kind.STEP, Kind.ORDER, Kind.TERMS, Kind.NOTE}
        with pytest.raises(JobError) as told:
            call.set_point("p", True)
        assert told.value.code == "no_display_standard"


def test_a_planned_stop_gives_a_planned_call_with_its_stop(at: Office) -> None:
    hand_plan(at)
    found = sheet(at)
    assert found.call.kind is CallKind.PLANNED
    assert found.stop is not None
    assert found.stop.key == ("C01", StopKind.VISIT)
    assert found.last is not None
    assert found.last.id == "past"


class Devices(RuleBasedStateMachine):
    """Two devices enter facts in any order, and either may lose its power: the folder always tells the latest."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        at = office(stocked(Path(self.folder.name) / "books"), Clock(9, 0))
        self.devices = [session(at), afresh(at)]
        self.model: dict[tuple[str, str], object] = {}

    def _enter(self, device: int, key: tuple[str, str], value: object, change: Callable[[CallSession], None]) -> None:
        if value is None:
            self.devices[device].reread()  # one takes back what one sees
        change(self.devices[device])
        self.model[key] = value

    @rule(device=st.integers(0, 1), point=st.sampled_from(["p1", "p2", "p3"]), met=st.booleans() | st.none())
    def point(self, device: int, point: str, met: bool | None) -> None:
        self._enter(device, ("point", point), met, lambda call: call.set_point(point, met))

    @rule(device=st.integers(0, 1), product=st.sampled_from(["P1", "P2"]), count=st.integers(0, 10**6) | st.none())
    def stock(self, device: int, product: str, count: int | None) -> None:
        self._enter(device, ("stock", product), count, lambda call: call.set_stock(product, count))

    @rule(device=st.integers(0, 1), minor=st.integers(0, 10**11) | st.none())
    def order(self, device: int, minor: int | None) -> None:
        self._enter(device, ("order", "order"), minor, lambda call: call.set_order(minor))

    @rule(device=st.integers(0, 1), skill=st.integers(1, 5))
    def skill(self, device: int, skill: int) -> None:
        self._enter(device, ("skill", "skill"), skill, lambda call: call.set_skill(skill))

    @rule(device=st.integers(0, 1), text=TEXT)
    def action(self, device: int, text: str) -> None:
        self._enter(device, ("action", "action"), text, lambda call: call.set_action(text))

    @rule(device=st.integers(0, 1), text=TEXT)
    def note(self, device: int, text: str) -> None:
        self._enter(device, ("note", "note"), text, lambda call: call.set_note(text))

    @rule(device=st.integers(0, 1))
    def power_cut(self, device: int) -> None:
        self.devices[device] = afresh(self.devices[device].office)

    @invariant()
    def the_folder_tells_every_fact(self) -> None:
        if not hasattr(self, "devices"):
            return
        found = afresh(self.devices[0].office)
        values = {item.key: found.value_of(item) for item in found.items()}
        for key, value in self.model.items():
            assert values[key] == value, key

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


TestDevices = Devices.TestCase
TestDevices.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)


@settings(max_examples=25)
@given(text=TEXT)
def test_any_advice_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    at = office(stocked(tmp_path_factory.mktemp("books") / "books"), Clock(9, 0))
    session(at).set_advice(text)
    assert afresh(at).value_of(next(item for item in afresh(at).items() if item.kind is Kind.ADVICE)) == text


def test_what_was_agreed_and_missing_is_remembered_however_many_deliveries_came_since(at: Office) -> None:
    day = dt.date(2026, 11, 11)
    for back in range(12):
        date = day + dt.timedelta(back)
        begun = dt.datetime.combine(date, dt.time(8), ZONE)
        line = {"product": "P1", "delivered": 1, "price": "100.00", "unit": "箱"}
        call = {
            "id": f"d{back}",
            "date": date,
            "rep": "R1",
            "outlet": "C01",
            "stop_kind": "delivery",
            "delivery": [line],
        }
        at.books.days.calls(date, "R1").put(
            [{**call, "check_in": begun, "check_out": begun + dt.timedelta(minutes=5)}]
        )
    found = sheet(at)
    assert found.action is not None
    assert found.action.action == "多进[两]箱"
    assert any(call.id == "past" for call in found.earlier)
