"""Where a data folder stands: on a disk of this machine, on a network drive, or in a folder that a program syncs.

Locks and renames mean little on the latter two: two machines can both believe that they write alone, and a
syncing program makes "conflicted copies" of what it meets half-way. Nothing is refused; the user is told.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_SYNCED: Mapping[str, re.Pattern[str]] = {
    "OneDrive": re.compile(r"^onedrive( - .*)?$", re.IGNORECASE),
    "坚果云 Nutstore": re.compile(r"^(nutstore( files)?|我的坚果云|坚果云)(\W.*)?$", re.IGNORECASE),
    "Dropbox": re.compile(r"^dropbox( \(.*\))?$", re.IGNORECASE),
    "百度网盘": re.compile(r"^(baidusyncdisk|baidunetdisk(workspace)?|百度网盘.*|百度云同步盘)$", re.IGNORECASE),
    "Google Drive": re.compile(r"^(google ?drive|my drive|我的云端硬盘|googledrive-.*)$", re.IGNORECASE),
    "iCloud": re.compile(r"^(iclouddrive|com~apple~clouddocs)$", re.IGNORECASE),
    "腾讯微云": re.compile(r"^(微云同步助手.*|weiyun|腾讯微云)$", re.IGNORECASE),
    "WPS": re.compile(r"^(wpsdrive|wps云盘|wps网盘|wps cloud files)$", re.IGNORECASE),
    "Syncthing": re.compile(r"^syncthing$", re.IGNORECASE),
}
_ENVIRONMENT = {"OneDrive": ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")}
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs", "ceph", "glusterfs", "9p"}
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.smbnetfs", "fuse.glusterfs", "fuse.ceph")
_MARKS = {".dropbox.cache": "Dropbox", ".nutstore": "坚果云 Nutstore", ".stfolder": "Syncthing"}
_DRIVE_REMOTE = 4


@dataclass(frozen=True, slots=True)
class Risk:
    """What stands between the books and a plain disk: ``sync`` by the program named, or ``network`` of a kind."""

    kind: Literal["sync", "network"]
    name: str


def risk_of(
    folder: Path | str,
    *,
    mounts: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Risk | None:
    """What makes a folder unsafe for the books, or None. `mounts`: the text of ``/proc/mounts``, else read."""
    text = str(folder)
    if _is_unc(text):
        return Risk(
            "network", text.replace("/", "\\").split("\\")[2] if text.count("\\") + text.count("/") > 2 else text
        )
    parts = [part for part in re.split(r"[\\/]", text) if part]
    for name, variables in _ENVIRONMENT.items():
        roots = [
            re.split(r"[\\/]", environ[variable].rstrip("\\/")) for variable in variables if environ.get(variable)
        ]
        if any([part for part in root if part] == parts[: len([part for part in root if part])] for root in roots):
            return Risk("sync", name)
    for name, pattern in _SYNCED.items():
        if any(pattern.match(part) for part in parts):
            return Risk("sync", name)
    path = Path(text)
    for parent in (path, *path.parents):
        for mark, name in _MARKS.items():
            if (parent / mark).exists():
                return Risk("sync", name)
    return _network(text, mounts)


def _is_unc(text: str) -> bool:
    r"""``\\server\share``; ``\\?\C:\`` and ``\\.\`` are this machine's."""
    plain = text.replace("/", "\\") if sys.platform == "win32" or text.startswith("\\\\") else text
    return plain.startswith("\\\\") and (plain.startswith("\\\\?\\UNC\\") or plain[2:3] not in ("?", "."))


def _network(text: str, mounts: str | None) -> Risk | None:
    if mounts is None and re.match(r"^[A-Za-z]:", text):
        return Risk("network", text[:2]) if _drive_type(text[:3]) == _DRIVE_REMOTE else None
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[1])
        inside = text == point or text.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    if kind in _NETWORK or kind.startswith(_NETWORK_FUSE):
        return Risk("network", kind)
    return None


def _drive_type(root: str) -> int:
    """What Windows says of a drive; 0, unknown, elsewhere."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root if root.endswith("\\") else root + "\\"))


def opened_elsewhere(path: Path) -> str | None:
    """The program that seems to have a spreadsheet open, by the file it keeps beside it; None if none does.

    Excel and WPS write ``~$name``, LibreOffice ``.~lock.name#``.
    """
    try:
        if path.with_name(f"~${path.name}").exists() or path.with_name(f".~{path.name}").exists():
            return "WPS/Excel"
        if path.with_name(f".~lock.{path.name}#").exists():
            return "LibreOffice"
    except (OSError, ValueError):
        pass
    return None
