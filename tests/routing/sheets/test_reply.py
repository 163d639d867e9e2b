"""Pasted replies: read as people write them, told line by line where they cannot be, and round there and back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.sheets.form import FormItem, FormLine, FormProduct, Forms, StopForm
from routing.sheets.reply import FieldError, field_named, read_reply, write_results
from routing.sheets.reply.ticks import ticked
from store.notation.errors import BadNumberError
from store.notation.numbers import narrow

WATER = FormProduct("P01", "青溪矿泉水 550ml", (("箱", 24), ("瓶", 1)))
TEA = FormProduct("P02", "冰红茶 [/b]", (("箱", 15), ("瓶", 1)))
BOX = FormProduct("6901234567892", "Biscuits", (("case", 20), ("提", 5), ("pack", 1)))
PRODUCTS = {product.id: product for product in (WATER, TEA, BOX)}
NAMES = ("老王烟酒店", "永福超市", "Corner [0] shop", "家家便利")


def form(seq: int, **fields: Any) -> StopForm:
    known: dict[str, Any] = {
        "steps": tuple(FormItem(f"s{n}", f"步骤{n}", "note") for n in range(1, 9)),
        "standard": "D",
        "points": tuple(FormItem(f"p{n}", f"点{n}") for n in range(1, 7)),
        "must_stock": ("P01", "P02"),
        "topics": (FormItem("T1", "先进先出"), FormItem("T2", "黄金位置")),
        "deliveries": (FormLine("P01", "SO1", 240, "箱", 2500), FormLine("P02", "SO1", 30, "箱", 4000)),
        "action": "补两个排面",
        "products": PRODUCTS,
    }
    return StopForm(seq, f"C{seq:03d}", NAMES[(seq - 1) % len(NAMES)], **(known | fields))


FORMS = Forms([form(n) for n in range(1, 5)])


def read(text: str) -> list[dict[str, Any]]:
    reply = read_reply(text, FORMS)
    assert reply.unusable == []
    return [result for _, result in reply.results]


@pytest.mark.parametrize(
    ("written", "day"),
    [("9-1", "2026-09-01"), ("12月3日", "2025-12-03"), ("2026.8.5", "2026-08-05"), ("20260805", "2026-08-05")],
)
def test_a_production_date_needs_no_year(written: str, day: str) -> None:
    stop = form(1, date=dt.date(2026, 11, 24))
    found = field_named("stock").parse(f"P01 2箱@{written}", stop)
    assert found == {"stock": [{"product": "P01", "quantity": 48, "produced": day}]}


@pytest.mark.parametrize("written", ["2-30", "13-1", "91", "soon", "2026-2-30"])
def test_no_production_date(written: str) -> None:
    with pytest.raises(FieldError, match="bad_day"):
        field_named("stock").parse(f"P01 2箱@{written}", form(1, date=dt.date(2026, 11, 24)))


@pytest.mark.parametrize(
    ("written", "count", "places"),
    [
        ("12", 10, [1, 2]),
        ("12345678910", 10, list(range(1, 11))),
        ("1 10", 10, [1, 10]),
        ("10", 10, [10]),
        ("12", 12, [12]),
        ("134", 9, [1, 3, 4]),
    ],
)
def test_numbers_written_without_a_space(written: str, count: int, places: list[int]) -> None:
    ids = [f"s{n}" for n in range(1, count + 1)]
    assert [n for n in range(1, count + 1) if ticked(written, ids)[f"s{n}"]] == places


@pytest.mark.parametrize("written", ["2110", "99", "0110", "1121"])
def test_numbers_that_can_be_read_in_no_way_or_in_several(written: str) -> None:
    with pytest.raises(BadNumberError):
        ticked(written, [f"s{n}" for n in range(1, 13)])


def test_several_units_and_reasons_in_one_cell() -> None:
    stop = form(1)
    [_, line] = field_named("delivery").parse("全, P02 0瓶 退1箱4瓶 损2瓶", stop)["delivery"]
    assert (line["returned"], line["damaged"]) == (19, 2)
    told = field_named("skipped").parse("3 老板忙；没空; ５：店里装修", stop)
    assert told == {"skipped": {"s3": "老板忙；没空", "s5": "店里装修"}}


def test_a_reply_as_it_is_typed_on_a_phone() -> None:
    reply = read_reply(
        "张磊 11-24 18:02\n1. 08:00 老王烟酒店\n青溪县凤凰路412号\n【回填】2026年11月24日 R01 张磊 v3\n"
        "#1 C001 老王烟酒店\n到：９：０５\n离：9点半\n陈列：１３４\n库存：P01 两箱五瓶，冰红茶 3\n"
        "订单：P01 十箱、P02 5件\n收款：现金１２０ 转账300（尾号8821） 优惠20(张总)\n送货：全，P02 1箱 拒1箱\n"
        "辅导：先进先出 4\n备注：老板说，到年底再谈\n"
        "第二家 9:40-10:10 订单 冰红茶2箱 备注 没货\n胡说\n4、家家便利 未访 关门\n#9 C999\n到 9:00\n",
        FORMS,
    )
    first, second, third = (result for _, result in reply.results)
    assert (first["check_in"], first["check_out"]) == ("09:05", "09:30")
    assert [point for point, met in first["points"].items() if met] == ["p1", "p3", "p4"]
    assert first["stock"] == [{"product": "P01", "quantity": 53}, {"product": "P02", "quantity": 3}]
    assert [(line["quantity"], line["unit"]) for line in first["order"]] == [(10, "箱"), (5, "箱")]
    assert first["delivery"] == [
        {"product": "P01", "order": "SO1", "delivered": 240},
        {"product": "P02", "order": "SO1", "delivered": 15, "refused": 15},
    ]
    assert first["payments"] == [
        {"method": "cash", "amount": "120.00"},
        {"method": "transfer", "amount": "300.00", "reference": "尾号8821"},
        {"method": "discount", "amount": "20.00", "approved_by": "张总"},
    ]
    assert first["coaching"] == {"topic": "T1", "skill": 4}
    assert first["note"] == "老板说，到年底再谈"
    assert (second["check_in"], second["check_out"], second["note"]) == ("09:40", "10:10", "没货")
    assert third == {"outlet": "C004", "stop_kind": "visit", "left_reason": "关门"}
    assert [(u.row, u.code) for u in reply.unusable] == [
        (16, "not_understood"),
        (18, "no_such_stop_here"),
        (19, "lost_line"),
    ]
    assert reply.left == ["#2 C002 永福超市", "胡说", "#9 C999", "到 9:00"]


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("订单 P01 -3箱", "order", "negative_number"),
        ("库存：P01 －２箱", "stock", "negative_number"),
        ("库存 P01 半箱多", "stock", "no_such_unit"),
        ("订单 P99 3箱", "order", "no_such_product"),
        ("订单 P01 3吨", "order", "no_such_unit"),
        ("陈列 9", "points", "no_such_number"),
        ("陈列 -1", "points", "negative_number"),
        ("到 25点99", "check_in", "bad_time"),
        ("收款 很多", "payments", "bad_payment"),
        ("收款 现金-5", "payments", "negative_number"),
        ("辅导 打麻将 3", "coaching", "no_such_topic"),
        ("排面 6", "facings", "bad_facings"),
        ("兑现 也许", "followed_up", "yes_or_no"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_goes_in(line: str, name: str, code: str) -> None:
    reply = read_reply(f"#1\n备注 好的\n{line}\n", FORMS)
    assert [(u.row, u.field, u.code) for u in reply.unusable] == [(3, name, code)]
    assert reply.left == ["#1 C001 老王烟酒店", line]
    assert reply.results == [(1, {"outlet": "C001", "stop_kind": "visit", "note": "好的"})]


@pytest.mark.parametrize(
    "head",
    [
        "#3",
        "3.",
        "3、",
        "【3】",
        "(3)",
        "第3站",
        "第三家",
        "三、",
        "3 Corner [0] shop",
        "＃３",
        "C003",
        "c003",
        "Corner [0] shop",
        "3) C003",
    ],
)
def test_a_stop_is_known_however_it_is_named(head: str) -> None:
    assert read(f"{head}\n备注 x") == [{"outlet": "C003", "stop_kind": "visit", "note": "x"}]
    assert read(f"{head} 备注 x") == [{"outlet": "C003", "stop_kind": "visit", "note": "x"}]


@pytest.mark.parametrize("head", ["#3 永福超市", "#7", "77.", "#2 C003X", "3 家家便利"])
def test_a_stop_that_is_not_clear_is_asked_about(head: str) -> None:
    reply = read_reply(f"{head}\n备注 x", FORMS)
    assert reply.results == []
    assert [u.code for u in reply.unusable] in (["no_such_stop_here", "lost_line"], ["stop_disagrees", "lost_line"])
    assert reply.left == [head, "备注 x"]


def test_lines_may_be_missing_and_in_any_order() -> None:
    told = read("#2\n离 9:30\n#1\n到 8:00\n#2\n到 9:10\n#1\n订单 无\n离 8:10\n")
    assert {result["outlet"]: (result["check_in"], result["check_out"]) for result in told} == {
        "C001": ("08:00", "08:10"),
        "C002": ("09:10", "09:30"),
    }
    twice = read_reply("#1\n到 8:00\n到 8:05\n#1 到 8:00\n", FORMS)
    assert [(u.row, u.code) for u in twice.unusable] == [(3, "said_twice")]
    assert twice.results[0][1]["check_in"] == "08:00"


def test_an_empty_form_says_nothing() -> None:
    assert read("【回填】2026-11-24 R01 张磊 v3\n#1 C001 老王烟酒店\n到店：\n离店：____\n陈列：\n备注：…\n") == []


def test_ticks() -> None:
    read_points = lambda text: field_named("points").parse(text, FORMS.stops[0])["points"]  # noqa: E731
    assert read_points("1-3") == {"p1": True, "p2": True, "p3": True, "p4": False, "p5": False, "p6": False}
    assert read_points("1√2×") == {"p1": True, "p2": False}
    assert read_points("1对 3错") == {"p1": True, "p3": False}
    assert all(read_points("全").values())
    assert not any(read_points("无").values())
    with pytest.raises(FieldError):
        read_points("看着还行")


# there and back

free = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u2028\u2029\u0085"), min_size=1, max_size=20
).filter(lambda text: bool(text.strip(" _.…,;|/:：，；")) and text == text.strip(" ,;|/：，；"))
times = st.builds(lambda m: f"{m // 60:02d}:{m % 60:02d}", st.integers(0, 24 * 60 - 1))
amounts = st.builds(lambda minor: f"{minor // 100}.{minor % 100:02d}", st.integers(0, 10**9))
pieces = st.integers(0, 5000)


def lines(of: st.SearchStrategy[dict[str, Any]], key: str = "product") -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(of, min_size=1, max_size=3, unique_by=lambda line: line[key])


results = st.fixed_dictionaries(
    {},
    optional={
        "check_in": times,
        "check_out": times,
        "steps": st.lists(st.sampled_from([f"s{n}" for n in range(1, 9)]), unique=True).map(sorted),
        "points": st.dictionaries(st.sampled_from([f"p{n}" for n in range(1, 7)]), st.booleans(), min_size=1),
        "found": st.fixed_dictionaries({"P01": st.booleans(), "P02": st.booleans()}),
        "facings": st.lists(st.integers(0, 99), min_size=2, max_size=2).map(sorted),
        "advice": free,
        "stock": lines(st.fixed_dictionaries({"product": st.sampled_from(sorted(PRODUCTS)), "quantity": pieces})),
        "order": lines(
            st.sampled_from(sorted(PRODUCTS)).flatmap(
                lambda product: st.fixed_dictionaries(
                    {
                        "product": st.just(product),
                        "quantity": st.integers(1, 900).map(float),
                        "unit": st.sampled_from([name for name, _ in PRODUCTS[product].units]),
                    }
                )
            )
        ),
        "order_value": amounts,
        "payments": lines(st.fixed_dictionaries({"method": st.sampled_from(["cash", "transfer", "credit"]), "amount": amounts}), "method"),
        "coaching": st.fixed_dictionaries({"topic": st.sampled_from(["T1", "T2"])}, optional={"skill": st.integers(1, 5)}),
        "followed_up": st.booleans(),
        "action": free,
        "note": free,
        "left_reason": free,
    },
)  # fmt: skip


def wide(text: str) -> str:
    """As an input method left in full-width writes it."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def possible(result: dict[str, Any]) -> dict[str, Any]:
    """A result that can be true: not left out and called on at once, a call of some minutes."""
    reason = narrow(result.get("left_reason", "")).strip().casefold()
    if reason in ("无", "否", "没有", "no", "none", "-", "/", "×", "x") or re.search(r"\d.*[-到至].*\d$", reason):
        result.pop("left_reason", None)  # says that it was visited, or when
    if "left_reason" in result:
        return {name: result[name] for name in ("left_reason", "note") if name in result}
    if "check_in" in result and "check_out" in result:
        hour, minute = result["check_in"].split(":")
        result["check_out"] = f"{min(int(hour) + 1, 24):02d}:{minute}"
    return result


@given(
    st.lists(results.map(possible), min_size=1, max_size=4),
    st.booleans(),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_what_is_written_is_read_back(told: list[dict[str, Any]], chinese: bool, luck: Any, full_width: bool) -> None:
    pairs = [
        ({"outlet": f.outlet, "stop_kind": f.kind, **each}, f) for each, f in zip(told, FORMS.stops, strict=False)
    ]
    text = write_results(pairs, "2026-11-24", "R01", "张", 3, chinese=chinese)
    heading, *rest = text.splitlines()
    blocks: list[list[str]] = []
    for line in rest:
        if line.startswith("#"):
            blocks.append([])
        blocks[-1].append(line)
    luck.shuffle(blocks)
    shuffled = []
    for block in blocks:
        facts = block[1:]
        luck.shuffle(facts)
        if full_width:
            facts = [line if any(name in line for name in _FREE) else wide(line) for line in facts]
        shuffled += [block[0], *facts]
    reply = read_reply("\n".join([heading, *shuffled]), FORMS)
    assert reply.unusable == []
    found = {result["outlet"]: result for _, result in reply.results}
    assert found == {result["outlet"]: result for result, _ in pairs if len(result) > 2}


PIECES = (
    "备注", "备注：", "订单 P01 3箱", "库存 P01 5", "建议：", "note: ", "#2 ", "#3 关门", "更正 ", "改为", "「", "」", "」」", "；", "; 5 没空", ", ",
    "1. ", "9:00-9:10", "到店 9:05", "关门", "[图片]", "无", "【回填】2026-11-24 R02", "张三：", "昨天的：", "换冰柜", " ", "(", "）",
    "\u2028", "𝟏㐂", "收款 现金500", "佳佳超市", "未访：", "/", "。",
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(("advice", "action", "note")),
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join),
    ),
    st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join), max_size=2),
    st.booleans(),
)
def test_free_texts_come_back_as_they_are(texts: dict[str, str], reasons: list[str], chinese: bool) -> None:
    form = FORMS.stops[0]
    said = {name: " ".join(text.split()) for name, text in texts.items()}
    result: dict[str, Any] = {
        "outlet": form.outlet,
        "stop_kind": form.kind,
        "check_in": "09:05",
        "check_out": "09:25",
    }
    result |= {name: text for name, text in said.items() if text}
    skipped = {
        step.id: why for step, text in zip(form.steps, reasons, strict=False) if (why := " ".join(text.split()))
    }
    if skipped:
        result["skipped"] = skipped
    reply = read_reply(write_results([(result, form)], "2026-11-24", "R01", "王磊", 3, chinese=chinese), FORMS)
    assert (reply.unusable, reply.told, reply.left) == ([], [], [])
    assert [found for _, found in reply.results] == [result]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join))
def test_a_stop_left_out_comes_back_with_its_reason(text: str) -> None:
    form = FORMS.stops[0]
    if not (why := " ".join(text.split())):
        return
    result = {"outlet": form.outlet, "stop_kind": form.kind, "left_reason": why}
    reply = read_reply(write_results([(result, form)], "2026-11-24", "R01", "王磊", 3, chinese=True), FORMS)
    assert [found for _, found in reply.results] == [result]


_FREE = tuple(word for name in ("advice", "action", "note", "left_reason") for word in (field_named(name).zh[0], field_named(name).en[0]))  # fmt: skip


@given(st.text(max_size=300))
def test_no_text_is_too_wild(text: str) -> None:
    reply = read_reply(text, FORMS)
    assert all(len(result) > 2 for _, result in reply.results)
    assert all(1 <= told.row <= len(text.splitlines()) for told in reply.unusable)


STRANGE = (
    "张三超市", "C999", "⑨", "#9", "#1 永福超市", "张三超市 到店 9:00 离店 9:10 订单 P01 3箱", "更正 #9", "老板说下周再来",
    "Unknown Shop", "77.", "# C777 谁家", "#4 老王烟酒店 备注 x", "佳佳", "???谁", "新开的店 订单 P02 9箱",
)  # fmt: skip
WHOLE = [
    line
    for n, name in enumerate(NAMES, 1)
    for line in (
        f"#{n} C{n:03d} {name}",
        f"到店：{7 + n}:05",
        f"离店：{7 + n}:25",
        f"订单：P01 {n}箱",
        f"备注：第{n}家",
    )
]


@given(st.sampled_from(STRANGE), st.integers(0, len(WHOLE)))
def test_a_line_that_is_not_understood_puts_nothing_on_another_stop(strange: str, place: int) -> None:
    whole = {result["outlet"]: result for _, result in read_reply("\n".join(WHOLE), FORMS).results}
    assert len(whole) == 4
    reply = read_reply("\n".join([*WHOLE[:place], strange, *WHOLE[place:]]), FORMS)
    assert reply.unusable
    for _, result in reply.results:
        assert result.items() <= whole[result["outlet"]].items()
    again = read_reply("\n".join(reply.left), FORMS)
    assert again.results == []
    assert again.left == reply.left
