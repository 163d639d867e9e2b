"""Where in a grid its header is, over one row or two, and what its merged cells mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from store.intake.columns import Vocabulary
from store.intake.grids import Grid, Merge, Row
from store.notation.words import fold

_WITHIN = 20
"""Rows among which a header is looked for: exports put titles, dates and filters above it."""
_PLAIN = frozenset("t")
LONGEST_NAME = 200
"""Characters a column's name can have."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its names by column, the rows it stands in, how many known names it has."""

    names: tuple[str, ...]
    first: int
    last: int
    worth: int
    texts: tuple[tuple[str, ...], ...]
    """The cells of its rows as they stand there, to know them again further down."""
    above: tuple[str, ...] = ()
    """What stands above the names of a header of two rows, by column: of merged cells in each of theirs."""


class Known:
    """The names a header may have: a vocabulary's, and those the user has pointed at."""

    def __init__(self, vocabulary: Vocabulary, named: Collection[str] = ()) -> None:
        self.vocabulary = vocabulary
        self.named = frozenset(map(fold, named))

    def __contains__(self, name: str) -> bool:
        return 0 < len(name) <= LONGEST_NAME and (
            self.vocabulary.field_of(name) is not None or fold(name) in self.named
        )

    def worth(self, names: Sequence[str]) -> int:
        names = [name for name in names if 0 < len(name) <= LONGEST_NAME]
        return self.vocabulary.count(names) + sum(fold(name) in self.named for name in names)


def header_of(grid: Grid, known: Known) -> Header | None:
    """The row, or two, that say most; the first that is no title where none says anything; None without rows."""
    best: Header | None = None
    rows = [row for row in grid.rows if row.number <= grid.rows[0].number + _WITHIN][:_WITHIN]
    wide = max((_filled(row) for row in rows), default=0)
    for at, row in enumerate(rows):
        found = _single(row, known)
        # a title alone in its row may happen to be a known word; a header of one column has rows like it below
        if _filled(row) == 1 < wide or (found.worth == 1 and best is not None):
            found = Header(found.names, found.first, found.last, 0, found.texts)
        if at + 1 < len(rows) and rows[at + 1].number == row.number + 1:
            pair = _pair(grid, row, rows[at + 1], known)
            if pair is not None and (
                _better(pair, found, _single(rows[at + 1], known), known)
                or (pair.worth >= found.worth and pair.worth and _grouped(grid, row, rows[at + 1]))
            ):
                found = pair
        if (
            best is None
            or found.worth > best.worth
            or (best.worth == 0 and _title(rows, best) and found.first > best.last)
        ):
            best = found
    return None if best is None else _under_merged(grid, best, rows, known)


def _under_merged(grid: Grid, header: Header, rows: Sequence[Row], known: Known) -> Header:
    """A header of one row with what merged cells of the row above it say, though its names do without."""
    upper = next((row for row in rows if row.number == header.first - 1), None)
    lower = next((row for row in rows if row.number == header.first), None)
    if header.last != header.first or not grid.merges or upper is None or lower is None:
        return header
    pair = _pair(grid, upper, lower, known)
    return header if pair is None else replace(header, above=pair.above)


def _filled(row: Row) -> int:
    return sum(map(bool, row.cells))


def _title(rows: Sequence[Row], header: Header) -> bool:
    """Whether a row that stood in for a header is a title: alone in its row, and wider rows follow."""
    own = next(_filled(row) for row in rows if row.number == header.first)
    return own == 1 < max(_filled(row) for row in rows)


def _single(row: Row, known: Known) -> Header:
    return Header(_trimmed(row.cells), row.number, row.number, known.worth(row.cells), (row.cells,))


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end])


def _pair(grid: Grid, upper: Row, lower: Row, known: Known) -> Header | None:
    """Two rows as one header, where the upper has names over several columns; None where it has not."""
    if not set(lower.kinds) <= _PLAIN:
        return None
    width = max(len(upper.cells), len(lower.cells))
    over = [upper.cells[at] if at < len(upper.cells) else "" for at in range(width)]
    under = [lower.cells[at] if at < len(lower.cells) else "" for at in range(width)]
    groups = [merge for merge in grid.merges if merge.top == upper.number and merge.right > merge.left]
    if grid.merges and not groups:
        return None
    for merge in groups:
        for at in range(merge.left + 1, min(merge.right + 1, width)):
            over[at] = over[at] or over[merge.left]
    if not grid.merges:  # a text file has lost what was merged: a name reaches over the empty cells to its right
        for at in range(1, width):
            if not over[at] and under[at]:
                over[at] = over[at - 1]
    names = []
    often, groups_over = Counter(under), len(set(over)) > 1
    for one, other in zip(over, under, strict=True):
        joined = f"{one} {other}"
        if not other or not one:
            names.append(one or other)
        elif joined in known or (often[other] > 1 and groups_over):
            names.append(joined)
        else:
            names.append(other if other in known else joined)
    trimmed = _trimmed(names)
    return Header(trimmed, upper.number, lower.number, known.worth(trimmed), (upper.cells, lower.cells), tuple(over))


def _better(pair: Header, upper: Header, lower: Header, known: Known) -> bool:
    """Whether two rows read together say more than either: or as much, where the lower says a name twice."""
    most = max(upper.worth, lower.worth)
    if pair.worth > most:
        return True
    twice = any(count > 1 and name in known for name, count in Counter(lower.names).items())
    return twice and lower.worth >= upper.worth and pair.worth > 0


def _grouped(grid: Grid, upper: Row, lower: Row) -> bool:
    """Whether merged cells say that two rows are one header: names over columns, and names over both rows."""
    groups = [
        merge for merge in grid.merges if merge.top == merge.bottom == upper.number and merge.right > merge.left
    ]
    tall = [merge for merge in grid.merges if merge.top == upper.number and merge.bottom == lower.number]
    under = {at for merge in groups for at in range(merge.left, min(merge.right + 1, len(lower.cells)))}
    filled = {at for at, cell in enumerate(lower.cells) if cell}
    return bool(groups) and bool(tall) and bool(filled) and filled <= under


def filled_down(rows: list[Row], merges: Sequence[Merge], after: int) -> tuple[list[Row], list[tuple[Merge, int]]]:
    """The rows, each with the value of cells merged over several rows below row `after`, and those merges.

    A merge over columns keeps its value in the first of them.
    """
    rows = list(rows)
    at_number = {row.number: at for at, row in enumerate(rows)}
    used: list[tuple[Merge, int]] = []
    for merge in merges:
        if merge.top <= after or merge.bottom == merge.top or merge.top not in at_number:
            continue
        source = rows[at_number[merge.top]]
        text = source.cells[merge.left] if merge.left < len(source.cells) else ""
        if not text:
            continue
        kind = source.kinds[merge.left] if merge.left < len(source.kinds) else "t"
        count = 0
        at = at_number[merge.top] + 1
        while at < len(rows) and rows[at].number <= merge.bottom:
            row = rows[at]
            if merge.left >= len(row.cells) or not row.cells[merge.left]:
                rows[at] = _with(row, merge.left, text, kind)
                count += 1
            at += 1
        if count:
            used.append((merge, count))
    return rows, used


def _with(row: Row, at: int, text: str, kind: str) -> Row:
    cells = [*row.cells, *[""] * (at + 1 - len(row.cells))]
    kinds = [*row.kinds, *"t" * (len(cells) - len(row.kinds))]
    cells[at], kinds[at] = text, kind
    joined = "".join(kinds)
    return row._replace(cells=tuple(cells), kinds=joined if joined.strip("t") else "")
