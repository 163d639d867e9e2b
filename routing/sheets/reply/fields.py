"""The blanks one by one: what each is called, how it is read and how it is written.

A blank is the same thing in a pasted line (``库存 P01 2箱``), in the cell of a returned table under its heading
and in a row of the app's grid. Reading one gives fields of a result as `tui.jobs.recording` takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from routing.sheets.form import StopForm
from routing.sheets.reply import counts, deliveries, orders, payments, shelf, steps, talks
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.quotes import is_quoted, quoted, unquoted
from routing.sheets.reply.times import moment
from store.notation.errors import BadNumberError, NotationError, TwoReadingsError
from store.notation.numbers import narrow


class FieldError(ValueError):
    """A blank that cannot be read; `code` names its sentence, `params` fill it: `item` is the part that is wrong."""

    def __init__(self, code: str, field: str, value: str, params: Mapping[str, Any] | None = None) -> None:
        self.code, self.field, self.value = code, field, value
        found = dict(params or {})
        item = found.get("value")
        self.params: Mapping[str, Any] = {**found, "value": value} | ({"item": item} if item else {})
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Field:
    """A blank. `zh` and `en`: its names, the one on the sheet first, then others that are understood.

    `free` text runs to the end of its line; what `lists` things may go on below. `remarks` are on what is read.
    `line` writes it behind its name in a text, where that differs from a cell.
    """

    name: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    read: Callable[[str, StopForm], Facts]
    write: Callable[[Facts, StopForm, bool], str]
    free: bool = False
    lists: bool = False
    remarks: Callable[[str, StopForm], Iterable[tuple[str, Mapping[str, Any]]]] = lambda _, __: ()
    line: Callable[[Facts, StopForm, bool], str] | None = None

    def parse(self, text: str, form: StopForm) -> Facts:
        """Raises `FieldError`."""
        try:
            return self.read(text.strip(), form)
        except TwoReadingsError as error:
            raise FieldError("reads_two_ways", self.name, text.strip(), error.params) from None
        except NotationError as error:
            raise FieldError(error.code, self.name, text.strip(), error.params) from None


def _free(name: str) -> dict[str, Any]:
    """How a free text is read, written in a cell and in a line."""

    def read(text: str, form: StopForm) -> Facts:
        del form
        text = unquoted(text)
        return {name: text} if text else {}

    def cell(result: Facts, form: StopForm, chinese: bool) -> str:
        del form, chinese
        text = " ".join(str(result.get(name, "")).split())
        return quoted(text) if text.startswith("「") else text

    def line(result: Facts, form: StopForm, chinese: bool) -> str:
        del form, chinese
        text = str(result.get(name, "")).strip()
        return quoted(text) if text else ""

    return {"read": read, "write": cell, "line": line, "free": True}


WAS_VISITED = ("无", "否", "没有", "no", "none", "-", "/", "×", "x")


NO_REASON = ("√", "✓", "✔", "☑", "v", "1", "是", "y", "yes", "true", "未访", "没去")
"""What says that a stop was left out, and not why."""


def _left(text: str, form: StopForm) -> Facts:
    """Why a stop was left out; ``无`` says that it was not."""
    del form
    if is_quoted(text):
        return {"left_reason": unquoted(text)}
    text = unquoted(text)
    if narrow(text).strip().casefold() in NO_REASON:
        raise BadNumberError("why_left")
    return {"left_reason": text} if text and narrow(text).strip().casefold() not in WAS_VISITED else {}


def _clock(name: str) -> tuple[Callable[[str, StopForm], Facts], Callable[[Facts, StopForm, bool], str]]:
    return lambda text, form: {name: moment(text, form)}, lambda result, _, __: str(result.get(name, ""))


def _paid(text: str, form: StopForm) -> Facts:
    del form
    found = payments.paid(text)
    return {"payments": found} if found else {}


FIELDS: tuple[Field, ...] = (
    Field("check_in", ("到店", "到", "进店", "签到", "到店时间"), ("in", "check-in", "check in", "arrived"), *_clock("check_in")),
    Field("check_out", ("离店", "离", "出店", "签退", "离店时间"), ("out", "check-out", "check out", "left at"), *_clock("check_out")),
    Field("steps", ("步骤",), ("steps", "step"), steps.steps, steps.steps_text),
    Field("skipped", ("漏项", "漏", "未做步骤"), ("skipped",), steps.skipped, steps.skip_text, free=True,
          line=steps.skip_line),
    Field("points", ("陈列", "陈列检查"), ("display",), shelf.points, shelf.points_text),
    Field("found", ("缺货", "缺", "必售缺货"), ("missing",), shelf.missing, shelf.missing_text),
    Field("facings", ("排面",), ("facings",), shelf.facings,
          lambda result, _, __: "/".join(map(str, result.get("facings", ())))),
    Field("advice", ("建议", "陈列建议"), ("advice",), **_free("advice")),
    Field("stock", ("库存", "盘库", "盘点"), ("stock", "count"), counts.stock, counts.stock_text, lists=True,
          remarks=counts.stock_summed),
    Field("order", ("订单", "订货", "要货", "要了", "下单", "订"), ("order", "orders", "ordered"), orders.order,
          orders.text_of, lists=True,
          remarks=orders.order_summed),
    Field("order_value", ("订单额", "金额", "订单金额"), ("order value", "amount"),
          lambda text, _: {"order_value": payments.amount(text)}, orders.value_text),
    Field("delivery", ("送货", "送达", "送"), ("delivery", "delivered"),
          lambda text, form: {"delivery": deliveries.delivered(text, form)},
          lambda result, form, _: deliveries.delivery_text(result.get("delivery", ()), form), lists=True,
          remarks=deliveries.untold),
    Field("payments", ("收款", "付款", "收"), ("paid", "payment", "payments"), _paid,
          lambda result, _, chinese: payments.paid_text(result.get("payments", ()), 0 if chinese else -1), lists=True,
          remarks=lambda text, _: payments.summed(text)),
    Field("empties", ("空瓶", "回收", "空箱", "空瓶空箱"), ("empties",), counts.empties, counts.empties_text, lists=True),
    Field("coaching", ("辅导", "辅导主题"), ("coach", "coaching"), talks.coaching, talks.coaching_text),
    Field("action", ("约定", "约定行动"), ("next", "action", "agree"), **_free("action")),
    Field("followed_up", ("兑现", "上次约定兑现"), ("kept", "followed up"), talks.yes_no, talks.yes_no_text),
    Field("bulletins", ("资讯",), ("bulletins", "handed over"), talks.bulletins, talks.bulletin_text),
    Field("rating", ("评价", "评分"), ("rating",), talks.rating, lambda result, _, __: str(result.get("rating") or "")),
    Field("photos", ("照片", "相片"), ("photos", "photo"), talks.photos, talks.photo_text, free=True,
          line=talks.photo_line),
    Field("note", ("备注", "说明"), ("note", "notes"), **_free("note")),
    Field("left_reason", ("未访", "未访原因", "未拜访", "未拜访原因", "没去"),
          ("not visited", "why not visited", "left out because"), **(_free("left_reason") | {"read": _left})),
    Field("display_percent", ("陈列分",), ("display score",), shelf.percent,
          lambda result, _, __: f"{result['display_percent']:g}" if "display_percent" in result else ""),
)  # fmt: skip
"""Every blank, in the order of the sheet."""

_BY_NAME = {field.name: field for field in FIELDS}


def field_named(name: str) -> Field:
    return _BY_NAME[name]
