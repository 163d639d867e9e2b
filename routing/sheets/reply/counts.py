"""Goods counted in a shop, by production date where that matters, and empties taken back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from routing.sheets.reply import goods, payments
from routing.sheets.reply.facts import Facts
from routing.sheets.reply.quotes import covered_parts, opened, unquoted
from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import NUMBER, POINT, narrow, read_count


def stock(text: str, form: StopForm) -> Facts:
    counts: dict[tuple[str, str], int] = {}
    for product, rest in _counts_in(text, form):
        pieces, produced = _counted(product, rest, form)
        counts[product.id, produced] = counts.get((product.id, produced), 0) + pieces
    lines = [
        {"product": product, "quantity": pieces} | ({"produced": produced} if produced else {})
        for (product, produced), pieces in counts.items()
    ]
    return {"stock": lines} if lines else {}


_STILL = re.compile(rf"(?:还剩下?|只剩下?|剩余|剩下|还有|现有|剩|有)(?=\s*{NUMBER})|(?<=\w)\s+left\b", re.IGNORECASE)
"""What is said of goods that are there, with or without how many."""


def _counts_in(text: str, form: StopForm) -> Iterable[tuple[FormProduct, str]]:
    for part in goods.split(text):
        try:
            yield from goods.cut(_STILL.sub(" ", part), form, lambda product, rest: _counted(product, rest, form))
        except TwoReadingsError:
            raise
        except BadNumberError as error:
            raise BadNumberError(error.code, error.text if error.text in part else part) from None


def _counted(product: FormProduct, text: str, form: StopForm) -> tuple[int, str]:
    """How many of a product there are, and of which production date."""
    counted, _, produced = narrow(text).partition("@")
    pieces = goods.count_of(product, counted, goods.smallest_of(product)).pieces
    return pieces, _date(produced, form.date) if produced.strip() else ""


def stock_summed(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A remark for each product that is counted more than once with the same date."""
    found: dict[tuple[str, str], list[int]] = {}
    for product, rest in _counts_in(text, form):
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
            found = dt.date(int(match[1]), int(match[2]), int(match[3]))
        else:
            found = dt.date(today.year, int(match[2]), int(match[3]))
            found = found if found <= today else found.replace(year=today.year - 1)
    except ValueError:
        raise BadNumberError("bad_day") from None
    if today is not None and found > today:
        raise BadNumberError("day_to_come")
    return found.isoformat()


def stock_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    return ", ".join(
        f"{line['product']} {form.product(line['product']).said(line['quantity'])}"
        + (f"@{line['produced']}" if line.get("produced") else "")
        for line in result.get("stock", ())
    )


def empties(text: str, form: StopForm) -> Facts:
    del form
    lines = []
    text = covered_parts(text)
    for part in goods.split(re.sub(r"(?<=[\d个])\s+(?=[^\d\s个=])", ",", text)):
        match = re.match(
            r"(?P<item>\D*[^\d\s:*x×-])\s*[:*x×]?\s*(?P<n>-?\d+)\s*个?\s*(?:=\s*(?P<value>.+))?$", narrow(part)
        )
        if match is None or match["item"].strip() in ("回收", "空瓶空箱"):
            raise BadNumberError("bad_quantity", opened(part))
        line: Facts = {
            "item": _item(part[: match.end("item")].strip()),
            "quantity": read_count(match["n"], POINT),
        }
        if match["value"]:
            line["value"] = payments.amount(match["value"])
        lines.append(line)
    return {"empties": lines}


def _item(text: str) -> str:
    """What kind of empties: ``空瓶回收`` are 空瓶."""
    if text != opened(text):
        return unquoted(opened(text))
    return re.sub(r"(?<=.)(?:回收|收回)$|^(?:回收|收回)(?=.)", "", text).strip()


def empties_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del form, chinese
    return ", ".join(
        f"{line['item']} {line['quantity']}" + (f"={line['value']}" if line.get("value") else "")
        for line in result.get("empties", ())
    )
