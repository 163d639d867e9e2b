"""Which column of a table holds which field: headers in Chinese and English, and what the user said.

A `Vocabulary` belongs to one kind of record; the first name of a field that is found wins, so that more
telling names stand first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from store.intake.credit import COLUMNS as TERMS
from store.intake.findings import IntakeError
from store.notation.measures import without_unit
from store.notation.words import bare, fold

_DATUM_NAMES = {
    "gcj02": ("gcj02", "gcj", "高德", "腾讯", "火星", "amap", "autonavi", "tencent"),
    "bd09": ("bd09ll", "bd09", "百度", "baidu"),
    "wgs84": ("wgs84", "wgs", "gps", "epsg4326", "地球坐标"),
}
_DATUM_NOISE = re.compile("|".join(sorted((n for ns in _DATUM_NAMES.values() for n in ns), key=len, reverse=True)))
_PER_UNIT = re.compile(r"(?:/|\s+per\s+|每)\s*[^\s/]+$")
"""What follows what a header is about: ``供价/箱``, ``price per case``."""
_MEASURED = frozenset(
    (
        "credit_limit", "credit_days", "balance", "call_minutes", "kg", "m3", "km", "width_m", "height_m", "weight_t",
        "max_hours", "overtime",
    )
)  # fmt: skip
"""Fields whose header may end in a unit, by which their numbers are reckoned."""


_SECOND = {"mobile": "phone"}
"""Fields for a second column under a name of another field."""


@dataclass(frozen=True)
class Vocabulary:
    """The headers by which the fields of one kind of record are known."""

    names: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        named = {field: names for field, names in self.names.items() if field not in _SECOND}
        known = {bare(name): field for field, names in named.items() for name in (*names, field)}
        object.__setattr__(self, "_known", known)

    @property
    def known(self) -> Mapping[str, str]:
        """Field by header, as `bare` writes it."""
        return self.__dict__["_known"]  # type: ignore[no-any-return]

    def field_of(self, header: str) -> str | None:
        """The field a header stands for; the name of a map datum in it (``高德经度``) is passed over."""
        word = bare(header)
        found = self.known.get(word) or self.known.get(_DATUM_NOISE.sub("", word))
        found = found or self.known.get(bare(_PER_UNIT.sub("", fold(header))))
        if found is None and (measured := self.known.get(bare(without_unit(header)))) in _MEASURED:
            return measured
        return found

    def count(self, cells: Iterable[str]) -> int:
        """How many different fields a row would name, were it the header."""
        return len({field for cell in cells if (field := self.field_of(cell))})

    def map(self, header: Sequence[str], overrides: Mapping[str, str] | None = None) -> dict[str, str]:
        """Field → column of `header`. `overrides` win; a field set to "" there is not read at all.

        Raises IntakeError: ``unknown_field`` and ``unknown_column`` for overrides that name nothing.
        """
        mapping = {field: self._column(header, field, column) for field, column in (overrides or {}).items()}
        taken = {column for column in mapping.values() if column}
        for field, names in self.names.items():
            if field in mapping:
                continue
            meant = _SECOND.get(field, field)
            words = [bare(name) for name in (*(names or self.names.get(meant, ())), field)]
            free = [column for column in header if column not in taken and self.field_of(column) == meant]
            if free:
                mapping[field] = min(free, key=lambda column: _rank(column, words))
                taken.add(mapping[field])
        return {field: column for field, column in mapping.items() if column}

    def _column(self, header: Sequence[str], field: str, column: str) -> str:
        if field not in self.names:
            raise IntakeError("unknown_field", field=field, known=", ".join(self.names))
        if column == "" or column in header:
            return column
        same = [name for name in header if fold(name) == fold(column)]
        if not same:
            raise IntakeError("unknown_column", field=field, column=column, known=", ".join(header))
        return same[0]


def _rank(column: str, words: list[str]) -> int:
    word = bare(column)
    return words.index(word) if word in words else len(words)


def datum_named(texts: Iterable[str]) -> str | None:
    """The one datum that headers or a sheet's name speak of; None where they name none, or several."""
    text = " ".join(re.sub(r"[\W_]+", "", fold(part)) for part in texts)
    named = [datum for datum, words in _DATUM_NAMES.items() if any(word in text for word in words)]
    return named[0] if len(named) == 1 else None


PLACE = {
    "lat": ("纬度", "坐标纬度", "纬度坐标", "latitude", "y", "location lat", "poi lat"),
    "lon": ("经度", "坐标经度", "经度坐标", "longitude", "lng", "long", "x", "location lng", "poi lng"),
    "position": (
        "经纬度", "坐标", "位置坐标", "经纬度坐标", "定位", "位置", "地图坐标", "纬经度", "纬度经度", "经度纬度",
        "lat lon", "lat lng", "lat long", "latlon", "latlng", "lon lat", "lng lat", "latitude longitude",
        "coordinates", "coordinate", "coords", "gps", "gps坐标", "location", "position", "geo", "point",
        "地图链接", "位置链接", "定位链接", "导航链接", "地图", "链接", "map link", "map url", "map", "google maps", "link", "url",
    ),
    "datum": ("坐标系", "坐标系统", "坐标类型", "坐标体系", "crs", "coordinate system", "coord type"),
}  # fmt: skip
"""Where something lies."""

OUTLET_COLUMNS = Vocabulary(
    {
        "id": (
            "客户编码", "客户编号", "客户代码", "终端编码", "终端编号", "网点编码", "网点编号", "门店编码", "门店编号",
            "店铺编码", "店铺编号", "商户编码", "商户编号", "零售户编码", "客户id", "终端id", "网点id", "门店id", "店号",
            "编码", "编号", "代码", "outlet id", "outlet code", "outlet no", "customer id", "customer code",
            "customer no", "customer number", "account no", "account number", "account code", "acct no", "acct number", "acct code", "cust no", "cust code", "store id", "store code",
            "store number", "shop id", "shop code", "client id", "pos code", "code", "osm_id", "poi id",
        ),
        "name": (
            "客户名称", "终端名称", "网点名称", "门店名称", "店铺名称", "商户名称", "客户全称", "客户简称", "零售户名称",
            "门店", "店名", "名称", "客户", "终端", "网点", "商户", "商店名称", "outlet name", "customer name",
            "store name", "shop name", "account name", "client name", "outlet", "customer", "store", "shop", "title",
        ),
        "tier": ("客户层级", "渠道层级", "层级", "分销层级", "客户级次", "channel tier", "distribution level"),
        "channel": (
            "渠道类型", "渠道", "客户类型", "终端类型", "网点类型", "门店类型", "店铺类型", "商户类型", "业态", "类型",
            "渠道分类", "客户渠道", "客户分类", "分类", "类别", "outlet type", "customer type", "channel type",
            "store type", "shop type", "trade channel", "kind", "type", "category", "amenity",
        ),
        "grade": (
            "客户等级", "终端等级", "网点等级", "门店等级", "客户级别", "等级", "级别", "分级", "客户分级", "门店级别",
            "abc分类", "outlet grade", "customer grade", "customer class", "class", "abc class", "abc", "segment",
        ),
        **TERMS,
        "key_account": ("重点客户", "是否重点客户", "是否重点", "重点", "大客户", "是否大客户", "key", "is key account", "ka"),
        "contact": (
            "联系人", "联系人姓名", "负责人", "店主", "老板", "店主姓名", "联络人", "contact person", "contact name", "owner",
        ),
        "phone": (
            "联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "联系手机", "联络电话", "移动电话",
            "phone number", "telephone", "tel", "mobile", "mobile phone", "cell", "contact phone", "contact number",
        ),
        "mobile": (),
        "address": (
            "详细地址", "地址", "客户地址", "终端地址", "门店地址", "店铺地址", "送货地址", "收货地址", "经营地址", "街道地址",
            "street address", "address line 1", "addr", "street", "location address", "full address",
        ),
        "postcode": ("邮编", "邮政编码", "邮递区号", "postal code", "zip", "zip code", "plz"),
        "province": ("省", "省份", "省市", "pname", "state", "region"),
        "city": ("城市", "市", "所在城市", "地级市", "cityname", "town"),
        "district": ("区县", "区", "县", "所在区县", "行政区", "县区", "市区", "adname", "county", "borough"),
        **PLACE,
        "rhythm": (
            "拜访频次", "拜访频率", "拜访周期", "频次", "频率", "拜访次数", "访问频次", "走访频次", "周拜访次数", "月拜访次数",
            "visit frequency", "call frequency", "frequency", "visit rhythm", "visit cycle", "visits per week",
            "visits per month", "calls per week", "calls per month",
        ),
        "visit_days": (
            "拜访日", "拜访日期", "拜访星期", "周几拜访", "固定拜访日", "拜访日程", "visit day", "visit days", "call days",
            "call day", "visit weekday",
        ),
        "rep": (
            "业务员", "业务代表", "销售代表", "负责业务员", "所属业务员", "业务员姓名", "业代", "责任业务员", "拜访人员",
            "跟进人", "客户经理", "sales rep", "salesman", "salesperson", "sales person", "rep name", "representative",
            "sales representative", "merchandiser",
        ),
        "rep_code": (
            "业务员编码", "业务员编号", "业务员代码", "业务员工号", "业代编码", "工号", "rep id", "rep code", "salesman code",
            "salesman id", "sales rep id", "sales rep code",
        ),
        "only_reps": ("指定业务员", "指定人员", "只准", "only reps", "allowed reps"),
        "forbidden_reps": ("禁止业务员", "禁止人员", "回避人员", "forbidden reps", "not by"),
        "skills": ("所需技能", "技能要求", "技能", "required skills", "skill"),
        "access_vehicles": ("可进车型", "可到车型", "准入车型", "允许车型", "vehicles allowed", "access vehicles"),
        "walk_minutes": ("步行分钟", "停车后步行", "步行时间", "walk", "walking minutes", "minutes on foot"),
        "access_hours": ("车辆可进时段", "车辆通行时段", "可进时段", "access hours", "vehicle hours"),
        "worth": ("拜访价值", "worth of a visit", "visit worth"),
        "must": ("必去", "必访", "到期必去", "到期必访", "must visit", "must not be left out"),
        "late_minutes": ("可晚到", "可晚到分钟", "晚到分钟", "minutes late allowed", "late allowed"),
        "together": ("同一条线路", "同线", "同车", "together with", "same route as"),
        "apart": ("不同线路", "不同线", "apart from", "not on one route with"),
        "before": ("先于", "早于", "comes before"),
        "parking": ("停车点", "停车位置", "停车地点", "parking place", "park at"),
        "supplier": (
            "上级客户", "供货商", "供应商", "上级经销商", "上级", "供货客户", "所属经销商", "所属二批", "所属批发商", "进货渠道",
            "上线客户", "供货二批", "supplied by", "parent", "parent customer", "wholesaler", "supplier id",
        ),
        "opening_hours": ("营业时间", "开店时间", "营业时段", "门店营业时间", "hours", "business hours", "open hours"),
        "windows": (
            "收货时间", "送货时间", "配送时间", "拜访时间", "收货时段", "送货时段", "时间窗", "可拜访时间", "送货时间窗",
            "time window", "time windows", "delivery window", "delivery windows", "delivery hours", "visit window",
            "receiving hours",
        ),
        "closed": ("休息日", "店休日", "店休", "公休日", "closed days", "closing day", "day off"),
        "call_minutes": (
            "拜访时长", "服务时长", "停留时长", "拜访分钟", "停留时间", "作业时长", "拜访用时", "service minutes",
            "service time", "visit minutes", "visit duration", "call duration", "call time", "duration",
        ),
        "status": ("状态", "客户状态", "终端状态", "合作状态", "门店状态", "营业状态", "网点状态", "customer status", "outlet status"),
        "notes": ("备注", "说明", "客户备注", "注释", "备注信息", "note", "remark", "remarks", "comment", "comments", "memo"),
    }
)  # fmt: skip
"""What outlets' columns are called in SFA and ERP exports, on maps and in people's own lists.

序号 (a running number) is left out on purpose: it is the row's number and no stable id.
"""

AMAP_EXPORT = frozenset({"pname", "cityname", "adname"})
"""Headers only Amap's place search has; its positions are always GCJ-02."""
