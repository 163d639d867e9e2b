"""A line cut into its blanks: ``到店 8:05 离店 8:20 备注 没货``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from routing.sheets.reply.fields import FIELDS, Field
from routing.sheets.reply.quotes import Names
from store.notation.numbers import narrow

_EMPTY = re.compile(r"[_\s.…]+")
_AROUND = " ,;|/：，；:、"
_AROUND_VALUE = " ,;|/：，；"


@dataclass(frozen=True, slots=True)
class Bit:
    """A part of a line: a blank with what is written in it, or (`field` None) words that stand behind no name."""

    field: Field | None
    value: str
    segment: str


def _keywords() -> re.Pattern[str]:
    """Every name of every blank: at the start of a line, or behind a space or comma."""
    words = sorted({word for each in FIELDS for word in (*each.zh, *each.en)}, key=len, reverse=True)
    parts = [re.escape(word) + (r"(?![a-z])" if word.isascii() else "") for word in words]
    long = [re.escape(word) for word in words if len(word) > 1 and not word.isascii()]
    return re.compile(
        rf"(?:(?:(?<=^)|(?<=[\s,;|/]))(?<!\bno\s)({'|'.join(parts)})|(?<=[\d箱件瓶个支元块半)])({'|'.join(long)}))\s*[:=]?",
        re.IGNORECASE,
    )


_KEYWORD = _keywords()
_FIELD_OF = {word.casefold(): each for each in FIELDS for word in (*each.zh, *each.en)}
_NAMED = {each.name: each for each in FIELDS}
QUOTING = Names(
    (word for each in FIELDS if each.free or each.name in ("payments", "empties") for word in (*each.zh, *each.en)),
    (word for each in FIELDS if not each.free for word in (*each.zh, *each.en)),
)
"""The blanks in which a text may be quoted, and those that the page may not have read."""
_ONE_TIME = (
    r"(?:[上下中]午|早上?|晚上?|傍晚|凌晨)?\s*(?:"
    r"\d{1,2}(?:\s*[:点时.]\s*(?:\d{1,2}分?|半|[一三]刻|整)?|\d{2})\s*(?:[ap]m)?|"
    r"[一二两三四五六七八九十]{1,3}点(?:[零〇一二三四五六七八九十]{1,3}分?|半|[一三]刻|整)?)"
)
_CAME = r"(?:到店|到达|进店|签到|到了?|arrived|in)"
_WENT = r"(?:离店|离开|出店|签退|走了?|离|left|out)"
_TIMES_FIRST = re.compile(
    rf"^\s*(?P<check_in>{_ONE_TIME}|\d{{1,2}})\s*{_CAME}\s*[,;]?\s*"
    rf"(?P<check_out>{_ONE_TIME}|\d{{1,2}})\s*{_WENT}(?![a-z:\d])\s*[,;]?\s*",
    re.IGNORECASE,
)
"""``8:09到店 8:25离店``: the words behind the times."""
_FROM_TO = re.compile(
    rf"^\s*(?P<a>{_ONE_TIME})\s*(?:到|至)\s*(?P<b>{_ONE_TIME})(?!\s*{_WENT})(?![\d:点时分半])\s*[,;]?\s*",
    re.IGNORECASE,
)
"""``10:11到10:30``: from when to when."""
_TIME_FIRST = re.compile(rf"^\s*(?P<time>{_ONE_TIME})\s*(?:(?P<came>{_CAME})|{_WENT})(?![a-z])", re.IGNORECASE)
"""A time with its word behind it and no other to go with: whatever follows, which word is whose is not certain."""
_COMMA = re.compile(r"[,;、。]")
_AFTER_ITEM = re.compile(r"[\s,;、]+")
_SHORT_ENDS = re.compile(r"[\s:=]|$")


def is_blank_name(word: str) -> bool:
    """Whether a word is the name of a blank."""
    return word.strip().casefold() in _FIELD_OF


def says_nothing(value: str) -> bool:
    """Whether a blank was left blank; lines to write on are no writing."""
    return not _EMPTY.sub("", value)


def bits_of(text: str, reads: Callable[[Field, str], bool]) -> Iterator[Bit]:
    """The bits of a line in their order. `reads` says whether a text can be the content of a blank."""
    behind = _TIMES_FIRST.match(narrow(text))
    if behind is not None:
        for name in ("check_in", "check_out"):
            value = text[behind.start(name) : behind.end(name)]
            yield Bit(_NAMED[name], value, f"{_NAMED[name].zh[0]} {value}")
        yield from bits_of(text[behind.end() :], reads)
        return
    if (span := _FROM_TO.match(narrow(text))) is not None:
        yield Bit(
            None,
            f"{text[span.start('a') : span.end('a')]}-{text[span.start('b') : span.end('b')]}",
            text[: span.end()],
        )
        yield from bits_of(text[span.end() :], reads)
        return
    if (alone := _TIME_FIRST.match(narrow(text))) is not None:
        if says_nothing(text[alone.end() :].strip(_AROUND)):
            name = "check_in" if alone["came"] else "check_out"
            yield Bit(_NAMED[name], text[alone.start("time") : alone.end("time")], text.strip(_AROUND))
            return
        yield Bit(None, text.strip(_AROUND), text.strip(_AROUND))
        return
    plain = narrow(text)
    found: list[re.Match[str]] = []
    for match in _KEYWORD.finditer(plain):
        if _is_name(match, plain, text, reads) and not (found and _is_gift(match, plain, found[-1])):
            found.append(match)
    first = found[0].start() if found else len(text)
    if not says_nothing(before := text[:first].strip(_AROUND)):
        yield Bit(None, before, before)
    end = 0
    for place, match in enumerate(found):
        if match.start() < end:
            continue
        each = _field_of(match)
        after = [later for later in found[place + 1 :] if each.name != "empties" or _field_of(later) is not each]
        if each.free:
            after = [later for later in after if _ends_free(later, plain, text, reads)]
        end = after[0].start() if after else len(text)
        value = text[match.end() : end].strip(_AROUND_VALUE)
        if each.name == "empties" and (behind := re.match(r"(?:回收|收回|收)?\s*(?=\d)", value)):
            value = value[behind.end() :]
            value = f"{_word(match)} {value}"  # ``空箱 10``: the name of the blank is what there are ten of
        yield Bit(each, value, text[match.start() : end].strip(" ,;，；"))


def _ends_free(match: re.Match[str], plain: str, text: str, reads: Callable[[Field, str], bool]) -> bool:
    """Whether a blank's name within a free text begins that blank: by its colon, or by content it can be read by."""
    if len(_word(match)) < 2:
        return False
    if match[0].rstrip()[-1:] in ":=":
        return True
    ends = [later.start() for later in _KEYWORD.finditer(plain, match.end())] + [len(text)]
    field = _field_of(match)
    tried = {ends[0], ends[-1]}
    if not field.free:  # what it begins with is enough: what else stands there is told, not taken into a note
        parted = _AFTER_ITEM if field.lists else _COMMA
        tried |= {place.start() for place in parted.finditer(plain, match.end(), ends[-1])}
    return not field.free and any(reads(field, text[match.end() : end].strip(_AROUND)) for end in sorted(tried))


def _is_name(match: re.Match[str], plain: str, text: str, reads: Callable[[Field, str], bool]) -> bool:
    """Whether a blank's name stands there: one of a single character may be the beginning of any word."""
    word = _word(match)
    if len(word) > 1 or match[0] != word or _SHORT_ENDS.match(plain, match.end()):
        return True
    value = text[match.end() :].strip(_AROUND)
    later = next((each.start() for each in _KEYWORD.finditer(plain, match.end()) if len(_word(each)) > 1), len(text))
    first = re.split(r"[\s,，;；]", value, maxsplit=1)[0]
    return any(reads(_field_of(match), part) for part in (value, text[match.end() : later].strip(_AROUND), first))


def _is_gift(match: re.Match[str], plain: str, before: re.Match[str]) -> bool:
    """Whether 送 within an order says what is free of charge: ``订单 P01 10箱，送P02 1箱``."""
    glued = match.end() < len(plain) and not plain[match.end()].isspace()
    return match[0] == "送" and glued and _field_of(before).name == "order"


def _word(match: re.Match[str]) -> str:
    return match[1] or match[2]


def _field_of(match: re.Match[str]) -> Field:
    return _FIELD_OF[_word(match).casefold()]


def first_blank(text: str, reads: Callable[[Field, str], bool]) -> int:
    """Where the first blank of a line stands; its end where it has none."""
    plain = narrow(text)
    return next(
        (match.start() for match in _KEYWORD.finditer(plain) if _is_name(match, plain, text, reads)), len(text)
    )
