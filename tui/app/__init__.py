"""The app: one window on the books, in parts by concept.

`telling`: words, messages and the clipboard. `asking`: dialogs to be awaited. `going`: screens and dates.
`others`: who else is here and what they have written. `roundsman`: opening, looks, leaving.

Nothing at the top of these modules may import pydantic, networkx or numpy, directly or not.
"""

from tui.app.going import MODES
from tui.app.roundsman import RoundsmanApp

__all__ = ["MODES", "RoundsmanApp"]
