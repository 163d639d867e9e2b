"""Credit terms out of an outlet's row: limit, days, what is owed, and since when something is overdue."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from store.intake.measured import days
from store.notation.errors import NotationError
from store.notation.money import half_up, money_text
from store.notation.words import fold

if TYPE_CHECKING:
    from store.intake.figures import Figures
    from store.intake.gathering import Taken

COLUMNS = {
    "credit_limit": ("信用额度", "授信额度", "信用限额", "赊销额度", "额度", "欠款额度", "credit limit"),
    "credit_days": ("账期", "账期天数", "信用期", "信用天数", "付款期限", "credit days", "payment days"),
    "balance": ("欠款", "欠款余额", "应收余额", "应收账款", "应收", "当前欠款", "未收款", "balance", "receivable"),
    "oldest_overdue": (
        "最早逾期日", "最早逾期日期", "最早逾期", "逾期日期", "首次逾期日期", "首次逾期日", "首次逾期", "最早到期日",
        "oldest overdue", "overdue since",
    ),
}  # fmt: skip
"""What the columns are called."""
_USUAL = {
    "现结": 0,
    "现款": 0,
    "现金": 0,
    "货到付款": 0,
    "cash": 0,
    "cod": 0,
    "cash on delivery": 0,
    "周结": 7,
    "半月结": 15,
    "月结": 30,
    "monthly": 30,
    "季结": 90,
}
"""Terms that are a word instead of days."""
_NO_LIMIT = frozenset(("不限", "不限额", "无限", "无限额", "无限制", "不设限", "unlimited", "no limit"))
_MOST_DAYS = 720


def credit_of(taken: Taken, figures: Figures) -> dict[str, Any]:
    """The terms a row names; what it leaves empty is not touched. A limit below zero is an error."""
    found: dict[str, Any] = {}
    for name, field in (("credit_limit", "limit"), ("balance", "balance")):
        text = figures.cells.cell(taken.row, name)
        if field == "limit" and fold(text) in _NO_LIMIT:
            found[field] = None
            continue
        if (amount := figures.money(taken, name)) is None:
            continue
        if amount[1] or (field == "limit" and amount[0] < 0):
            taken.error(name, text, "not_an_amount")
        else:
            found[field] = f"{amount[0]:f}"
            minor = half_up(Fraction(amount[0]) * 100)
            if amount[0] * 100 != minor:
                found[field] = money_text(minor)
                taken.warn(name, text, "money_rounded", amount=found[field])
    if text := figures.cells.cell(taken.row, "credit_days"):
        before = len(taken.errors)
        term = _days(taken, figures, text)
        if len(taken.errors) > before:
            pass
        elif term is None or term > _MOST_DAYS:
            taken.error("credit_days", text, "not_a_number")
        else:
            found["days"] = term
    if (day := figures.date(taken, "oldest_overdue")) is not None:
        found["oldest_overdue"] = day.isoformat()
    elif "balance" in found and Decimal(found["balance"]) == 0:
        found["oldest_overdue"] = None
    return found


def _days(taken: Taken, figures: Figures, text: str) -> int | None:
    """Days to pay; 0 for cash."""
    word = fold(text)
    if word in _USUAL or word in ("0", "0天", "0 days"):
        return _USUAL.get(word, 0)
    try:
        return days(taken, figures, "credit_days")
    except NotationError:
        return None
