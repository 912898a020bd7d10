"""The office's file cannot be written while somebody types: what it says, what is kept, and that it goes on after."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.screens import today
from sharedlives_tui.store import Store, StoreError
from sharedlives_tui.widgets.hearing import THERE_AGAIN
from tests.disk_faults import Disk, failing
from tests.screens.hands import at_the_desk
from tests.screens.offices import SmallOffice

WORDS = "She rang again"


def newer(path: Path) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA user_version = 99")
    file.close()


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("other.db"))
    path.with_name("other.db").replace(path)


def gone(path: Path) -> None:
    path.unlink()


def without_what_was_saved_last(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


DISASTERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a newer program has changed the file": (newer, "This copy is older than the database"),
    "another file lies there": (replaced, "was moved or replaced while it was open"),
    "what was saved last was taken away": (without_what_was_saved_last, " -wal "),
    "the file is gone": (gone, "There is no office at"),
}


async def types_a_note(hands, small: SmallOffice) -> None:  # type: ignore[no-untyped-def]
    await hands.open("record", small.carer, "note")
    await hands.type(WORDS)


@pytest.mark.parametrize("disaster", DISASTERS)
async def test_what_cannot_be_recorded_stays_on_the_screen_with_words(small: SmallOffice, disaster: str) -> None:
    happens, words = DISASTERS[disaster]
    async with at_the_desk(small.desk) as hands:
        await types_a_note(hands, small)
        happens(small.desk.store.path)
        await hands.press("ctrl+s")
        shown = " ".join(hands.text.split())
        assert WORDS in shown
        said = shown.replace("│", "").replace("  ", " ")
        assert words in said, said
        assert hands.place == "record"
        await hands.press("escape")  # leaving is possible all the same


async def test_a_full_disk_is_told_and_the_same_screen_saves_when_there_is_room(small: SmallOffice) -> None:
    disk = Disk(for_good=True, full=True)
    with failing(disk):
        async with at_the_desk(small.desk) as hands:
            await types_a_note(hands, small)
            disk.fail_at = disk.count + 1
            await hands.press("ctrl+s")
            shown = " ".join(hands.text.split())
            assert WORDS in shown
            assert "is full" in shown
            assert disk.failed
            disk.fail_at = 0
            await hands.press("ctrl+s")
            assert hands.place != "record"
    with Store.open(small.desk.store.path) as store:
        found = store.fetch("SELECT count(*) FROM words WHERE body LIKE ?", (f"%{WORDS}%",))
        assert found[0][0] == 1
        assert store.verify_journal() == []


async def test_an_office_for_reading_only_says_so_before_anybody_types(small: SmallOffice) -> None:
    small.desk.store.why_read_only = "this account may not write to the file"
    async with at_the_desk(small.desk) as hands:
        assert "READ ONLY" in hands.text
        await hands.press("n")
        assert "open for reading only" in hands.message
        assert hands.place == "today"


async def test_a_damaged_page_is_told_and_what_can_be_read_is_still_there(small: SmallOffice) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.press("escape")
        content = bytearray(small.desk.store.path.read_bytes())
        content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
        small.desk.store.path.write_bytes(content)
        small.desk.store._reader.execute("PRAGMA shrink_memory")  # what it still knew of the file is forgotten
        await hands.press("f5")
        await hands.press("enter")
        assert hands.app.return_code is None  # nothing of it ends the program
        assert "restore" in hands.message


async def test_a_case_that_cannot_be_read_just_now_is_told_and_the_list_stays(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise StoreError("The disk gave an error. Try again.")

    monkeypatch.setattr(today, "read_peek", unreadable)
    async with at_the_desk(small.desk) as hands:
        await hands.press("down")
        await hands.wait_a_bit(0.3)
        await hands.rest()
        assert "The disk gave an error. Try again." in hands.message
        assert hands.place == "today"


async def test_kinds_of_case_that_cannot_be_counted_just_now_are_told_and_the_list_stays(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list was read, and right after it the line to the office was cut: that ended the program."""

    def unreadable(*_: object) -> None:
        raise StoreError("The line was cut. Try again.")

    async with at_the_desk(small.desk) as hands:
        monkeypatch.setattr(today.TodayScreen, "_read_kinds", unreadable)
        await hands.press("m")
        assert "The line was cut. Try again." in hands.message
        assert hands.place == "today"
        monkeypatch.undo()
        await hands.press("f5")
        assert "This is how it stands now." in hands.message
        assert hands.app.return_code is None


@pytest.mark.parametrize(
    "opened",
    [("entry", 1), ("correct", 1), ("strike", 1), ("copies",), ("sign-off", "acknowledge"), ("why", "acknowledge")],
)
@pytest.mark.parametrize(
    "error", [StoreError("The line was cut. Try again."), NoSuchCase("CO-0003")], ids=["cut", "closed"]
)
async def test_a_dialog_that_cannot_read_its_case_is_not_opened_and_says_why(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch, opened: tuple[str | int, ...], error: Exception
) -> None:
    def unreadable(*_: object) -> None:
        raise error

    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        for name in ("case_view", "why_view"):
            monkeypatch.setattr(reading, name, unreadable)
        await hands.open(opened[0], small.carer, *opened[1:])
        if hands.place != "case":  # some can say so themselves
            assert "no such entry" in hands.text or str(error)[:20] in hands.words
            await hands.press("escape")
        else:
            assert str(error) in hands.message
        assert hands.place == "case"
        monkeypatch.undo()
        await hands.press("f5")
        assert hands.app.return_code is None


async def test_an_entry_of_a_case_about_oneself_is_not_corrected(small: SmallOffice) -> None:
    """Whoever recorded in a case that is about them sees their letters in it, and changes nothing."""
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        case = reading.case_view(small.desk, small.carer)
        with pytest.MonkeyPatch.context() as narrowly:
            narrowly.setattr(reading, "case_view", lambda *_: replace(case, narrow=True))
            for name in ("correct", "strike"):
                await hands.open(name, small.carer, case.entries[0].id)
                assert "has no such entry any more" in hands.words
                await hands.press("ctrl+s", "escape")
        assert reading.case_view(small.desk, small.carer).version == case.version


async def test_another_file_in_the_offices_place_is_told_to_whoever_only_looks(small: SmallOffice) -> None:
    place = small.desk.store.path
    async with at_the_desk(small.desk) as hands:
        aside = place.rename(place.with_name("aside.db"))
        await asyncio.to_thread(hands.app.compare)
        await hands.rest()
        assert "was moved or replaced while it was open" in " ".join(hands.message.split())
        aside.rename(place)
        await asyncio.to_thread(hands.app.compare)
        await hands.rest()
        assert THERE_AGAIN in hands.message
