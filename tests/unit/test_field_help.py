"""Help for fields: every fact of a letter has some, in plain English, with the rule that it rests on."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sharedlives_tui import intake
from sharedlives_tui.field_help import field_source
from sharedlives_tui.library import library
from sharedlives_tui.procedures import Act, Procedure
from tests.desks import new_desk

LATIN = re.compile(r"\b(e\.g|i\.e|etc|via|per se|ad hoc|please|invalid|failed)\b", re.IGNORECASE)
LONGEST = 200


def procedures() -> list[Procedure]:
    return [library().versions[kind][-1].procedure for kind in library().kinds()]


def letters() -> list[tuple[Procedure, Act]]:
    return [(each, act) for each in procedures() for act in each.by_id.values() if act.notice is not None]


@pytest.mark.parametrize(("procedure", "act"), letters(), ids=lambda each: each.id)
def test_every_field_of_a_letter_has_help(procedure: Procedure, act: Act) -> None:
    asked = {each.id: each for each in intake.fields_of(act)}
    assert act.notice is not None
    needed = {name for each in (*act.notice.must, *act.notice.may) for name in each.needs if name in procedure.fields}
    fields = [*asked.values(), *(procedure.fields[name] for name in sorted(needed - set(asked)))]
    assert [each.id for each in fields if not each.help] == []


@pytest.mark.parametrize("procedure", procedures(), ids=lambda each: each.id)
def test_every_field_of_every_step_has_help(procedure: Procedure) -> None:
    assert [each.id for each in procedure.fields.values() if not each.help] == []


def test_every_field_of_what_is_kept_of_a_person_has_help() -> None:
    kinds = library().record_kinds.by_id.values()
    assert [(kind.id, each.id) for kind in kinds for each in kind.fields if not each.help] == []


def test_help_is_short_plain_and_says_more_than_the_label() -> None:
    for procedure in procedures():
        for act in procedure.by_id.values():
            for field in act.fields:
                if field.help:
                    assert field.help[-1] in ".?", (procedure.id, field.id)
                    assert not LATIN.search(field.help), (procedure.id, field.id)
                    assert field.help.rstrip(".").casefold() != field.label.casefold(), (procedure.id, field.id)
                    assert len(field.help) <= LONGEST, (procedure.id, field.id)


def test_the_source_names_the_rule_and_the_document(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    said = field_source(desk, "complaint", "acknowledge", "support")
    assert said.startswith("NT-04, ")
    assert "Guidance document 004" in said
    assert "CC-05" in said
    assert field_source(desk, "complaint", "acknowledge", "method").startswith("NT-04, ")
    assert field_source(desk, "deapproval", "talk-letter", "review_on").startswith("DA-03, "), (
        "its own rule comes first"
    )
    for nothing in (("complaint", "acknowledge", "by"), ("complaint", "nothing", "support"), ("nothing", "x", "y")):
        assert field_source(desk, *nothing) == ""


def test_every_fact_of_a_letter_rests_on_a_rule(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    for procedure, act in letters():
        for field in act.fields:
            assert field_source(desk, procedure.id, act.id, field.id), (procedure.id, act.id, field.id)


SCREENS = Path(__file__).parents[2] / "sharedlives_tui" / "screens"


def asked_by_screens() -> dict[str, str]:
    """Return the plain sentences of help beside the fields that screens ask themselves, by file and line."""
    found: dict[str, str] = {}
    for path in SCREENS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "asked":
                help = next(each.value for each in node.keywords if each.arg == "help")
                if isinstance(help, ast.Constant):
                    found[f"{path.name}:{node.lineno}"] = str(help.value)
    return found


def test_help_of_what_screens_ask_themselves_is_a_short_plain_sentence() -> None:
    found = asked_by_screens()
    assert len(found) > 40
    wrong = {
        place: words
        for place, words in found.items()
        if not words.endswith(".") or not words[0].isupper() or LATIN.search(words) or not 20 <= len(words) <= LONGEST
    }
    assert wrong == {}
