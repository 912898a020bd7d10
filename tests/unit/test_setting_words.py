"""The journal calls what was changed by the words of the screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharedlives_tui import indicators, office, office_journal, office_settings, often_used, signing_off
from sharedlives_tui.desk import Desk
from sharedlives_tui.office_journal import Wanted
from sharedlives_tui.serving.journal import keep_marks
from sharedlives_tui.setting_words import SettingWords
from sharedlives_tui.store.moved import MOVED_TO
from sharedlives_tui.store.restoring import RESTORED
from tests.desks import FIRST_DAY, at, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk(tmp_path)
    yield made
    made.store.close()


def told(desk: Desk) -> str:
    """The latest row about a setting."""
    return office_journal.read(desk, Wanted(what="setting"))[0].words


def test_contacts_and_numbers_are_called_as_on_the_screens(desk: Desk) -> None:
    office.set_contact(desk, "out-of-hours line", "Telephone 01632 960999")
    assert told(desk) == "how letters name ‘out-of-hours line’ changed"
    office.set_contact(desk, "out-of-hours line", "")
    assert told(desk) == "how letters name ‘out-of-hours line’ was taken away"
    office_settings.put(desk, "soon_working_days", "2")
    assert told(desk) == "‘Soon: working days ahead’ became 2"


def test_texts_figures_and_sign_offs_are_told_by_their_names(desk: Desk) -> None:
    manager = at(desk, FIRST_DAY, "Rae Registered")
    kept = often_used.add(manager, "Local advocates", ("complaint", "acknowledge", "support"), "Ring 01632 960444.")
    assert told(desk) == "the text used often ‘Local advocates’ was kept"
    often_used.retire(manager, kept.id, "Moved away")
    assert told(desk) == "the text used often with the number 1 is offered no more: Moved away"
    indicators.record_figure(manager, "complaints-answered", f"{FIRST_DAY.year - 1}-Q3", "96 of 100")
    name = next(each.name for each in indicators.indicators(desk) if each.id == "complaints-answered")
    assert told(desk) == f"the figure of ‘{name}’ for {FIRST_DAY.year - 1}-Q3 was recorded"
    signing_off.choose(manager, "complaint.acknowledge", True, "Trying it out")
    letter = next(each for each in signing_off.choices(desk) if each.what == "complaint.acknowledge")
    said = f"‘{letter.kind}: {letter.name}’ is signed off before it goes, from now on: Trying it out"
    assert told(desk) == said
    signing_off.choose(manager, "all", False, "Enough")
    assert told(desk) == "‘Every letter’ is not signed off any more, from now on: Enough"


def test_keys_are_counted_and_never_shown(desk: Desk) -> None:
    keep_marks(desk, "anna", ["SHA256:one", "SHA256:two"])
    assert told(desk) == "the account anna has 2 keys from now on"
    keep_marks(desk, "anna", [])
    assert told(desk) == "the account anna has no keys from now on"


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        (RESTORED, "41 0a1b2c", "let a backup that ends with row 41 take the office's place"),
        (MOVED_TO, "/srv/office.db", "‘Moved for good to’ became /srv/office.db"),
        ("backup.folder", "/srv/copies", "‘The folder of backups’ became /srv/copies"),
        ("account.ida", "P-1", "the account ida is Ida's from now on"),
        ("of-a-later-program", "high", "‘of-a-later-program’ became high"),
    ],
)
def test_what_the_program_writes_down_itself_has_words_too(desk: Desk, setting: str, value: str, words: str) -> None:
    assert SettingWords(desk).told(setting, value, lambda _: "Ida") == words


def test_a_list_of_indicators_that_cannot_be_read_is_no_reason_to_hide_the_journal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indicators, "indicators", lambda _: indicators.read("[[indicator"))
    words = SettingWords(desk).told("indicator.own-figure.2026", "3", str)
    assert words == "the figure of ‘own-figure’ for 2026 was recorded"


def test_a_text_used_often_that_cannot_be_read_is_told_by_its_number(desk: Desk) -> None:
    for value in ('{"name": "\\ń"}', "[]"):
        assert SettingWords(desk).told("often.3", value, str) == "the text used often ‘3’ was kept"
