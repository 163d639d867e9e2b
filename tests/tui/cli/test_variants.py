"""What if, by command line: variants beside the plan, weights, locks, changes since publishing, notes, bad input."""

from __future__ import annotations

import json

import pytest

from tests.tui.cli.conftest import DATE, DEPOT, REPS, Shell

LIMITS = ("--iterations", "200", "--workers", "1")


@pytest.fixture
def day(shell: Shell) -> Shell:
    """Two reps, eight shops north and south of the depot, planned."""
    shops = [
        {"id": f"{side}{n}", "name": f"{side}{n}店[/b]", "grade": "A", "lat": 30 + (0.02 if side == "N" else -0.02) * n,
         "lon": 120 + 0.001 * n, "windows": [{"open": "08:00", "close": "12:00"}]}
        for side in "NS" for n in (1, 2, 3, 4)
    ]  # fmt: skip
    for kind, documents in (("outlets", shops), ("reps", REPS), ("depots", [DEPOT])):
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0
    assert shell("plan", DATE, *LIMITS).returncode == 0
    return shell


def test_a_variant_stands_beside_the_plan_until_it_is_adopted(day: Shell) -> None:
    before = day.json("show", DATE)
    made = day.json("plan", DATE, *LIMITS, "--variant", "一人", "--without", "R2", "--shift", "R1=07:00-16:00")
    assert made["variant"] == "一人"
    assert {route["rep"] for route in made["routes"] if route["stops"]} == {"R1"}
    assert made["figures"]["spread_s"] == 0
    assert day.json("show", DATE)["revision"] == before["revision"]
    told = day.json("compare", DATE, "1", "一人")
    assert [each["name"] for each in told["figures"]] == ["1", "一人"]
    assert {"cost", "work_s", "distance_m", "unserved", "spread_s", "overtime_s"} <= set(told["figures"][1])
    assert "李四" in day("compare", DATE, "1", "一人").stdout
    assert day("edit", DATE, "adopt", "一人").returncode == 0
    after = day.json("show", DATE)
    assert after["revision"] == before["revision"] + 1
    assert {route["rep"] for route in after["routes"] if route["stops"]} == {"R1"}
    # the day stays set up so: an edit is judged by the hours it was planned with, and a new plan keeps them
    again = day.json("plan", DATE, *LIMITS)
    assert {route["rep"] for route in again["routes"] if route["stops"]} == {"R1"}
    assert day("edit", DATE, "undo").returncode == 0
    assert day("edit", DATE, "discard", "一人").returncode == 0
    assert day("edit", DATE, "adopt", "一人").returncode == 1


def test_weights_change_the_plan_and_unknown_ones_are_told(day: Shell) -> None:
    far = {"id": "FAR", "name": "far", "grade": "D", "lat": 30.9, "lon": 120, "rhythm": {"visits": 1, "weeks": 1}}
    assert day("put", "outlets", "-", stdin=json.dumps([far])).returncode == 0
    usual = day.json("plan", DATE, *LIMITS)
    assert "FAR" in {stop["outlet"] for stop in usual["unserved"]}
    every = day.json("plan", DATE, *LIMITS, "--profile", "serve_all")
    assert every["unserved"] == []
    assert "FAR" in {s["outlet"] for s in day.json("plan", DATE, *LIMITS, "--profile", "default")["unserved"]}
    for language, words in (("en", "fewest_km"), ("zh", "没有权重方案")):
        done = day("plan", DATE, *LIMITS, "--profile", "nope", lang=language)
        assert done.returncode == 1
        assert words in done.stderr
    mine = {"id": "settings", "profiles": {"mine": {"worth": 500}}}
    assert day("put", "settings", "-", stdin=json.dumps([mine])).returncode == 0
    assert day.json("plan", DATE, *LIMITS, "--profile", "mine")["unserved"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("plan", DATE, "--shift", "R1=x"), 2),
        (("plan", DATE, "--shift", "R1=10:00-09:00"), 2),
        (("plan", DATE, "--without", "R9"), 1),
        (("plan", DATE, "--depot", "D9"), 1),
        (("plan", DATE, "--variant", "7"), 2),
        (("plan", DATE, "--variant", ""), 2),
        (("compare", DATE, "1", "nope"), 1),
        (("edit", DATE, "adopt", "nope"), 1),
        (("edit", DATE, "adopt"), 2),
        (("edit", DATE, "lock", "N1", "--at", "25:99"), 2),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(day: Shell, words: tuple[str, ...], code: int) -> None:
    for language in ("en", "zh"):
        done = day(*words, lang=language)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "errors." not in done.stderr


def test_locks_of_place_time_and_route_and_what_speaks_against_them(day: Shell) -> None:
    plan = day.json("show", DATE)
    rep, begin = next((r["rep"], s["begin"]) for r in plan["routes"] for s in r["stops"] if s["outlet"] == "N1")
    hours, minutes = map(int, begin.split(":"))
    begin = f"{hours + (minutes + 1) // 60:02}:{(minutes + 1) % 60:02}"  # a moment that can be kept, whole minutes
    against = day.json("edit", DATE, "lock", "N1", "--at", "13:00")
    assert ("N1", "lock_hours", 3600) in [(b["outlet"], b["code"], b["amount"]) for b in against["violations"]]
    for language, words in (("en", "60 min outside its hours"), ("zh", "60 分钟")):
        assert words in day("edit", DATE, "lock", "N1", "--at", "13:00", lang=language).stderr
    held = day.json("edit", DATE, "lock", "N1", "--what", "time", "--at", begin)
    assert "N1" not in [breach["outlet"] for breach in held["violations"]]
    again = day.json("plan", DATE, *LIMITS)
    [stop] = [s for route in again["routes"] for s in route["stops"] if s["outlet"] == "N1"]
    assert stop["begin"] == begin
    locked = day.json("edit", DATE, "lock", "--rep", rep)
    assert next(route for route in locked["routes"] if route["rep"] == rep)["locked"]
    free = day.json("edit", DATE, "unlock", "--rep", rep)
    assert not any(route["locked"] for route in free["routes"])


def test_changes_since_publishing_are_marked_and_notes_travel(day: Shell) -> None:
    assert day("publish", DATE).returncode == 0
    published = day.json("show", DATE)
    assert published["since_published"] is None
    rep, other = ("R1", "R2") if len(published["routes"][0]["stops"]) else ("R2", "R1")
    name = next(route for route in published["routes"] if route["rep"] == rep)["stops"][0]["outlet"]
    day.json("edit", DATE, "move", name, "--to", other, "--position", "1")
    notes = [
        {"id": "H1", "from_department": "warehouse", "to_department": "sales", "text": "冷柜钥匙[/b]", "by": "王库管",
         "written": f"{DATE}T07:00:00+08:00", "owner": "R", "date": DATE, "rep": other, "outlet": name},
        {"id": "H2", "from_department": "office", "to_department": "sales", "text": "带上新价目表", "by": "小李",
         "written": f"{DATE}T07:01:00+08:00", "owner": "R", "date": DATE, "rep": other},
    ]  # fmt: skip
    assert day("put", "handovers", "-", stdin=json.dumps(notes)).returncode == 0
    changed = day.json("show", DATE)
    assert (changed["published_revision"], changed["status"]) == (published["revision"], "draft")
    route = next(route for route in changed["routes"] if route["rep"] == other)
    first = route["stops"][0]
    assert (first["change"]["code"], first["change"]["from"]) == ("moved", rep)
    assert [(note["by"], note["from_department"]) for note in first["notes"]] == [("王库管", "warehouse")]
    assert [note["text"] for note in route["notes"]] == ["带上新价目表"]
    shown = day("show", DATE, lang="zh").stdout
    assert "发布时由" in shown
    assert "仓库，王库管：冷柜钥匙[/b]" in shown
    sheet = day("sheet", DATE, "--rep", other, "--format", "text", lang="zh").stdout
    assert "※ 仓库，王库管：冷柜钥匙[/b]" in sheet
    assert "※ 内勤，小李：带上新价目表" in sheet
    assert "as revision" in day("plan", DATE, *LIMITS).stderr


def test_a_rep_without_a_stop_hears_why(day: Shell) -> None:
    reps = [{"id": "D1", "name": "送货[/b]", "role": "delivery"}]
    assert day("put", "reps", "-", stdin=json.dumps(reps)).returncode == 0
    told = day("plan", DATE, *LIMITS, lang="zh")
    assert "送货[/b]：当天没有停靠点，到期的都不能交给他；送货[/b]不做拜访" in told.stdout
    idle = {route["rep"]: route["idle"] for route in day.json("show", DATE)["routes"]}
    assert idle["D1"]["code"] == "nothing"
    assert "makes no sales visits" in idle["D1"]["text"]
    assert idle["R1"] is None
