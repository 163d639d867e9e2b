"""Backup, restore, log and check as other programs meet them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.tui.cli.conftest import DATE, OUTLETS, Shell
from tests.tui.cli.test_commands import told


def listed(shell: Shell) -> object:
    return [shell.json("list", kind) for kind in ("outlets", "reps", "depots")]


def test_a_backup_brings_everything_back(stocked: Shell, tmp_path: Path) -> None:
    before = listed(stocked)
    archive = tmp_path / "账册.zip"
    done = stocked("backup", archive)
    assert done.returncode == 0, done.stderr
    assert stocked("put", "outlets", "-", stdin=json.dumps({"id": "C9", "name": "later"})).returncode == 0
    done = stocked("restore", archive)
    assert done.returncode == 0, done.stderr
    assert listed(stocked) == before
    (aside,) = stocked.folder.glob(".before-restore-*")
    assert b"later" in (aside / "outlets.json").read_bytes()
    assert stocked.json("log")[-1]["changes"][0]["do"] == "restored"
    elsewhere = stocked.elsewhere(tmp_path / "other")
    assert elsewhere("restore", archive).returncode == 0
    assert listed(elsewhere) == before


@pytest.mark.parametrize("spoil", ["cut", "changed", "outside", "no_archive", "newer"])
def test_an_archive_that_cannot_be_trusted_changes_nothing(
    stocked: Shell,
    tmp_path: Path,
    spoil: str,
) -> None:
    archive = tmp_path / "a.zip"
    assert stocked("backup", archive).returncode == 0
    if spoil == "cut":
        archive.write_bytes(archive.read_bytes()[:-400])
    elif spoil == "no_archive":
        archive.write_text("id,name")
    else:
        with zipfile.ZipFile(archive) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        if spoil == "changed":
            parts["outlets.json"] = parts["outlets.json"].replace(b"C1", b"C7")
        elif spoil == "newer":
            parts["roundsman.json"] = parts["roundsman.json"].replace(b'"schema": 2', b'"schema": 99')
        else:
            parts["../evil.json"] = b"{}"
        with zipfile.ZipFile(archive, "w") as new:
            for name, raw in parts.items():
                new.writestr(name, raw)
    before = {path: path.read_bytes() for path in stocked.folder.rglob("*.json*")}
    done = stocked("restore", archive)
    assert done.returncode in (3, 4)
    told(done)
    assert {path: path.read_bytes() for path in stocked.folder.rglob("*.json*")} == before
    assert not (tmp_path / "evil.json").exists()


def test_the_log_says_who_changed_what(stocked: Shell) -> None:
    assert stocked("put", "outlets", "-", stdin=json.dumps({**OUTLETS[0], "phone": "138"})).returncode == 0
    found = stocked.json("log")
    assert [change["number"] for change in found] == [1, 2, 3, 4]
    assert found[-1]["changes"][0]["fields"] == {"phone": [None, "138"]}
    assert found[-1]["by"]
    done = stocked("log", "--limit", "1", lang="zh")
    assert "网点 C1 修改" in done.stdout
    assert len(done.stdout.splitlines()) == 1


def test_check_finds_what_is_wrong_and_fix_saves_what_stands_whole(stocked: Shell) -> None:
    assert stocked.json("check")["errors"] == 0
    path = stocked.folder / "outlets.json"
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4][: len(lines[4]) // 2]  # the second outlet's line is cut
    path.write_bytes(b"\n".join(lines))
    before = path.read_bytes()
    found = stocked.json("check", code=4)
    assert found["findings"][0]["code"] == "file_damaged"
    assert found["findings"][0]["where"] == "outlets.json"
    assert path.read_bytes() == before
    mended = stocked.json("check", "--fix")
    assert mended["findings"][0]["fixed"]
    assert [outlet["id"] for outlet in stocked.json("list", "outlets")] == ["C1", "C3"]
    assert (stocked.folder / "outlets.json.damaged-1").read_bytes() == before
    assert stocked.json("check")["errors"] == 0


def test_check_tells_broken_references_doubles_and_hours_nobody_can_meet(shell: Shell) -> None:
    outlets = [
        {"id": "C1", "name": "老王烟酒店", "phone": "13800001111", "lat": 30.0, "lon": 120.0, "rep": "R9"},
        {"id": "C2", "name": "老王烟酒", "phone": "138 0000 1111", "lat": 30.0, "lon": 120.0, "supplier": "C3"},
        {"id": "C3", "name": "夜市", "supplier": "C2", "windows": [{"open": "22:00", "close": "23:30"}]},
        {"id": "C4", "name": "夏", "opening_hours": "Jul 09:00-17:00; PH off", "receiving_hours": "单日"},
        {"id": "C5", "name": "夜", "lat": 30.0, "lon": 122.0, "opening_hours": "23:00-05:00"},
    ]
    assert shell("put", "outlets", "-", stdin=json.dumps(outlets)).returncode == 0
    assert shell("put", "reps", "-", stdin='{"id": "R1", "name": "张"}').returncode == 0
    found = shell.json("check")
    codes = {(finding["code"], finding["where"]) for finding in found["findings"]}
    assert {
        ("broken_reference", "outlets C1"),
        ("same_phone", "C2"),
        ("no_position", "C3"),
        ("window_unmet", "C3"),
        ("supplier_circle", "C2"),
        ("window_unmet", "C5"),
        ("hours_unread", "C4"),
        ("hours_holidays_unknown", "settings"),
    } <= codes
    assert ("window_unmet", "C4") not in codes, "open in July"
    assert found["errors"] == 0
    for lang in ("en", "zh"):
        assert "check." not in shell("check", lang=lang).stderr


def test_a_conflict_says_which_fields_differ(stocked: Shell) -> None:
    assert stocked("put", "outlets", "-", stdin=json.dumps({**OUTLETS[0], "phone": "2"})).returncode == 0
    done = stocked("put", "outlets", "-", stdin=json.dumps({**OUTLETS[0], "phone": "1", "rev": 1}))
    assert done.returncode == 4
    assert 'phone: yours "1", stored "2"' in told(done)


def test_beats_and_orders_are_listed_and_put(stocked: Shell) -> None:
    beat = {"id": "B1", "name": "周一线", "days": ["mon"], "rep": "R1", "outlets": ["C1", "C2"]}
    order = {"id": "SO1", "outlet": "C1", "promised": DATE, "lines": [{"product": "P1", "quantity": 3}]}
    for kind, document in (("beats", beat), ("orders", order)):
        assert stocked.json("put", kind, "-", stdin=json.dumps(document))["added"] == [document["id"]]
        (found,) = stocked.json("list", kind)
        assert document.items() <= found.items() or kind == "orders"
        assert stocked.json("put", kind, "-", stdin=json.dumps(found))["unchanged"] == [document["id"]]
        assert stocked("list", kind).returncode == 0


def test_restrictions_arrangements_and_settings_are_listed_and_put(stocked: Shell) -> None:
    rule = {"id": "RS-9", "name": "限行", "digits": {"mon": "16"}}
    day = {"id": "2026-11-30", "vehicles_out": ["V1"]}
    for kind, document in (("restrictions", rule), ("arrangements", day)):
        assert stocked("put", kind, "-", stdin=json.dumps(document)).returncode == 0
        assert document.items() <= stocked.json("list", kind)[-1].items()
    wrong = stocked("put", "arrangements", "-", stdin=json.dumps({"id": "someday"}))
    assert wrong.returncode == 3
    assert stocked.json("list", "settings")[0]["tasks"]["delivery"]["minutes"] == 6
