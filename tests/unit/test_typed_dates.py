"""Dates as people type them, and as the office says them."""

from datetime import date, timedelta

import pytest

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.typed_dates import DayNotUnderstood, distance, parse_day, say_day, say_long, say_short

ENGLAND = load_calendar("england")
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *((typed, date(2026, 12, 25)) for typed in ("25/12/26", "25/12/2026", "25.12.26", "25-12-2026")),
        *((typed, date(2026, 12, 25)) for typed in ("2026-12-25", "25 12 26", " 25 / 12 / 26 ", "25/12")),
        *((typed, date(2026, 12, 25)) for typed in ("25 dec", "25 dec 26", "25 December 2026", "dec 25")),
        *((typed, date(2026, 12, 25)) for typed in ("DEC 25 2026", "December 25th, 2026", "25th dec", "25dec26")),
        *((typed, date(2026, 12, 25)) for typed in ("25-Dec-2026", "fri 25 dec 26", "Friday 25 December 2026")),
        ("1/2/26", date(2026, 2, 1)),  # never 2 January
        ("01/02/2026", date(2026, 2, 1)),
        ("3 sept 26", date(2026, 9, 3)),
        ("29 feb 28", date(2028, 2, 29)),
        ("1/1/00", date(2000, 1, 1)),
        ("31/12/99", date(2099, 12, 31)),
        ("31/12/2100", date(2100, 12, 31)),
        ("today", TUESDAY),
        ("Yesterday", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 25)),
        ("fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("mon", date(2026, 11, 30)),
        ("tue", date(2026, 12, 1)),  # on a Tuesday: the next one; "today" is the word for this one
        ("weds", date(2026, 11, 25)),
        ("last fri", date(2026, 11, 20)),
        ("last monday", date(2026, 11, 23)),
        ("last tue", date(2026, 11, 17)),
        ("+10 working", date(2026, 12, 8)),
        ("+10 working days", date(2026, 12, 8)),
        ("+1 wd", date(2026, 11, 25)),
        ("-3 working", date(2026, 11, 19)),
        ("+25 working", date(2026, 12, 31)),  # over Christmas
        ("+10", date(2026, 12, 4)),
        ("+10 days", date(2026, 12, 4)),
        ("+1 calendar day", date(2026, 11, 25)),
        ("-3", date(2026, 11, 21)),
        ("\N{MINUS SIGN}3", date(2026, 11, 21)),
        ("+ 2 weeks", date(2026, 12, 8)),
        ("-1 week", date(2026, 11, 17)),
        ("+1 month", date(2026, 12, 24)),
        ("-9 months", date(2026, 2, 24)),
        ("+1 year", date(2027, 11, 24)),
        ("+0", TUESDAY),
    ],
)
def test_what_people_type_is_understood(typed: str, expected: date) -> None:
    assert parse_day(typed, TUESDAY, ENGLAND) == expected


@pytest.mark.parametrize(
    ("typed", "today", "expected"),
    [
        ("3/1", date(2026, 12, 29), date(2027, 1, 3)),
        ("29/12", date(2027, 1, 3), date(2026, 12, 29)),
        ("1 jun", date(2026, 11, 24), date(2026, 6, 1)),
        ("1 may", date(2026, 11, 24), date(2027, 5, 1)),
        ("29/2", date(2026, 11, 24), date(2028, 2, 29)),
        ("29 feb", date(2025, 3, 1), date(2024, 2, 29)),
        ("29 feb", date(2099, 1, 1), date(2096, 2, 29)),
    ],
)
def test_without_a_year_it_is_the_nearest(typed: str, today: date, expected: date) -> None:
    assert parse_day(typed, today, ENGLAND) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        *((typed, "Enter a date, like 25/12/26") for typed in ("", "   ", "soon", "25", "dec", "2026", "next fri")),
        *((typed, "Enter a date, like 25/12/26") for typed in ("25/12/1", "25/12/026", "25/12-26", "+", "+x")),
        *(
            (typed, "Enter a date, like 25/12/26")
            for typed in ("+1000000", "10 working", "25/12/26\x1b[2J", "٢٥/١٢/٢٦")
        ),
        *((typed, "Enter a date, like 25/12/26") for typed in ("[red]25/12/26", "25/12/26; x", "1" * 100_000)),
        ("31/2/26", "There is no 31 February 2026. Enter a date, like 25/12/26"),
        ("29 feb 27", "There is no 29 February 2027. Enter a date, like 25/12/26"),
        ("31/11", "There is no 31 November. Enter a date, like 25/12/26"),
        ("0/1/26", "There is no 0 January 2026. Enter a date, like 25/12/26"),
        ("1/1/0000", "There is no 1 January 0. Enter a date, like 25/12/26"),
        ("12/25/26", "There is no month 25. Enter the day before the month, like 25/12/26"),
        ("mon 25 dec 26", "25 December 2026 is a Friday. Check the date"),
        *((typed, "Enter a date between 2000 and 2100, like 25/12/26") for typed in ("31/12/1999", "1/1/2101")),
        *((typed, "Enter a date between 2000 and 2100, like 25/12/26") for typed in ("+99999", "-99 years")),
        *((typed, "Enter a date between 2000 and 2100, like 25/12/26") for typed in ("+99999 working",)),
    ],
)
def test_what_is_not_understood_says_what_to_enter(typed: str, words: str) -> None:
    with pytest.raises(DayNotUnderstood) as refused:
        parse_day(typed, TUESDAY, ENGLAND)
    assert str(refused.value) == words


def test_the_words_for_a_day_do_not_hang_on_the_language_of_the_machine() -> None:
    assert say_day(TUESDAY) == "Tue 24 Nov 2026"
    assert say_long(TUESDAY) == "Tuesday 24 November 2026"
    assert say_short(date(2026, 12, 1)) == "Tue 1 Dec"
    assert say_day(date(2000, 1, 1)) == "Sat 1 Jan 2000"


def test_every_day_that_we_say_can_be_typed_again() -> None:
    for number in range(0, 36_890, 11):
        day = date(2000, 1, 1) + timedelta(number)
        for said in (say_day(day), say_long(day), day.isoformat()):
            assert parse_day(said, TUESDAY, ENGLAND) == day


@pytest.mark.rule("RD-30")
@pytest.mark.parametrize(
    ("days", "late", "ago"),
    [
        (0, "today", "today"),
        (1, "tomorrow", "tomorrow"),
        (2, "in 2 days", "in 2 days"),
        (28, "in 28 days", "in 28 days"),
        (-1, "1 day late", "yesterday"),
        (-5, "5 days late", "5 days ago"),
    ],
)
def test_rd_30_distances_are_calendar_days_in_words(days: int, late: str, ago: str) -> None:
    day = TUESDAY + timedelta(days)
    assert distance(day, TUESDAY) == late
    assert distance(day, TUESDAY, past="ago") == ago
