"""What the service desk's lists say, and one line at length, as toned pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from store.records import (
    Bulletin,
    Deal,
    ExceptionGrant,
    HandOver,
    Issue,
    Signal,
    StandingStep,
    clock_text,
    money_text,
)
from tui.jobs.outlet_page import part_line, proof_pieces
from tui.jobs.review import Entry, moment, person
from tui.jobs.scores import RepScore, shortfalls
from tui.jobs.standing import steps_of
from tui.state.service import acts
from tui.widgets.pieces import Cell, Piece
from tui.widgets.table import Column

if TYPE_CHECKING:
    from tui.jobs.office import Office
    from tui.locale import Translator

_MOST_PROOFS = 6
"""Records of each part of a score that are named."""


def columns(t: Translator) -> list[Column]:
    return [
        Column("when", t("service.column.when"), min=11),
        Column("state", t("service.column.state"), min=8, weight=1, drop=2),
        Column("title", t("service.column.title"), min=14, weight=2),
        Column("text", t("service.column.text"), min=16, weight=5, drop=1),
    ]


def row(entry: Entry) -> Sequence[Cell]:
    return [
        [(entry.when, entry.tone or "dim")],
        [(entry.state, entry.tone)],
        [(entry.title, "dim" if entry.tone == "dim" else "")],
        [(entry.text, "dim")],
    ]


def about(entry: Entry, office: Office) -> list[list[Piece]]:
    """A line at length: what is on file, and what can be done."""
    t = office.t
    lines: list[list[Piece]] = [[(entry.title, "heading")], [(f"{entry.id} ", "dim"), (entry.state, entry.tone)]]
    lines += [[(text, "")] for text in entry.text.split("\n")]
    lines += _details(entry, office)
    lines += entry.why() if entry.why else []
    found = acts(entry)
    if found:
        lines.append([])
        said = t("plan.comma").join(t(f"service.do.{name}") for name in found)
        lines.append([(f"{t('service.can')} ", "dim"), (said, "accent")])
    return lines


def _details(entry: Entry, office: Office) -> Iterator[list[Piece]]:
    record, t = entry.record, office.t
    match record:
        case Issue():
            yield [(f"{t('service.owner')} ", "dim"), (_owner(office, record.owner, record.department.value), "")]
            for name, due in (("answer_by", record.due), ("resolve_by", record.resolve_by)):
                if due is not None:
                    yield [(f"{t(f'service.{name}')} ", "dim"), (moment(office, due), "")]
            for event in record.history:
                said = (
                    f"{moment(office, event.at)} {t(f'service.issue_act.{event.act}')} · {person(office, event.by)}"
                )
                to = f" → {person(office, event.to_owner)}" if event.to_owner else ""
                yield [(said + to, "dim")]
                if event.text and event.text != record.text:
                    yield [(f"  {event.text}", "")]
        case Deal():
            yield [(f"{t('service.owner')} ", "dim"), (person(office, record.owner), "")]
            for line in record.lines:
                product = office.books.products.find(line.product)
                price = money_text(line.price) if line.price is not None else "–"
                yield [
                    (f"{product.name if product else line.product} ", ""),
                    (f"× {line.quantity:g} · {price}", "dim"),
                ]
            for visit in record.negotiations:
                who = t("plan.comma").join(person(office, each) for each in visit.people)
                at = f" {clock_text(visit.time)}" if visit.time is not None else ""
                yield [
                    (f"{visit.date}{at} {t('service.joint')} ", "dim"),
                    (who, "accent"),
                    (f" {visit.result or ''}", ""),
                ]
        case HandOver():
            yield [(f"{t('service.owner')} ", "dim"), (person(office, record.owner), "")]
            yield [(f"{moment(office, record.written)} {person(office, record.by)}", "dim")]
            if record.acknowledged:
                yield [(f"{moment(office, record.acknowledged)} {t('service.note.taken')}", "good")]
        case Signal():
            for evidence in record.evidence:
                hard = t("service.hard") if evidence.hard else ""
                yield [(f"{evidence.kind or ''} {evidence.id or ''} {evidence.text} ", "dim"), (hard, "warning")]
            if record.lot:
                yield [(f"{t('service.lot')} ", "dim"), (record.lot, "strong")]
        case StandingStep():
            for step in reversed(steps_of(office, record.outlet)):
                said = f"{step.date} {t(f'service.rung.{step.rung}')} · {person(office, step.owner)}"
                yield [(said, "dim"), (f" {step.reason}", "")]
                if step.conversation:
                    yield [(f"  {step.conversation.agreed or step.conversation.text}", "accent")]
                for measure in step.measures:
                    yield [(f"  {t(f'service.measure.{measure.kind}')}", "error")]
                if step.approval:
                    said = t("service.approved_by", by=step.approval.by, reason=step.approval.reason)
                    yield [(f"  {said}", "warning")]
        case ExceptionGrant():
            yield [(f"{t('fields.name.reason')} ", "dim"), (record.reason, "")]
            for name in ("approver", "asked_by"):
                if who := getattr(record, name):
                    yield [(f"{t(f'fields.name.{name}')} ", "dim"), (person(office, who), "")]
            yield [(f"{record.start or ''} – {record.end}", "dim")]
        case Bulletin():
            yield [(f"{record.valid_from} – {record.valid_until}", "dim")]
            for each in record.handed[-8:]:
                shop = office.books.outlets.find(each.outlet)
                yield [
                    (f"{moment(office, each.at)} ", "dim"),
                    (shop.name if shop else each.outlet, ""),
                    (f" {each.to or ''}", "dim"),
                ]
        case RepScore():
            for name, part in record.score.parts.items():
                if part.denominator:
                    yield part_line(office, record.score, name)
            yield [(t("service.costs_score"), "heading")]
            for name, proof in shortfalls(record.score, _MOST_PROOFS):
                yield [(f"{t(f'service.part.{name}')} ", "dim"), *proof_pieces(office, proof)]


def _owner(office: Office, who: str, department: str) -> str:
    name, of = person(office, who), office.t(f"service.department.{department}")
    return name if name == of else f"{name} · {of}"
