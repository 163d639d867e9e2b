"""The supervisor's form of a joint or audit call: steps observed, strengths, next focus, signed agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.records import Call, CallKind, Supervision
from tui.jobs.office import JobError
from tui.state.call_rows import Item, Kind
from tui.state.joining import joining

if TYPE_CHECKING:
    from store.records import StepKind
    from tui.jobs.call_sheet import CallSheet
    from tui.jobs.office import Office


class Form:
    """The part of a call session that holds a supervisor's form."""

    office: Office
    sheet: CallSheet
    call: Call
    joined: int

    if TYPE_CHECKING:

        def reread(self) -> None: ...
        def _save(self, kind: StepKind | None = None, /, **facts: Any) -> None: ...

    def rep_name(self, rep: str) -> str:
        found = self.office.books.reps.find(rep)
        return found.name if found else rep

    @joining
    def supervise(self, supervisor: str, rep: str) -> None:
        """Begins the form of a joint call; where the call is the supervisor's own, of an audit of a rep's work."""
        kind = CallKind.AUDIT if supervisor == self.call.rep else CallKind.JOINT
        before = self.call.supervision
        form = (
            before.model_copy(update={"supervisor": supervisor, "rep": rep})
            if before
            else Supervision(supervisor=supervisor, rep=rep)
        )
        self._save(kind=kind, supervision=form)

    @joining
    def set_observed(self, step: str, skill: int | None) -> None:
        """Skill shown in a step, 1 to 5."""
        form = self._form()
        steps = {name: level for name, level in form.steps.items() if name != step}
        if skill is not None:
            steps[step] = skill
        self._save_form(steps=steps)

    @joining
    def set_form(self, fact: str, text: str) -> None:
        """`strengths`, `focus` or what was `agreed`; a change of what was agreed takes the signature away."""
        facts: dict[str, Any] = {fact: text or None}
        if fact == "agreed" and (text or None) != self._form().agreed:
            facts |= {"signed_by": None, "signed_at": None}
        self._save_form(**facts)

    @joining
    def sign(self, name: str) -> None:
        """The rep signs by typing the name; nothing takes the signature back."""
        form, name = self._form(), name.strip()
        wanted = self.rep_name(form.rep)
        if name and not form.agreed:
            raise JobError("nothing_agreed", rep=wanted)
        if name and "".join(name.split()).casefold() != "".join(wanted.split()).casefold():
            raise JobError("other_name_signed", name=name, rep=wanted)
        self._save_form(signed_by=name or None, signed_at=self.office.now() if name else None)

    def form_value(self, item: Item) -> Any:
        """What has been entered for a row of the form."""
        form = self.call.supervision
        if form is None:
            return None
        if item.kind is Kind.OBSERVED:
            return form.steps.get(item.id)
        return form.signed_by if item.kind is Kind.SIGNED else getattr(form, item.kind.value)

    def _form(self) -> Supervision:
        if self.call.supervision is None:
            raise JobError("no_form", outlet=self.call.outlet)
        return self.call.supervision

    def _save_form(self, **facts: Any) -> None:
        self._save(supervision=self._form().model_copy(update=facts))
