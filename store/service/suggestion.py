"""What an outlet sells, how long its stock lasts, what nears its end, and what it should order.

Rate of sale, pieces a day. Between two stock counts whatever came in and is no longer there was sold:

    rate = (first count + received in between − last count) ÷ days in between

from the oldest count of the last `LOOK_BACK` days to the newest, at least `LEAST_DAYS` apart. Without two
such counts what was received stands for what was sold:

    rate = received in the last `LOOK_BACK` days ÷ days since the first of those receipts (at least `LEAST_DAYS`)

Days of cover = stock ÷ rate. The suggestion, in whole cases:

    pieces = rate × (cover days + safety days) − stock − on its way, no less than 0
    cases  = pieces ÷ pieces per case, rounded up, no less than the cases of a promotion that runs

Stock is what was counted at the call. A product not counted there has what its last count left:

    stock = last count + received since − rate × days since, no less than 0

and where it was never counted nothing is suggested but the cases of a promotion.

A must-stock product that was counted and is not there and of which nothing is on its way is suggested by one
case, whatever its rate.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.records import Product, StockLine
from store.service.prices import case_factor

LOOK_BACK = 91
"""Days of the past that a rate of sale is made from."""
LEAST_DAYS = 7
"""Days between two counts below which they say more about chance than about sales."""


@dataclass(frozen=True, slots=True)
class Count:
    """Pieces of one product counted on a date."""

    date: dt.date
    pieces: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Pieces of one product that came in on a date; negative ones went back."""

    date: dt.date
    pieces: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one product should be ordered by.

    `stock` is in pieces, `rate` pieces a day, `cover` days; None where nothing tells them.
    """

    product: Product
    stock: int | None
    on_way: int
    rate: float | None
    cover: float | None
    cases: int
    promoted: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """Stock of one production date: days until its end (negative: past it), and whether that is near."""

    line: StockLine
    days_left: int
    near: bool


def rate_of_sale(counts: Iterable[Count], receipts: Iterable[Receipt], today: dt.date) -> float | None:
    """Pieces a day up to `today`, by the formula above; None where nothing tells it."""
    first_day = today - dt.timedelta(days=LOOK_BACK)
    counted = sorted((each for each in counts if first_day <= each.date <= today), key=lambda each: each.date)
    received = [each for each in receipts if first_day <= each.date <= today]
    if counted and (days := (counted[-1].date - counted[0].date).days) >= LEAST_DAYS:
        came = sum(each.pieces for each in received if counted[0].date < each.date <= counted[-1].date)
        return max(0, counted[0].pieces + came - counted[-1].pieces) / days
    came_in = [each for each in received if each.date < today]
    if not came_in:
        return None
    since = (today - min(each.date for each in came_in)).days
    return max(0, sum(each.pieces for each in came_in)) / max(LEAST_DAYS, since)


def stock_left(
    counts: Iterable[Count], receipts: Iterable[Receipt], rate: float | None, today: dt.date
) -> int | None:
    """Pieces that should still be there by the last count before `today`; None where it was never counted."""
    last = max((each for each in counts if each.date <= today), key=lambda each: each.date, default=None)
    if last is None:
        return None
    came = sum(each.pieces for each in receipts if last.date < each.date <= today)
    sold = 0.0 if rate is None else rate * (today - last.date).days
    return max(0, round(last.pieces + came - sold))


def suggest(
    product: Product,
    *,
    stock: int | None,
    rate: float | None,
    days: float,
    on_way: int = 0,
    must_stock: bool = False,
    promotion_cases: int = 0,
) -> Suggestion:
    """The suggestion for one product: `days` is cover and safety together, `on_way` pieces ordered and not there."""
    factor = case_factor(product)
    wanted = 0.0 if rate is None or stock is None else max(0.0, rate * days - stock - on_way)
    cases = math.ceil(round(wanted / factor, 6))
    if must_stock and stock == 0 and on_way == 0:
        cases = max(1, cases)
    return Suggestion(
        product=product,
        stock=stock,
        on_way=on_way,
        rate=rate,
        cover=None if not rate or stock is None else stock / rate,
        cases=max(cases, promotion_cases),
        promoted=promotion_cases > 0,
    )


def freshness(product: Product, lines: Sequence[StockLine], today: dt.date) -> list[Freshness]:
    """Stock by production date, what ends first coming first; nothing without dates or a shelf life."""
    found = []
    for line in lines:
        if line.product == product.id and line.produced is not None and (end := product.expires(line.produced)):
            left = (end - today).days
            found.append(Freshness(line, left, left <= product.near_days))
    return sorted(found, key=lambda each: each.days_left)
