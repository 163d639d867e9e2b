"""What can be filled in at a stop: the blanks of every sheet, and the ids that their numbers stand for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from store.notation.quantities import write_quantity


@dataclass(frozen=True, slots=True)
class FormProduct:
    """A product with its units, the largest first, each with how many of the smallest it holds."""

    id: str
    name: str
    units: tuple[tuple[str, int], ...] = ()

    @property
    def case(self) -> tuple[str, int]:
        """The unit it is ordered in; without a name where it has none."""
        return self.units[0] if self.units else ("", 1)

    def factor(self, unit: str | None) -> int:
        return next((factor for name, factor in self.units if name == unit), 1)

    def said(self, pieces: int) -> str:
        """So many pieces as the trade says it: ``2箱5瓶``; a plain number where it has no units."""
        return write_quantity(pieces, self.units)

    def shown(self, pieces: int) -> str:
        """The same for people alone: words in letters stand apart, ``2 case 5 bottle``."""
        text = self.said(pieces)
        return " ".join(re.findall(r"\d+|\D+", text)) if text.isascii() else text


@dataclass(frozen=True, slots=True)
class FormItem:
    """Something with a name that a sheet numbers from 1: a step, a point of the display, a topic.

    A step that is `required` needs a reason where it is left out.
    """

    id: str
    name: str
    kind: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormLine:
    """A product of an order to be handed over here, once; `ordered` in pieces, `price` in minor units per `unit`.

    `free` of the pieces cost nothing.
    """

    product: str
    order: str
    ordered: int
    unit: str | None = None
    price: int | None = None
    free: int = 0


@dataclass(frozen=True, slots=True)
class StopForm:
    """The blanks of one stop. `seq` is its number on the route, 0 for an outlet that is not on it.

    A production date without a year is the latest such day up to `date`. `begin` is when the call was planned to
    begin and `shift` from when to when the rep works, in seconds after midnight, where they are known.
    """

    seq: int
    outlet: str
    name: str
    kind: str = "visit"
    steps: tuple[FormItem, ...] = ()
    standard: str = ""
    points: tuple[FormItem, ...] = ()
    must_stock: tuple[str, ...] = ()
    topics: tuple[FormItem, ...] = ()
    focus: str = ""
    deliveries: tuple[FormLine, ...] = ()
    bulletins: tuple[FormItem, ...] = ()
    rating: bool = False
    action: str = ""
    date: dt.date | None = None
    begin: int | None = None
    shift: tuple[int, int] | None = None
    products: Mapping[str, FormProduct] = field(default_factory=dict)

    def asks(self, name: str) -> bool:
        """Whether a blank makes sense here."""
        needed = {
            "points": self.points,
            "facings": self.standard,
            "advice": self.standard,
            "found": self.must_stock,
            "delivery": self.deliveries,
            "empties": self.deliveries,
            "coaching": self.topics,
            "action": self.topics,
            "payments": self.deliveries,
            "followed_up": self.action,
            "bulletins": self.bulletins,
            "rating": self.rating,
            "steps": self.steps,
            "skipped": self.steps,
        }
        return bool(needed.get(name, True))

    def product(self, product_id: str) -> FormProduct:
        return self.products.get(product_id) or FormProduct(product_id, product_id)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one rep's round.

    `other` finds that of an outlet which is not on the route, if there is such; `known` says whether an outlet that
    is not on it bears a name.
    """

    stops: Sequence[StopForm]
    other: Callable[[str], StopForm | None] = lambda _: None
    known: Callable[[str], bool] = lambda _: False

    def numbered(self, seq: int) -> StopForm | None:
        return next((form for form in self.stops if form.seq == seq), None)

    def of(self, outlet: str, kind: str | None = None) -> StopForm | None:
        """By the outlet's id, however its letters are written."""
        wanted = outlet.strip().casefold()
        found = [form for form in self.stops if form.outlet.casefold() == wanted]
        named = [form for form in found if kind in (None, form.kind)]
        if named or found:
            return (named or found)[0]
        return self.other(outlet.strip())

    def named(self, name: str) -> StopForm | None:
        """By the whole name, where only one stop has it."""
        wanted = "".join(name.split()).casefold()
        found = [form for form in self.stops if "".join(form.name.split()).casefold() == wanted]
        return found[0] if len({form.outlet for form in found}) == 1 else None
