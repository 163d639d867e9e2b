"""Records from the shell: fields set as in the forms, what has had its time ended and taken up again."""

from __future__ import annotations

import json

import pytest

from tests.tui.cli.conftest import Shell

DAY = "2026-12-01"
"""A Tuesday."""


@pytest.fixture
def books(shell: Shell) -> Shell:
    def put(kind: str, *documents: dict[str, object]) -> None:
        assert shell("put", kind, "-", stdin=json.dumps(documents)).returncode == 0

    put("depots", {"id": "D1", "name": "仓库", "lat": 30.0, "lon": 120.0})
    put("vehicles", {"id": "V1", "plate": "浙A1", "kind": "van"})
    put("reps", {"id": "R1", "name": "[/b]", "vehicle": "V1", "start": {"depot": "D1"}}, {"id": "R2", "name": "李四"})
    put("outlets", *({"id": f"C{n}", "name": f"店{n}", "lat": 30, "lon": 120 + n / 500, "rep": "R1"} for n in (1, 2)))
    put("beats", {"id": "B1", "name": "周二线", "days": ["tue"], "rep": "R1", "outlets": ["C1"]})
    return shell


def test_fields_are_set_as_in_the_forms_all_or_none(books: Shell) -> None:
    fields = ["leave=2026-12-24..2026-12-26", "limits.stops=12", "role=送货", "start=@D1", "active=no"]
    done = books("set", "reps", "R2", *fields, lang="zh")
    assert (done.returncode, done.stderr) == (0, "R2：已修改 leave、limits.stops、role、start、active\n")
    [rep] = [each for each in books.json("list", "reps") if each["id"] == "R2"]
    assert rep["leave"] == [{"first": "2026-12-24", "last": "2026-12-26"}]
    assert (rep["limits"], rep["role"], rep["active"]) == ({"stops": 12}, "delivery", False)
    assert books("set", "reps", "R2", "limits.stops=").returncode == 0
    assert books("set", "settings", "calendar=2027-02-05至02-11 春节, 2027-02-14 work").returncode == 0
    [settings] = books.json("list", "settings")
    assert [each["name"] for each in settings["calendar"]] == ["春节", ""]
    assert books("set", "arrangements", DAY, "shifts.R1=off", "limits.R2.stops=3", "visit=C2,C1").returncode == 0
    [day] = books.json("list", "arrangements")
    assert (day["shifts"], day["limits"], day["visit"]) == ({"R1": []}, {"R2": {"stops": 3}}, ["C2", "C1"])
    before = books.json("list", "reps")
    for fields, why in [
        (["name=x", "limits.stop=5"], "limits.stop: no such field"),
        (["name=x", "limits.stops=many"], "many is not a number"),
        (["role=boss"], "not one of these"),
        (["vehicle=V9"], "V9 is not on file"),
        (["active=perhaps"], "neither yes nor no"),
    ]:
        failed = books("set", "reps", "R1", *fields, lang="en")
        assert (failed.returncode, why in failed.stderr) == (1, True), failed.stderr
    assert books.json("list", "reps") == before
    assert books("set", "reps", "R1", "name").returncode == 2
    assert books("set", "reps", "R9", "name=x").returncode == 1


def test_what_has_ended_is_kept_and_left_out_of_plans(books: Shell) -> None:
    ended = books("end", "reps", "R1", lang="en")
    assert ended.returncode == 0
    assert "2 outlets still name this rep: 店1, 店2" in ended.stderr
    assert "still on 1 beat: 周二线" in ended.stderr
    told = books("due", DAY, lang="en")
    assert "2 outlets still name [/b], who is no longer here" in told.stderr
    assert books("end", "reps", "R1").returncode == 1
    assert books("end", "reps", "R1", "--undo").returncode == 0
    assert books("end", "reps", "R1", "--to", "R9").returncode == 1
    assert books("end", "reps", "R1", "--to", "R2", lang="en").stderr.count("\n") == 1
    assert {each["rep"] for each in books.json("list", "outlets")} == {"R2"}
    assert [each["rep"] for each in books.json("list", "beats")] == ["R2"]
    assert books("set", "reps", "R2", "vehicle=V1", "start=@D1", "role=both").returncode == 0
    assert "without a vehicle: 李四" in books("end", "vehicles", "V1", lang="en").stderr
    assert "begin or end there: 李四" in books("end", "depots", "D1", lang="en").stderr
    assert books("end", "outlets", "C2").returncode == 0
    told = books("due", DAY, lang="en")
    assert [line.split()[0] for line in told.stdout.splitlines()[1:]] == ["C1"]
    assert "浙A1 is no longer in use" in told.stderr
    assert books("end", "standards", "x").returncode == 2


def test_a_unit_is_answered_for_one_column_of_an_import(shell: Shell) -> None:
    table = shell.folder.parent / "goods.csv"
    table.write_text("商品编码,商品名称,单位,箱规,单价,进价\nP1,水,瓶,24,2.5,48\n", encoding="utf-8")
    held = shell("import", "products", table)
    assert (held.returncode, "--unit case|base" in held.stderr) == (3, True)
    assert shell("import", "products", table, "--unit", "单价=base").returncode == 3
    assert shell("import", "products", table, "--unit", "单价=base", "--unit", "进价=case").returncode == 0
    [product] = shell.json("list", "products")
    assert (product["prices"]["retailer"], product["cost"]) == ("60.00", "48.00")
    assert shell("import", "products", table, "--unit", "case", "--unit", "单价=base").returncode == 0
