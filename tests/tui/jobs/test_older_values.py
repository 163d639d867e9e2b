"""Old files over newer books: what would go back is left as it is, told, and asked about."""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from store.books import Books
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table
from tui.jobs.office import Office

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
HEADER = "客户编码,客户名称,电话,信用额度,账期\n"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    found = office(Books(tmp_path / "books"), Clock())
    found.books.journal.clock = lambda: NOW
    return found


def hours(count: float) -> dt.datetime:
    return NOW + dt.timedelta(hours=count)


def table(folder: Path, name: str, rows: str, saved: dt.datetime) -> Path:
    path = folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    os.utime(path, (saved.timestamp(), saved.timestamp()))
    return path


def take(at: Office, path: Path, now: dt.datetime, **options: bool) -> dict:
    at.books.journal.clock = lambda: now
    return import_table(at, "outlets", path, **options)  # type: ignore[arg-type]


def edit(at: Office, now: dt.datetime, **fields: object) -> None:
    at.books.journal.clock = lambda: now
    at.books.outlets.put([at.books.outlets.get("K1").model_copy(update=fields)])


def told(report: dict) -> list[tuple[str, object, object]]:
    return [(each["field"], each["file"], each["books"]) for each in report["older"]]


def test_a_field_changed_by_hand_is_not_put_back_by_any_file(at: Office, tmp_path: Path) -> None:
    take(at, table(tmp_path, "a.csv", "K1,甲店,111,,\n", hours(0)), hours(0))
    edit(at, hours(1), phone="222")
    newer = table(tmp_path, "b.csv", "K1,甲商店,111,,\nK2,乙店,,,\n", hours(2))
    report = take(at, newer, hours(2))
    outlet = at.books.outlets.get("K1")
    assert (outlet.name, outlet.phone, report["updated"]) == ("甲商店", "222", 1)
    assert told(report) == [("phone", "111", "222")]
    assert [(each["row"], each["code"], each["value"]) for each in report["warnings"] if "older" in each["code"]] == [
        (2, "older_values", "111")
    ]
    assert [question["question"] for question in report["asked"]] == ["overwrite"]
    assert take(at, newer, hours(3), overwrite=True)["asked"] == []
    assert at.books.outlets.get("K1").phone == "111"


def test_a_file_saved_before_a_change_does_not_go_over_it(at: Office, tmp_path: Path) -> None:
    take(at, table(tmp_path, "a.csv", "K1,甲店,111,,\n", hours(0)), hours(0))
    edit(at, hours(2), phone="222")
    report = take(at, table(tmp_path, "b.csv", "K1,甲店,333,,\n", hours(1)), hours(3))
    assert (told(report), report["unchanged"]) == ([("phone", "333", "222")], 1)
    report = take(at, table(tmp_path, "c.csv", "K1,甲店,333,,\n", hours(4)), hours(4))
    assert (told(report), at.books.outlets.get("K1").phone) == ([], "333")


def test_files_go_over_each_other_by_when_they_were_saved(at: Office, tmp_path: Path) -> None:
    old = table(tmp_path, "monday.csv", "K1,甲店,111,,\n", hours(0))
    new = table(tmp_path, "tuesday.csv", "K1,甲店,222,,\n", hours(24))
    take(at, old, hours(1))
    take(at, new, hours(30))
    assert told(take(at, old, hours(31))) == [("phone", "111", "222")]
    late = table(tmp_path, "made before tuesday's was taken in.csv", "K1,甲店,333,,\n", hours(25))
    assert told(take(at, late, hours(32))) == []
    assert at.books.outlets.get("K1").phone == "333"


def test_a_file_that_only_goes_back_is_an_old_one_whenever_it_was_copied(at: Office, tmp_path: Path) -> None:
    take(at, table(tmp_path, "monday.csv", "K1,甲店,111,,\n", hours(0)), hours(0))
    take(at, table(tmp_path, "tuesday.csv", "K1,甲店,222,,\n", hours(24)), hours(24))
    copied = table(tmp_path, "monday (1).csv", "K1,甲店,111,,\n", hours(25))
    assert told(take(at, copied, hours(25))) == [("phone", "111", "222")]
    with_news = table(tmp_path, "wednesday.csv", "K1,甲店,111,,\nK2,乙店,9,,\n", hours(48))
    assert told(take(at, with_news, hours(48))) == []


def test_parts_of_a_field_are_kept_each_by_itself(at: Office, tmp_path: Path) -> None:
    take(at, table(tmp_path, "a.csv", "K1,甲店,,1000,30\n", hours(0)), hours(0))
    terms = at.books.outlets.get("K1").credit
    assert terms is not None
    edit(at, hours(1), credit=terms.model_copy(update={"limit": 200_000}))
    report = take(at, table(tmp_path, "b.csv", "K1,甲店,,1000,60\n", hours(2)), hours(2))
    terms = at.books.outlets.get("K1").credit
    assert terms is not None
    assert (terms.limit, terms.days) == (200_000, 60)
    assert [name for name, _, _ in told(report)] == ["credit.limit"]


def workbook(folder: Path, name: str, phone: str, saved: dt.datetime) -> Path:
    """A workbook that says when it was saved, and was copied just now."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["客户编码", "客户名称", "电话"], ["K1", "甲店", phone], [f"K{phone}", "新店", ""]):
        sheet.append(row)
    made, path = folder / f"made-{name}", folder / name
    book.save(made)
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(path, "w") as kept:
        for part in given.namelist():
            data = given.read(part)
            if part == "docProps/core.xml":
                text = f">{saved:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>"
                data = re.sub(r">[^<]*</dcterms:modified>", text, data.decode()).encode()
            kept.writestr(part, data)
    return path


def test_a_workbook_keeps_the_time_it_was_saved_when_it_is_copied(at: Office, tmp_path: Path) -> None:
    take(at, workbook(tmp_path, "tuesday.xlsx", "222", hours(24)), hours(24))
    report = take(at, workbook(tmp_path, "monday.xlsx", "111", hours(0)), hours(25))
    assert told(report) == [("phone", "111", "222")]
    report = take(at, workbook(tmp_path, "template.xlsx", "333", dt.datetime(2006, 9, 16, tzinfo=dt.UTC)), hours(26))
    assert told(report) == [], "a program's own date says nothing"


def test_what_other_imports_made_on_their_way_is_filled_in(at: Office, tmp_path: Path) -> None:
    reps = tmp_path / "reps.csv"
    reps.write_text("工号,姓名,电话\n007,张三,111\n", encoding="utf-8")
    os.utime(reps, (hours(-48).timestamp(),) * 2)
    outlets = tmp_path / "outlets.csv"
    outlets.write_text("客户编码,客户名称,业务员编码,业务员\nK1,甲店,007,张三\n", encoding="utf-8")
    os.utime(outlets, (hours(-1).timestamp(),) * 2)
    take(at, outlets, hours(0))
    report = import_table(at, "reps", reps)
    assert (report["older"], at.books.reps.get("007").phone) == ([], "111")
