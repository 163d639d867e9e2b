"""Tables taken into the books, with a report of every row that was not as it should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import intake as tables
from store.files.places import opened_elsewhere
from store.intake import (
    NO_ANSWERS,
    Answers,
    Intake,
    IntakeError,
    Table,
    Vocabulary,
    describe,
    read_table,
    write_rejects,
)
from store.intake.older import Older, Saved, kept, note_of, older_values, saved
from store.intake.presets import preset_of, presets_of
from store.intake.rejects import check_rejects
from store.memory import uncollected
from store.service.matching import params_of, unmatched
from tui.jobs.import_report import MAKE_PRODUCTS, report_of

if TYPE_CHECKING:
    from store.books import Books
    from tui.jobs.office import Office

VOCABULARIES: Mapping[str, Vocabulary] = {
    "outlets": tables.OUTLET_COLUMNS,
    "reps": tables.REP_COLUMNS,
    "vehicles": tables.VEHICLE_COLUMNS,
    "products": tables.PRODUCT_COLUMNS,
    "beats": tables.BEAT_COLUMNS,
    "orders": tables.ORDER_COLUMNS,
    "history": tables.ORDER_COLUMNS,
    "standards": tables.STANDARD_COLUMNS,
    "depots": tables.DEPOT_COLUMNS,
}
"""By the kind of table: what its columns are called."""

_OTHER_NAMES = 20
"""Names tried for the rejected rows when the one asked for is held by another program."""


def import_table(
    office: Office,
    kind: str,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    datum: str | None = None,
    answers: Answers = NO_ANSWERS,
    make_products: bool = False,
    encoding: str | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    all_or_nothing: bool = False,
    rejects: Path | None = None,
    overwrite: bool = False,
) -> dict[str, Any]:
    """Takes a table of one of the kinds in `VOCABULARIES` in and returns the report of the contract.

    Good rows go in together, whatever becomes of the others; with `all_or_nothing` a single bad row keeps
    all out. With `dry_run` nothing is written. Rejected rows go to `rejects`, the reason beside each, or to
    a name beside it where another program holds that one; ``report["rejects"]`` says where they are.
    `answers` settle what has two readings; with `make_products` those that orders name are made on the way.
    With `overwrite` older values go over newer ones.
    Raises `IntakeError` for a table that cannot be read at all.
    """
    books = office.books
    if rejects is not None:
        check_rejects(rejects, path, books.folder)
    presets = [each for each in presets_of(books.folder, VOCABULARIES) if each.kind == kind]
    named = {
        *(mapping or {}).values(),
        *(name for each in presets for name in (*each.headers, *each.columns.values())),
    }
    table = read_table(
        path, encoding=encoding, sheet=sheet, vocabulary=VOCABULARIES[kind], named=named, together=True
    )
    preset = preset_of(presets, kind, table.header)
    if preset is not None:
        mapping = preset.mapping(table.header) | dict(mapping or {})
        datum = datum or preset.options.get("datum")
        answers = Answers({**preset.options, **answers.table}, answers.columns)
    make_products = make_products or answers.to(MAKE_PRODUCTS, "") == "make"
    with uncollected(), books.transaction():
        intake = _taken(books, kind, table, mapping or None, datum, answers, make_products=make_products)
        intake, older = _newest(books, kind, intake, saved(path), overwrite=overwrite)
        kept_out = all_or_nothing and intake.rejected > 0
        if not dry_run and not kept_out:
            books.lock.note(note_of(kind, path, saved(path)))
            books.reps.put(intake.reps)
            books.products.put(intake.products)
            if kind == "history":
                books.sales.put(intake.records)
            else:
                books.book(kind).put(intake.records)
    report = report_of(office, table, intake, older) | {"preset": None if preset is None else preset.name}
    if kind == "history" and not dry_run and not kept_out:
        outlets = {sale.outlet for sale in intake.records}
        report["unmatched"] = [params_of(books, each) for each in unmatched(books, outlets=outlets)]
    if rejects is not None and intake.rejected:
        report["rejects"] = str(_write_rejects(office, rejects, table, intake))
    if program := opened_elsewhere(path):
        report["open_in"] = program
    if kept_out:
        report |= {"added": 0, "updated": 0}
    return report


def _newest(
    books: Books, kind: str, intake: Intake[Any], at: Saved, *, overwrite: bool
) -> tuple[Intake[Any], list[Older]]:
    """The intake without what is older than the books, and what that is."""
    if kind == "history" or overwrite or not intake.updated:
        return intake, []
    on_file = books.book(kind).all()
    older = older_values(kind, intake, on_file, books.journal.backwards(), at)
    return kept(intake, older, on_file), older


def _taken(
    books: Books,
    kind: str,
    table: Table,
    mapping: Mapping[str, str] | None,
    datum: str | None,
    answers: Answers,
    *,
    make_products: bool,
) -> Intake[Any]:
    outlets, reps, products = books.outlets.all, books.reps.all, books.products.all
    if kind == "outlets":
        return tables.take_outlets(
            table,
            existing=outlets(),
            reps=reps(),
            mapping=mapping,
            datum=datum,
            answers=answers,
            depots=[(depot.lat, depot.lon) for depot in books.depots.all().values()],
        )
    if kind == "reps":
        return tables.take_reps(
            table,
            existing=reps(),
            depots=books.depots.all(),
            vehicles=books.vehicles.all(),
            mapping=mapping,
            answers=answers,
        )
    if kind == "depots":
        return tables.take_depots(
            table,
            existing=books.depots.all(),
            outlets=[
                (each.lat, each.lon)
                for each in outlets().values()
                if each.lat is not None and each.lon is not None and not each.approximate
            ],
            mapping=mapping,
            datum=datum,
            answers=answers,
        )
    if kind == "vehicles":
        return tables.take_vehicles(table, existing=books.vehicles.all(), mapping=mapping, answers=answers)
    if kind == "products":
        return tables.take_products(table, existing=products(), mapping=mapping, answers=answers)
    if kind == "beats":
        beats = books.beats.all()
        return tables.take_beats(
            table, existing=beats, outlets=outlets(), reps=reps(), mapping=mapping, answers=answers
        )
    if kind == "standards":
        standards = books.standards.all()
        return tables.take_standards(table, existing=standards, products=products(), mapping=mapping)
    known: dict[str, Any] = {"outlets": outlets(), "reps": reps(), "products": products(), "mapping": mapping}
    known |= {"answers": answers, "make_products": make_products}
    if kind == "orders":
        return tables.take_orders(table, existing=books.orders.all(), judge=books.guards.order_verdict, **known)
    return tables.take_sales(table, existing=books.sales.find, **known)


def _write_rejects(office: Office, path: Path, table: Table, intake: Intake[Any]) -> Path:
    others = [path.with_name(f"{path.stem} ({number}){path.suffix}") for number in range(2, _OTHER_NAMES)]
    for name in (path, *others):
        try:
            write_rejects(name, table, intake, lambda f: describe(f, office.t), office.t("intake.reason"))
        except IntakeError as error:
            if not error.params.get("held"):
                raise
        else:
            return name
    raise IntakeError("cannot_write", path=str(path), why="")
