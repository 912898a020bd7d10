"""A session that nobody uses: hidden after a while, then ended, with what was typed kept as a draft.

Hidden, it shows nothing of a case; any key brings it back. Ended, it is locked as well as a terminal can be: to go on
one signs in again, over SSH with the key. How long both take is a number of the office, one for a server and one for a
desk.
"""

from __future__ import annotations

import time
from contextlib import suppress

from textual import events

from sharedlives_tui import settings, shared
from sharedlives_tui.store import register, views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.comings import ComesAndGoes
from sharedlives_tui.widgets.cover import Cover
from sharedlives_tui.widgets.ending import keep_drafts

LOOK_EVERY = 5.0
"""Seconds between two looks at how long nobody has pressed a key."""
HIDDEN_FOR = 60.0
"""Seconds for which it is hidden before it ends; half of the time where that is only a minute."""
ON_SERVER, AT_DESK = "idle_minutes_server", "idle_minutes_desk"
"""The office's settings; 0 never locks."""
_TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What somebody does who sits there; a mouse that is pushed by a sleeve is nobody."""
GONE = "Your account on this server was closed. What you typed is kept."


class LocksWhenIdle(ComesAndGoes):
    """The base of the program that does not wait for ever in front of an open office."""

    _touched = 0.0

    def on_mount(self) -> None:
        self._touched = time.monotonic()
        self.set_interval(LOOK_EVERY, self._look_at_the_time)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, _TOUCHES):
            self._touched = time.monotonic()
        if isinstance(event, events.Key) and self.screen_stack and isinstance(self.screen, Cover):
            self.screen.dismiss()  # here, because some keys of the program work whatever lies on top
            return
        await super().on_event(event)

    def _look_at_the_time(self) -> None:
        self.run_worker(self._ask, thread=True, group="idle", exclusive=True)

    def _ask(self) -> None:
        """In a thread: how long the office waits, and whether the account is still somebody's."""
        now = shared.session()
        with suppress(StoreError):  # it is asked again soon
            kept = views.settings(self.desk.store)
            minutes = settings.number(kept, AT_DESK if now is None else ON_SERVER)
            known = now is None or self._is_mine(now.account)
            self.call_later(self.look_how_long, minutes, known)

    def _is_mine(self, account: str) -> bool:
        found = register.person_of_account(self.desk.store, settings.account_key(account))
        return found == f"P-{self.desk.viewer.person_id}"

    def look_how_long(self, minutes: int, known: bool = True) -> None:
        """Hide or end the session, if nobody has pressed a key for as long as that takes."""
        if not self.screen_stack:
            return  # the program is about to end
        idle, limit = time.monotonic() - self._touched, minutes * 60.0
        if not known:
            self.lock(GONE)
        elif minutes and idle >= limit:
            self.lock(locked_words(minutes))
        elif minutes and idle >= limit - min(HIDDEN_FOR, limit / 2) and not isinstance(self.screen, Cover):
            keep_drafts(self)
            self.push_screen(Cover(minutes))

    def lock(self, words: str) -> None:
        """End the session with what was typed kept, and say why where the screens were."""
        keep_drafts(self)
        self.exit(message=words)


def locked_words(minutes: int) -> str:
    """Return what is said when a session has ended because nobody used it."""
    again = "Start the program again" if shared.session() is None else "Sign in again with your key"
    after = f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
    return f"Locked after {after} without a key. Nothing is lost: what you typed is a draft. {again} to go on."
