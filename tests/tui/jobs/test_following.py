"""Which changes of the books make a date's plan look otherwise, and when that is to be shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from store.records import Call
from tests.tui.town import TODAY, hand_plan
from tui.jobs import following
from tui.jobs.following import Following
from tui.jobs.office import Office

DAY = dt.timedelta(1)


def finished(at: Office, date: dt.date) -> None:
    call = Call(id="x", date=date, rep="R1", outlet="C01", check_in=at.now(), check_out=at.now())
    at.books.days.calls(date, "R1").put([call])


@pytest.mark.parametrize(
    ("change", "stale", "pressing"),
    [
        (lambda at: at.books.outlets.put([{"id": "N1", "name": "x"}]), True, True),
        (lambda at: at.books.depots.put([{"id": "D9", "name": "x", "lat": 1, "lon": 1}]), True, True),
        (lambda at: at.books.save_settings(at.books.settings.model_copy(update={"name": "y"})), True, True),
        (lambda at: hand_plan(at, TODAY - DAY), True, True),
        (lambda at: finished(at, TODAY - DAY), True, False),
        (lambda at: finished(at, TODAY), False, False),
        (lambda at: hand_plan(at, TODAY), False, False),
        (lambda at: hand_plan(at, TODAY + DAY), False, False),
        (lambda at: at.books.sales.put([]), False, False),
        (lambda at: None, False, False),
    ],
)
def test_records_count_at_once_and_calls_of_earlier_days_now_and_then(
    bare: Office, change: Any, stale: bool, pressing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if change.__code__.co_names[:1] == ("hand_plan",):
        bare.clock.moment -= DAY  # type: ignore[attr-defined]
    found = Following(bare, TODAY)
    change(bare)
    assert (found.stale, found.pressing) == (stale, pressing)
    monkeypatch.setattr(following, "_CALLS_EVERY", -1.0)
    assert found.pressing is stale
    found.reading()
    assert (found.stale, found.pressing) == (False, False)
    found.unread()
    assert found.pressing
