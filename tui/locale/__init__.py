"""Translations: every sentence a user sees, by key, in English and Chinese.

A key is ``area.name``; the area is a file in the language's folder (``zh/board.toml``), read when first
asked for. ``{name}`` marks what fills a sentence; the word that goes with a number stands behind it as
``{n} {n:day|days}``. A key that is missing is shown as itself, so that a
fault in a translation never hides a fact.
"""

from __future__ import annotations

import locale as system_locale
import os
import string
import tomllib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent


class Translator(Protocol):
    """Turns a key and what fills it into a sentence."""

    def __call__(self, key: str, /, **params: object) -> str: ...


class Sentence(str):
    """A sentence that knows what it says, so that what shows it can say it again in another language."""

    __slots__ = ("key", "params")

    key: str
    params: Mapping[str, object]


def retold(text: str, t: Translator) -> str:
    """A sentence said by `t`, with the sentences that fill it; any other text as it is."""
    if not isinstance(text, Sentence):
        return text
    params = {name: retold(value, t) if isinstance(value, str) else value for name, value in text.params.items()}
    return t(text.key, **params)


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}{name}."))
        else:
            flat[prefix + name] = str(value)
    return flat


@cache
def catalogue(language: str, area: str) -> dict[str, str]:
    """All sentences of one area by their key within it; empty where there is no such area.

    An area may be spread over several files: ``plan.toml``, ``plan-due.toml``.
    """
    found: dict[str, str] = {}
    for path in sorted((_FOLDER / language).glob(f"{area}*.toml")):
        if path.stem.partition("-")[0] == area:
            found |= _flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def areas(language: str) -> list[str]:
    return sorted({path.stem.partition("-")[0] for path in (_FOLDER / language).glob("*.toml")})


class _Words(string.Formatter):
    """Knows the word that goes with a number: ``{n:day|days}`` is day where `n` is 1, else days."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else many
        found: str = super().format_field(value, format_spec)
        return found


_WORDS = _Words()


def translate(language: str, key: str, /, **params: object) -> str:
    """The sentence for `key`; the key itself where there is none."""
    area, _, name = key.partition(".")
    sentences = catalogue(language, area)
    text = sentences.get(name)
    if text is None:
        return key
    try:
        return _WORDS.vformat(text, (), params) if "|" in text else text.format(**params)
    except (KeyError, IndexError, ValueError):
        return text


def said(language: str, key: str, /, **params: object) -> Sentence:
    """The sentence for `key`, which can be said again."""
    sentence = Sentence(translate(language, key, **params))
    sentence.key, sentence.params = key, params
    return sentence


def has(language: str, key: str) -> bool:
    area, _, name = key.partition(".")
    return name in catalogue(language, area)


def translator(language: str) -> Translator:
    return partial(said, language)


def preferred_language(environ: Mapping[str, str] = os.environ) -> str:
    """`zh` where the environment or the system asks for Chinese, else `en`; `ROUNDSMAN_LANG` wins."""
    for name in ("ROUNDSMAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    try:
        name = system_locale.getlocale()[0] or ""
    except ValueError:
        name = ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
