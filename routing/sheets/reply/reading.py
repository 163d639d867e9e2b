"""A pasted reply read line by line: what is understood goes in, what is not is told and given back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.blanks import QUOTING, Bit, bits_of, first_blank, is_blank_name, says_nothing
from routing.sheets.reply.block import Block, Entry, Piece, Told, Unusable, settled
from routing.sheets.reply.fields import Field, FieldError, field_named
from routing.sheets.reply.goods import names_product
from routing.sheets.reply.headings import sections_of
from routing.sheets.reply.orders import is_no_order
from routing.sheets.reply.quotes import is_quoted, opened
from routing.sheets.reply.reasons import is_reason, with_reason
from routing.sheets.reply.stops import Start, Stops, listed
from routing.sheets.reply.times import bare_times, leading_time, leading_times
from store.notation.numbers import NUMBER, narrow
from store.notation.words import key

_CORRECTION = re.compile(
    r"^\s*(?:更正|改正|修正|订正|更改|改(?=\s*[:#])|correction|corrected|correct)\s*[:,]?\s*", re.IGNORECASE
)
_CHANGED = re.compile(r"^\s*(?:改为|改成|更正为|应为|应该是|应是|should be)\s*[:,]?\s*", re.IGNORECASE)
_TAG = r"\[(?:图片|照片|语音|视频|表情|动画表情|文件|位置|链接|image|photo|picture|video|voice|sticker)\]"
_TAGS = re.compile(rf"\s*{_TAG}(?:\s*\d{{1,3}}\s*[\"'″])?\s*$", re.IGNORECASE)
"""A picture, or a voice message with its length, behind what is written."""
_NOISE = re.compile(
    rf"^\s*(?:(?:@\S{{1,12}}(?=\s)|{_TAG}(?:\s*\d{{1,3}}\s*[\"'″])?|\[[^\[\]\d#]{{1,8}}\]|收到|好的?|辛苦了?|谢谢|您好|你好|嗯|ok|"
    r"thanks|thank you|cheers|hi|[^\w\s#]{1,6})[\s!.~,]*){1,4}$|.{0,14}(?:撤回了一条消息|拍了拍.{0,14})$",
    re.IGNORECASE,
)
"""What a chat has between: pictures, thanks, messages taken back."""
_MARK = re.compile(r"^\s*(?:[-•·*–—]\s*|\d{1,2}\s*[.)、]\s*)")
_COULD_BE = re.compile(rf"{NUMBER}\s*\S{{0,4}}\s*$")
_CLOCK = re.compile(r"\d{1,2}\s*[:点时]\s*\d|\d{1,2}\s*点")
_TIMES_BEHIND = re.compile(r"(?:^|[\s,，;；])(\d\S*\s*[-—–－~～到至]\s*\d\S*)\s*$")
_NEXT = re.compile(
    rf"(?=#\s*\d)|(?=第\s*(?:{NUMBER})\s*(?:家|站|户))|(?<=[\s,;.。!])(?=\d{{1,3}}\s*(?:号|[.)]\s*\D))"
)
"""Where another stop may begin within a line."""
_BETWEEN = " ,;.。，；、"
_NAMED_SURELY = re.compile(r"[^\s:=]+\s*[:=]")
"""A blank's name with its colon."""
_LEFT_BARE = "left_reason"
_TIMES = ("check_in", "check_out")
_GOODS = ("stock", "order", "delivery")


@dataclass(slots=True)
class Reply:
    """What the lines under one heading say.

    `results` stand with the line each stop begins in, `told` are remarks on what was taken, `pieces` what was not
    taken, stop by stop. `sure` are the rows of results whose times are said to be meant.
    """

    results: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    sure: set[int] = field(default_factory=set)

    @property
    def left(self) -> list[str]:
        """The lines that were not taken, below those of the stops they belong to."""
        return [line for piece in self.pieces for line in piece.lines]


class _Reader:
    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.stops = Stops(forms, self._is_fact, self._first_blank)
        self.reply = Reply()
        self.blocks: list[Block | Piece] = []
        """What the text says, in its order: blocks of stops, and pieces that belong to none."""
        self.block: Block | None = None
        self.begun = False
        self.lost: str | None = None
        """The line lost last that is no item of a list that was lost."""
        self.open: Entry | None = None
        """The blank that the next line may go on with."""

    def read(self, lines: Iterable[tuple[int, str]]) -> Reply:
        for row, line in ((row, QUOTING.covered(line)) for row, line in lines):
            if not says_nothing(line) and not _NOISE.match(narrow(line)):
                tags = _TAGS.search(narrow(line))
                self._line(row, (line[: tags.start()] if tags else line).replace("\u200b", ""))
        settled(self.blocks, self.forms, self.reply.results, self.reply.unusable, self.reply.told, self.reply.sure)
        self.reply.pieces = [piece for piece in self._pieces() if piece.lines]
        self.reply.unusable.sort(key=lambda each: each.row)
        return self.reply

    def _pieces(self) -> Iterable[Piece]:
        """What was not taken, in the order of the text; lines that name no stop below that under which they stood."""
        last: StopForm | None = None
        for each in self.blocks:
            piece = each if isinstance(each, Piece) else each.left()
            if piece.under is not None and piece.under is last:
                del piece.lines[0]
            if piece.lines:
                last = piece.form or piece.under
            yield piece

    def _line(self, row: int, line: str) -> None:
        if self._goes_on(line):
            return
        parts = self._parts(line)
        if len(parts) > 1:
            if any((start := self.stops.begun(part)) is None or start.form is None for part in parts):
                self.open = None
                self._lose(row, line, "several_stops_unclear")
                return
            self.reply.told.append(Told(row, "several_stops", {"value": opened(line.strip()), "n": len(parts)}))
        for part in parts:
            self._part(row, part)

    def _parts(self, line: str) -> list[str]:
        """The stops that a line speaks of: cut where another one is named and something is said of it."""
        if _CORRECTION.match(narrow(line)):
            return [line]
        cuts = [0]
        places = [match.start() for match in _NEXT.finditer(narrow(line)) if match.start()]
        for place, end in pairwise([*places, len(line)]):
            if any(bit.field is not None and bit.field.free for bit in bits_of(line[cuts[-1] : place], self._reads)):
                break
            start = self.stops.begun(line[place:end].rstrip(_BETWEEN))
            if start is not None and start.form is not None and self._says_something(start.rest):
                cuts.append(place)
        parts = [line[a:b].rstrip(" ,;.。，；、") for a, b in pairwise([*cuts, len(line)])]
        # 3箱，6号送 is a day, and #3、#4 关门 says nothing of the first: such a line is one, or asked
        named = [part for place, part in enumerate(parts) if place or self.stops.begun(part) is not None]
        return parts if len(parts) > 1 and all(map(self._whole, named)) else [line]

    def _whole(self, part: str) -> bool:
        """Whether a part of a line says of its stop when it was called on, or why not."""
        start = self.stops.begun(part)
        found: set[str] = set()
        for bit in bits_of(start.rest, self._reads) if start is not None else ():
            if bit.field is not None:
                found.add(bit.field.name)
            elif is_reason(bit.value):
                found.add("left_reason")
            elif bare_times(leading_times(bit.value)[0]) is not None:
                found |= {"check_in", "check_out"}
        return "left_reason" in found or {"check_in", "check_out"} <= found

    def _says_something(self, text: str) -> bool:
        first = next(iter(bits_of(text, self._reads)), None)
        if first is None:
            return False
        return (
            first.field is not None or is_reason(first.value) or bare_times(leading_times(first.value)[0]) is not None
        )

    def _part(self, row: int, line: str) -> None:
        if self._list_or_stop(line):
            self.open = None
            self._lose(row, f"？{line.strip()}", "list_or_stop")  # so that it is no stop when it comes back as it is
            return
        self.open = None
        corrected = _CORRECTION.match(narrow(line))
        rest = line[corrected.end() :] if corrected else line
        start = None if self._of_lost_list(line) else self.stops.begun(rest)
        if start is not None and start.form is None:
            self._lose(row, line, start.code, start.params)
        elif start is not None or (corrected and self.block is not None):
            rest = start.rest if start else rest
            behind = None if corrected else _CORRECTION.match(narrow(rest).lstrip(" :,"))
            if behind is not None:
                rest = rest.lstrip(" :,：，")[behind.end() :]
            self._begin(row, line, start, correction=bool(corrected or behind))
            self._facts(row, rest, named=True)
        elif self.block is None:
            self._lose(row, line, "lost_line" if self.begun else "no_stop_yet")
        else:
            self._facts(row, rest, named=False)
            if self.block is not None:
                self.block.raw.append(opened(line.strip()))

    def _of_lost_list(self, line: str) -> bool:
        """Whether a numbered line is an item of a list that was lost with its stop, and begins none."""
        if self.block is not None or self.lost is None:
            return False
        bits = list(bits_of(self.lost, self._reads))
        found = listed(line)
        if found is None or not bits or bits[-1].field is None or not bits[-1].field.lists:
            return False
        return names_product(found[1], self._any_form()) or self._pays(found[1])

    def _begin(self, row: int, line: str, start: Start | None, *, correction: bool) -> None:
        form = start.form if start is not None else self.block.form if self.block is not None else None
        assert form is not None
        if start is not None and start.told is not None:
            self.reply.told.append(Told(row, *start.told))
        self.block = Block(form, row, correction, [opened(line.strip())])
        self.blocks.append(self.block)
        self.begun = True

    def _lose(self, row: int, line: str, code: str, params: Mapping[str, Any] | None = None) -> None:
        """What follows belongs to no stop until one is named."""
        if not self._of_lost_list(line):
            self.lost = line
        text = opened(line.strip())
        self.reply.unusable.append(
            Unusable(
                row,
                "outlet" if self.begun or code != "no_stop_yet" else None,
                text,
                code,
                {"value": text, **(params or {})},
            )
        )
        block, self.block = self.block, None
        self.begun = self.begun or code != "no_stop_yet"
        if self.blocks and isinstance(self.blocks[-1], Piece):
            self.blocks[-1].lines.append(text)
        elif block is not None and code in ("not_understood", "list_or_stop"):
            self.blocks.append(Piece(None, [block.head, text], row, under=block.form))
        else:
            self.blocks.append(Piece(None, [text], row))

    # a blank over several lines

    def _goes_on(self, line: str) -> bool:
        """Whether a line goes on with the blank of the line before."""
        entry, block = self.open, self.block
        if (
            entry is None
            or entry.field is None
            or block is None
            or narrow(line).lstrip().startswith("#")
            or _CORRECTION.match(narrow(line))
        ):
            return False
        each = entry.field
        if each.free:
            return self._goes_on_noting(entry, block, line)
        text = _MARK.sub("", narrow(line))
        text = line[len(line) - len(text) :]
        bits = list(bits_of(text, self._reads))
        if bits and bits[0].field is not None:
            return False
        item = text.strip(" ,;，；")
        if not item:
            return False  # a number alone is no item
        if not self._is_item(each, item):
            plain = narrow(item)
            could_be = len(bits) == 1 and _COULD_BE.search(plain) and not _CLOCK.search(plain)
            if not names_product(item, block.form) and (not could_be or self.stops.begun(line) is not None):
                return False
        item, line = opened(item), opened(line.strip())
        entry.text = f"{entry.text}\n{item}" if entry.text else item
        entry.segments.append(line)
        block.raw.append(line)
        if entry not in block.entries:
            block.entries.append(entry)
        return True

    def _is_item(self, each: Field, text: str) -> bool:
        facts = self._facts_of(each, text)
        return bool(facts) and each.name in facts

    def _goes_on_noting(self, entry: Entry, block: Block, line: str) -> bool:
        found = listed(line)
        if found is None or found[0] != entry.listed + 1 or says_nothing(found[1]):
            return False
        if self._holds_blank(found[1]) or _CLOCK.search(narrow(found[1])):
            return False
        if is_reason(found[1]) or self.stops.begun(found[1]) is not None:
            return False
        entry.listed += 1
        line = opened(line.strip())
        entry.text = f"{entry.text} {line}".strip()
        entry.segments[-1] = f"{entry.segments[-1]} {line}"
        block.raw.append(line)
        if entry not in block.entries:
            block.entries.append(entry)
        return True

    def _holds_blank(self, text: str) -> bool:
        """Whether a text has a blank with something in it that the blank can be read by."""
        return any(
            bit.field is not None
            and (re.search(r"[:：=]", bit.segment) or (not bit.field.free and self._reads(bit.field, bit.value)))
            for bit in bits_of(text, self._reads)
        )

    def _list_or_stop(self, line: str) -> bool:
        """Whether a numbered line may go on with the list in a note as well as begin a stop."""
        found = (
            listed(line) if self.open is not None and self.open.field is not None and self.open.field.free else None
        )
        if found is None or self.open is None or found[0] != self.open.listed + 1:
            return False
        return self.open.listed > 0 and self._holds_blank(found[1]) and not _CLOCK.search(narrow(found[1]))

    # facts

    def _facts(self, row: int, text: str, *, named: bool) -> None:
        """The blanks of a line; `named`: it names its stop."""
        block = self.block
        assert block is not None
        bits = list(bits_of(text, self._reads))
        for place, bit in enumerate(bits):
            self._cut(row, bit, bits[place + 1 :])
            if bit.field is None:
                self._bare(row, bit.value, text, may_begin=not named and place == 0)
                if self.block is None:
                    return
                continue
            value, correction = bit.value, block.correction
            if changed := _CHANGED.match(narrow(value)):
                value, correction = value[changed.end() :], True
            if bit.field.name == _LEFT_BARE and (timed := _TIMES_BEHIND.search(value)) and bare_times(timed[1]):
                value = value[: timed.start()]
                self._bare(row, timed[1], text, may_begin=False)
            value, behind = (
                leading_time(value)
                if bit.field.name in _TIMES
                else (value, "")
                if bit.field.free
                else with_reason(_without_thanks(value))
            )
            segment = bit.segment
            if behind:
                self._bare(row, behind, text, may_begin=False)
                segment = segment[: segment.rindex(behind)].rstrip(_BETWEEN)
            value = opened(value)
            entry = Entry(row, bit.field, value, [opened(segment)], correction)
            self.open = entry if bit.field.lists or (bit.field.free and not is_quoted(value)) else None
            if says_nothing(value):
                if bit.field.name == _LEFT_BARE and not re.search(r"[:：=]\s*$|[_…]", bit.segment):
                    block.refuse(self.reply.unusable, entry, "reason_needed", {"outlet": block.form.outlet})
                continue
            block.entries.append(entry)

    def _cut(self, row: int, bit: Bit, after: Sequence[Bit]) -> None:
        """Tells of a free text that ends where another blank's name stands without a colon."""
        if bit.field is None or not bit.field.free or not after or says_nothing(bit.value) or is_quoted(bit.value):
            return
        behind = after[0]
        if (
            behind.field is not None
            and bit.field.name != _LEFT_BARE
            and not _NAMED_SURELY.match(narrow(behind.segment))
        ):
            params = {"value": opened(bit.segment), "rest": opened(behind.segment)}
            self.reply.told.append(Told(row, "free_text_cut", params, behind.field.name))

    def _bare(self, row: int, text: str, line: str, *, may_begin: bool) -> None:
        """Words behind no name: two times, a reason, payments; anything else is not understood."""
        block = self.block
        assert block is not None
        text = _without_thanks(text)
        if not text:
            return
        behind = _TIMES_BEHIND.search(text)
        first, rest = leading_times(text)
        if behind is not None and bare_times(behind[1]) and is_reason(text[: behind.start()]):
            self._bare(row, text[: behind.start()], line, may_begin=False)
            self._bare(row, behind[1], line, may_begin=False)
        elif rest:
            self._bare(row, first, line, may_begin=may_begin)
            self._bare(row, rest, line, may_begin=False)
        elif times := bare_times(text):
            for name, value in zip(("check_in", "check_out"), times, strict=True):
                block.entries.append(
                    Entry(row, field_named(name), value, [f"{_word(name, text)} {value}"], block.correction)
                )
        elif is_reason(text):
            segment = f"{_word(_LEFT_BARE, text)}：{text}"
            block.entries.append(Entry(row, field_named(_LEFT_BARE), text, [segment], block.correction, bare=True))
        elif is_no_order(text):
            segment = f"{_word('order', text)}：{text}"
            block.entries.append(Entry(row, field_named("order"), text, [segment], block.correction))
        elif self._pays(text):
            block.entries.append(Entry(row, field_named("payments"), text, [text], block.correction))
        elif may_begin and not names_product(text, block.form) and not _CLOCK.match(narrow(text).lstrip()):
            self._lose(row, line, "not_understood")
        else:
            text = opened(text)
            block.refuse(self.reply.unusable, Entry(row, None, text, [text], block.correction), "not_understood", {})

    def _pays(self, text: str) -> bool:
        """Whether words can only be payments, be they right or to be asked about."""
        try:
            field_named("payments").parse(text, self._any_form())
        except FieldError as error:
            return error.code in ("reads_two_ways", "method_missing")
        return True

    def _reads(self, each: Field, value: str) -> bool:
        """Whether a text is of a blank: it can be read, or it is goods or money with something wrong about them."""
        try:
            if each.parse(value, self._any_form()):
                return True
        except FieldError as error:
            if error.code == "nothing_to_deliver":
                return True
        if each.name in _GOODS:
            return names_product(value, self._any_form())
        return each.name == "payments" and self._pays(value)

    def _facts_of(self, each: Field, value: str) -> Mapping[str, Any]:
        try:
            return each.parse(value, self._any_form())
        except FieldError:
            return {}

    def _any_form(self) -> StopForm:
        if self.block is not None:
            return self.block.form
        return self.forms.stops[0] if self.forms.stops else StopForm(0, "", "")

    def _is_fact(self, words: str) -> bool:
        plain = narrow(words).strip(" .!")
        return bool(
            is_reason(words)
            or is_no_order(plain)
            or _CORRECTION.fullmatch(plain)
            or bare_times(words)
            or is_blank_name(plain)
            or names_product(words, self._any_form())
            or self._pays(words)
        )

    def _first_blank(self, text: str, form: StopForm | None) -> int:
        del form
        return first_blank(text, self._reads)


def _without_thanks(text: str) -> str:
    """What is written without what a chat has behind it: ``9:05-9:25 收到``."""
    words = list(re.finditer(r"(?:^|[\s,;，；。]+)(?=\w+[\s!.~]*$)", text))
    return text[: words[-1].start()] if words and _NOISE.match(narrow(text[words[-1].end() :])) else text


def _word(name: str, like: str) -> str:
    """The name of a blank in the language of a text."""
    each = field_named(name)
    return (each.en if key(like).isascii() and re.search("[A-Za-z]", like) else each.zh)[0]


def read_lines(lines: Iterable[tuple[int, str]], forms: Forms) -> Reply:
    """Reads the lines under one heading, each with its number (docs/returning.md). Nothing is raised."""
    return _Reader(forms).read(lines)


def read_reply(text: str, forms: Forms) -> Reply:
    """Reads a text that is all of one rep and day."""
    return read_lines([line for section in sections_of(text, ()) for line in section.lines], forms)
