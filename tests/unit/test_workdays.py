"""Counting days: working days by nation, calendar days, months and years, and the receipt of each count."""

from datetime import date, timedelta

import pytest

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.workdays import FIRST_DAY, LAST_DAY, NATIONS, Calendar, OutOfRange, PassedOver, Unit

ENGLAND = load_calendar("england")
SCOTLAND = load_calendar("scotland")


def due(start: date, count: int, unit: Unit, calendar: Calendar = ENGLAND) -> date:
    return calendar.count(start, count, unit).due


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize(
    ("nation", "day", "name"),
    [
        ("england", date(2026, 4, 6), "Easter Monday"),
        ("scotland", date(2026, 4, 6), None),
        ("scotland", date(2026, 1, 2), "New Year Holiday"),
        ("england", date(2026, 1, 2), None),
        ("northern-ireland", date(2026, 7, 13), "Battle of the Boyne (substitute day)"),
        ("wales", date(2026, 7, 13), None),
        ("wales", date(2026, 8, 31), "Late Summer Bank Holiday"),
        ("scotland", date(2026, 8, 31), None),
        ("england", date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        ("england", date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        ("england", date(2023, 5, 8), "Coronation of Charles III"),
        ("england", date(2026, 12, 28), "Boxing Day (substitute day)"),
        ("england", date(2026, 12, 26), "Boxing Day"),
        ("england", date(2026, 12, 27), "Sunday"),
        ("england", date(2026, 11, 24), None),
    ],
)
def test_dy_01_a_working_day_depends_on_the_nation(nation: str, day: date, name: str | None) -> None:
    calendar = load_calendar(nation)
    assert calendar.why_not(day) == name
    assert calendar.is_working(day) is (name is None)


@pytest.mark.rule("DY-01")
def test_dy_01_the_scheme_adds_and_removes_days_of_its_own() -> None:
    closed = ENGLAND.with_added(date(2026, 12, 29), "Office closed for Christmas")
    assert due(date(2026, 12, 24), 1, "working days", closed) == date(2026, 12, 30)
    assert closed.why_not(date(2026, 12, 29)) == "Office closed for Christmas"
    opened = closed.without(date(2026, 12, 28), "Staff agreed to work")
    assert due(date(2026, 12, 24), 1, "working days", opened) == date(2026, 12, 28)
    assert (ENGLAND.revision, closed.revision, opened.revision) == (0, 1, 2)
    assert due(date(2026, 12, 24), 1, "working days") == date(2026, 12, 29), "the first calendar stays as it was"
    assert not opened.without(date(2026, 12, 26), "a Saturday").is_working(date(2026, 12, 26))
    assert opened.without(date(2026, 11, 24), "was open anyway").non_working == opened.non_working
    with pytest.raises(TypeError):
        opened.non_working[date(2026, 1, 5)] = "changed in place"  # type: ignore[index]


@pytest.mark.rule("DY-02")
@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 3, 2), 2, date(2026, 3, 4)),  # the day of the event is not counted
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # Friday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # received on Saturday: Monday is day 1
        (date(2026, 3, 8), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 5, date(2026, 3, 13)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # received on Good Friday
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # two days of the jubilee and a weekend
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        (date(2023, 5, 5), 2, date(2023, 5, 10)),
        (date(2027, 12, 24), 1, date(2027, 12, 29)),  # both Christmas days have a substitute
        (date(2028, 2, 28), 2, date(2028, 3, 1)),  # over 29 February
        (date(2026, 3, 2), 20, date(2026, 3, 30)),
    ],
)
def test_dy_02_the_nth_working_day_after_day_0(start: date, count: int, expected: date) -> None:
    receipt = ENGLAND.count(start, count, "working days")
    assert receipt.due == receipt.act_by == expected


@pytest.mark.rule("DY-02", "DY-01")
def test_dy_02_new_year_is_longer_in_scotland() -> None:
    assert due(date(2025, 12, 31), 1, "working days") == date(2026, 1, 2)
    assert due(date(2025, 12, 31), 1, "working days", SCOTLAND) == date(2026, 1, 5)


@pytest.mark.rule("DY-03")
def test_dy_03_calendar_days_do_not_move_and_act_by_is_the_working_day_before() -> None:
    receipt = ENGLAND.count(date(2026, 4, 6), 28, "calendar days")
    assert receipt.due == date(2026, 5, 4), "a bank holiday, and still the strict day"
    assert receipt.act_by == date(2026, 5, 1)
    assert receipt.passed_over == ()
    assert ENGLAND.count(date(2026, 4, 7), 28, "calendar days").act_by == date(2026, 5, 5)


@pytest.mark.rule("DY-03")
def test_dy_03_grace_of_a_right_runs_to_the_next_working_day() -> None:
    strict = due(date(2026, 4, 20), 14, "calendar days")
    assert strict == date(2026, 5, 4)
    assert ENGLAND.next_working(strict) == date(2026, 5, 5)
    assert ENGLAND.next_working(date(2026, 5, 5)) == date(2026, 5, 5)
    assert ENGLAND.next_working(date(2026, 5, 5), inclusive=False) == date(2026, 5, 6)
    assert ENGLAND.previous_working(strict) == date(2026, 5, 1)
    assert ENGLAND.previous_working(date(2026, 5, 1)) == date(2026, 5, 1)
    assert ENGLAND.previous_working(date(2026, 5, 1), inclusive=False) == date(2026, 4, 30)


@pytest.mark.rule("DY-04", "RD-09")
@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 3, 7), date(2026, 12, 25)])
@pytest.mark.parametrize("unit", ["working days", "calendar days", "months", "years"])
def test_dy_04_at_once_is_the_same_day_whatever_day_it_is(day: date, unit: Unit) -> None:
    receipt = ENGLAND.count(day, 0, unit)
    assert receipt.due == receipt.act_by == day
    assert receipt.passed_over == ()


@pytest.mark.rule("RD-09")
def test_rd_09_act_by_is_never_before_day_0_when_counting_forward() -> None:
    saturday = date(2026, 6, 6)
    assert ENGLAND.count(saturday, 1, "calendar days").act_by == saturday
    assert ENGLAND.count(date(2026, 6, 5), 2, "calendar days").act_by == date(2026, 6, 5)
    assert ENGLAND.count(date(2026, 6, 8), -1, "calendar days").act_by == date(2026, 6, 5)


@pytest.mark.rule("DY-09")
def test_dy_09_all_of_the_last_day_is_in_time() -> None:
    last = due(date(2026, 3, 2), 2, "working days")
    assert ENGLAND.working_days_between(last, last) == 0, "on the last day nothing is late"
    assert ENGLAND.working_days_between(last, last + timedelta(1)) == 1


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),
        (date(2026, 3, 6), date(2026, 3, 9)),
        (date(2026, 4, 2), date(2026, 4, 7)),  # the next working day lies further than 3 days
        (LAST_DAY, LAST_DAY),
    ],
)
def test_soon_reaches_to_the_further_of_the_two(today: date, until: date) -> None:
    assert ENGLAND.soon_until(today) == until


def test_soon_can_be_set_otherwise() -> None:
    assert ENGLAND.soon_until(date(2026, 3, 2), calendar_days=1, working_days=5) == date(2026, 3, 9)
    assert ENGLAND.soon_until(date(2026, 3, 2), calendar_days=14, working_days=5) == date(2026, 3, 16)


@pytest.mark.rule("DY-15")
@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        (date(2026, 8, 31), 6, "months", date(2027, 2, 28)),
        (date(2027, 8, 31), 6, "months", date(2028, 2, 29)),
        (date(2024, 2, 29), 3, "years", date(2027, 2, 28)),
        (date(2024, 2, 29), 4, "years", date(2028, 2, 29)),
        (date(2026, 5, 31), 1, "months", date(2026, 6, 30)),
        (date(2026, 1, 15), 12, "months", date(2027, 1, 15)),
        (date(2026, 3, 31), -1, "months", date(2026, 2, 28)),
        (date(2026, 1, 31), -2, "months", date(2025, 11, 30)),
        (date(2024, 2, 29), -1, "years", date(2023, 2, 28)),
        (date(2026, 11, 30), 1, "months", date(2026, 12, 30)),
    ],
)
def test_dy_15_months_and_years_keep_the_day_number(start: date, count: int, unit: Unit, expected: date) -> None:
    receipt = ENGLAND.count(start, count, unit)
    assert receipt.due == expected
    assert receipt.passed_over == ()


@pytest.mark.rule("RD-12")
@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        (date(2026, 12, 22), date(2026, 12, 15)),
        (date(2026, 12, 30), date(2026, 12, 21)),  # over Christmas
        (date(2026, 4, 9), date(2026, 3, 31)),  # over Easter
        (date(2026, 3, 8), date(2026, 3, 2)),  # a meeting on Sunday: Friday is the first day back
    ],
)
def test_rd_12_counted_back_the_same_way(meeting: date, expected: date) -> None:
    receipt = ENGLAND.count(meeting, -5, "working days")
    assert receipt.due == receipt.act_by == expected


@pytest.mark.rule("RD-21", "DY-15")
@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (date(2026, 8, 30), date(2027, 2, 28)),
        (date(2026, 9, 1), date(2027, 2, 28)),
        (date(2026, 3, 10), date(2026, 9, 9)),
    ],
)
def test_rd_21_from_the_day_of_counts_from_the_day_before(received: date, last_day: date) -> None:
    day_before = due(received, -1, "calendar days")
    assert due(day_before, 6, "months") == last_day


@pytest.mark.rule("RD-22")
def test_rd_22_kept_for_three_whole_years_and_disposed_of_the_day_after() -> None:
    kept_until = due(date(2024, 2, 29), 3, "years")
    assert kept_until == date(2027, 2, 28)
    assert due(kept_until, 1, "calendar days") == date(2027, 3, 1)


@pytest.mark.rule("RD-26")
def test_rd_26_before_a_meeting_ends_the_day_before_it() -> None:
    monday = ENGLAND.count(date(2026, 11, 30), -1, "calendar days")
    assert (monday.due, monday.act_by) == (date(2026, 11, 29), date(2026, 11, 27))
    after_easter = ENGLAND.count(date(2026, 4, 7), -1, "calendar days")
    assert (after_easter.due, after_easter.act_by) == (date(2026, 4, 6), date(2026, 4, 2))


@pytest.mark.rule("DY-06")
def test_dy_06_the_receipt_names_what_was_passed_over() -> None:
    receipt = ENGLAND.count(date(2026, 12, 24), 1, "working days")
    assert receipt.passed_over == (
        PassedOver(date(2026, 12, 25), "Christmas Day"),
        PassedOver(date(2026, 12, 26), "Boxing Day"),
        PassedOver(date(2026, 12, 27), "Sunday"),
        PassedOver(date(2026, 12, 28), "Boxing Day (substitute day)"),
    )
    assert (receipt.start, receipt.count, receipt.unit) == (date(2026, 12, 24), 1, "working days")
    assert receipt.nation == "england"


@pytest.mark.rule("DY-06")
def test_dy_06_counting_back_names_the_same_days_in_date_order() -> None:
    back = ENGLAND.count(date(2026, 12, 29), -1, "working days")
    assert back.due == date(2026, 12, 24)
    assert back.passed_over == ENGLAND.count(date(2026, 12, 24), 1, "working days").passed_over


CHRISTMAS = "Christmas Day on Fri 25 Dec, Boxing Day on Sat 26 Dec, Boxing Day (substitute day) on Mon 28 Dec"


@pytest.mark.rule("DY-06", "DY-03", "RD-12")
@pytest.mark.parametrize(
    ("start", "count", "unit", "total", "why"),
    [
        (date(2026, 3, 2), 2, "working days", "Mon 2 Mar 2026 + 2 working days = Wed 4 Mar 2026", ""),
        (
            *(date(2026, 12, 24), 1, "working days"),
            "Thu 24 Dec 2026 + 1 working day = Tue 29 Dec 2026",
            f". Passed over: 1 Sunday, {CHRISTMAS}",
        ),
        (
            *(date(2026, 12, 30), 2, "working days"),
            "Wed 30 Dec 2026 + 2 working days = Mon 4 Jan 2027",
            ". Passed over: 1 weekend, New Year's Day on Fri 1 Jan 2027",
        ),
        (
            *(date(2026, 3, 6), 6, "working days"),
            "Fri 6 Mar 2026 + 6 working days = Mon 16 Mar 2026",
            ". Passed over: 2 weekends",
        ),
        (
            *(date(2026, 12, 22), -5, "working days"),
            "Tue 22 Dec 2026 \N{MINUS SIGN} 5 working days = Tue 15 Dec 2026",
            ". Passed over: 1 weekend",
        ),
        (
            *(date(2026, 4, 6), 28, "calendar days"),
            "Mon 6 Apr 2026 + 28 calendar days = Mon 4 May 2026",
            ". Mon 4 May 2026 is not a working day: act by Fri 1 May 2026",
        ),
        (
            *(date(2026, 5, 31), 1, "months"),
            "Sun 31 May 2026 + 1 month = Tue 30 Jun 2026",
            ", as June 2026 has no day 31",
        ),
        (date(2026, 3, 7), 0, "working days", "Sat 7 Mar 2026, the same day", ""),
        (
            *(date(2024, 2, 29), 1, "years"),
            "Thu 29 Feb 2024 + 1 year = Fri 28 Feb 2025",
            ", as February 2025 has no day 29",
        ),
    ],
)
def test_dy_06_the_sum_in_plain_words(start: date, count: int, unit: Unit, total: str, why: str) -> None:
    assert ENGLAND.count(start, count, unit).sentence() == total + why


@pytest.mark.rule("DY-06")
def test_dy_06_a_saturday_alone_is_called_so() -> None:
    words = ENGLAND.count(date(2026, 3, 8), -1, "working days").sentence()
    assert words == "Sun 8 Mar 2026 \N{MINUS SIGN} 1 working day = Fri 6 Mar 2026. Passed over: 1 Saturday"


def test_calendars_are_equal_where_they_close_on_the_same_days() -> None:
    one, same = ENGLAND.with_added(date(2026, 12, 29), "Closed"), ENGLAND.with_added(date(2026, 12, 29), "Closed")
    assert one == same
    assert hash(one) == hash(same)
    assert len({one, same, ENGLAND, SCOTLAND}) == 3
    assert one != ENGLAND
    assert ENGLAND != "england"


@pytest.mark.rule("DY-01")
def test_dy_01_a_day_beyond_the_calendar_is_told_in_words() -> None:
    with pytest.raises(OutOfRange) as refused:
        ENGLAND.count(LAST_DAY, 1, "calendar days")
    assert str(refused.value) == "Days are counted from 2000 to 2100 only. Check the date and the number of days."


@pytest.mark.rule("DY-01")
@pytest.mark.parametrize("nation", NATIONS)
def test_days_beyond_2000_to_2100_are_refused(nation: str) -> None:
    calendar = load_calendar(nation)
    before, after = FIRST_DAY - timedelta(1), LAST_DAY + timedelta(1)
    for start, count, unit in [
        (before, 1, "calendar days"),
        (after, -1, "calendar days"),
        (before, 0, "working days"),
        (FIRST_DAY, -1, "calendar days"),
        (FIRST_DAY, -1, "working days"),
        (FIRST_DAY, -1, "months"),
        (LAST_DAY, 1, "calendar days"),
        (LAST_DAY, 1, "working days"),
        (LAST_DAY, 1, "months"),
        (LAST_DAY, 1, "years"),
        (FIRST_DAY, 10**12, "working days"),
        (FIRST_DAY, -(10**12), "working days"),
        (FIRST_DAY, 10**12, "calendar days"),
        (FIRST_DAY, 10**12, "years"),
        (date(2000, 1, 3), -1, "calendar days"),  # that day itself is inside, its act-by day is not
    ]:
        with pytest.raises(OutOfRange, match="2000 to 2100"):
            calendar.count(start, count, unit)  # type: ignore[arg-type]
    for ask in (calendar.is_working, calendar.why_not, calendar.next_working, calendar.previous_working):
        for day in (before, after):
            with pytest.raises(OutOfRange):
                ask(day)
    with pytest.raises(OutOfRange):
        calendar.with_added(after, "too far off")
    with pytest.raises(OutOfRange):
        calendar.next_working(LAST_DAY, inclusive=False)


@pytest.mark.rule("DY-01")
def test_the_first_and_the_last_day_can_be_counted_to_and_from() -> None:
    assert due(FIRST_DAY, 1, "working days") == date(2000, 1, 4)
    assert due(date(2000, 12, 31), 100, "years") == LAST_DAY
    assert due(date(2100, 12, 30), 1, "working days") == LAST_DAY
    assert due(date(2100, 12, 1), 30, "calendar days") == LAST_DAY
    assert ENGLAND.count(FIRST_DAY, 0, "calendar days").act_by == FIRST_DAY
