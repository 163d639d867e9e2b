"""What a command says: data on stdout, narration on stderr, errors in one line."""

from __future__ import annotations

import string
import sys
from collections.abc import Mapping, Sequence
from typing import IO, Any

from tui.jobs.problem import problem_sentence
from tui.locale import Translator, catalogue, has


class Output:
    """Where a command writes. With `as_json` stdout is exactly one document."""

    def __init__(self, t: Translator, language: str, *, as_json: bool = False) -> None:
        self.t = t
        self.language = language
        self.as_json = as_json

    def say(self, text: str) -> None:
        """A line of narration."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def data(self, text: str) -> None:
        """Data for people."""
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()

    def json(self, document: Any) -> None:
        """The one document."""
        import orjson

        sys.stdout.flush()
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        sys.stdout.buffer.flush()

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """Columns aligned by what they take on a screen, Chinese counting double."""
        from rich.cells import cell_len

        lines = [list(header), *[[_plain(cell) for cell in row] for row in rows]]
        widths = [max(cell_len(line[column]) for line in lines) for column in range(len(header))]
        for line in lines:
            cells = []
            for column, cell in enumerate(line):
                space = " " * (widths[column] - cell_len(cell))
                cells.append(space + cell if column in right else cell + space)
            self.data("  ".join(cells).rstrip())

    def error(self, code: str, message: str, where: str = "") -> None:
        """One line on stderr, and the same on stdout for machines."""
        self.say("roundsman: " + " ".join(message.split()))
        if self.as_json:
            self.json({"error": {"code": code, "message": message, "where": where}})


def standard_input(name: str) -> IO[bytes] | None:
    """Standard input where `name` is ``-``, else None."""
    return sys.stdin.buffer if name == "-" else None


def _plain(cell: str) -> str:
    """A cell on one line."""
    return " ".join(str(cell).split())


def error_sentence(t: Translator, language: str, code: str, params: dict[str, Any]) -> str:
    """The sentence for an error's code from whichever area speaks of it; the names of a list are joined."""
    params = {
        name: t("plan.comma").join(value)
        if isinstance(value, list) and all(isinstance(each, str) for each in value)
        else value
        for name, value in params.items()
    }
    if "problems" in params:
        params["detail"] = "; ".join(_problem(t, language, problem) for problem in params["problems"])
    if "differences" in params:
        params["detail"] = "; ".join(_difference(t, each) for each in params["differences"]) or t(
            "errors.nothing_differs"
        )
    speaking = [area for area in _AREAS if has(language, f"{area}.{code}")]
    for area in [each for each in speaking if _fills(language, f"{each}.{code}", params)] or speaking:
        return t(f"{area}.{code}", **params)
    return t("errors.unexpected", why=f"{code} {params}")


_AREAS = ("errors", "intake", "solve", "sheets", "roads", "territories")


def _fills(language: str, key: str, params: Mapping[str, Any]) -> bool:
    """Whether a sentence says nothing but what is there to be said: of two of one code the one that is meant."""
    area, _, code = key.partition(".")
    places = {name for _, name, _, _ in string.Formatter().parse(catalogue(language, area)[code]) if name}
    return places <= params.keys()


def _difference(t: Translator, difference: dict[str, Any]) -> str:
    import orjson

    shown = {
        name: "-" if difference[name] is None else orjson.dumps(difference[name]).decode()[:60]
        for name in ("yours", "stored")
    }
    return t("errors.differs", field=difference["field"], **shown)


def _problem(t: Translator, language: str, problem: dict[str, Any]) -> str:
    if has(language, f"service.problem.{problem['code']}"):
        return problem_sentence(t, problem)
    code = "required" if problem["code"] == "missing" else problem["code"]
    key = f"errors.field.{code}" if has(language, f"errors.field.{code}") else "errors.field.other"
    value = problem.get("value")
    limit = _bound(problem.get("limit", ""))
    shown = "" if value is None or isinstance(value, dict | list) else f" {str(value)[:40]!r}"
    return f"{problem['field']}{shown} {t(key, why=problem.get('message', ''), limit=limit)}"


def _bound(limit: object) -> str:
    return f"{limit:g}" if isinstance(limit, int | float) else str(limit)
