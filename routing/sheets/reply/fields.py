"""The blanks one by one: what each is called, how it is read and how it is written.

A blank is the same thing in a pasted line (``库存 P01 2箱``), in the cell of a returned table under its heading
and in a row of the app's grid. Reading one gives fields of a result as `tui.jobs.recording` takes them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from routing.sheets.reply import goods, payments, ticks
from routing.sheets.reply.times import moment
from store.notation.errors import BadNumberError, NotationError, TwoReadingsError
from store.notation.numbers import POINT, narrow, read_count

Facts = dict[str, Any]


class FieldError(ValueError):
    """A blank that cannot be read; `code` names its sentence, `params` fill it."""

    def __init__(self, code: str, field: str, value: str, params: Mapping[str, Any] | None = None) -> None:
        self.code, self.field, self.value = code, field, value
        self.params: Mapping[str, Any] = {**(params or {}), "value": value}
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Field:
    """A blank. `zh` and `en`: its names, the one on the sheet first, then others that are understood.

    `free` text runs to the end of its line; what `lists` things may go on below. `remarks` are on what is read.
    """

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    read: Callable[[str, StopForm], Facts]
    write: Callable[[Facts, StopForm, bool], str]
    free: bool = False
    lists: bool = False
    remarks: Callable[[str, StopForm], Iterable[tuple[str, Mapping[str, Any]]]] = lambda _, __: ()

    def parse(self, text: str, form: StopForm) -> Facts:
        """Raises `FieldError`."""
        try:
            return self.read(text.strip(), form)
        except TwoReadingsError as error:
            raise FieldError("reads_two_ways", self.name, text.strip(), error.params) from None
        except NotationError as error:
            raise FieldError(error.code, self.name, text.strip(), error.params) from None


def _free(name: str) -> tuple[Callable[[str, StopForm], Facts], Callable[[Facts, StopForm, bool], str]]:
    def read(text: str, form: StopForm) -> Facts:
        del form
        return {name: text} if text else {}

    def write(result: Facts, form: StopForm, chinese: bool) -> str:
        del form, chinese
        return " ".join(str(result.get(name, "")).split())

    return read, write


_WAS_VISITED = ("无", "否", "没有", "no", "none", "-", "/", "×", "x")


def _left(text: str, form: StopForm) -> Facts:
    """Why a stop was left out; ``无`` says that it was not."""
    del form
    return {"left_reason": text} if text and narrow(text).strip().casefold() not in _WAS_VISITED else {}


def _clock(name: str) -> tuple[Callable[[str, StopForm], Facts], Callable[[Facts, StopForm, bool], str]]:
    return lambda text, form: {name: moment(text, form)}, lambda result, _, __: str(result.get(name, ""))


def _steps(text: str, form: StopForm) -> Facts:
    done = ticks.ticked(text, [step.id for step in form.steps])
    return {"steps": [step for step, met in done.items() if met]}


def _skipped(text: str, form: StopForm) -> Facts:
    """``3 老板忙; 5 没空``: steps left out, and why. A semicolon within a reason belongs to it."""
    found = {}
    plain = narrow(text)
    cuts = [0, *(match.end() for match in re.finditer(r";\s*(?=\d{1,2}[\s:,.)])", plain)), len(text)]
    for begin, end in pairwise(cuts):
        part = text[begin:end].rstrip("；; ")
        match = re.match(r"\s*(\d{1,2})\s*[:,.)]?\s*(.+)", narrow(part))
        if match is None:
            raise BadNumberError("reason_wanted")
        if not 1 <= int(match[1]) <= len(form.steps):
            raise BadNumberError("no_such_number")
        found[form.steps[int(match[1]) - 1].id] = part[match.start(2) :].strip()
    return {"skipped": found}


def _skip_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    places = {step.id: place for place, step in enumerate(form.steps, 1)}
    return "; ".join(f"{places[step]} {why}" for step, why in result.get("skipped", {}).items() if step in places)


def _missing(text: str, form: StopForm) -> Facts:
    """Must-stock products that were missing, by number, id or name; the others were found."""
    plain = narrow(text).strip().casefold()
    if plain in ticks.NONE:
        return {"found": dict.fromkeys(form.must_stock, True)}
    if plain in ticks.ALL:
        return {"found": dict.fromkeys(form.must_stock, False)}
    if re.fullmatch(r"[\d\s,;.-]+", plain):
        missing = ticks.ticked(text, form.must_stock)
        return {"found": {product: not gone for product, gone in missing.items()}}
    found = dict.fromkeys(form.must_stock, True)
    for part in goods.split(text):
        product = next((each for each in form.must_stock if each.casefold() == narrow(part).casefold()), None)
        named = [
            each for each in form.must_stock if narrow(part).casefold() in narrow(form.product(each).name).casefold()
        ]
        if product is None and len(named) != 1:
            raise BadNumberError("no_such_product")
        found[product or named[0]] = False
    return {"found": found}


def _missing_text(result: Facts, form: StopForm, chinese: bool) -> str:
    found = result.get("found")
    if not found:
        return ""
    gone = [str(place) for place, product in enumerate(form.must_stock, 1) if found.get(product) is False]
    return " ".join(gone) if gone else "无" if chinese else "none"


def _facings(text: str, form: StopForm) -> Facts:
    del form
    parts = re.split(r"[/\\:]|of", narrow(text))
    if len(parts) != 2:
        raise BadNumberError("bad_facings")
    return {"facings": [read_count(parts[0], POINT), read_count(parts[1], POINT)]}


def _stock(text: str, form: StopForm) -> Facts:
    counts: dict[tuple[str, str], int] = {}
    for product, rest in goods.goods_in(text, form, lambda product, rest: _counted(product, rest, form)):
        pieces, produced = _counted(product, rest, form)
        counts[product.id, produced] = counts.get((product.id, produced), 0) + pieces
    lines = [
        {"product": product, "quantity": pieces} | ({"produced": produced} if produced else {})
        for (product, produced), pieces in counts.items()
    ]
    return {"stock": lines} if lines else {}


def _counted(product: FormProduct, text: str, form: StopForm) -> tuple[int, str]:
    """How many of a product there are, and of which production date."""
    counted, _, produced = narrow(text).partition("@")
    pieces = goods.count_of(product, counted, goods.smallest_of(product)).pieces
    return pieces, _date(produced, form.date) if produced.strip() else ""


def _stock_summed(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A remark for each product that is counted more than once with the same date."""
    found: dict[tuple[str, str], list[int]] = {}
    for product, rest in goods.goods_in(text, form, lambda product, rest: _counted(product, rest, form)):
        pieces, produced = _counted(product, rest, form)
        found.setdefault((product.id, produced), []).append(pieces)
    return [
        goods.sum_told(form.product(product), counts) for (product, _), counts in found.items() if len(counts) > 1
    ]


def _date(text: str, today: dt.date | None) -> str:
    """A production date; without a year the latest such day up to that of the sheet."""
    plain = narrow(text).strip()
    match = re.fullmatch(r"(?:(\d{4})[-/.年]?)?(\d{1,2})[-/.月]?(\d{1,2})日?", plain)
    if match is None or not (match[1] or (today and re.search(r"[-/.月]", plain))):
        raise BadNumberError("bad_day")
    try:
        if match[1] or today is None:
            return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        found = dt.date(today.year, int(match[2]), int(match[3]))
        return (found if found <= today else found.replace(year=today.year - 1)).isoformat()
    except ValueError:
        raise BadNumberError("bad_day") from None


def _stock_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    return ", ".join(
        f"{line['product']} {form.product(line['product']).said(line['quantity'])}"
        + (f"@{line['produced']}" if line.get("produced") else "")
        for line in result.get("stock", ())
    )


_NO_ORDER = (*ticks.NONE, "没要", "不要", "没订", "未订", "不订", "没下单", "no order", "nothing")
_VALUE = re.compile(r"[¥￥$]?\s*[\d,.]+\s*(元|块)?")


def _order_summed(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    plain = narrow(text).strip()
    if plain.casefold() in _NO_ORDER or _VALUE.fullmatch(plain):
        return ()
    return goods.summed(text, form, goods.case_of)


def _order(text: str, form: StopForm) -> Facts:
    if narrow(text).strip().casefold() in _NO_ORDER:
        return {"order_value": "0.00"}
    if _VALUE.fullmatch(narrow(text).strip()):
        return {"order_value": payments.amount(text)}
    lines = goods.ordered(text, form)
    return {"order": lines} if lines else {}


def _paid(text: str, form: StopForm) -> Facts:
    del form
    found = payments.paid(text)
    return {"payments": found} if found else {}


def _empties(text: str, form: StopForm) -> Facts:
    del form
    lines = []
    for part in goods.split(text):
        match = re.match(
            r"(?P<item>\D*[^\d\s:*x×-])\s*[:*x×]?\s*(?P<n>-?\d+)\s*个?\s*(?:=\s*(?P<value>.+))?$", narrow(part)
        )
        if match is None:
            raise BadNumberError("bad_quantity")
        line: Facts = {"item": part[: match.end("item")].strip(), "quantity": read_count(match["n"], POINT)}
        if match["value"]:
            line["value"] = payments.amount(match["value"])
        lines.append(line)
    return {"empties": lines}


def _empties_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del form, chinese
    return ", ".join(
        f"{line['item']} {line['quantity']}" + (f"={line['value']}" if line.get("value") else "")
        for line in result.get("empties", ())
    )


def _coaching(text: str, form: StopForm) -> Facts:
    """``2 4``: the second topic, skill 4; the topic also by its name."""
    plain = narrow(text).strip()
    match = re.fullmatch(r"(?P<topic>.*?)[\s:,=/]*(?P<skill>(?<=[\s:,=/])[1-5]|(?<=\D)[1-5])?\s*分?", plain)
    topic = (match["topic"] if match else plain).strip()
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


def _coaching_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    coaching = result.get("coaching") or {}
    place = next((n for n, topic in enumerate(form.topics, 1) if topic.id == coaching.get("topic")), None)
    if place is None:
        return ""
    return " ".join(str(part) for part in (place, coaching.get("skill")) if part)


def _action(text: str, form: StopForm) -> Facts:
    del form
    return {"action": text} if text else {}


def _bulletins(text: str, form: StopForm) -> Facts:
    handed = ticks.ticked(text, [each.id for each in form.bulletins])
    return {"bulletins": [each for each, given in handed.items() if given]}


def _bulletin_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    ids = [each.id for each in form.bulletins]
    return ticks.tick_text({each: each in result["bulletins"] for each in ids}, ids) if "bulletins" in result else ""


def _rating(text: str, form: StopForm) -> Facts:
    del form
    rating = read_count(narrow(text).rstrip("分 "), POINT)
    if not 1 <= rating <= 5:
        raise BadNumberError("one_to_five")
    return {"rating": rating}


def _photos(text: str, form: StopForm) -> Facts:
    del form
    found = []
    for part in re.split(r"[;；,，]", text):
        if path := part.strip():
            before = re.match(r"(前|拜访前|before)\s*[:：]?\s+", path, re.IGNORECASE)
            after = re.match(r"(后|拜访后|after)\s*[:：]?\s+", path, re.IGNORECASE)
            marked = before or after
            found.append(
                {"path": path[marked.end() :] if marked else path, "moment": "before" if before else "after"}
            )
    return {"photos": found} if found else {}


def _photo_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del form
    words = ("前", "后") if chinese else ("before", "after")
    return "; ".join(f"{words[each['moment'] != 'before']} {each['path']}" for each in result.get("photos", ()))


def _yes_no(text: str, form: StopForm) -> Facts:
    del form
    plain = narrow(text).strip().casefold()
    if plain in ("是", "做到", "做了", "已做", "有", "对", "√", "✓", "y", "yes", "done"):
        return {"followed_up": True}
    if plain in ("否", "没", "没做", "没做到", "未做", "未做到", "无", "×", "✗", "x", "n", "no", "not done"):
        return {"followed_up": False}
    raise BadNumberError("yes_or_no")


def _yes_no_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del form
    done = result.get("followed_up")
    words = ("否", "是") if chinese else ("no", "yes")
    return "" if done is None else words[bool(done)]


def _percent(text: str, form: StopForm) -> Facts:
    """The score alone, in per cent, of a sheet on which no points were ticked."""
    del form
    score = narrow(text).rstrip("%分 ")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", score) or float(score) > 100:
        raise BadNumberError("bad_percent")
    return {"display_percent": float(score)}


def _points(text: str, form: StopForm) -> Facts:
    if re.fullmatch(r"[\d.]+\s*[%％]", text):
        return _percent(text, form)
    return {"points": ticks.ticked(text, [point.id for point in form.points])}


def _points_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    points: Mapping[str, bool] = result.get("points") or {}
    return ticks.tick_text(points, [point.id for point in form.points]) if points else ""


def _steps_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    if "steps" not in result or not form.steps:
        return ""
    ids = [step.id for step in form.steps]
    return ticks.tick_text({step: step in result["steps"] for step in ids}, ids)


FIELDS: tuple[Field, ...] = (
    Field("check_in", ("到店", "到", "进店", "签到", "到店时间"), ("in", "check-in", "check in", "arrived"), *_clock("check_in")),
    Field("check_out", ("离店", "离", "出店", "签退", "离店时间"), ("out", "check-out", "check out", "left at"), *_clock("check_out")),
    Field("steps", ("步骤",), ("steps", "step"), _steps, _steps_text),
    Field("skipped", ("漏项", "漏", "未做步骤"), ("skipped",), _skipped, _skip_text, free=True),
    Field("points", ("陈列", "陈列检查"), ("display",), _points, _points_text),
    Field("found", ("缺货", "缺", "必售缺货"), ("missing",), _missing, _missing_text),
    Field("facings", ("排面",), ("facings",), _facings,
          lambda result, _, __: "/".join(map(str, result.get("facings", ())))),
    Field("advice", ("建议", "陈列建议"), ("advice",), *_free("advice"), free=True),
    Field("stock", ("库存", "盘库", "盘点"), ("stock", "count"), _stock, _stock_text, lists=True,
          remarks=_stock_summed),
    Field("order", ("订单", "订货", "要货", "订"), ("order", "orders"), _order,
          lambda result, form, _: goods.order_text(result.get("order", ()), form), lists=True,
          remarks=_order_summed),
    Field("order_value", ("订单额", "金额", "订单金额"), ("order value", "amount"),
          lambda text, _: {"order_value": payments.amount(text)}, lambda result, _, __: str(result.get("order_value", ""))),
    Field("delivery", ("送货", "送达", "送"), ("delivery", "delivered"),
          lambda text, form: {"delivery": goods.delivered(text, form)},
          lambda result, form, _: goods.delivery_text(result.get("delivery", ()), form), lists=True),
    Field("payments", ("收款", "付款", "收"), ("paid", "payment", "payments"), _paid,
          lambda result, _, chinese: payments.paid_text(result.get("payments", ()), 0 if chinese else -1), lists=True,
          remarks=lambda text, _: payments.summed(text)),
    Field("empties", ("空瓶", "回收", "空箱", "空瓶空箱"), ("empties",), _empties, _empties_text, lists=True),
    Field("coaching", ("辅导", "辅导主题"), ("coach", "coaching"), _coaching, _coaching_text),
    Field("action", ("约定", "约定行动"), ("next", "action", "agree"), _action,
          lambda result, _, __: " ".join(str(result.get("action", "")).split()), free=True),
    Field("followed_up", ("兑现", "上次约定兑现"), ("kept", "followed up"), _yes_no, _yes_no_text),
    Field("bulletins", ("资讯",), ("bulletins", "handed over"), _bulletins, _bulletin_text),
    Field("rating", ("评价", "评分"), ("rating",), _rating, lambda result, _, __: str(result.get("rating") or "")),
    Field("photos", ("照片", "相片"), ("photos", "photo"), _photos, _photo_text, free=True),
    Field("note", ("备注", "说明"), ("note", "notes"), *_free("note"), free=True),
    Field("left_reason", ("未访", "未访原因", "未拜访", "未拜访原因", "没去"),
          ("not visited", "why not visited", "left out because"), _left, _free("left_reason")[1], free=True),
    Field("display_percent", ("陈列分",), ("display score",), _percent,
          lambda result, _, __: f"{result['display_percent']:g}" if "display_percent" in result else ""),
)  # fmt: skip
"""Every blank, in the order of the sheet."""

_BY_NAME = {field.name: field for field in FIELDS}


def field_named(name: str) -> Field:
    return _BY_NAME[name]
