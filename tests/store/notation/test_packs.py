"""What a case holds, in the spellings of price lists; and which unit of a product a word means."""

from __future__ import annotations

import pytest

from store.notation.errors import NotationError
from store.notation.packs import Pack, read_pack
from store.notation.units import unit_named, unit_said

PACKS = {
    "24": Pack(24),
    "24.0": Pack(24),
    "24瓶": Pack(24, "瓶"),
    "1*24": Pack(24),
    "1×24": Pack(24),
    "1x24": Pack(24),
    "1X6X4": Pack(24),
    "4提*6瓶": Pack(24, "瓶", "", (("提", 6),)),
    "箱=24瓶": Pack(24, "瓶", "箱"),
    "24's": Pack(24),
    "24pk": Pack(24),
    "（1*15）": Pack(15),
    "1*15瓶": Pack(15, "瓶"),
    "500ml*15": Pack(15),
    "500ML×24": Pack(24),
    "500毫升*24瓶": Pack(24, "瓶"),
    "550ml*24瓶/箱": Pack(24, "瓶", "箱"),
    "1.5L*12": Pack(12),
    "330ml x 24": Pack(24),
    "24 x 330ml": Pack(24),
    "6x4x330ml": Pack(24),
    "12x1L": Pack(12),
    "180g*12*4": Pack(48),
    "100g*40包": Pack(40, "包"),
    "24瓶/箱": Pack(24, "瓶", "箱"),
    "24/箱": Pack(24, "", "箱"),
    "12盒/件": Pack(12, "盒", "件"),
    "24 pcs/ctn": Pack(24, "pcs", "ctn"),
    "24 bottles per case": Pack(24, "bottles", "case"),
    "case of 24": Pack(24, "", "case"),
    "每箱24瓶": Pack(24, "瓶", "箱"),
    "1箱=24瓶": Pack(24, "瓶", "箱"),
    "１箱＝２４瓶": Pack(24, "瓶", "箱"),
    "1箱24瓶": Pack(24, "瓶", "箱"),
    "1箱=4提=24瓶": Pack(24, "瓶", "箱", (("提", 6),)),
    "1箱=4提,1提=6瓶": Pack(24, "瓶", "箱", (("提", 6),)),
    "1箱*4提*6瓶": Pack(24, "瓶", "箱", (("提", 6),)),
    "6瓶/提*4提/箱": Pack(24, "瓶", "箱", (("提", 6),)),
    "330ML*6罐*4提": Pack(24, "罐", "", (("提", 6),)),
    "6罐装*4提": Pack(24, "罐", "", (("提", 6),)),
    "6罐*4提*330ml": Pack(24, "罐", "", (("提", 6),)),
    "4提*6罐": Pack(24, "罐", "", (("提", 6),)),
    "330ml*6罐*4提/箱": Pack(24, "罐", "箱", (("提", 6),)),
    "6罐/提*4提": Pack(24, "罐", "", (("提", 6),)),
    "6瓶/提×4提/箱": Pack(24, "瓶", "箱", (("提", 6),)),
    "1箱*4提*6罐": Pack(24, "罐", "箱", (("提", 6),)),
    "500g×10袋×4盒": Pack(40, "袋", "", (("盒", 10),)),
    "20支*10盒*50条": Pack(10000, "支", "", (("盒", 20), ("条", 200))),
    "500g*10袋*4箩": Pack(40, "袋", "", (("箩", 10),)),
    "500ml*6瓶*4": Pack(24, "瓶"),
    "330ml*6*4提": Pack(24, "", "", (("提", 6),)),
    "24罐*1箱": Pack(24, "罐", "箱"),
    "100抽*3包*10提": Pack(30, "包", "", (("提", 3),)),
    "1箱(24瓶)": Pack(24, "瓶", "箱"),
    "1*4*6": Pack(24),
    "250ml*6提*4个": Pack(24, "个", "", (("提", 4),)),
    "1瓶*4组": Pack(4, "瓶", "", (("组", 1),)),
    "1提*6瓶": Pack(6, "瓶", "提"),
    "24B": Pack(24),
    "24入": Pack(24),
    "24瓶装": Pack(24, "瓶"),
    "1:24": Pack(24),
    "500ml*1*24": Pack(24),
    "52度500ml*6": Pack(6),
    "10年陈 500ml*6瓶": Pack(6, "瓶"),
    "500ml*24(塑包)": Pack(24),
    "24罐*330ml": Pack(24, "罐"),
    "1.0L*12": Pack(12),
    "500克x12瓶/箱": Pack(12, "瓶", "箱"),
    "330升X15瓶/件": Pack(15, "瓶", "件"),
    "1Lx4(塑包)": Pack(4),
    "24 x .5L": Pack(24),
    "330ml/瓶*24": Pack(24, "瓶"),
    "1箱=1提=24瓶": Pack(24, "瓶", "箱", (("提", 24),)),
    "每箱=24瓶": Pack(24, "瓶", "箱"),
}


@pytest.mark.parametrize(("text", "pack"), PACKS.items())
def test_packs(text: str, pack: Pack) -> None:
    assert read_pack(text) == pack


@pytest.mark.parametrize(
    "text",
    ["", "500ml", "5L", "散装", "清爽型", "10*20*30cm", "500ml/瓶", "10kg/箱", "52度500ml", "500ml 52度", "瓶/箱"],
)
def test_what_speaks_of_no_packing(text: str) -> None:
    assert read_pack(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "600*24",
        "6*4",
        "24*2",
        "0",
        "1*0",
        "24+2",
        "2.5",
        "12/24",
        "1箱=2.5提",
        "24瓶=",
        "12-",
        "1箱48箱",
        "1箱=提=23盒",
        "约24瓶",
        "24瓶左右",
        "12+2",
        "6瓶*2箱",
        "5*20支",
        "10袋*4箩",
        "6包*4排*10盒",
    ],
)
def test_what_cannot_be_read_as_a_pack(text: str) -> None:
    with pytest.raises(NotationError):
        read_pack(text)


WATER = (("箱", 24), ("提", 6), ("瓶", 1))
LATIN = (("Case", 24), ("Bottle", 1))
BARREL = (("桶", 1),)
CARTON = (("件", 50), ("包", 1))


@pytest.mark.parametrize(
    ("units", "word", "unit"),
    [
        (WATER, "箱", "箱"), (WATER, "件", "箱"), (WATER, "CTN", "箱"), (WATER, "整箱", "箱"), (WATER, "cases", "箱"),
        (WATER, "c/s", "箱"), (WATER, "提", "提"), (WATER, "瓶", "瓶"), (WATER, "支", "瓶"), (WATER, "个", "瓶"), (WATER, "pcs", "瓶"),
        (WATER, "btl", "瓶"), (LATIN, "case", "Case"), (LATIN, "CASES", "Case"), (LATIN, "箱", "Case"),
        (LATIN, "bottles", "Bottle"), (LATIN, "btl.", "Bottle"), (LATIN, "Ｃａｓｅ", "Case"), (CARTON, "箱", "件"),
        (CARTON, "袋", "包"), (WATER, "大件", "箱"), (BARREL, "桶", "桶"), (BARREL, "EA", "桶"),
    ],
)  # fmt: skip
def test_units_by_what_people_call_them(units: tuple[tuple[str, int], ...], word: str, unit: str) -> None:
    assert unit_named(units, word) == unit


@pytest.mark.parametrize(
    ("units", "word"),
    [
        (WATER, "盒"),
        (WATER, "包"),
        (LATIN, "提"),
        (BARREL, "箱"),
        (BARREL, "瓶"),
        ((("盒", 12), ("包", 1)), "箱"),
        ((("箱", 1),), "个"),
        ((), "箱"),
    ],
)
def test_a_unit_that_a_product_does_not_have(units: tuple[tuple[str, int], ...], word: str) -> None:
    with pytest.raises(NotationError) as fault:
        unit_named(units, word)
    assert fault.value.code == "no_such_unit"


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("箱数", "箱"), ("件数", "件"), ("瓶数", "瓶"), ("数量(箱)", "箱"), ("数量（单位：箱）", "箱"), ("数量/箱", "箱"), ("散瓶数", "瓶"),
        ("qty (cases)", "cases"), ("Qty cases", "cases"), ("Bottles", "bottles"), ("单价(瓶)", "瓶"), ("单价（元/瓶）", "瓶"),
        ("瓶价", "瓶"), ("箱价", "箱"), ("零售价/瓶", "瓶"), ("price per bottle", "bottle"), ("Price/case", "case"), ("大单位数量", "大单位"),
        ("小单位价", "小单位"), ("基本单位数量", "基本单位"), ("散数", "散"), ("整箱数", "箱"), ("赠品数量(瓶)", "瓶"),
        ("数量", None), ("单价(元)", None), ("供价（含税）", None), ("Unit price", None), ("qty", None), ("Price (EUR)", None),
        ("订货数量", None), ("Quantity", None), ("Pack size", None), ("批发价", None), ("数量(必填)", None),
    ],
)  # fmt: skip
def test_units_that_headers_name(header: str, word: str | None) -> None:
    assert unit_said(header) == word
