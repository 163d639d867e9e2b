"""What stands on the shelf: points of the display standard, must-stock products that are missing, facings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from routing.sheets.form import StopForm
from routing.sheets.reply import goods, ticks
from routing.sheets.reply.facts import Facts
from store.notation.errors import BadNumberError
from store.notation.numbers import POINT, narrow, read_count


def points(text: str, form: StopForm) -> Facts:
    if re.fullmatch(r"[\d.]+\s*[%％]", text):
        return percent(text, form)
    return {"points": ticks.ticked(text, [point.id for point in form.points])}


def points_text(result: Facts, form: StopForm, chinese: bool) -> str:
    del chinese
    points: Mapping[str, bool] = result.get("points") or {}
    return ticks.tick_text(points, [point.id for point in form.points]) if points else ""


def percent(text: str, form: StopForm) -> Facts:
    """The score alone, in per cent, of a sheet on which no points were ticked."""
    del form
    score = narrow(text).rstrip("%分 ")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", score) or float(score) > 100:
        raise BadNumberError("bad_percent")
    return {"display_percent": float(score)}


NOT_MISSING = (*ticks.NONE, "不缺", "没缺", "不缺货", "没缺货", "无缺货", "nothing")


def missing(text: str, form: StopForm) -> Facts:
    """Must-stock products that were missing, by number, id or name; the others were found."""
    plain = narrow(text).strip().casefold()
    if plain in NOT_MISSING:
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
            raise BadNumberError("no_such_product", part)
        found[product or named[0]] = False
    return {"found": found}


def missing_text(result: Facts, form: StopForm, chinese: bool) -> str:
    found = result.get("found")
    if not found:
        return ""
    gone = [str(place) for place, product in enumerate(form.must_stock, 1) if found.get(product) is False]
    return " ".join(gone) if gone else "无" if chinese else "none"


def facings(text: str, form: StopForm) -> Facts:
    del form
    parts = re.split(r"[/\\:]|of", narrow(text))
    if len(parts) != 2:
        raise BadNumberError("bad_facings")
    own, whole = (read_count(part, POINT) for part in parts)
    if own > whole:
        raise BadNumberError("bad_facings")
    return {"facings": [own, whole]}
