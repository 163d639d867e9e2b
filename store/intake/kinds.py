"""What kinds of vehicle are called."""

from __future__ import annotations

import re

from store.notation.words import fold, key
from store.records import VehicleKind

KINDS = {
    word: kind
    for kind, words in {
        VehicleKind.VAN: "van minivan cargovan deliveryvan 面包车 面包 厢式货车 厢货 箱货 厢货车 箱式货车 厢式车 "
        "微面 小面 小面包 商务车 封闭货车",
        VehicleKind.TRUCK: "truck lorry lightlorry lighttruck boxtruck pickup pickuptruck 货车 卡车 轻卡 小卡 微卡 "
        "中卡 重卡 双排 高栏 高栏车 平板 平板车 栏板 栏板车 仓栅 仓栅车 冷藏车 冷链车 冷冻车 皮卡 皮卡车",
        VehicleKind.CAR: "car suv sedan 轿车 小车 小汽车 私家车 越野车",
        VehicleKind.E_BIKE: "ebike electricbike motorbike motorcycle moped scooter 电动车 电瓶车 电动自行车 电单车 "
        "电摩 电动摩托 摩托 摩托车",
        VehicleKind.THREE_WHEELER: "threewheeler tricycle etrike trike tuktuk 三轮 三轮车 电三轮 电动三轮 "
        "电动三轮车 三轮电动车 三轮摩托 三轮摩托车",
        VehicleKind.ON_FOOT: "onfoot foot walk walking 步行 走路",
    }.items()
    for word in words.split()
}
"""By `key` of the word."""
_MAKES = re.compile("金杯|依维柯|五菱|长安之星|东风小康|全顺|海狮|大通|iveco|ford transit|transit|sprinter")
"""Makes of vans; a pickup or lorry of theirs says so at its end."""
_ENDS = sorted((word for word in KINDS if len(word) > 1), key=len, reverse=True)
_LATIN = re.compile(r"[a-z]")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(?:米|m(?![a-z0-9]))\s*(\d)?")
_LOAD = re.compile(r"\d+(?:\.\d+)?\s*(?:吨|t(?![a-z]))")
_BOX = re.compile("[厢箱]式?货车?$")
_LONG = 3.0
"""Metres from which on a 厢货 is a lorry: no panel van has so long a box."""


def kind_of(text: str) -> VehicleKind | None:
    """The kind a cell names: by the word it ends with, else by the make it begins with; None for anything else."""
    plain = re.sub(r"[(（].*?[)）]", "", fold(text))
    length = _LENGTH.search(plain)
    plain = _LOAD.sub(" ", _LENGTH.sub(" ", plain)).strip()
    whole = key(plain)
    metres = 0.0
    if length:
        metres = float(f"{length[1]}.{length[2]}" if length[2] and "." not in length[1] else length[1])
    if not whole and metres >= _LONG:
        return VehicleKind.TRUCK
    if whole in KINDS:
        found: VehicleKind | None = KINDS[whole]
    else:
        last = key(plain.split()[-1]) if plain.split() else ""
        ends = (word for word in _ENDS if (last == word if _LATIN.match(word) else whole.endswith(word)))
        found = KINDS.get(next(ends, ""))
    if found is VehicleKind.VAN and metres >= _LONG and _BOX.search(whole):
        return VehicleKind.TRUCK
    if found is None and _MAKES.match(plain):
        return VehicleKind.VAN
    return found
