"""Which stop a line begins: by its number, its id, its kind and its name, checked against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from routing.sheets.form import Forms, StopForm
from routing.sheets.reply.reasons import reason_at
from store.notation.errors import NotationError
from store.notation.numbers import NUMBER, POINT, narrow, read_number
from store.notation.words import key

KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "visit": ("拜访", "visit"),
    "delivery": ("送货", "配送", "delivery"),
    "audit": ("检核", "audit"),
}
"""What a kind of stop is called behind its id, in Chinese first."""

_KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_KIND = re.compile(rf"\s*[(\[]\s*({'|'.join(_KIND_OF)})\s*[)\]]\s*", re.IGNORECASE)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAVY = "❶❷❸❹❺❻❼❽❾❿"
_SIGN = re.compile(rf"^(\s*)(?:(?P<keycap>\d{{1,3}})\ufe0f?\u20e3|(?P<ten>🔟)|(?P<sign>[{_CIRCLED}{_HEAVY}]))\s*")
_NUMBERED = re.compile(
    rf"^\s*(?:第\s*(?P<a>{NUMBER})\s*(?:站|家店?|个|户|号店|号)|(?:no\.?|stop)\s*(?P<c>\d+)(?!\w)|"
    rf"[\[(]\s*(?P<d>{NUMBER})\s*[\])]|"
    rf"(?P<b>{NUMBER})(?:\s*\)|站|号店|号|[.,:](?!\d)|[.,)](?=\d{{1,2}}\s*[:点时])|(?=\s)(?!\s*[点时:])|$))\s*[:,]?\s*",
    re.IGNORECASE,
)
_HASHED = re.compile(r"^\s*#\s*(?P<b>\d{1,4})?(?!\d)\s*[:,.)]?\s*")
_LISTED = re.compile(r"^\s*(?P<n>\d{1,2})\s*[.,)、](?!\d)\s*")
_BEGIN_OF_FACTS = re.compile(
    r"(?:(?<=\s)|(?<=^)|(?<=[)\],:]))(?:[上下中]午|早上?|晚上?|凌晨)?\s*"
    r"(?:\d{1,2}\s*(?:[:点时]|\.\d\d|-|[ap]m\b)|[一二两三四五六七八九十]{1,3}点)|"
    r"(?:(?<=\s)|(?<=^))\d{1,4}\s*(?:[-~至]\s*[\d上下中早晚凌]|到店|离店|进店|出店|签[到退])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Start:
    """A line that begins a stop, or that may and does not say which (`form` None, `code` why).

    `rest` is what follows. `told` is to be said of what was taken.
    """

    form: StopForm | None
    rest: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[str, Mapping[str, Any]] | None = None


def plain_number(line: str) -> str:
    """The line with a number in a circle or on a key at its start as ``2.``."""
    match = _SIGN.match(line)
    if match is None:
        return line
    sign = match["sign"]
    value = match["keycap"] or (10 if match["ten"] else (_CIRCLED.find(sign) + 1 or _HEAVY.find(sign) + 1))
    return f"{match[1]}{value}. {line[match.end() :]}"


def listed(line: str) -> tuple[int, str] | None:
    """A line of a numbered list: its number and what it says."""
    line = plain_number(line)
    match = _LISTED.match(narrow(line))
    return (int(match["n"]), line[match.end() :].strip()) if match else None


class Stops:
    """The stops of a round, as lines name them.

    `is_fact` says whether a text speaks of something else than a shop: a reason, a payment, a product.
    `cut` is where the first blank of a text stands.
    """

    def __init__(
        self, forms: Forms, is_fact: Callable[[str], bool], cut: Callable[[str, StopForm | None], int]
    ) -> None:
        self.forms, self._is_fact, self._cut = forms, is_fact, cut
        self._names = sorted({form.name for form in forms.stops if key(form.name)}, key=lambda name: -len(name))

    def begun(self, line: str) -> Start | None:
        """What a line begins; None for one that names no stop."""
        line = plain_number(line)
        plain = narrow(line)
        match = _HASHED.match(plain) or _NUMBERED.match(plain)
        if match is None:
            return self._unnumbered(line) or self._glued(line)
        text = match["b"] or (match["a"] or match["c"] or match["d"] if match.re is _NUMBERED else None)
        hashed = match.re is _HASHED
        seq = None
        if text:
            try:
                seq = int(value) if (value := read_number(text, POINT)) == int(value) else -1
            except NotationError:
                seq = -1
            if seq < 0 and not hashed:
                return self._unnumbered(line)
        by_id = None if hashed else self._id_at(line)
        if by_id is not None and seq is not None:
            also = self.forms.numbered(seq)
            if also is None or also.outlet != by_id[0].outlet:
                return self._unnumbered(line) if also is None else _unclear(line)
        return self._chosen(line, line[match.end() :], seq, numbered=text is not None)

    def _unnumbered(self, line: str) -> Start | None:
        if self._id_at(line) or self._name_at(line):
            return self._chosen(line, line, None, numbered=False)
        return self._partly(line)

    def _glued(self, line: str) -> Start | None:
        """``3鑫源食杂店没人``: a number that is one because the name behind it is that stop's."""
        match = re.match(r"\s*(\d{1,3})(?=[^\W\d])", narrow(line))
        form = self.forms.numbered(int(match[1])) if match is not None else None
        if match is None or form is None:
            return None
        rest = line[match.end() :]
        if _prefix(rest, form.name) is not None:
            return self._chosen(line, rest, form.seq, numbered=True)
        words, facts = self._words(rest, form)
        if len(key(words)) > 1 and key(words) in key(form.name) and not self._is_fact(words):
            return Start(form, facts)
        if self._name_at(rest):
            return Start(None, code="stop_disagrees", params={"seq": form.seq, "name": form.name})
        return None

    def _chosen(self, line: str, rest: str, seq: int | None, *, numbered: bool) -> Start | None:
        """The one stop on which number, id, kind and name agree."""
        outlet: StopForm | None = None
        kind = name = None
        while True:
            if kind is None and (marked := _kind_at(rest))[0]:
                kind, rest = marked
            elif outlet is None and name is None and (found := self._id_at(rest)):
                outlet, rest = found
            elif name is None and (named := self._name_at(rest, outlet)):
                name, rest = named
            else:
                break
        rest = rest.lstrip(" :：,，")
        if numbered and outlet is not None and not any(form.seq for form in self.forms.stops):
            chosen = [outlet]  # nobody planned a round: the number says nothing
        elif numbered:
            form = self.forms.numbered(seq or -1)
            chosen = [form] if form is not None else []
        elif outlet is not None and outlet.seq == 0:
            chosen = [outlet]
        else:
            chosen = list(self.forms.stops)
        if outlet is not None:
            chosen = [each for each in chosen if each.outlet == outlet.outlet]
        if kind is not None:
            chosen = [each for each in chosen if each.kind == kind or (each.seq == 0 and kind == "visit")]
        if name is not None:
            chosen = [each for each in chosen if key(each.name) == key(name)]
        if not numbered and outlet is None and name is None:
            return Start(None, code="no_such_stop_here")
        if len(chosen) != 1:
            if len(chosen) > 1:
                return Start(None, code="which_stop", params={"stops": _numbers(chosen)})
            return _unclear(line)
        return self._behind(chosen[0], rest, named=outlet is not None or name is not None)

    def _behind(self, form: StopForm, rest: str, *, named: bool) -> Start:
        """Words behind a stop that are neither its name nor a fact: they may be a name that does not agree."""
        words, facts = self._words(rest, form)
        if not words or self._is_fact(words):
            return Start(form, rest)
        if _within(words, form.name) and not self._others_with(words, form):
            kind, facts = _kind_at(facts)
            return Start(form, facts) if kind in (None, form.kind) else _unclear(rest)
        if named and not self._others_with(words, form):
            return Start(form, rest)
        return Start(None, code="stop_disagrees", params={"seq": form.seq, "name": form.name})

    def _partly(self, line: str) -> Start | None:
        """A stop named by a part of its name that no other has."""
        words, facts = self._words(line, None)
        if len(key(words)) < 2 or self._is_fact(words):
            return None
        found = [form for form in self.forms.stops if key(words) in key(form.name)]
        if not found:
            return None
        kind, facts = _kind_at(facts)
        found = [form for form in found if kind in (None, form.kind)]
        if not found:
            return _unclear(line)
        if len(found) > 1 or self.forms.known(words):
            return Start(None, code="which_stop", params={"stops": _numbers(found)})
        told = ("name_completed", {"value": words, "name": found[0].name, "seq": found[0].seq})
        return Start(found[0], facts, told=told)

    def _words(self, text: str, form: StopForm | None) -> tuple[str, str]:
        """What stands before the first blank, time or range, and the rest."""
        plain = narrow(text)
        end = self._cut(text, form)
        if times := _BEGIN_OF_FACTS.search(plain):
            end = min(end, times.start())
        if (reason := reason_at(text)) is not None:
            end = min(end, reason)
        if marked := re.search(_KIND.pattern, plain, re.IGNORECASE):
            end = min(end, marked.start())
        return text[:end].strip(" ,;|/:：，；、"), text[end:]

    def _others_with(self, words: str, form: StopForm) -> list[StopForm]:
        if len(key(words)) < 2:
            return []
        return (
            [each for each in self.forms.stops if each.outlet != form.outlet and key(words) in key(each.name)]
            if key(words) not in key(form.name)
            else []
        )

    def _id_at(self, text: str) -> tuple[StopForm, str] | None:
        """The outlet whose id a text begins with, and what follows."""
        token = re.match(r"\s*([^\s:,()\[\]]+)", narrow(text))
        if token is None:
            return None
        plain = narrow(text).casefold()
        for form in self.forms.stops:
            wanted = narrow(form.outlet).casefold()
            rest = plain[token.start(1) + len(wanted) :]
            if (
                plain.startswith(wanted, token.start(1))
                and re.match(r"[\u3400-\u9fff]", rest)
                and not wanted.isdigit()
            ):
                return form, text[token.start(1) + len(wanted) :]
        word = text[token.start(1) : token.end(1)]
        wanted = narrow(word).casefold()
        for form in self.forms.stops:
            if narrow(form.outlet).casefold() == wanted:
                return form, text[token.end() :]
        if not _idlike(narrow(word)):
            return None
        form_of = self.forms.of(word)
        return (form_of, text[token.end() :]) if form_of is not None else None

    def _name_at(self, text: str, outlet: StopForm | None = None) -> tuple[str, str] | None:
        """The whole name of a stop that a text begins with, the longest one, and what follows."""
        for name in (*([outlet.name] if outlet is not None and key(outlet.name) else []), *self._names):
            if (end := _prefix(text, name)) is not None:
                return name, text[end:]
        return None


def _kind_at(text: str) -> tuple[str | None, str]:
    """The kind of a stop that a text begins with in brackets, and what follows."""
    marked = _KIND.match(narrow(text))
    return (_KIND_OF[marked[1].casefold()], text[marked.end() :]) if marked else (None, text)


def _prefix(text: str, name: str) -> int | None:
    """Where a name ends that a text begins with, however either is spaced; None where it does not begin with it."""
    place = len(text) - len(text.lstrip())
    plain = narrow(text).casefold()
    for char in narrow(name).casefold():
        if char.isspace():
            continue
        while place < len(plain) and plain[place].isspace():
            place += 1
        if place >= len(plain) or plain[place] != char:
            return None
        place += 1
    if (
        place < len(plain)
        and plain[place].isascii()
        and plain[place].isalnum()
        and plain[place - 1].isascii()
        and plain[place - 1].isalnum()
    ):
        return None
    return place


def _within(words: str, name: str) -> bool:
    """Whether words are a shortened name: its characters, some of them left out."""
    rest = iter(key(name))
    wanted = key(words)
    return len(wanted) > 1 and all(char in rest for char in wanted)


def _idlike(token: str) -> bool:
    """Whether a word may be the id of an outlet that is not on the route: it has letters and figures, or many."""
    if re.fullmatch(r"\d{1,2}[:.]\d{2}.*|\d{1,3}", token):
        return False
    return bool(re.search(r"\d", token)) and bool(re.fullmatch(r"[\w./-]+", token))


def _unclear(line: str) -> Start:
    del line
    return Start(None, code="no_such_stop_here")


def _numbers(forms: list[StopForm]) -> str:
    return ", ".join(f"#{form.seq} {form.name}" for form in forms)
