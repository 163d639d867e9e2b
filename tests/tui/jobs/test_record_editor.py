"""Forms of records without a screen: every field has a row and words, each change is on file, bad ones are told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import ConflictError, InvalidRecordError
from store.notation import NotationError
from store.records import Settings
from tests.tui.town import TODAY, serviced, stocked
from tui.jobs.duty import arranged_field, duty
from tui.jobs.office import JobError, Office
from tui.jobs.record_editor import RecordEditor, Row
from tui.jobs.record_layout import COVERED, KEPT, LAYOUT, LEFT_OUT, MODELS
from tui.jobs.record_shapes import shapes_of
from tui.jobs.record_wording import help_of, label, value_text, wrong
from tui.locale import LANGUAGES


@pytest.fixture
def office(bare: Office) -> Office:
    books = bare.books
    books.vehicles.put([{"id": "V1", "plate": "浙A[/b]", "capacity": {"cases": 100}}])
    books.restrictions.put([{"id": "X1", "name": "[0]", "zone": {"lat": 30, "lon": 120, "radius_m": 500}}])
    books.beats.put([{"id": "B1", "name": "周二线", "days": ["tue"], "rep": "R1", "outlets": ["C01", "C02", "gone"]}])
    shifts = [{"start": "08:00", "end": "12:00"}]
    books.arrangements.put(
        [
            {
                "id": TODAY.isoformat(),
                "shifts": {"R1": shifts, "R2": []},
                "limits": {"R1": {"stops": 5}},
                "start": {"R1": {"depot": "D1"}},
                "vehicles": {"R1": "V1"},
                "closed_zones": [{"lat": 30, "lon": 120, "radius_m": 500}],
                "hours": {"C01": []},
                "ride_along": {"R3": "R1"},
            }
        ]
    )
    units = [{"name": "瓶", "factor": 1}, {"name": "6-Pack", "factor": 6}, {"name": "箱", "factor": 24, "kg": 12.5}]
    books.products.put([{"id": "P2", "name": "[/b] Cola", "units": units, "prices": {"retailer": "48.00"}}])
    holiday = {"first": "2027-02-05", "last": "2027-02-11", "name": "春节[/b]"}
    worked = {"first": "2027-02-14", "last": "2027-02-14", "work": True, "like": "fri"}
    books.save_settings(Settings.model_validate(books.settings.to_json() | {"calendar": [holiday, worked]}))
    serviced(bare)
    duties = {"their_duties": ["keeps the list, all of it", "[/b]"], "review": "2026-12-31"}
    duties["volumes"] = [{"cases": 20}, {"product": "P1", "value": "500.00", "period": "quarter"}]  # type: ignore[list-item]
    duties["price_rules"] = [{"product": "P2", "price": "40.00", "resale_floor": "42.00"}]  # type: ignore[list-item]
    visits = [{"date": "2026-12-01", "time": "14:30", "people": ["R1", "R2"]}]
    goods = [{"product": "P2", "quantity": 60, "price": "38.50"}]
    deal = books.deals.get("DEAL-0001").to_json()
    books.deals.put([{**deal, "rev": 0, "lines": goods, "negotiations": visits}])
    books.agreements.put([{**books.agreements.get("AGR-0001").to_json(), "rev": 0, **duties}])
    ends = {"reason": "opening [/b]", "end": "2026-12-31", "approver": "Boss", "price": "33.50", "product": "P1"}
    books.exceptions.put([{"id": "EXC-0001", **ends}])
    lasts = {"valid_from": "2026-11-01", "valid_until": "2026-12-31", "audience": {"tiers": ["retailer"]}}
    books.bulletins.put([{"id": "BUL-0001", "title": "[0]", "text": "x", **lasts}])
    return bare


IDS = {
    "outlets": "C02",
    "reps": "R2",
    "vehicles": "V1",
    "depots": "D1",
    "beats": "B1",
    "restrictions": "X1",
    "arrangements": TODAY.isoformat(),
    "settings": "settings",
    "agreements": "AGR-0001",
    "exceptions": "EXC-0001",
    "bulletins": "BUL-0001",
    "deals": "DEAL-0001",
    "issues": "ISS-0001",
    "signals": "SIG-0001",
    "handovers": "HND-0001",
    "products": "P2",
}


def at(editor: RecordEditor, *path: str | int) -> Row:
    row = editor.row_at(path)
    assert row is not None, path
    return row


def test_every_field_of_every_record_can_be_set_or_is_left_out_on_purpose() -> None:
    for kind, model in MODELS.items():
        shown = {name for names in LAYOUT[kind].values() for name in names}
        for name in shapes_of(model):
            assert (
                name in shown or name in LEFT_OUT or name in KEPT.get(kind, ()) or COVERED.get((kind, name)) in shown
            ), (kind, name)
        for name, shape in shapes_of(model).items():
            assert shape.kind != "fixed" or kind == "settings" or name in KEPT.get(kind, ()), (kind, name, shape)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MODELS)
def test_every_row_has_words_and_takes_back_what_it_shows(office: Office, kind: str, language: str) -> None:
    office.language = language
    editor = RecordEditor(office, kind, IDS[kind])
    before = editor.document
    for row in editor.rows():
        name, explained = label(editor, row), help_of(editor, row)
        assert name
        assert "fields." not in name + explained + value_text(office, row), name
        if row.kind != "field" or row.shape.kind in ("flag", "choice", "many", "one", "some"):
            continue
        assert editor.problem(row, editor.text(row)) is None, (name, editor.text(row))
        if row.shape.kind not in ("position", "place", "zone"):  # which ask for a datum
            editor.set_text(row, editor.text(row))
    assert {k: v for k, v in editor.document.items() if k != "rev"} == {k: v for k, v in before.items() if k != "rev"}


def test_each_change_is_on_file_at_once(office: Office) -> None:
    editor = RecordEditor(office, "outlets", "C02")
    editor.set_text(at(editor, "windows"), "8-12, 14-18; 周六 9:00-11:00")
    editor.set_text(at(editor, "needs"), "冷链:3, 批发")
    editor.set_text(at(editor, "access", "walk_minutes"), "５分钟")
    editor.set(at(editor, "must"), True)
    editor.set(at(editor, "only_reps"), ["R1", "R3"])
    editor.set_text(at(editor, "worth"), "¥120.50")
    outlet = office.books.outlets.get("C02")
    assert len(outlet.windows) == 3
    assert (outlet.skills, outlet.skill_levels) == (["冷链", "批发"], {"冷链": 3})
    assert outlet.access is not None
    assert (outlet.access.walk_minutes, outlet.must, outlet.only_reps) == (5, True, ["R1", "R3"])
    assert outlet.worth == 12050
    editor.set_text(at(editor, "worth"), "")
    editor.set(at(editor, "rep"), None)
    outlet = office.books.outlets.get("C02")
    assert (outlet.worth, outlet.rep, outlet.must) == (None, None, True)


def test_hours_in_words_are_kept_and_what_they_come_to_is_said(office: Office) -> None:
    editor = RecordEditor(office, "outlets", "C02")
    editor.set_text(at(editor, "opening_hours"), "Mo-Sa 08:00-17:00；单独预约")
    outlet = office.books.outlets.get("C02")
    assert outlet.opening_hours == "Mo-Sa 08:00-17:00；单独预约"
    said = help_of(editor, at(editor, "opening_hours"))
    assert said.startswith(f"{TODAY.isoformat()}: open 08:00–17:00; beside its hours: 单独预约")
    editor.set_text(at(editor, "opening_hours"), "单日8:00-17:00")
    assert "cannot be read, so it counts as open at any hour: 单日8:00-17:00" in help_of(
        editor, at(editor, "opening_hours")
    )
    editor.set_text(at(editor, "opening_hours"), "")
    assert office.books.outlets.get("C02").opening_hours is None


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (("windows",), "all day long", "says no hours"),
        (("call_minutes",), "0", "too small: more than 0"),
        (("call_minutes",), "9999", "too large: at most 600"),
        (("call_minutes",), "some", "is not a number"),
        (("name",), "", "may not be empty"),
        (("name",), "x" * 201, "at most 200"),
        (("worth",), "much", "is not an amount"),
        (("access", "walk_minutes"), "-1", "too small: at least 0"),
        (("needs",), "冷链:9", None),
        (("position",), "somewhere", "no position"),
        (("rhythm",), "often", "says no rhythm"),
        (("closed",), "2026-02-30", "names no weekday"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_written(
    office: Office, path: tuple[str, ...], text: str, said: str | None
) -> None:
    editor = RecordEditor(office, "outlets", "C02")
    before = office.books.outlets.get("C02")
    fault = editor.problem(at(editor, *path), text)
    if said is None:
        assert fault is None
        return
    assert fault is not None
    assert said in wrong(office, fault)
    with pytest.raises((InvalidRecordError, NotationError, JobError)):
        editor.set_text(at(editor, *path), text)
    assert office.books.outlets.get("C02") == before


def test_two_at_one_record_keep_each_others_changes_and_are_told_of_the_same_one(office: Office) -> None:
    mine, theirs = (RecordEditor(office, "reps", "R1") for _ in range(2))
    theirs.set_text(at(theirs, "phone"), "139")
    mine.set_text(at(mine, "limits", "stops"), "12")
    assert (office.books.reps.get("R1").phone, office.books.reps.get("R1").limits.stops) == ("139", 12)
    with pytest.raises(ConflictError):
        theirs.set_text(at(theirs, "limits", "stops"), "9")
    assert office.books.reps.get("R1").limits.stops == 12


def test_entries_come_and_go(office: Office) -> None:
    editor = RecordEditor(office, "arrangements", TODAY.isoformat())
    add = {row.path: row for row in editor.rows() if row.kind == "add"}
    editor.set_text(editor.entry_of(add["shifts",], editor.add(add["shifts",], "R3")), "off")
    editor.add(add["limits",], "R3")
    editor.set_text(at(editor, "limits", "R3", "km"), "50")
    zone = editor.entry_of(add["closed_zones",], editor.add(add["closed_zones",], ""))
    editor.set_text(zone, "52.1, 4.3 800 m")
    day = office.books.arrangements.get(TODAY.isoformat())
    assert day.shifts["R3"] == []
    assert day.limits["R3"].km == 50
    assert [zone.radius_m for zone in day.closed_zones] == [500, 800]
    editor.remove(at(editor, "closed_zones", 0))
    editor.remove(at(editor, "limits", "R3", "km"))
    editor.set_text(at(editor, "shifts", "R1"), "")
    day = office.books.arrangements.get(TODAY.isoformat())
    assert [zone.radius_m for zone in day.closed_zones] == [800]
    assert set(day.limits) == {"R1"}
    assert set(day.shifts) == {"R2", "R3"}
    settings = RecordEditor(office, "settings", "settings")
    add = {row.path: row for row in settings.rows() if row.kind == "add"}
    settings.add(add["profiles",], "our own")
    settings.set_text(at(settings, "profiles", "our own", "km"), "3")
    settings.set_text(at(settings, "call_minutes", "retailer"), "")
    assert office.books.settings.profiles["our own"].km == 3
    assert office.books.settings.call_minutes["retailer"] == 15, "the default, not nothing"


def begun(editor: RecordEditor, name: str) -> list[Row]:
    [row] = [row for row in editor.rows() if row.kind == "add" and row.path == (name,)]
    return editor.begin(row)


def test_an_agreement_gets_its_volumes_price_rules_and_display_fees(office: Office) -> None:
    floor = {"floor_price": "33.00", "units": [{"name": "case"}]}
    office.books.products.put([{**office.books.products.get("P1").to_json(), "rev": 0, **floor}])
    editor = RecordEditor(office, "agreements", "AGR-0001")
    product, period, cases, value = begun(editor, "volumes")
    assert editor.problem(cases, "none") is not None
    editor.set(product, "P1")
    editor.set(period, "month")
    assert editor.problem(cases, "") is None, "a value may follow"
    assert "measured" in wrong(office, editor.problem(value, ""))  # type: ignore[arg-type]
    editor.set_text(cases, "30")
    assert editor.superfluous(value)
    assert len(office.books.agreements.get("AGR-0001").volumes) == 2, "nothing is on file yet"
    assert editor.keep() == ("volumes", 2, "product")
    kept = office.books.agreements.get("AGR-0001").volumes[2]
    assert (kept.product, kept.cases, kept.value, kept.period.value) == ("P1", 30, None, "month")
    editor.set_text(at(editor, "volumes", 2, "value"), "900")
    kept = office.books.agreements.get("AGR-0001").volumes[2]
    assert (kept.cases, kept.value) == (None, 90_000), "one takes the place of the other"
    product, _, price = begun(editor, "price_rules")
    editor.set(product, "P1")
    assert "33.00" in wrong(office, editor.problem(price, "32.99"))  # type: ignore[arg-type]
    editor.read_again()
    assert not editor.adding
    assert len(office.books.agreements.get("AGR-0001").price_rules) == 1, "left: nothing of it stays"
    for row, text in zip(
        begun(editor, "display_fees"), ("endcap [/b]", "2026-12-01", "2026-12-31", "200"), strict=True
    ):
        assert editor.problem(row, text) is None, text
        editor.set_text(row, text)
    editor.keep()
    fees = office.books.agreements.get("AGR-0001").display_fees
    assert [(fee.id, fee.text, fee.amount) for fee in fees] == [("F1", "x", 30_000), ("F2", "endcap [/b]", 20_000)]
    editor.remove(at(editor, "display_fees", 0, "text"))
    assert [fee.id for fee in office.books.agreements.get("AGR-0001").display_fees] == ["F2"]
    assert at(editor, "volumes", 0, "cases").of_several


def test_a_deal_gets_goods_and_joint_visits_with_their_time(office: Office) -> None:
    editor = RecordEditor(office, "deals", "DEAL-0001")
    date, time, people = begun(editor, "negotiations")
    editor.set_text(date, "2026-12-03")
    assert editor.problem(time, "quarter past") is not None
    editor.set_text(time, "14:30")
    editor.set(people, ["R1", "R3"])
    editor.keep()
    visit = office.books.deals.get("DEAL-0001").negotiations[-1]
    assert (visit.time, visit.people) == (14 * 3600 + 1800, ["R1", "R3"])


def test_a_new_record_is_on_file_once_it_has_what_it_cannot_do_without(office: Office) -> None:
    editor = RecordEditor.new(office, "depots", "D9")
    name, position = editor.wanted()
    assert editor.problem(name, "") is not None
    editor.set_text(name, "新仓库[/b]")
    assert office.books.depots.find("D9") is None
    with pytest.raises(JobError) as asked:
        editor.set_text(position, "30.1, 120.1")
    assert asked.value.code == "datum_needed"
    editor.set_text(position, "30.1, 120.1", "wgs84")
    depot = office.books.depots.get("D9")
    assert (depot.name, depot.lat, depot.lon) == ("新仓库[/b]", 30.1, 120.1)


def test_who_works_on_a_date(office: Office) -> None:
    office.books.reps.put([{"id": "R4", "name": "请假的", "leave": [{"first": str(TODAY), "last": str(TODAY)}]}])
    office.books.vehicles.put([{"id": "V1", "out_of_service": [{"first": str(TODAY), "last": str(TODAY)}]}])
    found = {each.rep.id: each for each in duty(office, TODAY)}
    assert [(r, found[r].state) for r in sorted(found)] == [
        ("R1", "arranged"),
        ("R2", "off"),
        ("R3", "works"),
        ("R4", "leave"),
    ]
    assert found["R1"].vehicle_state == "out"
    editor, row = arranged_field(office, TODAY, "shifts", "R4")
    editor.set_text(row, "9-11")
    assert {each.rep.id: each.state for each in duty(office, TODAY)}["R4"] == "arranged"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(max_size=30), number=st.integers(0, 60))
def test_whatever_is_typed_is_taken_or_told(tmp_path_factory: pytest.TempPathFactory, text: str, number: int) -> None:
    global _OFFICE  # noqa: PLW0603 - one town for all examples
    if _OFFICE is None:
        _OFFICE = Office(stocked(tmp_path_factory.mktemp("typed")), "en")
    editor = RecordEditor(_OFFICE, "outlets", "C03")
    rows = [row for row in editor.rows() if row.kind == "field"]
    row = rows[number % len(rows)]
    fault = editor.problem(row, text)
    assert fault is None or wrong(_OFFICE, fault)


_OFFICE: Office | None = None


def test_holidays_are_rows_and_several_may_be_typed_at_once(office: Office) -> None:
    editor = RecordEditor(office, "settings", "settings")
    add = next(row for row in editor.rows() if row.kind == "add" and row.path == ("calendar",))
    entry = editor.entry_of(add, editor.add(add, ""))
    editor.set_text(entry, "2027-10-01至10-07 国庆节、2026-12-31 盘点")
    names = [each.name for each in office.books.settings.calendar]
    assert names == ["盘点", "春节[/b]", "", "国庆节"], "in the order of their dates"
    assert value_text(office, at(editor, "calendar", 3)) == "2027-10-01..10-07 国庆节"
    editor.remove(at(editor, "calendar", 0))
    assert len(office.books.settings.calendar) == 3
    fault = editor.problem(at(editor, "calendar", 0), "[/b]")
    assert fault is not None
    assert "[/b]" in wrong(office, fault)


def test_the_outlets_of_a_beat_are_put_in_order(office: Office) -> None:
    editor = RecordEditor(office, "beats", "B1")
    assert editor.in_list(at(editor, "outlets", 1))
    assert editor.move(at(editor, "outlets", 2), -1) == ("outlets", 1)
    assert editor.move(at(editor, "outlets", 0), -1) == ("outlets", 0)
    editor.insert(at(editor, "outlets", 0), "C03")
    editor.remove(at(editor, "outlets", 2))
    assert office.books.beats.get("B1").outlets == ["C03", "C01", "C02"]
    assert not editor.in_list(at(editor, "rep"))


def test_a_time_zone_is_judged_while_it_is_typed(office: Office) -> None:
    editor = RecordEditor(office, "settings", "settings")
    row = editor.row_at(("timezone",))
    assert row is not None
    for typed in ("UTC+8", "Europe/Lonodn", "America"):
        fault = editor.problem(row, typed)
        assert isinstance(fault, InvalidRecordError)
        assert typed in wrong(office, fault)
    assert editor.problem(row, "Asia/Shanghai") is None
    assert editor.problem(row, "") is None
