"""The first answer to a changed day: at once, nothing lost, what must be called on placed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.planning.difference import difference
from routing.planning.figures import violations_of
from routing.planning.first import first_answer
from routing.planning.request import replanned
from routing.planning.timing import day_of
from tests.routing.planning.test_replan import KEYS, MORNING, WORLD, everything

HOUR = 3600


@settings(max_examples=40, deadline=None)
@given(
    now=st.integers(7 * HOUR, 11 * HOUR),
    out=st.sets(st.sampled_from(["R1", "R2"])),
    urgent=st.sets(st.sampled_from(sorted(key[0] for key in KEYS)), max_size=2),
)
def test_it_loses_nothing_and_breaks_nothing(now: int, out: set[str], urgent: set[str]) -> None:
    asked = first_answer(replanned(WORLD, MORNING, now, {}, without=out, urgent=urgent))
    day = day_of(asked.model, asked.start, asked.base)
    assert everything(day) == sorted(KEYS)
    assert violations_of(day) == []
    for route in day.routes:
        assert not (route.out and any(not stop.driven for stop in route.stops))
    assert urgent <= {stop.outlet for route in day.routes for stop in route.stops}


def test_without_news_it_is_the_day_as_it_stands() -> None:
    now = MORNING.routes[0].depart - 600
    asked = first_answer(replanned(WORLD, MORNING, now, {}, published=MORNING))
    day = day_of(asked.model, asked.start, asked.base)
    assert difference(MORNING, day).empty
    assert abs(difference(MORNING, day).cost) <= len(day.routes)
