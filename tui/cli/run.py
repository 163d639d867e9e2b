"""From words to a job: parse, open the books, run, turn every fault into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from itertools import pairwise

from tui.cli.output import Output, error_sentence
from tui.cli.parser import NOT_YET, UsageError, build_parser
from tui.locale import preferred_language, translator

_EVERYWHERE = ("--data", "--lang")
"""Options with a value that hold for every command."""
DONE, FAILED, USAGE, BAD_INPUT, BOOKS, MISSING, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def run(argv: list[str]) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):  # a Windows console or a pipe may speak another code page
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    argv = _gathered(argv)
    language = _language(argv)
    t = translator(language)
    out = Output(t, language, as_json="--json" in argv)
    wanted = _command(argv)
    if wanted in NOT_YET and not {"-h", "--help"} & set(argv):
        out.error("not_yet", t("errors.not_yet", what=wanted), wanted)
        return USAGE
    try:
        parser = build_parser(t, commands=bool(wanted) or bool({"-h", "--help"} & set(argv)))
        args = parser.parse_args(argv)
    except UsageError as error:
        out.error("usage", f"{error}: {t('cli.see_help')}")
        return USAGE
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    if args.version:
        out.data(_version())
        return DONE
    if args.command is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        out.say(parser.format_help())
        return USAGE
    return _guarded(args, language, out)


def _guarded(args: object, language: str, out: Output) -> int:
    """Runs the job; every fault becomes a sentence."""
    from tui.cli import commands

    try:
        return commands.dispatch(args, language, out)
    except KeyboardInterrupt:
        out.error("interrupted", out.t("errors.interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read us has gone: leave quietly, and let Python not complain at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        if os.environ.get("ROUNDSMAN_DEBUG"):
            raise
        return _told(error, out)


def _told(error: Exception, out: Output) -> int:
    from routing.formats.instance import FormatError
    from store.errors import BooksError, InvalidRecordError, UnknownRecordError

    code = getattr(error, "code", None)
    if not isinstance(code, str):
        out.error("unexpected", out.t("errors.unexpected", why=f"{type(error).__name__}: {error}"))
        return FAILED
    params = {name: getattr(error, name) for name in ("path", "line") if hasattr(error, name)}
    params |= dict(getattr(error, "params", {}))
    where = str(getattr(error, "where", "") or params.get("path", "") or params.get("id", ""))
    out.error(code, error_sentence(out.t, out.language, code, params), where)
    declared = getattr(error, "exit_code", None)
    if isinstance(declared, int):
        return declared
    if code == "format_not_yet":
        return USAGE  # like a command that is still to come
    if isinstance(error, (InvalidRecordError, FormatError)):
        return BAD_INPUT
    if isinstance(error, UnknownRecordError):
        return FAILED
    if code in ("folder_not_empty", "nothing_to_save"):
        return FAILED
    return BOOKS if isinstance(error, BooksError) else FAILED


def _gathered(argv: list[str]) -> list[str]:
    """The words with those first that hold for every command, wherever they were typed: ``list reps --data DIR``."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _EVERYWHERE:
            if (value := next(words, None)) is None:
                return [word]  # for the parser to say what it lacks
            first += [word, value]
        elif word.startswith(tuple(f"{option}=" for option in _EVERYWHERE)):
            first.append(word)
        else:
            rest.append(word)
    return [*first, *rest]


def _language(argv: list[str]) -> str:
    """The language asked for; of several the last, as with every option."""
    for word, value in [*pairwise(argv)][::-1]:
        if word == "--lang" and value in ("zh", "en"):
            return value
        if word in ("--lang=zh", "--lang=en"):
            return word[-2:]
    return preferred_language()


def _command(argv: list[str]) -> str:
    """The word that names the command: the first that is neither an option nor the value of one."""
    valued = False
    for word in argv:
        if not valued and not word.startswith("-"):
            return word
        valued = word in _EVERYWHERE
    return ""


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # a tenth of what the app needs until it is seen

    try:
        return f"roundsman {version('roundsman')}"
    except PackageNotFoundError:
        return "roundsman"
