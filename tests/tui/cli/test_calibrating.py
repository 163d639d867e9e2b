"""The estimate fitted to the office's own calls and to a table of trips, by command line."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from routing.travel import Estimate
from tests.tui.cli.conftest import Shell

SLOW = Estimate(2.4, 0.7)
PLACES = {f"C{n}": (30 + n % 5 / 60, 120 + n * 3 % 7 / 50) for n in range(20)}
DAY = dt.date(2026, 11, 24)


@pytest.fixture
def town(shell: Shell) -> Shell:
    outlets = [{"id": name, "name": f"店{name}", "lat": lat, "lon": lon} for name, (lat, lon) in PLACES.items()]
    depot = {"id": "D", "name": "仓库", "lat": 30.05, "lon": 120.05}
    for kind, documents in (("outlets", outlets), ("reps", [{"id": "R1", "name": "张三"}]), ("depots", [depot])):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell


def called(rep: str, *outlets: str, **more: Any) -> list[dict[str, Any]]:
    """A round of ten-minute calls, the ways between them as slow as they are in this town."""
    now = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    calls: list[dict[str, Any]] = []
    for n, outlet in enumerate(outlets):
        if n:
            now += dt.timedelta(seconds=SLOW.driving(PLACES[outlets[n - 1]], PLACES[outlet]))
        end = now + dt.timedelta(minutes=10)
        calls.append(
            {"id": f"{rep}-{n}", "date": DAY.isoformat(), "rep": rep, "outlet": outlet, "check_in": now.isoformat(),
             "check_out": end.isoformat(), **more}
        )  # fmt: skip
        now = end
    return calls


def test_the_estimate_is_fitted_to_the_calls_and_kept(town: Shell) -> None:
    none = town("roads", "calibrate")
    assert none.returncode == 1
    assert "no two calls after each other" in none.stderr
    calls = [*called("R1", *PLACES), *called("R2", "C3", "C9", backfilled=True)]
    lunch = called("R3", "C1", "C2", "C5")
    for call in lunch[2:]:
        for end in ("check_in", "check_out"):
            call[end] = (dt.datetime.fromisoformat(call[end]) + dt.timedelta(hours=5)).isoformat()
    put_right = called("R4", "C1", "C6")
    put_right[1]["check_in"] = put_right[0]["check_in"]
    done = town("put", "calls", "-", stdin=json.dumps([*calls, *lunch, *put_right]))
    assert done.returncode == 0, done.stderr
    dates = ("--from", "2026-11-01", "--to", "2026-11-30")
    tried = town.json("roads", "calibrate", *dates, "--dry-run")
    assert not tried["kept"]
    assert town.json("list", "settings")[0]["travel"]["factor"] == 1.29
    found = town.json("roads", "calibrate", *dates)
    assert (found["factor"], found["power"]) == pytest.approx((2.4, 0.7), rel=0.02)
    assert found["error_after"] < 0.02
    assert found["error_before"] > 0.3
    assert found["left_out"] == {"backfilled": 1, "slow": 1, "overlap": 1}
    kept = town.json("list", "settings")[0]["travel"]
    assert kept["factor"] == found["factor"]
    assert kept["calibration"]["trips"] == 20
    again = town("roads", "calibrate", *dates, lang="zh")
    assert "原来的估算已经够准" in again.stderr
    assert "事后补录" in again.stderr


def test_a_few_known_trips_come_as_a_table_and_bad_rows_are_told(town: Shell) -> None:
    seconds = {(a, b): SLOW.driving(PLACES[a], PLACES[b]) for a, b in (("C1", "C4"), ("C2", "C8"), ("C0", "C13"))}
    rows = [f"{a},店{b},{s / 60:.2f}" for (a, b), s in seconds.items()]
    trips = town.folder.parent / "行程.csv"
    trips.write_text(
        "\n".join(["起点,终点,分钟", *rows, "C1,没有的店,10", "C1,C2,abc", "仓库,仓库,5"]), encoding="gbk"
    )
    done = town("roads", "calibrate", trips)
    assert done.returncode == 3, done.stderr
    assert "row 5: 没有的店: no outlet or depot" in done.stderr
    assert "row 6: abc: minutes are wanted" in done.stderr
    assert "1 left out: less than 50 metres apart" in done.stderr
    assert town.json("list", "settings")[0]["travel"]["factor"] == pytest.approx(1.9, abs=0.2)
    for text, code, said in (
        ("from,to\nC1,C2\n", 3, "minutes"),
        ("from,to,minutes\nX,Y,1\n", 1, "no row names two known places"),
    ):
        trips.write_text(text, encoding="utf-8")
        refused = town("roads", "calibrate", trips)
        assert refused.returncode == code, refused.stderr
        assert said in refused.stderr
    assert town("roads", "build").returncode == 2
