"""`python -m tui.cli` does what `roundsman` does."""

import sys

from tui.cli import main

sys.exit(main())
