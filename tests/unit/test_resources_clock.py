"""Where the data files are found, and what day it is in London."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
import time_machine

from sharedlives_tui import clock, resources
from sharedlives_tui.clock import Clock, is_summer_time, local_day

LONDON = ZoneInfo("Europe/London")
PACKAGE = Path(resources.__file__).parent


def test_a_data_file_is_found_and_read() -> None:
    assert 'nation = "wales"' in resources.read_text("calendars", "wales.toml")
    assert resources.read_bytes("calendars/wales.toml") == resources.data_file("calendars", "wales.toml").read_bytes()
    names = [file.name for file in resources.list_files("calendars", ".toml")]
    assert names == sorted(names)
    assert {"england.toml", "northern-ireland.toml", "scotland.toml", "wales.toml"} <= set(names)
    assert resources.list_files("calendars", ".nothing") == []


@pytest.mark.parametrize(
    "parts",
    [
        ("calendars", "atlantis.toml"),
        ("..", "pyproject.toml"),
        ("calendars/../../pyproject.toml",),
        ("/etc/hosts",),
        ("calendars\\wales.toml",),
        ("C:", "x"),
        ("",),
        ("calendars", "."),
    ],
)
def test_what_is_not_in_the_data_folder_is_missing(parts: tuple[str, ...]) -> None:
    with pytest.raises(resources.MissingData, match="Install the program again"):
        resources.data_file(*parts)


def test_a_folder_is_not_a_file_and_a_file_not_a_folder() -> None:
    with pytest.raises(resources.MissingData):
        resources.read_text("calendars")
    with pytest.raises(resources.MissingData):
        resources.list_files("calendars/wales.toml", ".toml")


def run_with(path: Path) -> subprocess.CompletedProcess[str]:
    code = """
from sharedlives_tui import resources
print(resources.read_text("calendars", "x.toml"), resources.list_files("calendars", ".toml")[0].name)
"""
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=path.parent,
        env={**os.environ, "PYTHONPATH": str(path)},
        check=False,
    )


def copy_of_the_package(folder: Path) -> Path:
    (folder / "sharedlives_tui").mkdir(parents=True)
    for name in ("__init__.py", "light.py", "resources.py"):
        shutil.copy(PACKAGE / name, folder / "sharedlives_tui" / name)
    return folder


def add_data(folder: Path, words: str) -> None:
    (folder / "data" / "calendars").mkdir(parents=True)
    (folder / "data" / "calendars" / "x.toml").write_text(words, encoding="utf-8")


def test_installed_data_comes_before_that_of_a_checkout(tmp_path: Path) -> None:
    root = copy_of_the_package(tmp_path / "checkout")
    add_data(root, "beside")
    (root / "pyproject.toml").touch()
    assert run_with(root).stdout.split() == ["beside", "x.toml"]
    add_data(root / "sharedlives_tui", "packaged")
    assert run_with(root).stdout.split() == ["packaged", "x.toml"]


def test_a_data_folder_beside_the_package_is_ours_only_in_a_checkout(tmp_path: Path) -> None:
    root = copy_of_the_package(tmp_path / "elsewhere")
    add_data(root, "of another program")
    answer = run_with(root)
    assert answer.returncode != 0
    assert "MissingData: The program's own file data is not there. Install the program again." in answer.stderr


def test_data_is_found_inside_a_zip(tmp_path: Path) -> None:
    root = copy_of_the_package(tmp_path / "made")
    add_data(root / "sharedlives_tui", "zipped")
    packed = tmp_path / "program.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in root.rglob("*"):
            archive.write(file, file.relative_to(root))
    assert run_with(packed).stdout.split() == ["zipped", "x.toml"]


@pytest.mark.rule("DY-05")
@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),  # summer: London is an hour ahead
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 7, 1, 8, 0, tzinfo=timezone(timedelta(hours=10))), date(2026, 6, 30)),
    ],
)
def test_dy_05_the_day_is_the_day_in_london(instant: datetime, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    assert local_day(instant) == day
    with time_machine.travel(instant, tick=False):
        assert clock.today() == Clock().today() == day
        assert clock.now() == Clock().now() == instant
        assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.rule("DY-05")
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_dy_05_the_zone_of_the_machine_does_not_matter(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo(zone))):
        expected = datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo(zone)).astimezone(LONDON).date()
        assert clock.today() == expected


@pytest.mark.rule("DY-05")
def test_dy_05_without_a_table_of_zones_the_rule_of_summer_time_gives_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hours = [datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(44_000)]
    edges = [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]
    edges += [datetime(2026, 10, 25, 0, 59, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)]
    for instant in [*hours, *edges]:
        assert is_summer_time(instant) is (instant.astimezone(LONDON).utcoffset() == timedelta(hours=1)), instant

    def no_table(name: str) -> ZoneInfo:
        raise ZoneInfoNotFoundError(name)

    for instant in [*hours, *edges]:
        assert local_day(instant) == instant.astimezone(LONDON).date(), instant
    monkeypatch.setattr("zoneinfo.ZoneInfo", no_table)
    for instant in [*hours, *edges]:
        assert local_day(instant) == instant.astimezone(LONDON).date(), instant
    assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_day(datetime(2026, 7, 1, 8, 0, tzinfo=timezone(timedelta(hours=10)))) == date(2026, 6, 30)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="which zone"):
        local_day(datetime(2026, 6, 30, 23, 30))


@pytest.mark.rule("DY-05")
@pytest.mark.parametrize("fixed", [date(2026, 1, 15), date(2026, 7, 15), date(2000, 1, 1), date(2026, 10, 25)])
@pytest.mark.parametrize("month", [1, 7])
@pytest.mark.parametrize("hour", [0, 1, 12, 22, 23])
def test_dy_05_a_fixed_clock_stands_on_its_day_all_day(fixed: date, month: int, hour: int) -> None:
    standing = Clock(fixed)
    assert standing == Clock(today=fixed)
    with time_machine.travel(datetime(2027, month, 15, hour, 30, tzinfo=UTC), tick=False):
        assert standing.today() == fixed
        assert local_day(standing.now()) == fixed
        assert standing.now().utcoffset() == timedelta(0)
