"""The translations: both languages complete, every key that is asked for is there, every place filled alike."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from tui.locale import LANGUAGES, areas, catalogue, has, preferred_language, translate

ROOT = Path(__file__).resolve().parents[1]
CODE = [path for folder in ("tui", "routing", "store") for path in (ROOT / folder).rglob("*.py")]
AREAS = sorted({area for language in LANGUAGES for area in areas(language)})
KEY = re.compile(rf"^({'|'.join(AREAS)})(\.[a-z0-9_]+)+$")
FILE_NAMES = {"py", "md", "toml", "json", "tcss"}


def places(text: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    chinese, english = (set(catalogue(language, area)) for language in ("zh", "en"))
    assert chinese == english


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_fill_the_same_places(area: str) -> None:
    english = catalogue("en", area)
    for key, text in catalogue("zh", area).items():
        assert places(text) <= places(english[key]) | {"n"}, key
        if "%(" not in text:
            assert places(english[key]) - places(text) <= {"n"}, key


VERBS = re.compile(
    r"allows|always|arrives|as|becomes|begins|belongs|brings|comes|costs|counts|does|drives|ends|"
    r"exists|fits|gets|gives|goes|has|holds|hours|is|its|keeps|knows|lacks|leads|leaves|less|lets|"
    r"lies|looks|makes|means|meets|misses|moves|names|needs|others|owes|owns|puts|reads|rides|runs|"
    r"says|sells|shows|signs|skips|stands|starts|stays|stops|supplies|takes|tells|this|times|us|wants|"
    r"was|works"
)
"""Words in s behind a place that is no number, or that go with any."""
PLURAL = re.compile(r"\{(\w+)\} (?:(?:[a-z]+|street name) )?([a-z]+s)\b")


@pytest.mark.parametrize("area", AREAS)
def test_the_word_behind_a_number_knows_of_one(area: str) -> None:
    """``{n} days`` would say "1 days": it is written ``{n} {n:day|days}``, in every sentence alike."""
    found = {
        key: match[0]
        for key, text in catalogue("en", area).items()
        for match in PLURAL.finditer(text)
        if not VERBS.fullmatch(match[2]) and match[2] not in match[0].partition("}")[0]
    }
    assert not found


def test_one_and_many() -> None:
    for n, said in ((1, "1 day"), (0, "0 days"), (2, "2 days"), ("1", "1 day"), ("–", "– days")):
        assert translate("en", "service.days", n=n) == said
    assert translate("zh", "service.days", n=1) == catalogue("zh", "service")["days"].format(n=1)


def test_every_key_named_in_the_code_exists() -> None:
    missing = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.match(node.value):
                key = node.value
                prefix = any(
                    known.startswith(key.partition(".")[2] + ".") for known in catalogue("en", key.split(".")[0])
                )
                if not has("en", key) and not prefix and key.rpartition(".")[2] not in FILE_NAMES:
                    missing.append(f"{path.relative_to(ROOT)}:{node.lineno}: {key}")
    assert not missing, "\n".join(missing)


def test_every_code_an_error_is_raised_with_has_a_sentence() -> None:
    raised = re.compile(
        r"(?:JobError|PlanningError|BooksError|UsageProblem|InputError|ConflictError|DamagedFileError|"
        r"UnknownRecordError|NotWritableError|NewerSchemaError|TravelError)\(\s*\"([a-z_]+)\""
    )
    missing = [
        f"{path.relative_to(ROOT)}: {code}"
        for path in CODE
        for code in raised.findall(path.read_text(encoding="utf-8"))
        if not any(has("en", f"{area}.{code}") for area in ("errors", "sheets", "intake", "roads", "territories"))
    ]
    assert not missing, "\n".join(missing)


def test_every_violation_the_judge_knows_has_a_sentence() -> None:
    judge = (ROOT / "routing/schedule/judge.py").read_text(encoding="utf-8")
    codes = set(re.findall(r"Violation\([^\n\"]*\"([a-z_]+)\"", judge))
    codes |= set(re.findall(r"\(\"([a-z_]+)\", (?:missed|totals)", judge))
    codes |= {f"relation_{kind}" for kind in ("same_route", "different_routes", "before", "direct")}
    assert len(codes) > 12
    assert {"late", "lock_begin"} <= codes
    for language in LANGUAGES:
        for code in codes:
            assert has(language, f"plan.violation.{code}"), code
            assert has(language, f"plan.unserved.{code}"), code


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"ROUNDSMAN_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
    ],
)
def test_the_language_comes_from_the_environment(environment: dict[str, str], language: str) -> None:
    assert preferred_language(environment) == language


def test_a_missing_key_or_place_never_hides_the_fact() -> None:
    assert translate("en", "errors.there_is_no_such_key", n=1) == "errors.there_is_no_such_key"
    assert translate("en", "errors.no_plan") == catalogue("en", "errors")["no_plan"]
    assert "[/b]" in translate("zh", "plan.action.moved", name="[/b]{x}", rep="{0}")
