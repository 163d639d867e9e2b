"""Whether every dependency has a wheel for a Python and a system: ``python -m tests.wheels 3.13 windows``.

With the name of an extra behind it, those of the extra: ``python -m tests.wheels 3.13 windows roads``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
SYSTEMS = {
    "linux": [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
    + ["manylinux2014_x86_64", "manylinux1_x86_64"],
    "windows": ["win_amd64"],
    "macos": [f"macosx_{major}_0_arm64" for major in (15, 14, 13, 12, 11)]
    + [f"macosx_{major}_0_universal2" for major in (15, 14, 13, 12, 11)]
    + [f"macosx_10_{minor}_universal2" for minor in range(16, 8, -1)],
}
"""Tags of wheels that run there; pip, asked for another machine's, adds none by itself."""
NEWER = {"linux": [f"manylinux_2_{minor}_x86_64" for minor in range(34, 28, -1)]}
"""Tags of newer systems, which an extra may ask for: elsewhere its fallback has to do."""


def wanted(system: str, extra: str | None = None) -> list[str]:
    """The dependencies (the core's or an extra's) that hold on a system, without their markers."""
    found = []
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    for line in project["optional-dependencies"][extra] if extra else project["dependencies"]:
        requirement, _, marker = line.partition(";")
        if "win32" not in marker or system == "windows":
            found.append(requirement.strip())
    return found


def main() -> int:
    version, system = sys.argv[1:3]
    extra = sys.argv[3] if len(sys.argv) > 3 else None
    tags = [
        word for tag in (*(NEWER.get(system, ()) if extra else ()), *SYSTEMS[system]) for word in ("--platform", tag)
    ]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder, "--only-binary=:all:",
                "--python-version", version, "--implementation", "cp", *tags, *wanted(system, extra),
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        wheels = len(list(Path(folder).glob("*.whl")))
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    sys.stdout.write(f"{version} {system}: {f'{wheels} wheels' if done.returncode == 0 else errors[-1:]}\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
