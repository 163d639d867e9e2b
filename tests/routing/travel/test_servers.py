"""Routing servers asked over HTTP: tables in pieces, limits, refusals, silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.travel import UNREACHED, Estimate, Profile, TravelError, great_circle, open_travel
from routing.travel import servers as module
from routing.travel.valhalla import decoded
from tests.routing.travel.routing_server import RoutingServer, encoded, routing_server, seconds

PLACES = [(30 + n % 13 / 100, 120 + n * 7 % 31 / 100) for n in range(120)]
KINDS = ("osrm", "valhalla")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RoutingServer]:
    monkeypatch.setattr(module, "_PAUSES", (0.0, 0.0))
    with routing_server() as running:
        yield running


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_table_is_put_together_from_pieces(server: RoutingServer, kind: str) -> None:
    travel = open_travel(f"{kind}:{server.url}", Estimate())
    times, metres = travel.matrix(PLACES)
    assert len(server.asked) == 9
    for i in (0, 49, 50, 119):
        for j in (0, 51, 99, 118):
            assert times[i, j] == pytest.approx(seconds(PLACES[i], PLACES[j]), abs=1)
            assert metres[i, j] == pytest.approx(great_circle(PLACES[i], PLACES[j]), abs=1)
    assert (times != times.T).any()
    assert travel.source == f"{kind}:{server.url}"
    assert not travel.estimate
    assert not travel.notices


@pytest.mark.parametrize("kind", KINDS)
def test_a_stricter_limit_makes_the_pieces_smaller(server: RoutingServer, kind: str) -> None:
    server.most = 30
    times, _ = open_travel(f"{kind}:{server.url}", Estimate()).matrix(PLACES)
    assert times[0, 119] == pytest.approx(seconds(PLACES[0], PLACES[119]), abs=1)
    assert times[119, 0] == pytest.approx(seconds(PLACES[119], PLACES[0]), abs=1)
    assert (times >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_server_reaches_no_way_is_no_way(server: RoutingServer, kind: str) -> None:
    server.unreached = {(round(PLACES[3][0], 6), round(PLACES[3][1], 6))}
    times, metres = open_travel(f"{kind}:{server.url}", Estimate()).matrix(PLACES[:6])
    assert times[3].tolist() == [UNREACHED] * 3 + [0] + [UNREACHED] * 2
    assert metres[0, 3] == UNREACHED
    assert times[0, 1] > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_stops_answering_gives_way_to_the_estimate(server: RoutingServer, kind: str) -> None:
    server.dies_after = 4
    travel = open_travel(f"{kind}:{server.url}", Estimate())
    times, metres = travel.matrix(PLACES)
    expected = Estimate().matrix(PLACES)
    assert (times == expected[0]).all()
    assert (metres == expected[1]).all(), "all of one source, none of a half table"
    assert travel.estimate
    assert travel.source == "estimate"
    assert [notice.code for notice in travel.notices] == ["server_fell_back"]
    assert len(server.asked) == 4 + module.TRIES


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_at_the_address_gives_way_to_the_estimate(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PAUSES", (0.0, 0.0))
    with routing_server() as gone:
        url = gone.url
    travel = open_travel(f"{kind}:{url}", Estimate())
    assert (travel.matrix(PLACES[:5])[0] == Estimate().matrix(PLACES[:5])[0]).all()
    assert travel.notices[0].params["url"] == url


def test_a_server_that_is_too_slow_gives_way_to_the_estimate(
    server: RoutingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    released = threading.Event()
    monkeypatch.setattr(module, "TIMEOUT", 0.2)
    monkeypatch.setattr(server, "reply", None)
    monkeypatch.setattr(
        "tests.routing.travel.routing_server._Answers._osrm", lambda _: released.wait(10), raising=True
    )
    travel = open_travel(f"osrm:{server.url}", Estimate())
    travel.matrix(PLACES[:3])
    released.set()
    assert travel.estimate
    assert "time" in str(travel.notices[0].params["why"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_is_busy_is_asked_again(server: RoutingServer, kind: str) -> None:
    server.broken = 2
    travel = open_travel(f"{kind}:{server.url}", Estimate())
    times, _ = travel.matrix(PLACES[:3])
    assert times[0, 1] == pytest.approx(seconds(PLACES[0], PLACES[1]), abs=1)
    assert not travel.estimate


def test_another_profile_is_told_in_the_servers_words(server: RoutingServer) -> None:
    with pytest.raises(TravelError) as told:
        open_travel(f"osrm:{server.url}/camel", Estimate()).matrix(PLACES[:3])
    assert told.value.code == "server_refused"
    assert "camel" in str(told.value.params["why"])
    assert open_travel(f"osrm:{server.url}/car", Estimate()).matrix(PLACES[:3])[0][0, 1] > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "reply",
    [b"<html>welcome</html>", b"[]", b"{}", b'{"code": "Ok", "durations": [[0]], "sources_to_targets": [[]]}'],
)
def test_something_else_at_the_address_never_makes_a_table(server: RoutingServer, kind: str, reply: bytes) -> None:
    server.reply = (200, reply)
    travel = open_travel(f"{kind}:{server.url}", Estimate())
    try:
        times, _ = travel.matrix(PLACES[:3])
    except TravelError as told:
        assert told.code == "server_refused"
    else:
        assert travel.estimate
        assert (times == Estimate().matrix(PLACES[:3])[0]).all()


def test_osrm_gives_lines_and_directions(server: RoutingServer) -> None:
    a, b = PLACES[0], PLACES[1]
    leg = open_travel(f"osrm:{server.url}", Estimate()).legs([(a, b)])[0]
    assert leg.points == (a, (a[0], b[1]), b)
    assert [(step.turn, step.name) for step in leg.steps] == [("depart", "人民路"), ("left", "")]
    assert leg.seconds == pytest.approx(seconds(a, b), abs=1)


def test_valhalla_gives_lines_and_directions_for_each_kind(server: RoutingServer) -> None:
    a, b = PLACES[0], PLACES[1]
    travel = open_travel(f"valhalla:{server.url}", Estimate())
    leg = travel.legs([(a, b)])[0]
    assert leg.points == pytest.approx([a, b])
    assert [(step.turn, step.name) for step in leg.steps] == [("depart", "Main Street"), ("right", "")]
    driven, walked = (travel.matrix([a, b], travel.normal(Profile(kind)))[0][0, 1] for kind in ("truck", "on_foot"))
    assert walked == pytest.approx(8 * driven, abs=8)
    assert {body["costing"] for _, body in server.asked} == {"auto", "truck", "pedestrian"}


def test_without_a_way_the_line_is_straight(server: RoutingServer) -> None:
    server.unreached = {PLACES[1]}
    leg = open_travel(f"osrm:{server.url}", Estimate()).legs([(PLACES[0], PLACES[1])])[0]
    assert leg.points == (PLACES[0], PLACES[1])
    assert leg.seconds == UNREACHED


def test_slow_hours_slow_the_server_down(server: RoutingServer) -> None:
    travel = open_travel(f"osrm:{server.url}", Estimate())
    usual, slow = travel.matrix(PLACES[:4])[0], travel.paced({"main": 1.5}).matrix(PLACES[:4])[0]
    assert abs(slow - 1.5 * usual).max() <= 1


@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=20))
def test_lines_come_back_as_they_were_encoded(points: list[tuple[float, float]]) -> None:
    whole = [(round(lat, 6), round(lon, 6)) for lat, lon in points]
    assert decoded(encoded(whole), 6) == pytest.approx(whole)


@pytest.mark.parametrize("source", ["", "roads:", "osrm:", "osrm:ftp://x", "file:///etc/passwd", "google"])
def test_other_names_are_no_source(source: str) -> None:
    with pytest.raises(TravelError) as told:
        open_travel(source, Estimate())
    assert told.value.code == "no_such_source"
    assert told.value.exit_code == 2


@pytest.mark.parametrize("kind", KINDS)
def test_places_are_snapped_where_the_server_would_begin(server: RoutingServer, kind: str) -> None:
    places = [(30.01, 120.02), (30.5, 120.5)]
    server.unreached = {places[1]}
    travel = open_travel(f"{kind}:{server.url}", Estimate())
    near, lost = travel.snap(places)
    assert (near.point, near.metres, near.street, near.trouble) == (places[0], 12.5, "人民路", "")
    assert (lost.point, lost.trouble) == (None, "no_road")
    server.reply = (200, b"{}")
    unsaid = travel.snap(places[:1])[0]
    assert (unsaid.point, unsaid.trouble) == ((None, "no_road") if kind == "osrm" else (places[0], ""))


@pytest.mark.parametrize("cell", ["NaN", "1e300", "-5", '"far"'])
def test_cells_that_no_way_takes_are_no_ways(server: RoutingServer, cell: str) -> None:
    row = f"[{cell}, {cell}]"
    server.reply = (200, f'{{"code": "Ok", "durations": [{row}, {row}], "distances": [{row}, {row}]}}'.encode())
    times, metres = open_travel(f"osrm:{server.url}", Estimate()).matrix(PLACES[:2])
    assert (times[0, 1] == UNREACHED) or (times == Estimate().matrix(PLACES[:2])[0]).all()
    assert times[0, 0] == metres[1, 1] == 0
