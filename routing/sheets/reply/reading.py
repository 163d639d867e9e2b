"""A pasted reply read line by line: what is understood goes in, what is not is told and given back."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.fields import FIELDS, Field, FieldError, field_named
from routing.sheets.reply.writing import stop_line
from store.notation.clock import clock
from store.notation.errors import BadNumberError
from store.notation.numbers import NUMBER, narrow, number


@dataclasses.dataclass(frozen=True, slots=True)
class Unusable:
    """Something that could not be used, and why. `row`: its line, or of a table its row as a spreadsheet shows it."""

    row: int
    field: str | None
    value: str | None
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(slots=True)
class Reply:
    """What a text says. `left` are the lines not understood, below those of the stops they belong to."""

    date: str | None = None
    rep: str | None = None
    revision: int | None = None
    results: list[tuple[int, dict[str, Any]]] = dataclasses.field(default_factory=list)
    unusable: list[Unusable] = dataclasses.field(default_factory=list)
    left: list[str] = dataclasses.field(default_factory=list)


_HEADING = re.compile(r"^\s*\[?\s*(回填|回执|回复|REPLY|RESULTS?)\s*\]?\s*[:：]?", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"^\s*(?:第\s*(?P<a>{NUMBER})\s*(?:站|家|号店|号)|[#\[(]?\s*(?P<b>{NUMBER})"
    rf"(?:\s*[\])]|站|号店|号|[.,:)](?!\d)|(?=\s)|$))\s*",
    re.IGNORECASE,
)
_HASHED = re.compile(rf"^\s*#\s*(?P<b>{NUMBER})?\s*")
_KIND = re.compile(r"^\(\s*(visit|delivery|audit)\s*\)\s*")
_RANGE = re.compile(r"^\s*(?P<a>[^\s-]+?)\s*(?:-|到|至|to)\s*(?P<b>[^\s-]+)\s*$")
_LINE = re.compile(r"[_\s.…]+")


def _keywords() -> re.Pattern[str]:
    """Every name of every blank: at the start of a line, or behind a space or comma."""
    words = sorted({word for each in FIELDS for word in (*each.zh, *each.en)}, key=len, reverse=True)
    parts = [re.escape(word) + (r"(?![a-z])" if word.isascii() else "") for word in words]
    return re.compile(rf"(?:(?<=^)|(?<=[\s,;|/]))({'|'.join(parts)})\s*[:=]?", re.IGNORECASE)


_KEYWORD = _keywords()
_FIELD_OF = {word.casefold(): each for each in FIELDS for word in (*each.zh, *each.en)}


class _Reader:
    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.reply = Reply()
        self.form: StopForm | None = None
        self.lost = False
        """Whether the lines that follow belong to a stop nobody knows."""
        self.at: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        self.said: dict[tuple[str, str], dict[str, str]] = {}

    def read(self, text: str) -> Reply:
        lines = text.lstrip("\ufeff").splitlines()
        headed = any(_HEADING.match(narrow(line)) for line in lines)
        for row, line in enumerate(lines, 1):
            plain = narrow(line)
            if _HEADING.match(plain):
                headed = False
                self.form, self.lost = None, False
                self._heading(plain)
            elif not headed and plain.strip():
                self._line(row, line.replace("\u200b", ""))
        self.reply.results = [(row, result) for row, result in self.at.values() if len(result) > 2]
        return self.reply

    def _heading(self, plain: str) -> None:
        rest = _HEADING.sub("", plain, count=1)
        if dated := re.search(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", rest):
            self.reply.date = f"{dated[1]}-{int(dated[2]):02d}-{int(dated[3]):02d}"
            rest = rest.replace(dated[0], " ")
        if version := re.search(r"\bv\s*(\d+)\s*$", rest, re.IGNORECASE):
            self.reply.revision = int(version[1])
            rest = rest[: version.start()]
        if words := rest.split():
            self.reply.rep = words[0]

    # lines

    def _line(self, row: int, line: str) -> None:
        plain = narrow(line)
        rest = self._stop(row, line, plain)
        if rest is None:
            return
        if self.form is None:
            if _LINE.sub("", rest):
                self._tell(row, None, line.strip(), "lost_line" if self.lost else "no_stop_yet")
            return
        self._facts(row, rest)

    def _stop(self, row: int, line: str, plain: str) -> str | None:
        """Begins another stop where the line names one; the rest of the line, or None where nothing is left."""
        found, rest = self._named(plain, line)
        if rest is None:
            return line
        self.form, self.lost = found, found is None
        if found is None:
            self._tell(row, "outlet", line.strip(), "no_such_stop_here")
            return None
        key = (found.outlet, found.kind)
        self.at.setdefault(key, (row, {"outlet": found.outlet, "stop_kind": found.kind}))
        self.said.setdefault(key, {})
        return rest

    def _named(self, plain: str, line: str) -> tuple[StopForm | None, str | None]:
        """The stop a line begins with and what follows; no rest where it names none."""
        match = _HASHED.match(plain) or _NUMBERED.match(plain)
        if match is None:
            token = re.match(r"\s*([^\s:,]+)", plain)
            by_id = self.forms.of(line[token.start(1) : token.end(1)]) if token and _idlike(token[1]) else None
            if by_id is not None and token is not None:
                return by_id, self._without_name(by_id, line[token.end(1) :])
            named = next((each for each in self.forms.stops if _begins(plain, narrow(each.name))), None)
            if named is not None and self.forms.named(named.name):
                return named, line[len(named.name) + len(plain) - len(plain.lstrip()) :]
            return None, None
        rest = line[match.end() :]
        after = narrow(rest)
        token = re.match(r"[^\s(:,]+", after)
        kind = None
        if token is not None:
            behind = after[token.end() :].lstrip()
            kind = marked[1] if (marked := _KIND.match(behind)) else None
            by_id = self.forms.of(rest[: token.end()], kind) if _idlike(token[0]) else None
            if by_id is not None:
                left = rest[token.end() :].lstrip()
                return by_id, self._without_name(by_id, left[marked.end() :] if marked else left)
        form = None
        place = match["b"] or (match["a"] if match.re is _NUMBERED else None)
        if place:
            try:
                form = self.forms.numbered(int(number(place)))
            except BadNumberError:
                form = None
        if form is None:
            named = self.forms.named(after) if after.strip() else None
            return (named, "") if named else (None, "")
        other = next((each for each in self.forms.stops if _begins(after, narrow(each.name))), None)
        if other is not None and other.outlet != form.outlet:
            return None, ""  # its number and its name are two different stops
        if match.re is _HASHED and token is not None and _idlike(token[0]) and not _KEYWORD.match(after):
            return None, ""  # an id that nobody knows
        return form, self._without_name(form, rest)

    @staticmethod
    def _without_name(form: StopForm, rest: str) -> str:
        """What follows the stop's name; text before the first blank that is neither name nor time is its name."""
        plain, name = narrow(rest).lstrip(" :"), narrow(form.name)
        start = len(rest) - len(plain)
        return rest[start + len(name) :] if name and plain.startswith(name) else rest[start:]

    def _facts(self, row: int, text: str) -> None:
        plain = narrow(text)
        found = list(_KEYWORD.finditer(plain))
        first = found[0].start() if found else len(text)
        before = text[:first].strip(" ,;|/:：，；")
        if _LINE.sub("", before):
            self._bare(row, before)
        end = 0
        for place, match in enumerate(found):
            if match.start() < end:
                continue
            each = _FIELD_OF[match[1].casefold()]
            end = len(text) if each.free else found[place + 1].start() if place + 1 < len(found) else len(text)
            self._take(row, each, text[match.end() : end].strip(" ,;|/：，；"), text[match.start() : end].strip())

    def _bare(self, row: int, text: str) -> None:
        """Two times without a word, or payments without theirs; anything else is not understood."""
        match = _RANGE.match(narrow(text))
        if match:
            try:
                times = clock(match["a"]), clock(match["b"])
            except BadNumberError:
                times = None
            if times:
                for name, value in zip(("check_in", "check_out"), times, strict=True):
                    self._take(row, field_named(name), value, text)
                return
        payments = field_named("payments")
        try:
            payments.parse(text, self.form)  # type: ignore[arg-type]
        except FieldError:
            self._tell(row, None, text, "not_understood")
        else:
            self._take(row, payments, text, text)

    def _take(self, row: int, each: Field, value: str, segment: str) -> None:
        assert self.form is not None
        if not _LINE.sub("", value):
            return  # a blank left blank
        key = (self.form.outlet, self.form.kind)
        before = self.said[key].get(each.name)
        if before is not None:
            if narrow(before) != narrow(value):
                self._tell(row, each.name, segment, "said_twice", before=before)
            return
        try:
            facts = each.parse(value, self.form)
        except FieldError as error:
            self._tell(row, each.name, segment, error.code, value=value)
            return
        self.said[key][each.name] = value
        self.at[key][1].update(facts)

    def _tell(self, row: int, name: str | None, segment: str, code: str, **params: Any) -> None:
        self.reply.unusable.append(Unusable(row, name, segment, code, {"value": segment, **params}))
        if self.form is not None:
            heading = stop_line(self.form)
            if heading not in self.reply.left:
                self.reply.left.append(heading)
                self.reply.left.append(segment)
            else:
                self.reply.left.insert(self._end_of(heading), segment)
        else:
            self.reply.left.append(segment)

    def _end_of(self, heading: str) -> int:
        place = self.reply.left.index(heading) + 1
        while place < len(self.reply.left) and not self.reply.left[place].startswith("#"):
            place += 1
        return place


def _idlike(token: str) -> bool:
    """Whether a word may be an outlet's id: it has a letter or a digit that is not a time."""
    return not re.fullmatch(r"\d{1,2}:\d{2}.*", token) and bool(re.search(r"[0-9A-Za-z]", token))


def _begins(text: str, name: str) -> bool:
    return bool(name) and text.lstrip().startswith(name)


def read_reply(text: str, forms: Forms) -> Reply:
    """Reads what a rep pasted (docs/returning.md). Nothing is raised: what cannot be read is told in `unusable`."""
    return _Reader(forms).read(text)
