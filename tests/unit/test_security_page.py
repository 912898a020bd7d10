"""The pages on security and reliability name a test or a script for each line: each is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:tests|benchmarks)/[\w/]+\.py)(?:::(\w+))?[^`]*`")


@cache
def named_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, kinds) and each.name.startswith("test_"))


def rows_of(page: str) -> list[str]:
    """The lines of a page's tables that name something: all but their heads."""
    lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    found = []
    for number, line in enumerate(lines):
        head = number + 1 < len(lines) and set(lines[number + 1]) == {"|", "-"}
        if line.startswith("|") and not head and set(line) != {"|", "-"}:
            found.append(line)
    return found


@pytest.mark.parametrize("row", rows_of("security.md"))
def test_each_line_of_the_threat_model_is_proved_by_tests_that_are_there(row: str) -> None:
    named = NAMED.findall(row)
    assert named, row
    for path, name in named:
        assert name in named_in(ROOT / path), f"{path} has no {name}"


@pytest.mark.parametrize("page", ["reliability.md", "security.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    named = NAMED.findall(text)
    assert len(named) > 10
    for path, name in named:
        assert (ROOT / path).is_file(), path
        assert not name or name in named_in(ROOT / path), f"{path} has no {name}"


def test_a_name_that_is_nowhere_is_found() -> None:
    assert NAMED.findall("see `tests/unit/test_x.py::test_y[z]` and `benchmarks/kill.py --rounds 3`") == [
        ("tests/unit/test_x.py", "test_y"),
        ("benchmarks/kill.py", ""),
    ]
    assert "test_that_never_was" not in named_in(Path(__file__))
