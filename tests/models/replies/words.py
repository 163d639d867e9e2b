"""The document's lists: the names of the blanks, and words that say something by themselves."""

from __future__ import annotations

BLANKS: dict[str, tuple[str, ...]] = {
    "in": ("到店", "到", "进店", "签到", "到店时间", "check-in", "check in", "arrived", "in"),
    "out": ("离店", "离", "出店", "签退", "离店时间", "check-out", "check out", "left at", "out"),
    "steps": ("步骤", "steps", "step"),
    "skipped": ("漏项", "漏", "未做步骤", "skipped"),
    "points": ("陈列", "陈列检查", "display"),
    "missing": ("缺货", "缺", "必售缺货", "missing"),
    "facings": ("排面", "facings"),
    "advice": ("建议", "陈列建议", "advice"),
    "stock": ("库存", "盘库", "盘点", "stock", "count"),
    "order": ("订单", "订货", "要货", "要了", "下单", "订", "order", "orders", "ordered"),
    "value": ("订单额", "金额", "订单金额", "order value", "amount"),
    "delivery": ("送货", "送达", "送", "delivery", "delivered"),
    "paid": ("收款", "付款", "收", "paid", "payment", "payments"),
    "empties": ("空瓶", "回收", "空箱", "空瓶空箱", "empties"),
    "coached": ("辅导", "辅导主题", "coach", "coaching"),
    "action": ("约定", "约定行动", "next", "action", "agree"),
    "rating": ("评价", "评分", "rating"),
    "note": ("备注", "说明", "note", "notes"),
    "left": (
        "未访",
        "未访原因",
        "未拜访",
        "未拜访原因",
        "没去",
        "not visited",
        "why not visited",
        "left out because",
    ),
    "score": ("陈列分", "display score"),
}
FREE = ("note", "action", "advice", "skipped", "left")
LISTS = ("stock", "order", "delivery", "paid", "empties")
GOODS = ("stock", "order", "delivery")

NAMES = sorted(((name, blank) for blank, names in BLANKS.items() for name in names), key=lambda each: -len(each[0]))

REASONS = (
    "关门", "关门了", "关着门", "门关着", "没开门", "没开", "未开门", "未开", "不开门", "没人", "没有人", "没人在", "无人", "歇业", "停业",
    "暂停营业", "未营业", "没营业", "不营业", "闭店", "已闭店", "关店", "已关店", "倒闭", "已倒闭", "拆迁", "拆了", "店休", "休息", "老板不在",
    "店主不在", "closed", "shut", "not open", "nobody there", "no one there", "nobody in", "owner away", "out of business",
)  # fmt: skip
REMARKS = ("老板不在", "店主不在", "owner away")
NOT_LEFT = ("无", "否", "没有", "no", "none", "-", "/", "×", "x")

ALL = ("全", "全部", "全对", "全有", "都有", "齐", "all", "ok")
NONE = ("无", "没有", "全无", "都没", "none", "0")
MET = ("√", "✓", "✔", "☑", "对", "是", "有", "o", "k", "达", "y")
UNMET = ("×", "✗", "✘", "☒", "错", "否", "没", "缺", "x", "n")
NOT_MISSING = ("不缺", "没缺", "不缺货", "没缺货", "无缺货", "nothing")
SOLD_OUT = (
    "没货", "没货了", "无货", "断货", "断货了", "缺货", "没有", "没有了", "卖完", "卖完了", "没了", "售罄", "空了", "无库存", "out of stock",
    "sold out", "none", "nil",
)  # fmt: skip
NO_ORDER = ("不要", "不要了", "未订", "不订", "暂无", "nothing", *NONE, "没要")
NO_ORDER_ALONE = (
    "没要货", "没订货", "没订", "没下单", "未下单", "没订单", "无订单", "没成交", "未成交", "不要货", "没要", "no order",
)  # fmt: skip
NOT_OF_THIS = (
    "不要",
    "不要了",
    "没要",
    "不订",
    "不订了",
    "不用",
    "不用了",
    "取消",
    "not wanted",
    "cancel",
    "cancelled",
)
BROUGHT_ALL = (
    *ALL, "都送了", "全送了", "全送", "都送", "送完了", "送完", "已送完", "送了", "已送", "都送到了", "全部送到", "送到了", "全送到了",
    "全部送完", "都送完了", "全收", "都收了", "all delivered", "delivered", "in full",
)  # fmt: skip
BROUGHT_NONE = (
    "没送",
    "未送",
    "没送到",
    "都没送",
    "没货",
    "无货",
    "没送货",
    "not delivered",
    "nothing delivered",
    "无",
    "没有",
    "none",
)
FATES = {
    "refused": ("拒收", "拒", "refused", "ref"),
    "damaged": ("破损", "损坏", "损", "破", "damaged", "dam"),
    "exchanged": ("换货", "调换", "换", "exchanged", "exch"),
    "returned": ("退货", "退回", "退", "returned", "ret"),
    "short": ("差", "少", "缺", "short"),
}
NOT_PAID = ("无", "没有", "没收", "未收", "none", "0")
WAYS = {
    "cash": ("现金", "现", "cash"),
    "transfer": ("转账", "转帐", "微信", "支付宝", "扫码", "对公", "微信转账", "支付宝转账", "银行转账", "对公转账", "微信支付", "扫码支付",
                 "transfer", "wechat", "alipay", "bank", "bank transfer"),
    "credit": ("欠款", "赊账", "挂账", "账期", "月结", "欠", "还欠", "尚欠", "下欠", "赊", "credit", "on credit", "owes", "owed"),
    "discount": ("优惠", "折扣", "让利", "减免", "discount"),
}  # fmt: skip
PASSED_OVER = ("收到", "谢谢", "[图片]", '[语音] 12"')
CORRECTING = ("更正", "改正", "修正", "订正", "correction", "correct")


def longest(words: tuple[str, ...]) -> list[str]:
    return sorted(words, key=lambda word: -len(word))
