"""People in front of the screens of a shared server, and what can be seen of their sessions from outside."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from benchmarks import processes
from sharedlives_tui.store import views
from tests.servers.office_kit import SharedServer, program
from tests.terminal_kit import Terminal

PATIENCE = 30.0


def signed_in(server: SharedServer, account: str, *, asked: str = "", **more: object) -> Terminal:
    """Somebody in front of the screens, who waits no longer than it takes."""
    words = (asked,) if asked else ()
    return server.sshd.sign_in(server.keys[account], *words, quiet=0.1, **more)  # type: ignore[arg-type]


def until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def opens_the_case(person: Terminal) -> None:
    """From the first screen into the case that is there."""
    person.sees("[1 Today]", "CO-0001", "Find")
    person.press("enter")
    person.sees("What to do next", "Acknowledge in writing")


def sessions(server: SharedServer) -> list[int]:
    """The processes of the program that serve somebody now."""
    return [pid for pids in processes.sessions(server.config).values() for pid in pids]


def journal(server: SharedServer) -> list[str]:
    """What the office's journal tells to its administrator, the latest first."""
    told = server.account.run(
        [*program(server.folder), "journal", "--json", "--database", server.place, "--as", "Rae Registered"]
    )
    assert told.returncode == 0, told.stderr
    return [f"{each['by']}: {each['words']}" for each in json.loads(told.stdout)]


def overheard(person: Terminal) -> bytearray:
    """Return what comes over the line from now on, byte by byte; it grows while the terminal is read."""
    came, feed = bytearray(), person._stream.feed

    def hears(data: bytes) -> None:
        came.extend(data)
        feed(data)

    person._stream.feed = hears  # type: ignore[method-assign]
    return came


def drafts(server: SharedServer, account: str) -> str:
    """The words of somebody's drafts."""
    return " ".join(each.body for each in views.drafts(server.desk.store, server.person_of(account)))


def forget_drafts(server: SharedServer, account: str) -> None:
    """Take somebody's drafts away: a form begins at its first field again, whoever typed in it before."""
    person = server.person_of(account)
    kept = views.drafts(server.desk.store, person)
    with server.desk.store.writing(person, server.desk.clock.now()) as writer:
        for each in kept:
            writer.drop_draft(person, each.place)
