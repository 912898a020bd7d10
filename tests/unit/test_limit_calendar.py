"""The calendar: what a day is, weeks and months, and the file for calendar programs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharedlives_tui import casework, limit_calendar, office, reading
from sharedlives_tui.calendar_days import day_words, month_name, month_on, month_weeks, week_of, within
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.letters.outlook import DayNote, calendar_file
from sharedlives_tui.requests import OpenCase
from sharedlives_tui.store.views import find_people
from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY
from tests.desks import FIRST_DAY as BEGUN
from tests.desks import at, new_desk, open_complaint

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
days = st.dates(FIRST_DAY, LAST_DAY)


@pytest.mark.rule("DY-01", "DY-08")
def test_every_kind_of_day_has_its_word() -> None:
    nation = load_calendar("england")
    ours = nation.with_added(date(2026, 11, 24), "training").without(date(2026, 12, 25), "we work")
    ours = ours.with_added(date(2026, 11, 28), "move")
    said = {
        day: day_words(date.fromisoformat(day), ours, nation)
        for day in ("2026-11-23", "2026-11-24", "2026-11-28", "2026-11-29", "2026-12-25", "2027-01-01")
    }
    assert {day: words.short for day, words in said.items()} == {
        "2026-11-23": "",
        "2026-11-24": "closed",
        "2026-11-28": "closed",
        "2026-11-29": "weekend",
        "2026-12-25": "open",
        "2027-01-01": "holiday",
    }
    assert said["2026-11-24"].full == "We are closed: training"
    assert said["2026-12-25"].full == "We work on this day (Christmas Day)"
    assert said["2027-01-01"].full == "New Year's Day"


@given(days)
def test_weeks_hold_the_month_whole(day: date) -> None:
    weeks = month_weeks(day)
    flat = [each for week in weeks for each in week]
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in weeks)
    assert flat == [flat[0] + timedelta(number) for number in range(len(flat))]
    inside = [each for each in flat if month_name(each) == month_name(day)]
    assert inside[0].day == 1
    assert (inside[-1] + timedelta(1)).day == 1
    assert day in week_of(day)
    assert week_of(day) in weeks


@given(days, st.integers(-1300, 1300))
def test_months_on_stay_in_the_month_and_in_the_years_there_are(day: date, months: int) -> None:
    found = month_on(day, months)
    assert within(found) == found
    number = day.year * 12 + day.month - 1 + months
    if FIRST_DAY.year * 12 <= number <= LAST_DAY.year * 12 + 11:
        assert found.year * 12 + found.month - 1 == number
        assert found.day == day.day or (found.day < day.day and (found + timedelta(1)).day == 1)


def unfolded(content: bytes) -> list[str]:
    """The lines of an iCalendar file, as a reader puts them together."""
    return content.decode().replace("\r\n ", "").split("\r\n")


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_somebody_is_called_the_file_keeps_its_lines(name: str, words: str) -> None:
    content = calendar_file(name, [DayNote("CO-0001 respond", date(2026, 12, 31), words, name)], NOW)
    parts = content.split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert b"\n" not in content.replace(b"\r\n", b"")
    found = unfolded(content)
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-2:] == ["END:VCALENDAR", ""]
    assert [line for line in found if line.startswith(("BEGIN:", "END:"))] == [
        *("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR")
    ]
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found


def test_the_signs_of_the_format_are_written_apart() -> None:
    content = calendar_file("A, B; C\\D", [DayNote("k", BEGUN, "a\r\nEND:VEVENT,b")], NOW)
    assert "X-WR-CALNAME:A\\, B\\; C\\\\D" in unfolded(content)
    assert "SUMMARY:a END:VEVENT\\,b" in unfolded(content)


@pytest.mark.rule("CC-18", "RD-40")
def test_what_one_may_not_see_is_on_no_day_and_in_no_file(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "office")
    ref = open_complaint(desk, about=("Olu Officer",)).ref
    month = [each for week in month_weeks(desk.today) for each in week]
    olu = at(desk, desk.today, "Olu Officer")
    assert limit_calendar.read_days(desk, month).total > 0
    assert limit_calendar.read_days(olu, month).total == 0
    assert limit_calendar.read_days(olu, month).undated == 0
    span = (month[0], month[-1])
    content, number = limit_calendar.outlook_file(desk, span, names=True)
    assert number == limit_calendar.read_days(desk, month).total
    assert ref in content.decode()
    assert "Grace Hill" in "\n".join(unfolded(content))
    plain, same = limit_calendar.outlook_file(desk, span, names=False)
    assert same == number
    assert "Grace" not in plain.decode()
    assert "Owner" not in plain.decode()
    hidden, none = limit_calendar.outlook_file(olu, span, names=True)
    assert (none, ref in hidden.decode()) == (0, False)


def test_a_day_of_our_own_is_told(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "office")
    office.change_calendar(desk, date(2026, 3, 4), working=False, reason="Training")
    found = limit_calendar.read_days(desk, week_of(desk.today))
    assert found.words[date(2026, 3, 4)].full == "We are closed: Training"
    assert found.words[date(2026, 3, 7)].short == "weekend"


def test_what_stands_after_closing_counts_while_its_case_is_open(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "office")
    assert limit_calendar.read_days(desk, week_of(desk.today)).undated == 0
    values = {"way_in": "serious risk or safeguarding", "carer": ("Cara Carer",), "account": "Money is missing."}
    people = {"people_supported": ("Sam Supported",), "police": "Told by telephone"}
    ref = casework.open_case(desk, OpenCase("deapproval", {**values, **people}, by="Olu Officer")).ref
    case = reading.case_view(desk, ref)
    bare = [each for each in case.limits if each.ended is None and each.due is None]
    assert {each.after_closing for each in bare} == {True, False}
    owner = find_people(desk.store, desk.viewer, "Olu Officer")[0].id
    for whose, number in ((None, len(bare)), (owner, len(bare)), (owner + 1, 0)):
        assert limit_calendar.read_days(desk, week_of(desk.today), whose).undated == number
