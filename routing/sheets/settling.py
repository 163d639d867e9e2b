"""A vehicle's settlement on paper: what goods and what money, what differs and why, and who signs for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from rich.cells import cell_len

from routing.sheets.content import Wording
from routing.sheets.form import FormProduct
from store.records import Settlement, money_text

GOODS = ("product", "loaded", "delivered", "returned", "left", "damaged", "counted", "difference", "reason")
MONEY = ("due", "cash", "transfer", "credit", "discount", "value")


@dataclass(frozen=True, slots=True)
class Paper:
    """A settlement in words: a title, notes, the goods in units, the money, who has signed."""

    title: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    goods: tuple[tuple[str, ...], ...]
    money: tuple[tuple[str, str], ...]
    signed: str
    signatures: tuple[str, ...]


def on_paper(
    settlement: Settlement,
    vehicle: str,
    reps: Sequence[str],
    products: Mapping[str, FormProduct],
    t: Wording,
    *,
    waiting: Sequence[str] = (),
    changed: bool = False,
) -> Paper:
    """`vehicle` and `reps` as people call them; `waiting` are outlets whose goods are not told of yet."""
    head = tuple(t(f"settling.head.{name}") for name in GOODS)
    goods = []
    for line in settlement.goods:
        product = products.get(line.product) or FormProduct(line.product, line.product)
        counts = [signed_pieces(product, n) for n in (line.loaded, line.delivered, line.returned, line.left)]
        counts.append(signed_pieces(product, line.damaged) if line.damaged else "")
        counts += ["" if n is None else signed_pieces(product, n) for n in (line.counted, line.difference)]
        goods.append((f"{product.name} ({line.product})", *counts, line.reason or ""))
    notes = [t("settling.head.rule")]
    if reps:
        notes.append(t("settling.head.reps", names=t("plan.comma").join(reps)))
    if waiting:
        notes.append("! " + t("settling.head.waiting", outlets=t("plan.comma").join(waiting)))
    if changed:
        notes.append("! " + t("settling.head.changed"))
    at = settlement.signed_at
    signed = t("settling.head.unsigned") if at is None else t(
        "settling.head.signed", name=settlement.signed_by, at=f"{at:%Y-%m-%d %H:%M}"
    )  # fmt: skip
    return Paper(
        title=t("settling.head.title", date=settlement.date.isoformat(), vehicle=vehicle),
        notes=tuple(notes),
        head=head,
        goods=tuple(goods),
        money=tuple(_money(settlement, t)),
        signed=signed,
        signatures=tuple(t(f"settling.head.{who}") for who in ("driver", "warehouse", "cashier")),
    )


def signed_pieces(product: FormProduct, pieces: int) -> str:
    """Pieces in units, a lack with its sign."""
    return product.shown(pieces) if pieces >= 0 else f"-{product.shown(-pieces)}"


def _money(settlement: Settlement, t: Wording) -> list[tuple[str, str]]:
    takings = settlement.takings
    rows = [(t(f"settling.head.{name}"), money_text(getattr(takings, name))) for name in MONEY]
    if takings.unapproved:
        rows.append((t("settling.head.unapproved"), money_text(takings.unapproved)))
    rows.append((t("settling.head.difference"), f"{money_text(takings.difference)}  {takings.reason or ''}".rstrip()))
    if takings.handed_in is not None:
        rows.append((t("settling.head.handed_in"), money_text(takings.handed_in)))
        cash = f"{money_text(takings.cash_difference or 0)}  {takings.cash_reason or ''}".rstrip()
        rows.append((f"{t('settling.what.cash')} {t('settling.head.difference')}", cash))
    return rows


def write_text(paper: Paper) -> bytes:
    """Columns by what they take on a screen."""
    rows = [paper.head, *paper.goods]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(paper.head))]
    lines = [paper.title, *paper.notes, ""]
    for row in rows:
        cells = [
            cell + " " * (width - cell_len(cell))
            if column in (0, len(row) - 1)
            else " " * (width - cell_len(cell)) + cell
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    wide = max((cell_len(name) for name, _ in paper.money), default=0)
    lines += ["", *(f"{name}{' ' * (wide - cell_len(name))}  {amount}" for name, amount in paper.money), ""]
    return "\n".join([*lines, paper.signed, ""]).encode()


def write_xlsx(paper: Paper) -> bytes:
    """A workbook of one page."""
    import xlsxwriter

    from routing.sheets.workbook import EPOCH

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": paper.title, "created": EPOCH})
        bold, plain = book.add_format({"bold": True}), book.add_format({"border": 1, "text_wrap": True})
        page = book.add_worksheet()
        page.write_string(0, 0, paper.title, book.add_format({"bold": True, "font_size": 14}))
        at = 1
        for note in paper.notes:
            page.write_string(at, 0, note)
            at += 1
        for row, style in [(paper.head, bold), *((line, plain) for line in paper.goods)]:
            at += 1
            for column, cell in enumerate(row):
                page.write_string(at, column, cell, style)
        at += 1
        for name, amount in paper.money:
            at += 1
            page.write_string(at, 0, name, plain)
            page.write_string(at, 1, amount, plain)
        page.write_string(at + 2, 0, paper.signed)
        for column, name in enumerate(paper.signatures):
            page.write_string(at + 4, 3 * column, f"{name}: ____________")
        page.set_column(0, 0, 32)
        page.set_column(1, 7, 11)
        page.set_column(8, 8, 28)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
    return out.getvalue()


def write_pdf(paper: Paper) -> bytes:
    """A4 across; long lists go on on further pages."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    from routing.sheets.pdf import FONT, fitted, known, lines, register
    from routing.sheets.pdf import width as measured

    register()
    out = BytesIO()
    width, height = landscape(A4)
    canvas: Any = Canvas(out, pagesize=(width, height), invariant=True)
    canvas.setTitle(paper.title)
    margin, y = 36.0, height - 52.0
    places = (0.0, 0.21, 0.295, 0.38, 0.465, 0.55, 0.635, 0.72, 0.805, 1.0)

    def width_of(text: str, size: float) -> float:
        return measured(known(text), size)

    def line(cells: Sequence[tuple[float, float, str]], size: float, *, rule: bool = False) -> None:
        nonlocal y
        if y < margin + 24:
            canvas.showPage()
            y = height - 52.0
        for left, room, text in cells:
            wide = max(0.99 * room, width_of(text, size))
            small = max(5.5, 0.99 * size * room / wide)  # a figure is not cut
            canvas.setFont(FONT, small)
            canvas.drawString(margin + left, y, fitted(text, small, room))
        if rule:
            canvas.setLineWidth(0.4)
            canvas.line(margin, y - 4, width - margin, y - 4)
        y -= size + 6

    inner = width - 2 * margin
    line([(0, inner, paper.title)], 17)
    for note in paper.notes:
        line([(0, inner, note)], 9)
    y -= 6
    for row in (paper.head, *paper.goods):
        cells = [(places[n] * inner, (places[n + 1] - places[n]) * inner - 6, cell) for n, cell in enumerate(row)]
        left, room, reason = cells.pop()
        told = row is not paper.head and width_of(reason, 8) > room
        line(cells if told else [*cells, (left, room, reason)], 9.5, rule=not told)
        if told:  # too long for its column: in full below
            below = lines(reason, 8.5, inner - 24, 9)
            for each in below:
                line([(24, inner - 24, each)], 8.5, rule=each is below[-1])
    y -= 8
    for name, amount in paper.money:
        line([(0, 220, name), (230, inner - 230, amount)], 10)
    y -= 8
    line([(0, inner, paper.signed)], 11)
    y -= 14
    line([(n * inner / 3, inner / 3 - 8, f"{name}: ______________") for n, name in enumerate(paper.signatures)], 11)
    canvas.save()
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Paper], bytes]] = {"text": write_text, "xlsx": write_xlsx, "pdf": write_pdf}
