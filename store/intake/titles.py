"""What the lines above a table say of all of its rows: whose it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.intake.columns import Vocabulary
from store.intake.grids import Grid, Row
from store.intake.layout import Header

_FIELDS = ("rep", "rep_code")
"""Fields that a title may name; others are rather about the file: when it was printed, which region it is of."""
_SAID = re.compile(
    r"(?:^|[\s,，;；|])(?P<label>[^\s:：,，;；|]{1,16}|[A-Za-z]+ [A-Za-z]+)\s*[:：]\s*"
    r"(?P<value>[^:：,，;；|\n]{0,40}?)\s*(?=$|\s{2,}|[,，;；|\n]|\s+[^\s:：]{1,16}\s*[:：])"
)


class Above(NamedTuple):
    """A column that stands above the header: its name, and the value of all rows."""

    label: str
    value: str
    row: Row
    sheet: str | None

    def place(self, *, several: bool) -> int | str:
        return f"{self.sheet} {self.row.number}" if several and self.sheet else self.row.number


def named_above(grid: Grid, header: Header, vocabulary: Vocabulary) -> Above | None:
    """The rep whom a title names (``业务员：李娜``), where no column does; none where titles name several."""
    there = {vocabulary.field_of(name) for name in header.names if name}
    if there & set(_FIELDS):
        return None
    found = []
    for row in grid.rows:
        if row.number >= header.first:
            break
        for at, cell in enumerate(row.cells):
            for match in _SAID.finditer(cell):
                after = row.cells[at + 1].strip() if at + 1 < len(row.cells) else ""
                value = match["value"].strip() or ("" if ":" in after or "：" in after else after)
                if vocabulary.field_of(match["label"]) in _FIELDS and value:
                    found.append(Above(match["label"], value, row, grid.name))
    return found[0] if len({each.value for each in found}) == 1 else None


def beside(row: Row, at: int, value: str) -> Row:
    """A row with one more cell behind those of its header."""
    cells = [*row.cells[:at], *[""] * (at - len(row.cells)), value, *row.cells[at:]]
    kinds = f"{row.kinds[:at].ljust(at, 't')}t{row.kinds[at:]}"
    return row._replace(cells=tuple(cells), kinds=kinds)
