"""Units that headers name for the bare numbers below them. See docs/notation.md, "Units in headers"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from store.notation.errors import NotationError
from store.notation.words import fold

MONEY, SPAN, PERIOD, MASS, VOLUME, LENGTH = "money", "span", "period", "mass", "volume", "length"
"""Kinds of units: amounts in yuan, spans in minutes, periods in days, kilograms, cubic metres, metres."""
_NAMES: Mapping[str, Mapping[str, str]] = {
    MONEY: {
        "1": "元 圆 块 人民币 人民币元 yuan rmb cny usd eur gbp hkd ¥ $ € £ 美元 欧元 港元 港币",
        "1000": "千元 仟元 千 k k元 krmb kcny kusd keur",
        "10000": "万元 萬元 万 w w元 万人民币",
        "100": "百元 佰元 百",
        "100000": "十万元",
        "1000000": "百万元 百万",
        "10000000": "千万元",
        "100000000": "亿元 亿",
        "0.1": "角 毛",
        "0.01": "分 cent cents",
    },
    SPAN: {
        "1": "分钟 分 min mins minute minutes m",
        "15": "刻钟",
        "60": "小时 个小时 时 钟头 工时 h hr hrs hour hours",
    },
    PERIOD: {
        "1": "天 日 自然日 d day days",
        "7": "周 星期 礼拜 w wk wks week weeks",
        "30.4375": "月 个月 month months mth mths",
        "91.3125": "季 季度 quarter quarters",
        "365": "年 y year years yr yrs",
    },
    MASS: {
        "1": "kg kgs 公斤 千克 kilogram kilograms",
        "1000": "吨 t to ton tons tonne tonnes",
        "0.45359237": "lb lbs 磅 pound pounds",
        "0.5": "斤 市斤",
        "0.001": "g 克 gram grams",
    },
    VOLUME: {
        "1": "m3 cbm 立方 立方米 立米 方 立方m 立方公尺",
        "0.001": "l 升 公升 ltr litre litres liter liters",
        "0.000001": "ml 毫升 cm3",
    },
    LENGTH: {
        "1": "m 米 公尺 metre metres meter meters",
        "1000": "km 公里 千米 kilometre kilometres kilometer kilometers",
        "500": "里 华里 市里",
        "0.01": "cm 厘米 公分",
        "0.001": "mm 毫米",
        "1609.344": "mi mile miles 英里",
    },
}
_SIZES = {
    kind: {word: Decimal(size) for size, words in names.items() for word in words.split()}
    for kind, names in _NAMES.items()
}
_KNOWN = frozenset(word for words in _SIZES.values() for word in words)
_BRACKETS = re.compile(r"[(\[{【〔]([^()\[\]{}【】〔〕]*)[)\]}】〕]")
_LABEL = re.compile(r"^(?:单位|unit|in|按|以)\s*[:=]?\s*|计$")
_BEHIND = re.compile(
    r"(?:(?<=[\s:_/-])|(?<=[\u3400-\u9fff])(?=[a-z]))([a-z]+3?)$"
    r"|(?<=[\s:_/-])([\u3400-\u9fff]{1,3})$|(?<=期)([天周月年])$|(?<=[重量积])(市?斤|磅|毫?升|方)$"
    r"|((?:百|千|仟|十|百|千)?万元|[千百仟佰亿]元|分钟|小时|公斤|千克|吨|立方米?|公里|/[\u3400-\u9fff]+)$"
)


class Unit(NamedTuple):
    """A unit by the word that names it, and how many of its kind's own unit it is."""

    word: str
    size: Decimal


@lru_cache(maxsize=4096)
def unit_of_header(header: str, kind: str) -> Unit | None:
    """The unit in brackets or behind what a header is about: ``信用额度(万元)``, ``Payload (lbs)``, ``载重kg``.

    None where none is named. `NotationError` ``unit_of_header`` for one in brackets that is none of the kind.
    """
    plain = fold(header)
    strange = ""
    for match in _BRACKETS.finditer(plain):
        for part in re.split(r"[,;、]", match[1]):
            word = _LABEL.sub("", part.strip()).partition("/")[0].strip()
            if (size := size_of(word, kind)) is not None:
                return Unit(word, size)
            if word in _KNOWN:
                strange = word
    if strange:
        raise NotationError("unit_of_header", strange)
    behind = _BEHIND.search(_BRACKETS.sub("", plain).strip())
    if behind is None:
        return None
    word = next(found for found in behind.groups() if found).removeprefix("/")
    size = size_of(word, kind)
    return None if size is None else Unit(word, size)


def without_unit(header: str) -> str:
    """A header without the unit behind what it is about: 载重 of ``载重lb``; itself where there is none."""
    plain = fold(header).strip()
    found = _BEHIND.search(plain)
    word = next((each for each in found.groups() if each), "") if found else ""
    return plain[: -len(word)].strip(" :_/-") if found and word.removeprefix("/") in _KNOWN else plain


def size_of(word: str, kind: str) -> Decimal | None:
    """How many of its kind's own unit a unit is; None for a word that is no unit of the kind."""
    return _SIZES[kind].get(fold(word).rstrip("."))


def unit_of_money(text: str) -> Decimal | None:
    """What an amount in a cell says of its unit: 10000 for ``1.2万``, 1 for ``500元``; None for a bare number."""
    found = re.findall(r"[亿万千百]|[元圆块角毛分¥$€£]|rmb|cny|usd|eur", fold(text).replace("￥", "¥"))
    return None if not found else next((_SIZES[MONEY][each] for each in found if each in "亿万千百"), Decimal(1))
