"""Blocks of a reply: what is said of one stop in one place, and what becomes of all that is said of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.fields import Field, FieldError
from routing.sheets.reply.joining import joined
from routing.sheets.reply.reasons import is_remark
from routing.sheets.reply.ticks import ALL
from routing.sheets.reply.times import LONGEST, is_sure, seconds
from routing.sheets.reply.writing import stop_line
from store.notation.numbers import narrow
from store.notation.words import is_chinese


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something that could not be used, and why. `row`: its line, or of a table its row as a spreadsheet shows it."""

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """A remark on something that was taken."""

    row: int
    code: str
    params: Mapping[str, Any]
    field: str | None = None


@dataclass(slots=True)
class Piece:
    """Lines that were not taken, those of a stop with its heading first. `row`: where they begin in the text.

    `whole`: they stand as they came. `under` is the stop below which lines stood that name none.
    """

    form: StopForm | None
    lines: list[str]
    row: int
    whole: bool = False
    under: StopForm | None = None


@dataclass(slots=True)
class Entry:
    """A blank with its content, and the lines it stands in. `field` is None for words that were not understood.

    `correction`: it takes the place of what was said before. `listed`: how many lines of a numbered list it holds.
    `bare`: its words stand behind no name of a blank.
    """

    row: int
    field: Field | None
    text: str
    segments: list[str]
    correction: bool = False
    listed: int = 0
    bare: bool = False


@dataclass(slots=True)
class Block:
    """What is said of a stop in one place. `raw` are its lines as they came."""

    form: StopForm
    row: int
    correction: bool
    raw: list[str]
    entries: list[Entry] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    """The segments that were not taken."""
    refused: set[str] = field(default_factory=set)
    """The blanks that were not taken."""
    whole: bool = False
    """Whether it stays out as it came."""

    def refuse(self, unusable: list[Unusable], entry: Entry, code: str, params: Mapping[str, Any]) -> None:
        """Keeps one blank out."""
        segment = " ".join(entry.segments)
        name = entry.field.name if entry.field else None
        item = str(params.get("item", ""))
        said = _part(entry, item) or segment
        params = {**params, "value": " ".join(said.split())} | ({"item": item} if item else {})
        unusable.append(Unusable(entry.row, name, segment, code, params))
        self.bad += entry.segments
        self.refused |= {name} if name else set()

    def left(self) -> Piece:
        """What of it was not taken, to be put right."""
        if self.whole:
            return Piece(self.form, list(self.raw), self.row, whole=True)
        return Piece(self.form, [self.head, *self.bad] if self.bad else [], self.row)

    @property
    def head(self) -> str:
        """The line that it begins with when it is given back."""
        chinese = any(is_chinese(line) for line in (*self.raw, self.form.name))
        head = stop_line(self.form, chinese=chinese)
        return f"{'更正' if chinese else 'correction'} {head}" if self.correction else head


def _part(entry: Entry, item: str) -> str:
    """What of a blank is wrong, behind the blank's name; nothing where it is all of it."""
    if not item or item not in entry.text or len(item) > len(entry.text) - 2:
        return ""
    name = entry.segments[0].partition(entry.text.split("\n", maxsplit=1)[0])[0] if entry.text else ""
    return f"{name.strip(' ：:')} {item}"


@dataclass(slots=True)
class _Stop:
    """All that is said of one stop."""

    block: Block
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    entries: dict[str, tuple[Block, Entry]] = field(default_factory=dict)
    instead: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def called(self) -> bool:
        """Whether facts of a call are told, be they read or not."""
        return bool((set(self.facts) | self.refused) - set(_WITH_LEFT))


def settled(
    blocks: Iterable[Block | Piece],
    forms: Forms,
    results: list[tuple[int, dict[str, Any]]],
    unusable: list[Unusable],
    told: list[Told],
    sure: set[int],
) -> None:
    """Makes a result of all that is said of each stop, and tells what does not fit."""
    stops: dict[tuple[str, str], _Stop] = {}
    for block in blocks:
        if isinstance(block, Piece):
            continue
        facts = _read(block, forms, unusable, told)
        stop = stops.setdefault((block.form.outlet, block.form.kind), _Stop(block))
        stop.refused |= block.refused
        _add(stop, block, facts, unusable, told)
    for stop in stops.values():
        result = _checked(stop, unusable, told)
        if result:
            form = stop.block.form
            extra = {"instead": sorted(stop.instead)} if stop.instead else {}
            results.append((stop.block.row, {"outlet": form.outlet, "stop_kind": form.kind, **result, **extra}))
            if any(is_sure(entry.text) for name, (_, entry) in stop.entries.items() if name.startswith("check_")):
                sure.add(stop.block.row)


def _read(
    block: Block, forms: Forms, unusable: list[Unusable], told: list[Told]
) -> list[tuple[Entry, dict[str, Any]]]:
    """What the blanks of a block say, one after the other."""
    found = []
    for entry in block.entries:
        assert entry.field is not None
        if other := elsewhere(entry.field, block.form, forms):
            block.refuse(unusable, entry, "belongs_to_delivery", {"seq": other.seq, "name": other.name})
            continue
        try:
            facts = entry.field.parse(entry.text, block.form)
        except FieldError as error:
            block.refuse(unusable, entry, error.code, error.params)
            continue
        if facts:
            found.append((entry, facts))
            told += [Told(entry.row, code, params) for code, params in entry.field.remarks(entry.text, block.form)]
    return found


def elsewhere(each: Field, form: StopForm, forms: Forms) -> StopForm | None:
    """The delivery stop that a blank belongs to which is told at another stop of its outlet."""
    if each.name not in ("delivery", "empties") or form.kind == "delivery":
        return None
    return next((other for other in forms.stops if (other.outlet, other.kind) == (form.outlet, "delivery")), None)


def _add(
    stop: _Stop,
    block: Block,
    found: list[tuple[Entry, dict[str, Any]]],
    unusable: list[Unusable],
    told: list[Told],
) -> None:
    """Joins a block to what was said before of its stop."""
    mine: dict[str, tuple[Entry, dict[str, Any]]] = {}
    for entry, facts in found:
        assert entry.field is not None
        name = entry.field.name
        known = mine.get(name)
        together = facts if known is None or entry.correction else joined(known[1], facts)
        if together is None and known is not None:
            block.refuse(unusable, entry, "said_twice", {"before": known[0].text})
        else:
            mine[name] = (entry, together or {})
    before = [
        stop.entries[name][1]
        for name, (entry, facts) in mine.items()
        if name in stop.facts and not entry.correction and joined(stop.facts[name], facts) is None
    ]
    if before:
        unusable.append(
            Unusable(block.row, None, block.raw[0], "said_otherwise", {"value": block.raw[0], "row": before[0].row})
        )
        block.whole = True
        return
    for name, (entry, facts) in mine.items():
        if entry.correction:
            stop.facts[name] = facts
            stop.instead.add(name)
            told.append(
                Told(entry.row, "corrected", {"value": " ".join(entry.segments), "outlet": block.form.outlet}, name)
            )
        else:
            stop.facts[name] = joined(stop.facts.get(name, {}), facts) or facts
        stop.entries[name] = (block, entry)


_WITH_LEFT = ("left_reason", "note", "photos")
"""What may be said of a stop that was not called on."""


def _checked(stop: _Stop, unusable: list[Unusable], told: list[Told]) -> dict[str, Any]:
    """The facts of a stop, without what cannot be true."""
    form = stop.block.form
    _remarked(stop, told)
    if "left_reason" in stop.facts and stop.called():
        _, entry = stop.entries["left_reason"]
        params = {"value": " ".join(entry.segments), "outlet": form.outlet, "name": form.name}
        unusable.append(Unusable(entry.row, "left_reason", params["value"], "left_and_called", params))
        _give_back(stop, list(stop.facts))
        return {}
    _not_done(stop, unusable)
    begun, ended = (stop.facts.get(name, {}).get(name) for name in ("check_in", "check_out"))
    if begun and ended:
        length = seconds(ended) - seconds(begun)
        code = "out_before_in" if length < 0 else "long_call" if length > LONGEST else ""
        certain = any(is_sure(stop.entries[name][1].text) for name in ("check_in", "check_out"))
        if code and not (code == "long_call" and certain):
            row = stop.entries["check_out"][1].row
            value = f"{begun}-{ended}"
            params = {"value": value, "outlet": form.outlet, "hours": f"{length / 3600:.1f}"}
            unusable.append(Unusable(row, "check_out", value, code, params))
            _give_back(stop, ["check_in", "check_out"])
    return {name: value for facts in stop.facts.values() for name, value in facts.items()}


def _not_done(stop: _Stop, unusable: list[Unusable]) -> None:
    """Steps left out with a reason are not among all that were done; those named as done are asked about."""
    done, skipped = (stop.facts.get(name, {}).get(name) for name in ("steps", "skipped"))
    if not done or not skipped or not set(done) & set(skipped):
        return
    steps = stop.entries["steps"][1]
    if narrow(steps.text).strip().casefold() in ALL:
        stop.facts["steps"] = {"steps": [step for step in done if step not in skipped]}
        return
    block, entry = stop.entries["skipped"]
    block.refuse(unusable, entry, "said_twice", {"before": " ".join(steps.segments)})
    stop.facts.pop("skipped")
    _give_back(stop, ["steps"])


def _remarked(stop: _Stop, told: list[Told]) -> None:
    """``老板不在`` of a stop with facts of a call is a remark on it."""
    if "left_reason" not in stop.facts or not stop.called():
        return
    block, entry = stop.entries["left_reason"]
    if not entry.bare or not is_remark(entry.text):
        return
    note = stop.facts.get("note", {}).get("note", "")
    stop.facts["note"] = {"note": f"{note}；{entry.text}" if note else entry.text}
    stop.entries.setdefault("note", (block, entry))
    stop.facts.pop("left_reason")
    told.append(Told(entry.row, "reason_is_remark", {"value": entry.text, "outlet": block.form.outlet}))


def _give_back(stop: _Stop, names: Iterable[str]) -> None:
    for name in names:
        block, entry = stop.entries[name]
        block.bad += [segment for segment in entry.segments if segment not in block.bad]
        stop.facts.pop(name)
