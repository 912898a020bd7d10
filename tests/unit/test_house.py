"""The rules of the house: small rooms, one clock, no screen in the core, no trace of one machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sharedlives_tui"
LONGEST_FUNCTION = 60
LONGEST_CLASS = 300
LONGEST_APP = 150

# The only rooms that may know the terminal toolkit.
SCREEN_SIDE = {"app", "first_run_app", "office_app", "screens", "widgets"}

Place = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def python_files(*folders: Path) -> list[Path]:
    return sorted(file for folder in folders for file in folder.rglob("*.py"))


def tree_files() -> list[Path]:
    """Return every file that is, or would be, handed on with the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in os.fsdecode(listed.stdout).split("\0") if name]
    else:  # unpacked from an archive, without git: all but what the tools leave behind
        hidden = re.compile(r"(^|/)(\.(?!ci|gitignore|editorconfig)[^/]+|__pycache__|build|dist)(/|$)")
        found = [file for file in ROOT.rglob("*") if not hidden.search(file.relative_to(ROOT).as_posix())]
    return sorted(file for file in found if file.is_file())


def too_long(source: str, where: str) -> list[str]:
    """Return the functions and classes of a source that are longer than the house allows."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, Place):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        limit = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
        if length > limit:
            found.append(f"{where}: {node.name} has {length} lines, at most {limit}")
    return found


def asks_the_machine(source: str) -> list[int]:
    """Return the lines that take today or now from the machine itself."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow", "localtime", "ctime"):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in ("date", "datetime", "time"):
                lines.append(node.lineno)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            sql_clock = r"\b(current_(date|time|timestamp)\b|(date|datetime|strftime|unixepoch)\([^)]*'now')"
            if re.search(sql_clock, node.value, re.IGNORECASE):
                lines.append(node.lineno)
    return lines


def test_no_function_or_class_is_too_long() -> None:
    files = python_files(PACKAGE, ROOT / "scripts", ROOT / "benchmarks")
    found = [words for file in files for words in too_long(file.read_text("utf-8"), str(file.relative_to(ROOT)))]
    assert not found, "\n".join(found)


def test_the_app_is_a_small_room() -> None:
    for name in ("app.py", "office_app.py"):
        assert len((PACKAGE / name).read_text("utf-8").splitlines()) < LONGEST_APP


@pytest.mark.rule("DY-05")
def test_only_the_clock_asks_the_machine_for_the_day() -> None:
    found = {
        str(file.relative_to(ROOT)): asks_the_machine(file.read_text("utf-8"))
        for file in python_files(PACKAGE)
        if file != PACKAGE / "clock.py"
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nday = date.today()",
        "import datetime as clock\nday = clock.datetime.now(tz)",
        "import datetime\nday = datetime.utcnow()",
        "sql = \"SELECT date('now')\"",
        'sql = "DEFAULT CURRENT_TIMESTAMP"',
    ],
)
def test_asking_the_machine_is_noticed(source: str) -> None:
    assert len(asks_the_machine(source)) == 1


def test_asking_the_clock_that_was_handed_in_is_fine() -> None:
    assert asks_the_machine("day = clock.today()\nstamp = self.clock.now()\nwords = 'due today, from now on'") == []


def test_a_long_function_and_a_long_class_are_noticed() -> None:
    body = "\n".join(["    x = 1"] * LONGEST_FUNCTION)
    assert len(too_long(f"def long():\n{body}\n", "a.py")) == 1
    assert too_long(f"def fits():\n{body[: body.rindex(chr(10))]}\n", "a.py") == []
    assert len(too_long("class Long:\n" + "\n".join(["    x = 1"] * LONGEST_CLASS), "a.py")) == 1


def places_of_the_workshop() -> re.Pattern[bytes]:
    """Return what must stand in no file: where packages come from, and folders of one machine."""
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "proxy.go" + "lang.org",
    ]
    folders: list[str] = []
    if len(ROOT.parts) > 2:  # a checkout straight below the root has too common a name to look for
        folders.append(f"{ROOT.as_posix()}/")
    return re.compile("|".join(re.escape(words) for words in hosts + folders).encode())


def test_no_file_names_a_registry_or_a_place_of_a_machine() -> None:
    pattern = places_of_the_workshop()
    found = {
        str(file.relative_to(ROOT)): match[0].decode()
        for file in tree_files()
        if (match := pattern.search(file.read_bytes()))
    }
    assert found == {}


def test_no_office_and_no_leftover_is_in_the_tree() -> None:
    """A database holds people's lives; it is never part of the project, nor is what a tool leaves behind."""
    leftover = re.compile(r"\.(db|db-wal|db-shm|pyc|orig|rej|swp)$|(^|/)(__pycache__|\.venv|dist|build)/")
    names = [file.relative_to(ROOT).as_posix() for file in tree_files()]
    assert "pyproject.toml" in names
    assert [name for name in names if leftover.search(name)] == []


def core_modules() -> list[str]:
    """Return every module of the package that has no business with the screen."""
    names = []
    for file in python_files(PACKAGE):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if len(parts) > 1 and parts[1] in SCREEN_SIDE:
            continue
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def run_python(source: str, *arguments: str) -> str:
    """Run a source in a fresh interpreter; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


IMPORT_EACH = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    if "textual" in sys.modules:
        print(name)
        break
"""


def test_the_core_never_imports_the_terminal_toolkit() -> None:
    names = core_modules()
    assert {"sharedlives_tui.workdays", "sharedlives_tui.progress", "sharedlives_tui.__main__"} <= {*names}
    assert run_python(IMPORT_EACH, *names) == "", "importing this module brought the terminal toolkit with it"


def test_the_core_can_be_imported_where_unix_modules_are_absent() -> None:
    """Stands in for Windows, where these modules do not exist."""
    hide = "import sys\nfor name in 'fcntl grp pwd pty resource termios tty'.split(): sys.modules[name] = None\n"
    run_python(hide + IMPORT_EACH, *core_modules())


def test_every_module_stands_in_the_plan_of_layers() -> None:
    """What is not in the plan would not be looked at by the check of imports."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(contract for contract in settings["contracts"] if contract["id"] == "layers")
    assert layers["exhaustive"] is True
    named = {name for layer in layers["layers"] for name in re.findall(r"\w+", layer)}
    modules = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"}
    folders = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert sorted((modules | folders) - named) == []
