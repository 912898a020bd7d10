"""A session that nobody uses is hidden, then ended; what was typed is a draft. At a desk only if wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sharedlives_tui import office, shared
from sharedlives_tui.screens import drafts
from sharedlives_tui.seat import viewer_of
from sharedlives_tui.settings import DEFAULTS
from sharedlives_tui.store.errors import DiskFull
from sharedlives_tui.widgets import idle
from sharedlives_tui.widgets.cover import Cover
from sharedlives_tui.widgets.idle import AT_DESK, GONE, LESS, LESS_HERE, ON_SERVER, locked_words, lost_words
from tests.screens.hands import Hands, at_the_desk
from tests.screens.offices import SmallOffice

MINUTES = 15


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(idle, "time", found)
    return found


@pytest.fixture
def served(small: SmallOffice, tmp_path: Path) -> Iterator[shared.Session]:
    now = shared.Session("anna", str(small.desk.store.place), str(tmp_path), "office")
    shared.begin(now)
    yield now
    shared.end()


async def passes(hands: Hands, watch: Clock, seconds: float, minutes: int = MINUTES) -> None:
    watch.seconds += seconds
    hands.app.look_how_long(minutes)
    await hands.pilot.pause()


def is_hidden(hands: Hands) -> bool:
    return isinstance(hands.app.screen, Cover)


def said(hands: Hands) -> str:
    """What stands where the screens were, after the program."""
    return " ".join(str(each) for each in hands.app._exit_renderables)


async def test_the_screen_is_hidden_and_any_key_only_brings_it_back(small: SmallOffice, watch: Clock) -> None:
    async with at_the_desk(small.desk) as hands:
        for key in ("q", "enter", "f9", "ctrl+q", "2", "escape"):
            await passes(hands, watch, MINUTES * 60 - 61)
            assert not is_hidden(hands)
            await passes(hands, watch, 2)
            assert is_hidden(hands)
            await passes(hands, watch, 10)  # a second look lays no second page over it
            assert len([each for each in hands.app.screen_stack if isinstance(each, Cover)]) == 1
            drawn = "\n".join(str(each.render()) for each in hands.app.screen.query("Words"))
            assert "Nothing is lost" in drawn
            await hands.press(key)
            assert not is_hidden(hands)
            assert hands.app.is_running
            assert hands.place == "today"
            assert hands.app.current_mode == "today"
        await passes(hands, watch, MINUTES * 60 - 61)
        assert not is_hidden(hands)  # the key counted


async def test_nothing_of_a_case_shows_while_it_is_hidden(small: SmallOffice, watch: Clock) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("case", small.carer)
        shown = hands.app.export_screenshot()
        assert small.carer in shown
        await passes(hands, watch, MINUTES * 60 - 30)
        assert is_hidden(hands)
        hidden = hands.app.export_screenshot()
        assert small.carer not in hidden
        assert "CARER" not in hidden.upper().replace("SCARER", "")
        await hands.pilot.click(offset=(3, 3))
        assert not is_hidden(hands)


async def test_a_session_ends_with_what_was_typed_kept(small: SmallOffice, watch: Clock) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        await passes(hands, watch, MINUTES * 60 + 1)
        assert locked_words(MINUTES) in said(hands)
        assert "is a draft" in said(hands)
    assert "Half a thought" in " ".join(
        each.body for each in drafts.views.drafts(small.desk.store, small.desk.recorder)
    )


async def test_a_pause_of_a_minute_hides_half_of_it(small: SmallOffice, watch: Clock) -> None:
    async with at_the_desk(small.desk) as hands:
        await passes(hands, watch, 29, 1)
        assert not is_hidden(hands)
        await passes(hands, watch, 2, 1)
        assert is_hidden(hands)
        await passes(hands, watch, 30, 1)
        assert "after 1 minute " in said(hands)


async def test_at_a_desk_nothing_is_locked_until_the_office_wants_it(small: SmallOffice, watch: Clock) -> None:
    assert (DEFAULTS[AT_DESK], DEFAULTS[ON_SERVER]) == ("0", "15")
    async with at_the_desk(small.desk) as hands:
        watch.seconds += 100_000
        hands.app._ask()
        await hands.rest()
        assert not is_hidden(hands)
        with small.desk.store.writing("P-1", small.desk.clock.now()) as writer:
            writer.put_setting(AT_DESK, "30")
        hands.app._ask()
        await hands.pilot.pause()
        assert "after 30 minutes" in said(hands)
        assert "Start the program again" in said(hands)


async def test_on_a_server_it_locks_by_itself(small: SmallOffice, watch: Clock, served: shared.Session) -> None:
    _belongs(small, served.account)
    async with at_the_desk(small.desk) as hands:
        hands.app._ask()
        await hands.rest()
        assert hands.app.is_running
        watch.seconds += 15 * 60
        hands.app._ask()
        await hands.pilot.pause()
        assert "Sign in again with your key" in said(hands)


async def test_who_is_let_in_no_more_is_out_soon(small: SmallOffice, watch: Clock, served: shared.Session) -> None:
    _belongs(small, served.account)
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        with small.desk.store.writing("P-1", small.desk.clock.now()) as writer:
            writer.put_setting(office.account_key(served.account), "")
        hands.app._ask()
        await hands.pilot.pause()
        assert GONE in said(hands)
    assert "Half a thought" in " ".join(
        each.body for each in drafts.views.drafts(small.desk.store, small.desk.recorder)
    )


async def test_whose_role_ends_is_out_with_what_they_typed_kept(
    small: SmallOffice, watch: Clock, served: shared.Session
) -> None:
    _belongs(small, served.account)
    desk = small.desk
    office.add_role(desk, f"P-{desk.viewer.person_id}", "panel member", desk.today - timedelta(days=9), None)
    more = replace(desk, viewer=viewer_of(desk.store, f"P-{desk.viewer.person_id}", desk.today))
    async with at_the_desk(more) as hands:
        hands.app._ask()
        await hands.rest()
        assert hands.app.is_running
        with desk.store.writing("P-1", desk.clock.now()) as writer:
            writer.end_role(more.viewer.person_id or 0, "panel member", desk.today - timedelta(days=1))
        hands.app._ask()
        await hands.pilot.pause()
        assert LESS in said(hands)


async def test_whose_role_ends_at_a_desk_goes_on_anew_with_what_they_typed_kept(
    small: SmallOffice, watch: Clock
) -> None:
    desk = small.desk
    async with at_the_desk(desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        hands.app._ask()
        await hands.rest()
        assert hands.app.is_running
        with desk.store.writing("P-1", desk.clock.now()) as writer:
            for role in desk.viewer.roles:
                writer.end_role(desk.viewer.person_id or 0, role, desk.today - timedelta(days=1))
        hands.app._ask()
        await hands.pilot.pause()
        assert LESS_HERE in said(hands)
    kept = drafts.views.drafts(desk.store, desk.recorder)
    assert "Half a thought" in " ".join(each.body for each in kept)


async def test_while_a_draft_cannot_be_kept_it_is_hidden_and_does_not_end_at_once(
    small: SmallOffice, watch: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        whole = idle.keep_drafts
        monkeypatch.setattr(idle, "keep_drafts", lambda _app: str(DiskFull("office.db")))
        await passes(hands, watch, MINUTES * 60 + 1)
        assert is_hidden(hands)
        await passes(hands, watch, idle.WAITS_FOR_DRAFTS - 60)
        assert hands.app.is_running
        monkeypatch.setattr(idle, "keep_drafts", whole)
        await passes(hands, watch, 5)
        assert locked_words(MINUTES) in said(hands)
    assert "Half a thought" in " ".join(
        each.body for each in drafts.views.drafts(small.desk.store, small.desk.recorder)
    )


async def test_a_draft_that_can_never_be_kept_does_not_keep_the_session_open_for_ever(
    small: SmallOffice, watch: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_desk(small.desk) as hands:
        await hands.open("record", small.carer, "note")
        await hands.type("Half a thought")
        await passes(hands, watch, MINUTES * 60 - 30)  # hidden, and this far it is a draft
        monkeypatch.setattr(idle, "keep_drafts", lambda _app: str(DiskFull("office.db")))
        await passes(hands, watch, idle.WAITS_FOR_DRAFTS)
        assert is_hidden(hands)
        await passes(hands, watch, 31)
        words = said(hands)
        assert lost_words(MINUTES, str(DiskFull("office.db"))) in words
        assert "after 75 minutes" in words
        assert "is full" in words
        assert "Nothing is lost" not in words
    assert "Half a thought" in " ".join(
        each.body for each in drafts.views.drafts(small.desk.store, small.desk.recorder)
    )


async def test_an_office_that_cannot_be_asked_hides_and_ends_the_session_as_it_said_last(
    small: SmallOffice, watch: Clock, served: shared.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    _belongs(small, served.account)
    with small.desk.store.writing("P-1", small.desk.clock.now()) as writer:
        writer.put_setting(ON_SERVER, "20")

    def gone(*_: object) -> None:
        raise DiskFull("office.db")

    async with at_the_desk(small.desk) as hands:
        hands.app._ask()
        await hands.rest()
        monkeypatch.setattr(idle.views, "settings", gone)
        watch.seconds += 19 * 60 + 30
        hands.app._ask()
        await hands.pilot.pause()
        assert is_hidden(hands)
        watch.seconds += 31
        hands.app._ask()
        await hands.pilot.pause()
        assert locked_words(20) in said(hands)


def _belongs(small: SmallOffice, account: str) -> None:
    with small.desk.store.writing("P-1", small.desk.clock.now()) as writer:
        writer.put_setting(office.account_key(account), f"P-{small.desk.viewer.person_id}")
