"""Folders on networks and in the hands of syncing programs; spreadsheets that somebody has open."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.files.places import Risk, opened_elsewhere, risk_of

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//nas/books /mnt/nas cifs rw 0 0
server:/x /srv/with\\040space nfs4 rw 0 0
me@host:/ /home/me/far fuse.sshfs rw 0 0
tmpfs /mnt/nas/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "risk"),
    [
        (r"C:\Users\王\OneDrive\books", Risk("sync", "OneDrive")),
        (r"C:\Users\王\OneDrive - 某某公司\books", Risk("sync", "OneDrive")),
        (r"D:\我的坚果云\账", Risk("sync", "坚果云 Nutstore")),
        ("/home/me/Nutstore Files/books", Risk("sync", "坚果云 Nutstore")),
        ("/home/me/Dropbox (Work)/books", Risk("sync", "Dropbox")),
        (r"D:\BaiduSyncdisk\books", Risk("sync", "百度网盘")),
        (r"E:\百度网盘同步\books", Risk("sync", "百度网盘")),
        (r"\\server\share\books", Risk("network", "server")),
        ("/mnt/nas/books", Risk("network", "cifs")),
        ("/srv/with space/books", Risk("network", "nfs4")),
        ("/home/me/far/books", Risk("network", "fuse.sshfs")),
        ("/mnt/nas/local/books", None),
        ("/mnt/nasty/books", None),
        (r"C:\Users\王\books", None),
        (r"\\?\C:\books", None),
        ("/home/me/onedrivers/books", None),
    ],
)
def test_places_are_told_apart(folder: str, risk: Risk | None) -> None:
    assert risk_of(folder, mounts=MOUNTS, environ={}) == risk


def test_onedrive_under_another_name_is_known_by_the_environment() -> None:
    environ = {"OneDriveCommercial": "C:\\Cloud"}
    assert risk_of(r"C:\Cloud\books", mounts="", environ=environ) == Risk("sync", "OneDrive")
    assert risk_of(r"C:\Clouds\books", mounts="", environ=environ) is None


def test_a_folder_that_a_program_marked_is_known(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert risk_of(tmp_path / "books", environ={}) == Risk("sync", "Syncthing")


def test_a_plain_folder_of_this_machine_is_no_risk(tmp_path: Path) -> None:
    assert risk_of(tmp_path) is None


@pytest.mark.parametrize(
    ("mark", "program"), [("~$客户.xlsx", "WPS/Excel"), (".~lock.客户.xlsx#", "LibreOffice"), ("~$other.xlsx", None)]
)
def test_an_open_spreadsheet_is_known_by_what_stands_beside_it(
    tmp_path: Path, mark: str, program: str | None
) -> None:
    (tmp_path / mark).write_text("")
    assert opened_elsewhere(tmp_path / "客户.xlsx") == program
