"""Texts as a rep may send them, by chance: spellings that the document names, and broken ones."""

from __future__ import annotations

import random
import re

from tests.models.notation_days import HOUR
from tests.models.replies.plan import Plan, Stop
from tests.models.replies.stops import CIRCLED, FIGURES

PARTS = {"C0003": "便民", "C0296": "刘家小店", "C0165": "佳佳", "C0118": "福满", "C0371": "周家", "C0342": "凤凰路店", "C0011": "鑫源",
         "C0380": "小学小卖部"}  # fmt: skip
GOODS = ("P01", "P02", "P03", "冰红茶", "矿泉水", "锅巴", "红茶", "青溪矿泉水", "水")


def begin(chance: random.Random, plan: Plan, stop: Stop) -> str:
    number, name, part = stop.number, stop.name, PARTS.get(stop.outlet, stop.name)
    spoken = FIGURES[number]
    kind = {"delivery": "送货", "visit": "拜访"}[stop.kind]
    forms = [
        f"#{number} {stop.outlet} {name}", f"#{number} {stop.outlet} {name}", f"#{number}", f"#{number} {name}", f"{number}. {name}",
        f"{number}、{name}", f"{number}) {part}", f"({number}) {name}", f"（{number}）{name}", f"【{number}】{name}", f"{number}号 {name}",
        f"{CIRCLED[number - 1]} {name}", f"{CIRCLED[number - 1]}{part}", f"第{spoken}站 {part}", f"第{number}家", f"No. {number} {name}",
        f"{number} {name}", f"{number}{name}", f"{number}{part}", f"#{number} {part}（{kind}）", f"＃{number}", f"{number}.",
        stop.outlet, f"{stop.outlet} {name}", name, part, f"{name}：", f"{number}号", f"{stop.outlet.lower()}",
        f"#{number}（{kind}）",
    ]  # fmt: skip
    if chance.random() < 0.05:
        other = chance.choice(plan.stops)
        return chance.choice((
            f"#{number} {other.name}", f"#{number} {other.outlet}", f"{other.outlet} {name}", f"#{len(plan.stops) + 3}",
            f"#{number} 天天见", "老地方", "C0900 张家超市", f"#{number} C0900", "小卖部", "小店", f"#{number} 家", "张家超市",
        ))  # fmt: skip
    return chance.choice(forms)


def face(chance: random.Random, seconds: int) -> str:
    hour, minute = seconds // HOUR, seconds % HOUR // 60
    forms = [f"{hour}:{minute:02}"] * 4 + [
        f"{hour:02}:{minute:02}", f"{hour:02}{minute:02}", f"{hour}.{minute:02}", f"{hour}：{minute:02}", f"{hour}点{minute}分" if minute else f"{hour}点整",
    ]  # fmt: skip
    if minute == 0:
        forms += [f"{hour}点", f"{hour}"]
    if minute == 30:
        forms += [f"{hour}点半"]
    if hour > 12:
        forms += [
            f"{hour - 12}:{minute:02}",
            f"下午{hour - 12}:{minute:02}",
            f"{hour - 12}:{minute:02}pm",
            f"{hour - 12}点{minute}分" if minute else f"{hour - 12}点整",
        ]
    elif 8 <= hour < 12:
        forms += [f"上午{hour}:{minute:02}", f"{hour}:{minute:02} am"]
    return chance.choice(forms)


def times(chance: random.Random, at: int) -> list[str]:
    """Both times, in one piece or in two."""
    end = at + chance.choice((5, 10, 15, 18, 25, 30)) * 60
    one, two = face(chance, at), face(chance, end)
    draw = chance.random()
    if draw < 0.03:
        return [f"到店：{one}"]
    if draw < 0.05:
        one, two = two, one
    elif draw < 0.07:
        one = chance.choice(("25:00", "9:75", "早上", "9.5", "0", "23:50", "21:50 确认", "很早"))
        return chance.choice(([f"到店：{one}", f"离店：{two}"], [f"到店 {one}", f"离店 {two}"]))
    return chance.choice((
        [f"到店：{one}", f"离店：{two}"], [f"到店 {one}", f"离店 {two}"], [f"{one}-{two}"], [f"{one}到店 {two}离店"], [f"{one}~{two}"],
        [f"到 {one}", f"离 {two}"], [f"签到：{one}", f"签退：{two}"], [f"in {one}", f"out {two}"], [f"到店{one}", f"离店{two}"],
    ))  # fmt: skip


def count(chance: random.Random, units: tuple[str, ...]) -> str:
    number = chance.choice(("1", "2", "3", "10", "两", "十", "12", "半", "5"))
    unit = chance.choice(units)
    if number == "半" and unit != "箱":
        number = "4"
    return chance.choice((f"{number}{unit}",) * 4 + (f"{number} {unit}",))


def item(chance: random.Random) -> str:
    product = chance.choice(GOODS)
    unit = chance.choice((("箱",), ("箱", "件"), ("瓶", "袋")))
    said = count(chance, unit)
    return chance.choice((
        f"{product} {said}", f"{product} {said}", f"{product}{said}" if not product[-1].isascii() else f"{product} {said}",
        f"{said}{product}", f"{product} {chance.choice('2358')}", f"{product} 2箱5瓶", f"{product} 1箱3袋",
        f"{product} {chance.choice(('3桶', '很多', '-2箱', '2.5瓶', '一百二箱'))}" if chance.random() < 0.3 else f"{product} 2箱半",
    ))  # fmt: skip


def listed(chance: random.Random, items: list[str]) -> str:
    return chance.choice(("，", "、", " ", ", ", "；")).join(items)


def order(chance: random.Random) -> str:
    if chance.random() < 0.12:
        return chance.choice(("无", "没要", "不要", "1234.50", "暂无"))
    items = [item(chance) for _ in range(chance.choice((1, 1, 2, 3)))]
    if chance.random() < 0.25:
        product = chance.choice(GOODS)
        items[-1] = chance.choice((
            f"{product} 10+1", f"{product} 10箱送1箱", f"{product} 10箱（送1箱）", f"{product} 10箱，送1箱", f"{product} 10箱 送5瓶",
            f"{product} 10箱送P02 1箱", f"{product} 10箱，搭赠锅巴1箱", f"{product} 10箱+1箱",
        ))  # fmt: skip
    if chance.random() < 0.1:
        items.append(chance.choice(("P02不要", "不要P02", "冰红茶不要了")))
    return listed(chance, items)


def stock(chance: random.Random) -> str:
    items = [item(chance) for _ in range(chance.choice((1, 1, 2, 3)))]
    if chance.random() < 0.3:
        items.append(
            f"{chance.choice(GOODS)}{chance.choice((' 没货', '没货了', ' 剩3瓶', '还有2箱', ' 卖完', ' 售罄'))}"
        )
    return listed(chance, items)


def delivery(chance: random.Random) -> str:
    product = chance.choice(("P01", "P02", "冰红茶", "矿泉水"))
    return chance.choice((
        "全", "都送了", "送完了", "没送", "全，P02 3箱", f"{product} 1箱 拒1箱", f"{product} 2箱", f"{product} 2箱 退3瓶",
        f"{product} 2箱，换2瓶", f"{product} 差1箱", f"{product} 9箱", "P03 0 退2瓶", "P02 3/4", "P01 1箱 损3瓶", "全，冰红茶退2瓶",
        "P02 3箱 差1箱", "P01全", "P02 2箱 拒1箱 损1箱，P01 2箱", "P03 1箱", "P02 3/5", "很多",
    ))  # fmt: skip


def paid(chance: random.Random) -> str:
    amount = chance.choice(("500", "300元", "1,234.50", "80", "12.5", "¥60"))
    other = chance.choice(("200", "20.00", "150元"))
    return chance.choice((
        f"现金{amount}", f"现金 {amount}", f"现金收了{amount}", f"微信{amount}", f"现金{amount} 转账{other}", f"现金{amount}，欠{other}",
        f"转账{amount}(尾号8821)", f"转账{amount} 尾号8821", f"现金{amount}，现金{other}", "无", "没收", f"收{amount}", f"现金{amount} 微信{other}",
        "现金12,50", f"现金{amount} 优惠20(王总)", f"支付宝{amount} 还欠{other}", "五百",
    ))  # fmt: skip


def pieces(chance: random.Random, stop: Stop) -> list[str]:
    """What is said beside the times, a blank each."""
    said: list[str] = []

    def may(part: float, names: tuple[str, ...], content: str) -> None:
        if chance.random() < part:
            said.append(f"{chance.choice(names)}{chance.choice(('：', '：', ':', ' '))}{content}")

    if stop.kind == "visit":
        may(0.2, ("步骤",), chance.choice(("全", "全部", "1258", "126", "1 3", "1-4", "5、6", "79", "很好")))
        may(0.15, ("漏项", "未做步骤"), chance.choice(("3 老板忙", "5 没空; 6 走得急", "2 没位置", "9 忙", "忙")))
        may(
            0.2,
            ("陈列", "陈列检查"),
            chance.choice(("134", "1√2×", "全", "无", "1-4", "1 3", "1√ 2√ 5×", "137", "一般")),
        )
        may(0.2, ("缺货", "必售缺货"), chance.choice(("2 3", "P02", "无", "不缺", "23", "冰红茶", "5", "P07")))
        may(0.15, ("排面",), chance.choice(("6/20", "6 / 20", "20/6", "6")))
        may(0.1, ("评价", "评分"), chance.choice("1457"))
        may(0.3, ("库存", "盘库", "盘点"), stock(chance))
        may(0.15, ("辅导",), chance.choice(("2 4", "先进先出 4", "1 7", "3 2", "大单技巧 1")))
    may(0.5 if stop.kind == "visit" else 0.05, ("订单", "订货", "要货", "下单", "order"), order(chance))
    may(0.8 if stop.kind == "delivery" else 0.05, ("送货", "送达"), delivery(chance))
    may(0.3, ("收款", "付款"), paid(chance))
    may(
        0.3,
        ("备注", "说明", "note"),
        chance.choice(("老板下午在", "换冰柜", "老板说 订单下周再给", "下次带样品，要两张海报", "没货")),
    )
    chance.shuffle(said)
    if said and chance.random() < 0.03:
        said[-1] += "，老板不在"
    return said


def stop_text(chance: random.Random, plan: Plan, stop: Stop, at: int) -> list[str]:
    start = begin(chance, plan, stop)
    draw = chance.random()
    if draw < 0.15:
        reason = chance.choice(
            (
                "关门",
                "没开门，明天再去",
                "没人",
                "老板不在",
                "休息",
                "closed",
                "未访：关门",
                "未访：装修",
                "未访 老板不在",
            )
        )
        also = (
            []
            if chance.random() < 0.7
            else chance.choice(
                ([f"{face(chance, at)}-{face(chance, at + 600)}"], ["备注：下周再来"], ["订单：P01 1箱"])
            )
        )
        return [f"{start} {reason}", *also]
    said = times(chance, at) if draw < 0.95 else []
    said += pieces(chance, stop)
    if chance.random() < 0.05:
        said.append(chance.choice(("老板不在", "未访：无", "没要货", "天气很好", "天气很好")))
    if draw < 0.5:
        return [start, *below(chance, said)]
    if draw < 0.75:
        return [f"{start} {' '.join(said[:2])}", *said[2:]]
    return [f"{start} {chance.choice((' ', '，')).join(said)}"]


def said_again(chance: random.Random, chosen: list[Stop]) -> list[str]:
    """Corrections, and a stop begun again, behind all the others."""
    number = chance.choice(chosen).number
    draw = chance.random()
    if draw < 0.12:
        mend = chance.choice(("更正", "改正", "修正：", "correction"))
        content = chance.choice(
            ("订单 P01 5箱", "收款 现金100", "备注 改了", "评价 3", "订单 无", "缺货 2", "库存 P02 3", "排面：5/9")
        )
        return [f"{mend} {chance.choice((f'#{number} ', ''))}{content}"]
    if draw < 0.2:
        return [
            f"#{number}",
            chance.choice(("备注：再说一句", "订单：P03 1箱", "收款：现金500", "评价：3", "库存：P01 7")),
        ]
    return []


def below(chance: random.Random, said: list[str]) -> list[str]:
    """Lists with their items below their names, a line each."""
    lines = []
    for each in said:
        name, colon, content = each.partition("：")
        listed = name in ("订单", "订货", "要货", "下单", "库存", "盘库", "盘点", "收款", "付款")
        if (
            colon
            and listed
            and not re.search(r"收|很多|送|^[\d.]+$", content)
            and content[:1] not in "无没不暂"
            and chance.random() < 0.4
        ):
            mark = chance.choice(("", "- ", "· ", "1. "))
            items = [part.strip() for part in content.replace("；", "，").replace("、", "，").split("，")]
            lines += [f"{name}：", *(mark.replace("1", str(at)) + item for at, item in enumerate(items, 1))]
        else:
            lines.append(each)
    return lines


def reply(chance: random.Random, plan: Plan) -> str:
    chosen = sorted(chance.sample(plan.stops, chance.choice((1, 1, 2, 3))), key=lambda stop: stop.number)
    lines: list[str] = []
    at = plan.shift[0] + chance.randint(0, 60) * 60
    for stop in chosen:
        lines += stop_text(chance, plan, stop, at)
        at += chance.randint(35, 150) * 60
    lines += said_again(chance, chosen)
    if chance.random() < 0.3:
        lines.insert(
            0,
            chance.choice(
                (
                    f"【回填】{plan.date} {plan.rep} {plan.rep_name} v1",
                    f"[REPLY] {plan.date} {plan.rep}",
                    f"【回填】{plan.rep_name}",
                )
            ),
        )
    if chance.random() < 0.1:
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(("[图片]", "收到", "谢谢", "")))
    return "\n".join(lines)


def cells(chance: random.Random, stop: Stop, at: int) -> dict[str, str]:
    """What is written into the blanks of a row."""
    if chance.random() < 0.12:
        row = {"left": chance.choice(("关门", "装修", "老板不在", "没开门，明天再去"))}
        if chance.random() < 0.3:
            row |= chance.choice(({"note": "下周再来"}, {"order": "P01 1箱"}, {"in": face(chance, at)}))
        return row
    end = at + chance.choice((5, 10, 18, 30)) * 60
    row = {"in": face(chance, at).replace(".", ":"), "out": face(chance, end).replace(".", ":")}
    if chance.random() < 0.05:
        row[chance.choice(("in", "out"))] = chance.choice(("", "9.1", "早上", "25:00"))
    if chance.random() < 0.03:
        row["left"] = chance.choice(("无", "否"))
    content = {
        "steps": ("全", "126", "1 3", "1-4", "79"),
        "skipped": ("3 老板忙", "5 没空; 6 走得急", "9 忙"),
        "points": ("134", "1√2×", "全", "无", "137"),
        "missing": ("2 3", "P02", "无", "不缺", "5"),
        "facings": ("6/20", "20/6"),
        "rating": ("1", "4", "7"),
        "coached": ("2 4", "先进先出 4", "3 2"),
        "note": ("老板下午在", "老板说 订单 P01 3箱", "无", "1. 换冰柜"),
        "stock": (stock(chance),),
        "order": (order(chance),),
        "paid": (paid(chance),),
        "delivery": (delivery(chance),),
    }
    for blank, texts in content.items():
        part = {"delivery": 0.7 if stop.kind == "delivery" else 0.05, "order": 0.5}.get(blank, 0.2)
        visit = blank in ("steps", "skipped", "points", "missing", "facings", "rating", "coached", "stock")
        if chance.random() < part and not (visit and stop.kind == "delivery"):
            row[blank] = chance.choice(texts)
    return row


def identity(chance: random.Random, plan: Plan, stop: Stop) -> dict[str, str]:
    """The four things that say which stop a row is, as they came back."""
    kind = {"delivery": "送货", "visit": "拜访"}[stop.kind]
    other = chance.choice(plan.stops)
    said = {"编码": stop.outlet, "序号": str(stop.number), "名称": stop.name, "类型": kind}
    if chance.random() < 0.6:
        return said
    return said | chance.choice((
        {"名称": PARTS.get(stop.outlet, stop.name)}, {"名称": ""}, {"名称": "新店名"}, {"编码": stop.outlet.lower()}, {"编码": ""},
        {"编码": "", "序号": ""}, {"编码": other.outlet}, {"名称": other.name}, {"类型": ""}, {"类型": "", "序号": ""},
        {"序号": str(other.number)}, {"编码": "", "序号": str(other.number)}, {"序号": ""}, {"编码": "C0900", "名称": "张家超市", "序号": ""},
        {"编码": "C0900", "名称": "", "序号": "", "类型": ""}, {"编码": "C0900"}, {"编码": "C7777"}, {"编码": "", "名称": "新店名"},
    ))  # fmt: skip


def table(chance: random.Random, plan: Plan) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Rows of a table: which stop each is, and its cells by blank."""
    rows = []
    at = plan.shift[0] + chance.randint(0, 60) * 60
    for stop in plan.stops:
        if chance.random() < 0.4 or stop is plan.stops[-1]:
            rows.append((identity(chance, plan, stop), cells(chance, stop, at)))
            if chance.random() < 0.03:
                rows.append((rows[-1][0], chance.choice((rows[-1][1], rows[-1][1] | {"note": "改"}))))
        at += chance.randint(35, 55) * 60
    if chance.random() < 0.2:
        chance.shuffle(rows)
    return rows
