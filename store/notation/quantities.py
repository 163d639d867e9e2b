"""Counts with the units behind them, and what is written of a product. See docs/notation.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import MOST, POINT, UNKNOWN, Signs, one, plain, readings, write_number
from store.notation.numerals import CHINESE
from store.notation.units import unit_named

_LONGEST = 60
_DIGITS = r"(?:[0-9][0-9.,' ]*[0-9]|\.?[0-9])"
_COUNT = rf"(?:{_DIGITS}|[{CHINESE}]+)"
_WORD = rf"[^0-9\s{CHINESE}+,;、&*×()-]"
_PART = re.compile(
    rf"(?P<count>{_COUNT})\s*(?P<unit>(?!and\b|plus\b|/){_WORD}{{0,12}})(?P<half>半)?\s*(?:[+,;、&和]|and\b|plus\b)?\s*"
)
_TIMES = re.compile(rf"({_DIGITS})\s*[*×x]\s*({_DIGITS})")
_GIVEN = re.compile(r"(.+?)\s*(?:搭赠|加送|送|搭|赠|plus free|free)\s*(.+?)(?:赠品?)?")
_ON_TOP = re.compile(
    rf"(?P<count>{_COUNT})\s*(?P<unit>{_WORD}*)\s*\+\s*(?P<more>{_COUNT})\s*(?P<other>{_WORD}*?)\s*(?P<free>赠品?|送|free)?"
)


_IN_BRACKETS = re.compile(
    r"\(\s*(?:[另再外]\s*)?(?:(?:搭赠|加送|赠送|送|赠|搭|plus free|free)\s*([^()]+)|([^()]+?)\s*(?:赠品?|free))\s*\)$"
)
"""What is given on top, said in brackets: ``3箱(送1箱)``."""


_EXACTLY = re.compile(r"(?<=[箱件瓶提盒包袋罐听支桶条个])整$")
"""``3箱整``: three cases, no more."""


class Packed(Protocol):
    """What comes in units: the largest first, each with how many of the smallest it holds."""

    @property
    def units(self) -> Sequence[tuple[str, int]]: ...

    @property
    def case(self) -> tuple[str, int]:
        """The unit it is ordered in."""

    def factor(self, unit: str | None) -> int:
        """How many of the smallest a unit holds, 1 for one that is not known."""


@dataclass(frozen=True, slots=True)
class Measure:
    """So many of a unit as it is written, "" where none is."""

    count: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{write_number(self.count)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a quantity is of a product: pieces, and pieces free on top; how it was said where in one unit only."""

    pieces: int
    free: int
    unit: str | None
    number: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is written: parts to be added, parts given on top, and what the first is multiplied by."""

    parts: tuple[Measure, ...]
    free: tuple[Measure, ...] = ()
    times: int | None = None

    def __str__(self) -> str:
        times = "" if self.times is None else f"×{self.times}"
        return "".join(map(str, self.parts)) + times + ("送" + "".join(map(str, self.free)) if self.free else "")

    def of(self, product: Packed, default: str | None) -> Counted:
        """In pieces of a product; a number without a unit is so many of `default`.

        `BadNumberError` ``no_such_unit``, ``no_unit`` without a default, ``bad_quantity`` where no whole number
        of pieces comes of it; `TwoReadingsError`.
        """
        parts, given = self.measured(product, default)
        pieces, free = _whole(product, parts), _whole(product, given)
        if len(parts) == 1:
            return Counted(pieces, free, parts[0].unit or None, float(parts[0].count))
        smallest = product.units[-1][0] if product.units and product.units[-1][1] == 1 else ""
        return Counted(pieces, free, smallest or None, float(pieces))

    def measured(self, product: Packed, default: str | None) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
        """Its parts, and those given on top, in units of a product; raises as `of` does, but counts no pieces."""
        if self.times is not None:
            return (self._multiplied(product),), ()
        parts = self._in_units(product, self.parts, default)
        if len(parts) == 2 and parts[0].unit == parts[1].unit:  # 10箱+1件, where 件 is the 箱
            raise _on_top(*self.parts)
        return parts, self._in_units(product, self.free, parts[0].unit if len(parts) == 1 else default)

    def _in_units(self, product: Packed, parts: tuple[Measure, ...], default: str | None) -> tuple[Measure, ...]:
        found: list[Measure] = []
        for part in parts:
            if part.unit:
                unit = unit_named(product.units, part.unit)
            elif found:  # 2箱5: five of what is smaller
                smaller = [name for name, factor in product.units if factor < product.factor(found[-1].unit)]
                if len(smaller) != 1:
                    raise _asked(self.parts, smaller)
                unit = smaller[0]
            elif default is None:
                raise BadNumberError("no_unit", str(part))
            else:
                unit = default
            found.append(Measure(part.count, unit))
        return tuple(found)

    def _multiplied(self, product: Packed) -> Measure:
        first, times = self.parts[0].count, self.times or 0
        pieces = first * times
        held = {factor: name for name, factor in reversed(product.units) if factor > 1}
        for count, size in ((first, times), (Decimal(times), int(first))):
            if size in held and pieces <= MOST:
                return Measure(count, held[size])
        raise TwoReadingsError(f"{write_number(first)}×{times}", (write_number(first), write_number(pieces)))


def read_quantity(text: str, signs: Signs = UNKNOWN) -> Quantity:
    """``2箱5瓶``, ``2箱半``, ``10+1``, ``10箱送1箱``, ``10 x 24``, ``2.5 cases``, ``十箱``: counts with their units.

    `BadNumberError` ``bad_quantity``, ``negative_number``; `TwoReadingsError` for ``10箱+1箱``, which may be eleven
    or ten and one free.
    """
    bare = plain(text).casefold()
    if re.match(r"-\s*[0-9.]|负|\([0-9]", bare):
        raise BadNumberError("negative_number", text)
    if not bare or len(bare) > _LONGEST:
        raise BadNumberError("bad_quantity", text)
    bare = _EXACTLY.sub("", bare)
    bare = _IN_BRACKETS.sub(lambda match: f"送{match[1] or match[2]}", bare)
    if match := _TIMES.fullmatch(bare):
        counts = [one(readings(match[n], signs), text, "bad_quantity") for n in (1, 2)]
        if any(count != count.to_integral_value() or not 1 <= count <= MOST for count in counts):
            raise BadNumberError("bad_quantity", text)
        return Quantity((Measure(counts[0], ""),), times=int(counts[1]))
    if match := _ON_TOP.fullmatch(bare):
        unit, other = match["unit"], match["other"]
        if not unit or match["free"]:
            return Quantity(
                _parts(f"{match['count']}{unit or other}", signs, text),
                _parts(f"{match['more']}{other}", signs, text),
            )
        if unit == other:
            raise _on_top(*(_parts(f"{match[name]}{unit}", signs, text)[0] for name in ("count", "more")))
    if match := _GIVEN.fullmatch(bare):
        return Quantity(_parts(match[1], signs, text), _parts(match[2], signs, text))
    return Quantity(_parts(bare, signs, text))


def read_pieces(text: str, product: Packed, default: str | None) -> int:
    """What is typed of a product, in pieces, where nothing is given on top. Raises as `Quantity.of` does."""
    found = read_quantity(text, POINT).of(product, default)
    if found.free:
        raise BadNumberError("bad_quantity", text)
    return found.pieces


def write_quantity(pieces: int, units: Sequence[tuple[str, int]]) -> str:
    """Pieces in the units of a product, the largest first: 53 is ``2箱5瓶``; a plain number where it has none.

    The smallest unit is called so where it has no name of its own, since a bare number may mean cases.
    """
    named = "".join(name for name, _ in units)
    loose = "" if not named else "pcs" if named.isascii() else "个"
    found, rest = "", pieces
    for name, factor in units:
        count, rest = divmod(rest, factor)
        if count:
            found += f"{count}{name or loose}"
    return found + str(rest) if rest or not found else found


def _parts(text: str, signs: Signs, whole: str) -> tuple[Measure, ...]:
    found = list(_PART.finditer(text.strip()))
    if not found or "".join(match[0] for match in found) != text.strip():
        raise BadNumberError("bad_quantity", whole)
    parts = []
    for match in found:
        count = one(readings(match["count"], signs), whole, "bad_quantity")
        if match["half"] and (not match["unit"] or count != count.to_integral_value()):
            raise BadNumberError("bad_quantity", whole)
        parts.append(Measure(count + (Decimal("0.5") if match["half"] else 0), match["unit"]))
    if any(not part.unit for part in parts[:-1]):
        raise BadNumberError("bad_quantity", whole)
    return tuple(parts)


def _whole(product: Packed, parts: Iterable[Measure]) -> int:
    pieces = sum((part.count * product.factor(part.unit) for part in parts), Decimal(0))
    if pieces != pieces.to_integral_value() or pieces > MOST:
        raise BadNumberError("bad_quantity", write_number(pieces))
    return int(pieces)


def _on_top(first: Measure, more: Measure) -> TwoReadingsError:
    """Two counts of one unit: both of them sold, or the second given on top."""
    both = Measure(first.count + more.count, first.unit)
    return TwoReadingsError(f"{first}+{more}", (str(both), f"{first}送{more}"), "on_top")


def _asked(parts: tuple[Measure, ...], units: Sequence[str]) -> BadNumberError:
    said = "".join(map(str, parts))
    return (
        TwoReadingsError(said, tuple(f"{said}{unit}" for unit in units)) if units else BadNumberError("no_unit", said)
    )
