"""Every rule, notice, reading and edge of complaints, deapproval and disputes is proved and stands in the data."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
DATA = ROOT / "data"


def ids(family: str, *numbers: int) -> set[str]:
    return {f"{family}-{number:02d}" for number in numbers}


DAYS = ids("DY", *range(1, 16))
COMPLAINTS = ids("CC", *range(1, 40))
DEAPPROVAL = ids("DA", *range(1, 20), *range(21, 47))
DISPUTES = ids("DI", *range(1, 18))
LAW = ids("FD", 8)
NOTICES = ids("NT", *range(1, 42))
READINGS = ids("RD", *range(1, 21), *range(22, 49))
EDGES = ids("E", *range(1, 18), 21, 22)
PROVED = DAYS | COMPLAINTS | DEAPPROVAL | DISPUTES | LAW | NOTICES | READINGS | EDGES

# Rules that no step of a procedure can carry, with what carries them instead.
CARRIED_ELSEWHERE = {
    "CC-10": "retention_years in the head of the procedure file: the day shown on a closed case",
    "CC-31": "the head of each procedure file: versions, dates and authority",
    "DA-21": "a carer's approval, as dated entries on the person (person-records.toml)",
    "DA-35": "the figures of indicators.toml",
    "DA-42": "terms and number, as dated entries on the person (person-records.toml)",
    "CC-32": "the office's contact list, a setting that every letter reads",
}

ID = re.compile(r"(?:DY|CC|DA|DI|SH|AR|FD|RD|NT|E)-[0-9]{2}")
NAMED = re.compile(r"(?:^|_)(dy|cc|da|di|fd|nt|rd|e)_([0-9]{2})(?=_|$)")


def proved_by_source(source: str) -> set[str]:
    """Return the IDs that the tests of a Python source are marked with or named after."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "rule":
            found |= {word.value for word in node.args if isinstance(word, ast.Constant)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            found |= {f"{family.upper()}-{number}" for family, number in NAMED.findall(node.name)}
    return found


def named_under(document: Any, *keys: str) -> Iterator[str]:
    """Yield the IDs that stand anywhere in a document under one of the keys, alone or in a list."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in keys:
                words = value if isinstance(value, list) else [value]
                yield from (word for word in words if isinstance(word, str) and ID.fullmatch(word))
            yield from named_under(value, *keys)
    elif isinstance(document, list):
        for value in document:
            yield from named_under(value, *keys)


def carried_by_procedures() -> set[str]:
    """Return the IDs that a procedure file, or the actions that all procedures share, names as its own."""
    shared = tomllib.loads((DATA / "actions.toml").read_text("utf-8"))
    keys = ("rules", "rule", "id")
    return in_files(DATA / "procedures", *keys) | {*named_under(shared, *keys)}


def in_files(folder: Path, *keys: str) -> set[str]:
    return {
        name for file in folder.rglob("*.toml") for name in named_under(tomllib.loads(file.read_text("utf-8")), *keys)
    }


def test_every_id_is_proved_by_a_test() -> None:
    sources = [file for file in TESTS.rglob("*.py") if file != Path(__file__).resolve()]
    proved = {name for file in sources for name in proved_by_source(file.read_text("utf-8"))}
    proved |= in_files(TESTS / "scenarios", "rules")
    missing = sorted(PROVED - proved)
    assert not missing, f"no test proves {' '.join(missing)}"


def test_every_rule_stands_in_the_rule_book() -> None:
    book = tomllib.loads((DATA / "rules.toml").read_text("utf-8"))
    assert sorted(PROVED - {*book}) == []
    assert [name for name in sorted(PROVED) if not book[name]["title"] or not book[name]["words"]] == []


def test_every_rule_is_carried_by_a_procedure() -> None:
    carried = carried_by_procedures()
    missing = sorted((COMPLAINTS | DEAPPROVAL | DISPUTES | NOTICES) - carried - {*CARRIED_ELSEWHERE})
    assert not missing, f"no procedure carries {' '.join(missing)}"


def test_the_list_of_exceptions_holds_nothing_that_a_procedure_carries() -> None:
    carried = carried_by_procedures()
    assert carried
    assert sorted(carried & {*CARRIED_ELSEWHERE}) == []


def test_tests_and_data_name_only_rules_that_exist() -> None:
    book = {*tomllib.loads((DATA / "rules.toml").read_text("utf-8"))}
    sources = [file for file in TESTS.rglob("*.py") if file != Path(__file__).resolve()]
    used = {name for file in sources for name in proved_by_source(file.read_text("utf-8"))}
    used |= in_files(TESTS / "scenarios", "rules") | in_files(DATA / "procedures", "rules", "rule")
    assert sorted(used - book) == []


def test_marks_and_names_are_read_and_other_mentions_are_not() -> None:
    source = """
@pytest.mark.rule("CC-04", "RD-06")
def test_the_team_is_told(): ...

@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.rule("E-11"))])
async def test_nt_07_and_dy_15(x): "CC-31 is only spoken of here"

def helper_cc_20(): ...
"""
    assert proved_by_source(source) == {"CC-04", "RD-06", "E-11", "NT-07", "DY-15"}


def test_ids_are_found_at_any_depth_under_their_keys_alone() -> None:
    document = {
        "rules": ["CC-01"],
        "step": [{"id": "respond", "rules": ["CC-07"], "notice": {"id": "NT-07", "words": "CC-30"}}],
    }
    assert {*named_under(document, "rules", "id")} == {"CC-01", "CC-07", "NT-07"}
