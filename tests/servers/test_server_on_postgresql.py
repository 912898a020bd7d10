"""The whole of it: staff over a real sshd, and their office in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.servers.office_kit import ALICE, BOB, SharedServer, shared_server
from tests.servers.postgres_kit import Postgres
from tests.servers.session_kit import drafts, journal, opens_the_case, overheard, sessions, signed_in, until
from tests.servers.ssh_kit import Account

WORDS = "Jo Reed, 020 7946 0000, at the desk"


@contextmanager
def let_in_by_peer(postgres: Postgres, name: str) -> Iterator[None]:
    """The account of the system is the account of the database, as docs/server.md has it; it comes in by its name."""
    sockets, rules = postgres._sockets, postgres._data / "pg_hba.conf"
    before = rules.read_text()
    if not postgres.ask("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)):
        postgres.ask(f'CREATE ROLE "{name}" LOGIN')
    postgres.ask(f'GRANT sharedlives_program TO "{name}"')
    rules.write_text(f'local all "{name}" peer\n{before}')
    sockets.chmod(0o755)
    postgres.ask("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        rules.write_text(before)
        postgres.ask("SELECT pg_reload_conf()")
        sockets.chmod(0o700)


@pytest.fixture
def server(account: Account, postgres: Postgres, database: str) -> Iterator[SharedServer]:
    url = postgres.url(database, account.name)
    with (
        shared_server(account, url=url, owner=postgres.url(database)) as found,
        let_in_by_peer(postgres, account.name),
    ):
        found.let_in_quickly(ALICE, BOB)
        yield found


def test_a_day_at_work_on_an_office_of_a_server(server: SharedServer, postgres: Postgres) -> None:
    with signed_in(server, ALICE) as alice, signed_in(server, BOB) as bob:
        came = [overheard(each) for each in (alice, bob)]
        for each in (alice, bob):
            opens_the_case(each)
        alice.press("a")
        alice.is_at("Note")
        alice.press("Said by Alice", "ctrl+s")
        alice.sees("Recorded")
        bob.sees("Olu Officer recorded", "CO-0001")  # live, without a key
        bob.press("w")
        bob.sees("[1 Facts]", "Acknowledge in writing")
        bob.is_at("Who deals with it")
        bob._quiet = 0.02
        bob.press(WORDS)
        bob.sees(WORDS)
        bob.kill()  # the line is cut
        until(lambda: WORDS in drafts(server, BOB))
        alice.press("ctrl+q")
        assert alice.ends() == 0
    with signed_in(server, BOB) as bob:
        opens_the_case(bob)
        bob.press("w")
        bob.sees("[1 Facts]", WORDS, "Draft from", "kept")
        bob.press("ctrl+q")
        assert bob.ends() == 0
    until(lambda: not sessions(server))
    assert server.desk.store.verify_journal() == []
    assert "Olu Officer: came in (SSH key of alice)" in journal(server)
    assert server.operator("admin", "check").returncode == 0
    no_shell(server)
    told_nothing(server, postgres, *map(bytes, came))


def no_shell(server: SharedServer) -> None:
    for asked in ("id", "/bin/sh -i", "psql", "get /etc/passwd"):
        told = server.asks(ALICE, asked)
        assert (told.returncode, told.stdout) == (1, b"")
        assert b"uid=" not in told.stderr
    assert b"CO-0001" in server.asks(ALICE, "today").stdout


def told_nothing(server: SharedServer, postgres: Postgres, *came: bytes) -> None:
    """Nothing of where the office lies went over the line, not even when its server was away."""
    with signed_in(server, ALICE) as alice:
        heard = overheard(alice)
        opens_the_case(alice)
        alice.press("a")
        alice.is_at("Note")
        alice.press("Typed while it was away")
        postgres.stop()
        try:
            alice.press("ctrl+s")
            alice.sees("Not saved", "Typed while it was away")
            told = server.asks(ALICE, "today")
        finally:
            postgres.start()
        assert told.returncode == 3
        assert b"could not be opened" in told.stderr
        alice.press("ctrl+s")
        alice.sees("Recorded")
    for words in (*came, bytes(heard), told.stdout, told.stderr):
        for never in (str(postgres.folder), "PGSQL", "://", str(postgres.port), str(server.folder)):
            assert never.encode() not in words, words
