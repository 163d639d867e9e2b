"""Products and vehicles: units, packs, prices by the unit they name, loads by kilograms and tonnes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store.books import Books
from store.intake import Answers
from tui.jobs.importing import import_table
from tui.jobs.office import Office


@pytest.fixture
def office(books: Books) -> Office:
    return Office(books, "zh", clock=lambda: dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC))


def taken(office: Office, folder: Path, text: str, kind: str = "products", **options: Any) -> dict[str, Any]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return import_table(office, kind, path, **options)


def codes(report: dict[str, Any], level: str = "errors") -> list[str]:
    return [finding["code"] for finding in report[level]]


def units(office: Office, product: str = "P1") -> str:
    return " ".join(f"{unit.name}{unit.factor}" for unit in office.books.products.get(product).units)


UNITS = [
    ("基本单位,大单位,箱规", "瓶,箱,24", "瓶1 箱24"),
    ("小单位,大单位,箱规", "瓶,箱,1*24", "瓶1 箱24"),
    ("单位,箱规", "瓶,24瓶/箱", "瓶1 箱24"),
    ("单位,辅助单位,换算率", "瓶,件,24", "瓶1 件24"),
    ("单位,规格", "瓶,500ml*15", "瓶1 箱15"),
    ("规格", "500ml*15瓶/件", "瓶1 件15"),
    ("规格", "500ml*15", "瓶1 箱15"),
    ("规格", "80g*40", "个1 箱40"),
    ("单位,规格", "箱,500ml*24", "瓶1 箱24"),
    ("单位,箱规", "箱,1箱=4提=24瓶", "瓶1 提6 箱24"),
    ("瓶/箱", "24", "瓶1 箱24"),
    ("units", "瓶、提×6、箱×24", "瓶1 提6 箱24"),
    ("单位换算", "1箱=24瓶", "瓶1 箱24"),
    ("主计量单位,辅计量单位,换算率", "罐,箱,24.00", "罐1 箱24"),
    ("主计量单位,辅计量单位,换算率", "桶,,", "桶1"),
    ("箱规,箱价,瓶价", "24,28,1.2", "瓶1 箱24"),
    ("箱规,单价,单价单位", "24,2.8,支", "支1 箱24"),
    ("单位", "桶", "桶1"),
    ("单位,箱规", "桶,1", "桶1"),
    ("Base unit,Case unit,Case size", "Bottle,Case,24", "Bottle1 Case24"),
    ("Pack size", "12x1L", "瓶1 箱12"),
    ("规格", "500ml", ""),
    ("规格", "2024款", ""),
    ("单位,规格", "件,24入", "瓶1 件24"),
    ("单位,规格", "箱(24瓶),24*500ml", "瓶1 箱24"),
    ("规格", "24瓶装", "瓶1 箱24"),
    ("规格", "330ML*6罐*4提", "罐1 提6 箱24"),
]


@pytest.mark.parametrize(("header", "cells", "expected"), UNITS)
def test_units_out_of_columns_and_specifications(
    office: Office, tmp_path: Path, header: str, cells: str, expected: str
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称（ml）,{header}\nP1,水500ml,{cells}\n")
    assert report["errors"] == []
    assert units(office) in (expected, expected.replace("个", "瓶"))


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("规格", "12+2", ["spec_not_read", "unit_missing"]),
        ("规格", "约24瓶", ["spec_not_read", "unit_missing"]),
        ("规格", "24", ["spec_not_read", "unit_missing"]),
        ("规格", "500ml", ["unit_missing"]),
        ("规格,单位", "500ml,瓶", []),
    ],
)
def test_what_says_nothing_for_certain_of_the_units_is_told(
    office: Office, tmp_path: Path, header: str, cells: str, told: list[str]
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,{header}\nP1,水,{cells}\n")
    assert (report["errors"], codes(report, "warnings")) == ([], told)
    again = taken(office, tmp_path, "商品编码,商品名称\nP1,水\n")
    assert codes(again, "warnings") == []  # what is on file has been told


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("units,规格", "罐、箱×24,268ml*15", "packs_disagree"),
        ("units,箱规", "罐、箱×24,15", "packs_disagree"),
        ("单位,箱规", "箱(24瓶),15", "packs_disagree"),
        ("单位,箱规", "瓶,大箱", "bad_pack"),
        ("单位,箱规", "瓶,24*2", "bad_pack"),
        ("单位,箱规,规格", "瓶,12,500ml*24", "packs_disagree"),
        ("units", "箱×0", "bad_units"),
        ("供价", "abc", "not_an_amount"),
        ("供价", "-3", "not_an_amount"),
        ("单位,箱规,单价(提)", "瓶,24,6", "no_such_unit"),
    ],
)
def test_what_a_product_cannot_do_without(office: Office, tmp_path: Path, header: str, cells: str, code: str) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,{header}\nP1,水,{cells}\n")
    assert codes(report) == [code]
    assert not office.books.products.all()


PRICES = [
    ("供价", "60", 6000, True),
    ("供价(瓶)", "2.5", 6000, False),
    ("单价（元/瓶）", "2.5", 6000, False),
    ("供价", "2.5元/瓶", 6000, False),
    ("箱价", "60", 6000, False),
    ("供价/箱", "60", 6000, False),
    ("供价/瓶", "2.5", 6000, False),
    ("瓶价", "2.5", 6000, False),
    ("大单位价,小单位价", "60,2.5", 6000, False),
    ("Price per case", "60", 6000, False),
    ("Price per bottle", "2.5", 6000, False),
]


@pytest.mark.parametrize(("header", "cells", "price", "told"), PRICES)
def test_prices_are_kept_by_the_case(
    office: Office, tmp_path: Path, header: str, cells: str, price: int, *, told: bool
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,基本单位,大单位,箱规,{header}\nP1,水,瓶,箱,24,{cells}\n")
    assert report["errors"] == []
    assert office.books.products.get("P1").prices["retailer"] == price
    assert ("prices_by_case" in codes(report, "warnings")) is told


@pytest.mark.parametrize(
    ("header", "cells", "price", "told"),
    [
        ("单价,箱价,瓶价", ",28,1.2", 2800, ["prices_disagree"]),
        ("单价,箱价,瓶价", ",28.8,1.2", 2880, []),
        ("单价,箱价", ",36", 3600, []),
        ("单价,箱价", "1.5,36", 3600, []),
        ("单价,箱价", "36,36", 3600, []),
        ("单价,箱价", "30,36", 3600, ["price_beside"]),
        ("单价,箱价,瓶价", "1.5,,", 150, ["prices_by_case"]),
        ("单价(分),单价单位", "280,瓶", 6720, []),
        ("单价,计价单位", "60,箱", 6000, []),
        ("单价(瓶),箱价", "2.5,60", 6000, []),
        ("单价(瓶),箱价", "2.5,58", 5800, ["price_beside"]),
    ],
)
def test_prices_of_cases_and_pieces_beside_each_other(
    office: Office, tmp_path: Path, header: str, cells: str, price: int, told: list[str]
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,基本单位,大单位,箱规,{header}\nP1,水,瓶,箱,24,{cells}\n")
    assert report["errors"] == []
    assert office.books.products.get("P1").prices["retailer"] == price
    assert codes(report, "warnings") == told


TIERS = ("retailer", "wholesaler", "sub_wholesaler")


@pytest.mark.parametrize(
    ("header", "cells", "prices"),
    [
        ("单价", "60", [6000, 6000, 6000]),
        ("箱价", "60", [6000, 6000, 6000]),
        ("List price", "60", [6000, 6000, 6000]),
        ("终端价", "60", [6000, None, None]),
        ("供价", "60", [6000, None, None]),
        ("单价,批发价", "60,55", [6000, 5500, None]),
        ("单价,批发价", "60,", [6000, None, None]),
        ("批发价", "55", [None, 5500, None]),
        ("大单位批发价,小单位批发价,大单位零售价", "55,2.4,70", [None, 5500, None]),
        ("小单位批发价", "2.5", [None, 6000, None]),
        ("含税箱价,不含税箱价", "60,53.1", [6000, 6000, 6000]),
        ("不含税箱价", "53.1", [None, None, None]),
    ],
)
def test_what_each_tier_pays(
    office: Office, tmp_path: Path, header: str, cells: str, prices: list[int | None]
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,基本单位,大单位,箱规,{header}\nP1,水,瓶,箱,24,{cells}\n")
    product = office.books.products.get("P1")
    assert (report["errors"], [product.prices.get(tier) for tier in TIERS]) == ([], prices)
    if "不含税" in header:
        assert [each["column"] for each in report["unused_columns"]] == ["不含税箱价"]


def test_a_price_of_all_leaves_what_a_tier_pays_by_itself(office: Office, tmp_path: Path) -> None:
    head = "商品编码,商品名称,基本单位,大单位,箱规,"
    taken(office, tmp_path, f"{head}单价,批发价\nP1,水,瓶,箱,24,60,55\n")
    taken(office, tmp_path, f"{head}单价\nP1,水,瓶,箱,24,62\n", overwrite=True)
    assert dict(office.books.products.get("P1").prices) == {
        "retailer": 6200,
        "wholesaler": 5500,
        "sub_wholesaler": 6200,
    }
    taken(office, tmp_path, f"{head}批发价\nP1,水,瓶,箱,24,54\n", overwrite=True)
    assert dict(office.books.products.get("P1").prices) == {
        "retailer": 6200,
        "wholesaler": 5400,
        "sub_wholesaler": 6200,
    }


@pytest.mark.parametrize(
    ("header", "cells", "asked"),
    [
        ("单位,规格,单价", "瓶,500ml*24,2.5", ["单价"]),
        ("单位,箱规,单价,批发价", "瓶,24,2.5,2.4", ["单价", "批发价"]),
        ("单位,箱规,单价(箱)", "瓶,24,60", []),
        ("单位,箱规,单价", "瓶,24,60元/箱", []),
        ("单位,箱规,单价,单价单位", "瓶,24,60,箱", []),
        ("单位,箱规,单价", "箱,24,60", []),
        ("单位,单价", "瓶,2.5", []),
        ("基本单位,大单位,箱规,单价", "瓶,箱,24,60", []),
    ],
)
def test_a_price_beside_a_unit_below_the_case_is_asked(
    office: Office, tmp_path: Path, header: str, cells: str, asked: list[str]
) -> None:
    text = f"商品编码,商品名称,{header}\nP1,水,{cells}\n"
    report = taken(office, tmp_path, text)
    assert [(each["question"], each["column"]) for each in report["asked"]] == [("unit", name) for name in asked]
    assert len(office.books.products.all()) == (0 if asked else 1)
    if asked:
        answered = Answers(columns={("unit", name): "base" for name in asked})
        assert taken(office, tmp_path, text, answers=answered)["errors"] == []
        assert office.books.products.get("P1").prices["retailer"] == 6000
        assert taken(office, tmp_path, text)["unchanged"] == 1  # what is on file says which it is


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("小单位,大单位,换算率,大单位价", "瓶,箱,,54", ["case_without_size", "price_of_no_case"]),
        ("单位,箱价", "瓶,75", ["price_of_no_case"]),
        ("单位,大单位批发价", "瓶,75", ["price_of_no_case"]),
        ("单位,箱价", "箱,75", []),
    ],
)
def test_the_price_of_a_case_that_is_none_is_left_out(
    office: Office, tmp_path: Path, header: str, cells: str, told: list[str]
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,{header}\nP1,水,{cells}\n")
    assert (report["errors"], codes(report, "warnings")) == ([], told)
    assert bool(office.books.products.get("P1").prices) is (not told)


@pytest.mark.parametrize(
    ("header", "cells", "price", "told"),
    [
        ("供价", "0", None, ["price_of_nothing"]),
        ("箱价", "0.00", None, ["price_of_nothing"]),
        ("供价(元/瓶)", "60元/箱", 6000, ["units_differ"]),
        ("供价(元/瓶)", "2.5元/瓶", 6000, []),
    ],
)
def test_a_price_of_nothing_and_one_of_another_unit_than_its_header_says(
    office: Office, tmp_path: Path, header: str, cells: str, price: int | None, told: list[str]
) -> None:
    report = taken(office, tmp_path, f"商品编码,商品名称,基本单位,大单位,箱规,{header}\nP1,水,瓶,箱,24,{cells}\n")
    assert (report["errors"], codes(report, "warnings")) == ([], told)
    assert office.books.products.get("P1").prices.get("retailer") == price


def test_the_price_of_a_case_is_rounded_and_told(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "商品编码,商品名称,小单位,大单位,换算率,大单位价\nP1,水,瓶,件,24,72.345\n")
    assert office.books.products.get("P1").prices["retailer"] == 7235
    assert codes(report, "warnings") == ["money_rounded"]


def test_a_list_of_three_units(office: Office, tmp_path: Path) -> None:
    text = (
        "商品编码,商品名称,小单位,中单位,中单位换算,大单位,大单位换算,小单位条码,大单位批发价,中单位批发价\n"
        "P1,水,罐,提,6,箱,24,6901234567892,48,12\nP2,茶,罐,提,7,箱,24,,48,\n"
    )
    report = taken(office, tmp_path, text)
    assert (units(office), units(office, "P2")) == ("罐1 提6 箱24", "罐1 箱24")
    assert [(each["code"], each["row"]) for each in report["warnings"]] == [("middle_left_out", 3)]
    product = office.books.products.get("P1")
    assert (product.barcode, product.prices.get("wholesaler")) == ("6901234567892", 4800)
    assert report["unused_columns"] == []


@pytest.mark.parametrize(
    ("cells", "price", "told"),
    [("50,", 5000, []), (",2", 4800, []), ("48,2", 4800, []), ("50,2", 5000, ["price_beside"])],
)
def test_a_second_price_of_another_unit(
    office: Office, tmp_path: Path, cells: str, price: int, told: list[str]
) -> None:
    text = f"商品编码,商品名称,基本单位,大单位,箱规,批发价(箱),批发价(瓶)\nP1,水,瓶,箱,24,{cells}\n"
    report = taken(office, tmp_path, text)
    assert (report["errors"], codes(report, "warnings"), report["unused_columns"]) == ([], told, [])
    assert office.books.products.get("P1").prices["wholesaler"] == price


def test_what_a_case_weighs(office: Office, tmp_path: Path) -> None:
    text = (
        "商品编码,商品名称,单位,箱规,箱重(kg),箱体积(m³),毛重\n"
        "P1,水,瓶,24,12.6,0.025,\nP2,茶,瓶,24,12600g,25升,\nP3,油,桶,,,,5.2kg\nP4,酒,瓶,6,,,5\n"
    )
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    products = map(office.books.products.get, ("P1", "P2", "P3", "P4"))
    cases = {each.id: (each.case.kg, each.case.m3) for each in products}
    assert cases == {"P1": (12.6, 0.025), "P2": (12.6, 0.025), "P3": (5.2, None), "P4": (None, None)}
    assert [(each["code"], each["row"]) for each in report["warnings"] if each["code"] == "weight_of_what"] == [
        ("weight_of_what", 5)
    ]


def test_prices_of_the_smallest_unit_where_that_is_said(office: Office, tmp_path: Path) -> None:
    text = "商品编码,商品名称,基本单位,大单位,箱规,供价,批发价,零售价,进价,底价\nP1,水,瓶,箱,24,2.5,2.4,3,2,2.2\n"
    report = taken(office, tmp_path, text, answers=Answers({"unit": "base"}))
    product = office.books.products.get("P1")
    assert (dict(product.prices), product.cost, product.floor_price) == (
        {"retailer": 6000, "wholesaler": 5760}, 4800, 5280,
    )  # fmt: skip
    assert codes(report, "warnings") == ["consumer_price"]
    assert (product.model_extra or {})["零售价"] == "3"


def test_a_specification_made_a_date_is_told(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["商品编码", "商品名称", "规格", "单位"])
    book.active.append(["P1", "水", dt.date(2026, 6, 12), "盒"])
    book.save(tmp_path / "goods.xlsx")
    report = import_table(office, "products", tmp_path / "goods.xlsx")
    assert codes(report, "warnings") == ["spec_is_date"]
    assert "spec" not in (office.books.products.get("P1").model_extra or {})


def test_prices_by_the_tables_decimal_sign(office: Office, tmp_path: Path) -> None:
    text = "Product code;Product name;Unit price;Units per case\nP1;Cola;12,50;12\nP2;Water;1 234,50;6\nP3;Juice;0,99;24\n"
    report = taken(office, tmp_path, text)
    assert report["errors"] == []
    prices = {each.id: next(iter(each.prices.values())) for each in office.books.products.all().values()}
    assert prices == {"P1": 1250, "P2": 123450, "P3": 99}


def test_units_on_file_stay_where_a_table_says_nothing_of_them(office: Office, tmp_path: Path) -> None:
    office.books.products.put(
        [{"id": "P1", "name": "水", "units": [{"name": "瓶"}, {"name": "箱", "factor": 24, "kg": 12.5}]}]
    )
    taken(office, tmp_path, "商品编码,商品名称,单位,供价\nP1,矿泉水,瓶,60\n")
    assert units(office) == "瓶1 箱24"
    taken(office, tmp_path, "商品编码,商品名称,单位,箱规\nP1,矿泉水,瓶,15\n")
    assert [unit.kg for unit in office.books.products.get("P1").units] == [None, 12.5]


def test_products_that_are_told_apart_and_those_that_are_not(office: Office, tmp_path: Path) -> None:
    text = (
        "商品名称,规格,条码\n可乐,500ml*24,6901234567892\n可乐,1.25L*12,6901234567892\n雪碧,500ml*24,6901234567890\n"
    )
    report = taken(office, tmp_path, text)
    assert codes(report) == ["id_twice"]
    text = "商品编码,商品名称,规格,条码\nA1,可乐,330ml*24,6901234567892\nA2,可乐,330ml*24,\n"
    report = taken(office, tmp_path, text)
    assert sorted(codes(report, "warnings")) == [
        "same_barcode",
        "same_product",
        "unit_named",
        "unit_named",
        "unit_named",
        "unit_named",
    ]
    report = taken(office, tmp_path, "商品名称,规格\n面包,100g\n面包,200g\n")
    assert report["added"] == 2
    assert taken(office, tmp_path, "商品名称,规格\n面包,100g\n面包,200g\n")["unchanged"] == 2
    lost = taken(office, tmp_path, "商品名称,条码\n可乐,6.90123E+12\n雪碧,6.90123E+12\n")
    assert (lost["rejected"], set(codes(lost))) == (2, {"digits_lost"})


LOADS = [
    ("载重", "1.5吨", 1500),
    ("载重", "800kg", 800),
    ("载重", "800", 800),
    ("载重(吨)", "1.5", 1500),
    ("核载(吨)", "1.495", 1495),
    ("核定载质量(kg)", "1495", 1495),
    ("吨位", "2", 2000),
    ("capacity kg", "40", 40),
    ("Payload (t)", "1.5", 1500),
    ("载重kg", "60", 60),
]


@pytest.mark.parametrize(("header", "cell", "kg"), LOADS)
def test_loads(office: Office, tmp_path: Path, header: str, cell: str, kg: float) -> None:
    report = taken(office, tmp_path, f"车牌,{header},可装箱数\n浙A1,{cell},200\n", "vehicles")
    assert report["errors"] == []
    assert office.books.vehicles.get("浙A1").capacity == {"cases": 200, "kg": kg}


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("载重(吨)", "1500", ["kg_or_tonnes"]), ("吨位", "1500", ["kg_or_tonnes"]), ("总质量", "4500", ["kg_or_tonnes"]),
        ("容积", "6000", ["litres_or_m3"]), ("载重", "150吨", ["too_heavy"]),
        ("容积", "6000升", 6), ("容积(L)", "6000", 6), ("容积", "6 m³", 6), ("容积", "17.5立方", 17.5),
    ],
)  # fmt: skip
def test_loads_in_a_unit_that_cannot_be(
    office: Office, tmp_path: Path, header: str, cell: str, told: list[str] | float
) -> None:
    report = taken(office, tmp_path, f"车牌,{header}\n浙A1,{cell}\n", "vehicles")
    if isinstance(told, list):
        assert codes(report) == told
        assert not office.books.vehicles.all()
    else:
        assert office.books.vehicles.get("浙A1").capacity == {"m3": told}


@pytest.mark.parametrize("cell", ["1.5", "40"])
def test_loads_that_may_be_kilograms_or_tonnes(office: Office, tmp_path: Path, cell: str) -> None:
    report = taken(office, tmp_path, f"车牌,载重\n浙A1,{cell}\n", "vehicles")
    assert codes(report) == ["kg_or_tonnes"]
    assert not office.books.vehicles.all()


@pytest.mark.parametrize(
    ("header", "cell"), [("载重", "-1"), ("载重", "两车"), ("容积", "6000斤"), ("载重(方)", "3")]
)
def test_a_load_that_is_none_is_told_and_the_vehicle_goes_in(
    office: Office, tmp_path: Path, header: str, cell: str
) -> None:
    report = taken(office, tmp_path, f"车牌,{header}\n浙A1,{cell}\n", "vehicles")
    assert [each["code"] for each in report["warnings"]] in (["not_a_number"], ["unit_of_header"])
    assert office.books.vehicles.get("浙A1").capacity == {}


def test_what_is_less_than_a_hundredth_is_rounded_and_told(office: Office, tmp_path: Path) -> None:
    report = taken(
        office, tmp_path, "商品编码,品名,基本单位,大单位,箱规,进价(箱),供价(瓶)\nP1,水,瓶,箱,24,48.125,2.125\n"
    )
    assert [(each["code"], each["value"]) for each in report["warnings"]] == [("money_rounded", "48.125")]
    product = office.books.products.get("P1").model_dump(mode="json")
    assert (product["cost"], product["prices"]["retailer"]) == ("48.13", "51.00")


def test_a_price_to_be_agreed_is_none_and_told(office: Office, tmp_path: Path) -> None:
    report = taken(office, tmp_path, "商品编码,品名,单位,价格\nP1,水,瓶,面议\nP2,茶,瓶,TBD\nP3,面,袋,3.5元起\n")
    assert [(each["row"], each["code"]) for each in report["warnings"]] == [
        (2, "price_to_agree"),
        (3, "price_to_agree"),
    ]
    assert [each["row"] for each in report["errors"]] == [4]
    assert office.books.products.get("P1").prices == {}
