"""What comes up at a call and lives on after it: issues raised and signals noted, as records of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.records import Call, IssueKind, SignalKind, SignalSource
from tui.jobs.documents import put_documents
from tui.state.joining import joining

if TYPE_CHECKING:
    from store.records import StepKind
    from tui.jobs.office import Office


class Raising:
    """The part of a call session that raises things; the call keeps their ids."""

    office: Office
    call: Call
    joined: int

    if TYPE_CHECKING:

        def reread(self) -> None: ...
        def rep_name(self, rep: str) -> str: ...
        def _save(self, kind: StepKind | None = None, /, **facts: Any) -> None: ...

    def raise_issue(self, kind: IssueKind, text: str) -> None:
        """A complaint or request, owned by the rep until somebody else takes it; due by its service level."""
        name = self.rep_name(self.call.rep)
        self._keep("issues", {"kind": kind.value, "text": text, "owner": name, "opened_by": name})

    def note_signal(self, kind: SignalKind, text: str) -> None:
        """A sign that the outlet is slipping away or breaks the rules, seen here."""
        signal = {"kind": kind.value, "text": text, "by": self.rep_name(self.call.rep)}
        self._keep("signals", signal | {"date": self.call.date.isoformat(), "source": SignalSource.CALL.value})

    def _keep(self, kind: str, document: dict[str, Any]) -> None:
        """The record is made once, however often the call has to join another device's."""
        put = put_documents(self.office, kind, [{"outlet": self.call.outlet, "call": self.call.id, **document}])
        self._name(kind, put.added[0])

    @joining
    def _name(self, kind: str, record_id: str) -> None:
        self._save(**{kind: [*getattr(self.call, kind), record_id]})
