"""What states and kinds of documents are called."""

from __future__ import annotations

from store.intake.documents import RETURN, SALE
from store.intake.meanings import yes_or_no
from store.notation.words import fold, key
from store.records import OrderStatus

STATUSES = {
    key(word): status
    for status, words in {
        OrderStatus.OPEN: """
            open 未送 未发货 待送 待发货 待配送 未完成 已审核 已确认 新建 未出库 待出库 部分发货 未关闭 正常 已下单
            待审核 confirmed pending new sale to-deliver to-deliver-and-bill sales-order
        """,
        OrderStatus.DELIVERED: """
            delivered 已送 已发货 已送达 已完成 完成 已签收 已出库 全部发货 已配送
            done closed shipped completed fully-delivered to-bill
        """,
        OrderStatus.CANCELLED: "cancelled canceled 取消 已取消 作废 已作废 红冲 void cancel",
    }.items()
    for word in words.split()
}
_KINDS = {
    key(word): kind
    for kind, words in {
        SALE: """
            销售 销售单 销售出库单 销售出库 销售订单 订单 销货单 批发销售 零售 普通销售 车销 访销 出库单 发货单 送货单
            sale sales order invoice sales-order sales-invoice delivery-note delivery
        """,
        RETURN: """
            退货 销售退货 销售退货单 退货单 销退 红字 退货入库 红字出库
            return returns credit-note sales-return refund
        """,
    }.items()
    for word in words.split()
}
OTHER = "other"
"""A document that is neither an order nor a sale."""
_NO_SALE = (
    "进货", "采购", "调拨", "盘点", "报损", "报溢", "入库单", "收款", "付款", "借出", "作废", "红冲", "冲销",
    "purchase", "transfer", "stock count", "receipt", "void", "cancel",
)  # fmt: skip
_OPEN = ("换货", "借", "赠", "样品", "陈列", "费用", "预收", "exchange", "sample", "gift", "free")
"""Words of documents that are neither plainly a sale nor plainly none."""
_RETURNED = ("退货", "退单", "退回", "return", "credit note")
_SOLD = (
    "销售", "销货", "订单", "订货", "出库", "发货", "送货", "配送", "零售", "批发", "车销", "访销",
    "invoice", "order", "delivery", "sale",
)  # fmt: skip


def is_red(text: str) -> bool | None:
    """Whether a document is printed red, that is taken back; None where the text does not say."""
    said = yes_or_no(text)
    word = fold(text)
    return True if "红" in word or word == "-1" else False if "蓝" in word or said is False else said


def kind_of(text: str) -> str | None:
    """What a document is by the name of its kind: `SALE`, `RETURN` or `OTHER`; None for a kind nobody knows."""
    known = _KINDS.get(key(text))
    if known is not None:
        return known
    said = fold(text)
    for kind, words in ((OTHER, _NO_SALE), (None, _OPEN), (RETURN, _RETURNED), (SALE, _SOLD)):
        if any(word in said for word in words):
            return kind
    return None
