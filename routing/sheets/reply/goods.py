"""Products with quantities as people write them, and what became of goods that were ordered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NoReturn

from routing.sheets.form import FormProduct, StopForm
from store.notation.errors import BadNumberError, TwoReadingsError
from store.notation.numbers import NUMBER, POINT, narrow
from store.notation.quantities import Counted, read_quantity
from store.notation.units import WORDS

_COMMA = re.compile(r"[,;，；、\n]")
_AND = " +&和及跟\t"
_LONGEST = 600
"""Characters of a part without a comma beyond which it is no list of goods."""
NONE_LEFT = (
    "没货", "没货了", "无货", "断货", "断货了", "缺货", "没有", "没有了", "卖完", "卖完了", "没了", "售罄", "空了",
    "无库存", "out of stock", "sold out", "none", "nil",
)  # fmt: skip
"""What is said of goods of which there are none."""
GONE = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(NONE_LEFT, key=len, reverse=True))})(?![a-z])", re.IGNORECASE)
NOT_WANTED = (
    "不要", "不要了", "没要", "不订", "不订了", "不用", "不用了", "取消", "not wanted", "cancel", "cancelled",
)  # fmt: skip
"""What is said of goods that are not ordered."""
UNWANTED = re.compile(rf"(?:暂时|这次|先)?(?:{'|'.join(sorted(NOT_WANTED, key=len, reverse=True))})", re.IGNORECASE)
_BECAME = rf"(?:拒收?|破损?|损坏?|调?换货?|退[货回]?|差|少了?|缺)(?=\s*{NUMBER})"
"""Words behind the name of goods that say what became of so many of them."""
_BEHIND_NAME = re.compile(r"^[\s:*x×=]+")
Reads = Callable[[FormProduct, str], object]
"""Reads what stands behind a product; raises `BadNumberError`."""


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    return narrow(name).casefold()


@lru_cache(maxsize=16384)
def bare(name: str) -> str:
    """A name to be compared: without spaces."""
    return "".join(narrow(name).casefold().split())


def split(text: str) -> list[str]:
    """Parts between commas, semicolons and line ends."""
    return [part.strip() for part in _COMMA.split(text) if part.strip()]


def goods_in(text: str, form: StopForm, reads: Reads) -> Iterator[tuple[FormProduct, str]]:
    """Each product named, by id, name or a part of its name that only one has, and what is written behind it.

    Without commas the text is cut where each piece is a product with something that `reads` can read; raises
    `BadNumberError` ``two_ways`` where that can be done in two ways.
    """
    for part in split(text):
        yield from cut(part, form, reads)


def cut(part: str, form: StopForm, reads: Reads) -> list[tuple[FormProduct, str]]:
    if len(part) > _LONGEST:
        raise BadNumberError("bad_quantity")
    places = _places(part, form)
    if len(places) > _MOST_PLACES:
        raise BadNumberError("bad_quantity")

    @cache
    def piece(begin: int, end: int) -> tuple[FormProduct, str] | None:
        try:
            product, rest = product_of(part[places[begin] : places[end]].strip(_AND), form)
            reads(product, rest)
        except BadNumberError:
            return None
        return product, rest

    ways: list[list[list[int]]] = [[] for _ in places]
    ways[0] = [[0]]
    for end in range(1, len(places)):
        for begin in range(max(0, end - _MOST_WORDS), end):
            if ways[begin] and piece(begin, end) is not None:
                ways[end] += [[*way, end] for way in ways[begin]]
        ways[end] = ways[end][:2]
    if not ways[-1]:
        read = max(place for place, found in enumerate(ways) if found)
        last = ways[read][0][-2] if read else 0
        _refuse([part[places[place] :].strip(_AND) for place in (read, last)], form, reads)
    found = [[piece(a, b) for a, b in pairwise(way)] for way in ways[-1]]
    if len(found) > 1 and found[0] != found[1]:
        raise BadNumberError("two_ways", part)
    return [each for each in found[0] if each is not None]


def _refuse(texts: Sequence[str], form: StopForm, reads: Reads) -> NoReturn:
    """Says what is wrong with the first text that begins with a product."""
    for text in texts:
        try:
            product, rest = product_of(text, form)
            reads(product, rest)
        except TwoReadingsError:
            raise
        except BadNumberError as error:
            if error.code != "no_such_product":
                raise BadNumberError(error.code, error.text if error.code in _OWN_WORDS else text) from None
        else:
            raise BadNumberError("bad_quantity", text)
    raise BadNumberError("no_such_product", texts[0])


_OWN_WORDS = ("wanted_and_not", "not_what_was_ordered", "nobody_ordered")
"""Faults that name what they are about themselves."""


_MOST_PLACES = 150
"""Cuts beyond which a part is no list of goods."""
_MOST_WORDS = 12
"""Cuts that a single product with its quantity may hold."""


def _places(part: str, form: StopForm) -> list[int]:
    """Where a part may be cut: at spaces, and behind a quantity with its unit."""
    plain = narrow(part).casefold()
    behind = {match.end() for match in re.finditer(rf"{NUMBER}\s*{_unit_words(form)}半?(?![a-z])", plain)}
    spaces = {match.start() for match in re.finditer(r"[\s+&和及跟]+", plain)}
    return sorted({0, len(part)} | {place for place in behind | spaces if 0 < place < len(part)})


def _unit_words(form: StopForm) -> str:
    """A pattern of every word for a unit: those of the products, and those of the trade that are no word besides."""
    units = {name.casefold() for product in form.products.values() for name, _ in product.units if name}
    return _pattern_of(frozenset(units))


@lru_cache(maxsize=256)
def _pattern_of(units: frozenset[str]) -> str:
    words = units | {word for word in WORDS if not word.isascii()}
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})"


def product_of(text: str, form: StopForm) -> tuple[FormProduct, str]:
    """The product that a part begins with, and the rest."""
    plain = narrow(text).casefold()
    for product in sorted(form.products.values(), key=lambda each: -len(each.id)):
        for name in (product.name, product.id):
            wanted = _plain(name)
            rest = plain[len(wanted) :]
            if plain.startswith(wanted) and not re.match(r"[a-z0-9.]", rest):
                return product, _BEHIND_NAME.sub("", text[len(wanted) :])
    unclear = False
    for cut in [match.start() for match in _SAID.finditer(plain)]:
        name = "".join(plain[:cut].split()).rstrip(":*x×=")
        found = [each for each in form.products.values() if name and name in bare(each.name)]
        rest = _BEHIND_NAME.sub("", text[cut:])
        if len(found) == 1 and not (name.isascii() and len(name) < 2) and re.search(r"[^\W\d_]", name):
            if re.match(_BECAME, narrow(rest)) or UNWANTED.fullmatch(narrow(rest).strip()):
                return found[0], rest
            try:
                count_of(found[0], re.sub(r"[@(/].*$|(?<=\S)\s*[拒损破换退差少缺].*$", "", narrow(rest)), "")
            except BadNumberError as error:
                if error.code != "no_such_unit":
                    unclear = True
                    continue
            return found[0], rest
    if (turned := re.match(_TURNED.format(units=_unit_words(form)), plain)) is not None:
        name = "".join(turned["name"].split())
        found = [
            each
            for each in form.products.values()
            if name == each.id.casefold() or (name in bare(each.name) and not (name.isascii() and len(name) < 2))
        ]
        if len(found) == 1:
            return found[0], text[: turned.end("count")]
    raise BadNumberError("bad_quantity" if unclear else "no_such_product")


_SAID = re.compile(rf"[\s:*x×=]*(?:{NUMBER}|{GONE.pattern}|{_BECAME}|(?:{UNWANTED.pattern})\s*$)", re.IGNORECASE)
"""Where what is said of a product may begin behind its name."""
_TURNED = rf"^(?P<count>{NUMBER}\s*(?:{{units}}半?|[a-z]+(?=\s)))\s*(?:的|of\s+)?(?P<name>[^\d\s].*)$"
"""``10箱矿泉水``, ``10 cases of water``: the quantity first."""


def names_product(text: str, form: StopForm) -> bool:
    """Whether a text begins with a product, or is a part of a product's name."""
    if len(text) > _LONGEST:
        return False
    try:
        product_of(next(iter(split(text)), ""), form)
    except BadNumberError as error:
        if error.code == "bad_quantity":  # of a product, so many as cannot be
            return True
        word = "".join(narrow(text).casefold().split())
        return (
            len(word) > 1
            and re.search(r"[^\W\d_]", word) is not None
            and any(word in bare(each.name) for each in form.products.values())
        )
    return True


def count_of(product: FormProduct, text: str, unit: str) -> Counted:
    """How many of a product; words that say that there are none are 0."""
    return read_quantity(GONE.sub("0", narrow(text)), POINT).of(product, unit)


def case_of(product: FormProduct) -> str:
    """The unit of a number without one in an order."""
    return product.case[0]


def smallest_of(product: FormProduct) -> str:
    """The unit of a number without one in a count."""
    return product.units[-1][0] if product.units and product.units[-1][1] == 1 else ""


def sum_told(product: FormProduct, pieces: Sequence[int]) -> tuple[str, Mapping[str, Any]]:
    """The remark on a product named more than once."""
    parts = " + ".join(product.shown(count) for count in pieces)
    return "summed", {"product": product.name, "parts": parts, "total": product.shown(sum(pieces))}


def named(product: FormProduct, pieces: int) -> str:
    """Pieces with their unit always named, where it has one."""
    text = product.said(pieces)
    if text[-1:].isdigit() and product.units:
        smallest = product.units[-1]
        if smallest[1] == 1:
            head = re.sub(r"\d+$", "", text)
            return f"{head}{text[len(head) :]}{smallest[0]}"
    return text
