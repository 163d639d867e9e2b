"""The estimate, its calibration, and slow hours."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.travel import Estimate, Point, Profile, TravelError, great_circle
from routing.travel.calibration import Trip, fitted
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


def made(a: Point, b: Point, by: Estimate, times: float = 1.0) -> Trip:
    return Trip(a, b, times * by.driving(a, b), 1.5 * great_circle(a, b))


def test_calibration_finds_what_made_the_trips_and_tells_how_much_nearer_it_comes() -> None:
    true = Estimate(2.1, 0.66)
    luck = random.Random(1)
    trips = [made(a, b, true, luck.uniform(0.8, 1.25)) for a in PLACES[:6] for b in PLACES[6:12]]
    fit = fitted(trips)
    assert fit.tested
    assert fit.after < 0.2 < fit.before + 0.2
    assert fit.estimate.matrix(PLACES)[0] == pytest.approx(true.matrix(PLACES)[0], rel=0.12, abs=1)
    assert fit.estimate.detour == pytest.approx(1.5)


def test_rubbish_among_the_trips_moves_nothing_and_is_counted() -> None:
    true = Estimate(2.1, 0.66)
    trips = [made(a, b, true) for a in PLACES[:6] for b in PLACES[6:12]]
    lunches = [made(a, b, true, 12) for a, b in zip(PLACES[12:18], PLACES[18:24], strict=True)]
    a, b = PLACES[0], PLACES[20]
    rubbish = [Trip(a, a, 600), Trip(a, b, -3600), Trip(a, b, 1), Trip(a, b, 9 * 3600), Trip(a, b, 0)]
    fit = fitted([*rubbish, *trips, *lunches])
    assert (fit.estimate.factor, fit.estimate.power) == pytest.approx((2.1, 0.66), rel=0.01)
    assert fit.left_out == {"near": 1, "fast": 3, "slow": 1, "odd": 6}
    assert fit.trips == len(trips)


def test_few_trips_move_the_factor_alone() -> None:
    trips = [made(a, b, Estimate(2.58)) for a, b in zip(PLACES[:4], PLACES[4:8], strict=True)]
    fit = fitted(trips)
    assert (fit.estimate.factor, fit.estimate.power) == pytest.approx((2.58, 0.724), rel=0.001)
    assert not fit.tested
    with pytest.raises(TravelError):
        fitted([Trip(PLACES[0], PLACES[0], 60.0)])


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29), st.floats(-1e5, 1e6)), max_size=30))
def test_whatever_the_trips_say_the_estimate_can_be_used(rows: list[tuple[int, int, float]]) -> None:
    try:
        fit = fitted([Trip(PLACES[a], PLACES[b], seconds) for a, b, seconds in rows])
    except TravelError:
        return
    assert 0.4 <= fit.estimate.power <= 1.1
    assert (fit.estimate.matrix(PLACES)[0] >= 0).all()
    assert fit.trips + sum(fit.left_out.values()) == len(rows)


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
