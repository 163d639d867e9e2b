"""What a shop orders: lines of goods, what is given free of charge with them, or an amount alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from routing.sheets.reply import goods, payments, ticks
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.goods import case_of, count_of, named, smallest_of
from store.notation.errors import BadNumberError
from store.notation.numbers import NUMBER, narrow
from store.notation.numerals import CHINESE
from store.notation.quantities import Counted

NO_ORDER = (
    "没要货", "没订货", "没订", "没下单", "未下单", "没订单", "无订单", "没成交", "未成交", "不要货", "没要",
    "no order",
)  # fmt: skip
"""Words that say alone, without the name of the blank, that nothing was ordered."""
NOTHING = (*ticks.NONE, *NO_ORDER, "不要", "不要了", "未订", "不订", "暂无", "nothing")


def is_no_order(text: str) -> bool:
    """Whether words say alone that nothing was ordered."""
    return narrow(text).strip(" .!").casefold() in NO_ORDER


_NONE = "0.00"
_VALUE = re.compile(r"[¥￥$]?\s*[\d,.]+\s*(元|块)?")


def order_summed(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A remark for each product that is ordered more than once."""
    plain = narrow(text).strip()
    if plain.casefold() in NOTHING or _VALUE.fullmatch(plain):
        return
    found: dict[str, list[int]] = {}
    for product, count, gift in _items(text, form):
        if not gift:
            found.setdefault(product.id, []).append(count.pieces)
    for product_id, counts in found.items():
        if len(counts) > 1:
            yield goods.sum_told(form.product(product_id), counts)


def order(text: str, form: StopForm) -> Facts:
    if narrow(text).strip().casefold() in NOTHING:
        return {"order_value": _NONE}
    if narrow(text).strip().isdigit():
        raise BadNumberError("goods_or_amount")
    if _VALUE.fullmatch(narrow(text).strip()):
        return {"order_value": payments.amount(text)}
    lines = _ordered(text, form)
    return {"order": lines} if lines else {}


_GIFT = r"(?:[另再]\s*)?(?:搭赠|加送|赠送|赠品|送|赠|搭)"
_OTHER_GIFT = re.compile(rf"(^|[,;，；、\n]\s*)?({_GIFT})(?=\s*[^\d\s{CHINESE}的货到达完了])")
_GIFT_OF = re.compile(rf"{_GIFT}\s*(?=[^\d\s{CHINESE}])")
"""Another product that is free: ``搭赠锅巴1箱``."""
_GIFT_ON_TOP = re.compile(rf"{_GIFT}\s*{NUMBER}\s*\D{{0,3}}")
"""A gift without a product, which is of the one before: ``P01 10箱，送1箱``."""
_REFUSED = r"(?:暂时|这次|先)?(?:不要了?|没要|不订了?|不用了?|取消)"
_NOT_THIS = re.compile(rf"{_REFUSED}\s*(?=[^\s了])")
_REFUSED_NEXT = re.compile(rf"\s+(?={_REFUSED}[^\W了])")
"""Before a product that is not wanted: ``P01 3箱 不要P02``."""


def _items(text: str, form: StopForm) -> Iterator[tuple[FormProduct, Counted, bool]]:
    """What is ordered of which product, 0 where it is said not to be; and whether it is a gift by itself."""
    parts: list[str] = []
    text = _REFUSED_NEXT.sub(",", text)
    for part in goods.split(
        _OTHER_GIFT.sub(lambda match: match[0] if match[1] is not None else f",{match[2]}", text)
    ):
        if parts and _GIFT_ON_TOP.fullmatch(part):
            parts[-1] = f"{parts[-1]} {part}"
            if len({product.id for product, _ in goods.cut(parts[-1], form, _wanted)}) > 1:
                raise BadNumberError("two_ways", parts[-1])
        else:
            parts.append(part)
    for part in parts:
        gift = _GIFT_OF.match(part)
        bare = part[gift.end() :] if gift else part
        if refused := _NOT_THIS.match(narrow(bare)):
            bare = f"{bare[refused.end() :]} 不要"
        for product, rest in goods.cut(bare, form, _wanted):
            count = _wanted(product, rest)
            yield product, count, gift is not None and bool(count.number)


def _wanted(product: FormProduct, rest: str) -> Counted:
    if goods.UNWANTED.fullmatch(narrow(rest).strip()):
        return Counted(0, 0, product.case[0] or None, 0.0)
    return count_of(product, rest, case_of(product))


def _ordered(text: str, form: StopForm) -> list[dict[str, Any]]:
    """Lines of an order: of one product all that is said of it, added up; a `gift` is a line without charge.

    A product that is not wanted is a line of 0, which takes out what was ordered of it before.
    """
    lines: dict[tuple[str, bool], dict[str, Any]] = {}
    for product, count, gift in _items(text, form):
        known = lines.get((product.id, False))
        if known is not None and not gift and bool(known["quantity"]) != bool(count.number):
            raise BadNumberError("wanted_and_not", product.name)
        smallest = smallest_of(product) or None
        line = {"product": product.id, "quantity": count.number, "unit": count.unit}
        _add(lines, product, line | {"gift": True} if gift else line)
        if count.free:
            _add(
                lines,
                product,
                {"product": product.id, "quantity": float(count.free), "unit": smallest, "gift": True},
            )
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


def text_of(result: Facts, form: StopForm, chinese: bool) -> str:
    """The other way round, an order of nothing as a word."""
    if not result.get("order") and result.get("order_value") == _NONE:
        return "无" if chinese else "none"
    return order_text(result.get("order", ()), form)


def value_text(result: Facts, form: StopForm, chinese: bool) -> str:
    """The value of an order that is told without its lines."""
    del form, chinese
    value = str(result.get("order_value", ""))
    return "" if value == _NONE and not result.get("order") else value


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
    ordered = {line["product"] for line in lines if not line.get("gift")}
    for line in lines:
        if line["product"] not in ordered:
            said.append(f"送{line['product']} {line['quantity']:g}{line.get('unit') or ''}")
    return ", ".join(said)
