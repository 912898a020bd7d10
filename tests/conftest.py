"""What every test stands on: an empty home of its own, a plain terminal, and tests picked by rule."""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from sharedlives_tui.store import Store
from tests import both_stores

RULE_ID = re.compile(r"(DY|CC|DA|DI|SH|AR|FD|RD|NT|E)-[0-9]{2}")

# What a developer's own shell may hold and a test must not feel.
OUTSIDE = ("SHAREDLIVES_", "TEXTUAL", "LC_", "XDG_")
OUTSIDE_NAMES = {
    *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "CLICOLOR", "COLUMNS", "LINES", "TMUX", "STY"),
    *("LANGUAGE", "TZ", "EDITOR", "VISUAL", "PAGER", "BROWSER", "PYTHONPATH", "PYTHONHOME"),
    *("SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY"),
}
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that are free in memory at least where tests put their offices there: they need some hundred millions."""
SNAPSHOTS = "TEXTUAL_SNAPSHOT_TEMPDIR"
"""Where the tests of pictures collect what differs: set by the test run itself."""

# Machines differ, so a slow example is no failure; a wrong one prints how to repeat it.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the test an empty home and the same terminal everywhere; return the home."""
    for name in {*os.environ} - {SNAPSHOTS}:
        if name.startswith(OUTSIDE) or name in OUTSIDE_NAMES:
            monkeypatch.delenv(name)
    if SNAPSHOTS in os.environ:  # the program takes out of the environment what could change the screens
        monkeypatch.setenv(SNAPSHOTS, os.environ[SNAPSHOTS])
    with tempfile.TemporaryDirectory(prefix="sharedlives-home-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        monkeypatch.setenv("HOME", folder)
        monkeypatch.setenv("USERPROFILE", folder)
        for name, place in {
            "XDG_CONFIG_HOME": ".config",
            "XDG_DATA_HOME": ".local/share",
            "XDG_STATE_HOME": ".local/state",
            "XDG_CACHE_HOME": ".cache",
        }.items():
            monkeypatch.setenv(name, str(home / place))
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("LANG", "C.UTF-8")
        monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
        constants = sys.modules.get("textual.constants")  # read once, when the toolkit is first imported
        if constants is not None:
            monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
        yield home


@pytest.fixture(autouse=True)
def closed_offices(monkeypatch: pytest.MonkeyPatch, where_offices_lie: None) -> Iterator[None]:
    """Close every office that the test opened and left open."""
    opened: list[Store] = []
    begin = Store.__init__

    def remembered(self: Store, *args: Any, **more: Any) -> None:
        begin(self, *args, **more)
        opened.append(self)

    monkeypatch.setattr(Store, "__init__", remembered)
    yield
    for store in opened:
        store.close()


@pytest.fixture(scope="session")
def server_offices() -> Iterator[both_stores.ServerOffices]:
    """Where the offices of the tests lie with --store postgresql."""
    offices = both_stores.ServerOffices()
    yield offices
    offices.close()


@pytest.fixture(autouse=True)
def where_offices_lie(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With --store postgresql, let each office that a test makes lie in a database; tests/servers see to their own."""
    if request.config.getoption("--store") == both_stores.FILE or both_stores.SERVERS in request.path.as_posix():
        yield
        return
    offices = request.getfixturevalue("server_offices")
    offices.redirect(monkeypatch)
    yield
    offices.empty()


def pytest_configure(config: pytest.Config) -> None:
    """With --store postgresql, run what holds on both stores; else put all files into memory."""
    both_stores.choose_files(config)
    if config.getoption("--store") == both_stores.FILE and "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # thousands of offices are made, and wait for their disk


def _has_room(folder: Path) -> bool:
    """Whether tests can put their files there, and run them."""
    if not os.access(folder, os.W_OK | os.X_OK) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(folder).free >= ROOM


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --rule CC-04: run only the tests that are marked with that rule; may be given more than once. And --store."""
    both_stores.add_option(parser)
    parser.addoption("--rule", action="append", default=[], metavar="ID", help="run only the tests marked with rule ID")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse rule marks that are not written like CC-04, and keep only the tests asked for with --rule and --store."""
    both_stores.leave_out(config, items)
    proves = {item: [name for mark in item.iter_markers("rule") for name in mark.args] for item in items}
    for item, names in proves.items():
        wrong = [name for name in names if not (isinstance(name, str) and RULE_ID.fullmatch(name))]
        if wrong:
            raise pytest.UsageError(f"{item.nodeid}: write a rule mark like CC-04, not {wrong[0]!r}")
    wanted = {name.upper() for name in config.getoption("--rule")}
    if wanted:
        config.hook.pytest_deselected(items=[item for item in items if not wanted & {*proves[item]}])
        items[:] = [item for item in items if wanted & {*proves[item]}]


def pytest_collection_finish() -> None:
    """Leave the tests themselves, which stay to the end, out of every search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
