"""The first commands somebody types: where the books are, what a field is called, which zone is meant."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Shell


@pytest.mark.parametrize(
    "words",
    [
        ("list", "outlets"), ("due", "today"), ("show", "today"), ("check",), ("plan", "today"), ("log",), ("service",),
        ("figures", "--from", "2026-11-01", "--to", "2026-11-30"), ("backup", "x.zip"), ("set", "reps", "R1", "name=x"),
        ("settle", "today", "V1"), ("channel",),
    ],
)  # fmt: skip
def test_a_mistyped_folder_is_told_and_not_made(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert done.returncode == 1, done.stderr
    assert not shell.folder.exists()
    assert "no such data folder" in done.stderr
    assert str(shell.folder) in done.stderr


def test_the_fault_is_json_where_json_is_asked_for(shell: Shell) -> None:
    assert shell.json("list", "outlets", code=1)["error"]["code"] == "no_data_folder"


def test_a_dry_run_makes_no_folder(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "shops.csv"
    table.write_text("code,name,lat,lon\nA1,Corner Shop,48.2,16.37\n", encoding="utf-8")
    done = shell("import", "outlets", table, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "1 would be added" in done.stderr
    assert "new data folder" not in done.stderr
    assert not shell.folder.exists()
    assert shell("import", "outlets", table, "--dry-run", "--data", tmp_path / "no" / "books").returncode == 1


def test_a_new_folder_is_made_and_said_where_books_begin(shell: Shell, tmp_path: Path) -> None:
    done = shell("put", "reps", "-", stdin='{"id": "R1", "name": "x"}')
    assert (done.returncode, shell.folder.is_dir()) == (0, True)
    assert f"new data folder: {shell.folder}" in done.stderr
    assert "new data folder" not in shell("put", "reps", "-", stdin='{"id": "R2", "name": "y"}').stderr
    deep = shell("demo", "--outlets", 5, "--data", tmp_path / "nowhere" / "books")
    assert deep.returncode == 1
    assert str(tmp_path / "nowhere") in deep.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("list", "reps", "--data", "DIR", "--lang", "zh"),
        ("list", "--data=DIR", "reps", "--lang=zh"),
        ("--lang", "zh", "list", "reps", "--data", "DIR"),
    ],
)
def test_data_and_language_are_understood_wherever_they_stand(stocked: Shell, words: tuple[str, ...]) -> None:
    done = stocked._forks.run(
        [word.replace("DIR", str(stocked.folder)) for word in words],
        stdin="",
        folder=stocked.folder.parent,
        environment=stocked.environment,
    )
    assert done.returncode == 0, done.stderr
    assert "张三" in done.stdout
    assert "名称" in done.stdout


def test_an_option_without_its_value_is_told_so(stocked: Shell) -> None:
    done = stocked("list", "reps", "--data")
    assert done.returncode == 2
    assert "--data: wants one value" in done.stderr


# fields


@pytest.mark.parametrize(
    ("kind", "document", "typed", "meant"),
    [
        ("outlets", {"lattitude": 30.0}, "lattitude", "lat"),
        ("outlets", {"latitude": 30.0}, "latitude", "lat"),
        ("outlets", {"call_minute": 5}, "call_minute", "call_minutes"),
        ("outlets", {"callMinutes": 5}, "callMinutes", "call_minutes"),
        ("outlets", {"Name": "x"}, "Name", "name"),
        ("outlets", {"adress": "x"}, "adress", "address"),
        ("outlets", {"phnoe": "1"}, "phnoe", "phone"),
        ("outlets", {"windows": [{"open": "08:00", "close": "09:00", "dyas": ["mon"]}]}, "windows.0.dyas", "days"),
        ("outlets", {"windows": [{"opens": "08:00", "close": "09:00"}]}, "windows.0.opens", "windows.0.open"),
        ("products", {"untis": []}, "untis", "units"),
        ("vehicles", {"capasity": {"kg": 5}}, "capasity", "capacity"),
    ],
)
def test_a_misspelt_field_is_refused_and_the_right_one_named(
    shell: Shell, kind: str, document: dict[str, object], typed: str, meant: str
) -> None:
    done = shell("put", kind, "-", stdin=json.dumps({"id": "X1", "name": "x"} | document))
    assert done.returncode == 3
    assert typed in done.stderr
    assert f"did you mean {meant}" in done.stderr or f".{meant}?" in done.stderr
    assert shell.json("list", kind) == [], "all or none"


def test_another_unknown_field_is_told_and_kept(shell: Shell) -> None:
    outlets = [{"id": f"X{n}", "name": "x", "erp_flag": n} for n in range(3)]
    done = shell("put", "outlets", "-", stdin=json.dumps(outlets))
    assert done.returncode == 0
    assert "no field erp_flag is known: kept as it is in 3 documents" in done.stderr
    kept = shell.json("list", "outlets")
    assert [each["erp_flag"] for each in kept] == [0, 1, 2]
    again = shell("put", "outlets", "-", stdin=json.dumps(kept))
    assert "erp_flag" not in again.stderr, "what is on file already is not told each time"


def test_what_a_file_holds_from_elsewhere_goes_back_as_it_was_listed(shell: Shell) -> None:
    """A newer writer's field may look like one of ours: what stands on file is not refused."""
    assert shell("put", "outlets", "-", stdin='{"id": "X1", "name": "x"}').returncode == 0
    path = shell.folder / "outlets.json"
    path.write_text(path.read_text().replace('"name":"x"', '"name":"x","Name":"y"'))
    kept = shell.json("list", "outlets")
    assert shell("put", "outlets", "-", stdin=json.dumps(kept)).returncode == 0


# time zones


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC+8", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("Europe/Lonodn", "Europe/London"),
        ("asia/shanghai", "Asia/Shanghai"),
        ("Helsinki", "Europe/Helsinki"),
        ("America", "region and city"),
        ("localtime", "region and city"),
        ("../etc/passwd", "region and city"),
        ("Mars/Olympus", "region and city"),
    ],
)
def test_a_time_zone_that_is_none_is_refused_however_it_is_set(shell: Shell, zone: str, said: str) -> None:
    done = shell("put", "settings", "-", stdin=json.dumps({"timezone": zone}))
    assert done.returncode == 3
    assert zone in done.stderr
    assert said in done.stderr
    assert shell("put", "settings", "-", stdin='{"timezone": "Asia/Shanghai"}').returncode == 0
    changed = shell("set", "settings", f"timezone={zone}")
    assert changed.returncode != 0
    assert said in changed.stderr
    assert shell.json("list", "settings")[0]["timezone"] == "Asia/Shanghai"


def test_a_folder_that_already_has_a_strange_zone_is_still_read_and_written(shell: Shell) -> None:
    assert shell("put", "settings", "-", stdin='{"timezone": "Asia/Shanghai"}').returncode == 0
    path = shell.folder / "settings.json"
    path.write_text(path.read_text().replace("Asia/Shanghai", "UTC+8"))
    assert shell("set", "settings", "name=x").returncode == 0
    assert shell.json("list", "settings")[0]["name"] == "x"


# dates


@pytest.mark.parametrize(
    "typed", ["明天", "tomorrow", "+1", "{d.month}-{d.day}", "{d.day}.{d.month}.", "{d.year}年{d.month}月{d.day}日"]
)
def test_dates_are_typed_as_in_the_app(stocked: Shell, typed: str) -> None:
    tomorrow = dt.datetime.now().astimezone().date() + dt.timedelta(1)
    done = stocked("edit", typed.format(d=tomorrow), "undo")
    assert done.returncode == 1
    assert tomorrow.isoformat() in done.stderr, "no plan for that date"


def test_a_date_of_two_readings_is_refused_with_both(stocked: Shell) -> None:
    done = stocked("due", "03/04/2099")
    assert done.returncode == 2
    assert "2099-03-04 or 2099-04-03" in done.stderr


# standards


def test_the_usual_standards_of_a_trade_begin_a_folder(shell: Shell) -> None:
    done = shell("standards", "start", "--trade", "daily_goods", lang="zh")
    assert done.returncode == 0, done.stderr
    assert "拜访八步骤" in done.stdout
    assert shell.json("standards", "start", "--trade", "daily_goods")["added"] == []
    assert {"procedure", "display", "topic"} == {each["kind"] for each in shell.json("list", "standards")}
    assert shell("standards", "start").returncode == 2


def test_standards_come_out_of_a_table(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "陈列.csv"
    path.write_text("标准名称,检查项,权重\n小店,价签齐全,1\n,冰柜,2\n", encoding="gb18030")
    report = shell.json("import", "standards", path)
    assert (report["added"], report["rejected"], report["errors"]) == (2, 0, [])
    (standard,) = shell.json("list", "standards")
    assert [(point["name"], point["weight"]) for point in standard["points"]] == [("价签齐全", 1.0), ("冰柜", 2.0)]
    assert shell.json("import", "standards", path)["unchanged"] == 2


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("送货", "delivery"),
        ("配送司机", "delivery"),
        ("访销兼送货", "both"),
        ("车销", "both"),
        ("访销", "presales"),
        ("主管", "supervisor"),
    ],
)
def test_what_offices_call_a_reps_work_is_understood(shell: Shell, tmp_path: Path, said: str, role: str) -> None:
    path = tmp_path / "业务员.csv"
    path.write_text(f"工号,姓名,岗位\nR1,张伟,{said}\n", encoding="utf-8")
    assert shell.json("import", "reps", path)["warnings"] == []
    assert shell.json("list", "reps")[0]["role"] == role
