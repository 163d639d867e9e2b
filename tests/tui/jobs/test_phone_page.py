"""The phone's page: what leaves it is what stands on its screen, or is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import Phone, phone
from tests.tui.jobs.returning import REP, TODAY, calls_in, worked_day
from tui.jobs.office import Office
from tui.jobs.returns import read_results, record_returned
from tui.jobs.sheets import make_sheet

pytestmark = pytest.mark.tool("chromium")
CARD = "#stop-1"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return worked_day(tmp_path_factory.mktemp("books") / "books", stops=3)


@pytest.fixture(scope="module")
def browser(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    folder = tmp_path_factory.mktemp("phone")
    sheet = folder / "day.html"
    sheet.write_bytes(make_sheet(office, TODAY, REP, "html")[1])
    with phone(folder) as page:
        page.open(sheet)
        yield page


@pytest.fixture
def page(browser: Phone) -> Phone:
    browser.errors.clear()
    browser.run("localStorage.clear()")
    browser.reload()
    _opened(browser)
    return browser


def _opened(page: Phone) -> None:
    page.tap(f"{CARD} summary")
    page.wait(f"!!document.querySelector('{CARD} .form')")


def exported(page: Phone) -> dict[str, Any]:
    """What the page would give back as a file; the page as saved holds the same."""
    results = json.loads(page.run("document.getElementById('roundsman-results').textContent"))["results"]
    return results[0] if results else {}


def text_of(page: Phone) -> str:
    page.tap("#copy")
    page.wait("document.getElementById('said').textContent !== ''")
    return str(page.run("document.getElementById('text').value"))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1500", "1500.00"),
        ("1,500", "1500.00"),
        ("１，５００", "1500.00"),
        ("1,234,567", "1234567.00"),
        ("0,500", None),
        ("1,5000", None),
        ("1,50", None),
        ("1,500.00", "1500.00"),
        ("1,234,567.5", "1234567.50"),
        ("12,50", None),
        ("12.5", "12.50"),
        (".5", "0.50"),
        ("¥12.50", "12.50"),
        ("￥１２．５０元", "12.50"),
        ("500元", "500.00"),
        ("500 块", "500.00"),
        ("12.505", None),
        ("1 2", None),
        ("-5", None),
        ("1e3", None),
        ("五百", None),
        ("500/2", None),
        ("", ""),
        ("0", ""),
    ],
)
def test_an_amount_is_the_one_on_the_screen_or_none(page: Phone, typed: str, amount: str | None) -> None:
    page.fill(f"{CARD} [name=paid-cash]", "500")
    assert exported(page)["payments"] == [{"method": "cash", "amount": "500.00"}]
    page.fill(f"{CARD} [name=paid-cash]", typed)
    found = exported(page)
    assert found.get("payments", []) == ([{"method": "cash", "amount": amount}] if amount else [])
    assert [each["value"] for each in found.get("unread", [])] == ([typed] if amount is None else [])
    assert page.run(f"document.querySelector('{CARD} [name=paid-cash]').validity.valid") is (amount is not None)
    assert (typed in page.run(f"document.querySelector('{CARD} .lacking').textContent")) is (
        amount is None
    ) or not typed
    assert page.errors == []


def test_what_was_read_stands_behind_an_amount(page: Phone) -> None:
    page.fill(f"{CARD} [name=paid-cash]", "1,500")
    assert page.run(f"document.querySelector('{CARD} [name=paid-cash]').closest('.row').textContent").endswith(
        "= 1500.00"
    )


@pytest.mark.parametrize(("typed", "amount"), [("1,500", None), ("1,500.00", "1500.00"), ("1,234,567", "1234567.00")])
def test_a_comma_on_an_english_page_may_be_a_decimal_sign(page: Phone, typed: str, amount: str | None) -> None:
    page.run("localStorage.clear(); document.documentElement.lang = 'en'")
    document = page.run("document.documentElement.outerHTML")
    assert 'lang="en"' in document
    reads = page.run(f"({_reader(document)})({json.dumps(typed)})")
    assert reads == amount


def _reader(document: str) -> str:
    """The page's own reader of amounts, made anew for the language that the page has now."""
    script = document[document.index("const narrow =") : document.index("const mark =")]
    return f"(text) => {{ {script} return amountOf(text) ?? null; }}"


def test_what_cannot_be_read_is_told_on_the_screen_in_text_and_file_and_when_taken_in(
    page: Phone, office: Office, tmp_path: Path
) -> None:
    page.fill(f"{CARD} [name=check_in]", "09:05")
    page.fill(f"{CARD} [name=check_out]", "09:25")
    page.fill(f"{CARD} [name=paid-cash]", "500")
    page.fill(f"{CARD} [name=paid-cash]", "12,50")
    page.fill(f"{CARD} [name=paid-transfer]", "300")
    page.fill(f"{CARD} [name=paid-transfer-reference]", "尾号(8821)")
    page.fill(f"{CARD} [name=empties-count]", "3")
    page.reload()
    _opened(page)
    assert page.run(f"document.querySelector('{CARD} [name=paid-cash]').value") == "12,50", "it stands there again"
    assert not page.run(f"document.querySelector('{CARD} [name=paid-cash]').validity.valid")
    text = text_of(page)
    assert "现金「12,50」?" in text
    assert "500.00" not in text
    assert "#1 现金 12,50" in page.run("document.getElementById('left').textContent")
    saved = tmp_path / "saved.html"
    saved.write_text(page.run("document.documentElement.outerHTML"), encoding="utf-8")
    pasted = tmp_path / "pasted.txt"
    pasted.write_text(text, encoding="utf-8")
    for place, path in enumerate((saved, pasted)):
        at = worked_day(tmp_path / f"books{place}", stops=3)
        report = record_returned(at, read_results(at, TODAY, REP, str(path)))
        assert len(report.problems) >= 2, path
        assert any("12,50" in str(problem.value) for problem in report.problems), path
        (call,) = calls_in(at).values()
        assert all(each["method"] != "cash" for each in call.get("payments", ())), path
        assert not call.get("empties")
    assert page.errors == []


@pytest.mark.parametrize(
    "reference", ["尾号(8821)", "尾号（8(8)21）", "】[/b]</script>\"'", "行1 行2", "a)b", "((a)"]
)
def test_a_reference_with_brackets_comes_back(page: Phone, tmp_path: Path, reference: str) -> None:
    for name, typed in {"check_in": "09:05", "check_out": "09:25", "paid-transfer": "300"}.items():
        page.fill(f"{CARD} [name={name}]", typed)
    page.fill(f"{CARD} [name=paid-transfer-reference]", reference)
    path = tmp_path / "pasted.txt"
    path.write_text(text_of(page), encoding="utf-8")
    at = worked_day(tmp_path / "books", stops=3)
    report = record_returned(at, read_results(at, TODAY, REP, str(path)))
    assert report.problems == ()
    (call,) = calls_in(at).values()
    (payment,) = call["payments"]
    assert (payment["amount"], payment["reference"]) == ("300.00", reference)


HOSTILE = (
    "换冰柜 订单 P01 3箱", "带海报，备注：订单 P02 2箱", "更正 订单 P01 3箱", "忙; 5 没空 备注 好", "#2 9:30-9:40 关门",
    "到店 10:00 离店 10:10", "1. 换冰柜#3 关门", "「统一」冰红茶没货", "他说「订单明天给」", "」", "「", "无", "关门", "[图片]",
    "【回填】2026-11-23 R02 v1", "张[0] 2026-11-23 周一 要来", "好，", "改为 5箱", "a\u2028b\tc",
)  # fmt: skip
FREE = {"note": "note", "advice": "advice", "action": "action"}


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_into_a_field_comes_back_as_that_field(page: Phone, tmp_path: Path, words: str) -> None:
    """Whatever stands in it: no other fact is made of it, as text and as file alike."""
    for name, typed in {"check_in": "09:05", "check_out": "09:25", "paid-transfer": "300"}.items():
        page.fill(f"{CARD} [name={name}]", typed)
    asked = [name for name in FREE if page.run(f"!!document.querySelector('{CARD} [name={name}]')")]
    assert "note" in asked
    for name in (*asked, "paid-transfer-reference"):
        page.fill(f"{CARD} [name={name}]", words)
    kept = exported(page)
    path = tmp_path / "pasted.txt"
    path.write_text(text_of(page), encoding="utf-8")
    at = worked_day(tmp_path / "books", stops=3)
    report = record_returned(at, read_results(at, TODAY, REP, str(path)))
    assert report.problems == ()
    (call,) = calls_in(at).values()
    at = worked_day(tmp_path / "others", stops=3)
    saved = tmp_path / "saved.json"
    saved.write_text(
        json.dumps([{"outlet": call["outlet"], "stop_kind": call["stop_kind"], **kept}]), encoding="utf-8"
    )
    assert record_returned(at, read_results(at, TODAY, REP, str(saved))).problems == ()
    (other,) = calls_in(at).values()
    said = " ".join(words.split())
    assert call["note"] == said
    for each in (call, other):
        for text in ("note", "reference"):
            found = each["payments"][0][text] if text == "reference" else each[text]
            assert " ".join(found.split()) == said
        each["note"], each["payments"][0]["reference"] = said, said
        for part in ("display", "coaching"):
            for name, value in (each.get(part) or {}).items():
                if value == words:
                    each[part][name] = said
    assert call == other


@pytest.mark.parametrize(
    ("fields", "fact", "wanted"),
    [
        ({"facings-0": "6", "facings-1": "20"}, "facings", [6, 20]),
        ({"facings-0": "6"}, "facings", None),
        ({"facings-0": "６", "facings-1": "２０"}, "facings", [6, 20]),
        ({"facings-0": "6x", "facings-1": "20"}, "facings", None),
        ({"empties-item": "空箱", "empties-count": "10"}, "empties", [{"item": "空箱", "quantity": 10}]),
        ({"empties-item": "空箱", "empties-count": "1.5"}, "empties", None),
        ({"empties-item": "空箱"}, "empties", None),
    ],
)
def test_half_a_fact_is_none_and_is_told(page: Phone, fields: dict[str, str], fact: str, wanted: Any) -> None:
    if not page.run(f"!!document.querySelector('{CARD} [name={next(iter(fields))}]')"):
        pytest.skip("the stop does not ask for it")
    for name, typed in fields.items():
        page.fill(f"{CARD} [name={name}]", typed)
    found = exported(page)
    assert found.get(fact) == wanted
    assert bool(found.get("unread")) is (wanted is None)
    if wanted is None:
        for name in fields:
            page.fill(f"{CARD} [name={name}]", "")
        assert exported(page) == {}, "emptied, nothing is left of it"


def test_cases_short_stay_short_and_a_line_is_all_its_boxes(page: Phone, office: Office, tmp_path: Path) -> None:
    def typed(name: str, text: str) -> list[Any]:
        page.fill(f"{CARD} [name={name}]", text)
        return [line for line in exported(page).get("delivery", []) if line["product"] == "P01"]

    factor = next(unit.factor for unit in office.books.products.get("P01").scale)
    assert typed(f"delivered-P01-{factor}", "9")[0]["delivered"] == 9 * factor
    assert typed(f"delivered-P01-{factor}", "9件") == [], "a unit typed into a count is not taken"
    assert typed(f"delivered-P01-{factor}", "9")[0]["delivered"] == 9 * factor
    (line,) = typed(f"refused-P01-{factor}", "1")
    assert (line["delivered"], line["refused"]) == (9 * factor, factor)
    assert typed(f"refused-P01-{factor}", "一") == []
    (line,) = typed(f"refused-P01-{factor}", "")
    assert (line["delivered"], line.get("refused")) == (9 * factor, None)
    assert typed(f"delivered-P01-{factor}", "") == []
    typed(f"delivered-P01-{factor}", "9")
    page.fill(f"{CARD} [name=check_in]", "09:05")
    page.fill(f"{CARD} [name=check_out]", "09:25")
    path = tmp_path / "pasted.txt"
    path.write_text(text_of(page), encoding="utf-8")
    at = worked_day(tmp_path / "books", stops=3)
    report = record_returned(at, read_results(at, TODAY, REP, str(path)))
    assert report.problems == ()
    (call,) = calls_in(at).values()
    assert next(each for each in call["delivery"] if each["product"] == "P01")["delivered"] == 9 * factor


@pytest.mark.parametrize(
    "clipboard",
    [
        "Object.defineProperty(navigator, 'clipboard', {configurable: true, value: undefined})",
        "Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: () => Promise.reject(new Error('no'))}})",
        "Object.defineProperty(navigator, 'clipboard', {configurable: true, value: {writeText: () => new Promise(() => {})}})",
    ],
)
@pytest.mark.parametrize("command", ["() => false", "() => { throw new Error('no') }", "() => true"])
def test_a_copy_that_fails_says_so_and_leaves_the_text_chosen(page: Phone, clipboard: str, command: str) -> None:
    page.run(f"{clipboard}; document.execCommand = {command}")
    page.fill(f"{CARD} [name=note]", "在【店】[/b] </script> (一(二))")
    text = text_of(page)
    assert "备注：「在【店】[/b] </script> (一(二))」" in text
    said = page.run("document.getElementById('said').textContent")
    if "true" in command:
        assert said.startswith("已复制")
    else:
        assert said.startswith("没能复制")
        assert (
            page.run(
                "[document.activeElement.id, getSelection().toString().length > 0 || document.activeElement.selectionEnd]"
            )[0]
            == "text"
        )
        assert page.run("document.activeElement.selectionEnd - document.activeElement.selectionStart") == len(text)
    assert page.errors == []


@pytest.mark.parametrize(
    ("fields", "red"),
    [
        ({"check_in": "13:40", "check_out": "13:30"}, {"check_in", "check_out"}),
        (
            {"check_in": "09:05", "check_out": "09:25", "left_reason": "关门"},
            {"check_in", "check_out", "left_reason"},
        ),
        ({"check_in": "09:05", "left_reason": "订单 P01 2箱"}, {"check_in", "left_reason"}),
        ({"paid-cash": "300", "left_reason": "关门"}, {"left_reason"}),
        ({"paid-cash": "12,50", "left_reason": "关门"}, {"left_reason", "paid-cash"}),
        ({"check_in": "09:05", "check_out": "09:05"}, set()),
        ({"note": "明天再来", "left_reason": "关门"}, set()),
    ],
)
def test_what_cannot_be_true_of_a_stop_is_red_and_stays_out(
    page: Phone, tmp_path: Path, fields: dict[str, str], red: set[str]
) -> None:
    for name, typed in fields.items():
        page.fill(f"{CARD} [name={name}]", typed)
    marked = set(
        page.run(f"[...document.querySelectorAll('{CARD} [aria-invalid=true]')].map((each) => each.name)") or ()
    )
    assert marked == red
    found = exported(page)
    assert {each["name"] for each in found.get("unread", ())} == red
    assert not red & set(found)
    for name, typed in fields.items():
        assert page.run(f"document.querySelector('{CARD} [name={name}]').value") == typed, "it stays there"
    state = page.run(f"document.querySelector('{CARD}').className")
    assert (state == "stop here") is bool(red)
    pasted = tmp_path / "pasted.txt"
    pasted.write_text(text_of(page), encoding="utf-8")
    saved = tmp_path / "saved.html"
    saved.write_text(page.run("document.documentElement.outerHTML"), encoding="utf-8")
    for place, path in enumerate((pasted, saved)):
        at = worked_day(tmp_path / f"books{place}", stops=3)
        report = record_returned(at, read_results(at, TODAY, REP, str(path)))
        assert bool(report.problems) is bool(red)
        assert bool(calls_in(at)) is not bool(red), path
    if "left_reason" in red:
        page.fill(f"{CARD} [name=left_reason]", "")
        assert not red & {"check_in", "check_out"} or exported(page)["check_in"] == fields["check_in"]
    assert page.errors == []


@pytest.mark.parametrize("words", HOSTILE)
def test_what_a_box_cannot_read_is_no_other_fact(page: Phone, tmp_path: Path, words: str) -> None:
    for name, typed in {"check_in": "09:05", "check_out": "09:25", "paid-cash": f"5x {words}"}.items():
        page.fill(f"{CARD} [name={name}]", typed)
    path = tmp_path / "pasted.txt"
    path.write_text(text_of(page), encoding="utf-8")
    at = worked_day(tmp_path / "books", stops=3)
    report = record_returned(at, read_results(at, TODAY, REP, str(path)))
    (problem,) = report.problems
    assert " ".join(words.split()).replace("」", "」」") in str(problem.value)
    (call,) = calls_in(at).values()
    assert not call.get("payments")
    assert not call.get("order")
    assert not call.get("note")
    assert not call.get("left_reason")
