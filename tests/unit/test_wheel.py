"""The wheel that people install carries the office's papers as they are now, and runs far from a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WITHDRAWN = "data/procedures/withdrawn.toml"
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info", "*.db*")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONNOUSERSITE": "1", "PIP_NO_INDEX": "1"}
    surroundings.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def run_well(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree, so that building never leaves anything in the real one."""
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("tree") / "checkout", ignore=LEFT_OUT))


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of a tree that was built before, with a data file that has been withdrawn since."""
    withdrawn = checkout / WITHDRAWN
    withdrawn.write_text('id = "withdrawn"\n', encoding="utf-8")
    assert f"sharedlives_tui/{WITHDRAWN}" in names_in(build(checkout, tmp_path_factory.mktemp("before")))
    withdrawn.unlink()
    return build(checkout, tmp_path_factory.mktemp("now"))


def build(checkout: Path, out: Path) -> Path:
    run_well(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, checkout, cwd=checkout)
    (made,) = out.glob("*.whl")
    return made


def names_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs' folder of a new environment that holds the wheel alone.

    Nothing is fetched: the environment that runs the tests lends the libraries that the program needs, by a
    path file that does not pass on its own path files: so nothing but the wheel can provide the program.
    """
    place = tmp_path_factory.mktemp("install") / "environment"
    run_well(sys.executable, "-m", "venv", "--without-pip", place, cwd=place.parent)
    folder = place / ("Scripts" if os.name == "nt" else "bin")
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(place), "platbase": str(place)}))
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    python = folder / "python"
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-cache-dir", "--ignore-installed", wheel)
    run_well(sys.executable, "-m", "pip", "--python", python, *install, cwd=place)
    return folder


def test_the_wheel_carries_the_data_folder_and_nothing_that_was_withdrawn(checkout: Path, wheel: Path) -> None:
    inside = {name.removeprefix("sharedlives_tui/") for name in names_in(wheel) if "/data/" in name}
    there = {file.relative_to(checkout).as_posix() for file in (checkout / "data").rglob("*") if file.is_file()}
    assert there
    assert inside == there
    with zipfile.ZipFile(wheel) as archive:
        changed = [name for name in there if archive.read(f"sharedlives_tui/{name}") != (checkout / name).read_bytes()]
    assert changed == []


def test_the_wheel_carries_the_whole_package_and_no_tests(checkout: Path, wheel: Path) -> None:
    names = names_in(wheel)
    package = [file for file in (checkout / "sharedlives_tui").rglob("*") if file.is_file()]
    assert {file.relative_to(checkout).as_posix() for file in package} <= {*names}
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"sharedlives_tui"}
    assert [name for name in names if "test" in name.lower() or name.endswith(".pyc")] == []


def test_the_program_runs_from_the_wheel_alone(programs: Path, tmp_path: Path) -> None:
    where = run_well(programs / "python", "-c", "import sharedlives_tui as s; print(s.__file__)", cwd=tmp_path)
    assert Path(where.strip()).resolve().is_relative_to(programs.parent.resolve())

    office = tmp_path / "office.db"
    sharedlives = programs / "sharedlives"
    options = ("--scheme", "Harbour Shared Lives", "--nation", "england", "--practice")
    run_well(sharedlives, "init", "--database", office, *options, cwd=tmp_path)
    assert office.is_file()
    today = run(sharedlives, "today", "--database", office, cwd=tmp_path)
    assert today.returncode == 0, today.stderr
    assert today.stdout.strip()
    assert today.stderr == ""
