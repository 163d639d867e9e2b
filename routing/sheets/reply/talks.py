"""What is spoken of at a shop: coaching, what was agreed and kept, bulletins, a rating; and photos."""

from __future__ import annotations

import re
from collections.abc import Callable

from routing.sheets.form import StopForm
from routing.sheets.reply import ticks
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.quotes import covered_parts, opened, quoted, unquoted
from store.notation.errors import BadNumberError
from store.notation.numbers import POINT, narrow, read_count


def coaching(text: str, form: StopForm) -> Facts:
    """``2 4``: the second topic, skill 4; the topic also by its name."""
    plain = narrow(text).strip()
    match = re.fullmatch(r"(?P<topic>.*?)[\s:,=/]*(?P<skill>(?<=[\s:,=/])[1-5]|(?<=\D)[1-5])?\s*分?", plain)
    topic = (match["topic"] if match else plain).strip()
    if topic.isdigit() and plain.endswith("分") and not (match and match["skill"]):
        raise BadNumberError("topic_or_skill")
    by_number = {str(place): each.id for place, each in enumerate(form.topics, 1)}
    wanted = topic.casefold()
    found = by_number.get(topic) or next((each.id for each in form.topics if each.id.casefold() == wanted), None)
    if found is None:
        named = [each.id for each in form.topics if wanted and wanted in narrow(each.name).casefold()]
        if len(named) != 1:
            raise BadNumberError("no_such_topic")
        found = named[0]
    coaching: Facts = {"topic": found}
    if match and match["skill"]:
        coaching["skill"] = int(match["skill"])
    return {"coaching": coaching}


def coaching_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    coaching = result.get("coaching") or {}
    place = next((n for n, topic in enumerate(form.topics, 1) if topic.id == coaching.get("topic")), None)
    if place is None:
        return ""
    return " ".join(str(part) for part in (place, coaching.get("skill")) if part)


KEPT = ("是", "做到", "做到了", "做了", "已做", "有", "对", "√", "✓", "y", "yes", "done")
NOT_KEPT = (
    "否", "没", "没有", "没做", "没做到", "未做", "未做到", "无", "×", "✗", "x", "n", "no", "not done",
)  # fmt: skip


def yes_no(text: str, form: StopForm) -> Facts:
    del form
    plain = narrow(text).strip().casefold()
    if plain in KEPT:
        return {"followed_up": True}
    if plain in NOT_KEPT:
        return {"followed_up": False}
    raise BadNumberError("yes_or_no")


def yes_no_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del form
    done = result.get("followed_up")
    words = ("否", "是") if chinese else ("no", "yes")
    return "" if done is None else words[bool(done)]


def bulletins(text: str, form: StopForm) -> Facts:
    handed = ticks.ticked(text, [each.id for each in form.bulletins])
    return {"bulletins": [each for each, given in handed.items() if given]}


def bulletin_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    ids = [each.id for each in form.bulletins]
    return ticks.tick_text({each: each in result["bulletins"] for each in ids}, ids) if "bulletins" in result else ""


def rating(text: str, form: StopForm) -> Facts:
    del form
    rating = read_count(narrow(text).rstrip("分 "), POINT)
    if not 1 <= rating <= 5:
        raise BadNumberError("one_to_five")
    return {"rating": rating}


def photos(text: str, form: StopForm) -> Facts:
    del form
    found = []
    for part in re.split(r"[;；,，]", covered_parts(text)):
        if path := part.strip():
            before = re.match(r"(前|拜访前|before)\s*[:：]?(?:\s+|(?=「))", path, re.IGNORECASE)
            after = re.match(r"(后|拜访后|after)\s*[:：]?(?:\s+|(?=「))", path, re.IGNORECASE)
            marked = before or after
            found.append(
                {
                    "path": unquoted(opened(path[marked.end() :] if marked else path)),
                    "moment": "before" if before else "after",
                }
            )
    return {"photos": found} if found else {}


def photo_text(result: Facts, form: StopForm, chinese: bool) -> str:
    """As a cell: a name is quoted where it could be taken for several."""
    del form
    return _photos(result, chinese, lambda path: quoted(path) if re.search("[;；,，「]", path) else path)


def photo_line(result: Facts, form: StopForm, chinese: bool) -> str:
    del form
    return _photos(result, chinese, quoted)


def _photos(result: Facts, chinese: bool, write: Callable[[str], str]) -> str:
    words = ("前", "后") if chinese else ("before", "after")
    return "; ".join(
        f"{words[each['moment'] != 'before']} {write(each['path'])}" for each in result.get("photos", ())
    )
