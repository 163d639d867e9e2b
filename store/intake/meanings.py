"""What the words in outlets' cells mean: tiers, channels, grades, statuses, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from store.notation.words import fold, key
from store.records import CHANNELS, Grade, Status, Tier

TIERS: Mapping[str, Tier] = {
    word: tier
    for tier, words in {
        Tier.WHOLESALER: "wholesaler wholesale 批发商 二批 二批商 二级批发 二级批发商 分销商 批发 批发部 经销商 二级经销商",
        Tier.SUB_WHOLESALER: "subwholesaler subwholesale 三批 三批商 三级批发 三级批发商 三级分销商",
        Tier.RETAILER: "retailer retail 零售 零售商 零售店 终端 终端店 零售终端 零售户",
    }.items()
    for word in words.split()
}

CHANNEL_WORDS: Mapping[str, str] = {
    **{key(name): name for name in CHANNELS},
    **{
        word: channel
        for channel, words in {
            "supermarket": "超市 大卖场 卖场 商超 连锁超市 大型超市 ka hypermarket mall departmentstore 购物中心 百货 百货商场",
            "convenience": "便利店 便利 连锁便利 连锁便利店 cvs conveniencestore minimarket",
            "grocery": "食杂店 杂货店 小卖部 小店 传统小店 夫妻店 烟杂店 士多店 士多 烟酒店 副食店 流通 generalstore deli grocerystore "
            "小超市 中小超市",
            "kiosk": "报刊亭 售货亭 便民亭 stand",
            "restaurant": "餐饮 餐厅 饭店 酒楼 餐馆 饭馆 快餐 快餐店 餐饮店 火锅店 大排档 小吃店 fastfood foodcourt diner eatery",
            "cafe": "咖啡 咖啡店 咖啡馆 奶茶店 茶饮店 coffee coffeeshop tea teahouse",
            "bar": "酒吧 夜场 ktv pub nightclub 娱乐 娱乐场所",
            "hotel": "酒店 宾馆 旅馆 旅店 hostel motel guesthouse",
            "canteen": "食堂 单位食堂 企业食堂 cafeteria",
            "school": "学校 校园 校园店 university college",
            "bakery": "面包店 烘焙店 蛋糕店 烘焙 pastry",
            "specialty": "专卖店 名烟名酒店 名烟名酒 酒行 酒类专卖 alcohol beverages confectionery butcher 水果店 特产店 winestore 母婴店",
            "wholesale_market": "批发市场 农贸市场 集贸市场 市场 market marketplace",
            "online": "电商 网店 线上 社区团购 ecommerce",
        }.items()
        for word in words.split()
    },
}

_STATUSES: Mapping[str, Status] = {
    word: status
    for status, words in {
        Status.ACTIVE: "active 正常 合作 合作中 启用 有效 在营 营业 营业中 在售 已合作 活跃 open yes 1",
        Status.PROSPECT: "prospect 潜在 意向 待开发 潜在客户 未合作 lead",
        Status.DORMANT: "dormant 休眠 暂停 停用 停业 暂停合作 沉睡 inactive paused 0",
        Status.LOST: "lost 流失 终止 关闭 倒闭 已倒闭 注销 已注销 已流失 已终止 已关闭 已关店 关店 closed terminated",
    }.items()
    for word in words.split()
}

_YES = frozenset({"1", "是", "y", "yes", "true", "√", "✓", "ka", "重点", "重点客户", "大客户", "有"})
_NO = frozenset({"0", "否", "n", "no", "false", "×", "-", "非重点", "普通", "无"})
_GRADE = re.compile(r"^([a-d])(?:[级类等档店]|\+|-)?(?:客户|终端|门店)?$")


@lru_cache(maxsize=1024)
def grade_of(text: str) -> Grade | None:
    """The grade a cell names: ``A``, ``b级``, ``Ｃ类客户``."""
    match = _GRADE.match(fold(text).removeprefix("grade ").removeprefix("class "))
    return Grade(match[1].upper()) if match else None


def tier_of(text: str) -> Tier | None:
    return TIERS.get(key(text))


def channel_of(text: str) -> str | None:
    """The known channel a cell names, None for any other word."""
    return CHANNEL_WORDS.get(key(text))


def status_of(text: str) -> Status | None:
    return _STATUSES.get(key(text))


def yes_or_no(text: str) -> bool | None:
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None
