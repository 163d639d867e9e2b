"""Loading lists: what goes onto each vehicle for each trip, last stop first: what is loaded first comes off last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from routing.planning.loads import line_load
from routing.sheets.content import Content, Wording
from store.records import Order, Product, Route, Stop, StopKind


@dataclass(frozen=True, slots=True)
class LoadedStop:
    """What is brought to one stop: pieces by product; `unknown` are units of products that are not on file."""

    seq: int
    outlet: str
    name: str
    pieces: Mapping[str, int]
    unknown: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trip:
    """One loading of a vehicle: its stops in the order they are loaded, and the totals."""

    rep: str
    vehicle: str
    number: int
    stops: tuple[LoadedStop, ...]
    load: Mapping[str, float]

    @property
    def pieces(self) -> dict[str, int]:
        """Pieces of each product on board, by product."""
        total: dict[str, int] = {}
        for stop in self.stops:
            for product, pieces in stop.pieces.items():
                total[product] = total.get(product, 0) + pieces
        return total

    @property
    def unknown(self) -> dict[str, float]:
        total: dict[str, float] = {}
        for stop in self.stops:
            for product, units in stop.unknown.items():
                total[product] = total.get(product, 0) + units
        return total


def trips_of(
    route: Route, orders: Mapping[str, Sequence[Order]], products: Mapping[str, Product], vehicle: str
) -> list[Trip]:
    """The trips of a route that bring something; `orders` are those of each outlet to be brought that day."""
    groups: list[list[tuple[int, Stop]]] = [[]]
    for seq, stop in enumerate(route.stops, 1):
        if stop.reload:
            groups.append([])
        if stop.kind is StopKind.DELIVERY:
            groups[-1].append((seq, stop))
    found: list[Trip] = []
    for group in groups:
        if not group:
            continue
        stops = tuple(_loaded(seq, stop, orders.get(stop.outlet, ()), products) for seq, stop in reversed(group))
        load: dict[str, float] = {}
        for _, stop in group:
            for order in orders.get(stop.outlet, ()):
                for line in order.lines:
                    for dimension, amount in line_load(line, products.get(line.product)).items():
                        load[dimension] = load.get(dimension, 0) + max(0, amount)
        found.append(Trip(route.name or route.rep, vehicle, len(found) + 1, stops, load))
    return found


def _loaded(seq: int, stop: Stop, orders: Sequence[Order], products: Mapping[str, Product]) -> LoadedStop:
    pieces: dict[str, int] = {}
    unknown: dict[str, float] = {}
    for order in orders:
        for line in order.lines:
            if line.quantity <= 0:
                continue  # a return comes back, it is not loaded
            product = products.get(line.product)
            if product is None:
                unknown[line.product] = unknown.get(line.product, 0) + line.quantity
            else:
                pieces[product.id] = pieces.get(product.id, 0) + product.pieces(line.quantity, line.unit)
    return LoadedStop(seq, stop.outlet, stop.name or stop.outlet, pieces, unknown)


def write_loading(content: Content) -> bytes:
    """UTF-8 text, one block for each trip."""
    t = content.t
    blocks = ["\n".join(_trip(trip, content.products, content.date, t)) for trip in content.trips]
    return ("\n\n".join(blocks or [t("sheets.loading.nothing", date=content.date)]) + "\n").encode()


def write_loading_book(content: Content) -> bytes:
    """A workbook with a page for each trip: what is loaded in all, then stop by stop, with a cell to tick."""
    import xlsxwriter

    from routing.sheets.workbook import EPOCH, page_name

    t, out = content.t, BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": f"{content.distributor} {content.date}".strip(), "created": EPOCH})
        bold = book.add_format({"bold": True, "font_size": 13})
        cell = book.add_format({"border": 1, "text_wrap": True})
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#E6EEF5"})
        for trip in content.trips:
            taken = [each.get_name() for each in book.worksheets()]
            page = book.add_worksheet(page_name(f"{trip.vehicle} {trip.number}", taken))
            title, total, *_ = _trip(trip, content.products, content.date, t)
            page.write_string(0, 0, title, bold)
            page.write_string(1, 0, total)
            rows = [("", "", product, amount) for product, amount in _amounts(trip.pieces, trip.unknown, content)]
            rows += [
                (str(stop.seq), f"{stop.name} ({stop.outlet})", product, amount)
                for stop in trip.stops
                for product, amount in _amounts(stop.pieces, stop.unknown, content)
            ]
            for column, word in enumerate(("seq", "stop", "product", "amount", "loaded")):
                page.write_string(3, column, t(f"sheets.loading.{word}"), head)
            for number, row in enumerate(rows, 4):
                for column, text in enumerate((*row, "")):
                    page.write_string(number, column, text, cell)
            for column, width in enumerate((6, 34, 30, 16, 8)):
                page.set_column(column, column, width)
            page.freeze_panes(4, 0)
            page.set_paper(9)
            page.fit_to_pages(1, 0)
            page.repeat_rows(3)
        if not content.trips:
            book.add_worksheet().write_string(0, 0, t("sheets.loading.nothing", date=content.date))
    return out.getvalue()


def _amounts(pieces: Mapping[str, int], unknown: Mapping[str, float], content: Content) -> Iterator[tuple[str, str]]:
    """Products and how much of each, in words."""
    for product, count in sorted(pieces.items()):
        yield f"{content.products[product].name} ({product})", _units(content.products[product], count)
    for product, units in sorted(unknown.items()):
        yield content.t("sheets.loading.unknown", product=product, units="").strip(), f"{units:g}"


def _trip(trip: Trip, products: Mapping[str, Product], date: str, t: Wording) -> Iterator[str]:
    yield t("sheets.loading.title", date=date, vehicle=trip.vehicle, rep=trip.rep, trip=trip.number)
    amounts = [
        t(f"sheets.loading.{dimension}", amount=f"{round(amount, 2):g}")
        for dimension in ("cases", "kg", "m3")
        if (amount := trip.load.get(dimension, 0))
    ]
    yield t("sheets.loading.total", n=len(trip.stops), load=t("plan.comma").join(amounts))
    for product in sorted(trip.pieces):
        yield f"  {products[product].name}  {_units(products[product], trip.pieces[product])}"
    for product, units in sorted(trip.unknown.items()):
        yield "  " + t("sheets.loading.unknown", product=product, units=f"{units:g}")
    yield t("sheets.loading.order")
    for stop in trip.stops:
        said = [
            f"{products[product].name} {_units(products[product], pieces)}" for product, pieces in stop.pieces.items()
        ]
        said += [
            t("sheets.loading.unknown", product=name, units=f"{units:g}") for name, units in stop.unknown.items()
        ]
        yield f"  {stop.seq}. {stop.name} ({stop.outlet}): {t('plan.and').join(said)}"


def _units(product: Product, pieces: int) -> str:
    return " ".join(f"{count} {unit}".strip() for count, unit in product.in_units(pieces))
