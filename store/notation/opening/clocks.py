"""Clock times in a text of hours as ``HH:MM-HH:MM``: ``早8点到晚10点``, ``9am-5pm``, ``8-17``, ``7:00-次日2:00``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.notation.numerals import numerals
from store.notation.opening.rules import RulesError

_MORNING = "凌晨|清晨|清早|早晨|早上|上午|早"
_EVENING = "下午|午后|傍晚|晚上|晚间|夜晚|夜里|夜间|深夜|晚|夜"
_NOON = "中午|正午"
_NEXT = "次日|翌日|第二天|隔日|明天"
_POINT = re.compile(
    rf"(?:(?P<next>{_NEXT})\s*)?(?:(?P<part>{_MORNING}|{_EVENING}|{_NOON})\s*)?(?<![\d:])"
    r"(?:(?P<hour>\d{1,2})\s*(?:[:.](?P<minute>\d{2})(?::00)?(?!\d)"
    r"|[点时](?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一1三3]刻)|(?P<past>\d{1,2})分?)?|h(?P<hmin>\d{2})?(?![a-z]))"
    r"|(?P<four>\d{3,4})(?![\d:])|(?P<bare>\d{1,2})(?![\d:]))"
    r"(?:\s*(?P<half_day>[ap]\.?m\b\.?))?",
)
_WORDS = ((r"\b(?:noon|midday)\b|正午(?!\d)|中午(?!\s*\d)", "12:00"), (r"-\s*(?:\bmidnight\b|午夜|零点)", "-24:00"),
          (r"\bmidnight\b|午夜|零点", "00:00"))  # fmt: skip


@dataclass(slots=True)
class _Point:
    hour: int
    minute: int
    part: str
    exact: bool
    """With minutes, a word for hours, or the half of the day."""

    @property
    def clock(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}"


def clocked(text: str) -> str:
    """All spans of clock times in the one form. Raises `RulesError` for a span with two readings."""
    text = re.sub(r"[一二两三四五六七八九十]{1,3}(?=[点时](?!间))", lambda match: _number(match[0]), text)
    for pattern, clock in _WORDS:
        text = re.sub(pattern, clock, text)
    found: list[str] = []
    for piece in re.split(r"(<[^<>]*>|\"\d+\"|\([^()]*\))", text):
        found.append(piece if piece[:1] in {"<", '"', "("} else _spans(piece))
    return "".join(found)


def _number(text: str) -> str:
    """``九``, ``十二`` in digits; raises `RulesError` for what is no hour."""
    found = numerals(text)
    if len(found) != 1 or found[0] > 24:
        raise RulesError(text)
    return str(int(found[0]))


def _spans(text: str) -> str:
    out, at = [], 0
    while (first := _POINT.search(text, at)) is not None:
        alone = first["bare"] and not (first["half_day"] or first["part"])
        if alone and not re.match(r"\s*-\s*\S*\d", text[first.end() :]):
            out.append(text[at : first.end()])  # a number that is no hour
            at = first.end()
            continue
        out.append(text[at : first.start()])
        dash = re.compile(r"\s*-\s*").match(text, first.end())
        last = _POINT.match(text, dash.end()) if dash else None
        if last is None:
            out.append(_point(first).clock)
            at = first.end()
            continue
        out.append(_span(first, last, text))
        at = last.end()
    return "".join([*out, text[at:]])


def _point(match: re.Match[str]) -> _Point:
    minute = int(match["minute"] or match["past"] or match["hmin"] or 0)
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 45 if match["quarter"][0] in "三3" else 15
    hour = int(match["hour"] or match["bare"] or 0)
    if match["four"]:
        hour, minute = divmod(int(match["four"]), 100)
    part = ""
    if match["half_day"]:
        part = "am" if match["half_day"][0] == "a" else "pm"
    elif match["part"]:
        part = match["part"]
    if re.fullmatch(_EVENING, part) or part == "pm":
        if hour < 12:
            hour += 12
        elif hour == 12 and part != "pm" and part not in {"下午", "午后"}:
            hour = 24
        part = "pm"
    elif part in {"am", "凌晨"}:
        hour = 0 if hour == 12 else hour
        part = "am"
    elif re.fullmatch(_NOON, part):
        hour += 12 if hour < 6 else 0
        part = "noon"
    elif part:
        part = "am"
    if match["next"]:
        hour, part = hour + 24, "next"
    if minute > 59 or hour > 48:
        raise RulesError(match[0])
    return _Point(hour, minute, part, exact=not match["bare"] or bool(part) or match["bare"].startswith("0"))


def _span(first: re.Match[str], last: re.Match[str], text: str) -> str:
    """From one point to another: the half of the day that is named once holds for both."""
    begin, end = _point(first), _point(last)
    here, there = (begin.hour, begin.minute), (end.hour, end.minute)
    if begin.part in {"pm", "noon"} and not end.part and end.hour < 12 and (end.hour + 12, end.minute) > here:
        end.hour += 12
    elif end.part == "pm" and not begin.part and last["half_day"] and begin.hour < 12:
        if (begin.hour + 12, begin.minute) < there:
            # "1-5pm" is of one half of the day, "9-5pm" of both
            begin.hour += 12
    elif begin.part == "am" and not end.part and there <= here and end.hour < 12:
        if not first["half_day"]:
            raise RulesError(text)  # 上午9点-5点: in the afternoon or the next morning
        end.hour += 12
    elif not (begin.exact or end.exact) and (
        (there <= here and begin.hour < 17) or end.hour > 24 or (end.hour <= 7 and begin.hour < 5)
    ):
        raise RulesError(text)  # 9-5, 12-25, and 1-5, which may be days
    if end.part == "am" and end.hour == 0 and end.minute == 0:
        end.hour = 24
    return f"{begin.clock}-{end.clock}"
