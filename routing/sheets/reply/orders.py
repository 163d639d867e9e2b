"""What a shop orders: lines of goods, what is given free of charge with them, or an amount alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from routing.sheets.reply import goods, payments, ticks
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.goods import case_of, counts_in, named, smallest_of
from store.notation.numbers import narrow

NO_ORDER = (
    "没要货", "没订货", "没订", "没下单", "未下单", "没订单", "无订单", "没成交", "未成交", "不要货", "没要",
    "no order",
)  # fmt: skip
"""Words that say alone, without the name of the blank, that nothing was ordered."""
NOTHING = (*ticks.NONE, *NO_ORDER, "不要", "不要了", "未订", "不订", "暂无", "nothing")


def is_no_order(text: str) -> bool:
    """Whether words say alone that nothing was ordered."""
    return narrow(text).strip(" .!").casefold() in NO_ORDER


_VALUE = re.compile(r"[¥￥$]?\s*[\d,.]+\s*(元|块)?")


def order_summed(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    plain = narrow(text).strip()
    if plain.casefold() in NOTHING or _VALUE.fullmatch(plain):
        return ()
    return goods.summed(text, form, goods.case_of)


def order(text: str, form: StopForm) -> Facts:
    if narrow(text).strip().casefold() in NOTHING:
        return {"order_value": "0.00"}
    if _VALUE.fullmatch(narrow(text).strip()):
        return {"order_value": payments.amount(text)}
    lines = _ordered(text, form)
    return {"order": lines} if lines else {}


def _ordered(text: str, form: StopForm) -> list[dict[str, Any]]:
    """Lines of an order: of one product all that is said of it, added up; a `gift` is a line without charge."""
    lines: dict[tuple[str, bool], dict[str, Any]] = {}
    for product, count in counts_in(text, form, case_of):
        smallest = smallest_of(product) or None
        _add(lines, product, {"product": product.id, "quantity": count.number, "unit": count.unit})
        if count.free:
            gift = {"product": product.id, "quantity": float(count.free), "unit": smallest, "gift": True}
            _add(lines, product, gift)
    return list(lines.values())


def _add(lines: dict[tuple[str, bool], dict[str, Any]], product: FormProduct, line: dict[str, Any]) -> None:
    """A line more of an order; in the smallest unit where the same is there in another."""
    key = (product.id, bool(line.get("gift")))
    known = lines.get(key)
    if known is not None and known["unit"] == line["unit"]:
        line["quantity"] += known["quantity"]
    elif known is not None:
        pieces = sum(round(each["quantity"] * product.factor(each["unit"])) for each in (known, line))
        line |= {"quantity": float(pieces), "unit": smallest_of(product) or None}
    lines[key] = line


def order_text(lines: Sequence[Mapping[str, Any]], form: StopForm) -> str:
    """The other way round: what is free of charge stands behind what is paid for."""
    said = []
    for line in lines:
        if line.get("gift"):
            continue
        text = f"{line['product']} {line['quantity']:g}{line.get('unit') or ''}"
        for gift in lines:
            if gift.get("gift") and gift["product"] == line["product"]:
                pieces = round(gift["quantity"] * form.product(gift["product"]).factor(gift.get("unit")))
                text += f"送{named(form.product(gift['product']), pieces)}"
        said.append(text)
    return ", ".join(said)
