"""Real servers for the tests: each test run has its own PostgreSQL and its own sshd, on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.postgres_kit import Postgres, postgres_server
from tests.servers.ssh_kit import Account, Sshd, service_account, ssh_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that runs for all tests of this process."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    """The name of an empty database, gone after the test."""
    name = postgres.new_database()
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def account() -> Iterator[Account]:
    """The account that staff come in as."""
    with service_account() as found:
        yield found


@pytest.fixture
def sshd(account: Account) -> Iterator[Sshd]:
    """An sshd without a key: nobody is let in yet."""
    with ssh_server(account) as server:
        yield server
