"""Acts of the service desk from the shell: each as a person would type it; what may not be is said in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from store.books import Books
from tests.store.service.town import fill
from tui.cli.run import run


class Desk:
    """Runs commands in this process on one folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def __call__(self, *words: object, code: int = 0, lang: str = "en") -> str:
        self._capsys.readouterr()
        found = run(["--data", str(self.folder), "--lang", lang, *map(str, words)])
        told = self._capsys.readouterr()
        assert found == code, told
        assert "Traceback" not in told.err
        return told.err if code else told.out

    def json(self, *words: object) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    books = fill(Books(tmp_path / "books"))
    books.reps.put([{"id": "R1", "name": "[/b] Ann"}])
    return Desk(books.folder, capsys)


def test_an_issue_from_complaint_to_the_customers_word(desk: Desk) -> None:
    made = desk.json("issue", "new", "C1", "two cases [/b] short", "--owner", "R1", "--kind", "delivery")
    assert (made["id"], made["status"]) == ("ISS-0001", "open")
    desk("issue", "answer", "ISS-0001", "tomorrow at eight")
    handed = desk.json("issue", "hand-over", "ISS-0001", "--owner", "Wang", "--department", "warehouse")
    assert (handed["owner"], handed["department"]) == ("Wang", "warehouse")
    [note] = desk.json("list", "handovers")
    assert (note["owner"], note["issue"]) == ("Wang", "ISS-0001")
    assert "acknowledged" in desk.json("note", "acknowledge", note["id"])
    assert "done" in desk.json("note", "done", note["id"])
    desk("issue", "satisfied", "ISS-0001", code=1)
    desk("issue", "resolve", "ISS-0001", "brought")
    assert desk.json("issue", "unsatisfied", "ISS-0001", "one still missing")["status"] == "answered"
    desk("issue", "resolve", "ISS-0001", "brought the last")
    closed = desk.json("issue", "satisfied", "ISS-0001", "--rating", 5)
    assert closed["status"] == "closed"
    acts = [event["act"] for event in closed["history"]]
    assert acts == ["opened", "answered", "handed_over", "resolved", "reopened", "resolved", "checked"]
    assert "is closed" in desk("issue", "answer", "ISS-0001", "x", code=1)


def test_a_deal_keeps_to_the_floor_unless_an_exception_opens_the_price(desk: Desk) -> None:
    deal = desk.json("deal", "new", "W1", "Grand Hotel", "--owner", "R1", "--amount", "5000")["id"]
    below = ("deal", "support", deal, "--product", "P1", "--price")
    assert "35.00" in desk(*below, "34.00", code=3), "no less than the support price"
    terms = ("--product", "P1", "--approved-by", "Boss", "--date", "2099-01-01")
    assert "33.00" in desk("exception", "new", "W1", "hotel", *terms, "--price", "32.99", code=3)
    grant = desk.json("exception", "new", "W1", "hotel", *terms, "--price", "33.50")["id"]
    assert desk.json(*below, "34.00", "--exception", grant)["stage"] == "support"
    assert "33.50" in desk(*below, "33.40", code=3)
    visit = desk.json("deal", "visit", deal, "--date", "tomorrow", "--with", "R1")
    assert (visit["stage"], visit["negotiations"][0]["people"]) == ("negotiation", ["R1"])
    won = desk.json("deal", "won", deal, "price and service", "--amount", "4200")
    assert (won["stage"], won["brought"]) == ("won", "4200.00")
    assert "already" in desk("deal", "lost", deal, "x", code=1)
    assert "withdrawn" in desk.json("exception", "withdraw", grant)


def test_the_ladder_rung_by_rung_and_the_fast_path_by_the_owner_alone(desk: Desk) -> None:
    signal = desk.json("signal", "new", "W1", "sign in the window", "--kind", "price_cutting")["id"]
    seen = ("--signal", signal)
    assert "skips talk" in desk("step", "warn", "W1", "cuts prices", *seen, code=3)
    assert "约谈" in desk("step", "warn", "W1", "乱价", *seen, code=3, lang="zh")
    assert "before the conversation" in desk("step", "talk", "W1", "cuts prices", *seen, code=3)
    desk("step", "guide", "W1", "first talk", "--said", "went through the list")
    assert desk.json("step", "talk", "W1", "cuts prices", *seen, "--said", "asked to stop")["rung"] == "talk"
    assert desk.json("step", "warn", "W1", "again", *seen)["rung"] == "warn"
    control = ("step", "control", "W1", "again", *seen)
    fast = ("--approval", "lot found", "--photo", "p.jpg")
    assert "measure" in desk(*control, "--said", "x", code=3)
    held = ("--measure", "rebate_held")
    assert "Boss" in desk(*control, *held, *fast, "--approved-by", "Clerk", code=3), "the owner's, nobody else's"
    done = desk.json(*control, *held, *fast, "--approved-by", "Boss")
    assert (done["rung"], done["approval"]["by"]) == ("control", "Boss")
    assert "reversed" in desk.json("step", "reverse", done["id"], "a mistake")
    assert desk.json("step", "guide", "W1", "keeps the list again")["rung"] == "guide"
    assert desk.json("signal", "handled", signal, "talked")["status"] == "handled"


def test_a_display_fee_step_by_step_and_a_bulletin_handed_over(desk: Desk) -> None:
    fee = {"id": "F1", "text": "endcap", "first": "2020-01-01", "last": "2099-12-31", "amount": "300"}
    agreed = {"outlet": "C1", "title": "a", "agreed": "2020-01-01", "valid_from": "2020-01-01"}
    bulletin = {"title": "new", "text": "x", "valid_from": "2020-01-01", "valid_until": "2099-12-31"}
    books = Books(desk.folder)
    books.agreements.put([{"id": "AGR-0001", **agreed, "display_fees": [fee]}])
    books.bulletins.put([{"id": "BUL-0001", **bulletin}])
    assert "must be" in desk("fee", "claim", "AGR-0001/F1", code=1)
    assert "no such display fee" in desk("fee", "check", "AGR-0001/F9", code=1)
    desk("fee", "check", "AGR-0001/F1", "--photo", "photos/1.jpg")
    desk("fee", "claim", "AGR-0001/F1", "--reference", "CL-1")
    assert desk("fee", "approve", "AGR-0001/F1", "--amount", "301", code=3), "no more than was claimed"
    desk("fee", "approve", "AGR-0001/F1", "--amount", "280")
    desk("fee", "pay", "AGR-0001/F1")
    assert desk.json("fees")[0]["paid_amount"] == "280.00"
    handed = desk.json("bulletin", "hand", "BUL-0001", "--outlet", "C1", "--to", "Li", "--photo", "slip.jpg")
    assert handed["handed"][0]["to"] == "Li"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_typed_wrong_is_said_and_changes_nothing(desk: Desk, lang: str) -> None:
    before = {path.name: path.read_bytes() for path in desk.folder.glob("*.json")}
    for code, *words in (
        (1, "issue", "new", "C9", "x", "--owner", "R1"),
        (2, "issue", "new", "C1", "x"),
        (3, "issue", "new", "C1", "x", "--owner", " "),
        (2, "issue", "new", "C1", "--owner", "R1"),
        (1, "issue", "answer", "ISS-0099", "x"),
        (2, "issue", "explode", "ISS-0001"),
        (2, "deal", "new", "W1", "Hotel", "--owner", "R1", "--amount", "many"),
        (2, "note", "new", "kitchen", "x", "--owner", "Wang"),
        (2, "exception", "new", "all", "x", "--price", "1", "--date", "2099-01-01"),
        (1, "proposal", "take", "C1"),
    ):
        told = desk(*words, code=code, lang=lang)
        assert len(told.strip().splitlines()) == 1, (words, told)
        assert "{" not in told, told
        assert "unexpected" not in told, told
    assert {path.name: path.read_bytes() for path in desk.folder.glob("*.json")} == before
