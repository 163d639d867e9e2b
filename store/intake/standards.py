"""Call procedures, display standards and coaching topics out of a table: a row for each step, point or topic."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from store.intake.gathering import Cells, Intake, Taken, gathered
from store.intake.meanings import channel_of, grade_of, tier_of, yes_or_no
from store.intake.tables import Table
from store.intake.vocabularies import STANDARD_COLUMNS
from store.notation.errors import BadNumberError
from store.notation.numbers import POINT, read_number
from store.notation.words import fold, key
from store.records import (
    CallProcedure,
    CoachingTopic,
    DisplayStandard,
    PointKind,
    Product,
    Standard,
    StepKind,
)

_MODELS: dict[str, type[Any]] = {"procedure": CallProcedure, "display": DisplayStandard, "topic": CoachingTopic}
_KINDS = {
    word: kind
    for kind, words in {
        "procedure": "procedure callprocedure callprocedures steps callsteps step call "
        "拜访步骤 步骤 拜访流程 流程 拜访标准 八步骤",
        "display": "display displaystandard displaystandards merchandising shelf checklist "
        "陈列标准 陈列 陈列检查 生动化 陈列检核",
        "topic": "topic topics coaching coachingtopic coachingtopics training 辅导主题 主题 辅导 销售辅导 培训",
    }.items()
    for word in words.split()
}
_STEPS = {
    word: kind
    for kind, words in {
        StepKind.NOTE: "note tick 只打勾 打勾 记录",
        StepKind.FOLLOW_UP: "followup 回看约定 跟进",
        StepKind.DELIVERY: "delivery 交货 送货",
        StepKind.DISPLAY: "display 陈列 陈列检查",
        StepKind.STOCK: "stock stockcount 盘库 库存 盘点",
        StepKind.ORDER: "order 订单 建议订单 下单",
        StepKind.COACH: "coach coaching 辅导",
        StepKind.NETWORK: "network 下线网点 下线",
        StepKind.CASH: "cash 资金",
        StepKind.BULLETIN: "bulletin 资讯 通知",
        StepKind.RATING: "rating 客户评分 评分",
    }.items()
    for word in words.split()
}
_POINTS = {
    word: kind
    for kind, words in {
        PointKind.POINT: "point 一般检查点 一般",
        PointKind.PRICE_TAG: "pricetag price 价签",
        PointKind.POSM: "posm poster 售点物料 物料 海报",
        PointKind.FRESHNESS: "freshness date dates 新鲜度 日期 效期",
    }.items()
    for word in words.split()
}
_BY_COLUMN = {"step": "procedure", "point": "display", "topic": "topic"}
"""What the column of a row's item says of the kind, where the row does not."""
_PARTS = {"procedure": "steps", "display": "points"}
_LISTS = re.compile(r"[,，、;；\n]+")
_DECIMAL_COMMA = re.compile(r"^(\d{1,3}),(\d{1,2})$")


class _Row(NamedTuple):
    taken: Taken
    kind: str
    name: str
    item: str


def take_standards(
    table: Table,
    *,
    existing: Mapping[str, Standard],
    products: Mapping[str, Product],
    mapping: Mapping[str, str] | None = None,
) -> Intake[Any]:
    """Standards of a table against those on file: one named in it has afterwards the steps or points of the table.

    Rows with neither kind nor name of a standard belong to the one above. Raises `IntakeError` as others do.
    """
    cells = Cells(table, STANDARD_COLUMNS, mapping, ("name", "step", "point", "topic", "item"))
    groups: dict[tuple[str, str], list[_Row]] = {}
    above: tuple[str, str] = ("", "")
    for row in table.rows:
        taken = Taken(row)
        kind, name = _kind(taken, cells, above), cells.cell(row, "name") or ""
        item, topic = _item(cells, taken), kind == "topic"
        name = name or (item if topic else above[1] if kind == above[0] else "")
        above = (kind, name)
        if not name:
            taken.error("name", None, "standard_missing")
        groups.setdefault((kind, cells.cell(row, "id") or key(name)), []).append(_Row(taken, kind, name, item))
    for (kind, _), rows in groups.items():
        _filled(cells, kind, rows, existing, products)
    models: list[tuple[str, type[Any]]] = [*_MODELS.items(), ("", CoachingTopic)]
    return _together(
        gathered(
            cells,
            [[each.taken for each in rows] for (of, _), rows in groups.items() if of == kind],
            model,
            lambda ids: {each: existing[each] for each in ids if each in existing},
        )
        for kind, model in models
    )


def _kind(taken: Taken, cells: Cells, above: tuple[str, str]) -> str:
    """Of what kind a row's standard is: by its own word, its item's column, or the row above it."""
    text = cells.cell(taken.row, "kind")
    if text:
        kind = _KINDS.get(key(text), "")
        if not kind:
            taken.error("kind", text, "unknown_standard")
        return kind
    for column, kind in _BY_COLUMN.items():
        if cells.cell(taken.row, column):
            return kind
    if not above[0]:
        taken.error("kind", None, "unknown_standard")
    return above[0]


def _item(cells: Cells, taken: Taken) -> str:
    return next((text for name in (*_BY_COLUMN, "item") if (text := cells.cell(taken.row, name))), "")


def _filled(
    cells: Cells, kind: str, rows: list[_Row], existing: Mapping[str, Standard], products: Mapping[str, Product]
) -> None:
    """The fields of a standard, in its first row."""
    first = rows[0].taken
    code = cells.cell(first.row, "id")
    before = existing.get(code) if code else _on_file(kind, rows[0].name, existing)
    if before is not None and before.kind != kind:
        first.error("id", code, "standard_of_another_kind", kind=before.kind)
        before = None
    first.fields |= {"id": str(before.id) if before else code or _made(kind, rows[0].name), "name": rows[0].name}
    if kind in _MODELS:
        first.fields["kind"] = kind
    for each in rows:
        for field, values in _listed(cells, each.taken, products).items():
            known = first.fields.setdefault(field, [])
            known += [value for value in values if value not in known]
        if script := cells.cell(each.taken.row, "script"):
            if kind == "topic":
                first.fields["script"] = script
            else:
                each.taken.warn("script", script[:80], "standard_without")
    listed = _PARTS.get(kind)
    if listed is not None:
        old = {key(part.name): part for part in getattr(before, listed, ())}
        parts = [_part(cells, kind, each, old) for each in rows if each.item]
        for name in sorted({part["id"] for part in parts}):
            same = [each for each, part in zip((r for r in rows if r.item), parts, strict=True) if part["id"] == name]
            for each in same[1:]:
                each.taken.error("item", each.item, "part_twice", first=same[0].taken.row.number)
        if parts:
            first.fields[listed] = parts
        elif before is None and "must_stock" not in first.fields:
            first.error("item", None, "standard_empty")


def _part(cells: Cells, kind: str, row: _Row, old: Mapping[str, Any]) -> dict[str, Any]:
    """One step, or one point, as a document; what is on file of the same name keeps its id and the rest."""
    known = old.get(key(row.item))
    made: dict[str, Any] = known.to_json() if known is not None else {"id": _short(row.item)}
    made["name"] = row.item
    taken = row.taken
    if text := cells.cell(taken.row, "records"):
        words: Mapping[str, StepKind | PointKind] = _STEPS if kind == "procedure" else _POINTS
        found = words.get(key(text))
        if found is None:
            taken.error("records", text, "unknown_records", known=", ".join(dict.fromkeys(words.values())))
        else:
            made["kind"] = found.value
    elif kind == "procedure" and known is None:
        made["kind"] = _recorded(taken, row.item).value
    if (text := cells.cell(taken.row, "required")) and kind == "procedure":
        said = yes_or_no(text)
        said = {"必做": True, "必须": True, "required": True, "选做": False, "optional": False}.get(fold(text), said)
        if said is None:
            taken.error("required", text, "does_not_fit")
        else:
            made["required"] = said
    if (text := cells.cell(taken.row, "weight")) and kind == "display":
        weight = _weight(text)
        if weight is None:
            taken.error("weight", text, "does_not_fit")
        else:
            made["weight"] = weight
    return made


def _recorded(taken: Taken, name: str) -> StepKind:
    """What a step records that does not say so: what its name is, or told, what its name speaks of."""
    plain = key(name)
    if plain in _STEPS:
        return _STEPS[plain]
    spoken = {kind for word, kind in _STEPS.items() if len(word) > 1 and word in plain and kind is not StepKind.NOTE}
    if len(spoken) != 1:
        return StepKind.NOTE
    [found] = spoken
    taken.warn("records", name, "step_recorded_as", kind=found.value)
    return found


def _weight(text: str) -> float | None:
    plain = fold(text).removesuffix("%").removesuffix("分").strip()
    if match := _DECIMAL_COMMA.match(plain):  # a weight has no thousands
        plain = f"{match[1]}.{match[2]}"
    try:
        found = float(read_number(plain, POINT))
    except BadNumberError:
        return None
    return found if 0 < found <= 1000 and "," not in plain else None


def _listed(cells: Cells, taken: Taken, products: Mapping[str, Product]) -> dict[str, list[str]]:
    """For whom a standard holds and what must be stocked; what a cell names is told where it is not known."""
    found: dict[str, list[str]] = {}
    for field, reader, fault in (
        ("tiers", tier_of, "unknown_tier"), ("grades", grade_of, "unknown_grade"), ("channels", channel_of, None),
    ):  # fmt: skip
        for word in _words(cells.cell(taken.row, field)):
            value = reader(word)
            if value is None and fault is not None:
                taken.error(field, word, fault)
                continue
            if value is None:
                taken.warn(field, word, "unknown_channel")
            found.setdefault(field, []).append(str(value or word))
    for word in _words(cells.cell(taken.row, "must_stock")):
        same = _products(word, products)
        if len(same) == 1:
            found.setdefault("must_stock", []).append(same[0])
        else:
            code = "product_ambiguous" if same else "product_not_on_file"
            taken.error("must_stock", word, code, known=", ".join(same[:5]))
    return found


def _words(text: str) -> list[str]:
    said = [part.strip() for part in _LISTS.split(text)]
    return [part for part in said if part and fold(part) not in ("全部", "所有", "all", "不限")]


def _products(word: str, products: Mapping[str, Product]) -> list[str]:
    """The products that a word names: by id or barcode, else by name."""
    coded = [each.id for each in products.values() if fold(word) in (fold(each.id), each.barcode)]
    return coded or [each.id for each in products.values() if key(each.name) == key(word)]


def _on_file(kind: str, name: str, existing: Mapping[str, Standard]) -> Standard | None:
    return next((each for each in existing.values() if each.kind == kind and key(each.name) == key(name)), None)


def _made(kind: str, name: str) -> str:
    return {"procedure": "CP-", "display": "DS-", "topic": "CT-"}.get(kind, "") + _short(name)


def _short(name: str) -> str:
    return hashlib.sha256(key(name).encode()).hexdigest()[:6].upper()


def _together(parts: Iterable[Intake[Any]]) -> Intake[Any]:
    """What tables of several kinds give as one."""
    first, *others = parts
    for each in others:
        first = replace(
            first,
            records=[*first.records, *each.records],
            errors=sorted([*first.errors, *each.errors], key=lambda finding: finding.row),
            warnings=sorted([*first.warnings, *each.warnings], key=lambda finding: finding.row),
            **{
                name: getattr(first, name) + getattr(each, name)
                for name in ("read", "added", "updated", "unchanged", "rejected")
            },
        )
    return first
