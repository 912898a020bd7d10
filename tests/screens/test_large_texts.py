"""Every field of every form: it has help, and what is pasted is kept or told at the field; and nothing breaks.

The way goes through every stop of the tour of all screens, so a new form is tried as soon as it stands there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.command import CommandInput
from textual.dom import DOMNode
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input, TextArea

from scripts import pictures
from scripts.pictures import Found, every_stop, go_home, go_to
from sharedlives_tui import casework, demo
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.cleaning import LONGEST_LINE, LONGEST_TEXT, clean_line, clean_text
from sharedlives_tui.desk import open_desk
from sharedlives_tui.library import Library
from sharedlives_tui.screens.find import LONGEST as LONGEST_SEARCH
from sharedlives_tui.widgets.fields import LONGEST_DAY, CappedText, DayField
from sharedlives_tui.widgets.form import FieldRow, Form
from sharedlives_tui.widgets.one_line import ONLY_DIGITS, OneLine
from tests.screens.hands import Hands

LARGE = ("Zoë [b]rang[/b] \x1b[31m about\tthe rota. \r\n" * 4_000)[:120_000]
SHORT = "1 Zoë [b]rang[/b]\r\n\r\n2 about the\trota\n"
SHORT_LINE = "1 Zoë [b]rang[/b] 2 about the rota"
LETTER_SHOWN, ITS_FACTS = ("wizard-preview", "wizard-sent"), ("wizard", "wizard-outside")
"""Where a letter is written anew with each paste, and where its facts alone are shown: only here they are made huge."""
STOPS = {
    name: stop
    for name, stop in sorted(every_stop().items(), key=lambda each: each[0] in ITS_FACTS)
    if pictures.MENU not in stop.keys
}
FORMS = 25
"""Of the stops so many at least have fields that one types in; else the way leads past them."""


@pytest.fixture
def found(practice_once: Path, tmp_path: Path) -> Iterator[Found]:
    """A practice office of its own, and what there is to see in it."""
    path = tmp_path / "practice.db"
    shutil.copyfile(practice_once, path)
    desk = open_desk(str(path), demo.manager(), pictures.DAY, Library())
    yield pictures.find_in(desk)
    desk.store.close()


def shown(part: DOMNode) -> bool:
    return all(each.display for each in part.ancestors_with_self if isinstance(each, Widget))


def typed_into(hands: Hands) -> list[OneLine | CappedText]:
    """Return the fields of the screen that one types in; each is one of ours, which tell what does not fit."""
    parts = [each for each in hands.app.screen.query("Input, TextArea") if isinstance(each, Input | TextArea)]
    foreign = [each for each in parts if not isinstance(each, OneLine | CappedText | CommandInput)]
    assert foreign == [], "a field of the toolkit's own drops what does not fit unsaid"
    return [each for each in parts if isinstance(each, OneLine | CappedText) and shown(each) and each.focusable]


def told(hands: Hands, part: Widget) -> str:
    """Return what is said, at the field or in the message line, of what did not fit into it."""
    row = next((each for each in part.ancestors if isinstance(each, FieldRow)), None)
    if row is None:
        return hands.message
    said = [each for each in row.query(".left-out") if each.display]
    screen = hands.app.screen
    assert all(screen.find_widget(each).visible_region.height == each.region.height > 0 for each in said), hands.text
    return " ".join(str(each.render()) for each in said)


def room_in(part: OneLine | CappedText) -> int:
    """Return how many characters a field has room for."""
    if isinstance(part, CappedText):
        return LONGEST_TEXT
    if any(isinstance(each, DayField) for each in part.ancestors):
        return LONGEST_DAY
    return LONGEST_SEARCH if part.id == "words" else LONGEST_LINE


async def paste(hands: Hands, part: OneLine | CappedText, words: str) -> tuple[str, str]:
    """Paste in the place of all that stands in a field; return what stands there then, and what is told."""
    part.focus()
    await hands.pilot.pause()
    part.select_all()
    hands.app.post_message(Paste(words))
    await hands.rest()
    return part.text if isinstance(part, CappedText) else part.value, told(hands, part)


async def fill(hands: Hands, name: str) -> int:
    """Paste into every field; return into how many. What was pasted stands there, or it is told what does not."""
    count = areas = 0
    for part in typed_into(hands):
        room, where = room_in(part), f"{name}: field {count}"
        count += 1
        number = isinstance(part, OneLine) and part.restrict is not None
        pasted = [(SHORT, SHORT_LINE), (LARGE, clean_line(LARGE, None))]
        if isinstance(part, CappedText):  # of a form's text areas one is enough: each takes its time to be laid out
            pasted, areas = pasted[: 1 if areas or name in LETTER_SHOWN else 2], areas + 1
        for words, line in pasted:
            whole = clean_text(words, None) if isinstance(part, CappedText) else line
            before = "" if isinstance(part, CappedText) else part.value
            stands, said = await paste(hands, part, words)
            if number:
                assert (stands, said) == (before, f"▲ {ONLY_DIGITS}"), where
            elif len(whole) <= room:
                assert (stands, said) == (whole, ""), where
            else:
                assert stands == whole[:room], where
                assert f"The first {room:,} characters were taken; the rest did not fit. " in said, where
    return count


async def help_of_each_field(hands: Hands, name: str) -> list[str]:
    """Go through the fields of the forms; return those of which the line for help says nothing of their own."""
    without = []
    for form in hands.app.screen.query(Form):
        rows = [each for each in form.query(FieldRow) if shown(each)]
        without += [f"{name}: {row.view.name}" for row in rows if not row.view.help]
        for row in rows:
            row.enter()
            await hands.pilot.pause()
            said = " ".join(str(each.render()) for each in form.query(".help"))
            first = " ".join(row.view.help.split()[:4])
            assert first in said, f"{name}: {row.view.name} has {said!r} for help"
    return without


def saves(hands: Hands) -> bool:
    """Whether the screen has a form, and its key records it where one stands."""
    keys = hands.app.screen.active_bindings.values()
    return bool([*hands.app.screen.query(Form)]) and any(
        each.binding.action == "save" and each.enabled for each in keys
    )


async def test_every_field_has_help_and_what_is_pasted_is_kept_or_told(found: Found) -> None:
    app = OfficeApp(found.desk)
    filled: dict[str, int] = {}
    without: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)
        await hands.rest()
        for name, stop in STOPS.items():
            await go_home(app, pilot)
            await go_to(stop, app, pilot, found)
            without += await help_of_each_field(hands, name)
            filled[name] = await fill(hands, name)
            screen = app.screen
            if filled[name] and saves(hands):
                await hands.press("ctrl+s")
                says_why = bool(hands.message) or any(each.objects for each in screen.query(Form))
                assert app.screen is not screen or says_why, f"{name}: neither saved nor told:\n{hands.text}"
            assert "\x1b" not in hands.text, name
            assert app.is_running, name
    assert without == []
    assert len([name for name, count in filled.items() if count]) >= FORMS, filled
    assert casework.check(found.desk) == []


async def test_what_is_pasted_at_the_first_start_is_kept_or_told(tmp_path: Path) -> None:
    app = FirstRunApp(tmp_path / "office.db")
    async with app.run_test(size=(80, 24)) as pilot:
        hands = Hands(app, pilot)  # type: ignore[arg-type]
        await hands.rest()
        assert await help_of_each_field(hands, "first-run") == []
        assert await fill(hands, "first-run") == 3
