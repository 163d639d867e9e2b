"""Every job without a screen. stdout is data, stderr is narration; exit codes mean something.

Commands, options, JSON shapes and exit codes are a contract: other programs rely on them.
"""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Runs one command, or opens the app when none is given on a terminal. Returns the exit code."""
    from tui.cli.run import run

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
