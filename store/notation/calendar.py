"""Days of the company's calendar: closed for all, or worked though they are days off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from store.notation.dates import read_spans, write_spans
from store.notation.days import read_days, write_days
from store.notation.errors import NotationError

_PARTS = re.compile(r"[,，、;；\n]+")
_DATE = r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|20\d{6}"
_ENTRY = re.compile(
    rf"\s*(?P<span>(?:{_DATE})(?:\s*(?:\.\.|~|～|—|–|至|到|-|to)\s*(?:{_DATE}|\d{{1,2}}[-/.月]\d{{1,2}}日?|\d{{1,2}}日?"
    r"(?![-/.月\d])))?)\s*(?P<rest>.*)$"
)
_WORK = re.compile(
    r"^(?:上班|补班|调休上班|works?\b)\s*(?:[（(]?\s*(?:按|like|as)\s*(?P<like>周.|星期.|[a-z]{3,9})\s*[)）]?)?\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"^(?:休息|放假|closed\b|off\b)\s*(?P<name>.*)$", re.IGNORECASE)


def read_calendar(text: str) -> list[dict[str, Any]]:
    """``2027-02-05..2027-02-11 Spring Festival, 2027-02-14 work like fri``; ``2027-02-14 上班（按周五）``."""
    found = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        match = _ENTRY.match(part)
        if match is None:
            raise NotationError("bad_calendar", part.strip())
        [span] = read_spans(re.sub(r"(?<=\d)-(?=\d{4}-)", "..", match["span"]))
        rest = match["rest"].strip()
        if work := _WORK.match(rest):
            like = read_days(work["like"]) if work["like"] else []
            entry = {**span, "name": work["name"].strip(), "work": True, **({"like": like[0]} if like else {})}
        else:
            closed = _CLOSED.match(rest)
            entry = {**span, "name": (closed["name"] if closed else rest).strip(), "work": False}
        found.append(entry)
    return found


def write_calendar(days: Iterable[Mapping[str, Any]], language: str) -> str:
    chinese = language == "zh"
    parts = []
    for each in days:
        said = [_span(each["first"], each["last"], language)]
        if each.get("work"):
            like = write_days([each["like"]], language) if each.get("like") else ""
            if chinese:
                said.append(f"上班（按{like}）" if like else "上班")
            else:
                said.append(f"work like {like}" if like else "work")
        parts.append(" ".join([*said, *([each["name"]] if each.get("name") else [])]))
    return ("、" if chinese else ", ").join(parts)


def _span(first: str, last: str, language: str) -> str:
    """Dates; the last one without its year where that is the first one's."""
    if first == last or first[:4] != last[:4]:
        return write_spans([{"first": first, "last": last}], language)
    return f"{first}{'至' if language == 'zh' else '..'}{last[5:]}"
