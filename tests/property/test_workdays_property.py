"""The counting of days against a slow, obvious reference that steps through the days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY, NATIONS, Calendar, OutOfRange, PassedOver

ONE_DAY = timedelta(1)
WEEKEND = {5: "Saturday", 6: "Sunday"}

days = st.dates(FIRST_DAY, LAST_DAY)
# Days crowded together, so that closures, starts and ends meet.
busy_days = st.dates(date(2026, 12, 10), date(2027, 1, 20)) | st.dates(date(2022, 5, 25), date(2022, 6, 15)) | days
counts = st.integers(-60, 60)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    calendar = load_calendar(draw(st.sampled_from(NATIONS)))
    for day in draw(st.lists(busy_days, max_size=12)):
        calendar = calendar.with_added(day, "closed by the scheme")
    for day in draw(st.lists(busy_days | st.sampled_from(sorted(calendar.non_working)), max_size=4)):
        calendar = calendar.without(day, "open after all")
    return calendar


def reason(calendar: Calendar, day: date) -> str | None:
    return calendar.non_working.get(day, WEEKEND.get(day.weekday()))


def step_to(calendar: Calendar, start: date, count: int) -> tuple[date, list[PassedOver]] | None:
    """Step to the working day that is `count` away, noting what is passed; None if that leaves the range."""
    day, passed, direction = start, [], ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += direction
        if not FIRST_DAY <= day <= LAST_DAY:
            return None
        why = reason(calendar, day)
        if why is None:
            left -= 1
        else:
            passed.append(PassedOver(day, why))
    return day, passed if count > 0 else passed[::-1]


def last_working_day(calendar: Calendar, day: date) -> date | None:
    while day >= FIRST_DAY and reason(calendar, day):
        day -= ONE_DAY
    return day if day >= FIRST_DAY else None


@pytest.mark.rule("DY-01", "DY-02", "DY-06", "RD-12")
@given(calendars(), busy_days, counts)
@settings(max_examples=400, deadline=None)
def test_working_days_are_those_that_stepping_finds(calendar: Calendar, start: date, count: int) -> None:
    expected = step_to(calendar, start, count)
    if expected is None:
        with pytest.raises(OutOfRange):
            calendar.count(start, count, "working days")
        return
    receipt = calendar.count(start, count, "working days")
    assert (receipt.due, list(receipt.passed_over)) == expected
    assert receipt.act_by == receipt.due
    assert calendar.due_day(start, count, "working days") == receipt.due


@pytest.mark.rule("DY-03", "RD-09", "RD-26")
@given(calendars(), busy_days, counts)
@settings(max_examples=300, deadline=None)
def test_calendar_days_are_plain_and_act_by_is_found_by_stepping(calendar: Calendar, start: date, count: int) -> None:
    due = start + timedelta(count)
    act_by = last_working_day(calendar, due) if FIRST_DAY <= due <= LAST_DAY else None
    if count >= 0 and FIRST_DAY <= due <= LAST_DAY:
        act_by = max(act_by or start, start)
    if act_by is None:
        with pytest.raises(OutOfRange):
            calendar.count(start, count, "calendar days")
        return
    receipt = calendar.count(start, count, "calendar days")
    assert (receipt.due, receipt.act_by, receipt.passed_over) == (due, act_by, ())


@pytest.mark.rule("DY-15")
@given(st.dates(date(2005, 1, 1), date(2095, 12, 31)), st.integers(-48, 48))
@settings(max_examples=300, deadline=None)
def test_months_end_on_the_same_day_number_or_the_last_of_the_month(start: date, months: int) -> None:
    england = load_calendar("england")
    due = england.count(start, months, "months").due
    assert (due.year - start.year) * 12 + due.month - start.month == months
    assert due.day == start.day or (due.day < start.day and (due + ONE_DAY).day == 1)
    if months % 12 == 0:
        assert england.count(start, months // 12, "years").due == due


@pytest.mark.rule("DY-01", "DY-03")
@given(calendars(), busy_days)
@settings(max_examples=200, deadline=None)
def test_next_and_previous_working_days_are_those_that_stepping_finds(calendar: Calendar, day: date) -> None:
    assert calendar.why_not(day) == reason(calendar, day)
    assert calendar.is_working(day) is (reason(calendar, day) is None)
    for inclusive in (True, False):
        first = day if inclusive else day - ONE_DAY
        expected = last_working_day(calendar, first)
        if expected is None:
            with pytest.raises(OutOfRange):
                calendar.previous_working(day, inclusive)
        else:
            assert calendar.previous_working(day, inclusive) == expected
        after = day if inclusive else day + ONE_DAY
        while after <= LAST_DAY and reason(calendar, after):
            after += ONE_DAY
        if after > LAST_DAY:
            with pytest.raises(OutOfRange):
                calendar.next_working(day, inclusive)
        else:
            assert calendar.next_working(day, inclusive) == after


@pytest.mark.rule("DY-09")
@given(calendars(), busy_days, st.integers(0, 90))
@settings(max_examples=200, deadline=None)
def test_working_days_between_are_those_that_stepping_counts(calendar: Calendar, first: date, span: int) -> None:
    last = min(first + timedelta(span), LAST_DAY)
    stepped = [first + timedelta(number) for number in range(1, (last - first).days + 1)]
    expected = sum(reason(calendar, day) is None for day in stepped)
    assert calendar.working_days_between(first, last) == expected
    assert calendar.working_days_between(last, first) == -expected


@pytest.mark.rule("DY-02", "RD-12")
@given(calendars(), st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(1, 120))
@settings(max_examples=200, deadline=None)
def test_counting_forward_and_back_undo_each_other(calendar: Calendar, start: date, count: int) -> None:
    there = calendar.due_day(start, count, "working days")
    assert calendar.working_days_between(start, there) == count
    back = calendar.due_day(there, -count, "working days")
    # From a working day one comes back to it; from a weekend, to the last working day before it.
    assert back == calendar.previous_working(start)
    assert calendar.due_day(back, count, "working days") == there
    one_more = calendar.due_day(start, count + 1, "working days")
    assert one_more == calendar.next_working(there, inclusive=False)


@given(calendars(), busy_days, st.integers(0, 10), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_soon_reaches_to_the_further_of_the_two_counts(
    calendar: Calendar, today: date, calendar_days: int, working_days: int
) -> None:
    stepped = step_to(calendar, today, working_days)
    furthest = max(today + timedelta(calendar_days), stepped[0] if stepped else LAST_DAY)
    until = calendar.soon_until(today, calendar_days, working_days)
    assert until == min(furthest, LAST_DAY)
