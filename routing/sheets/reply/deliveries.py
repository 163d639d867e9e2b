"""What became of goods that were ordered: handed over, refused, damaged, exchanged, returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from routing.sheets.reply.goods import GONE, bare, count_of, cut, named, split
from routing.sheets.reply.ticks import ALL
from store.notation.errors import BadNumberError
from store.notation.numbers import NUMBER, narrow

FATES = {
    "refused": ("拒收", "拒", "refused", "ref"),
    "damaged": ("破损", "损坏", "损", "破", "damaged", "dam"),
    "exchanged": ("换货", "调换", "换", "exchanged", "exch"),
    "returned": ("退货", "退回", "退", "returned", "ret"),
}
_FLAG_OF = {word: name for name, words in FATES.items() for word in words}
_FLAG = re.compile(
    rf"({'|'.join(sorted(_FLAG_OF, key=len, reverse=True))})\s*((?:-?{NUMBER}\s?[^\d\s,;{'拒破损换退'}]*)+)"
)
_OF = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*(\D*)")
"""So many of those that were ordered: ``18/20``."""
_SHORT = re.compile(rf"\s*(?:差了?|少了?|缺了?|\bshort)\s*({NUMBER}\s*[^\d\s,;拒破损换退]*)")
"""So many less than were ordered: ``差2箱``."""
DELIVERED = (
    *ALL, "都送了", "全送了", "全送", "都送", "送完了", "送完", "已送完", "送了", "已送", "都送到了", "全部送到",
    "送到了", "全送到了", "全部送完", "都送完了", "全收", "都收了", "all delivered", "delivered", "in full",
)  # fmt: skip
NOTHING = ("没送", "未送", "没送到", "都没送", "没货", "无货", "没送货", "not delivered", "nothing delivered")


def delivered(text: str, form: StopForm) -> list[dict[str, Any]]:
    """What became of ordered goods: ``全``, or ``P01 8箱 拒1箱 换2瓶``; ``全, P02 3箱`` is all but for P02."""
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    parts = split(narrow(text).strip())
    word = parts[0].casefold() if parts else ""
    if word in DELIVERED or word in NOTHING:
        if not form.deliveries:
            raise BadNumberError("nothing_to_deliver")
        for line in form.deliveries:
            lines[line.product, line.order] = _line(
                line.product, line.order, delivered=line.ordered if word in DELIVERED else 0
            )
        parts = parts[1:]
    told: dict[str, dict[str, int]] = {}
    due = {line.product for line in form.deliveries}
    for part in _joined(parts, form):
        for product, rest in _pieces(part, form):
            sums = told.setdefault(product.id, {})
            if due and product.id not in due and _became(product, rest, form).get("delivered"):
                raise BadNumberError("nobody_ordered", product.name)
            for name, count in _became(product, rest, form).items():
                sums[name] = sums.get(name, 0) + count
    for product_id, sums in told.items():
        _deliver(product_id, sums, form, lines)
    return list(lines.values())


def _joined(parts: Iterable[str], form: StopForm) -> list[str]:
    """Parts, what became of goods without a product (``P01 8箱，拒1箱``) behind the one before."""
    found: list[str] = []
    for part in parts:
        if found and (_FLAG.match(part.casefold()) or _SHORT.match(part.casefold())):
            found[-1] = f"{found[-1]} {part}"
            if len(list(_pieces(found[-1], form))) > 1:
                raise BadNumberError("two_ways", found[-1])
        else:
            found.append(part)
    return found


def _pieces(part: str, form: StopForm) -> Iterable[tuple[FormProduct, str]]:
    if not re.search(NUMBER, part) and not GONE.search(part):
        return [(_whole(part, form), "")]
    return cut(part, form, lambda product, rest: _became(product, rest, form))


def _became(product: FormProduct, rest: str, form: StopForm) -> dict[str, int]:
    """Pieces of a product by what became of them; all that was ordered where no number handed over is said."""
    mine = [line for line in form.deliveries if line.product == product.id]
    unit = (mine[0].unit if mine else product.case[0]) or ""
    plain = GONE.sub("0", narrow(rest).casefold())
    in_all = sum(line.ordered for line in mine)
    found: dict[str, int] = {}
    if (of := _OF.fullmatch(plain)) is not None:
        if not mine or count_of(product, of[2] + of[3], unit).pieces != in_all:
            raise BadNumberError("not_what_was_ordered", f"{product.name} {product.shown(in_all)}")
        return {"delivered": count_of(product, of[1] + of[3], unit).pieces}
    short = [count_of(product, match[1], unit).pieces for match in _SHORT.finditer(plain)]
    plain = _SHORT.sub("", plain)
    for match in _FLAG.finditer(plain):
        name = _FLAG_OF[match[1]]
        found[name] = found.get(name, 0) + count_of(product, match[2], unit).pieces
    count = _FLAG.sub("", plain).strip(" /")
    if count in ALL and mine:
        found["delivered"] = in_all
    elif count:
        counted = count_of(product, count, unit)
        found["delivered"] = counted.pieces + counted.free
    if mine and sum(found.get(name, 0) for name in ("delivered", "refused", "damaged")) > in_all:
        raise BadNumberError("not_what_was_ordered", f"{product.name} {product.shown(in_all)}")
    if short:
        brought = in_all - sum(short) - found.get("refused", 0) - found.get("damaged", 0)
        if not mine or brought < 0 or found.setdefault("delivered", brought) != brought:
            raise BadNumberError("not_what_was_ordered", f"{product.name} {product.shown(in_all)}")
    return found


def untold(text: str, form: StopForm) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """A remark on goods that were to be brought and that a delivery says nothing of: they stay owed."""
    named = {line["product"] for line in delivered(text, form)}
    left = list(dict.fromkeys(line.product for line in form.deliveries if line.product not in named))
    if named and left:
        yield "goods_untold", {"goods": [form.product(each).name for each in left]}


def _deliver(
    product_id: str, sums: Mapping[str, int], form: StopForm, lines: dict[tuple[str, str], dict[str, Any]]
) -> None:
    mine = [line for line in form.deliveries if line.product == product_id]
    flags = {name: count for name, count in sums.items() if name != "delivered"}
    lost = flags.get("refused", 0) + flags.get("damaged", 0)
    in_all = sum(line.ordered for line in mine)
    pieces = sums["delivered"] if "delivered" in sums else max(0, in_all - lost)
    if not mine:
        lines[product_id, ""] = _line(product_id, "", delivered=pieces, **flags)
    for place, line in enumerate(mine):
        part = min(pieces, line.ordered) if place < len(mine) - 1 else pieces
        lines[line.product, line.order] = _line(
            line.product, line.order, delivered=part, **(flags if not place else {})
        )
        pieces -= part


def _whole(name: str, form: StopForm) -> FormProduct:
    """A product named without a quantity."""
    wanted = "".join(narrow(name).casefold().split())
    found = [each for each in form.products.values() if wanted == each.id.casefold() or wanted in bare(each.name)]
    if len(found) != 1:
        raise BadNumberError("no_such_product")
    return found[0]


def _line(product: str, order: str, **counts: int) -> dict[str, Any]:
    named = {"order": order} if order else {}
    return {
        "product": product,
        **named,
        **{name: count for name, count in counts.items() if count or name == "delivered"},
    }


def delivery_text(lines: Sequence[Mapping[str, Any]], form: StopForm) -> str:
    """The other way round; quantities of one product in several orders stand together."""
    whole = {(line.product, line.order): line.ordered for line in form.deliveries}
    told = {(line["product"], line.get("order", "")): line for line in lines}
    if (
        whole
        and told.keys() == whole.keys()
        and all(
            line.get("delivered", 0) == whole[key] and not any(line.get(name) for name in FATES)
            for key, line in told.items()
        )
    ):
        return ALL[0]
    said = []
    for product_id in dict.fromkeys(line["product"] for line in lines):
        product = form.product(product_id)
        mine = [line for line in lines if line["product"] == product_id]
        words = [f"{product_id} {named(product, sum(line.get('delivered', 0) for line in mine))}"]
        for name, names in FATES.items():
            count = sum(line.get(name, 0) for line in mine)
            if count:
                words.append(f"{names[1] if len(names[1]) == 1 else names[0][0]}{named(product, count)}")
        said.append(" ".join(words))
    return ", ".join(said)
