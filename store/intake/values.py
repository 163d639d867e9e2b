"""The values of a workbook's cells as text, and what each was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from store.intake.formats import lost, lost_text, plain, shown
from store.intake.grids import Row
from store.intake.texts import MOST_CHARACTERS, clean, kind_of

if TYPE_CHECKING:
    from store.intake.survey import Survey


class Values:
    """Rows of a sheet as they are read, with what a survey of it knows beside its values."""

    def __init__(self, seen: Survey) -> None:
        self.rows: list[Row] = []
        self._patches: dict[int, list[tuple[int, str, str]]] = {}
        for (row, column), text in seen.errors.items():
            self._patches.setdefault(row, []).append((column, text, "e"))
        for row, column in seen.without_value:
            self._patches.setdefault(row, []).append((column, "", "f"))
        for (row, column), code in seen.formats.items():
            self._patches.setdefault(row, []).append((column, code, "s"))

    def add(self, number: int, cells: Sequence[Any]) -> None:
        """Takes the next row; one without anything in it is passed over."""
        texts: list[str] = []
        kinds: list[str] = []
        for cell in cells:
            if cell == "":
                text, kind = "", "t"
            elif cell.__class__ is float and -1e15 < cell < 1e15:
                text, kind = (str(int(cell)) if cell.is_integer() else plain(cell)), "n"
            elif cell.__class__ is str and _ordinary(cell):
                text, kind = cell, "t"
            else:
                text, kind = text_of(cell)
            texts.append(text)
            kinds.append(kind)
        for column, given, kind in self._patches.get(number, ()):
            short = column + 1 - len(texts)
            texts += [""] * short
            kinds += ["t"] * short
            if kind != "s":
                texts[column], kinds[column] = given, kind
            elif kinds[column] == "n" and (seen := shown(cells[column], given)) is not None:
                texts[column], kinds[column] = seen
        if any(texts) or "f" in kinds:
            joined = "".join(kinds)
            self.rows.append(Row(number, tuple(texts), joined if joined.strip("t") else ""))


def _ordinary(text: str) -> bool:
    """Whether a text needs no cleaning and has no mark, as most have not."""
    return (
        text.isprintable()
        and text[0] not in " '=#"
        and text[-1] != " "
        and "+" not in text
        and len(text) <= MOST_CHARACTERS
    )


def text_of(cell: object) -> tuple[str, str]:
    """A cell as text, and its `Mark`. Workbooks store every number as a float: 13800001111.0 is ``13800001111``."""
    if isinstance(cell, str):
        text = clean(cell)
        return text, kind_of(text)
    if isinstance(cell, bool):
        return ("1" if cell else "0"), "b"
    if isinstance(cell, int | float):
        value = float(cell)
        if lost(value):
            return lost_text(value), "l"
        text = plain(value)
        return text, "n" if text else "t"
    if isinstance(cell, datetime):
        if cell.hour == cell.minute == cell.second == 0:
            return cell.date().isoformat(), "d"
        return cell.isoformat(sep=" ", timespec="minutes"), "d"
    if isinstance(cell, date):
        return cell.isoformat(), "d"
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes"), "c"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}", "c"
    return ("", "t") if cell is None else (clean(str(cell)), "t")
