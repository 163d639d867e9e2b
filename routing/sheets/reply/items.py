"""Lists as people write them: numbers ticked off, products with quantities, what was delivered and paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from routing.sheets.form import FormProduct, StopForm
from store.notation.errors import BadNumberError
from store.notation.money import money
from store.notation.numbers import NUMBER, narrow, number
from store.notation.quantities import quantity

_YES = "√✓✔☑对是有ok达y"
_NO = "×✗✘☒错否没缺xn"
_MARKED = re.compile(rf"\s*({NUMBER})\s*([{_YES}{_NO}]*)\s*[,;.)]?\s*", re.IGNORECASE)
ALL = ("全", "全部", "全对", "全有", "都有", "齐", "all", "ok")
NONE = ("无", "没有", "全无", "都没", "none", "0")


def ticked(text: str, ids: Sequence[str]) -> dict[str, bool]:
    """Which of some numbered things hold.

    ``134``: these do and the others do not; ``1√2×``: just these were looked at; ``全`` and ``无``: all, none.
    Where there are ten or more, numbers need a space or a comma between them, unless there is one way alone to
    read them as rising numbers: of ten, ``1210`` are 1, 2 and 10.
    """
    plain = narrow(text).strip().casefold()
    if plain in ALL:
        return dict.fromkeys(ids, True)
    if plain in NONE:
        return dict.fromkeys(ids, False)
    plain = re.sub(r"(\d+)\s*-\s*(\d+)", lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), plain)
    plain = re.sub(r"(?<![-\d])\d{2,}", lambda m: _apart_digits(m[0], len(ids)), plain)
    found = list(_MARKED.finditer(plain))
    if not found or "".join(match[0] for match in found) != plain:
        raise BadNumberError("negative_number" if "-" in plain else "bad_ticks")
    marked = any(match[2] for match in found)
    result: dict[str, bool] = {} if marked else dict.fromkeys(ids, False)
    for match in found:
        place = int(number(match[1]))
        if not 1 <= place <= len(ids):
            raise BadNumberError("no_such_number")
        result[ids[place - 1]] = not match[2] or match[2][0] in _YES
    return result


def _apart_digits(run: str, count: int) -> str:
    """Digits without a space between as numbers up to `count`; as they are where that cannot be told."""
    if count < 10:
        return " ".join(run)
    if int(run) <= count:
        return run
    ways = list(_rising(run, 0, count))[:2] if len(run) <= 2 * count else []
    return " ".join(map(str, ways[0])) if len(ways) == 1 else run


def _rising(run: str, above: int, count: int) -> Iterator[list[int]]:
    """Every way to cut digits into numbers that rise and do not pass `count`."""
    if not run:
        yield []
    for size in (1, 2):
        number = int(run[:size] or 0)
        if len(run) >= size and run[0] != "0" and above < number <= count:
            for rest in _rising(run[size:], number, count):
                yield [number, *rest]


def tick_text(found: Mapping[str, bool], ids: Sequence[str]) -> str:
    """The other way round: numbers alone where all were looked at, else each with its mark."""
    places = {each: place for place, each in enumerate(ids, 1)}
    known = {each: met for each, met in found.items() if each in places}
    between = "" if len(ids) < 10 else " "
    if len(known) == len(ids):
        if not any(known.values()):
            return "0"
        return between.join(str(places[each]) for each in ids if known[each])
    return between.join(f"{places[each]}{'√' if known[each] else '×'}" for each in ids if each in known)


def split(text: str) -> list[str]:
    """Parts between commas, semicolons and line ends."""
    return [part.strip() for part in re.split(r"[,;，；、\n]", text) if part.strip()]


def products_in(text: str, form: StopForm) -> Iterator[tuple[FormProduct, str]]:
    """Each product named, by id, name or a part of its name that only one has, and what is written behind it."""
    for part in split(text):
        for piece in _apart(part, form):
            yield product_of(piece, form)


def _apart(part: str, form: StopForm) -> list[str]:
    """``P01 2箱 P02 5箱`` without a comma as two parts."""
    ids = sorted((re.escape(narrow(each).casefold()) for each in form.products), key=len, reverse=True)
    if not ids:
        return [part]
    starts = [
        m.start() for m in re.finditer(rf"(?:(?<=\s)|^)(?:{'|'.join(ids)})(?![0-9a-z])", narrow(part).casefold())
    ]
    cuts = [*sorted({0, *starts}), len(part)]
    return [part[a:b].strip() for a, b in pairwise(cuts) if part[a:b].strip()]


def product_of(text: str, form: StopForm) -> tuple[FormProduct, str]:
    """The product that a part begins with, and the rest."""
    plain = narrow(text).casefold()
    for product in sorted(form.products.values(), key=lambda each: -len(each.id)):
        for name in (product.name, product.id):
            wanted = narrow(name).casefold()
            rest = plain[len(wanted) :]
            if plain.startswith(wanted) and not re.match(r"[a-z0-9.]", rest):
                return product, re.sub(r"^[\s:*x×=]+", "", text[len(wanted) :])
    for cut in [match.start() for match in re.finditer(rf"[\s:*x×=]*{NUMBER}", plain)]:
        name = "".join(plain[:cut].split()).rstrip(":*x×=")
        found = [
            each for each in form.products.values() if name and name in "".join(narrow(each.name).casefold().split())
        ]
        rest = re.sub(r"^[\s:*x×=]+", "", text[cut:])
        if len(found) == 1:
            try:
                quantity(found[0], re.sub(r"[@(].*$", "", rest), "")
            except BadNumberError:
                continue
            return found[0], rest
    raise BadNumberError("no_such_product")


_FLAGS = {
    "refused": ("拒收", "拒", "refused", "ref"),
    "damaged": ("破损", "损坏", "损", "破", "damaged", "dam"),
    "exchanged": ("换货", "调换", "换", "exchanged", "exch"),
    "returned": ("退货", "退回", "退", "returned", "ret"),
}
_FLAG_OF = {word: name for name, words in _FLAGS.items() for word in words}
_FLAG = re.compile(
    rf"({'|'.join(sorted(_FLAG_OF, key=len, reverse=True))})\s*((?:-?{NUMBER}\s?[^\d\s,;{'拒破损换退'}]*)+)"
)


def delivered(text: str, form: StopForm) -> list[dict[str, Any]]:
    """What became of ordered goods: ``全``, or ``P01 8箱 拒1箱 换2瓶``; ``全, P02 3箱`` is all but for P02."""
    plain = narrow(text).strip()
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    parts = split(plain)
    if parts and parts[0].casefold() in ALL:
        for line in form.deliveries:
            lines[line.product, line.order] = _line(line.product, line.order, delivered=line.ordered)
        parts = parts[1:]
    for part in parts:
        for piece in _apart(part, form):
            _deliver(piece, form, lines)
    return list(lines.values())


def _deliver(piece: str, form: StopForm, lines: dict[tuple[str, str], dict[str, Any]]) -> None:
    product, rest = product_of(piece, form) if re.search(NUMBER, piece) else (_whole(piece, form), "")
    ordered = [line for line in form.deliveries if line.product == product.id]
    unit = (ordered[0].unit if ordered else product.case[0]) or ""
    flags = {}
    for match in _FLAG.finditer(rest.casefold()):
        flags[_FLAG_OF[match[1]]] = quantity(product, match[2], unit)[0]
    count = _FLAG.sub("", rest.casefold()).strip(" /")
    lost = flags.get("refused", 0) + flags.get("damaged", 0)
    in_all = sum(line.ordered for line in ordered)
    pieces = quantity(product, count, unit)[0] if count else max(0, in_all - lost)
    if not ordered:
        lines[product.id, ""] = _line(product.id, "", delivered=pieces, **flags)
    for place, line in enumerate(ordered):
        part = min(pieces, line.ordered) if place < len(ordered) - 1 else pieces
        lines[line.product, line.order] = _line(
            line.product, line.order, delivered=part, **(flags if not place else {})
        )
        pieces -= part


def _whole(name: str, form: StopForm) -> FormProduct:
    """A product named without a quantity."""
    wanted = "".join(narrow(name).casefold().split())
    found = [
        each
        for each in form.products.values()
        if wanted == each.id.casefold() or wanted in "".join(narrow(each.name).casefold().split())
    ]
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
            line.get("delivered", 0) == whole[key] and not any(line.get(name) for name in _FLAGS)
            for key, line in told.items()
        )
    ):
        return ALL[0]
    said = []
    for product_id in dict.fromkeys(line["product"] for line in lines):
        product = form.product(product_id)
        mine = [line for line in lines if line["product"] == product_id]
        words = [f"{product_id} {_said(product, sum(line.get('delivered', 0) for line in mine))}"]
        for name, names in _FLAGS.items():
            count = sum(line.get(name, 0) for line in mine)
            if count:
                words.append(f"{names[1] if len(names[1]) == 1 else names[0][0]}{_said(product, count)}")
        said.append(" ".join(words))
    return ", ".join(said)


def _said(product: FormProduct, pieces: int) -> str:
    """Pieces with their unit always named, where it has one."""
    text = product.said(pieces)
    if text[-1:].isdigit() and product.units:
        smallest = product.units[-1]
        if smallest[1] == 1:
            head = re.sub(r"\d+$", "", text)
            return f"{head}{text[len(head) :]}{smallest[0]}"
    return text


_METHODS = {
    "cash": ("现金", "现", "cash"),
    "transfer": ("转账", "转帐", "微信", "支付宝", "扫码", "对公", "transfer", "wechat", "alipay", "bank"),
    "credit": ("欠款", "赊账", "挂账", "账期", "月结", "欠", "赊", "credit"),
    "discount": ("优惠", "折扣", "让利", "减免", "discount"),
}
_METHOD_OF = {word: name for name, words in _METHODS.items() for word in words}
_PAID = re.compile(
    rf"\s*({'|'.join(sorted(_METHOD_OF, key=len, reverse=True))})\s*[:=]?\s*"
    rf"([¥￥$]?\s*-?[\d,.]+(?:\.\d+)?\s*[万千]?|[¥￥]?{NUMBER})\s*(?:元|块)?\s*(?:\(([^)]*)\))?\s*[,;+]?\s*",
    re.IGNORECASE,
)


def paid(text: str) -> list[dict[str, Any]]:
    """Payments: ``现金500 转账300(尾号8821) 欠200 优惠20(张总)``; who stands behind a discount approved it."""
    plain = narrow(text).strip()
    found = list(_PAID.finditer(plain))
    if not found or "".join(match[0] for match in found) != plain:
        raise BadNumberError("bad_payment")
    payments = []
    for match in found:
        method = _METHOD_OF[match[1].casefold()]
        payment = {"method": method, "amount": money(match[2].strip().rstrip(",."))}
        if match[3]:
            payment["approved_by" if method == "discount" else "reference"] = text.strip()[
                match.start(3) : match.end(3)
            ]
        payments.append(payment)
    return payments


def paid_text(payments: Sequence[Mapping[str, Any]], words: int) -> str:
    """The other way round, by the Chinese (0) or English (-1) word of each method."""
    said = []
    for payment in payments:
        names = _METHODS[payment["method"]]
        word = names[0] if words == 0 else next(name for name in names if name.isascii())
        told = payment.get("approved_by") or payment.get("reference")
        said.append(f"{word}{payment['amount']}" + (f"({told})" if told else ""))
    return " ".join(said)
