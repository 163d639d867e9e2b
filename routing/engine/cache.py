"""Where compiled kernels are kept: one folder for each user and each state of the kernels' sources.

numba's own cache keeps stale machine code when a callee in another file has changed; a folder named by
a hash of all sources cannot.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

import platformdirs

_SOURCES = (
    "routing/problem.py",
    *(f"routing/schedule/{name}.py" for name in ("clock", "shim", "slack", "tables", "timing", "walk")),
    *(f"routing/engine/plain/{name}.py" for name in ("chains", "compiled", "kernel", "model", "noting", "recreate")),
    *(f"routing/engine/plain/{name}.py" for name in ("ruin", "start", "tails", "tour")),
    *(
        f"routing/engine/rich/{name}.py"
        for name in ("compiled", "eject", "kernel", "places", "routes", "ruin", "rules", "spans", "state", "tails")
    ),
)
"""Every module with compiled functions or with numbers compiled into them."""
_ROOT = Path(__file__).resolve().parents[2]


def folder() -> Path:
    """The cache folder of this version; a private temporary one where nothing can be written."""
    name = f"{version('numba')}-{_fingerprint()}"
    for base in (os.environ.get("ROUNDSMAN_CACHE"), platformdirs.user_cache_dir("roundsman", appauthor=False)):
        if base:
            path = Path(base) / "kernels" / name
            try:
                path.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=path):
                    return path
            except OSError:
                continue
    return Path(tempfile.mkdtemp(prefix="roundsman-kernels-"))


def filled() -> bool:
    """Whether this version has been compiled here before; without it the first search takes most of a minute more."""
    return any(folder().rglob("*.nbi"))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in _SOURCES:
        digest.update(source.encode())
        digest.update((_ROOT / source).read_bytes())
    return digest.hexdigest()[:16]
