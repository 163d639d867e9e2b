"""Older values beside a second model of docs/importing.md: files and hands in every order, saved at every time."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from store.books import Books
from tests.models.comparing import agree, many, seeded
from tests.models.identity import Values
from tests.tui.town import Clock, office
from tui.jobs.importing import import_table
from tui.jobs.office import Office

MANY = many(40)
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
FIELDS = {"name": "客户名称", "phone": "电话", "contact": "联系人"}
VALUES = {"name": ("甲店", "乙店", "丙店"), "phone": ("111", "222", "333"), "contact": ("王", "李", "张")}


def moment(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def taken(at: Office, path: Path, rows: dict[str, dict[str, str]], *, saved: float, now: float) -> set[Any]:
    lines = [",".join((key, *(row.get(field, "") for field in FIELDS))) for key, row in rows.items()]
    path.write_text("\n".join((",".join(("客户编码", *FIELDS.values())), *lines)), encoding="utf-8")
    os.utime(path, (moment(saved).timestamp(), moment(saved).timestamp()))
    at.books.journal.clock = lambda: moment(now)
    report = import_table(at, "outlets", path)
    assert report["rejected"] == 0, report["errors"]
    return {(each["id"], each["field"]) for each in report["older"]}


def test_the_older_value_is_the_one_the_document_says(tmp_path: Path) -> None:
    chance = seeded(21)
    differing: list[tuple[Any, ...]] = []
    for case in range(MANY):
        at, model, history = office(Books(tmp_path / str(case)), Clock()), Values(), []
        now = 0.0
        for _ in range(chance.randint(2, 6)):
            now += chance.choice((30, 3600, 86400))
            if model.books and chance.random() < 0.4:
                key, field = chance.choice(sorted(model.books)), chance.choice(("phone", "contact"))
                value = chance.choice((*VALUES[field], None))
                history.append((now, "hand", key, field, value))
                at.books.journal.clock = lambda now=now: moment(now)  # type: ignore[misc]
                at.books.outlets.put([at.books.outlets.get(key).model_copy(update={field: value})])
                model.put(now, key, field, value)
                got = right = set()
            else:
                saved = max(0, now - chance.choice((0, 20, 90, 3000, 4000, 90000)))
                rows = {
                    key: {"name": chance.choice(VALUES["name"])}
                    | {field: chance.choice(("", *VALUES[field])) for field in ("phone", "contact")}
                    for key in chance.sample(("K1", "K2"), chance.randint(1, 2))
                }
                history.append((now, "file", saved, rows))
                right = model.taken_in(saved, {k: {f: v for f, v in row.items() if v} for k, row in rows.items()})
                got = taken(at, tmp_path / f"{case}.csv", rows, saved=saved, now=now)
            stands = {
                key: {field: value for field, value in record.items() if value} for key, record in model.books.items()
            }
            books = {
                each.id: {field: value for field in FIELDS if (value := getattr(each, field))}
                for each in at.books.outlets.all().values()
            }
            if (got, books) != (right, stands):
                differing.append((history, (got, books), (right, stands)))
                break
    agree(differing[:4])
