"""The servers of the tests are real, are ours alone, and do what the other tests take from them."""

from __future__ import annotations

import json
import signal
from datetime import date
from pathlib import Path

import psycopg
import pytest

from benchmarks.processes import running
from sharedlives_tui.clock import Clock
from sharedlives_tui.office import create_office
from tests.servers.child_servers import MissingServer, find, open_folder
from tests.servers.postgres_kit import Postgres
from tests.servers.session_kit import until
from tests.servers.ssh_kit import ROOT, Account, Sshd, program


@pytest.fixture
def office(account: Account, own_surroundings: Path) -> Path:
    """A practice office of the account that staff come in as."""
    with open_folder("office") as folder:
        path = folder / "office.db"
        desk = create_office(
            path,
            name="Eastmoor",
            nation="england",
            practice=True,
            by_name="Ada Admin",
            by_role="administrator",
            clock=Clock(date(2026, 3, 2)),
        )
        desk.store.close()
        account.owns(folder)
        yield path


# -- PostgreSQL ---------------------------------------------------------------------------------------------------


def test_postgresql_answers_in_its_folder_and_with_a_password_over_tcp(postgres: Postgres, database: str) -> None:
    with (
        psycopg.connect(postgres.url(database)) as inside,
        psycopg.connect(postgres.url(database, password=postgres.password)) as over_tcp,
    ):
        for each in (inside, over_tcp):
            assert each.execute("SELECT current_database()").fetchone() == (database,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url(database, password="wrong"))


def test_a_database_can_be_copied_from_another(postgres: Postgres, database: str) -> None:
    postgres.ask("CREATE TABLE said (words text)", database=database)
    postgres.ask("INSERT INTO said VALUES (%s)", ("Ż 0 ' \\",), database=database)
    copied = postgres.new_database(template=database)
    try:
        assert postgres.ask("SELECT words FROM said", database=copied) == [("Ż 0 ' \\",)]
    finally:
        postgres.drop(copied)


def test_what_was_kept_outlasts_a_crash_of_the_server(postgres: Postgres, database: str) -> None:
    postgres.ask("CREATE TABLE said (words text)", database=database)
    postgres.ask("INSERT INTO said VALUES ('kept')", database=database)
    port = postgres.port
    postgres.stop(signal.SIGQUIT)
    with pytest.raises(psycopg.OperationalError):
        postgres.connect(database)
    postgres.start()
    assert postgres.port == port
    assert postgres.ask("SELECT words FROM said", database=database) == [("kept",)]


def test_who_is_cut_off_notices(postgres: Postgres, database: str) -> None:
    line = postgres.connect(database)
    assert postgres.cut_off(database) == 1
    with pytest.raises(psycopg.OperationalError):
        line.execute("SELECT 1")


# -- sshd ---------------------------------------------------------------------------------------------------------


def test_a_key_runs_its_command_and_nothing_else(sshd: Sshd, office: Path) -> None:
    key = sshd.new_key("ada")
    sshd.allow(key, program("today", "--json", "--database", str(office), "--as", "Ada Admin"))
    for asked in ((), ("id",), ("sh", "-c", "id")):
        told = sshd.run(key, *asked)
        assert told.returncode == 0, told.stderr + sshd.said().encode()
        assert json.loads(told.stdout) == []


def test_a_key_that_was_not_added_is_refused(sshd: Sshd) -> None:
    told = sshd.run(sshd.new_key("stranger"), "id")
    assert told.returncode == 255
    assert b"Permission denied" in told.stderr


def test_the_program_runs_on_a_terminal_and_hears_of_a_new_size(sshd: Sshd, office: Path) -> None:
    key = sshd.new_key("ada")
    sshd.allow(key, program("--database", str(office), "--as", "Ada Admin"))
    with sshd.sign_in(key) as ada:
        ada.sees("Eastmoor", "? Help")
        narrow = max(len(line) for line in ada.seen().splitlines())
        ada.resize(36, 120)
        until(lambda: ada.press("f5") or max(len(line) for line in ada.seen().splitlines()) > 100)
        assert narrow <= 80


def test_a_program_ends_when_the_line_is_cut(sshd: Sshd, office: Path) -> None:
    key = sshd.new_key("ada")
    sshd.allow(key, program("--database", str(office), "--as", "Ada Admin"))
    with sshd.sign_in(key) as ada:
        ada.sees("Eastmoor", "? Help")
        assert running(office)
        ada.kill()
    until(lambda: not running(office))


def test_the_account_is_one_of_its_own_or_it_is_said_why_not(account: Account) -> None:
    assert account.run(["id", "-un"]).stdout.strip() == account.name
    if account.made:  # it may read the program, and write nothing of it
        assert account.run(["test", "-r", str(ROOT / "README.md")]).returncode == 0
        assert account.run(["test", "-w", str(ROOT / "README.md")]).returncode == 1
    else:
        assert account.why_not


# -- what is missing ----------------------------------------------------------------------------------------------


def test_a_missing_server_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingServer, match=r"nosuchserver is not installed.*make test-servers"):
        find("nosuchserver", str(tmp_path))
