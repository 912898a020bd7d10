from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2] / "data" / "procedures"


def test_the_procedures_are_listed_without_an_office(ask: Callable[..., Any]) -> None:
    rows = {each["id"]: each for each in ask("procedures", "list", "--json").data}
    assert {"complaint", "deapproval", "dispute", "arrangement-review", "carer-sharing"} <= set(rows)
    assert set(rows["complaint"]) == {"id", "name", "in_force", "review_on", "file", "steps", "governs"}
    assert rows["complaint"]["governs"] is True
    assert any(line.startswith("complaint 20") for line in ask("procedures", "list").lines)


@pytest.mark.rule("CC-31")
def test_a_procedure_is_shown_with_its_limits_and_rules(ask: Callable[..., Any]) -> None:
    data = ask("procedures", "show", "complaint", "--json").data
    assert (data["in_force"], data["review_on"]) == ("2025-07-02", "2026-02-28")
    step = next(each for each in data["steps"] if each["id"] == "acknowledge")
    assert (step["stage"], step["notice"]) == ("local", "NT-04")
    assert step["limit"]["count"] == 2
    assert step["limit"]["unit"] == "working days"
    assert "CC-05" in step["rules"]
    assert {"note", "extend"} <= {each["id"] for each in data["actions"]}
    lines = ask("procedures", "show", "complaint").lines
    assert "STAGE: Local resolution [local]" in lines
    place = lines.index("Acknowledge in writing [acknowledge]")
    assert lines[place + 1] == "  within 2 working days after: what calls for it, a must"
    told = ask("procedures", "show", "quarrel", "--json")
    assert (told.status, "complaint" in told.data["refused"][0]["words"]) == (1, True)


def test_our_own_procedures_can_be_used(ask: Callable[..., Any]) -> None:
    told = ask("procedures", "check", "--json")
    assert told.status == 0
    assert {each["file"] for each in told.data} == {path.name for path in DATA.glob("*.toml")}
    assert ask("procedures", "check").status == 0


def test_a_line_for_each_mistake_of_a_file(tmp_path: Path, ask: Callable[..., Any]) -> None:
    text = (DATA / "complaint.toml").read_text("utf-8")
    wrong = tmp_path / "ours.toml"
    wrong.write_text(text.replace('force = "must"', 'farce = "must"', 2), "utf-8")
    told = ask("procedures", "check", str(wrong), str(DATA / "dispute.toml"), "--json")
    assert told.status == 1
    mistakes = {each["file"]: each["mistakes"] for each in told.data}
    assert mistakes["dispute.toml"] == []
    assert len([line for line in mistakes["ours.toml"] if "farce" in line]) == 2
    plain = ask("procedures", "check", str(wrong), str(DATA / "dispute.toml"))
    assert plain.status == 1
    assert plain.out == "dispute.toml: can be used.\n"
    assert plain.err.splitlines() == mistakes["ours.toml"]


def test_files_that_are_no_procedures(tmp_path: Path, ask: Callable[..., Any]) -> None:
    latin, other = tmp_path / "latin.toml", tmp_path / "other.toml"
    latin.write_bytes(b'name = "caf\xe9"')
    other.write_text("= nothing\n")
    told = ask("procedures", "check", str(latin), str(other), "--json")
    assert told.status == 1
    assert all(each["mistakes"] for each in told.data)
    assert ask("procedures", "check", str(tmp_path / "nowhere.toml")).status == 3


def test_a_schemes_own_papers_are_checked_and_a_mistake_in_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]
) -> None:
    from sharedlives_tui.library import library

    own = tmp_path / "procedures"
    own.mkdir()
    (own / "ours.toml").write_text('id = "complaint"\nnmae = "Ours"\n')
    monkeypatch.setenv("SHAREDLIVES_PAPERS", str(tmp_path))
    library.cache_clear()
    try:
        told = ask("procedures", "check")
        assert told.status == 1
        assert "nmae" in told.err
        listed = ask("procedures", "list")
        assert (listed.status, listed.out) == (3, "")
        assert listed.err.startswith("A procedure file cannot be used:")
    finally:
        library.cache_clear()
