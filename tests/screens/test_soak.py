"""The soak of the screens in small: 100 short streams to every screen and dialog. `make soak` sends long ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste, Resize

from sharedlives_tui import casework, keymap
from sharedlives_tui.screens import first_run
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.guard import CleanOutput
from tests import hostile_office, soak
from tests.hostile_office import Hostile
from tests.soak_streams import NAMED, Streams, key_bytes, paste, resized

SEED = 4
STREAMS = 100
"""Of a single key, word or paste each, so that they take seconds."""
STAY = 50
FEW = 30
"""Open cases of one person: what goes through them all at the end of each place is not what is soaked here."""


@pytest.fixture(scope="module")
def offices(hostile_once: Hostile, tmp_path_factory: pytest.TempPathFactory) -> list[Hostile]:
    """A hostile office of each kind, made once."""
    return [hostile_once, hostile_office.make(tmp_path_factory.mktemp("body"), "membership-body", FEW)]


@pytest.mark.parametrize("place", soak.PLACES)
async def test_random_streams_do_no_harm(offices: list[Hostile], place: str) -> None:
    sitting = soak.Sitting(place, soak.PLACES.index(place), SEED, streams=STREAMS, length=0, stay=STAY)
    assert await soak.sit(sitting.office_of(offices), sitting) == STREAMS


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A hostile office in which one person has 500 open cases."""
    return hostile_office.make(tmp_path_factory.mktemp("crowded"))


@pytest.mark.parametrize("place", ["today", "cases", "calendar", "person", "find"])
async def test_so_many_open_cases_of_one_person_do_no_harm(crowded: Hostile, place: str) -> None:
    of_them = replace(crowded, people=(crowded.many,))
    assert await soak.sit(of_them, soak.Sitting(place, 0, SEED, streams=4, length=5)) == 4


# -- the soak itself ----------------------------------------------------------------------------------------------


def broken(*_: object, **__: object) -> None:
    raise ValueError("broken")


def nothing(*_: object) -> None:
    return None


@pytest.mark.parametrize(
    ("place", "sent", "where", "name", "instead", "found"),
    [
        ("today", NAMED["f5"], TodayScreen, "action_refresh", broken, "ValueError"),
        ("help", b"", Dialog, "action_back", nothing, "Esc does not lead"),
        ("confirm", b"", CleanOutput, "apply", lambda _, segments, __: segments, "reached the picture"),
        ("today", b"", casework, "check", lambda _: ["CO-0001: not as it should be"], "CO-0001: not as it should be"),
    ],
    ids=["a crash", "no way back", "a control character", "an office that is not as it should be"],
)
async def test_it_finds(
    offices: list[Hostile],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    sent: bytes,
    where: object,
    name: str,
    instead: Callable[..., object],
    found: str,
) -> None:
    monkeypatch.setattr(Streams, "stream", lambda *_: [sent])
    sitting = soak.Sitting(place, 0, streams=1)
    assert await soak.sit(offices[1], sitting) == 1
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(soak.Trouble, match=found) as trouble:
        await soak.sit(offices[1], sitting)
    assert f"--first 0 --streams 1 --place {place}" in str(trouble.value)


async def test_a_first_start_that_does_not_come_to_an_end_is_told_as_such(
    offices: list[Hostile], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not as one that Esc does not leave: the wait was given up, and with it everything that was to be sent."""
    released = Event()

    def never_done(*_: object) -> None:
        released.wait(60)
        raise OSError("too late")

    def impatient(*_: object) -> list[bytes]:
        monkeypatch.setattr(soak, "PATIENCE", 1.0)
        return [key_bytes("ctrl+s")]

    monkeypatch.setattr(first_run, "start", never_done)
    monkeypatch.setattr(Streams, "stream", impatient)
    try:
        with pytest.raises(soak.Trouble, match="no answer within 1 seconds") as trouble:
            await soak.sit(offices[0], soak.Sitting("first-run", 0, streams=1))
    finally:
        released.set()
    assert "never_done" in str(trouble.value)


def test_every_key_of_the_table_can_be_sent() -> None:
    for key in {name for each in keymap.KEYS for name in each.keys}:
        events = [*XTermParser().feed(key_bytes(key).decode())] if key != "escape" else [Key("escape", None)]
        assert [event.key for event in events if isinstance(event, Key)] == [key]


def test_a_paste_and_a_new_size_arrive_as_such() -> None:
    events = [*XTermParser().feed((paste("two\nlines") + resized(40, 12)).decode())]
    assert isinstance(events[0], Paste)
    assert events[0].text == "two\nlines"
    assert isinstance(events[1], Resize)
    assert events[1].size == (40, 12)


def test_going_home_presses_the_key_that_the_streams_gave_to_today() -> None:
    keymap.wear({"area.today": ("ctrl+y",), "find": ("f4",)})
    try:
        assert soak.as_worn("area.today") == b"\x19"
        assert soak.as_worn("find") == NAMED["f4"]
    finally:
        keymap.wear({})
    assert soak.as_worn("area.today") == b"1"


def test_the_seed_alone_decides_what_is_sent() -> None:
    first, again, other = (Streams("today", seed) for seed in ("a", "a", "b"))
    streams = [first.stream(14) for _ in range(20)]
    assert streams == [again.stream(14) for _ in range(20)]
    assert streams != [other.stream(14) for _ in range(20)]


def test_sittings_go_round_all_places_and_begin_where_one_says() -> None:
    todo = [*soak.sittings(10 * len(soak.PLACES), seed=1)]
    assert [each.place for each in todo] == [*soak.PLACES]
    assert [*soak.sittings(25, seed=1, first=3)] == todo[3:6]
