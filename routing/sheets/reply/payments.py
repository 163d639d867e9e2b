"""Payments as people write them: ``现金500 转账300(尾号8821)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from routing.sheets.reply.quotes import covered_parts, opened, unquoted
from store.notation.errors import BadNumberError
from store.notation.money import money_text, read_money
from store.notation.numbers import NUMBER, POINT, narrow

# fmt: off
METHODS = {
    "cash": ("现金", "现", "cash"),
    "transfer": (
        "转账", "转帐", "微信", "支付宝", "扫码", "对公", "微信转账", "支付宝转账", "银行转账", "对公转账",
        "微信支付", "扫码支付", "transfer", "wechat", "alipay", "bank", "bank transfer",
    ),
    "credit": (
        "欠款", "赊账", "挂账", "账期", "月结", "欠", "还欠", "尚欠", "下欠", "赊",
        "credit", "on credit", "owes", "owed",
    ),
    "discount": ("优惠", "折扣", "让利", "减免", "discount"),
}
# fmt: on
_METHOD_OF = {word: name for name, words in METHODS.items() for word in words}
_METHOD = "|".join(sorted(_METHOD_OF, key=len, reverse=True))
_AMOUNT = rf"[¥￥$]?\s*-?\d[\d,.]*\s*[万千]?|[¥￥]?{NUMBER}"
_TOOK = r"(?:收了|收到|收款|付了|收|付|是|了)?"
_BEHIND = r"\s*(?:元整|元|块钱|块)?"
_INSIDE = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
"""What stands in brackets, brackets within it closed."""
_PAID = re.compile(
    rf"\s*(?:收了?|付了?)?\s*(?:(?P<method>{_METHOD})\s*{_TOOK}\s*[:=]?\s*(?P<amount>{_AMOUNT}){_BEHIND}|"
    rf"(?P<sooner>{_AMOUNT}){_BEHIND}\s*(?:by|in|via)?\s*(?P<later>{_METHOD}))"
    rf"\s*(?:\((?P<told>{_INSIDE})\)|(?P<number>(?:尾号|单号|流水号|ref\.?)\s*[\w-]+))?\s*[,;+]?\s*",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\s*(?:收了?|付了?)?\s*(?:{_AMOUNT}){_BEHIND}\s*", re.IGNORECASE)
NOTHING = ("无", "没有", "没收", "未收", "none", "0")


def paid(text: str) -> list[dict[str, Any]]:
    """Payments by method; who stands behind a discount approved it. What one method is said to have paid adds up."""
    if narrow(text).strip().casefold() in NOTHING:
        return []
    payments: dict[str, dict[str, Any]] = {}
    for payment in _each(text):
        known = payments.setdefault(payment["method"], payment)
        if known is not payment:
            known["amount"] = f"{Decimal(known['amount']) + Decimal(payment['amount']):.2f}"
            for name in ("reference", "approved_by"):
                words = list(dict.fromkeys(each[name] for each in (known, payment) if each.get(name)))
                if words:
                    known[name] = "; ".join(words)
    return list(payments.values())


def summed(text: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A remark for each method that is named more than once."""
    methods = [payment["method"] for payment in _each(text)] if paid(text) else []
    for payment in paid(text):
        if methods.count(payment["method"]) > 1:
            yield "summed_payment", {"value": " ".join(text.split()), "amount": payment["amount"]}


def amount(text: str) -> str:
    """An amount from 0 as a record holds it; a comma is between thousands, else it is asked."""
    minor = read_money(text, POINT)
    if minor < 0:
        raise BadNumberError("negative_number", text)
    return money_text(minor)


def _each(text: str) -> Iterable[dict[str, Any]]:
    text = covered_parts(text)
    plain = re.sub(r"[\n，、；]", lambda m: "," if m[0] != "\n" else " ", narrow(text)).strip()
    found = list(_PAID.finditer(plain))
    if not found or "".join(match[0] for match in found) != plain:
        read = 0
        for match in found:
            if match.start() == read:
                read = match.end()
        raise BadNumberError(
            "method_missing" if _BARE.fullmatch(plain) else "bad_payment", opened(text.strip()[read:])
        )
    for match in found:
        method = _METHOD_OF[(match["method"] or match["later"]).casefold()]
        payment = {"method": method, "amount": amount((match["amount"] or match["sooner"]).strip().rstrip(",."))}
        behind = "told" if match["told"] else "number"
        if match[behind]:
            told = unquoted(opened(text.strip()[match.start(behind) : match.end(behind)].strip()))
            payment["approved_by" if method == "discount" else "reference"] = told
        yield payment


def paid_text(payments: Sequence[Mapping[str, Any]], words: int) -> str:
    """The other way round, by the Chinese (0) or English (-1) word of each method."""
    said = []
    for payment in payments:
        names = METHODS[payment["method"]]
        word = names[0] if words == 0 else next(name for name in names if name.isascii())
        told = payment.get("approved_by") or payment.get("reference")
        said.append(f"{word}{payment['amount']}" + (f"({told})" if told else ""))
    return " ".join(said)
