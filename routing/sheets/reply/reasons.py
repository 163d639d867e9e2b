"""Why a stop was left out, in the words that say so alone (docs/returning.md, Visited or not)."""

from __future__ import annotations

import re

from store.notation.numbers import narrow

NOT_VISITED = (
    "关门", "关门了", "关着门", "门关着", "没开门", "没开", "未开门", "未开", "不开门", "没人", "没有人", "没人在",
    "无人", "歇业", "停业", "暂停营业", "未营业", "没营业", "不营业", "闭店", "已闭店", "关店", "已关店", "倒闭",
    "已倒闭", "拆迁", "拆了", "店休", "休息", "老板不在", "店主不在",
    "closed", "shut", "not open", "nobody there", "no one there", "nobody in", "owner away", "out of business",
)  # fmt: skip
REMARKS = ("老板不在", "店主不在", "owner away")
"""Those that may as well be a remark on a call that was made."""
_WORDS = "|".join(sorted(map(re.escape, NOT_VISITED), key=len, reverse=True))
_REASON = re.compile(rf"\s*(?:{_WORDS})(?:\s*[,;.。!]\s*(?P<remark>[^,;]{{0,40}}))?", re.IGNORECASE)
_BEGINS = re.compile(_WORDS, re.IGNORECASE)
_NO_REMARK = re.compile(
    rf"\d\s*(?:-|~|到|至)\s*\d|#\s*\d|第.{{1,3}}[家站户]|\d\s*号店|^\s*\d{{1,3}}\s*[号.、)]?\s*(?:{_WORDS})",
    re.IGNORECASE,
)
"""What is no remark on a reason, but speaks of another stop or of when somebody was there."""


def is_reason(text: str) -> bool:
    """Whether a text says that nobody was called on, and no more than a remark on that: ``没开门，明天再去``."""
    match = _REASON.fullmatch(narrow(text).strip(" .!"))
    return match is not None and not (match["remark"] and _NO_REMARK.search(match["remark"]))


def is_remark(text: str) -> bool:
    """Whether a reason may as well be a remark on a call that was made."""
    return narrow(text).strip(" .!").casefold() in REMARKS


def reason_at(text: str) -> int | None:
    """Where words begin that are a reason up to the end of a text: behind a name, ``周家没人``."""
    plain = narrow(text)
    return next((match.start() for match in _BEGINS.finditer(plain) if is_reason(text[match.start() :])), None)


def with_reason(text: str) -> tuple[str, str]:
    """What is written in a blank, and a reason that stands behind it and a comma: ``P01 3箱，老板不在``."""
    for comma in re.finditer(r"[,;.。，；、]\s*", text):
        if is_reason(text[comma.end() :]):
            return text[: comma.start()], text[comma.end() :]
    return text, ""
