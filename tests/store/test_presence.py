"""Who else has the books open: seen while they give signs, never a fault when they cannot."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.files.presence import GONE_AFTER, Presence


def test_two_people_see_each_other_and_not_themselves(tmp_path: Path) -> None:
    one, other = Presence(tmp_path, "张三"), Presence(tmp_path, "李四")
    one.say("2026-11-24")
    assert one.others() == []
    other.say("2026-11-25")
    assert [(here.user, here.date) for here in one.others()] == [("李四", "2026-11-25")]
    assert [here.user for here in other.others()] == ["张三"]
    other.leave()
    assert one.others() == []


def test_who_gives_no_more_signs_is_gone_and_cleared_away_later(tmp_path: Path) -> None:
    one, other = Presence(tmp_path, "one"), Presence(tmp_path, "other")
    other.say("2026-11-24")
    (sign,) = (tmp_path / ".cache" / "here").glob("*.json")
    for age, there in ((GONE_AFTER + 5, True), (20 * GONE_AFTER, False)):
        os.utime(sign, (time.time() - age, time.time() - age))
        assert one.others() == []
        assert sign.exists() is there


def test_a_process_that_was_killed_is_gone_at_once(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from store.files.presence import Presence\n"
        f"Presence(pathlib.Path({str(tmp_path)!r}), 'other').say('2026-11-24'); print('said', flush=True)\n"
        "sys.stdin.read()"
    )
    root = Path(__file__).resolve().parents[2]
    other = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert other.stdin is not None
    assert other.stdout is not None
    with other, other.stdin, other.stdout:
        assert other.stdout.readline() == "said\n"
        one = Presence(tmp_path, "one")
        assert [here.user for here in one.others()] == ["other"]
        other.kill()
        other.wait()
        assert one.others() == []
        assert not list((tmp_path / ".cache" / "here").glob("*.json"))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"user": 1}', b"\xff"])
def test_a_damaged_sign_is_nobody(tmp_path: Path, text: bytes) -> None:
    one = Presence(tmp_path, "one")
    one.say("2026-11-24")
    (tmp_path / ".cache" / "here" / "x.json").write_bytes(text)
    assert one.others() == []


def test_a_folder_that_refuses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("in the way")
    one = Presence(tmp_path, "one")
    one.say("2026-11-24")
    assert one.others() == []
    one.leave()
