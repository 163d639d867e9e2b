"""Which stop a row of a returned table is: its id, number, name and kind checked against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from routing.sheets.form import Forms, StopForm
from store.notation.numbers import narrow

_KINDS = {
    "visit": ("visit", "拜访", "访销"),
    "delivery": ("delivery", "送货", "配送"),
    "audit": ("audit", "check", "检核", "稽核"),
}
_DESTROYED = re.compile(
    r"\d(?:\.\d+)?e\+\d+|(?:\d{2,4}年)?\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}|\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?"
    r"|\d{1,2}-[a-z]{3}(?:-\d{2,4})?|[a-z]{3}-\d{2,4}|#+|#[a-z/0]+[!?]?"
)
"""What a spreadsheet makes of an id like ``2-3`` or ``1E5``, in lower case."""
_NUMBER = re.compile(r"\d{1,20}(?:\.0+)?|\d(?:\.\d+)?e\+?\d{1,2}")


class DoubtError(ValueError):
    """A row whose stop is not certain; `code` names its sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row says of which stop it is; `destroyed`: its id is no id any more, but a date or an error."""

    outlet: str = ""
    seq: str = ""
    name: str = ""
    kind: str = ""
    destroyed: bool = False


def stop_of(forms: Forms, row: Identity) -> tuple[StopForm, bool]:
    """The stop of a row, and whether it is one although its id is written otherwise. Raises `DoubtError`.

    An id that nobody has comes back as a form of no stop, to be told by those who know the outlets.
    """
    return _Finder(forms, row).found()


def same_code(one: str, other: str) -> bool:
    """Whether two ids differ by leading zeros, case, or what a spreadsheet makes of digits alone."""
    a, b = _folded(one), _folded(other)
    if a == b or (a.lstrip("0") or "0") == (b.lstrip("0") or "0"):
        return True
    return bool(_NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)) and Decimal(a) == Decimal(b)


def _folded(code: str) -> str:
    return "".join(narrow(code).split()).casefold()


def _bare(name: str) -> str:
    return "".join(char for char in narrow(name).casefold() if char.isalnum())


class _Finder:
    def __init__(self, forms: Forms, row: Identity) -> None:
        self.forms, self.row = forms, row
        seq = re.sub(r"\.0+$", "", narrow(row.seq).strip(" #."))
        self.numbered = forms.numbered(int(seq)) if seq.isdecimal() and len(seq) < 6 else None
        self.name = _bare(row.name)

    def found(self) -> tuple[StopForm, bool]:
        code = self.row.outlet
        stops = self.forms.stops
        exact = [form for form in stops if form.outlet == code] if code else []
        if exact:
            self._check(exact[0])
            return self._one(exact), False
        other = self.forms.other(code) if code else None
        near = [form for form in stops if code and same_code(form.outlet, code)]
        if other is not None and other.outlet == code:
            pointed = self.numbered is not None and (self.agrees(self.numbered) or self.numbered in near)
            if pointed or (self.name and not self.agrees(other)) or (near and not self.name):
                raise DoubtError("row_disagrees")
            return other, False
        if near:
            if len({form.outlet for form in near}) > 1:
                near = [form for form in near if form is self.numbered and self.agrees(form)]
                if not near:
                    raise DoubtError("row_unclear")
            self._check(near[0])
            return self._one(near), True
        if not code or self.row.destroyed or _DESTROYED.fullmatch(_folded(code)):
            if self.numbered is None or not self.agrees(self.numbered):
                raise DoubtError("row_unclear")
            return self._one([form for form in stops if form.outlet == self.numbered.outlet]), True
        if self.numbered is not None and self.agrees(self.numbered):
            raise DoubtError("row_disagrees")
        return StopForm(0, code, code), False

    def agrees(self, form: StopForm) -> bool:
        """Whether the row's name is that of a stop: the whole, or a part that is not another's whole name."""
        if not self.name:
            return False
        whole = {each.outlet for each in self.forms.stops if _bare(each.name) == self.name}
        if whole:
            return form.outlet in whole
        own = _bare(form.name)
        return own == self.name or (min(len(own), len(self.name)) > 1 and (own in self.name or self.name in own))

    def _check(self, form: StopForm) -> None:
        """Raises `DoubtError` where the row's name or number speak of another stop than its id."""
        numbered = self.numbered
        same = numbered is not None and numbered.outlet == form.outlet
        if numbered is not None and not same and same_code(numbered.outlet, form.outlet):
            raise DoubtError("row_disagrees")
        if self.name and not self.agrees(form):
            named = any(self.agrees(each) for each in self.forms.stops)
            if named or not same:
                raise DoubtError("row_disagrees")
        if not self.name and form.outlet != self.row.outlet and numbered is not None and not same:
            raise DoubtError("row_disagrees")

    def _one(self, stops: Sequence[StopForm]) -> StopForm:
        """The one of several stops at an outlet, by its kind, else by its number."""
        word = narrow(self.row.kind).strip().casefold()
        kind = next((kind for kind, words in _KINDS.items() if word in words), None)
        if kind is not None:
            stops = [form for form in stops if form.kind == kind]
        elif len(stops) > 1:
            stops = [form for form in stops if form is self.numbered]
        if len(stops) != 1:
            raise DoubtError("row_which_kind")
        return stops[0]
