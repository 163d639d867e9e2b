"""The estimate, its calibration, and slow hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.travel import Estimate, Profile, TravelError, great_circle
from routing.travel.calibration import calibrated
from routing.travel.traffic import Rush, Traffic

PLACES = [(30 + n % 7 / 50, 120 + n * 5 % 11 / 40) for n in range(30)]


def test_legs_are_what_the_matrix_says() -> None:
    for kind in ("van", "e_bike", "three_wheeler", "on_foot"):
        profile = Profile(kind)
        times, metres = Estimate().matrix(PLACES, profile)
        for i, j in ((0, 1), (3, 20), (7, 7)):
            leg = Estimate().legs([(PLACES[i], PLACES[j])], profile)[0]
            assert (leg.seconds, leg.metres) == (times[i, j], metres[i, j])


def test_who_walks_is_never_faster_than_walking() -> None:
    times, metres = Estimate().matrix(PLACES, Profile("on_foot"))
    assert (times >= metres * 3.6 / 4.9 - 1).all()
    assert (times >= Estimate().matrix(PLACES)[0]).all()


def test_a_large_matrix_is_made_in_blocks_and_the_same() -> None:
    places = [(30 + n * 7 % 997 / 5000, 120 + n * 3 % 991 / 5000) for n in range(700)]
    whole = Estimate().matrix(places)[0]
    assert (whole[:40, :40] == Estimate().matrix(places[:40])[0]).all()
    assert (whole[600:640, 600:640] == Estimate().matrix(places[600:640])[0]).all()


def test_calibration_finds_what_made_the_trips() -> None:
    true = Estimate(2.1, 0.66)
    trips = [(a, b, 2.1 * great_circle(a, b) ** 0.66) for a in PLACES[:6] for b in PLACES[6:12]]
    found = calibrated(trips)
    assert (found.factor, found.power) == pytest.approx((2.1, 0.66), rel=0.01)
    assert found.matrix(PLACES)[0] == pytest.approx(true.matrix(PLACES)[0], rel=0.02, abs=1)


def test_few_trips_move_the_factor_alone_and_a_lunch_break_moves_nothing() -> None:
    trips = [(a, b, 2 * 1.29 * great_circle(a, b) ** 0.724) for a, b in zip(PLACES[:4], PLACES[4:8], strict=True)]
    found = calibrated(trips)
    assert found.power == 0.724
    assert found.factor == pytest.approx(2.58, rel=0.001)
    a, b, seconds = trips[0]
    assert calibrated([*trips, (a, b, seconds + 3600)]).factor == pytest.approx(2.58, rel=0.001)
    with pytest.raises(TravelError):
        calibrated([(PLACES[0], PLACES[0], 60.0)])


def test_slow_hours_by_class_of_road() -> None:
    traffic = Traffic([Rush(7 * 3600, 9 * 3600, {"main": 2.0, "motorway": 3.0})])
    assert not traffic.even
    assert traffic.seconds([("main", 600)], 8 * 3600) == 1200
    assert traffic.seconds([("street", 600)], 8 * 3600) == 600
    assert traffic.seconds([("motorway", 600), ("street", 60)], 6 * 3600) == 660
    # half of it before the hour changes, the other half twice as slow
    assert traffic.seconds([("main", 600)], 7 * 3600 - 300) == 300 + 600
    assert traffic.mean(6 * 3600, 8 * 3600)["main"] == pytest.approx(1.5)
    assert traffic.mean(6 * 3600, 8 * 3600)["ferry"] == 1.0
    assert Traffic([]).even


rows = st.lists(
    st.builds(
        lambda start, hours, slower: Rush(start * 1800, (start + hours) * 1800, slower),
        st.integers(0, 46),
        st.integers(1, 8),
        st.dictionaries(st.sampled_from(["motorway", "main", "street", "ferry"]), st.floats(0.2, 10), min_size=1),
    ),
    max_size=5,
)
paces = st.lists(st.tuples(st.sampled_from(["motorway", "main", "street"]), st.floats(0, 20_000)), max_size=4)


@given(rows, paces, st.integers(0, 90_000), st.integers(0, 10_000))
def test_who_leaves_later_never_arrives_earlier(
    hours: list[Rush], pace: list[tuple[str, float]], leave: int, later: int
) -> None:
    traffic = Traffic(hours)
    assert leave + traffic.seconds(pace, leave) <= leave + later + traffic.seconds(pace, leave + later) + 1
