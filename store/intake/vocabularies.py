"""What the columns of reps, vehicles, products, beats, orders and sales are called."""

from __future__ import annotations

from store.intake.columns import PLACE, Vocabulary

_OUTLET = (
    "客户编码", "客户编号", "客户代码", "终端编码", "终端编号", "网点编码", "网点编号", "门店编码", "门店编号", "店铺编码",
    "往来单位编号", "往来单位编码", "往来单位代码", "购货单位编码", "购货单位代码", "购货单位编号", "单位编号", "单位编码", "客户id",
    "outlet id", "outlet code", "customer id", "customer code", "customer no", "customer number", "store id", "store code",
    "shop id", "account no", "acct no", "account code", "sold to", "ship to",
)  # fmt: skip
_OUTLET_NAME = (
    "客户名称", "客户全称", "客户简称", "终端名称", "网点名称", "门店名称", "店铺名称", "往来单位全名", "往来单位名称", "购货单位名称",
    "购货单位", "购买单位", "收货单位", "往来单位", "单位名称", "单位全名", "客户", "终端", "网点", "门店", "店名",
    "outlet name", "customer name", "store name", "shop name", "account name", "outlet", "customer", "store", "shop",
    "partner", "delivery address",
)  # fmt: skip
_OUTLET_PHONE = ("客户电话", "联系电话", "电话", "手机", "手机号", "phone", "tel", "mobile")
_REP = (
    "业务员", "业务员名称", "业务代表", "销售代表", "业务员姓名", "销售员", "业代", "经手人", "负责人", "跟进人", "拜访人", "配送员",
    "sales rep", "salesman", "salesperson", "sales person", "representative", "rep",
)  # fmt: skip
_REP_CODE = (
    "业务员编码",
    "业务员编号",
    "业务员工号",
    "业务员代码",
    "业代编码",
    "工号",
    "rep code",
    "rep id",
    "salesman code",
)
_PRODUCT = (
    "商品编码", "商品编号", "商品代码", "产品编码", "产品编号", "产品代码", "货号", "货品编码", "货品编号", "存货编码", "存货代码",
    "物料编码", "物料编号", "物料代码", "商品货号", "产品长代码", "product id", "product code", "sku", "sku code", "item code", "item no",
    "item number", "material", "internal reference",
)  # fmt: skip
_PRODUCT_NAME = (
    "商品名称", "商品全名", "产品名称", "品名", "货品名称", "存货名称", "物料名称", "商品", "产品", "货品", "product name", "item name",
    "product", "item", "description", "order lines product", "items item name",
)  # fmt: skip
_BARCODE = (
    "条码",
    "条形码",
    "商品条码",
    "国际条码",
    "69码",
    "小条码",
    "单品条码",
    "小单位条码",
    "瓶条码",
    "barcode",
    "ean",
    "ean13",
    "upc",
    "gtin",
)
_SPEC = ("规格", "规格型号", "商品规格", "产品规格", "包装规格", "specification", "packing", "spec")
_UNIT = ("单位", "计量单位", "销售单位", "uom", "unit of measure", "stock uom", "sales uom")
_PRICE = (
    "含税单价", "含税价", "单价", "价格", "成交价", "折后单价", "实际单价", "销售单价", "折后价", "unit price", "rate", "price unit", "sales price",
)  # fmt: skip
_QUANTITY = (
    "数量", "销售数量", "销量", "净销量", "订货数量", "订单数量", "基本数量", "实发数量", "出库数量", "要货数量", "qty", "order qty", "quantity ordered",
    "ordered quantity", "ordered qty", "demand",
)  # fmt: skip
_CASES = (
    "箱数", "件数", "箱", "件", "整件", "整箱", "整箱数", "整件数", "大件数", "大单位数量", "整箱数量", "整件数量", "箱数量", "件数量", "cases", "case qty", "qty cases",
    "cartons", "ctns", "ctn qty",
)  # fmt: skip
_PIECES = (
    "瓶数", "瓶", "支", "罐", "听", "零散", "散", "散数", "散瓶数", "零散数", "零头", "小单位数量", "散瓶", "散罐", "散听", "散支", "散包", "散袋", "散盒", "瓶数量", "个数", "支数", "听数", "罐数", "包数", "袋数", "盒数", "bottles",
    "pieces", "pcs", "loose", "loose qty", "piece qty",
)  # fmt: skip
_IN_ALL = ("辅助数量", "换算数量", "整散数量", "箱瓶数", "大小单位数量", "整零数量", "数量描述", "单位换算数量")
_FREE = (
    "赠品数量", "搭赠数量", "赠送数量", "搭赠", "赠送", "赠品", "赠数", "赠品数", "free qty", "free quantity", "free goods",
    "foc", "bonus qty", "bonus",
)  # fmt: skip
_VALUE = (
    "价税合计", "含税金额", "金额", "销售金额", "销售额", "销售收入", "销额", "净销售额", "实销金额", "折后金额", "小计", "行金额", "本行金额", "合计", "amount", "subtotal", "line total", "line amount", "line value",
    "net amount", "sales amount", "sales value", "net sales", "turnover", "revenue", "total", "value",
)  # fmt: skip
_TOTAL = (
    "订单金额", "整单金额", "单据金额", "订单总额", "应收合计", "单据总额", "总金额", "合计金额", "order total", "grand total", "document total",
    "invoice total", "amount total",
)  # fmt: skip
_NOTES = ("备注", "说明", "摘要", "note", "remark", "remarks", "comment")

REP_COLUMNS = Vocabulary(
    {
        "id": ("工号", "员工编号", "员工编码", "业务员编码", "业务员编号", "业代编码", "人员编码", "人员编号", "员工号", "职工号", "职员编号", "职员编码", "编码", "编号", "代码",
               "rep id", "rep code", "rep no", "rep number", "salesman no", "salesman code", "staff id", "staff no", "employee id",
               "employee no", "employee number", "employee code", "code"),
        "name": ("姓名", "员工姓名", *_REP, "人员", "名称", "rep name", "full name"),
        "role": ("岗位", "职务", "职位", "角色", "position title", "job", "job title", "title"),
        "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "mobile", "tel", "telephone", "phone number"),
        "vehicle": ("车牌", "车牌号", "车辆", "车辆编号", "车号", "vehicle id", "van", "truck", "plate"),
        "working_days": ("工作日", "上班日", "出勤日", "work days", "workdays", "days"),
        "days_off": ("休息日", "轮休", "公休", "day off", "rest days"),
        "shift": ("班次", "工作时间", "上班时段", "作息", "working hours", "hours"),
        "start": ("上班时间", "上班", "开始时间", "出车时间", "shift start", "start time", "from"),
        "end": ("下班时间", "下班", "结束时间", "收车时间", "shift end", "end time", "until"),
        "skills": ("技能", "资质", "专长", "skill"),
        "depot": ("仓库", "出发地", "出发仓库", "所属仓库", "warehouse", "base"),
        "stops": ("日拜访上限", "每日上限", "最多拜访", "拜访家数上限", "每天最多拜访", "每日最多拜访", "日最多拜访",
                  "最多拜访家数", "每天最多拜访家数", "每日最多拜访家数", "日拜访量上限", "每日拜访上限", "max stops", "max visits per day", "max calls", "visits per day", "max visits", "stops per day"),
        "pauses": ("休息时间", "休息时段", "午休", "午休时间", "午餐时间", "breaks", "break", "lunch break", "lunch"),
        "pause_from": ("午休开始", "午休开始时间", "休息开始", "break start", "lunch start"),
        "pause_to": ("午休结束", "午休结束时间", "休息结束", "break end", "lunch end"),
        "rest": ("休息",),
        "leave": ("请假", "请假日期", "休假", "休假日期", "年假", "leave dates", "vacation", "holidays", "absence"),
        "overtime": ("加班上限", "加班分钟", "最多加班", "加班分钟上限", "max overtime", "overtime minutes"),
        "max_hours": ("工时上限", "每日工时上限", "最多工时", "max hours", "hours per day"),
        "km": ("里程上限", "每日里程上限", "公里上限", "max km", "km per day"),
        "cash": ("现金上限", "收款上限", "最多收款", "max cash", "cash limit"),
        "active": ("状态", "在职", "是否在职", "在职状态", "status"),
        "notes": _NOTES,
    }
)  # fmt: skip

DEPOT_COLUMNS = Vocabulary(
    {
        "id": ("仓库编码", "仓库编号", "仓库代码", "仓库id", "库房编码", "网点编码", "编码", "编号", "代码", "depot id", "depot code", "depot no",
               "warehouse id", "warehouse code", "warehouse no", "code"),
        "name": ("仓库名称", "仓库", "仓库全名", "库房", "库房名称", "配送中心", "分仓", "名称", "depot name", "depot", "warehouse name", "warehouse"),
        "address": ("仓库地址", "详细地址", "地址", "所在地", "street address", "addr", "street", "full address"),
        **PLACE,
        "opening_hours": ("开放时间", "营业时间", "工作时间", "作业时间", "仓库时间", "发货时间", "装货时间", "opening hours", "hours", "working hours"),
        "open": ("开门时间", "开门", "开始时间", "最早", "opens", "open from", "from"),
        "close": ("关门时间", "关门", "结束时间", "最晚", "closes", "open until", "until", "to"),
        "active": ("状态", "是否启用", "启用", "status"),
        "notes": _NOTES,
    }
)  # fmt: skip

VEHICLE_COLUMNS = Vocabulary(
    {
        "id": ("车辆编号", "车辆编码", "车号", "编号", "编码", "vehicle id", "vehicle code", "fleet no", "code"),
        "plate": ("车牌", "车牌号", "车牌号码", "牌照", "牌照号", "license plate", "licence plate", "registration", "reg no"),
        "name": ("车辆名称", "名称", "车名", "vehicle name", "vehicle"),
        "kind": ("车型", "车辆类型", "类型", "车种", "vehicle type", "type"),
        "cases": ("载箱", "载箱数", "箱数", "最大箱数", "可装箱数", "装箱数", "可载箱数", "容量", "容量箱", "capacity", "capacity cases",
                  "max cases", "cases"),
        "kg": ("载重", "载重量", "载重kg", "核定载重", "核定载质量", "核定载重量", "核载", "最大载重", "载重公斤", "载重千克", "载质量",
               "capacity kg", "payload", "payload kg", "max weight", "max load", "load kg", "weight kg", "weight"),
        "tonnes": ("吨位", "载重吨", "吨数", "核载吨", "载重吨位", "核定吨位", "tons", "tonnes", "tonnage", "capacity t", "payload t"),
        "m3": ("容积", "体积", "容积m3", "容积立方", "立方", "立方数", "方量", "货厢容积", "volume", "volume m3", "capacity m3"),
        "trips": ("每日趟数", "最多趟数", "趟数", "max trips", "trips per day"),
        "cash": ("现金上限", "收款上限", "max cash", "cash limit"),
        "out_of_service": ("停用", "停用日期", "维修", "维修日期", "保养日期", "in workshop", "maintenance", "off road"),
        "width_m": ("车宽", "车宽米", "宽度", "width"),
        "height_m": ("车高", "车高米", "高度", "height"),
        "weight_t": ("总重", "总质量", "总重吨", "gross weight", "laden weight"),
        "crew": ("随车人数", "人数", "座位", "乘员", "seats"),
        "notes": _NOTES,
    }
)  # fmt: skip

_BY_UNIT = ("大单位", "箱", "件", "含税", "整箱", "整件", "单箱", "每箱", "瓶", "单瓶", "小单位", "中单位")
"""What may stand before the name of a price; that of a case first."""


def _of(*units: str) -> tuple[str, ...]:
    """What the price of a unit is called."""
    words = ("价", "售价", "单价", "价格", "供价", "终端价", "标准价", "含税价", "含税单价", "销售价")
    return tuple(f"{unit}{word}" for word in words for unit in units) + tuple(f"含税{unit}价" for unit in units)


def _priced(*names: str) -> tuple[str, ...]:
    """Names of a price, and those by the unit it is of."""
    return (*names, *(f"{unit}{name}" for unit in _BY_UNIT for name in names if not name.isascii()))


PRODUCT_COLUMNS = Vocabulary(
    {
        "id": (*_PRODUCT, "编码", "编号", "代码", "code"),
        "name": (*_PRODUCT_NAME, "名称", "全名", "product", "title"),
        "brand": ("品牌", "商标", "brand name"),
        "category": ("品类", "类别", "分类", "商品分类", "产品类别", "大类", "product category", "item group", "group"),
        "barcode": _BARCODE,
        "units": ("单位换算", "单位关系", "多单位", "units of measure"),
        "unit": ("基本单位", "最小单位", "小单位", "小单位名称", "基本计量单位", "主计量单位", "主计量", "主单位", *_UNIT, "base unit", "small unit"),
        "case_unit": ("大单位", "辅助单位", "辅单位", "辅计量单位", "辅计量", "辅助计量单位", "副单位", "箱单位", "整件单位", "大单位名称", "采购单位", "case unit", "large unit",
                      "purchase uom"),
        "middle_unit": ("中单位", "中单位名称", "middle unit"),
        "middle_size": ("中单位换算", "中单位换算率", "中单位换算系数", "中单位系数", "中包装数", "中包数"),
        "case_size": ("箱规", "箱装", "装箱数", "装箱规格", "每箱数量", "每箱瓶数", "瓶箱", "瓶箱比", "件装数", "换算率", "换算系数", "换算关系",
                      "大单位换算", "大单位换算率", "大单位换算系数", "大单位系数", "单位系数", "箱入数", "入数", "包装数", "包装数量", "箱容", "case size", "pack size", "pack", "units per case", "units case",
                      "pcs per case", "bottles per case", "per case", "conversion factor", "qty per case"),
        "spec": _SPEC,
        "price": ("终端价", "零售商价", "供价", "终端供价", "供货价", "含税价", "含税单价", "含税售价", "标准价", "标准售价", "售价",
                  "销售价", "单价", "价格", "参考售价", "trade price", "unit price", "list price", "sales price", "selling price",
                  "standard selling rate"),
        "price_unit": ("单价单位", "价格单位", "计价单位", "售价单位", "price uom", "price unit", "pricing unit"),
        "case_price": (*_of("大单位", "箱", "件", "整箱", "整件", "单箱", "每箱"), "price per case", "case price"),
        "piece_price": (*_of("小单位", "瓶", "散", "单瓶", "罐", "听", "支", "包", "袋", "盒"), "price per bottle", "price per piece",
                        "piece price", "bottle price"),
        "wholesale_price": (*_priced("批发价", "二批价", "分销价"), "wholesale price", "wholesaler price"),
        "sub_wholesale_price": (*_priced("三批价"), "sub wholesale price"),
        "consumer_price": (*_priced("零售价", "建议零售价", "市场零售价", "统一零售价", "消费者价"), "retail price", "rrp", "msrp",
                           "srp", "recommended retail price", "consumer price"),
        "cost": (*_priced("进价", "成本价", "成本", "采购价", "进货价", "参考进价", "最近进价", "参考成本价", "参考成本"), "cost price",
                 "purchase price", "buying price", "standard cost", "valuation rate"),
        "floor_price": (*_priced("最低价", "底价", "限价", "最低售价", "最低销价"), "minimum price", "min price", "floor"),
        "case_kg": ("箱重", "箱重量", "单箱重量", "整箱重量", "每箱重量", "箱毛重", "单箱毛重", "整箱毛重", "整件重量", "件重", "箱重kg",
                    "单箱重量kg", "case weight", "weight per case", "carton weight", "case gross weight"),
        "case_m3": ("箱体积", "单箱体积", "整箱体积", "每箱体积", "件体积", "整件体积", "case volume", "volume per case", "carton volume"),
        "any_kg": ("毛重", "重量", "毛重kg", "重量kg", "gross weight", "weight"),
        "any_m3": ("体积", "体积m3", "volume", "cbm"),
        "shelf_life": ("保质期", "保质期天数", "有效期", "保质期天", "shelf life days", "best before days", "shelf life in days"),
        "own": ("是否本品", "本品", "自有", "own product", "is own"),
        "active": ("状态", "是否停用", "停用", "是否启用", "商品状态", "status", "disabled"),
        "supplier": ("供应商", "厂家", "生产厂家", "制造商", "manufacturer", "vendor"),
        "notes": _NOTES,
    }
)  # fmt: skip

BEAT_COLUMNS = Vocabulary(
    {
        "id": ("线路编码", "线路编号", "路线编码", "路线编号", "线路代码", "beat id", "beat code", "route code", "route id"),
        "name": ("线路", "线路名称", "路线", "路线名称", "拜访线路", "固定线路", "所属线路", "beat", "beat name", "route", "route name"),
        "day": ("星期", "周几", "拜访日", "拜访星期", "固定拜访日", "线路日", "weekday", "visit day", "call day", "day of week"),
        "rep": _REP,
        "rep_code": _REP_CODE,
        "outlet": _OUTLET,
        "outlet_name": _OUTLET_NAME,
        "outlet_phone": _OUTLET_PHONE,
        "sequence": ("顺序", "拜访顺序", "序号", "站序", "站号", "线路顺序", "seq", "stop no", "stop", "order", "no"),
        "weeks": ("单双周", "周期", "周数", "周次", "隔周", "cycle", "weeks", "week parity"),
        "notes": _NOTES,
    }
)  # fmt: skip

ORDER_COLUMNS = Vocabulary(
    {
        "id": ("订单号", "订单编号", "单号", "单据编号", "单据号", "单据号码", "销售单号", "销售订单号", "出库单号", "发货单号", "送货单号", "配送单号",
               "提货单号", "发票号", "发票号码", "来源单号",
               "order id", "order no", "order number", "order reference", "sales order", "sales order no", "document no",
               "document number", "doc no", "invoice no", "invoice number", "invoice id", "invoice", "delivery note", "delivery note no", "reference", "voucher no"),
        "date": ("订单日期", "下单日期", "下单时间", "单据日期", "业务日期", "销售日期", "开单日期", "开单时间", "录单日期", "制单日期",
                 "出库日期", "日期", "order date", "document date", "invoice date", "posting date", "transaction date",
                 "creation date"),
        "promised": ("送货日期", "要求到货日期", "预计到货", "预计到货日期", "交货日期", "发货日期", "要货日期", "配送日期", "承诺日期", "预约日期",
                     "期望到货日期", "delivery date", "promised date", "due date", "requested date", "required date", "commitment date",
                     "expected date"),
        "outlet": _OUTLET,
        "outlet_name": _OUTLET_NAME,
        "outlet_phone": _OUTLET_PHONE,
        "rep": _REP,
        "rep_code": _REP_CODE,
        "document": ("单据类型", "业务类型", "单据类别", "销售类型", "出库类别", "document type", "voucher type", "order type"),
        "red": ("红蓝字", "红蓝单", "红蓝标识", "红蓝标志", "红字", "是否红字", "红字标志", "红单"),
        "product": _PRODUCT,
        "product_name": _PRODUCT_NAME,
        "barcode": _BARCODE,
        "spec": _SPEC,
        "quantity": _QUANTITY,
        "unit": _UNIT,
        "case_count": _CASES,
        "middle_count": ("中单位数量", "中单位数", "提数", "提数量", "提", "组数", "排数", "联数"),
        "piece_count": _PIECES,
        "in_all": _IN_ALL,
        "free": _FREE,
        "gift": ("是否赠品", "赠品标志", "赠品标识", "是否搭赠", "是否赠送", "is free item", "is free"),
        "free_unit": ("赠品单位", "搭赠单位", "赠送单位", "free unit", "free uom", "foc unit", "foc uom"),
        "price": _PRICE,
        "value": _VALUE,
        "total": _TOTAL,
        "terms": ("结算方式", "付款方式", "账期", "收款方式", "payment terms", "payment", "payment term"),
        "status": ("状态", "订单状态", "单据状态", "order status"),
        "notes": _NOTES,
    }
)  # fmt: skip
"""Orders and past sales come from the same programs and look alike."""

STANDARD_COLUMNS = Vocabulary(
    {
        "id": ("标准编码", "标准编号", "编码", "编号", "standard id", "standard code", "code"),
        "kind": ("标准类型", "标准种类", "类型", "种类", "类别", "standard type", "type of standard", "type", "kind"),
        "name": ("标准名称", "标准", "名称", "standard name", "standard", "procedure", "name"),
        "step": ("拜访步骤", "步骤名称", "步骤", "step name", "call step", "step"),
        "point": ("检查点", "检查项", "检查项目", "检查内容", "陈列要求", "检核项", "评分项", "check point", "checkpoint", "check",
                  "requirement", "point"),
        "topic": ("辅导主题", "主题", "培训主题", "coaching topic", "topic"),
        "item": ("项目", "内容", "要点", "item", "content"),
        "records": ("录入内容", "记录内容", "录入", "步骤类型", "检查类型", "records", "step kind", "point kind", "kind of check"),
        "required": ("必做", "是否必做", "必须", "是否必须", "required", "mandatory", "must"),
        "weight": ("权重", "分值", "分数", "满分", "weight", "score", "max score", "points"),
        "script": ("话术", "辅导话术", "示范", "做法", "script", "how", "how to"),
        "tiers": ("适用层级", "客户层级", "层级", "tiers", "tier"),
        "channels": ("适用渠道", "渠道类型", "渠道", "业态", "channels", "channel", "outlet type"),
        "grades": ("适用等级", "客户等级", "等级", "grades", "grade"),
        "must_stock": ("必售单品", "必售清单", "必售商品", "必备单品", "必卖品", "must stock", "must stock list", "msl"),
    }
)  # fmt: skip

TRIP_COLUMNS = Vocabulary(
    {
        "from": ("起点", "出发地", "出发点", "始发", "从", "origin", "start"),
        "to": ("终点", "目的地", "到达地", "到达点", "到", "destination", "end"),
        "minutes": ("分钟", "用时", "耗时", "时间", "用时分钟", "行驶分钟", "min", "mins", "duration", "time"),
        "km": ("公里", "里程", "里程公里", "距离", "千米", "kilometres", "kilometers", "distance"),
    }
)
