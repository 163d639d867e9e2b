"""Commands as other programs meet them: stdout is data, stderr is narration, exit codes mean something."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.tui.cli.conftest import DATE, OUTLETS, Shell


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of an error; never a traceback."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("roundsman: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def test_list_prints_documents_exactly_as_put_takes_them(stocked: Shell) -> None:
    found = stocked.json("list", "outlets")
    assert [outlet["id"] for outlet in found] == ["C1", "C2", "C3"]
    again = stocked.json("put", "outlets", "-", stdin=json.dumps(found))
    assert again == {"added": [], "updated": [], "unchanged": ["C1", "C2", "C3"]}
    assert stocked.json("list", "outlets", "--where", "grade=B")[0]["name"] == "[/b] & Söhne"


def test_put_takes_one_document_a_list_or_lines(shell: Shell) -> None:
    one, two, three = (json.dumps(outlet, ensure_ascii=False) for outlet in OUTLETS)
    assert shell.json("put", "outlets", "-", stdin=one)["added"] == ["C1"]
    assert shell.json("put", "outlets", "-", stdin=f"[{two}]")["added"] == ["C2"]
    assert shell.json("put", "outlets", "-", stdin=f"{two}\n\n{three}\n")["added"] == ["C3"]


def test_put_is_all_or_none_and_names_the_field(shell: Shell) -> None:
    done = shell(
        "put", "outlets", "-", stdin=json.dumps([OUTLETS[0], {"id": "C9", "name": "x", "lat": 95, "lon": 0}])
    )
    assert done.returncode == 3
    assert "C9" in told(done)
    assert "lat" in told(done)
    assert shell.json("list", "outlets") == []


def test_a_conflict_is_exit_4_and_overwriting_needs_no_rev(stocked: Shell) -> None:
    stale = {**OUTLETS[0], "rev": 1}
    assert stocked("put", "outlets", "-", stdin=json.dumps({**OUTLETS[0], "phone": "1"})).returncode == 0
    done = stocked("put", "outlets", "-", stdin=json.dumps(stale))
    assert done.returncode == 4
    error = json.loads(stocked("put", "outlets", "-", "--json", stdin=json.dumps(stale)).stdout)["error"]
    assert error["code"] == "conflict"
    assert set(error) == {"code", "message", "where"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frobnicate"], 2),
        (["plan"], 2),
        (["plan", "someday"], 2),
        (["plan", "2099-11-24", "--seconds", "-1"], 2),
        (["plan", "2099-11-24", "--seconds", "soon"], 2),
        (["edit", "2099-11-24", "explode"], 2),
        (["list", "unicorns"], 2),
        (["list", "outlets", "--where", "grade"], 2),
        (["sheet", "2099-11-24"], 2),
        (["journey", "--from", "2099-11-24"], 2),
        (["backup", "x.zip"], 1),
        (["restore", "nowhere.zip"], 3),
        (["journey", "--from", "2099-11-24", "--weeks", "2"], 2),
        (["plan", "2099-11-24"], 1),
        (["plan", "2001-01-01"], 1),
        (["show", "2099-11-24"], 1),
        (["due", "2099-11-24"], 1),
        (["edit", "2099-11-24", "undo"], 1),
        (["publish", "2099-11-24"], 1),
        (["sheet", "2099-11-24", "--format", "text"], 1),
        (["import", "outlets", "nowhere.csv"], 3),
        (["put", "outlets", "nowhere.json"], 3),
        (["solve", "nowhere.vrp"], 3),
        ([], 2),
    ],
)
def test_exit_codes(shell: Shell, words: list[str], code: int) -> None:
    for lang in ("en", "zh"):
        done = shell(*words, lang=lang)
        assert done.returncode == code, (lang, done.stderr)
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_a_format_still_to_come_is_exit_2_and_says_so(shell: Shell, tmp_path: Path) -> None:
    vroom = tmp_path / "vroom.json"
    vroom.write_text('{"vehicles": [], "jobs": []}', encoding="utf-8")
    periodic = tmp_path / "p00"
    periodic.write_text("1 3 50 5\n0 160\n", encoding="utf-8")
    for path, name in ((vroom, "vroom"), (periodic, "cordeau")):
        for lang in ("en", "zh"):
            done = shell("solve", str(path), lang=lang)
            assert done.returncode == 2, done.stderr
            assert name in done.stderr
            assert done.stdout == ""


def test_a_damaged_file_is_exit_4_and_stays_as_it_is(stocked: Shell) -> None:
    path = stocked.folder / "outlets.json"
    path.write_bytes(path.read_bytes()[:-40])
    before = path.read_bytes()
    for words in (["list", "outlets"], ["due", DATE], ["plan", DATE, "--iterations", "10"]):
        done = stocked(*words)
        assert done.returncode == 4, done.stderr
        assert "outlets.json" in told(done)
    assert path.read_bytes() == before


def test_help_is_complete_in_both_languages(shell: Shell) -> None:
    for lang, word in (("en", "plan a day"), ("zh", "规划某日")):
        done = shell("--help", lang=lang)
        assert done.returncode == 0
        assert word in done.stdout
        for command in ("plan", "sheet", "import"):
            text = shell(command, "--help", lang=lang).stdout
            assert "cli." not in text
            assert "--json" in text or command == "sheet"


def test_due_tells_reason_and_worth(stocked: Shell) -> None:
    found = stocked.json("due", DATE)
    assert {due["outlet"] for due in found} == {"C1", "C2", "C3"}
    assert all(due["reasons"][0]["code"] == "never_visited" and float(due["worth"]) > 0 for due in found)


def test_bad_json_is_told_with_line_and_column(shell: Shell) -> None:
    done = shell("put", "outlets", "-", stdin='{"id": "C1",\n "name": }')
    assert done.returncode == 3
    assert "line 2" in told(done)


def test_depots_come_in_from_a_table(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "depots.csv"
    path.write_text("仓库编码,仓库名称,经度,纬度\nD7,中心仓,24.9,60.2\nD8,没有地方的仓,,\n", encoding="utf-8")
    done = shell("import", "depots", path, "--json", lang="zh")
    assert done.returncode == 3
    assert "仓库必须有坐标" in done.stderr
    report = json.loads(done.stdout)
    assert (report["added"], report["rejected"], report["datum"]) == (1, 1, "wgs84")
    assert "中心仓" in shell("list", "depots", lang="zh").stdout
