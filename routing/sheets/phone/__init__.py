"""The day as one file for a phone: works without a network, keeps what is entered, gives it back as file or text."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from routing.sheets.content import Content, SheetRoute, SheetStop, took
from routing.sheets.form import StopForm
from routing.sheets.reply.fields import FIELDS
from routing.sheets.reply.ticks import ALL
from routing.sheets.reply.writing import heading, stop_line
from routing.sheets.text import goods_of

_FOLDER = Path(__file__).parent
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing is loaded from anywhere, whatever a name may hold."""
_WORDS = (
    "arrive", "leave", "now", "call", "way", "done", "left", "todo", "not_visited", "why", "copy", "copied", "file",
    "text", "steps", "display", "must", "facings", "own", "all", "advice", "stock", "order", "delivery", "all_given",
    "refused", "damaged", "exchanged", "returned", "payments", "cash", "transfer", "credit", "discount", "reference",
    "approved_by", "coaching", "topic", "skill_shown", "action", "due", "kept", "yes", "no", "note", "bulletins",
    "rating", "empties", "item", "photos", "before", "after", "produced", "add_date", "step_why", "back",
    "count", "clear", "sure", "more", "no_stops", "lacking", "full", "unread", "unread_left", "early", "both",
    "copy_failed", "file_failed",
)  # fmt: skip


def write_html(content: Content) -> bytes:
    """One page for every route asked for, UTF-8."""
    title = " ".join(part for part in (content.distributor, content.date) if part)
    page = (_FOLDER / "offline.html").read_text(encoding="utf-8")
    parts = {
        "language": "zh-CN" if content.language == "zh" else content.language,
        "policy": escape(_POLICY),
        "title": escape(title),
        "style": (_FOLDER / "offline.css").read_text(encoding="utf-8"),
        "data": _data(_document(content)),
        "program": (_FOLDER / "offline.js").read_text(encoding="utf-8"),
        "scriptless": escape(content.t("phone.scriptless")),
        "outdated": escape(content.t("phone.scriptless")),
    }
    for name, part in parts.items():
        page = page.replace(f"<!--{name}-->", part, 1)
    return page.encode()


def _data(document: Any) -> str:
    """JSON that no name can break out of: ``</script>`` and comments are written as code points."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _document(content: Content) -> dict[str, Any]:
    chinese = content.language == "zh"
    products = {}
    for route in content.routes:
        for stop in route.stops:
            for product in stop.form.products.values() if stop.form else ():
                products[product.id] = {"name": product.name, "units": list(product.units)}
    return {
        "date": content.date,
        "day": f"{content.date} {content.weekday}",
        "distributor": content.distributor,
        "revision": content.revision,
        "chinese": chinese,
        "words": {name: content.t(f"phone.{name}") for name in _WORDS},
        "skills": [content.t(f"phone.skill.{level}") for level in range(1, 6)],
        "fields": {field.name: (field.zh if chinese else field.en)[0] for field in FIELDS},
        "everything": ALL[0],
        "products": products,
        "routes": [_route(content, route) for route in content.routes],
    }


def _route(content: Content, route: SheetRoute) -> dict[str, Any]:
    summary = content.t(
        "sheets.summary", n=len(route.stops), depart=route.depart, back=route.back, km=f"{route.km:.1f}",
        driving=took(content.t, route.driving_s),
    )  # fmt: skip
    return {
        "rep": route.rep,
        "name": route.name,
        "heading": heading(content.date, route.rep, route.name, content.revision, chinese=content.language == "zh"),
        "summary": summary,
        "warnings": route.warnings,
        "stops": [_stop(content, stop) for stop in route.stops],
    }


def _stop(content: Content, stop: SheetStop) -> dict[str, Any]:
    t = content.t
    goods = goods_of(stop.form, t) if stop.form else []
    notes = [
        *([t("roads.turn.way", text=stop.way)] if stop.way else []),
        *([t("sheets.hours", hours=stop.hours)] if stop.hours else []),
        *([t("sheets.why", text=stop.why)] if stop.why else []),
        *([t("sheets.agreed", text=stop.agreed)] if stop.agreed else []),
        *([t("sheets.text.bring", goods=t("plan.comma").join(goods))] if goods else []),
    ]
    return {
        "seq": stop.seq, "outlet": stop.outlet, "name": stop.name, "begin": stop.begin, "leave": stop.leave,
        "address": stop.address, "contact": stop.contact,
        "phone": "".join(char for char in stop.phone if char in "+0123456789,;"),
        "link": stop.link, "notes": notes, "warnings": stop.warnings, "pause": stop.pause,
        "form": _form(stop.form, content.language) if stop.form else None,
    }  # fmt: skip


def _form(form: StopForm, language: str) -> dict[str, Any]:
    return {
        "head": stop_line(form, chinese=language == "zh"),
        "kind": form.kind,
        "steps": [[step.id, step.name, step.required] for step in form.steps],
        "points": [[point.id, point.name] for point in form.points],
        "must": list(form.must_stock),
        "topics": [[topic.id, topic.name, topic.kind] for topic in form.topics],
        "focus": form.focus,
        "bulletins": [[bulletin.id, bulletin.name] for bulletin in form.bulletins],
        "rating": form.rating,
        "action": form.action,
        "deliveries": [[line.product, line.order, line.ordered, line.unit, line.price] for line in form.deliveries],
    }
