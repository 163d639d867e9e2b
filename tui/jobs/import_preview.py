"""What would become of a table, as a list: questions and faults first, what comes by the dozen counted by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from store.intake.questions import TWO_READINGS
from tui.jobs.import_report import of_group, place_of, rows_named

if TYPE_CHECKING:
    from tui.jobs.office import Office

_MOST_ROWS = 300
"""Rows shown of an opened group; the others are counted."""
OVERWRITE = "overwrite"


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked of a column, the answers there are, and the one that was given."""

    code: str
    column: str
    readings: Mapping[str, str]
    message: str
    answer: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.column


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the preview.

    `mark` is what kind of thing it is: ``question``, ``answered``, ``error``, ``warning``, ``column`` or ``left``;
    `count` how many rows (0: not counted), `about` the whole of it. `key` names a group that can be opened.
    """

    mark: str
    text: str
    about: str = ""
    count: int = 0
    key: str = ""
    depth: int = 0
    opened: bool = False
    question: Question | None = field(default=None, compare=False)


def answer_text(office: Office, answer: str) -> str:
    """An answer in words; the name of a unit is one already."""
    key = f"intake.answer.{answer}"
    said = office.t(key)
    return answer if said == key else said


def questions_in(report: Mapping[str, Any]) -> list[Question]:
    """The questions that are open."""
    return [
        Question(
            each["question"],
            each["column"] or "",
            {reading["answer"]: reading["text"] for reading in each["readings"]},
            each["message"],
        )
        for each in report["asked"]
    ]


def items_of(
    office: Office, report: Mapping[str, Any], opened: Collection[str] = (), answered: Sequence[Question] = ()
) -> list[Item]:
    """The lines of the preview; those of groups `opened` stand below them."""
    t = office.t
    items: list[Item] = []
    settled = {question.key for question in answered}
    for question in questions_in(report):
        if question.key in settled:
            continue
        what = t(f"intake.question.{question.code}", column=question.column)
        items.append(Item("question", what, question.message, question=question))
    for question in answered:
        what = t(f"intake.question.{question.code}", column=question.column)
        said = t("intake.answered", question=what, answer=answer_text(office, question.answer))
        items.append(Item("answered", said, said, question=question))
    for group in report["groups"]:
        if group["code"] != TWO_READINGS or group["level"] != "error":
            items += _group(office, report, group, opened)
    items += _columns(office, report, opened)
    items += [Item("left", remark["message"], remark["message"]) for remark in report["remarks"]]
    return items


def _group(
    office: Office, report: Mapping[str, Any], group: Mapping[str, Any], opened: Collection[str]
) -> Iterator[Item]:
    t, level = office.t, group["level"]
    found = of_group(report, group)
    key = f"{level} {group['code']} {group['field']}"
    of_row = "outlets.take_in.row_out" if level == "error" else "outlets.take_in.row_in"
    if len(found) == 1:
        text = t("intake.row_says", row=place_of(found[0]), text=found[0]["message"])
        yield Item(level, text, t(of_row, row=place_of(found[0]), text=found[0]["message"]), 1)
        return
    about = t("intake.rows_say", rows=rows_named(office, group["rows"]), text=group["message"])
    yield Item(level, group["message"], about, len(found), key, 0, key in opened)
    if key not in opened:
        return
    for each in found[:_MOST_ROWS]:
        text = t("intake.row_says", row=place_of(each), text=each["message"])
        yield Item(level, text, t(of_row, row=place_of(each), text=each["message"]), depth=1)
    if len(found) > _MOST_ROWS:
        yield Item(level, t("cli.log.more", n=len(found) - _MOST_ROWS), depth=1)


def _columns(office: Office, report: Mapping[str, Any], opened: Collection[str]) -> Iterator[Item]:
    t = office.t
    if unused := report["unused_columns"]:
        names = t("plan.comma").join(each["column"] for each in unused)
        text = t("intake.columns_unused", n=len(unused), columns=names)
        yield Item("unused", text, t("intake.unused_columns", columns=names), key="unused", opened="unused" in opened)
        if "unused" in opened:
            for each in unused:
                key = "intake.column_kept" if each["kept"] else "intake.column_dropped"
                said = t(key, column=each["column"], n=each["cells"])
                yield Item("unused", said, said, depth=1)
    mapping = report["mapping"]
    text = t("intake.columns_read", n=len(mapping))
    yield Item("column", text, text, key="columns", opened="columns" in opened)
    if "columns" in opened:
        for name, column in mapping.items():
            said = f"{t(f'intake.field.{name}')} ← {column}"
            yield Item("column", said, said, depth=1)
