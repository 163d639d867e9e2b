"""The service desk from the shell: documents with ids and due times of their own, lists, channel, fees, homecoming."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import openpyxl
import pytest

from tests.tui.cli.conftest import Shell

ISSUE = {"outlet": "C1", "kind": "delivery", "text": "[/b] two cases short", "owner": "R1"}
OPENED = "2026-11-24T08:00:00+08:00"
PRODUCT = {
    "id": "P1",
    "name": "Tea",
    "units": [{"name": "bottle"}, {"name": "case", "factor": 15}],
    "prices": {"retailer": "40.00"},
    "floor_price": "33.00",
}


def test_an_issue_gets_its_number_and_its_due_time(stocked: Shell) -> None:
    done = stocked.json("put", "issues", "-", stdin=json.dumps([{**ISSUE, "opened": OPENED}, ISSUE]))
    assert done["added"] == ["ISS-0001", "ISS-0002"]
    first, second = stocked.json("list", "issues")
    assert (first["status"], first["due"]) == ("open", "2026-11-24T12:00:00+08:00")
    assert first["resolve_by"] == "2026-11-25T08:00:00+08:00"
    assert second["due"] > second["opened"]
    again = stocked.json("put", "issues", "-", stdin=json.dumps([first, second]))
    assert again["unchanged"] == ["ISS-0001", "ISS-0002"], "what is listed can be put"
    assert [each["id"] for each in stocked.json("service", "issues")] == ["ISS-0001", "ISS-0002"]


@pytest.mark.parametrize(
    ("kind", "document", "words"),
    [
        ("issues", {**ISSUE, "owner": ""}, "nobody owns it"),
        ("issues", {**ISSUE, "outlet": "C9"}, "no outlet C9"),
        ("exceptions", {"outlet": "C1", "product": "P1", "price": "32.99", "approver": "B", "reason": "x", "end": "2099-01-01"}, "below the floor of 33.00"),
        ("standing", {"outlet": "C1", "rung": "warn", "reason": "x", "owner": "R1", "evidence": [{"text": "seen"}]}, "skips talk"),
        ("orders", {"id": "O1", "outlet": "C1", "lines": [{"product": "P1", "quantity": 1, "unit": "case", "price": "30"}]}, "below the floor"),
    ],
)  # fmt: skip
def test_what_may_not_be_is_said_in_a_sentence(
    stocked: Shell, kind: str, document: dict[str, object], words: str
) -> None:
    assert stocked("put", "products", "-", stdin=json.dumps(PRODUCT)).returncode == 0
    done = stocked("put", kind, "-", stdin=json.dumps(document))
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert stocked.json("list", kind) == []
    told = stocked("put", kind, "-", stdin=json.dumps(document), lang="zh").stderr
    assert told != done.stderr
    assert "service." not in told


def test_an_import_keeps_the_order_below_the_floor_out_and_the_others_in(stocked: Shell, tmp_path: Path) -> None:
    stocked("put", "products", "-", stdin=json.dumps(PRODUCT))
    table = tmp_path / "orders.csv"
    table.write_text(
        "id,outlet,date,product,quantity,unit,price\nO1,C1,2026-11-20,P1,2,case,32\nO2,C1,2026-11-20,P1,2,case,33\n"
    )
    report = stocked.json("import", "orders", table, code=3)
    assert [(each["row"], each["code"]) for each in report["errors"]] == [(2, "below_floor")]
    assert "33.00" in report["errors"][0]["message"]
    assert [each["id"] for each in stocked.json("list", "orders")] == ["O2"]


def test_the_channel_as_tree_json_and_files(stocked: Shell, tmp_path: Path) -> None:
    more = [
        {"id": "W1", "name": "批发 [/b]", "tier": "wholesaler"},
        {"id": "C1", "name": "x", "supplier": "W1"},
        {"id": "C2", "name": "y", "supplier": "C2"},
    ]
    stocked("put", "outlets", "-", stdin=json.dumps(more))
    found = stocked.json("channel")
    assert [(each["outlet"], each["outlets_at_risk"]) for each in found["wholesalers"]] == [("W1", 1)]
    assert {each["code"] for each in found["oddities"]} == {"self_supply", "cut_off"}
    assert stocked.json("channel", "W1")["behind"] == ["C1"]
    text = stocked("channel").stdout
    assert "批发 [/b] (W1)" in text
    assert "supplies itself: y (C2)" in text
    assert stocked("channel", "nobody").returncode == 1
    assert stocked("channel", "-o", tmp_path / "c.graphml").returncode == 0
    graph = nx.read_graphml(tmp_path / "c.graphml")
    assert set(graph.edges) == {("distributor", "W1"), ("W1", "C1"), ("distributor", "C3")}
    assert graph.nodes["W1"]["name"] == "批发 [/b]"
    assert stocked("channel", "-o", tmp_path / "c.json").returncode == 0
    assert len(json.loads((tmp_path / "c.json").read_text())["nodes"]) == 5
    for name in ("c.csv", "c.geojson"):
        assert stocked("channel", "-o", tmp_path / name, lang="zh").returncode == 0
    lines = list(csv.reader((tmp_path / "c.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0][0] == "上家编码"
    assert ["W1", "批发 [/b]", "C1"] in [line[:3] for line in lines]
    places = json.loads((tmp_path / "c.geojson").read_text())["features"]
    assert [each["properties"]["id"] for each in places if each["geometry"]["type"] == "Point"] == ["C3"]
    shown = stocked("channel", "C3", "--map").stdout
    assert "◉" in shown
    assert "single point of failure" in shown


def test_where_a_lot_came_from(stocked: Shell) -> None:
    line = {"product": "P1", "quantity": 1, "lots": ["L7"]}
    order = {"id": "O1", "outlet": "C2", "ordered": "2026-11-01", "lines": [line]}
    stocked("put", "orders", "-", stdin=json.dumps(order))
    assert stocked("channel", "C1", "--lot", "L7").returncode == 1, "it has not left the warehouse"
    stocked("put", "orders", "-", stdin=json.dumps(order | {"status": "delivered"}))
    found = stocked.json("channel", "C1", "--lot", "L7")
    assert [(each["outlet"], each["diverted"]) for each in found["sources"]] == [("C2", True)]
    done = stocked("channel", "C1", "--lot", "L8")
    assert done.returncode == 1
    assert "L8" in done.stderr
    assert stocked("channel", "--lot", "L7").returncode == 2


def test_display_fees_for_the_manufacturer(stocked: Shell, tmp_path: Path) -> None:
    fee = {
        "id": "F1",
        "text": "=endcap",
        "first": "2026-11-01",
        "last": "2026-11-30",
        "amount": "300",
        "checks": [{"date": "2026-11-09", "by": "R1", "met": True, "photo": "p.jpg"}],
        "claimed": {"date": "2026-11-10", "reference": "CL-1"},
    }
    agreement = {"outlet": "C1", "title": "paid display", "valid_from": "2026-01-01", "display_fees": [fee]}
    assert stocked("put", "agreements", "-", stdin=json.dumps(agreement)).returncode == 0
    rows = stocked.json("fees")
    assert [(each["agreement"], each["fee"], each["amount"], each["photo"]) for each in rows] == [
        ("AGR-0001", "F1", "300.00", "p.jpg")
    ]
    assert stocked.json("fees", "--stage", "paid") == []
    for name in ("fees.csv", "fees.xlsx"):
        assert stocked("fees", "-o", tmp_path / name, lang="zh").returncode == 0
    lines = list(csv.reader((tmp_path / "fees.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0][0] == "协议"
    assert "'=endcap" in lines[1]
    page = openpyxl.load_workbook(tmp_path / "fees.xlsx").active
    assert page is not None
    assert [cell.value for cell in page[2]][8] == 300
    assert stocked("fees", "-o", tmp_path / "no" / "fees.csv").returncode == 4


def test_a_page_and_homecoming_and_lists_on_the_sample(shell: Shell) -> None:
    assert shell("demo", "--outlets", "60", "--reps", "3").returncode == 0
    page = shell.json("outlet", "C0001")
    assert page["standing"] in ("guide", "talk", "warn", "control")
    assert set(page["parts"]) >= {"adherence", "rating"}
    day = max(call["date"] for call in shell.json("list", "calls"))
    board = shell.json("homecoming", day)
    assert all(each["where"] == "home" for each in board["reps"])
    assert board["week"]
    assert shell("homecoming", "2030-01-01").returncode == 1
    for lang in ("en", "zh"):
        for words in (("service",), ("outlet", "C0001"), ("channel",), ("homecoming", day), ("fees",)):
            done = shell(*words, lang=lang)
            assert done.returncode == 0, (words, done.stderr)
            assert "service." not in done.stdout
            assert "{" not in done.stdout
    assert shell("outlet", "nobody").returncode == 1


def test_the_figures_of_a_period(shell: Shell) -> None:
    assert shell("demo", "--outlets", "40", "--reps", "2").returncode == 0
    days = sorted(call["date"] for call in shell.json("list", "calls"))
    period = ("figures", "--from", days[0], "--to", days[-1])
    whole = shell.json(*period)
    made = whole["rows"][0]["figures"]
    assert 0.5 < made["adherence"]["value"] <= 1
    assert made["adherence"]["value"] == pytest.approx(
        made["adherence"]["numerator"] / made["adherence"]["denominator"], abs=1e-4
    )
    reps = shell.json(*period, "--by", "rep")["rows"]
    assert sum(row["figures"]["adherence"]["denominator"] for row in reps) == made["adherence"]["denominator"]
    for lang in ("en", "zh"):
        done = shell(*period, "--by", "week", lang=lang)
        assert done.returncode == 0
        assert "figures." not in done.stdout
    assert "÷" in shell(*period).stdout
    assert shell("figures", "--from", days[-1], "--to", "2020-01-01").returncode == 1
    assert shell("figures", "--from", days[0]).returncode == 2


def test_what_was_put_and_wants_a_second_look_is_said(stocked: Shell) -> None:
    loop = [
        {"id": "A", "name": "a", "supplier": "B"},
        {"id": "B", "name": "b", "supplier": "A"},
        {"id": "S", "name": "s", "supplier": "S"},
    ]
    done = stocked("put", "outlets", "-", stdin=json.dumps(loop))
    assert done.returncode == 0
    assert "supply each other in a circle: a (A) → b (B) → a (A)" in done.stderr
    assert "supplies itself: s (S)" in done.stderr
    ended = {"outlet": "C1", "title": "fridge", "valid_from": "2026-01-01", "valid_until": "2026-02-01"}
    done = stocked("put", "agreements", "-", stdin=json.dumps(ended))
    assert (done.returncode, "ended on 2026-02-01" in done.stderr) == (0, True)
    terms = {"id": "C1", "name": "x", "credit": {"limit": "100", "balance": "101", "hold": False}}
    stocked("put", "outlets", "-", stdin=json.dumps(terms))
    order = {"id": "O1", "outlet": "C1", "value": "5", "lines": []}
    done = stocked("put", "orders", "-", stdin=json.dumps(order))
    assert (done.returncode, "over its limit" in done.stderr) == (0, True)
    stocked("put", "outlets", "-", stdin=json.dumps({**terms, "credit": {"limit": "100", "balance": "101"}}))
    assert stocked("put", "orders", "-", stdin=json.dumps({**order, "id": "O2"})).returncode == 3


def test_credit_terms_come_in_with_the_outlets(stocked: Shell, tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text(
        '客户编码,信用额度,账期,欠款余额,最早逾期日\nC1,"5,000",月结,1200.5,2026-11-01\nC2,abc,15天,10,\n',
        encoding="utf-8",
    )
    report = stocked.json("import", "outlets", table, code=3)
    assert [(each["row"], each["field"]) for each in report["errors"]] == [(3, "credit_limit")]
    found = {each["id"]: each for each in stocked.json("list", "outlets")}
    assert found["C1"]["credit"]["limit"] == "5000.00"
    assert (found["C1"]["credit"]["days"], found["C1"]["credit"]["oldest_overdue"]) == (30, "2026-11-01")
    table.write_text("客户编码,欠款余额\nC1,0\n", encoding="utf-8")
    assert stocked.json("import", "outlets", table)["updated"] == 1
    terms = {each["id"]: each for each in stocked.json("list", "outlets")}["C1"]["credit"]
    assert (terms["limit"], terms["balance"]) == ("5000.00", "0.00")
    assert "oldest_overdue" not in terms
    assert stocked.json("import", "outlets", table)["unchanged"] == 1
