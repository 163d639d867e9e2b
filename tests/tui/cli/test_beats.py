"""Beats by command line: kept as they are, and what going further would save is told before it is done."""

from __future__ import annotations

import json

from tests.tui.cli.conftest import DATE, DEPOT, REPS, Shell

LIMITS = ("--iterations", "300", "--workers", "1")


def beaten(shell: Shell) -> Shell:
    """Two reps whose Tuesday beats cross: each has a shop that lies on the other's way."""
    shops = [
        {"id": f"{side}{n}", "name": f"{side}{n}", "grade": "A", "lat": 30 + (0.05 * n if side == "N" else -0.05 * n), "lon": 120}
        for side in "NS" for n in (1, 2, 3)
    ]  # fmt: skip
    beats = [
        {"id": "B1", "name": "周二线甲", "days": ["tue"], "rep": "R1", "outlets": ["N3", "N1", "S2"]},
        {"id": "B2", "name": "周二线乙", "days": ["tue"], "rep": "R2", "outlets": ["S1", "S3", "N2"]},
    ]
    for kind, documents in (("outlets", shops), ("reps", REPS), ("depots", [DEPOT]), ("beats", beats)):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    return shell


def test_beats_are_kept_and_what_freeing_the_reps_would_save_is_told(shell: Shell) -> None:
    beaten(shell)
    done = shell("plan", DATE, *LIMITS, "--json")
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    routes = {route["rep"]: [stop["outlet"] for stop in route["stops"]] for route in plan["routes"]}
    assert {rep: sorted(stops) for rep, stops in routes.items()} == {
        "R1": ["N1", "N3", "S2"],
        "R2": ["N2", "S1", "S3"],
    }
    assert plan["freeing"]["minutes"] > 0
    assert float(plan["freeing"]["cost"]) > 0
    assert plan["freeing"]["distance_m"] > 0
    assert "--free-reps" in done.stderr
    assert shell.json("show", DATE)["revision"] == 1  # nothing was done but told
    free = shell.json("plan", DATE, *LIMITS, "--free-reps")
    cost = float(plan["totals"]["cost"]) - float(free["totals"]["cost"])
    assert abs(cost - float(plan["freeing"]["cost"])) < 0.02
    assert "freeing" not in free
    again = shell.json("plan", DATE, *LIMITS, "--order-only")
    assert {s["outlet"] for r in again["routes"] for s in r["stops"]} == {
        s for stops in routes.values() for s in stops
    }
    assert again["freeing"] is not None


def test_a_beat_whose_rep_is_on_leave_is_told_in_both_languages(shell: Shell) -> None:
    beaten(shell)
    leave = {"id": "R2", "name": "李四", "leave": [{"first": DATE, "last": DATE}]}
    assert shell("put", "reps", "-", stdin=json.dumps([leave])).returncode == 0
    for language, words in (("en", "off duty on this day"), ("zh", "当天不上班")):
        done = shell("plan", DATE, *LIMITS, "--json", lang=language)
        assert words in done.stderr
        assert "周二线乙" in done.stderr
    plan = json.loads(done.stdout)
    assert sum(len(route["stops"]) for route in plan["routes"]) + len(plan["unserved"]) == 6


def test_explain_tells_the_next_best_rep_and_why_then(shell: Shell) -> None:
    beaten(shell)
    shell("plan", DATE, *LIMITS)
    for language, words in (("en", ("next best rep", "less")), ("zh", ("其次", "可少花"))):
        told = shell("explain", DATE, "S2", lang=language).stdout
        assert any(word in told for word in words), told
    document = shell.json("explain", DATE, "S2")
    assert document["other_rep"]["rep"] == "R2"
    assert document["other_rep"]["breaks"] == []
    assert document["why_time"]["code"] in ("first", "follows")
