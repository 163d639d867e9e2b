"""Facts in the short form of sheets and pasted texts, made into fields of a call; what was there before stays."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from store.records import BulletinHanded, StepKind
from tui.jobs.call_orders import line_of
from tui.jobs.call_sheet import with_goods
from tui.jobs.forms import focus_of
from tui.jobs.office import JobError
from tui.jobs.paying import deliveries_of, unordered
from tui.jobs.told import BECAME, without

if TYPE_CHECKING:
    from routing.sheets.form import StopForm
    from tui.jobs.call_sheet import CallSheet
    from tui.jobs.office import Office

_REVIEW = dt.timedelta(days=7)
"""What was agreed is looked at again after so long, unless a date says otherwise."""
_DONE_WITH: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.DISPLAY: ("display",),
    StepKind.STOCK: ("stock",),
    StepKind.ORDER: ("order", "order_value"),
    StepKind.COACH: ("coaching",),
    StepKind.FOLLOW_UP: ("follow_up",),
    StepKind.DELIVERY: ("delivery", "empties", "payments"),
    StepKind.BULLETIN: ("bulletins",),
    StepKind.RATING: ("rating",),
    StepKind.NETWORK: ("network",),
    StepKind.CASH: ("cash",),
}
"""Facts with which a step of a kind is done."""
_COUNTED = {"stock": "quantity", "payments": "amount", "empties": "quantity"}
"""What is added up where a result says a thing twice."""
_OF_ORDERED = ("delivered", "refused", "damaged")
"""What may become of pieces that were ordered."""
_SHORT = ("points", "found", "facings", "advice", "action", "followed_up", "skipped")


def with_facts(
    office: Office,
    sheet: CallSheet,
    form: StopForm,
    result: Mapping[str, Any],
    instead: Collection[str] = (),
) -> dict[str, Any]:
    """The call's document with a result's facts joined to it, each where it belongs.

    Lists are joined by product, payments by method, empties by name: what is told again takes the place of what
    was told before, what is not told stays. Of the blanks named in `instead` nothing told before stays.
    """
    if any(result.get(name) for name in ("delivery", "payments", "empties")):
        sheet = with_goods(office, sheet)
    document = sheet.call.to_json()
    if instead:
        waiting = [line.to_json() for line in deliveries_of(office, sheet.orders)]
        document = without(document, instead, waiting)
    fresh = {name: value for name, value in result.items() if name not in _SHORT}
    if display := _display(form, document.get("display"), result):
        fresh["display"] = {**(fresh.get("display") or {}), **display}
    if check := _counted(sheet, fresh.get("display") or document.get("display"), fresh.get("stock")):
        fresh["display"] = check
    if coaching := _coaching(sheet, document.get("coaching"), result):
        fresh["coaching"] = coaching
    action = sheet.call.follow_up or sheet.action
    if (kept := result.get("followed_up")) is not None and action is not None:
        fresh["follow_up"] = action.model_copy(update={"done": bool(kept)}).to_json()
    if "bulletins" in fresh:
        handed = [_handed(sheet, each) for each in _list(fresh["bulletins"])]
        fresh["bulletins"] = _joined(document.get("bulletins", ()), handed, ("bulletin",))
    for name, key in (("stock", "product"), ("payments", "method"), ("empties", "item"), ("photos", "path")):
        if name in fresh:
            keys = (key, "produced") if name == "stock" else (key,)
            told = _summed(_list(fresh[name]), keys, _COUNTED.get(name, ""))
            fresh[name] = _joined(document.get(name, ()), told, keys)
    if "order" in fresh:
        asked = [_priced(office, sheet, line) for line in _list(fresh["order"])]
        lines = _reordered(document.get("order", ()), asked)
        fresh["order"] = [line for line in lines if line.get("quantity") != 0]
    if "delivery" in fresh:
        waiting = document.get("delivery") or [line.to_json() for line in deliveries_of(office, sheet.orders)]
        fresh["delivery"] = _brought(waiting, [_known(office, sheet, line) for line in _list(fresh["delivery"])])
    if "payments" in fresh:
        fresh["payments"] = [each for each in fresh["payments"] if each.get("amount") not in ("0.00", "0", 0)]
    steps = document.get("steps", [])
    document |= fresh
    document["steps"] = _steps(sheet, steps, document, result)
    return document


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _summed(lines: Iterable[Any], keys: tuple[str, ...], field: str) -> list[Any]:
    """Lines of one result with the same keys as one, their amounts added up; what does not add up stays apart."""
    found: dict[object, Any] = {}
    for place, line in enumerate(lines):
        known: object = tuple(line.get(key) for key in keys) if isinstance(line, Mapping) else place
        had = found.get(known)
        if had is None or not field:
            found[known if field else (known, place)] = line
            continue
        total = _total(had.get(field), line.get(field))
        if total is None:
            found[known, place] = line
        else:
            found[known] = {**had, **line, field: total}
    return list(found.values())


def _total(one: object, other: object) -> object:
    if type(one) is int and type(other) is int:
        return one + other
    with contextlib.suppress(InvalidOperation, TypeError, ValueError):
        if isinstance(one, str) and isinstance(other, str):
            return str(Decimal(one) + Decimal(other))
    return None


def _joined(before: Iterable[Any], fresh: object, keys: tuple[str, ...]) -> list[Any]:
    """Lines in their order, those with the same keys replaced."""
    found: dict[object, Any] = {}
    for place, line in enumerate([*before, *_list(fresh)]):
        known = tuple(line.get(key) for key in keys) if isinstance(line, Mapping) else (place,)
        found[known] = line
    return list(found.values())


def _reordered(before: Iterable[Any], asked: Sequence[Any]) -> list[Any]:
    """The lines of an order with those told now in place of all that was told before of the same product."""
    fresh: dict[object, list[Any]] = {}
    for line in asked:
        fresh.setdefault(line.get("product") if isinstance(line, Mapping) else None, []).append(line)
    found: list[Any] = []
    for line in before:
        product = line.get("product")
        if product in fresh:
            found += fresh.pop(product)
        elif not any(product == each.get("product") for each in asked if isinstance(each, Mapping)):
            found.append(line)
    return found + [line for lines in fresh.values() for line in lines]


def _display(form: StopForm, before: Mapping[str, Any] | None, result: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: result[name] for name in ("advice",) if result.get(name)}
    for name in ("points", "found"):
        if result.get(name):
            told[name] = {**((before or {}).get(name) or {}), **result[name]}
    if facings := result.get("facings"):
        told["own_facings"], told["all_facings"] = facings
    if not told:
        return {}
    if before is None and not form.standard:
        raise JobError("no_display_standard", where="display", outlet=form.outlet)
    return {**(dict(before) if before else {"standard": form.standard}), **told}


def _coaching(sheet: CallSheet, before: Mapping[str, Any] | None, result: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(result.get("coaching") or {})
    if result.get("action"):
        told["action"] = result["action"]
    if not told:
        return {}
    known = dict(before or {})
    if told.get("skill") and told.get("topic", known.get("topic")) is None:
        focus = focus_of(sheet)
        if not focus:
            raise JobError("no_topics", where="coaching", outlet=sheet.outlet.id)
        told["topic"] = focus
    if told.get("action") and not (told.get("action_due") or known.get("action_due")):
        told["action_due"] = (sheet.call.date + _REVIEW).isoformat()
    return {**known, **told}


def _counted(
    sheet: CallSheet, check: Mapping[str, Any] | None, stock: Sequence[Mapping[str, Any]] | None
) -> dict[str, Any] | None:
    """The display check with must-stock products that were counted as found, unless it says otherwise."""
    must = set(sheet.display.must_stock) if sheet.display else set()
    if check is None or not isinstance(stock, list):
        return None
    there: dict[str, bool] = {}
    for line in stock:
        if isinstance(line, Mapping) and line.get("product") in must:
            there[line["product"]] = there.get(line["product"], False) or bool(line.get("quantity"))
    return {**check, "found": {**there, **(check.get("found") or {})}} if there else None


def _handed(sheet: CallSheet, bulletin: object) -> Any:
    if not isinstance(bulletin, str):
        return bulletin
    return BulletinHanded(bulletin=bulletin, to=sheet.outlet.contact).to_json()


def _priced(office: Office, sheet: CallSheet, line: object) -> Any:
    """An order line at the list price of the outlet's tier, unless it says its own; a gift costs nothing."""
    if not isinstance(line, Mapping) or "price" in line or "value" in line:
        return line
    product = office.books.products.find(line.get("product"))
    quantity = line.get("quantity")
    if product is None or not isinstance(quantity, (int, float)):
        return line
    if quantity < 0:
        raise JobError("negative_number", where="order", value=quantity)
    found = line_of(product, sheet.outlet, product.pieces(quantity, line.get("unit")))
    if line.get("gift"):
        found = found.model_copy(update={"price": 0, "value": 0})
    return found.to_json()


def _known(office: Office, sheet: CallSheet, line: object) -> Any:
    """A line that is of no order with the unit and the price that it has by the list."""
    product = office.books.products.find(line.get("product")) if isinstance(line, Mapping) else None
    if product is None or not isinstance(line, Mapping) or line.get("order"):
        return line
    if any(each.product == product.id for order in sheet.orders for each in order.lines):
        return line
    return {**unordered(sheet.outlet, product).to_json(), **line}


def _brought(waiting: Iterable[Mapping[str, Any]], told: Iterable[Any]) -> list[Any]:
    """The lines that wait to be delivered with what became of them; goods of no order come last.

    Of several lines of a product of an order (ten paid for, one free) what was handed over counts for the first
    until that is full, then for the next; so does what was refused or damaged.
    """
    found: list[Any] = [dict(line) for line in waiting]
    sums: dict[tuple[int, ...], dict[str, Any]] = {}
    for line in told:
        mine = [place for place, each in enumerate(found) if _is_of(line, each)]
        if not mine:
            found.append(line)
            continue
        known = sums.setdefault(tuple(mine), {})
        added = {name: known.get(name, 0) + line[name] for name in BECAME if type(line.get(name)) is int}
        known |= {**line, **added}  # the same goods twice in one result: both count
    for places, counts in sums.items():
        _shared_out([found[place] for place in places], counts)
    return found


def _is_of(line: Any, waiting: Any) -> bool:
    """Whether what is told is of a line that waits; a price, where one is told, tells lines of a product apart."""
    return (
        isinstance(line, Mapping)
        and isinstance(waiting, Mapping)
        and line.get("product") == waiting.get("product")
        and line.get("order") in (None, waiting.get("order"))
        and line.get("price") in (None, waiting.get("price"))
    )


def _shared_out(lines: Sequence[dict[str, Any]], told: Mapping[str, Any]) -> None:
    """Writes what is told of a product into its lines."""
    if len(lines) == 1:
        lines[0].update(told)
        return
    others = {
        name: value for name, value in told.items() if name not in (*BECAME, "order", "price", "unit", "ordered")
    }
    names = [name for name in BECAME if name in told]
    for line in lines:
        line.update(others | dict.fromkeys(names, 0))
    for name in names:
        left = told[name]
        if type(left) is not int or name not in _OF_ORDERED:
            lines[0][name] = left
            continue
        for line in lines[:-1]:
            taken = sum(line.get(other, 0) for other in _OF_ORDERED if other != name)
            line[name] = min(left, max(0, line.get("ordered", 0) - taken))
            left -= line[name]
        lines[-1][name] = left


def _steps(
    sheet: CallSheet, on_file: Iterable[dict[str, Any]], document: Mapping[str, Any], result: Mapping[str, Any]
) -> Any:
    """The steps done: those named, and those whose facts were entered; the others as they were.

    Steps may also come as documents, which then stand as they are.
    """
    given = result.get("steps", [])
    if not isinstance(given, list) or not all(isinstance(step, str) for step in given):
        return given
    done = set(given)
    known = {step.id for step in sheet.steps}
    skipped = result.get("skipped") or {}
    if unknown := sorted((done | set(skipped)) - known):
        raise JobError("no_such_step", where="steps", step=unknown[0], known=", ".join(sorted(known)))
    before = {step["step"]: step for step in on_file}
    found = []
    for step in sheet.steps:
        told = any(_told(document, result, name) for name in _DONE_WITH.get(step.kind, ()))
        if step.id in done or told:
            found.append({"step": step.id, "done": True})
        elif step.id in skipped:
            found.append({"step": step.id, "done": False, "reason": skipped[step.id]})
        else:
            found.append(before.pop(step.id, {"step": step.id, "done": False}))
    return found


def _told(document: Mapping[str, Any], result: Mapping[str, Any], name: str) -> bool:
    """Whether the result itself, not what stood there before, says something of a fact of the call."""
    short = {
        "display": ("points", "found", "facings", "advice"),
        "follow_up": ("followed_up",),
    }
    return document.get(name) not in (None, [], {}) and any(
        result.get(each) not in (None, [], {}) for each in (name, *short.get(name, ()))
    )
