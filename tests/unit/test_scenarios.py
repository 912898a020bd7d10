"""Every scenario of tests/scenarios plays, and what it expects is what follows. Its rules are its marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import scenarios

FOLDER = Path(__file__).parents[1] / "scenarios"


def _all() -> Iterator[Any]:
    for path in sorted(FOLDER.rglob("*.toml")):
        for scenario in scenarios.read_file(path):
            name = f"{path.parent.name}/{path.stem}: {scenario['name']}"
            yield pytest.param(scenario, id=name, marks=pytest.mark.rule(*scenario.get("rules", ["DY-02"])))


@pytest.mark.parametrize("scenario", _all())
def test_scenario(scenario: dict[str, Any]) -> None:
    assert scenarios.play(scenario) == []


def test_there_are_enough_scenarios_on_complaints() -> None:
    found = [each for path in (FOLDER / "complaints").glob("*.toml") for each in scenarios.read_file(path)]
    assert len(found) >= 100
    assert len({each["name"] for each in found}) == len(found)


def test_a_difference_is_told_in_words() -> None:
    scenario = {
        "name": "wrong on purpose",
        "do": [
            {
                "open": "complaint",
                "on": date(2026, 3, 2),
                "by": "Mo Manager",
                "set": {
                    "type": "informal complaint",
                    "complainant": ["Mrs Hill"],
                    "complainant_kind": "family",
                    "about": ["the service"],
                    "account": "Late.",
                },
                "expect": {"limits": {"acknowledge": "2026-03-05 overdue"}, "status": "closed", "open": ["answer"]},
            }
        ],
    }
    told = scenarios.play(scenario)
    assert any("acknowledge: is due 2026-03-04, not 2026-03-05" in line for line in told)
    assert any("acknowledge: is soon, not overdue" in line or "not overdue" in line for line in told)
    assert any("status is open, not closed" in line for line in told)
    assert any("answer is not open" in line for line in told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not toml = = ", "cannot be read"),
        ("[[scenery]]\nname = 'x'", "write each scenario as [[scenario]]"),
        ("[[scenario]]\nname = 'x'\n[[scenario.do]]\nopne = 'complaint'\non = 2026-03-02", "do 1: opne"),
        ("[[scenario]]\nname = 'x'", "at least one do"),
    ],
)
def test_a_file_that_cannot_be_played_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(text)
    with pytest.raises(scenarios.BadScenario, match="s.toml") as error:
        scenarios.read_file(path)
    assert words in str(error.value)


def test_the_example_of_the_guide_plays(tmp_path: Path) -> None:
    guide = (FOLDER.parents[1] / "docs" / "scenarios.md").read_text("utf-8")
    path = tmp_path / "example.toml"
    path.write_text(guide.split("```toml\n")[1].split("```")[0])
    assert scenarios.play_file(path) == []
