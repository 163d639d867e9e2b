"""What kinds of vehicle are called."""

from __future__ import annotations

from store.records import VehicleKind

KINDS = {
    word: kind
    for kind, words in {
        VehicleKind.VAN: "van 面包车 面包 厢式货车 厢货 微面 金杯 小面包",
        VehicleKind.TRUCK: "truck lorry 货车 卡车 轻卡 大货车 高栏 中卡 小货车",
        VehicleKind.CAR: "car 轿车 小车 小轿车 私家车",
        VehicleKind.E_BIKE: "ebike 电动车 电瓶车 电动自行车 摩托车 motorbike scooter",
        VehicleKind.THREE_WHEELER: "threewheeler 三轮车 电动三轮车 电动三轮 三轮 tricycle",
        VehicleKind.ON_FOOT: "onfoot 步行 走路 foot walk",
    }.items()
    for word in words.split()
}
