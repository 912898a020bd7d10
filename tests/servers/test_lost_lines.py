"""A line that is lost without a word: the session ends all the same, and what was typed is there."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.servers.office_kit import ALICE, BOB, SharedServer, shared_server
from tests.servers.session_kit import drafts, forget_drafts, opens_the_case, overheard, sessions, signed_in, until
from tests.servers.ssh_kit import Account
from tests.terminal_kit import Terminal

SOON = {
    "ClientAliveInterval 15": "ClientAliveInterval 1",
    "ClientAliveCountMax 4": "ClientAliveCountMax 2",
    "UnusedConnectionTimeout 1m": "UnusedConnectionTimeout 2s",
}
"""What stands in the example, and how long a test waits."""
WORDS = "Jo Reed, 020 7946 0000, at the desk"


@pytest.fixture(scope="module")
def server(account: Account) -> Iterator[SharedServer]:
    with shared_server(account, sshd=SOON) as found:
        found.let_in_quickly(ALICE, BOB)
        yield found


def vanishes(person: Terminal) -> None:
    """The person's computer stands still: the line is open and nothing answers on it any more."""
    os.kill(person._pid, signal.SIGSTOP)


def test_who_vanishes_without_a_word_is_out_and_the_draft_is_kept(server: SharedServer) -> None:
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", "Acknowledge in writing")
        bob.is_at("Who deals with it")
        bob._quiet = 0.02
        bob.press(WORDS)
        bob.sees(WORDS)
        vanishes(bob)  # before the second is over after which a draft is kept
        assert sessions(server)
        until(lambda: not sessions(server))
    assert WORDS in drafts(server, BOB)
    assert "Timeout, client not responding" in server.sshd.said()
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", WORDS, "Draft from", "kept")


def test_who_vanishes_while_the_screen_is_painted_is_out_too(server: SharedServer) -> None:
    """The line is full, so the program stands in the middle of writing to it."""
    with signed_in(server, ALICE, lines=120, columns=400) as alice:
        alice.sees("[1 Today]", "CO-0001")
        os.write(alice._end, b"21" * 1500)  # each a whole picture
        alice.glance()
        vanishes(alice)
        until(lambda: not sessions(server), 60)


def test_nothing_is_written_while_nobody_types(server: SharedServer) -> None:
    """Or sshd would never come to ask whether anybody is there, and the line of who works would never rest."""
    forget_drafts(server, BOB)
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", "Acknowledge in writing")
        bob.is_at("Who deals with it")
        bob.press("Jo")
        bob.sees("Draft saved")
        heard, rest = overheard(bob), time.monotonic()

        def rests() -> bool:
            """Whether nothing came for a time in which a cursor would have blinked five times."""
            nonlocal rest
            if heard:
                heard.clear()
                rest = time.monotonic()
            bob.glance()
            return time.monotonic() - rest > 2.5

        until(rests)


def test_a_program_that_waits_for_a_paper_that_never_comes_is_out_too(server: SharedServer) -> None:
    with Terminal(server.sshd.words(server.keys[ALICE], "put", "never.pdf", options=("-T",))) as alice:
        until(lambda: sessions(server))
        vanishes(alice)
        until(lambda: not sessions(server))
    assert "never.pdf" not in server.asks(ALICE, "files").stdout.decode()


def test_who_comes_in_and_asks_for_nothing_is_out_again(server: SharedServer) -> None:
    """ssh -N opens a line and no session on it: nothing of ours runs, so nothing of ours could end it."""
    told = server.sshd.run(server.keys[ALICE], options=("-N",), seconds=30)
    assert told.returncode == 255
    assert "terminating inactive connection" in server.sshd.said()
    assert b"CO-0001" in server.asks(ALICE, "today").stdout, "who works is not put out"
