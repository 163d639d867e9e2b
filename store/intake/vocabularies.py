"""What the columns of reps, vehicles, products, beats, orders and sales are called."""

from __future__ import annotations

from store.intake.columns import Vocabulary

_OUTLET = (
    "客户编码", "客户编号", "客户代码", "终端编码", "终端编号", "网点编码", "网点编号", "门店编码", "门店编号", "店铺编码",
    "outlet id", "outlet code", "customer id", "customer code", "customer no", "store id", "store code", "shop id",
)  # fmt: skip
_OUTLET_NAME = (
    "客户名称", "终端名称", "网点名称", "门店名称", "店铺名称", "购货单位", "收货单位", "往来单位", "客户", "终端", "网点", "门店",
    "outlet name", "customer name", "store name", "shop name", "outlet", "customer", "store", "shop",
)  # fmt: skip
_OUTLET_PHONE = ("客户电话", "联系电话", "电话", "手机", "phone", "tel", "mobile")
_REP = (
    "业务员", "业务代表", "销售代表", "业务员姓名", "业代", "经手人", "负责人", "拜访人", "配送员", "sales rep", "salesman",
    "salesperson", "representative",
)  # fmt: skip
_PRODUCT = (
    "商品编码", "商品编号", "商品代码", "产品编码", "产品编号", "产品代码", "货号", "存货编码", "物料编码", "物料编号",
    "product id", "product code", "sku", "sku code", "item code", "item no", "item number", "material",
)  # fmt: skip
_PRODUCT_NAME = (
    "商品名称", "产品名称", "品名", "商品", "产品", "货品名称", "存货名称", "物料名称", "商品全名", "product name", "item name",
    "item", "description",
)  # fmt: skip
_BARCODE = ("条码", "条形码", "商品条码", "国际条码", "69码", "barcode", "ean", "upc", "gtin")
_UNIT = ("单位", "计量单位", "销售单位", "uom", "unit of measure")
_PRICE = ("单价", "价格", "成交价", "含税单价", "unit price")
_QUANTITY = ("数量", "销售数量", "订货数量", "件数", "箱数", "qty", "order qty")
_VALUE = ("金额", "销售金额", "订单金额", "价税合计", "含税金额", "合计", "amount", "total", "net amount", "value")
_NOTES = ("备注", "说明", "摘要", "note", "remark", "remarks", "comment")

REP_COLUMNS = Vocabulary(
    {
        "id": ("工号", "员工编号", "员工编码", "业务员编码", "业务员编号", "业代编码", "人员编码", "编码", "编号", "代码",
               "rep id", "rep code", "employee id", "employee no", "code"),
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
        "stops": ("日拜访上限", "每日上限", "最多拜访", "拜访家数上限", "max stops", "max visits", "stops per day"),
        "pauses": ("休息时间", "休息时段", "午休", "午休时间", "午餐时间", "breaks", "break", "lunch break", "lunch"),
        "leave": ("请假", "请假日期", "休假", "休假日期", "年假", "leave dates", "vacation", "holidays", "absence"),
        "overtime": ("加班上限", "加班分钟", "最多加班", "加班分钟上限", "max overtime", "overtime minutes"),
        "max_hours": ("工时上限", "每日工时上限", "最多工时", "max hours", "hours per day"),
        "km": ("里程上限", "每日里程上限", "公里上限", "max km", "km per day"),
        "cash": ("现金上限", "收款上限", "最多收款", "max cash", "cash limit"),
        "active": ("状态", "在职", "是否在职", "在职状态", "status"),
        "notes": _NOTES,
    }
)  # fmt: skip

VEHICLE_COLUMNS = Vocabulary(
    {
        "id": ("车辆编号", "车辆编码", "车号", "编号", "编码", "vehicle id", "vehicle code", "fleet no", "code"),
        "plate": ("车牌", "车牌号", "车牌号码", "牌照", "license plate", "licence plate", "registration", "reg no"),
        "name": ("车辆名称", "名称", "车名", "vehicle name", "vehicle"),
        "kind": ("车型", "车辆类型", "类型", "车种", "vehicle type", "type"),
        "cases": ("载箱", "载箱数", "箱数", "最大箱数", "容量", "容量箱", "capacity", "capacity cases"),
        "kg": ("载重", "载重量", "载重kg", "核定载重", "最大载重", "载重公斤", "payload", "max weight", "weight kg", "weight"),
        "tonnes": ("吨位", "载重吨", "吨数", "tons", "tonnage"),
        "m3": ("容积", "体积", "容积m3", "立方", "方量", "volume", "volume m3"),
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

PRODUCT_COLUMNS = Vocabulary(
    {
        "id": (*_PRODUCT, "编码", "编号", "代码", "code"),
        "name": (*_PRODUCT_NAME, "名称", "全名", "product", "title"),
        "brand": ("品牌", "商标", "brand name"),
        "category": ("品类", "类别", "分类", "商品分类", "产品类别", "大类", "product category", "group"),
        "barcode": _BARCODE,
        "unit": ("基本单位", "最小单位", "小单位", *_UNIT, "base unit"),
        "case_unit": ("大单位", "箱单位", "整件单位", "case unit"),
        "case_size": ("箱规", "装箱数", "每箱数量", "件装数", "换算率", "换算系数", "箱入数", "包装数", "case size", "pack size",
                      "units per case", "pcs per case"),
        "spec": ("规格", "规格型号", "包装规格", "specification", "packing"),
        "price": ("终端价", "零售商价", "供价", "终端供价", "标准价", "售价", "单价", "价格", "trade price", "unit price", "list price"),
        "wholesale_price": ("批发价", "二批价", "分销价", "wholesale price", "wholesaler price"),
        "sub_wholesale_price": ("三批价", "sub wholesale price"),
        "floor_price": ("最低价", "底价", "限价", "最低售价", "minimum price", "min price"),
        "shelf_life": ("保质期", "保质期天数", "有效期", "保质期天", "shelf life days", "best before days"),
        "own": ("是否本品", "本品", "自有", "own product", "is own"),
        "supplier": ("供应商", "厂家", "生产厂家", "制造商", "manufacturer", "vendor"),
        "notes": _NOTES,
    }
)  # fmt: skip

BEAT_COLUMNS = Vocabulary(
    {
        "id": ("线路编码", "线路编号", "路线编码", "路线编号", "线路代码", "beat id", "beat code", "route code", "route id"),
        "name": ("线路", "线路名称", "路线", "路线名称", "拜访线路", "固定线路", "所属线路", "beat", "beat name", "route", "route name"),
        "day": ("星期", "周几", "拜访日", "拜访星期", "固定拜访日", "weekday", "visit day", "call day"),
        "rep": _REP,
        "outlet": _OUTLET,
        "outlet_name": _OUTLET_NAME,
        "outlet_phone": _OUTLET_PHONE,
        "position": ("顺序", "拜访顺序", "序号", "站序", "sequence", "seq", "stop no", "order", "no"),
        "weeks": ("单双周", "周期", "周数", "cycle", "weeks"),
        "notes": _NOTES,
    }
)  # fmt: skip

ORDER_COLUMNS = Vocabulary(
    {
        "id": ("订单号", "订单编号", "单号", "单据编号", "单据号", "销售单号", "出库单号", "order id", "order no", "order number",
               "document no", "invoice no", "invoice number", "reference"),
        "date": ("订单日期", "下单日期", "下单时间", "单据日期", "业务日期", "销售日期", "开单日期", "制单日期", "日期", "order date",
                 "document date", "invoice date", "posting date"),
        "promised": ("送货日期", "要求到货日期", "预计到货", "交货日期", "配送日期", "承诺日期", "预约日期", "delivery date",
                     "promised date", "due date", "requested date", "required date"),
        "outlet": _OUTLET,
        "outlet_name": _OUTLET_NAME,
        "outlet_phone": _OUTLET_PHONE,
        "rep": _REP,
        "product": _PRODUCT,
        "product_name": _PRODUCT_NAME,
        "barcode": _BARCODE,
        "quantity": _QUANTITY,
        "unit": _UNIT,
        "price": _PRICE,
        "value": _VALUE,
        "terms": ("结算方式", "付款方式", "账期", "收款方式", "payment terms", "payment"),
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
