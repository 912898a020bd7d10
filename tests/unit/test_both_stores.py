"""What holds on both stores is run on both: every file of tests that makes offices is listed, with a reason if not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import both_stores

MAKES = re.compile(
    r"\b(new_desk|new_store|create_office|full_office|Store\.(create|open))\(|from tests\.(desks|store_kit|finding_kit)"
)


def makers() -> set[str]:
    """The files of tests of the core that make offices."""
    files = [file for folder in ("unit", "property") for file in (both_stores.ROOT / "tests" / folder).glob("*.py")]
    return {file.name for file in files if MAKES.search(file.read_text("utf-8")) and file.name != Path(__file__).name}


def test_every_file_that_makes_offices_is_listed() -> None:
    on_both = {Path(each).name for each in both_stores.ON_BOTH}
    assert all((both_stores.ROOT / each).is_file() for each in both_stores.ON_BOTH)
    assert not on_both & {*both_stores.NOT_ON_BOTH}
    assert makers() - on_both - {*both_stores.NOT_ON_BOTH} == set(), "name them in tests/both_stores.py"
    assert all(reason for reason in both_stores.NOT_ON_BOTH.values())


@dataclass
class Asked:
    """As much of a run of tests as is asked here."""

    store: str
    hook: Asked | None = None
    left_out: tuple[str, ...] = ()

    def getoption(self, name: str) -> str:
        assert name == "--store"
        return self.store

    def pytest_deselected(self, items: list[Item]) -> None:
        self.left_out += tuple(each.nodeid for each in items)


@dataclass
class Item:
    nodeid: str
    marks: tuple[pytest.Mark, ...] = ()

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return next((each for each in self.marks if each.name == name), None)


def left(store: str, *more: Item) -> tuple[list[str], tuple[str, ...]]:
    """The tests that are run, and those that are left out."""
    asked = Asked(store)
    asked.hook = asked
    tests = [Item("of a file", (pytest.mark.file_only("pages").mark,)), Item("of any"), *more]
    both_stores.leave_out(asked, tests)  # type: ignore[arg-type]
    return [each.nodeid for each in tests], asked.left_out


def test_what_is_about_files_alone_is_left_out_on_a_server_and_says_why() -> None:
    assert left(both_stores.FILE) == (["of a file", "of any"], ())
    assert left(both_stores.SERVER) == (["of any"], ("of a file",))
    for mark in (pytest.mark.file_only.mark, pytest.mark.file_only(" ").mark):
        with pytest.raises(pytest.UsageError, match="why it is about files alone"):
            left(both_stores.FILE, Item("without a reason", (mark,)))
