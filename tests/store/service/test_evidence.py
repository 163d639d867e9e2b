"""Valid and implausible calls, by hand-checked cases."""

from __future__ import annotations

import datetime as dt

from store.records import Call, CallProcedure, CallStep, DisplayCheck, StepDone, StockLine
from store.service.evidence import implausible, invalid_because

DAY = dt.date(2026, 11, 24)
PROCEDURE = CallProcedure(
    id="P", name="P", steps=[CallStep(id="greet", name="greet", required=True), CallStep(id="order", name="order")]
)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute), dt.timezone(dt.timedelta(hours=8)))


def call(name: str, begin: dt.datetime | None, end: dt.datetime | None, **facts: object) -> Call:
    return Call.model_validate(
        {
            "id": name, "date": DAY, "rep": "R1", "outlet": f"C-{name}", "check_in": begin, "check_out": end,
            "steps": [StepDone(step="greet", done=True)], "stock": [StockLine(product="P1", quantity=0)],
            **facts,
        }
    )  # fmt: skip


def doubts(*calls: Call, way: float | None = 600) -> dict[str, list[str]]:
    found = implausible(calls, lambda _: PROCEDURE, lambda _one, _other: way)
    return {name: [message.code for message in messages] for name, messages in found.items()}


def test_a_valid_call_lacks_nothing() -> None:
    assert invalid_because(call("a", at(9), at(9, 20)), PROCEDURE) == []


def test_what_an_invalid_call_lacks() -> None:
    assert invalid_because(call("a", at(9), None), PROCEDURE) == ["not_ended"]
    assert invalid_because(call("a", at(9), at(9, 2)), PROCEDURE) == ["too_short"]
    assert invalid_because(call("a", at(9), at(9, 20), steps=[]), PROCEDURE) == ["steps_missing"]
    explained = [StepDone(step="greet", reason="老板不在")]
    assert invalid_because(call("a", at(9), at(9, 20), steps=explained), PROCEDURE) == []
    assert invalid_because(call("a", at(9), at(9, 20), stock=[], note="x", order_value=5), PROCEDURE) == [
        "nothing_seen"
    ]
    looked = DisplayCheck(standard="S", points={"p": False})
    assert invalid_because(call("a", at(9), at(9, 20), stock=[], display=looked), PROCEDURE) == []


def test_a_delivery_needs_its_delivery_and_no_sales_steps() -> None:
    brought = [{"product": "P1", "ordered": 24, "delivered": 24}]
    short = call("a", at(9), at(9, 2), stop_kind="delivery", steps=[], stock=[], delivery=brought)
    assert invalid_because(short, PROCEDURE) == []


def test_too_short_too_close_overlapping_and_at_night() -> None:
    # the way takes 10 min, half of it is the least
    good = [call("a", at(9), at(9, 20)), call("b", at(9, 26), at(9, 40))]
    assert doubts(*good) == {}
    assert doubts(call("a", at(9), at(9, 20)), call("b", at(9, 24), at(9, 40))) == {"b": ["too_close"]}
    assert doubts(call("a", at(9), at(9, 20)), call("b", at(9, 21), at(9, 40)), way=None) == {}
    assert doubts(call("a", at(9), at(9, 20)), call("b", at(9, 10), at(9, 40))) == {"b": ["overlaps"]}
    assert doubts(call("a", at(9), at(9, 1))) == {"a": ["too_short"]}
    assert doubts(call("a", at(9), at(20))) == {"a": ["too_long"]}
    assert doubts(call("a", at(9), at(9, 20), keyed_from=at(22, 30))) == {"a": ["at_night"]}
    assert doubts(call("a", at(9), at(9, 20), keyed_from=at(4, 59))) == {"a": ["at_night"]}
    assert doubts(call("a", at(9), at(9, 20), keyed_from=at(5))) == {}


def test_a_long_call_hides_no_short_one_inside_it() -> None:
    calls = [call("a", at(9), at(10)), call("b", at(9, 10), at(9, 20)), call("c", at(9, 40), at(10, 20))]
    assert doubts(*calls) == {"b": ["overlaps"], "c": ["overlaps"]}


def test_the_order_they_come_in_does_not_matter() -> None:
    calls = [call("a", at(9), at(9, 20)), call("b", at(9, 21), at(9, 40)), call("c", at(11), at(11, 1))]
    assert doubts(*calls) == doubts(*reversed(calls)) == {"b": ["too_close"], "c": ["too_short"]}
