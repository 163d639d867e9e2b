"""Rows of a table that are no records: totals, counts of pages, who printed it and when, the header again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from store.intake.grids import Row
from store.notation.words import fold, is_empty

_NOT_WORD = re.compile(r"[\W\d_]+")
_TOTAL = re.compile(
    r"(本页|本单|本日|本月|本周|本次|当日|当前页|当页|全部|全页|上页|以上)?"
    r"(小计|合计|总计|共计|累计|总合计|总累计|汇总|小结|承前页|过次页|总数|合计数)(金额|数量|人民币|大写|元|行)*"
)
_TOTALS_ELSEWHERE = frozenset(
    (
        "total", "totals", "subtotal", "subtotals", "grandtotal", "pagetotal", "overalltotal", "sum", "summe",
        "gesamt", "gesamtsumme", "zwischensumme", "totale", "totaal", "totaux", "soustotal", "totalgénéral",
        "totalgeneral", "yhteensä", "итого", "всего", "razem", "suma", "toplam", "tổngcộng", "jumlah",
    )
)  # fmt: skip
_OF_A_GROUP = re.compile(r"\S.*[\s　]+(?:小计|合计|总计|汇总|计数|平均值|subtotal|total|count|average)", re.DOTALL)
_COUNT = re.compile(
    r"(?:共|总共|合计|小计|总计|共计|total)?\s*:?\s*\d+\s*(?:条|家|行|户|笔|项|单|页|张|种|个|份|品|records?|rows?|entries|items|outlets?|customers?|shops?|stores?|products?|articles?|skus?|orders?|lines?|pages?)"
    r"(?:记录|数据|客户|网点|明细)?[,，。.]?|第\s*\d+\s*页.*|page\s*\d+\s*(?:(?:of|/)\s*\d+)?|"
    r"显示\s*\d+.*条.*|showing\s+\d+.*"
)
_SIGNED = re.compile(
    r"(?:制表|制单|审核|复核|审批|打印|导出|经办|主管|财务|会计|出纳|仓管|签字|签名|签收|填表|填报|核准|批准|编制|送货|收货)"
    r"(?:人|员|日期|时间|单位|部门|人签字|签字|签名|盖章)?(?:[（(].{0,20}[)）])?\s*:.*|"
    r"(?:制表|制单|审核|复核|审批|打印|导出|经办|填表|填报|核准|批准|编制)(?:人|员|日期|时间)|"
    r"(?:printed|prepared|approved|checked|exported|created|generated|issued|signed|signature)"
    r"(?:\s+(?:by|on|at|date)\b.*|\s*:.*)",
    re.DOTALL,
)
_REMARK = re.compile(r"(?:备注|附注|注|说明|特别说明|温馨提示|note|notes|remarks?|nb|p\.?s\.?)\s*:.*", re.DOTALL)
_BLANK = re.compile(
    r"[\W_]*(?:以下空白|以下无正文|以下无内容|以下无记录|此行以下空白|下空|end of (?:list|table|data))[\W_]*"
)
_EXAMPLE = re.compile(
    r"(?:示例|样例|范例|例子|举例|示范|模板示例|sample|example|e\.g\.)(?:数据|行|row|data)?[\d\s]*(?::.*)?", re.DOTALL
)
_HINT = re.compile(
    r"[(*]*(?:必填|选填|必选|可选|可不填|必填项|选填项|非必填|不必填|必须填写|required|optional|mandatory)[)*]*"
    r"(?:[,;/|].{0,40}|\(.{0,40}\))?"
)
_FORM = re.compile(
    r"(?:文本|数字|日期|数值|整数|下拉选择|文本格式|日期格式|数字格式|text|number|date|string)(?:格式)?"
)
_IN_WORDS = re.compile(r"(?:合计|总计|金额|人民币)\s*\(?大写\)?.*|\(?大写\)?\s*:.*", re.DOTALL)
_TRIGGER = re.compile(
    "[计計结結页頁數数总總匯汇平]|t ?o ?t ?a|sum|gesamt|yhteens|итого|всего|razem|toplam|cộng|jumlah|count|average",
    re.IGNORECASE,
)
"""Stands in every word for a total: most rows are passed by it at once."""
_NUMBERISH = re.compile(
    r"(?:[¥￥$€£]|rmb|cny)?\s*[-+(]?\s*[¥￥$€£]?(?:\d[\d,.'\s]*\)?\s*%?\s*(?:[^\W\d_]{0,4}|[¥￥$€£])\s*){1,3}|[-–—/*=\s]+",
    re.IGNORECASE,
)
_SERIAL = frozenset(("序号", "序", "行号", "#", "no", "no.", "nr", "s/n", "line", "项次", "编次"))


class Footers:
    """Knows the rows that are no records of a table with a header.

    `own` are the columns of what makes a row one: an id, or a product of a line.
    """

    def __init__(self, header: Sequence[str], own: Sequence[int], repeated: Sequence[Sequence[str]]) -> None:
        self._own = own
        self._serial = next((at for at, name in enumerate(header) if fold(name) in _SERIAL), None)
        if self._serial in own:
            self._serial = None
        self._header = {_packed(cells) for cells in repeated}
        self._firsts = {cells[0] for cells in repeated if cells}

    def kind(self, row: Row) -> str | None:
        """What the row is, as the end of a message's key: None for a record."""
        cells = row.cells
        if cells and cells[0] in self._firsts and _packed(cells) in self._header:
            return "header"
        filled = [at for at, cell in enumerate(cells) if cell and (at != self._serial or _is_footer(cell))]
        if not filled:
            return None
        first = filled[0]
        if _SIGNED.fullmatch(fold(cells[first])) and all(":" in fold(cells[at]) for at in filled):
            return "footer"  # 制单：小王 | 审核： | 日期：2026/11/30, whatever columns they stand in
        if any(_says(cells[at]) for at in self._own if at < len(cells) and at != first):
            return None
        word = fold(cells[first])
        if len(word) > 200:
            return None
        if len(filled) == 1 and _BLANK.fullmatch(word):
            return "footer"
        if _is_example(cells, filled, self._own):
            return "example"
        if len(filled) == 1 and (_COUNT.fullmatch(word) or _REMARK.fullmatch(word)):
            return "footer"
        if _SIGNED.fullmatch(word) or _IN_WORDS.fullmatch(word):
            return "footer"
        if first in self._own and not _is_total(cells[first]) and not _OF_A_GROUP.fullmatch(word):
            return None
        return "total" if _TRIGGER.search("\n".join(cells).lower()) and self._total(cells, filled) else None

    def _total(self, cells: Sequence[str], filled: Sequence[int]) -> bool:
        for place, at in enumerate(filled):
            if not _TRIGGER.search(cells[at].lower()):
                continue
            word = fold(cells[at])
            if is_total(word) or (place == 0 and len(filled) > 1 and _OF_A_GROUP.fullmatch(word)):
                if any(own < len(cells) and _says(cells[own]) for own in self._own if own != at):
                    return False
                rest = [cells[other] for other in filled[place + 1 :]]
                return all(len(cell) <= 40 and (_NUMBERISH.fullmatch(cell) or not _says(cell)) for cell in rest)
            if len(word) > 40:
                return False
        return False


def _is_example(cells: Sequence[str], filled: Sequence[int], own: Sequence[int]) -> bool:
    """Whether a row of a template says how to fill it in: an example that names itself one, or 必填 and 选填."""
    said = [fold(cells[at][:60]) for at in filled]
    if any(_HINT.fullmatch(text) for text in said) and all(_HINT.fullmatch(t) or _FORM.fullmatch(t) for t in said):
        return True
    first = [fold(cells[at][:60]) for at in (filled[0], *own) if at < len(cells)]
    return any(_EXAMPLE.fullmatch(text) for text in first)


def _is_total(cell: str) -> bool:
    return _TRIGGER.search(cell.lower()) is not None and is_total(fold(cell))


def _is_footer(cell: str) -> bool:
    """Whether a cell under a running number is none: a total, or a count (共5条)."""
    return not cell.isdecimal() and (_is_total(cell) or _COUNT.fullmatch(fold(cell[:60])) is not None)


def _says(cell: str) -> bool:
    """Whether a cell says something that no total has: no word for one or for "nothing" (无, NULL), no count."""
    return bool(cell) and not _is_total(cell) and not is_empty(cell) and _COUNT.fullmatch(fold(cell[:60])) is None


def is_total(word: str) -> bool:
    """Whether a folded text is a word for a total and nothing else: ``合 计：``, ``Grand total``, ``小计(3家)``."""
    if len(word) > 40:
        return False
    bare = _NOT_WORD.sub("", re.sub(r"\([^()]*\)", "", word))
    return bool(bare) and (bare in _TOTALS_ELSEWHERE or _TOTAL.fullmatch(bare) is not None)


def _packed(cells: Sequence[str]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple("".join(cell.split()) for cell in cells[:end])


def own_columns(columns: Mapping[str, int]) -> list[int]:
    """Columns, by field, in which a row has something of its own that no total has."""
    lines = [columns[name] for name in ("product", "product_name") if name in columns]
    names = ("barcode",) if lines else ("id", "barcode", "plate")
    return lines + [columns[name] for name in names if name in columns]
