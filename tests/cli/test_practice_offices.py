"""demo --office: a membership body's practice office beside the scheme's; init makes an empty one of either kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DAY = ("--today", "2026-11-24")


@pytest.mark.rule("DI-16", "RD-25")
def test_a_mediators_office_is_made_and_opened_again(own_surroundings: Path, ask: Callable[..., Any]) -> None:
    words = ("demo", "--office", "membership-body", "--no-open", "--json", *DAY)
    made = ask(*words).data
    path = Path(made["database"])
    assert (path.name, made["made"]) == ("practice-mediation.db", True)
    assert path.is_relative_to(own_surroundings)
    common = ("--database", str(path), *DAY)
    rows = ask("today", "--json", "--as", "Una Prentice", *common).data
    assert {row["kind"] for row in rows} == {"dispute", "joint-review"}
    assert {"overdue", "today", "soon"} <= {row["state"] for row in rows}
    assert ask("check", *common).status == 0
    assert ask(*words).data == {"database": str(path), "made": False}


def test_the_two_practice_offices_do_not_get_mixed_up(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = str(tmp_path / "p.db")
    assert ask("demo", "--office", "membership-body", "--database", path, "--no-open", *DAY).status == 0
    other = ask("demo", "--office", "scheme", "--database", path, "--no-open", "--json", *DAY)
    assert other.status == 1
    assert other.data["refused"][0]["rule"] == "RD-25"
    assert ask("demo", "--database", path, "--no-open", *DAY).status == 0
    assert ask("demo", "--office", "choir", "--no-open", *DAY).status == 2


def test_a_membership_body_has_no_further_cases(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = tmp_path / "p.db"
    words = ("demo", "--office", "membership-body", "--cases", "50", "--database", str(path), "--no-open", "--json")
    told = ask(*words, *DAY)
    assert told.status == 1
    assert told.data["refused"][0]["field"] == "cases"
    assert not path.exists()


def test_init_makes_an_empty_practice_office_of_a_membership_body(tmp_path: Path, ask: Callable[..., Any]) -> None:
    path = str(tmp_path / "m.db")
    words = ("init", "--scheme", "Kith", "--office", "membership-body", "--practice", "--as", "Ida", "--database", path)
    made = ask(*words, "--json")
    assert made.status == 0
    assert (made.data["office"], made.data["practice"]) == ("membership-body", True)
    assert ask("case", "list", "--json", "--database", path, "--as", "Ida").data == []
