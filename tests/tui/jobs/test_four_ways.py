"""One day of 25 stops, entered in the app, on a returned workbook, on a phone's page and as pasted text: one record."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from routing.sheets.form import StopForm
from routing.sheets.reply import field_named, write_results
from routing.sheets.reply.writing import ASKED
from store.books import Books
from store.records import PaymentMethod, StopKind
from tests.chromium import Phone, phone
from tests.tui.jobs.returning import REP, TODAY, calls_in, what_was_done, worked_day
from tests.tui.jobs.thumbs import Thumbs
from tests.tui.terminal import cells
from tests.tui.town import ZONE
from tui.jobs.call_sheet import open_call
from tui.jobs.forms import forms_of
from tui.jobs.office import Office
from tui.jobs.recording import record_results
from tui.jobs.replies import read_text
from tui.jobs.returns import read_results
from tui.jobs.sheets import make_sheet
from tui.state.call import CallSession


@pytest.fixture(scope="module")
def in_the_app(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The calls as the app's own jobs make them, the clock standing where the rep stands."""
    office = worked_day(tmp_path_factory.mktemp("app") / "books")
    for result in what_was_done(office):
        _work(office, result)
    return calls_in(office)


def _work(office: Office, result: dict[str, Any]) -> None:
    session = CallSession(office, open_call(office, TODAY, REP, result["outlet"], StopKind(result["stop_kind"])))
    if reason := result.get("left_reason"):
        session.leave_out(reason)
        return
    office.clock = lambda: dt.datetime.combine(TODAY, dt.time.fromisoformat(result["check_in"]), ZONE)
    session.check_in()
    for step in result["steps"]:
        session.set_step(step, done=True)
    for point, met in result.get("points", {}).items():
        session.set_point(point, met)
    if advice := result.get("advice"):
        session.set_advice(advice)
    for step, why in result.get("skipped", {}).items():
        session.set_step(step, done=False, reason=why)
    stock = result.get("stock", ())
    for product in dict.fromkeys(line["product"] for line in stock):
        mine = [line for line in stock if line["product"] == product]
        if "produced" in mine[0]:
            session.set_batches(
                product, [(dt.date.fromisoformat(each["produced"]), each["quantity"]) for each in mine]
            )
        else:
            session.set_stock(product, mine[0]["quantity"])
    for bulletin in result.get("bulletins", ()):
        session.set_bulletin(bulletin, handed=True)
    if rating := result.get("rating"):
        session.set_rating(rating)
    if photos := result.get("photos"):
        session.set_photos([photo["path"] for photo in photos])
    if coaching := result.get("coaching"):
        session.set_topic(coaching["topic"])
        session.set_skill(coaching["skill"])
        session.set_action(result["action"])
    if note := result.get("note"):
        session.set_note(note)
    _work_goods(session, result)
    office.clock = lambda: dt.datetime.combine(TODAY, dt.time.fromisoformat(result["check_out"]), ZONE)
    session.check_out()


def _work_goods(session: CallSession, result: dict[str, Any]) -> None:
    for product, found in result.get("found", {}).items():
        session.set_found(product, found)
    for fact, count in zip(("all_facings", "own_facings"), reversed(result.get("facings", ())), strict=False):
        session.set_shelf(fact, count)
    for line in result.get("order", ()):
        product = session.product(line["product"])
        assert product is not None
        session.set_line(product.id, product.pieces(line["quantity"], line["unit"]))
    if "followed_up" in result:
        session.set_follow_up(result["followed_up"])
    if not session.sheet.orders and ("delivery" in result or "payments" in result):
        session.begin_goods()
    for line in result.get("delivery", ()):
        if "order" not in line:
            session.set_back(line["product"], line["returned"])
            continue
        facts = {name: count for name, count in line.items() if name not in ("product", "order")}
        session.set_delivered(f"{line['order']}/{line['product']}", facts)
    for payment in result.get("payments", ()):
        minor = round(float(payment["amount"]) * 100)
        session.set_paid(
            PaymentMethod(payment["method"]), minor, payment.get("approved_by") or payment.get("reference")
        )
    if empties := result.get("empties"):
        session.set_empties([(line["item"], line["quantity"]) for line in empties])


def test_the_day_is_worth_comparing(in_the_app: dict[str, dict[str, Any]]) -> None:
    assert len(in_the_app) == 25
    for name in (
        "display", "stock", "order", "delivery", "payments", "empties", "coaching", "follow_up", "bulletins", "rating",
        "photos", "note", "left_reason",
    ):  # fmt: skip
        assert any(call.get(name) for call in in_the_app.values()), name
    lines = [line for call in in_the_app.values() for line in call.get("delivery", ())]
    for name in ("delivered", "refused", "damaged", "exchanged", "returned"):
        assert any(line.get(name) for line in lines), name
    assert any("order" not in line and line["price"] for line in lines), "something came back that no order speaks of"
    assert {each["method"] for call in in_the_app.values() for each in call.get("payments", ())} == set(PaymentMethod)
    assert any(line.get("produced") for call in in_the_app.values() for line in call.get("stock", ()))
    assert any(step.get("reason") for call in in_the_app.values() for step in call.get("steps", ()))


@pytest.mark.tool("tmux")
def test_in_a_terminal_as_wide_as_a_phone(in_the_app: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books")
    worked = Thumbs(tmp_path, office)
    try:
        worked.begin(REP)
        for done, result in enumerate(what_was_done(office), 1):
            worked.work(result)
            seen = worked.terminal.until(f"{done}/25")
            assert all(cells(line) <= 45 for line in seen.splitlines())
    finally:
        worked.terminal.close()
    found = calls_in(Office(Books(office.books.folder), "zh", user="tester", clock=office.clock))
    assert found == in_the_app


def test_by_a_returned_workbook(in_the_app: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books")
    path = tmp_path / "sheet.xlsx"
    forms = forms_of(office, TODAY, REP)
    book = openpyxl.load_workbook(io.BytesIO(make_sheet(office, TODAY, REP, "xlsx")[1]))
    page = book[REP]
    header = next(row for row in page.iter_rows() if any(cell.value == "到店" for cell in row))
    columns = {str(cell.value): cell.column for cell in header if cell.value}
    for place, result in enumerate(what_was_done(office), 1):
        form = forms.of(result["outlet"])
        assert form is not None
        for name in ASKED:
            field = field_named(name)
            text = field.write(result, form, True)
            if text:
                page.cell(header[0].row + place, columns[field.zh[0]], text)
    book.save(path)
    _record(office, path, in_the_app)


def test_by_pasted_text(in_the_app: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books")
    forms = forms_of(office, TODAY, REP)
    pairs = [(result, forms.of(result["outlet"])) for result in what_was_done(office)]
    text = write_results(((r, f) for r, f in pairs if f), TODAY.isoformat(), REP, "张[0]", 1, chinese=True)
    [returned] = read_text(office, TODAY, REP, text)
    report = record_results(office, TODAY, REP, returned.results, problems=returned.problems, forms=returned.forms)
    assert report.problems == ()
    assert calls_in(office) == in_the_app
    assert all(call.backfilled for call in report.calls)
    again = record_results(office, TODAY, REP, returned.results, forms=returned.forms)
    assert {call.rev for call in again.calls} == {1}, "the same text again changes nothing"


@pytest.mark.tool("chromium")
def test_by_the_page_on_a_phone(in_the_app: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books")
    sheet = tmp_path / "day.html"
    sheet.write_bytes(make_sheet(office, TODAY, REP, "html")[1])
    forms = forms_of(office, TODAY, REP)
    with phone(tmp_path) as page:
        page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path), eventsEnabled=True)
        page.open(sheet)
        for result in what_was_done(office):
            form = forms.of(result["outlet"])
            assert form is not None
            _fill(page, form, result)
        page.reload()
        assert page.run("document.querySelector('.progress').textContent") == "25/25"
        page.tap("#copy")
        text = page.run("document.getElementById('text').value")
        page.tap("#file")
        file = tmp_path / f"roundsman-{TODAY}-{REP}.json"
        page.wait("true")
        _until_written(page, file)
        saved = tmp_path / "saved.html"
        saved.write_text(page.run("document.documentElement.outerHTML"), encoding="utf-8")
        assert page.errors == []
        assert {url.partition(":")[0] for url in page.asked} <= {"file", "data", "blob"}
    _record(office, file, in_the_app)
    for number, way in enumerate((saved, tmp_path / "copied.txt")):
        other = worked_day(tmp_path / f"books{number}")
        if not way.exists():
            way.write_text(text, encoding="utf-8")
        _record(other, way, in_the_app)


def _record(office: Office, path: Path, wanted: dict[str, dict[str, Any]]) -> None:
    [returned] = read_results(office, TODAY, REP, str(path))
    report = record_results(office, TODAY, REP, returned.results, problems=returned.problems, forms=returned.forms)
    assert report.problems == ()
    assert calls_in(office) == wanted
    assert all(call.backfilled for call in report.calls)


def _until_written(page: Phone, file: Path) -> None:
    for _ in range(10_000):
        if file.exists() and file.read_bytes().strip().endswith(b"}"):
            return
        page.run("new Promise((done) => setTimeout(done, 10))")
    raise AssertionError(f"{file} was not written")


def _fill(page: Phone, form: StopForm, result: dict[str, Any]) -> None:
    """One stop as a thumb fills it in."""
    card = f"#stop-{form.seq}"
    page.tap(f"{card} summary")
    page.wait(f"!!document.querySelector('{card} .form')")
    for selector, text in _typed(form, result):
        if text is None:
            page.tap(f"{card} {selector}")
        else:
            page.fill(f"{card} {selector}", text)
    for photo in result.get("photos", ()):
        page.choose_file(f"{card} [name=photo-{photo['moment']}]", page.folder / photo["path"])
    page.run(f"document.querySelector('{card}').open = false")


def _typed(form: StopForm, result: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Fields and what is typed into them; None for a tap."""
    for name in ("check_in", "check_out", "advice", "note", "left_reason", "action"):
        if name in result:
            yield f"[name={name}]", result[name]
    for step in result.get("steps", ()):
        yield f"[name=step-{step}]", None
    for kind, short in (("points", "point"), ("found", "found")):
        for each, met in result.get(kind, {}).items():
            yield f"[name={short}-{each}-{'yes' if met else 'no'}]", None
    for place, count in enumerate(result.get("facings", ())):
        yield f"[name=facings-{place}]", str(count)
    for name in ("stock", "order"):
        if name in result:
            yield f"details[name={name}-part] > summary", None
    for step, why in result.get("skipped", {}).items():
        yield f"[name=skipped-{step}]", why
    dates = 0
    for line in result.get("stock", ()):
        product = line["product"]
        if "produced" not in line:
            yield from _boxes(form, f"stock-{product}", product, line["quantity"])
            continue
        yield f"[name=date-{product}]", None
        yield f"[name=produced-{product}-{dates}]", line["produced"]
        yield from _boxes(form, f"batch-{product}-{dates}", product, line["quantity"])
        dates += 1
    for line in result.get("order", ()):
        yield f"[name=order-{line['product']}]", f"{line['quantity']:g}"
    for line in result.get("delivery", ()):
        counts = ("delivered", "refused", "damaged", "exchanged", "returned")
        if "order" not in line:
            yield "details[name=delivery-part] > summary", None
            counts = ("returned",)
        for name in counts:
            if name in line:
                yield from _boxes(form, f"{name}-{line['product']}", line["product"], line[name])
    if "payments" in result and not form.deliveries:
        yield "details[name=payments-part] > summary", None
    for payment in result.get("payments", ()):
        yield f"[name=paid-{payment['method']}]", payment["amount"]
        for about in ("approved_by", "reference"):
            if about in payment:
                yield f"[name=paid-{payment['method']}-{about}]", payment[about]
    for line in result.get("empties", ()):
        yield "[name=empties-item]", line["item"]
        yield "[name=empties-count]", str(line["quantity"])
    if coaching := result.get("coaching"):
        yield "[name=topic]", coaching["topic"]
        yield f"[name=skill-{coaching['skill']}]", None
    for bulletin in result.get("bulletins", ()):
        yield f"[name=bulletin-{bulletin}]", None
    if "rating" in result:
        yield f"[name=rating-{result['rating']}]", None
    if "followed_up" in result:
        yield f"[name=kept-{'yes' if result['followed_up'] else 'no'}]", None


def _boxes(form: StopForm, name: str, product: str, pieces: int) -> Iterator[tuple[str, str]]:
    rest = pieces
    for _, factor in form.product(product).units:
        count, rest = divmod(rest, factor)
        yield f"[name={name}-{factor}]", str(count)


def test_the_results_in_a_page_are_plain_json(tmp_path: Path) -> None:
    office = worked_day(tmp_path / "books", stops=3)
    page = make_sheet(office, TODAY, REP, "html")[1].decode()
    data = page.partition('id="roundsman-data">')[2].partition("</script>")[0]
    assert json.loads(data)["date"] == TODAY.isoformat()
    assert page.count("</script>") == 3
    assert "http" not in page.replace("https://uri.amap.com", "").partition("<script>")[2].partition("</script>")[0]
