"""A rep's day worked through on a phone's width in a real terminal: every fact by the keys of the call screen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from store.books import Books
from store.records import Call, StopKind
from tests.tui.jobs.returning import REP, TODAY
from tests.tui.terminal import Terminal
from tests.tui.town import ZONE
from tui.jobs.call_sheet import open_call
from tui.jobs.office import Office
from tui.state.call import CallSession, Item, Kind

_FRAME = "╭"
"""What a dialog is seen by."""
_BECAME = ("delivered", "refused", "damaged", "exchanged", "returned")


class Thumbs:
    """Presses keys in batches; waits only where a dialog has to come or go, or a call to begin or end."""

    def __init__(self, folder: Path, office: Office) -> None:
        self.office = office
        self.folder = folder
        self._at(dt.time(8))
        self.terminal = Terminal(folder, width=45, height=44, language="zh")
        self._keys: list[str] = []
        self._rows: list[Item] = []
        self._row = 0

    def begin(self, rep: str) -> None:
        """Goes to the stop list of a rep."""
        self.terminal.until("到期")
        self.terminal.press("F3")
        self.terminal.until("0/25")
        assert rep == REP

    def work(self, result: dict[str, Any]) -> None:
        """One stop, from the list and back to it."""
        if "left_reason" in result:
            self._press("n", "x")
            self._dialog("1")
            return
        self._at(dt.time.fromisoformat(result["check_in"]))
        self._press("n", "Enter")
        self._flush()
        self.terminal.until("尚未开始")
        session = CallSession(
            self.office, open_call(self.office, TODAY, REP, result["outlet"], StopKind(result["stop_kind"]))
        )
        if not session.sheet.orders and ("delivery" in result or "payments" in result):
            self._press("t")
            self._flush()
            self.terminal.until("选产品")
            session.reread()
            self._press("Home")
        self._rows, self._row = session.items(), 0
        for step in session.sheet.steps:
            self._step(session, step.id, step.kind.value, result)
        if "note" in result:
            self._press("m")
            self._dialog(result["note"])
        self._flush()
        call_id = session.call.id
        self.terminal.until(lambda: (call := self._stored(call_id)) is not None and call.check_in is not None)
        self._at(dt.time.fromisoformat(result["check_out"]))
        self._press("o")
        self._flush()

    # steps

    def _step(self, session: CallSession, step: str, kind: str, result: dict[str, Any]) -> None:
        self._to(Kind.STEP, step)
        if step in result.get("steps", ()):
            self._press("y")
            self._row += 1
        elif step in result.get("skipped", {}):
            self._reason(result["skipped"][step])
        work = getattr(self, f"_{kind}", None)
        if work is not None:
            work(session, result)

    def _reason(self, words: str) -> None:
        self._press("x")
        if words == self.office.t("call.reason.no_time"):
            self._dialog("2")
        else:  # in words of one's own: the heading stays
            own = self.office.t("call.reason.own")
            self._flush()
            self.terminal.until(own)
            self.terminal.type("6")
            self.terminal.press("Enter")
            self.terminal.until(lambda: own not in self.terminal.seen())
            self._dialog(words)
        self._row += 1

    def _follow_up(self, session: CallSession, result: dict[str, Any]) -> None:
        if "followed_up" in result:
            self._answer(Kind.FOLLOW_UP, "follow_up", result["followed_up"])

    def _display(self, session: CallSession, result: dict[str, Any]) -> None:
        for kind, name in ((Kind.POINT, "points"), (Kind.FOUND, "found")):
            for each, met in result.get(name, {}).items():
                self._answer(kind, each, met)
        for kind, count in zip((Kind.OWN_FACINGS, Kind.ALL_FACINGS), result.get("facings", ()), strict=False):
            self._type(kind, kind.value, str(count))
        if "advice" in result:
            self._text(Kind.ADVICE, "advice", result["advice"])
        if "photos" in result:
            self._text(Kind.PHOTO, "photo", " · ".join(photo["path"] for photo in result["photos"]))

    def _stock(self, session: CallSession, result: dict[str, Any]) -> None:
        lines = result.get("stock", ())
        for product in dict.fromkeys(line["product"] for line in lines):
            mine = [line for line in lines if line["product"] == product]
            if "produced" in mine[0]:
                self._to(Kind.STOCK, product)
                self._press("d")
                self._dialog(", ".join(f"{each['produced']} {each['quantity']}" for each in mine))
                self._row += 1
            elif not self._has(Kind.STOCK, product):
                self._product("stock", product, str(mine[0]["quantity"]))
            else:
                self._type(Kind.STOCK, product, str(mine[0]["quantity"]))

    def _order(self, session: CallSession, result: dict[str, Any]) -> None:
        for line in result.get("order", ()):
            self._product("order", line["product"], f"{line['quantity']:g}")

    def _coach(self, session: CallSession, result: dict[str, Any]) -> None:
        coaching = result.get("coaching")
        if not coaching:
            return
        self._to(Kind.TOPIC, "topic")
        self._press("Enter")
        topics = [topic.id for topic in session.sheet.topics]
        self._dialog(str(topics.index(coaching["topic"]) + 1))
        self._press(str(coaching["skill"]), "Enter")
        self._dialog(result["action"])
        self._row += 1

    def _rating(self, session: CallSession, result: dict[str, Any]) -> None:
        if "rating" in result:
            self._to(Kind.RATING, "rating")
            self._press(str(result["rating"]))
            self._row += 1

    def _bulletin(self, session: CallSession, result: dict[str, Any]) -> None:
        for each in result.get("bulletins", ()):
            self._answer(Kind.BULLETIN, each, True)

    def _delivery(self, session: CallSession, result: dict[str, Any]) -> None:
        lines = result.get("delivery", ())
        for line in lines:
            if "order" not in line:
                continue
            key = f"{line['order']}/{line['product']}"
            if set(line) == {"product", "order", "delivered"}:
                self._answer(Kind.DELIVERED, key, True)
                continue
            self._type(Kind.DELIVERED, key, str(line["delivered"]), stay=True)
            for name in _BECAME[1:]:
                if name in line:
                    self._press("w")
                    self._dialog(str(_BECAME.index(name) + 1), then=f": {self.office.t(f'calls.became.{name}')}")
                    self._dialog(str(line[name]))
        if empties := result.get("empties"):
            self._text(Kind.EMPTIES, "empties", ", ".join(f"{each['item']} {each['quantity']}" for each in empties))
        for payment in result.get("payments", ()):
            about = payment.get("approved_by") or payment.get("reference")
            if about:
                self._text(Kind.PAID, payment["method"], f"{payment['amount']} {about}")
            else:
                self._type(Kind.PAID, payment["method"], payment["amount"])
        for line in lines:
            if "order" not in line:
                self._product("delivery", line["product"], str(line["returned"]))

    # keys

    def _has(self, kind: Kind, name: str) -> bool:
        return any(item.key == (kind.value, name) for item in self._rows)

    def _to(self, kind: Kind, name: str) -> None:
        """Moves the cursor to a row of the step it is in, or on to the next step."""
        target = next(n for n, item in enumerate(self._rows) if item.key == (kind.value, name))
        if kind is Kind.STEP:
            self._keys += ["Tab"] * (self._row != target)
        else:
            by = target - self._row
            self._keys += ["Down" if by > 0 else "Up"] * abs(by)
        self._row = target

    def _answer(self, kind: Kind, name: str, yes: bool) -> None:
        self._to(kind, name)
        self._press("y" if yes else "n")
        self._row += 1

    def _type(self, kind: Kind, name: str, digits: str, *, stay: bool = False) -> None:
        self._to(kind, name)
        self._press(*digits, "Enter")
        self._row += 1
        if stay:
            self._press("Up")
            self._row -= 1

    def _text(self, kind: Kind, name: str, text: str) -> None:
        self._to(kind, name)
        self._press("Enter")
        self._dialog(text)
        self._row += 1

    def _product(self, step: str, product: str, amount: str) -> None:
        """A product that is not in the list."""
        self._press("p")
        self._dialog(product, then=self.office.t(f"goods.how_many.{step}", name="").split()[0])
        self._dialog(amount)

    def _press(self, *keys: str) -> None:
        self._keys += keys

    def _flush(self) -> None:
        if self._keys:
            self.terminal.press(*self._keys)
            self._keys = []

    def _dialog(self, text: str, then: str = "") -> None:
        """Answers the dialog that is to come; waits until it has gone, or until another says `then`."""
        self._flush()
        self.terminal.until(_FRAME)
        self.terminal.type(text)
        self.terminal.press("Enter")
        self.terminal.until(then or (lambda: _FRAME not in self.terminal.seen()))

    def _at(self, time: dt.time) -> None:
        """What the clock shows."""
        told = self.folder / "clock"
        fresh = told.with_suffix(".new")
        fresh.write_text(dt.datetime.combine(TODAY, time, ZONE).isoformat())
        fresh.replace(told)

    def _stored(self, call_id: str) -> Call | None:
        return Books(self.office.books.folder).days.calls(TODAY, REP).find(call_id)
