"""The suites that hold on both stores: as they stand in files (make test), and on a server (make test-servers).

With `--store postgresql` an office that a test makes at a path lies in a database of its own, and opening that path
opens it there. The tests themselves know nothing of it. What is about files alone is marked `file_only` with the
reason, and not run then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sharedlives_tui import clock, scenarios
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.library import Library, library
from sharedlives_tui.store import Store
from sharedlives_tui.store.opened import on_a_server
from sharedlives_tui.store.server import schema
from sharedlives_tui.store.server.connect import connect
from tests.servers.postgres_kit import Postgres, postgres_server

FILE, SERVER = "file", "postgresql"
ROOT = Path(__file__).resolve().parents[1]

_SUITES = (
    *("after_a_correction", "audit", "bundle", "came_between", "casework", "changes", "clock_watch"),
    *(
        "closed_cases",
        "copies",
        "deciding",
        "disclosure",
        "dispute_letters",
        "draft_mail",
        "envelopes",
        "fair_gates",
        "finding",
    ),
    *("finding_privacy", "limit_calendar", "line_names", "line_people", "meanwhile", "often_used", "on_behalf"),
    *(
        "performance",
        "permissions",
        "person_record",
        "privacy",
        "scenarios",
        "setting_words",
        "sign_off_answers",
        "signing_off",
    ),
    *("store_journal", "store_views", "waits", "windows"),
)
ON_BOTH = (
    *(f"tests/unit/test_{each}.py" for each in _SUITES),
    *(f"tests/property/test_{each}_property.py" for each in ("casework", "find_entries", "journal", "lists", "tally")),
)
"""What runs on a server too."""

NOT_ON_BOTH = {
    "test_backups.py": "backups are copies of a file; a server has its own means",
    "test_benchmarks.py": "what is measured is the file",
    "test_closed_to_others.py": "who may read a file",
    "test_demo.py": "practice offices lie in files",
    "test_disk_faults.py": "a disk that fails below a file",
    "test_field_help.py": "the office is only looked into for words",
    "test_ids_covered.py": "counts what other tests prove",
    "test_moving.py": "from file to file; tests/servers moves to a server and back",
    "test_lean.py": "what is loaded before the first write to a file",
    "test_moving_killed.py": "from file to file; tests/servers kills moves to a server and back",
    "test_nothing_lost.py": "writers of a file are killed; tests/servers kills those of a server",
    "test_procedure_files.py": "procedures are files",
    "test_serving.py": "keys, settings and people's own files on a server's disk; tests/servers has both at once",
    "test_store_backup.py": "copies of a file",
    "test_store_file.py": "what can be wrong with a file; tests/servers has what can be wrong with a server",
    "test_store_queue.py": "the queue in front of a file",
    "test_store_rehearsal.py": "what is loaded before the first write to a file",
    "test_store_schema.py": "the forms of a file",
    "test_file_guards.py": "the guards of a file; tests/servers has those of a server",
    "test_finding_property.py": "ten thousand names and a machine of states: minutes on a server",
}
"""What makes an office and is run on files alone, with the reason."""

SERVERS = "tests/servers"
_FEWER = 5
_on_a_server = False


def add_option(parser: pytest.Parser) -> None:
    """Add --store: where the offices of the tests lie."""
    words = "where the offices of the tests lie; on postgresql, what holds on both stores and tests/servers are run"
    parser.addoption("--store", choices=(FILE, SERVER), default=FILE, help=words)


def choose_files(config: pytest.Config) -> None:
    """On a server, run what holds there, unless files are named."""
    global _on_a_server
    _on_a_server = config.getoption("--store") == SERVER
    if config.getoption("--store") == SERVER and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = [str(ROOT / each) for each in (*ON_BOTH, SERVERS)]


def examples(number: int) -> int:
    """Return how many examples of a property are tried: fewer on a server, where each takes its time."""
    return max(1, number // _FEWER) if _on_a_server else number


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server, leave out what is about files alone. Raises UsageError for such a mark without a reason."""
    alone = []
    for item in items:
        mark = item.get_closest_marker("file_only")
        if mark is not None:
            if not (mark.args and isinstance(mark.args[0], str) and mark.args[0].strip()):
                raise pytest.UsageError(f"{item.nodeid}: say in the mark file_only why it is about files alone")
            alone.append(item)
    if config.getoption("--store") == SERVER and alone:
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if item not in alone]


class Begun(NamedTuple):
    """An office with its people as a story begins: its rows by table, and the desk in front of it without its store."""

    rows: Mapping[str, bytes]
    desk: Desk
    at: datetime


MakeOffice = Callable[[Path | str, Mapping[str, Any], Library], Desk]
_NOW = clock.now


class ServerOffices:
    """Gives each office that is made at a path a database of its own.

    The tables are made once; other databases are copies of that one. After a test they are emptied and used again. An
    office of the standard cast is recorded person by person once for each day and sort; the next one of it gets the
    same rows at once, as those are what hundreds of tests begin with.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._server: Postgres | None = None
        self._model = ""
        self._free: list[str] = []
        self._taken: dict[str, str] = {}
        self._begun: dict[str, Begun] = {}

    def close(self) -> None:
        """Stop the server."""
        self._stack.close()

    @property
    def server(self) -> Postgres:
        """The server, started when it is first asked for."""
        if self._server is None:
            self._server = self._stack.enter_context(postgres_server())
            self._model = self._server.new_database()
            link = connect(self._server.url(self._model), reading=False, owner=True)
            with closing(link), link.transaction():
                schema.make(link)
        return self._server

    def new(self, path: Path | str) -> str:
        """Return the place of a database for the office of a path: its tables are there, and empty."""
        server = self.server
        for gone in [each for each in self._taken if not Path(each).parent.exists()]:  # an example that is over
            self._empty(self._taken.pop(gone))
        name = self._taken[_whole(path)] = self._free.pop() if self._free else server.new_database(self._model)
        return server.url(name)

    def of(self, path: Path | str) -> Path | str:
        """Return where the office of a path lies: in its database, or in the file itself."""
        name = self._taken.get(_whole(path))
        return path if name is None else self.server.url(name)

    def begun(self, make: MakeOffice, path: Path | str, story: Mapping[str, Any], papers: Library) -> Desk:
        """Return the office with which a story begins, made as `make` makes it."""
        if on_a_server(path) or _whole(path) in self._taken or papers is not library() or clock.now is not _NOW:
            return make(path, story, papers)
        first = scenarios.first_day(story)
        what = repr((first, *(story.get(each) for each in ("nation", "office", "people"))))
        model = self._begun.get(what)
        if model is None or model.at > Clock(first).now():  # past midnight the same day has an earlier hour
            made = make(path, story, papers)
            rows = self._rows(self._taken[_whole(path)])
            self._begun[what] = Begun(rows, Desk(_NO_STORE, made.viewer, made.clock, papers), Clock(first).now())
            return made
        self.new(path)
        with self.server.connect(self._taken[_whole(path)]) as raw:
            raw.execute(_AS_THEY_ARE)
            for table, rows in model.rows.items():
                with raw.cursor().copy(f"COPY sharedlives.{table} FROM STDIN") as into:
                    into.write(rows)
        desk = model.desk
        return Desk(Store.open(path), desk.viewer, Clock(first), desk.papers)

    def _rows(self, name: str) -> dict[str, bytes]:
        """All rows of an office, by table."""
        found = {}
        with self.server.connect(name) as raw:
            for (table,) in raw.execute(_TABLES).fetchall():
                with raw.cursor().copy(f"COPY sharedlives.{table} TO STDOUT") as out:
                    found[table] = b"".join(out)
        return {table: rows for table, rows in found.items() if rows}

    def empty(self) -> None:
        """Empty the databases of a test, to be used again."""
        while self._taken:
            self._empty(self._taken.popitem()[1])

    def _empty(self, name: str) -> None:
        with self.server.connect(name) as raw:
            raw.execute(_EMPTY)
        self._free.append(name)

    def redirect(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the program make and open offices there."""
        _ = self.server  # it has its tables from the program itself, before anything is put in the way
        create, opened, office = Store.create, Store.open, scenarios._office

        def create_there(path: Path | str, **more: Any) -> Store:
            return create(path if on_a_server(path) else self.new(path), **more)

        def open_there(path: Path | str, **more: Any) -> Store:
            return opened(path if on_a_server(path) else self.of(path), **more)

        def office_there(path: Path | str, story: Mapping[str, Any], papers: Library) -> Desk:
            return self.begun(office, path, story, papers)

        monkeypatch.setattr(scenarios, "_office", office_there)
        monkeypatch.setattr(Store, "create", staticmethod(create_there))
        monkeypatch.setattr(Store, "open", staticmethod(open_there))
        monkeypatch.setattr(schema, "is_there", _holds_an_office)
        monkeypatch.setattr(schema, "make", lambda link: None)


_AS_THEY_ARE = "SET session_replication_role = replica"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'sharedlives' AND tablename <> 'form' ORDER BY tablename"
_NO_STORE: Any = None
_EMPTY = f"""
{_AS_THEY_ARE};
DO $$ DECLARE each text; BEGIN
    FOR each IN {_TABLES} LOOP
        EXECUTE format('DELETE FROM sharedlives.%I', each);
    END LOOP;
END $$;
"""


def _holds_an_office(link: Any) -> bool:
    return bool(link.execute("SELECT EXISTS (SELECT 1 FROM sharedlives.office)").fetchone()[0])


def _whole(path: Path | str) -> str:
    return str(Path(path).absolute())
