"""Whatever way a price comes in, it keeps the floor; whatever is refused says what to do and loses nothing else."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.books import Books
from store.errors import BooksError, InvalidRecordError
from store.records import Order, OrderStatus, PaymentMethod
from tests.tui.town import TODAY, Clock, hand_plan, office, session, stocked
from tui.cli.output import error_sentence
from tui.jobs.importing import import_table
from tui.jobs.office import JobError, Office
from tui.jobs.record_editor import RecordEditor
from tui.jobs.recording import put_back, record_results
from tui.jobs.replies import given_back, read_text
from tui.jobs.returns import read_results, record_returned
from tui.jobs.service import advance_deal, put_new
from tui.state.keying import Keying

FLOOR, SUPPORT = 3300, 3500
CASE = 12
TIMES = {"check_in": "09:00", "check_out": "09:20"}


def priced(at: Office, listed: str = "40.00", floor: str = "33.00") -> Office:
    """One product with a floor and a support price below which only an exception goes."""
    product = {
        "id": "P1", "name": "凉茶 [/b]", "own": True, "units": [{"name": "瓶"}, {"name": "箱", "factor": CASE}],
        "prices": {"retailer": listed}, "support_price": "35.00", "floor_price": floor,
    }  # fmt: skip
    at.books.products.put([product])
    return at


@pytest.fixture
def town(bare: Office) -> Office:
    return priced(bare)


@pytest.fixture
def cheap(bare: Office) -> Office:
    """A list price that lies below the floor: what a rep keys in is priced by it."""
    return priced(bare, listed="32.00")


def line(price: str | None = None, quantity: float = 2, **fields: Any) -> dict[str, Any]:
    made = {"product": "P1", "quantity": quantity, "unit": "箱"} | ({} if price is None else {"price": price})
    return made | fields


def order(price: str, **fields: Any) -> dict[str, Any]:
    return {"id": "SO-1", "outlet": "C01", "ordered": "2026-11-24", "lines": [line(price)], **fields}


def refused(job: Callable[[], Any]) -> str:
    with pytest.raises(InvalidRecordError) as told:
        job()
    return str(told.value.problems[0]["code"])


def sentence(at: Office, code: str, params: dict[str, Any]) -> str:
    return error_sentence(at.t, at.language, code, params)


# orders


def test_an_order_put_as_delivered_is_a_fact_and_opening_it_again_is_not(town: Office) -> None:
    orders = town.books.orders
    orders.put([order("20.00", status="delivered"), order("20.00", id="SO-2", status="cancelled")])
    for number in ("SO-1", "SO-2"):
        assert refused(lambda n=number: orders.put([order("20.00", id=n)])) == "below_floor"
    orders.put([order("36.00", id="SO-3", status="delivered")])
    orders.put([order("36.00", id="SO-3")])


def test_what_is_written_beside_the_price_does_not_hide_it(town: Office) -> None:
    """A value that is less than its price, and a total that is less than its lines."""
    orders = town.books.orders
    assert refused(lambda: orders.put([order("40.00", lines=[line("40.00", value="50.00")])])) == "below_floor"
    assert refused(lambda: orders.put([order("40.00", value="50.00")])) == "below_floor"
    orders.put([order("40.00", value="79.99"), order("10.00", id="SO-2", lines=[line("10.00", value="80.00")])])
    call = session(town)
    prices = [each.price for each in call.delivery()]
    assert all(price is None or price >= FLOOR for price in prices), "what is collected is what was judged"


def test_another_date_is_another_price(town: Office) -> None:
    grant = {"id": "EXC-1", "outlet": "C01", "product": "P1", "price": "33.50", "approver": "B", "reason": "x"}
    town.books.exceptions.put([{**grant, "end": "2026-11-24"}])
    town.books.orders.put([order("33.50")])
    assert refused(lambda: town.books.orders.put([order("33.50", ordered="2026-11-25")])) == "below_support"


def test_an_import_takes_the_other_orders(town: Office, tmp_path: Path) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("单号,客户编码,商品编码,数量,单位,单价\nA,C01,P1,2,箱,32\nB,C01,P1,2,箱,34\nC,C01,P1,2,箱,36\n")
    report = import_table(town, "orders", table)
    assert [each["code"] for each in report["errors"]] == ["below_floor", "below_support"]
    assert list(town.books.orders.all()) == ["C"]


# a call


def test_at_a_call_in_the_app(cheap: Office) -> None:
    call = session(cheap)
    call.check_in()
    call.set_stock("P1", 3)
    assert refused(lambda: call.set_line("P1", 2 * CASE)) == "below_floor"
    kept = session(cheap).call
    assert kept.order == []
    assert kept.stock[0].quantity == 3
    call.check_out()
    assert not cheap.books.orders.all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_by_pasted_text_what_was_refused_is_given_back_with_its_stop(cheap: Office, language: str) -> None:
    cheap.language = language
    text = "C01 到 9:00 离 9:20 订单 P1 2箱 备注 忙\nC02 到 9:30 离 9:40 备注 [/b]\n"
    returned = read_text(cheap, TODAY, "R1", text)
    report = record_returned(cheap, returned)
    assert [(call.outlet, call.order) for call in report.calls] == [("C01", []), ("C02", [])]
    [problem] = report.problems
    told = sentence(cheap, problem.code, dict(problem.params))
    assert "33.00" in told
    assert "service." not in told
    left = given_back(cheap, returned, report)
    for word in ("C01", "P1 2箱"):
        assert word in left, left
    assert "忙" not in left  # it is on file
    assert "[/b]" not in left
    assert not cheap.books.orders.all()


def returned(at: Office, tmp_path: Path, *results: dict[str, Any]) -> Any:
    """A phone page's file of results, as it comes back."""
    path = tmp_path / "R1.json"
    path.write_text(json.dumps({"date": str(TODAY), "rep": "R1", "results": [{**TIMES, **each} for each in results]}))
    [found] = read_results(at, TODAY, "R1", str(path), None)
    return record_results(at, TODAY, "R1", found.results, problems=found.problems, forms=found.forms)


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"order": [line("32.99")]}, "below_floor"),
        ({"order": [line("34.99")]}, "below_support"),
        ({"order": [line("40.00", value="60.00")]}, "below_floor"),
        ({"delivery": [{"product": "P1", "unit": "箱", "price": "32.00", "delivered": 24}]}, "below_floor"),
        ({"delivery": [{"product": "P1", "order": "SO-9", "price": "1.00", "delivered": 24}]}, "below_floor"),
        (
            {
                "delivery": [{"product": "P1", "unit": "箱", "price": "40.00", "delivered": 24}],
                "payments": [{"method": "discount", "amount": "14.01", "approved_by": "Boss"}],
            },
            "discount_below_floor",
        ),
    ],
)
def test_by_a_phones_page_or_a_returned_document(
    town: Office, tmp_path: Path, fact: dict[str, Any], code: str
) -> None:
    promised = {"status": "open", "promised": str(TODAY)}
    town.books.orders.put([order("40.00", id="SO-9", outlet="C03", **promised)])
    report = returned(town, tmp_path, {"outlet": "C01", **fact}, {"outlet": "C02", "note": "x"})
    calls = {call.outlet: call for call in report.calls}
    assert list(calls) == ["C01", "C02"], "what is refused stays out alone"
    assert calls["C01"].order == calls["C01"].payments == []
    assert bool(calls["C01"].delivery) is ("payments" in fact)
    assert [each.params["problems"][0]["code"] for each in report.problems] == [code]
    told = sentence(town, report.problems[0].code, dict(report.problems[0].params))
    assert "service." not in told
    assert "{" not in told
    assert list(town.books.orders.all()) == ["SO-9"]


def test_what_was_agreed_is_handed_over_and_a_discount_keeps_to_the_floor(town: Office, tmp_path: Path) -> None:
    """At its own order's price, even where that was a special one; at 40.00 a case two cases leave 14.00."""
    grant = {"id": "EXC-1", "outlet": "C01", "product": "P1", "price": "33.50", "approver": "B", "reason": "x"}
    town.books.exceptions.put([{**grant, "end": "2026-11-24"}])
    town.books.orders.put([order("33.50", promised=str(TODAY))])
    town.books.exceptions.put([{**grant, "end": "2026-11-24", "withdrawn": "2026-11-24"}])
    call = session(town)
    call.check_in()
    call.deliver_all()
    assert refused(lambda: call.set_paid(PaymentMethod.DISCOUNT, 101, "Boss")) == "discount_below_floor"
    call.set_paid(PaymentMethod.DISCOUNT, 100, "Boss")
    assert refused(lambda: call.set_paid(PaymentMethod.DISCOUNT, 105, "Boss")) == "discount_below_floor"
    call.set_paid(PaymentMethod.CASH, 7000)
    call.set_paid(PaymentMethod.DISCOUNT, 500, "Boss")  # more than was due: the rest is on an older debt
    goods = {"delivery": [{"product": "P1", "unit": "箱", "price": "40.00", "delivered": 24}]}
    taken = {"payments": [{"method": "discount", "amount": "14.00", "approved_by": "Boss"}]}
    assert not returned(town, tmp_path, {"outlet": "C02", **goods, **taken}).problems


def test_undoing_brings_no_price_back_that_may_not_be(town: Office) -> None:
    """The grid's undo: an order at a price that an exception allowed, withdrawn since."""
    grant = {"id": "EXC-1", "outlet": "C01", "product": "P1", "price": "33.50", "approver": "B", "reason": "x"}
    town.books.exceptions.put([{**grant, "end": "2026-12-24"}])
    first = {"outlet": "C01", **TIMES, "order": [line("33.50")]}
    [before] = record_results(town, TODAY, "R1", [(1, first)]).calls
    [after] = record_results(town, TODAY, "R1", [(1, {**first, "order": [line("36.00")]})]).calls
    town.books.exceptions.put([{**grant, "end": "2026-12-24", "withdrawn": "2026-11-01"}])
    after = town.books.days.calls(TODAY, "R1").get(after.id)
    assert refused(lambda: put_back(town, after, before)) == "below_support"
    [kept] = town.books.orders.all().values()
    assert kept.lines[0].price == 3600
    assert town.books.days.calls(TODAY, "R1").get(after.id).order[0].price == 3600


def test_the_grid_keeps_what_was_typed(cheap: Office) -> None:
    hand_plan(cheap)
    grid = Keying(cheap, TODAY, "R1")
    grid.type(0, "check_in", "9:00")
    grid.type(0, "check_out", "9:20")
    grid.type(0, "note", "busy")
    grid.type(0, "order", "P1 2箱")
    assert not grid.save(0)
    row = grid.rows[0]
    assert row.typed["note"] == "busy"
    assert row.typed["order"] == "P1 2箱"
    assert "33.00" in sentence(cheap, row.wrong[0].code, dict(row.wrong[0].params))
    assert not cheap.books.orders.all()
    grid.type(0, "order", "")
    assert grid.save(0)


# the desk


def test_by_the_forms_and_the_desk(town: Office) -> None:
    deal = put_new(town, "deals", {"outlet": "C12", "customer": "Hotel", "owner": "R1"})
    cheap_lines = [{"product": "P1", "price": "32.99"}]
    assert refused(lambda: advance_deal(town, deal, "support", lines=cheap_lines)) == "below_floor"  # type: ignore[arg-type]
    assert town.books.deals.get(deal.id).lines == []
    ends = {"reason": "x", "end": "2026-12-31", "approver": "Boss", "price": "33.50", "product": "P1"}
    town.books.exceptions.put([{"id": "EXC-1", **ends}])
    editor = RecordEditor(town, "exceptions", "EXC-1")
    row = editor.row_at(("price",))
    assert row is not None
    fault = editor.problem(row, "32.99")
    assert isinstance(fault, InvalidRecordError), "said while it is typed"
    assert refused(lambda: editor.set_text(row, "32.99")) == "below_floor"
    assert town.books.exceptions.get("EXC-1").price == 3350


# any path after any other

PATHS = (
    "put",
    "delivered",
    "reopen",
    "import",
    "call",
    "hand",
    "discount",
    "grant",
    "withdraw",
    "deal",
    "agree",
    "undo",
)
prices = st.integers(3000, 4200)
walks = st.lists(st.tuples(st.sampled_from(PATHS), prices, st.integers(1, 3)), min_size=1, max_size=7)


class Walk:
    """One data folder and everything that can be done to its prices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.at = priced(office(stocked(folder / "books"), Clock(20, 0)))
        self.numbers = itertools.count(1)
        self.last: tuple[Any, Any] | None = None
        self.granted = False

    def go(self, path: str, price: int, quantity: int) -> None:
        text = f"{price / 100:.2f}"
        books = self.at.books
        match path:
            case "put" | "delivered":
                status = "open" if path == "put" else "delivered"
                lines = [line(text, quantity)]
                books.orders.put([order(text, id=f"SO-{next(self.numbers)}", status=status, lines=lines)])
            case "reopen":
                gone = [each for each in books.orders.all().values() if each.status is not OrderStatus.OPEN]
                for each in gone[:1]:
                    books.orders.put([each.model_copy(update={"status": OrderStatus.OPEN})])
            case "import":
                table = self.folder / "o.csv"
                row = f"I{next(self.numbers)},C02,P1,{quantity},箱,{text}"
                table.write_text(f"单号,客户编码,商品编码,数量,单位,单价\n{row}\n")
                import_table(self.at, "orders", table)
            case "call" | "hand" | "discount":
                facts: dict[str, Any] = {"order": [line(text, quantity)]}
                if path != "call":
                    worth = text if path == "hand" else "40.00"
                    pieces = quantity * CASE
                    facts = {"delivery": [{"product": "P1", "unit": "箱", "price": worth, "delivered": pieces}]}
                if path == "discount":
                    cut = f"{max(0, 4000 - price) * quantity / 100:.2f}"
                    facts["payments"] = [{"method": "discount", "amount": cut, "approved_by": "B"}]
                self.record({"outlet": "C03", **TIMES, **facts})
            case "grant":
                grant = {"id": "EXC-1", "product": "P1", "price": text, "approver": "B", "reason": "x"}
                books.exceptions.put([{**grant, "end": "2026-12-31"}])
                self.granted = True
            case "withdraw":
                for grant in books.exceptions.all().values():
                    books.exceptions.put([grant.model_copy(update={"withdrawn": dt.date(2026, 11, 1)})])
            case "deal":
                document = {
                    "outlet": "C12",
                    "customer": "H",
                    "owner": "R1",
                    "lines": [{"product": "P1", "price": text}],
                }
                put_new(self.at, "deals", document)
            case "agree":
                rules = [{"product": "P1", "price": text}]
                terms = {"outlet": "C01", "title": "x", "valid_from": "2026-01-01", "price_rules": rules}
                put_new(self.at, "agreements", terms)
            case "undo":
                if self.last is not None:
                    before, after = self.last
                    self.last = None
                    put_back(self.at, after, before)

    def record(self, result: dict[str, Any]) -> None:
        book = self.at.books.days.calls(TODAY, "R1")
        before = next((each for each in book.all().values() if each.outlet == "C03"), None)
        report = record_results(self.at, TODAY, "R1", [(1, result)])
        for call in report.calls:
            self.last = (before, book.get(call.id))

    def prices(self) -> Iterator[tuple[str, float]]:
        """Every price per case that now stands to be taken, promised or collected."""
        books = self.at.books
        for each in books.orders.all().values():
            if each.status is OrderStatus.OPEN and each.lines:
                yield each.id, _mean(each)
        for call in books.days.calls_on(TODAY):
            cases = sum(goods.delivered for goods in call.delivery) / CASE
            if cases:
                worth = sum(goods.delivered * (goods.price or 0) / CASE for goods in call.delivery)
                off = sum(each.amount for each in call.payments if each.method is PaymentMethod.DISCOUNT)
                yield call.id, (worth - off) / cases
        for deal in books.deals.all().values():
            yield from ((deal.id, each.price or 0) for each in deal.lines)
        for agreement in books.agreements.all().values():
            yield from ((agreement.id, rule.price or 0) for rule in agreement.price_rules)
        for grant in books.exceptions.all().values():
            yield grant.id, grant.least or 0


def _mean(each: Order) -> float:
    return sum(goods.worth or 0 for goods in each.lines) / sum(goods.quantity for goods in each.lines)


@settings(max_examples=20)
@given(walk=walks)
def test_no_walk_over_the_paths_breaks_the_floor(tmp_path_factory: pytest.TempPathFactory, walk: Any) -> None:
    made = Walk(tmp_path_factory.mktemp("walk"))
    for path, price, quantity in walk:
        try:
            made.go(path, price, quantity)
        except (BooksError, JobError) as fault:
            assert "{" not in error_sentence(made.at.t, "en", fault.code, dict(fault.params))
        for name, found in made.prices():
            assert found >= FLOOR - 0.5, (name, path, price)
    if not made.granted:
        taken = [found for name, found in made.prices() if name.startswith(("SO", "I"))]
        assert all(found >= SUPPORT - 0.5 for found in taken)
    assert Books(made.at.books.folder).orders.all() == made.at.books.orders.all()
