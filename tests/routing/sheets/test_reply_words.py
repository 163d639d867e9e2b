"""The words that docs/returning.md lists are the words that are read, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from routing.sheets.reply import FIELDS, field_named, orders, payments, shelf, talks, ticks
from routing.sheets.reply.deliveries import DELIVERED, FATES
from routing.sheets.reply.deliveries import NOTHING as NOT_DELIVERED
from routing.sheets.reply.fields import NO_REASON, WAS_VISITED
from routing.sheets.reply.goods import NONE_LEFT, NOT_WANTED
from routing.sheets.reply.reasons import NOT_VISITED, REMARKS, is_reason
from tests.routing.sheets.test_reply import form

DOCUMENT = (Path(__file__).parents[3] / "docs" / "returning.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", DOCUMENT, re.MULTILINE))

WORDS: dict[str, Collection[str]] = {
    "all of them": ticks.ALL,
    "none of them": ticks.NONE,
    "met, behind a number": ticks.MET,
    "not met, behind a number": ticks.NOT_MET,
    "缺货: nothing": set(shelf.NOT_MISSING) - set(ticks.NONE),
    "库存: none there": NONE_LEFT,
    "订单: nothing": set(orders.NOTHING) - set(ticks.NONE) - set(orders.NO_ORDER),
    "the same without the name of the blank": orders.NO_ORDER,
    "订单: not of this product, behind or before it": NOT_WANTED,
    "送货: all": set(DELIVERED) - set(ticks.ALL),
    "送货: nothing": NOT_DELIVERED,
    **{f"送货: {name}": words for name, words in FATES.items()},
    "收款: nothing": payments.NOTHING,
    **{f"收款: {name}": words for name, words in payments.METHODS.items()},
    "兑现: kept": talks.KEPT,
    "兑现: not kept": talks.NOT_KEPT,
}


@pytest.mark.parametrize("says", WORDS)
def test_the_words_of_the_document_are_those_that_are_read(says: str) -> None:
    assert set(re.findall(r"`([^`]+)`", ROWS[says])) == set(WORDS[says])


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_the_names_of_the_document_are_those_of_the_blank(field: object) -> None:
    known = field_named(field.name)
    assert ROWS[known.zh[0]].split(", ") == [*known.zh[1:], *known.en]


def test_reasons_and_remarks_of_the_document() -> None:
    section = DOCUMENT.partition("### Visited or not")[2].partition("\n### ")[0]
    first, second, third, fourth = (set(re.findall(r"`([^`]+)`", part)) for part in section.split("\n- ")[1:5])
    assert first - {"没开门，明天再去"} == set(NOT_VISITED)
    assert second - {"未访："} == set(REMARKS)
    assert {word.removeprefix("未访：") for word in third} == set(WAS_VISITED)
    assert fourth == set(NO_REASON)
    assert all(is_reason(word) for word in NOT_VISITED)


@pytest.mark.parametrize(
    ("name", "words", "read"),
    [
        ("points", ticks.ALL, {"points": dict.fromkeys([f"p{n}" for n in range(1, 7)], True)}),
        ("points", ticks.NONE, {"points": dict.fromkeys([f"p{n}" for n in range(1, 7)], False)}),
        ("found", shelf.NOT_MISSING, {"found": {"P01": True, "P02": True}}),
        ("order", orders.NOTHING, {"order_value": "0.00"}),
        ("order", [f"P01 {word}" for word in NOT_WANTED], {"order": [{"product": "P01", "quantity": 0.0, "unit": "箱"}]}),
        ("order", [f"{word}P01" for word in NOT_WANTED if not word.isascii()], {"order": [{"product": "P01", "quantity": 0.0, "unit": "箱"}]}),
        ("stock", [f"P01 {word}" for word in NONE_LEFT], {"stock": [{"product": "P01", "quantity": 0}]}),
        ("stock", [f"矿泉水{word}" for word in NONE_LEFT if not word.isascii()], {"stock": [{"product": "P01", "quantity": 0}]}),
        ("payments", payments.NOTHING, {}),
        *[("payments", [f"{word} 12.50" for word in words], {"payments": [{"method": method, "amount": "12.50"}]})
          for method, words in payments.METHODS.items()],
        ("followed_up", talks.KEPT, {"followed_up": True}),
        ("followed_up", talks.NOT_KEPT, {"followed_up": False}),
        ("left_reason", WAS_VISITED, {}),
    ],
)  # fmt: skip
def test_every_word_is_read(name: str, words: Collection[str], read: dict[str, object]) -> None:
    assert {word: field_named(name).parse(word, form(1)) for word in words} == dict.fromkeys(words, read)


def test_every_word_of_a_delivery_is_read() -> None:
    read = lambda text: field_named("delivery").parse(text, form(1))["delivery"]  # noqa: E731
    assert all([line["delivered"] for line in read(word)] == [240, 30] for word in DELIVERED)
    assert all([line["delivered"] for line in read(word)] == [0, 0] for word in NOT_DELIVERED)
    for name, words in FATES.items():
        assert all(read(f"P01 8箱 {word}1箱")[0][name] == 24 for word in words), name
        assert all(read(f"P01 8箱，{word} 1箱")[0][name] == 24 for word in words), name
