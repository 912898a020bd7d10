"""What can go wrong with a server, in words: what happened, what is safe, what to do."""

from __future__ import annotations

from typing import Any

from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.shared import session, with_place
from sharedlives_tui.store.errors import Busy, Damaged, DiskFull, Exists, ReadOnly, StoreError
from sharedlives_tui.store.server.connect import PROGRAM, driver


class ServerGone(StoreError):
    """The server does not answer. Asked again, the program connects anew."""

    def __init__(self, place: str, said: str = "") -> None:
        words = (
            "The server with the office ({place}) does not answer{said}. What was saved is safe there. Try again in a "
            "moment: the program connects anew by itself. If it goes on, tell whoever looks after the server."
        )
        super().__init__(with_place(words, place, _said(said)))


class NotSaved(ServerGone):
    """The server went away before anything was saved."""

    def __init__(self, place: str) -> None:
        words = (
            "Not saved: the server with the office ({place}) went away while it was being saved. What was saved before "
            "is safe there, nothing was half saved, and your text is kept here. Save again in a moment."
        )
        StoreError.__init__(self, with_place(words, place))


class PerhapsSaved(ServerGone):
    """The server went away in the very moment of saving, and nobody heard what it did."""

    def __init__(self, place: str) -> None:
        words = (
            "The server with the office ({place}) went away in the moment of saving: this may be saved, or not. It is "
            "never half saved, and your text is kept here. Look at the case once the server answers, before you save "
            "again."
        )
        StoreError.__init__(self, with_place(words, place))


class Taken(Exists):
    """There is an office in that database already."""

    def __init__(self, place: str) -> None:
        words = "There is an office at {place} already. It was left as it is. Name another database, an empty one."
        StoreError.__init__(self, with_place(words, place))


class NotLetIn(StoreError):
    """The account of the server is no account of the office."""

    def __init__(self, place: str) -> None:
        words = (
            "This account of the server may not use the office at {place}. Nothing was changed. Ask whoever looks "
            f"after the server to let it in: GRANT {PROGRAM} TO the account."
        )
        super().__init__(with_place(words, place))


_WAY = ("08", "57P")
"""What PostgreSQL's states begin with where a connection is over or cannot be made."""


def is_gone(error: BaseException) -> bool:
    """Return whether the connection is over: whatever is asked next needs another one."""
    if not isinstance(error, driver().Error):
        return False
    state = error.sqlstate
    if state is None:
        return isinstance(error, driver().OperationalError | driver().InterfaceError)
    return bool(state.startswith(_WAY)) or state == "25P03"


def in_words(error: Any, place: str, waited: float = 0, *, reading: bool = False) -> StoreError | None:
    """Return the plain error for one of psycopg; None where it is a mistake of ours that should be seen.

    `reading` says that nothing was being saved.
    """
    state = str(error.sqlstate or "")
    if is_gone(error) or (state.startswith("53") and state not in ("53100", "53200")):
        return ServerGone(place, str(error))
    if state in ("55P03", "40P01"):
        return Busy(waited, reading=reading)
    if state == "57014":
        words = "The server with the office ({place}) took too long and was stopped. Nothing was half saved. Try again."
        return StoreError(with_place(words, place))
    if state == "53100":
        return DiskFull(place, reading=reading)
    if state == "25006":
        return ReadOnly(place, "the server lets nobody write there now")
    if state in ("42501", "22023"):
        return NotLetIn(place)
    if state in ("XX001", "XX002"):
        return Damaged(place, "the server says that parts of the database contradict each other")
    return None


def cannot_sign_in(error: Any, place: str) -> StoreError:
    """Return the plain error for a first connection that was refused."""
    words = "The office at {place} could not be opened{said}. Nothing was changed. "
    if session() is not None:
        words += "Tell whoever looks after the server."
    else:
        words += "Check the name of the server and of the database, whether the network is there, and the account: its "
        words += "password belongs into ~/.pgpass, never into the name of the office."
    return StoreError(with_place(words, place, _said(str(error))))


def _said(words: str) -> str:
    line = clean_line(words.strip().partition("\n")[0], 300).rstrip(".")
    return f" ({line})" if line else ""
