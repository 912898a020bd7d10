"""A real PostgreSQL of its own for the tests: on loopback and in a folder of sockets, gone with the tests."""

from __future__ import annotations

import itertools
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg

from tests.servers.child_servers import Child, MissingServer, find, free_port, open_folder

OWNER = "postgres"
"""The account of the database that may do everything; and the account of the system, where the tests run as root."""

# A test's office need not outlast the machine. What a transaction kept is still kept when the server alone is killed.
_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
    "shared_buffers": "'64MB'",
    "max_wal_size": "'256MB'",
    "log_min_messages": "'warning'",
    "timezone": "'UTC'",
}


def _programs() -> Path:
    """Return the folder of the server's programs: the one in the path, else the newest of the distribution's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(re.sub(r"\D", "", str(each)) or 0))
    return find("initdb", *map(str, reversed(found))).resolve().parent


class Postgres:
    """A running server. Made by `postgres_server`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.password = secrets.token_hex(12)
        """Of the owner, where somebody comes over TCP; in the folder of sockets everybody is believed."""
        self._sockets = folder / "s"
        self._data = folder / "data"
        self._programs = _programs()
        self._account = OWNER if os.geteuid() == 0 else None
        self._names = itertools.count(1)
        self._child: Child | None = None
        self._prepare()
        self.start()

    # -- the server -----------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        secret = self.folder / "secret"
        secret.touch(0o600)
        secret.write_text(self.password)
        self._sockets.mkdir(0o700)
        if self._account is not None:
            try:
                owner = pwd.getpwnam(self._account)
            except KeyError:
                raise MissingServer(f"There is no account {OWNER} to run PostgreSQL, and root may not.") from None
            for each in (self.folder, secret, self._sockets):
                os.chown(each, owner.pw_uid, owner.pw_gid)
        as_whom = {} if self._account is None else {"user": OWNER, "group": OWNER, "extra_groups": []}
        made = subprocess.run(
            [
                *(str(self._programs / "initdb"), "--pgdata", str(self._data), "--username", OWNER, "--no-sync"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--pwfile", str(secret)),
                *("--auth-local", "trust", "--auth-host", "scram-sha-256", "--data-checksums"),
            ],
            capture_output=True,
            text=True,
            cwd="/",
            **as_whom,  # type: ignore[call-overload]
        )
        if made.returncode:
            raise MissingServer(f"PostgreSQL cannot make a place for its data:\n{made.stdout}{made.stderr}")
        settings = {**_SETTINGS, "port": str(self.port), "unix_socket_directories": f"'{self._sockets}'"}
        with (self._data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        """Start the server, at the same port as before, and wait until it answers."""
        words = [str(self._programs / "postgres"), "-D", str(self._data)]
        self._child = Child(words, self.folder / "log", end=signal.SIGINT, account=self._account)
        self._child.comes(self._answers)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT cuts everybody off in an orderly way, SIGQUIT as in a crash."""
        if self._child is not None:
            self._child.stop(how)

    def said(self) -> str:
        """What the server wrote into its log."""
        return "" if self._child is None else self._child.said()

    def _answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    # -- its databases --------------------------------------------------------------------------------------------

    def url(self, database: str, user: str = OWNER, password: str | None = None, **more: str) -> str:
        """Return the address of a database: in the folder of sockets, or over TCP where a password is given."""
        if password is None:
            where = urlencode({"host": str(self._sockets), "port": str(self.port), **more}, quote_via=quote)
            return f"postgresql://{quote(user)}@/{quote(database)}?{where}"
        rest = f"?{urlencode(more)}" if more else ""
        return f"postgresql://{quote(user)}:{quote(password)}@127.0.0.1:{self.port}/{quote(database)}{rest}"

    def connect(self, database: str = OWNER, user: str = OWNER) -> psycopg.Connection[Any]:
        """Return a connection in which each statement is kept at once. To be closed."""
        return psycopg.connect(
            dbname=database, user=user, host=str(self._sockets), port=self.port, autocommit=True, connect_timeout=5
        )

    def ask(self, sql: str, parameters: Sequence[Any] = (), database: str = OWNER) -> list[tuple[Any, ...]]:
        """Return the rows of a statement that the owner gives, none for one that has none."""
        with self.connect(database) as connection:
            cursor = connection.execute(sql, parameters or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another one; return its name."""
        name = f"office_{next(self._names)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is in it."""
        self.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, program: str, *words: str, given: bytes = b"") -> bytes:
        """Run one of the server's own programs as the owner; return what it wrote."""
        where = ("--host", str(self._sockets), "--port", str(self.port), "--username", OWNER)
        done = subprocess.run([str(self._programs / program), *where, *words], input=given, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def cut_off(self, name: str) -> int:
        """End every connection to a database, as a restart of the network would; return how many there were."""
        return len(self.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)))


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Yield a server that is stopped and gone afterwards. Raises MissingServer."""
    with open_folder("pg") as folder:
        server = Postgres(folder)
        try:
            yield server
        finally:
            server.stop()
            shutil.rmtree(folder / "data", ignore_errors=True)
