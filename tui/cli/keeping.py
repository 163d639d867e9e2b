"""Commands that keep the books: backup, restore, log, check."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.output import Output
from tui.jobs.office import Office

if TYPE_CHECKING:
    from store.service.doctor import Trouble

_BOOKS = 4


_NOTES = 6
"""Parts of one change told one by one to people; `--json` tells them all."""


def warn_of_place(office: Office, out: Output) -> None:
    """Says so where the books stand on a network drive or in a folder that a program syncs."""
    from store.files.places import risk_of

    if (risk := risk_of(office.books.folder)) is not None:
        out.say(office.t(f"check.place.{risk.kind}", where=office.books.folder, name=risk.name))


def save(args: Namespace, office: Office, out: Output) -> int:
    """Saves the books in one archive; exit 4 when a damaged file is among them, which is saved as it is."""
    from store.books.archive import backup

    made = backup(office.books, Path(args.file))
    for name in made.damaged:
        out.say(office.t("cli.backup_damaged", path=name))
    out.say(office.t("cli.backup_done", path=made.path, n=made.files, size=_size(made.size)))
    return _BOOKS if made.damaged else 0


def bring_back(args: Namespace, office: Office, out: Output) -> int:
    """Puts an archive's books in place of those in the folder, which are kept aside."""
    from store.books.archive import restore

    warn_of_place(office, out)
    made, aside = restore(office.books, Path(args.file))
    out.say(office.t("cli.restore_done", path=made.path, n=made.files, made=made.made))
    if aside is not None:
        out.say(office.t("cli.restore_aside", path=aside))
    return 0


def log(args: Namespace, office: Office, out: Output) -> int:
    """Who changed what and when, oldest first; the last so many changes."""
    from collections import deque

    changes = deque(office.books.journal.changes(), maxlen=max(0, args.limit))
    if out.as_json:
        out.json(
            [
                {
                    "number": change.number,
                    "at": change.at,
                    "by": change.by,
                    "files": list(change.files),
                    "changes": list(change.notes),
                    "undone": change.undone,
                }
                for change in changes
            ]
        )
        return 0
    for change in changes:
        told = [_note(office, note) for note in change.notes[:_NOTES]] or [", ".join(change.files)]
        if len(change.notes) > _NOTES:
            told.append(office.t("cli.log.more", n=len(change.notes) - _NOTES))
        if change.undone:
            told.append(office.t("cli.log.undone"))
        head = f"{change.number:>6}  {change.at[:19].replace('T', ' ')}  {change.by}"
        out.data("  ".join((head, _plain(office.t("plan.and").join(told)))))
    return 0


def _note(office: Office, note: dict[str, Any]) -> str:
    kind = office.t(f"cli.log.kind.{note.get('kind')}")
    area = "plan.action" if note.get("kind") == "plan" else "cli.log.do"
    params = dict(note.get("params", {}))
    if (what := note.get("what")) is not None:  # undone or redone
        params["what"] = office.t(f"{area}.{what['code']}", **what.get("params", {}))
    done = office.t(f"{area}.{note.get('do')}", **params)
    named = note.get("id") or ", ".join(map(str, note.get("ids", ())[:5]))
    if len(note.get("ids", ())) > 5:
        named += f" … ({len(note['ids'])})"
    fields = ", ".join(f"{name} {_short(old)} → {_short(new)}" for name, (old, new) in note.get("fields", {}).items())
    return " ".join(part for part in (kind, str(named), done, f"({fields})" if fields else "") if part)


def _short(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 30 else text[:29] + "…"


def check(args: Namespace, office: Office, out: Output) -> int:
    """Looks the books over; exit 4 while something is damaged."""
    from store.service.doctor import examine

    found = examine(office.books, fix=args.fix)
    for trouble in found:
        out.say(f"{office.t(f'check.level.{trouble.level}')}: {trouble.where}: {sentence(office, out, trouble)}")
    left = [trouble for trouble in found if trouble.level == "error" and not trouble.fixed]
    warnings = sum(trouble.level == "warning" for trouble in found)
    out.say(office.t("check.done", errors=len(left), warnings=warnings, fixed=sum(t.fixed for t in found)))
    if out.as_json:
        out.json(
            {
                "errors": len(left),
                "warnings": warnings,
                "findings": [
                    {
                        "code": trouble.code,
                        "level": trouble.level,
                        "where": trouble.where,
                        "message": sentence(office, out, trouble),
                        "fixed": trouble.fixed,
                    }
                    for trouble in found
                ],
            }
        )
    return _BOOKS if left else 0


def sentence(office: Office, out: Output, trouble: Trouble) -> str:
    """What the doctor found, in words."""
    from tui.cli.output import error_sentence
    from tui.locale import has

    key = f"check.{trouble.code}"
    if has(out.language, key):
        return office.t(key, where=trouble.where, **trouble.params)
    return error_sentence(office.t, out.language, trouble.code, {"path": trouble.where, **trouble.params})


def _plain(text: str) -> str:
    return " ".join(text.split())


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
