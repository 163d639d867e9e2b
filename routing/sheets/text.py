"""Sheets as text to paste into a chat: short lines, no table; then a form to be filled in and pasted back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routing.sheets.content import Content, SheetRoute, SheetStop, Wording, took
from routing.sheets.form import StopForm
from routing.sheets.reply.writing import empty_block, heading


def write_text(content: Content) -> bytes:
    """UTF-8; for each route what is to be done, then its form. A single rep's text is what is sent to him."""
    blocks = []
    for route in content.routes:
        blocks.append("\n".join(_route(content, route)))
        if any(stop.form for stop in route.stops):
            blocks.append("\n".join(_form(content, route)))
    if content.unserved:
        lines = [content.t("sheets.unserved", n=len(content.unserved))]
        lines += [f"- {name} ({outlet}): {why}" for outlet, name, why in content.unserved]
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode()


def _route(content: Content, route: SheetRoute) -> Iterator[str]:
    t = content.t
    yield t("sheets.text.title", name=route.name, date=content.date, weekday=content.weekday)
    yield t(
        "sheets.summary",
        n=len(route.stops),
        depart=route.depart,
        back=route.back,
        km=f"{route.km:.1f}",
        driving=took(t, route.driving_s),
    )
    for warning in route.warnings:
        yield f"! {warning}"
    if carry := loaded(route):
        yield t("sheets.text.carry", goods=t("plan.comma").join(carry))
    for note in route.notes:
        yield f"※ {note}"
    for stop in route.stops:
        if stop.pause:
            yield f"☕ {stop.pause}"
        yield ""
        yield f"{stop.seq}. {stop.begin} {stop.name}"
        yield from _stop(content, stop)
    if route.pause:
        yield f"☕ {route.pause}"
    if route.way_home:
        yield ""
        yield t("roads.turn.home", text=route.way_home)


def _stop(content: Content, stop: SheetStop) -> Iterator[str]:
    t = content.t
    if stop.address:
        yield stop.address
    if stop.contact:
        yield f"☎ {stop.contact}"
    if stop.way:
        yield t("roads.turn.way", text=stop.way)
    if stop.hours:
        yield t("sheets.hours", hours=stop.hours)
    if stop.why:
        yield t("sheets.why", text=stop.why)
    if stop.agreed:
        yield t("sheets.agreed", text=stop.agreed)
    if stop.form and stop.form.deliveries:
        yield t("sheets.text.bring", goods=t("plan.comma").join(goods_of(stop.form, t)))
    for note in stop.notes:
        yield f"※ {note}"
    for warning in stop.warnings:
        yield f"! {warning}"


def goods_of(form: StopForm, t: Wording) -> list[str]:
    """What is to be handed over at a stop, product by product."""
    pieces: dict[str, int] = {}
    free: dict[str, int] = {}
    for line in form.deliveries:
        pieces[line.product] = pieces.get(line.product, 0) + line.ordered
        free[line.product] = free.get(line.product, 0) + line.free
    said = []
    for key, count in pieces.items():
        product = form.product(key)
        goods = f"{product.name} {product.said(count)}"
        said.append(t("sheets.text.with_free", goods=goods, free=product.said(free[key])) if free[key] else goods)
    return said


def loaded(route: SheetRoute) -> list[str]:
    """What is to be carried for the whole route."""
    pieces: dict[str, int] = {}
    named = {}
    for stop in route.stops:
        for line in stop.form.deliveries if stop.form else ():
            pieces[line.product] = pieces.get(line.product, 0) + line.ordered
            named[line.product] = stop.form.product(line.product)  # type: ignore[union-attr]
    return [f"{named[product].name} {named[product].said(count)}" for product, count in pieces.items()]


def _form(content: Content, route: SheetRoute) -> Iterator[str]:
    """How to answer, what the numbers stand for, and a block of blanks for each stop."""
    t, chinese = content.t, content.language == "zh"
    yield t("sheets.text.how")
    yield from legend(content, route)
    yield ""
    yield heading(content.date, route.rep, route.name, content.revision, chinese=chinese)
    for stop in route.stops:
        if stop.form is not None:
            yield from empty_block(stop.form, chinese=chinese)


def legend(content: Content, route: SheetRoute) -> Iterator[str]:
    """What the numbers of the blanks stand for: each list once, with the stops it holds for."""
    t = content.t
    forms = [stop.form for stop in route.stops if stop.form is not None]
    words: Sequence[str]
    lists: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for form in forms:
        for name, words in (
            ("steps", [step.name + (" *" if step.required else "") for step in form.steps]),
            ("points", [point.name for point in form.points]),
            ("found", [form.product(product).name for product in form.must_stock]),
            ("topics", [topic.name for topic in form.topics]),
            ("bulletins", [bulletin.name for bulletin in form.bulletins]),
        ):
            if words:
                lists.setdefault((name, tuple(words)), []).append(form.seq)
    for (name, words), stops in lists.items():
        every = len(stops) == sum(bool(_words_of(form, name)) for form in forms)
        where = "" if every else t("sheets.text.for_stops", stops=_spans(stops))
        yield t(f"sheets.legend.{name}") + where + t("sheets.text.colon")
        yield from (f" {place} {word}" for place, word in enumerate(words, 1))
    if forms and forms[0].products:
        yield t("sheets.legend.products") + t("sheets.text.colon")
        for product in forms[0].products.values():
            scale = "=".join(f"{forms[0].product(product.id).case[1] // factor if factor else 1}{name}"
                             for name, factor in product.units if name)  # fmt: skip
            yield f" {product.id} {product.name}" + (f" ({scale})" if scale else "")


def _words_of(form: StopForm, name: str) -> object:
    return form.must_stock if name == "found" else getattr(form, name)


def _spans(numbers: list[int]) -> str:
    """``1–3, 7``"""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ",".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in found)
