"""The calendars as data: equal to the `holidays` library, complete; a wrong line is refused with words."""

import importlib.util
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType

import holidays
import pytest

from sharedlives_tui.calendars import CalendarNotRead, library_holidays, load_calendar
from sharedlives_tui.resources import read_text
from sharedlives_tui.workdays import NATIONS

NATION_CODES = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "make_calendars.py"


@pytest.fixture(scope="module")
def make_calendars() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_calendars", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize("nation", NATIONS)
def test_dy_01_each_calendar_equals_the_library(nation: str) -> None:
    known = holidays.country_holidays("GB", subdiv=NATION_CODES[nation], years=range(2000, 2101))
    expected = {day: name.replace("(observed)", "(substitute day)") for day, name in known.items()}
    assert dict(load_calendar(nation).non_working) == expected
    assert library_holidays(nation) == expected
    assert {day.year for day in expected} == set(range(2000, 2101))


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize("nation", NATIONS)
def test_the_files_are_plain_toml_in_date_order_as_the_script_writes_them(
    nation: str, make_calendars: ModuleType
) -> None:
    text = read_text("calendars", f"{nation}.toml")
    read = tomllib.loads(text)
    assert read["nation"] == nation
    assert list(read["holidays"]) == sorted(read["holidays"])
    in_file = {date.fromisoformat(day): name for day, name in read["holidays"].items()}
    assert in_file == dict(load_calendar(nation).non_working)
    made = make_calendars.calendar_text(nation)
    without_version = [line for line in text.splitlines() if not line.startswith("# Made from version")]
    assert [line for line in made.splitlines() if not line.startswith("# Made from version")] == without_version


def test_the_script_writes_and_compares_the_files(
    make_calendars: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(make_calendars, "FOLDER", tmp_path / "calendars")
    assert make_calendars.main([]) == 0
    assert make_calendars.main(["--check"]) == 0
    wales = tmp_path / "calendars" / "wales.toml"
    wales.write_text(wales.read_text(encoding="utf-8").replace("May Day", "Labour Day"), encoding="utf-8")
    capsys.readouterr()
    assert make_calendars.main(["--check"]) == 1
    assert capsys.readouterr().out.startswith("wales.toml differs")
    assert "Labour Day" in wales.read_text(encoding="utf-8"), "a check changes nothing"


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize(
    "day",
    [
        *(date(2002, 6, 3), date(2002, 6, 4), date(2011, 4, 29), date(2012, 6, 5), date(2020, 5, 8)),
        *(date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)),
        *(date(2021, 12, 27), date(2021, 12, 28), date(2022, 1, 3), date(2022, 12, 27), date(2023, 1, 2)),
    ],
)
def test_dy_01_one_off_and_substitute_days_are_holidays_everywhere(nation: str, day: date) -> None:
    assert not load_calendar(nation).is_working(day)


@pytest.mark.rule("DY-01")
def test_dy_01_a_moved_holiday_leaves_its_usual_day_a_working_day() -> None:
    england = load_calendar("england")
    for usual in (date(2002, 5, 27), date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)):
        assert england.is_working(usual)


def test_an_unknown_nation_is_refused_with_the_choices() -> None:
    with pytest.raises(CalendarNotRead, match="england, wales, scotland, northern-ireland"):
        load_calendar("cornwall")


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-25 = Christmas Day",
        '2026-13-25 = "Christmas Day"',
        '1999-12-25 = "Christmas Day"',
        '2101-12-25 = "Christmas Day"',
        '25/12/2026 = "Christmas Day"',
        '2026-12-25 = ""',
        'nation = "wales"',
        '2026-01-01 = "New Year\'s Day"',  # a second time
    ],
)
def test_a_wrong_line_is_refused_with_its_place(line: str) -> None:
    text = f'nation = "england"\n\n[holidays]\n2026-01-01 = "New Year\'s Day"\n{line}\n'
    with pytest.raises(CalendarNotRead, match=r"calendars/england\.toml, line 5: write each day once"):
        load_calendar("england", lambda place: text.encode())


def test_a_calendar_can_be_read_from_elsewhere() -> None:
    asked = []

    def read(place: str) -> bytes:
        asked.append(place)
        return b'# ours\r\nnation = "wales"\r\n\r\n[holidays]\r\n2026-03-01 = "Saint David\'s Day"\r\n'

    assert dict(load_calendar("wales", read).non_working) == {date(2026, 3, 1): "Saint David's Day"}
    assert asked == ["calendars/wales.toml"]
