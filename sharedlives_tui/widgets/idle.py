"""A session that nobody uses: hidden after a while, then ended, with what was typed kept as a draft.

Hidden, it shows nothing of a case; any key brings it back. Ended, it is locked as well as a terminal can be: to go on
one signs in again, over SSH with the key. How long both take is a number of the office, one for a server and one for a
desk. While a draft cannot be kept (a full disk, a server that is away) it stays hidden for an hour more. Then it ends
all the same, and says so: a session that never ends keeps a door open.
"""

from __future__ import annotations

import time
from contextlib import suppress

from textual import events

from sharedlives_tui import settings, shared
from sharedlives_tui.seat import day_of_roles, viewer_of
from sharedlives_tui.store import register, views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.comings import ComesAndGoes
from sharedlives_tui.widgets.cover import Cover
from sharedlives_tui.widgets.ending import keep_drafts, without_draft

LOOK_EVERY = 5.0
"""Seconds between two looks at how long nobody has pressed a key."""
HIDDEN_FOR = 60.0
"""Seconds for which it is hidden before it ends; half of the time where that is only a minute."""
WAITS_FOR_DRAFTS = 3600.0
"""Seconds for which it then waits, hidden, for a draft that cannot be kept, before it ends without it."""
ON_SERVER, AT_DESK = "idle_minutes_server", "idle_minutes_desk"
"""The office's settings; 0 never locks."""
_TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)
"""What somebody does who sits there; a mouse that is pushed by a sleeve is nobody."""
GONE = "Your account on this server was closed. What you typed is kept."
LESS = "A role of yours has ended. What you typed is a draft. Sign in again with your key to go on with the others."
LESS_HERE = "A role of yours has ended. What you typed is a draft. Start the program again to go on with what you may."
GONE_WITH_IT = "What stood in a form that keeps no draft is gone."
NOT_KEPT = "You are let in no more as you were. What was typed last could not be kept: the office could not be written."


class LocksWhenIdle(ComesAndGoes):
    """The base of the program that does not wait for ever in front of an open office."""

    _touched = 0.0
    _minutes: int | None = None
    """How long the office waits, as it said last."""

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
        """In a thread: how long the office waits, and whether whoever sits there is still who they were."""
        now, why = shared.session(), ""
        which = AT_DESK if now is None else ON_SERVER
        with suppress(StoreError):  # what was said last holds, while the office cannot be asked
            self._minutes = settings.number(views.settings(self.desk.store), which)
            why = self._why_less() if now is None else self._why_out(now.account)
        minutes = int(settings.DEFAULTS[which]) if self._minutes is None else self._minutes
        self.call_later(self.look_how_long, minutes, why)

    def _why_out(self, account: str) -> str:
        """Why whoever came in is out now; empty where they are still let in, with all that they could do then."""
        store, came = self.desk.store, self.desk.viewer
        found = register.person_of_account(store, settings.account_key(account))
        if found != f"P-{came.person_id}":
            return GONE
        holds = viewer_of(store, found, self.desk.today)
        return GONE if not holds.known else LESS if came.roles - holds.roles else ""

    def _why_less(self) -> str:
        """Why whoever sits here goes on anew: a role with which they came has ended. Empty where none has."""
        came = self.desk.viewer
        if not came.known:
            return ""
        day = day_of_roles(self.desk.today, practice=self.desk.office.practice)
        return LESS_HERE if came.roles - viewer_of(self.desk.store, f"P-{came.person_id}", day).roles else ""

    def look_how_long(self, minutes: int, why_out: str = "") -> None:
        """Hide or end the session, if nobody has pressed a key for as long as that takes; end it for `why_out`."""
        if not self.screen_stack:
            return  # the program is about to end
        if why_out:
            self.lock(why_out)
        elif minutes and not self._ends(minutes):
            self._hides(minutes)

    def _ends(self, minutes: int) -> bool:
        """End the session if it is time, and what was typed is kept or was waited for in vain; return whether it is."""
        over = time.monotonic() - self._touched - minutes * 60.0
        why_not = keep_drafts(self) if over >= 0 else ""
        if over < 0 or (why_not and over < WAITS_FOR_DRAFTS):
            return False
        lost = without_draft(self)  # nobody waits behind an open door for what can never be kept
        said = lost_words(minutes, why_not) if why_not else locked_words(minutes, all_kept=not lost)
        self.exit(message=_truly(said, lost))
        return True

    def _hides(self, minutes: int) -> None:
        limit = minutes * 60.0
        soon = time.monotonic() - self._touched >= limit - min(HIDDEN_FOR, limit / 2)
        if soon and not isinstance(self.screen, Cover):
            keep_drafts(self)
            self.push_screen(Cover(minutes, all_kept=not without_draft(self)))

    def lock(self, words: str) -> None:
        """End the session with what was typed kept as far as it can be, and say why where the screens were."""
        self.exit(message=_truly(NOT_KEPT if keep_drafts(self) else words, without_draft(self)))


def _truly(words: str, lost: bool) -> str:
    """The words for the end, with what goes for good."""
    return f"{words} {GONE_WITH_IT}" if lost else words


def locked_words(minutes: int, *, all_kept: bool = True) -> str:
    """Return what is said when a session has ended because nobody used it."""
    again = "Start the program again" if shared.session() is None else "Sign in again with your key"
    after = _in_minutes(minutes)
    drafts = "Nothing is lost: what you typed is a draft." if all_kept else "What has a draft is kept."
    return f"Locked after {after} without a key. {drafts} {again} to go on."


def lost_words(minutes: int, why: str) -> str:
    """Return what is said when a session has ended though some of what was typed could not be kept, for that reason."""
    waited = _in_minutes(minutes + round(WAITS_FOR_DRAFTS / 60))
    words = f"Locked after {waited} without a key. What was typed last could not be kept in all that time"
    return f"{words}, because: {why} What was a draft before still is."


def _in_minutes(number: int) -> str:
    return f"{number} {'minute' if number == 1 else 'minutes'}"
