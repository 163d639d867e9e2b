"""What a person likes, and how they left the app: apart from the books, on this machine only.

``config.toml`` is written by hand: language, theme, and keys by command::

    language = "zh"
    theme = "roundsman-contrast"

    [keys]
    "board.plan" = ["f5", "s"]

``views.json`` is the app's own: how each data folder was looked at last. Losing it loses nothing, so a damaged one is
begun anew. Both lie in the platform's place for settings, or in ``$ROUNDSMAN_CONFIG``.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from tui.keymap import FORBIDDEN, is_key, twins
from tui.locale import LANGUAGES, has

_KEPT = 50
"""Data folders whose view is remembered."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What ``config.toml`` says. `problems` are what in it cannot be followed, as (sentence's key, parameters)."""

    path: Path
    language: str | None = None
    theme: str | None = None
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[tuple[str, dict[str, object]], ...] = ()

    def keymap(self) -> dict[str, str]:
        """Keys by the ids of bindings (see `tui.commands.Command.bindings`), each with its full-width twins."""
        found = {}
        for command, keys in self.keys.items():
            every = dict.fromkeys([*keys, *(twin for key in keys for twin in twins(key))])
            for number in range(_BINDINGS):
                found[f"{command}:{number}"] = ",".join(every)
        return found


_BINDINGS = 12
"""More than any command has keys and twins."""


@dataclass(slots=True)
class LastView:
    """How a data folder was looked at when the app was left. `date` is an ISO date."""

    theme: str = ""
    mode: str = ""
    date: str = ""
    rep: str = ""
    timeline: bool = False
    maximised: str = ""


def folder() -> Path:
    """Where both files lie."""
    if named := os.environ.get("ROUNDSMAN_CONFIG"):
        return Path(named)
    import platformdirs

    return platformdirs.user_config_path("roundsman", appauthor=False)


def preferences(path: Path | None = None) -> Preferences:
    """Reads ``config.toml``; a missing one is empty, of a broken one what can be followed is."""
    path = path or folder() / "config.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Preferences(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Preferences(path, problems=(("app.config.broken", {"path": str(path), "why": str(error)}),))
    problems: list[tuple[str, dict[str, object]]] = []

    def wrong(key: str, **params: object) -> None:
        problems.append((f"app.config.{key}", {"path": str(path), **params}))

    language = told.get("language")
    if language is not None and language not in LANGUAGES:
        wrong("language", value=language)
        language = None
    theme = told.get("theme")
    if theme is not None and theme not in THEME_NAMES:
        wrong("theme", value=theme, known=", ".join(THEME_NAMES))
        theme = None
    keys = {}
    given = told.get("keys", {})
    for command, wanted in given.items() if isinstance(given, dict) else ():
        listed = [wanted] if isinstance(wanted, str) else wanted
        if not has("en", f"{command}.title"):
            wrong("no_command", command=command)
        elif not isinstance(listed, list) or not all(isinstance(key, str) and is_key(key) for key in listed):
            wrong("no_key", command=command, value=wanted)
        elif taken := [key for key in listed if key in FORBIDDEN]:
            wrong("key_taken", command=command, value=", ".join(taken))
        else:
            keys[command] = tuple(listed)
    return Preferences(path, language, theme, keys, tuple(problems))


def last_language() -> str | None:
    """The language the app was left in."""
    language = _views()[0]
    return language if language in LANGUAGES else None


def last_view(books: Path) -> LastView:
    """How a data folder was looked at last."""
    view, told = LastView(), _views()[1].get(str(books.resolve()), {})
    for each in fields(LastView):
        value = told.get(each.name)
        if type(value) is type(each.default):
            setattr(view, each.name, value)
    return view


def remember(books: Path, view: LastView, language: str) -> None:
    """Keeps how a data folder is looked at; a disk that refuses is not worth a word."""
    views = _views()[1]
    name = str(books.resolve())
    views.pop(name, None)
    views[name] = asdict(view)
    whole = {"language": language, "folders": dict(list(views.items())[-_KEPT:])}
    path = folder() / "views.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(path)
    except OSError:
        return


def _views() -> tuple[str, dict[str, dict[str, Any]]]:
    """The language and the views by folder; nothing from a damaged file."""
    try:
        found = json.loads((folder() / "views.json").read_text("utf-8"))
        views = {name: view for name, view in found["folders"].items() if isinstance(view, dict)}
        return str(found.get("language", "")), views
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return "", {}


THEME_NAMES = ("roundsman-dark", "roundsman-light", "roundsman-contrast", "roundsman-dusk")
"""The looks of `tui.themes`, named here since they are read before anything of Textual is."""
