"""Files of every earlier version are read as if written today, and refused where they come from tomorrow."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB

from store.books import Books
from store.errors import DamagedFileError, NewerSchemaError
from store.files import SCHEMA
from store.files.schema import META, STEPS, migrated
from store.files.storage import decode

FIXTURES = Path(__file__).parents[1] / "data" / "schemas"
VERSIONS = sorted(int(folder.name) for folder in FIXTURES.iterdir())
FILES = sorted(path for path in FIXTURES.rglob("*.json"))
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(params=VERSIONS)
def old_books(request: pytest.FixtureRequest, tmp_path: Path) -> Books:
    """A data folder as a version left it."""
    folder = FIXTURES / str(request.param)
    day = tmp_path / "books" / "days" / MONDAY.isoformat()
    (day / "calls").mkdir(parents=True)
    shutil.copy(folder / "outlets.json", tmp_path / "books")
    shutil.copy(folder / "R07.json", day / "calls")
    if (folder / "plan.json").exists():
        shutil.copy(folder / "plan.json", day)
    return Books(tmp_path / "books")


def test_there_are_fixtures_and_steps_for_every_version() -> None:
    assert list(range(SCHEMA + 1)) == VERSIONS
    assert sorted(STEPS) == list(range(SCHEMA))


def test_an_old_folder_reads_as_todays(old_books: Books) -> None:
    assert {outlet.id: outlet.rev for outlet in old_books.outlets.all().values()} in (
        {"C1": 4, "C2": 1},
        {"C1": 1, "C2": 1},
    )
    assert (old_books.outlets.get("C1").model_extra or {})["片区"] == "东"
    (call,) = old_books.days.calls_on(MONDAY)
    assert (call.outlet, call.stop_kind) == ("C1", "visit")
    plan = old_books.days.plan(MONDAY)
    assert plan is None or plan.routes[0].stops[0].outlet == "C1"


def test_the_next_change_writes_todays_version_and_keeps_everything(old_books: Books) -> None:
    before = {outlet.id: outlet.to_json() for outlet in old_books.outlets.all().values()}
    old_books.outlets.put([{"id": "C3", "name": "new"}])
    with TinyDB(old_books.folder / "outlets.json", encoding="utf-8") as stock:
        assert stock.table(META).all() == [{"schema": SCHEMA}]
        assert len(stock.table("outlets")) == 3
    after = {outlet.id: outlet.to_json() for outlet in Books(old_books.folder).outlets.all().values()}
    after.pop("C3")
    assert after == before


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_migrations_change_no_document_in_place(path: Path) -> None:
    tables = orjson.loads(path.read_bytes())
    before = copy.deepcopy(tables)
    once = migrated(tables, path)
    assert tables == before
    assert migrated({**once, META: {"1": {"schema": SCHEMA}}}, path) == {**once, META: {"1": {"schema": SCHEMA}}}


@pytest.mark.parametrize("schema", [SCHEMA + 1, 999])
def test_a_newer_version_is_refused_and_left_alone(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "outlets.json"
    path.write_text(f'{{"_meta":{{"1":{{"schema":{schema}}}}},"outlets":{{}}}}')
    before = path.read_bytes()
    for attempt in (Books(tmp_path).outlets.all, lambda: Books(tmp_path).outlets.put([{"id": "C1", "name": "x"}])):
        with pytest.raises(NewerSchemaError) as told:
            attempt()
        assert (told.value.params["schema"], told.value.params["known"]) == (schema, SCHEMA)
    assert path.read_bytes() == before


@pytest.mark.parametrize("meta", ['"two"', "-1", "true", "null", "1.5"])
def test_a_version_that_is_none_is_damage(tmp_path: Path, meta: str) -> None:
    with pytest.raises(DamagedFileError):
        decode(b'{"_meta":{"1":{"schema":%s}}}' % meta.encode(), tmp_path / "x.json")
